"""Cut folded text into words, and say which of them follow each other in one phrase."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

WORD = r"\w\u0300-\u036f\u0900-\u0963\u0966-\u0dff\u200c\u200d'"
"""Inside of a character class: letters, digits, vowel signs (Python's `\\w` cuts Indic words at them)."""

TOKEN = re.compile(rf"[{WORD}]+")
_LINK = re.compile(rf"[^{WORD}.!?։।]{{1,4}}|\.")

_JOINED = re.compile("['\u0600-\u06ff]")
PARTICLES = frozenset(
    ["و", "ف", "ب", "ل", "ك", "س", "ال", "لل", "وال", "بال", "فال", "كال", "ولل", "وب", "ول", "فل"]
)
"""What Arabic writes onto the front of a word: and, so, in, to, as, the."""


ELISIONS = frozenset(["c", "d", "j", "l", "m", "n", "s", "t", "qu", "jusqu", "lorsqu", "puisqu"])
"""What French writes before an apostrophe onto the front of a word."""


class Tokens:
    """The words of a folded text, in order."""

    def __init__(self, text: str) -> None:
        self._text = text
        self.spans: Sequence[tuple[int, int]] = [match.span() for match in TOKEN.finditer(text)]
        self.words: Sequence[str] = TOKEN.findall(text)
        self.bare: Mapping[int, str] = dict(_bare_words(self.words)) if _JOINED.search(text) else {}
        """Index -> the word without the particle written onto it, for words that have one."""

    @cached_property
    def _linked(self) -> Sequence[bool]:
        """For each word, whether it follows the one before it in one phrase."""
        ends = [0, *(end for _, end in self.spans)]
        gaps = (self._text[end:start] for end, (start, _) in zip(ends, self.spans, strict=False))
        return [gap == " " or _LINK.fullmatch(gap) is not None for gap in gaps]

    def is_linked(self, index: int, step: int) -> bool:
        """Tell whether a phrase may go on from word `index` one word forward or back."""
        behind = index + 1 if step > 0 else index
        return 0 < behind < len(self._linked) and self._linked[behind]

    def line(self) -> tuple[str, Mapping[int, int]]:
        """Give all words and bare words between single spaces, and whose space stands where."""
        written = [*self.words, *self.bare.values()]
        indexes = [*range(len(self.words)), *self.bare]
        starts = itertools.accumulate((len(word) + 1 for word in written), initial=0)
        return f" {' '.join(written)} ", dict(zip(starts, indexes, strict=False))


def _bare_words(words: Sequence[str]) -> Iterator[tuple[int, str]]:
    for index, word in enumerate(words):
        bare = without_particle(word)
        if bare != word:
            yield index, bare


def without_particle(word: str) -> str:
    """Take Arabic's joined-on particles and French elisions (`l'armee`) off a word."""
    if not "\u0600" <= word[:1] <= "\u06ff":
        particle, mark, rest = word.partition("'")
        return rest if mark and rest and particle in ELISIONS else word
    for length in (3, 2, 1):
        if word[:length] in PARTICLES and len(word) - length >= 2:
            return word[length:]
    return word
