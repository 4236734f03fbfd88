"""Citizenship, a passport or residence promised to the reader, with the time that is promised.

A mention is a promise when it is offered (a verb of giving or getting, a time, an easy way, the
family's share) and not asked for ("citizens only"), sold (a lawyer, an investment) or reported.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Collection, Iterator, Mapping, Sequence

from monitor.model import Finding, Promise
from monitor.signals._seen import Seen
from monitor.text.phrases import Match

_MENTIONS = ("citizenship", "passport", "residence", "promise")
_SPEAKS_FOR = {"promise": 2, "fast": 2, "family": 1}
_SPEAKS_AGAINST = {
    "requirement": 3,
    "report": 2,
    "law": 2,
    "court": 3,
    "victim": 2,
    "legal_service": 1,
    "investment": 1,
    "game": 2,
    "tuition": 1,
}
_NAMES = {"citizenship": 1, "residence": 1, "promise": 2}
"""What an offer gives by its name alone; a passport is asked for as often as it is given."""
_AND_TOLD = {"fast": 2, "family": 1}
_ASKS = {
    "requirement": 1,
    "eligibility": 1,
    "court": 1,
    "report": 2,
    "victim": 2,
    "game": 2,
    "warning": 3,
}
_WAIT_REACH = 32
"""Characters between the papers and their time; "passport for you and your wife in 3 months"."""
_CARD = 45
"""Characters of a card's line at most: `РФ жарандыгы` over `3 айдан`."""
_AGE = 7
"""Characters between "aged up to" and its years, at most: `до 45 лет`."""
_SOLD = frozenset({"investment", "resettle", "legal_service"})
_SERVED = frozenset({"contract", "army", "own_army", "unit", "signing", "military_job"})
_NUMBER = re.compile(r"(\d{1,3})(?:[ ]?[-–][ ]?(\d{1,3}))?[ ]?\Z")
_DAYS = {"day": 1, "week": 7, "month": 30, "year": 365}
_SENTENCE_END = re.compile(r"[.!?։।。！？][\s»\"”)]|\n")


def find(seen: Seen) -> Iterator[Finding]:
    """Give at most one promise for each sentence as a finding `citizenship_promise`."""
    done = -1
    if _is_sold(seen.matches):
        return
    for mention in (m for m in seen.matches if m.signal in _MENTIONS):
        if mention.start < done:
            continue
        start, end = _sentence(seen.folded.text, mention)
        if _is_promised(seen.matches, start, end):
            done = end
            yield _promise(seen, start, end)


def _is_sold(matches: Sequence[Match]) -> bool:
    """Tell a lawyer's, an investor's or a settler's way to papers: no service is asked for them."""
    signals = {match.signal for match in matches}
    return not signals.isdisjoint(_SOLD) and signals.isdisjoint(_SERVED)


def implied(seen: Seen) -> Iterator[Finding]:
    """Give the promise of a text known to be an offer that only names what its reader is to get.

    "Citizenship, family, housing" in an army's advert is promised; in a list of demands it is not.
    """
    for mention in (m for m in seen.matches if m.signal in _NAMES):
        start, end = _sentence(seen.folded.text, mention)
        signals = {match.signal for match in _within(seen.matches, start, end)}
        if signals.isdisjoint(_NAMES):
            continue
        named = max(weight for name, weight in _NAMES.items() if name in signals)
        favour = named + _weigh(_AND_TOLD, signals)
        if favour > _weigh(_ASKS, signals):
            yield _promise(seen, start, end)
            return


def _weigh(weights: Mapping[str, int], signals: Collection[str]) -> int:
    return sum(weight for signal, weight in weights.items() if signal in signals)


def _sentence(text: str, mention: Match) -> tuple[int, int]:
    start = 0
    for boundary in _SENTENCE_END.finditer(text, max(0, mention.start - 240), mention.start):
        start = boundary.end()
    start = max(start, mention.start - 240)
    boundary_after = _SENTENCE_END.search(text, mention.end, mention.end + 240)
    if boundary_after is None:
        return start, min(len(text), mention.end + 240)
    end = boundary_after.start() + 1
    if text[boundary_after.start()] == "\n" and end - start <= _CARD:
        below = text.find("\n", end)
        below = len(text) if below < 0 else below
        return start, below if below - end <= _CARD else end
    return start, end


def _within(matches: Sequence[Match], start: int, end: int) -> list[Match]:
    first = bisect.bisect_left(matches, start, key=_start)
    last = bisect.bisect_right(matches, end, key=_start)
    return [match for match in matches[first:last] if match.end <= end]


def _start(match: Match) -> int:
    return match.start


def _is_promised(matches: Sequence[Match], start: int, end: int) -> bool:
    inside = _within(matches, start, end)
    signals = {match.signal for match in inside}
    favour = _weigh(_SPEAKS_FOR, signals)
    favour += 2 if any(_is_wait(match, inside) for match in inside) else 0
    return favour > _weigh(_SPEAKS_AGAINST, signals)


def _is_wait(match: Match, inside: Sequence[Match]) -> bool:
    """Tell a waiting time ("in 3 months") beside the papers from an age or a contract's length."""
    if not match.signal.startswith("duration:"):
        return False
    if any(
        m.signal in ("eligibility", "contract")
        and m.start < match.end
        and match.start < m.end + _AGE
        for m in inside
    ):
        return False
    mentions = [m for m in inside if m.signal in _MENTIONS]
    return any(
        0 <= match.start - m.end <= _WAIT_REACH or 0 <= m.start - match.end <= _WAIT_REACH
        for m in mentions
    )


def _promise(seen: Seen, start: int, end: int) -> Finding:
    inside = _within(seen.matches, start, end)
    told = [m for m in inside if m.signal in (*_MENTIONS, "fast", "family")]
    told += [m for m in inside if _is_wait(m, inside)]
    family = any(m.signal == "family" for m in inside)
    value = Promise(_what(told), _days(seen.folded.text, told), family)
    first, last = min(m.start for m in told), max(m.end for m in told)
    return seen.finding("citizenship_promise", first, last, value)


def _what(told: Sequence[Match]) -> str:
    signals = {match.signal for match in told}
    return next(
        (kind for kind in ("citizenship", "passport", "residence") if kind in signals),
        "citizenship",
    )


def _days(text: str, told: Sequence[Match]) -> int | None:
    """Give the promised time: behind the papers, or before them with its own number.

    "210 000 a month, a passport in three" has a month that is the pay's.
    """
    papers = min(match.start for match in told if match.signal in _MENTIONS)
    waits = [match for match in told if match.signal.startswith("duration:")]
    numbers = [_NUMBER.search(text[max(0, match.start - 10) : match.start]) for match in waits]
    pairs = [(m, n) for m, n in zip(waits, numbers, strict=True) if m.start > papers or n]
    if not pairs:
        return None
    match, number = min(pairs, key=lambda pair: (pair[0].start < papers, pair[0].start))
    count = int(number[2] or number[1]) if number else 1
    return count * _DAYS[match.signal.removeprefix("duration:")]
