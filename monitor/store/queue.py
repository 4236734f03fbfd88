"""The queue: views of the hits, page by page, and counts that stay true."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from monitor.model import Hit, Label, Tier
from monitor.store.codec import to_time, words_from_json, words_to_json
from monitor.store.db import Db, Row
from monitor.store.hits import Hits
from monitor.store.listings import Listings
from monitor.store.views import Bound, Order, Stage, View, Where, named, where
from monitor.store.walk import Met, Walk

SHOWN = 50
COUNTED = 1_000
"""Found hits that are counted; whoever finds more asks for more words."""
OPENING = 600
"""Letters of a text that a list shows at most."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A hit as a list shows it."""

    hit_id: str
    campaign: int | None
    """None while it was not grouped."""
    hits: int
    """How many of its campaign the view has; 1 where each is listed."""
    sources: int
    """How many sources show its campaign."""
    tier: Tier
    label: Label
    score: float
    lang: str
    source_id: str
    stage: Stage
    first_seen: datetime
    last_seen: datetime
    sightings: int
    title: str
    text: str
    """Its beginning, not masked."""
    nations: tuple[str, ...]
    sums: tuple[Bound, ...]
    assigned: str
    """Who has it; empty for nobody."""
    last: int
    """Id of the last review on it when its stage was read; 0 for none."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """One page of a view."""

    rows: tuple[Listed, ...] = ()
    after: str = ""
    """Where the next page begins; empty on the last one."""


@dataclass(frozen=True, slots=True)
class Tally:
    """How many hits a view has, and would have with another word for one of its facets."""

    total: int
    more: bool
    """True where there are more: what must be searched is not counted to its end."""
    facets: Mapping[str, Mapping[str, int]]
    """By stage, tier, label, lang and source_id; empty where each would have to be counted."""


class Queue:
    """Reads `listings` and what belongs to them."""

    def __init__(self, db: Db, hits: Hits, listings: Listings) -> None:
        self._db = db
        self._hits = hits
        self._listings = listings

    def page(
        self,
        view: View,
        *,
        order: Order = Order.PRIORITY,
        after: str = "",
        size: int = SHOWN,
        each: bool = False,
    ) -> Leaf:
        """Give a page of a view; a campaign is one row of it, unless each hit is asked for."""
        return self._leaf(self._walk(view, order), after=after, size=size, each=each)

    def sheet(
        self, view: View, *, order: Order = Order.PRIORITY, after: str = "", size: int = SHOWN
    ) -> tuple[Leaf, Tally]:
        """Give a page of a view, and its counts, for one search."""
        asked = self._listings.ask(view)
        leaf = self._leaf(Walk(self._db, asked, order), after=after, size=size, each=False)
        return leaf, self._tally(view, asked)

    def _leaf(self, walk: Walk, *, after: str, size: int, each: bool) -> Leaf:
        met = walk.on(after, size=size + 1, each=each)
        rows = self._listed(met[:size])
        return Leaf(rows, met[size - 1].place if len(met) > size else "")

    def listed(self, view: View, hit_id: str) -> Listed | None:
        """Give one hit as the view lists it, also one that has left the view; None for no hit."""
        row = self._db.row("SELECT id, group_id FROM listings WHERE hit_id = ?", [hit_id])
        if row is None:
            return None
        asked = self._listings.ask(view, whole=True)
        group = row["group_id"]
        hits = self._counted(asked.and_("l.group_id = ?", group)) if group > 0 else 1
        return next(iter(self._listed([Met(row["id"], group, hits, "")])), None)

    def beside(
        self, view: View, hit_id: str, *, order: Order = Order.PRIORITY
    ) -> tuple[str | None, str | None]:
        """Give the hits before and behind one, which may have left the view; None at an end."""
        walk = self._walk(view, order)
        place = walk.place(hit_id)
        if place is None:
            return None, None
        before, behind = (walk.on(place, size=1, back=back) for back in (True, False))
        return self._name(before), self._name(behind)

    def following(self, view: View, hit_id: str, *, order: Order = Order.PRIORITY) -> str | None:
        """Give the hit behind one; None at the end."""
        walk = self._walk(view, order)
        place = walk.place(hit_id)
        return self._name(walk.on(place, size=1)) if place else None

    def ids(self, view: View, *, limit: int = -1) -> list[str]:
        """Name the hits of a view, the newest first; a limit of -1 names all."""
        asked = self._listings.ask(view)
        rows = self._db.rows(
            f"SELECT l.hit_id FROM listings l{asked.sql}"  # noqa: S608 - all words are ours
            " ORDER BY l.first_seen DESC, l.id DESC LIMIT ?",
            (*asked.values, limit),
        )
        return [row["hit_id"] for row in rows]

    def all(self, view: View, *, limit: int) -> list[Hit]:
        """List the hits of a view, the newest first."""
        return self._hits.give(self.ids(view, limit=limit))

    def next(self, view: View, *, skipped: Iterable[str] = ()) -> Hit | None:
        """Give the hit to look at first. None when all of the view are skipped."""
        past = json.dumps(sorted(skipped))
        asked = self._listings.ask(view)
        asked = asked.and_("l.hit_id NOT IN (SELECT value FROM json_each(?))", past)
        met = Walk(self._db, asked).on(size=1, each=True)
        return next(iter(self._hits.give(filter(None, [self._name(met)]))), None)

    def count(self, view: View) -> int:
        """How many hits the view has."""
        if view == _plain(view):
            asked = _of_tallies(view)
            counted = f"SELECT total(n) AS n FROM tallies l{asked.sql}"  # noqa: S608 - as above
            return int(self._db.rows(counted, asked.values)[0]["n"])
        return self._counted(self._listings.ask(view, whole=True))

    def _counted(self, asked: Where, *, most: int = -1) -> int:
        """Count rows; where their words are frequent, from one found row to the next."""
        table, values = "listings l", asked.values
        if asked.match:
            table, values = _BY_WORDS, (asked.match, *values)
        rows = self._db.rows(
            "SELECT count(*) AS n FROM"  # noqa: S608 - as above
            f" (SELECT 1 FROM {table}{asked.sql} LIMIT {most:d})",
            values,
        )
        return int(rows[0]["n"])

    def tally(self, view: View) -> Tally:
        """Count a view, and each facet under what the others ask for."""
        return self._tally(view, self._listings.ask(view))

    def _tally(self, view: View, asked: Where) -> Tally:
        if view.words or named(view):
            total = self._counted(asked, most=COUNTED + 1)
            return Tally(min(total, COUNTED), total > COUNTED, {})
        if view != _plain(view):
            return Tally(self._counted(asked), more=False, facets={})
        facets = {
            "stage": self._facet("stage", replace(view, stage=None)),
            "tier": self._facet("tier", replace(view, tier=None)),
            "label": self._facet("label", replace(view, label=None)),
            "lang": self._facet("lang", replace(view, lang=None)),
            "source_id": self._facet("source_id", replace(view, sources=None)),
        }
        return Tally(self.count(view), more=False, facets=facets)

    def _facet(self, name: str, view: View) -> dict[str, int]:
        asked = _of_tallies(view)
        rows = self._db.rows(
            f"SELECT {name} AS word, sum(n) AS n FROM tallies l{asked.sql}"  # noqa: S608 - as above
            f" GROUP BY {name} ORDER BY n DESC, {name}",
            asked.values,
        )
        return {row["word"]: row["n"] for row in rows}

    def nations(self) -> list[str]:
        """List the peoples that any hit calls for."""
        return self._db.distinct("listing_nations", "nation")

    def stages(self, ids: Iterable[str]) -> dict[str, Stage]:
        """Say how far reviewers are with each of these hits."""
        rows = self._db.rows(
            "SELECT hit_id, stage FROM listings WHERE hit_id IN (SELECT value FROM json_each(?))",
            [words_to_json(tuple(ids))],
        )
        return {row["hit_id"]: Stage(row["stage"]) for row in rows}

    def _walk(self, view: View, order: Order) -> Walk:
        return Walk(self._db, self._listings.ask(view), order)

    def _name(self, met: list[Met]) -> str | None:
        if not met:
            return None
        row = self._db.row("SELECT hit_id FROM listings WHERE id = ?", [met[0].id])
        return str(row["hit_id"]) if row else None

    def _listed(self, met: list[Met]) -> tuple[Listed, ...]:
        ids = json.dumps([one.id for one in met])
        rows = {row["id"]: row for row in self._db.rows(_ROWS, (OPENING, ids))}
        sums: defaultdict[int, list[Bound]] = defaultdict(list)
        for row in self._db.rows(_SUMS, [ids]):
            sums[row["listing_id"]].append(Bound(row["currency"], row["low"], row["high"]))
        return tuple(
            _listed(rows[one.id], one, tuple(sums[one.id])) for one in met if one.id in rows
        )


_ROWS = """
    SELECT l.*, h.last_seen, v.title, substr(v.text, 1, ?) AS text,
        (SELECT count(*) FROM sightings s WHERE s.hit_id = l.hit_id) AS sightings,
        (SELECT count(*) FROM spreads s WHERE s.group_id = l.group_id) AS sources,
        (SELECT json_group_array(nation) FROM listing_nations n WHERE n.listing_id = l.id)
            AS nations,
        coalesce((SELECT who FROM assigned a WHERE a.hit_id = l.hit_id), '') AS assigned,
        coalesce((SELECT last FROM decided d WHERE d.hit_id = l.hit_id), 0) AS last
    FROM listings l JOIN hits h ON h.id = l.hit_id
    JOIN versions v ON v.posting_id = h.posting_id AND v.version = h.version
    WHERE l.id IN (SELECT value FROM json_each(?))
"""
_BY_WORDS = (
    "(SELECT rowid AS id FROM listing_grams WHERE listing_grams MATCH ?) g"
    " CROSS JOIN listings l ON l.id = g.id"
)
_SUMS = """
    SELECT listing_id, currency, low, high FROM listing_sums
    WHERE listing_id IN (SELECT value FROM json_each(?)) ORDER BY listing_id, high DESC
"""


def _plain(view: View) -> View:
    """Leave of a view what `tallies` can answer."""
    return View(
        tier=view.tier, label=view.label, lang=view.lang, sources=view.sources, stage=view.stage
    )


def _of_tallies(view: View) -> Where:
    """Ask for a plain view where there are no places in line."""
    asked = where(replace(view, tier=None))
    return asked if view.tier is None else asked.and_("l.tier = ?", view.tier)


def _listed(row: Row, met: Met, sums: tuple[Bound, ...]) -> Listed:
    return Listed(
        hit_id=row["hit_id"],
        campaign=row["group_id"] if row["group_id"] > 0 else None,
        hits=met.hits,
        sources=row["sources"],
        tier=Tier(row["tier"]),
        label=Label(row["label"]),
        score=row["score"],
        lang=row["lang"],
        source_id=row["source_id"],
        stage=Stage(row["stage"]),
        first_seen=to_time(row["first_seen"]),
        last_seen=to_time(row["last_seen"]),
        sightings=row["sightings"],
        title=row["title"],
        text=row["text"],
        nations=words_from_json(row["nations"]),
        sums=sums,
        assigned=row["assigned"],
        last=row["last"],
    )
