"""What a look or a start asks does not cost more with all that was read before."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest

from monitor.model import Run
from monitor.store import Manner, Store, Unsent, hit_id
from tests.store.values import HOUR, NOW, SOURCE, capture, flagged, posting, see

STEP = 20
"""Instructions of SQLite's between two counts."""
MUCH = 300


@pytest.fixture
def store() -> Iterator[Store]:
    with Store.open(":memory:") as opened:
        yield opened


def cost(store: Store, ask: Callable[[Store], object]) -> int:
    """Count what SQLite does for an answer."""
    steps = 0

    def count() -> int:
        nonlocal steps
        steps += 1
        return 0

    connection = store._db._connection
    connection.set_progress_handler(count, STEP)
    ask(store)
    connection.set_progress_handler(None, 0)
    return steps * STEP


def read(store: Store, pages: int) -> None:
    for number in range(pages):
        kept = store.keep(capture(f"{SOURCE.url}{number}"))
        with store._db.writing():
            store.captures.mark_read(kept.id)


@pytest.mark.parametrize(
    "ask",
    [
        lambda store: store.captures.unread(SOURCE.id),
        lambda store: store.captures.unread_sources(),
        lambda store: store.captures.given_up(),
    ],
)
def test_pages_that_were_read_cost_nothing_when_the_others_are_asked_for(
    store: Store, ask: Callable[[Store], object]
) -> None:
    read(store, 1)
    before = cost(store, ask)
    read(store, MUCH)

    assert cost(store, ask) <= before + STEP


def send_all(store: Store) -> None:
    """Put all that is owed into messages, and have them arrive."""
    store.outbox.form("mail", Manner(groups=True), now=NOW)
    while message := store.outbox.claim("mail", now=NOW):
        store.outbox.sent(message.id, "", now=NOW)


def test_alerts_that_arrived_cost_nothing_when_the_others_are_counted(store: Store) -> None:
    see(store, flagged(posting()))
    send_all(store)
    before = cost(store, lambda store: store.outbox.unsent(served=["mail"]))
    texts = (flagged(posting(f"n{n}", f"контракт {n}")) for n in range(MUCH // 10))
    see(store, *texts)
    send_all(store)

    assert store.outbox.unsent(served=["mail"]) == Unsent(owed=0, dead=0)
    assert cost(store, lambda store: store.outbox.unsent(served=["mail"])) <= before + STEP


def test_postings_of_last_year_cost_nothing_when_one_is_drawn(store: Store) -> None:
    draw = lambda store: store.draws.make(  # noqa: E731
        NOW + HOUR, NOW + 2 * HOUR, shares={}, chance=random.Random(1), at=NOW
    )
    see(store, flagged(posting(), tier=None))
    before = cost(store, draw)
    see(store, *(flagged(posting(f"n{n}", f"объявление {n}"), tier=None) for n in range(MUCH)))

    assert cost(store, draw) <= before + STEP


def test_looks_of_last_year_cost_nothing_when_those_of_today_are_counted(store: Store) -> None:
    looks = lambda store: store.trends.looks(NOW - HOUR, NOW + HOUR)  # noqa: E731
    store.runs.keep(Run(SOURCE.id, NOW, NOW))
    before = cost(store, looks)
    for day in range(MUCH):
        then = NOW - timedelta(days=1 + day)
        store.runs.keep(Run(SOURCE.id, then, then))

    assert cost(store, looks) <= before + STEP


def test_hits_cost_nothing_when_one_is_found_by_its_id(store: Store) -> None:
    see(store, flagged(posting()))
    before = cost(store, lambda store: store.hits.find(hit_id(SOURCE.id, "1")))
    see(store, *(flagged(posting(f"n{n}", f"контракт {n}")) for n in range(MUCH // 10)))

    assert cost(store, lambda store: store.hits.find(hit_id(SOURCE.id, "1"))) <= before + STEP


def test_postings_without_a_hit_cost_nothing_when_the_search_catches_up(store: Store) -> None:
    see(store, flagged(posting()))
    before = cost(store, lambda store: store.listings.catch_up())
    see(store, *(flagged(posting(f"n{n}", f"объявление {n}"), tier=None) for n in range(MUCH)))

    assert cost(store, lambda store: store.listings.catch_up()) <= before + STEP
