"""Where a hit was seen, and which kept page proves it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from monitor.store import Store, hit_id
from monitor.store.trails import FEW
from tests.store.values import HOUR, NOW, OFFER, edited, flagged, posting, see

HIT = hit_id("north", "1")


@pytest.fixture
def store() -> Iterator[Store]:
    with Store.open(":memory:") as opened:
        see(opened, flagged(posting("1")))
        yield opened


def test_a_place_is_listed_once_however_often_it_was_seen(store: Store) -> None:
    see(store, flagged(posting("1")), flagged(posting("2")), at=NOW + HOUR)

    places = store.trails.places(HIT)

    assert [(one.key, one.first_seen, one.last_seen, one.times) for one in places] == [
        ("1", NOW, NOW + HOUR, 2),
        ("2", NOW + HOUR, NOW + HOUR, 1),
    ]


def test_the_first_page_that_had_these_words_and_the_last_one_prove_a_hit(store: Store) -> None:
    judged = edited(flagged(posting("1")), OFFER + " сегодня")
    for hours in (1, 2, 3):
        see(store, judged, at=NOW + hours * HOUR)

    first, last = store.trails.proofs(HIT)

    assert (first.fetched_at, last.fetched_at) == (NOW + HOUR, NOW + 3 * HOUR)
    assert first.headers[0] == ("ETag", '"1"')
    assert first.is_kept
    assert first.sha256 == store.hits.give([HIT])[0].posting.capture_sha256


def test_a_page_that_is_first_and_last_is_one_proof(store: Store) -> None:
    assert len(store.trails.proofs(HIT)) == 1


def test_of_a_large_campaign_the_members_seen_last_are_named(store: Store) -> None:
    for number in range(2, 14):
        see(store, flagged(posting(str(number), OFFER + f" {number}")), at=NOW + number * HOUR)
    campaigns = [store.campaigns.of(hit.id) for hit in store.hits.all()]
    store.campaigns.join([one for one in campaigns if one], by="Aigul", at=NOW)

    circle = store.trails.circle(HIT)

    assert circle is not None
    assert circle.campaign == store.campaigns.of(HIT)
    assert circle.size == 13
    assert circle.others[0] == hit_id("north", "13")
    assert len(circle.others) == FEW


def test_what_is_no_hit_has_no_trail(store: Store) -> None:
    assert store.trails.places("nowhere") == []
    assert store.trails.proofs("nowhere") == []
    assert store.trails.circle("nowhere") is None
