"""The parsers that are compared: what they are, what they need, how their driver is built and called."""

import sys
from collections.abc import Sequence
from dataclasses import dataclass

from suite import paths

STRUCTURE_AND_FULL = ("structure", "full")
LADDER = ("structure", "selected", "headers", "full")
JAVA_LIBRARIES = [
    "apache-mime4j-core",
    "apache-mime4j-dom",
    "apache-mime4j-storage",
    "javax.mail",
    "javax.activation",
]


@dataclass(frozen=True)
class Peer:
    """A parser and its driver."""

    name: str
    title: str
    language: str
    command: tuple[str, ...]
    """What stands before `PACK RUNG WARM PASSES STRIDE`."""
    builds: tuple[tuple[str, ...], ...] = ()
    """Commands that make the driver, in order."""
    debian: tuple[str, ...] = ()
    """Packages to install; the first is the library whose version is reported."""
    pypi: tuple[str, ...] = ()
    rungs: tuple[str, ...] = STRUCTURE_AND_FULL
    warm: int = 1
    """Untimed passes: enough for caches, or for a just-in-time compiler."""
    sampling: int = 1
    """Every how-many-th of the messages it gets, for a peer that takes seconds for what others do in a blink; coprime
    with the periods of the corpora. Mimewire then runs on that sample too, for the ratio and the counts."""
    is_native: bool = False
    """Whether instructions can be counted, and allocations are malloc's."""
    counts_characters: bool = False
    """Whether text is counted in characters rather than bytes of UTF-8."""
    does_less: bool = False
    """Whether it leaves out some of the decoding that the rungs from `headers` on stand for."""
    differs: str = ""
    """Why its counts may differ from ours, and what it does not do."""

    @property
    def is_ours(self) -> bool:
        return self.name.startswith("mimewire")


def _native(source: str, *flags: str) -> tuple[tuple[str, ...], ...]:
    """Compiles a C or C++ driver with its contract. `pkg-config` words are expanded by the shell."""
    folder, binary = paths.PEERS / "c", paths.BIN / source.split(".")[0]
    compiler = "g++ -std=c++17" if source.endswith(".cc") else "gcc -std=gnu11"
    contract = paths.BIN / "contract.o"
    line = f"{compiler} -O3 -o {binary} {folder / source} {contract} {' '.join(flags)}"
    return (("sh", "-c", f"gcc -O3 -c -o {contract} {folder / 'contract.c'}"), ("sh", "-c", line))


def _java(name: str) -> tuple[str, ...]:
    path = ":".join([str(paths.BIN / "java"), _java_libraries(), "/usr/share/java/commons-io.jar"])
    return ("java", "-Xms2g", "-Xmx6g", "-XX:+UseSerialGC", "-cp", path, "Contract", name)


def _java_libraries() -> str:
    return ":".join(f"/usr/share/java/{name}.jar" for name in JAVA_LIBRARIES)


def _java_build() -> tuple[tuple[str, ...], ...]:
    sources = sorted(str(path) for path in (paths.PEERS / "java").glob("*.java"))
    return (("javac", "-nowarn", "-cp", _java_libraries(), "-d", str(paths.BIN / "java"), *sources),)


def _python(name: str, interpreter: str = sys.executable) -> tuple[str, ...]:
    return (interpreter, str(paths.PEERS / "python" / "contract.py"), name)


def _go() -> tuple[tuple[str, ...], ...]:
    binary, folder = paths.BIN / "go-peers", paths.PEERS / "go"
    return (("sh", "-c", f"cd {folder} && GO111MODULE=off GOPATH=/usr/share/gocode go build -o {binary} ."),)


_DOVECOT_LIBRARY = paths.DOVECOT / "usr" / "lib" / "dovecot"
# dovecot-dev has headers only; the library is taken out of the server's package, which is not installed.
_FETCH_DOVECOT = (
    f"test -e {_DOVECOT_LIBRARY}/libdovecot.so || (mkdir -p {paths.DOVECOT} && cd {paths.DOVECOT} && "
    "apt-get download -qq dovecot-core && dpkg -x dovecot-core_*.deb .)"
)

_JAVA_PACKAGES = ("libapache-mime4j-java", "openjdk-17-jdk-headless")
_EMAIL_PACKAGE = "walks the groups of fields of message/delivery-status as parts"
_CHARACTERS = "counts text in characters"

MIMEWIRE = Peer(
    "mimewire",
    "Mimewire",
    "Swift",
    (str(paths.DRIVER),),
    rungs=(*LADDER, "stream", "smtp"),
    is_native=True,
)

PEERS: Sequence[Peer] = [
    MIMEWIRE,
    Peer(
        "gmime", "GMime", "C", (str(paths.BIN / "gmime"),), rungs=LADDER, is_native=True,
        builds=_native("gmime.c", "$(pkg-config --cflags --libs gmime-3.0)"),
        debian=("libgmime-3.0-dev", "pkg-config", "gcc"),
        differs="fields are decoded as text, addresses and dates only when asked for",
    ),
    Peer(
        "dovecot", "Dovecot", "C", (str(paths.BIN / "dovecot"),), is_native=True,
        builds=(
            ("sh", "-c", _FETCH_DOVECOT),
            *_native(
                "dovecot.c", "-I/usr/include/dovecot", f"-L{_DOVECOT_LIBRARY}", "-ldovecot",
                f"-Wl,-rpath,{_DOVECOT_LIBRARY}",
            ),
        ),
        debian=("dovecot-dev", "gcc"),
        differs="fields are decoded as text; a leaf is handed on in blocks, never whole",
    ),
    Peer(
        "libetpan", "libEtPan", "C", (str(paths.BIN / "libetpan"),), is_native=True,
        builds=_native("libetpan.c", "-letpan"), debian=("libetpan-dev", "gcc"),
        does_less=True,
        differs="drops fields that it cannot parse; encoded words in addresses stay as they are",
    ),
    Peer(
        "mimetic", "mimetic", "C++", (str(paths.BIN / "mimetic"),), is_native=True,
        builds=_native("mimetic.cc", "-w", "-lmimetic"), debian=("libmimetic-dev", "g++"),
        does_less=True,
        differs="has no encoded words and no charsets: `full` undoes transfer encodings only",
    ),
    Peer(
        "vmime", "VMime", "C++", (str(paths.BIN / "vmime"),), rungs=LADDER, is_native=True,
        builds=_native("vmime.cc", "-w", "-lvmime"), debian=("libvmime-dev", "g++"), warm=0, sampling=7,
        differs="does not go into message/rfc822",
    ),
    Peer(
        "go-message", "go-message", "Go", (str(paths.BIN / "go-peers"), "go-message"), rungs=LADDER,
        builds=_go(), debian=("golang-github-emersion-go-message-dev", "golang-go"),
        differs="decodes bodies on every rung, since it has no way not to",
    ),
    Peer(
        "go-std", "Go net/mail", "Go", (str(paths.BIN / "go-peers"), "go-std"), rungs=LADDER,
        builds=_go(), debian=("golang-go", "golang-github-emersion-go-message-dev"),
        differs="has no charsets of its own: go-message's are used",
    ),
    Peer(
        "fast-mail-parser", "fast-mail-parser", "Rust, Python",
        _python("fast-mail-parser", str(paths.VENV / "bin" / "python")), pypi=("fast-mail-parser==0.10.0",),
        counts_characters=True,
        differs=f"{_CHARACTERS}; `full` counts the message's own fields, each name once; drops message/rfc822 there",
    ),
    Peer(
        "mime4j-stream", "Mime4j events", "Java", _java("mime4j-stream"), builds=_java_build(),
        debian=(*_JAVA_PACKAGES, "libmail-java"), warm=6, counts_characters=True, differs=_CHARACTERS,
    ),
    Peer(
        "mime4j-dom", "Mime4j tree", "Java", _java("mime4j-dom"), builds=_java_build(), rungs=LADDER,
        debian=(*_JAVA_PACKAGES, "libmail-java"), warm=6, counts_characters=True, differs=_CHARACTERS,
    ),
    Peer(
        "javamail", "JavaMail", "Java", _java("javamail"), builds=_java_build(), rungs=LADDER,
        debian=("libmail-java", *_JAVA_PACKAGES), warm=6, counts_characters=True, differs=_CHARACTERS,
    ),
    Peer(
        "email-mime", "Email::MIME", "Perl", ("perl", str(paths.PEERS / "perl" / "contract.pl")), rungs=LADDER,
        debian=("libemail-mime-perl", "perl"), warm=0, sampling=7, counts_characters=True, differs=_CHARACTERS,
    ),
    Peer(
        "email-compat32", "Python email (compat32)", "Python", _python("email-compat32"), rungs=LADDER, warm=0,
        sampling=7, counts_characters=True, differs=f"{_CHARACTERS}; {_EMAIL_PACKAGE}",
    ),
    Peer(
        "email-default", "Python email (default)", "Python", _python("email-default"), rungs=LADDER, warm=0,
        sampling=17, counts_characters=True, differs=f"{_CHARACTERS}; {_EMAIL_PACKAGE}",
    ),
]  # fmt: skip

_TRANSFER_ENCODINGS = ("base64", "quoted-printable", "base64-encoding")

# Decoders by themselves. Their rungs are the names of codecs; `charset` stands for every charset.
CODECS: Sequence[Peer] = [
    Peer("mimewire", "Mimewire", "Swift", (str(paths.DRIVER),), rungs=(*_TRANSFER_ENCODINGS, "charset")),
    Peer(
        "codecs-gmime", "GMime", "C", (str(paths.BIN / "codecs_gmime"),), rungs=_TRANSFER_ENCODINGS,
        builds=_native("codecs_gmime.c", "$(pkg-config --cflags --libs gmime-3.0)"), debian=("libgmime-3.0-dev",),
    ),
    Peer(
        "codecs-icu", "ICU", "C", (str(paths.BIN / "codecs_icu"),), rungs=("charset",),
        builds=_native("codecs_icu.c", "$(pkg-config --cflags --libs icu-uc)"), debian=("libicu-dev",),
    ),
    Peer(
        "codecs-iconv", "iconv of glibc", "C", (str(paths.BIN / "codecs_iconv"),), rungs=("charset",),
        builds=_native("codecs_iconv.c"), debian=("libc6-dev",),
    ),
]  # fmt: skip

BY_NAME = {peer.name: peer for peer in PEERS}

BY_NAME = {peer.name: peer for peer in PEERS}

# Parsers that are not compared, and why.
NOT_COMPARED = {
    "aklomp/base64, simdutf": "not in Debian 12 as libraries",
    "smtp-sink (Postfix)": "a server: what it takes goes through the kernel's TCP, which the row `smtp` does not",
    "Rust mail-parser, mailparse": "crates, which Debian 12 does not package; mailparse is in fast-mail-parser",
    "MimeKit (.NET)": "Debian 12 has no .NET",
}
