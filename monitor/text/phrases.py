"""Find phrases in folded text: one Aho-Corasick scan for their rarest words, then a bounded check.

How a phrase is written: `notation.py`. A phrase goes neither over the end of a sentence nor over
more than four marks between two words. A phrase is taken apart only when its rarest word is met,
since a text meets few of the tens of thousands.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import ahocorasick_rs

from monitor.text.anchors import PLAIN, Anchors, anchors_of
from monitor.text.disguise import Vocabulary
from monitor.text.notation import Element, parse, unspaced_expression, words_of
from monitor.text.tokens import Tokens


class Phrase(NamedTuple):
    """A pattern as written, what it is a sign of, and whose language it is.

    A tuple, since there are tens of thousands to make before the first text is judged.
    """

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


class _Form:
    """A phrase taken apart at its anchor, an element that every match has; at its first use."""

    __slots__ = ("_parts", "_place", "anchor", "phrase")

    def __init__(self, phrase: Phrase, anchor: str, place: int) -> None:
        """Make a form; a plain place is one where the anchor stands alone, not in a choice."""
        self.phrase = phrase
        self.anchor = anchor
        self._place = place
        self._parts: _Parts | None = None

    def _taken_apart(self) -> _Parts:
        elements = parse(self.phrase.pattern)
        at = self._place
        if at == PLAIN:
            at = next(i for i, element in enumerate(elements) if element.anchors == {self.anchor})
        return _Parts(elements[at], elements[at + 1 :], elements[:at][::-1])

    def find(self, tokens: Tokens, at: int) -> tuple[int, int] | None:
        """Give the range of tokens of the longest match whose anchor begins at token `at`."""
        parts = self._parts = self._parts or self._taken_apart()
        last = {at}
        if parts.anchor.runs:
            last = parts.anchor.reach(tokens, {at - 1}, step=1, linked=False)
        last = _reach(tokens, parts.onward, last, step=1)
        if not last:
            return None
        first = _reach(tokens, parts.backward, {at}, step=-1)
        return (min(first), max(last)) if first else None


@dataclass(frozen=True, slots=True)
class _Parts:
    """A phrase around its anchor; what stands before it is in backward order."""

    anchor: Element
    onward: tuple[Element, ...]
    backward: tuple[Element, ...]


class _UnspacedForm:
    """A phrase of a script without spaces; compiled at its first use."""

    def __init__(self, phrase: Phrase) -> None:
        self.phrase = phrase

    @cached_property
    def _expression(self) -> re.Pattern[str]:
        return unspaced_expression(self.phrase.pattern)

    def find(self, folded: str) -> Iterator[Match]:
        """Give all matches in a text."""
        for match in self._expression.finditer(folded):
            yield Match(self.phrase, *match.span())


def _reach(
    tokens: Tokens, elements: Sequence[Element], positions: set[int], *, step: int
) -> set[int]:
    """Give the tokens that a phrase may have reached after all elements, going one way."""
    for element in elements:
        if not positions:
            break
        positions = element.reach(tokens, positions, step=step, linked=True)
    return positions


class PhraseBook:
    """Phrases of all languages, ready to be found in one pass."""

    def __init__(
        self,
        phrases: Iterable[Phrase],
        core: Collection[str] = (),
        choose: Callable[[Sequence[str]], Anchors] = anchors_of,
    ) -> None:
        """Make a book; `core` are the signals that `touches` looks for.

        `choose` gives the anchors of the phrases' patterns, at the first use: perhaps those kept from before.
        """
        self.phrases = tuple(phrases)
        self._core_signals = frozenset(core)
        self._choose = choose

    @cached_property
    def _all(self) -> _Index:
        """Made at its first use: who only checks the rules, or only screens, needs none of it."""
        return _Index(self.phrases, self._anchors)

    @cached_property
    def _core(self) -> _Index:
        core = [phrase.signal in self._core_signals for phrase in self.phrases]
        return _Index(self.phrases, self._anchors.of_some(core))

    @cached_property
    def _anchors(self) -> Anchors:
        return self._choose([phrase.pattern for phrase in self.phrases])

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """The core signals' words: what a disguise of words is worth undoing for."""
        core = (p.pattern for p in self.phrases if p.signal in self._core_signals)
        return Vocabulary(word for pattern in core for word in words_of(pattern))

    def touches(self, folded: str) -> bool:
        """Tell whether `find` would give a match of a core signal, much faster than `find`."""
        return next(self._core.matches(folded), None) is not None

    def find(self, folded: str) -> list[Match]:
        """Give all matches, by start; of one signal's overlapping matches only the longest."""
        return longest(self.matches(folded))

    def matches(self, folded: str) -> Iterator[Match]:
        """Give all matches as they are met, those within others too, and some more than once."""
        return self._all.matches(folded)


class _Index:
    """Forms by anchor, made when a text has it: one meets few of the tens of thousands.

    A word's anchor is looked for with a space before (and behind, if whole).
    """

    def __init__(self, phrases: Sequence[Phrase], anchors: Anchors) -> None:
        self._phrases = phrases
        self._anchors = list(anchors.words)
        self._pairs = list(anchors.words.values())
        self._forms: dict[int, tuple[_Form, ...]] = {}
        self._words = _automaton(
            f" {anchor[:-1]}" if anchor.endswith("*") else f" {anchor} " for anchor in self._anchors
        )
        self._run_pairs = list(anchors.runs.values())
        self._run_forms: dict[int, _UnspacedForm] = {}
        self._runs = _automaton(anchors.runs)

    def _forms_at(self, number: int) -> tuple[_Form, ...]:
        """Give the forms of an anchor by its number."""
        forms = self._forms.get(number)
        if forms is None:
            pairs = iter(self._pairs[number])
            forms = self._forms[number] = tuple(
                _Form(self._phrases[phrase], self._anchors[number], place)
                for phrase, place in zip(pairs, pairs, strict=True)
            )
        return forms

    def matches(self, folded: str) -> Iterator[Match]:
        """Give all matches as they are met; some more than once."""
        yield from self._unspaced_matches(folded)
        tokens = Tokens(folded)
        line, places = tokens.line()
        for number, start, _ in self._words.find_matches_as_indexes(line, overlapping=True):
            index = places[start]
            for form in self._forms_at(number):
                found = form.find(tokens, index)
                if found is not None:
                    start_, end = tokens.spans[found[0]][0], tokens.spans[found[1]][1]
                    yield Match(form.phrase, start_, end)

    def _unspaced_matches(self, folded: str) -> Iterator[Match]:
        if not self._run_pairs:
            return
        found = self._runs.find_matches_as_indexes(folded, overlapping=True)
        for number in dict.fromkeys(number for number, _, _ in found):
            for phrase in self._run_pairs[number][::2]:
                form = self._run_forms.get(phrase)
                if form is None:
                    form = self._run_forms[phrase] = _UnspacedForm(self._phrases[phrase])
                yield from form.find(folded)


def _automaton(patterns: Iterable[str]) -> ahocorasick_rs.AhoCorasick:
    return ahocorasick_rs.AhoCorasick(
        patterns, implementation=ahocorasick_rs.Implementation.ContiguousNFA
    )


def longest(matches: Iterable[Match]) -> list[Match]:
    """Give matches by start; of one signal's overlapping matches only the longest."""
    kept: list[Match] = []
    last: dict[str, Match] = {}
    for match in sorted(matches, key=lambda m: (m.start, -m.end)):
        before = last.get(match.signal)
        if before is None or match.end > before.end:
            kept.append(match)
            last[match.signal] = match
    return kept
