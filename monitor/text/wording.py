"""How a text is worded: each short piece of its words speaks, as learned, for one class or another.

A piece is three to five characters of one word, its edges among them (`char_wb` n-grams, as the
field calls them; Cavnar and Trenkle 1994 tell languages by them). Nobody chose them, so they know
endings, small words and turns of phrase that no list of phrases has. What a text says is the
additive score of a linear classifier: each piece adds its log-odds, (1 + ln of its count) times,
over the square root of the text's length, so that a long text says no more than a short one.
"""

from __future__ import annotations

import re
from array import array
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import log, sqrt

SIZES = (3, 4, 5)
"""Characters of a piece."""
READ = 20_000
"""Folded characters that are read: what a long page says it has said by then."""
EDGE = "␣"
"""How the border of a word is written in the file of pieces."""
UNIT = 100
"""The file holds hundredths of log-odds."""

_LEAST_LENGTH = 20
_PHONE = re.compile(r"\+?\d[\d\s()-]{6,}\d")
_DIGITS = str.maketrans("123456789", "0" * 9)
_WORD = re.compile(r"\S+")
_LONGEST_WORD = 24
"""Characters of a run without spaces, as in Chinese, that count as one word of a passage."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of folded text and what its words add to one class over another, in log-odds."""

    start: int
    end: int
    weight: float


class Wording:
    """The learned pieces. The file is read when first asked: most texts never ask."""

    def __init__(self, read: Callable[[], str]) -> None:
        self._read = read

    @property
    def classes(self) -> tuple[str, ...]:
        """The classes between which it tells, in the order of all that it gives."""
        return self._learned.classes

    def leanings(self, folded: str) -> tuple[float, ...]:
        """Give the log-odds of each class, on a scale that only their differences matter of."""
        learned = self._learned
        text = masked(folded)
        width, weight = len(learned.classes), scale(text)
        alike: dict[int, list[array[int]]] = defaultdict(list)
        for piece, count in _counted(text).items():
            row = learned.rows.get(piece)
            if row is not None:
                alike[count].append(learned.weights[row : row + width])
        sums = [float(value) for value in learned.weights[:width]]
        for count, rows in alike.items():
            share = weight * (1 + log(count))
            sums = [
                value + share * sum(column)
                for value, column in zip(sums, zip(*rows, strict=True), strict=True)
            ]
        return tuple(value / UNIT for value in sums)

    def passages(self, folded: str, better: str, worse: str) -> list[Passage]:
        """Cut a text into its words, each with what it adds to one class over another."""
        learned = self._learned
        plus, minus = learned.classes.index(better), learned.classes.index(worse)
        text = masked(folded)
        counts = _counted(text)
        weight = scale(text) / UNIT
        weighed = {
            piece: weight
            * (1 + log(count))
            / count
            * (learned.weights[row + plus] - learned.weights[row + minus])
            for piece, count in counts.items()
            if (row := learned.rows.get(piece)) is not None
        }
        return [_weighed(word, text, weighed) for word in _words(text)]

    @cached_property
    def _learned(self) -> _Learned:
        head, *lines = self._read().rstrip("\n").split("\n")
        classes = tuple(head.split("\t")[1:])
        rows: dict[str, int] = {}
        weights = array("i")
        for number, line in enumerate(lines):
            piece, *numbers = line.split("\t")
            rows[piece.replace(EDGE, " ")] = number * len(classes)
            weights.extend(map(int, numbers))
        return _Learned(classes, rows, weights)


@dataclass(frozen=True, slots=True)
class _Learned:
    """`weights` holds a row of hundredths a piece, one a class; the first row is of every text."""

    classes: tuple[str, ...]
    rows: dict[str, int]
    weights: array[int]


def masked(folded: str) -> str:
    """Take out what tells texts apart by chance: phones and digits. Each character keeps its place."""
    text = _PHONE.sub(lambda match: "#".ljust(len(match[0])), folded[:READ])
    return text.translate(_DIGITS)


def pieces(text: str) -> Iterator[str]:
    """Give the pieces of masked text, word by word, repeated as often as they stand in it."""
    for word in text.split():
        yield from _pieces_of(word)


def _pieces_of(word: str) -> Iterator[str]:
    padded = f" {word} "
    for size in SIZES:
        if len(padded) <= size:
            yield padded
            return
        for start in range(len(padded) - size + 1):
            yield padded[start : start + size]


def _counted(text: str) -> Counter[str]:
    return Counter(pieces(text))


def scale(text: str) -> float:
    """Give what one piece of masked text counts: less, the longer the text."""
    return 1 / sqrt(len(SIZES) * max(_LEAST_LENGTH, len(text)))


def _words(text: str) -> Iterator[tuple[int, int]]:
    for match in _WORD.finditer(text):
        for start in range(match.start(), match.end(), _LONGEST_WORD):
            yield start, min(start + _LONGEST_WORD, match.end())


def _weighed(word: tuple[int, int], text: str, weighed: dict[str, float]) -> Passage:
    start, end = word
    return Passage(
        start, end, sum(weighed.get(piece, 0.0) for piece in _pieces_of(text[start:end]))
    )


def strongest(words: Sequence[Passage], most_words: int, most_letters: int) -> Passage | None:
    """Give the run of words that adds most, no longer than asked; None where none adds anything."""
    best: Passage | None = None
    for first, word in enumerate(words):
        weight = 0.0
        for last in words[first : first + most_words]:
            if last.end - word.start > most_letters:
                break
            weight += last.weight
            if weight > (best.weight if best else 0.0):
                best = Passage(word.start, last.end, weight)
    return best
