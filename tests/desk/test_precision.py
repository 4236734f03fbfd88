"""Precision out of decisions, and the labelled texts that `evaluate` reads."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest

from monitor import config
from monitor.desk.corpus import read_lines
from monitor.desk.deployment import open_store
from monitor.desk.precision import class_of, labelled, measure
from monitor.model import Label, Tier
from monitor.store import Decision, Reason, Retention, Store, Verdict, hit_id
from monitor.store.byhand import BY_HAND, Origin, Way
from tests.cli.conftest import Call, call_upon
from tests.store import values
from tests.store.values import NOW, flagged, posting, see

TEXTS = ("Контракт, гражданство", "Вести с фронта", "Требуются водители", "Еще раз контракт")
DECIDED = (
    (Decision.CONFIRMED, None, None),
    (Decision.NOT_AN_OFFER, Reason.REPORT, None),
    (Decision.CONFIRMED, None, Label.DECEPTIVE_JOB),
    (Decision.DUPLICATE, None, None),
)


def fill(store: Store) -> None:
    """Keep four hits and a decision on each."""
    for number, (text, (decision, reason, label)) in enumerate(zip(TEXTS, DECIDED, strict=True)):
        see(store, flagged(posting(str(number), text), Tier.T2 if number else Tier.T1))
        one = Verdict(hit_id("north", str(number)), decision, "Aigul", reason, label)
        store.reviews.decide(one, seen=None, at=NOW)


@pytest.fixture
def store() -> Store:
    opened = Store.open(":memory:")
    fill(opened)
    return opened


@pytest.fixture
def call(tmp_path: Path) -> Call:
    (tmp_path / "sources").mkdir()
    (tmp_path / "monitor.toml").touch()
    with open_store(config.load(tmp_path)) as opened:
        fill(opened)
    return partial(call_upon, tmp_path)


def figures(store: Store) -> dict[tuple[str, str], tuple[int, int]]:
    measured = measure(store.findings.decided())
    return {(one.by, one.name): (one.share.right, one.share.of) for one in measured}


def test_precision_counts_what_was_confirmed_among_what_was_settled(store: Store) -> None:
    assert figures(store) == {
        ("all", ""): (2, 3),
        ("tier", "T1"): (1, 1),
        ("tier", "T2"): (1, 2),
        ("class", "army_offer"): (2, 3),
        ("language", "ru"): (2, 3),
        ("source", "north"): (2, 3),
        ("signal", "pay"): (2, 3),
    }


def test_precision_stays_when_retention_lets_misjudged_hits_go(store: Store) -> None:
    before = figures(store)
    store._db.change("DELETE FROM alerts")

    pruned = store.prune(Retention(), now=NOW + timedelta(days=200))

    assert pruned.hits == 1
    assert figures(store) == before


def test_a_decision_taken_back_is_not_counted(store: Store) -> None:
    last = store.reviews.last(hit_id("north", "0"))
    assert last is not None

    store.reviews.undo(last.verdict.hit_id, by="Aigul", seen=last.id, at=NOW)

    assert figures(store)["all", ""] == (1, 2)


def test_a_decision_labels_the_words_that_it_was_made_on(store: Store) -> None:
    see(store, flagged(posting("0", "Совсем другие слова")), at=NOW + timedelta(days=1))

    lines = labelled(store.findings.labelled())

    assert [(line["text"], line["label"]) for line in lines] == [
        (TEXTS[0], "army_offer"),
        (TEXTS[1], "report_or_warning"),
        (TEXTS[2], "deceptive_job_suspect"),
    ]


@pytest.mark.parametrize("reason", list(Reason))
def test_each_reason_says_a_class_that_is_no_offer(store: Store, reason: Reason) -> None:
    one = replace(store.findings.labelled()[1], reason=reason)

    assert class_of(one) in (Label.REPORT, Label.OTHER_ARMY, Label.UNRELATED)


def test_evaluate_reads_what_was_decided(call: Call, tmp_path: Path) -> None:
    path = tmp_path / "decided.jsonl"

    path.write_text(call("reviews", "--labelled").output, encoding="utf-8")

    assert [text.label for text in read_lines(path)] == [
        Label.ARMY_OFFER,
        Label.REPORT,
        Label.DECEPTIVE_JOB,
    ]
    assert call("evaluate", str(path), "--json").exit_code == 0


def test_the_table_leaves_out_what_few_decided_and_json_does_not(call: Call) -> None:
    first = json.loads(call("reviews", "--json").output.splitlines()[0])

    assert (first["by"], first["right"], first["decided"]) == ("all", 2, 3)
    assert "pay" not in call("reviews").output
    assert "pay" in call("reviews", "--least", "3").output


def test_nothing_decided_is_told_plainly(tmp_path: Path) -> None:
    (tmp_path / "sources").mkdir()
    (tmp_path / "monitor.toml").touch()

    assert "Nothing was decided yet" in call_upon(tmp_path, "reviews").output


def test_what_people_brought_says_nothing_of_what_the_rules_find(store: Store) -> None:
    before = figures(store)
    origin = Origin(Way.TEXT, "Aigul", NOW)
    for key, tier in (("by tip", Tier.T1), ("unflagged", None)):
        judged = flagged(replace(posting(key, key), source_id=BY_HAND), tier)
        capture = store.by_hand.keep(values.capture(body=key.encode()))
        made = store.by_hand.add(judged, capture=capture, origin=origin)
        store.reviews.decide(Verdict(made, Decision.CONFIRMED, "Aigul"), seen=None, at=NOW)

    assert figures(store) == before


def test_of_a_missed_advert_only_a_person_can_say_the_class(store: Store) -> None:
    (one, *_) = store.findings.labelled()
    unflagged = replace(one.judged, assessment=values.assessment("", None))

    missed = replace(one, decision=Decision.CONFIRMED, judged=unflagged, label=None)

    assert class_of(missed) is None
    assert class_of(replace(missed, label=Label.PROMO)) is Label.PROMO


def test_what_a_draw_refuted_is_a_labelled_text_too() -> None:
    refuted = flagged(posting("9", "Ищем швею"), tier=None)

    (line,) = labelled([], [refuted])

    assert line["label"] == "unrelated"
    assert line["text"] == "Ищем швею"
