"""Whose a hit is, second opinions, who looks, who was shown contacts."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import timedelta

import pytest

from monitor.errors import StoreError
from monitor.store import Answer, Decision, Question, Reason, Store, hit_id
from tests.store.values import NOW, flagged, posting, see

HIT = hit_id("north", "1")
OTHER = hit_id("north", "2")
MINUTE = timedelta(minutes=1)
ASKED = Question(HIT, "Aigul", "Boris", NOW, "Is this a report?")


@pytest.fixture
def store() -> Iterator[Store]:
    with Store.open(":memory:") as opened:
        see(opened, flagged(posting("1")), flagged(posting("2", "другие слова")))
        yield opened


def test_a_hit_is_whose_it_was_given_to_last_and_all_is_on_record(store: Store) -> None:
    for who in ("Aigul", "Boris", "Boris", ""):
        store.cases.assign(HIT, who, by="Chief", at=NOW)

    assert store.cases.assigned(HIT) == ""
    assert [one.who for one in store.cases.assignments(HIT)] == ["Aigul", "Boris", ""]


def test_a_hit_that_is_not_there_is_given_to_nobody(store: Store) -> None:
    with pytest.raises(StoreError, match="there is no hit"):
        store.cases.assign("nowhere", "Aigul", by="Chief", at=NOW)


def test_who_was_asked_is_blind_on_that_hit_until_the_answer(store: Store) -> None:
    number = store.opinions.ask(ASKED)
    before = store.opinions.blind("Boris")

    store.opinions.answer(
        number, Answer(Decision.NOT_AN_OFFER, NOW, Reason.REPORT, "It is."), by="Boris"
    )

    assert before == {HIT}
    assert store.opinions.blind("Boris") == frozenset()
    (given,) = store.opinions.of(HIT)
    assert given.answer == Answer(Decision.NOT_AN_OFFER, NOW, Reason.REPORT, "It is.")
    assert store.reviews.history(HIT) == []


@pytest.mark.parametrize("asked", ["", "aigul", " Aigul "])
def test_a_second_opinion_is_asked_of_somebody_else(store: Store, asked: str) -> None:
    with pytest.raises(StoreError, match="somebody else"):
        store.opinions.ask(Question(HIT, "Aigul", asked, NOW))


def test_nobody_is_asked_twice_at_once(store: Store) -> None:
    store.opinions.ask(ASKED)

    with pytest.raises(StoreError, match="Boris was asked already"):
        store.opinions.ask(ASKED)


def test_only_who_was_asked_answers_and_only_once(store: Store) -> None:
    number = store.opinions.ask(ASKED)
    yes = Answer(Decision.CONFIRMED, NOW)

    with pytest.raises(StoreError, match="somebody else"):
        store.opinions.answer(number, yes, by="Chief")
    store.opinions.answer(number, yes, by="Boris")
    with pytest.raises(StoreError, match="not open any more"):
        store.opinions.answer(number, yes, by="Boris")


@pytest.mark.parametrize(("by", "declined"), [("Boris", True), ("Aigul", False)])
def test_a_question_is_declined_or_taken_back(store: Store, by: str, *, declined: bool) -> None:
    number = store.opinions.ask(ASKED)

    store.opinions.withdraw(number, by=by, at=NOW)

    (closed,) = store.opinions.of(HIT)
    assert (closed.answer, closed.closed_at, closed.declined) == (None, NOW, declined)
    assert store.opinions.owed("Boris") == []


def test_an_opinion_that_was_given_cannot_be_edited(store: Store) -> None:
    number = store.opinions.ask(ASKED)
    store.opinions.withdraw(number, by="Aigul", at=NOW)

    with pytest.raises(sqlite3.IntegrityError, match="never edited"):
        store._db.change("UPDATE opinions SET answer = 'x'")


def test_an_opinion_needs_a_reason_as_a_decision_does(store: Store) -> None:
    number = store.opinions.ask(ASKED)

    with pytest.raises(StoreError, match="needs a reason"):
        store.opinions.answer(number, Answer(Decision.NOT_AN_OFFER, NOW), by="Boris")


def test_two_in_the_same_hit_learn_of_each_other(store: Store) -> None:
    first = store.presence.look(HIT, "Aigul", at=NOW)
    second = store.presence.look(HIT, "Boris", at=NOW + MINUTE)
    elsewhere = store.presence.look(OTHER, "Chief", at=NOW + MINUTE)

    assert (first, elsewhere) == ((), ())
    assert [one.who for one in second] == ["Aigul"]


def test_who_left_or_was_not_heard_of_for_long_is_not_there(store: Store) -> None:
    store.presence.look(HIT, "Aigul", at=NOW)
    store.presence.look(HIT, "Boris", at=NOW + 9 * MINUTE)
    store.presence.leave(HIT, "Boris")

    assert store.presence.look(HIT, "Chief", at=NOW + 11 * MINUTE) == ()


def test_a_look_at_what_is_no_hit_leaves_nothing(store: Store) -> None:
    store.presence.look("nowhere", "Aigul", at=NOW)

    assert store._db.rows("SELECT * FROM presence") == []


def test_contacts_are_shown_for_a_while_to_who_asked(store: Store) -> None:
    store.reveals.show(HIT, "Aigul", at=NOW)

    assert store.reveals.until(HIT, "Aigul", now=NOW) == NOW + 10 * MINUTE
    assert store.reveals.until(HIT, "Aigul", now=NOW + 10 * MINUTE) is None
    assert store.reveals.until(HIT, "Boris", now=NOW) is None
    assert store.reveals.until(OTHER, "Aigul", now=NOW) is None


def test_contacts_are_hidden_again_on_wish(store: Store) -> None:
    store.reveals.show(HIT, "Aigul", at=NOW)
    store.reveals.hide(HIT, "Aigul", at=NOW + MINUTE)

    assert store.reveals.until(HIT, "Aigul", now=NOW + 2 * MINUTE) is None


def test_all_of_it_goes_with_its_hit(store: Store) -> None:
    store.cases.assign(HIT, "Aigul", by="Chief", at=NOW)
    store.opinions.ask(ASKED)
    store.presence.look(HIT, "Aigul", at=NOW)
    store.reveals.show(HIT, "Aigul", at=NOW)

    store._db.change("DELETE FROM alerts WHERE hit_id = ?", [HIT])
    store._db.change("DELETE FROM sightings WHERE hit_id = ?", [HIT])
    store._db.change("UPDATE postings SET hit_id = NULL WHERE hit_id = ?", [HIT])
    store._db.change("DELETE FROM hits WHERE id = ?", [HIT])

    for table in ("assignments", "assigned", "opinions", "presence", "reveals"):
        assert store._db.rows(f"SELECT * FROM {table}") == []
