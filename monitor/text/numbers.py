"""Read numbers as they are written: grouped, decimal, in words, with multipliers.

Works on folded text, in which every digit is ASCII. Three digits after a mark mean thousands
(`204.000`), other counts mean a decimal part (`1,1`), and Indian grouping is known (`1,95,000`).
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from monitor.text.cjk import find_cjk_numbers
from monitor.text.tokens import WORD
from monitor.text.words import WordTable

_LITERAL = re.compile(
    r"""(?<![\d])(?<!\d[.,])
    (?: \d{1,3}(?:[ ]\d{3}){1,4}(?![\d]) (?:,\d{1,2}(?!\d))?   # 4 500 000,50
      | \d{1,3}(?:[ ]\d{3}){0,3}[ ]?\n000(?!\d)                # broken before its last zeros
      | \d{1,2}(?:,\d{2}){1,4},\d{3}(?!\d)(?:\.\d{1,2}(?!\d))? # 1,95,000
      | \d{1,3}(?:,\d{3}){1,5}(?!\d)(?:\.\d+)?                 # 5,140.25
      | \d{1,3}(?:\.\d{3}){1,5}(?!\d)(?:,\d+)?                 # 204.000,50
      | \d{1,3}(?:'\d{3}){1,5}(?!\d)(?:[.,]\d+)?               # 100'000
      | \d{1,18}[.,]\d{1,4}(?!\d)                              # 1,1
      | \d{1,18} )(?!\d)""",
    re.VERBOSE,
)
_DECIMAL_PART = re.compile(r"[.,](\d+)$")
_WORD = re.compile(rf"[^\W\d_][{WORD}]{{0,40}}")
"""A word, cut where none is so long: text may go on without blanks for ever."""
_BETWEEN_WORDS = re.compile(r"[ \-]{1,2}|[ ]?\n[ ]?")
_UNSPACED_MULTIPLIERS = {
    "万": 10_000,
    "萬": 10_000,
    "千": 1_000,
    "亿": 100_000_000,
    "億": 100_000_000,
    "百": 100,
    "十": 10,
}
UNITS = tuple(Decimal(10) ** power for power in (9, 7, 6, 5, 3))
"""Billion, crore, million, lakh, thousand."""
_AND = ("и", "y", "and", "e", "et", "و")
_UNSPACED = re.compile("[ ]?([百千]?[万萬亿億]|[千百])")


@dataclass(frozen=True, slots=True)
class Number:
    """A number in folded text: half-open range and value. `scaled` says that a multiplier took part."""

    start: int
    end: int
    value: Decimal
    scaled: bool = False
    words: bool = False


def find_numbers(
    text: str, *, multipliers: WordTable[Decimal], words: WordTable[Decimal]
) -> list[Number]:
    """Give all numbers by start, each with its multipliers taken in; none overlaps another."""
    literals = [_scaled(text, match, multipliers) for match in _LITERAL.finditer(text)]
    merged = list(_joined(text, literals))
    starts = [number.start for number in merged]
    in_words = (*_spelled(text, words, multipliers), *_numerals(text))
    spelled = [number for number in in_words if not _is_within(number, merged, starts)]
    return sorted([*merged, *spelled], key=lambda number: number.start)


def multiplied(text: str, number: Number, at: int, multipliers: WordTable[Decimal]) -> Number:
    """Take in a multiplier that stands behind the currency (`75 USD millones`); one in full only."""
    after = _multiplier_after(text, at, multipliers)
    if after is None or after[0] - at < _IN_FULL or number.value >= _SMALL:
        return number
    end, factor = after
    return Number(number.start, end, number.value * factor, scaled=True)


_IN_FULL = 5
"""Characters of a multiplier, its blank included, that is no abbreviation and no preposition."""
_SMALL = Decimal(10_000)


def _numerals(text: str) -> Iterator[Number]:
    for start, end, value in find_cjk_numbers(text):
        yield Number(start, end, value, scaled=value >= 1000, words=True)


def _is_within(number: Number, others: Sequence[Number], starts: Sequence[int]) -> bool:
    at = bisect.bisect_right(starts, number.start) - 1
    return at >= 0 and number.start < others[at].end


def literal_value(written: str) -> Decimal:
    """Give the value of digits and marks; at most 22 digits, so that no number stalls."""
    compact = written.replace(" ", "").replace("\n", "").replace("'", "")
    marks = [char for char in compact if char in ".,"]
    if not marks:
        return Decimal(compact)
    last = _DECIMAL_PART.search(compact)
    decimals = last[1] if last else ""
    is_decimal = len(decimals) != 3 or (len(set(marks)) == 2 and marks.count(marks[-1]) == 1)
    if compact.startswith("0") and len(marks) == 1:
        is_decimal = True
    if not is_decimal:
        return Decimal(compact.replace(".", "").replace(",", ""))
    whole = compact[: -len(decimals) - 1].replace(".", "").replace(",", "")
    return Decimal(f"{whole}.{decimals}")


def _scaled(text: str, match: re.Match[str], multipliers: WordTable[Decimal]) -> Number:
    number = Number(match.start(), match.end(), literal_value(match[0]))
    while (after := _multiplier_after(text, number.end, multipliers)) is not None:
        end, factor = after
        number = Number(number.start, end, number.value * factor, scaled=True)
        if number.value > Decimal(10) ** 15:
            break
    return number


def _multiplier_after(
    text: str, at: int, multipliers: WordTable[Decimal]
) -> tuple[int, Decimal] | None:
    unspaced = _UNSPACED.match(text, at)
    if unspaced:
        factor = Decimal(1)
        for char in unspaced[1]:
            factor *= _UNSPACED_MULTIPLIERS[char]
        return unspaced.end(), factor
    gap = _BETWEEN_WORDS.match(text, at)
    word = _WORD.match(text, gap.end() if gap else at)
    if word is None:
        return None
    factor_or_none = multipliers.get(word[0])
    if factor_or_none is None:
        return None
    end = word.end()
    if text[end : end + 1] == "." and _abbreviates(text, end):
        end += 1
    return end, factor_or_none


def _abbreviates(text: str, at: int) -> bool:
    """Tell the full stop of `тыс. руб` from one that ends a sentence."""
    following = text[at + 1 : at + 3].strip()
    return bool(following) and not following[:1].isdigit()


def _joined(text: str, numbers: list[Number]) -> Iterator[Number]:
    """Join `2 млн 300 тыс` and `2 bin 333`: a scaled number and a smaller one right behind it."""
    held: Number | None = None
    for number in numbers:
        if held is not None and held.scaled and _completes(text, held, number):
            held = Number(held.start, number.end, held.value + number.value, scaled=True)
            continue
        if held is not None:
            yield held
        held = number
    if held is not None:
        yield held


def _completes(text: str, held: Number, number: Number) -> bool:
    between = text[held.end : number.start]
    if not between or "\n" in between or not 0 < number.value < _unit(held.value):
        return False
    return between == " " or (number.scaled and between.strip() in _AND)


def _unit(value: Decimal) -> Decimal:
    """Give the largest of a thousand, million, billion that divides what was read so far."""
    return next((unit for unit in UNITS if value >= unit and value % unit == 0), Decimal(0))


def _spelled(
    text: str, words: WordTable[Decimal], multipliers: WordTable[Decimal]
) -> Iterator[Number]:
    run: list[tuple[re.Match[str], Decimal, bool]] = []
    for match in _WORD.finditer(text):
        value = words.get(match[0])
        factor = multipliers.get(match[0]) if run and value is None else None
        follows = bool(run) and _is_linked(text[run[-1][0].end() : match.start()])
        if run and not follows:
            yield from _finished(run)
            run = []
        if value is not None:
            run.append((match, value, False))
        elif factor is not None and run and factor >= 100:
            run.append((match, factor, True))
        elif run and match[0] in _AND and follows:
            continue
        elif run:
            yield from _finished(run)
            run = []
    yield from _finished(run)


def _is_linked(between: str) -> bool:
    return bool(re.fullmatch(r"[ \-]{1,2}|[ ]?\n[ ]?|[ ](?:и|y|and|et|e)[ ]", between))


def _finished(run: list[tuple[re.Match[str], Decimal, bool]]) -> Iterator[Number]:
    if not run:
        return
    total, part = Decimal(0), Decimal(0)
    for _, value, is_factor in run:
        if not is_factor and value == 100 and 0 < part < 100:
            part *= value
        elif is_factor and value < 1000:
            part = (part or 1) * value
        elif is_factor:
            total, part = total + (part or 1) * value, Decimal(0)
        else:
            part += value
    scaled = any(is_factor for _, _, is_factor in run)
    yield Number(run[0][0].start(), run[-1][0].end(), total + part, scaled=scaled, words=True)
