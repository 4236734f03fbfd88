"""Add a source by its address: look at it once, see its file, write it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from monitor import sources as kinds
from monitor.desk import add as adding
from monitor.desk import rewrite
from monitor.desk.add import Draft
from monitor.desk.guess import Guess
from monitor.desk.look import Look
from monitor.errors import MonitorError
from monitor.model import Role
from monitor.web import errand
from monitor.web.answers import Answer, Page, Redirect, Refused
from monitor.web.asked import Asked
from monitor.web.pages.sources import look_at, read_values
from monitor.web.route import Route


def form(asked: Asked) -> Answer:
    """Ask for an address."""
    return _page(asked)


_NOTHING: Mapping[str, object] = {}


def _page(asked: Asked, *, fault: str = "", more: Mapping[str, object] = _NOTHING) -> Page:
    values: dict[str, object] = {
        "kinds": [(kind, kind) for kind in sorted(kinds.kinds())],
        "form": asked.form,
        "drafted": None,
        "seen": None,
        "fault": fault,
    }
    return Page("add/form.html", {**values, **more}, status=400 if fault else 200)


def look_first(asked: Asked) -> Answer:
    """Show what a source would read and the file that would be written."""
    asked.note("source_looked_at", asked.form["url"] or asked.form["id"])
    try:
        drafted, seen = errand.run(asked, lambda: _drafted(asked))
    except (Refused, MonitorError) as error:
        return _page(asked, fault=str(error))
    lines = rewrite.differences("", drafted.text)
    looked = _digest(drafted.source.id, drafted.text)
    more = {"drafted": drafted, "lines": lines, "looked": looked}
    return _page(asked, more=more | read_values(asked, seen))


async def _drafted(asked: Asked) -> tuple[Draft, Look]:
    drafted = _written(asked) if asked.form["text"] else await _guessed(asked)
    return drafted, await look_at(drafted.source, asked)


async def _guessed(asked: Asked) -> Draft:
    return await adding.draft(
        asked.form["url"],
        asked.config,
        fetcher=asked.fetcher,
        source_id=asked.form["id"] or None,
        kind=asked.form["kind"] or None,
    )


def _written(asked: Asked) -> Draft:
    """Take the file as the person left it. Raises ConfigError."""
    text = asked.form["text"].replace("\r\n", "\n") + "\n"
    source = rewrite.parsed(asked.form["id"], text)
    adding.refuse_taken(source.id, source.url, asked.config)
    return Draft(source, Guess(source.kind, asked.t("its file says so")), text)


def save(asked: Asked) -> Answer:
    """Write the file that was shown, and no other."""
    try:
        drafted = _written(asked)
        if asked.form["looked"] != _digest(drafted.source.id, drafted.text):
            words = asked.t(
                "The file is not the one that was looked at. Look once more before it is written."
            )
            return _page(asked, fault=words)
        adding.save(drafted, asked.config)
    except MonitorError as error:
        return _page(asked, fault=str(error))
    asked.note("source_added", drafted.source.id)
    return Redirect(asked.url("source", id=drafted.source.id), asked.t("The file was written."))


def _digest(source_id: str, text: str) -> str:
    return hashlib.sha256(f"{source_id}\0{text}".encode()).hexdigest()


ROUTES = (
    Route("GET", "/add", form, Role.COORDINATOR, "add"),
    Route("POST", "/add", look_first, Role.COORDINATOR, "add.look"),
    Route("POST", "/add/save", save, Role.COORDINATOR, "add.save"),
)
