"""A user's own mail as a corpus: message files, Maildirs, mboxes and `.gz` of any of them below a directory."""

import gzip
import re
from collections.abc import Iterator
from pathlib import Path

SEPARATOR = re.compile(rb"(?:\A|(?<=\n)\r?\n)From [^\n]*\d{4}[^\n]*\n")
LARGEST = (1 << 32) - 1  # what a pack's length field can say


def messages(directory: Path) -> Iterator[bytes]:
    for path in sorted(path for path in directory.rglob("*") if path.is_file()):
        content = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
        found = _split(content) if content.startswith(b"From ") else [content]
        yield from (message for message in found if 0 < len(message) <= LARGEST)


def _split(mbox: bytes) -> Iterator[bytes]:
    starts = [(match.start(), match.end()) for match in SEPARATOR.finditer(mbox)]
    ends = [start for start, _ in starts[1:]] + [len(mbox)]
    for (_, start), end in zip(starts, ends, strict=True):
        yield mbox[start:end]
