"""Blank the contacts in a whole text, sign for sign: ranges into it stay true."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from monitor.model import Contact, Finding, Money, Span
from monitor.text.masking import shows_contact, spans

BLANK = "•"
_LINE = re.compile(r"[^\n]+")
_WINDOW = 1000
"""Signs that are looked at at once: the patterns are for short words."""
_STEP = 800
"""The rest overlaps, so that no contact is cut in two; an address is shorter than that."""


def blank(text: str, findings: Iterable[Finding] = ()) -> str:
    """Put a bullet for each letter and digit of a contact; known sums stay.

    Where a contact only shows when hidden marks and look-alike digits are undone, the whole
    stretch of its line goes: in doubt it hides.
    """
    found = tuple(findings)
    sums = [one.span for one in found if isinstance(one.value, Money)]
    signs = list(text)
    _wipe(signs, (one.span for one in found if isinstance(one.value, Contact)))
    for window in _windows(text):
        _wipe(signs, _seen(text, window, sums))
    for window in _windows(text):
        if shows_contact(_without(signs, window, sums)):
            _wipe(signs, _between(window, sums))
    return "".join(signs)


def _windows(text: str) -> Iterator[Span]:
    for line in _LINE.finditer(text):
        for start in range(line.start(), line.end(), _STEP):
            yield Span(start, min(start + _WINDOW, line.end()))


def _seen(text: str, window: Span, sums: Iterable[Span]) -> Iterator[Span]:
    for start, end in spans(text[window.start : window.end]):
        span = Span(window.start + start, window.start + end)
        digits_only = not any(sign.isalpha() or sign == "@" for sign in text[span.start : span.end])
        if not (digits_only and any(_overlap(span, money) for money in sums)):
            yield span


def _without(signs: list[str], window: Span, sums: Iterable[Span]) -> str:
    """Give a window's signs, blanks where a sum stands."""
    shown = signs[window.start : window.end]
    for money in sums:
        for index in range(max(money.start, window.start), min(money.end, window.end)):
            shown[index - window.start] = " "
    return "".join(shown)


def _between(window: Span, sums: Iterable[Span]) -> Iterator[Span]:
    start = window.start
    for money in sorted(sums, key=lambda span: span.start):
        if _overlap(money, window):
            yield Span(start, max(start, money.start))
            start = max(start, money.end)
    yield Span(start, window.end)


def _overlap(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end


def _wipe(signs: list[str], wiped: Iterable[Span]) -> None:
    for span in wiped:
        for index in range(span.start, min(span.end, len(signs))):
            signs[index] = BLANK if signs[index].isalnum() else signs[index]
