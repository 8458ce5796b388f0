"""Mail that breaks the rules in the ways that mail does: each kind of damage is one function on a sound message."""

from collections.abc import Callable, Iterator
from random import Random

from .messages import Writer

Damage = Callable[[bytes, Random], bytes]


def bare_line_feeds(message: bytes, _: Random) -> bytes:
    return message.replace(b"\r\n", b"\n")


def mixed_line_ends(message: bytes, random: Random) -> bytes:
    lines = message.split(b"\r\n")
    return b"".join(line + random.choice([b"\r\n", b"\r\n", b"\n", b"\r"]) for line in lines)


def cut_off(message: bytes, random: Random) -> bytes:
    return message[: random.randrange(len(message) // 4, len(message))]


def no_close_delimiters(message: bytes, _: Random) -> bytes:
    return b"\r\n".join(line for line in message.split(b"\r\n") if not _is_close_delimiter(line))


def boundary_that_never_comes(message: bytes, _: Random) -> bytes:
    return message.replace(b'boundary="', b'boundary="absent', 1)


def junk_in_base64(message: bytes, random: Random) -> bytes:
    lines = message.split(b"\r\n")
    for i, line in enumerate(lines):
        if len(line) == 76 and b" " not in line and random.random() < 0.2:
            lines[i] = line[:30] + random.choice([b"*", b"=", b" ", b"\x80"]) + line[30:]
    return b"\r\n".join(lines)


def broken_quoted_printable(message: bytes, random: Random) -> bytes:
    pieces = message.split(b"=")
    return b"".join(
        piece + (b"=" if random.random() < 0.9 else random.choice([b"=G", b"= ", b"=="])) for piece in pieces
    )


def eight_bit_fields(message: bytes, _: Random) -> bytes:
    return message.replace(b"Subject: ", "Subject: Grüße ".encode("iso-8859-1"), 1)


def repeated_fields(message: bytes, _: Random) -> bytes:
    return b"From: first@example.org\r\nSubject: one\r\nContent-Type: text/plain\r\n" + message


def lines_without_colon(message: bytes, _: Random) -> bytes:
    return message.replace(b"\r\nDate: ", b"\r\nthis line is no field\r\nDate: ", 1)


def no_empty_line(message: bytes, _: Random) -> bytes:
    return message.replace(b"\r\n\r\n", b"\r\n", 1)


def nul_bytes(message: bytes, random: Random) -> bytes:
    position = random.randrange(len(message))
    return message[:position] + b"\0\0\0" + message[position:]


def endless_line(message: bytes, _: Random) -> bytes:
    return message + b"long line " * 2_000


def from_line_first(message: bytes, _: Random) -> bytes:
    return b"From sender@example.org Thu Jan  1 00:00:00 2026\r\n" + message


def broken_encoded_words(message: bytes, _: Random) -> bytes:
    return message.replace(b"?=\r\n", b"?\r\n").replace(b"=?utf-8?Q?", b"=?utf-8?X?", 1)


def unclosed_quotes(message: bytes, _: Random) -> bytes:
    return message.replace(b"To: ", b'To: "no end of this <', 1)


def _is_close_delimiter(line: bytes) -> bool:
    return line.startswith(b"--") and line.endswith(b"--")


DAMAGES: list[Damage] = [
    bare_line_feeds, mixed_line_ends, cut_off, no_close_delimiters, boundary_that_never_comes, junk_in_base64,
    broken_quoted_printable, eight_bit_fields, repeated_fields, lines_without_colon, no_empty_line, nul_bytes,
    endless_line, from_line_first, broken_encoded_words, unclosed_quotes,
]  # fmt: skip


def malformed(seed: int, scale: float) -> Iterator[bytes]:
    writer = Writer(seed)
    for i in range(round(1_600 * scale)):
        sound = writer.message(writer.random.randint(3_000, 15_000))
        yield DAMAGES[i % len(DAMAGES)](sound, writer.random)
