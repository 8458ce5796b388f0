"""What a message costs beside time: allocations, memory, instructions, the bytes of an index, latency.

All but latency come from differences: a driver is run twice, and the second run does one pass more. What both runs
do, loading the pack and starting a runtime, cancels out, so no driver has to know that it is measured.
"""

import os
import re
import shutil
import subprocess
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

from peers.catalogue import Peer

from . import paths, tools
from .samples import STRIDES, DriverFailure, Run, run, run_and_report

Costs = dict[str, Any]
INSTRUCTION_SAMPLING = 25  # callgrind runs 50 times slower
PEAK = re.compile(r"^peak (\d+)$", re.MULTILINE)
COLLECTED = re.compile(r"Collected : (\d+)")


def asked(peer: Peer, corpus: str, rung: str, cpu: int | None = None) -> Run:
    pack = paths.CORPUS / f"{corpus}.pack"
    return Run(peer.command, pack, rung, warm=1, passes=1, stride=STRIDES[corpus] * peer.sampling, cpu=cpu)


def measure(peer: Peer, corpus: str, rung: str, cpu: int) -> Costs:
    """Everything that can be measured of this peer; what cannot is left out."""
    run_once = asked(peer, corpus, rung, cpu)
    costs: Costs = {"peer": peer.name, "corpus": corpus, "rung": rung}
    try:
        costs |= latency(run_once)
        if tools.are_available():
            costs |= memory(run_once)
        if peer.is_native and tools.are_available():
            costs |= allocations(run_once)
            costs |= instructions(replace(run_once, stride=run_once.stride * INSTRUCTION_SAMPLING, cpu=None))
        if peer.is_ours:
            costs |= index_size(run_once)
    except DriverFailure as failure:
        costs["failure"] = str(failure)
    return costs


def latency(once: Run) -> Costs:
    """Nanoseconds that the median message and the one at the 99th percentile take, by the fastest of five passes."""
    (line,) = run(replace(once, passes=5, options=["latency"]))
    return {"p50 ns": line["p50"], "p99 ns": line["p99"]}


def memory(once: Run) -> Costs:
    """Bytes of peak resident memory above the corpus and the runtime."""
    idle = peak_memory(replace(once, warm=0, passes=0))
    return {"peak bytes": max(peak_memory(replace(once, warm=0, passes=1)) - idle, 0)}


def peak_memory(once: Run) -> int:
    """The most memory, in bytes, that the driver had resident."""
    _, said = run_and_report(replace(once, prefix=[str(tools.PEAK)]))
    found = PEAK.search(said)
    if not found:
        raise DriverFailure("its peak memory was not said")
    return int(found[1])


def allocations(once: Run) -> Costs:
    """Calls of malloc and its kin, and the bytes asked for, a message."""
    (count, size, messages), (more_count, more_size, _) = (_allocated(replace(once, passes=n)) for n in (1, 2))
    return {
        "allocations/message": (more_count - count) / messages,
        "allocated bytes/message": (more_size - size) / messages,
    }


def _allocated(once: Run) -> tuple[int, int, int]:
    with tempfile.NamedTemporaryFile("r") as file:
        hook = {"LD_PRELOAD": str(tools.ALLOCATIONS), "ALLOCATIONS_TO": file.name}
        # Only the driver is to be preloaded, not what pins it: the one that ends last writes the file.
        lines = run(replace(once, environment={**once.environment, **hook}, cpu=None))
        count, size = file.read().split()
    return int(count), int(size), lines[-1]["msgs"]


def instructions(once: Run) -> Costs:
    """Instructions a byte of input, by callgrind; it has no AVX-512, so kernels of AVX2 at most are counted."""
    if not shutil.which("valgrind"):
        return {}
    with tempfile.TemporaryDirectory() as directory:
        command = [_without_debug_information(Path(once.command[0]), Path(directory)), *once.command[1:]]
        plain = replace(once, command=command, warm=0)
        counts = [_collected(replace(plain, passes=n)) for n in (1, 2)]
    (collected, size), (more, _) = counts
    return {"instructions/byte": (more - collected) / size}


def _collected(once: Run) -> tuple[int, int]:
    prefix = ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null"]
    lines, said = run_and_report(replace(once, prefix=prefix))
    found = COLLECTED.search(said)
    if not found or not lines:
        raise DriverFailure("callgrind did not run it")
    return int(found[1]), lines[-1]["bytes"]


def _without_debug_information(binary: Path, directory: Path) -> str:
    """A stripped copy: valgrind 3.19 gives up on the debug information that Swift 6 writes."""
    copy = directory / binary.name
    subprocess.run(["strip", "--strip-debug", "-o", copy, binary], check=True)
    return os.fspath(copy)


def index_size(once: Run) -> Costs:
    """Bytes of heap that the index of a message holds, malloc's bookkeeping included."""
    (line,) = run(replace(once, rung="index", warm=0))
    return {"index bytes/message": line["retained"] / line["msgs"]} if line["retained"] else {}
