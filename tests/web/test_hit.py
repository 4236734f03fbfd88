"""The page of one hit: what it shows, hides and does."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from selectolax.lexbor import LexborHTMLParser

from monitor.model import Role
from monitor.store import Answer, Decision, Question, Reason, Stage, Verdict, View
from monitor.store.audit import Sought
from tests.store.values import HOUR, NOW, see
from tests.web.desk import ADVERTS, Sitting, desk, judged

PHONE = "+7 912 345-67-89"


@pytest.fixture
def sitting(tmp_path: Path) -> Iterator[Sitting]:
    with desk(tmp_path, name="Aigul") as opened:
        yield opened


@pytest.fixture(scope="module")
def reading(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sitting]:
    """Give a sitting that tests share which change nothing."""
    with desk(tmp_path_factory.mktemp("reading"), name="Chief") as opened:
        yield opened


def of(sitting: Sitting, lang: str) -> str:
    """Give the id of the hit whose words are in a language."""
    hits = sitting.store.hits.all()
    return next(hit.id for hit in hits if hit.posting.text == ADVERTS[lang])


def page(answer: Any) -> LexborHTMLParser:
    assert answer.status_code in (200, 400, 409), answer.text
    return LexborHTMLParser(answer.text)


def text_of(answer: Any) -> str:
    """Give the words of the advert as they are shown, tips left out."""
    tree = page(answer)
    for tip in tree.css(".tip"):
        tip.decompose()
    (posting,) = tree.css("article .posting")
    return posting.text()


def last(sitting: Sitting, hit_id: str) -> int:
    review = sitting.store.reviews.last(hit_id)
    return review.id if review else 0


def decided(sitting: Sitting, hit_id: str, who: str = "Boris") -> int:
    verdict = Verdict(hit_id, Decision.CONFIRMED, who)
    return sitting.store.reviews.decide(verdict, seen=None, at=NOW).id


def test_the_words_stand_whole_with_contacts_hidden(reading: Sitting) -> None:
    answer = reading.get(f"/hits/{of(reading, 'ru')}")

    shown = text_of(answer)
    assert shown.startswith("Набор по контракту с МО РФ для граждан Узбекистана")
    assert "210 000 рублей" in shown
    assert "345-67-89" not in answer.text
    assert "sluzhba_primer" not in answer.text
    assert "[contact hidden]" in shown


def test_evidence_is_marked_and_each_mark_has_its_explanation(reading: Sitting) -> None:
    tree = page(reading.get(f"/hits/{of(reading, 'ru')}"))

    marks = tree.css("article a.mark")
    kinds = {kind for mark in marks for kind in (mark.attributes["class"] or "").split()}
    assert {"pay", "promise", "contact", "claim"} <= kinds
    for mark in marks:
        tip = tree.css_first(f"#{mark.attributes['aria-describedby']}")
        assert tip is not None
        assert tip.text().strip()


def test_sums_are_said_and_roughly_compared(reading: Sitting) -> None:
    words = reading.get(f"/hits/{of(reading, 'ru')}").text

    assert "from 210,000 RUB" in words
    assert "2,600 USD" in words


def test_words_in_arabic_carry_their_language_and_direction(reading: Sitting) -> None:
    tree = page(reading.get(f"/hits/{of(reading, 'ar')}"))

    (posting,) = tree.css("article .posting")
    assert (posting.attributes["dir"], posting.attributes["lang"]) == ("auto", "ar")


def test_a_hit_that_is_not_there_is_not_found(reading: Sitting) -> None:
    assert reading.get("/hits/000000000000").status_code == 404


def test_contacts_are_shown_on_wish_and_the_wish_is_logged(sitting: Sitting) -> None:
    hit_id = of(sitting, "ru")

    answer = sitting.post(f"/hits/{hit_id}/reveal")

    assert answer.status_code == 303
    assert PHONE in text_of(sitting.get(f"/hits/{hit_id}"))
    assert any(
        (one.who, one.what, one.about) == ("Aigul", "contacts_shown", hit_id)
        for one in sitting.store.audit.find(Sought(), limit=9)
    )
    sitting.post(f"/hits/{hit_id}/hide")


def test_a_decision_goes_on_to_the_next_hit_and_can_be_taken_back_there(sitting: Sitting) -> None:
    hit_id = of(sitting, "ru")

    answer = sitting.post(f"/hits/{hit_id}/decide", decision="confirmed", seen="0", words="Sure")
    coming = page(sitting.get(answer.headers["location"]))

    standing = sitting.store.reviews.standing(hit_id)
    assert standing is not None
    assert (standing.verdict.decision, standing.verdict.reviewer) == (Decision.CONFIRMED, "Aigul")
    assert [note.text for note in sitting.store.casework.notes(hit_id)] == ["Sure"]
    assert hit_id not in answer.headers["location"].partition("?")[0]
    (form,) = coming.css("form.done")
    sitting.post(form.attributes["action"] or "", seen=str(standing.id))
    assert sitting.store.reviews.standing(hit_id) is None


def test_the_view_travels_from_hit_to_hit(sitting: Sitting) -> None:
    hit_id = of(sitting, "ru")

    answer = sitting.post(f"/hits/{hit_id}/decide?tier=T1&state=unreviewed", decision="unsure")

    assert "tier=T1&state=unreviewed&done=" in answer.headers["location"]


def test_what_was_left_for_later_comes_again_until_it_is_decided(sitting: Sitting) -> None:
    first = sitting.store.queue.page(View(stage=Stage.UNREVIEWED)).rows[0].hit_id
    path = f"/hits/{first}"
    seen = []

    for _ in range(4):
        seen.append(path)
        path = sitting.get(f"{path}/next", follow_redirects=False).headers["location"]

    assert len(set(seen)) == 4
    assert path == seen[0]


def test_the_hit_before_is_the_one_that_was_left(sitting: Sitting) -> None:
    first, second, *_ = (
        row.hit_id for row in sitting.store.queue.page(View(stage=Stage.UNREVIEWED)).rows
    )

    back = sitting.get(f"/hits/{second}/previous", follow_redirects=False)
    out = sitting.get(f"/hits/{first}/previous", follow_redirects=False)

    assert back.headers["location"] == f"/hits/{first}"
    assert out.headers["location"] == "/"


def test_a_reason_says_that_it_is_no_offer(sitting: Sitting) -> None:
    hit_id = of(sitting, "ru")

    sitting.post(f"/hits/{hit_id}/decide", reason="report", label="report_or_warning")

    standing = sitting.store.reviews.standing(hit_id)
    assert standing is not None
    assert standing.verdict.reason is Reason.REPORT
    assert standing.verdict.label == "report_or_warning"


def test_a_view_that_makes_no_sense_keeps_no_decision_from_being_made(sitting: Sitting) -> None:
    hit_id = of(sitting, "ru")

    answer = sitting.post(f"/hits/{hit_id}/decide?tier=T9", decision="unsure")

    assert answer.status_code == 303
    assert sitting.store.reviews.standing(hit_id) is not None


@pytest.mark.parametrize("shape", ["{}", "http://127.0.0.1/hits/{}?tier=T1"])
def test_a_duplicate_names_what_it_repeats_by_id_or_address(sitting: Sitting, shape: str) -> None:
    hit_id, other = of(sitting, "ru"), of(sitting, "en")

    sitting.post(f"/hits/{hit_id}/decide", decision="duplicate", repeats=shape.format(other))

    standing = sitting.store.reviews.standing(hit_id)
    assert standing is not None
    assert standing.verdict.duplicate_of == other


@pytest.mark.parametrize(
    "fields",
    [
        {"decision": "not_an_offer"},
        {"decision": "undone"},
        {"decision": "nonsense"},
        {"reason": "nonsense"},
        {"decision": "duplicate", "repeats": "ffffffffffff"},
        {"decision": "confirmed", "words": "x" * 20_001},
        {"decision": "confirmed", "seen": "١"},
        {},
    ],
)
def test_what_is_no_decision_is_refused_and_what_was_typed_stays(
    reading: Sitting, fields: dict[str, str]
) -> None:
    hit_id = of(reading, "ru")

    answer = reading.post(f"/hits/{hit_id}/decide", **({"words": "My reasons"} | fields))

    assert answer.status_code == 400
    tree = page(answer)
    assert tree.css_first("[role=alert]") is not None
    (typed,) = tree.css("form.decide textarea[name=words]")
    assert typed.text() == fields.get("words", "My reasons")
    assert reading.store.reviews.history(hit_id) == []


def test_who_was_overtaken_is_told_by_whom_and_loses_nothing(sitting: Sitting) -> None:
    hit_id = of(sitting, "ru")
    made = decided(sitting, hit_id)

    answer = sitting.post(f"/hits/{hit_id}/decide", decision="unsure", seen="0", words="Hm <b>")

    assert answer.status_code == 409
    tree = page(answer)
    (alert,) = tree.css("[role=alert]")
    assert "Boris decided meanwhile: Confirmed." in alert.text()
    (typed,) = tree.css("form.decide textarea[name=words]")
    assert typed.text() == "Hm <b>"
    (seen,) = tree.css("form.decide input[name=seen]")
    assert seen.attributes["value"] == str(made)
    assert len(sitting.store.reviews.history(hit_id)) == 1


def test_two_in_the_same_hit_are_warned(sitting: Sitting) -> None:
    hit_id = of(sitting, "ru")
    sitting.store.presence.look(hit_id, "Boris", at=NOW)

    words = sitting.get(f"/hits/{hit_id}").text
    asked = sitting.get(f"/hits/{hit_id}/here").text

    assert "Also looking at this hit now: Boris" in words
    assert asked == "Also looking at this hit now: Boris"


def test_who_owes_an_opinion_sees_nothing_of_what_others_think(sitting: Sitting) -> None:
    hit_id = of(sitting, "ru")
    decided(sitting, hit_id)
    sitting.store.cases.assign(hit_id, "Boris", by="Boris", at=NOW)
    number = sitting.store.opinions.ask(Question(hit_id, "Boris", "Aigul", NOW, "What is it?"))

    blind = sitting.get(f"/hits/{hit_id}")
    refused = sitting.post(f"/hits/{hit_id}/decide", decision="unsure")
    sitting.post(f"/hits/{hit_id}/answer", opinion=str(number), decision="escalated", words="Odd")

    assert "Boris asks what you think" in blind.text
    assert "What is it?" in blind.text
    assert "What was done" not in blind.text
    assert 'class="tag good"' not in blind.text
    assert refused.status_code == 409
    (given,) = sitting.store.opinions.of(hit_id)
    assert given.answer == Answer(Decision.ESCALATED, NOW, None, "Odd")
    assert "What was done" in sitting.get(f"/hits/{hit_id}").text


def test_notes_labels_deeds_and_assignment_are_kept_and_shown(sitting: Sitting) -> None:
    hit_id = of(sitting, "ru")
    for word, fields in (
        ("note", {"words": "<script>alert(1)</script>"}),
        ("tag", {"tag": "Syria"}),
        ("assign", {"who": "Aigul"}),
        ("act", {"what": "reported", "whom": "the hotline", "words": "no answer yet"}),
    ):
        assert sitting.post(f"/hits/{hit_id}/{word}", **fields).status_code == 303

    words = sitting.get(f"/hits/{hit_id}").text

    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in words
    assert "Reported: the hotline" in words
    assert "Given to Aigul" in words
    assert sitting.store.casework.tags(hit_id) == ("syria",)
    sitting.post(f"/hits/{hit_id}/untag", tag="syria")
    assert sitting.store.casework.tags(hit_id) == ()


@pytest.mark.parametrize(
    ("word", "fields", "said"),
    [
        ("undo", {"seen": ""}, "There is no decision to take back."),
        ("note", {"words": " "}, "a note has no words"),
        ("tag", {"tag": ""}, "a tag has no words"),
        ("ask", {"who": "Chief"}, "a second opinion is asked of somebody else"),
        ("answer", {"opinion": "7", "decision": "unsure"}, "this question is not open any more"),
        ("withdraw", {"opinion": "x"}, "Choose one of the answers that are offered."),
        ("act", {"what": "nonsense"}, "Choose one of the answers that are offered."),
    ],
)
def test_what_cannot_be_done_is_said_on_the_page(
    reading: Sitting, word: str, fields: dict[str, str], said: str
) -> None:
    answer = reading.post(f"/hits/{of(reading, 'en')}/{word}", **fields)

    assert answer.status_code == 400
    assert said in answer.text


def test_opinions_that_differ_are_said_to(sitting: Sitting) -> None:
    hit_id = of(sitting, "ru")
    decided(sitting, hit_id)
    number = sitting.store.opinions.ask(Question(hit_id, "Boris", "Aigul", NOW))

    sitting.post(f"/hits/{hit_id}/answer", opinion=str(number), reason="report")

    assert "Opinions differ. In force is: Confirmed" in sitting.get(f"/hits/{hit_id}").text


def test_what_was_done_outside_has_its_own_day(sitting: Sitting) -> None:
    hit_id = of(sitting, "ru")
    path = f"/hits/{hit_id}/act"

    kept = sitting.post(path, what="taken_down", on="2026-05-01")
    ahead = sitting.post(path, what="reported", on="2026-05-06")
    odd = sitting.post(path, what="reported", on="yesterday")

    assert [kept.status_code, ahead.status_code, odd.status_code] == [303, 400, 400]
    (action,) = sitting.store.casework.actions(hit_id)
    assert action.at.date().isoformat() == "2026-05-01"


def test_tomorrow_begins_where_the_desk_is_and_not_in_greenwich(tmp_path: Path) -> None:
    with desk(tmp_path, settings='timezone = "Pacific/Pago_Pago"\n') as sitting:
        path = f"/hits/{of(sitting, 'ru')}/act"

        ahead = sitting.post(path, what="reported", on="2026-05-04")
        today = sitting.post(path, what="reported", on="2026-05-03")

    assert (ahead.status_code, today.status_code) == (400, 303)


def test_a_hit_is_given_only_to_who_decides_here(reading: Sitting) -> None:
    answer = reading.post(f"/hits/{of(reading, 'ru')}/assign", who="a stranger")

    assert answer.status_code == 400
    assert "Nobody of that name decides at this desk." in answer.text


def test_an_edit_is_shown_word_by_word_without_its_contacts(sitting: Sitting) -> None:
    hit_id = of(sitting, "ru")
    edited = ADVERTS["ru"].replace("210 000", "250 000").replace("67-89", "67-90")
    key = next(hit for hit in sitting.store.hits.all() if hit.id == hit_id).posting.key
    see(sitting.store, judged(edited, key), at=NOW + HOUR)

    answer = sitting.get(f"/hits/{hit_id}")

    tree = page(answer)
    assert "250" in "".join(node.text() for node in tree.css(".edit ins"))
    assert "210" in "".join(node.text() for node in tree.css(".edit del"))
    assert "67-90" not in answer.text


def test_the_kept_page_is_named_and_never_served(reading: Sitting) -> None:
    hit_id = of(reading, "ru")

    answer = reading.get(f"/hits/{hit_id}")

    (hit,) = reading.store.hits.give([hit_id])
    assert hit.posting.capture_sha256 in answer.text
    assert "hxxps://north[.]example/" in answer.text
    assert "https://north.example" not in answer.text
    assert "ETag" in answer.text


def test_a_viewer_reads_and_is_offered_nothing_to_do(tmp_path: Path) -> None:
    with desk(tmp_path, Role.VIEWER) as sitting:
        hit_id = of(sitting, "ru")
        tree = page(sitting.get(f"/hits/{hit_id}"))
        refused = sitting.post(f"/hits/{hit_id}/decide", decision="confirmed")

    actions = {form.attributes.get("action") for form in tree.css("form")}
    assert not [action for action in actions if action and action.startswith("/hits/")]
    assert refused.status_code == 403


def test_the_last_of_a_view_says_so(sitting: Sitting) -> None:
    for hit_id in sitting.hits():
        answer = sitting.post(f"/hits/{hit_id}/decide", decision="unsure")

    assert "/done?" in answer.headers["location"]
    assert "Nothing more here" in sitting.get(answer.headers["location"]).text
