"""What an arrival leaves to be done in small steps, where a campaign is large.

Campaigns that become one are one at once, by a row of `mergers`; their hits follow. How widely a
large campaign is spread is written into its rows later than its sources are counted.
"""

from __future__ import annotations

from sqlite_utils import Database


def apply(db: Database) -> None:
    """Add what is left to be done; let the triggers leave what is much."""
    for statement in (*_TABLES, *_DROPPED, *_TRIGGERS):
        db.execute(statement)


_TABLES = (
    # A target is never absorbed itself: each way to the campaign that stays is one step long.
    """
    CREATE TABLE mergers (
        absorbed INTEGER PRIMARY KEY REFERENCES campaigns (id) ON DELETE CASCADE,
        target INTEGER NOT NULL REFERENCES campaigns (id) ON DELETE CASCADE,
        CHECK (absorbed <> target)
    ) STRICT
    """,
    "CREATE INDEX mergers_by_target ON mergers (target)",
    # Where a hit belongs, also while its row has not followed yet.
    """
    CREATE VIEW homes AS
    SELECT m.hit_id, coalesce(g.target, m.campaign_id) AS campaign_id, m.alike, m.by_hand
    FROM members m LEFT JOIN mergers g ON g.absorbed = m.campaign_id
    """,
    # Groups of which some listings lack the new spread.
    "CREATE TABLE respreads (group_id INTEGER PRIMARY KEY) STRICT",
)
_SMALL = 25
"""Rows of a group that a trigger writes itself."""


def _log2(group: str) -> str:
    """Say how widely a campaign is spread; sixteen sources are as many as any."""
    return (
        "(SELECT CASE WHEN count(*) < 2 THEN 0 WHEN count(*) < 4 THEN 1 WHEN count(*) < 8 THEN 2"  # noqa: S608 - all words are ours
        f" WHEN count(*) < 16 THEN 3 ELSE 4 END"
        f" FROM (SELECT 1 FROM spreads WHERE group_id = {group} LIMIT 16))"
    )


def _spread(group: str) -> str:
    """Write a small campaign's spread where it changed; note a large one's."""
    other = f"group_id = {group} AND spread {{than}} {_log2(group)}"
    less, more = other.format(than="<"), other.format(than=">")
    size = f"(SELECT count(*) FROM (SELECT 1 FROM listings WHERE group_id = {group} LIMIT {_SMALL + 1}))"  # noqa: S608 - as above
    return (
        f"UPDATE listings SET spread = {_log2(group)} WHERE {less} AND {size} <= {_SMALL};"  # noqa: S608 - as above
        f" UPDATE listings SET spread = {_log2(group)} WHERE {more} AND {size} <= {_SMALL};"
        f" INSERT INTO respreads SELECT {group} WHERE EXISTS (SELECT 1 FROM listings WHERE {less})"
        f" OR EXISTS (SELECT 1 FROM listings WHERE {more}) ON CONFLICT DO NOTHING;"
    )


def _grow(row: str) -> str:
    return (
        f"INSERT INTO spreads VALUES ({row}.group_id, {row}.source_id, 1)"  # noqa: S608 - as above
        " ON CONFLICT DO UPDATE SET n = n + 1;"
    )


def _shrink(row: str) -> str:
    place = f"group_id = {row}.group_id AND source_id = {row}.source_id"
    return (
        f"UPDATE spreads SET n = n - 1 WHERE {place};"  # noqa: S608 - as above
        f" DELETE FROM spreads WHERE {place} AND n = 0;"
    )


_COUNTED = ("stage", "tier", "label", "lang", "source_id")


def _counted(row: str) -> str:
    return ", ".join(f"{row}.{name}" for name in _COUNTED)


_COUNT = f"INSERT INTO tallies VALUES ({_counted('NEW')}, 1) ON CONFLICT DO UPDATE SET n = n + 1;"  # noqa: S608 - as above
_PLACE = f"(stage, tier, label, lang, source_id) = ({_counted('OLD')})"
_DISCOUNT = (
    f"UPDATE tallies SET n = n - 1 WHERE {_PLACE};"  # noqa: S608 - as above
    f" DELETE FROM tallies WHERE {_PLACE} AND n = 0;"
)
_BODIES = {
    "listings_counted AFTER INSERT ON listings": (_COUNT, _grow("NEW"), _spread("NEW.group_id")),
    "listings_discounted AFTER DELETE ON listings": (
        _DISCOUNT,
        _shrink("OLD"),
        _spread("OLD.group_id"),
    ),
    "listings_moved AFTER UPDATE OF group_id, source_id ON listings"
    " WHEN (NEW.group_id, NEW.source_id) <> (OLD.group_id, OLD.source_id)": (
        _shrink("OLD"),
        _grow("NEW"),
        _spread("OLD.group_id"),
        _spread("NEW.group_id"),
    ),
}
_DROPPED = tuple(f"DROP TRIGGER {when.split()[0]}" for when in _BODIES)
_TRIGGERS = tuple(
    f"CREATE TRIGGER {when} BEGIN {' '.join(body)} END" for when, body in _BODIES.items()
)
