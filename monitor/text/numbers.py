"""Read numbers as they are written: grouped, decimal, in words, with multipliers.

Works on folded text, in which every digit is ASCII. Three digits after a mark mean thousands
(`204.000`), other counts mean a decimal part (`1,1`), and Indian grouping is known (`1,95,000`).
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from monitor.text.cjk import find_cjk_numbers
from monitor.text.number_words import LETTERS, NumberWords, Spelled
from monitor.text.spelled import find_spelled
from monitor.text.words import WordTable

_LITERAL = re.compile(
    r"""(?<![\d])(?<!\d[.,])
    (?: \d{1,3}(?:[ ]\d{3}){1,4}(?![\d]) (?:,\d{1,2}(?!\d))?   # 4 500 000,50
      | \d{1,3}(?:[ ]\d{3}){0,3}[ ]?\n000(?!\d)                # broken before its last zeros
      | \d{1,2}(?:,\d{2}){1,4},\d{3}(?!\d)(?:\.\d{1,2}(?!\d))? # 1,95,000
      | \d{1,3}(?:,\d{3}){1,5}(?!\d)(?:\.\d+)?                 # 5,140.25
      | \d{1,3}(?:\.\d{3}){1,5}(?!\d)(?:,\d+)?                 # 204.000,50
      | \d{1,3}(?:'\d{3}){1,5}(?!\d)(?:[.,]\d+)?               # 100'000
      | \d{1,18}[.,]\d{1,4}(?!\d)                              # 1,1
      | \d{1,18} )(?!\d)""",
    re.VERBOSE,
)
_DECIMAL_PART = re.compile(r"[.,](\d+)$")
_WORD = re.compile(LETTERS)
_BETWEEN_WORDS = re.compile(r"[ ](?:с лишним|с гаком|з лишком|з гаком)[ ]|[ \-]{1,2}|[ ]?\n[ ]?")
_UNSPACED_MULTIPLIERS = {
    "万": 10_000,
    "萬": 10_000,
    "千": 1_000,
    "亿": 100_000_000,
    "億": 100_000_000,
    "百": 100,
    "十": 10,
}
UNITS = tuple(Decimal(10) ** power for power in (9, 7, 6, 5, 3))
"""Billion, crore, million, lakh, thousand."""
_AND = ("и", "y", "and", "e", "et", "و", "na", "iyo", "і", "va", "ve", "və", "i")
_UNSPACED = re.compile("[ ]?[多余餘来來几幾]?([百千]?[万萬亿億]|[千百])")
_TEN_THOUSAND = re.compile("w(?![a-z])")
_CJK = re.compile("[\u4e00-\u9fff]")
_NEAR_CJK = 8
"""Characters within which Chinese makes a `w` behind digits ten thousand."""
_GOES_ON_AS_SUM = re.compile("[ ]?(?:[元块塊圆圓蚊卢盧美港台]|[^\\w\\s]|\\s|\\Z)")
_ARABIC_MARKS = str.maketrans("٬٫", ",.")


@dataclass(frozen=True, slots=True)
class Number:
    """A number in folded text: half-open range and value. `scaled` says that a multiplier took part."""

    start: int
    end: int
    value: Decimal
    scaled: bool = False
    words: bool = False


def find_numbers(
    text: str, *, multipliers: WordTable[Decimal], words: WordTable[Decimal]
) -> list[Number]:
    """Give all numbers by start, each with its multipliers taken in; none overlaps another."""
    text = text.translate(_ARABIC_MARKS)
    digits = list(_LITERAL.finditer(text))
    literals = [_scaled(text, match, multipliers) for match in digits]
    alone = {match.start(): (match.end(), literal_value(match[0])) for match in digits}
    known = NumberWords(words, multipliers, alone)
    leading, spelled = find_spelled(text, known)
    merged = _without_overlaps(literals, [*map(_in_words, leading)])
    merged = _without_overlaps([*map(_in_words, spelled), *_numerals(text)], merged)
    return list(_joined(text, merged))


def _in_words(spelled: Spelled) -> Number:
    return Number(spelled.start, spelled.end, spelled.value, spelled.scaled, words=True)


def _without_overlaps(numbers: Sequence[Number], taken: Sequence[Number]) -> list[Number]:
    """Add the numbers that overlap none of those taken; give all by start."""
    starts = [number.start for number in taken]
    free = [number for number in numbers if not _overlaps(number, taken, starts)]
    return sorted([*taken, *free], key=lambda number: number.start)


def multiplied(text: str, number: Number, at: int, multipliers: WordTable[Decimal]) -> Number:
    """Take in a multiplier that stands behind the currency (`75 USD millones`); one in full only."""
    after = _multiplier_after(text, at, multipliers)
    if after is None or after[0] - at < _IN_FULL or number.value >= _SMALL:
        return number
    end, factor = after
    return Number(number.start, end, number.value * factor, scaled=True)


_IN_FULL = 5
"""Characters of a multiplier, its blank included, that is no abbreviation and no preposition."""
_SMALL = Decimal(10_000)


def _numerals(text: str) -> Iterator[Number]:
    for start, end, value in find_cjk_numbers(text):
        yield Number(start, end, value, scaled=value >= 1000, words=True)


def _overlaps(number: Number, others: Sequence[Number], starts: Sequence[int]) -> bool:
    at = bisect.bisect_left(starts, number.end) - 1
    return at >= 0 and number.start < others[at].end


def literal_value(written: str) -> Decimal:
    """Give the value of digits and marks; at most 22 digits, so that no number stalls."""
    compact = written.translate(_ARABIC_MARKS)
    compact = compact.replace(" ", "").replace("\n", "").replace("'", "")
    marks = [char for char in compact if char in ".,"]
    if not marks:
        return Decimal(compact)
    last = _DECIMAL_PART.search(compact)
    decimals = last[1] if last else ""
    is_decimal = len(decimals) != 3 or (len(set(marks)) == 2 and marks.count(marks[-1]) == 1)
    if compact.startswith("0") and len(marks) == 1:
        is_decimal = True
    if not is_decimal:
        return Decimal(compact.replace(".", "").replace(",", ""))
    whole = compact[: -len(decimals) - 1].replace(".", "").replace(",", "")
    return Decimal(f"{whole}.{decimals}")


def _scaled(text: str, match: re.Match[str], multipliers: WordTable[Decimal]) -> Number:
    number = _with_half(text, match, multipliers)
    while (after := _multiplier_after(text, number.end, multipliers)) is not None:
        end, factor = after
        number = Number(number.start, end, number.value * factor, scaled=True)
        if number.value > Decimal(10) ** 15:
            break
    return number


def _with_half(text: str, match: re.Match[str], multipliers: WordTable[Decimal]) -> Number:
    """Read a half between a number and its multiplier: `2 buçuk bin`, `2 ярим минг`."""
    number = Number(match.start(), match.end(), literal_value(match[0]))
    half = _HALF_BEHIND.match(text, number.end)
    if half is None or _multiplier_after(text, half.end(), multipliers) is None:
        return number
    return Number(number.start, half.end(), number.value + _PARTS[0])


def _multiplier_after(
    text: str, at: int, multipliers: WordTable[Decimal]
) -> tuple[int, Decimal] | None:
    unspaced = _UNSPACED.match(text, at)
    if unspaced:
        factor = Decimal(1)
        for char in unspaced[1]:
            factor *= _UNSPACED_MULTIPLIERS[char]
        return unspaced.end(), factor
    if _TEN_THOUSAND.match(text, at) and _CJK.search(text, max(0, at - _NEAR_CJK), at + _NEAR_CJK):
        return at + 1, Decimal(10_000)
    gap = _BETWEEN_WORDS.match(text, at)
    word = _WORD.match(text, gap.end() if gap else at)
    if word is None:
        return None
    factor_or_none = multipliers.get(word[0])
    if factor_or_none is None:
        return None
    end = word.end()
    if text[end : end + 1] == "." and _abbreviates(text, end):
        end += 1
    return end, factor_or_none


def _abbreviates(text: str, at: int) -> bool:
    """Tell the full stop of `тыс. руб` from one that ends a sentence."""
    following = text[at + 1 : at + 3].strip()
    return bool(following) and not following[:1].isdigit()


def _joined(text: str, numbers: Sequence[Number]) -> Iterator[Number]:
    """Join `2 млн 300 тыс` and `2 bin 333`: a scaled number and a smaller one right behind it."""
    held: Number | None = None
    for number in numbers:
        more = _completed(text, held, number) if held is not None else None
        if more is None and held is not None:
            yield held
        held = more or number
    if held is not None:
        yield held


def _completed(text: str, held: Number, number: Number) -> Number | None:
    """Give two numbers as one; None where they are two."""
    between = text[held.end : number.start]
    value: Decimal | None = None
    if held.words and held.value in _FIRST_PARTS and _is_multiplied(number) and between == " ":
        value = number.value + _FIRST_PARTS[held.value] * factor_of(text, number)
    elif held.scaled and _is_half_more(text, between, number):
        value = held.value + number.value * _unit(held.value)
    elif held.scaled and between in ("", " ") and text[held.end - 1] in _UNSPACED_MULTIPLIERS:
        value = _with_chinese_rest(text, held, number)
    elif held.scaled and _completes(text, between, held, number):
        value = held.value + number.value * _thousands_unsaid(held, number)
    if value is None:
        return None
    return Number(held.start, number.end, value, scaled=True, words=held.words and number.words)


def _is_multiplied(number: Number) -> bool:
    return number.scaled and not number.words


def _is_half_more(text: str, between: str, number: Number) -> bool:
    """Tell `2 millones y medio` and `3 مليون ونصف`."""
    if number.value not in _PARTS or not number.words:
        return False
    if between == " " and _HALF_BEHIND.fullmatch(text, number.start - 1, number.end):
        return True
    return between.strip() in _AND or (between == " " and text[number.start] == "و")


def _thousands_unsaid(held: Number, number: Number) -> int:
    """Read `1 million 500` as people mean it: five hundred thousand."""
    is_round = 100 <= number.value < 1000 and number.value % 50 == 0 and not number.scaled
    return 1000 if is_round and held.value % 10**6 == 0 else 1


_PARTS = (Decimal("0.5"), Decimal("0.25"))
_FIRST_PARTS = {part: part for part in _PARTS} | {
    Decimal("1.25"): Decimal("0.25"),
    Decimal("0.75"): Decimal("-0.25"),
}
"""`साढ़े 3 लाख` is three and a half lakh, `सवा 3` a quarter more and `पौने 3` a quarter less."""
_HALF_BEHIND = re.compile("[ ]?(?:bucuk|yarim|ярим|жарым|жарты)(?![^\\W\\d_])")
"""What stands behind its number without a word for `and`: `2 buçuk`, `5 million yarim`."""


def factor_of(text: str, number: Number) -> Decimal:
    """Give what the digits of a number were multiplied with: a lakh in `10 लाख`, not a million."""
    digits = _LITERAL.search(text, number.start, number.end)
    value = literal_value(digits[0]) if digits else Decimal(0)
    return number.value / value if value else _unit(number.value)


_SHORT = re.compile(r"\d[ ]?[^\W\d_]{2,4}\Z")
"""An abbreviation, whose full stop ends no sentence: `1 млн. 950 тыс.`."""


def _with_chinese_rest(text: str, held: Number, number: Number) -> Decimal | None:
    """Read `3萬5千`, `3 萬 5 千`, and `3万5`, whose last digit counts thousands."""
    last = Decimal(_UNSPACED_MULTIPLIERS[text[held.end - 1]])
    is_short = held.end == number.start and number.value < 10 and not number.scaled
    if is_short and _GOES_ON_AS_SUM.match(text, number.end):
        return held.value + number.value * last / 10
    return held.value + number.value if number.scaled and number.value < last else None


def _completes(text: str, between: str, held: Number, number: Number) -> bool:
    if not between or "\n" in between or not 0 < number.value < _unit(held.value):
        return False
    if between == ". ":
        return number.scaled and _SHORT.search(text, held.start, held.end) is not None
    if between == " ":
        return not (held.words and held.value == _unit(held.value) and not number.scaled)
    return number.scaled and between.strip() in _AND


def _unit(value: Decimal) -> Decimal:
    """Give the largest of a thousand, million, billion that divides what was read so far."""
    return next((unit for unit in UNITS if value >= unit and value % unit == 0), Decimal(0))
