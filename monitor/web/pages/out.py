"""What leaves the desk: tables and JSON Lines of any view, and feeds of confirmed hits."""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Mapping
from urllib.parse import parse_qsl, urlencode

from monitor.desk.handout import as_csv, as_json, without_contacts
from monitor.errors import StoreError
from monitor.model import Hit, Role
from monitor.store import Stage, View
from monitor.web.answers import Answer, Download, NotFound, Page, Plain, Redirect, Refused
from monitor.web.asked import Asked, Query
from monitor.web.feed import rss
from monitor.web.narrow import read
from monitor.web.route import Route

MOST = 5_000
"""Hits of one file: masking takes a millisecond each, and the desk is for others too."""
IN_FEED = 50
OF_A_PERSON = frozenset({"assigned", "opinion", "state"})
"""What a feed cannot ask for: it has no reader, and is of what was confirmed."""

Written = Callable[[list[Hit], Mapping[str, Stage]], str]


def show(asked: Asked, made: str = "") -> Answer:
    """Say what can be had of a view, and list the reader's feeds; `made` is a new feed's address."""
    narrow = read(asked)
    total = asked.store.queue.count(narrow.view)
    values: dict[str, object] = {
        "narrow": narrow,
        "total": min(total, MOST),
        "most": MOST,
        "is_cut": total > MOST,
        "feeds": asked.store.feeds.all(asked.user.id),
        "feed_query": _of_feed(narrow.given),
        "made": made,
    }
    return Page("out/out.html", values)


def _of_feed(given: Mapping[str, str]) -> str:
    kept = {name: value for name, value in given.items() if name not in OF_A_PERSON}
    return urlencode(kept | {"state": Stage.CONFIRMED})


def _taken(asked: Asked, view: View) -> tuple[list[Hit], dict[str, Stage]]:
    """Give the newest hits of a view, but those on which the reader still owes an opinion."""
    blind = asked.store.opinions.blind(asked.user.name)
    ids = [one for one in asked.store.queue.ids(view, limit=MOST) if one not in blind]
    return asked.store.hits.give(ids), asked.store.queue.stages(ids)


def _table(hits: list[Hit], stages: Mapping[str, Stage]) -> str:
    return as_csv(hits, stages)


def _lines(hits: list[Hit], stages: Mapping[str, Stage]) -> str:
    written = (json.dumps(as_json(hit, stages[hit.id]), ensure_ascii=False) for hit in hits)
    return "".join(f"{line}\n" for line in written)


def _download(asked: Asked, write: Written, name: str, *, contacts: bool) -> Answer:
    """Make a file; who took what is on record."""
    narrow = read(asked)
    hits, stages = _taken(asked, narrow.view)
    what = "taken_with_contacts" if contacts else "taken_masked"
    about = f"{len(hits)} hits, {name}: {narrow.query}"
    asked.note(what, about)
    given = hits if contacts else [without_contacts(hit) for hit in hits]
    kind = "text/csv" if name.endswith("csv") else "application/jsonl"
    return Download(_bytes(write(given, stages)), name, f"{kind}; charset=utf-8")


def _bytes(text: str) -> bytes:
    """A lone surrogate that an old feed brought must not end the download."""
    return text.encode("utf-8", "replace")


def csv(asked: Asked) -> Answer:
    """Give a table for a spreadsheet, contacts masked."""
    return _download(asked, _table, "hits.csv", contacts=False)


def jsonl(asked: Asked) -> Answer:
    """Give JSON Lines for a program, contacts masked."""
    return _download(asked, _lines, "hits.jsonl", contacts=False)


def full_csv(asked: Asked) -> Answer:
    """Give the table with every contact and live link."""
    return _download(asked, _table, "hits-with-contacts.csv", contacts=True)


def full_jsonl(asked: Asked) -> Answer:
    """Give JSON Lines with every contact and live link."""
    return _download(asked, _lines, "hits-with-contacts.jsonl", contacts=True)


def make_feed(asked: Asked) -> Answer:
    """Open a feed of a view, and show its address this one time."""
    given = dict(parse_qsl(asked.form["view"], max_num_fields=50))
    query = _of_feed(read(asked, Query(list(given.items()))).given)
    token = secrets.token_urlsafe(32)
    name = asked.form["name"]
    try:
        with asked.store.writing():
            asked.store.feeds.make(asked.user.id, name, query, token=token, at=asked.now)
            asked.note("feed_made", name)
    except StoreError as error:
        raise Refused(str(error)) from error
    return show(asked, f"{asked.config.desk_url.rstrip('/')}{asked.url('feed', token=token)}")


def revoke_feed(asked: Asked) -> Answer:
    """Close a feed for ever."""
    feed = asked.path["id"]
    if feed.isascii() and feed.isdigit() and len(feed) < 16:
        with asked.store.writing():
            asked.store.feeds.revoke(asked.user.id, int(feed), at=asked.now)
            asked.note("feed_closed", feed)
    return Redirect(asked.url("out"), asked.t("The feed was closed."))


def feed(asked: Asked) -> Answer:
    """Give a feed to whoever knows its address; contacts masked, no live link."""
    found = asked.store.feeds.read(asked.path["token"], at=asked.now)
    if found is None:
        raise NotFound(asked.t("There is no such feed, or it was closed."))
    pairs = [pair for pair in parse_qsl(found.query) if pair[0] not in OF_A_PERSON]
    view = read(asked, Query([*pairs, ("state", Stage.CONFIRMED)])).view
    hits = asked.store.hits.give(asked.store.queue.ids(view, limit=IN_FEED))
    return Plain(rss(asked, found.name, hits), "application/rss+xml; charset=utf-8")


ROUTES = (
    Route("GET", "/out", show, Role.VIEWER, "out"),
    Route("GET", "/out/hits.csv", csv, Role.VIEWER, "out.csv"),
    Route("GET", "/out/hits.jsonl", jsonl, Role.VIEWER, "out.jsonl"),
    Route("GET", "/out/contacts.csv", full_csv, Role.COORDINATOR, "out.full_csv"),
    Route("GET", "/out/contacts.jsonl", full_jsonl, Role.COORDINATOR, "out.full_jsonl"),
    Route("POST", "/out/feeds", make_feed, Role.REVIEWER, "out.feed"),
    Route("POST", "/out/feeds/{id}/close", revoke_feed, Role.REVIEWER, "out.close"),
    Route("GET", "/feed/{token}.rss", feed, Role.ANYONE, "feed"),
)
