"""What one parser makes of one message, in the form in which readings are compared."""
import hashlib
import re
from dataclasses import dataclass, field


ASPECTS = ["leaves", "body", "name", "from", "subject"]


@dataclass
class Leaf:
    type: str
    name: str | None
    sha256: str
    body: bytes | None = None  # of references only


@dataclass
class Reading:
    leaves: list = field(default_factory=list)
    addresses: list = field(default_factory=list)
    subject: str | None = None
    error: str | None = None      # the parser gave up: then there is nothing else
    severities: dict = field(default_factory=dict)  # of ours only: defect id -> worst severity

    def canonical(self):
        """The same for every parser: what `differential.py show` prints as JSON."""
        if self.error is not None:
            return {"error": self.error}
        leaves = [{"type": leaf.type, "name": leaf.name, "sha256": leaf.sha256} for leaf in self.leaves]
        return {"leaves": leaves, "from": self.addresses, "subject": self.subject}


def of_reference(answer):
    """Reads the JSON object that a driver printed (see drivers/driver.h)."""
    if "error" in answer:
        return Reading(error=text(answer["error"]))
    leaves = []
    for leaf in answer["leaves"]:
        body = bytes.fromhex(leaf["body"])
        leaves.append(Leaf(text(leaf["type"]).lower(), name(text(leaf["name"])),
                           hashlib.sha256(body).hexdigest(), body))
    return Reading(leaves, [text(address) for address in answer["from"]], text(answer["subject"]))


def of_mimewire(message):
    """Reads an object of `mimewire json`."""
    parents = {part.get("parent") for part in message["parts"]}
    leaves = [Leaf(part["type"], name(file_name(part)), part["sha256"])
              for part in message["parts"] if "sha256" in part and part["partId"] not in parents]
    severities = {}
    for defect in message.get("defects", []):
        severities[defect["id"]] = min(severities.get(defect["id"], "z"), defect["severity"], key=SEVERITIES.index)
    return Reading(leaves, list(addresses(message.get("from", []))), message.get("subject"), severities=severities)


SEVERITIES = ["critical", "high", "medium", "lint", "z"]


def file_name(part):
    return part.get("dispositionParameters", {}).get("filename") or part.get("parameters", {}).get("name")


def addresses(list_):
    for entry in list_:
        if "members" in entry:
            yield from addresses(entry["members"])
        else:
            yield entry.get("address") or ""


def text(hexadecimal):
    return None if hexadecimal is None else bytes.fromhex(hexadecimal).decode("utf-8", "surrogateescape")


def name(value):
    """No name and an empty name are the same to a reader."""
    return value or None


# How readings are compared. Each function gives the value of one aspect, freed of what no reader would see.

def types(reading):
    """The leaf types in order. A multipart without parts is no leaf: parsers differ in whether they list it."""
    return [leaf.type for leaf in shown(reading)]


def names(reading):
    return [spaced(leaf.name) for leaf in shown(reading)]


def shown(reading):
    return [leaf for leaf in reading.leaves if not leaf.type.startswith("multipart/")]


def mailboxes(reading):
    """The addresses, those that are none left out, without quotes that change nothing."""
    plain = (re.sub(r'^"((?:[^"\\])*)"(?=@)', r"\1", address) for address in reading.addresses)
    return ["".join(address.split()) for address in plain if address.strip("<> ")]


def subject(reading):
    return spaced(reading.subject or "")


def spaced(value):
    return None if value is None else " ".join(value.split())


def same_body(ours, theirs):
    """Whether two leaves hold the same bytes, up to line ends and the last line break.

    Of ours only the hash is at hand, so that every form that the bytes of theirs may have is hashed.
    """
    if ours.sha256 == theirs.sha256:
        return True
    lf = theirs.body.replace(b"\r\n", b"\n")
    crlf = lf.replace(b"\n", b"\r\n")
    forms = set()
    for body, line_end in ((theirs.body, b"\n"), (theirs.body, b"\r\n"), (lf, b"\n"), (crlf, b"\r\n")):
        forms |= {body, body + line_end, body.removesuffix(line_end), body.removesuffix(b"\r\n"),
                  body.rstrip(b"\r\n"), body.rstrip(b"\r\n") + line_end}
    return any(hashlib.sha256(form).hexdigest() == ours.sha256 for form in forms)


def holds(union, leaf):
    """Whether a union of readings has a leaf with the same type and bytes, up to line ends."""
    return any(leaf.type == other.type and plain(leaf.body) == plain(other.body) for other in union.leaves)


def plain(body):
    return re.sub(rb"\r+\n", b"\n", body).rstrip(b"\r\n")


def differences(ours, theirs):
    """The aspects in which two readings differ; `leaves` alone where the parts cannot be matched."""
    if theirs.error is not None:
        return ["error"]
    found = []
    mine, other = shown(ours), shown(theirs)
    if types(ours) != types(theirs):
        found.append("leaves")
    else:
        if not all(same_body(a, b) for a, b in zip(mine, other)):
            found.append("body")
        if names(ours) != names(theirs):
            found.append("name")
    if mailboxes(ours) != mailboxes(theirs):
        found.append("from")
    if subject(ours) != subject(theirs):
        found.append("subject")
    return found


def value(reading, aspect):
    """What a reading says in one aspect, hashable: equal values are agreement among references."""
    if reading.error is not None:
        return "error"
    if aspect == "body":
        return tuple(plain(leaf.body) for leaf in shown(reading))
    if aspect == "subject":
        return subject(reading)
    return tuple({"leaves": types, "name": names, "from": mailboxes}[aspect](reading))
