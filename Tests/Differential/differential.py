#!/usr/bin/env python3
"""Compares how mimewire and other parsers read the same messages.

    differential.py run [--mutants N] [--seed S] [--of made-up|corpora] [--references fast|all] [--union]
                                                             compare, then report
    differential.py report                                   the figures so far
    differential.py findings [--kind silent|alone|outside] [--show N]
                                                             the messages to look at
    differential.py show PATH|SEED:NUMBER                    one message, by every parser

See README.md. Figures are summed over runs; a run goes on where the one before it stopped.
"""
import argparse
import json
import subprocess
import sys
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE / "rig"))

import mutations  # noqa: E402
import reading  # noqa: E402
from figures import Figures, stamp  # noqa: E402
from judge import Judge, Message  # noqa: E402
from known import TABLE, Known  # noqa: E402
from parsers import FAST, SLOW, Parsers  # noqa: E402

ROOT = HERE.parent.parent


def main():
    options = arguments()
    figures = Figures(options.state)
    if options.verb in ("run", "show") and not options.mimewire.exists():
        sys.exit(f"differential.py: {options.mimewire} is not there: make build")
    if options.verb == "run":
        figures.start(stamp(options.mimewire, TABLE, *sorted((HERE / "rig").glob("*.py"))))
        run(options, figures)
    if options.verb in ("run", "report"):
        print(figures.report(FAST + SLOW))
        print("rows of known.md, and how often each explained silence:",
              ", ".join(f"{row}: {n}" for row, n in sorted(figures.known_used().items())) or "none")
    elif options.verb == "findings":
        findings(options)
    elif options.verb == "show":
        show(options)


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("verb", choices=["run", "report", "findings", "show"])
    parser.add_argument("message", nargs="?", help="of show: a file, or a mutant as SEED:NUMBER")
    parser.add_argument("--mimewire", default=ROOT / ".build/release/mimewire", type=Path)
    parser.add_argument("--state", default=ROOT / ".build/differential", type=Path)
    parser.add_argument("--corpora", default=ROOT.parent / "shared/corpora", type=Path)
    parser.add_argument("--mutants", type=int, default=2000, help="how many more mutants (default: 2000)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--of", choices=["made-up", "corpora"], default="made-up", help="what is mutated")
    parser.add_argument("--references", choices=["fast", "all"], default="fast")
    parser.add_argument("--union", action="store_true",
                        help="see whether other leaves lie inside Message.union(), too: builds a driver for it")
    parser.add_argument("--batch", type=int, default=1000)
    parser.add_argument("--kind", choices=["silent", "alone", "outside"], default="silent")
    parser.add_argument("--show", type=int, default=20)
    options = parser.parse_intermixed_args()
    if (options.verb == "show") != (options.message is not None):
        parser.error("show takes one message, the others none")
    return options


def run(options, figures):
    parsers, judge, tier = started_parsers(options), Judge(Known(), figures), options.references
    for kind, folder in (("fixtures", ROOT / "Fixtures"), ("corpora", options.corpora)):
        stored = list(stored_messages(options.mimewire, folder)) if folder.is_dir() else []
        for start in range(figures.next(f"{kind}, {tier}"), len(stored), options.batch):
            compare(parsers, judge, f"{kind}, {tier}", start, stored[start:start + options.batch],
                    union=options.union)
    kind, base = f"mutants of {options.of}, {tier}", base_messages(options)
    first, began = figures.next(f"{kind}, seed {options.seed}"), time.monotonic()
    last = first + options.mutants
    for start in range(first, last, options.batch):
        numbers = range(start, min(start + options.batch, last))
        batch = [Message(f"{options.seed}:{number}", *mutations.mutant(options.seed, number, base))
                 for number in numbers]
        compare(parsers, judge, kind, start, batch, f", seed {options.seed}", options.union)
        if sys.stderr.isatty():
            rate = (numbers[-1] + 1 - first) / (time.monotonic() - began)
            print(f"\r{numbers[-1] + 1:,} of {last:,}, {rate:.0f} a second ", end="", file=sys.stderr)


def started_parsers(options):
    parsers = Parsers(options.mimewire, FAST + (SLOW if options.references == "all" else []),
                      options.state / "drivers")
    parsers.build_drivers()
    if options.union:
        parsers.build_union()
    return parsers


def base_messages(options):
    """What mutants are made from: nothing stored where mail is made up. Big messages would only be slow."""
    if options.of == "made-up":
        return ()
    return [message.raw for message in stored_messages(options.mimewire, options.corpora)
            if 0 < len(message.raw) < 20_000]


def stored_messages(mimewire, folder):
    """The messages in a folder as mimewire finds them, mailboxes taken apart."""
    listing = subprocess.run([mimewire, "json", "--no-hash", folder], capture_output=True).stdout
    for line in listing.splitlines():
        source = json.loads(line)["source"]
        if not source["path"].endswith(".gz"):
            with open(source["path"], "rb") as file:
                file.seek(source["offset"])
                yield Message(f"{source['path']}@{source['offset']}", file.read(source["length"]))


def compare(parsers, judge, kind, start, batch, suffix="", union=False):
    ours, by_name = parsers.read([message.raw for message in batch])
    theirs = [{name: readings[i] for name, readings in by_name.items()} for i in range(len(batch))]
    found = []
    for message, mine, others in zip(batch, ours, theirs):
        found += judge.judge(kind, message, mine, others)
    if union:
        other_leaves = [judge.has_other_leaves(*readings) for readings in zip(batch, ours, theirs)]
        asked = [i for i, names in enumerate(other_leaves) if names]
        for i, answer in zip(asked, parsers.union([batch[i].raw for i in asked])):
            found += judge.judge_union(batch[i], other_leaves[i], theirs[i], answer)
    judge.figures.save(kind + suffix, start + len(batch), found)


def findings(options):
    with open(options.state / "findings.ndjson") as file:
        chosen = [finding for finding in map(json.loads, file) if finding["kind"] == options.kind]
    for finding in chosen[:options.show]:
        aspects = finding["aspects"]
        if isinstance(aspects, dict):
            aspects = "; ".join(f"{aspect}: {', '.join(references)}" for aspect, references in aspects.items())
        print(finding["message"], "+".join(finding["done"]) or "unmutated", "|", aspects,
              " ".join(finding.get("reported", [])))
    print(f"{len(chosen)} in all", file=sys.stderr)


def show(options):
    if Path(options.message).exists():
        raw = Path(options.message).read_bytes()
    else:
        raw, _ = mutations.mutant(*map(int, options.message.split(":")), base_messages(options))
        sys.stdout.buffer.write(raw + b"\n")
        sys.stdout.flush()
    (ours,), theirs = started_parsers(options).read([raw])
    print(json.dumps({"mimewire": ours.canonical(), "defects": ours.severities}))
    known = Known()
    for name, (other,) in theirs.items():
        rows = {aspect: known.explains(name, aspect, raw, ours, other) for aspect in reading.differences(ours, other)}
        differs = {aspect: f"known.md:{row.number}" if row else "?" for aspect, row in rows.items()}
        print(json.dumps({name: other.canonical(), "differs in": differs}))


if __name__ == "__main__":
    main()
