"""What a reviewer brings in: read, judged, and nothing kept of it before it is looked at."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Any, TypeVar

from monitor.desk import byhand, once
from monitor.desk.says import N_
from monitor.errors import FetchError, ReadError
from monitor.model import ALERTED, Capture, Judged, Label, Posting
from monitor.store.byhand import BY_HAND, Way
from monitor.web import errand
from monitor.web.answers import NotFound, Refused
from monitor.web.asked import Asked
from monitor.web.field.given import number

T = TypeVar("T")

LONGEST_URL = 2_000
SHOWN = 20
"""Postings of one page that are offered; a page of more is a place to watch, not one advert."""


@dataclass(frozen=True, slots=True)
class Form:
    """What was filled in."""

    way: Way
    url: str
    text: str
    place: str
    country: str
    note: str


@dataclass(frozen=True, slots=True)
class Found:
    """A posting as it would be kept."""

    judged: Judged
    known: tuple[str, ...]
    """Hits that have the same words already."""


def form_of(asked: Asked) -> Form:
    """Read the form; Refused says what it lacks."""
    given = asked.form
    way = Way(given["way"]) if given["way"] in (Way.URL, Way.TEXT, Way.PHOTO) else Way.TEXT
    form = Form(
        way=way,
        url=given["url"],
        text=given["text"].replace("\r\n", "\n"),
        place=given["place"],
        country=given["country"].upper(),
        note=given["note"],
    )
    if sentence := _lacking(form):
        raise Refused(asked.t(sentence))
    return form


def _lacking(form: Form) -> str:
    """Say what keeps a form from being read; empty when it is whole."""
    if form.country and not (len(form.country) == 2 and form.country.isascii()):
        return N_("A country is written in two letters: KG, UZ, IN.")
    if form.way is Way.URL:
        is_url = form.url.startswith(("http://", "https://")) and len(form.url) <= LONGEST_URL
        return "" if is_url else N_("Give the whole address, with https:// before it.")
    if not form.text:
        return N_("Give the words of the advert.")
    return "" if len(form.text) <= byhand.LONGEST else N_("That is too long for one advert.")


def look(asked: Asked, form: Form) -> tuple[int | None, tuple[Found, ...]]:
    """Read and judge what was brought; for a URL also give the number of its kept capture.

    The capture of a page is kept before it is read, as any: who looks again sees the same bytes.
    """
    if form.way is not Way.URL:
        return None, _known(asked, _run(asked, lambda: _judge(asked, form, None)))
    capture = _run(asked, lambda: once.capture_of(form.url, asked.fetcher, source_id=BY_HAND))
    kept = asked.store.by_hand.keep(capture)
    return kept, _known(asked, _run(asked, lambda: _judge(asked, form, capture)))


def chosen(asked: Asked, form: Form) -> tuple[int, Judged]:
    """Judge again what is to be kept; give its capture's number with it."""
    if form.way is not Way.URL:
        (judged,) = _run(asked, lambda: _judge(asked, form, None))
        return asked.store.by_hand.keep(byhand.paper(form.text, asked.now)), judged
    capture = number(asked.form["capture"])
    kept = asked.store.captures.get(capture) if capture is not None else None
    if kept is None or kept.capture.source_id != BY_HAND:
        raise NotFound(asked.t("The page that you looked at is not there any more; look again."))
    found = _run(asked, lambda: _judge(asked, form, kept.capture))
    judged_one = next((one for one in found if one.posting.key == asked.form["key"]), None)
    if judged_one is None:
        raise NotFound(asked.t("This posting is not on the page; look again."))
    return kept.id, judged_one


def label_of(asked: Asked) -> Label | None:
    """Give the class that the reviewer chose; None for none."""
    return Label(asked.form["label"]) if asked.form["label"] in list(ALERTED) else None


async def _judge(asked: Asked, form: Form, capture: Capture | None) -> tuple[Judged, ...]:
    postings = await _postings(form, capture)
    source = byhand.place(form.country)
    return await byhand.judged(postings, rules=asked.config.rules, source=source)


async def _postings(form: Form, capture: Capture | None) -> tuple[Posting, ...]:
    if capture is None:
        return (byhand.posting_of(form.text),)
    return (await once.read(capture))[:SHOWN]


def _known(asked: Asked, judged: tuple[Judged, ...]) -> tuple[Found, ...]:
    return tuple(Found(one, asked.store.by_hand.known(one.posting.text)) for one in judged)


def _run(asked: Asked, work: Callable[[], Coroutine[Any, Any, T]]) -> T:
    """Do it outside of this process; what fails there is said to the person."""
    try:
        return errand.run(asked, work)
    except (FetchError, ReadError) as error:
        sentence = asked.t("It could not be read: {why}").replace("{why}", asked.retell(str(error)))
        raise Refused(sentence, status=502) from error
