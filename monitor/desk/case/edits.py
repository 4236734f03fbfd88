"""Show what changed between two versions of a text, word by word, in bounded time."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby

from monitor.desk.case.marks import visible
from monitor.model import Span

_WORD = re.compile(r"\w+|\s+|[^\w\s]")
MOST_EDITS = 300
"""Words that differ; beyond, two texts have nothing in common that a reader would follow."""
MOST_WORDS = 6_000
AROUND = 12
"""Words, blanks and marks kept on each side of a change: about a clause."""
HIDDEN = "[•••]"


class Fate(StrEnum):
    """What became of words."""

    KEPT = "kept"
    GONE = "gone"
    NEW = "new"
    SKIPPED = "skipped"
    """Kept too, and far from any change; not shown."""


@dataclass(frozen=True, slots=True)
class Part:
    """Words of one fate that stand together."""

    fate: Fate
    text: str


@dataclass(frozen=True, slots=True)
class Wording:
    """A version's text, and what of it is not to be shown."""

    text: str
    hidden: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class _Word:
    raw: str
    is_hidden: bool = False


_Step = tuple[Fate, _Word]


def between(old: Wording, new: Wording) -> tuple[Part, ...]:
    """Give the words that were kept, that went and that came, in the order in which they stand."""
    before, after = _words(old), _words(new)
    start = _shared(before, after)
    end = _shared(before[start:][::-1], after[start:][::-1])
    middle = _changed(before[start : len(before) - end], after[start : len(after) - end])
    steps = [
        *((Fate.KEPT, word) for word in before[:start]),
        *middle,
        *((Fate.KEPT, word) for word in before[len(before) - end :]),
    ]
    return tuple(_parts(steps))


def _words(wording: Wording) -> list[_Word]:
    words: list[_Word] = []
    done = 0
    for span in (*wording.hidden, Span(len(wording.text), len(wording.text))):
        words += [_Word(found[0]) for found in _WORD.finditer(wording.text[done : span.start])]
        if span.end > span.start:
            words.append(_Word(wording.text[span.start : span.end], is_hidden=True))
        done = span.end
    return words


def _shared(one: Sequence[_Word], other: Sequence[_Word]) -> int:
    """Count the words at the beginning that are the same."""
    pairs = zip(one, other, strict=False)
    return next(
        (place for place, (left, right) in enumerate(pairs) if left != right),
        min(len(one), len(other)),
    )


def _changed(before: Sequence[_Word], after: Sequence[_Word]) -> list[_Step]:
    if len(before) + len(after) <= MOST_WORDS:
        trail = _trail(before, after)
        if trail is not None:
            return _walk(before, after, trail)
    return [*((Fate.GONE, word) for word in before), *((Fate.NEW, word) for word in after)]


def _trail(before: Sequence[_Word], after: Sequence[_Word]) -> list[dict[int, int]] | None:
    """Find the fewest edits (Myers 1986): the furthest place on each diagonal after each edit.

    None where they are too many. The standard library's matcher takes cubic time on texts that
    are made for it.
    """
    furthest = {1: 0}
    trail = []
    for edits in range(min(MOST_EDITS, len(before) + len(after)) + 1):
        trail.append(dict(furthest))
        for diagonal in range(-edits, edits + 1, 2):
            is_down = _is_down(furthest, diagonal, edits)
            x = furthest[diagonal + 1] if is_down else furthest[diagonal - 1] + 1
            x += _shared_from(before, after, x, x - diagonal)
            furthest[diagonal] = x
            if x >= len(before) and x - diagonal >= len(after):
                return trail
    return None


def _is_down(furthest: dict[int, int], diagonal: int, edits: int) -> bool:
    if diagonal in (-edits, edits):
        return diagonal == -edits
    return furthest[diagonal - 1] < furthest[diagonal + 1]


def _shared_from(before: Sequence[_Word], after: Sequence[_Word], x: int, y: int) -> int:
    run = 0
    while x + run < len(before) and y + run < len(after) and before[x + run] == after[y + run]:
        run += 1
    return run


def _walk(
    before: Sequence[_Word], after: Sequence[_Word], trail: Sequence[dict[int, int]]
) -> list[_Step]:
    """Follow the edits back from the end."""
    x, y, steps = len(before), len(after), []
    for edits in range(len(trail) - 1, -1, -1):
        furthest, diagonal = trail[edits], x - y
        is_down = _is_down(furthest, diagonal, edits)
        came_from = diagonal + 1 if is_down else diagonal - 1
        start = furthest[came_from] if edits else 0
        while x > start and y > start - came_from and x > 0 and y > 0:
            x, y = x - 1, y - 1
            steps.append((Fate.KEPT, before[x]))
        if not edits:
            break
        if is_down:
            y -= 1
            steps.append((Fate.NEW, after[y]))
        else:
            x -= 1
            steps.append((Fate.GONE, before[x]))
    return steps[::-1]


def _parts(steps: Iterable[_Step]) -> Iterator[Part]:
    runs = [(fate, [word for _, word in run]) for fate, run in groupby(steps, lambda one: one[0])]
    for place, (fate, words) in enumerate(runs):
        if fate is not Fate.KEPT:
            yield Part(fate, _shown(words))
            continue
        head = words[:AROUND] if place else []
        tail = words[-AROUND:] if place + 1 < len(runs) else []
        if len(words) <= len(head) + len(tail) + AROUND:
            yield Part(fate, _shown(words))
            continue
        yield from (Part(fate, _shown(head)),) if head else ()
        yield Part(Fate.SKIPPED, "")
        yield from (Part(fate, _shown(tail)),) if tail else ()


def _shown(words: Iterable[_Word]) -> str:
    return "".join(HIDDEN if word.is_hidden else visible(word.raw) for word in words)
