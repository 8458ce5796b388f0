"""Ordinary mail: `mix`, `small`, `large`, `headers` and `i18n`."""

import math
from collections.abc import Iterator
from random import Random
from statistics import NormalDist

from .fields import Fields
from .parts import CHARSETS, Part, Parts, section
from .prose import Prose

GOLDEN = (math.sqrt(5) - 1) / 2
MEDIAN, SIGMA = 11_000, 1.42
LARGEST = 25_000_000
HEADER_BYTES = 2_600  # what Fields.section is long on average


class Writer:
    """A writer of whole messages."""

    def __init__(self, seed: int):
        self.random = Random(seed)
        self.prose = Prose(self.random)
        self.fields = Fields(self.random, self.prose)
        self.parts = Parts(self.random, self.prose, self.fields)

    def message(self, size: int) -> bytes:
        """A message of about `size` bytes: text alone when small, more likely with attachments the bigger it is."""
        charset, language, encodings = self.parts.charset()
        fields = self.fields.section(language, "utf-8" if charset == "us-ascii" else charset)
        room = max(size - HEADER_BYTES, 400)
        if self.random.random() < _attachment_chance(room):
            content = self.with_attachments(charset, language, encodings, room)
        else:
            content = self.content(charset, language, encodings, room)
        return section(fields + content.fields) + content.body

    def content(self, charset: str, language: str, encodings: dict[str, float], size: float) -> Part:
        """What a person wrote, in one of the shapes that mailers give it."""
        text = self.parts.text
        kind = self.random.random()
        if kind < 0.16:
            return text("plain", charset, language, encodings, size)
        if kind < 0.24:
            return text("html", charset, language, encodings, size)
        if kind < 0.88:
            return self.alternative(charset, language, encodings, size)
        if kind < 0.94:
            return self.parts.multipart(
                "mixed",
                [text("plain", charset, language, encodings, size * 0.3), self.forwarded(language, size * 0.5)],
            )
        return self.delivery_report(size)

    def alternative(self, charset: str, language: str, encodings: dict[str, float], size: float) -> Part:
        text = self.parts.text
        return self.parts.multipart(
            "alternative",
            [
                text("plain", charset, language, encodings, size * 0.22),
                text("html", charset, language, encodings, size * 0.78),
            ],
        )

    def with_attachments(self, charset: str, language: str, encodings: dict[str, float], size: float) -> Part:
        written = min(size * 0.35, 4_000 + self.random.random() * 22_000)
        count = self.random.choice([1, 1, 1, 2, 3])
        text = self.content(charset, language, encodings, written)
        if self.random.random() < 0.2:
            image = self.parts.attachment(written * 0.3)
            image.fields.append(f"Content-ID: <{self.fields.token(20)}@img.example.org>")
            text = self.parts.multipart("related", [text, image], ' type="multipart/alternative";')
        attachments = [self.parts.attachment((size - written) / count) for _ in range(count)]
        return self.parts.multipart("mixed", [text, *attachments])

    def forwarded(self, language: str, size: float) -> Part:
        inner = self.parts.text("plain", "utf-8", language, {"8bit": 1.0}, size)
        message = section(self.fields.section(language, "utf-8") + inner.fields) + inner.body
        return Part(["Content-Type: message/rfc822", "Content-Disposition: attachment"], message)

    def delivery_report(self, size: float) -> Part:
        """RFC 3464."""
        status = (
            f"Reporting-MTA: dns; {self.fields.domain()}\r\nArrival-Date: {self.fields.date()}\r\n\r\n"
            f"Final-Recipient: rfc822; {self.fields.address()}\r\nAction: failed\r\nStatus: 5.1.1\r\n"
            "Diagnostic-Code: smtp; 550 5.1.1 user unknown\r\n"
        )
        notice = self.parts.text("plain", "us-ascii", "en", {"7bit": 1.0}, size * 0.4)
        return self.parts.multipart(
            "report",
            [
                notice,
                Part(["Content-Type: message/delivery-status"], status.encode()),
                self.forwarded("en", size * 0.4),
            ],
            " report-type=delivery-status;",
        )

    def list_message(self, size: int) -> bytes:
        charset, language = ("us-ascii", "en") if self.random.random() < 0.6 else ("utf-8", "symbols")
        encoding = "7bit" if charset == "us-ascii" else "8bit"
        head = section(
            [
                *self.fields.list_section(language, charset),
                f"Content-Type: text/plain; charset={charset}",
                f"Content-Transfer-Encoding: {encoding}",
            ]
        )
        return head + self.prose.plain(language, max(size - len(head), 300)).encode(charset, "replace")


def sizes(count: int) -> Iterator[int]:
    """Log-normal with a longer tail, as mail is.

    The quantiles are the multiples of the golden ratio modulo 1 rather than random numbers: each arithmetic
    subsequence of those is spread evenly as well, so that every n-th message is a fair sample for a slow peer.
    """
    for i in range(count):
        quantile = ((i + 0.5) * GOLDEN) % 1
        size = MEDIAN * math.exp(SIGMA * NormalDist().inv_cdf(quantile))
        if quantile > 0.999:
            size *= (0.001 / (1 - quantile)) ** 1.8
        yield int(min(max(size, 1_500), LARGEST))


def _attachment_chance(room: float) -> float:
    return min(0.9, max(0.05, 0.7 * math.log10(room / 4_000)))


def mix(seed: int, scale: float) -> Iterator[bytes]:
    writer = Writer(seed)
    for size in sizes(round(3_000 * scale)):
        yield writer.message(size)


def small(seed: int, scale: float) -> Iterator[bytes]:
    writer = Writer(seed)
    for _ in range(round(20_000 * scale)):
        yield writer.list_message(writer.random.randint(2_000, 3_000))


def large(seed: int, scale: float) -> Iterator[bytes]:
    writer = Writer(seed)
    for _ in range(4):
        text = writer.alternative("utf-8", "symbols", {"quoted-printable": 1.0}, 30_000)
        attachments = [writer.parts.attachment(LARGEST * min(scale, 1) / 3) for _ in range(3)]
        content = writer.parts.multipart("mixed", [text, *attachments])
        yield section(writer.fields.section("symbols", "utf-8") + content.fields) + content.body


def headers(seed: int, scale: float) -> Iterator[bytes]:
    writer = Writer(seed)
    for i in range(round(5_000 * scale)):
        charset, language, _ = writer.parts.charset()
        fields = writer.fields.section(language, "utf-8" if charset == "us-ascii" else charset, heavy=i % 2 == 0)
        yield section([*fields, f"Content-Type: text/plain; charset={charset}", "Content-Transfer-Encoding: 7bit"])


def i18n(seed: int, scale: float) -> Iterator[bytes]:
    """Every charset in turn, in fields and bodies; every eighth message has raw UTF-8 in a field (RFC 6532)."""
    writer = Writer(seed)
    rows = [row for row in CHARSETS if row[0] != "us-ascii"]
    for i in range(round(2_000 * scale)):
        charset, language, _, encodings = rows[i % len(rows)]
        fields = writer.fields.section(language, charset)
        if i % 8 == 7:
            fields.append(f"X-Note: {writer.prose.words(language, 12)}")
        content = writer.alternative(charset, language, encodings, 6_000)
        if i % 3 == 0:
            content = writer.parts.multipart("mixed", [content, writer.parts.attachment(1_500)])
        yield section(fields + content.fields) + content.body
