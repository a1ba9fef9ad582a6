-- A users.db as Parley with schema 1 left it: two guests, five messages, one file.
PRAGMA foreign_keys=OFF;
BEGIN TRANSACTION;
CREATE TABLE IF NOT EXISTS "flyway_schema_history" (
    "installed_rank" INT NOT NULL PRIMARY KEY,
    "version" VARCHAR(50),
    "description" VARCHAR(200) NOT NULL,
    "type" VARCHAR(20) NOT NULL,
    "script" VARCHAR(1000) NOT NULL,
    "checksum" INT,
    "installed_by" VARCHAR(100) NOT NULL,
    "installed_on" TEXT NOT NULL DEFAULT (strftime('%Y-%m-%d %H:%M:%f','now')),
    "execution_time" INT NOT NULL,
    "success" BOOLEAN NOT NULL
);
INSERT INTO flyway_schema_history VALUES(1,'1','guests','SQL','V1__guests.sql',-838079024,'','2026-11-25 02:55:54.365',5,1);
CREATE TABLE guests (
  user_id    TEXT    PRIMARY KEY,
  name       TEXT    NOT NULL,
  session    TEXT    NOT NULL UNIQUE,
  -- SHA-256 of the token: the token itself is known to its holder alone
  token_hash BLOB    NOT NULL UNIQUE,
  created    INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO guests VALUES('sjcz929qh8wph6nstqha0kfqs8','Bob Ü','5yvfrefn6arzezdr8pkp762ab2',X'e0372cae5d8651388af7491d911d3c12f45dcd30e8acbbcd42098367d235b1d4',1795575360202);
INSERT INTO guests VALUES('y7wd7fzr628wsh5ymvc5591ey9','ann','kb2wqwjc7q8dk7ct6r8wpc23ha',X'784ec413d29994a9c3afd2e0a6255492f0a66996c3d46be776c37d8c5cb0cbb6',1795575359929);
CREATE INDEX "flyway_schema_history_s_idx" ON "flyway_schema_history" ("success");
COMMIT;
