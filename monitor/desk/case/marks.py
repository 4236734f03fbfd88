"""Cut a text into pieces at the edges of its evidence, which overlaps, and of what is hidden."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from monitor.model import Finding, Span

MOST = 400
"""Findings that are marked; a text with more of them is made to have them."""
_STAY = "\n\t\u200c\u200d\u200e\u200f"
"""Line ends, joiners of Persian and Indic spelling, and the marks that Arabic and Hebrew need."""
_UNSEEN = frozenset({"Cc", "Cf", "Co", "Cs", "Zl", "Zp"})


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the text with the same evidence from its first sign to its last."""

    text: str
    """Empty where it is hidden."""
    reasons: tuple[int, ...] = ()
    """Places of its findings in the list of all, the narrowest first; none for plain words."""
    is_hidden: bool = False


def pieces(
    text: str, findings: Sequence[Finding], *, hidden: Iterable[Span] = ()
) -> tuple[Piece, ...]:
    """Cut the text; the pieces in order give all of it, but for what is hidden.

    A hidden stretch is one piece, whatever evidence begins or ends inside it, so that the cuts
    tell nothing of the contact.
    """
    veils = tuple(hidden)
    marked = tuple(enumerate(findings[:MOST]))
    edges = {0, len(text)}
    for span in (*veils, *(one.span for _, one in marked)):
        edges |= {span.start, span.end}
    for veil in veils:
        edges -= set(range(veil.start + 1, veil.end))
    cuts = sorted(edge for edge in edges if 0 <= edge <= len(text))
    closed = {veil.start for veil in veils}
    return tuple(
        _piece(text, Span(start, end), marked, is_hidden=start in closed)
        for start, end in pairwise(cuts)
    )


def _piece(
    text: str, span: Span, findings: Iterable[tuple[int, Finding]], *, is_hidden: bool
) -> Piece:
    over = [
        (one.span.end - one.span.start, place)
        for place, one in findings
        if one.span.start < span.end and span.start < one.span.end
    ]
    shown = "" if is_hidden else visible(text[span.start : span.end])
    return Piece(shown, tuple(place for _, place in sorted(over)), is_hidden)


def visible(text: str) -> str:
    """Replace what shows nothing or turns a line round, one sign for one sign."""
    return "".join(
        sign if sign in _STAY or unicodedata.category(sign) not in _UNSEEN else "\ufffd"
        for sign in text
    )
