"""Let a sum without words of its own follow the one before it in the same sentence.

`60 000 for each man, for a foreigner 100 000` are two fees for men; `30 000 a month, 40 000 in the
fourth year` are paid by the month both.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from monitor.model import Money, Purpose
from monitor.text.money import Sum

_REACH = 80
"""Characters between the end of one sum and the beginning of the one that follows it."""
_SENTENCE_END = re.compile(r"[.!?։।۔;](?=\s)|[。！？\n]")
_LISTED = frozenset({Purpose.REFERRAL, Purpose.FEE, Purpose.BOUNTY, Purpose.TUITION})
"""What is told at several prices in one sentence."""
_ALIKE = Decimal(3)
"""How many times one of two sums is the other at most, where both are somebody's pay."""


def follow(text: str, sums: Sequence[Sum]) -> list[Sum]:
    """Give each unsure sum the purpose and the period of the one before it, if that is sure."""
    done: list[Sum] = []
    for sum_ in sums:
        before = done[-1] if done else None
        if before is not None and sum_.unsure and _goes_on(text, before, sum_):
            money = replace(sum_.money, purpose=before.money.purpose, period=before.money.period)
            sum_ = replace(sum_, money=money, told=True, unsure=False)
        done.append(sum_)
    return done


def _goes_on(text: str, before: Sum, sum_: Sum) -> bool:
    if before.unsure or not before.told or not 0 <= sum_.start - before.end <= _REACH:
        return False
    if _SENTENCE_END.search(text, before.end, sum_.start):
        return False
    if before.money.currency != sum_.money.currency and not (before.bare or sum_.bare):
        return False
    if before.money.purpose in _LISTED:
        return True
    is_pay = before.money.purpose is Purpose.SALARY and before.money.period is not None
    return is_pay and _times(before.money, sum_.money) <= _ALIKE


def _times(one: Money, other: Money) -> Decimal:
    first, second = (money.high or money.low or Decimal(1) for money in (one, other))
    return max(first, second) / min(first, second)
