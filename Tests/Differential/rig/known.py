"""What references are known not to do: the table of known.md, applied.

A row of the table is `| references | aspects | when | why |`. `when` is one of

    always
    defect ID [ID …]    we reported one of these, at whatever severity
    type PATTERN        a leaf of theirs, or of ours, has a type that the regular expression finds
    raw PATTERN         the regular expression finds something in the bytes of the message
    value PATTERN       it finds something in what the reference says in this aspect
"""
import re
from pathlib import Path

import reading

TABLE = Path(__file__).resolve().parent.parent / "known.md"


class Known:
    def __init__(self, path=TABLE):
        self.rows = [Row(number, line) for number, line in enumerate(path.read_text().splitlines(), 1)
                     if line.startswith("| ") and "`" in line]

    def explains(self, reference, aspect, raw, ours, theirs):
        """The first row that explains a difference, or None."""
        return next((row for row in self.rows if row.applies(reference, aspect, raw, ours, theirs)), None)


class Row:
    def __init__(self, number, line):
        cells = [cell.strip() for cell in line.strip().strip("|").replace("\\|", "\0").split("|")]
        self.number = number
        self.references, self.aspects = (set(cell.replace("`", "").split(", ")) for cell in cells[:2])
        self.condition, _, self.argument = cells[2].strip("`").replace("\0", "|").partition(" ")
        self.why = cells[3]
        if self.condition not in ("always", "defect", "type", "raw", "value"):
            raise SystemExit(f"known.md:{number}: no such condition: {self.condition}")
        if self.condition in ("raw", "type", "value"):
            self.pattern = re.compile(self.argument)
            self.bytes_pattern = re.compile(self.argument.encode())

    def applies(self, reference, aspect, raw, ours, theirs):
        if not ({reference, "all"} & self.references and {aspect, "all"} & self.aspects):
            return False
        match self.condition:
            case "defect":
                return any(id_ in ours.severities for id_ in self.argument.split())
            case "type":
                return any(self.pattern.search(leaf.type) for leaf in ours.leaves + theirs.leaves)
            case "raw":
                return bool(self.bytes_pattern.search(raw))
            case "value":
                return bool(self.pattern.search(repr(reading.value(theirs, aspect))))
        return True
