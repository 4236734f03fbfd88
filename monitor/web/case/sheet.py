"""All that the page of one hit shows."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from monitor.desk.case import keys
from monitor.desk.case.edits import Part, Wording, between
from monitor.desk.case.hiding import hidden
from monitor.model import Hit, Judged
from monitor.store import Decision, Opinion, Reason, Review, Stage
from monitor.text.masking import mask
from monitor.web.answers import NotFound
from monitor.web.asked import Asked, Query
from monitor.web.case.evidence import LONGEST, Evidence, legend
from monitor.web.case.story import steps, told
from monitor.web.case.turn import address, query_of
from monitor.web.field.names import source_names
from monitor.web.rows import READ, opening
from monitor.web.terms import DECISIONS, DEEDS, LABELS, REASONS, STAGES, TIERS, term
from monitor.web.words import Words

NOTHING = Query([])
FEW_EDITS = 3
MOST_EDITS = 20
"""Edits compared on one page; each takes up to a tenth of a second on a text made for it."""
_LANG = re.compile(r"[a-z]{2,3}(-[A-Z][a-z]{3})?")
_UNKNOWN = frozenset({"und", ""})

OPINIONS = (Decision.CONFIRMED, Decision.NOT_AN_OFFER, Decision.UNSURE, Decision.ESCALATED)


def reasons(words: Words) -> list[tuple[Reason, str, str]]:
    """Give each reason why a hit is no offer, with its words and its key."""
    return [(one, term(REASONS, one, words), key) for key, one in keys.REASONS.items()]


@dataclass(frozen=True, slots=True)
class Edit:
    """From one version of the words to the next."""

    version: int
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Done:
    """What was decided on the hit before this one, and can be taken back here."""

    hit_id: str
    what: str
    seen: int


def found(asked: Asked, hit_id: str) -> Hit:
    """Give the hit that an address names. Raises NotFound."""
    hit = next(iter(asked.store.hits.give([hit_id])), None)
    if hit is None:
        raise NotFound(asked.t("There is no such hit. It may have been let go by the retention."))
    return hit


def sheet(asked: Asked, *, typed: Query = NOTHING, fault: str = "") -> dict[str, object]:
    """Gather what the page shows. `typed` is what a form held that could not be done."""
    hit = found(asked, asked.path["id"])
    is_blind = hit.id in asked.store.opinions.blind(asked.user.name)
    values = _common(asked, hit) | _words(asked, hit) | _trail(asked, hit)
    values |= {"is_blind": is_blind, "typed": typed, "fault": fault, "done": done(asked)}
    return values | (_hidden_work() if is_blind else _work(asked, hit))


def _common(asked: Asked, hit: Hit) -> dict[str, object]:
    said, words = hit.assessment, asked.words
    return {
        "hit": hit,
        "label": term(LABELS, said.label, words),
        "tier": said.tier,
        "tier_words": term(TIERS, said.tier, words),
        "lang": said.lang if _LANG.fullmatch(said.lang) and said.lang not in _UNKNOWN else "",
        "source_name": _source_name(asked, hit.posting.source_id),
        "is_watched": any(one.id == hit.posting.source_id for one in asked.config.sources),
        "origin": asked.store.by_hand.of(hit.id),
        "query": query_of(asked),
        "queue_url": address(asked, "queue"),
        "decisions": {one: term(DECISIONS, one, words) for one in Decision},
        "opinions": [(one, term(DECISIONS, one, words)) for one in OPINIONS],
        "reasons_listed": reasons(words),
        "labels": [(label, words.gettext(said)) for label, said in LABELS.items()],
        "deeds": [(deed, words.gettext(said)) for deed, said in DEEDS.items()],
        "owed": _owed(asked, hit.id),
        "others": _others(asked, hit.id),
    }


def _words(asked: Asked, hit: Hit) -> dict[str, object]:
    until = asked.store.reveals.until(hit.id, asked.user.name, now=asked.now)
    shows = until is not None
    is_whole = bool(asked.query["whole"])
    evidence = Evidence(hit.assessment, asked.rules, asked.words, shows=shows)
    text = hit.posting.text if is_whole else hit.posting.text[:LONGEST]
    marks = evidence.marks(text)
    speaking_for, against = evidence.reasons()
    return {
        "marks": marks,
        "legend": legend(marks, asked.words),
        "is_cut": len(text) < len(hit.posting.text),
        "letters": len(hit.posting.text),
        "title": hit.posting.title if shows else mask(hit.posting.title),
        "forwarded_from": hit.posting.forwarded_from if shows else mask(hit.posting.forwarded_from),
        "speaking_for": speaking_for,
        "against": against,
        "sums": evidence.sums(),
        "promises": evidence.promises(),
        "contacts": evidence.contacts(),
        "indicators": evidence.indicators(),
        "shown_until": until,
        "rates_of": asked.rules.currencies.dated,
    }


def _trail(asked: Asked, hit: Hit) -> dict[str, object]:
    trails = asked.store.trails
    shows = asked.store.reveals.until(hit.id, asked.user.name, now=asked.now) is not None
    versions = asked.store.hits.versions(hit.id) if hit.posting.version > 1 else []
    edits = _edits(versions, MOST_EDITS if asked.query["edits"] else FEW_EDITS, shows=shows)
    return {
        "places": trails.places(hit.id),
        "proofs": trails.proofs(hit.id),
        "edits": edits,
        "more_edits": max(0, len(versions) - 1 - len(edits)),
    }


def _edits(versions: Sequence[Judged], most: int, *, shows: bool) -> tuple[Edit, ...]:
    pairs = list(pairwise(versions))[-most:]
    return tuple(
        Edit(new.posting.version, between(_wording(old, shows), _wording(new, shows)))
        for old, new in reversed(pairs)
    )


def _wording(judged: Judged, shows: bool) -> Wording:
    text = judged.posting.text[:LONGEST]
    return Wording(text, () if shows else hidden(text, judged.assessment.findings))


def _work(asked: Asked, hit: Hit) -> dict[str, object]:
    store, words = asked.store, asked.words
    last, standing = store.reviews.last(hit.id), store.reviews.standing(hit.id)
    stage = store.queue.stages([hit.id])[hit.id]
    circle = store.trails.circle(hit.id)
    opinions = store.opinions.of(hit.id)
    return {
        "steps": steps(store, hit.id, words),
        "seen": last.id if last else 0,
        "stage": stage,
        "stage_words": term(STAGES, stage, words),
        "standing": standing,
        "standing_words": told(standing, words) if standing else "",
        "is_reworded": standing is not None and standing.version != hit.posting.version,
        "tags": store.casework.tags(hit.id),
        "assigned": store.cases.assigned(hit.id),
        "people": [one.name for one in store.accounts.reviewers()],
        "asked_of": [one for one in opinions if one.closed_at is None],
        "differing": _differing(opinions, standing),
        "circle": circle,
        "siblings": _siblings(asked, circle.others if circle else ()),
    }


def _hidden_work() -> dict[str, object]:
    """Leave out all that tells what others think: the answer is to be one's own."""
    return {
        "steps": [],
        "seen": 0,
        "stage": Stage.UNREVIEWED,
        "stage_words": "",
        "standing": None,
        "standing_words": "",
        "is_reworded": False,
        "tags": (),
        "assigned": "",
        "people": [],
        "asked_of": [],
        "differing": [],
        "circle": None,
        "siblings": [],
    }


def _differing(opinions: Sequence[Opinion], standing: Review | None) -> list[Opinion]:
    """Give the second opinions that say other than the decision in force."""
    if standing is None:
        return []
    return [
        one
        for one in opinions
        if one.answer and one.answer.decision is not standing.verdict.decision
    ]


def _siblings(asked: Asked, ids: Sequence[str]) -> list[tuple[str, str]]:
    return [(hit.id, opening(hit.posting.text[:READ])) for hit in asked.store.hits.give(ids)]


def _owed(asked: Asked, hit_id: str) -> Opinion | None:
    """Give the question on this hit that whoever asks has not answered; None when there is none."""
    owed = asked.store.opinions.owed(asked.user.name)
    return next((one for one in owed if one.question.hit_id == hit_id), None)


def _others(asked: Asked, hit_id: str) -> tuple[str, ...]:
    if not asked.may("hit.decide"):
        return ()
    others = asked.store.presence.look(hit_id, asked.user.name, at=asked.now)
    return tuple(one.who for one in others)


def _source_name(asked: Asked, source_id: str) -> str:
    return source_names(asked).get(source_id, source_id)


def done(asked: Asked) -> Done | None:
    """Say what was decided just before, while it is in force and by whoever asks."""
    hit_id = asked.query["done"]
    last = asked.store.reviews.last(hit_id) if hit_id else None
    return undoable(last, asked) if last else None


def undoable(last: Review, asked: Asked) -> Done | None:
    """Say what was decided, where whoever asks decided it and it is in force."""
    is_own = last.verdict.reviewer == asked.user.name and last.stands == last.id
    return Done(last.verdict.hit_id, told(last, asked.words), last.id) if is_own else None
