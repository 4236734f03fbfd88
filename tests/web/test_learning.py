"""What decisions taught, at the desk: figures with intervals, the next to decide, labelled texts."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser

from monitor.desk.corpus import read_lines
from monitor.model import Role
from monitor.store import Decision, Reason, Verdict
from monitor.web.pages.learning import LEAST
from tests.store.values import NOW
from tests.web.desk import ADVERTS, Sitting, desk


@pytest.fixture
def sitting(tmp_path: Path) -> Iterator[Sitting]:
    texts = {f"{lang}{n}": f"{text} {n}" for n in range(2) for lang, text in ADVERTS.items()}
    with desk(tmp_path, Role.COORDINATOR, texts=texts) as opened:
        yield opened


def named(sitting: Sitting, path: str) -> list[str]:
    """Name the rows of the page's tables."""
    heads = LexborHTMLParser(sitting.get(path).text).css("th[scope=row]")
    return [head.text().strip() for head in heads]


def decide(sitting: Sitting, *, right: int, wrong: int) -> None:
    for number, hit_id in enumerate(sitting.hits()[: right + wrong]):
        confirmed = Verdict(hit_id, Decision.CONFIRMED, "Vera")
        refuted = Verdict(hit_id, Decision.NOT_AN_OFFER, "Vera", Reason.WARNING)
        one = confirmed if number < right else refuted
        sitting.store.reviews.decide(one, seen=None, at=NOW)


def test_before_any_decision_it_says_so(sitting: Sitting) -> None:
    assert "Nothing was decided yet." in sitting.get("/learning").text


def test_precision_is_shown_with_its_interval(sitting: Sitting) -> None:
    decide(sitting, right=4, wrong=2)

    page = sitting.get("/learning").text

    assert "4 of 6 decided hits were confirmed." in page
    assert "Between 30% and 90% of what they flag is an offer" in page


def test_what_was_seldom_decided_is_left_out_until_asked_for(sitting: Sitting) -> None:
    decide(sitting, right=LEAST - 1, wrong=0)

    assert "T1" not in named(sitting, "/learning")
    assert "T1" in named(sitting, "/learning?all=1")


def test_the_next_to_decide_are_named_with_why(sitting: Sitting) -> None:
    decide(sitting, right=4, wrong=0)

    page = sitting.get("/learning").text

    left = set(sitting.hits()[4:])
    assert all(f"/hits/{hit_id}" in page for hit_id in left)
    assert "decided on" in page


def test_the_labelled_texts_are_what_evaluate_reads(sitting: Sitting, tmp_path: Path) -> None:
    decide(sitting, right=1, wrong=1)

    answer = sitting.get("/learning/labelled.jsonl")

    saved = tmp_path / "labelled.jsonl"
    saved.write_text(answer.text, encoding="utf-8")
    assert sorted(text.is_offer for text in read_lines(saved)) == [False, True]
    assert json.loads(answer.text.splitlines()[0])["id"] in sitting.hits()


def test_the_figures_go_along_as_a_table(sitting: Sitting) -> None:
    decide(sitting, right=1, wrong=1)

    answer = sitting.get("/learning/precision.csv")

    assert '"all","","0.5000"' in answer.text


def test_a_viewer_takes_no_texts_out(tmp_path: Path) -> None:
    with desk(tmp_path, Role.VIEWER) as viewer:
        assert viewer.get("/learning").status_code == 200
        assert viewer.get("/learning/labelled.jsonl").status_code == 403
