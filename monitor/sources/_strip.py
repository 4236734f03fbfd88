"""Text of a page without a parser, in linear time: what is read where the parser was killed.

Every character is looked at a bounded number of times whatever the page says. What is doubtful is
kept as text: a bomb must not hide an advert.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from monitor.model import Capture, Reading, Source
from monitor.text.charset import decode

from ._forms import FORM_MARK
from ._links import reply_target
from ._origin import Words, origin_of

_LONGEST_TAG = 8_192
"""Characters of a tag in which a name and a link are looked for."""
_UNSEEN = ("script", "style", "template")
"""No more than these: a parser shows text that a hostile page puts into its head or an svg."""
_OPENING = re.compile(r"<[A-Za-z/!?]")
_INLINE = re.compile(
    r"/?(?:a|abbr|b|bdi|bdo|code|em|font|i|mark|nobr|s|small|span|strong|sub|sup|tg-emoji|u|wbr)(?![a-z0-9-])",
    re.IGNORECASE,
)
_CELL = re.compile(r"/?t[dh](?![a-z0-9-])", re.IGNORECASE)
_NAME = re.compile(r"/?([a-z][a-z0-9-]{0,30})", re.IGNORECASE)
_HREF = re.compile(r"""\bhref\s*=\s*["']?([^"'\s>]{3,900})""", re.IGNORECASE)
_ASKS = re.compile(r"""\btype\s*=\s*["']?tel\b""", re.IGNORECASE)
_LOWER = {upper: upper + 32 for upper in range(ord("A"), ord("Z") + 1)}
"""Only ASCII: `str.lower` makes two characters of some, and offsets would shift."""
_LONGEST_LINE = 100_000
"""`html.unescape` works on one line at a time."""


def read_plainly(source: Source, capture: Capture) -> Reading:
    """Give the whole page as one posting, keyed by its URL (or the key its detail link had)."""
    text = strip(decode(capture.body, capture.header("Content-Type")))
    origin = origin_of(source, capture)
    posting = origin.posting(capture.key or origin.url, origin.url, Words(text))
    return Reading(postings=(posting,) if text else ())


def strip(page: str) -> str:
    """Drop the tags of a page: block tags end lines, inline ones do not split words."""
    pieces = "".join(_pieces(page))
    lines = (" ".join(_unescape(line).split()).strip(" |") for line in pieces.split("\n"))
    mark = FORM_MARK if _ASKS.search(page) else ""
    return "\n".join(filter(None, (*lines, mark)))


def _pieces(page: str) -> Iterator[str]:
    """Give text and what stands for the tags between it."""
    cursor = _Cursor(page)
    at = 0
    while opening := _OPENING.search(page, at):
        yield page[at : opening.start()].replace("\n", " ")
        stands_for, at = cursor.tag(opening.start())
        yield stands_for
    yield page[at:].replace("\n", " ")


def _unescape(line: str) -> str:
    if "&" not in line:
        return line
    return "".join(
        html.unescape(line[start : start + _LONGEST_LINE])
        for start in range(0, len(line), _LONGEST_LINE)
    )


class _Cursor:
    """Finds where tags end. What was once not found to the page's end is not looked for again."""

    def __init__(self, page: str) -> None:
        self._page = page
        self._lower = page.translate(_LOWER)
        self._absent: set[str] = set()

    def tag(self, start: int) -> tuple[str, int]:
        """Read the tag at `start`: what stands for it in the text, and where to go on."""
        if self._lower.startswith("<!--", start):
            end = self._after("-->", start + 4)
            return ("", end) if end else (" ", start + 4)
        end = self._after(">", start + 1)
        if not end:
            return " ", start + 1
        return self._read(start, end)

    def _read(self, start: int, end: int) -> tuple[str, int]:
        tag = self._page[start + 1 : min(end - 1, start + _LONGEST_TAG)]
        found = _NAME.match(tag)
        name = found[1].lower() if found else ""
        if name in _UNSEEN:
            return "", end if tag[0] == "/" else self._before(f"</{name}", end) or end
        if _CELL.match(tag):
            return " | " if tag[0] == "/" else "", end
        return (_inline(tag) if _INLINE.match(tag) else "\n"), end

    def _before(self, words: str, start: int) -> int:
        return max(0, self._after(words, start) - len(words))

    def _after(self, words: str, start: int) -> int:
        """Give the place after the next `words`; 0 when there are none."""
        if words in self._absent:
            return 0
        at = self._lower.find(words, start)
        if at < 0:
            self._absent.add(words)
            return 0
        return at + len(words)


def _inline(tag: str) -> str:
    """A link to a phone or a messenger stands in the text; other inline tags leave no trace."""
    link = _HREF.search(tag) if tag[0] in "aA" else None
    target = reply_target(html.unescape(link[1]), "") if link else ""
    return f" ({target}) " if target else ""
