"""A source's state is believed after some looks, judged by its habit, and told once a change."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor import health
from monitor.model import Fault, Run, Source
from monitor.store import Judgement, State, Store

START = datetime(2026, 5, 4, tzinfo=UTC)  # a Monday
MINUTES = timedelta(minutes=1)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
NORTH = Source("north", "listing", "https://north.example/", every=HOUR, name="North")
GONE = Fault("http_404", "https://north.example/ is not there (status 404).")
NO_ITEMS = Fault("no_items", "The selector '.card' finds no advert on https://north.example/.")


@dataclass
class Diary:
    """Looks at one source, one after the other, and what was judged of them."""

    store: Store
    source: Source = NORTH
    now: datetime = START
    told: list[tuple[State, State]] = field(default_factory=list)

    def look(
        self, fault: Fault | None = None, *, shown: int = 30, fresh: int = 0, partial: bool = False
    ) -> Judgement:
        """Look once and let the source's interval pass."""
        habit = self.store.health.habit(self.source.id, at=self.now)
        fault = fault or health.shortfall(shown, habit)
        run = Run(self.source.id, self.now, self.now, fault=fault, shown=shown, fresh=fresh)
        run = replace(run, partial=partial)
        before = self.store.health.of(self.source.id)
        judgement = health.judge(self.source, before, habit, run)
        self.store.finish(run, self.source, judgement)
        if judgement.former is not None:
            self.told.append((judgement.former, judgement.health.state))
        self.now += self.source.every
        return judgement

    def looks(self, count: int, fault: Fault | None = None, *, shown: int = 30) -> None:
        for _ in range(count):
            self.look(fault, shown=shown)

    @property
    def state(self) -> State:
        known = self.store.health.of(self.source.id)
        assert known is not None
        return known.state


@pytest.fixture
def diary() -> Iterator[Diary]:
    with Store.open(":memory:") as store:
        yield Diary(store)


@pytest.mark.parametrize(
    ("code", "state"),
    [
        ("preview_off", State.PREVIEW_OFF),
        ("login_wall", State.LOGIN_WALL),
        ("http_401", State.LOGIN_WALL),
        ("bot_check", State.CAPTCHA),
        ("dns", State.NO_SUCH_NAME),
        ("no_such_name", State.NO_SUCH_NAME),
        ("robots", State.ROBOTS_FORBID),
        ("http_403", State.BLOCKED),
        ("http_429", State.BLOCKED),
        ("http_503", State.BLOCKED),
        ("http_404", State.GONE),
        ("http_410", State.GONE),
        ("http_500", State.UNREACHABLE),
        ("timeout", State.UNREACHABLE),
        ("robots_unavailable", State.UNREACHABLE),
        ("address", State.NOT_ASKED),
        ("bug", State.DEGRADED),
    ],
)
def test_a_fault_is_told_as_what_it_is_after_three_looks(
    diary: Diary, code: str, state: State
) -> None:
    diary.looks(20)

    diary.looks(2, Fault(code, "as seen"), shown=0)
    assert (diary.state, diary.told) == (State.HEALTHY, [])
    diary.looks(30, Fault(code, "as seen"), shown=0)

    assert diary.told == [(State.HEALTHY, state)]


def test_a_source_that_was_ill_from_the_first_look_is_told_too(diary: Diary) -> None:
    diary.looks(3, GONE, shown=0)

    assert diary.told == [(State.NEW, State.GONE)]


def test_the_first_good_look_is_no_news(diary: Diary) -> None:
    diary.look()

    assert (diary.state, diary.told) == (State.HEALTHY, [])


def test_two_looks_a_day_apart_are_enough(diary: Diary) -> None:
    diary.look()
    diary.source = replace(NORTH, every=DAY)

    diary.looks(2, GONE, shown=0)

    assert diary.told == [(State.HEALTHY, State.GONE)]


def test_one_bad_look_among_good_ones_alarms_nobody(diary: Diary) -> None:
    for _ in range(20):
        diary.looks(2)
        diary.look(GONE, shown=0)

    assert diary.told == []


def test_faults_of_different_sorts_tell_together_that_it_is_not_well(diary: Diary) -> None:
    diary.look()

    diary.look(Fault("timeout", "silent"), shown=0)
    diary.look(Fault("http_500", "broken"), shown=0)
    diary.look(GONE, shown=0)

    assert diary.told == [(State.HEALTHY, State.GONE)]
    assert diary.store.health.all()["north"].sentence == GONE.sentence


def test_a_host_that_is_left_alone_says_nothing_new_of_its_sources(diary: Diary) -> None:
    diary.look()

    diary.look(Fault("http_429", "wants to be asked more seldom"), shown=0)
    diary.looks(5, Fault("held", "is left alone for 900 s"), shown=0)

    assert diary.told == [(State.HEALTHY, State.BLOCKED)]


def test_recovery_is_told_once_after_two_good_looks(diary: Diary) -> None:
    diary.looks(20)
    diary.looks(5, GONE, shown=0)

    diary.look()
    assert diary.state is State.GONE
    diary.looks(10)

    assert diary.told == [(State.HEALTHY, State.GONE), (State.GONE, State.HEALTHY)]


def test_a_source_that_comes_and_goes_is_told_once(diary: Diary) -> None:
    diary.looks(3, GONE, shown=0)

    for _ in range(10):
        diary.look()
        diary.look(GONE, shown=0)

    assert diary.told == [(State.NEW, State.GONE)]


def test_one_illness_that_becomes_another_is_told_as_the_other(diary: Diary) -> None:
    diary.looks(5, Fault("http_429", "asked too often"), shown=0)

    diary.looks(2, GONE, shown=0)
    diary.look(Fault("http_429", "asked too often"), shown=0)
    assert diary.state is State.BLOCKED
    diary.looks(3, GONE, shown=0)

    assert diary.told == [(State.NEW, State.BLOCKED), (State.BLOCKED, State.GONE)]


def test_nothing_read_where_thirty_are_usual_is_a_changed_layout(diary: Diary) -> None:
    diary.looks(20)

    diary.looks(3, NO_ITEMS, shown=0)

    assert diary.told == [(State.HEALTHY, State.LAYOUT_CHANGED)]
    assert "30 adverts are usual" in diary.store.health.all()["north"].sentence


def test_a_feed_that_is_suddenly_empty_is_a_fault_though_it_says_none(diary: Diary) -> None:
    diary.looks(20)

    diary.looks(3, shown=0)

    assert diary.told == [(State.HEALTHY, State.LAYOUT_CHANGED)]
    assert diary.store.runs.of("north")[0].fault == Fault(
        "too_few", "shows 0 adverts; 30 are usual at this hour"
    )


def test_a_tenth_of_the_usual_adverts_is_a_page_read_badly(diary: Diary) -> None:
    diary.looks(20)

    diary.looks(3, shown=3)

    assert diary.told == [(State.HEALTHY, State.DEGRADED)]


def test_a_place_that_shows_fewer_for_good_is_well_again_once_that_is_habit(diary: Diary) -> None:
    diary.looks(24 * 14)

    diary.looks(24 * 7 * 20, shown=3)

    assert diary.told == [(State.HEALTHY, State.DEGRADED), (State.DEGRADED, State.HEALTHY)]


def test_a_selector_that_never_found_anything_is_no_changed_layout(diary: Diary) -> None:
    diary.looks(5, NO_ITEMS, shown=0)

    assert diary.told == [(State.NEW, State.DEGRADED)]


def test_a_board_that_is_empty_every_night_alarms_on_a_bare_day_only(diary: Diary) -> None:
    for _ in range(24 * 21):
        night = diary.now.hour < 6
        diary.look(NO_ITEMS if night else None, shown=0 if night else 30, fresh=0 if night else 1)
    diary.told.clear()

    for _ in range(24 * 3):
        night = diary.now.hour < 6
        diary.look(NO_ITEMS if night else None, shown=0 if night else 30, fresh=0 if night else 1)
    assert diary.told == []
    diary.now += 12 * HOUR
    diary.looks(3, NO_ITEMS, shown=0)

    assert diary.told == [(State.HEALTHY, State.LAYOUT_CHANGED)]


def test_a_layout_that_stayed_broken_for_weeks_is_not_taken_for_habit(diary: Diary) -> None:
    for _ in range(2):
        diary.looks(24 * 14)
        diary.looks(24 * 14, NO_ITEMS, shown=0)

    ill = (State.HEALTHY, State.LAYOUT_CHANGED)
    assert diary.told == [ill, (State.LAYOUT_CHANGED, State.HEALTHY), ill]


def busy(now: datetime) -> bool:
    """Tell whether a place of office hours posts something at this hour."""
    return now.weekday() < 5 and 8 <= now.hour < 18


def test_silence_alarms_after_a_time_that_fits_the_habit(diary: Diary) -> None:
    for _ in range(24 * 28):
        diary.look(fresh=int(busy(diary.now) and diary.now.hour % 2 == 0))
    assert diary.told == []

    begun = diary.now
    while not diary.told and diary.now - begun < 30 * DAY:
        diary.look()

    assert diary.told == [(State.HEALTHY, State.QUIET)]
    assert 2 * DAY <= diary.now - begun <= 5 * DAY  # twelve posts that should have come


def test_a_weekend_is_no_silence_where_weekends_are_silent(diary: Diary) -> None:
    for _ in range(24 * 7 * 12):
        diary.look(fresh=int(busy(diary.now)))

    assert diary.told == []


def test_something_new_ends_the_silence_at_once(diary: Diary) -> None:
    for _ in range(24 * 28):
        diary.look(fresh=1)
    diary.looks(48)

    diary.look(fresh=1)

    assert diary.told == [(State.HEALTHY, State.QUIET), (State.QUIET, State.HEALTHY)]


def test_a_page_that_never_brings_anything_new_is_never_called_silent(diary: Diary) -> None:
    diary.look(shown=1, fresh=1)

    diary.looks(24 * 60, shown=1)

    assert diary.told == []


def test_looks_that_had_no_page_are_no_silence(diary: Diary) -> None:
    for _ in range(24 * 28):
        diary.look(fresh=1)

    diary.looks(48, GONE, shown=0)

    assert [state for _, state in diary.told] == [State.GONE]


def test_a_fault_of_single_adverts_is_no_illness_of_the_place(diary: Diary) -> None:
    for _ in range(10):
        diary.look(GONE, partial=True)

    assert (diary.state, diary.told) == (State.HEALTHY, [])


def test_a_page_that_is_read_with_a_fault_is_degraded(diary: Diary) -> None:
    diary.looks(3, Fault("http_403", "adverts' own pages do not let us in"))

    assert diary.told == [(State.NEW, State.DEGRADED)]


def test_words_shown_beside_a_captcha_do_not_hide_it(diary: Diary) -> None:
    diary.looks(3, Fault("bot_check", "shows a check for robots"), shown=1)

    assert diary.told == [(State.NEW, State.CAPTCHA)]


def test_a_clock_set_back_confirms_nothing_by_itself(diary: Diary) -> None:
    diary.looks(5)
    diary.look(GONE, shown=0)
    diary.now -= timedelta(days=400)

    diary.look(GONE, shown=0)
    assert diary.told == []
    diary.look(GONE, shown=0)

    assert diary.told == [(State.HEALTHY, State.GONE)]


def test_each_channel_of_the_operator_is_told_under_a_key_of_its_own(diary: Diary) -> None:
    diary.looks(2, GONE, shown=0)
    judgement = diary.look(GONE, shown=0)

    first, second = health.alarms(NORTH, judgement, ("ops", "phone"), at=diary.now)

    assert (first.channel, second.channel) == ("ops", "phone")
    assert first.key != second.key
    assert first == health.alarms(NORTH, judgement, ("ops",), at=diary.now)[0]
    assert (first.about, first.name, first.state, first.former) == ("north", "North", "gone", "new")
    assert (first.url, first.since) == ("hxxps://north[.]example/", START)


def test_a_look_that_changes_nothing_owes_nobody(diary: Diary) -> None:
    assert health.alarms(NORTH, diary.look(), ("ops",), at=START) == ()


@pytest.mark.parametrize("every", [MINUTES, 15 * MINUTES, HOUR])
def test_a_habit_is_bounded_however_often_a_source_is_looked_at(
    diary: Diary, every: timedelta
) -> None:
    diary.source = replace(NORTH, every=every)
    for _ in range(2000):
        diary.look(fresh=1)
        diary.now += 7 * DAY - every  # the same hour of each week

    habit = diary.store.health.habit("north", at=diary.now)
    assert habit.week == habit.here
    assert habit.here.looks <= max(health.LEAST_MEMORY, health.WEEKS * HOUR / every) + 1


LOOK = st.tuples(
    st.sampled_from(["", "http_404", "http_403", "no_items", "bot_check", "held", "dns", "odd"]),
    st.integers(0, 40),
    st.integers(0, 3),
    st.booleans(),
    st.integers(-(10**6), 10**6),
)


@given(looks=st.lists(LOOK, max_size=60))
@settings(max_examples=60, deadline=None)
def test_whatever_comes_each_change_is_told_once_and_follows_from_the_last(
    looks: list[tuple[str, int, int, bool, int]],
) -> None:
    with Store.open(":memory:") as store:
        diary = Diary(store)
        for code, shown, fresh, partial, seconds in looks:
            fault = Fault(code, "as seen") if code else None
            diary.look(fault, shown=shown, fresh=min(fresh, shown), partial=partial)
            diary.now += timedelta(seconds=seconds)

    states = [state for change in diary.told for state in change]
    formers, afters = states[::2], states[1::2]
    assert all(former is not after for former, after in diary.told)
    assert all(one is other for one, other in zip(afters, formers[1:], strict=False))
    assert State.NEW not in afters
