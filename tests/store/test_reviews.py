"""Decisions: appended, never edited, never made over another that was not seen."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from monitor.errors import Overtaken, StoreError
from monitor.model import Label, Tier
from monitor.store import (
    Action,
    Decision,
    Deed,
    Note,
    Reason,
    Retention,
    Review,
    Stage,
    Store,
    Verdict,
    View,
    hit_id,
)
from tests.store.values import NOW, edited, flagged, posting, see

HIT = hit_id("north", "1")
OTHER = hit_id("north", "2")
DAY = timedelta(days=1)
CONFIRM = Verdict(HIT, Decision.CONFIRMED, "Aigul")
DISMISS = Verdict(HIT, Decision.NOT_AN_OFFER, "Boris", Reason.REPORT)


@pytest.fixture
def store() -> Iterator[Store]:
    """Give a store with two hits."""
    with Store.open(":memory:") as opened:
        see(opened, flagged(posting("1")), flagged(posting("2", "другие слова"), Tier.T2))
        yield opened


def decide(store: Store, verdict: Verdict, seen: Review | None = None) -> Review:
    return store.reviews.decide(verdict, seen=seen and seen.id, at=NOW)


def undo(store: Store, seen: Review) -> Review:
    return store.reviews.undo(seen.verdict.hit_id, by="Boris", seen=seen.id, at=NOW)


def standing(store: Store) -> str | None:
    rows = store._db.rows("SELECT standing FROM standings WHERE hit_id = ?", [HIT])
    return rows[0]["standing"] if rows else None


def test_a_decision_says_who_when_and_on_which_words(store: Store) -> None:
    made = decide(store, CONFIRM)

    assert made == store.reviews.last(HIT) == store.reviews.standing(HIT)
    assert (made.verdict, made.decided_at, made.version, made.rules) == (CONFIRM, NOW, 1, "rules-1")
    assert (made.supersedes, made.stands) == (None, made.id)


def test_a_later_decision_supersedes_the_one_it_names_and_both_stay(store: Store) -> None:
    first = decide(store, CONFIRM)
    second = decide(store, DISMISS, first)

    assert second.supersedes == first.id
    assert store.reviews.history(HIT) == [first, second]
    assert store.reviews.standing(HIT) == second


@pytest.mark.parametrize("seen", [None, 999])
def test_a_decision_that_its_author_did_not_see_is_not_overwritten(
    store: Store, seen: int | None
) -> None:
    first = decide(store, CONFIRM)

    with pytest.raises(Overtaken, match="Aigul decided meanwhile"):
        store.reviews.decide(DISMISS, seen=seen, at=NOW)

    assert store.reviews.history(HIT) == [first]


def test_of_many_decisions_at_once_one_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "monitor.db"
    with Store.open(path) as store:
        see(store, flagged(posting("1")))

    def attempt(number: int) -> bool:
        with Store.open(path) as store:
            try:
                decide(store, replace(CONFIRM, reviewer=f"reviewer {number}"))
            except Overtaken:
                return False
            return True

    with ThreadPoolExecutor(8) as pool:
        kept = sum(pool.map(attempt, range(8)))

    assert kept == 1


def test_undo_puts_the_decision_before_it_in_force_again(store: Store) -> None:
    first = decide(store, CONFIRM)
    second = decide(store, DISMISS, first)

    undone = undo(store, second)

    assert undone.verdict == Verdict(HIT, Decision.UNDONE, "Boris")
    assert store.reviews.standing(HIT) == first
    assert standing(store) == "confirmed"
    assert len(store.reviews.history(HIT)) == 3


def test_undo_goes_back_step_by_step_until_nothing_is_decided(store: Store) -> None:
    first = decide(store, CONFIRM)
    back = undo(store, undo(store, decide(store, DISMISS, first)))

    assert store.reviews.standing(HIT) is None
    assert standing(store) is None
    with pytest.raises(StoreError, match="no decision to take back"):
        undo(store, back)
    assert store.reviews.standing(HIT) is None


def test_undo_after_a_decision_upon_an_undo_goes_back_to_what_stood_then(store: Store) -> None:
    first = decide(store, CONFIRM)
    again = decide(store, DISMISS, undo(store, decide(store, DISMISS, first)))

    undo(store, again)

    assert store.reviews.standing(HIT) == first


def test_undo_needs_the_last_row_too(store: Store) -> None:
    first = decide(store, CONFIRM)
    decide(store, DISMISS, first)

    with pytest.raises(Overtaken):
        undo(store, first)


@pytest.mark.parametrize(
    ("decision", "kept_as"),
    [
        (Decision.CONFIRMED, "confirmed"),
        (Decision.NOT_AN_OFFER, "dismissed"),
        (Decision.UNSURE, None),
        (Decision.DUPLICATE, None),
        (Decision.ESCALATED, None),
    ],
)
def test_retention_learns_of_each_decision(
    store: Store, decision: Decision, kept_as: str | None
) -> None:
    reason = Reason.HISTORY if decision is Decision.NOT_AN_OFFER else None

    decide(store, Verdict(HIT, decision, "Aigul", reason))

    assert standing(store) == kept_as


@pytest.mark.parametrize(
    ("verdict", "told"),
    [
        (Verdict(HIT, Decision.CONFIRMED, " "), "name of who"),
        (Verdict(HIT, Decision.NOT_AN_OFFER, "A"), "needs one of the reasons"),
        (Verdict(HIT, Decision.UNSURE, "A", Reason.GAME), "no other does"),
        (Verdict(HIT, Decision.UNDONE, "A"), "by undo"),
        (Verdict(HIT, Decision.DUPLICATE, "A", duplicate_of=HIT), "repeat itself"),
        (Verdict(HIT, Decision.DUPLICATE, "A", duplicate_of="no"), "no hit no"),
        (Verdict(HIT, Decision.UNSURE, "A", duplicate_of=OTHER), "only a duplicate"),
        (Verdict("no", Decision.UNSURE, "A"), "no hit no"),
    ],
)
def test_half_a_decision_is_refused_and_nothing_is_kept(
    store: Store, verdict: Verdict, told: str
) -> None:
    with pytest.raises(StoreError, match=told):
        decide(store, verdict)

    assert store.reviews.history(verdict.hit_id) == []


def test_a_duplicate_names_its_original_and_a_reviewer_may_correct_the_class(store: Store) -> None:
    verdict = Verdict(HIT, Decision.DUPLICATE, "A", label=Label.AGENT_BOUNTY, duplicate_of=OTHER)

    assert decide(store, verdict).verdict == verdict


def test_what_was_written_cannot_be_edited(store: Store) -> None:
    decide(store, CONFIRM)
    store.casework.note(Note(HIT, "Aigul", "спросить в Оше", NOW))

    for statement in ("UPDATE reviews SET reviewer = 'x'", "UPDATE notes SET text = 'x'"):
        with pytest.raises(sqlite3.IntegrityError, match="never edited"):
            store._db.change(statement)


def test_the_queue_gives_the_most_urgent_hit_that_nobody_decided_on(store: Store) -> None:
    open_ones = View(stage=Stage.UNREVIEWED)
    first = store.queue.next(open_ones)
    decide(store, CONFIRM)
    second = store.queue.next(open_ones)

    assert first is not None
    assert second is not None
    assert (first.id, second.id) == (HIT, OTHER)
    assert store.queue.next(open_ones, skipped=[OTHER]) is None
    assert store.queue.count(open_ones) == 1
    assert store.queue.stages([HIT, OTHER]) == {HIT: Stage.CONFIRMED, OTHER: Stage.UNREVIEWED}


def test_a_hit_put_aside_comes_back_when_its_words_change(store: Store) -> None:
    decide(store, DISMISS)

    see(store, edited(flagged(posting("1")), "Контракт, теперь 300 000"), at=NOW + DAY)

    assert store.queue.stages([HIT]) == {HIT: Stage.UNREVIEWED}
    assert standing(store) is None


@pytest.mark.parametrize(
    ("view", "found"),
    [
        (View(), 2),
        (View(tier=Tier.T2), 1),
        (View(label=Label.ARMY_OFFER), 2),
        (View(label=Label.PROMO), 0),
        (View(lang="ru"), 2),
        (View(lang="r"), 0),
        (View(sources=("north",)), 2),
        (View(sources=()), 0),
        (View(since=NOW), 2),
        (View(since=NOW + DAY), 0),
        (View(nation="NP"), 0),
        (View(stage=Stage.CONFIRMED), 0),
    ],
)
def test_views_narrow_the_hits(store: Store, view: View, found: int) -> None:
    assert len(store.queue.all(view, limit=10)) == store.queue.count(view) == found


def test_notes_tags_and_what_was_done_stand_with_who_and_when(store: Store) -> None:
    note = Note(HIT, "Aigul", "спросить в Оше", NOW)
    action = Action(HIT, Deed.REPORTED, "Boris", NOW, whom="the place's keeper", text="sent a form")

    store.casework.note(note)
    store.casework.act(action)
    store.casework.tag(HIT, "Osh", by="Aigul", at=NOW)
    store.casework.tag(HIT, "osh", by="Boris", at=NOW)
    store.casework.tag(HIT, "bus", by="Aigul", at=NOW)
    store.casework.untag(HIT, "BUS", by="Boris", at=NOW)

    assert store.casework.notes(HIT) == [note]
    assert store.casework.actions(HIT) == [action]
    assert store.casework.tags(HIT) == ("osh",)


def test_a_decision_and_its_note_are_kept_both_or_neither(store: Store) -> None:
    with pytest.raises(StoreError, match="a note has"):
        store.reviews.decide(CONFIRM, seen=None, at=NOW, note="n" * 20_001)
    with pytest.raises(Overtaken):
        store.reviews.decide(CONFIRM, seen=7, at=NOW, note="спросить в Оше")
    before = (store.reviews.history(HIT), store.casework.notes(HIT))

    store.reviews.decide(CONFIRM, seen=None, at=NOW, note="спросить в Оше")

    assert before == ([], [])
    assert [one.verdict for one in store.reviews.history(HIT)] == [CONFIRM]
    assert store.casework.notes(HIT) == [Note(HIT, "Aigul", "спросить в Оше", NOW)]


@pytest.mark.parametrize("text", ["  ", "x" * 20_001])
def test_a_note_without_words_or_without_end_is_refused(store: Store, text: str) -> None:
    with pytest.raises(StoreError, match="a note has"):
        store.casework.note(Note(HIT, "Aigul", text, NOW))


def test_what_retention_lets_go_takes_its_reviews_along_but_not_what_they_measure(
    store: Store,
) -> None:
    decide(store, DISMISS)
    store.casework.note(Note(HIT, "Aigul", "спросить в Оше", NOW))
    store.casework.tag(HIT, "osh", by="Aigul", at=NOW)
    store._db.change("DELETE FROM alerts")
    retention = Retention()

    pruned = store.prune(retention, now=NOW + timedelta(days=200))

    assert pruned.hits == 1
    assert store.reviews.history(HIT) == []
    assert store.check() == ""
    assert [tuple(row.values())[:6] for row in store._db.rows("SELECT * FROM outcomes")] == [
        ("not_an_offer", "north", "ru", "army_offer", "T1", '["pay"]')
    ]
