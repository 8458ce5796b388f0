"""Every corpus of the suite, and what it is for."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from . import pack
from .malformed import malformed
from .mbox import mbox
from .messages import headers, i18n, large, mix, small
from .nested import nested
from .smtp import smtp

SEED = 20261125


class Corpus(NamedTuple):
    name: str
    purpose: str
    messages: Callable[[int, float], Iterator[bytes]]


CORPORA = [
    Corpus("mix", "what a mail server sees: 3,000 messages, median 12 KB, mean 40 KB, a tail to megabytes", mix),
    Corpus("small", "20,000 messages of a mailing list, 2 to 3 KB, 15 to 25 fields", small),
    Corpus("large", "4 messages of 25 MB, nearly all of it base64", large),
    Corpus("headers", "5,000 header sections without a body", headers),
    Corpus("i18n", "2,000 messages in nine charsets, encoded words in every field that may have them", i18n),
    Corpus("nested", "600 messages, multiparts and messages inside one another up to 24 deep", nested),
    Corpus("malformed", "1,600 messages, each damaged in one of sixteen ways", malformed),
    Corpus("smtp", "what clients send in 2,000 SMTP sessions, a record a turn", smtp),
]

BY_NAME = {corpus.name: corpus for corpus in CORPORA}


def write(directory: Path, names: list[str], seed: int = SEED, scale: float = 1.0) -> dict[str, dict[str, object]]:
    """Writes the packs that are not there yet, `small` as an mbox too, and says what is in each."""
    directory.mkdir(parents=True, exist_ok=True)
    manifest_path = directory / "manifest.json"
    manifest = json.loads(manifest_path.read_text()) if manifest_path.exists() else {}
    if manifest.get("seed") != seed or manifest.get("scale") != scale:
        manifest = {"seed": seed, "scale": scale, "packs": {}}
    packs = manifest["packs"]
    for name in names:
        path = directory / f"{name}.pack"
        if name in packs and path.exists():
            continue
        packs[name] = pack.write(path, BY_NAME[name].messages(seed + list(BY_NAME).index(name), scale))
        if name == "small":
            with (directory / "small.mbox").open("wb") as file:
                file.writelines(mbox(pack.read(path)))
        manifest_path.write_text(json.dumps(manifest, indent=1) + "\n")
    return packs
