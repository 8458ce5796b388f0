"""Body parts: text in many charsets and transfer encodings, attachments, and the multiparts around them.

A part is its header fields, as lines, and the bytes of its body.
"""

from random import Random
from typing import NamedTuple

from .encodings import base64_lines, encoded_words, extended_parameter, quoted_printable
from .fields import Fields
from .prose import HEXADECIMAL, Prose

# charset, language, how often, transfer encodings that senders choose with it
CHARSETS = [
    ("utf-8", "symbols", 0.46, {"quoted-printable": 0.72, "base64": 0.13, "8bit": 0.15}),
    ("utf-8", "ru", 0.04, {"base64": 0.7, "quoted-printable": 0.2, "8bit": 0.1}),
    ("utf-8", "ja", 0.03, {"base64": 0.8, "8bit": 0.2}),
    ("us-ascii", "en", 0.15, {"7bit": 0.7, "quoted-printable": 0.3}),
    ("iso-8859-1", "de", 0.08, {"quoted-printable": 0.8, "8bit": 0.2}),
    ("windows-1252", "fr", 0.06, {"quoted-printable": 0.9, "8bit": 0.1}),
    ("iso-8859-2", "pl", 0.03, {"quoted-printable": 0.8, "base64": 0.2}),
    ("windows-1251", "ru", 0.03, {"base64": 0.6, "8bit": 0.4}),
    ("koi8-r", "ru", 0.03, {"8bit": 0.6, "base64": 0.4}),
    ("iso-2022-jp", "ja", 0.04, {"7bit": 1.0}),
    ("gb18030", "zh", 0.03, {"base64": 0.8, "8bit": 0.2}),
    ("euc-kr", "ko", 0.02, {"base64": 0.8, "8bit": 0.2}),
]

ATTACHMENTS = [
    ("application/pdf", "pdf"),
    ("image/jpeg", "jpg"),
    ("image/png", "png"),
    ("application/zip", "zip"),
    ("application/octet-stream", "bin"),
]

# How many bytes of a body one character of the language becomes, roughly; for aiming at a size.
WIDTH = {"ru": {"utf-8": 1.8}, "ja": {"utf-8": 3, "iso-2022-jp": 2}, "zh": {"gb18030": 2}, "ko": {"euc-kr": 1.8}}
EXPANSION = {"base64": 1.37, "quoted-printable": 1.06, "7bit": 1.0, "8bit": 1.0}
NOISE = 4 << 20


class Part(NamedTuple):
    fields: list[str]
    body: bytes


def section(fields: list[str]) -> bytes:
    """A header section with the empty line that ends it."""
    return ("\r\n".join(fields) + "\r\n\r\n").encode("utf-8")


class Parts:
    """A writer of body parts."""

    def __init__(self, random: Random, prose: Prose, fields: Fields):
        self.random = random
        self.prose = prose
        self.fields = fields
        self._noise = random.randbytes(NOISE)

    def charset(self) -> tuple[str, str, dict[str, float]]:
        """A charset, its language, and its transfer encodings with their shares."""
        (chosen,) = self.random.choices(CHARSETS, [row[2] for row in CHARSETS])
        return chosen[0], chosen[1], chosen[3]

    def text(self, subtype: str, charset: str, language: str, encodings: dict[str, float], size: float) -> Part:
        """A text part of about `size` encoded bytes."""
        (encoding,) = self.random.choices(list(encodings), list(encodings.values()))
        # Only the words of a language are wider than a byte, and HTML is mostly markup.
        width = WIDTH.get(language, {}).get(charset, 1.0)
        width = width if subtype == "plain" else 1 + (width - 1) * 0.3
        characters = int(size / EXPANSION[encoding] / width)
        write = self.prose.plain if subtype == "plain" else self.prose.html
        body = write(language, characters).encode(charset, "replace")
        if encoding == "base64":
            body = base64_lines(body)
        elif encoding == "quoted-printable":
            body = quoted_printable(body)
        quote = '"' if self.random.random() < 0.6 else ""
        flowed = "; format=flowed" if subtype == "plain" and self.random.random() < 0.2 else ""
        return Part(
            [
                f"Content-Type: text/{subtype}; charset={quote}{charset}{quote}{flowed}",
                f"Content-Transfer-Encoding: {encoding}",
            ],
            body,
        )

    def attachment(self, size: float) -> Part:
        """Noise of about `size` encoded bytes in base64, its name written in one of the ways that are in use."""
        media_type, suffix = self.random.choice(ATTACHMENTS)
        data = self.noise(int(size / EXPANSION["base64"]))
        kind = self.random.random()
        if kind < 0.6:
            name = f"{self.fields.token(self.random.randint(4, 20))}.{suffix}"
            fields = [
                f'Content-Type: {media_type}; name="{name}"',
                f'Content-Disposition: attachment;\r\n\tfilename="{name}"; size={len(data)}',
            ]
        elif kind < 0.85:
            name = f"{self.prose.words(self.random.choice(['ru', 'fr', 'ja', 'zh']), 4)}.{suffix}"
            fields = [
                f"Content-Type: {media_type}",
                f"Content-Disposition: attachment;\r\n {extended_parameter('filename', name)}",
            ]
        else:
            name = encoded_words(f"{self.prose.words('fr', 3)}.{suffix}", "utf-8", "Q", fold="\r\n\t")
            fields = [
                f'Content-Type: {media_type};\r\n\tname="{name}"',
                f'Content-Disposition: attachment;\r\n\tfilename="{name}"',
            ]
        return Part([*fields, "Content-Transfer-Encoding: base64"], base64_lines(data))

    def noise(self, size: int) -> bytes:
        """What compressed data looks like to a decoder."""
        start = self.random.randrange(NOISE)
        data = self._noise[start : start + size]
        while len(data) < size:
            data += self._noise[: size - len(data)]
        return data

    def multipart(self, subtype: str, parts: list[Part], parameters: str = "") -> Part:
        boundary = self.boundary()
        delimiter = b"--" + boundary.encode()
        body = [b"This is a multi-part message in MIME format.\r\n"] if self.random.random() < 0.3 else []
        for part in parts:
            body += [delimiter, b"\r\n", section(part.fields), part.body]
            if not part.body.endswith(b"\r\n") or self.random.random() < 0.5:
                body.append(b"\r\n")
        body += [delimiter, b"--\r\n"]
        return Part([f'Content-Type: multipart/{subtype};{parameters}\r\n\tboundary="{boundary}"'], b"".join(body))

    def boundary(self) -> str:
        token = self.fields.token
        return self.random.choice(
            [
                f"----=_Part_{token(7, '0123456789')}_{token(10, '0123456789')}",
                f"000000000000{token(16, HEXADECIMAL)}",
                f"_000_{token(38)}_",
                f"Mail=_{token(32, HEXADECIMAL).upper()}",
            ]
        )
