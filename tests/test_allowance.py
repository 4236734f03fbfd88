"""The second reader takes its share of the readers' time and no more; what it had none for is told."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor import config
from monitor.desk.deployment import deployed
from monitor.model import Judged, Posting, Tier
from monitor.second import is_unasked
from monitor.worker import Allowance, Jobs, Readers
from tests import plain_words, unsure
from tests.kinds import source

PLACE = source("webpage", "https://place.example/")
JOBS = Jobs(judge=unsure.judge, prepare=plain_words.prepare, reread=unsure.reread)
POSTINGS = tuple(Posting(str(n), "place", f"{PLACE.url}#{n}", f"odd {n}") for n in range(40))


class Time:
    """A clock that moves when told to."""

    def __init__(self) -> None:
        self.now = 1_000.0

    def __call__(self) -> float:
        return self.now


def spend(allowance: Allowance, clock: Time, seconds: float) -> None:
    with allowance.spending():
        clock.now += seconds


def spent() -> Allowance:
    """Give an allowance of which nothing is left."""
    clock = Time()
    allowance = Allowance(rate=0.5, saved=5, clock=clock)
    spend(allowance, clock, 100)
    return allowance


async def judged(postings: Sequence[Posting], *, allowance: Allowance | None) -> tuple[Judged, ...]:
    async with Readers(workers=1, jobs=JOBS, allowance=allowance) as readers:
        return await readers.judge(PLACE, postings)


async def test_where_it_has_time_for_all_it_is_asked_about_all_that_is_unclear() -> None:
    some = await judged(POSTINGS[:3], allowance=Allowance())

    assert [one.posting for one in some] == list(POSTINGS[:3])
    assert {one.assessment.tier for one in some} == {Tier.T3}
    assert not any(is_unasked(one.assessment) for one in some)


async def test_a_page_full_of_unclear_texts_holds_its_reader_no_longer_than_allowed() -> None:
    begun = time.monotonic()

    some = await judged(POSTINGS, allowance=Allowance(rate=0.1, saved=0.3))

    assert time.monotonic() - begun < len(POSTINGS) * unsure.SECONDS
    asked = [one for one in some if not is_unasked(one.assessment)]
    assert 0 < len(asked) < len(POSTINGS) / 2
    assert {one.assessment.tier for one in asked} == {Tier.T3}


async def test_what_it_had_no_time_for_is_judged_by_the_rules_and_marked() -> None:
    flagged = replace(POSTINGS[1], text="contract T1")

    unclear, clear = await judged([POSTINGS[0], flagged], allowance=spent())

    assert is_unasked(unclear.assessment)
    assert unclear.assessment.tier is None
    assert not is_unasked(clear.assessment)
    assert clear.assessment.tier is Tier.T1


async def test_without_an_allowance_it_is_asked_about_all() -> None:
    some = await judged(POSTINGS[:8], allowance=None)

    assert {one.assessment.tier for one in some} == {Tier.T3}


async def test_a_text_that_it_fails_on_keeps_the_rules_verdict_and_holds_up_no_other() -> None:
    failing = replace(POSTINGS[0], text="fail")

    first, second = await judged([failing, POSTINGS[1]], allowance=None)

    assert is_unasked(first.assessment)
    assert second.assessment.tier is Tier.T3


@given(
    st.lists(st.tuples(st.floats(0, 3), st.floats(0.01, 1)), max_size=60),
    st.floats(0.01, 2),
    st.floats(0, 10),
)
def test_it_never_takes_more_than_what_was_saved_and_its_share(
    texts: list[tuple[float, float]], rate: float, saved: float
) -> None:
    clock = Time()
    allowance = Allowance(rate=rate, saved=saved, clock=clock)
    taken = 0.0
    for pause, cost in texts:
        clock.now += pause
        if allowance.is_left:
            spend(allowance, clock, cost)
            taken += cost

    assert taken <= saved + rate * (clock.now - 1_000) + 1.001


def test_what_was_spent_is_earned_again() -> None:
    clock = Time()
    allowance = Allowance(rate=0.5, saved=5, clock=clock)
    spend(allowance, clock, 12)
    left = [allowance.is_left]
    for _ in range(3):
        clock.now += 5
        left.append(allowance.is_left)

    assert left == [False, False, False, True]


@pytest.mark.slow
async def test_serve_and_run_allow_it_no_more_than_its_share(tmp_path: Path) -> None:
    (tmp_path / "monitor.toml").write_text("")
    long = replace(POSTINGS[0], text="odd and long")

    async with deployed(config.load(tmp_path), jobs=JOBS) as works:
        first, second = await works.readers.judge(PLACE, [long, POSTINGS[1]])

    assert first.assessment.tier is Tier.T3
    assert is_unasked(second.assessment)
