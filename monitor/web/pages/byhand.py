"""Add an advert by hand: what the rules make of it first, and then a hit whatever they say."""

from __future__ import annotations

from monitor.desk import byhand as desk
from monitor.model import ALERTED, Role
from monitor.store import Decision, Verdict
from monitor.store.byhand import Origin, Way
from monitor.text.harmless import lines
from monitor.web.answers import Answer, Page, Redirect
from monitor.web.asked import Asked
from monitor.web.field import bringing
from monitor.web.field.names import signal_name
from monitor.web.route import Route
from monitor.web.terms import LABELS

MOST_REASONS = 8


def ask(asked: Asked) -> Answer:
    """Show the empty form."""
    return Page("byhand/form.html", {"brought": asked.store.by_hand.brought()})


def look(asked: Asked) -> Answer:
    """Show what the rules make of it; only a page that was fetched is kept, as bytes."""
    form = bringing.form_of(asked)
    if form.way is Way.URL:
        asked.note("page_fetched", form.url)
    capture, found = bringing.look(asked, form)
    values = {
        "form": form,
        "capture": capture,
        "found": found,
        "labels": [(str(one), asked.t(LABELS[one])) for one in ALERTED],
        "said": {
            one.judged.posting.key: _said(asked, one.judged.assessment.label) for one in found
        },
        "texts": {
            one.judged.posting.key: lines(one.judged.posting.text[: desk.LONGEST]) for one in found
        },
        "reasons": {one.judged.posting.key: _reasons(asked, one) for one in found},
    }
    return Page("byhand/look.html", values)


def keep(asked: Asked) -> Answer:
    """Make it a hit; one whose class the reviewer names is confirmed too."""
    form = bringing.form_of(asked)
    capture, judged = bringing.chosen(asked, form)
    origin = Origin(
        form.way, asked.user.name, asked.now, place=form.place or form.url, note=form.note
    )
    with asked.store.writing():
        hit_id = asked.store.by_hand.add(judged, capture=capture, origin=origin)
        asked.note("advert_added", hit_id)
        _confirm(asked, hit_id)
    return Redirect(asked.url("hit", id=hit_id), asked.t("Added. Nobody was alerted of it."))


def _confirm(asked: Asked, hit_id: str) -> None:
    label = bringing.label_of(asked)
    if label and asked.store.reviews.last(hit_id) is None:
        verdict = Verdict(hit_id, Decision.CONFIRMED, asked.user.name, label=label)
        asked.store.reviews.decide(verdict, seen=None, at=asked.now)


def _said(asked: Asked, label: str) -> str:
    return asked.t(LABELS[label])


def _reasons(asked: Asked, found: bringing.Found) -> list[tuple[str, float, str]]:
    """List what spoke most for and against: the signal in words, its weight, its first words."""
    said = found.judged.assessment
    quotes = {one.signal: one.quote for one in reversed(said.findings)}
    return [
        (signal_name(asked, one.signal), one.weight, quotes[one.signal])
        for one in said.contributions
        if one.signal in quotes
    ][:MOST_REASONS]


ROUTES = (
    Route("GET", "/byhand", ask, Role.REVIEWER, "byhand"),
    Route("POST", "/byhand/look", look, Role.REVIEWER, "byhand.look"),
    Route("POST", "/byhand/keep", keep, Role.REVIEWER, "byhand.keep"),
)
