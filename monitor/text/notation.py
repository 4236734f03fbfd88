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

from monitor.text.fold import squash
from monitor.text.tokens import TOKEN, WORD, Tokens

LONGEST_GAP = 3
"""Words that `..` may skip."""

UNSPACED = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\u0e00-\u0e7f]")
"""Scripts that write no spaces between words."""

_UNSPACED_GAP = r"[^。！？!?\n]{0,12}"
_GROUP = re.compile(r"\([^()]*\)|\[[^\[\]()]*\]")
_CHUNK_WITH_GROUP = re.compile(r"\S*(?:\([^()\n]*\)|\[[^\[\]()\n]*\])\S*")
_WRITTEN = re.compile(rf"([{WORD}]+)((?:\*[{WORD}*]*)?)")
_NESTED = re.compile(r"[(\[][^()\[\]]*[(\[]")
_FLAT_CHUNK = re.compile(r"(?:\([^()]*\)|\[[^\[\]]*\]|[^\s()\[\]])+")
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
        if index not in tokens.bare:
            return False
        bare = tokens.bare[index]
        return any(word in self.whole or word.startswith(self.stems) for word in bare)


@dataclass(frozen=True, slots=True)
class Element:
    """One place of a phrase: what may stand there, or a gap of a few words."""

    single: Words = Words()
    runs: tuple[tuple[Words, ...], ...] = ()
    """Choices of several words, each one of them alone at its place."""
    heads: Words = Words()
    tails: Words = Words()
    """First and last words of the runs: most runs are ruled out by one look."""
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
    return tuple(
        _element(choices, is_optional=is_optional) if choices else Element(is_gap=True)
        for choices, is_optional in _places(pattern)
    )


def words_of(pattern: str) -> Iterator[str]:
    """Give all words of a pattern as texts have them, stems with their `*`."""
    return (match[1] + match[2][:1] for match in _WRITTEN.finditer(squash(pattern)))


def rarest(pattern: str) -> tuple[int, frozenset[str]]:
    """Give the place of the element whose choices begin with the rarest words, and those words.

    No words are given for a pattern of which every part may be missing.
    """
    least, place, words = float("inf"), 0, frozenset[str]()
    for index, (choices, is_optional) in enumerate(_places(pattern)):
        heads = frozenset(run[0] for run in choices)
        if is_optional or not heads or not all(head.strip("*") for head in heads):
            continue
        if (common := _commonness(heads)) < least:
            least, place, words = common, index, heads
    return place, words


def _commonness(words: Iterable[str]) -> float:
    """Guess how often one of some words is met: one of a letter more about a third as often."""
    return sum(3.0 ** -len(word.rstrip("*")) for word in words)


def _places(pattern: str) -> Iterator[tuple[list[tuple[str, ...]], bool]]:
    """Give each place's choices of words and whether it may be missing; no choices are a gap."""
    for chunk in _chunks(squash(pattern)):
        if chunk == "..":
            yield [], True
        elif "(" in chunk or "[" in chunk:
            is_group = _GROUP.fullmatch(chunk) is not None
            written = chunk[1:-1].split("|") if is_group else list(expand(chunk))
            choices = [words for part in dict.fromkeys(written) if (words := split(part))]
            is_optional = is_group and chunk.startswith("[")
            if choices:
                yield _with_bare(choices), is_optional or len(choices) < len(set(written))
        else:
            for word in split(chunk):
                yield _with_bare([(word,)]), False


def _with_bare(choices: list[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """Add what is written without its apostrophes."""
    if not any("'" in word for run in choices for word in run):
        return choices
    return [*choices, *(tuple(word.replace("'", "") for word in run) for run in choices)]


def _element(choices: list[tuple[str, ...]], *, is_optional: bool) -> Element:
    runs = [run for run in choices if len(run) > 1]
    return Element(
        single=Words.of(run[0] for run in choices if len(run) == 1),
        runs=tuple(tuple(Words.of((word,)) for word in run) for run in runs),
        heads=Words.of(run[0] for run in runs),
        tails=Words.of(run[-1] for run in runs),
        is_optional=is_optional,
    )


def _chunks(pattern: str) -> Iterator[str]:
    """Cut a pattern at the blanks outside of its groups."""
    if "(" not in pattern and "[" not in pattern:
        yield from pattern.split()
        return
    if _NESTED.search(pattern) is None:
        yield from _FLAT_CHUNK.findall(pattern)
        return
    depth = start = 0
    for at, char in enumerate(f"{pattern} "):
        depth += (char in "([") - (char in ")]")
        if char.isspace() and depth <= 0:
            if at > start:
                yield pattern[start:at]
            start = at + 1


def is_readable(pattern: str) -> bool:
    """Tell whether a pattern can be found at all: it has a word, and its brackets fit."""
    if _MARKS.search(pattern):
        rest = pattern
        while (smaller := _GROUP.sub("", rest)) != rest:
            rest = smaller
        if _MARKS.search(rest):
            return False
    return TOKEN.search(pattern) is not None


def split(written: str) -> tuple[str, ...]:
    """Split as texts are split, keeping the `*` of stems; a word ends at its first `*`."""
    if written.removesuffix("*").isalnum():
        return (written,)
    return tuple(match[1] + match[2][:1] for match in _WRITTEN.finditer(written))


def plain_anchors(patterns: Sequence[str]) -> Iterator[str | None]:
    """Give for each pattern the longest word that every match has, if that is plain to see.

    None leaves the choice to `rarest`: no such word, a common one beside choices, or marks that
    need care. All patterns go through the expressions as one text, ten times faster than alone.
    """
    lines = squash("\n".join(" ".join(pattern.split()) for pattern in patterns))
    bare = _CHUNK_WITH_GROUP.sub(_GAP_MARK, lines)
    for line in bare.split("\n") if patterns else ():
        longest = max(line.split(), key=len, default="")
        is_common = _GAP_MARK in line and len(longest) < _RARE
        is_plain = _PLAIN.fullmatch(longest) and not _MARKS.search(line)
        yield longest if is_plain and not is_common else None


_GAP_MARK = " \x01 "
"""Stands for a group where only the words outside of groups are looked at."""
_PLAIN = re.compile(rf"(?:(?!')[{WORD}])+\*?")
_RARE = 5
"""Letters from which on a word is rare enough to be looked for, whatever the choices beside it."""


def unspaced_anchors(pattern: str) -> tuple[str, ...]:
    """Give the runs of letters one of which every match of a phrase without spaces has."""
    needed = [choices for choices, is_optional in _unspaced_places(pattern) if not is_optional]
    return max(needed, key=lambda choices: min(map(len, choices)), default=())


def unspaced_expression(pattern: str) -> re.Pattern[str]:
    """Compile a phrase written without spaces; a blank in it only parts its places."""
    parts = []
    for choices, is_optional in _unspaced_places(pattern):
        choice = "|".join(map(re.escape, sorted(choices, key=len, reverse=True)))
        parts.append(f"(?:{choice})" + ("?" if is_optional else "") if choices else _UNSPACED_GAP)
    return re.compile("".join(parts))


def _unspaced_places(pattern: str) -> Iterator[tuple[tuple[str, ...], bool]]:
    """Give each place's choices and whether it may be missing; no choices are a gap."""
    for chunk in _chunks(squash(pattern).replace("..", " .. ")):
        if chunk == "..":
            yield (), True
            continue
        written = [part.replace("*", "") for part in expand(chunk)]
        choices = tuple(dict.fromkeys(part for part in written if part))
        if choices:
            yield choices, len(choices) < len(set(written))


def expand(pattern: str) -> Iterator[str]:
    """Make all choices of a pattern: `(a|b) [c]` gives `a c`, `a`, `b c`, `b`."""
    match = _GROUP.search(pattern)
    if match is None:
        yield " ".join(pattern.split())
        return
    choices = match[0][1:-1].split("|") + ([""] if match[0].startswith("[") else [])
    for choice in choices:
        yield from expand(pattern[: match.start()] + choice + pattern[match.end() :])
