"""SQLite: captures, postings, hits, owed alerts and runs, safe from kill and power loss."""

from monitor.store.accounts import Accounts, Proof, User
from monitor.store.agenda import Agenda
from monitor.store.alarms import Alarms, OwedAlarm
from monitor.store.attempts import Attempts
from monitor.store.audit import Audit, Entry, Sought
from monitor.store.backup import Copy, inspect
from monitor.store.bundles import Bundle, Rank
from monitor.store.campaigns import Campaign, Campaigns
from monitor.store.captures import Captures, Kept, Unreadable
from monitor.store.cases import Assignment, Cases
from monitor.store.casework import Action, Casework, Deed, Note
from monitor.store.familiar import Known
from monitor.store.forming import Manner
from monitor.store.health import Habit, Health, Judgement, Pending, Slot, State, Suspicion
from monitor.store.hits import Hits, Sighting, Standing, hit_id
from monitor.store.letters import Letter
from monitor.store.lock import exclusive
from monitor.store.notice import Flagged
from monitor.store.onward import Onward
from monitor.store.opening import Opening
from monitor.store.opinions import Answer, Opinion, Opinions, Question
from monitor.store.outbox import Outbox, OwedAlert, alert_key
from monitor.store.plight import Plight
from monitor.store.postings import Shelved
from monitor.store.presence import Presences, Present, Reveals
from monitor.store.pruning import Leaving, Pruned, Pruning
from monitor.store.queue import Leaf, Listed, Queue, Tally
from monitor.store.recipients import LeftOut
from monitor.store.recording import Audience, Record, Recorded
from monitor.store.restore import restore
from monitor.store.retention import Retention
from monitor.store.reviews import Decision, Reason, Review, Reviews, Verdict
from monitor.store.runs import Runs, SourceState
from monitor.store.saved import Feed, Saved
from monitor.store.sittings import Session, Sittings
from monitor.store.size import Size
from monitor.store.store import Store
from monitor.store.taker import Place, Taker
from monitor.store.troubles import Ill, Trouble, Troubles
from monitor.store.unsent import Unsent
from monitor.store.views import NOBODY, Bound, Order, Stage, View
from monitor.store.vitals import Backlog, Vitals

__all__ = [
    "NOBODY",
    "Accounts",
    "Action",
    "Agenda",
    "Alarms",
    "Answer",
    "Assignment",
    "Attempts",
    "Audience",
    "Audit",
    "Backlog",
    "Bound",
    "Bundle",
    "Campaign",
    "Campaigns",
    "Captures",
    "Cases",
    "Casework",
    "Copy",
    "Decision",
    "Deed",
    "Entry",
    "Feed",
    "Flagged",
    "Habit",
    "Health",
    "Hits",
    "Ill",
    "Judgement",
    "Kept",
    "Known",
    "Leaf",
    "Leaving",
    "LeftOut",
    "Letter",
    "Listed",
    "Manner",
    "Note",
    "Onward",
    "Opening",
    "Opinion",
    "Opinions",
    "Order",
    "Outbox",
    "OwedAlarm",
    "OwedAlert",
    "Pending",
    "Place",
    "Plight",
    "Presences",
    "Present",
    "Proof",
    "Pruned",
    "Pruning",
    "Question",
    "Queue",
    "Rank",
    "Reason",
    "Record",
    "Recorded",
    "Retention",
    "Reveals",
    "Review",
    "Reviews",
    "Runs",
    "Saved",
    "Session",
    "Shelved",
    "Sighting",
    "Sittings",
    "Size",
    "Slot",
    "Sought",
    "SourceState",
    "Stage",
    "Standing",
    "State",
    "Store",
    "Suspicion",
    "Taker",
    "Tally",
    "Trouble",
    "Troubles",
    "Unreadable",
    "Unsent",
    "User",
    "Verdict",
    "View",
    "Vitals",
    "alert_key",
    "exclusive",
    "hit_id",
    "inspect",
    "restore",
]
