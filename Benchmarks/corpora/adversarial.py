"""Messages on which a careless parser takes more than linear time: one shape each, at any size.

The suite runs each shape at two sizes. Time per byte that grows with the size is a denial of service.
"""

from collections.abc import Callable

HEAD = b"From: a@example.org\r\nSubject: x\r\nMIME-Version: 1.0\r\n"


def _repeated(piece: bytes, size: int) -> bytes:
    return piece * max(1, size // len(piece))


def _field(name: bytes, body: bytes) -> bytes:
    return HEAD + name + b": " + body + b"\r\n\r\nbody\r\n"


def recipients(size: int) -> bytes:
    return _field(b"To", _repeated(b"a@example.org,\r\n ", size) + b"b@example.org")


def open_comments(size: int) -> bytes:
    return _field(b"To", b"(" * size)


def open_quotes(size: int) -> bytes:
    return _field(b"To", _repeated(b'"a\\', size))


def angle_brackets(size: int) -> bytes:
    return _field(b"To", b"<" * size)


def encoded_words(size: int) -> bytes:
    return _field(b"Subject", _repeated(b"=?utf-8?Q?a?=\r\n ", size) + b"z")


def encoded_word_openings(size: int) -> bytes:
    return _field(b"Subject", _repeated(b"=?utf-8?Q?", size))


def folds(size: int) -> bytes:
    return _field(b"Subject", _repeated(b"a\r\n ", size) + b"z")


def parameters(size: int) -> bytes:
    return _field(b"Content-Type", b"text/plain" + b"".join(b";\r\n p%d=v" % i for i in range(max(1, size // 12))))


def continuations(size: int) -> bytes:
    count = max(1, size // 24)
    rows = b"".join(b";\r\n filename*%d*=%%41b" % i for i in reversed(range(count)))
    return _field(b"Content-Disposition", b"attachment" + rows)


def fields(size: int) -> bytes:
    return HEAD + _repeated(b"X-A: b\r\n", size) + b"\r\nbody\r\n"


def references(size: int) -> bytes:
    return _field(b"References", _repeated(b"<a@example.org>\r\n ", size) + b"<b@example.org>")


def depth(size: int) -> bytes:
    levels = max(1, size // 80)
    opening = b"".join(
        b'Content-Type: multipart/mixed; boundary="b%d"\r\n\r\n--b%d\r\n' % (i, i) for i in range(levels)
    )
    return HEAD + opening + b"\r\nleaf\r\n"


def forwards(size: int) -> bytes:
    return HEAD + _repeated(b"Content-Type: message/rfc822\r\n\r\n", size) + b"\r\nleaf\r\n"


def parts(size: int) -> bytes:
    return (
        HEAD
        + b"Content-Type: multipart/mixed; boundary=b\r\n\r\n"
        + _repeated(b"--b\r\n\r\nx\r\n", size)
        + b"--b--\r\n"
    )


def near_delimiters(size: int) -> bytes:
    boundary = b"b" * 60
    almost = b"--" + boundary[:-1] + b"c\r\n"
    return (
        HEAD
        + b"Content-Type: multipart/mixed; boundary="
        + boundary
        + b"\r\n\r\n--"
        + boundary
        + b"\r\n\r\n"
        + _repeated(almost, size)
    )


def dashes(size: int) -> bytes:
    return HEAD + b"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\n" + _repeated(b"--\r\n", size)


def empty_lines(size: int) -> bytes:
    return HEAD + b"\r\n" + _repeated(b"\r\n", size)


def soft_line_breaks(size: int) -> bytes:
    return HEAD + b"Content-Transfer-Encoding: quoted-printable\r\n\r\n" + _repeated(b"=\r\n", size)


def trailing_blanks(size: int) -> bytes:
    return HEAD + b"Content-Transfer-Encoding: quoted-printable\r\n\r\n" + b" " * size + b"x"


def short_base64_lines(size: int) -> bytes:
    return HEAD + b"Content-Transfer-Encoding: base64\r\n\r\n" + _repeated(b"QQ\r\n", size)


def one_line(size: int) -> bytes:
    return HEAD + b"\r\n" + b"a" * size


Shape = Callable[[int], bytes]
SHAPES: dict[str, Shape] = {
    shape.__name__: shape
    for shape in [
        recipients, open_comments, open_quotes, angle_brackets, encoded_words, encoded_word_openings, folds,
        parameters, continuations, fields, references, depth, forwards, parts, near_delimiters, dashes, empty_lines,
        soft_line_breaks, trailing_blanks, short_base64_lines, one_line,
    ]
}  # fmt: skip
