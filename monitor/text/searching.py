"""Make texts and what is asked for comparable, so that words of any script are found by their stem.

A searchable text is its folded words with a space around each (and one more at the end, so that
any sign begins three). What is asked for becomes needles, which stand in such a text or do not:
` word ` is a whole word, ` stem` a beginning; scripts that join words are searched inside them.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from typing import Protocol

import snowballstemmer

from monitor.text.fold import bare
from monitor.text.scripts import script_of

LONGEST = 200
"""Letters of a question that are looked at."""
MOST_NEEDLES = 12
_STEMMERS = {
    "Arab": "arabic",
    "Armn": "armenian",
    "Cyrl": "russian",
    "Deva": "hindi",
    "Grek": "greek",
    "Latn": "english",
    "Taml": "tamil",
}
"""The most frequent language of each script: of others the stem is at worst the whole word."""
_JOINING = frozenset({"Arab", "Hebr", "Ethi"})
"""Scripts that write articles and prepositions as part of the word."""
_UNSPACED = frozenset({"Hani", "Jpan", "Hang", "Thai", "Laoo", "Khmr", "Mymr", "Tibt"})
_SHORTEST_STEM = 3
_ASKED = re.compile(r'(-?)(?:"([^"]*)"|(\S+))')


class _Stemmer(Protocol):
    def stemWord(self, word: str) -> str: ...  # noqa: N802 - the library's name


class _Letters(dict[int, str]):
    """Character -> itself where it is of a word, nothing for apostrophes, a space for the rest."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        kept = char if unicodedata.category(char)[0] in "LMN" else " "
        self[code] = "" if char == "'" else kept
        return self[code]


_LETTERS = _Letters()


@dataclass(frozen=True, slots=True)
class Sought:
    """What must stand in a searchable text, and what must not."""

    wanted: tuple[str, ...] = ()
    unwanted: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.wanted or self.unwanted)


def searchable(text: str) -> str:
    """Write a text so that `needles` can stand in it."""
    return f" {_plain(text)}  "


def ask(words: str) -> Sought:
    """Read what somebody typed: words, "exact words" in quotes, and -words that must not stand."""
    wanted: list[str] = []
    unwanted: list[str] = []
    for sign, phrase, word in _ASKED.findall(words[:LONGEST].replace("“", '"').replace("”", '"')):
        needle = f" {_plain(phrase)} " if phrase else _needle(_plain(word))
        if needle.strip():
            (unwanted if sign else wanted).append(needle)
    return Sought(tuple(wanted[:MOST_NEEDLES]), tuple(unwanted[:MOST_NEEDLES]))


def grams(needle: str) -> frozenset[str]:
    """Give the runs of three signs that stand where the needle does; none when it is shorter."""
    return frozenset(needle[at : at + 3] for at in range(len(needle) - 2))


def _plain(text: str) -> str:
    return " ".join(bare(text).translate(_LETTERS).split())


def _needle(word: str) -> str:
    """Give the stem of one word; of a name with signs inside all its parts in order."""
    script = script_of(word[:1])
    if script in _UNSPACED:
        return word
    if " " in word or (not word.isalpha() and not script):
        return f" {word}"
    if len(word) < _SHORTEST_STEM:
        return f" {word} "
    stem = _stem(word, script)
    return stem if script in _JOINING else f" {stem}"


def _stem(word: str, script: str) -> str:
    """Cut a word's ending off, as far as what is left still stands in the word."""
    language = _STEMMERS.get(script)
    if language is None:
        return word
    stem = _stemmer(language).stemWord(word)
    if script in _JOINING:
        return stem if len(stem) >= _SHORTEST_STEM and stem in word else word
    while not word.startswith(stem):
        stem = stem[:-1]
    return stem if len(stem) >= _SHORTEST_STEM else word


@cache
def _stemmer(language: str) -> _Stemmer:
    stemmer: _Stemmer = snowballstemmer.stemmer(language)
    return stemmer
