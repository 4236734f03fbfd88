"""Read sums of money: amount or range, open ends, currency. Periods and purposes: `purpose.py`.

Works on folded text; ranges are of folded characters. A number is money when a currency stands at
it; one without (a table's cell, a price in short) is given too, marked bare, for others to judge.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from monitor.model import Hints, Money
from monitor.text.amounts import Amount, with_parts
from monitor.text.bounds import Bounds
from monitor.text.listed import listed
from monitor.text.numbers import UNITS, Number, find_numbers, multiplied
from monitor.text.phrases import Match
from monitor.text.ranges import BARE_LEAST, joined
from monitor.text.tokens import WORD
from monitor.text.unit_at import UnitFinder
from monitor.text.units import Currencies, MoneyWords

_NOT_MONEY_AFTER = re.compile(
    r"[ ]?(?:%|°|процент|percent|por ?ciento|pour ?cent|فيصد|في الم|প্রতিশত|শতাংশ|प्रतिशत)"
    r"|[.:/]\d|-?(?:й|го|му|ый|ая|st|nd|rd|th)\b|(?:-\d{2}){2}(?!\d)"
)
_LETTER = r"[^\W\d_\u2e80-\u9fff]"
_JOINED_BEFORE = re.compile(rf"[@#/_]\Z|{_LETTER}-\Z|{_LETTER}\Z|(?<!{_LETTER})n[ ]\Z")
_ARABIC_PARTICLE = re.compile(r"(?<![^\W\d_])[وبلف]\Z")
"""What makes a number a part of a code, a handle, a link or an article."""
_NEXT_WORD = re.compile(rf"[ ]?-?[ ]?([^\W\d_][{WORD}]{{0,40}})")
_LAST_WORD = re.compile(r"[ ]([^\W\d_]{1,9})\.?\Z")
_THOUSANDS: Mapping[str, tuple[str, ...]] = {
    "min": ("az", "uz-Latn"),
    "kun": ("so",),
    "m": (),
    "м": (),
    "bi": (),
    "mi": ("pt",),
    "bn": (),
}
"""Words apart from their number that are multipliers in these languages only, without a currency."""
_PIECES = frozenset(["штук", "штуки", "штука", "штуку"])
"""Thousands in slang before a currency, pieces of anything else."""
_RUPEES = frozenset({"unit:rupee", "INR", "PKR"})
_LAKH = re.compile(r"l(?![^\W\d_])")
_LAKHS = Decimal(10) ** 5


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
    leads: bool = False
    """The next sum is of the same list."""
    told: bool = False
    """Words say what it pays for, be it `other`."""
    unsure: bool = False
    """No such words stand near, and none says how often it is paid."""


@dataclass(frozen=True, slots=True)
class MoneyReader:
    """Reads sums with the words of all languages, deciding shared units by language and hints."""

    words: MoneyWords
    currencies: Currencies
    hints: Hints
    lang: str | None
    named: frozenset[str] = frozenset()
    """Countries that the text names, by ISO 3166-1 code."""

    def read(self, text: str, bounds: Sequence[Match], written: str) -> list[Sum]:
        """Give the sums by start; `bounds` are the phrases found of signal `bound:*`.

        `written` is the text before its letters were folded, character by character.
        """
        numbers = find_numbers(text, multipliers=self.words.multipliers, words=self.words.numbers)
        finder = UnitFinder(self.words, self.currencies, self.lang, written)
        amounts = _untangled([self._amount(text, number, finder) for number in numbers])
        amounts = [a for a in amounts if not self._is_count(text, a)]
        joined = listed(text, with_parts(text, amounts, self.words.hundredths))
        whole = [a for held, a, behind in _beside(joined) if _may_be_sum(text, held, a, behind)]
        opened = Bounds(text, bounds)
        said = frozenset(filter(None, (self._told(amount.unit) for amount in whole)))
        return [
            replace(sum_, money=opened.open(sum_.start, sum_.end, sum_.money))
            for sum_ in self._ranges(text, whole, said)
        ]

    def _told(self, unit: str | None) -> str | None:
        """Give the currency of a unit by its name, the place or the language, if they tell."""
        shared = self.currencies.unit(unit)
        return shared.told(self.lang, self.hints) if shared else unit

    def _currency(self, unit: str | None, said: frozenset[str]) -> str | None:
        """Give a unit's currency; one of those said elsewhere where nothing else decides."""
        if unit is None:
            return None
        shared = self.currencies.unit(unit)
        if shared is None:
            return self.currencies.decide(unit, self.lang, self.hints)
        told = shared.told(self.lang, self.hints)
        return told or shared.alike(said, self.named) or shared.default

    def _amount(self, text: str, number: Number, finder: UnitFinder) -> Amount:
        if number.words and not number.scaled:
            unit = finder.after(text, number.end)
        else:
            unit = finder.at(text, number.start, number.end)
        if unit is None or not self._is_money(unit.name):
            return Amount(number, number.start, number.end, self._slang(text, number))
        if unit.name in _RUPEES and unit.end <= number.start:
            number = _in_lakh(text, number)
        start, end = min(number.start, unit.start), max(number.end, unit.end)
        if unit.start >= number.end and not number.scaled:
            scaled = multiplied(text, number, end, self.words.multipliers)
            number, end = scaled, max(end, scaled.end)
        return Amount(number, start, end, unit.name)

    def _slang(self, text: str, number: Number) -> str | None:
        """Give the unit that a multiplier names by itself where the text's language says so."""
        last = _LAST_WORD.search(text[number.start : number.end]) if number.scaled else None
        name = self.words.currencies.get(last[1]) if last else None
        unit = self.currencies.units.get(name.removeprefix("unit:")) if name else None
        return name if unit and self.lang in unit.languages else None

    def _is_money(self, name: str) -> bool:
        """Tell a unit from what looks like it (`км`): some are money in their country only."""
        unit = self.currencies.unit(name)
        return (
            unit is None
            or not unit.is_local
            or (unit.decide(None, self.hints) or unit.alike((), self.named)) is not None
        )

    def _is_count(self, text: str, amount: Amount) -> bool:
        """Tell what counts people, metres or minutes, and a nought."""
        if amount.unit is not None or amount.number.value == 0:
            return amount.number.value == 0
        if self._is_measure(text, amount.number):
            return True
        following = _NEXT_WORD.match(text, amount.number.end)
        if following is None:
            return False
        return bool(self.words.counted.get(following[1]))

    def _is_measure(self, text: str, number: Number) -> bool:
        """Tell `1,68 m`, and a word that is a thousand in one language only (`10 min`)."""
        last = _LAST_WORD.search(text[number.start : number.end])
        if last is not None and last[1] in _PIECES:
            return True
        if last is None or not number.scaled or number.words:
            return False
        return self.lang not in _THOUSANDS.get(last[1], (self.lang,))

    def _ranges(self, text: str, amounts: Sequence[Amount], said: frozenset[str]) -> Iterator[Sum]:
        low: Amount | None = None
        for amount in amounts:
            ends = joined(text, low, amount) if low is not None else None
            if ends is not None:
                yield self._sum(*ends, said)
                low = None
                continue
            if low is not None:
                yield self._sum(low, low, said)
            low = amount
        if low is not None:
            yield self._sum(low, low, said)

    def _sum(self, low: Amount, high: Amount, said: frozenset[str]) -> Sum:
        unit = high.unit or low.unit
        if unit == "unit:dollar_sign":
            unit = low.unit or unit
        return Sum(
            low.start,
            high.end,
            Money(low.number.value, high.number.value, self._currency(unit, said)),
            bare=unit is None,
            scaled=high.number.scaled,
            leads=low.leads and low is high,
        )


def _in_lakh(text: str, number: Number) -> Number:
    """Read the letter behind `₹2.5L` as a lakh."""
    if number.scaled or number.value >= BARE_LEAST or not _LAKH.match(text, number.end):
        return number
    return replace(number, end=number.end + 1, value=number.value * 100_000, scaled=True)


def _untangled(amounts: Sequence[Amount]) -> list[Amount]:
    """Give a currency to one number only, to the one that it follows or touches."""
    kept: list[Amount] = []
    for amount in amounts:
        if kept and amount.start < kept[-1].end:
            unit = None if amount.end == amount.number.end else amount.unit
            amount = replace(amount, start=max(amount.number.start, kept[-1].end), unit=unit)
        kept.append(amount)
    return kept


def _beside(
    amounts: Sequence[Amount],
) -> Iterator[tuple[Amount | None, Amount, Amount | None]]:
    """Give each amount between the one before and the one behind it."""
    return zip([None, *amounts][:-1], amounts, [*amounts, None][1:], strict=True)


def _may_be_sum(text: str, held: Amount | None, amount: Amount, behind: Amount | None) -> bool:
    """Leave out what has no currency and is in words, a part of a code, a share or an ordinal."""
    number = amount.number
    if amount.start >= amount.end:
        return False
    if amount.unit is not None:
        if number.words and number.value < 1:
            return False
        return not (amount.start > 0 and "a" <= text[amount.start - 1] <= "z")
    if number.words and (number.value < BARE_LEAST or _is_vague(text, number)):
        is_low_end = behind is not None and behind.unit is not None and behind.number.words
        return is_low_end and behind is not None and joined(text, amount, behind) is not None
    if number.value < 1 or _NOT_MONEY_AFTER.match(text, number.end):
        return False
    if held is not None and text[held.end : number.start] == "-":
        return True
    before = text[max(0, number.start - 4) : number.start]
    return bool(_ARABIC_PARTICLE.search(before)) or not _JOINED_BEFORE.search(before)


def _is_vague(text: str, number: Number) -> bool:
    """Tell `a thousand thanks`, and a million that nobody counted, from `one million`."""
    is_counted = number.value >= _LAKHS and " " in text[number.start : number.end]
    return number.value in UNITS and not is_counted
