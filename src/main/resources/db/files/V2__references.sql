-- Which messages refer to a file: the people of their rooms may read it, and it goes with the last of them.
CREATE TABLE reference (
  file    TEXT    NOT NULL REFERENCES file (id) ON DELETE CASCADE,
  room    TEXT    NOT NULL,
  message TEXT    NOT NULL,  -- the sender's id of the message; the sender is the file's owner
  made    INTEGER NOT NULL,  -- milliseconds since 1970; the journal may not have the message yet
  PRIMARY KEY (file, room, message)
) STRICT, WITHOUT ROWID;

CREATE INDEX reference_message ON reference (message);

-- What was shared before has no message on record and stays.
INSERT INTO reference (file, room, message, made) SELECT file, room, '', 0 FROM share;
DROP TABLE share;

-- Set while a part of an upload is received that counts only as a whole: where the upload stands until then.
ALTER TABLE file ADD COLUMN held INTEGER;

-- Quotas.
CREATE INDEX file_owner ON file (owner, size);

-- Files whose hash is still to be worked out.
CREATE INDEX file_unhashed ON file (finished) WHERE sha256 IS NULL AND finished IS NOT NULL;
