"""`python3 -m corpora OUT`: writes the corpora and says what is in them."""

import argparse
from pathlib import Path

from . import library

parser = argparse.ArgumentParser(prog="corpora", description=__doc__)
parser.add_argument("out", type=Path)
parser.add_argument("--seed", type=int, default=library.SEED)
parser.add_argument("--scale", type=float, default=1.0, help="how many messages, as a share of the full corpus")
parser.add_argument("--only", default=",".join(library.BY_NAME), help="names with commas between")
arguments = parser.parse_args()
packs = library.write(arguments.out, arguments.only.split(","), arguments.seed, arguments.scale)
for name, facts in packs.items():
    counts = f"{facts['messages']:6} messages {facts['bytes']:11} bytes"
    print(f"{name:10} {counts}, median {facts['median']}, largest {facts['largest']}")
