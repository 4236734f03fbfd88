"""Figures say what they count."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest

from monitor import rulebook
from monitor.desk.corpus import Labelled
from monitor.desk.evaluate import Matched, Share, by, evaluate
from monitor.model import Contact, ContactType, Label, Tier

RULES = rulebook.load()
OFFER = Labelled(
    id="a",
    text="Служба по контракту в армии РФ для иностранцев. Зарплата от 210 000 рублей в месяц, звоните +7 912 345-67-89",
    lang="ru",
    label=Label.ARMY_OFFER,
    tier=Tier.T1,
    foreigners=True,
    money=None,
    contacts=(Contact(ContactType.PHONE, "+79123456789"),),
)
JOB = Labelled(
    id="b", text="Требуется повар в кафе, график сменный", lang="ru", label=Label.UNRELATED
)


@pytest.mark.parametrize(
    ("share", "low", "high"),
    [(Share(0, 0), 0.0, 1.0), (Share(0, 10), 0.0, 0.278), (Share(10, 10), 0.722, 1.0), (Share(5, 10), 0.237, 0.763)],
)  # fmt: skip
def test_an_interval_is_wilsons(share: Share, low: float, high: float) -> None:
    assert share.interval == pytest.approx((low, high), abs=0.001)


def test_what_is_matched_counts_each_once() -> None:
    matched = Matched()

    matched.add(Counter({"a": 2, "b": 1}), Counter({"a": 1, "c": 1}))

    assert (matched.both, matched.ours_only, matched.theirs_only) == (1, 2, 1)
    assert matched.precision.value == pytest.approx(1 / 3)
    assert matched.recall.value == 0.5
    assert matched.f1 == pytest.approx(0.4)


def test_nothing_to_find_and_nothing_found_is_right() -> None:
    assert Matched().f1 == 1.0


def test_texts_are_judged_and_compared() -> None:
    report = evaluate([OFFER, JOB], RULES)

    assert report.texts == 2
    assert (report.alerts.both, report.alerts.ours_only, report.alerts.theirs_only) == (1, 0, 0)
    assert (report.contacts.both, report.contacts.ours_only) == (1, 0)
    assert (report.sums.both, report.sums.ours_only) == (0, 0)
    assert report.wrong == []


def test_a_wrong_alert_is_named() -> None:
    report = evaluate([replace(OFFER, label=Label.REPORT, tier=None)], RULES)

    assert [(name, label) for name, label, *_ in report.wrong] == [("a", Label.REPORT)]


def test_what_nobody_labelled_is_not_compared() -> None:
    report = evaluate([replace(OFFER, lang="und", tier=None, contacts=None)], RULES)

    assert (report.languages.recall.of, report.tiers.recall.of, report.contacts.recall.of) == (
        0,
        0,
        0,
    )


def test_texts_are_grouped_by_a_key() -> None:
    grouped = {
        name: len(texts) for name, texts in by(lambda text: text.label.value, [OFFER, JOB, JOB])
    }

    assert grouped == {"army_offer": 1, "unrelated": 2}
