"""Say what a sum pays for by what it is worth, where its words leave that open.

Adverts of the same army pay about the same everywhere: some thousand dollars a month, many at once.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from monitor.model import Money, Period, Purpose
from monitor.signals._seen import Seen
from monitor.text.money import Sum
from monitor.text.phrases import Match

_MOST: Mapping[Period, Decimal] = {
    Period.HOUR: Decimal(100),
    Period.DAY: Decimal(800),
    Period.SHIFT: Decimal(800),
    Period.WEEK: Decimal(3_000),
    Period.MONTH: Decimal(9_000),
}
"""Dollars that are paid for a period at most, by adverts; more than a month's is paid at signing."""
_SIGNING = Decimal(4_500)
_LEAST = Decimal(450)
_A_SHIFT, _SHIFTS_MOST = Decimal(15), Decimal(100)
"""Dollars that a shift is paid at least and at most, by vacancies of building sites and guards."""
_FOR_A_MAN = Decimal(2_000)
"""Dollars that are paid for a man brought at most, where a text offers that."""
_TIMES_A_MONTH = 4
"""How many of the month's pay beside it a sum is that is paid at signing, at least."""

_OF_A_YEAR = frozenset({Purpose.SALARY, Purpose.TOTAL, Purpose.FEE})
"""What a year's tuition looks like where its words say no more than that it is paid."""

_ENLISTING = frozenset({"army", "contract", "unit"})
_WORKING = frozenset({"civil_role", "military_job", "no_combat", "war_zone", "drone_work"})
_RUSSIAN = frozenset({"russia", "army"})
_RETOLD = frozenset(
    {"citizenship", "passport", "residence", "promise", "victim", "warning", "report", "court"}
    | {"law", "contract", "army", "military", "war", "foreigner"}
)
"""What tells an army's promise, also in quotes: `two million and a passport`."""
_SOLD = frozenset({"legal_service", "investment"})


class Worth:
    """What the sums of a text are worth beside each other."""

    def __init__(self, seen: Seen, sums: Sequence[Money]) -> None:
        self._currencies = seen.rules.currencies
        signals = frozenset(match.signal for match in seen.matches)
        self._is_enlisting = not signals.isdisjoint(_ENLISTING)
        self._is_working = self._is_enlisting or not signals.isdisjoint(_WORKING)
        self._is_vacancy = "job" in signals and not self._is_enlisting
        self._pays_for_men = "referral" in signals and (self._is_enlisting or "job" not in signals)
        self._is_sale = _is_sale(seen.matches)
        is_russian = any(m.currency == "RUB" for m in sums) or not signals.isdisjoint(_RUSSIAN)
        self._has_slogan = is_russian and not signals.isdisjoint(_RETOLD)
        self._is_study = "tuition" in signals and not self._is_enlisting
        months = [self._of(money) for money in sums if money.period is Period.MONTH]
        self._a_month = min((m for m in months if m is not None and m >= _LEAST), default=None)
        at_once = [self._of(money) for money in sums if money.purpose is Purpose.SIGNING]
        self._at_once = max((m for m in at_once if m is not None), default=Decimal(0))

    def plausible(self, sum_: Sum) -> Money:
        """Give the sum with a purpose and a period that its worth allows."""
        money = sum_.money
        worth = self._of(money)
        if worth is None:
            return money
        if sum_.unsure and (guessed := self._guessed(money, worth)) is not None:
            return guessed
        is_open = money.purpose is Purpose.OTHER and not sum_.told
        if money.purpose is Purpose.DEATH_INJURY and worth < _SIGNING:
            return self._guessed(money, worth) or money
        if self._is_study and money.period is Period.YEAR:
            is_pay = is_open or money.purpose in _OF_A_YEAR
            return replace(money, purpose=Purpose.TUITION) if is_pay else money
        if money.purpose is Purpose.SALARY:
            return self._pay(money, worth)
        if money.purpose is Purpose.SIGNING and self._is_smaller(worth):
            return _a_month(money)
        return self._unsaid(money, worth) if is_open else money

    def _guessed(self, money: Money, worth: Decimal) -> Money | None:
        """Give what a sum pays for by its worth alone; None where that tells nothing."""
        unsaid = replace(money, purpose=Purpose.OTHER, period=None)
        guessed = self._unsaid(unsaid, worth)
        return None if guessed is unsaid else guessed

    def _pay(self, money: Money, worth: Decimal) -> Money:
        """Mend a period that stood by chance beside a sum."""
        if money.period is Period.YEAR:
            return _a_month(money) if _LEAST <= worth < _SIGNING else money
        if money.period is None or money.period not in _MOST:
            return money
        if self._is_at_once(worth):
            return _at_signing(money)
        is_more = _MOST[money.period] < worth <= _MOST[Period.MONTH]
        return _a_month(money) if is_more else money

    def _is_smaller(self, worth: Decimal) -> bool:
        """Tell `2 400 000 at once + 210 000`: the month's pay of a text that names no other."""
        is_less = worth < _SIGNING and worth * _TIMES_A_MONTH <= self._at_once
        return is_less and worth >= _LEAST and self._a_month is None

    def _is_at_once(self, worth: Decimal) -> bool:
        if worth <= _SIGNING or not (self._is_enlisting or self._has_slogan):
            return False
        is_many = self._a_month is not None and worth >= _TIMES_A_MONTH * self._a_month
        return is_many or worth > _MOST[Period.MONTH]

    def _unsaid(self, money: Money, worth: Decimal) -> Money:
        if money.period is not None:
            is_month = money.period is Period.YEAR and _LEAST <= worth < _SIGNING
            return _a_month(money) if is_month and self._is_working else money
        if self._is_sale:
            return replace(money, purpose=Purpose.FEE, period=Period.ONCE)
        if self._pays_for_men and worth < _FOR_A_MAN:
            return replace(money, purpose=Purpose.REFERRAL, period=Period.ONCE)
        if self._is_vacancy:
            return _earned(money, worth)
        if worth >= _SIGNING:
            is_signing = self._is_enlisting or self._has_slogan
            return _at_signing(money) if is_signing else money
        is_job = self._is_working or self._has_slogan
        return _a_month(money) if worth >= _LEAST and is_job else money

    def _of(self, money: Money) -> Decimal | None:
        amount = money.high or money.low
        if amount is None or money.currency is None:
            return None
        return self._currencies.in_dollars(amount, money.currency)


def _is_sale(matches: Sequence[Match]) -> bool:
    """Tell a lawyer's or an investor's prices, also where the text warns of armies in passing."""
    counts = Counter(match.signal for match in matches)
    sold = sum(counts[signal] for signal in _SOLD)
    served = sum(counts[signal] for signal in _ENLISTING)
    return sold > 0 and (not served or (sold >= served and not counts["signing"]))


def _earned(money: Money, worth: Decimal) -> Money:
    """Give what a vacancy pays: a shift's, a month's, or what cannot be told."""
    if _A_SHIFT <= worth < _SHIFTS_MOST:
        return replace(money, purpose=Purpose.SALARY, period=Period.SHIFT)
    return _a_month(money) if _LEAST <= worth <= _MOST[Period.MONTH] else money


def _at_signing(money: Money) -> Money:
    return replace(money, purpose=Purpose.SIGNING, period=Period.ONCE)


def _a_month(money: Money) -> Money:
    return replace(money, purpose=Purpose.SALARY, period=Period.MONTH)
