"""Read from a database every posting that was judged, also those that nobody was told of."""

from __future__ import annotations

from pathlib import Path

from monitor.model import Judged
from monitor.store.db import connect
from monitor.store.postings import JUDGED, judged_of

# With max() SQLite takes the other columns of a group from the row that holds the maximum.
_LATEST = (
    f"{JUDGED}, max(a.judged_at) FROM postings p"
    " JOIN versions v ON v.posting_id = p.id AND v.version = p.version"
    " JOIN captures c ON c.id = v.capture_id"
    " JOIN assessments a ON a.posting_id = p.id AND a.version = v.version"
    " GROUP BY p.id ORDER BY p.source_id, p.key"
)


def kept(database: Path) -> list[Judged]:
    """List each posting as last seen, with its latest verdict; an unflagged one has no findings."""
    db = connect(database)
    try:
        return [judged_of(row) for row in db.rows(_LATEST)]
    finally:
        db.close()
