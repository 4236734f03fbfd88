"""Sums of money, with currency, period and purpose."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from monitor.model import Finding
from monitor.signals._seen import Seen
from monitor.text.money import MoneyReader, Sum
from monitor.text.purpose import attach


def find(seen: Seen) -> Iterator[Finding]:
    """Give each sum as a finding `money`."""
    bounds = [match for match in seen.matches if match.signal.startswith("bound:")]
    reader = MoneyReader(seen.rules.money, seen.rules.currencies, seen.hints, seen.lang)
    sums = reader.read(seen.folded.text, bounds)
    home = _usual_currency(sums) or _place_currency(seen)
    for sum_ in attach(seen.folded.text, sums, seen.matches):
        money = sum_.money
        if sum_.bare:
            money = replace(money, currency=home)
        yield seen.finding("money", sum_.start, sum_.end, money)


def _usual_currency(sums: Sequence[Sum]) -> str | None:
    """What a text's other sums are in: `195 000 at once, then 204 000 roubles a month`."""
    counted = Counter(s.money.currency for s in sums if not s.bare and s.money.currency)
    return counted.most_common(1)[0][0] if counted else None


def _place_currency(seen: Seen) -> str | None:
    """Roubles where Russia's army pays or the text is Russian by place; else the country's own."""
    if (
        any(match.signal in ("army", "russia") for match in seen.matches)
        and seen.hints.country in _ROUBLE_PLACES
    ):
        return "RUB"
    return seen.rules.currencies.at_home(seen.hints)


_ROUBLE_PLACES = frozenset({"RU", "KZ", "KG", "TJ", "UZ", "AM", "AZ", "GE", "MD", "BY", None})
