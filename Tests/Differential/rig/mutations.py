"""Damage to mail, one function a kind. Each takes the lines of a message and gives others.

What real programs do wrong comes first, what attackers do behind it; all of it is drawn from one `random.Random`, so
that the number of a mutant is all that is needed to make it again.
"""
import random as randomness
import re

import mail

NAMES = [b"Content-Type", b"Content-Transfer-Encoding", b"Content-Disposition", b"From", b"Subject", b"To",
         b"MIME-Version", b"Content-ID", b"Date"]
VALUES = {
    b"Content-Type": [b"text/plain", b"text/html; charset=utf-8", b'multipart/mixed; boundary="zz"',
                      b"application/octet-stream", b"message/rfc822", b"multipart/mixed", b"text", b""],
    b"Content-Transfer-Encoding": [b"base64", b"quoted-printable", b"8bit", b"7bit", b"binary", b"x-unknown",
                                   b"BASE64", b"base64 (c)", b"", b"quoted-printable;", b"8-bit"],
    b"Content-Disposition": [b"inline", b'attachment; filename="x.exe"', b"attachment", b"x"],
    b"From": [b"eve@evil.test", b"Eve <eve@evil.test>", b"", b"<>", b"a@b@c.test", b'"x@example.org" <eve@evil.test>'],
    b"Subject": [b"other", b"=?utf-8?Q?caf=C3=A9?=", b"", b"=?utf-8?B?Y2Fmw6k=?= tail"],
}


def mutant(seed, number, stored=()):
    """The bytes of one mutant, and the names of what was done to it. Every 20th is not mutated at all.

    It is made from a message of `stored` if there are any, else from one made up.
    """
    random = randomness.Random(f"{seed}:{number}")
    if stored:
        raw = random.choice(stored)
        lines, line_end = raw.splitlines(), b"\r\n" if b"\r\n" in raw else b"\n"
    else:
        lines, line_end = mail.message(random), random.choice([b"\r\n", b"\r\n", b"\n"])
    done = []
    if number % 20:
        for _ in range(random.choice([1, 1, 1, 2, 2, 3, 4])):
            mutation = random.choice(MUTATIONS)
            lines = mutation(random, lines) or [b""]  # an empty file is no message
            done.append(mutation.__name__)
    raw = mail.joined(lines, line_end)
    if number % 20 and random.random() < 0.15:
        damage = random.choice(BYTE_MUTATIONS)
        raw = damage(random, raw)
        done.append(damage.__name__)
    return raw, done


# Where things are in a message.

def fields(lines):
    """The numbers of lines that begin a field: a name and a colon, in any header section."""
    return [i for i, line in enumerate(lines) if re.match(rb"[A-Za-z-]+:", line)]


def delimiters(lines):
    return [i for i, line in enumerate(lines) if line.startswith(b"--") and len(line) > 3]


def field(random, lines, name):
    found = [i for i in fields(lines) if lines[i].lower().startswith(name.lower())]
    return random.choice(found) if found else None


def some(random, numbers, lines):
    return random.choice(numbers) if numbers else random.randrange(len(lines))


def replaced(lines, i, *with_):
    return lines[:i] + list(with_) + lines[i + 1:]


# Header sections.

def duplicate_field(random, lines):
    i = some(random, fields(lines), lines)
    name, _, value = lines[i].partition(b":")
    other = random.choice(VALUES.get(name, [value, b" x"]))
    pair = [lines[i], name + b": " + other.strip()]
    if random.random() < 0.3:
        pair.reverse()
    return replaced(lines, i, *pair)


def change_field(random, lines):
    name = random.choice(list(VALUES))
    i = field(random, lines, name)
    if i is None:
        return lines
    return replaced(lines, i, name + b": " + random.choice(VALUES[name]))


def drop_field(random, lines):
    i = some(random, fields(lines), lines)
    return replaced(lines, i)


def move_fold(random, lines):
    i = some(random, fields(lines), lines)
    at = random.randrange(len(lines[i]) + 1)
    space = random.choice([b" ", b"\t", b"", b"   "])
    return replaced(lines, i, lines[i][:at], space + lines[i][at:])


def unfold(random, lines):
    folded = [i for i, line in enumerate(lines) if i and line[:1] in (b" ", b"\t")]
    if not folded:
        return lines
    i = random.choice(folded)
    return replaced(lines, i, lines[i].lstrip() if random.random() < 0.5 else b" " * 3 + lines[i])


def blank_line(random, lines):
    i = some(random, fields(lines), lines)
    return lines[:i] + [random.choice([b"", b"", b" ", b"\t", b"  "])] + lines[i:]


def drop_blank_line(random, lines):
    blank = [i for i, line in enumerate(lines) if not line]
    return replaced(lines, some(random, blank, lines))


def junk_line(random, lines):
    i = some(random, fields(lines), lines)
    junk = random.choice([b"not a field", b">From ann@example.org", b"From ann Sun Mar  1 10:00:00 2026", b": empty",
                          b"=3D", b"X\xc3\xa9: y", b"Name with space: x", b"X:"])
    return lines[:i] + [junk] + lines[i:]


def field_name(random, lines):
    i = some(random, fields(lines), lines)
    name, _, value = lines[i].partition(b":")
    name = random.choice([name + b" ", name.upper(), name.lower(), b" " + name, name + b"\t", name + b"x"])
    return replaced(lines, i, name + random.choice([b":", b":", b": :", b""]) + value)


# Values: parameters, words, addresses.

def parameter(random, lines):
    chosen = [i for i, line in enumerate(lines) if re.search(rb"(boundary|charset|name)[*0-9]*=", line)]
    if not chosen:
        return lines
    i = random.choice(chosen)
    line = lines[i]
    change = random.choice([
        lambda: line.replace(b'"', b"", 1), lambda: line.replace(b'"', b""), lambda: line.replace(b"; ", b" ", 1),
        lambda: line.replace(b";", b";;", 1), lambda: line.replace(b"; ", b",", 1), lambda: line + b";",
        lambda: line + b" (comment)", lambda: line + b"x", lambda: line.replace(b"=", b" = ", 1),
        lambda: line.replace(b"=", b"= ", 1), lambda: line.replace(b"=", b"*=", 1),
        lambda: line.replace(b"=", b"*0=", 1), lambda: re.sub(rb"(\w+=\"?)", rb"x=1; \1", line, count=1),
        lambda: re.sub(rb"(name\*?)=", rb"\1*1=", line), lambda: line.upper(), lambda: line + b"; " + line[-20:],
        lambda: line + b'; boundary="other"', lambda: line + b'; filename="other.exe"',
        lambda: line + b"; filename*=utf-8''other%2Eexe", lambda: line.replace(b'"', b"'"),
        lambda: line.replace(b'="', b'="\\'), lambda: re.sub(rb"\.(\w)", rb". \1", line),
        lambda: line.replace(b"''", b"'en'"), lambda: line.replace(b"%", b"%%", 1), lambda: line.replace(b'"', b'\\"')])
    return replaced(lines, i, change())


def type_(random, lines):
    i = field(random, lines, b"Content-Type")
    if i is None:
        return lines
    line = lines[i]
    change = random.choice([
        lambda: line.replace(b"/", b" / "), lambda: line.replace(b"/", b"/(c)"), lambda: line.replace(b"/", b""),
        lambda: line.replace(b"/", b"//"), lambda: line.replace(b": ", b": (c) "), lambda: line.replace(b"; ", b", "),
        lambda: re.sub(rb"/[a-z0-9-]+", b"/x-other", line), lambda: line.upper(), lambda: line.swapcase(),
        lambda: line.replace(b": ", b":"), lambda: line.replace(b": ", b': "', 1), lambda: line.replace(b"text/", b"")])
    return replaced(lines, i, change())


def charset(random, lines):
    label = random.choice([b"utf-8", b"us-ascii", b"iso-8859-1", b"windows-1252", b"bogus", b"utf-7", b"utf-16",
                           b"iso-2022-jp", b"shift_jis", b"", b"unknown-8bit", b"UTF8", b"cp1252"])
    chosen = [i for i, line in enumerate(lines) if re.search(rb"charset=|=\?[\w-]+\?", line)]
    if not chosen:
        return lines
    i = random.choice(chosen)
    line = re.sub(rb'charset="?[\w-]+"?', b"charset=" + label, lines[i])
    return replaced(lines, i, re.sub(rb"=\?[\w-]+\?", b"=?" + label + b"?", line, count=1))


def encoded_word(random, lines):
    chosen = [i for i, line in enumerate(lines) if b"=?" in line]
    if not chosen:
        return lines
    i = random.choice(chosen)
    line = lines[i]
    change = random.choice([
        lambda: line.replace(b"?=", b"?", 1), lambda: line.replace(b"?=", b"", 1),
        lambda: line.replace(b"=?", b"x=?", 1),
        lambda: line.replace(b"?=", b"?=x", 1), lambda: line.replace(b"?=", b"=?=", 1),
        lambda: line.replace(b"?q?", b"?Q?").replace(b"?b?", b"?B?"), lambda: line.replace(b"?q?", b"?b?"),
        lambda: line.replace(b"?b?", b"?q?"), lambda: line.replace(b"_", b" ", 1),
        lambda: line.replace(b"utf-8", b"utf-8*en"),
        lambda: re.sub(rb"(=\?[^?]*\?.\?..)", rb"\1=", line), lambda: line.replace(b"?=", b"?= =?utf-8?q?x?=", 1),
        lambda: line.replace(b"=?", b'"=?', 1).replace(b"?=", b'?="', 1), lambda: line + b" " + line[-30:]])
    return replaced(lines, i, change())


def address(random, lines):
    i = field(random, lines, b"From")
    if i is None:
        return lines
    line = lines[i]
    extra = b"eve@evil.test"
    change = random.choice([
        lambda: line.replace(b"<", b"", 1), lambda: line.replace(b">", b"", 1), lambda: line.replace(b'"', b"", 1),
        lambda: line + b", " + extra, lambda: line + b" <" + extra + b">", lambda: line + b"; " + extra,
        lambda: line.replace(b"@", b"(c)@", 1), lambda: line.replace(b"@", b" @ ", 1), lambda: line + b" (comment)",
        lambda: line.replace(b"@", b"@a@", 1), lambda: line.replace(b": ", b": group: ", 1) + b";",
        lambda: line.replace(b": ", b": " + extra + b" ", 1), lambda: line.replace(b"<", b"<<", 1),
        lambda: line.replace(b": ", b": (" + extra + b") ", 1), lambda: line + b".",
        lambda: line.replace(b".", b"..", 1),
        lambda: line.replace(b"<", b"<@x.test:", 1), lambda: line.replace(b">", b">x", 1), lambda: line + b",",
        lambda: line.replace(b"<", b"[mailto:", 1).replace(b">", b"]", 1), lambda: line.replace(b" <", b"<", 1)])
    return replaced(lines, i, change())


# Structure.

def delimiter(random, lines):
    found = delimiters(lines)
    if not found:
        return lines
    i = random.choice(found)
    line = lines[i]
    change = random.choice([
        lambda: line + b" ", lambda: line + b"\t \t", lambda: line + b"x", lambda: line + b" x", lambda: line + b"--",
        lambda: line + b"-", lambda: line.removesuffix(b"--"), lambda: line[:-1], lambda: b" " + line,
        lambda: line[1:], lambda: b"-" + line, lambda: line.upper(), lambda: line.replace(b"--", b"-- ", 1),
        lambda: line.removesuffix(b"--") + b" --", lambda: b""])
    return replaced(lines, i, change())


def drop_delimiter(random, lines):
    found = delimiters(lines)
    return replaced(lines, random.choice(found)) if found else lines


def repeat_delimiter(random, lines):
    found = delimiters(lines)
    if not found:
        return lines
    i, j = random.choice(found), random.randrange(len(lines) + 1)
    return lines[:j] + [lines[i]] + lines[j:]


def swap_boundary(random, lines):
    """One boundary becomes another, in its parameter, in its delimiters or in both."""
    names = sorted(set(re.findall(rb'boundary="?([^"\s;]+)', b"\n".join(lines), re.I)))
    if not names:
        return lines
    old = random.choice(names)
    new = random.choice([*names, old + b"x", old[:-1], old.upper(), b""])
    where = random.choice([lambda line: True, lambda line: line.startswith(b"--"), lambda line: b"boundary" in line])
    return [line.replace(old, new) if where(line) else line for line in lines]


def epilogue(random, lines):
    found = delimiters(lines)
    if not found:
        return lines
    opening = lines[random.choice(found)].removesuffix(b"--")
    return lines + [opening, b"Content-Type: text/plain; name=late.txt", b"", b"after the end", opening + b"--"]


def nest_message(random, lines):
    inner = mail.message(random, depth=2)
    return nested(random, lines, [b"Content-Type: message/rfc822", *random.choice([
        [], [], [b"Content-Transfer-Encoding: base64"], [b"Content-Transfer-Encoding: 8bit"]]), b"", *inner])


def nest_multipart(random, lines):
    return nested(random, lines, mail.multipart(random, depth=2))


def nested(random, lines, entity):
    found = [i for i in delimiters(lines) if lines[i].endswith(b"--")]
    if not found:
        return lines
    i = random.choice(found)
    return lines[:i] + [lines[i][:-2], *entity] + lines[i:]


def splice(random, lines):
    """A stretch of another message in place of a stretch of this one."""
    other = mail.message(random)
    i, j = sorted(random.randrange(len(lines) + 1) for _ in range(2))
    k, m = sorted(random.randrange(len(other) + 1) for _ in range(2))
    return lines[:i] + other[k:m][:10] + lines[min(j, i + 10):]


def drop_lines(random, lines):
    i = random.randrange(len(lines))
    return lines[:i] + lines[i + random.randint(1, 4):]


def truncate(random, lines):
    return lines[:random.randrange(1, len(lines) + 1)]


# Bodies.

def body_line(random, lines):
    bodies = [i for i, line in enumerate(lines) if line and i not in fields(lines) and not line.startswith(b"--")]
    if not bodies:
        return lines
    i = random.choice(bodies)
    line = lines[i]
    at = random.randrange(len(line) + 1)
    change = random.choice([
        lambda: line[:at] + b"=" + line[at:], lambda: line[:at] + line[at + 1:], lambda: line + b"=",
        lambda: line + b"= ", lambda: line + b"  ", lambda: line[:at] + b"-_" + line[at:], lambda: line.rstrip(b"="),
        lambda: line[:at] + b"=e9" + line[at:], lambda: line[:at] + b"=XY" + line[at:], lambda: line * 40,
        lambda: b"." + line, lambda: b"From " + line, lambda: line[:at] + b"\xe9\xff" + line[at:],
        lambda: line[:at] + b"!" + line[at:], lambda: line[:at] + b"\x00" + line[at:],
        lambda: b"begin 644 x.exe", lambda: line + b"=="])
    return replaced(lines, i, change())


def control(random, lines):
    i = some(random, fields(lines), lines)
    at = random.randrange(len(lines[i]) + 1)
    octet = random.choice([b"\x00", b"\x0b", b"\x0c", b"\x1b", b"\xe9", b"\xc2\x85", b"\xc2\xa0", b"\x7f", b"\xc3\xa9"])
    return replaced(lines, i, lines[i][:at] + octet + lines[i][at:])


# Bytes of the whole: line ends above all.

def line_end(random, raw):
    ends = [match.start() for match in re.finditer(rb"\r?\n", raw)]
    at = random.choice(ends)
    length = 2 if raw[at:at + 1] == b"\r" else 1
    return raw[:at] + random.choice([b"\n", b"\r", b"\r\r\n", b"\n\r", b"\r\n", b"\n\n"]) + raw[at + length:]


def bare_return(random, raw):
    at = random.randrange(len(raw) + 1)
    return raw[:at] + b"\r" + raw[at:]


def mixed_line_ends(random, raw):
    pieces = re.split(rb"\r?\n", raw)
    return b"".join(piece + random.choice([b"\r\n", b"\n"]) for piece in pieces[:-1]) + pieces[-1]


def cut(random, raw):
    return raw[:random.randrange(1, len(raw) + 1)]


def byte_order_mark(random, raw):
    return b"\xef\xbb\xbf" + raw


def envelope_line(random, raw):
    return b"From ann@example.org Sun Mar  1 10:00:00 2026\n" + raw


MUTATIONS = [duplicate_field, change_field, drop_field, move_fold, unfold, blank_line, drop_blank_line, junk_line,
             field_name, parameter, parameter, parameter, type_, charset, encoded_word, encoded_word, address, address,
             delimiter, delimiter, drop_delimiter, repeat_delimiter, swap_boundary, epilogue, nest_message,
             nest_multipart, splice, drop_lines, truncate, body_line, body_line, control]
BYTE_MUTATIONS = [line_end, line_end, bare_return, mixed_line_ends, cut, byte_order_mark, envelope_line]
