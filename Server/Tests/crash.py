#!/usr/bin/env python3
"""Kills mimewire-server with kill -9 while mail comes in, again and again, and counts what is in the Maildir.

    crash.py PATH_OF_MIMEWIRE_SERVER [ROUNDS]

Every try carries a text of its own. In `new`: one that got its 250 is there exactly once and whole; one that did not, at
most once, and whole. What is in `tmp` is nobody's message. The page cache outlives a kill, so this shows the order of what
the server does; that it syncs is shown by MaildirStoreTests.
"""
import os
import pathlib
import random
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time

SERVER = str(pathlib.Path(sys.argv[1]).resolve())
ROUNDS = int(sys.argv[2]) if len(sys.argv) > 2 else 200
SEED = int(os.environ.get("SEED", random.randrange(1 << 32)))
CLIENTS = 4
chance = random.Random(SEED)


def body(name, octets):
    line = f"{name} 0123456789 0123456789\r\n"
    return line * max(1, octets // len(line)) + f"end of {name}\r\n"


class Client(threading.Thread):
    """Sends message after message on one connection until it breaks; notes what was tried and what got its 250."""

    def __init__(self, port, label, sizes):
        super().__init__(daemon=True)
        self.port, self.label, self.sizes = port, label, sizes
        self.tried, self.acknowledged = {}, set()

    def run(self):
        try:
            with socket.create_connection(("127.0.0.1", self.port), 10) as connection:
                lines = connection.makefile("rb")

                def reply():
                    while True:
                        line = lines.readline()
                        if not line:
                            raise ConnectionError
                        if line[3:4] != b"-":
                            return line

                def say(text):
                    connection.sendall(text.encode())
                    return reply()

                reply()
                say("EHLO client.example\r\n")
                for number, size in enumerate(self.sizes):
                    name = f"{self.label}-{number}"
                    self.tried[name] = "Subject: " + name + "\r\n\r\n" + body(name, size)
                    say("MAIL FROM:<x@example.com>\r\n")
                    say("RCPT TO:<bob@example.org>\r\n")
                    say("DATA\r\n")
                    if say(self.tried[name] + ".\r\n").startswith(b"250 "):
                        self.acknowledged.add(name)
        except OSError:
            pass


def main():
    folder = pathlib.Path(tempfile.mkdtemp(prefix="mimewire-crash-"))
    (folder / "users").write_text("bob@example.org:\n")
    new = folder / "mail" / "bob@example.org" / "new"
    tried, acknowledged = {}, set()
    print(f"seed {SEED}, {ROUNDS} rounds, {CLIENTS} clients", flush=True)
    for number in range(ROUNDS):
        server = subprocess.Popen(
            [SERVER, "serve", "--domain", "example.org", "--users", folder / "users", "--maildir", folder / "mail",
             "--smtp", "127.0.0.1:0", "--log-level", "error"], stdout=subprocess.PIPE)
        try:
            port = int(server.stdout.readline().rsplit(b":", 1)[1])
            sizes = [[chance.choice([100, 2_000, 60_000, 400_000]) for _ in range(300)] for _ in range(CLIENTS)]
            clients = [Client(port, f"r{number}c{index}", sizes[index]) for index in range(CLIENTS)]
            for client in clients:
                client.start()
            time.sleep(chance.uniform(0.005, 0.25))
        finally:
            server.send_signal(signal.SIGKILL)
            server.wait()
            server.stdout.close()
        for client in clients:
            client.join(20)
            tried.update(client.tried)
            acknowledged |= client.acknowledged

    seen, wrong = {}, []
    for path in new.iterdir():
        content = path.read_bytes().decode()
        name = content.split("Subject: ", 1)[-1].split("\n", 1)[0]
        seen[name] = seen.get(name, 0) + 1
        if not content.endswith("\n" + tried.get(name, "?").replace("\r\n", "\n")):
            wrong.append(f"{name}: not whole")
    wrong += [f"{name}: acknowledged and lost" for name in acknowledged if name not in seen]
    wrong += [f"{name}: there {count} times" for name, count in seen.items() if count > 1]
    left = len(list((new.parent / "tmp").iterdir()))
    print(f"{len(tried)} tried, {len(acknowledged)} acknowledged, {len(seen)} in new, {left} left in tmp, {len(wrong)} wrong")
    print("\n".join(wrong[:20]))
    if not wrong:
        subprocess.run(["rm", "-rf", folder])
    sys.exit(bool(wrong) or not acknowledged)


main()
