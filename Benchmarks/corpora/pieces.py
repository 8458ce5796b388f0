"""Raw material for one decoder at a time: eight blocks of 64 KiB each, which stay in a core's second cache."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from .encodings import base64_lines, quoted_printable
from .messages import Writer

BLOCK, BLOCKS = 64 << 10, 8


class Piece(NamedTuple):
    """What is decoded, and by which codec of the drivers."""

    name: str
    codec: str
    block: Callable[[Writer], bytes]


def _columns(width: int) -> Callable[[Writer], bytes]:
    def make(writer: Writer) -> bytes:
        text = base64_lines(writer.parts.noise(BLOCK)).replace(b"\r\n", b"")[: BLOCK // 4 * 3]
        return b"".join(text[i : i + width] + b"\r\n" for i in range(0, len(text), width))

    return make


def _html(writer: Writer) -> bytes:
    return _whole_lines(quoted_printable(writer.prose.html("symbols", BLOCK).encode()))


def _cyrillic(writer: Writer) -> bytes:
    return _whole_lines(quoted_printable(writer.prose.plain("ru", BLOCK // 4).encode()))


def _text(language: str, charset: str) -> Callable[[Writer], bytes]:
    def make(writer: Writer) -> bytes:
        return _whole_lines(writer.prose.plain(language, BLOCK).encode(charset, "replace"))

    return make


def _whole_lines(text: bytes) -> bytes:
    """At most a block, and no character or escape cut: every charset here is in its first state where a line ends."""
    return text[: text.rindex(b"\r\n", 0, BLOCK) + 2]


PIECES = [
    Piece("base64, 76 columns", "base64", _columns(76)),
    Piece("base64, 64 columns", "base64", _columns(64)),
    Piece("base64, 60 columns", "base64", _columns(60)),
    Piece("quoted-printable, sparse", "quoted-printable", _html),
    Piece("quoted-printable, dense", "quoted-printable", _cyrillic),
    Piece("base64 encoding", "base64-encoding", lambda writer: writer.parts.noise(BLOCK)),
    Piece("us-ascii", "charset:us-ascii", _text("en", "us-ascii")),
    Piece("utf-8, mostly ASCII", "charset:utf-8", _text("symbols", "utf-8")),
    Piece("utf-8, Cyrillic", "charset:utf-8", _text("ru", "utf-8")),
    Piece("iso-8859-1", "charset:iso-8859-1", _text("de", "iso-8859-1")),
    Piece("windows-1252", "charset:windows-1252", _text("fr", "windows-1252")),
    Piece("koi8-r", "charset:koi8-r", _text("ru", "koi8-r")),
    Piece("gb18030", "charset:gb18030", _text("zh", "gb18030")),
    Piece("iso-2022-jp", "charset:iso-2022-jp", _text("ja", "iso-2022-jp")),
]


def blocks(piece: Piece, seed: int) -> Iterator[bytes]:
    writer = Writer(seed)
    for _ in range(BLOCKS):
        yield piece.block(writer)
