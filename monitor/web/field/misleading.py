"""What the pages of misled words look up and try out."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from monitor.desk import misled as desk
from monitor.desk.misled import Tried
from monitor.errors import ReadError
from monitor.model import Finding, Hit
from monitor.replay import Retold
from monitor.store import Decision, Shelved
from monitor.store.misled import Misled
from monitor.text.masking import cut, mask
from monitor.web import errand
from monitor.web.answers import NotFound, Refused
from monitor.web.asked import Asked
from monitor.web.field.given import number

SEARCH_SECONDS = 8.0
"""How long kept postings are searched for a phrase while a person waits: some 100,000 of them."""
MOST = 60
"""Postings that are judged twice: 3 s a process, and up to a tenth of a second each."""
OPENING = 160


@dataclass(frozen=True, slots=True)
class Searched:
    """Kept postings that have a phrase."""

    looked_at: int
    there: int
    """Postings that are kept in all."""
    found: tuple[Shelved, ...]
    more: int
    """Further ones that have it and are not judged."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A verdict that would change, for a table."""

    retold: Retold
    opening: str
    hit_id: str | None
    is_confirmed: bool
    """True where a person confirmed it: the phrase would hide an advert."""


def hit_of(asked: Asked) -> Hit:
    """Give the hit of the address."""
    hits = asked.store.hits.give([asked.path["id"]])
    if not hits:
        raise NotFound(asked.t("There is no such hit."))
    return hits[0]


def finding_of(asked: Asked, hit: Hit, start: str, end: str) -> Finding:
    """Give the finding at a place of the hit's words; only phrases can be told to mean else."""
    for one in hit.assessment.findings:
        if (str(one.span.start), str(one.span.end)) == (start, end) and isinstance(one.value, str):
            return one
    sentence = asked.t("Only words can be told to mean something else; write a note on the hit.")
    raise Refused(sentence)


def misled_of(asked: Asked) -> Misled:
    """Give the misled word of the address."""
    given = number(asked.path["id"])
    one = asked.store.misled.one(given) if given is not None else None
    if one is None:
        raise NotFound(asked.t("There is no misled word of this number."))
    return one


def search(
    asked: Asked, misled: Misled, *, clock: Callable[[], float] = time.monotonic
) -> Searched:
    """Find kept postings that have the phrase, the newest first, for as long as a person waits."""
    end, looked_at, ids, before = clock() + SEARCH_SECONDS, 0, list[int](), None
    while clock() < end and (texts := asked.store.postings.texts(before=before)):
        ids += [one for one, text in texts if desk.has(misled.phrase, text, lang=misled.lang)]
        looked_at, before = looked_at + len(texts), texts[-1][0]
    found = tuple(filter(None, map(asked.store.postings.one, ids[:MOST])))
    there = asked.store.postings.count()
    return Searched(looked_at, there, found, max(0, len(ids) - MOST))


def try_out(asked: Asked, misled: Misled, searched: Searched) -> Tried:
    """Judge what was found, without the phrase and with it."""
    sources = {source.id: source for source in asked.config.sources}
    try:
        return errand.run(
            asked,
            lambda: desk.try_out(misled, searched.found, rules=asked.config.rules, sources=sources),
        )
    except ReadError as error:
        sentence = asked.t("It could not be judged: {why}").replace(
            "{why}", asked.retell(str(error))
        )
        raise Refused(sentence, status=503) from error


def shown(asked: Asked, retold: Retold) -> Shown:
    """Make a row of a verdict that would change."""
    hit_id = retold.shelved.noted.hit_id
    review = asked.store.reviews.standing(hit_id) if hit_id else None
    return Shown(
        retold=retold,
        opening=cut(mask(retold.posting.text), OPENING),
        hit_id=hit_id,
        is_confirmed=bool(review and review.verdict.decision is Decision.CONFIRMED),
    )
