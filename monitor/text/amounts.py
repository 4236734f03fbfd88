"""Numbers with the unit that stands at them, and the cents that belong to their dollars."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from monitor.text.numbers import Number
from monitor.text.unit_at import WORD_AFTER
from monitor.text.words import WordTable

_LINK = re.compile(r"[ ]?(?:(?:and|si|и|і|y|et|e|و|და|va|və|ve|व|और|و)[ ])?\Z")
"""What stands between dollars and cents."""
_CHINESE_PART = re.compile("[毛角分]")
_ENDS = re.compile(r"[ ]?(?:[.;!?)\n]|\Z)")
_WHOLE = Decimal(100)
_TENTH, _HUNDREDTH = Decimal("0.1"), Decimal("0.01")
_PRICE = Decimal(1000)
"""A price from here on is told without cents: `$5000 18` is a sum and an age."""


@dataclass(frozen=True, slots=True)
class Amount:
    """A number and the unit that stands at it."""

    number: Number
    start: int
    end: int
    unit: str | None
    """A code or `unit:<name>`; None when nothing stands there."""
    leads: bool = False
    """The next one is of the same list, and tells what this one leaves unsaid."""


def with_parts(
    text: str, amounts: Sequence[Amount], hundredths: WordTable[bool]
) -> Sequence[Amount]:
    """Join `20 dollars and 43 cents`; parts alone are no sum worth a look."""
    kept: list[Amount] = []
    for amount in amounts:
        whole = kept[-1] if kept and _is_linked(text, kept[-1], amount) else None
        end, share = _named_part(text, amount, hundredths)
        if end is None and whole is not None:
            end, share = _unnamed_part(text, whole, amount)
        if end is None:
            kept.append(amount)
        elif whole is not None:
            value = whole.number.value + amount.number.value * share
            kept[-1] = replace(whole, number=replace(whole.number, value=value), end=end)
    return kept


def _is_linked(text: str, whole: Amount, part: Amount) -> bool:
    if whole.unit is None or part.unit is not None:
        return False
    return _LINK.fullmatch(text, whole.end, part.start) is not None


def _named_part(
    text: str, amount: Amount, hundredths: WordTable[bool]
) -> tuple[int | None, Decimal]:
    """Give where the word for cents behind a number ends, and what share of a whole they are."""
    if amount.unit is not None or not 0 < amount.number.value < _WHOLE:
        return None, _HUNDREDTH
    word = WORD_AFTER.match(text, amount.number.end)
    if word and hundredths.get(word[1]):
        return word.end(), _HUNDREDTH
    chinese = _CHINESE_PART.match(text, amount.number.end)
    if chinese is None or amount.number.value >= 10:
        return None, _HUNDREDTH
    return chinese.end(), _HUNDREDTH if chinese[0] == "分" else _TENTH


def _unnamed_part(text: str, whole: Amount, part: Amount) -> tuple[int | None, Decimal]:
    """Read `20 dollars 43` and `一块二` where nothing follows that would be counted."""
    value = part.number.value
    is_price = 0 < whole.number.value < _PRICE and whole.number.value % 1 == 0
    if not is_price or _ENDS.match(text, part.number.end) is None or value % 1:
        return None, _HUNDREDTH
    is_han = "\u4e00" <= text[part.start : part.start + 1] <= "\u9fff"
    if is_han and whole.end == part.start and value < 10:
        return part.number.end, _TENTH
    is_cents = 10 <= value < _WHOLE and whole.end < part.start
    return (part.number.end if is_cents else None), _HUNDREDTH
