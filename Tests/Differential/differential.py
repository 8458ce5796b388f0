#!/usr/bin/env python3
"""Compares how mimewire and other parsers read the same messages.

    differential.py run [--mutants N] [--seed S] [--of made-up|corpora] [--references fast|all]
                                                             compare, then report
    differential.py report                                   the figures so far
    differential.py findings [--kind silent|alone] [--show N]
                                                             the messages to look at
    differential.py show PATH|SEED:NUMBER                    one message, by every parser

See README.md. Figures are summed over runs; a run goes on where the one before it stopped.
"""
import argparse
import json
import re
import subprocess
import sys
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE / "rig"))

import figures as figures_  # noqa: E402
import mutations  # noqa: E402
import parsers as parsers_  # noqa: E402
import reading  # noqa: E402
from known import TABLE, Known  # noqa: E402

ROOT = HERE.parent.parent


def main():
    options = arguments()
    names = parsers_.FAST + (parsers_.SLOW if options.references == "all" else [])
    stamp = figures_.stamp(options.mimewire, TABLE, *sorted((HERE / "rig").glob("*.py")))
    figures = figures_.Figures(options.state, stamp)
    if options.verb == "run":
        run(options, names, figures)
    if options.verb in ("run", "report"):
        print(figures.report(parsers_.FAST + parsers_.SLOW))
        print("rows of known.md, and how often each explained silence:",
              ", ".join(f"{row}: {n}" for row, n in sorted(figures.known_used().items())) or "none")
    elif options.verb == "findings":
        findings(options)
    elif options.verb == "show":
        show(options, names)


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
    parser.add_argument("--batch", type=int, default=1000)
    parser.add_argument("--kind", choices=["silent", "alone"], default="silent")
    parser.add_argument("--show", type=int, default=20)
    options = parser.parse_intermixed_args()
    if (options.verb == "show") != (options.message is not None):
        parser.error("show takes one message, the others none")
    return options


def run(options, names, figures):
    parsers = parsers_.Parsers(options.mimewire, names, options.state / "drivers")
    parsers.build_drivers()
    tier = options.references
    for set_, folder in (("fixtures", ROOT / "Fixtures"), ("corpora", options.corpora)):
        stored = list(stored_messages(options.mimewire, folder)) if folder.is_dir() else []
        for start in range(figures.next(f"{set_} {tier}"), len(stored), options.batch):
            batch = stored[start:start + options.batch]
            compare(parsers, figures, f"{set_} {tier}", start, batch)
    set_ = f"mutants of {options.of} mail, seed {options.seed} {tier}"
    base = base_messages(options)
    first, began = figures.next(set_), time.monotonic()
    last = first + options.mutants
    for start in range(first, last, options.batch):
        numbers = range(start, min(start + options.batch, last))
        batch = [(f"{options.seed}:{number}", *mutations.mutant(options.seed, number, base)) for number in numbers]
        compare(parsers, figures, set_, start, batch)
        if sys.stderr.isatty():
            rate = (numbers[-1] + 1 - first) / (time.monotonic() - began)
            print(f"\r{numbers[-1] + 1:,} of {last:,}, {rate:.0f} a second ", end="", file=sys.stderr)


def base_messages(options):
    """What mutants are made from: nothing stored where mail is made up. Big messages would only be slow."""
    if options.of == "made-up":
        return ()
    return [raw for _, raw, _ in stored_messages(options.mimewire, options.corpora) if 0 < len(raw) < 20_000]


def stored_messages(mimewire, folder):
    """The messages in a folder as mimewire finds them, mailboxes taken apart: name, bytes, nothing done to them."""
    listing = subprocess.run([mimewire, "json", "--no-hash", folder], capture_output=True).stdout
    for line in listing.splitlines():
        source = json.loads(line)["source"]
        if not source["path"].endswith(".gz"):
            with open(source["path"], "rb") as file:
                file.seek(source["offset"])
                yield f"{source['path']}@{source['offset']}", file.read(source["length"]), []


def compare(parsers, figures, set_, start, batch):
    known = Known()
    ours, theirs = parsers.read([raw for _, raw, _ in batch])
    found = []
    for i, (name, raw, done) in enumerate(batch):
        found += judge(name, raw, done, ours[i], {reference: theirs[reference][i] for reference in theirs},
                       known, figures)
    figures.save(set_, start + len(batch), found)


def judge(name, raw, done, ours, theirs, known, figures):
    """Counts what one message shows, and returns what is to be looked at by hand."""
    reported = {id_ for id_, severity in ours.severities.items() if severity in figures_.REPORTABLE}
    figures.count("messages")
    if len(theirs) > len(parsers_.FAST):
        figures.count("messages", "all")
    silent, unexplained, differing = {}, set(), {}
    for reference, reading_ in theirs.items():
        figures.count("compared", reference)
        aspects = reading.differences(ours, reading_)
        if aspects == ["error"]:
            figures.count("error", reference)
            continue
        for aspect in aspects:
            figures.count("differs", reference, aspect)
            differing.setdefault(aspect, []).append(reading.value(reading_, aspect))
            row = known.explains(reference, aspect, raw, ours, reading_)
            if row is None:
                unexplained.add(aspect)
            if not reported and row is None and aspect in figures_.PROMISED:
                figures.count("silent", reference, aspect)
                silent.setdefault(aspect, []).append(reference)
            elif not reported and row is not None:
                figures.count("known", str(row.number))
    answering = [reading_ for reading_ in theirs.values() if reading_.error is None]
    found = []
    if silent:
        figures.count("silent")
        found.append({"kind": "silent", "message": name, "done": done, "aspects": silent})
    alone = [aspect for aspect, values in differing.items() if aspect in unexplained and len(answering) > 2
             and len(values) == len(answering) and len(set(values)) == 1]
    if alone:
        figures.count("alone")
        if not reported:
            figures.count("alone", "silent")
        found.append({"kind": "alone", "message": name, "done": done, "aspects": alone,
                      "reported": sorted(reported)})
    if not differing and (done or is_ordinary(raw)):
        kind = "mutant" if done else "ordinary"
        figures.count("agreed", kind)
        if reported:
            figures.count("flagged", kind)
        for id_ in reported:
            figures.count("flagged", kind, id_)
    return found


def is_ordinary(raw):
    """Whether a message that nobody damaged has what mail has: test cases of other parsers often do not."""
    header = re.split(rb"\r?\n\r?\n", raw, maxsplit=1)[0]
    return all(re.search(rb"(?im)^" + name + rb":[^\r\n]", header) for name in (b"From", b"To", b"Date", b"Message-ID"))


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


def show(options, names):
    if Path(options.message).exists():
        raw, done = Path(options.message).read_bytes(), []
    else:
        raw, done = mutations.mutant(*map(int, options.message.split(":")), base_messages(options))
        sys.stdout.buffer.write(raw + b"\n")
    parsers = parsers_.Parsers(options.mimewire, names, options.state / "drivers")
    parsers.build_drivers()
    ours, theirs = parsers.read([raw])
    print(json.dumps({"mimewire": ours[0].canonical(), "defects": ours[0].severities, "done": done}))
    known = Known()
    for name, readings in theirs.items():
        aspects = {aspect: getattr(known.explains(name, aspect, raw, ours[0], readings[0]), "number", None)
                   for aspect in reading.differences(ours[0], readings[0])}
        print(json.dumps({name: readings[0].canonical(), "differs (row of known.md)": aspects}))


if __name__ == "__main__":
    main()
