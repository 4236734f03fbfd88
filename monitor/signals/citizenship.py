"""Citizenship, a passport or residence promised to the reader, with the time that is promised.

A mention is a promise when it is offered (a verb of giving or getting, a time, an easy way, the
family's share) and not asked for ("citizens only"), sold (a lawyer, an investment), taken away
("passports stay with us") or reported.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from monitor.model import Finding, Promise
from monitor.signals._seen import Seen
from monitor.signals._waits import Wait, waits_in
from monitor.text.phrases import Match

_MENTIONS = ("citizenship", "passport", "residence", "promise")
_HINTS = ("papers:citizen", "papers:passport", "papers:named")
"""What papers are called where nobody says "citizenship": "one of us", "the red booklet"."""
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
_SURE = {"fast": 2}
_FAMILY = 1
_ASKS = {
    "requirement": 1,
    "eligibility": 1,
    "court": 1,
    "report": 2,
    "victim": 1,
    "game": 2,
    "warning": 3,
}
_WAIT = 2
"""What a time beside the papers says for a promise."""
_GIVEN = 1
_NEEDED = {"passport": 1, "papers:citizen": 1, "papers:passport": 1, "papers:named": 2}
"""How surely papers must be given (a time, a verb, an easy way) where their name alone says little."""
_NEEDED_OF_HIRERS = {**_NEEDED, "papers:passport": 2}
"""Who hires cooks and drivers keeps passports as often as giving them: more must be told."""
_LATER = 25
"""Days from which a time speaks for papers that only hints name; a visa takes fewer."""
_HAND_REACH = 25
"""Characters between the papers and the word that gives them, at most."""
_WAIT_REACH = 32
"""Characters between the papers and their time; "passport for you and your wife in 3 months"."""
_APART = 20
"""What a mark between the papers and a time counts, in characters, when times are compared."""
_CARD = 45
"""Characters of a card's line at most: `РФ жарандыгы` over `3 айдан`."""
_SOLD = frozenset({"investment", "resettle", "legal_service"})
_SERVED = frozenset({"contract", "army", "own_army", "unit", "signing", "military_job"})
_ASKED = {"requirement": 0, "papers:taken": 0}
"""What asks for papers or takes them away, and from how far: such papers are not given."""
_PASSPORT_ASKED = {**_ASKED, "papers:taken": _HAND_REACH}
_HINT_ASKED = {**_PASSPORT_ASKED, "foreigner": 0}
"""What "citizen" may be part of, too, without being given: "citizens of any country"."""
_MARK = re.compile(r"[,;:،؛，、\n—|]")
_SENTENCE_END = re.compile(r"[.!?։।؟۔。！？][\s»\"”)]|[。！？]|\n")


@dataclass(frozen=True, slots=True)
class _Sentence:
    """The phrases of one sentence, or of a card's two lines, and what is said there of papers."""

    seen: Seen
    start: int
    end: int
    inside: Sequence[Match]
    signals: Collection[str]
    papers: Sequence[Match]
    """Mentions, and hints at papers that no demand contains."""
    waits: Sequence[Wait]
    """Times beside the papers."""


def find(seen: Seen) -> Iterator[Finding]:
    """Give at most one promise for each sentence as a finding `citizenship_promise`."""
    if _is_sold(seen.matches):
        return
    for sentence in _sentences(seen, _MENTIONS):
        favour = _weigh(_SPEAKS_FOR, sentence.signals) + _WAIT * bool(sentence.waits)
        if favour > _weigh(_SPEAKS_AGAINST, sentence.signals):
            yield _promise(sentence)


def _is_sold(matches: Sequence[Match]) -> bool:
    """Tell a lawyer's, an investor's or a settler's way to papers: no service is asked for them."""
    signals = {match.signal for match in matches}
    return not signals.isdisjoint(_SOLD) and signals.isdisjoint(_SERVED)


def implied(seen: Seen) -> Iterator[Finding]:
    """Give the promise of a text known to be an offer that only names what its reader is to get.

    "Citizenship, family, housing" in an army's advert is promised; in a list of demands it is not.
    """
    hires = any(match.signal == "civil_role" for match in seen.matches)
    needed = _NEEDED_OF_HIRERS if hires else _NEEDED
    for sentence in _sentences(seen, (*_MENTIONS, *_HINTS)):
        if _is_implied(sentence, needed):
            yield _promise(sentence)
            return


def _is_implied(sentence: _Sentence, needed: Mapping[str, int]) -> bool:
    named = max(_NAMES.get(match.signal, 0) for match in sentence.papers)
    least = min(needed.get(match.signal, 0) for match in sentence.papers)
    waits = [w for w in sentence.waits if least < needed["papers:named"] or w.days >= _LATER]
    sure = _weigh(_SURE, sentence.signals) + _WAIT * bool(waits)
    sure += _GIVEN * (_is_handed(sentence) + _is_russias(sentence))
    family = _FAMILY * ("family" in sentence.signals)
    if sure < min(least, 1) or sure + family < least:
        return False
    return named + sure + family > _weigh(_ASKS, sentence.signals)


def _is_handed(sentence: _Sentence) -> bool:
    """Tell whether papers are said to come to the reader's hand."""
    return any(
        _gap(match, papers) <= _HAND_REACH
        for match in sentence.inside
        if match.signal == "papers:given"
        for papers in sentence.papers
    )


def _is_russias(sentence: _Sentence) -> bool:
    """Tell a passport that Russia gives: nobody is asked for one of another country."""
    russia = [match for match in sentence.inside if match.signal == "russia"]
    return any(
        _gap(match, papers) <= 1
        for match in russia
        for papers in sentence.papers
        if papers.signal in ("papers:citizen", "papers:passport")
    )


def _weigh(weights: Mapping[str, int], signals: Collection[str]) -> int:
    return sum(weight for signal, weight in weights.items() if signal in signals)


def _sentences(seen: Seen, signals: Collection[str]) -> Iterator[_Sentence]:
    """Give the sentences in which one of some signals stands, each once, by start."""
    done = -1
    for mention in (match for match in seen.matches if match.signal in signals):
        if mention.start < done:
            continue
        start, done = _bounds(seen.folded.text, mention)
        sentence = _sentence(seen, start, done, signals)
        if sentence.papers:
            yield sentence


def _sentence(seen: Seen, start: int, end: int, signals: Collection[str]) -> _Sentence:
    inside = _within(seen.matches, start, end)
    papers = [m for m in inside if m.signal in signals and not _is_anothers(m, inside)]
    waits = [w for w in waits_in(seen, inside) if _is_of_papers(seen.folded.text, w, papers)]
    told = {m.signal for m in inside if m.signal not in _MENTIONS}
    told |= {m.signal for m in papers}
    return _Sentence(seen, start, end, inside, told, papers, waits)


def _is_anothers(papers: Match, inside: Sequence[Match]) -> bool:
    """Tell papers that are asked for or taken away, and a hint that a longer phrase explains."""
    reach = _HINT_ASKED if papers.signal in _HINTS else _ASKED
    reach = _PASSPORT_ASKED if papers.signal == "passport" else reach
    return any(_gap(papers, m) <= reach[m.signal] for m in inside if m.signal in reach)


def _is_of_papers(text: str, wait: Wait, papers: Sequence[Match]) -> bool:
    """Tell a time beside the papers; "a month" before them and a comma is the pay's."""
    return any(
        _gap(wait, match) <= _WAIT_REACH
        and (wait.counted or wait.start > match.start or not _is_parted(text, wait, match))
        for match in papers
    )


def _gap(one: Match | Wait, other: Match | Wait) -> int:
    """Give the characters between two ranges; negative where they overlap."""
    return max(one.start, other.start) - min(one.end, other.end)


def _bounds(text: str, mention: Match) -> tuple[int, int]:
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


def _promise(sentence: _Sentence) -> Finding:
    inside, waits = sentence.inside, sentence.waits
    family = any(match.signal == "family" for match in inside)
    value = Promise(_what(sentence), _days(sentence), family)
    told: list[Match | Wait] = [*sentence.papers, *waits]
    told += [match for match in inside if match.signal in ("fast", "family")]
    first, last = min(part.start for part in told), max(part.end for part in told)
    return sentence.seen.finding("citizenship_promise", first, last, value)


def _what(sentence: _Sentence) -> str:
    kinds = ("citizenship", "passport", "residence")
    return next((kind for kind in kinds if kind in sentence.signals), "citizenship")


def _days(sentence: _Sentence) -> int | None:
    """Give the promised time: nearest to the papers, or behind them; before them with its number.

    "210 000 a month, a passport in three" has a month that is the pay's.
    """
    text = sentence.seen.folded.text
    papers = min(match.start for match in sentence.papers)
    waits = [wait for wait in sentence.waits if wait.start > papers or wait.counted]
    if not waits:
        return None
    names = [match for match in sentence.papers if match.signal != "promise"]
    return min(waits, key=lambda wait: _distance(text, wait, names or sentence.papers)).days


def _distance(text: str, wait: Wait, papers: Sequence[Match]) -> tuple[int, int]:
    """Give how far a time is from the papers; a mark between them sets it apart."""
    return min(
        (max(0, gap) + _APART * _is_parted(text, wait, match), -wait.start)
        for match in papers
        for gap in (_gap(wait, match),)
    )


def _is_parted(text: str, wait: Wait, papers: Match) -> bool:
    between = min(wait.end, papers.end), max(wait.start, papers.start)
    return _MARK.search(text, *between) is not None
