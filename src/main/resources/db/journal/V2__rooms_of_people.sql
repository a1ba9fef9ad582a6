-- Rooms that people make, who is in them as what, and what becomes of messages. Everything here follows from entries and
-- changes in the transaction that appends them.
ALTER TABLE rooms ADD COLUMN name TEXT NOT NULL DEFAULT '';
ALTER TABLE rooms ADD COLUMN topic TEXT NOT NULL DEFAULT '';
-- ALL or JOINED: what a member reads of the time before joining
ALTER TABLE rooms ADD COLUMN history TEXT NOT NULL DEFAULT 'ALL';
ALTER TABLE rooms ADD COLUMN archived INTEGER NOT NULL DEFAULT 0;
ALTER TABLE rooms ADD COLUMN retention_days INTEGER;
-- the last number that retention removed
ALTER TABLE rooms ADD COLUMN floor INTEGER NOT NULL DEFAULT 0;
ALTER TABLE rooms ADD COLUMN member_count INTEGER NOT NULL DEFAULT 0;
-- how many of the members are guests
ALTER TABLE rooms ADD COLUMN guest_count INTEGER NOT NULL DEFAULT 0;
-- the name with case folded, for finding
ALTER TABLE rooms ADD COLUMN folded TEXT NOT NULL DEFAULT '';
CREATE INDEX rooms_public ON rooms (folded, no) WHERE kind = 'PUBLIC';

-- what the names of public rooms look like, so that no two can be mistaken for each other
CREATE TABLE looks (
  look TEXT    NOT NULL PRIMARY KEY,
  room INTEGER NOT NULL REFERENCES rooms (no)
) STRICT, WITHOUT ROWID;

-- 0 owner, 1 moderator, 2 member
ALTER TABLE members ADD COLUMN rank INTEGER NOT NULL DEFAULT 2;
-- the entry by which they joined
ALTER TABLE members ADD COLUMN since INTEGER NOT NULL DEFAULT 1;
ALTER TABLE members ADD COLUMN folded TEXT NOT NULL DEFAULT '';
UPDATE members SET folded = lower(name);
UPDATE rooms SET member_count = (SELECT count(*) FROM members WHERE room = no),
  guest_count = (SELECT count(*) FROM members WHERE room = no AND kind = 'GUEST');
CREATE INDEX members_in_order ON members (room, rank, folded, user_id);

CREATE TABLE invites (
  room    INTEGER NOT NULL REFERENCES rooms (no),
  user_id TEXT    NOT NULL,
  name    TEXT    NOT NULL,
  kind    TEXT    NOT NULL,
  by_id   TEXT    NOT NULL,
  by_name TEXT    NOT NULL,
  by_kind TEXT    NOT NULL,
  PRIMARY KEY (room, user_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX invites_by_user ON invites (user_id);

CREATE TABLE bans (
  room    INTEGER NOT NULL REFERENCES rooms (no),
  user_id TEXT    NOT NULL,
  name    TEXT    NOT NULL,
  kind    TEXT    NOT NULL,
  time    INTEGER NOT NULL,
  by_name TEXT    NOT NULL,
  reason  TEXT,
  PRIMARY KEY (room, user_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE mutes (
  room    INTEGER NOT NULL REFERENCES rooms (no),
  user_id TEXT    NOT NULL,
  until   INTEGER NOT NULL,
  PRIMARY KEY (room, user_id)
) STRICT, WITHOUT ROWID;

-- how far somebody has read
CREATE TABLE reads (
  user_id TEXT    NOT NULL,
  room    INTEGER NOT NULL REFERENCES rooms (no),
  seq     INTEGER NOT NULL,
  PRIMARY KEY (user_id, room)
) STRICT, WITHOUT ROWID;
INSERT INTO reads (user_id, room, seq)
  SELECT user_id, room, coalesce((SELECT max(seq) FROM entries e WHERE e.room = m.room), 0) FROM members m;

-- whether the entry is a message, which counts as unread
ALTER TABLE entries ADD COLUMN message INTEGER NOT NULL DEFAULT 1;

-- messages that were edited or deleted
CREATE TABLE changes (
  room         INTEGER NOT NULL REFERENCES rooms (no),
  seq          INTEGER NOT NULL,
  edit         INTEGER,
  edit_time    INTEGER,
  deleted_by   TEXT,
  deleted_time INTEGER,
  PRIMARY KEY (room, seq)
) STRICT, WITHOUT ROWID;

CREATE TABLE reactions (
  room    INTEGER NOT NULL REFERENCES rooms (no),
  seq     INTEGER NOT NULL,
  emoji   TEXT    NOT NULL,
  user_id TEXT    NOT NULL,
  -- the entry that gave it
  given   INTEGER NOT NULL,
  PRIMARY KEY (room, seq, emoji, user_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE pins (
  room   INTEGER NOT NULL REFERENCES rooms (no),
  seq    INTEGER NOT NULL,
  pinned INTEGER NOT NULL,
  PRIMARY KEY (room, seq)
) STRICT, WITHOUT ROWID;

-- who is named in which message; an empty user is everybody in the room
CREATE TABLE mentions (
  user_id TEXT    NOT NULL,
  room    INTEGER NOT NULL REFERENCES rooms (no),
  seq     INTEGER NOT NULL,
  sender  TEXT    NOT NULL,
  PRIMARY KEY (user_id, room, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX mentions_of_message ON mentions (room, seq);

-- which files stand in which message
CREATE TABLE attachments (
  file    TEXT    NOT NULL,
  room    INTEGER NOT NULL REFERENCES rooms (no),
  seq     INTEGER NOT NULL,
  PRIMARY KEY (file, room, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX attachments_of_message ON attachments (room, seq);
INSERT OR IGNORE INTO attachments (file, room, seq)
  SELECT json_extract(f.value, '$.id'), e.room, e.seq FROM entries e, json_each(e.content, '$.files') f;

-- what those who keep order did; stays when retention removes the entries
CREATE TABLE audit (
  no          INTEGER PRIMARY KEY,
  room        INTEGER NOT NULL REFERENCES rooms (no),
  time        INTEGER NOT NULL,
  by_id       TEXT    NOT NULL,
  by_name     TEXT    NOT NULL,
  by_kind     TEXT    NOT NULL,
  action      TEXT    NOT NULL,
  target_id   TEXT,
  target_name TEXT,
  target_kind TEXT,
  detail      TEXT
) STRICT;
CREATE INDEX audit_of_room ON audit (room, no);

-- the words of messages; a row is (room << 40) | seq, so that one room is one range
CREATE VIRTUAL TABLE words USING fts5 (text, content = '', contentless_delete = 1, tokenize = 'unicode61 remove_diacritics 2');
INSERT INTO words (rowid, text)
  SELECT (room << 40) | seq, json_extract(content, '$.text') FROM entries WHERE json_extract(content, '$.text') <> '';
