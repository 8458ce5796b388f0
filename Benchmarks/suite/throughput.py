"""Rows out of samples: median, spread, ratio to Mimewire, and whether both did the same work."""

import statistics
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from peers.catalogue import BY_NAME

from .rounds import TWIN
from .samples import Sample

Row = dict[str, Any]
OURS = "mimewire"
COUNTED = ("parts", "headers", "decoded")


def rows(samples: Iterable[Sample]) -> list[Row]:
    """A row for each corpus, rung and peer, the fastest first; failures last."""
    groups: dict[tuple[str, str, str, int], list[Sample]] = defaultdict(list)
    for sample in samples:
        groups[sample["corpus"], sample["mode"], sample["peer"], sample.get("sampling", 1)].append(sample)
    table = [_row(*key, found) for key, found in groups.items()]
    ours = {_work(row): row for row in table if row["peer"] == OURS}
    for row in table:
        reference = ours.get(_work(row))
        if reference and "MB/s" in row and "MB/s" in reference:
            row["ours/theirs"] = reference["MB/s"] / row["MB/s"]
            row["differences"] = _differences(row, reference)
    # Mimewire on the sample of a slow peer was only needed for that peer's row.
    table = [row for row in table if row["peer"] != OURS or row["sampling"] == 1]
    order = list(dict.fromkeys((row["corpus"], row["rung"]) for row in table))
    return sorted(table, key=lambda row: (order.index((row["corpus"], row["rung"])), -row.get("MB/s", 0)))


def _work(row: Row) -> tuple[str, str, int]:
    """What a row was measured on: rows are compared only on the same."""
    return row["corpus"], row["rung"], row["sampling"]


def noise_floor(table: Iterable[Row]) -> float:
    """The largest difference between Mimewire and itself, as a share: what is smaller is no difference."""
    ratios = [row["ours/theirs"] for row in table if row["peer"] == TWIN.name and "ours/theirs" in row]
    return max((abs(ratio - 1) for ratio in ratios), default=0.0)


def _row(corpus: str, rung: str, peer: str, sampling: int, samples: list[Sample]) -> Row:
    row: Row = {"corpus": corpus, "rung": rung, "peer": peer, "sampling": sampling}
    failures = [sample["failure"] for sample in samples if "failure" in sample]
    timed = [sample for sample in samples if "cpu" in sample]
    if failures or not timed:
        return row | {"failure": failures[0] if failures else "no sample"}
    last = timed[-1]
    # A clock that counts in hundredths of a second can say 0 for a short pass; the wall's clock never does.
    seconds = [sample["cpu"] or sample["s"] for sample in timed]
    rates = [last["bytes"] / 1e6 / second for second in seconds]
    return (
        row
        | {
            "MB/s": statistics.median(rates),
            "lowest": min(rates),
            "highest": max(rates),
            "messages/s": last["msgs"] / statistics.median(seconds),
            "ns/message": statistics.median(seconds) / last["msgs"] * 1e9,
            "samples": len(timed),
            "bytes": last["bytes"],
            "messages": last["msgs"],
        }
        | {name: last[name] for name in COUNTED}
    )


def _differences(row: Row, reference: Row) -> list[str]:
    """What the peer did or counted otherwise; nothing when the work was the same."""
    peer = BY_NAME.get(row["peer"])
    found = ["less decoding"] if peer and peer.does_less and row["rung"] in ("headers", "full") else []
    for name in COUNTED:
        is_in_characters = name == "decoded" and peer and peer.counts_characters
        if row[name] != reference[name] and not is_in_characters:
            found.append(f"{name} {row[name]:,} for {reference[name]:,}")
    return found
