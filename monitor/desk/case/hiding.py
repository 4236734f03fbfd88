"""Find the ranges of a text that lead to a recruiter, so that they are shown only when asked for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache

from monitor.model import Contact, Finding, Money, Span
from monitor.text.masking import shows_contact, spans

_CHUNK, _OVERLAP = 600, 120
"""Letters looked at together: patterns are meant for words of bounded length, and the longest
contact (a link, a spelt number) is to stand whole in one of two chunks."""


def hidden(text: str, findings: Iterable[Finding]) -> tuple[Span, ...]:
    """Give the ranges to hide, in order and apart from each other.

    What the rules found to be a contact, and whatever else looks like one. A number that is a sum
    by its words stays. In doubt more is hidden: the words themselves are one press away.
    """
    found = tuple(findings)
    sums = tuple(one.span for one in found if isinstance(one.value, Money))
    contacts = tuple(
        Span(one.span.start, min(one.span.end, len(text)))
        for one in found
        if isinstance(one.value, Contact)
    )
    return _hidden(text, contacts, sums)


@lru_cache(maxsize=256)
def _hidden(text: str, contacts: tuple[Span, ...], sums: tuple[Span, ...]) -> tuple[Span, ...]:
    """Search once: a text that is made to be slow is looked at more than once."""
    looks = [span for span in _alike(text) if not any(_holds(money, span) for money in sums)]
    known = _merged([*contacts, *looks])
    return _merged([*known, *_disguised(text, (*known, *sums))])


def _alike(text: str) -> Iterator[Span]:
    for start, words in _chunks(text):
        yield from (Span(start + first, start + last) for first, last in spans(words))


def _chunks(text: str) -> Iterator[tuple[int, str]]:
    """Cut lines, and long lines into parts that overlap."""
    begin = 0
    for line in text.splitlines(keepends=True):
        for start in range(0, max(1, len(line) - _OVERLAP), _CHUNK - _OVERLAP):
            yield begin + start, line[start : start + _CHUNK]
        begin += len(line)


def _disguised(text: str, known: Iterable[Span]) -> Iterator[Span]:
    """Find contacts that only show once their letters are folded: the word, else its whole line."""
    signs = list(text)
    for span in known:
        signs[span.start : span.end] = "\n" * (span.end - span.start)
    for start, words in _parts("".join(signs)):
        if shows_contact(words):
            yield from (Span(start + one.start, start + one.end) for one in _narrowed(words))


def _narrowed(line: str) -> list[Span]:
    single = [one for one in _words(line) if shows_contact(line[one.start : one.end])]
    rest = line
    for one in single:
        rest = rest[: one.start] + " " * (one.end - one.start) + rest[one.end :]
    return [Span(0, len(line))] if shows_contact(rest) else single


def _parts(text: str) -> Iterator[tuple[int, str]]:
    begin = 0
    for line in text.split("\n"):
        yield from ((begin + start, words) for start, words in _chunks(line))
        begin += len(line) + 1


def _words(text: str) -> Iterator[Span]:
    start = 0
    for word in text.split(" "):
        yield Span(start, start + len(word))
        start += len(word) + 1


def _holds(outer: Span, inner: Span) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end


def _merged(found: Iterable[Span]) -> tuple[Span, ...]:
    merged: list[Span] = []
    for span in sorted(found, key=lambda one: one.start):
        if span.start >= span.end:
            continue
        if merged and span.start <= merged[-1].end:
            last = merged.pop()
            span = Span(last.start, max(last.end, span.end))
        merged.append(span)
    return tuple(merged)
