"""Transfer encodings and encoded words as senders write them.

Written here rather than taken from Python's `email`: that package is one of the parsers that are measured.
"""

import binascii
from functools import lru_cache

BASE64_BYTES_A_LINE = 57  # 76 columns


def base64_lines(data: bytes, line_end: bytes = b"\r\n") -> bytes:
    """RFC 2045 section 6.8, lines of 76 columns, the last one with its line end too."""
    lines = (
        binascii.b2a_base64(data[i : i + BASE64_BYTES_A_LINE], newline=False)
        for i in range(0, len(data), BASE64_BYTES_A_LINE)
    )
    return line_end.join(lines) + line_end


def quoted_printable(text: bytes) -> bytes:
    """RFC 2045 section 6.7, of text whose lines end with CRLF."""
    return b"\r\n".join(_quoted_printable_line(line) for line in text.split(b"\r\n"))


@lru_cache(maxsize=1 << 16)
def _quoted_printable_line(line: bytes) -> bytes:
    """One line, cut by soft line breaks so that no line exceeds 76 columns."""
    if len(line) <= 76 and line.isascii() and b"=" not in line and not line.endswith((b" ", b"\t")):
        return line
    rows, row, width = [], [], 0
    for position, byte in enumerate(line):
        is_last = position + 1 == len(line)
        piece = _QUOTED[byte] if not (is_last and byte in b" \t") else b"=%02X" % byte
        if width + len(piece) > 75:
            rows.append(b"".join(row) + b"=")
            row, width = [], 0
        row.append(piece)
        width += len(piece)
    return b"\r\n".join([*rows, b"".join(row)])


_QUOTED = [bytes([b]) if b in b" \t" or (33 <= b <= 126 and b != ord("=")) else b"=%02X" % b for b in range(256)]


def encoded_words(text: str, charset: str, form: str, fold: str = "\r\n ") -> str:
    """RFC 2047: `text` as encoded words of at most 75 characters, whole characters in each, folded between them."""
    room = 75 - len(f"=?{charset}?{form}??=")
    encode = _b_word if form == "B" else _q_word
    words, start = [], 0
    while start < len(text):
        end = start + 1
        while end < len(text) and len(encode(text[start : end + 1], charset)) <= room:
            end += 1
        words.append(f"=?{charset}?{form}?{encode(text[start:end], charset)}?=")
        start = end
    return fold.join(words)


def _b_word(text: str, charset: str) -> str:
    return binascii.b2a_base64(text.encode(charset, "replace"), newline=False).decode("ascii")


def _q_word(text: str, charset: str) -> str:
    return "".join(
        "_" if b == 0x20 else chr(b) if chr(b).isalnum() and b < 128 else f"={b:02X}"
        for b in text.encode(charset, "replace")
    )


def extended_parameter(name: str, value: str, charset: str = "utf-8") -> str:
    """RFC 2231: `name*=`, or `name*0*=`, `name*1*=` and so on when long, `%` and its digits never apart."""
    pieces = [
        chr(b) if b < 128 and (chr(b).isalnum() or b in b"._-") else f"%{b:02X}"
        for b in value.encode(charset, "replace")
    ]
    rows, row = [], ""
    for piece in pieces:
        if len(row) + len(piece) > 54:
            rows.append(row)
            row = ""
        row += piece
    rows.append(row)
    if len(rows) == 1:
        return f"{name}*={charset}''{rows[0]}"
    return ";\r\n ".join(f"{name}*{i}*={charset + chr(39) * 2 if i == 0 else ''}{row}" for i, row in enumerate(rows))
