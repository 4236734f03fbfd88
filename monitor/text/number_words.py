"""What numbers in words are read from, and what is read: nouns of both ways to write them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from monitor.text.tokens import WORD
from monitor.text.words import WordTable

LETTERS = rf"[^\W\d_][{WORD}]{{0,40}}"
"""A word, cut where none is so long: text may go on without blanks for ever."""

ONE_WORD = re.compile(LETTERS)
FUSED = frozenset(map(Decimal, range(1000, 100_000, 1000)))
"""Thousands in one word, which hundreds before them are of too: `நூற்று ஐம்பதாயிரம்`."""


@dataclass(frozen=True, slots=True)
class Spelled:
    """A number in words: half-open range, value, and whether a multiplier took part."""

    start: int
    end: int
    value: Decimal
    scaled: bool


@dataclass(frozen=True, slots=True)
class NumberWords:
    """What may be part of a number in words, and the numbers in digits by where they begin."""

    numbers: WordTable[Decimal]
    multipliers: WordTable[Decimal]
    literals: Mapping[int, tuple[int, Decimal]]
