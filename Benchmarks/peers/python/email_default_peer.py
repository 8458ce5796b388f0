"""Python's `email` with its modern policy, which decodes fields into typed values."""

import email.policy
from email.parser import BytesParser

parser = BytesParser(policy=email.policy.default)


def see(message, rung, counts):
    root = parser.parsebytes(message)
    if rung >= 1:
        for name in ("From", "Subject", "Date"):
            counts.sum += len(root[name] or "")
    for part in root.walk():
        counts.headers += len(part)
        if rung >= 2:
            counts.sum += sum(len(value) for value in part.values())
        if part.is_multipart():
            continue
        counts.parts += 1
        if rung == 3:
            counts.decoded += len(decoded(part))


def decoded(part):
    """Bytes, or characters for a text part."""
    content = part.get_payload(decode=True) or b""
    if part.get_content_maintype() != "text":
        return content
    try:
        return content.decode(part.get_content_charset("us-ascii"), "replace")
    except LookupError:
        return content
