"""The guard: instructions and allocations of a fixed set of cases, held to thresholds that are checked in.

Whatever else the machine does, allocations repeat exactly and instructions to a tenth of a percent, as long as
hashing is not seeded anew in every process; so the margin is narrow. callgrind has no AVX-512 and counts the AVX2
kernels.
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

from . import costs, environment, paths, tools
from .samples import Run

MARGIN = 0.02
REPEATABLE = {"SWIFT_DETERMINISTIC_HASHING": "1"}
SCALE = 0.02
CASES = [
    ("mix", "structure"), ("mix", "full"), ("mix", "stream"), ("small", "structure"), ("small", "headers"),
    ("headers", "structure"), ("headers", "headers"), ("malformed", "structure"), ("smtp", "smtp"),
]  # fmt: skip
STRIDES = {"mix": 8, "small": 8, "headers": 4, "malformed": 4, "smtp": 8}

Measured = dict[str, dict[str, float]]


def run(update: bool) -> int:
    """Measures and compares, or says why not. The exit code of the command."""
    path = paths.THRESHOLDS / f"{platform.machine()}.json"
    reason = _reason_to_skip(path, update)
    if reason:
        print(f"bench-check skipped: {reason}")
        return 0
    measured, compiler = _measure(), environment.swift()
    if update:
        path.write_text(json.dumps({"swift": compiler, "cases": measured}, indent=1) + "\n")
        print(f"wrote {path}")
        return 0
    known = json.loads(path.read_text())
    if known["swift"] != compiler:
        print(f"the thresholds are those of {known['swift']}, this is {compiler}")
    return compare(measured, known["cases"])


def _reason_to_skip(path: Path, update: bool) -> str:
    missing = [tool for tool in ("valgrind", "gcc", "strip") if not shutil.which(tool)]
    if missing or not tools.are_available():
        return f"no {', '.join(missing)}" if missing else "this is not Linux"
    if platform.machine() == "x86_64" and "avx2" not in environment.vector_units():
        return "the thresholds are for AVX2, which this processor has not"
    return "" if path.exists() or update else f"no thresholds for {platform.machine()}"


def _measure() -> Measured:
    build.build_mimewire(build.DRIVER)
    tools.build()
    with tempfile.TemporaryDirectory() as directory:
        corpus = Path(directory)
        library.write(corpus, list(STRIDES), scale=SCALE)
        return {f"{name}/{rung}": _case(corpus / f"{name}.pack", rung, STRIDES[name]) for name, rung in CASES}


def _case(path: Path, rung: str, stride: int) -> dict[str, float]:
    once = Run(MIMEWIRE.command, path, rung, warm=1, passes=1, environment=REPEATABLE)
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
