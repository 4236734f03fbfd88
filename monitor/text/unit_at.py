"""Say which currency's word, code or symbol stands right at a number."""

from __future__ import annotations

import re
from dataclasses import dataclass

from monitor.text.tokens import WORD
from monitor.text.units import Currencies, MoneyWords

_LETTERS = rf"[^\W\d_][{WORD}]{{0,40}}"
"""A word, cut where none is so long: text may go on without blanks for ever."""
WORD_AFTER = re.compile(
    rf"[ ]?[(\[]?(?:de |d'|of |do |da |oo |و )?({_LETTERS}(?:\.[ ]?[^\W\d_](?![{WORD}]))?)"
)
"""A word right behind a number, its full stop inside (`т.р`) taken in."""
_MORE_WORDS = re.compile(rf"((?:[ ]{_LETTERS}){{1,2}})")
_NEXT_LINE_WORD = re.compile(rf"[ ]?\n[ ]?({_LETTERS})")
_WORD_BEFORE = re.compile(
    rf"(?:(?<![{WORD}])|(?<=[\u4e00-\u9fff])(?=[a-z]))((?![\u4e00-\u9fff]){_LETTERS})"
    r"\.?[ ]?:?[ ]?\Z"
)
_POSTPOSITION = re.compile(
    r"[-']?(?:მდე|დან)(?=[ ])|[ ]?(?:सम्म|देखि|तक|পর্যন্ত|வரை|දක්වා)(?=[ ])|-?ական(?=[ ])|\+(?=[ ]?[^\W\d_])"
)
"""What some languages write between a number and its currency: `2000-მდე ლარი`."""
_WORDS_BEFORE = re.compile(
    rf"(?:(?<![{WORD}])([^\W\d_]+)[ ])?(?<![{WORD}])([^\W\d_]+)[ ]([^\W\d_]+)[ ]?:?[ ]?\Z"
)
_UNSPACED_AFTER = re.compile(r"[ ]?[多余餘来來]?([\u4e00-\u9fff]{1,4})")
_UNSPACED_BEFORE = re.compile(r"([\u4e00-\u9fff]{1,4})[ ]?[:：]?[ ]?\Z")
_NEXT_NUMBER = re.compile(r"[ ]?\d")
_LONG = re.compile(r"\d{1,3}[ .,']\d{3}|\d{5}|\d+[.,]\d\d(?!\d)")
_AROUND = 24
_WORDS = re.compile(r"[^\W\d_]{2,}")
_REACH_BEFORE = 24
"""Characters before a number that are looked at: the longest word for a currency, with blanks."""


@dataclass(frozen=True, slots=True)
class Unit:
    """What stands at a number: a code or `unit:<name>`, and where it begins and ends."""

    name: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class UnitFinder:
    """Looks beside numbers, with the words of all languages."""

    words: MoneyWords
    currencies: Currencies
    lang: str | None
    written: str
    """The text as it was before its letters were folded, character by character."""

    def at(self, text: str, start: int, end: int) -> Unit | None:
        """Give the unit of a number; one that opens the next sum (`$500 $700`) is not its own."""
        after = self.after(text, end)
        before = self.before(text, start)
        if after is None or before is None:
            return after or before
        is_next = text[end : after.end].startswith(" ") and _NEXT_NUMBER.match(text, after.end)
        is_general = after.name == "unit:yuan" and before.name != after.name
        return before if is_next or is_general else after

    def after(self, text: str, at: int) -> Unit | None:
        """Give the unit behind a number, in its line or alone at the start of the next."""
        ending = _POSTPOSITION.match(text, at)
        found = self._right_after(text, at)
        return self._right_after(text, ending.end()) if ending and found is None else found

    def _right_after(self, text: str, at: int) -> Unit | None:
        symbol = self.words.symbol_after.match(text, at)
        if symbol:
            return Unit(self.currencies.of_symbol(symbol[1]), *symbol.span(1))
        for pattern in (WORD_AFTER, _NEXT_LINE_WORD):
            word = pattern.match(text, at)
            found = self._named(text, word) if word else None
            if found:
                return found
        return self._unspaced_after(text, at)

    def _named(self, text: str, word: re.Match[str]) -> Unit | None:
        start = word.start(1)
        for name in (*self._long_names(text, word), word[1], word[1].split(".")[0]):
            unit = self.words.currencies.get(name)
            if unit is not None and self._is_meant(name, start):
                return Unit(unit, start, start + len(name))
        return None

    def _long_names(self, text: str, word: re.Match[str]) -> list[str]:
        """Give the names of several words that may begin here, longest first: `us dollars`."""
        first = word[1].split(".")[0]
        if first not in self.words.currencies.openings:
            return []
        more = _MORE_WORDS.match(text, word.start(1) + len(first))
        words = [first, *(more[1].split() if more else ())]
        return [" ".join(words[:count]) for count in range(len(words), 1, -1)]

    def _unspaced_after(self, text: str, at: int) -> Unit | None:
        run = _UNSPACED_AFTER.match(text, at)
        for length in range(len(run[1]) if run else 0, 0, -1):
            unit = self.words.currencies.get(run[1][:length]) if run else None
            if run and unit is not None:
                return Unit(unit, run.start(1), run.start(1) + length)
        return None

    def before(self, text: str, at: int) -> Unit | None:
        """Give the unit in front of a number."""
        offset = max(0, at - _REACH_BEFORE)
        window = text[offset:at]
        symbol = self.words.symbol_before.search(window)
        if symbol:
            name = self.currencies.of_symbol(symbol[1])
            return Unit(name, offset + symbol.start(1), offset + symbol.end(1))
        word = _WORD_BEFORE.search(window)
        named = self._long_name_before(window, offset)
        if named is not None:
            return named
        if word is None:
            return self._unspaced_before(window, offset)
        if self._is_letter(window, word) or not self._opens(
            text, at, word[1], offset + word.start(1)
        ):
            return None
        unit = self.words.currencies.get(word[1])
        if unit is None:
            return self._unspaced_before(window, offset)
        return Unit(unit, offset + word.start(1), offset + word.end(1))

    def _long_name_before(self, window: str, offset: int) -> Unit | None:
        """Give the unit of a name of several words in front: `dola za Marekani 2,000`."""
        words = _WORDS_BEFORE.search(window)
        for start in (words.start(1), words.start(2)) if words else ():
            name = window[start : words.end(3)] if words and start >= 0 else ""
            first = name.split(" ")[0]
            unit = self.words.currencies.get(name) if self._opens_name(first) else None
            if unit is not None:
                return Unit(unit, offset + start, offset + start + len(name))
        return None

    def _opens_name(self, first: str) -> bool:
        return first in self.words.currencies.openings

    def _opens(self, text: str, at: int, name: str, start: int) -> bool:
        """Tell `COP 250,000` from `COP27` and `the Ryder CUP 2018`."""
        if name not in self.words.word_codes:
            return True
        return _LONG.match(text, at) is not None and self._is_meant(name, start)

    def _is_meant(self, name: str, start: int) -> bool:
        """Tell `500 YER` from `500 yer qalıb`: a code that is a common word stands in capitals.

        In a text that is all in capitals they tell nothing.
        """
        if name not in self.words.word_codes or self.lang in self.words.currencies.tongues(name):
            return True
        end = start + len(name)
        around = self.written[max(0, start - _AROUND) : start] + self.written[end : end + _AROUND]
        is_loud = around.isupper() and len(_WORDS.findall(around)) > 1
        return self.written[start:end].isupper() and not is_loud

    def _is_letter(self, window: str, word: re.Match[str]) -> bool:
        """Tell a single letter apart from its number (`f 4`), which is some other word's."""
        return len(word[1]) == 1 and word[1].isascii() and word.end(1) < len(window)

    def _unspaced_before(self, window: str, offset: int) -> Unit | None:
        run = _UNSPACED_BEFORE.search(window)
        for length in range(len(run[1]) if run else 0, 0, -1):
            unit = self.words.currencies.get(run[1][-length:]) if run else None
            if run and unit is not None and length > 1:
                return Unit(unit, offset + run.end(1) - length, offset + run.end(1))
        return None
