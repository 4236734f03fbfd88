"""SQLite: captures, postings, hits, owed alerts and runs, safe from kill and power loss."""

from monitor.store.captures import Captures, Kept, Unreadable
from monitor.store.hits import Hits, Sighting, hit_id
from monitor.store.lock import exclusive
from monitor.store.onward import Onward
from monitor.store.outbox import Outbox, OwedAlert, Taker, Unsent, alert_key
from monitor.store.postings import Shelved
from monitor.store.runs import Runs, SourceState
from monitor.store.store import Record, Recorded, Store

__all__ = [
    "Captures",
    "Hits",
    "Kept",
    "Onward",
    "Outbox",
    "OwedAlert",
    "Record",
    "Recorded",
    "Runs",
    "Shelved",
    "Sighting",
    "SourceState",
    "Store",
    "Taker",
    "Unreadable",
    "Unsent",
    "alert_key",
    "exclusive",
    "hit_id",
]
