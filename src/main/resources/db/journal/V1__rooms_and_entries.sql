-- The journal: rooms, who is in them, and their entries in one dense order each.
CREATE TABLE rooms (
  no      INTEGER PRIMARY KEY,
  id      TEXT    NOT NULL UNIQUE,
  kind    TEXT    NOT NULL,
  -- a direct conversation: the ids of the two in order, so that two people have one
  pair    TEXT    UNIQUE,
  created INTEGER NOT NULL
) STRICT;

CREATE TABLE members (
  room    INTEGER NOT NULL REFERENCES rooms (no),
  user_id TEXT    NOT NULL,
  name    TEXT    NOT NULL,
  kind    TEXT    NOT NULL,
  PRIMARY KEY (room, user_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX members_by_user ON members (user_id);

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
-- one copy per sender and client message id
CREATE UNIQUE INDEX entries_once ON entries (sender, client_id);

INSERT INTO rooms (no, id, kind, created) VALUES (1, '0000000000000000000000000l', 'LOBBY', 0);
