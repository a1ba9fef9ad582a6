"""Makes a private room of many messages and members in a journal, beside the server that runs on it.

python3 long-room.py DATA USER_ID USER_NAME ROOM_NAME MESSAGES MEMBERS: prints the room's id. To come by so much by talking
would take minutes; the server reads the room when its member next asks for it.
"""
import json
import random
import sqlite3
import sys
import time

data, user, name, room_name, messages, members = *sys.argv[1:5], int(sys.argv[5]), int(sys.argv[6])
chance = random.Random(7)
SMALL = "0123456789abcdefghjkmnpqrstvwxyz"
LARGE = SMALL.upper()
WORDS = "the plan for Thursday is to meet at eight by the harbour with bread and coffee before the others come".split()


def digits(alphabet, number, length):
    out = ""
    for _ in range(length):
        out = alphabet[number % 32] + out
        number //= 32
    return out


def person(number):
    return digits(SMALL, 0xCAFE << 40 | number, 26)


def text(seq):
    words = " ".join(chance.choice(WORDS) for _ in range(chance.choice((3, 6, 9, 40))))
    if seq % 97 == 0:
        words += "\n```js\nconst answer = %d;\nconsole.log(answer);\n```" % seq
    return "Message %d: %s" % (seq, words)


journal = sqlite3.connect(data + "/journal.db", timeout=30, isolation_level=None)
journal.execute("BEGIN IMMEDIATE")
number = journal.execute("SELECT max(no) + 1 FROM rooms").fetchone()[0]
room = digits(SMALL, random.SystemRandom().getrandbits(125), 26)
now = int(time.time() * 1000)
journal.execute(
    "INSERT INTO rooms (no, id, kind, created, name, folded, member_count) VALUES (?, ?, 'PRIVATE', ?, ?, ?, ?)",
    (number, room, now, room_name, room_name.lower(), members + 1))
people = [(person(i), "member-%05d" % i) for i in range(members)]
journal.executemany(
    "INSERT INTO members (room, user_id, name, kind, rank, since, folded) VALUES (?, ?, ?, 'MEMBER', ?, 1, ?)",
    [(number, user, name, 0, name.lower())] + [(number, who, called, 2, called) for who, called in people])
rows = [(number, 1, now - messages * 1000, user, name, digits(LARGE, (now << 80) | number, 26),
         json.dumps({"type": "created", "kind": "private", "name": room_name, "topic": "", "history": "all"}), 0)]
for seq in range(2, messages + 1):
    who, called = people[(seq // 3) % 25]
    rows.append((number, seq, now - (messages - seq) * 1000, who, called, digits(LARGE, (now << 80) | number << 40 | seq, 26),
                 json.dumps({"type": "message", "text": text(seq)}), 1))
journal.executemany(
    "INSERT INTO entries (room, seq, time, sender, sender_name, client_id, content, message, sender_kind)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'MEMBER')", rows)
journal.execute("INSERT INTO reads (user_id, room, seq) VALUES (?, ?, ?)", (user, number, messages))
journal.execute("COMMIT")
print(room)
