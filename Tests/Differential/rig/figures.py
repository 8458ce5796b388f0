"""What a run remembers: figures summed over all runs of the same parser, and the messages to look at."""
import hashlib
import json
from collections import Counter
from pathlib import Path

import reading

# In these we promise to report whatever other parsers read otherwise: what a filter acts on.
PROMISED = ["leaves", "body", "name", "from"]


class Figures:
    """Kept in a folder: state.json, and findings.ndjson with one object a finding."""

    def __init__(self, folder):
        self.folder = Path(folder)
        self.state = {"stamp": None, "next": {}, "counts": {}}
        try:
            self.state = json.loads((self.folder / "state.json").read_text())
        except FileNotFoundError:
            pass
        self.counts = Counter(self.state["counts"])

    def start(self, stamp):
        """Starts over if what is stored came from another parser or other rules."""
        self.folder.mkdir(parents=True, exist_ok=True)
        if self.state["stamp"] != stamp:
            self.state = {"stamp": stamp, "next": {}, "counts": {}}
            self.counts = Counter()
            (self.folder / "findings.ndjson").write_text("")

    def next(self, set_):
        """The number of the first message of a set that was not compared yet."""
        return self.state["next"].get(set_, 0)

    def save(self, set_, next_, findings):
        """Findings first: a run that is cut off here compares the batch again, and lists it twice."""
        with open(self.folder / "findings.ndjson", "a") as file:
            for finding in findings:
                file.write(json.dumps(finding, ensure_ascii=True) + "\n")
        self.state["next"][set_] = next_
        self.state["counts"] = self.counts
        temporary = self.folder / "state.json.new"
        temporary.write_text(json.dumps(self.state))
        temporary.rename(self.folder / "state.json")

    def count(self, *key, by=1):
        self.counts["\t".join(key)] += by

    def of(self, *key):
        return self.counts["\t".join(key)]

    def report(self, references):
        return "\n".join([*self.matrix(references), "", *self.sets(), "", *self.false_alarms(),
                          *self.union(references)])

    def matrix(self, references):
        yield f"{'reads otherwise':<17}" + "".join(f"{name:>9}" for name in ["messages", "gave up", *reading.ASPECTS])
        for name in references:
            yield f"{name:<17}" + "".join(f"{self.of(kind, name):>9}" for kind in ("compared", "error")) \
                + "".join(f"{self.of('differs', name, aspect):>9}" for aspect in reading.ASPECTS)
        yield ""
        yield f"{'... in silence':<17}" + " " * 18 + "".join(f"{name:>9}" for name in PROMISED)
        for name in references:
            yield f"{name:<17}" + " " * 18 + "".join(f"{self.of('silent', name, aspect):>9}" for aspect in PROMISED)

    def sets(self):
        yield f"{'':<28}{'messages':>9}{'silent':>9}{'alone':>9}{'... in silence':>15}"
        for kind in (key.split("\t")[1] for key in self.counts if key.startswith("messages\t")):
            yield f"{kind:<28}{self.of('messages', kind):>9}{self.of('silent', kind):>9}{self.of('alone', kind):>9}" \
                f"{self.of('alone', kind, 'silent'):>15}"
        yield "silent: messages that a reference reads otherwise though we reported nothing and known.md has no reason"
        yield "alone: messages that all references read alike, and we otherwise"

    def false_alarms(self):
        for kind in ("ordinary", "mutated"):
            agreed, flagged = self.of("agreed", kind), self.of("flagged", kind)
            if agreed:
                yield f"all agree with us on {agreed:,} {kind} messages, of which {flagged} " \
                    f"({100 * flagged / agreed:.1f} %) carry medium or above: {self.commonest(kind)}"

    def union(self, references):
        inside, outside = self.of("union", "inside"), self.of("union", "outside")
        if inside + outside:
            by = ", ".join(f"{name} {self.of('outside', name)}" for name in references if self.of("outside", name))
            share = 100 * inside / (inside + outside)
            yield f"of {inside + outside:,} readings with other leaves, {share:.1f} % lie inside our union; " \
                f"outside: {by or 'none'}"

    def commonest(self, kind, limit=6):
        prefix = f"flagged\t{kind}\t"
        ids = Counter({key.removeprefix(prefix): n for key, n in self.counts.items() if key.startswith(prefix)})
        return ", ".join(f"{id_} {n}" for id_, n in ids.most_common(limit)) or "none"

    def known_used(self):
        """How often each row of known.md explained a difference that we had not reported."""
        return {int(key.split("\t")[1]): n for key, n in self.counts.items() if key.startswith("known\t")}


def stamp(*files):
    """Figures of another parser, or by other rules, are not summed with these."""
    digest = hashlib.sha256()
    for file in files:
        digest.update(Path(file).read_bytes())
    return digest.hexdigest()[:16]
