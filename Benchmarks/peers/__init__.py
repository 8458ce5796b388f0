"""Parsers that any user can install, and the drivers that put the suite's work to them.

`catalogue.py` lists them; the folders hold the drivers, one contract a language and one file a peer.
"""
