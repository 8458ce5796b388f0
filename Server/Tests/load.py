#!/usr/bin/env python3
"""Holds many connections open, a third of them sending one byte a second, while fast ones deliver.

    load.py PATH_OF_MIMEWIRE_SERVER [CONNECTIONS] [SECONDS]

Fails when a fast delivery fails, or when the server does not end within its grace period. Prints its memory per connection.
"""
import asyncio
import pathlib
import resource
import signal
import subprocess
import sys
import tempfile
import time

SERVER = str(pathlib.Path(sys.argv[1]).resolve())
CONNECTIONS = int(sys.argv[2]) if len(sys.argv) > 2 else 2_000
SECONDS = int(sys.argv[3]) if len(sys.argv) > 3 else 300
FAST = 20
GRACE = 10


def memory(process):
    for line in pathlib.Path(f"/proc/{process}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) * 1024


async def idle(port, is_slow, end):
    """Greets and waits; a slow one sends a NOOP, a byte a second. True when the server kept it to the end."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    await reader.readline()
    writer.write(b"EHLO client.example\r\n")
    while (await reader.readline())[3:4] == b"-":
        pass
    while time.monotonic() < end:
        for byte in b"NOOP\r\n" if is_slow else b"":
            writer.write(bytes([byte]))
            await asyncio.sleep(1)
            if time.monotonic() >= end:
                break
        if not is_slow:
            await asyncio.sleep(1)
    kept = not reader.at_eof()
    writer.close()
    return kept


async def deliver(port, end, counts):
    message = b"Subject: fast\r\n\r\n" + b"0123456789" * 100 + b"\r\n.\r\n"
    while time.monotonic() < end:
        try:
            reader, writer = await asyncio.open_connection("127.0.0.1", port)

            async def reply():
                while True:
                    line = await asyncio.wait_for(reader.readline(), 30)
                    if line[3:4] != b"-":
                        return line[:3]

            codes = [await reply()]
            for line in b"EHLO a.example\r\n", b"MAIL FROM:<x@example.com>\r\n", b"RCPT TO:<bob@example.org>\r\n", b"DATA\r\n", message, b"QUIT\r\n":
                writer.write(line)
                codes.append(await reply())
            counts["good" if codes == [b"220", b"250", b"250", b"250", b"354", b"250", b"221"] else "bad"] += 1
            writer.close()
        except (OSError, asyncio.TimeoutError):
            counts["bad"] += 1
        await asyncio.sleep(0.05)


async def main():
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, 65_536), hard))
    folder = pathlib.Path(tempfile.mkdtemp(prefix="mimewire-load-"))
    (folder / "users").write_text("bob@example.org:\n")
    server = subprocess.Popen(
        [SERVER, "serve", "--domain", "example.org", "--users", folder / "users", "--maildir", folder / "mail", "--smtp",
         "127.0.0.1:0", "--log-level", "error", "--max-connections-per-client", "100000", "--command-timeout", "900", "--grace", str(GRACE)], stdout=subprocess.PIPE)
    try:
        port = int(server.stdout.readline().rsplit(b":", 1)[1])
        before = memory(server.pid)
        end = time.monotonic() + SECONDS + CONNECTIONS / 200
        held = []
        for number in range(CONNECTIONS):
            held.append(asyncio.create_task(idle(port, number % 3 == 0, end)))
            if number % 20 == 19:
                await asyncio.sleep(0.1)
        counts = {"good": 0, "bad": 0}
        fast = [asyncio.create_task(deliver(port, end - 2, counts)) for _ in range(FAST)]
        await asyncio.sleep(max(0, end - 3 - time.monotonic()))
        during = memory(server.pid)
        kept = sum(1 for result in await asyncio.gather(*held, return_exceptions=True) if result is True)
        await asyncio.gather(*fast)
        began = time.monotonic()
        # What is left open is told 421.
        server.send_signal(signal.SIGTERM)
        code = server.wait(GRACE + 5)
        took = time.monotonic() - began
    finally:
        server.kill()
        subprocess.run(["rm", "-rf", folder])
    print(f"{CONNECTIONS} connections for {SECONDS} s, {kept} kept; {counts['good']} fast deliveries, {counts['bad']} failed; "
          f"memory {before >> 10} KiB before, {during >> 10} KiB during: {(during - before) // CONNECTIONS} octets a connection; "
          f"shutdown {took:.1f} s, exit code {code}")
    sys.exit(counts["bad"] > 0 or counts["good"] == 0 or kept < CONNECTIONS or took > GRACE or code != 0)


asyncio.run(main())
