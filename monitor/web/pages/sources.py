"""Sources: in what state each is, what its last looks gave, and its file."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlencode

from monitor import sources as kinds
from monitor.config import parse_duration
from monitor.desk import rewrite
from monitor.desk.coverage import Coverage, coverage
from monitor.desk.look import Look, look
from monitor.desk.rewrite import Rewriting
from monitor.errors import ConfigError, MonitorError
from monitor.model import Judged, Role, Source
from monitor.store.captures import Fetched
from monitor.web import errand
from monitor.web.answers import Answer, NotFound, Page, Redirect, Refused
from monitor.web.asked import Asked
from monitor.web.route import Route
from monitor.web.states import Meaning, meaning, meaning_of
from monitor.web.terms import LABELS, term
from monitor.worker import Readers

A_PAGE = 200
"""Sources on one page: a table that a browser shows at once."""
RUNS = 15
MOST_POSTINGS = 30
_UNITS = (("d", 86_400), ("h", 3600), ("m", 60), ("s", 1))


@dataclass(frozen=True, slots=True)
class Row:
    """A source in the list."""

    known: Coverage
    meaning: Meaning
    doubt: Meaning | None
    """What the last looks tell of and is not believed yet; None when nothing is."""
    is_overdue: bool
    is_ill: bool


def index(asked: Asked) -> Answer:
    """List the sources, the ill ones first."""
    rows = [row(one, asked.now) for one in coverage(asked.store, asked.config.sources)]
    rows.sort(key=lambda one: (not one.is_ill, one.doubt is None, one.known.source.id))
    chosen = [one for one in rows if _fits(one, asked.query["state"], asked.query["q"])]
    first = _number(asked.query["from"])
    values: dict[str, object] = {
        "rows": chosen[first : first + A_PAGE],
        "total": len(rows),
        "found": len(chosen),
        "states": _counted(rows),
        "next": _turned(asked, first + A_PAGE) if len(chosen) > first + A_PAGE else "",
        "previous": _turned(asked, max(first - A_PAGE, 0)) if first else "",
        "given_up": asked.store.captures.given_up()[:A_PAGE],
    }
    return Page("sources/index.html", values)


def _turned(asked: Asked, first: int) -> str:
    """Give the address of another page of the same list."""
    query = {"state": asked.query["state"], "q": asked.query["q"], "from": first}
    return f"{asked.url('sources')}?{urlencode(query)}"


def row(one: Coverage, now: datetime) -> Row:
    """Say in what state a source is."""
    doubt = meaning_of(one.suspicion.state) if one.suspicion else None
    return Row(one, meaning(one), doubt, one.is_overdue(now), one.is_ill(now))


def _fits(one: Row, state: str, words: str) -> bool:
    source = one.known.source
    said = f"{source.id} {source.name} {source.url} {source.kind}".casefold()
    by_state = {"": True, "ill": one.is_ill}.get(state, one.known.word == state)
    return by_state and words.casefold() in said


def _counted(rows: Sequence[Row]) -> list[tuple[str, str, int]]:
    """Give states as (value, name, number), the most frequent first."""
    numbers = Counter((one.known.word, one.meaning.name) for one in rows)
    return [(word, name, number) for (word, name), number in numbers.most_common()]


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else 0


def one(asked: Asked) -> Answer:
    """Show one source."""
    return _shown(asked, _source(asked))


def _source(asked: Asked) -> Source:
    wanted = asked.path["id"]
    for source in asked.config.sources:
        if source.id == wanted:
            return source
    raise NotFound(asked.t("There is no source of this name."))


def _shown(asked: Asked, source: Source, **more: object) -> Answer:
    (known,) = coverage(asked.store, (source,))
    values: dict[str, object] = {
        "source": source,
        "row": row(known, asked.now),
        "runs": asked.store.runs.of(source.id, limit=RUNS),
        "pages": _pages(asked, source),
        "file": _file(asked, source),
        "every": spelt(source.every),
        "seen": None,
        "change": None,
    }
    return Page("sources/one.html", values | more)


def _pages(asked: Asked, source: Source) -> list[tuple[str, list[Fetched]]]:
    """Give the last captures of each page that is asked for itself."""
    return [
        (link.url, asked.store.captures.lately(source.id, link.url)) for link in kinds.plan(source)
    ]


def spelt(every: timedelta) -> str:
    """Write a time as a source's file has it: 90m, 6h."""
    seconds = int(every.total_seconds())
    unit, size = next((unit, size) for unit, size in _UNITS if seconds % size == 0)
    return f"{seconds // size}{unit}"


def _file(asked: Asked, source: Source) -> str:
    try:
        return rewrite.read(source.id, asked.config)
    except ConfigError:
        return ""


def look_once(asked: Asked) -> Answer:
    """Look at a source and keep nothing."""
    source = _source(asked)
    asked.note("source_looked_at", source.id)
    seen = errand.run(asked, lambda: look_at(source, asked))
    return _shown(asked, source, **read_values(asked, seen))


async def look_at(source: Source, asked: Asked) -> Look:
    """Look at a source with a reader of its own."""
    async with Readers(workers=1, rules=asked.config.rules) as readers:
        return await look(source, fetcher=asked.fetcher, readers=readers)


def read_values(asked: Asked, seen: Look) -> dict[str, object]:
    """Give what the table of a look shows."""
    return {
        "seen": seen,
        "postings": _urgent_first(seen),
        "label": lambda label: term(LABELS, label, asked.words),
    }


def _urgent_first(seen: Look) -> list[Judged]:
    """Give the postings that a page shows."""
    judged = sorted(
        seen.judged, key=lambda one: (one.assessment.tier or "T9", -one.assessment.score)
    )
    return judged[:MOST_POSTINGS]


def change(asked: Asked) -> Answer:
    """Show how a source's file would change; write it when it was shown."""
    source = _source(asked)
    change = _change(asked, source)
    if change.before == change.after:
        return Redirect(_here(asked, source), asked.t("Nothing is different; nothing was written."))
    if asked.form["seen"] != digest(change):
        return _shown(asked, source, change=change, seen_digest=digest(change), form=asked.form)
    rewrite.save(change, asked.config)
    asked.note("source_changed", source.id)
    return Redirect(_here(asked, source), asked.t("The file was written."))


def _change(asked: Asked, source: Source) -> Rewriting:
    every, enabled = asked.form["every"], asked.form["enabled"]
    values: dict[str, str | bool] = {}
    if enabled in ("yes", "no") and (enabled == "yes") != source.enabled:
        values["enabled"] = enabled == "yes"
    if every and not _is_same(every, source):
        values["every"] = every
    try:
        return rewrite.rewritten(source.id, asked.config, **values)
    except MonitorError as error:
        raise Refused(str(error)) from error


def _is_same(every: str, source: Source) -> bool:
    try:
        return parse_duration(every) == source.every
    except ValueError:
        return False


def digest(change: Rewriting) -> str:
    """Name a change, so that what is saved is what was shown."""
    return hashlib.sha256(f"{change.before}\0{change.after}".encode()).hexdigest()


def _here(asked: Asked, source: Source) -> str:
    return asked.url("source", id=source.id)


ROUTES = (
    Route("GET", "/sources", index, Role.VIEWER, "sources"),
    Route("GET", "/sources/{id}", one, Role.VIEWER, "source"),
    Route("POST", "/sources/{id}/look", look_once, Role.COORDINATOR, "source.look"),
    Route("POST", "/sources/{id}/change", change, Role.COORDINATOR, "source.change"),
)
