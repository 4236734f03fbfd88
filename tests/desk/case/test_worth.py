"""Sums of many currencies beside each other, roughly."""

from __future__ import annotations

from decimal import Decimal

import pytest

from monitor.desk.case.worth import rough
from monitor.model import Money
from monitor.text.units import Currencies

RATES = Currencies(
    symbols={}, units={}, rates={"USD": Decimal(1), "RUB": Decimal(81)}, dated="2026-11-01"
)


@pytest.mark.parametrize(
    ("amount", "worth"),
    [("210000", "2600"), ("2400000", "30000"), ("81", "1"), ("0", "0"), ("40", "0.49")],
)
def test_a_sum_is_worth_about_so_many_dollars(amount: str, worth: str) -> None:
    given = rough(Money(Decimal(amount), Decimal(amount), "RUB"), RATES)

    assert given is not None
    assert (given.low, given.high, given.currency) == (Decimal(worth), Decimal(worth), "USD")
    assert f"{given.low:,f}" == f"{Decimal(worth):,f}"


def test_an_open_end_stays_open() -> None:
    given = rough(Money(Decimal(81000), None, "RUB"), RATES)

    assert given is not None
    assert (given.low, given.high) == (Decimal(1000), None)


@pytest.mark.parametrize("currency", [None, "XXX", "USD"])
def test_what_has_no_rate_or_needs_none_has_no_rough_worth(currency: str | None) -> None:
    assert rough(Money(Decimal(5), Decimal(5), currency), RATES) is None


@pytest.mark.parametrize("trap", ["1E+999999", "Infinity", "NaN"])
def test_a_trap_has_no_worth(trap: str) -> None:
    assert rough(Money(Decimal(trap), None, "RUB"), RATES) is None


def test_rates_of_another_currency_can_be_asked_for() -> None:
    given = rough(Money(Decimal(100), Decimal(100), "USD"), RATES, into="RUB")

    assert given is not None
    assert given.low == Decimal(8100)
