"""Deciding in the queue: what a script is answered with, and the same without scripts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from selectolax.lexbor import LexborHTMLParser

from monitor.model import Role
from monitor.store import Decision, Question, Verdict
from tests.store import values
from tests.store.values import NOW
from tests.web.desk import ADVERTS, Sitting, desk, judged

TEMPLATES = Path(__file__).parents[2] / "monitor" / "web" / "templates"
PARTIAL = {"HX-Request": "true"}


@pytest.fixture
def sitting(tmp_path: Path) -> Iterator[Sitting]:
    with desk(tmp_path, name="Aigul") as opened:
        yield opened


def send(sitting: Sitting, path: str, **fields: str) -> Any:
    """Send a form of a row as htmx does."""
    data = {"csrf": sitting.csrf, "from": "queue"} | fields
    return sitting.client.post(path, data=data, headers=PARTIAL, follow_redirects=False)


def words(tree: LexborHTMLParser, selector: str) -> str:
    found = tree.css_first(selector)
    assert found is not None, selector
    return " ".join(found.text().split())


def overtake(sitting: Sitting, hit: str) -> None:
    verdict = Verdict(hit, Decision.UNSURE, "Boris")
    sitting.store.reviews.decide(verdict, seen=None, at=NOW)


def test_a_decision_changes_its_row_and_the_counts_and_is_spoken(sitting: Sitting) -> None:
    hit, *rest = sitting.hits()

    said = send(sitting, f"/hits/{hit}/decide", reason="report", seen="0")

    tree = LexborHTMLParser(said.text)
    assert (said.status_code, "<html" in said.text) == (200, False)
    assert words(tree, f"#hit-{hit} b") == "Not an offer, A report, a story or research"
    assert tree.css_first("[data-row]") is None
    assert words(tree, "#total") == f"{len(rest)} hits"
    assert words(tree, "#tabs [aria-current] .count") == str(len(rest))
    assert words(tree, "#said") == (
        f"Decided: Not an offer, A report, a story or research. {len(rest)} hits."
    )


def test_it_is_taken_back_where_it_was_made(sitting: Sitting) -> None:
    hit = sitting.hits()[0]
    made = LexborHTMLParser(send(sitting, f"/hits/{hit}/decide", decision="confirmed").text)
    form = made.css_first(f"#hit-{hit} form")
    assert form is not None
    seen = form.css_first("[name=seen]")
    assert seen is not None

    said = send(sitting, form.attributes["hx-post"] or "", seen=seen.attributes["value"] or "")

    tree = LexborHTMLParser(said.text)
    assert sitting.store.reviews.standing(hit) is None
    assert tree.css_first(f"#hit-{hit}[data-row][data-seen] [data-unfold]") is not None
    assert words(tree, "#total") == f"{len(ADVERTS)} hits"


def test_who_was_faster_is_told_in_the_row_and_nothing_is_written(sitting: Sitting) -> None:
    hit = sitting.hits()[0]
    overtake(sitting, hit)

    said = send(sitting, f"/hits/{hit}/decide", decision="confirmed", seen="0")

    tree = LexborHTMLParser(said.text)
    assert said.status_code == 409
    assert words(tree, f"#hit-{hit} [role=alert]").startswith("Boris decided meanwhile: Unsure.")
    assert [one.verdict.reviewer for one in sitting.store.reviews.history(hit)] == ["Boris"]
    again = tree.css_first(f"#hit-{hit}")
    assert again is not None
    assert (
        send(
            sitting,
            f"/hits/{hit}/decide",
            decision="confirmed",
            seen=again.attributes["data-seen"] or "",
        ).status_code
        == 200
    )


def test_without_scripts_one_comes_back_to_the_queue_at_the_row_that_is_next(
    sitting: Sitting,
) -> None:
    page = LexborHTMLParser(sitting.get("/?sort=oldest&state=unreviewed").text)
    first, second, *_ = [one.attributes["id"] or "" for one in page.css("[data-row]")]
    link = page.css_first(f"#{first} [data-unfold]")
    assert link is not None
    opened = LexborHTMLParser(sitting.get(link.attributes["href"] or "").text)
    form = opened.css_first(f"#{first} form.decide")
    assert form is not None

    said = sitting.post(form.attributes["action"] or "", **{"from": "queue", "reason": "law"})

    place = said.headers["location"]
    view = "state=unreviewed&sort=oldest"
    assert place == f"/?{view}&done={first[4:]}&on={second[4:]}#decided"
    then = LexborHTMLParser(sitting.get(place).text)
    back = then.css_first("form#decided")
    assert back is not None
    assert back.parent is not None
    row = back.parent.next
    while row is not None and row.tag == "-text":
        row = row.next
    assert row is not None
    assert row.attributes["id"] == second
    seen = back.css_first("[name=seen]")
    assert seen is not None
    undone = sitting.post(
        back.attributes["action"] or "", **{"from": "queue"}, seen=seen.attributes["value"] or ""
    )
    assert undone.headers["location"].endswith(f"#{first}")
    assert sitting.store.reviews.standing(first[4:]) is None


def test_the_last_of_a_view_can_be_taken_back_too(tmp_path: Path) -> None:
    with desk(tmp_path, texts={"en": ADVERTS["en"]}) as sitting:
        hit = sitting.hits()[0]

        said = sitting.post(f"/hits/{hit}/decide", **{"from": "queue"}, decision="confirmed")

        tree = LexborHTMLParser(sitting.get(said.headers["location"]).text)
        assert tree.css_first("form#decided [data-undo]") is not None


def test_of_a_campaign_it_is_said_how_many_more_wait(sitting: Sitting) -> None:
    text = ADVERTS["ru"].replace("бесплатно", "за наш счёт")
    values.see(sitting.store, judged(text, "again"), at=NOW + timedelta(hours=1))
    (hit,) = [one for one in sitting.hits() if "за наш счёт" in text_of(sitting, one)]

    said = send(sitting, f"/hits/{hit}/decide", decision="confirmed")

    assert "1 more of its campaign waits" in said.text


def text_of(sitting: Sitting, hit: str) -> str:
    return sitting.store.hits.give([hit])[0].posting.text


def test_who_owes_an_opinion_gives_it_first(sitting: Sitting) -> None:
    hit = sitting.hits()[0]
    sitting.store.opinions.ask(Question(hit, "Boris", "Aigul", NOW, "what do you think?"))

    page = LexborHTMLParser(sitting.get("/").text)
    said = send(sitting, f"/hits/{hit}/decide", decision="confirmed")

    assert page.css_first(f"#hit-{hit}") is not None
    assert page.css_first(f"#hit-{hit} [data-unfold]") is None
    assert f"open={hit}" not in sitting.get(f"/?open={hit}").text
    assert said.status_code == 409
    assert sitting.store.reviews.history(hit) == []


def test_taking_a_hit_is_seen_in_its_row(sitting: Sitting) -> None:
    hit = sitting.hits()[0]

    said = send(sitting, f"/hits/{hit}/assign", who="Aigul")

    assert "with <bdi>Aigul</bdi>" in said.text
    assert sitting.store.cases.assigned(hit) == "Aigul"


def test_a_viewer_is_offered_no_decision(tmp_path: Path) -> None:
    with desk(tmp_path, Role.VIEWER) as sitting:
        page = sitting.get("/").text

    assert "data-row" in page
    assert "data-unfold" not in page
    assert 'data-key="c"' not in page


def test_a_sitting_that_ended_is_said_and_no_login_is_put_into_the_page(sitting: Sitting) -> None:
    hit, csrf = sitting.hits()[0], sitting.csrf
    sitting.client.cookies.clear()

    counts = sitting.client.get("/", headers=PARTIAL, follow_redirects=False)
    said = sitting.client.post(
        f"/hits/{hit}/decide", data={"csrf": csrf, "from": "queue"}, headers=PARTIAL
    )

    assert (counts.status_code, said.status_code) == (401, 401)
    assert 'role="alert"' in said.text


def test_a_part_of_a_page_does_not_use_up_what_the_next_page_tells(sitting: Sitting) -> None:
    sitting.post("/views", view="state=any", name="All of them")

    part = sitting.client.get("/", headers=PARTIAL)
    whole = sitting.get("/")

    assert "The view was saved." not in part.text
    assert "The view was saved." in whole.text


def test_no_template_asks_htmx_to_run_words_as_code() -> None:
    """What `allowEval` would allow is not even written: handlers, filters, computed values."""
    running = re.compile(r"hx-on|hx-vars|hx-ext|hx-(?:vals|headers)=[\"']js:|hx-trigger=\"[^\"]*\[")

    written = {path.name: path.read_text(encoding="utf-8") for path in TEMPLATES.rglob("*.html")}

    assert any("hx-post" in text for text in written.values())
    assert [name for name, text in written.items() if running.search(text)] == []
