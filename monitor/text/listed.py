"""Give the numbers of a list what the last of them says: `200, 300 or 400 thousand roubles`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from monitor.text.amounts import Amount
from monitor.text.numbers import factor_of
from monitor.text.ranges import BARE_LEAST

_OR = re.compile(
    r",?[ ](?:or|или|либо|або|чи|o|u|ou|ou de|sau|او|ام|veya|ya da|yahut|və ya|ve ya|yoki|еки|же|немесе|не|е|կամ|ან"
    r"|या|वा|अथवा|یا|يا|বা|অথবা|অথবা|கிংবা|அல்லது|හෝ|au|ama|mise|ili|или)[ ]\Z|或者?\Z|还是\Z"
)
_COMMA = re.compile(r",[ ]\Z")
_ALIKE = 10
"""How many times larger a number of a list is than the one before it at most."""


def listed(text: str, amounts: Sequence[Amount]) -> list[Amount]:
    """Give the amounts, those of a list with the thousands and the currency of its last one."""
    done: list[Amount] = []
    goes_on = False
    for amount in reversed(amounts):
        behind = done[-1] if done else None
        gap = text[amount.end : behind.start] if behind else ""
        is_listed = _OR.fullmatch(gap) or (goes_on and _COMMA.fullmatch(gap))
        told = _told(text, amount, behind) if behind and is_listed else None
        goes_on = told is not None
        done.append(told or amount)
    return done[::-1]


def _told(text: str, amount: Amount, behind: Amount) -> Amount | None:
    """Give what a number means before another one of its list; None where it is of no list."""
    value = amount.number.value
    if amount.unit is not None or amount.number.scaled or behind.unit is None:
        return None
    factor = factor_of(text, behind.number) if behind.number.scaled else Decimal(1)
    if factor > 1 and value >= BARE_LEAST:
        return None
    whole = value * factor
    if not whole < behind.number.value <= whole * _ALIKE:
        return None
    number = replace(amount.number, value=whole, scaled=behind.number.scaled)
    return replace(amount, number=number, unit=behind.unit, leads=True)
