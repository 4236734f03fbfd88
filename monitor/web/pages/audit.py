"""Who did what at the desk: read, filtered, taken along as a table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, time, timedelta, tzinfo
from urllib.parse import urlencode

from monitor.desk import spreadsheet
from monitor.desk.says import N_
from monitor.model import Role
from monitor.store import Entry, Sought
from monitor.web.answers import Answer, Download, Page, Refused
from monitor.web.asked import Asked
from monitor.web.route import Route

PAGE = 100
MOST = 50_000
"""Rows of a table that is taken along: what a spreadsheet opens without a wait."""
COLUMNS = ("at", "who", "what", "about", "peer")
DEEDS: Mapping[str, str] = {
    "signed_in": N_("signed in"),
    "signed_out": N_("signed out"),
    "guessed_wrong": N_("a wrong name, password or code"),
    "password_changed": N_("changed the own password"),
    "password_reset": N_("gave a new first password"),
    "second_factor_set": N_("set up a second factor"),
    "second_factor_dropped": N_("took the second factor off"),
    "sitting_ended": N_("ended a sitting"),
    "all_sittings_ended": N_("ended all sittings"),
    "account_added": N_("added an account"),
    "account_disabled": N_("shut somebody out"),
    "account_enabled": N_("let somebody in again"),
    "role_changed": N_("changed a role"),
    "audit_taken": N_("took the log along"),
    "contacts_shown": N_("looked at contacts"),
    "advert_drawn": N_("drew an advert"),
    "advert_added": N_("added an advert"),
    "alerts_retried": N_("had alerts sent again"),
    "bulk_decided": N_("decided on many at once"),
    "bulk_undone": N_("took back what was decided on many at once"),
    "channel_tested": N_("tested a channel"),
    "taken_masked": N_("took hits along, contacts masked"),
    "taken_with_contacts": N_("took hits along, with contacts"),
    "feed_made": N_("opened a feed"),
    "feed_closed": N_("closed a feed"),
    "rule_written": N_("wrote a rule of their own"),
    "misled_dropped": N_("dropped a misled word"),
    "labelled_taken": N_("took the labelled texts along"),
    "page_fetched": N_("had a page fetched"),
    "source_added": N_("added a source"),
    "source_changed": N_("changed a source"),
    "source_looked_at": N_("had a source looked at"),
    "system_examined": N_("had all looked over"),
}
"""How the page calls what was done; what stands not here is shown by its own word."""


def show(asked: Asked) -> Answer:
    """Show a page of the log, the newest first."""
    sought = _sought(asked)
    found = asked.store.audit.find(sought, limit=PAGE + 1)
    entries = found[:PAGE]
    values = {
        "entries": [(one, _said(asked, one.what)) for one in entries],
        "filters": {name: asked.query[name] for name in _FILTERS},
        "people": [(name, name) for name in asked.store.audit.people()],
        "deeds": [(word, _said(asked, word)) for word in asked.store.audit.words()],
        "older": _older(asked, entries) if len(found) > PAGE else "",
        "newest": _address(asked, {}) if asked.query["before"] else "",
        "as_table": f"{asked.url('audit.csv')}?{urlencode(_kept(asked))}",
    }
    return Page("audit/audit.html", values)


def table(asked: Asked) -> Answer:
    """Give what is sought as CSV; that it was taken along is itself in the log."""
    found = asked.store.audit.find(replace(_sought(asked), before=None), limit=MOST)
    asked.note("audit_taken", f"{len(found)} rows")
    text = spreadsheet.table(COLUMNS, [_row(one) for one in found])
    return Download(text.encode(), "audit.csv", "text/csv; charset=utf-8")


_FILTERS = ("who", "what", "about", "since", "until")


def _sought(asked: Asked) -> Sought:
    zone = asked.config.timezone
    query = asked.query
    return Sought(
        who=query["who"],
        what=query["what"],
        about=query["about"],
        since=_morning(asked, query["since"], zone),
        until=_morning(asked, query["until"], zone, days=1),
        before=_cursor(query["before"]),
    )


def _morning(asked: Asked, text: str, zone: tzinfo, *, days: int = 0) -> datetime | None:
    """Give a day's beginning, so many days later; None for no day."""
    if not text:
        return None
    try:
        day = date.fromisoformat(text) + timedelta(days=days)
        return datetime.combine(day, time(), zone).astimezone(asked.now.tzinfo)
    except (ValueError, OverflowError) as error:
        raise Refused(asked.t("A day is written like 2026-05-04.")) from error


def _cursor(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 18 else None


def _said(asked: Asked, what: str) -> str:
    return asked.t(DEEDS[what]) if what in DEEDS else what.replace("_", " ")


def _kept(asked: Asked) -> dict[str, str]:
    return {name: asked.query[name] for name in _FILTERS if asked.query[name]}


def _older(asked: Asked, entries: list[Entry]) -> str:
    return _address(asked, {"before": str(entries[-1].id)})


def _address(asked: Asked, more: Mapping[str, str]) -> str:
    query = urlencode(_kept(asked) | dict(more))
    return asked.url("audit") + (f"?{query}" if query else "")


def _row(one: Entry) -> tuple[str, ...]:
    return one.at.isoformat(), one.who, one.what, one.about, one.peer


ROUTES = (
    Route("GET", "/audit", show, Role.ADMIN, "audit"),
    Route("GET", "/audit.csv", table, Role.ADMIN, "audit.csv"),
)
