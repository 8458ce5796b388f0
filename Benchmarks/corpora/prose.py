"""Text of a wanted language and size, plain or HTML, from pools of paragraphs made once a run.

A pool keeps the generator fast: composing 100 MB word by word in Python takes minutes. A message still differs from
every other one, since it is a new sequence of paragraphs.
"""

import textwrap
from random import Random

from .words import LANGUAGES, UNSPACED

POOL = 300
HEXADECIMAL = "0123456789abcdef"
ALPHANUMERIC = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"

HTML_HEAD = (
    "<!DOCTYPE html>\r\n<html><head>\r\n"
    '<meta http-equiv="Content-Type" content="text/html" />\r\n'
    '<style type="text/css">body{margin:0;font-family:Helvetica,Arial,sans-serif} '
    ".b{background:#0a58ca;color:#fff;padding:12px 24px;border-radius:4px}</style>\r\n"
    '</head><body bgcolor="#f6f6f6">\r\n'
)
HTML_TAIL = "</body></html>\r\n"


class Prose:
    """A writer of mail text."""

    def __init__(self, random: Random):
        self.random = random
        self._paragraphs: dict[str, list[str]] = {}
        self._blocks: dict[str, list[str]] = {}

    def words(self, language: str, count: int) -> str:
        vocabularies, weights = zip(*LANGUAGES[language], strict=True)
        chosen = self.random.choices(vocabularies, weights, k=count)
        return ("" if language in UNSPACED else " ").join(self.random.choice(vocabulary) for vocabulary in chosen)

    def plain(self, language: str, characters: int) -> str:
        """Wrapped lines with CRLF, a blank line after each paragraph, every fifth one quoted."""
        pool = self._paragraphs.setdefault(language, [])
        if not pool:
            pool += (self._wrapped(language, quoted=i % 5 == 4) for i in range(POOL))
        return self._fill(pool, characters)

    def html(self, language: str, characters: int) -> str:
        """A newsletter: tables, links that are long tokens, images, inline styles."""
        pool = self._blocks.setdefault(language, [])
        if not pool:
            pool += (self._block(language) for _ in range(POOL))
        return HTML_HEAD + self._fill(pool, characters - len(HTML_HEAD) - len(HTML_TAIL)) + HTML_TAIL

    def _fill(self, pool: list[str], characters: int) -> str:
        chosen, length = [], 0
        while length < characters or not chosen:
            chosen.append(self.random.choice(pool))
            length += len(chosen[-1])
        return "".join(chosen)

    def _sentence(self, language: str) -> str:
        text = self.words(language, self.random.randint(12, 60))
        return text[:1].upper() + text[1:] + ("。" if language in UNSPACED else ".")

    def _wrapped(self, language: str, quoted: bool) -> str:
        text = self._sentence(language)
        cut = [text[i : i + 36] for i in range(0, len(text), 36)]
        lines = cut if language in UNSPACED else textwrap.wrap(text, 72)
        return "".join(("> " if quoted else "") + line + "\r\n" for line in lines) + "\r\n"

    def _block(self, language: str) -> str:
        random = self.random
        kind = random.random()
        if kind < 0.5:
            return (
                '<table width="600" cellpadding="0" cellspacing="0" border="0">\r\n'
                '  <tr><td align="left" style="font-size:14px;line-height:21px;color:#333333;padding:10px 20px">\r\n'
                f"    {self._sentence(language)}\r\n  </td></tr>\r\n</table>\r\n"
            )
        if kind < 0.8:
            token = "".join(random.choices(ALPHANUMERIC, k=random.randint(60, 220)))
            return (
                f'<a href="https://news.example.org/c?u={token}&amp;utm_source=mail" target="_blank" '
                f'style="color:#0a58ca">{self.words(language, 4)}</a><br />\r\n'
            )
        image = "".join(random.choices(HEXADECIMAL, k=32))
        return (
            f'<img src="https://img.example.com/{image}.png" width="{random.randint(1, 600)}" '
            f'alt="{self.words(language, 3)}" />\r\n<p style="margin:0 0 16px 0">{self._sentence(language)}</p>\r\n'
        )
