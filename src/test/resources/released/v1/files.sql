-- A files.db as Parley with schema 1 left it: two guests, five messages, one file.
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
INSERT INTO flyway_schema_history VALUES(1,'1','files','SQL','V1__files.sql',1336543693,'','2026-11-25 02:55:54.366',0,1);
CREATE TABLE file (
  id       TEXT    NOT NULL PRIMARY KEY,
  owner    TEXT    NOT NULL,
  name     TEXT    NOT NULL,
  type     TEXT    NOT NULL,
  size     INTEGER,                     -- null: not known before the upload's end
  created  INTEGER NOT NULL,            -- milliseconds since 1970
  finished INTEGER,                     -- null: the upload goes on
  shared   INTEGER NOT NULL DEFAULT 0,  -- 1: somebody else may read it, see share
  sha256   BLOB                         -- null: not worked out (yet)
) STRICT, WITHOUT ROWID;
INSERT INTO file VALUES('6kdbzh09akrzmc0cnh29s2p0b2','y7wd7fzr628wsh5ymvc5591ey9','notes.txt','text/plain',5,1795575360570,1795575360622,1,X'2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824');
CREATE TABLE share (
  file TEXT NOT NULL REFERENCES file (id) ON DELETE CASCADE,
  room TEXT NOT NULL,
  PRIMARY KEY (file, room)
) STRICT, WITHOUT ROWID;
INSERT INTO share VALUES('6kdbzh09akrzmc0cnh29s2p0b2','0000000000000000000000000l');
CREATE TABLE alias (
  number INTEGER PRIMARY KEY,
  alias  TEXT NOT NULL,
  file   TEXT NOT NULL REFERENCES file (id) ON DELETE CASCADE
) STRICT;
CREATE INDEX "flyway_schema_history_s_idx" ON "flyway_schema_history" ("success");
CREATE INDEX file_unshared ON file (finished, created) WHERE shared = 0;
CREATE INDEX alias_alias ON alias (alias, number);
CREATE INDEX alias_file ON alias (file);
COMMIT;
