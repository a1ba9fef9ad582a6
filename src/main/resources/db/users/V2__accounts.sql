-- Accounts. A row stays for ever: a deleted account's name is nobody else's.
CREATE TABLE accounts (
  user_id   TEXT    PRIMARY KEY,
  name      TEXT    NOT NULL UNIQUE,
  role      TEXT    NOT NULL CHECK (role IN ('MEMBER', 'ADMIN')),
  state     TEXT    NOT NULL CHECK (state IN ('ACTIVE', 'DEACTIVATED', 'DELETED')),
  -- Argon2id with its salt and its cost; null for a deleted account
  password  TEXT,
  display   TEXT,
  avatar    TEXT,
  -- what the person chose to show: ONLINE, AWAY, DND
  status    TEXT    NOT NULL DEFAULT 'ONLINE',
  created   INTEGER NOT NULL,
  last_seen INTEGER,
  -- deleted, and what remains elsewhere is not cleared yet: 1 its rooms, 2 its messages, too
  clearing  INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;

-- What a name could be mistaken for (Unicode TR39): no two accounts have one in common, whoever writes them.
CREATE TABLE looks (
  look    TEXT PRIMARY KEY,
  user_id TEXT NOT NULL REFERENCES accounts (user_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE sessions (
  session    TEXT    PRIMARY KEY,
  user_id    TEXT    NOT NULL REFERENCES accounts (user_id),
  -- SHA-256 of the token: the token itself is known to its holder alone
  token_hash BLOB    NOT NULL UNIQUE,
  client     TEXT    NOT NULL,
  address    TEXT    NOT NULL,
  created    INTEGER NOT NULL,
  last_used  INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX sessions_by_user ON sessions (user_id);

CREATE TABLE invites (
  id         TEXT    PRIMARY KEY,
  token_hash BLOB    NOT NULL UNIQUE,
  role       TEXT    NOT NULL,
  uses       INTEGER NOT NULL,
  used       INTEGER NOT NULL DEFAULT 0,
  created    INTEGER NOT NULL,
  expires    INTEGER NOT NULL,
  -- name of the administrator; null: the server at its start
  created_by TEXT,
  -- 1: for the first administrator, void as soon as there is one
  setup      INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;

-- One link to set a new password per account.
CREATE TABLE resets (
  user_id    TEXT    PRIMARY KEY REFERENCES accounts (user_id),
  token_hash BLOB    NOT NULL UNIQUE,
  expires    INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Who does not want to be written to by whom. Guests, too, so no reference.
CREATE TABLE blocks (
  user_id TEXT NOT NULL,
  other   TEXT NOT NULL,
  PRIMARY KEY (user_id, other)
) STRICT, WITHOUT ROWID;

-- What administrators did; by_id is null for the command line.
CREATE TABLE audit (
  number    INTEGER PRIMARY KEY,
  time      INTEGER NOT NULL,
  by_id     TEXT,
  by_name   TEXT,
  action    TEXT    NOT NULL,
  user_id   TEXT,
  user_name TEXT,
  detail    TEXT
) STRICT;

-- Decides which cost the hash of an unknown name has: the same one after a restart.
CREATE TABLE pepper (
  value BLOB NOT NULL
) STRICT;
INSERT INTO pepper (value) VALUES (randomblob(32));
