"""Open an end of a sum where a word or an ending says so: "from", "up to", `рублден`, `rublgacha`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from monitor.model import Money
from monitor.text.phrases import Match

_TOUCHING = 3
"""One more than the characters that may stand between a bound and its sum."""
_PLUS = re.compile(r"\+(?![ ]?\d|[^\W\d_])|[ ]\+[ ]?(?=[,.;:!)\n]|\Z|/)")
_PLUS_INSIDE = re.compile(r"\d\+[ ]?[^\W\d]")
_AND_SO_ON = re.compile(r"[ ](?:\w|\d)")
"""What makes a `plus` behind a sum join a second thing: `2000 plus lodging`."""
_PLUSES = frozenset({"plus", "प्लस", "плюс"})
_MANY = re.compile(
    "[ ](?:с лишним|с гаком|з лишком|з гаком)[ ]|[0-9一二两兩三四五六七八九十百千万萬][多余餘][万萬千百]?"
)

_FROM_ENDING = re.compile(
    r"(?<=[а-я]{3})(?:[дтн][аео]н)\Z|(?<=[a-z']{2})[dt][aeo]n\Z|(?<=[a-z]{2})nan\Z"
    r"|(?<=[\u0530-\u058f]{2})(?:ից|ուց)\Z|(?<=[\u10a0-\u10ff]{2})დან\Z"
    r"|(?:देखि|बाट)\Z|லிருந்து\Z"
)
"""Endings of a sum's last word that say "from"."""
_UP_TO_ENDING = re.compile(
    r"(?<=[а-я]{2})[гк]ача\Z|(?<=[a-z']{2})[gkq]acha\Z|(?<=[a-z]{2})dek\Z|सम्म(?:को|का|की)?\Z"
    r"|(?<=[\u10a0-\u10ff]{2})მდე\Z|வரை\Z|পর্যন্ত\Z"
)
_UP_TO_INSIDE = re.compile(r"-?მდე[ ]|[ ]?(?:सम्म|तक|পর্যন্ত|வரை|දක්වා)[ ]")
"""Words for "up to" between a number and its currency: `2000-მდე ლარი`."""
_UP_TO_WORD = re.compile(
    r"[ ](?:qeder|dek|kadar|qadar|che[iy]{1,2}n|чейин|дейин|арасында|tak|तक|सम्म|পর্যন্ত|வரை|දක්වා|تك)"
    r"(?![^\W\d_])"
)
_FROM_WORD = re.compile(r"[ ]से(?=[ ]?(?:[,।|\n).]|\Z|शुरु|शुरू))")
"""Hindi's "from", which inside of a sentence is "with" too."""
_PAID_OUT = re.compile(
    r"[ ](?:алган|алды|алып|olgan|oldi|olib|alib|aldi|alan|to'?la|тула|толе|толо|beramiz|берамиз)"
)
"""What makes an ending in "from" one of each: `80 мың рубльден алған`."""
_NOT_MORE = re.compile(
    r"[ ](?:oshma|ошма|ошпа|аспа|baha|qimmat|yuxari olma|cox (?:olma|deyil)|artiq (?:emas|olma)"
    r"|ko'?p emas|куп эмас|кўп эмас|ортик эмас|артык эмес|коп эмес|арты[кг] емес"
    r"|kam(?! (?:emas|bo'lma|bolma))|кам(?! (?:эмас|булма))|кем(?! (?:эмес|емес))"
    r"|az(?! (?:olma|deyil))|аз(?! (?:эмес|емес))|պակաս(?! չ)|ավելի? չ)"
)
"""What turns the ending round: `rubldan oshmaydi` is at most."""

_OF = re.compile(
    r"\b(?:(?:nagrad|bonus|iznos|kazn|sum|naknad|dnevnic|kauci|kredit|dug|stipendij)\w{0,3}[ ]od"
    r"|(?:наград|бонус|износ|казн|сум|накнад|дневниц|кауци|кредит|дуг|стипендиј)\w{0,3}[ ]од)[ ]\Z"
)
"""Serbian's "from" right behind what is paid is "of": `nagrada od 500 evra`."""
_OF_REACH = 24
_LAST_WORD = 24
"""Characters of a sum that are looked at for an ending."""


class Bounds:
    """Words that open an end, by where they touch a sum, and endings that do."""

    def __init__(self, text: str, bounds: Sequence[Match]) -> None:
        self._text = text
        kinds = [(bound, bound.signal.removeprefix("bound:")) for bound in bounds]
        self._before = {b.end: kind for b, kind in kinds if not kind.endswith("_after")}
        self._after = {
            b.start: kind.removesuffix("_after")
            for b, kind in kinds
            if kind.endswith("_after") and not self._joins_on(b)
        }

    def open(self, start: int, end: int, money: Money) -> Money:
        """Open an end where a word says so: "from" leaves high open, "up to" leaves low open."""
        if money.low != money.high:
            return money
        kind = self._beside(start, end) or self._ending(start, end)
        if kind is None:
            return money
        return replace(money, high=None) if kind == "from" else replace(money, low=None)

    def _joins_on(self, bound: Match) -> bool:
        written = self._text[bound.start : bound.end]
        return written in _PLUSES and _AND_SO_ON.match(self._text, bound.end) is not None

    def _beside(self, start: int, end: int) -> str | None:
        gaps = [gap for gap in range(_TOUCHING) if "\n" not in self._text[start - gap : start]]
        is_of = _OF.search(self._text, max(0, start - _OF_REACH), start) is not None
        before = () if is_of else (self._before.get(start - gap) for gap in gaps)
        gaps_after = [gap for gap in range(_TOUCHING) if "\n" not in self._text[end : end + gap]]
        after = (self._after.get(end + gap) for gap in gaps_after)
        return next((kind for kind in (*before, *after) if kind), None)

    def _ending(self, start: int, end: int) -> str | None:
        if _FROM_WORD.match(self._text, end) or _PLUS.match(self._text, end):
            return "from"
        if _MANY.search(self._text, start, end) or _PLUS_INSIDE.search(self._text, start, end):
            return "from"
        if _ends_in_up_to(self._text, start, end):
            return "up_to"
        if not opens_range(self._text, start, end) or _PAID_OUT.match(self._text, end):
            return None
        return "up_to" if _NOT_MORE.match(self._text, end) else "from"


def closes_range(text: str, start: int, end: int) -> bool:
    """Tell whether a sum's last word, or the one behind it, says "up to"."""
    return _ends_in_up_to(text, start, end) or _UP_TO_WORD.match(text, end) is not None


def _ends_in_up_to(text: str, start: int, end: int) -> bool:
    ending = _UP_TO_ENDING.search(text[max(start, end - _LAST_WORD) : end])
    return ending is not None or _UP_TO_INSIDE.search(text, start, end) is not None


def opens_range(text: str, start: int, end: int) -> bool:
    """Tell whether a sum's last word ends in "from": `15 लाखदेखि`, `50 000 rubldan`."""
    return _FROM_ENDING.search(text[max(start, end - _LAST_WORD) : end]) is not None
