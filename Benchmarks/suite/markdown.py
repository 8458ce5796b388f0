"""The report as Markdown. Rows where a peer is faster stand in the same tables, and in a list of their own on top."""

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any

from .rounds import TWIN
from .throughput import OURS

Report = dict[str, Any]
RUNGS = {
    "structure": "Header fields and MIME tree with defects; no value decoded",
    "selected": "And From, Subject and Date",
    "headers": "And every field: Mimewire to its typed value, the peers to text unless said otherwise",
    "full": "And every leaf: transfer encoding undone, text to UTF-8",
    "stream": "What `structure` counts, by the incremental reader in chunks of 16 KiB",
    "smtp": "A server's session: commands parsed, DATA unstuffed, replies made",
}


def render(report: Report) -> str:
    sections = [
        "# Benchmark report",
        _method(report),
        _environment(report),
        _corpora(report),
        where_we_lose(report),
        *_throughput(report),
        _costs(report),
        _codecs(report),
        _growth(report),
        _adversarial(report),
        _command(report),
        _peers(report),
    ]
    return "\n\n".join(section for section in sections if section) + "\n"


def _method(report: Report) -> str:
    run = report["parameters"]
    return (
        f"Taken {run['taken']}: {run['rounds']} interleaved rounds, each sample a fresh process pinned to processor "
        f"{run['cpu']}, the corpus in memory first, one timed pass after warm ones. Figures are medians over "
        "**processor time**, so that what else ran on the machine lengthens nothing; lowest and highest beside "
        "them.\n\n"
        f"Noise floor: Mimewire against itself differed by at most **{report['noise floor']:.1%}**; no smaller "
        "difference is one. `make bench` makes all of this again."
    )


def _environment(report: Report) -> str:
    facts = report["environment"]
    caches = ", ".join(f"{name.split('_')[0].lower()} {size}" for name, size in facts["caches"].items() if size)
    rows = [
        ("processor", f"{facts['processor']}, {facts['cores']} cores; {', '.join(facts['vector units'])}"),
        ("caches, bytes", caches),
        ("memory", f"{facts['memory bytes'] / 1e9:.0f} GB"),
        ("system", f"{facts['system']}, Linux {facts['kernel']}"),
        ("governor", facts["governor"]),
        ("load at the beginning", f"{facts['load']:.1f}"),
        ("compilers", f"{facts['swift']}; {facts['c compiler']}"),
        ("Mimewire", facts["revision"]),
    ]
    return "## Machine\n\n" + _table(["what", "is"], rows)


def _corpora(report: Report) -> str:
    corpora = report["corpora"]
    rows = [
        (
            name,
            f"{facts['messages']:,}",
            f"{facts['bytes'] / 1e6:.1f}",
            f"{facts['median']:,}",
            f"`{facts['sha256'][:12]}`",
        )
        for name, facts in corpora["packs"].items()
    ]
    head = f"## Corpora\n\nMade from {corpora['of']}.\n\n"
    return head + _table(["corpus", "messages", "MB", "median bytes", "SHA-256"], rows)


def where_we_lose(report: Report) -> str:
    """Rows of other parsers that are faster by more than the noise."""
    floor = 1 - report["noise floor"]
    lost = [row for row in report["throughput"] if row.get("ours/theirs", 1) < floor and row["peer"] != TWIN.name]
    if not lost:
        return "## Where a peer is faster\n\nNowhere in this run."
    rows = [
        (row["corpus"], row["rung"], _title(report, row["peer"]), f"{1 / row['ours/theirs']:.2f}") for row in lost
    ]
    return "## Where a peer is faster\n\n" + _table(["corpus", "rung", "peer", "times Mimewire's speed"], rows)


def _throughput(report: Report) -> Iterable[str]:
    yield "## Throughput"
    table = [row for row in report["throughput"] if row["peer"] != TWIN.name]
    for (corpus, rung), found in groupby(table, key=lambda row: (row["corpus"], row["rung"])):
        group = list(found)
        head = ["peer", "MB/s", "lowest to highest", "messages/s", "ns a message", "Mimewire is", "same work"]
        text = f"### {corpus}, {rung}\n\n{RUNGS[rung]}.\n\n" + _table(
            head, [_throughput_row(report, row) for row in group]
        )
        notes = [_difference(report, row) for row in group if row.get("differences")]
        yield text + ("\n\n" + "\n".join(notes) if notes else "")


def _throughput_row(report: Report, row: dict[str, Any]) -> Sequence[str]:
    title = _title(report, row["peer"])
    if "failure" in row:
        return (title, "failed", row["failure"], "", "", "", "")
    is_ours = row["peer"] == OURS
    return (
        f"**{title}**" if is_ours else title,
        f"{row['MB/s']:,.0f}" if row["MB/s"] >= 100 else f"{row['MB/s']:.1f}",
        f"{row['lowest']:,.0f} to {row['highest']:,.0f}",
        f"{row['messages/s']:,.0f}",
        f"{row['ns/message']:,.0f}",
        "" if is_ours or "ours/theirs" not in row else f"{row['ours/theirs']:.2f}x",
        "" if is_ours else "no, see below" if row.get("differences") else "yes",
    )


def _difference(report: Report, row: dict[str, Any]) -> str:
    why = report["peers"].get(row["peer"], {}).get("differs", "")
    return f"- {_title(report, row['peer'])}: {'; '.join(row['differences'])}" + (f" ({why})." if why else ".")


def _costs(report: Report) -> str:
    if not report["costs"]:
        return ""
    head = [
        "corpus", "rung", "peer", "p50 µs", "p99 µs", "allocations", "KB allocated", "peak MB", "instructions a byte",
        "bytes of index",
    ]  # fmt: skip
    rows = [
        (
            row["corpus"],
            row["rung"],
            _title(report, row["peer"]),
            _number(row.get("p50 ns"), 1e3),
            _number(row.get("p99 ns"), 1e3),
            _number(row.get("allocations/message")),
            _number(row.get("allocated bytes/message"), 1e3),
            _number(row.get("peak bytes"), 1e6),
            _number(row.get("instructions/byte"), digits=2),
            _number(row.get("index bytes/message"), digits=0),
        )
        for row in report["costs"]
    ]
    return (
        "## Cost of a message\n\nLatency by the fastest of five passes over each message; allocations a message; "
        "peak memory above corpus and runtime; instructions by callgrind, which sees AVX2 at most.\n\n"
        + _table(head, rows)
    )


def _codecs(report: Report) -> str:
    if not report["codecs"]:
        return ""
    names = list(dict.fromkeys(figure["decoder"] for figure in report["codecs"]))
    rows = []
    for piece, found in groupby(report["codecs"], key=lambda figure: figure["piece"]):
        cells = {figure["decoder"]: figure for figure in found}
        sizes = {figure["bytes out"] for figure in cells.values()}
        rates = [f"{cells[name]['GB/s']:.2f}" if name in cells else "" for name in names]
        rows.append((piece, *rates, "yes" if len(sizes) == 1 else "no: " + ", ".join(map(str, sorted(sizes)))))
    return (
        "## Decoders by themselves\n\nGB of input a second, half a megabyte in a core's second cache, into a buffer "
        "that is used again. GMime's encoder ends lines with LF, ours with CRLF.\n\n"
        + _table(["piece", *names, "same bytes out"], rows)
    )


def _growth(report: Report) -> str:
    if not report["growth"]:
        return ""
    rows = [
        (
            point["axis"],
            f"{point['size']:,}",
            point["rung"],
            f"{point['ns/byte']:.3f}",
            _number(point.get("peak bytes"), 1e6),
        )
        for point in report["growth"]
    ]
    head = ["grows in", "to", "rung", "ns a byte", "peak MB beside the message"]
    return "## Growth\n\nMessages that grow in one thing only.\n\n" + _table(head, rows)


def _adversarial(report: Report) -> str:
    if not report["adversarial"]:
        return ""
    names = list(dict.fromkeys(point["peer"] for point in report["adversarial"]))
    rows = []
    for shape, found in groupby(report["adversarial"], key=lambda point: point["shape"]):
        cells = {point["peer"]: _growth_cell(point) for point in found}
        rows.append((shape.replace("_", " "), *(cells.get(name, "") for name in names)))
    return (
        "## Adversarial messages\n\nNanoseconds a byte on the rung `full` at 64 KB → at 1 MB; bold where the larger "
        "one takes more than four times as long a byte.\n\n"
        + _table(["shape", *(_title(report, name) for name in names)], rows)
    )


def _growth_cell(point: dict[str, Any]) -> str:
    if "failure" in point:
        return f"**{point['failure']}**"
    small, large = point["ns/byte at 64 KB"], point["ns/byte at 1 MB"]
    text = f"{small:.1f} → {large:.1f}"
    return f"**{text}**" if large > 4 * small else text


def _command(report: Report) -> str:
    parts = []
    if report["cold start"]:
        rows = [
            (row["command"], f"{row['median ms']:.1f}", f"{row['lowest ms']:.1f}") for row in report["cold start"]
        ]
        parts.append("## The command\n\n" + _table(["start to end, one small message", "median ms", "lowest"], rows))
    if report["scaling"]:
        rows = [
            (row["jobs"], f"{row['MB/s']:.0f}", f"{row['MB/s by processor time']:.0f}", f"{row['cores busy']:.2f}")
            for row in report["scaling"]
        ]
        head = ["`mimewire json --no-hash -j`", "MB/s", "MB/s by processor time", "cores busy"]
        parts.append(_table(head, rows))
    return "\n\n".join(parts)


def _peers(report: Report) -> str:
    state = report["environment"]["peers"]
    rows = []
    for name, facts in report["peers"].items():
        version = state.get(name, {"absent": "not built"})
        rows.append(
            (
                facts["title"],
                facts["language"],
                version.get("version") or f"absent: {version['absent']}",
                facts["differs"],
            )
        )
    others = "\n".join(f"- {name}: {why}" for name, why in report["not compared"].items())
    return "## Peers\n\n" + _table(["peer", "language", "version", "note"], rows) + "\n\nNot compared:\n\n" + others


def _title(report: Report, name: str) -> str:
    return report["peers"].get(name, {}).get("title", name)


def _number(value: float | None, divisor: float = 1, digits: int = 1) -> str:
    return "" if value is None else f"{value / divisor:,.{digits}f}"


def _table(head: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(str(cell) for cell in line) + " |" for line in lines)
