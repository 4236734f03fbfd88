"""Find phrases in folded text: one Aho-Corasick scan for the rarest words, then a bounded check.

A phrase is written as its readers write it, in a small notation:

    служб* по контракту      words; `*` after a stem takes any ending
    (получ*|дадут) паспорт   a choice
    [военн*|воинск*] служб*  one that may be missing
    контракт .. минобороны   up to three words between
    参军                     scripts without spaces match anywhere

A phrase goes neither over the end of a sentence nor over more than four marks between two words.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

import ahocorasick_rs

from monitor.text.fold import fold, squash

WORD = r"\w\u0300-\u036f\u0900-\u0963\u0966-\u0dff\u200c\u200d'"
"""Inside of a character class: letters, digits, vowel signs (Python's `\\w` cuts Indic words at them)."""

LONGEST_GAP = 3
"""Words that `..` may skip."""

_TOKEN = re.compile(rf"[{WORD}]+")
_LINK = re.compile(rf"[^{WORD}.!?։।]{{1,4}}|\.")
_PIECE = re.compile(r"\(([^()]*)\)|\[([^\[\]()]*)\]|(\.\.)|(\S+)")
_NESTED = re.compile(r"\[\(([^()]*)\)\]")
_UNSPACED = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\u0e00-\u0e7f]")
_UNSPACED_GAP = r"[^。！？!?\n]{0,12}"
_ARABIC = re.compile(r"[\u0600-\u06ff]")
_PROCLITICS = frozenset(["و", "ف", "ب", "ل", "ك", "س", "ال", "لل", "وال", "بال", "فال", "كال", "ولل", "وب", "ول", "فل"])
"""What Arabic writes onto the front of a word: and, so, in, to, as, the."""


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


Words = tuple[str, ...]
"""Words one behind another, folded; a stem keeps its `*`."""


@dataclass(frozen=True, slots=True)
class _Element:
    """One place of a phrase: a choice of words one of which must stand there; or a gap."""

    choices: tuple[Words, ...] = ()
    is_gap: bool = False

    @property
    def weight(self) -> int:
        """Letters of the shortest choice: how rare the element is at least; 0 where it may be missing."""
        if len(self.choices) == 1:
            return len(self.choices[0][0]) if self.choices[0] else 0
        return 0 if self.is_gap else min(len("".join(words)) for words in self.choices)


@dataclass(frozen=True, slots=True)
class _Form:
    """A phrase taken apart at its rarest element, from which it is checked both ways."""

    phrase: Phrase
    elements: tuple[_Element, ...]
    anchor: int

    def find(self, tokens: _Tokens, at: int) -> tuple[int, int] | None:
        """Give the range of tokens of the longest match whose anchor begins at token `at`."""
        last = _reach(tokens, self.elements[self.anchor :], {at - 1}, forward=True, first=True)
        if not last:
            return None
        left = self.elements[: self.anchor][::-1]
        begin = _reach(tokens, left, {at}, forward=False, first=False)
        return (min(begin), max(last)) if begin else None


@dataclass(frozen=True, slots=True)
class _Tokens:
    """The words of a text; `linked[i]` says that word i follows word i-1 in one phrase."""

    words: Sequence[str]
    spans: Sequence[tuple[int, int]]
    linked: Sequence[bool]

    def has(self, index: int, word: str) -> bool:
        if not 0 <= index < len(self.words):
            return False
        seen = self.words[index]
        if word.endswith("*"):
            return seen.startswith(word[:-1]) or (seen < "ۿ" and _without_proclitic(seen).startswith(word[:-1]))
        return seen == word or _without_proclitic(seen) == word


def _without_proclitic(word: str) -> str:
    """Take Arabic's joined-on particles and French elisions (`l'armee`) off a word."""
    if "'" in word[:4]:
        return word.split("'", 1)[1]
    if not "\u0600" <= word[:1] <= "\u06ff":
        return word
    for length in (3, 2, 1):
        if word[:length] in _PROCLITICS and len(word) - length >= 2:
            return word[length:]
    return word


def _reach(
    tokens: _Tokens, elements: Sequence[_Element], positions: set[int], *, forward: bool, first: bool
) -> set[int]:
    """Give the tokens that a phrase may have reached after all elements, going one way."""
    step = 1 if forward else -1
    for element in elements:
        if element.is_gap:
            positions = _skip(tokens, positions, step)
        else:
            positions = {
                end
                for position, words in itertools.product(positions, element.choices)
                if (end := _walk(tokens, words, position, step, linked=not first)) is not None
            }
        if not positions:
            return positions
        first = False
    return positions


def _skip(tokens: _Tokens, positions: set[int], step: int) -> set[int]:
    reached = set(positions)
    for position in positions:
        for _ in range(LONGEST_GAP):
            if not _is_linked(tokens, position, step):
                break
            position += step
            reached.add(position)
    return reached


def _walk(tokens: _Tokens, words: Words, position: int, step: int, *, linked: bool) -> int | None:
    """Match words from the token beside `position` on; give the last token, or None."""
    for word in words if step > 0 else reversed(words):
        if linked and not _is_linked(tokens, position, step):
            return None
        position += step
        linked = True
        if not tokens.has(position, word):
            return None
    return position


def _is_linked(tokens: _Tokens, position: int, step: int) -> bool:
    behind = max(position, position + step)
    return 0 < behind < len(tokens.linked) and tokens.linked[behind]


class PhraseBook:
    """Phrases of all languages, compiled to one automaton."""

    def __init__(self, phrases: Iterable[Phrase], core: Collection[str] = ()) -> None:
        """Compile phrases; `core` are the signals that `touches` looks for."""
        self._forms: dict[str, list[_Form]] = {}
        self._unspaced: dict[str, list[tuple[Phrase, re.Pattern[str]]]] = {}
        for phrase in phrases:
            if _UNSPACED.search(phrase.pattern):
                self._add_unspaced(phrase)
            else:
                self._add(phrase)
        self._anchors = [*self._forms, *self._unspaced]
        self._automaton = ahocorasick_rs.AhoCorasick(
            self._anchors, implementation=ahocorasick_rs.Implementation.ContiguousNFA
        )
        self._screen = ahocorasick_rs.AhoCorasick(
            [anchor for anchor in self._anchors if self._is_core(anchor, core)],
            implementation=ahocorasick_rs.Implementation.ContiguousNFA,
        )

    def _is_core(self, anchor: str, core: Collection[str]) -> bool:
        forms = self._forms.get(anchor, ())
        unspaced = self._unspaced.get(anchor, ())
        return any(form.phrase.signal in core for form in forms) or any(p.signal in core for p, _ in unspaced)

    def _add(self, phrase: Phrase) -> None:
        elements = _parse(phrase.pattern)
        if not elements or not max(element.weight for element in elements):
            return
        anchor = max(range(len(elements)), key=lambda i: elements[i].weight)
        form = _Form(phrase, elements, anchor)
        for stem in {words[0].removesuffix("*") for words in elements[anchor].choices}:
            self._forms.setdefault(stem, []).append(form)

    def _add_unspaced(self, phrase: Phrase) -> None:
        for pattern in expand(phrase.pattern):
            parts = [fold(part).text.rstrip("*") for part in pattern.replace("..", " .. ").split()]
            expression = "".join(_UNSPACED_GAP if part == ".." else re.escape(part) for part in parts)
            self._unspaced.setdefault(parts[0], []).append((phrase, re.compile(expression)))

    def touches(self, squashed: str) -> bool:
        """Tell at C speed whether any core phrase may be in a text that was only squashed."""
        return bool(self._screen.find_matches_as_indexes(squashed))

    def find(self, folded: str) -> list[Match]:
        """Give all matches, by start; of one signal's overlapping matches only the longest."""
        return _longest(self._matches(folded))

    def _matches(self, text: str) -> Iterator[Match]:
        tokens = _tokenize(text)
        starts = {span[0]: index for index, span in enumerate(tokens.spans)}
        for number, start, _ in self._automaton.find_matches_as_indexes(text, overlapping=True):
            anchor = self._anchors[number]
            for phrase, pattern in self._unspaced.get(anchor, ()):
                match = pattern.match(text, start)
                if match:
                    yield Match(phrase, start, match.end())
            index = starts.get(start)
            if index is None and anchor in self._forms:
                index = _clitic_token(text, start, starts)
            if index is None:
                continue
            for form in self._forms.get(anchor, ()):
                found = form.find(tokens, index)
                if found is not None:
                    yield Match(form.phrase, tokens.spans[found[0]][0], tokens.spans[found[1]][1])


def _clitic_token(text: str, start: int, starts: dict[int, int]) -> int | None:
    """Give the token whose joined-on particle ends at `start`; None where there is none."""
    if text[start - 1] != "'" and not _ARABIC.match(text, start):
        return None
    for length in (1, 2, 3):
        index = starts.get(start - length)
        if index is not None:
            joined = text[start - length : start]
            return index if joined in _PROCLITICS or joined.endswith("'") else None
    return None


def _tokenize(text: str) -> _Tokens:
    spans = [match.span() for match in _TOKEN.finditer(text)]
    words = [text[start:end] for start, end in spans]
    linked = [False] * len(spans)
    for index in range(1, len(spans)):
        between = text[spans[index - 1][1] : spans[index][0]]
        linked[index] = between == " " or _LINK.fullmatch(between) is not None
    return _Tokens(words, spans, linked)


def _longest(matches: Iterable[Match]) -> list[Match]:
    kept: list[Match] = []
    last: dict[str, Match] = {}
    for match in sorted(matches, key=lambda m: (m.start, -m.end)):
        before = last.get(match.signal)
        if before is None or match.end > before.end:
            kept.append(match)
            last[match.signal] = match
    return kept


def _parse(pattern: str) -> tuple[_Element, ...]:
    """Take a pattern apart: a choice may have several words, and an empty one for "may be missing"."""
    folded = squash(_NESTED.sub(r"[\1]", pattern))
    elements: list[_Element] = []
    for match in _PIECE.finditer(folded):
        choice, optional, gap, word = match.groups()
        if gap:
            elements.append(_Element(is_gap=True))
        elif choice is not None:
            elements.append(_Element(_choices(choice.split("|"))))
        elif optional is not None:
            elements.append(_Element(_choices([*optional.split("|"), ""])))
        else:
            elements.extend(_Element(_choices([part])) for part in _words(word))
    return tuple(elements)


def _choices(written: Iterable[str]) -> tuple[Words, ...]:
    choices = [_words(part) for part in written]
    if any("'" in word for words in choices for word in words):
        choices += [tuple(word.replace("'", "") for word in words) for words in choices]
    return tuple(choices)


def _words(written: str) -> Words:
    """Split as texts are split, keeping the `*` of stems."""
    if written.removesuffix("*").isalnum():
        return (written,)
    return tuple(
        match[0] + ("*" if written[match.end() : match.end() + 1] == "*" else "")
        for match in _TOKEN.finditer(written)
    )


def expand(pattern: str) -> Iterator[str]:
    """Make all choices of a pattern: `(a|b) [c]` gives `a c`, `a`, `b c`, `b`."""
    match = re.search(r"\(([^()]*)\)|\[([^\[\]()]*)\]", pattern)
    if match is None:
        yield " ".join(pattern.split())
        return
    choices = match[1].split("|") if match[1] is not None else [*match[2].split("|"), ""]
    for choice in choices:
        yield from expand(pattern[: match.start()] + choice + pattern[match.end() :])


def word_endings(endings: Iterable[str]) -> re.Pattern[str]:
    """Compile what finds words with one of these endings; a word alone is its own ending (`=was`)."""
    any_ = f"[{WORD}]"
    whole = [fold(e[1:]).text for e in endings if e.startswith("=")]
    tails = [fold(e).text for e in endings if not e.startswith("=")]
    parts = [rf"(?<!{any_})(?:{'|'.join(map(re.escape, whole))})"] if whole else []
    parts += [rf"(?<={any_}{{2}})(?:{'|'.join(map(re.escape, tails))})"] if tails else []
    return re.compile(rf"(?:{'|'.join(parts)})(?!{any_})" if parts else r"(?!)")
