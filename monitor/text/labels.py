"""Choose the words that tell a sum's period and purpose among all that were found.

The same word is an hour in one language and a year in the next: those of the text's own language
go first, and a long label before a short one that is a part of it. A length of time behind a
stroke is a period too: `4.000 € / ay`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from monitor.text.phrases import Match, Phrase

_PERIOD, _DURATION = "period:", "duration:"
_TUITION, _FEE = "sum:tuition", frozenset({"fee", "sum:fee"})
_CHINESE = "\u2e80"
_STROKE = 3
"""Characters before a word that are looked at for a stroke, blanks and a bracket included."""


def chosen(text: str, matches: Sequence[Match], lang: str) -> list[Match]:
    """Give the matches, by start, without periods that another one rules out."""
    words = [match for match in matches if not _is_letter(text, match)]
    told = sorted([*words, *_behind_strokes(text, matches)], key=lambda m: (m.start, -m.end))
    ruled_out = set(map(id, (*_ruled_out(told, lang), *_parts_of_tuition(told))))
    return [match for match in told if id(match) not in ruled_out]


def _is_letter(text: str, match: Match) -> bool:
    """Tell a letter alone, which is a period behind a stroke only: `$500/m`, but not `1.75 m`."""
    is_one = match.signal.startswith(_PERIOD) and match.end - match.start == 1
    return is_one and text[match.start] < _CHINESE and not _has_stroke(text, match.start)


def _has_stroke(text: str, at: int) -> bool:
    return text[max(0, at - _STROKE) : at].strip().endswith("/")


def _behind_strokes(text: str, matches: Sequence[Match]) -> Iterator[Match]:
    for match in matches:
        if not match.signal.startswith(_DURATION):
            continue
        if _has_stroke(text, match.start):
            name = match.signal.removeprefix(_DURATION)
            yield Match(Phrase(_PERIOD + name, match.phrase.lang, ""), match.start, match.end)


def _ruled_out(matches: Sequence[Match], lang: str) -> Iterator[Match]:
    """Give the periods that overlap one of another length, and weigh less."""
    held: Match | None = None
    for match in matches:
        if not match.signal.startswith(_PERIOD):
            continue
        if held is None or match.start >= held.end:
            held = match
        elif match.signal != held.signal:
            lighter = min(held, match, key=lambda m: _weight(m, lang))
            yield lighter
            held = match if lighter is held else held


def _parts_of_tuition(matches: Sequence[Match]) -> Iterator[Match]:
    """Give the fees that are a part of a longer word for tuition: `university fees`."""
    end = 0
    for match in matches:
        if match.signal == _TUITION:
            end = max(end, match.end)
        elif match.signal in _FEE and match.end <= end:
            yield match


def _weight(match: Match, lang: str) -> tuple[int, bool]:
    return match.end - match.start, match.phrase.lang == lang
