"""Judge in what state a source is, from what its looks gave and what it usually gives. Pure.

A fault is believed after three looks in a row or a day, so that a server's bad moment alarms
nobody; then the operator hears of it once, as what it is, and once more when it is over.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from monitor.model import Alarm, Fault, Run, Source
from monitor.store import Habit, Health, Judgement, Pending, Slot, State, Suspicion
from monitor.text.harmless import defang

LOOKS = 3
LONGEST_DOUBT = timedelta(hours=24)
"""A fault is believed after so many looks in a row, or after so long if two looks tell of it."""
GOOD_LOOKS = 2
"""A source is well again after so many, so that one that comes and goes tells nothing twice."""

KNOWN_LOOKS = 10
"""Looks with adverts before a habit is believed."""
RARE = 0.1
"""A place that shows no advert in one look of ten at this hour does so by habit."""
FEW = 0.25
MANY = 8
"""A place that usually shows so many adverts and now shows a quarter of that is read badly."""
SHORTEST_SPELL = timedelta(hours=24)
"""A bare spell that ended by itself within a day was habit (a board that empties at night)."""

HABIT_AGE = timedelta(days=14)
"""Two weekends, before silence can be told from a week's end."""
BRINGING_LOOKS = 10
SILENT_LOOKS = 12.0
"""Looks that should have brought something: were each left to chance, twelve in a row would all
fail once in 160,000 silences. A deployment of 2,000 busy sources sees one of those in a week."""
SHORTEST_SILENCE = timedelta(hours=24)

WEEKS = 8
LEAST_MEMORY = 16.0
"""A habit is what the last weeks were like: at this many looks an hour's counts are halved."""

WELL = frozenset({State.NEW, State.HEALTHY, State.QUIET})
_READ = frozenset({State.DEGRADED, State.LAYOUT_CHANGED})
_INSTEAD = frozenset({State.CAPTCHA, State.LOGIN_WALL})
"""Shown in the place of the page, so that an "advert" read there is none."""
_BARE = frozenset(
    {"no_items", "no_text", "not_a_feed", "not_telegram", "not_a_page", "empty", "too_few"}
)
"""Codes of pages that came and had nothing to read."""
_STATES = {
    "preview_off": State.PREVIEW_OFF,
    "no_such_name": State.NO_SUCH_NAME,
    "dns": State.NO_SUCH_NAME,
    "login_wall": State.LOGIN_WALL,
    "bot_check": State.CAPTCHA,
    "robots": State.ROBOTS_FORBID,
    "address": State.NOT_ASKED,
    "port": State.NOT_ASKED,
    "url": State.NOT_ASKED,
    **{f"http_{status}": State.LOGIN_WALL for status in (401, 407, 511)},
    **{f"http_{status}": State.BLOCKED for status in (403, 429, 451, 503, 999)},
    **{f"http_{status}": State.GONE for status in (404, 410)},
}
_UNREACHABLE = re.compile(
    r"http_\d+|timeout|tls|connect|connection|protocol|proxy|encoding|held"
    r"|redirects?|redirect_loop|robots_unavailable"
)


@dataclass(frozen=True, slots=True)
class _Seen:
    """What one look says of the state."""

    state: State
    sentence: str = ""


def state_of(code: str) -> State:
    """Give the state that a fault of this code means where nothing was read."""
    if code in _STATES:
        return _STATES[code]
    return State.UNREACHABLE if _UNREACHABLE.fullmatch(code) else State.DEGRADED


def is_shut(run: Run) -> bool:
    """Tell whether the place gave nothing that could be read: it is asked ever more seldom."""
    if run.fault is None or run.partial:
        return False
    return state_of(run.fault.code) not in WELL | _READ


def shortfall(shown: int, habit: Habit) -> Fault | None:
    """Say that a place shows far fewer adverts than it does at this hour; None when it does not."""
    if habit.week.looks - habit.week.bare < KNOWN_LOOKS:
        return None
    usual = habit.usual(_shown)
    is_bare = not shown and usual >= 1 and habit.usual(_bare) < RARE
    if is_bare or (shown and usual >= MANY and shown < usual * FEW):
        return Fault("too_few", f"shows {shown} adverts; {usual:.0f} are usual at this hour")
    return None


def judge(source: Source, before: Health | None, habit: Habit, run: Run) -> Judgement:
    """Say what a look changes. `before` is None at the first."""
    at = run.started_at
    old = before or Health(State.NEW, since=at, known_since=at)
    counted = _counted(old, habit, run)
    seen = _ill(counted, habit, run) or _silent(counted, habit, at) or _Seen(State.HEALTHY)
    after = _believed(counted, seen, at)
    told = after.state is not old.state and (old.state, after.state) != (State.NEW, State.HEALTHY)
    return Judgement(
        health=after,
        slot=_learned(habit.here, run, every=source.every),
        pending=_pending(old, run),
        former=old.state if told else None,
    )


def alarms(
    source: Source, judgement: Judgement, channels: Iterable[str], *, at: datetime
) -> tuple[Alarm, ...]:
    """Write for each of the operator's channels what has changed; none when nothing has."""
    health, former = judgement.health, judgement.former
    if former is None:
        return ()
    return tuple(
        Alarm(
            key=_key("source", source.id, health.state, at.isoformat(), channel),
            channel=channel,
            kind="source",
            about=source.id,
            name=source.name or source.id,
            url=defang(source.url),
            state=health.state,
            former=former,
            sentence=health.sentence,
            since=health.since,
            raised_at=at,
        )
        for channel in channels
    )


def _key(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def _counted(health: Health, habit: Habit, run: Run) -> Health:
    """Go on counting how long nothing new, or nothing at all, was shown."""
    at = run.started_at
    bare = (health.bare_since or at) if _is_bare(run) else health.bare_since
    if run.shown:
        bare = None
    if run.fresh:
        return replace(health, bare_since=bare, fresh_at=at, missed=0.0)
    missed = health.missed + (min(habit.usual(_brought), 1.0) if _is_read(run) else 0.0)
    return replace(health, bare_since=bare, missed=missed)


def _is_read(run: Run) -> bool:
    return run.fault is None or run.partial


def _is_bare(run: Run) -> bool:
    """Tell whether the page came, and had no advert."""
    return not run.shown and (run.fault is None or run.fault.code in _BARE)


def _ill(health: Health, habit: Habit, run: Run) -> _Seen | None:
    fault = run.fault
    if fault is None or run.partial:
        return None
    state = state_of(fault.code)
    if fault.code == "held":  # its host is left alone, for a reason that an earlier look told
        doubt = health.suspicion
        earlier = _Seen(doubt.state, doubt.sentence) if doubt else _Seen(health.state)
        return earlier if earlier.state not in WELL else _Seen(state, fault.sentence)
    if run.shown and state not in _INSTEAD:
        return _Seen(State.DEGRADED, fault.sentence)
    if not run.shown and fault.code in _BARE:
        return _nothing_read(fault, habit)
    return _Seen(state, fault.sentence)


def _nothing_read(fault: Fault, habit: Habit) -> _Seen | None:
    usual = habit.usual(_shown)
    if fault.code == "no_items" and habit.usual(_bare) >= RARE:
        return None
    if fault.code != "too_few" and usual >= 1:
        sentence = f"{fault.sentence.rstrip('.')} ({usual:.0f} adverts are usual at this hour)"
        return _Seen(State.LAYOUT_CHANGED, sentence)
    return _Seen(
        State.LAYOUT_CHANGED if fault.code == "too_few" else State.DEGRADED, fault.sentence
    )


def _silent(health: Health, habit: Habit, at: datetime) -> _Seen | None:
    """Tell a silence that the habit does not explain; None while it may be chance."""
    fresh_at = health.fresh_at
    if fresh_at is None or at - fresh_at < SHORTEST_SILENCE or at - health.known_since < HABIT_AGE:
        return None
    if habit.week.brought < BRINGING_LOOKS or health.missed < SILENT_LOOKS:
        return None
    sentence = (
        f"brought nothing new since {fresh_at:%Y-%m-%d %H:%M} UTC;"
        f" by its habit {health.missed:.0f} looks should have"
    )
    return _Seen(State.QUIET, sentence)


def _believed(health: Health, seen: _Seen, at: datetime) -> Health:
    """Change the state when enough looks agree; until then only doubt it."""
    if seen.state is health.state:
        return replace(health, suspicion=None, sentence=seen.sentence or health.sentence)
    doubt = _doubt(health, seen, at)
    if not _is_enough(health, doubt, at):
        return replace(health, suspicion=doubt)
    since = (health.fresh_at or at) if doubt.state is State.QUIET else doubt.since
    return replace(health, state=doubt.state, since=since, sentence=doubt.sentence, suspicion=None)


def _doubt(health: Health, seen: _Seen, at: datetime) -> Suspicion:
    """Count on what the looks before said; faults of any sort tell together that it is not well."""
    old = health.suspicion
    first_ill = health.state in WELL and seen.state not in WELL
    if old is None or not (old.state is seen.state or (first_ill and old.state not in WELL)):
        return Suspicion(seen.state, at, seen.sentence)
    return Suspicion(seen.state, old.since, seen.sentence, old.looks + 1)


def _is_enough(health: Health, doubt: Suspicion, at: datetime) -> bool:
    if doubt.state in WELL:
        return health.state in WELL or doubt.looks >= GOOD_LOOKS
    return doubt.looks >= LOOKS or (doubt.looks > 1 and at - doubt.since >= LONGEST_DOUBT)


def _learned(slot: Slot, run: Run, *, every: timedelta) -> Slot:
    """Add a look to its hour; what came in the place of the page teaches nothing."""
    if not run.shown and run.fault and not run.partial:
        return replace(slot, pending=slot.pending + 1) if _is_bare(run) else slot
    if not _is_read(run) and run.fault and state_of(run.fault.code) in _INSTEAD:
        return slot
    most = max(LEAST_MEMORY, WEEKS * timedelta(hours=1) / every)
    keep = 0.5 if slot.looks >= most else 1.0
    return replace(
        slot,
        looks=slot.looks * keep + 1,
        shown=slot.shown * keep + run.shown,
        bare=slot.bare * keep + (not run.shown),
        brought=slot.brought * keep + bool(run.fresh),
    )


def _pending(before: Health, run: Run) -> Pending:
    """Learn a bare spell that ended soon; a long one was an illness, and no habit."""
    if before.bare_since is None or not run.shown:
        return Pending.STAYS
    soon = run.started_at - before.bare_since < SHORTEST_SPELL
    return Pending.LEARNED if soon else Pending.FORGOTTEN


def _shown(slot: Slot) -> float:
    return slot.shown


def _bare(slot: Slot) -> float:
    return slot.bare


def _brought(slot: Slot) -> float:
    return slot.brought
