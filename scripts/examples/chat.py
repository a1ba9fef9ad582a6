#!/usr/bin/env python3
"""A small Parley client, written from docs/protocol.md with nothing but Python's standard library.

    chat.py --name ann send "nightly backup: ok"
    chat.py --name watcher tail --since 0

It comes in as a guest at the native door, trusts the certificate that it sees first and no other afterwards, sends a
message exactly once and follows the lobby without a hole, over as many connections as that takes.
Exit codes: 0 done, 1 the server refused, 2 wrong usage, 3 the certificate has changed.
"""
import argparse
import hashlib
import json
import os
import random
import secrets
import socket
import ssl
import struct
import sys
import time
import unicodedata

LOBBY = "0000000000000000000000000l"
MOST_BYTES = 16 * 1024 * 1024
ANSWER_SECONDS = 20


class Refused(Exception):
    """An error of the server: the request will not do, however often it is sent."""

    def __init__(self, error):
        super().__init__(error["message"])
        self.failure = error.get("data", {}).get("failure", "")


class Untrusted(Exception):
    """The server is not the one that was met first."""


class Lost(Exception):
    """The connection is over. What was under way is unknown and is to be asked again."""

    def __init__(self, why, after=None):
        super().__init__(why)
        self.after = after


class Connection:
    """Frames out and in: a length of four bytes, then JSON."""

    def __init__(self, host, port, known):
        try:
            plain = socket.create_connection((host, port), timeout=ANSWER_SECONDS)
            tls = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
            tls.minimum_version = ssl.TLSVersion.TLSv1_3
            tls.check_hostname = False
            tls.verify_mode = ssl.CERT_NONE  # the fingerprint is checked instead
            self.socket = tls.wrap_socket(plain)
        except OSError as e:
            raise Lost(str(e)) from e
        try:
            known.check(f"{host}:{port}", hashlib.sha256(self.socket.getpeercert(True)).digest().hex(":").upper())
        except Untrusted:
            self.close()
            raise
        self.buffer = bytearray()
        self.notifications = []
        self.last_id = 0
        self.resumed = False

    def close(self):
        self.socket.close()

    def call(self, method, **params):
        """The result of a request; notifications that come before it wait in self.notifications."""
        self.last_id += 1
        request = {"jsonrpc": "2.0", "id": self.last_id, "method": method, "params": params}
        data = json.dumps(request).encode()
        try:
            self.socket.sendall(struct.pack(">I", len(data)) + data)
        except OSError as e:
            raise Lost(str(e)) from e
        deadline = time.monotonic() + ANSWER_SECONDS
        while True:
            message = self.receive(deadline)
            if message is None:
                raise Lost(f"no answer to {method}")
            if "method" in message:
                self.notifications.append(message)
            elif message.get("id") in (self.last_id, None):
                if "error" in message:
                    raise Refused(message["error"])
                return message["result"]

    def next(self, seconds):
        """The next notification, or None after so many seconds without one."""
        if self.notifications:
            return self.notifications.pop(0)
        return self.receive(time.monotonic() + seconds)

    def receive(self, deadline):
        while True:
            if len(self.buffer) >= 4:
                (length,) = struct.unpack_from(">I", self.buffer)
                if length > MOST_BYTES:
                    raise Lost(f"a frame of {length} bytes")
                if len(self.buffer) >= 4 + length:
                    data = bytes(self.buffer[4 : 4 + length])
                    del self.buffer[: 4 + length]
                    return json.loads(data)
            left = deadline - time.monotonic()
            if left <= 0:
                return None
            self.socket.settimeout(left)
            try:
                data = self.socket.recv(65536)
            except TimeoutError:
                return None
            except OSError as e:
                raise Lost(str(e)) from e
            if not data:
                raise Lost("the server closed it")
            self.buffer += data


class KnownServers:
    """Trust on first use: a file of "host:port fingerprint" lines."""

    def __init__(self, path):
        self.path = path

    def check(self, server, fingerprint):
        lines = []
        if os.path.exists(self.path):
            with open(self.path, encoding="utf-8") as file:
                lines = file.read().splitlines()
        for line in lines:
            if line.split(" ")[0] == server:
                remembered = line.split(" ")[1]
                if remembered != fingerprint:
                    raise Untrusted(
                        f"{server} shows another certificate than at first contact. Nothing was sent to it.\n"
                        f"Remembered: {remembered}\nShown now:  {fingerprint}\n"
                        f"If the new one is right, delete its line in {self.path}."
                    )
                return
        os.makedirs(os.path.dirname(os.path.abspath(self.path)), exist_ok=True)
        with open(self.path, "w", encoding="utf-8") as file:
            file.write("".join(line + "\n" for line in [*lines, f"{server} {fingerprint}"]))
        tell(f"First contact with {server}. Its certificate is remembered (SHA-256): {fingerprint}")


class Client:
    """A guest that comes back: with its token as long as the server knows it, else anew under its name."""

    def __init__(self, host, port, name, known):
        self.host, self.port, self.name, self.known = host, port, name, known
        self.token = None
        self.connection = None
        self.limits = {}
        self.failures = 0
        self.last = None  # the sequence number up to which the lobby was read

    def connected(self):
        """A connection that is logged in; raises Lost when there is none at the moment."""
        if self.connection is None:
            connection = Connection(self.host, self.port, self.known)
            try:
                self.limits = connection.call("hello", protocol=1, client="chat.py/1")["limits"]
                self.token = self.login(connection)["token"]
            except BaseException:
                connection.close()
                raise
            self.connection = connection
            self.failures = 0
        return self.connection

    def login(self, connection):
        if self.token is not None:
            try:
                return connection.call("login", token=self.token)
            except Refused as e:
                if e.failure != "BAD_TOKEN":
                    raise
        return connection.call("login", guest=self.name)

    def keep_trying(self, action):
        """Runs action with a connection, again on another one as long as connections are lost under it."""
        while True:
            try:
                return action(self.connected())
            except Lost as e:
                if self.connection is not None:
                    self.connection.close()
                    self.connection = None
                self.failures += 1
                bound = e.after or min(30, 0.5 * 2 ** min(self.failures, 10))
                tell(f"Connection lost ({e}). Trying again.")
                time.sleep(bound * (1 + random.random() / 2))

    def send(self, text):
        message = new_id()  # once: whatever happens, the server stores one message of this id
        return self.keep_trying(lambda c: c.call("messages.send", room=LOBBY, id=message, text=text))

    def tail(self, since, count):
        """Yields the entries after a number (None: from now on), each once and in order."""
        self.last = since
        left = count
        while left is None or left > 0:
            entry = self.keep_trying(self.next_entry)
            if entry is not None:
                self.last = entry["seq"]
                if entry["type"] == "message":
                    yield entry
                    left = None if left is None else left - 1

    def next_entry(self, connection):
        """The next entry that is new, or None; what is not resumed yet on this connection is resumed first."""
        if not connection.resumed:
            answer = connection.call("rooms.resume", rooms={LOBBY: self.last})
            self.last = answer["rooms"][LOBBY]["from"]
            connection.resumed = True
        message = connection.next(self.limits["idleSeconds"] / 2)
        if message is None:
            connection.call("ping")
        elif message["method"] == "entry":
            entry = message["params"]
            return entry if entry["seq"] > self.last else None
        elif message["method"] == "stopping":
            raise Lost(message["params"]["reason"], message["params"]["retryAfterSeconds"])
        elif message["method"] == "ended":
            self.token = None
        return None

    def leave(self):
        if self.connection is not None:
            try:
                self.connection.call("logout")
            except (Lost, Refused):
                pass  # the token's grace ends it
            self.connection.close()


def new_id():
    """A ULID: 48 bits of time, 80 of chance, in Crockford's base 32."""
    number = int(time.time() * 1000) << 80 | secrets.randbits(80)
    return "".join("0123456789ABCDEFGHJKMNPQRSTVWXYZ"[number >> shift & 31] for shift in range(125, -1, -5))


def clean(text):
    """Text of somebody else, without what a terminal would obey."""
    hidden = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
    return "".join("\ufffd" if unicodedata.category(c) == "Cc" and c != "\n" or c in hidden else c for c in text)


def show(entry):
    clock = time.strftime("%H:%M", time.localtime(entry["time"] / 1000))
    files = "".join(f" [{file['name']}, {file['size']} bytes]" for file in entry.get("files", []))
    text = (entry["text"] + files).replace("\n", "\n      ")
    print(f"{entry['seq']} {clock} {clean(entry['sender']['name'])}: {clean(text)}", flush=True)


def tell(sentence):
    print(sentence, file=sys.stderr, flush=True)


def main():
    parser = argparse.ArgumentParser(description="A small client for Parley's native door.")
    parser.add_argument("--server", default="localhost:8889", metavar="HOST:PORT")
    parser.add_argument("--name", required=True)
    parser.add_argument("--known", default=os.path.expanduser("~/.config/parley-example/known"), metavar="FILE")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("send", help="send one message to the lobby").add_argument("text")
    tail = commands.add_parser("tail", help="print what is said in the lobby")
    tail.add_argument("--since", type=int, metavar="N", help="begin after this number; 0: with the first")
    tail.add_argument("--count", type=int, metavar="N", help="end after so many messages")
    options = parser.parse_args()
    host, _, port = options.server.rpartition(":")
    if not host or not port.isdigit():
        parser.error("--server is HOST:PORT")

    client = Client(host, int(port), options.name, KnownServers(options.known))
    try:
        if options.command == "send":
            print(f"stored as {client.send(options.text)['seq']}")
        else:
            for entry in client.tail(options.since, options.count):
                show(entry)
        client.leave()
    except Refused as e:
        tell(str(e))
        return 1
    except Untrusted as e:
        tell(str(e))
        return 3
    except KeyboardInterrupt:
        client.leave()
    return 0


if __name__ == "__main__":
    sys.exit(main())
