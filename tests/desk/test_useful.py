"""What is most useful to review next: doubt times rarity, and not ten of one kind."""

from __future__ import annotations

from dataclasses import replace

from monitor.desk.useful import most_useful
from monitor.model import Hit, Label
from monitor.store import Decision
from monitor.store.findings import Decided
from tests.store.values import NOW, assessment, posting


def hit(name: str, *, score: float = 0.9, lang: str = "ru") -> Hit:
    said = replace(assessment("Контракт"), score=score, lang=lang)
    return Hit(name, posting(name), said, NOW, NOW, 1)


def decided(lang: str = "ru") -> Decided:
    signals = frozenset({"pay"})
    return Decided(Decision.CONFIRMED, "north", lang, Label.ARMY_OFFER, "T1", signals)


def test_what_is_in_doubt_comes_before_what_is_sure() -> None:
    useful = most_useful([hit("sure", score=0.99), hit("doubt", score=0.5)], [])

    assert [one.hit.id for one in useful] == ["doubt", "sure"]
    assert useful[0].doubt == 1.0


def test_of_equal_doubt_what_was_seldom_decided_comes_first() -> None:
    useful = most_useful([hit("common"), hit("rare", lang="ky")], [decided()] * 20)

    assert useful[0].hit.id == "rare"
    assert useful[0].rarest == ("language", "ky")
    assert useful[0].decided == 0


def test_those_chosen_differ() -> None:
    hits = [*(hit(f"ru{n}", score=0.6) for n in range(5)), hit("ky", score=0.62, lang="ky")]

    useful = most_useful(hits, [], count=2)

    assert {one.hit.assessment.lang for one in useful} == {"ru", "ky"}


def test_no_more_are_named_than_there_are() -> None:
    assert len(most_useful([hit("1")], [], count=10)) == 1
    assert most_useful([], [], count=10) == []
