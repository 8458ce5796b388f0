"""One run of a driver: a fresh process, pinned to a processor, that prints a line of JSON a pass."""

import json
import os
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

Sample = dict[str, Any]

# Every how-many-th message is read: coprime with the periods of the corpora, and about 25 MB of input.
STRIDES = {"mix": 4, "small": 2, "large": 2, "headers": 1, "i18n": 1, "nested": 1, "malformed": 1, "smtp": 1}
TIMEOUT = 300


class DriverFailure(Exception):
    """A driver that could not do what was asked of it: one line of its reason."""


@dataclass(frozen=True)
class Run:
    """What is asked of a driver."""

    command: Sequence[str]
    pack: Path
    rung: str
    warm: int = 1
    passes: int = 1
    stride: int = 1
    cpu: int | None = None
    environment: Mapping[str, str] = field(default_factory=dict)
    prefix: Sequence[str] = ()
    options: Sequence[str] = ()

    def arguments(self) -> list[str]:
        pinned = ["taskset", "-c", str(self.cpu)] if self.cpu is not None and shutil.which("taskset") else []
        numbers = [str(self.warm), str(self.passes), str(self.stride)]
        return [*pinned, *self.prefix, *self.command, str(self.pack), self.rung, *numbers, *self.options]


def run(asked: Run, timeout: float = TIMEOUT) -> list[Sample]:
    """The lines that the driver printed."""
    return _lines(_finished(asked, timeout)[0])


def run_and_report(asked: Run, timeout: float = TIMEOUT) -> tuple[list[Sample], str]:
    """The lines that the driver printed, and what a tool around it wrote to standard error."""
    output, errors = _finished(asked, timeout)
    return _lines(output), errors


def _finished(asked: Run, timeout: float) -> tuple[str, str]:
    environment = {**os.environ, **asked.environment}
    try:
        finished = subprocess.run(
            asked.arguments(), capture_output=True, text=True, timeout=timeout, env=environment, errors="replace"
        )
    except subprocess.TimeoutExpired:
        raise DriverFailure(f"more than {timeout:.0f} s") from None
    except OSError as error:
        raise DriverFailure(str(error)) from None
    if finished.returncode != 0:
        reasons = finished.stderr.strip().splitlines() or [f"exit {finished.returncode}"]
        raise DriverFailure(reasons[-1][:120])
    return finished.stdout, finished.stderr


def _lines(output: str) -> list[Sample]:
    return [json.loads(line) for line in output.splitlines() if line.startswith("{")]
