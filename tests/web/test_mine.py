"""What waits for whoever is signed in."""

from __future__ import annotations

from pathlib import Path

from monitor.store import Answer, Decision, Question, Verdict
from tests.store.values import NOW
from tests.web.desk import desk


def test_questions_hits_and_answers_wait_for_whom_they_concern(tmp_path: Path) -> None:
    with desk(tmp_path, name="Aigul") as sitting:
        first, second, third, _ = sitting.hits()
        store = sitting.store
        store.opinions.ask(Question(first, "Boris", "Aigul", NOW, "A report, or not?"))
        store.reviews.decide(Verdict(first, Decision.ESCALATED, "Boris"), seen=None, at=NOW)
        store.cases.assign(second, "Aigul", by="Boris", at=NOW)
        number = store.opinions.ask(Question(third, "Aigul", "Boris", NOW))
        store.opinions.answer(number, Answer(Decision.UNSURE, NOW, None, "Too short"), by="Boris")

        words = sitting.get("/mine").text

    assert "A report, or not?" in words
    assert "Too short" in words
    assert all(f"/hits/{hit_id}" in words for hit_id in (first, second, third))
    assert "Escalated" not in words


def test_who_has_nothing_to_do_is_told_so(tmp_path: Path) -> None:
    with desk(tmp_path, name="Aigul") as sitting:
        words = sitting.get("/mine").text

    assert "Nobody waits for your opinion." in words
    assert "No hit is with you." in words
