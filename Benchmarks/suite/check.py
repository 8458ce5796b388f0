"""The guard: instructions and allocations of a fixed set of cases, held to thresholds that are checked in.

Both repeat to a few in a million, whatever else the machine does, so the margins are narrow. callgrind has no
AVX-512 and counts the AVX2 kernels; what AVX-512 brings is held by its ratio to the portable twin in one run.
"""

import json
import platform
import shutil
import sys
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

from corpora import library
from peers import build
from peers.catalogue import MIMEWIRE

from . import costs, paths, tools
from .samples import Run

MARGIN = 0.03
SCALE = 0.02
CASES = [
    ("mix", "structure"), ("mix", "full"), ("mix", "stream"), ("small", "structure"), ("small", "headers"),
    ("headers", "structure"), ("headers", "headers"), ("malformed", "structure"), ("smtp", "smtp"),
]  # fmt: skip
STRIDES = {"mix": 8, "small": 8, "headers": 4, "malformed": 4, "smtp": 8}

Measured = dict[str, dict[str, float]]


def run(update: bool) -> int:
    """Measures and compares, or says why not. The exit code of the command."""
    if missing := [tool for tool in ("valgrind", "gcc", "strip") if not shutil.which(tool)]:
        print(f"bench-check skipped: no {', '.join(missing)}")
        return 0
    path = paths.THRESHOLDS / f"{platform.machine()}.json"
    if not path.exists() and not update:
        print(f"bench-check skipped: no thresholds for {platform.machine()} ({path.name})")
        return 0
    measured = _measure()
    if update:
        path.write_text(json.dumps(measured, indent=1) + "\n")
        print(f"wrote {path}")
        return 0
    return compare(measured, json.loads(path.read_text()))


def _measure() -> Measured:
    build.build_mimewire(build.DRIVER)
    tools.build()
    with tempfile.TemporaryDirectory() as directory:
        corpus = Path(directory)
        library.write(corpus, list(STRIDES), scale=SCALE)
        return {f"{name}/{rung}": _case(corpus / f"{name}.pack", rung, STRIDES[name]) for name, rung in CASES}


def _case(path: Path, rung: str, stride: int) -> dict[str, float]:
    once = Run(MIMEWIRE.command, path, rung, warm=1, passes=1)
    found: dict[str, Any] = costs.instructions(replace(once, stride=stride)) | costs.allocations(once)
    return {name: round(found[name], 4) for name in ("instructions/byte", "allocations/message")}


def compare(measured: Measured, thresholds: Measured) -> int:
    """Prints every figure beside its threshold. 1 when one is exceeded, 0 otherwise."""
    exceeded = 0
    print(f"{'case':22} {'what':22} {'measured':>10} {'threshold':>10}")
    for case, figures in measured.items():
        for name, figure in figures.items():
            allowed = thresholds.get(case, {}).get(name)
            verdict = "new" if allowed is None else "EXCEEDED" if figure > allowed * (1 + MARGIN) else ""
            exceeded += verdict == "EXCEEDED"
            print(f"{case:22} {name:22} {figure:10.2f} {allowed or 0:10.2f} {verdict}")
    if exceeded:
        print(
            f"{exceeded} above the threshold by more than {MARGIN:.0%}; if meant: Benchmarks/bench check --update",
            file=sys.stderr,
        )
    return 1 if exceeded else 0
