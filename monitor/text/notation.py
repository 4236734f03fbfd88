"""Read the notation in which phrases are written, into the places of a phrase.

служб* по контракту      words; `*` after a stem takes any ending
(получ*|дадут) паспорт   a choice
[военн*|воинск*] служб*  one that may be missing
контракт .. минобороны   up to three words between
参军                     scripts without spaces match anywhere
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from monitor.text.fold import fold, squash
from monitor.text.tokens import TOKEN, WORD, Tokens

LONGEST_GAP = 3
"""Words that `..` may skip."""

UNSPACED = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\u0e00-\u0e7f]")
"""Scripts that write no spaces between words."""

_UNSPACED_GAP = r"[^。！？!?\n]{0,12}"
_GROUP = re.compile(r"\([^()]*\)|\[[^\[\]()]*\]")
_CHUNK_WITH_GROUP = re.compile(r"\S*(?:\([^()]*\)|\[[^\[\]()]*\])\S*")
_WRITTEN = re.compile(rf"([{WORD}]+)((?:\*[{WORD}*]*)?)")
_MARKS = re.compile(r"[()\[\]]")


@dataclass(frozen=True, slots=True)
class Words:
    """Words one of which may stand at a place: in full, or by their stems."""

    whole: frozenset[str] = frozenset()
    stems: tuple[str, ...] = ()

    @staticmethod
    def of(written: Iterable[str]) -> Words:
        """Sort words as written, stems with their `*`."""
        words = tuple(written)
        return Words(
            frozenset(word for word in words if not word.endswith("*")),
            tuple(word[:-1] for word in words if word.endswith("*")),
        )

    def stand_at(self, tokens: Tokens, index: int) -> bool:
        """Tell whether one of them is the word at `index`, a particle before it left aside."""
        if not 0 <= index < len(tokens.words):
            return False
        word = tokens.words[index]
        if word in self.whole or word.startswith(self.stems):
            return True
        bare = tokens.bare.get(index)
        return bare is not None and (bare in self.whole or bare.startswith(self.stems))


@dataclass(frozen=True, slots=True)
class Element:
    """One place of a phrase: what may stand there, or a gap of a few words."""

    single: Words = Words()
    runs: tuple[tuple[Words, ...], ...] = ()
    """Choices of several words, each one of them alone at its place."""
    heads: Words = Words()
    tails: Words = Words()
    """First and last words of the runs: most runs are ruled out by one look."""
    weight: int = 0
    """Letters of the shortest choice: how rare it is at least; 0 where it may be missing."""
    is_optional: bool = False
    is_gap: bool = False

    @property
    def anchors(self) -> frozenset[str]:
        """The words, or stems with `*`, one of which begins what stands here."""
        stems = (*self.single.stems, *self.heads.stems)
        return self.single.whole | self.heads.whole | {f"{stem}*" for stem in stems}

    def reach(self, tokens: Tokens, positions: set[int], *, step: int, linked: bool) -> set[int]:
        """Give the last words that this place may take, going from those at `positions`."""
        if self.is_gap:
            return _skip(tokens, positions, step)
        reached = set(positions) if self.is_optional else set()
        for position in positions:
            if linked and not tokens.is_linked(position, step):
                continue
            if self.single.stand_at(tokens, position + step):
                reached.add(position + step)
            if self.runs:
                reached.update(self._ends(tokens, position, step))
        return reached

    def _ends(self, tokens: Tokens, position: int, step: int) -> Iterator[int]:
        nearest = self.heads if step > 0 else self.tails
        if nearest.stand_at(tokens, position + step):
            for run in self.runs:
                if _walk(tokens, run[::step], position, step):
                    yield position + step * len(run)


def _skip(tokens: Tokens, positions: set[int], step: int) -> set[int]:
    reached = set(positions)
    for position in positions:
        for _ in range(LONGEST_GAP):
            if not tokens.is_linked(position, step):
                break
            position += step
            reached.add(position)
    return reached


def _walk(tokens: Tokens, run: Sequence[Words], position: int, step: int) -> bool:
    """Tell whether the words beside `position` are those of the run, each linked to the next."""
    for count, words in enumerate(run):
        if count and not tokens.is_linked(position, step):
            return False
        position += step
        if not words.stand_at(tokens, position):
            return False
    return True


def parse(pattern: str) -> tuple[Element, ...]:
    """Take a pattern apart; one without any word gives no elements."""
    elements: list[Element] = []
    for chunk in _chunks(squash(pattern)):
        if chunk == "..":
            elements.append(Element(is_gap=True))
        elif _GROUP.fullmatch(chunk):
            elements.extend(_choice(chunk[1:-1].split("|"), is_optional=chunk.startswith("[")))
        elif "(" in chunk or "[" in chunk:
            elements.extend(_choice(list(expand(chunk)), is_optional=_is_group(chunk, "[")))
        else:
            elements.extend(_element([(part,)]) for part in split(chunk))
    return tuple(elements)


def is_readable(pattern: str) -> bool:
    """Tell whether a pattern can be found at all: it has a word, and its brackets fit."""
    if "(" not in pattern and "[" not in pattern and ")" not in pattern and "]" not in pattern:
        return TOKEN.search(pattern) is not None
    rest = pattern
    while (smaller := _GROUP.sub("", rest)) != rest:
        rest = smaller
    return _MARKS.search(rest) is None and TOKEN.search(pattern) is not None


def _chunks(pattern: str) -> Iterator[str]:
    """Cut a pattern at the blanks outside of its groups."""
    depth = start = 0
    for at, char in enumerate(f"{pattern} "):
        if char in "([":
            depth += 1
        elif char in ")]":
            depth -= 1
        elif char.isspace() and depth <= 0:
            if at > start:
                yield pattern[start:at]
            start = at + 1


def _is_group(chunk: str, opening: str) -> bool:
    """Tell whether one pair of brackets is around all of a chunk."""
    if not chunk.startswith(opening):
        return False
    depth = 0
    for at, char in enumerate(chunk):
        depth += (char in "([") - (char in ")]")
        if depth == 0:
            return at == len(chunk) - 1
    return False


def _choice(written: list[str], *, is_optional: bool) -> Iterator[Element]:
    choices = [words for part in dict.fromkeys(written) if (words := split(part))]
    if choices:
        yield _element(choices, is_optional=is_optional or len(choices) < len(set(written)))


def _element(choices: list[tuple[str, ...]], *, is_optional: bool = False) -> Element:
    if any("'" in word for run in choices for word in run):
        choices = [*choices, *(tuple(w.replace("'", "") for w in run) for run in choices)]
    runs = [run for run in choices if len(run) > 1]
    return Element(
        single=Words.of(run[0] for run in choices if len(run) == 1),
        runs=tuple(tuple(Words.of((word,)) for word in run) for run in runs),
        heads=Words.of(run[0] for run in runs),
        tails=Words.of(run[-1] for run in runs),
        weight=0 if is_optional else min(sum(map(_letters, run)) for run in choices),
        is_optional=is_optional,
    )


def _letters(word: str) -> int:
    return len(word.removesuffix("*"))


def split(written: str) -> tuple[str, ...]:
    """Split as texts are split, keeping the `*` of stems; a word ends at its first `*`."""
    if written.removesuffix("*").isalnum():
        return (written,)
    return tuple(match[1] + match[2][:1] for match in _WRITTEN.finditer(written))


def plain_anchor(pattern: str) -> str | None:
    """Give the longest word that every match has, if that is plain to see; much faster than `parse`.

    None leaves the choice to `parse`: no such word, a common one, or marks that need care.
    """
    has_groups = "(" in pattern or "[" in pattern
    folded = squash(_CHUNK_WITH_GROUP.sub(" ", pattern) if has_groups else pattern)
    longest = max(folded.split(), key=len, default="")
    if not _PLAIN.fullmatch(longest) or (has_groups and len(longest) < _RARE):
        return None
    return None if has_groups and _MARKS.search(folded) else longest


_PLAIN = re.compile(rf"(?:(?!')[{WORD}])+\*?")
_RARE = 5
"""Letters from which on a word is rare enough to be looked for, whatever the choices beside it."""


def unspaced(pattern: str) -> Iterator[tuple[str, re.Pattern[str]]]:
    """Give the first words and the expression of each choice of a phrase written without spaces."""
    for written in expand(pattern):
        parts = [fold(part).text.rstrip("*") for part in written.replace("..", " .. ").split()]
        gapped = (_UNSPACED_GAP if part == ".." else re.escape(part) for part in parts)
        if parts and parts[0] and parts[0] != "..":
            yield parts[0], re.compile("".join(gapped))


def expand(pattern: str) -> Iterator[str]:
    """Make all choices of a pattern: `(a|b) [c]` gives `a c`, `a`, `b c`, `b`."""
    match = _GROUP.search(pattern)
    if match is None:
        yield " ".join(pattern.split())
        return
    choices = match[0][1:-1].split("|") + ([""] if match[0].startswith("[") else [])
    for choice in choices:
        yield from expand(pattern[: match.start()] + choice + pattern[match.end() :])


def word_endings(endings: Iterable[str]) -> re.Pattern[str]:
    """Compile what finds words with one of these endings; a word alone is its own ending (`=was`)."""
    whole = [fold(e[1:]).text for e in endings if e.startswith("=")]
    tails = [fold(e).text for e in endings if not e.startswith("=")]
    any_ = TOKEN.pattern.removesuffix("+")
    parts = [rf"(?<!{any_})(?:{'|'.join(map(re.escape, whole))})"] if whole else []
    parts += [rf"(?<={any_}{{2}})(?:{'|'.join(map(re.escape, tails))})"] if tails else []
    return re.compile(rf"(?:{'|'.join(parts)})(?!{any_})" if parts else r"(?!)")
