"""The mbox form of a corpus: LF line ends, `From ` lines between messages, `>From ` quoting (RFC 4155)."""

import re
from collections.abc import Iterable, Iterator

SEPARATOR = b"From sender@example.org Thu Jan  1 00:00:00 2026\n"
NEEDS_QUOTING = re.compile(rb"^(>*From )", re.MULTILINE)


def mbox(messages: Iterable[bytes]) -> Iterator[bytes]:
    for message in messages:
        text = NEEDS_QUOTING.sub(rb">\1", message.replace(b"\r\n", b"\n"))
        yield SEPARATOR + text + (b"\n" if text.endswith(b"\n") else b"\n\n")
