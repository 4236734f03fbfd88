"""Read numbers in words whose multiplier comes first, as Swahili and Sinhala write them: `elfu mbili`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from monitor.text.number_words import FUSED, ONE_WORD, NumberWords, Spelled

_FIRST: Mapping[str, int] = {
    "mia": 10**2,
    "elfu": 10**3,
    "alfu": 10**3,
    "laki": 10**5,
    "milioni": 10**6,
    "bilioni": 10**9,
    "laksha": 10**5,
    "දහස්": 10**3,
    "ලක්ෂ": 10**5,
    "ලක්\u200dෂ": 10**5,
    "ලක්ෂය": 10**5,
    "මිලියන": 10**6,
    "මිලියනය": 10**6,
    "කෝටි": 10**7,
    "බිලියන": 10**9,
}
"""Multipliers that Swahili and Sinhala write before the number: `elfu mbili`, `ලක්ෂ 15`."""
_LEADING_TONGUES = frozenset(["sw", "si"])
_MOST_WORDS = 12
"""Words that one number takes at most, so that no text of them stalls."""
_HUNDRED_FIRST = "mia"
_FIRST_LINK = re.compile(r"[ ](?:na[ ])?")
_HALF = re.compile(r"[ ]na[ ]nusu\b")
_DIGITS_ENDING = re.compile("(?:යි|යක්|ක්|ත්)?")
"""What Sinhala writes onto digits: and, a, also."""
_AFTER_DIGIT = re.compile(r"\d[ ]?\Z")


def find_leading(
    text: str, words: Sequence[re.Match[str]], known: NumberWords
) -> Iterator[Spelled]:
    """Give the numbers that a multiplier begins, by start."""
    done = -1
    for match in words:
        if match[0] not in _FIRST or match.start() < done:
            continue
        if _AFTER_DIGIT.search(text[max(0, match.start() - 2) : match.start()]):
            continue
        found = _Leading(text, known).read(match)
        if found is not None:
            done = found.end
            yield found


class _Leading:
    """Reads one number from its first multiplier on."""

    def __init__(self, text: str, known: NumberWords) -> None:
        self._text = text
        self._known = known
        self._total = self._part = Decimal(0)
        self._factor = Decimal(1)
        self._after_hundred = False

    def read(self, first: re.Match[str]) -> Spelled | None:
        self._factor = Decimal(_FIRST[first[0]])
        end = first.end()
        for _ in range(_MOST_WORDS):
            gap = _FIRST_LINK.match(self._text, end)
            after = self._take(gap) if gap else None
            if after is None:
                break
            end = after
        if not self._part and not self._total:
            return None
        half = _HALF.match(self._text, end)
        self._part += Decimal("0.5") if half else 0
        value = self._total + self._factor * self._part
        return Spelled(first.start(), half.end() if half else end, value, scaled=True)

    def _take(self, gap: re.Match[str]) -> int | None:
        """Take in one word or literal; give where it ends, None where the number does."""
        at = gap.end()
        if at in self._known.literals:
            end, value = self._known.literals[at]
            if self._part:
                return None
            self._part = value
            ending = _DIGITS_ENDING.match(self._text, end)
            return ending.end() if ending else end
        word = ONE_WORD.match(self._text, at)
        if word is None:
            return None
        if word[0] in _FIRST and self._part:
            self._next_factor(Decimal(_FIRST[word[0]]))
            return word.end()
        value_or_none = self._known.numbers.get(word[0])
        if value_or_none is None:
            return None
        tongues = self._known.numbers.tongues(word[0])
        if tongues and tongues.isdisjoint(_LEADING_TONGUES):
            return None
        self._add(word[0], value_or_none, is_new=gap[0] != " ")
        return word.end()

    def _next_factor(self, factor: Decimal) -> None:
        self._total += self._factor * self._part
        self._factor, self._part = factor, Decimal(0)

    def _add(self, word: str, value: Decimal, *, is_new: bool) -> None:
        is_hundred = word == _HUNDRED_FIRST
        is_next = (is_hundred and is_new) or value in FUSED or (is_new and self._factor == 100)
        if is_next and self._part:
            self._next_factor(Decimal(1))
        is_count = self._after_hundred and not is_new and 1 < value < 10
        self._part += 100 * (value - 1) if is_count else value
        self._after_hundred = is_hundred
