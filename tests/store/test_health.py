"""States, habits and alarms are kept with the run that they follow from, or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from monitor.model import Alarm, Run
from monitor.store import Habit, Health, Judgement, Manner, Pending, Slot, State, Store, Suspicion
from tests.store.values import HOUR, NOW, SOURCE, content

ALARM = Alarm(
    key="a" * 64,
    channel="ops",
    kind="source",
    about=SOURCE.id,
    name="North",
    url="hxxps://north[.]example/",
    state="gone",
    former="healthy",
    sentence="is not there",
    since=NOW - HOUR,
    raised_at=NOW,
)
HEALTH = Health(State.GONE, since=NOW - HOUR, known_since=NOW - HOUR, sentence="is not there")
JUDGEMENT = Judgement(HEALTH, Slot(looks=1, shown=30, bare=0, brought=1))


@pytest.fixture
def store() -> Iterator[Store]:
    with Store.open(":memory:") as opened:
        yield opened


def finish(store: Store, judgement: Judgement = JUDGEMENT, *alarms: Alarm) -> None:
    run = Run(SOURCE.id, NOW, NOW, shown=30, fresh=2, partial=True)
    store.finish(run, SOURCE, judgement, alarms=alarms)


@pytest.mark.parametrize(
    "health",
    [
        HEALTH,
        replace(HEALTH, suspicion=Suspicion(State.BLOCKED, NOW, "does not let us in", 2)),
        replace(HEALTH, fresh_at=NOW, bare_since=NOW - HOUR, missed=2.5),
    ],
)
def test_a_state_comes_back(store: Store, health: Health) -> None:
    finish(store, replace(JUDGEMENT, health=health))

    assert store.health.of(SOURCE.id) == health
    assert store.health.all() == {SOURCE.id: health}


def test_what_a_look_showed_comes_back_with_its_run(store: Store) -> None:
    finish(store)

    (run,) = store.runs.of(SOURCE.id)
    assert (run.shown, run.fresh, run.partial) == (30, 2, True)


def test_a_habit_is_summed_by_hour_by_weekday_and_over_the_week(store: Store) -> None:
    one = JUDGEMENT.slot
    for step in (timedelta(0), timedelta(days=1), HOUR):
        store.finish(Run(SOURCE.id, NOW + step, NOW + step), SOURCE, JUDGEMENT)

    habit = store.health.habit(SOURCE.id, at=NOW)

    assert habit.here == one
    assert (habit.day.looks, habit.hour.looks, habit.week.looks) == (2, 2, 3)
    assert store.health.habit("south", at=NOW) == Habit()


@pytest.mark.parametrize(("pending", "looks"), [(Pending.LEARNED, 4), (Pending.FORGOTTEN, 1)])
def test_bare_looks_are_learned_or_forgotten_together(
    store: Store, pending: Pending, looks: int
) -> None:
    bare = replace(JUDGEMENT, slot=replace(JUDGEMENT.slot, pending=3))
    finish(store, bare)

    later = NOW + 5 * HOUR
    store.finish(Run(SOURCE.id, later, later), SOURCE, replace(JUDGEMENT, pending=pending))

    here = store.health.habit(SOURCE.id, at=NOW).here
    assert (here.looks, here.bare, here.pending) == (looks, looks - 1, 0)


def test_an_alarm_goes_out_under_its_key_and_is_counted_until_then(store: Store) -> None:
    finish(store, JUDGEMENT, ALARM)
    assert store.outbox.unsent().owed == 1

    store.outbox.form("ops", Manner(groups=False), now=NOW)
    message = store.outbox.claim("ops", now=NOW)

    assert message is not None
    assert (message.id, message.alerts, message.alarms) == (ALARM.key, (), (ALARM,))
    store.outbox.sent(message.id, "taken", now=NOW)
    assert store.outbox.unsent().owed == 0
    assert [(one.state, one.receipt) for one in store.alarms.all()] == [("sent", "taken")]


def test_alarms_of_one_time_go_out_in_one_message_where_the_channel_groups(store: Store) -> None:
    finish(store, JUDGEMENT, ALARM, replace(ALARM, key="b" * 64))

    store.outbox.form("ops", Manner(groups=True), now=NOW)
    message = store.outbox.claim("ops", now=NOW)

    assert message is not None
    assert [alarm.key[0] for alarm in message.alarms] == ["a", "b"]


def test_an_alarm_that_was_refused_can_be_retried_by_its_key(store: Store) -> None:
    finish(store, JUDGEMENT, ALARM)
    store.outbox.form("ops", Manner(groups=False), now=NOW)
    store.outbox.claim("ops", now=NOW)
    store.outbox.failed(ALARM.key, "451 not now", now=NOW)

    assert store.outbox.retry(["aaaa"], now=NOW) == 1
    assert store.outbox.claim("ops", now=NOW) is not None


def test_a_run_whose_alarm_cannot_be_kept_is_not_kept_either(tmp_path: Path) -> None:
    path = tmp_path / "monitor.sqlite"
    with Store.open(path) as store:
        before = content(path)

        with pytest.raises(ValueError, match="without a zone"):
            finish(store, JUDGEMENT, replace(ALARM, raised_at=NOW.replace(tzinfo=None)))

        assert content(path) == before
