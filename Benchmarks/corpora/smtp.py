"""What SMTP clients send: one record a session, the client's bytes only."""

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
    """Greeting, one to four transactions by DATA with one to five recipients each, QUIT; pipelined (RFC 2920)."""
    writer = Writer(seed)
    random, fields = writer.random, writer.fields
    for _ in range(round(2_000 * scale)):
        session = [f"EHLO mx{random.randint(1, 99)}.example.com\r\n".encode()]
        for _ in range(random.randint(1, 4)):
            message = writer.list_message(random.randint(2_000, 3_000))
            sender = fields.address() if random.random() < 0.95 else ""
            parameters = random.choice(PARAMETERS).format(size=len(message))
            session.append(f"MAIL FROM:<{sender}>{parameters}\r\n".encode())
            for _ in range(random.randint(1, 5)):
                notify = random.choice(["", "", "", " NOTIFY=SUCCESS,FAILURE"])
                session.append(f"RCPT TO:<{fields.address()}>{notify}\r\n".encode())
            session += [b"DATA\r\n", _dot_stuffed(message), b".\r\n"]
            session.append(random.choice([b"", b"RSET\r\n", b"NOOP\r\n"]))
        yield b"".join([*session, b"QUIT\r\n"])


def _dot_stuffed(message: bytes) -> bytes:
    """RFC 5321 section 4.5.2."""
    ended = message if message.endswith(b"\r\n") else message + b"\r\n"
    return (b"." if ended.startswith(b".") else b"") + ended.replace(b"\r\n.", b"\r\n..")
