"""What a run remembers: figures summed over all runs of the same parser, and the messages to look at."""
import hashlib
import json
from collections import Counter
from pathlib import Path

ASPECTS = ["leaves", "body", "name", "from", "subject"]
# In these we promise to report whatever other parsers read otherwise: what a filter acts on.
PROMISED = ["leaves", "body", "name", "from"]
REPORTABLE = {"critical", "high", "medium"}


class Figures:
    """Kept in a folder: state.json, and findings.ndjson with one object a finding."""

    def __init__(self, folder, stamp):
        self.folder = Path(folder)
        self.folder.mkdir(parents=True, exist_ok=True)
        self.state = {"stamp": stamp, "next": {}, "counts": {}}
        try:
            stored = json.loads((self.folder / "state.json").read_text())
        except (OSError, ValueError):
            stored = None
        if stored and stored["stamp"] == stamp:
            self.state = stored
        else:
            (self.folder / "findings.ndjson").write_text("")
        self.counts = Counter(self.state["counts"])

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
        messages, rows = self.of("messages"), []
        rows.append(f"{messages:,} messages compared, {self.of('messages', 'all')} of them with every reference")
        rows.append("")
        rows.append(f"{'reads otherwise':<17}" + "".join(f"{name:>9}" for name in ["messages", "gave up", *ASPECTS]))
        for name in references:
            rows.append(f"{name:<17}" + "".join(f"{self.of(kind, name):>9}" for kind in ("compared", "error"))
                        + "".join(f"{self.of('differs', name, aspect):>9}" for aspect in ASPECTS))
        rows.append("")
        rows.append(f"{'... in silence':<17}" + " " * 18 + "".join(f"{name:>9}" for name in PROMISED))
        for name in references:
            rows.append(f"{name:<17}" + " " * 18
                        + "".join(f"{self.of('silent', name, aspect):>9}" for aspect in PROMISED))
        rows.append("")
        rows.append(f"silent differentials: {self.of('silent')} messages"
                    + (f", {1e5 * self.of('silent') / messages:.1f} in 100,000" if messages else ""))
        rows.append(f"all references agree and we differ: {self.of('alone')} messages, "
                    f"{self.of('alone', 'silent')} of them in silence")
        for kind, title in (("ordinary", "ordinary"), ("mutant", "mutated")):
            agreed, flagged = self.of("agreed", kind), self.of("flagged", kind)
            if agreed:
                rows.append(f"all agree with us on {agreed:,} {title} messages, of which {flagged} "
                            f"({100 * flagged / agreed:.1f} %) carry medium or above: {self.commonest(kind)}")
        return "\n".join(rows)

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
