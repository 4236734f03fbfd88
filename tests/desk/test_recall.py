"""Recall in the field: what answers tell of it, and that its interval holds what it promises."""

from __future__ import annotations

import random
from math import inf

import pytest

from monitor.desk.recall import SHARES, Stratum, estimate, strata, total, unanswered, wilson
from monitor.store.draws import Counted

PRECISE = strata([Counted("T1", 100, 100, 90)])


def test_who_has_seen_all_knows_it_exactly() -> None:
    recall = estimate(PRECISE, strata([Counted("near", 20, 20, 10)]))

    assert recall
    assert recall.value == pytest.approx(0.9)
    assert recall.interval == pytest.approx((0.9, 0.9))


def test_no_miss_among_a_few_leaves_room_for_many() -> None:
    recall = estimate(PRECISE, strata([Counted("bare", 10_000, 20, 0)]))

    assert recall
    assert recall.value == 1.0
    assert recall.interval[0] < 0.1


def test_more_answers_narrow_the_interval() -> None:
    few = estimate(PRECISE, strata([Counted("near", 1000, 50, 5)]))
    many = estimate(PRECISE, strata([Counted("near", 1000, 500, 50)]))

    assert few
    assert many
    assert few.value == pytest.approx(many.value)
    assert few.interval[0] < many.interval[0] < many.interval[1] < few.interval[1]


def test_without_answers_there_is_no_estimate_and_it_says_of_what() -> None:
    drawn = strata([Counted("near", 9, 3, 1), Counted("far", 50, 0, 0)])

    assert estimate(PRECISE, drawn) is None
    assert unanswered(drawn) == ("far",)


def test_without_draws_or_without_adverts_there_is_no_estimate() -> None:
    assert estimate(PRECISE, ()) is None
    assert estimate(strata([Counted("T1", 5, 5, 0)]), strata([Counted("near", 9, 3, 0)])) is None


def test_a_day_of_many_postings_weighs_more() -> None:
    (one,) = strata([Counted("far", 900, 3, 3), Counted("far", 100, 3, 0)])

    assert one.share == pytest.approx(0.9)


def test_a_day_without_answers_counts_with_the_others_share() -> None:
    (one,) = strata([Counted("far", 100, 10, 5), Counted("far", 300, 0, 0)])

    assert one.total == pytest.approx(200)


def test_there_are_at_least_as_many_adverts_as_were_seen() -> None:
    found = total(strata([Counted("far", 10_000, 10, 3)]))

    assert found.low >= 3


def test_wilson_agrees_with_the_book() -> None:
    assert wilson(0.5, 10) == pytest.approx((0.2366, 0.7634), abs=1e-4)
    assert wilson(0.3, inf) == (0.3, 0.3)


@pytest.mark.parametrize(
    ("precision", "missed"),
    [
        ((0.95, 0.8, 0.3), (0.10, 0.01, 0.0005)),
        ((0.9, 0.6, 0.2), (0.02, 0.002, 0.0)),
        ((0.99, 0.9, 0.5), (0.3, 0.05, 0.001)),
    ],
)
def test_the_interval_holds_the_truth_as_often_as_it_says(
    precision: tuple[float, ...], missed: tuple[float, ...]
) -> None:
    chance = random.Random(20260504)

    held = [_holds(chance, precision, missed) for _ in range(150)]

    assert sum(held) / len(held) >= 0.92


def _holds(chance: random.Random, precision: tuple[float, ...], missed: tuple[float, ...]) -> bool:
    """Make a quarter of a year of postings, draw from it daily, and look whether the truth is in."""
    flagged, true = [], 0
    for tier, share in zip(("T1", "T2", "T3"), precision, strict=True):
        there = [chance.random() < share for _ in range(120)]
        true += sum(there)
        flagged.append(Counted(tier, 120, 80, sum(chance.sample(there, 80))))
    drawn, lost = [], 0
    for stratum, share in zip(SHARES, missed, strict=True):
        for _ in range(90):
            size = {"near": 15, "far": 60, "bare": 150}[stratum] + chance.randrange(20)
            there = [chance.random() < share for _ in range(size)]
            lost += sum(there)
            asked = SHARES[stratum]
            drawn.append(Counted(stratum, size, asked, sum(chance.sample(there, asked))))
    recall = estimate(strata(flagged), strata(drawn))
    assert recall
    low, high = recall.interval
    return low <= true / (true + lost) <= high


def test_a_stratum_says_how_many_adverts_it_has() -> None:
    assert Stratum("near", 40, 10, 1, 0.1, (0.0, 0.4)).total == pytest.approx(4)
