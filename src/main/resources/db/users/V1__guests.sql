-- Guests whose name and id are kept while their token lives; nothing stays of one who is gone.
CREATE TABLE guests (
  user_id    TEXT    PRIMARY KEY,
  name       TEXT    NOT NULL,
  session    TEXT    NOT NULL UNIQUE,
  -- SHA-256 of the token: the token itself is known to its holder alone
  token_hash BLOB    NOT NULL UNIQUE,
  created    INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
