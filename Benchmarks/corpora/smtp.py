"""What SMTP clients send: one record for each time that a client has something to send."""

from collections.abc import Iterator

from .messages import Writer

PARAMETERS = [
    "",
    " SIZE={size}",
    " SIZE={size} BODY=8BITMIME",
    " SIZE={size} BODY=8BITMIME SMTPUTF8",
    " RET=HDRS ENVID=QQ{size}",
]


def smtp(seed: int, scale: float) -> Iterator[bytes]:
    """Greeting, one to four transactions by DATA with one to five recipients each, QUIT.

    Commands are pipelined (RFC 2920); a client waits after EHLO and DATA, so a record ends there.
    """
    writer = Writer(seed)
    random = writer.random
    for _ in range(round(2_000 * scale)):
        yield f"EHLO mx{random.randint(1, 99)}.example.com\r\n".encode()
        content = b""
        for _ in range(random.randint(1, 4)):
            message = writer.list_message(random.randint(2_000, 3_000))
            yield content + _envelope(writer, len(message))
            content = _dot_stuffed(message) + b".\r\n"
            if random.random() < 0.3:
                content += b"RSET\r\n"
        yield content + b"QUIT\r\n"


def _envelope(writer: Writer, size: int) -> bytes:
    random, fields = writer.random, writer.fields
    sender = fields.address() if random.random() < 0.95 else ""
    lines = [f"MAIL FROM:<{sender}>{random.choice(PARAMETERS).format(size=size)}"]
    for _ in range(random.randint(1, 5)):
        notify = random.choice(["", "", "", " NOTIFY=SUCCESS,FAILURE"])
        lines.append(f"RCPT TO:<{fields.address()}>{notify}")
    return "\r\n".join([*lines, "DATA", ""]).encode()


def _dot_stuffed(message: bytes) -> bytes:
    """RFC 5321 section 4.5.2."""
    ended = message if message.endswith(b"\r\n") else message + b"\r\n"
    return (b"." if ended.startswith(b".") else b"") + ended.replace(b"\r\n.", b"\r\n..")
