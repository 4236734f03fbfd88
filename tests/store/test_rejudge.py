"""Later verdicts on kept postings, whatever became of these while they were judged."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from monitor.store import Audience, Retention, Shelved, Store
from tests.store.values import HOUR, MAIL, NOW, SOURCE, flagged, posting, see

LATER = NOW + HOUR
MISSED = flagged(posting(), tier=None, rules="rules-1")
FOUND = flagged(posting(), rules="rules-2")


@pytest.fixture
def store() -> Iterator[Store]:
    with Store.open(":memory:") as opened:
        yield opened


def rejudge(store: Store, shelved: list[Shelved]) -> tuple[str, ...]:
    verdicts = [(one, FOUND.assessment) for one in shelved]
    return store.recording.rejudge(SOURCE, verdicts, Audience((MAIL,)), at=LATER)


def test_what_the_rules_missed_becomes_a_hit_and_is_owed(store: Store) -> None:
    see(store, MISSED)
    shelved = store.postings.shelved()

    made = rejudge(store, shelved)

    assert [hit.id for hit in store.hits.all()] == list(made)
    assert store.outbox.unsent().owed == 1


def test_what_became_a_hit_while_it_was_judged_is_none_anew(store: Store) -> None:
    see(store, MISSED)
    shelved = store.postings.shelved()
    see(store, FOUND, at=LATER)

    made = rejudge(store, shelved)

    assert made == ()
    assert store.hits.count() == 1


def test_what_was_let_go_while_it_was_judged_stays_away(store: Store) -> None:
    see(store, MISSED)
    shelved = store.postings.shelved()
    store.prune(replace(Retention(), postings=timedelta(days=2)), now=NOW + timedelta(days=3))

    made = rejudge(store, shelved)

    assert (made, store.postings.count()) == ((), 0)


def test_a_posting_is_given_by_its_number_and_none_in_the_place_of_one_that_went(
    store: Store,
) -> None:
    see(store, flagged(posting("8"), tier=None), flagged(posting("9"), tier=None))
    every = store.postings.shelved()

    given = [store.postings.one(one.noted.posting_id) for one in every]

    assert given == every
    assert store.postings.one(every[0].noted.posting_id - 1) is None
