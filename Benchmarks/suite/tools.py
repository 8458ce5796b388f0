"""Two small programs in C that look at a driver from outside."""

import subprocess
import sys

from . import paths

ALLOCATIONS = paths.BIN / "allocations.so"
PEAK = paths.BIN / "peak"


def are_available() -> bool:
    """Whether the system is one that they work on: glibc's malloc, Linux's wait4."""
    return sys.platform == "linux"


def build() -> None:
    if not are_available():
        return
    paths.BIN.mkdir(parents=True, exist_ok=True)
    folder = paths.BENCHMARKS / "suite" / "c"
    for command in (
        ["gcc", "-O2", "-shared", "-fPIC", "-o", ALLOCATIONS, folder / "allocations.c"],
        ["gcc", "-O2", "-o", PEAK, folder / "peak.c"],
    ):
        subprocess.run(command, check=True)
