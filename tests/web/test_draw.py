"""The daily draw at the desk: shown once a day, answered, and what an advert among it becomes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from monitor.model import Role
from monitor.store import Decision
from tests.store import values
from tests.web.desk import ADVERTS, Sitting, desk, judged

PASSED = {
    f"p{n}": f"Сдается комната номер {n}, звоните хозяину +7 912 345-67-8{n}" for n in range(4)
}
MISSED = {"m": "Ребята, собираемся на ленточку, деньги хорошие. <script>alert(1)</script>"}


@pytest.fixture
def sitting(tmp_path: Path) -> Iterator[Sitting]:
    with desk(tmp_path, Role.REVIEWER, texts={}) as opened:
        fill(opened, PASSED)
        yield opened


def fill(sitting: Sitting, texts: dict[str, str]) -> None:
    """Read these postings an hour ago: a draw takes what was there before it."""
    found = [judged(text, key) for key, text in texts.items()]
    values.see(sitting.store, *found, at=values.NOW - values.HOUR)


def drawn(sitting: Sitting) -> list[int]:
    sitting.get("/draw")
    made = sitting.store.draws.latest()
    assert made
    return [one.id for one in made.left]


def test_a_drawn_posting_is_shown_without_its_contacts_and_what_we_think_of_it(
    sitting: Sitting,
) -> None:
    page = sitting.get("/draw").text

    assert "Сдается комната" in page
    assert "345-67-8" not in page
    assert "0.0" not in page


def test_coming_again_draws_nothing_new(sitting: Sitting) -> None:
    assert drawn(sitting) == drawn(sitting)


def test_an_answer_is_kept_under_the_name_of_who_gave_it(sitting: Sitting) -> None:
    first, *others = drawn(sitting)

    said = sitting.post(f"/draw/{first}", answer="no_advert")

    one = sitting.store.draws.one(first)
    assert said.status_code == 303
    assert one
    assert (one.answer, one.reviewer) == ("no_advert", "reviewer")
    assert drawn(sitting) == others


def test_when_all_is_answered_it_says_so(sitting: Sitting) -> None:
    for one in drawn(sitting):
        sitting.post(f"/draw/{one}", answer="unsure")

    assert "All of today's postings are answered" in sitting.get("/draw").text


def test_an_answer_that_somebody_gave_meanwhile_is_not_overwritten(sitting: Sitting) -> None:
    first, *_ = drawn(sitting)
    sitting.post(f"/draw/{first}", answer="no_advert")

    said = sitting.post(f"/draw/{first}", answer="unsure")

    one = sitting.store.draws.one(first)
    assert said.status_code == 409
    assert one
    assert one.answer == "no_advert"


@pytest.mark.parametrize("fields", [{}, {"answer": "maybe"}, {"answer": "advert", "label": "x"}])
def test_half_an_answer_is_refused(sitting: Sitting, fields: dict[str, str]) -> None:
    first, *_ = drawn(sitting)

    assert sitting.post(f"/draw/{first}", **fields).status_code == 400


def test_what_was_never_drawn_is_not_found(sitting: Sitting) -> None:
    for number in ("999", "9" * 30):
        assert sitting.post(f"/draw/{number}", answer="unsure").status_code == 404
        assert sitting.get(f"/draw?of={number}").status_code == 200


def test_a_missed_advert_becomes_a_confirmed_hit(tmp_path: Path) -> None:
    with desk(tmp_path, Role.REVIEWER, texts={}) as sitting:
        fill(sitting, MISSED)
        (one,) = drawn(sitting)
        assert "<script>alert" not in sitting.get("/draw").text

        said = sitting.post(f"/draw/{one}", answer="advert", label="army_offer")

        assert said.status_code == 303
        (hit,) = sitting.store.hits.all()
        review = sitting.store.reviews.standing(hit.id)
        assert hit.posting.source_id == values.SOURCE.id
        assert review
        assert review.verdict.decision is Decision.CONFIRMED
        assert review.verdict.label == "army_offer"


def test_a_figure_is_shown_once_there_are_answers(tmp_path: Path) -> None:
    with desk(tmp_path, Role.REVIEWER, texts={}) as sitting:
        fill(sitting, {"x": "Сдается комната"} | {f"a{n}": ADVERTS[n] for n in ("ru", "en")})
        (one,) = drawn(sitting)
        sitting.post(f"/draw/{one}", answer="no_advert")
        assert "cannot be told yet" in sitting.get("/draw").text
        for hit in sitting.hits():
            sitting.post(f"/hits/{hit}/decide", decision="confirmed", seen="")

        assert "The best guess is 100%" in sitting.get("/draw").text
