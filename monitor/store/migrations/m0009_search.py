"""A narrow row for each hit, kept by triggers, so that a queue of many hits is read by index.

Whoever writes a hit, a decision, a member of a campaign or a tag, in whatever transaction: the row
follows in the same one. Only the searchable words are written by the program, which folds them.
"""

from __future__ import annotations

from sqlite_utils import Database


def apply(db: Database) -> None:
    """Add the rows, what is found by them, and what of it each user keeps; list all hits."""
    for statement in (*_TABLES, *_INDEXES, *_TRIGGERS, *_FILL):
        db.execute(statement)


_TABLES = (
    # `id` is that of the hit's posting; `group_id` the campaign, or minus the id while it has none.
    # `spread` is log2 of the number of sources that show the campaign, 4 at most.
    # `turn` says whose turn it is: the tier first; in it a point for each hundredth of the score,
    # 8 for each doubling of the sources, and one for each day that the hit is newer.
    """
    CREATE TABLE listings (
        id INTEGER PRIMARY KEY,
        hit_id TEXT NOT NULL UNIQUE REFERENCES hits (id) ON DELETE CASCADE,
        stage TEXT NOT NULL,
        tier TEXT NOT NULL,
        label TEXT NOT NULL,
        lang TEXT NOT NULL,
        source_id TEXT NOT NULL,
        group_id INTEGER NOT NULL,
        first_seen TEXT NOT NULL,
        score REAL NOT NULL,
        spread INTEGER NOT NULL DEFAULT 0,
        turn INTEGER AS (
            CAST(substr(tier, 2) AS INTEGER) * 10000000 - CAST(julianday(first_seen) AS INTEGER)
            - CAST(round(score * 100) AS INTEGER) - 8 * spread
        ) VIRTUAL
    ) STRICT
    """,
    # What is offered, in hundredths; an open end is the least or the most there is.
    """
    CREATE TABLE listing_sums (
        id INTEGER PRIMARY KEY,
        listing_id INTEGER NOT NULL REFERENCES listings (id) ON DELETE CASCADE,
        currency TEXT NOT NULL,
        low INTEGER NOT NULL,
        high INTEGER NOT NULL
    ) STRICT
    """,
    """
    CREATE TABLE listing_nations (
        nation TEXT NOT NULL,
        listing_id INTEGER NOT NULL REFERENCES listings (id) ON DELETE CASCADE,
        PRIMARY KEY (nation, listing_id)
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE listing_tags (
        tag TEXT NOT NULL,
        listing_id INTEGER NOT NULL REFERENCES listings (id) ON DELETE CASCADE,
        PRIMARY KEY (tag, listing_id)
    ) STRICT, WITHOUT ROWID
    """,
    # How many hits of a campaign each source has.
    """
    CREATE TABLE spreads (
        group_id INTEGER NOT NULL,
        source_id TEXT NOT NULL,
        n INTEGER NOT NULL,
        PRIMARY KEY (group_id, source_id)
    ) STRICT, WITHOUT ROWID
    """,
    # Counts that need no counting.
    """
    CREATE TABLE tallies (
        stage TEXT NOT NULL,
        tier TEXT NOT NULL,
        label TEXT NOT NULL,
        lang TEXT NOT NULL,
        source_id TEXT NOT NULL,
        n INTEGER NOT NULL,
        PRIMARY KEY (stage, tier, label, lang, source_id)
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE listing_words (
        id INTEGER PRIMARY KEY REFERENCES listings (id) ON DELETE CASCADE,
        words TEXT NOT NULL
    ) STRICT
    """,
    # Three letters a token in any script; which of them stand beside each other is asked of the
    # words themselves, so that no positions are kept (a fifth of the size).
    "CREATE VIRTUAL TABLE listing_grams USING fts5 (words, content = 'listing_words',"
    " content_rowid = 'id', tokenize = 'trigram case_sensitive 1', detail = none, columnsize = 0)",
    "CREATE VIRTUAL TABLE listing_terms USING fts5vocab (listing_grams, row)",
    """
    CREATE TABLE saved_views (
        id INTEGER PRIMARY KEY,
        owner INTEGER NOT NULL REFERENCES users ON DELETE CASCADE,
        name TEXT NOT NULL,
        query TEXT NOT NULL,
        made_at TEXT NOT NULL,
        UNIQUE (owner, name)
    ) STRICT
    """,
    # Of the token only its digest: who reads the database cannot read the feed.
    """
    CREATE TABLE feeds (
        id INTEGER PRIMARY KEY,
        owner INTEGER NOT NULL REFERENCES users ON DELETE CASCADE,
        name TEXT NOT NULL,
        query TEXT NOT NULL,
        token_sha256 TEXT NOT NULL UNIQUE,
        made_at TEXT NOT NULL,
        read_at TEXT,
        revoked_at TEXT
    ) STRICT
    """,
)
_ALL = "group_id, tier, label, lang, source_id, first_seen, hit_id"
_INDEXES = (
    f"CREATE INDEX listings_by_stage ON listings (stage, turn, id, {_ALL})",
    f"CREATE INDEX listings_by_turn ON listings (turn, id, stage, {_ALL})",
    "CREATE INDEX listings_by_age ON listings (first_seen, id, stage, group_id, tier, label, lang,"
    " source_id, hit_id)",
    "CREATE INDEX listings_by_group ON listings"
    " (group_id, spread, stage, turn, tier, label, lang, source_id, first_seen)",
    "CREATE INDEX listing_sums_by_size ON listing_sums (currency, high, low, listing_id)",
    "CREATE INDEX listing_sums_by_listing ON listing_sums (listing_id)",
    "CREATE INDEX listing_nations_by_listing ON listing_nations (listing_id)",
    "CREATE INDEX listing_tags_by_listing ON listing_tags (listing_id)",
    "CREATE INDEX feeds_by_owner ON feeds (owner)",
)

_STAGE = (
    "CASE WHEN d.decision IS NULL OR (d.decision = 'not_an_offer' AND d.version <> h.version)"
    " THEN 'unreviewed' ELSE d.decision END"
)
# A hit that a person added was perhaps not flagged by the rules: its own tier stands for theirs.
_LISTED = (
    f"SELECT h.posting_id AS id, h.id AS hit_id, {_STAGE} AS stage, coalesce(a.tier, h.top_tier) AS tier, a.label,"  # noqa: S608 - all words are ours
    " a.lang, p.source_id, coalesce(m.campaign_id, -h.posting_id) AS group_id, h.first_seen, a.score"
    " FROM hits h JOIN postings p ON p.id = h.posting_id JOIN assessments a"
    " ON a.posting_id = h.posting_id AND a.version = h.version AND a.rules = h.rules"
    " LEFT JOIN decided d ON d.hit_id = h.id LEFT JOIN members m ON m.hit_id = h.id"
)
_COLUMNS = "id, hit_id, stage, tier, label, lang, source_id, group_id, first_seen, score"
_LIST = f"INSERT INTO listings ({_COLUMNS}) {_LISTED}"
_DETAIL = (
    " FROM listings l JOIN hits h ON h.id = l.hit_id JOIN assessments a"
    " ON a.posting_id = h.posting_id AND a.version = h.version AND a.rules = h.rules"
)
_MOST = 9_000_000_000_000_000_000
_SUMS = (
    "INSERT INTO listing_sums (listing_id, currency, low, high)"
    " SELECT l.id, coalesce(f.value ->> '$.value.currency', ''),"
    " CAST(coalesce((f.value ->> '$.value.low') * 100, 0) AS INTEGER),"
    f" CAST(coalesce((f.value ->> '$.value.high') * 100, {_MOST}) AS INTEGER)"
    f"{_DETAIL} JOIN json_each(a.detail, '$.findings') f"
    # A fee is asked of the reader, not offered.
    " WHERE json_type(f.value, '$.value.purpose') IS NOT NULL"
    " AND f.value ->> '$.value.purpose' <> 'fee'"
)
_NATIONS = (
    "INSERT OR IGNORE INTO listing_nations (nation, listing_id)"
    f" SELECT n.value, l.id{_DETAIL} JOIN json_each(a.detail, '$.nations') n"
)
_FILL = (
    _LIST,
    _SUMS,
    f"{_NATIONS} WHERE 1",
    "INSERT OR IGNORE INTO listing_tags (tag, listing_id) SELECT t.tag, l.id FROM tags t"
    " JOIN listings l ON l.hit_id = t.hit_id WHERE t.is_set AND t.id ="
    " (SELECT max(o.id) FROM tags o WHERE o.hit_id = t.hit_id AND o.tag = t.tag)",
)


def _log2(group: str) -> str:
    """Say how widely a campaign is spread."""
    return (
        "(SELECT CASE WHEN count(*) < 2 THEN 0 WHEN count(*) < 4 THEN 1 WHEN count(*) < 8 THEN 2"  # noqa: S608 - as above
        f" WHEN count(*) < 16 THEN 3 ELSE 4 END FROM spreads WHERE group_id = {group})"
    )


def _spread(group: str) -> str:
    """Write a campaign's spread where it changed: seldom, for it only counts doublings."""
    return (
        f"UPDATE listings SET spread = {_log2(group)}"  # noqa: S608 - as above
        f" WHERE group_id = {group} AND spread < {_log2(group)};"
        f" UPDATE listings SET spread = {_log2(group)}"
        f" WHERE group_id = {group} AND spread > {_log2(group)};"
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


def _counted(row: str) -> str:
    return ", ".join(f"{row}.{name}" for name in ("stage", "tier", "label", "lang", "source_id"))


def _count(row: str) -> str:
    return f"INSERT INTO tallies VALUES ({_counted(row)}, 1) ON CONFLICT DO UPDATE SET n = n + 1;"  # noqa: S608 - as above


def _discount(row: str) -> str:
    place = f"(stage, tier, label, lang, source_id) = ({_counted(row)})"
    return (
        f"UPDATE tallies SET n = n - 1 WHERE {place};"  # noqa: S608 - as above
        f" DELETE FROM tallies WHERE {place} AND n = 0;"
    )


def _trigger(name: str, when: str, body: str) -> str:
    return f"CREATE TRIGGER {name} AFTER {when} BEGIN {body} END"


_DECIDED = (
    "UPDATE listings SET stage = (SELECT"  # noqa: S608 - as above
    f" {_STAGE} FROM hits h LEFT JOIN decided d ON d.hit_id = h.id WHERE h.id = NEW.hit_id)"
    " WHERE hit_id = NEW.hit_id;"
)
_REWORDED = (
    f"UPDATE listings SET ({_COLUMNS}) = ({_LISTED} WHERE h.id = NEW.id) WHERE hit_id = NEW.id;"  # noqa: S608 - as above
    " DELETE FROM listing_sums WHERE listing_id = NEW.posting_id;"
    " DELETE FROM listing_nations WHERE listing_id = NEW.posting_id;"
    f" {_SUMS} AND h.id = NEW.id; {_NATIONS} WHERE h.id = NEW.id;"
    " DELETE FROM listing_words WHERE id = NEW.posting_id;"
)
_TAGGED = (
    "DELETE FROM listing_tags WHERE tag = NEW.tag"
    " AND listing_id = (SELECT id FROM listings WHERE hit_id = NEW.hit_id);"
    " INSERT OR IGNORE INTO listing_tags (tag, listing_id) SELECT NEW.tag, id FROM listings"
    " WHERE hit_id = NEW.hit_id AND NEW.is_set;"
)
_JOINED = "UPDATE listings SET group_id = NEW.campaign_id WHERE hit_id = NEW.hit_id;"
_UNWORDED = (
    "INSERT INTO listing_grams (listing_grams, rowid, words) VALUES ('delete', OLD.id, OLD.words);"
)
_TRIGGERS = (
    _trigger(
        "listings_begin",
        "INSERT ON hits",
        f"{_LIST} WHERE h.id = NEW.id; {_SUMS} AND h.id = NEW.id; {_NATIONS} WHERE h.id = NEW.id;",
    ),
    _trigger(
        "listings_reworded",
        "UPDATE OF version, rules ON hits"
        " WHEN NEW.version <> OLD.version OR NEW.rules <> OLD.rules",
        _REWORDED,
    ),
    _trigger(
        "listings_seen_earlier",
        "UPDATE OF first_seen ON hits WHEN NEW.first_seen <> OLD.first_seen",
        "UPDATE listings SET first_seen = NEW.first_seen WHERE hit_id = NEW.id;",
    ),
    _trigger("listings_decided", "INSERT ON decided", _DECIDED),
    _trigger("listings_decided_again", "UPDATE ON decided", _DECIDED),
    _trigger("listings_grouped", "INSERT ON members", _JOINED),
    _trigger("listings_regrouped", "UPDATE OF campaign_id ON members", _JOINED),
    _trigger("listings_tagged", "INSERT ON tags", _TAGGED),
    _trigger(
        "listings_counted",
        "INSERT ON listings",
        f"{_count('NEW')} {_grow('NEW')} {_spread('NEW.group_id')}",
    ),
    _trigger(
        "listings_discounted",
        "DELETE ON listings",
        f"{_discount('OLD')} {_shrink('OLD')} {_spread('OLD.group_id')}",
    ),
    _trigger(
        "listings_recounted",
        "UPDATE OF stage, tier, label, lang, source_id ON listings"
        f" WHEN ({_counted('NEW')}) <> ({_counted('OLD')})",
        f"{_discount('OLD')} {_count('NEW')}",
    ),
    _trigger(
        "listings_moved",
        "UPDATE OF group_id, source_id ON listings"
        " WHEN (NEW.group_id, NEW.source_id) <> (OLD.group_id, OLD.source_id)",
        f"{_shrink('OLD')} {_grow('NEW')} {_spread('OLD.group_id')} {_spread('NEW.group_id')}",
    ),
    _trigger(
        "words_found",
        "INSERT ON listing_words",
        "INSERT INTO listing_grams (rowid, words) VALUES (NEW.id, NEW.words);",
    ),
    _trigger("words_lost", "DELETE ON listing_words", _UNWORDED),
    _trigger(
        "words_changed",
        "UPDATE ON listing_words",
        f"{_UNWORDED} INSERT INTO listing_grams (rowid, words) VALUES (NEW.id, NEW.words);",  # noqa: S608 - as above
    ),
)
