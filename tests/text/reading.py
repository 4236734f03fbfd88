"""Read sums and contacts of a text with the shipped rules, for tests."""

from __future__ import annotations

from decimal import Decimal

from monitor import rulebook
from monitor.assess import full
from monitor.model import Assessment, Contact, Hints, Money, Posting

RULES = rulebook.load()
Low = str | None


def judged(text: str, hints: Hints = Hints()) -> Assessment:
    """Judge a text that stands nowhere."""
    return full(Posting(key="1", source_id="s", url="", text=text), RULES, hints)


def sums(text: str, hints: Hints = Hints()) -> list[Money]:
    """Give the sums in their order."""
    return [f.value for f in judged(text, hints).findings if isinstance(f.value, Money)]


def amounts(text: str, hints: Hints = Hints()) -> list[tuple[str, str | None]]:
    """Give each sum as `low-high` (one number if they are equal) and its currency."""
    return [(_written(money), money.currency) for money in sums(text, hints)]


def written(money: Money) -> str:
    """Write a sum as amount (an open end left out), currency, period and purpose."""
    low, high = ("" if end is None else f"{end.normalize():f}" for end in (money.low, money.high))
    amount = low if low == high else f"{low}-{high}"
    return f"{amount} {money.currency} {money.period or '-'} {money.purpose}"


def contacts(text: str, hints: Hints = Hints()) -> list[tuple[str, str]]:
    """Give each contact as type and value."""
    found = (f.value for f in judged(text, hints).findings)
    return [(value.type.value, value.value) for value in found if isinstance(value, Contact)]


def _written(money: Money) -> str:
    ends = [_plain(money.low), _plain(money.high)]
    return ends[0] if ends[0] == ends[1] else "-".join(ends)


def _plain(value: Decimal | None) -> str:
    return "" if value is None else f"{value.normalize():f}"
