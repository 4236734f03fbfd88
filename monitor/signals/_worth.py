"""Say what a sum pays for by what it is worth, where its words leave that open.

Adverts of the same army pay about the same everywhere: some thousand dollars a month, many at once.
"""

from __future__ import annotations

from collections.abc import Set
from dataclasses import replace
from decimal import Decimal

from monitor.model import Money, Period, Purpose
from monitor.signals._seen import Seen

_MOST_A_MONTH = Decimal(9_000)
"""Dollars: a larger "monthly" sum is the one paid at signing, beside a month's."""
_SIGNING = Decimal(4_500)
_LEAST = Decimal(450)
_ENLISTING = frozenset({"army", "contract", "unit"})
_WORKING = frozenset({"civil_role", "military_job", "no_combat", "war_zone", "drone_work"})

_SOLD = frozenset({"legal_service", "investment"})


def plausible(money: Money, seen: Seen, signals: Set[str]) -> Money:
    """Give the sum with a purpose and a period that its worth allows."""
    worth = _worth(money, seen)
    if worth is None:
        return money
    if money.purpose is Purpose.SALARY and money.period in (Period.MONTH, Period.DAY, Period.WEEK):
        is_at_once = worth > _MOST_A_MONTH and not signals.isdisjoint(_ENLISTING)
        return _at_signing(money) if is_at_once else money
    if money.purpose is not Purpose.OTHER or money.period is not None:
        return money
    if not signals.isdisjoint(_SOLD) and signals.isdisjoint(_ENLISTING):
        return replace(money, purpose=Purpose.FEE, period=Period.ONCE)
    if worth >= _SIGNING and not signals.isdisjoint(_ENLISTING):
        return _at_signing(money)
    if _LEAST <= worth < _SIGNING and not signals.isdisjoint(_ENLISTING | _WORKING):
        return replace(money, purpose=Purpose.SALARY)
    return money


def _at_signing(money: Money) -> Money:
    return replace(money, purpose=Purpose.SIGNING, period=Period.ONCE)


def _worth(money: Money, seen: Seen) -> Decimal | None:
    amount = money.high or money.low
    if amount is None or money.currency is None:
        return None
    return seen.rules.currencies.in_dollars(amount, money.currency)
