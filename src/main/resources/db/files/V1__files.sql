-- Uploads and files. The bytes lie in the store, under the id.
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

-- What the sweep looks at.
CREATE INDEX file_unshared ON file (finished, created) WHERE shared = 0;

-- The rooms whose people may read a file.
CREATE TABLE share (
  file TEXT NOT NULL REFERENCES file (id) ON DELETE CASCADE,
  room TEXT NOT NULL,
  PRIMARY KEY (file, room)
) STRICT, WITHOUT ROWID;

-- What legacy clients call files; several files may have one alias, the highest number is the newest.
CREATE TABLE alias (
  number INTEGER PRIMARY KEY,
  alias  TEXT NOT NULL,
  file   TEXT NOT NULL REFERENCES file (id) ON DELETE CASCADE
) STRICT;

CREATE INDEX alias_alias ON alias (alias, number);
CREATE INDEX alias_file ON alias (file);
