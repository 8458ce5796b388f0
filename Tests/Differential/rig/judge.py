"""Judges the readings of one message: counts agreement and difference, and picks what is to be looked at by hand."""
import re
from dataclasses import dataclass, field

import reading
from figures import PROMISED

REPORTABLE = {"critical", "high", "medium"}


@dataclass
class Message:
    name: str                                  # a path, or a mutant's SEED:NUMBER
    raw: bytes
    done: list = field(default_factory=list)   # the mutations, by name


class Judge:
    def __init__(self, known, figures):
        self.known, self.figures = known, figures

    def judge(self, kind, message, ours, theirs):
        """`kind` says what set the message belongs to; `theirs` has a reading by the name of each reference."""
        self.figures.count("messages", kind)
        reported = sorted(id_ for id_, severity in ours.severities.items() if severity in REPORTABLE)
        differences = [Difference(reference, aspect, reading.value(other, aspect),
                                  self.known.explains(reference, aspect, message.raw, ours, other))
                       for reference, other in theirs.items() for aspect in self.aspects(reference, ours, other)]
        if not differences:
            self.count_agreement(message, reported)
        found = [] if reported else self.silent(kind, message, differences)
        answering = sum(other.error is None for other in theirs.values())
        return found + self.alone(kind, message, differences, answering, reported)

    def aspects(self, reference, ours, other):
        """In what a reference differs from us; nothing where it gave up."""
        self.figures.count("compared", reference)
        if other.error is not None:
            self.figures.count("error", reference)
            return []
        aspects = reading.differences(ours, other)
        for aspect in aspects:
            self.figures.count("differs", reference, aspect)
        return aspects

    def silent(self, kind, message, differences):
        """Silent differentials: differences of a message of which we reported nothing."""
        by_aspect = {}
        for difference in differences:
            if difference.row is not None:
                self.figures.count("known", str(difference.row.number))
            elif difference.aspect in PROMISED:
                self.figures.count("silent", difference.reference, difference.aspect)
                by_aspect.setdefault(difference.aspect, []).append(difference.reference)
        if not by_aspect:
            return []
        self.figures.count("silent", kind)
        return [{"kind": "silent", "message": message.name, "done": message.done, "aspects": by_aspect}]

    def alone(self, kind, message, differences, answering, reported):
        """Aspects in which all references agree with one another, three at least, and none with us."""
        aspects = []
        for aspect in reading.ASPECTS:
            here = [difference for difference in differences if difference.aspect == aspect]
            if 2 < answering == len(here) and len({difference.value for difference in here}) == 1 \
                    and any(difference.row is None for difference in here):
                aspects.append(aspect)
        if not aspects:
            return []
        self.figures.count("alone", kind)
        if not reported:
            self.figures.count("alone", kind, "silent")
        return [{"kind": "alone", "message": message.name, "done": message.done, "aspects": aspects,
                 "reported": reported}]

    def has_other_leaves(self, message, ours, theirs):
        """The references that show other leaves than we do, those left out that known.md explains."""
        return [name for name, other in theirs.items() if other.error is None and any(
            aspect in ("leaves", "body") and self.known.explains(name, aspect, message.raw, ours, other) is None
            for aspect in reading.differences(ours, other))]

    def judge_union(self, message, references, theirs, union):
        """Whether the leaves that references show otherwise are all among those that any reading shows."""
        outside = [name for name in references
                   if not all(reading.holds(union, leaf) for leaf in reading.shown(theirs[name]))]
        for name in references:
            self.figures.count("union", "outside" if name in outside else "inside")
            if name in outside:
                self.figures.count("outside", name)
        return [{"kind": "outside", "message": message.name, "done": message.done,
                 "aspects": {"leaves": outside}}] if outside else []

    def count_agreement(self, message, reported):
        """How often we cry wolf: defects of messages that everybody reads alike."""
        if not message.done and not is_ordinary(message.raw):
            return
        kind = "mutated" if message.done else "ordinary"
        self.figures.count("agreed", kind)
        if reported:
            self.figures.count("flagged", kind)
        for id_ in reported:
            self.figures.count("flagged", kind, id_)


@dataclass
class Difference:
    reference: str
    aspect: str
    value: object   # what the reference says
    row: object     # of known.md, or None


def is_ordinary(raw):
    """Whether a message that nobody damaged has what mail has: test cases of other parsers often do not."""
    header = re.split(rb"\r?\n\r?\n", raw, maxsplit=1)[0]
    return all(re.search(rb"(?im)^" + name + rb":[^\r\n]", header) for name in (b"From", b"To", b"Date", b"Message-ID"))
