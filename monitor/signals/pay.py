"""Sums of money, with currency, period and purpose."""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from monitor.model import Finding
from monitor.signals._seen import Seen
from monitor.signals._worth import Worth
from monitor.text.money import MoneyReader, Sum
from monitor.text.purpose import attach

_ROUBLE_PLACES = frozenset({"RU", "KZ", "KG", "TJ", "UZ", "AM", "AZ", "GE", "MD", "BY", None})
_ROUBLE_LANGUAGES = frozenset(
    {"ru", "kk", "ky", "tg", "uz-Latn", "uz-Cyrl", "hy", "az", "ka", "uk", "tr", "zh", "und"}
)
"""Languages whose texts speak of roubles where no place is known and enlisting is spoken of."""
_RUSSIAN_SIGNS = frozenset({"army", "russia", "contract", "unit"})
_LAKH = re.compile("lakh|lac|crore|karod|लाख|करोड|লাখ|লক্ষ|কোটি|லட்ச|லட்ஷ|கோடி|ලක්ෂ|لاکه|كروڑ|لاك|laki")
_ALIKE = 300
"""How many times larger a sum in the same currency may be than another of the text."""


def find(seen: Seen) -> Iterator[Finding]:
    """Give each sum as a finding `money`."""
    bounds = [match for match in seen.matches if match.signal.startswith("bound:")]
    reader = MoneyReader(seen.rules.money, seen.rules.currencies, seen.hints, seen.lang)
    sums = reader.read(seen.folded.text, bounds)
    home = _Home(seen, sums)
    attached = [
        replace(sum_, money=replace(sum_.money, currency=home.currency(sum_)))
        if sum_.bare
        else sum_
        for sum_ in attach(seen.folded.text, sums, seen.matches)
    ]
    worth = Worth(seen, [sum_.money for sum_ in attached])
    for sum_ in attached:
        yield seen.finding("money", sum_.start, sum_.end, worth.plausible(sum_))


class _Home:
    """Says what a sum without a currency is in."""

    def __init__(self, seen: Seen, sums: Sequence[Sum]) -> None:
        self._seen = seen
        known = [s for s in sums if not s.bare and s.money.currency]
        self._known = sorted((_size(s), s.money.currency) for s in known if s.money.currency)
        self._sizes = [size for size, _ in self._known]
        self._tells_lakh = any(_is_in_lakh(seen, s) for s in known)
        self._place = _place_currency(seen)

    def currency(self, sum_: Sum) -> str | None:
        """Take that of the sum most alike in size; lakh and crore are told in one's own money."""
        if not self._tells_lakh and _is_in_lakh(self._seen, sum_):
            own = self._seen.rules.currencies.decide("unit:lakh", self._seen.lang, self._seen.hints)
            if own is not None:
                return own
        size = _size(sum_)
        at = bisect.bisect_left(self._sizes, size)
        beside = self._known[max(0, at - 1) : at + 1]
        if not beside:
            return self._place
        times, currency = min((_times(known, size), currency) for known, currency in beside)
        return self._place if times > _ALIKE and self._place is not None else currency


def _is_in_lakh(seen: Seen, sum_: Sum) -> bool:
    return _LAKH.search(seen.folded.text, sum_.start, sum_.end) is not None


def _size(sum_: Sum) -> float:
    return float(sum_.money.high or sum_.money.low or 1)


def _times(one: float, other: float) -> float:
    """Give how many times larger one of two sizes is than the other."""
    return max(one, other) / min(one, other)


def _place_currency(seen: Seen) -> str | None:
    """Roubles where Russia's army pays or the text is Russian by place; else the country's own."""
    is_russian = any(match.signal in _RUSSIAN_SIGNS for match in seen.matches)
    is_placed = seen.hints.country is not None or seen.lang in _ROUBLE_LANGUAGES
    if is_russian and is_placed and seen.hints.country in _ROUBLE_PLACES:
        return "RUB"
    if seen.lang == "ru" and not seen.hints.country:
        return "RUB"
    return seen.rules.currencies.at_home(seen.hints)
