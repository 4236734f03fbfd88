"""What Prometheus reads is what the store knows."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from monitor.desk.coverage import Coverage
from monitor.metrics.exposition import families_of, write
from monitor.store import Backlog, State

from .making import HOUR, NORTH, NOTHING, NOW, covered, facts, figures


def test_each_source_tells_its_state_and_times() -> None:
    told = figures(write(families_of(facts(covered("a", state=State.BLOCKED), covered("b")))))

    assert told["source_state{source=a,state=blocked}"] == 1
    assert told["source_ill{source=a}"] == 1
    assert told["source_ill{source=b}"] == 0
    assert told["source_faults_in_a_row{source=b}"] == 2
    assert told["source_shown{source=b}"] == 3
    assert told["source_last_look_timestamp_seconds{source=b}"] == NOW.timestamp()
    assert told["source_last_success_timestamp_seconds{source=b}"] == (NOW - HOUR).timestamp()
    assert told["source_next_due_timestamp_seconds{source=b}"] == (NOW + HOUR).timestamp()


def test_states_and_tiers_that_nothing_has_are_there_as_zero() -> None:
    told = figures(write(families_of(facts(covered(state=State.GONE)))))

    assert {name for name in told if name.startswith("sources{")} == {
        f"sources{{state={state}}}" for state in State
    }
    assert (told["sources{state=gone}"], told["sources{state=healthy}"]) == (1, 0)
    assert told["hits{tier=T1}"] == 0


def test_a_source_never_looked_at_has_no_times() -> None:
    told = figures(write(families_of(facts(Coverage(NORTH)))))

    assert [name for name in told if "timestamp" in name] == []
    assert told["source_state{source=north,state=new}"] == 1


def test_overdue_sources_are_counted() -> None:
    told = figures(write(families_of(facts(covered(late=timedelta(days=1)), covered("b")))))

    assert told["sources_overdue"] == 1


def test_what_each_channel_owes_is_told() -> None:
    backlogs = {"desk": Backlog(owed=2, dead=1, oldest=NOW), "team": Backlog()}
    told = figures(write(families_of(facts(vitals=replace(NOTHING, backlogs=backlogs)))))

    assert told["alerts_owed{channel=desk}"] == 2
    assert told["alerts_dead{channel=desk}"] == 1
    assert told["alerts_owed_since_timestamp_seconds{channel=desk}"] == NOW.timestamp()
    assert told["alerts_owed{channel=team}"] == 0
    assert "alerts_owed_since_timestamp_seconds{channel=team}" not in told


def test_the_database_tells_its_size() -> None:
    vitals = replace(NOTHING, file=9, log=8, free=7, disk=6, unread=5, given_up=4)
    told = figures(write(families_of(facts(vitals=vitals))))

    names = ("database_bytes", "database_log_bytes", "database_free_bytes", "disk_free_bytes")
    assert [told[name] for name in names] == [9, 8, 7, 6]
    assert (told["pages_unread"], told["pages_given_up"]) == (5, 4)
