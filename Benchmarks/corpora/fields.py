"""Header sections: trace fields, signatures, addresses and the rest, of the shapes and lengths that real mail has."""

from random import Random

from .encodings import encoded_words
from .prose import ALPHANUMERIC, HEXADECIMAL, Prose
from .words import DOMAINS, FIRST_NAMES, LAST_NAMES

BASE64_ALPHABET = ALPHANUMERIC + "+/"
DAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
ZONES = ["+0000", "-0700", "+0200", "+0900", "+0530", "-0500"]
MAILERS = ["Example Mail 16.0", "Writer (2.3696)", "Courier/2.2.9", "Pigeon 102"]


class Fields:
    """A writer of header fields. Each method returns lines without the last line end; folds are CRLF and a blank."""

    def __init__(self, random: Random, prose: Prose):
        self.random = random
        self.prose = prose

    # Pieces.

    def token(self, length: int, alphabet: str = ALPHANUMERIC) -> str:
        return "".join(self.random.choices(alphabet, k=length))

    def domain(self) -> str:
        return self.random.choice(DOMAINS)

    def address(self) -> str:
        first, last = self.random.choice(FIRST_NAMES), self.random.choice(LAST_NAMES)
        return f"{first}.{last}{self.random.randint(1, 999)}@{self.domain()}".lower()

    def ip(self) -> str:
        return f"192.0.2.{self.random.randint(1, 254)}"  # RFC 5737: reserved for documents

    def date(self) -> str:
        r = self.random
        time = f"{r.randint(0, 23):02d}:{r.randint(0, 59):02d}:{r.randint(0, 59):02d}"
        day = f"{r.choice(DAYS)}, {r.randint(1, 28)} {r.choice(MONTHS)} {r.randint(2005, 2026)}"
        return f"{day} {time} {r.choice(ZONES)}"

    def message_id(self) -> str:
        return f"<{self.token(22)}.{self.random.randint(10**9, 10**10)}@{self.domain()}>"

    def words(self, text: str, charset: str) -> str:
        """`text` as it may stand in a field: as it is if it is ASCII, as encoded words otherwise."""
        if text.isascii():
            return text
        dense = charset.startswith(("iso-2022", "gb", "big5", "euc", "shift", "koi8"))
        return encoded_words(text, charset, "B" if dense or self.random.random() < 0.5 else "Q")

    def mailbox(self, language: str, charset: str) -> str:
        kind = self.random.random()
        first, last = self.random.choice(FIRST_NAMES), self.random.choice(LAST_NAMES)
        if language != "en" and kind < 0.5:
            return f"{self.words(self.prose.words(language, 2), charset)} <{self.address()}>"
        if kind < 0.7:
            return f"{first} {last} <{self.address()}>"
        if kind < 0.85:
            return f'"{last}, {first} ({self.token(4)})" <{self.address()}>'
        return self.address()

    # Trace fields and signatures.

    def received(self) -> str:
        kind = self.random.random()
        if kind < 0.5:
            host = f"out-{self.token(4, HEXADECIMAL)}.{self.domain()}"
            return (
                f"Received: from {host} ({host} [{self.ip()}])\r\n"
                f"\tby mx.{self.domain()} (Postfix) with ESMTPS id {self.token(11)}\r\n"
                f"\tfor <{self.address()}>; {self.date()} (UTC)"
            )
        if kind < 0.75:
            return (
                f"Received: by 2001:db8:{self.token(4, HEXADECIMAL)}:b0:{self.token(4, HEXADECIMAL)} with SMTP id "
                f"{self.token(15, HEXADECIMAL)};\r\n        {self.date()}"
            )
        host = f"{self.token(12).upper()}.prod.{self.domain()}"
        return (
            f"Received: from {host} (2001:db8:{self.token(3, HEXADECIMAL)}::{self.token(2, HEXADECIMAL)}) by\r\n"
            f" {self.token(12).upper()}.prod.{self.domain()} with SMTP\r\n"
            f" (version=TLS1_3, cipher=TLS_AES_256_GCM_SHA384) id {self.random.randint(1000, 9999)}.10;\r\n"
            f" {self.date()}"
        )

    def signature(self, name: str) -> str:
        """A signature field of RFC 6376 or 8617, with a key of 2,048 bits."""
        value = self.token(342, BASE64_ALPHABET) + "=="
        lines = "\r\n         ".join(value[i : i + 70] for i in range(0, len(value), 70))
        return (
            f"{name}: v=1; a=rsa-sha256; c=relaxed/relaxed;\r\n"
            f"        d={self.domain()}; s={self.token(8, HEXADECIMAL)}; t={self.token(10, '123456789')};\r\n"
            "        h=to:subject:message-id:date:from:mime-version:from:to:cc\r\n         :subject:reply-to;\r\n"
            f"        bh={self.token(43, BASE64_ALPHABET)}=;\r\n        b={lines}"
        )

    def authentication_results(self, name: str = "Authentication-Results") -> str:
        return (
            f"{name}: mx.{self.domain()};\r\n\tdkim=pass (2048-bit key) header.d={self.domain()} "
            f"header.s={self.token(6)};\r\n\tspf=pass smtp.mailfrom={self.address()};\r\n"
            f"\tdmarc=pass (p=reject) header.from={self.domain()}"
        )

    def vendor_fields(self) -> list[str]:
        """What big providers add: many short fields with long names, and one opaque long one."""
        r = self.random
        short = [
            f"X-Provider-{self.token(10)}-{self.token(12)}: {self.token(r.randint(4, 64))}"
            for _ in range(r.randint(3, 12))
        ]
        report = "\r\n ".join(self.token(70, BASE64_ALPHABET) for _ in range(r.randint(4, 14)))
        return [*short, f"X-Provider-Report:\r\n {report}"]

    # Whole sections.

    def section(self, language: str, charset: str, heavy: bool = False) -> list[str]:
        """Everything but the MIME fields of a message that travelled through a few servers."""
        r = self.random
        fields = [f"Return-Path: <{self.address()}>", f"Delivered-To: {self.address()}"]
        fields += (self.received() for _ in range(r.randint(2, 5)))
        fields += (self.signature("DKIM-Signature") for _ in range(1 if r.random() < 0.85 else 2))
        if heavy or r.random() < 0.15:
            fields += [
                f"ARC-Seal: i=1; a=rsa-sha256; cv=none; d={self.domain()}; s=arc;\r\n"
                f" b={self.token(340, BASE64_ALPHABET)}",
                self.signature("ARC-Message-Signature"),
                self.authentication_results("ARC-Authentication-Results"),
            ]
        fields.append(self.authentication_results())
        if heavy or r.random() < 0.15:
            fields += self.vendor_fields()
        recipients = r.randint(1, 4) if r.random() < 0.85 else r.randint(5, 25)
        fields += [
            f"Date: {self.date()}",
            f"From: {self.mailbox(language, charset)}",
            "To: " + ",\r\n ".join(self.mailbox(language, charset) for _ in range(recipients)),
        ]
        if r.random() < 0.3:
            fields.append("Cc: " + ",\r\n ".join(self.mailbox(language, charset) for _ in range(r.randint(1, 8))))
        if r.random() < 0.3:
            fields.append(f"Reply-To: {self.mailbox(language, charset)}")
        fields.append(f"Message-ID: {self.message_id()}")
        if r.random() < 0.4:
            fields += self.thread(r.randint(1, 8))
        fields.append(f"Subject: {self.words(self.prose.words(language, r.randint(3, 10)), charset)}")
        if r.random() < 0.5:
            unsubscribe = f"<https://{self.domain()}/unsubscribe?u={self.token(60)}>"
            fields += [
                f"List-Unsubscribe: <mailto:{self.address()}?subject=unsubscribe>,\r\n {unsubscribe}",
                "List-Unsubscribe-Post: List-Unsubscribe=One-Click",
            ]
        return [*fields, f"X-Mailer: {r.choice(MAILERS)}", "MIME-Version: 1.0"]

    def list_section(self, language: str, charset: str) -> list[str]:
        """What a message of a mailing list has, 15 to 25 fields with the MIME ones."""
        r = self.random
        name = r.choice(["announce", "users", "devel", "patches"])
        host = "lists.example.net"
        subject = r.choice(["", "Re: ", f"[{name}] ", f"Re: [{name}] ", "[PATCH v2 3/7] "])
        fields = [
            f"Return-Path: <{name}-bounces@{host}>",
            f"Delivered-To: {self.address()}",
            *(self.received() for _ in range(r.randint(2, 4))),
            f"Date: {self.date()}",
            f"From: {self.mailbox(language, charset)}",
            f"To: {name}@{host}",
            f"Message-ID: {self.message_id()}",
            f"Subject: {subject}{self.words(self.prose.words(language, r.randint(3, 9)), charset)}",
            "MIME-Version: 1.0",
            "Precedence: list",
            f"List-Id: {name} <{name}.{host}>",
            f"List-Unsubscribe: <https://{host}/options/{name}>,\r\n\t<mailto:{name}-request@{host}?subject=unsubscribe>",
        ]
        if r.random() < 0.7:
            fields += self.thread(r.randint(1, 4))
        optional = [
            f"List-Archive: <https://{host}/{name}/>",
            f"List-Post: <mailto:{name}@{host}>",
            f"List-Help: <mailto:{name}-request@{host}?subject=help>",
            f'Sender: "{name}" <{name}-bounces@{host}>',
            f"X-BeenThere: {name}@{host}",
        ]
        return fields + r.sample(optional, r.randint(0, len(optional)))

    def thread(self, length: int) -> list[str]:
        identifiers = [self.message_id() for _ in range(length)]
        return [f"In-Reply-To: {identifiers[-1]}", "References: " + "\r\n ".join(identifiers)]
