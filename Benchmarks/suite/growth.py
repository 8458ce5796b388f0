"""Whether time stays in proportion: messages that grow in one thing, and shapes that invite more than linear time."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from corpora import adversarial, growth, pack
from peers.catalogue import BY_NAME, MIMEWIRE, Peer

from . import paths, tools
from .costs import peak_memory
from .samples import DriverFailure, Run, run

GROWTH = paths.WORK / "growth"
Point = dict[str, Any]

AXES: dict[str, tuple[list[int], Callable[[int], Iterator[bytes]], str]] = {
    "bytes": (growth.SIZES, growth.of_size, "structure"),
    "parts": (growth.PARTS, growth.of_parts, "full"),
    "recipients": (growth.RECIPIENTS, growth.of_recipients, "headers"),
}

ADVERSARIAL_SIZES = (64 << 10, 1 << 20)
ADVERSARIAL_PEERS = [
    "mimewire",
    "gmime",
    "dovecot",
    "libetpan",
    "mimetic",
    "go-message",
    "mime4j-dom",
    "email-default",
]
PATIENCE = 20.0  # seconds: what takes longer for 1 MB is reported as such


def curves(cpu: int, largest: int) -> list[Point]:
    """Nanoseconds a byte, and peak bytes of memory beside the message, at every size of every axis."""
    GROWTH.mkdir(parents=True, exist_ok=True)
    points = []
    for axis, (sizes, make, rung) in AXES.items():
        for size in sizes:
            if axis == "bytes" and size > largest:
                continue
            path = GROWTH / f"{axis}-{size}.pack"
            length = pack.write_one(path, make(size))
            points.append(
                {"axis": axis, "size": size, "bytes": length, "rung": rung, **_point(path, rung, length, cpu)}
            )
            path.unlink()
    return points


def _point(path: Path, rung: str, length: int, cpu: int) -> Point:
    # Short messages are read often enough that the clock's own steps vanish.
    passes = max(3, min(2_000, 20_000_000 // length))
    once = Run(MIMEWIRE.command, path, rung, warm=1, passes=passes, cpu=cpu)
    fastest = min(sample["cpu"] for sample in run(once))
    point: Point = {"ns/byte": fastest / length * 1e9}
    if tools.are_available():
        idle, busy = (peak_memory(Run(MIMEWIRE.command, path, rung, warm=0, passes=n)) for n in (0, 1))
        point["peak bytes"] = max(busy - idle, 0)
    return point


def shapes(cpu: int, names: list[str]) -> list[Point]:
    """For each shape and peer the nanoseconds a byte at 64 KB and at 1 MB."""
    GROWTH.mkdir(parents=True, exist_ok=True)
    points = []
    for name, make in adversarial.SHAPES.items():
        packs = []
        for size in ADVERSARIAL_SIZES:
            path = GROWTH / f"{name}-{size}.pack"
            packs.append((path, pack.write_one(path, [make(size)])))
        points += [
            {"shape": name, "peer": peer, **_both_sizes(BY_NAME[peer], packs, cpu)}
            for peer in ADVERSARIAL_PEERS
            if peer in names
        ]
        for path, _ in packs:
            path.unlink()
    return points


def _both_sizes(peer: Peer, packs: list[tuple[Path, int]], cpu: int) -> Point:
    point: Point = {}
    for label, (path, length) in zip(("ns/byte at 64 KB", "ns/byte at 1 MB"), packs, strict=True):
        try:
            samples = run(Run(peer.command, path, "full", warm=0, passes=3, cpu=cpu), timeout=PATIENCE)
            point[label] = min(sample["cpu"] or sample["s"] for sample in samples) / length * 1e9
        except DriverFailure as failure:
            point["failure"] = str(failure)
            break
    return point
