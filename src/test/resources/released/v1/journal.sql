-- A journal.db as Parley with schema 1 left it: two guests, five messages, one file.
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
INSERT INTO flyway_schema_history VALUES(1,'1','rooms and entries','SQL','V1__rooms_and_entries.sql',1777844353,'','2026-11-25 02:55:54.366',15,1);
CREATE TABLE rooms (
  no      INTEGER PRIMARY KEY,
  id      TEXT    NOT NULL UNIQUE,
  kind    TEXT    NOT NULL,
  -- a direct conversation: the ids of the two in order, so that two people have one
  pair    TEXT    UNIQUE,
  created INTEGER NOT NULL
) STRICT;
INSERT INTO rooms VALUES(1,'0000000000000000000000000l','LOBBY',NULL,0);
INSERT INTO rooms VALUES(2,'02ft9zwbv8qa6zq7s91f6kjaz8','DIRECT','sjcz929qh8wph6nstqha0kfqs8 y7wd7fzr628wsh5ymvc5591ey9',1795575360530);
CREATE TABLE members (
  room    INTEGER NOT NULL REFERENCES rooms (no),
  user_id TEXT    NOT NULL,
  name    TEXT    NOT NULL,
  kind    TEXT    NOT NULL,
  PRIMARY KEY (room, user_id)
) STRICT, WITHOUT ROWID;
INSERT INTO members VALUES(2,'sjcz929qh8wph6nstqha0kfqs8','Bob Ü','GUEST');
INSERT INTO members VALUES(2,'y7wd7fzr628wsh5ymvc5591ey9','ann','GUEST');
CREATE TABLE entries (
  room        INTEGER NOT NULL REFERENCES rooms (no),
  seq         INTEGER NOT NULL,
  time        INTEGER NOT NULL,
  sender      TEXT    NOT NULL,
  sender_name TEXT    NOT NULL,
  sender_kind TEXT    NOT NULL,
  client_id   TEXT    NOT NULL,
  -- JSON of the content, its kind in "type"
  content     TEXT    NOT NULL,
  PRIMARY KEY (room, seq)
) STRICT, WITHOUT ROWID;
INSERT INTO entries VALUES(1,1,1795575360430,'y7wd7fzr628wsh5ymvc5591ey9','ann','GUEST','01K7B3V5W2N8D4H6J9P0000000','{"type":"message","text":"lobby 1"}');
INSERT INTO entries VALUES(1,2,1795575360499,'y7wd7fzr628wsh5ymvc5591ey9','ann','GUEST','01K7B3V5W2N8D4H6J9P0000001','{"type":"message","text":"lobby 2"}');
INSERT INTO entries VALUES(1,3,1795575360516,'y7wd7fzr628wsh5ymvc5591ey9','ann','GUEST','01K7B3V5W2N8D4H6J9P0000002','{"type":"message","text":"lobby 3"}');
INSERT INTO entries VALUES(1,4,1795575360632,'y7wd7fzr628wsh5ymvc5591ey9','ann','GUEST','01K7B3V5W2N8D4H6J9P0000005','{"type":"message","text":"with a file","files":[{"id":"6kdbzh09akrzmc0cnh29s2p0b2","name":"notes.txt","type":"text/plain","size":5}]}');
INSERT INTO entries VALUES(2,1,1795575360539,'y7wd7fzr628wsh5ymvc5591ey9','ann','GUEST','01K7B3V5W2N8D4H6J9P0000003','{"type":"message","text":"just for you 🎉"}');
INSERT INTO entries VALUES(2,2,1795575360543,'sjcz929qh8wph6nstqha0kfqs8','Bob Ü','GUEST','01K7B3V5W2N8D4H6J9P0000004','{"type":"message","text":"thanks"}');
CREATE INDEX "flyway_schema_history_s_idx" ON "flyway_schema_history" ("success");
CREATE INDEX members_by_user ON members (user_id);
CREATE UNIQUE INDEX entries_once ON entries (sender, client_id);
COMMIT;
