"""Where things are. Everything that is made goes below `.build/suite`, so `make clean` removes it."""

from pathlib import Path

BENCHMARKS = Path(__file__).resolve().parent.parent
REPOSITORY = BENCHMARKS.parent
PEERS = BENCHMARKS / "peers"
PUBLISHED = BENCHMARKS / "results"
THRESHOLDS = BENCHMARKS / "thresholds"

WORK = BENCHMARKS / ".build" / "suite"
BIN = WORK / "bin"
CORPUS = WORK / "corpus"
VENV = WORK / "venv"
DOVECOT = WORK / "dovecot"
RESULTS = WORK / "results"

DRIVER = BENCHMARKS / ".build" / "release" / "mimewire-driver"
COMMAND = REPOSITORY / ".build" / "release" / "mimewire"
