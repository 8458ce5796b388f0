"""Structure inside structure: multiparts in multiparts, messages in messages."""

from collections.abc import Iterator

from .messages import Writer
from .parts import Part, section


def nested(seed: int, scale: float) -> Iterator[bytes]:
    """Depths 1 to 24, in turn multiparts only, forwarded messages only, and both."""
    writer = Writer(seed)
    for i in range(round(600 * scale)):
        content = writer.parts.text("plain", "utf-8", "symbols", {"quoted-printable": 1.0}, 600)
        for level in range(1 + i % 24):
            content = _around(writer, content, forwards=i % 3 == 1 or (i % 3 == 2 and level % 2 == 0))
        yield section(writer.fields.section("symbols", "utf-8") + content.fields) + content.body


def _around(writer: Writer, inner: Part, forwards: bool) -> Part:
    if forwards:
        message = section(writer.fields.list_section("en", "us-ascii") + inner.fields) + inner.body
        return Part(["Content-Type: message/rfc822", "Content-Disposition: attachment"], message)
    note = writer.parts.text("plain", "us-ascii", "en", {"7bit": 1.0}, 200)
    return writer.parts.multipart("mixed", [note, inner])
