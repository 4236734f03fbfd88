"""Hosts that cannot be asked as often as their sources want."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from monitor.model import Source
from monitor.timetable import crowds, host_of

SECONDS = timedelta(seconds=1)
SOURCE = Source(id="s", kind="webpage", url="https://Board.example/a", every=300 * SECONDS)


def some(count: int) -> list[Source]:
    return [replace(SOURCE, id=f"s{number}") for number in range(count)]


def test_a_host_whose_delays_fill_the_time_is_named_with_how_full_it_is() -> None:
    (crowd,) = crowds(some(90), delay=5 * SECONDS)

    assert (crowd.host, crowd.sources, round(crowd.load, 6)) == ("board.example", 90, 1.5)


def test_a_host_with_time_to_spare_is_not_named() -> None:
    assert crowds(some(45), delay=5 * SECONDS) == ()


def test_a_sources_own_delay_counts() -> None:
    slow = [replace(source, min_delay=30 * SECONDS) for source in some(9)]

    assert [crowd.host for crowd in crowds(slow, delay=5 * SECONDS)] == ["board.example"]


def test_a_host_is_told_from_its_url() -> None:
    assert host_of("https://Board.example:8443/a/b?c") == "board.example:8443"
