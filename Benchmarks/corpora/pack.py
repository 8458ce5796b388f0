"""The form in which a corpus is handed to a driver: each message behind its length as four bytes, lowest first."""

import hashlib
import struct
from collections.abc import Iterable, Iterator
from pathlib import Path

LENGTH = struct.Struct("<I")


def write(path: Path, messages: Iterable[bytes]) -> dict[str, object]:
    """Writes a pack and says what is in it."""
    digest, sizes = hashlib.sha256(), []
    with path.open("wb") as file:
        for message in messages:
            record = LENGTH.pack(len(message)) + message
            file.write(record)
            digest.update(record)
            sizes.append(len(message))
    sizes.sort()
    return {
        "messages": len(sizes),
        "bytes": sum(sizes),
        "median": sizes[len(sizes) // 2] if sizes else 0,
        "largest": sizes[-1] if sizes else 0,
        "sha256": digest.hexdigest(),
    }


def write_one(path: Path, pieces: Iterable[bytes]) -> int:
    """Writes a pack of one message that comes in pieces, and says how long it is."""
    with path.open("wb") as file:
        file.write(LENGTH.pack(0))
        length = sum(file.write(piece) for piece in pieces)
        file.seek(0)
        file.write(LENGTH.pack(length))
    return length


def read(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while head := file.read(LENGTH.size):
            yield file.read(LENGTH.unpack(head)[0])
