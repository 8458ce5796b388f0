"""Runs `charts.py` with the interpreter that has matplotlib, which is installed into the suite's own environment."""

import subprocess
import sys
from pathlib import Path

from peers import build

from . import paths

MATPLOTLIB = "matplotlib==3.11.2"


def draw(directory: Path) -> None:
    try:
        build.install_pypi((MATPLOTLIB,))
    except (OSError, subprocess.CalledProcessError):
        print("no charts: matplotlib cannot be installed", file=sys.stderr)
        return
    python = paths.VENV / "bin" / "python"
    subprocess.run([python, "-m", "suite.charts", directory.resolve()], cwd=paths.BENCHMARKS, check=True)
