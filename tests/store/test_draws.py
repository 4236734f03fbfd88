"""Draws: each posting in one of them at most, each answer kept, and the shares they stand for."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from monitor.errors import Overtaken
from monitor.model import Judged, Label, Tier
from monitor.store import Decision, Retention, Store, Verdict
from monitor.store.draws import Answer, Counted, Draw, Draws, Said
from tests.store.values import NOW, flagged, posting, see

DAY = timedelta(days=1)
SHARES = {"near": 2, "far": 1, "bare": 1}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "monitor.db"


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    with Store.open(path) as opened:
        yield opened


def passed(key: str, score: float) -> Judged:
    one = flagged(posting(key, f"объявление {key}"), tier=None)
    return replace(one, assessment=replace(one.assessment, score=score))


def fill(store: Store, *, at: datetime = NOW, first: int = 0) -> None:
    scores = [0.3, 0.2, 0.1, 0.01, 0.02, *[0.0] * 10]
    see(store, *(passed(str(first + n), score) for n, score in enumerate(scores)), at=at)


def draw(store: Store, until: datetime = NOW + DAY, since: datetime = NOW - DAY) -> Draw | None:
    chance = random.Random(7)
    return store.draws.make(since, until, shares=SHARES, chance=chance, at=until)


def drawn(store: Store) -> Draw:
    made = draw(store)
    assert made
    return made


def said(made: Draw, answer: Answer = Answer.NO_ADVERT, *, at: int = 0) -> Said:
    one = made.drawn[at]
    return Said(one.id, answer, "Vera", NOW + DAY, seen=one.last)


def test_a_draw_takes_its_share_of_each_stratum(store: Store) -> None:
    fill(store)

    made = drawn(store)

    assert len(made.left) == 4
    assert store.draws.counted(NOW - DAY, NOW + DAY) == [
        Counted("bare", 10, 0, 0),
        Counted("far", 2, 0, 0),
        Counted("near", 3, 0, 0),
    ]


def test_what_was_flagged_is_not_drawn(store: Store) -> None:
    see(store, flagged(posting("hit")))

    assert draw(store) is None


def test_no_period_is_drawn_from_twice(store: Store) -> None:
    fill(store)
    first = drawn(store)

    assert draw(store) is None
    assert store.draws.latest() == first


def test_days_that_nobody_drew_are_made_up_for_once(store: Store) -> None:
    fill(store)
    drawn(store)
    fill(store, at=NOW + 3 * DAY, first=100)

    made = draw(store, NOW + 5 * DAY)

    assert made
    assert made.since == NOW + DAY
    before = {one.posting_id for one in drawn_before(store.draws)}
    assert before.isdisjoint(one.posting_id for one in made.drawn)


def drawn_before(draws: Draws) -> list[object]:
    return [one for number in range(1, 5) if (one := draws.one(number))]


def test_an_answer_counts_and_unsure_does_not(store: Store) -> None:
    fill(store)
    made = drawn(store)

    store.draws.answer(said(made))
    store.draws.answer(said(made, Answer.UNSURE, at=1))

    counted = store.draws.counted(NOW - DAY, NOW + DAY)
    assert sum(one.answered for one in counted) == 1
    assert sum(one.adverts for one in counted) == 0


def test_a_later_answer_stands_and_none_overwrites_another_unseen(store: Store) -> None:
    fill(store)
    made = drawn(store)
    store.draws.answer(said(made))

    with pytest.raises(Overtaken, match="Vera answered meanwhile"):
        store.draws.answer(said(made, Answer.UNSURE))
    again = store.draws.one(made.drawn[0].id)
    assert again
    store.draws.answer(replace(said(made, Answer.UNSURE), seen=again.last))

    standing = store.draws.one(made.drawn[0].id)
    assert standing
    assert standing.answer is Answer.UNSURE


def test_answers_are_never_edited(store: Store, path: Path) -> None:
    fill(store)
    store.draws.answer(said(drawn(store)))

    with sqlite3.connect(path) as db, pytest.raises(sqlite3.IntegrityError, match="never edited"):
        db.execute("UPDATE draw_answers SET answer = 'advert'")
    db.close()


def test_an_advert_becomes_a_hit_with_its_reasons(store: Store) -> None:
    fill(store)
    made = drawn(store)
    shelved = store.draws.words(made.drawn[0])
    assert shelved
    judged = replace(shelved.judged, assessment=flagged(shelved.judged.posting).assessment)
    judged = replace(judged, assessment=replace(judged.assessment, tier=None, rules="rules-2"))

    advert = replace(said(made, Answer.ADVERT), label=Label.PROMO)
    hit_id = store.draws.answer(advert, judged=judged)

    (hit,) = store.hits.all()
    origin = store.by_hand.of(hit_id)
    assert hit.id == hit_id
    assert hit.assessment.findings
    assert origin
    assert origin.way == "draw"
    assert sum(one.adverts for one in store.draws.counted(NOW - DAY, NOW + DAY)) == 1


def test_answers_outlive_the_words(store: Store) -> None:
    fill(store)
    store.draws.answer(said(drawn(store)))
    before = store.draws.counted(NOW - DAY, NOW + DAY)

    store.prune(Retention(postings=timedelta(days=3)), now=NOW + 5 * DAY)

    assert store.postings.count() == 0
    assert store.draws.counted(NOW - DAY, NOW + DAY) == before
    latest = store.draws.latest()
    assert latest
    assert latest.left == ()


def test_what_the_rules_found_is_counted_by_tier(store: Store) -> None:
    see(store, flagged(posting("1")), flagged(posting("2", "иное"), Tier.T3))
    (one,) = [hit for hit in store.hits.all() if hit.assessment.tier is Tier.T1]
    verdict = Verdict(one.id, Decision.CONFIRMED, "Vera")
    store.reviews.decide(verdict, seen=None, at=NOW)

    counted = store.draws.flagged(NOW - DAY, NOW + DAY)

    assert counted == [Counted("T1", 1, 1, 1), Counted("T3", 1, 0, 0)]


def test_what_was_refuted_is_a_labelled_text(store: Store) -> None:
    fill(store)
    made = drawn(store)
    store.draws.answer(said(made))

    (judged,) = store.draws.refuted()

    shelved = store.draws.words(made.drawn[0])
    assert shelved
    assert judged == shelved.judged
