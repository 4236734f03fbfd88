"""Read sums of money: amount or range, open ends, currency. Periods and purposes: `purpose.py`.

Works on folded text; ranges are of folded characters. A number is money when a currency stands at
it; one without (a table's cell, a price in short) is given too, marked bare, for others to judge.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from monitor.model import Hints, Money
from monitor.text.numbers import Number, find_numbers
from monitor.text.phrases import Match
from monitor.text.tokens import WORD
from monitor.text.units import Currencies, MoneyWords

BARE_LEAST = Decimal(1000)
"""A number without a currency may be a sum from here on: smaller ones are ages, days, articles."""

_RANGE = re.compile(
    r"[ ]?(?:-{1,2}|—|~|/|\.{2,3}|до|to|a|à|ate|até|至|到|bis|ila|hadi|hasta|al|থেকে|से|देखि|முதல்|سے|الى|حتي)[ ]?\Z"
)
"""Words that stand between the ends of a range."""
_WORD_AFTER = re.compile(
    rf"[ ]?[(\[]?(?:de |d'|of |do )?([^\W\d_][{WORD}]*(?:\.[ ]?[^\W\d_](?![{WORD}]))?)"
)
_NEXT_LINE_WORD = re.compile(rf"[ ]?\n[ ]?([^\W\d_][{WORD}]*)")
_WORD_BEFORE = re.compile(rf"(?<![{WORD}])([^\W\d_][{WORD}]*)\.?[ ]?:?[ ]?\Z")
_UNSPACED_AFTER = re.compile(r"[ ]?([\u4e00-\u9fff]{1,4})")
_NOT_MONEY_AFTER = re.compile(
    r"[ ]?(?:%|°|процент|percent|por ?ciento|pour ?cent|فيصد|في الم|প্রতিশত|শতাংশ|प्रतिशत)|[.:/]\d|-?(?:й|го|му|ый|ая|st|nd|rd|th)\b"
)
_JOINED_BEFORE = re.compile(r"[@#/_]\Z|[^\W\d_]-\Z|[^\W\d_]\Z|n[ ]\Z")
"""What makes a number a part of a code, a handle, a link or an article."""


@dataclass(frozen=True, slots=True)
class Sum:
    """A sum in folded text; the range covers number, multiplier and currency."""

    start: int
    end: int
    money: Money
    bare: bool = False
    """No currency stood at the number."""
    scaled: bool = False
    """A multiplier stood at the number."""


@dataclass(frozen=True, slots=True)
class _Amount:
    number: Number
    start: int
    end: int
    unit: str | None
    """A code or `unit:<name>` that stands at the number; None when nothing does."""
    suffix: str = ""
    """What follows the stem of the currency's word: agglutinating languages bound a sum there."""


@dataclass(frozen=True, slots=True)
class MoneyReader:
    """Reads sums with the words of all languages, deciding shared units by language and hints."""

    words: MoneyWords
    currencies: Currencies
    hints: Hints
    lang: str | None

    def read(self, text: str, bounds: Sequence[Match]) -> list[Sum]:
        """Give the sums by start; `bounds` are the phrases found of signal `bound:*`."""
        numbers = find_numbers(text, multipliers=self.words.multipliers, words=self.words.numbers)
        amounts = [amount for n in numbers if (amount := self._amount(text, n)) is not None]
        opened = _Bounds(bounds)
        return [opened.open(sum_) for sum_ in self._ranges(text, _untangled(amounts))]

    def _amount(self, text: str, number: Number) -> _Amount | None:
        after = self._unit_after(text, number.end)
        before = self._unit_before(text, number.start) if not number.words else None
        if after is not None and (before is None or not _is_own(text, after[0], number.end)):
            end, unit, suffix = after
            return _Amount(number, number.start, end, unit, suffix)
        if before is not None:
            start, unit = before
            return _Amount(number, start, number.end, unit)
        if number.words or not _may_be_bare(text, number):
            return None
        return _Amount(number, number.start, number.end, None)

    def _unit_after(self, text: str, at: int) -> tuple[int, str, str] | None:
        symbol = self.words.symbol_after.match(text, at)
        if symbol:
            return symbol.end(), self.currencies.symbols[symbol[1]], ""
        for pattern in (_WORD_AFTER, _NEXT_LINE_WORD):
            word = pattern.match(text, at)
            if word and (found := self._unit_of(word[1])):
                unit, length = found
                return word.start(1) + length, unit, word[1][length:]
        return self._unspaced_unit_after(text, at)

    def _unit_of(self, word: str) -> tuple[str, int] | None:
        for candidate in (word, word.split(".")[0]):
            unit = self.words.currencies.get(candidate)
            if unit is not None:
                return unit, len(candidate)
        return None

    def _unspaced_unit_after(self, text: str, at: int) -> tuple[int, str, str] | None:
        run = _UNSPACED_AFTER.match(text, at)
        if run is None:
            return None
        for length in range(len(run[1]), 0, -1):
            unit = self.words.currencies.get(run[1][:length])
            if unit is not None:
                return run.start(1) + length, unit, ""
        return None

    def _unit_before(self, text: str, at: int) -> tuple[int, str] | None:
        window = text[max(0, at - 24) : at]
        offset = at - len(window)
        symbol = self.words.symbol_before.search(window)
        if symbol:
            return offset + symbol.start(1), self.currencies.symbols[symbol[1]]
        word = _WORD_BEFORE.search(window)
        unit = self.words.currencies.get(word[1]) if word else None
        return (offset + word.start(1), unit) if word and unit else None

    def _ranges(self, text: str, amounts: Sequence[_Amount]) -> Iterator[Sum]:
        low: _Amount | None = None
        for amount in amounts:
            if low is not None and _is_range(text, low, amount):
                yield self._sum(low, amount)
                low = None
                continue
            if low is not None:
                yield self._sum(low, low)
            low = amount
        if low is not None:
            yield self._sum(low, low)

    def _sum(self, low: _Amount, high: _Amount) -> Sum:
        unit = high.unit or low.unit
        currency = self.currencies.decide(unit, self.lang, self.hints) if unit else None
        low_value = low.number.value
        if low is not high and high.number.scaled and not low.number.scaled and low_value < 1000:
            low_value *= _factor(high.number.value, low_value)
        return Sum(
            low.start,
            high.end,
            Money(low_value, high.number.value, currency),
            bare=unit is None,
            scaled=high.number.scaled,
        )


def _is_own(text: str, unit_end: int, number_end: int) -> bool:
    """Tell a currency after the number that opens the next sum (`$500 $700`) from its own."""
    return text[number_end:unit_end].startswith(" ") and text[unit_end : unit_end + 1].isdigit()


def _factor(high: Decimal, low: Decimal) -> Decimal:
    """Give the multiplier that the low end of `210-270 тыс` shares with the high end."""
    for unit in (
        Decimal(10) ** 9,
        Decimal(10) ** 7,
        Decimal(10) ** 6,
        Decimal(10) ** 5,
        Decimal(1000),
    ):
        if high >= unit and low * unit <= high:
            return unit
    return Decimal(1)


def _untangled(amounts: Sequence[_Amount]) -> list[_Amount]:
    """Give a currency to one number only, to the one that it follows or touches."""
    kept: list[_Amount] = []
    for amount in amounts:
        if kept and amount.start < kept[-1].end:
            before = kept[-1]
            if before.end > before.number.end:
                amount = replace(
                    amount,
                    start=amount.number.start,
                    unit=None if amount.end == amount.number.end else amount.unit,
                )
        kept.append(amount)
    return [a for a in kept if a.unit is not None or a.number.value >= 1]


def _is_range(text: str, low: _Amount, high: _Amount) -> bool:
    if high.start - low.end > 12 or high.start < low.end:
        return False
    if low.unit is not None and high.unit is not None and low.unit != high.unit:
        return False
    if (
        low.unit is None
        and high.unit is None
        and not high.number.scaled
        and high.number.value < BARE_LEAST
    ):
        return False
    between = text[low.end : high.start]
    if _RANGE.fullmatch(between) is None:
        return False
    return low.number.value < high.number.value


def _may_be_bare(text: str, number: Number) -> bool:
    if _NOT_MONEY_AFTER.match(text, number.end):
        return False
    return not _JOINED_BEFORE.search(text[max(0, number.start - 4) : number.start])


class _Bounds:
    """Words that open an end, by where they touch a sum."""

    def __init__(self, bounds: Sequence[Match]) -> None:
        kinds = [(bound, bound.signal.removeprefix("bound:")) for bound in bounds]
        self._before = {b.end: kind for b, kind in kinds if not kind.endswith("_after")}
        self._after = {
            b.start: kind.removesuffix("_after") for b, kind in kinds if kind.endswith("_after")
        }

    def open(self, sum_: Sum) -> Sum:
        """Open an end where a word says so: "from" leaves high open, "up to" leaves low open."""
        if sum_.money.low != sum_.money.high:
            return sum_
        before = (self._before.get(sum_.start - gap) for gap in range(_TOUCHING))
        after = (self._after.get(sum_.end + gap) for gap in range(_TOUCHING))
        kind = next((kind for kind in (*before, *after) if kind), None)
        if kind is None:
            return sum_
        return replace(sum_, money=_opened(sum_.money, kind))


def _opened(money: Money, kind: str) -> Money:
    return replace(money, high=None) if kind == "from" else replace(money, low=None)


_TOUCHING = 3
"""One more than the characters that may stand between a bound and its sum."""
