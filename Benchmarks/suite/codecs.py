"""Decoders by themselves, in the second cache: transfer encodings and charsets, in GB/s of input."""

import statistics
from collections import defaultdict
from typing import Any

from corpora import pack
from corpora.library import SEED
from corpora.pieces import PIECES, blocks
from peers.catalogue import CODECS

from . import paths
from .samples import DriverFailure, Run, run

Figures = dict[str, Any]
WARM, PASSES, ROUNDS = 30, 100, 5


def measure(cpu: int) -> list[Figures]:
    """A figure for each piece and each decoder that can have it: the median of rounds, each a median of passes."""
    directory = paths.WORK / "pieces"
    directory.mkdir(parents=True, exist_ok=True)
    cases = []
    for number, piece in enumerate(PIECES):
        path = directory / f"{number}.pack"
        pack.write(path, blocks(piece, SEED))
        kind = piece.codec.partition(":")[0]
        cases += [(piece, path, peer) for peer in CODECS if kind in peer.rungs]
    rates: dict[tuple[str, str], list[float]] = defaultdict(list)
    decoded: dict[tuple[str, str], int] = {}
    for _ in range(ROUNDS):
        for piece, path, peer in cases:
            key = (piece.name, peer.title)
            try:
                lines = run(Run(peer.command, path, piece.codec, WARM, PASSES, cpu=cpu))
            except DriverFailure:
                continue
            rates[key].append(lines[0]["bytes"] / 1e9 / statistics.median(line["cpu"] for line in lines))
            decoded[key] = lines[0]["decoded"]
    return [
        {"piece": piece, "decoder": title, "GB/s": statistics.median(found), "bytes out": decoded[piece, title]}
        for (piece, title), found in rates.items()
    ]
