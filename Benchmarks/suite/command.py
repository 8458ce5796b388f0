"""The command `mimewire` as a user meets it: how long it takes to start, and what a second core brings."""

import os
import statistics
import subprocess
import sys
import time
from typing import Any

from . import paths

Figures = dict[str, Any]
STARTS = 31
BULK_ROUNDS = 3


def cold_start() -> list[Figures]:
    """Milliseconds from exec to exit for one small message, with an interpreter's for comparison."""
    demo = str(paths.REPOSITORY / "Fixtures" / "demo.eml")
    read = f"import email; email.message_from_binary_file(open({demo!r}, 'rb')).get('Subject')"
    commands = {
        "mimewire show": [str(paths.COMMAND), "show", demo],
        "mimewire json": [str(paths.COMMAND), "json", demo],
        "python3 -c 'import email; …'": [sys.executable, "-I", "-c", read],
        "/bin/true": ["/bin/true"],
    }
    times: dict[str, list[float]] = {name: [] for name in commands}
    for _ in range(STARTS):
        for name, command in commands.items():
            times[name].append(_seconds(command) * 1e3)
    return [
        {"command": name, "median ms": statistics.median(found), "lowest ms": min(found)}
        for name, found in times.items()
    ]


def scaling(cores: list[int]) -> list[Figures]:
    """MB/s of `mimewire json --no-hash -j N` over the mbox, output thrown away, and how busy it kept the cores."""
    mbox = paths.CORPUS / "small.mbox"
    size = mbox.stat().st_size
    found: dict[int, list[tuple[float, float]]] = {jobs: [] for jobs in cores}
    for _ in range(BULK_ROUNDS):
        for jobs in cores:
            before = os.times()
            wall = _seconds([str(paths.COMMAND), "json", "--no-hash", "-j", str(jobs), str(mbox)])
            after = os.times()
            used = after.children_user + after.children_system - before.children_user - before.children_system
            found[jobs].append((wall, used))
    return [
        {
            "jobs": jobs,
            "MB/s": size / 1e6 / statistics.median(wall for wall, _ in samples),
            "MB/s by processor time": size / 1e6 / statistics.median(used for _, used in samples),
            "cores busy": statistics.median(used / wall for wall, used in samples),
        }
        for jobs, samples in found.items()
    ]


def _seconds(command: list[str]) -> float:
    start = time.perf_counter()
    subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)
    return time.perf_counter() - start
