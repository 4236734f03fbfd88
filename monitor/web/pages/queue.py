"""The queue: hits that wait for a decision, and any other view of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from urllib.parse import parse_qsl

from monitor.desk.says import N_
from monitor.errors import StoreError
from monitor.model import Label, Role, Tier
from monitor.store import Order, Tally
from monitor.web.answers import Answer, Page, Redirect, Refused
from monitor.web.asked import Asked, Query
from monitor.web.case.sheet import done, reasons
from monitor.web.narrow import NAMES, Narrow, read
from monitor.web.route import Route
from monitor.web.rows import rows
from monitor.web.tabs import tabs
from monitor.web.terms import LABELS, TIERS, term

SHOWN = 30
"""Rows of a page: what a person looks through before the next coffee."""


def show(asked: Asked) -> Answer:
    """Show a page of the view that the address asks for."""
    narrow = read(asked)
    try:
        leaf, tally = asked.store.queue.sheet(
            narrow.view, order=narrow.order, after=asked.query["after"], size=SHOWN
        )
    except (ValueError, OverflowError) as error:
        raise Refused(asked.t("The address does not say where the page begins.")) from error
    values: dict[str, object] = {
        "narrow": narrow,
        "rows": rows(leaf.rows, asked),
        "tally": tally,
        "tabs": tabs(narrow, tally, asked),
        "here": narrow.but(after=asked.query["after"]),
        "done": done(asked),
        "reasons": reasons(asked.words),
        "next": f"/?{narrow.but(after=leaf.after)}" if leaf.after else "",
        "first": f"/?{narrow.query}" if asked.query["after"] else "",
        "saved": asked.store.saved_views.all(asked.user.id),
        "colleagues": [one.name for one in asked.store.accounts.reviewers()],
        "filters": _filters(narrow, tally, asked),
        "applied": _applied(narrow, asked),
    }
    return Page("queue/queue.html", values)


Choices = list[tuple[str, str]]
Namer = Callable[[str], str]


def _filters(narrow: Narrow, tally: Tally, asked: Asked) -> Mapping[str, Choices]:
    """Give what each list offers; a number behind a word says how many there are of it now."""
    words = asked.words
    countries = {one.country for one in asked.config.sources if one.country}
    nations = asked.store.queue.nations()
    return {
        "tier": _choices(Tier, tally, "tier", lambda one: term(TIERS, one, words)),
        "class": _choices(Label, tally, "label", lambda one: term(LABELS, one, words)),
        "lang": _counted(tally, "lang", narrow.given.get("lang"), words.language),
        "source": _counted(tally, "source_id", narrow.given.get("source"), str),
        "country": _by_name(countries, words.country),
        "nation": _by_name(nations, words.country),
        "currency": [(one, one) for one in sorted(asked.rules.currencies.rates)],
        "sort": [
            (Order.PRIORITY, asked.t("Most urgent first")),
            (Order.NEWEST, asked.t("Newest first")),
            (Order.OLDEST, asked.t("Oldest first")),
        ],
    }


def _choices(kind: Iterable[str], tally: Tally, facet: str, name: Namer) -> Choices:
    counts = tally.facets.get(facet)
    return [
        (str(one), name(one) if counts is None else f"{name(one)} ({counts.get(one, 0)})")
        for one in kind
    ]


def _counted(tally: Tally, facet: str, chosen: str | None, name: Namer) -> Choices:
    """Give the words that there are, with the one that was chosen."""
    counts = dict(tally.facets.get(facet, {}))
    if chosen:
        counts.setdefault(chosen, 0)
    return [(one, f"{name(one)} ({count})") for one, count in counts.items()]


def _by_name(codes: Iterable[str], name: Namer) -> Choices:
    return sorted(((one, name(one)) for one in codes), key=lambda at: at[1])


def _applied(narrow: Narrow, asked: Asked) -> list[tuple[str, str]]:
    """Give each filter that is at work in words, with the view that is without it."""
    return [
        (_filter_said(name, value, asked), narrow.but(**{name: ""}))
        for name, value in narrow.given.items()
        if name not in _NO_FILTERS
    ]


_NO_FILTERS = frozenset({"state", "sort", "q"})


def _filter_said(name: str, value: str, asked: Asked) -> str:
    words = asked.words
    match name:
        case "class":
            return term(LABELS, value, words)
        case "lang":
            return words.language(value)
        case "country":
            return asked.t("from {country}").replace("{country}", words.country(value))
        case "nation":
            return asked.t("for people of {country}").replace("{country}", words.country(value))
        case "campaign":
            return asked.t("Campaign %(number)s") % {"number": value}
        case "opinion":
            return asked.t("My opinion is asked for")
        case "rough":
            return asked.t("and about as much in other currencies")
        case "since" | "until" | "from" | "to" | "assigned":
            return f"{asked.t(_SAID[name])}: {value}"
    return value


_SAID = {
    "since": N_("First seen from"),
    "until": N_("until"),
    "from": N_("Sum from"),
    "to": N_("to"),
    "assigned": N_("Whose it is"),
}


def save(asked: Asked) -> Answer:
    """Keep the view under a name."""
    narrow = read(asked, _view_of(asked.form["view"]))
    try:
        asked.store.saved_views.save(asked.user.id, asked.form["name"], narrow.query, at=asked.now)
    except StoreError as error:
        raise Refused(str(error)) from error
    return Redirect(f"/?{narrow.query}", asked.t("The view was saved."))


def drop(asked: Asked) -> Answer:
    """Take a saved view away."""
    view = asked.path["id"]
    if view.isascii() and view.isdigit() and len(view) < 16:
        asked.store.saved_views.drop(asked.user.id, int(view))
    return Redirect("/", asked.t("The saved view was taken away."))


def _view_of(query: str) -> Query:
    """Read a view out of a form's field, where it stands as in an address."""
    pairs = parse_qsl(query, max_num_fields=50)
    return Query([pair for pair in pairs if pair[0] in NAMES])


ROUTES = (
    Route("GET", "/", show, Role.VIEWER, "queue"),
    Route("POST", "/views", save, Role.VIEWER, "queue.save"),
    Route("POST", "/views/{id}/drop", drop, Role.VIEWER, "queue.drop"),
)
