"""Read numbers in words: `сто пятьдесят тысяч`, `a million`, and with the multiplier first."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from monitor.text.fold import squash
from monitor.text.leading import find_leading
from monitor.text.number_words import FUSED, ONE_WORD, NumberWords, Spelled

_LINK = re.compile(
    r"[ \-]{1,2}|[ ]?\n[ ]?|[ ](?:и|i|і|y|and|et|e|va|ve|iyo|oo|ու|եւ|و)[ ]|[ ]و(?=\w)"
    r"|[ ](?:and a|с|з)[ ]|[ ](?:с лишним|с гаком|з лишком|з гаком)[ ]"
)
_AND = frozenset(["и", "i", "y", "and", "e", "et", "و", "і", "va", "ve", "iyo", "oo", "ու", "եւ"])
_JOINING = _AND | {"a", "с", "з", "лишним", "лишком", "гаком"}
"""Words that may stand inside a number: `two and a half`, `два с половиной`."""

_SINGLE = frozenset(
    squash(
        "миллион миллиард миллиона тысяча тысячу лям штука штуку мільйон тисяча тисячу милион милијарда хиљада "
        "хиљаду hiljadu hiljada million billion thousand millon milhao mil mille milion milijun milyon bin min mln "
        "млн kun milyan مليون مليونا مليار مليارا الف الفا ملین لاکھ کروڑ ہزار мың миң минг ming ҳазор "
        "միլիոն հազար მილიონი მილიონ ათასი ათას लाख करोड हजार লাখ লক্ষ কোটি হাজার கோடி லட்சம் ஆயிரம் "
        "ලක්ෂයක් ලක්ෂයක දහසක් දහසක දාහක් මිලියනයක් මිලියනයක کروڑ lakh laakh crore hazar hazaar"
    ).split()
)
"""Multipliers that stand for one of them when no number comes first: `مليون روبل`."""
_SOME = re.compile(
    r"(?:\d|\b(?:несколько|пар[ау]|сотн[ия]|сотен|десятк\w+|кілька|неколико|nekoliko|few|several|some|"
    r"many|of|varios|varias|unos|quelques|plusieurs|des|birkac|bir ?nec[he]a?|necha|нече|неча|бирнеше|"
    r"kai|kayi|kuch|பல|чанд|عده|بضعه|кил'?ка|մի քանի|რამდენიმე|कुछ|कई|चन्द|केही|কয়েক|কয়েক|சில|dhowr|kaci|vises|per|"
    r"each))[ \-]?\Z"
)
"""What makes a multiplier without a number a vague one: `several thousand dollars`."""
_SOME_REACH = 14

_HUNDREDS = frozenset(map(Decimal, range(100, 1000, 100)))
_TENS = frozenset(map(Decimal, range(20, 100, 10)))
_LEAST_AGAIN = 1000
_HUNDRED = Decimal(100)
_ARABIC_AND = "و"
_ARABIC_PARTICLES = (_ARABIC_AND, "ب", "ل", "ف")
"""And, for, to, in: written together with the word behind them."""
_BEFORE_HUNDREDS = frozenset(["deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf"])
_TEN = "on"
_TEN_TENS = 100
_HE = "он"
_BEHIND_HIM = re.compile(
    r"[ ](?:миллион[ао]\w?|тысяч\w?"
    r"|(?:миллион|млн)[ ](?:рубл(?:ей|я)|доллар(?:ов|а)|евро|раз))\b"
)
"""`он миллион рублей` is Russian, `он миллион теңге` is ten million of them."""
_BEHIND_TEN = re.compile(
    r"[ ](?:bin|min|milyon|milyar|bir|iki|uc|dort|dord|bes|alti|yedi|yeddi|sekiz|sekkiz|dokuz|doqquz|"
    r"ming|ikki|uch|to'?rt|besh|olti|yetti|etti|sakkiz|to'?qqiz)\b"
)
"""`on bin lira` are ten thousand; `on` alone is a word of other languages."""
_HALVES = (Decimal("0.5"), Decimal("0.25"))
"""Behind a multiplier, they are of it: `un millón y medio`, `مليون ونصف`."""
_QUARTERS = (Decimal("1.25"), Decimal("0.75"))
"""`सवा लाख` is a lakh and a quarter; before a number, a quarter more (`सवा दो`) or less (`पौने दो`)."""
_INDIAN = frozenset(["hi", "hi-Latn", "ne", "ur", "ur-Latn", "bn"])
"""Only their halves stand before a number: `साढ़े तीन`."""
_ORDINARY = frozenset(
    squash(
        "он ун се си як ним сад бес ду чил чор انیس سترہ تیس دس نو ستر "
        "do das teen char che sat nau bis tis sau sade sath saath bara bais sava sawa pone min kun bin ming "
        "six hal nus pola pet sto tri osam dva dos sagal"
    ).split()
)
"""Number words that are ordinary words elsewhere: beside a word of their own language only."""
_NEVER_ALONE = frozenset(
    squash("do das teen char che sat nau bis tis sade sath saath bara bais sava sawa pone").split()
)
"""Those that are so common elsewhere that they are no number without a multiplier."""
_HALF_BEHIND_AND = frozenset(["по", "po", "bar"])
_BEFORE_HALF = frozenset(["милион", "milion", "милијун", "milijun", "milyan", "malyan"])
_BEHIND_AND = re.compile(r"[ ](?:[иi]|iyo)[ ]")
"""`два и по милиона`, `milyan iyo bar`: alone they are words of other languages."""


class _Item(NamedTuple):
    """A word of a number: where it begins, its value, and whether it multiplies."""

    match: re.Match[str]
    start: int
    value: Decimal
    is_factor: bool
    word: str


def find_spelled(text: str, known: NumberWords) -> tuple[list[Spelled], list[Spelled]]:
    """Give the numbers whose multiplier comes first, then all others; the first go before."""
    words = list(ONE_WORD.finditer(text))
    return list(find_leading(text, words, known)), list(_spelled(text, words, known))


def _spelled(text: str, words: Sequence[re.Match[str]], known: NumberWords) -> Iterator[Spelled]:
    run: list[_Item] = []
    for match in words:
        if run and match[0] in _JOINING and _is_linked(text, run, match):
            continue
        item = _item(text, match, known, run[-1] if run else None)
        if item is not None and _is_cents(run, match[0]):
            item = None
        if run and (
            item is None or _is_apart(text, run, item, known) or not _is_linked(text, run, match)
        ):
            yield from _finished(run)
            run = []
            item = None if _is_cents(run, match[0]) else _item(text, match, known, None)
        if item is not None:
            run.append(item)
    yield from _finished(run)


def _item(
    text: str, match: re.Match[str], known: NumberWords, behind: _Item | None
) -> _Item | None:
    word, start = match[0], match.start()
    value = known.numbers.get(word)
    factor = known.multipliers.get(word) if value is None else None
    if value is None and factor is None and word.startswith(_ARABIC_PARTICLES):
        word, start = word[1:], start + 1
        value, factor = known.numbers.get(word), known.multipliers.get(word)
    if value is None and word == _TEN and _BEHIND_TEN.match(text, match.end()):
        value = Decimal(10)
    if word in _HALF_BEHIND_AND and _is_half(text, start, behind):
        value = _HALVES[0]
    if value is not None and not (word == _HE and _BEHIND_HIM.match(text, match.end())):
        return _Item(match, start, value, is_factor=False, word=word)
    if factor is None or factor < 100:
        return None
    if behind is None and (word not in _SINGLE or _is_vague(text, start)):
        return None
    return _Item(match, start, factor, is_factor=True, word=word)


def _is_half(text: str, start: int, behind: _Item | None) -> bool:
    if behind is None or not (behind.value < 10 or behind.word in _BEFORE_HALF):
        return False
    return _BEHIND_AND.search(text, max(0, start - 5), start) is not None


def _is_cents(run: Sequence[_Item], word: str) -> bool:
    """Tell English cents from French hundreds: `quatre cents`, `forty-five cents`."""
    return word == "cents" and (not run or run[-1].match[0] not in _BEFORE_HUNDREDS)


def _is_apart(text: str, run: Sequence[_Item], item: _Item, known: NumberWords) -> bool:
    """Tell `two, three thousand` and `عشرة لعشرين`, which are two numbers each."""
    if item.start > item.match.start() and not item.match[0].startswith(_ARABIC_AND):
        return True
    last = run[-1]
    if {last.word, item.word} & _ORDINARY:
        first, second = (known.numbers.tongues(one.word) for one in (last, item))
        if first and second and first.isdisjoint(second):
            return True
    if last.is_factor or item.is_factor:
        return False
    if last.value in _HALVES:
        return known.numbers.tongues(last.word).isdisjoint(_INDIAN)
    return _is_another(text, last, item, known)


def _is_another(text: str, last: _Item, item: _Item, known: NumberWords) -> bool:
    """Tell `двести триста`, `двадцать тридцать` and `छ दस` from `quatre vingt dix` and `خمسة عشر`."""
    if any(last.value in same and item.value in same for same in (_HUNDREDS, FUSED)):
        return True
    if not 1 <= last.value < _TEN_TENS or not 1 <= item.value < _TEN_TENS:
        return False
    if last.value in _QUARTERS:
        return False
    if item.value < 10:
        return last.value < 10
    if last.value >= 10:
        return "fr" not in known.numbers.tongues(last.word)
    is_plain = text[last.match.end() : item.match.start()] in {" ", "-"}
    is_whole = (last.value == 4 and item.value == 20) or item.match[0].startswith(("ع", "و"))
    return is_plain and not is_whole and last.value % 1 == 0


def _is_vague(text: str, start: int) -> bool:
    return _SOME.search(text[max(0, start - _SOME_REACH) : start]) is not None


def _is_linked(text: str, run: Sequence[_Item], match: re.Match[str]) -> bool:
    return _LINK.fullmatch(text, run[-1].match.end(), match.start()) is not None


def _finished(run: Sequence[_Item]) -> Iterator[Spelled]:
    """Give the numbers of a run: two where a multiplier comes again behind a number of its own.

    A hundred does too: `beş yüz altı yüz`.
    """
    start, factor, hundred = 0, -1, -1
    for at, item in enumerate(run):
        if item.value == _HUNDRED:
            if hundred >= max(start, factor + 1) and at == hundred + 2:
                yield from _whole(run[start : at - 1])
                start = at - 1
            hundred = at
        if not item.is_factor or item.value < _LEAST_AGAIN:
            continue
        if factor >= start and at > factor + 1 and item.value >= run[factor].value:
            yield from _whole(run[start : factor + 1])
            start = factor + 1
        factor = at
    yield from _whole(run[start:])


def _whole(run: Sequence[_Item]) -> Iterator[Spelled]:
    if not run or (len(run) == 1 and run[0].word in _NEVER_ALONE):
        return
    total, part = Decimal(0), Decimal(0)
    half = run[-1].value if len(run) > 1 and run[-1].value in _HALVES else Decimal(0)
    for _, _, value, is_factor, _ in run[:-1] if half else run:
        if is_factor and value >= 1000:
            total, part = total + (part or 1) * value, Decimal(0)
        elif is_factor or (value == 100 and 0 < part < 100):
            part = (part or 1) * value
        elif value == 20 and part == 4:
            part = Decimal(80)
        elif part in _QUARTERS and 1 <= value < _TEN_TENS:
            part += value - 1
        elif value in FUSED and (part in _HUNDREDS or (part in _TENS and value < 10_000)):
            total, part = total + part * 1000 + value, Decimal(0)
        else:
            part += value
    part += half and half * _unit(run[-2].value)
    total, part = _with_thousands_unsaid(total, part)
    scaled = any(item.is_factor for item in run) or total + part >= 1000
    yield Spelled(run[0].start, run[-1].match.end(), total + part, scaled)


def _unit(value: Decimal) -> int:
    """Give the thousand or million that a half behind it is of; one behind other numbers."""
    return next((unit for unit in (10**9, 10**6, 10**3) if value and value % unit == 0), 1)


def _with_thousands_unsaid(total: Decimal, part: Decimal) -> tuple[Decimal, Decimal]:
    """Read `миллион восемьсот` as people mean it: eight hundred thousand."""
    is_meant = total > 0 and total % 10**6 == 0 and 100 <= part < 1000 and part % 50 == 0
    return (total, part * 1000) if is_meant else (total, part)
