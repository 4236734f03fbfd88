"""Sums of money, with currency, period and purpose."""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from monitor.model import Finding, Money
from monitor.signals._seen import Seen
from monitor.signals._worth import Worth
from monitor.text.labels import chosen
from monitor.text.money import MoneyReader, Sum
from monitor.text.places import called
from monitor.text.purpose import attach

_ROUBLE_PLACES = frozenset({"RU", "KZ", "KG", "TJ", "UZ", "AM", "AZ", "GE", "MD", "BY", None})
_ROUBLE_LANGUAGES = frozenset(
    {"ru", "kk", "ky", "tg", "uz-Latn", "uz-Cyrl", "hy", "az", "ka", "uk", "tr", "zh", "und"}
)
"""Languages whose texts speak of roubles where no place is known and enlisting is spoken of."""
_NATION = "nation:"
_RUSSIAN_SIGNS = frozenset({"army", "russia", "contract", "unit"})
_LAKH = re.compile(
    "lakh|lac|lpa|crore|karod|लाख|करोड|লাখ|লক্ষ|কোটি|லட்ச|லட்ஷ|கோடி|ලක්ෂ|لاکه|كروڑ|لاك|laki"
)
_IN_HUNDREDTHS = frozenset({"MAD", "DZD"})
"""Currencies whose people count millions in hundredth parts: two million are 20,000 dirhams."""
_MILLION, _THOUSAND = 10**6, 1000
_LEAST_PAY = Decimal(25)
"""Dollars; pay in short that is worth less leaves its thousands unsaid: `210 a month`, in roubles."""
_ALIKE = 300
"""How many times larger a sum in the same currency may be than another of the text."""


def find(seen: Seen) -> Iterator[Finding]:
    """Give each sum as a finding `money`."""
    bounds = [match for match in seen.said if match.signal.startswith("bound:")]
    reader = MoneyReader(
        seen.rules.money, seen.rules.currencies, seen.hints, seen.lang, _named(seen)
    )
    sums = reader.read(seen.folded.text, bounds, seen.folded.written(seen.text))
    told = chosen(seen.folded.text, seen.said, seen.lang)
    home = _Home(seen, sums)
    attached = [
        replace(sum_, money=home.money(sum_)) if sum_.bare else sum_
        for sum_ in attach(seen.folded.text, sums, told)
    ]
    worth = Worth(seen, [sum_.money for sum_ in attached])
    for sum_ in attached:
        yield seen.finding("money", sum_.start, sum_.end, worth.plausible(sum_))


def _named(seen: Seen) -> frozenset[str]:
    """Give the countries that a text names, by word or by its telephones' codes."""
    nations = (m.signal for m in seen.said if m.signal.startswith(_NATION))
    places = seen.rules.currencies.named(seen.folded.text) | called(seen.folded.text)
    return places | {nation.removeprefix(_NATION) for nation in nations}


class _Home:
    """Says what a sum without a currency is in."""

    def __init__(self, seen: Seen, sums: Sequence[Sum]) -> None:
        self._seen = seen
        known = [s for s in sums if not s.bare and s.money.currency]
        self._known = sorted((_size(s), s.money.currency) for s in known if s.money.currency)
        self._sizes = [size for size, _ in self._known]
        self._tells_lakh = any(_is_in_lakh(seen, s) for s in known)
        self._place = _place_currency(seen)

    def money(self, sum_: Sum) -> Money:
        """Give the sum its currency, and the thousands that people leave unsaid."""
        money = replace(sum_.money, currency=self.currency(sum_))
        if money.currency in _IN_HUNDREDTHS and sum_.scaled and _size(sum_) >= _MILLION:
            return _times_over(money, Decimal("0.01"))
        if sum_.scaled or money.currency is None or _size(sum_) >= _THOUSAND:
            return money
        worth = self._seen.rules.currencies.in_dollars(_end(money), money.currency)
        is_short = worth is not None and worth < _LEAST_PAY
        return _times_over(money, Decimal(1000)) if is_short else money

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
    return float(_end(sum_.money))


def _end(money: Money) -> Decimal:
    return money.high or money.low or Decimal(1)


def _times_over(money: Money, times: Decimal) -> Money:
    low, high = (
        end if end is None else (end * times).quantize(Decimal(1))
        for end in (money.low, money.high)
    )
    return replace(money, low=low, high=high)


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
