"""SVG charts for the README and the report, each in light and in dark."""

import json
import sys
from pathlib import Path
from typing import Any

import matplotlib

matplotlib.use("svg")
matplotlib.rcParams["svg.hashsalt"] = "mimewire"  # the same figures give the same file

from matplotlib import pyplot  # noqa: E402

from .throughput import OURS  # noqa: E402

Report = dict[str, Any]

THEMES = {
    "light": {"ink": "#1f2328", "faint": "#d1d9e0", "ours": "#0a58ca", "theirs": "#8c959f"},
    "dark": {"ink": "#e6edf3", "faint": "#3d444d", "ours": "#58a6ff", "theirs": "#768390"},
}
BARS = [("mix", "full"), ("small", "full"), ("mix", "structure"), ("small", "structure")]


def draw(report: Report, directory: Path) -> list[Path]:
    directory.mkdir(parents=True, exist_ok=True)
    made = []
    for theme, colours in THEMES.items():
        for name, chart in (("throughput", throughput), ("growth", growth)):
            figure = chart(report, colours)
            if figure is None:
                continue
            path = directory / f"{name}-{theme}.svg"
            figure.savefig(path, transparent=True, bbox_inches="tight", metadata={"Date": None})
            pyplot.close(figure)
            made.append(path)
    return made


def throughput(report: Report, colours: dict[str, str]) -> Any:
    """MB/s of every peer that does the whole work, `full` first."""
    panels = [(case, rows) for case in BARS if (rows := _bars(report, *case))]
    if not panels:
        return None
    columns = min(len(panels), 2)
    lines = (len(panels) + columns - 1) // columns
    figure, grid = pyplot.subplots(lines, columns, figsize=(5.2 * columns, 3.6 * lines), squeeze=False)
    for axes, ((corpus, rung), rows) in zip(grid.flat, panels, strict=False):
        names = [report["peers"][row["peer"]]["title"] + (" *" if row.get("differences") else "") for row in rows]
        rates = [row["MB/s"] for row in rows]
        tint = [colours["ours"] if row["peer"] == OURS else colours["theirs"] for row in rows]
        axes.barh(names, rates, color=tint)
        axes.invert_yaxis()
        axes.set_title(f"{corpus}, {rung}: MB/s on one core", color=colours["ink"], fontsize=10)
        for i, rate in enumerate(rates):
            axes.text(rate, i, f" {rate:,.0f}", va="center", color=colours["ink"], fontsize=8)
        axes.set_xlim(0, max(rates) * 1.15)
        _plain(axes, colours)
    for axes in list(grid.flat)[len(panels) :]:
        axes.set_visible(False)
    if any(row.get("differences") for _, rows in panels for row in rows):
        figure.text(0.01, -0.01, "* did other work, see the report", color=colours["ink"], fontsize=8)
    figure.tight_layout()
    return figure


def growth(report: Report, colours: dict[str, str]) -> Any:
    """Nanoseconds a byte as messages grow in bytes, parts and recipients."""
    axes_names = list(dict.fromkeys(point["axis"] for point in report["growth"]))
    if not axes_names:
        return None
    figure, grid = pyplot.subplots(1, len(axes_names), figsize=(3.6 * len(axes_names), 2.8), squeeze=False)
    for axes, name in zip(grid.flat, axes_names, strict=True):
        points = [point for point in report["growth"] if point["axis"] == name]
        times = [point["ns/byte"] for point in points]
        axes.plot([point["size"] for point in points], times, marker="o", color=colours["ours"])
        axes.set_xscale("log")
        axes.set_yscale("log")
        axes.set_ylim(min(times) / 4, max(times) * 4)
        axes.set_title(f"ns a byte by {name} ({points[0]['rung']})", color=colours["ink"], fontsize=10)
        _plain(axes, colours)
    figure.tight_layout()
    return figure


def _bars(report: Report, corpus: str, rung: str) -> list[dict[str, Any]]:
    known = report["peers"]
    return [
        row
        for row in report["throughput"]
        if (row["corpus"], row["rung"]) == (corpus, rung) and "MB/s" in row and row["peer"] in known
    ]


def _plain(axes: Any, colours: dict[str, str]) -> None:
    axes.tick_params(colors=colours["ink"], labelsize=8)
    for side, spine in axes.spines.items():
        spine.set_visible(side in ("left", "bottom"))
        spine.set_color(colours["faint"])


if __name__ == "__main__":
    results = Path(sys.argv[1])
    draw(json.loads((results / "report.json").read_text()), results / "charts")
