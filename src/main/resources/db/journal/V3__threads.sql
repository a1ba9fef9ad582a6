-- Answers under the message that began their thread: an answer to an answer stands in the same one.
CREATE TABLE replies (
  room INTEGER NOT NULL REFERENCES rooms (no),
  root INTEGER NOT NULL,
  seq  INTEGER NOT NULL,
  PRIMARY KEY (room, root, seq)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX replies_by_number ON replies (room, seq);

WITH RECURSIVE up (room, seq, root) AS (
  SELECT room, seq, json_extract(content, '$.replyTo') FROM entries
    WHERE message = 1 AND json_extract(content, '$.replyTo') IS NOT NULL
  UNION ALL
  SELECT up.room, up.seq, json_extract(e.content, '$.replyTo') FROM up
    JOIN entries e ON e.room = up.room AND e.seq = up.root WHERE json_extract(e.content, '$.replyTo') IS NOT NULL
)
INSERT INTO replies (room, root, seq) SELECT room, min(root), seq FROM up GROUP BY room, seq;
