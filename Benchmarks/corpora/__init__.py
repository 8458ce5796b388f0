"""Mail for measuring, made from a seed: no download, no real person's mail, the same bytes on every machine.

    python3 -m corpora OUT [--seed N] [--scale F] [--only mix,small]

Read `library.py` first: it lists every corpus, and what it is for.
"""
