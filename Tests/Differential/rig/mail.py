"""Ordinary mail, made up: what the mutations start from.

A message is a list of lines without line ends, so that mutations can work on fields, delimiters and bodies; `joined`
makes bytes of it. Everything is drawn from one `random.Random`: the same seed gives the same message.
"""
import base64
import quopri
from email.header import Header
from urllib.parse import quote

WORDS = ("the minutes of our meeting on Thursday are attached please read them before we meet again thanks for your "
         "patience with the figures of the second quarter there is coffee in the kitchen and cake for everyone").split()
NATIONAL = ["café", "Grüße", "naïve", "Ærø", "日本語", "привет", "ελληνικά", "☕"]
# The charsets that mail programs of a language choose; what fits none goes as UTF-8.
CHARSETS = ["utf-8", "utf-8", "utf-8", "iso-8859-1", "iso-2022-jp", "koi8-r", "windows-1251", "iso-8859-7", "gb18030"]
PEOPLE = ["Ann Example", "Bob", "O'Neill, Carl", "Dr. Dora D. Example", "Zoë Ährenfeld", "山田太郎", ""]
DOMAINS = ["example.org", "example.com", "mail.example.net", "a.test"]
FILES = ["report.pdf", "minutes 2026.txt", "a.exe", "Übersicht.xlsx", "very-long-name-of-a-file-" * 3 + ".docx"]
LEAF_TYPES = ["application/pdf", "image/png", "application/octet-stream", "text/csv", "audio/mpeg", "text/calendar"]


def sentence(random, national=0.2):
    words = random.choices(WORDS, k=random.randint(2, 14))
    if random.random() < national:
        words[random.randrange(len(words))] = random.choice(NATIONAL)
    return " ".join(words)


def message(random, depth=0):
    """The lines of a whole message."""
    fields = [f"From: {mailbox(random)}", f"To: {', '.join(mailbox(random) for _ in range(random.randint(1, 3)))}",
              *subject(random), "Date: Sun, 1 Mar 2026 10:%02d:00 +0100" % random.randrange(60),
              f"Message-ID: <{random.getrandbits(40):x}@{random.choice(DOMAINS)}>", "MIME-Version: 1.0"]
    if random.random() < 0.3:
        fields.insert(0, f"Received: from {random.choice(DOMAINS)} by mx.example.org;")
        fields.insert(1, "\tSun, 1 Mar 2026 10:00:00 +0100")
    return [line.encode() for line in fields] + entity(random, depth)


def mailbox(random):
    name, local = random.choice(PEOPLE), random.choice(["ann", "bob.b", "carl+list", '"d d"', "info"])
    address = f"{local}@{random.choice(DOMAINS)}"
    if not name:
        return random.choice([address, f"<{address}>"])
    if not name.isascii():
        form = random.random()
        if form < 0.1:
            return f"{name} <{address}>"
        words = Header(name, charset_for(random, name)).encode()
        return f'"{words}" <{address}>' if form < 0.2 else f"{words} <{address}>"
    if any(special in name for special in ",.'") or random.random() < 0.3:
        name = f'"{name}"'
    return random.choice([f"{name} <{address}>"] * 5 + [f"{address} ({name.strip(chr(34))})"])


def subject(random):
    text = sentence(random, 0.4)
    if text.isascii():
        return [f"Subject: {text}"] if random.random() < 0.8 else [f"Subject: {text}", f" {sentence(random, 0)}"]
    if random.random() < 0.05:
        return [f"Subject: {text}"]
    return ("Subject: " + Header(text, charset_for(random, text), header_name="Subject").encode()).split("\n")


def charset_for(random, text):
    charset = random.choice(CHARSETS)
    try:
        text.encode(charset)
    except UnicodeError:
        return "utf-8"
    return charset


def entity(random, depth):
    """The content fields, the blank line and the body."""
    shape = random.random()
    if depth < 3 and shape < 0.55 - 0.1 * depth:
        return multipart(random, depth)
    if depth and depth < 3 and shape > 0.93:
        return [b"Content-Type: message/rfc822", b"", *message(random, depth + 1)]
    if depth < 2 and shape > 0.88:
        return random.choice([report, signed])(random, depth)
    return leaf(random, attachment=depth > 0 and random.random() < 0.5)


def multipart(random, depth):
    kind = random.choice(["mixed", "mixed", "alternative", "related", "digest" if depth else "mixed"])
    count = random.choice([1, 2, 2, 2, 3])
    parts = [[b"", *message(random, depth + 1)] if kind == "digest" else entity(random, depth + 1)
             for _ in range(count)]
    return enclosed(random, kind, parts)


def report(random, depth):
    """What a mail server says of a message that it could not deliver (RFC 3464)."""
    status = [b"Content-Type: message/delivery-status", b"", b"Reporting-MTA: dns; mx.example.org", b"",
              b"Final-Recipient: rfc822; bob@example.net", b"Action: failed", b"Status: 5.1.1"]
    rest = random.choice([
        [b"Content-Type: message/rfc822", b"", *message(random, depth + 2)],
        [b"Content-Type: text/rfc822-headers", b"", b"From: ann@example.org",
         b"Subject: " + sentence(random, 0).encode()]])
    return enclosed(random, "report; report-type=delivery-status", [leaf(random, attachment=False), status, rest])


def signed(random, depth):
    signature = [b"Content-Type: application/pgp-signature; name=\"signature.asc\"", b"",
                 b"-----BEGIN PGP SIGNATURE-----", b"", base64.b64encode(random.randbytes(45)),
                 b"-----END PGP SIGNATURE-----"]
    return enclosed(random, 'signed; micalg=pgp-sha256; protocol="application/pgp-signature"',
                    [entity(random, depth + 2), signature])


def enclosed(random, kind, parts):
    """The multipart around some parts."""
    boundary = random.choice(["b%d", "----=_Part_%d.1", "=_%x", "a b%d", "%032d"]) % random.randrange(10_000)
    quoted = f'"{boundary}"' if random.random() < 0.8 or set(boundary) & set("= ") else boundary
    lines = [f"Content-Type: multipart/{kind}; boundary={quoted}", ""] if random.random() < 0.7 else \
        [f"Content-Type: multipart/{kind};", f"\tboundary={quoted}", ""]
    if random.random() < 0.4:
        lines.append("This is a message in several parts.")
    lines = [line.encode() for line in lines]
    for part in parts:
        lines += [f"--{boundary}".encode(), *part]
    return lines + [f"--{boundary}--".encode(), *([b""] if random.random() < 0.5 else [])]


def leaf(random, attachment):
    fields, body = [], [sentence(random) for _ in range(random.randint(1, 5))]
    text = "\r\n".join(body)
    charset = "us-ascii" if text.isascii() and random.random() < 0.5 else charset_for(random, text)
    raw = text.encode(charset)
    if attachment:
        name = random.choice(FILES)
        raw = random.choice([raw, random.randbytes(random.randint(1, 200))])
        fields += [f"Content-Type: {random.choice(LEAF_TYPES)}{parameter(random, 'name', name)}",
                   f"Content-Disposition: attachment{parameter(random, 'filename', name)}"]
    elif random.random() < 0.85:
        kind = random.choice(["plain", "plain", "html"])
        fields.append(f"Content-Type: text/{kind}; charset={random.choice([charset, chr(34) + charset + chr(34)])}")
    binary = any(byte > 126 or byte < 32 and byte not in b"\r\n" for byte in raw)
    encoding = random.choice(["base64", "quoted-printable"] if binary else ["7bit", "quoted-printable", "base64", ""])
    if binary and charset != "us-ascii" and not attachment and random.random() < 0.2:
        encoding = "8bit"
    if encoding:
        fields.append(f"Content-Transfer-Encoding: {encoding}")
    random.shuffle(fields)
    return [line.encode() for field in fields for line in field.split("\n")] + [b"", *encoded(raw, encoding)]


def parameter(random, attribute, value):
    form = random.random()
    if form < 0.1:
        return ""
    if not value.isascii():
        if form < 0.2:
            return f'; {attribute}="{value}"'
        return f"; {attribute}*=utf-8''{quote(value)}" if form < 0.6 else \
            f"; {attribute}=\"{Header(value, 'utf-8').encode()}\""
    if form < 0.2:
        half = len(value) // 2
        return f";\n {attribute}*0=\"{value[:half]}\";\n {attribute}*1=\"{value[half:]}\""
    return f'; {attribute}="{value}"' if " " in value or form < 0.7 else f"; {attribute}={value}"


def encoded(raw, encoding):
    if encoding == "base64":
        return base64.encodebytes(raw).rstrip().split(b"\n")
    if encoding == "quoted-printable":
        return quopri.encodestring(raw.replace(b"\r\n", b"\n")).split(b"\n")
    return raw.split(b"\r\n")


def joined(lines, line_end):
    return b"".join(line + line_end for line in lines)
