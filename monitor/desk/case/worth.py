"""Put sums of many currencies beside each other: roughly, by the rules' dated rates."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from monitor.model import Money
from monitor.text.units import Currencies

COMMON = "USD"
_DIGITS = 2
"""Digits that count: the rates themselves are rounded to two or three."""
_LARGEST = Decimal(10) ** 15
"""What is more is no pay but a trap (1E+999999)."""


@dataclass(frozen=True, slots=True)
class Rough:
    """About what a sum is worth. None as low or high is an open end, as in the sum."""

    low: Decimal | None
    high: Decimal | None
    currency: str
    dated: str
    """Day of the rates."""


def rough(money: Money, currencies: Currencies, *, into: str = COMMON) -> Rough | None:
    """Give a rough worth; None where it is that currency already, or one of them has no rate."""
    rate = currencies.rates.get(into)
    if not rate or money.currency in (None, into) or money.currency not in currencies.rates:
        return None
    low, high = (_in(amount, money.currency, currencies) for amount in (money.low, money.high))
    if low is None and high is None:
        return None
    return Rough(_rounded(low, rate), _rounded(high, rate), into, currencies.dated)


def _in(amount: Decimal | None, currency: str, currencies: Currencies) -> Decimal | None:
    if amount is None or not amount.is_finite() or abs(amount) > _LARGEST:
        return None
    return currencies.in_dollars(amount, currency)


def _rounded(dollars: Decimal | None, rate: Decimal) -> Decimal | None:
    if dollars is None:
        return None
    worth = dollars * rate
    if not worth:
        return worth
    last = worth.adjusted() - _DIGITS + 1
    rounded = worth.scaleb(-last).to_integral_value().scaleb(last)
    return rounded.quantize(Decimal(1)) if last > 0 else rounded
