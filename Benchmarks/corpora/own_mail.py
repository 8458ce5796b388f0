"""A user's own mail as a corpus: message files, Maildirs, mboxes and `.gz` of any of them below a directory."""

import gzip
import re
from collections.abc import Iterator
from pathlib import Path

SEPARATOR = re.compile(rb"(?:\A|(?<=\n)\r?\n)From [^\n]*\d{4}[^\n]*\n")
MAIL = re.compile(rb"(?:From |[!-9;-~]+[ \t]*:)")  # an mbox, or a header field; not the indexes beside them
LARGEST = (1 << 32) - 1  # what a pack's length field can say


def messages(directory: Path) -> Iterator[bytes]:
    for path in sorted(path for path in directory.rglob("*") if path.is_file()):
        content = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
        if MAIL.match(content):
            yield from (message for message in _split(content) if 0 < len(message) <= LARGEST)


def _split(content: bytes) -> Iterator[bytes]:
    """The messages of an mbox, or the one message that the file is."""
    starts = [(match.start(), match.end()) for match in SEPARATOR.finditer(content)]
    if not starts or starts[0][0] > 0:
        yield content
        return
    ends = [start for start, _ in starts[1:]] + [len(content)]
    for (_, start), end in zip(starts, ends, strict=True):
        yield content[start:end]
