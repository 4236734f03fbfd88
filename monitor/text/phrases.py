"""Find phrases in folded text: one Aho-Corasick scan for first words, then a bounded check each.

A phrase is written as its readers write it, in a small notation:

    служб* по контракт*     words; `*` after a stem takes any ending
    (получ*|дадут) паспорт  a choice
    [военн*] служб*         a word that may be missing
    контракт .. минобороны  up to three words between
    参军                    scripts without spaces match anywhere

Patterns have no unbounded quantifier across words, so that no text can stall them.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

import ahocorasick_rs

from monitor.text.fold import fold

WORD = r"\w\u0300-\u036f\u0900-\u0963\u0966-\u0dff\u200c\u200d'"
"""Inside of a character class: letters, digits, vowel signs (Python's `\\w` cuts Indic words at them)."""
_ANY = rf"[{WORD}]"
_SEPARATOR = rf"[^{WORD}.!?]{{1,4}}"
_GAP = rf"(?:{_SEPARATOR}{_ANY}{{1,30}}){{0,3}}{_SEPARATOR}"
_UNSPACED = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\u0e00-\u0e7f]")
_UNSPACED_GAP = r"[^。！？!?\n]{0,12}"
_PROCLITICS = frozenset(["و", "ف", "ب", "ل", "ك", "س", "ال", "لل", "وال", "بال", "فال", "كال", "ولل", "وب", "ول", "فل"])
"""What Arabic writes onto the front of a word: and, so, in, to, as, the."""
_CHOICE = re.compile(r"\(([^()]*)\)|\[([^\[\]]*)\]")
_WORD_CHARACTER = re.compile(_ANY)
_ARABIC = re.compile(r"[\u0600-\u06ff]")


@dataclass(frozen=True, slots=True)
class Phrase:
    """A pattern as written, what it is a sign of, and whose language it is."""

    signal: str
    lang: str
    pattern: str


@dataclass(frozen=True, slots=True)
class Match:
    """A phrase found: half-open range of the folded text."""

    phrase: Phrase
    start: int
    end: int

    @property
    def signal(self) -> str:
        return self.phrase.signal


@dataclass(slots=True)
class _Form:
    """One way to write a phrase, all choices made. The expression is compiled when first needed."""

    phrase: Phrase
    anchor: str
    expression: str
    compiled: re.Pattern[str] | None = field(default=None)

    def end(self, text: str, start: int) -> int | None:
        if self.compiled is None:
            self.compiled = re.compile(self.expression)
        match = self.compiled.match(text, start)
        return match.end() if match else None


class PhraseBook:
    """Phrases of all languages, compiled to one automaton."""

    def __init__(self, phrases: Iterable[Phrase]) -> None:
        self._forms: dict[str, list[_Form]] = {}
        for form in itertools.chain.from_iterable(map(_forms, phrases)):
            self._forms.setdefault(form.anchor, []).append(form)
        self._anchors = list(self._forms)
        self._automaton = ahocorasick_rs.AhoCorasick(
            self._anchors, implementation=ahocorasick_rs.Implementation.ContiguousNFA
        )

    def touches(self, squashed: str) -> bool:
        """Tell at C speed whether any phrase may be in a text that was only squashed."""
        return bool(self._automaton.find_matches_as_indexes(squashed))

    def find(self, folded: str) -> list[Match]:
        """Give all matches, by start; of one signal's overlapping matches only the longest."""
        return _longest(self._matches(folded))

    def _matches(self, text: str) -> Iterator[Match]:
        for index, start, _ in self._automaton.find_matches_as_indexes(text, overlapping=True):
            if not _starts_word(text, start):
                continue
            for form in self._forms[self._anchors[index]]:
                end = form.end(text, start)
                if end is not None:
                    yield Match(form.phrase, start, end)


def _longest(matches: Iterable[Match]) -> list[Match]:
    kept: list[Match] = []
    last: dict[str, Match] = {}
    for match in sorted(matches, key=lambda m: (m.start, -m.end)):
        before = last.get(match.signal)
        if before is None or match.end > before.end:
            kept.append(match)
            last[match.signal] = match
    return kept


def _starts_word(text: str, start: int) -> bool:
    if start == 0 or _UNSPACED.match(text, start) or not _WORD_CHARACTER.match(text, start - 1):
        return True
    if text[start - 1] == "'":
        return True
    if not _ARABIC.match(text, start):
        return False
    begin = start
    while begin > 0 and start - begin < 4 and _WORD_CHARACTER.match(text, begin - 1):
        begin -= 1
    return text[begin:start] in _PROCLITICS


def _forms(phrase: Phrase) -> Iterator[_Form]:
    for pattern in expand(phrase.pattern):
        words = [word if word == ".." else _fold_word(word) for word in pattern.split()]
        if words:
            yield _Form(phrase, _anchor(words), _expression(words))
        if any("'" in word for word in words):
            bare = [word.replace("'", "") for word in words]
            yield _Form(phrase, _anchor(bare), _expression(bare))


def _fold_word(word: str) -> str:
    stem = word.removesuffix("*")
    return fold(stem).text + ("*" if stem != word else "")


def expand(pattern: str) -> Iterator[str]:
    """Make all choices of a pattern: `(a|b) [c]` gives `a c`, `a`, `b c`, `b`."""
    match = _CHOICE.search(pattern)
    if match is None:
        yield " ".join(pattern.split())
        return
    choices: Sequence[str] = match[1].split("|") if match[1] is not None else (match[2], "")
    for choice in choices:
        yield from expand(pattern[: match.start()] + choice + pattern[match.end() :])


def _anchor(words: list[str]) -> str:
    return words[0].removesuffix("*")


def _expression(words: list[str]) -> str:
    if _UNSPACED.match(words[0]):
        return "".join(_UNSPACED_GAP if word == ".." else re.escape(word.rstrip("*")) for word in words)
    parts = [_word_expression(words[0])]
    for before, word in itertools.pairwise(words):
        if word == "..":
            parts.append(_GAP)
        else:
            parts.append(("" if before == ".." else _SEPARATOR) + _word_expression(word))
    return "".join(parts)


def _word_expression(word: str) -> str:
    stem = word.removesuffix("*")
    ending = rf"{_ANY}{{0,30}}" if stem != word else ""
    return re.escape(stem) + ending + rf"(?!{_ANY})"


def word_endings(endings: Iterable[str]) -> re.Pattern[str]:
    """Compile what finds words with one of these endings; a word alone is its own ending (`=was`)."""
    whole = [fold(e[1:]).text for e in endings if e.startswith("=")]
    tails = [fold(e).text for e in endings if not e.startswith("=")]
    parts = [rf"(?<!{_ANY})(?:{'|'.join(map(re.escape, whole))})"] if whole else []
    parts += [rf"(?<={_ANY}{{2}})(?:{'|'.join(map(re.escape, tails))})"] if tails else []
    return re.compile(rf"(?:{'|'.join(parts)})(?!{_ANY})" if parts else r"(?!)")
