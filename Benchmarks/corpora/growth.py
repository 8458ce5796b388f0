"""Messages that grow in one thing only, for the chart that shows time per byte staying flat."""

from collections.abc import Iterator

from .encodings import base64_lines
from .parts import section

LINE = b"Q" * 76 + b"\r\n"

SIZES = [10**n for n in range(3, 10)]
PARTS = [10**n for n in range(5)]
RECIPIENTS = [10**n for n in range(6)]


def of_size(size: int) -> Iterator[bytes]:
    """A message with one base64 attachment, `size` bytes in all, in pieces so that 1 GB need not be in memory."""
    head = section(
        ["From: a@example.org", "To: b@example.org", "Subject: growth", "Content-Transfer-Encoding: base64"]
    )
    yield head
    room = max(size - len(head), 0) // len(LINE)
    block = LINE * 10_000
    for _ in range(room // 10_000):
        yield block
    yield LINE * (room % 10_000)


def of_parts(count: int) -> Iterator[bytes]:
    yield section(["From: a@example.org", "Subject: growth", "Content-Type: multipart/mixed; boundary=growth"])
    body = base64_lines(bytes(range(256)) * 2)
    part = (
        b"--growth\r\n" + section(["Content-Type: image/png; name=a.png", "Content-Transfer-Encoding: base64"]) + body
    )
    for _ in range(count):
        yield part
    yield b"--growth--\r\n"


def of_recipients(count: int) -> Iterator[bytes]:
    yield b"From: a@example.org\r\nSubject: growth\r\nTo: Ann Adler <ann@example.org>"
    for i in range(1, count):
        yield b",\r\n Ann Adler <ann%d@example.org>" % i
    yield b"\r\n\r\nbody\r\n"
