"""Adverts that people bring in: hits whatever the rules say, and whose they are."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from monitor.errors import StoreError
from monitor.model import Capture, Finding, Judged, Posting, Span, Tier
from monitor.store import Retention, Store, View
from monitor.store.byhand import BY_HAND, Brought, Origin, Way
from tests.store.values import MAIL, NOW, OFFER, assessment, flagged, posting, see

ORIGIN = Origin(Way.TEXT, "Vera", NOW, place="A lamp post", note="Seen twice")


@pytest.fixture
def store() -> Iterator[Store]:
    with Store.open(":memory:") as opened:
        yield opened


def paper(text: str = OFFER) -> Capture:
    headers = (("Content-Type", "text/plain; charset=utf-8"),)
    return Capture(BY_HAND, "", NOW, 200, headers, text.encode())


def bring(store: Store, judged: Judged, origin: Origin = ORIGIN) -> str:
    capture = store.by_hand.keep(paper(judged.posting.text))
    return store.by_hand.add(judged, capture=capture, origin=origin)


def judged(key: str = "1", text: str = OFFER, tier: Tier | None = None) -> Judged:
    said = assessment(text, tier)
    if tier is None:
        said = replace(said, findings=(Finding("job", Span(0, 3), text[:3]),))
    return Judged(Posting(key=key, source_id=BY_HAND, url="", text=text), said)


def test_what_the_rules_do_not_flag_is_a_hit_with_all_reasons(store: Store) -> None:
    hit_id = bring(store, judged())

    (hit,) = store.hits.all()
    assert hit.id == hit_id
    assert hit.assessment.tier is None
    assert [finding.signal for finding in hit.assessment.findings] == ["job"]
    assert store.by_hand.of(hit_id) == ORIGIN


def test_what_the_rules_flag_says_so(store: Store) -> None:
    hit_id = bring(store, judged(tier=Tier.T1))

    origin = store.by_hand.of(hit_id)

    assert origin
    assert origin.was_flagged
    assert store.by_hand.brought() == Brought(all=1, flagged=1)


def test_what_a_person_brought_is_found_by_its_words(store: Store) -> None:
    hit_id = bring(store, judged())

    assert store.queue.ids(View(words="гражданств")) == [hit_id]


def test_what_a_person_brought_is_never_left_for_a_run_to_read(tmp_path: Path) -> None:
    class Filling(sqlite3.Connection):
        """Its disk is full after the first commit."""

        commits = -1

        def execute(self, sql: str, *values: Any) -> sqlite3.Cursor:
            if sql == "COMMIT" and self.commits >= 0:
                self.commits += 1
                if self.commits > 1:
                    raise sqlite3.OperationalError("disk I/O error")
            return super().execute(sql, *values)

    with Store.open(tmp_path / "monitor.db", factory=Filling) as store:
        store._db._connection.commits = 0
        with contextlib.suppress(StoreError):
            store.by_hand.keep(paper())

        assert store.captures.unread_sources() == set()


def test_nobody_is_alerted_of_what_a_person_brought(store: Store) -> None:
    bring(store, judged(tier=Tier.T1))

    assert store.outbox.alerts() == []
    assert MAIL.tiers


def test_the_same_words_brought_twice_are_one_hit_and_the_first_keeps_it(store: Store) -> None:
    first = bring(store, judged("1"))
    later = replace(ORIGIN, reviewer="Boris", at=NOW + timedelta(hours=1))

    second = bring(store, judged("2", OFFER.upper()), later)

    assert second == first
    assert [hit.sightings for hit in store.hits.all()] == [2]
    assert store.by_hand.of(first) == ORIGIN


def test_words_that_a_watched_place_has_are_known(store: Store) -> None:
    see(store, flagged(posting("7")))
    (hit,) = store.hits.all()

    assert store.by_hand.known(OFFER.upper()) == (hit.id,)
    assert store.by_hand.known("другие слова") == ()


def test_what_was_fetched_for_a_person_is_never_read_again(store: Store) -> None:
    store.by_hand.keep(paper())

    assert store.captures.unread_sources() == set()


def test_an_advert_is_added_in_somebodys_name(store: Store) -> None:
    with pytest.raises(StoreError, match="somebody's name"):
        bring(store, judged(), replace(ORIGIN, reviewer=" "))

    assert store.hits.count() == 0


def test_it_goes_with_its_hit(store: Store) -> None:
    bring(store, judged())

    store.prune(Retention(hits=timedelta(days=3)), now=NOW + timedelta(days=4))

    assert store.hits.count() == 0
    assert store.by_hand.brought() == Brought(all=0, flagged=0)
