"""Two small programs in C that look at a driver from outside."""

import subprocess

from . import paths

ALLOCATIONS = paths.BIN / "allocations.so"
PEAK = paths.BIN / "peak"


def build() -> None:
    paths.BIN.mkdir(parents=True, exist_ok=True)
    folder = paths.BENCHMARKS / "suite" / "c"
    for command in (
        ["gcc", "-O2", "-shared", "-fPIC", "-o", ALLOCATIONS, folder / "allocations.c"],
        ["gcc", "-O2", "-o", PEAK, folder / "peak.c"],
    ):
        subprocess.run(command, check=True)
