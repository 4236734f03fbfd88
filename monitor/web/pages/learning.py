"""What decisions taught: precision with its intervals, what to decide on next, labelled texts."""

from __future__ import annotations

import json

from monitor.desk.precision import Measured, labelled, measure
from monitor.desk.says import N_
from monitor.desk.spreadsheet import table
from monitor.desk.useful import Useful, most_useful
from monitor.model import Role
from monitor.web.answers import Answer, Download, Page
from monitor.web.asked import Asked
from monitor.web.field.measured import measured, name_of
from monitor.web.field.names import signal_name, source_names
from monitor.web.route import Route
from monitor.web.terms import LABELS, term

LEAST = 5
"""Decisions below which a row is left out at first: its interval says nothing."""
GROUPS = (
    ("tier", N_("By tier")),
    ("class", N_("By class")),
    ("language", N_("By language")),
    ("source", N_("By source")),
    ("signal", N_("By signal")),
)
TRAITS = {"language": N_("language"), "source": N_("source"), "signal": N_("signal")}


def show(asked: Asked) -> Answer:
    """Show all that was measured, and what would teach the most."""
    decided = asked.store.findings.decided()
    found = measure(decided)
    least = 1 if asked.query["all"] else LEAST
    hits = asked.store.hits.give(asked.store.findings.doubtful())
    field = measured(asked)
    values = {
        "whole": next((one for one in found if one.by == "all"), None),
        "groups": [(by, asked.t(words), _rows(asked, found, by, least)) for by, words in GROUPS],
        "least": LEAST,
        "is_all": least == 1,
        "useful": [(one, _why(asked, one)) for one in most_useful(hits, decided)],
        "brought": asked.store.by_hand.brought(),
        "field": field,
        "names": {one.name: name_of(one.name, asked) for one in (*field.flagged, *field.drawn)},
        "misled": [one for one in asked.store.misled.all() if one.state == "open"],
    }
    return Page("learning/learning.html", values)


def figures(asked: Asked) -> Answer:
    """Give all figures, for a spreadsheet."""
    rows = [
        [
            one.by,
            one.name,
            f"{one.share.value:.4f}",
            *(f"{end:.4f}" for end in one.share.interval),
            str(one.share.right),
            str(one.share.of),
        ]
        for one in measure(asked.store.findings.decided())
    ]
    head = ("by", "name", "precision", "low", "high", "right", "decided")
    return Download(table(head, rows).encode(), "precision.csv", "text/csv; charset=utf-8")


def texts(asked: Asked) -> Answer:
    """Give the decided texts, contacts and all, as `evaluate` and the fit of the weights read them."""
    lines = labelled(asked.store.findings.labelled(), asked.store.draws.refuted())
    asked.note("labelled_taken", str(len(lines)))
    body = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
    return Download(body.encode(), "labelled.jsonl", "application/jsonl; charset=utf-8")


def _rows(asked: Asked, found: list[Measured], by: str, least: int) -> list[tuple[str, Measured]]:
    """Give the rows of a group, each with its name in the reader's language."""
    return [
        (_named(asked, by, one.name), one)
        for one in found
        if one.by == by and one.share.of >= least
    ]


def _named(asked: Asked, by: str, name: str) -> str:
    match by:
        case "language":
            return asked.words.language(name)
        case "class":
            return term(LABELS, name, asked.words)
        case "signal":
            return signal_name(asked, name)
        case "source":
            return source_names(asked).get(name, name)
    return name


def _why(asked: Asked, one: Useful) -> str:
    """Say what of a hit was decided on least."""
    kind, name = one.rarest
    said = asked.n(
        "{kind} {name}: decided on {n} time", "{kind} {name}: decided on {n} times", one.decided
    )
    named = _named(asked, kind, name)
    return said.replace("{kind}", asked.t(TRAITS[kind])).replace("{name}", named)


ROUTES = (
    Route("GET", "/learning", show, Role.VIEWER, "learning"),
    Route("GET", "/learning/precision.csv", figures, Role.VIEWER, "learning.csv"),
    Route("GET", "/learning/labelled.jsonl", texts, Role.COORDINATOR, "learning.labelled"),
)
