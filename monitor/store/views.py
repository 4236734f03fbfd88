"""Which hits somebody wants to see, in which order, and how that is asked of the database."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from monitor.model import Label, Tier
from monitor.store.codec import to_text, words_to_json

TURNS = 10_000_000
"""Places in line of one tier, as the step of the schema that made them counts."""
NOBODY = ""


class Stage(StrEnum):
    """How far reviewers are with a hit.

    One that was no offer is UNREVIEWED again when its words change.
    """

    UNREVIEWED = "unreviewed"
    CONFIRMED = "confirmed"
    NOT_AN_OFFER = "not_an_offer"
    UNSURE = "unsure"
    DUPLICATE = "duplicate"
    ESCALATED = "escalated"


class Order(StrEnum):
    """What comes first."""

    PRIORITY = "priority"
    """By tier; in it by score, how many sources show it, and how new it is."""
    NEWEST = "newest"
    OLDEST = "oldest"


@dataclass(frozen=True, slots=True)
class Bound:
    """Sums of one currency that count, in hundredths, both ends with them."""

    currency: str
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class View:
    """Which hits; None and empty mean any."""

    tier: Tier | None = None
    label: Label | None = None
    lang: str | None = None
    """With or without a script: uz takes uz-Latn too."""
    nation: str | None = None
    """A people that the advert calls for, ISO 3166-1."""
    sources: tuple[str, ...] | None = None
    since: datetime | None = None
    """First seen then or later."""
    stage: Stage | None = None
    until: datetime | None = None
    """First seen before."""
    campaign: int | None = None
    tag: str | None = None
    sums: tuple[Bound, ...] = ()
    """One of them is offered; each currency at most once."""
    words: str = ""
    """As `monitor.text.searching.ask` reads them."""
    assigned: str | None = None
    """Who has it; NOBODY for what nobody has."""
    asked: str | None = None
    """Who still owes a second opinion on it."""


@dataclass(frozen=True, slots=True)
class Where:
    """Conditions on `listings l`, with their values in order."""

    clauses: tuple[str, ...] = ()
    values: tuple[object, ...] = ()
    few: bool = False
    """True where they name the rows, so that no order's index is of use."""
    match: str = ""
    """What the index of words says of the rows, where they are many; empty where it is not asked."""

    def and_(self, clause: str, *values: object, few: bool = False) -> Where:
        """Narrow further."""
        return Where((*self.clauses, clause), (*self.values, *values), self.few or few, self.match)

    @property
    def sql(self) -> str:
        """Give the WHERE, empty where nothing is asked."""
        return f" WHERE {' AND '.join(self.clauses)}" if self.clauses else ""


@dataclass(frozen=True, slots=True)
class Named:
    """Rows that another table names: all of them, or whether a row of `listings l` is one."""

    ids: str
    among: str
    values: tuple[object, ...]


def where(view: View) -> Where:
    """Ask for what `listings` itself says."""
    return _people(view, _moments(view, _plain(view, Where())))


def named(view: View) -> tuple[Named, ...]:
    """Ask for what other tables say, but for the words."""
    asked = []
    if view.nation is not None:
        asked.append(Named(_NATION, f"{_NATION} AND listing_id = l.id", (view.nation,)))
    if view.tag is not None:
        asked.append(Named(_TAG, f"{_TAG} AND listing_id = l.id", (view.tag.casefold(),)))
    if view.sums:
        sums = " OR ".join(_SUM for _ in view.sums)
        values = tuple(value for one in view.sums for value in (one.currency, one.low, one.high))
        ids, among = f"{_SUMS} ({sums})", f"{_SUMS_OF} ({sums}) AND listing_id = l.id"
        asked.append(Named(ids, among, values))
    return tuple(asked)


def _plain(view: View, asked: Where) -> Where:
    if view.stage is not None:
        asked = asked.and_("l.stage = ?", view.stage)
    if view.tier is not None:
        first = int(view.tier[1:]) * TURNS
        asked = asked.and_("l.tier = ?", view.tier)
        asked = asked.and_("l.turn BETWEEN ? AND ?", first - TURNS, first)
    if view.label is not None:
        asked = asked.and_("l.label = ?", view.label)
    if view.lang is not None:
        asked = asked.and_("(l.lang = ? OR l.lang GLOB ? || '-*')", view.lang, view.lang)
    if view.sources is not None:
        listed = words_to_json(view.sources)
        asked = asked.and_("l.source_id IN (SELECT value FROM json_each(?))", listed)
    return asked


def _moments(view: View, asked: Where) -> Where:
    if view.since is not None:
        asked = asked.and_("l.first_seen >= ?", to_text(view.since))
    if view.until is not None:
        asked = asked.and_("l.first_seen < ?", to_text(view.until))
    return asked


def _people(view: View, asked: Where) -> Where:
    if view.campaign is not None:
        asked = asked.and_("l.group_id = ?", view.campaign, few=True)
    if view.asked is not None:
        asked = asked.and_(_ASKED, view.asked, few=True)
    if view.assigned == NOBODY:
        return asked.and_("l.hit_id NOT IN (SELECT hit_id FROM assigned)")
    if view.assigned is not None:
        return asked.and_(_ASSIGNED, view.assigned, few=True)
    return asked


_NATION = "SELECT listing_id FROM listing_nations WHERE nation = ?"
_TAG = "SELECT listing_id FROM listing_tags WHERE tag = ?"
_SUMS = "SELECT listing_id FROM listing_sums WHERE"
_SUMS_OF = "SELECT 1 FROM listing_sums INDEXED BY listing_sums_by_listing WHERE"
_SUM = "currency = ? AND high >= ? AND low <= ?"
_ASSIGNED = "l.hit_id IN (SELECT hit_id FROM assigned WHERE who = ?)"
_ASKED = "l.hit_id IN (SELECT hit_id FROM opinions WHERE asked = ? AND closed_at IS NULL)"
