"""Cut folded text into words, and say which of them follow each other in one phrase."""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping, Sequence
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
        self.bare: Mapping[int, tuple[str, ...]] = _bare_words(self.words, text)
        """Index -> the word without the particles that may be written onto it, if it has any."""

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
        bare = [(index, word) for index, words in self.bare.items() for word in words]
        written = [*self.words, *(word for _, word in bare)]
        indexes = [*range(len(self.words)), *(index for index, _ in bare)]
        starts = itertools.accumulate((len(word) + 1 for word in written), initial=0)
        return f" {' '.join(written)} ", dict(zip(starts, indexes, strict=False))


def _bare_words(words: Sequence[str], text: str) -> Mapping[int, tuple[str, ...]]:
    if not _JOINED.search(text):
        return {}
    found = ((index, without_particles(word)) for index, word in enumerate(words))
    return {index: bare for index, bare in found if bare}


def without_particles(word: str) -> tuple[str, ...]:
    """Take Arabic's joined-on particles and French elisions (`l'armee`) off a word."""
    if not "\u0600" <= word[:1] <= "\u06ff":
        particle, mark, rest = word.partition("'")
        return (rest,) if mark and rest and particle in ELISIONS else ()
    return tuple(
        word[length:]
        for length in (3, 2, 1)
        if len(word) - length >= _SHORTEST and _is_particle(word, length)
    )


def _is_particle(word: str, length: int) -> bool:
    """Tell a particle from a first letter: the future's `س` stands before a verb's prefix only."""
    particle = word[:length]
    return particle in PARTICLES and (particle != "س" or word[1] in "يتنا")


_SHORTEST = 2
"""Letters that a word has at least once its particle is taken off."""
