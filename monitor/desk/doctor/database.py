"""The database: whole, of this version, growing no faster than its disk; and what it tells."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from monitor.config import Config
from monitor.desk.coverage import coverage
from monitor.desk.deployment import locked, open_store
from monitor.desk.doctor.finding import Finding, World, bad, fine, look
from monitor.errors import Busy, StoreError
from monitor.model import Reach
from monitor.store import Store, inspect
from monitor.store.backup import opened
from monitor.store.schema import Schema

ABOUT, WATCH, ALERTS = "database", "watching", "alerts"
FEW_DAYS = 30
"""Days of growth that a disk should have left: time for a person to act."""
FUTURE = timedelta(minutes=5)


def look_over(world: World) -> Iterator[Finding]:
    """Read all of the database, without changing it; then what it says of the last days."""
    path = world.config.database
    if not path.exists():
        yield fine(ABOUT, f"{path} is not there yet; the first run makes it.")
        return
    try:
        copy = inspect(path)
        pending = _pending(world.config)
    except StoreError as error:
        remedy = "docs/keeping.md tells of each such message what to do."
        yield bad(ABOUT, str(error), remedy)
        return
    megabytes = f"{copy.size / 1e6:,.1f}"
    told = f"{path} is sound; hits: {copy.hits}, captures: {copy.captures}, MB: {megabytes}."
    yield fine(ABOUT, told)
    if pending:
        told = f"Steps of the schema that it lacks: {len(pending)}; the next start takes them."
        yield look(ABOUT, told, "Have room for a second copy: it is copied before.")
        return
    with open_store(world.config) as store:
        yield from _tale(store, world)


def _pending(config: Config) -> tuple[str, ...]:
    with opened(config.database) as db:
        return Schema(db).pending()


def _tale(store: Store, world: World) -> Iterator[Finding]:
    left = store.size(now=world.now).days_left
    if left is not None and left < FEW_DAYS:
        remedy = "Shorten [retention], or give it a larger disk."
        yield look("disk", f"Days until the disk is full at its present growth: {left}.", remedy)
    yield from _watching(store, world)
    yield from _alerts(store, world)


def _alerts(store: Store, world: World) -> Iterator[Finding]:
    unsent, left_out = store.outbox.unsent(), list(_left_out(store, world))
    if unsent.dead:
        remedy = "`advert-monitor alerts list` says why, `advert-monitor alerts retry` tries again."
        yield bad(ALERTS, f"Alerts that were given up: {unsent.dead}.", remedy)
    elif unsent.owed:
        yield look(
            ALERTS, f"Alerts that are owed: {unsent.owed}.", "They are tried again by themselves."
        )
    elif not left_out:
        yield fine(ALERTS, "None is stuck.")
    yield from left_out


def _left_out(store: Store, world: World) -> Iterator[Finding]:
    """Name who lacks what others of a channel have."""
    for channel in world.config.channels:
        for one in store.outbox.left_out(channel.id):
            about, number = f"channel {channel.id}", one.messages
            if one.reach is Reach.OWED:
                told = f"Others have it, {one.address} lacks it; messages: {number}."
                yield look(about, told, "`advert-monitor alerts list` says why.")
            else:
                told = f"{one.address} is refused for good; messages: {number}."
                remedy = "Mend the address, or take it out of `to`; then `advert-monitor alerts retry` with an alert's key sends it."
                yield bad(about, told, remedy)


def _watching(store: Store, world: World) -> Iterator[Finding]:
    config, now = world.config, world.now
    rows = coverage(store, config.enabled())
    last = [row.last.run.finished_at for row in rows if row.last]
    if last and max(last) > now + FUTURE:
        told = f"The last look ended at {max(last):%Y-%m-%d %H:%M} UTC: the clock went back since."
        yield bad("clock", told, "Set the clock right; nothing is lost by it.")
    overdue = sum(row.is_overdue(now) for row in rows)
    if overdue and not _is_at_work(config):
        told = f"Sources not looked at when they were due: {overdue}, and nothing is at work."
        yield bad(WATCH, told, "Start `serve`, or `run` from cron or a timer: docs/running.md.")
    elif overdue:
        told = f"Sources not looked at when they were due: {overdue}."
        yield look(WATCH, told, "See the log of `serve`.")
    ill = sum(row.is_ill(now) and not row.is_overdue(now) for row in rows)
    if ill:
        yield look(WATCH, f"Sources that are ill or silent: {ill}.", "See `advert-monitor health`.")
    if last and not overdue and not ill:
        yield fine(WATCH, f"Every source ({len(rows)}) is looked at as it asks.")


def _is_at_work(config: Config) -> bool:
    try:
        with locked(config):
            return False
    except Busy:
        return True
