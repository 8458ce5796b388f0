"""Throughput: interleaved rounds, A B C A B C, so that what the machine does meanwhile hits every peer alike.

A round runs each peer once on each corpus and rung: a fresh process, warm passes, one timed pass. Mimewire runs twice
a round, at the beginning and at the end, under two names; what sets those two apart is the noise floor, since they
are the same binary.
"""

import json
import os
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from peers.catalogue import LADDER, MIMEWIRE, Peer

from . import paths
from .samples import STRIDES, DriverFailure, Run, run

# Decoding of fields alone says nothing new where there are few fields, or where it is the structure that is in doubt.
ON_MAIL = (*LADDER, "stream")
RUNGS = {
    "large": ("structure", "full", "stream"),
    "nested": ("structure", "full", "stream"),
    "malformed": ("structure", "full", "stream"),
    "smtp": ("smtp",),
}
TWIN = replace(MIMEWIRE, name="mimewire-twin", title="Mimewire again")


def cases(peers: Sequence[Peer], corpora: Sequence[str], rungs: Sequence[str]) -> Iterator[tuple[Peer, str, str]]:
    """Peer, corpus and rung, in the order of a round."""
    for corpus in corpora:
        for rung in (rung for rung in RUNGS.get(corpus, ON_MAIL) if rung in rungs):
            there = [peer for peer in peers if rung in peer.rungs]
            samplings = sorted({peer.sampling for peer in there} - {1})
            ours = [replace(MIMEWIRE, sampling=sampling) for sampling in samplings if rung in MIMEWIRE.rungs]
            twins = [TWIN] if MIMEWIRE in there else []
            yield from ((peer, corpus, rung) for peer in [*there, *ours, *twins])


def measure(
    peers: Sequence[Peer],
    corpora: Sequence[str],
    rungs: Sequence[str],
    rounds: int,
    cpu: int,
    out: Path,
    corpus_directory: Path = paths.CORPUS,
) -> None:
    """Appends a line to `out` for each sample, and for each failure, as they come."""
    failed: set[tuple[str, str, str]] = set()
    start = time.monotonic()
    with out.open("a") as file:
        for number in range(rounds):
            for peer, corpus, rung in cases(peers, corpora, rungs):
                if (peer.name, corpus, rung) in failed:
                    continue
                record = {
                    "peer": peer.name,
                    "corpus": corpus,
                    "mode": rung,
                    "round": number,
                    "sampling": peer.sampling,
                }
                pack, stride = corpus_directory / f"{corpus}.pack", STRIDES.get(corpus, 1) * peer.sampling
                # A compiler that learns while it runs has learned enough after a few of the big packs.
                warm = min(peer.warm, 3) if corpus == "large" else peer.warm
                try:
                    record |= run(Run(peer.command, pack, rung, warm, stride=stride, cpu=cpu))[-1] | record
                except (DriverFailure, IndexError) as failure:
                    record["failure"] = str(failure)
                    failed.add((peer.name, corpus, rung))
                file.write(json.dumps(record) + "\n")
                file.flush()
            print(f"round {number + 1} of {rounds}: {time.monotonic() - start:.0f} s, load {os.getloadavg()[0]:.1f}")
