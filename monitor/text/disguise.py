"""Undo what is done to single words so that a word filter misses them.

Letters set apart (`к о н т р а к т`), a letter masked (`гра*данство`), a word cut in two
(`контра кт`). The last two are only undone where a word of the rules comes out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cached_property

import ahocorasick_rs

from monitor.text.folded import Folded
from monitor.text.tokens import TOKEN

_SPACED = re.compile(
    r"(?<![^\W\d_])[^\W\d_]( ?[.\-_*·•] {0,2}| {1,3})(?:[^\W\d_]\1){2,}[^\W\d_](?![^\W\d_])"
)
"""Four letters or more with the same mark between: `в С.В.О.` is a preposition and three letters."""

_MASKED = re.compile(r"(?<![\w@/.*#])[^\W\d_]+(?:[*#•$%]{1,2}[^\W\d_]+){1,3}(?![\w@/])")
_MASK = re.compile(r"[*#•$%]")
_MOST_MASKED = 50
"""Masked words of one text that are looked up: a text of nothing else is no advert."""
_CUTS = " -.|/\\·"
_WITHOUT_CUTS = str.maketrans("", "", _CUTS)
_SHORTEST_MASKED, _SHORTEST_CUT = 5, 7
"""Letters of a word from which on it is known by the rest of its letters, or by its halves."""
_SHORTEST_HEAD, _SHORTEST_TAIL = 3, 2
"""Letters before and after a cut: `по слов..`, `de livre..` are two words each."""


class Vocabulary:
    """The words of the rules that a disguise may hide; stems end with `*`."""

    def __init__(self, words: Iterable[str]) -> None:
        self._words = frozenset(words)

    @cached_property
    def _by_start(self) -> dict[str, list[str]]:
        """First letter -> words long enough to be known with a letter masked, the longest first."""
        found: dict[str, list[str]] = {}
        for word in sorted(self._words, key=lambda word: (-len(word), word)):
            if len(word.rstrip("*")) >= _SHORTEST_MASKED:
                found.setdefault(word[0], []).append(word)
        return found

    @cached_property
    def _cuttable(self) -> tuple[str, ...]:
        return tuple(
            sorted({word for word in self._words if len(word.rstrip("*")) >= _SHORTEST_CUT})
        )

    @cached_property
    def _automaton(self) -> ahocorasick_rs.AhoCorasick:
        return ahocorasick_rs.AhoCorasick(word.rstrip("*") for word in self._cuttable)

    def unmasked(self, word: str) -> str:
        """Give a masked word with its letters, or as it is when no word fits; the length stays."""
        for known in self._by_start.get(word[0], ()):
            stem = known.rstrip("*")
            is_long_enough = len(word) >= len(stem) if known != stem else len(word) == len(stem)
            if is_long_enough and all(
                ours == theirs or _MASK.match(theirs)
                for ours, theirs in zip(stem, word, strict=False)
            ):
                return stem + word[len(stem) :]
        return word

    def cuts(self, text: str) -> Iterator[int]:
        """Give the places of the marks that cut a known word in two."""
        closed = text.translate(_WITHOUT_CUTS)
        if len(closed) == len(text):
            return
        found = self._automaton.find_matches_as_indexes(closed, overlapping=True)
        if not found:
            return
        places = [i for i, char in enumerate(text) if char not in _CUTS]
        for number, start, end in found:
            first, last = places[start], places[end - 1]
            if last - first == end - start and self._is_word(text, number, first, last):
                yield from (i for i in range(first, last) if text[i] in _CUTS)

    def _is_word(self, text: str, number: int, first: int, last: int) -> bool:
        """Tell a word cut once, neither end of it inside another word, no half of it a word."""
        cut = next(i for i in range(first, last) if text[i] in _CUTS)
        if cut - first < _SHORTEST_HEAD or last - cut < _SHORTEST_TAIL:
            return False
        if text[first - 1 : first].isalnum():
            return False
        if not self._cuttable[number].endswith("*") and text[last + 1 : last + 2].isalnum():
            return False
        tail = TOKEN.match(text, cut + 1)
        return not (self._knows(text[first:cut]) or (tail and self._knows(tail[0])))

    def _knows(self, word: str) -> bool:
        """Tell a word that the rules have by itself: `front line` is two words of theirs."""
        return word in self._words or any(
            f"{word[:length]}*" in self._words for length in range(_SHORTEST_HEAD, len(word) + 1)
        )


def join_spaced(folded: Folded) -> Folded:
    """Close up four or more letters that were spaced or dotted out (`к о н т р а к т`)."""
    return folded.without(
        i
        for match in _SPACED.finditer(folded.text)
        for i in range(*match.span())
        if not folded.text[i].isalpha()
    )


def reveal(folded: Folded, vocabulary: Vocabulary) -> Folded:
    """Undo all that this module knows of; each character keeps its origin."""
    joined = join_spaced(folded)
    whole = joined.without(vocabulary.cuts(joined.text))
    return Folded(_unmask(whole.text, vocabulary), whole.origins)


def revealed(text: str, vocabulary: Vocabulary) -> str:
    """Give the text of `reveal` alone, of a text folded without origins: cheaper."""
    joined = _SPACED.sub(lambda match: "".join(filter(str.isalpha, match[0])), text)
    cuts = frozenset(vocabulary.cuts(joined))
    if cuts:
        joined = "".join(char for i, char in enumerate(joined) if i not in cuts)
    return _unmask(joined, vocabulary)


def _unmask(text: str, vocabulary: Vocabulary) -> str:
    return _MASKED.sub(lambda match: vocabulary.unmasked(match[0]), text, count=_MOST_MASKED)
