"""Everything that was measured as one JSON document, which the Markdown and the charts are made from."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from peers.catalogue import NOT_COMPARED, PEERS

from . import environment, markdown, throughput

Report = dict[str, Any]


def write(directory: Path) -> None:
    """`report.json` and `report.md` out of what the parts of a run left in `directory`."""
    assembled = _assemble(directory)
    (directory / "report.json").write_text(json.dumps(assembled, indent=1) + "\n")
    (directory / "report.md").write_text(markdown.render(assembled))


def _assemble(directory: Path) -> Report:
    samples = [json.loads(line) for line in (directory / "samples.jsonl").read_text().splitlines()]
    table = throughput.rows(samples)
    return {
        "parameters": _part(directory, "parameters"),
        "environment": _part(directory, "environment"),
        "corpora": _part(directory, "corpora"),
        "peers": {
            peer.name: {"title": peer.title, "language": peer.language, "differs": peer.differs} for peer in PEERS
        },
        "not compared": NOT_COMPARED,
        "noise floor": throughput.noise_floor(table),
        "throughput": table,
        **{name: _part(directory, name) for name in PARTS},
    }


PARTS: Sequence[str] = ("costs", "codecs", "growth", "adversarial", "cold start", "scaling")


def write_environment(directory: Path, rounds: int, cpu: int) -> None:
    """What has to be said at the time of the run, not of the report."""
    taken = datetime.now(UTC).isoformat(timespec="seconds")
    write_part(directory, "parameters", {"taken": taken, "rounds": rounds, "cpu": cpu})
    write_part(directory, "environment", environment.describe())


def write_part(directory: Path, name: str, content: Any) -> None:
    (directory / f"{name}.json").write_text(json.dumps(content, indent=1) + "\n")


def _part(directory: Path, name: str) -> Any:
    path = directory / f"{name}.json"
    return json.loads(path.read_text()) if path.exists() else []
