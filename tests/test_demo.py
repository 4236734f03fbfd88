"""The demo is the end-to-end test: real HTTP, the whole pipeline, receivers on real sockets."""

from __future__ import annotations

import asyncio
import io
import tomllib
from dataclasses import dataclass
from pathlib import Path

import pytest
from rich.cells import cell_len
from rich.console import Console

from monitor import config
from monitor.desk._demo_site import load
from monitor.desk.demo import Result, demo, run, show
from monitor.model import Tier
from monitor.store import Store

SITE = load()


@dataclass(frozen=True, slots=True)
class Census:
    """What a database holds."""

    hits: frozenset[str]
    sightings: int
    alerts: frozenset[tuple[str, str]]
    """Key and state."""


@dataclass(frozen=True, slots=True)
class Twice:
    """The demo called twice in one folder."""

    first: Result
    told: tuple[str, ...]
    before: Census
    code: int
    printed: str
    after: Census


@pytest.fixture(scope="module")
def twice(tmp_path_factory: pytest.TempPathFactory) -> Twice:
    folder = tmp_path_factory.mktemp("demo") / "place"
    told: list[str] = []
    first = asyncio.run(run(SITE, folder, tell=told.append))
    before = _census(folder)
    console, output = _console(80)
    code = asyncio.run(demo(console, folder=folder))
    return Twice(first, tuple(told), before, code, output.getvalue(), _census(folder))


def _console(width: int) -> tuple[Console, io.StringIO]:
    output = io.StringIO()
    return Console(file=output, width=width), output


def _census(folder: Path) -> Census:
    with Store.open(config.load(folder).database) as store:
        hits = store.hits.all(limit=1000)
        return Census(
            hits=frozenset(hit.id for hit in hits),
            sightings=sum(hit.sightings for hit in hits),
            alerts=frozenset((owed.alert.key, owed.state) for owed in store.outbox.alerts()),
        )


def test_every_advert_is_found(twice: Twice) -> None:
    assert [miss.expected.about for miss in twice.first.verdict.missed] == []


def test_every_look_alike_is_left_alone(twice: Twice) -> None:
    wrong = [left.expected.about for left in twice.first.verdict.left if not left.rightly]

    assert wrong == []


def test_every_advert_has_the_class_and_tier_that_a_reader_would_give(twice: Twice) -> None:
    otherwise = [
        one.expected.about
        for one in twice.first.verdict.found
        if one.hit is not None and not one.as_expected
    ]

    assert otherwise == []


def test_every_posting_of_the_site_is_read(twice: Twice) -> None:
    unread = [left.expected.url for left in twice.first.verdict.left if left.judged is None]

    assert unread == []


def test_a_preview_that_is_switched_off_is_the_only_fault(twice: Twice) -> None:
    announced = [(source, fault.code) for source, fault in twice.first.verdict.faults if fault]

    assert announced == [("telegram-off", "preview_off")]
    assert twice.first.verdict.strays == ()


def test_a_text_posted_again_is_a_sighting_of_the_same_hit(twice: Twice) -> None:
    hits = {one.expected.url: one.hit for one in twice.first.verdict.found}
    pairs = [(hits[one.url], hits[one.same_as]) for one in SITE.adverts if one.same_as]

    assert pairs
    assert all(repost is not None and repost == origin for repost, origin in pairs)


def test_every_hit_is_delivered_once_by_each_channel_that_takes_it(twice: Twice) -> None:
    first = twice.first
    mailed = [hit for hit in first.new if hit.assessment.tier in (Tier.T1, Tier.T2)]

    assert first.undelivered == ()
    assert len(first.arrived.mails) == 1
    assert all(hit.id in first.arrived.mails[0].text for hit in mailed)
    assert all(delivery.signed for delivery in first.arrived.deliveries)
    assert len({delivery.id for delivery in first.arrived.deliveries}) == len(first.new)
    assert len(twice.before.alerts) == len(mailed) + len(first.new)
    assert {state for _, state in twice.before.alerts} == {"sent"}


def test_a_second_run_adds_sightings_and_neither_hits_nor_alerts(twice: Twice) -> None:
    assert twice.after.hits == twice.before.hits
    assert twice.after.alerts == twice.before.alerts
    assert twice.after.sightings > twice.before.sightings
    assert "nobody is told twice" in twice.printed


def test_each_place_is_told_of_while_it_is_read(twice: Twice) -> None:
    names = [tomllib.loads(text)["name"] for text in SITE.sources.values()]

    assert all(any(name in told for told in twice.told) for name in names)


def test_exit_code_is_0_when_all_went_as_it_must(twice: Twice) -> None:
    assert twice.first.passed
    assert twice.code == 0


@pytest.mark.parametrize("width", [80, 100])
def test_what_is_printed_fits_a_terminal(twice: Twice, width: int) -> None:
    console, output = _console(width)

    show(console, twice.first, folder=Path(".demo"))

    assert max(map(cell_len, output.getvalue().splitlines())) <= width


@pytest.mark.parametrize(
    "words", ["currency   period", "promises citizenship", "verified", "advert-monitor init watch"]
)
def test_print_shows_sums_promise_delivery_and_the_next_step(twice: Twice, words: str) -> None:
    console, output = _console(100)

    show(console, twice.first, folder=Path(".demo"))

    assert words in output.getvalue()
