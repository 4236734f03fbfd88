"""The daily draw: a few postings that the rules did not flag, and whether they were right."""

from __future__ import annotations

import random
from datetime import timedelta

from monitor.desk import byhand
from monitor.desk.recall import SHARES
from monitor.errors import ReadError
from monitor.model import ALERTED, Judged, Label, Role, Source
from monitor.store import Decision, Verdict
from monitor.store.draws import Answer as Said
from monitor.store.draws import Draw, Drawn
from monitor.store.draws import Said as Saying
from monitor.store.postings import Shelved
from monitor.text.harmless import lines
from monitor.text.masking import mask
from monitor.web import errand
from monitor.web.answers import Answer, NotFound, Page, Redirect, Refused
from monitor.web.asked import Asked
from monitor.web.field.given import number
from monitor.web.field.measured import measured, name_of
from monitor.web.route import Route
from monitor.web.terms import LABELS

FIRST_REACH = timedelta(days=7)
"""The first draw of a deployment looks back so far."""


def show(asked: Asked) -> Answer:
    """Show the posting that is to be answered next, and what the answers come to."""
    made = today(asked)
    chosen = _chosen(asked, made)
    shelved = asked.store.draws.words(chosen) if chosen else None
    field = measured(asked)
    values = {
        "draw": made,
        "drawn": chosen,
        "shelved": shelved,
        "text": mask(lines(shelved.judged.posting.text)) if shelved else "",
        "field": field,
        "labels": [(str(one), asked.t(LABELS[one])) for one in ALERTED],
        "names": {one.name: name_of(one.name, asked) for one in (*field.flagged, *field.drawn)},
    }
    return Page("draw/draw.html", values)


def answer(asked: Asked) -> Answer:
    """Keep an answer; what is an advert becomes a hit that its finder has confirmed."""
    drawn = _drawn(asked, asked.path["id"])
    if drawn is None:
        raise NotFound(asked.t("Nothing of this number was drawn."))
    said = _said(asked, drawn)
    shelved = asked.store.draws.words(drawn)
    judged = _judged(asked, shelved) if shelved and said.answer is Said.ADVERT else None
    with asked.store.writing():
        hit_id = asked.store.draws.answer(said, judged=judged)
        if hit_id:
            _confirm(asked, hit_id, said)
    if hit_id:
        return Redirect(asked.url("draw"), asked.t("Kept. It is a hit now, confirmed by you."))
    return Redirect(asked.url("draw"), asked.t("Kept. You can change it below."))


def today(asked: Asked) -> Draw | None:
    """Give today's draw, made when the first reviewer of a day comes; None where there is none."""
    last = asked.store.draws.latest()
    zone = asked.config.timezone
    if last and last.until.astimezone(zone).date() >= asked.now.astimezone(zone).date():
        return last
    since = last.until if last else asked.now - FIRST_REACH
    made = asked.store.draws.make(
        since, asked.now, shares=SHARES, chance=random.SystemRandom(), at=asked.now
    )
    return made or asked.store.draws.latest()


def _chosen(asked: Asked, made: Draw | None) -> Drawn | None:
    """Give the posting that is asked for, else the next without an answer; None when all have one."""
    if asked.query["of"]:
        return _drawn(asked, asked.query["of"])
    return next(iter(made.left), None) if made else None


def _said(asked: Asked, drawn: Drawn) -> Saying:
    form = asked.form
    if form["answer"] not in list(Said):
        raise Refused(asked.t("Choose one of the three answers."))
    said = Said(form["answer"])
    label = Label(form["label"]) if form["label"] in list(ALERTED) else None
    if said is Said.ADVERT and label is None:
        raise Refused(asked.t("Say what kind of advert it is."))
    seen = number(form["seen"])
    return Saying(drawn.id, said, asked.user.name, asked.now, label=label, seen=seen)


def _drawn(asked: Asked, words: str) -> Drawn | None:
    """Give a drawn posting by its number; None when there is none."""
    found = number(words)
    return asked.store.draws.one(found) if found is not None else None


def _judged(asked: Asked, shelved: Shelved) -> Judged:
    posting = shelved.judged.posting
    known = {source.id: source for source in asked.config.sources}
    source: Source = known.get(posting.source_id, byhand.place())
    try:
        (judged,) = errand.run(
            asked, lambda: byhand.judged((posting,), rules=asked.config.rules, source=source)
        )
    except ReadError as error:
        sentence = asked.t("It could not be judged: {why}").replace(
            "{why}", asked.retell(str(error))
        )
        raise Refused(sentence, status=503) from error
    return judged


def _confirm(asked: Asked, hit_id: str, said: Saying) -> None:
    """Decide on the new hit, unless somebody did."""
    if asked.store.reviews.last(hit_id) is None:
        verdict = Verdict(hit_id, Decision.CONFIRMED, asked.user.name, label=said.label)
        asked.store.reviews.decide(verdict, seen=None, at=asked.now)
    asked.note("advert_drawn", hit_id)


ROUTES = (
    Route("GET", "/draw", show, Role.REVIEWER, "draw"),
    Route("POST", "/draw/{id:int}", answer, Role.REVIEWER, "draw.answer"),
)
