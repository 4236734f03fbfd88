"""Sums of money, with currency, period and purpose."""

from __future__ import annotations

from collections.abc import Iterator

from monitor.model import Finding
from monitor.signals._seen import Seen
from monitor.text.money import MoneyReader
from monitor.text.purpose import attach


def find(seen: Seen) -> Iterator[Finding]:
    """Give each sum as a finding `money`."""
    bounds = [match for match in seen.matches if match.signal.startswith("bound:")]
    reader = MoneyReader(seen.rules.money, seen.rules.currencies, seen.hints, seen.lang)
    sums = reader.read(seen.folded.text, bounds)
    for sum_ in attach(seen.folded.text, sums, seen.matches):
        yield seen.finding("money", sum_.start, sum_.end, sum_.money)
