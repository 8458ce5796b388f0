"""Python's `email` with the policy that a parser has unless told otherwise: fields are decoded by `email.header`."""

from email.header import decode_header, make_header
from email.parser import BytesParser

from email_default_peer import decoded

parser = BytesParser()


def see(message, rung, counts):
    root = parser.parsebytes(message)
    if rung >= 1:
        for name in ("From", "Subject", "Date"):
            counts.sum += text(root[name] or "")
    for part in root.walk():
        counts.headers += len(part)
        if rung >= 2:
            counts.sum += sum(text(value) for value in part.values())
        if part.is_multipart():
            continue
        counts.parts += 1
        if rung == 3:
            counts.decoded += len(decoded(part))


def text(value):
    try:
        return len(str(make_header(decode_header(value))))
    except (LookupError, ValueError, TypeError):
        return 1
