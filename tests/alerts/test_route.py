"""A route says who hears of what, and when, in the deployment's own time."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from monitor.alerts import About, Route
from monitor.model import Tier
from monitor.timetable import parse_hours

TEAM = Route(channels=("team",))
ALMATY = ZoneInfo("Asia/Almaty")
BERLIN = ZoneInfo("Europe/Berlin")
HIT = About(Tier.T1, "jobs-board", "uz-Latn", "KZ", "Служба по контракту, АЛАБУГА, сборка")
MONDAY = datetime(2026, 5, 4, 9, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("limits", "takes"),
    [
        ({}, True),
        ({"tiers": (Tier.T3,)}, False),
        ({"languages": ("uz",)}, True),
        ({"languages": ("ru", "uz-Cyrl")}, False),
        ({"countries": ("KZ", "UZ")}, True),
        ({"countries": ("UZ",)}, False),
        ({"sources": ("jobs-board",)}, True),
        ({"sources": ("other",)}, False),
        ({"words": ("алабуг",)}, True),
        ({"words": ("контракту, алабуга",)}, True),
        ({"words": ("лабуг",)}, False),
        ({"words": ("nowhere", "Сборк")}, True),
    ],
)
def test_a_route_takes_what_fits_all_its_limits(limits: dict[str, object], *, takes: bool) -> None:
    assert replace(TEAM, **limits).takes(HIT) is takes  # type: ignore[arg-type]


def test_a_word_is_found_through_the_disguise_of_other_alphabets_letters() -> None:
    route = replace(TEAM, words=("контракт",))

    assert route.takes(replace(HIT, text="служба по кoнтpaктy"))


def test_a_word_does_not_begin_behind_a_vowel_sign() -> None:
    assert not replace(TEAM, words=("म",)).takes(replace(HIT, text="काम"))


def test_a_hit_whose_language_nobody_could_tell_goes_every_way() -> None:
    assert replace(TEAM, languages=("ru",)).takes(replace(HIT, lang="und"))


def test_a_source_without_a_country_is_of_none() -> None:
    assert not replace(TEAM, countries=("KZ",)).takes(replace(HIT, country=None))


@pytest.mark.parametrize(
    ("times", "after"),
    [
        (("18:00",), timedelta(hours=3, minutes=30)),
        (("08:00", "18:00"), timedelta(hours=3, minutes=30)),
        (("14:00",), timedelta(hours=23, minutes=30)),
        (("mon 08:00",), timedelta(days=6, hours=17, minutes=30)),
        (("tue 14:30",), timedelta(days=1)),
        (("mon 14:30",), timedelta(days=7)),
    ],
)
def test_a_digest_waits_for_the_next_of_its_times(times: tuple[str, ...], after: timedelta) -> None:
    """It is half past two in Almaty, a Monday."""
    assert replace(TEAM, digest=times).held_until(MONDAY, ALMATY) == MONDAY + after


def test_a_route_without_times_sends_at_once() -> None:
    assert TEAM.held_until(MONDAY, ALMATY) is None


@pytest.mark.parametrize(
    ("evening", "due"),
    [
        (datetime(2026, 3, 28, 22, tzinfo=UTC), datetime(2026, 3, 29, 1, 30, tzinfo=UTC)),
        (datetime(2026, 10, 24, 22, tzinfo=UTC), datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),
    ],
)
def test_a_digest_comes_once_on_the_days_when_clocks_change(
    evening: datetime, due: datetime
) -> None:
    route = replace(TEAM, digest=("02:30",))

    first = route.held_until(evening, BERLIN)

    assert first == due
    assert route.held_until(due, BERLIN) > due + timedelta(hours=12)  # type: ignore[operator]


@pytest.mark.parametrize(
    ("hours", "at", "quiet"),
    [
        ("22:00-07:00", "21:59", False),
        ("22:00-07:00", "22:00", True),
        ("22:00-07:00", "06:59", True),
        ("22:00-07:00", "07:00", False),
        ("12:00-14:00", "13:00", True),
        ("00:00-24:00", "00:00", True),
        ("mon 00:00-24:00", "12:00", True),
        ("tue 00:00-24:00", "12:00", False),
        ("sun 22:00-07:00", "06:00", True),
        ("mon 22:00-07:00", "06:00", False),
    ],
)
def test_quiet_hours_are_told_in_the_deployments_zone(hours: str, at: str, *, quiet: bool) -> None:
    moment = datetime.fromisoformat(f"2026-05-04T{at}").replace(tzinfo=ALMATY)

    assert (
        replace(TEAM, quiet=(parse_hours(hours),)).is_quiet(moment.astimezone(UTC), ALMATY) is quiet
    )


@pytest.mark.parametrize(
    ("limits", "said"),
    [
        ({"digest": ("8:00",)}, 'digest: found "8:00"'),
        ({"digest": ("24:00",)}, "digest: found"),
        ({"digest": ("xyz 08:00",)}, "digest: found"),
        ({"tiers": ()}, "tiers is empty"),
        ({"channels": ()}, "channels names nobody"),
        ({"words": (" ",)}, "words has an empty one"),
    ],
)
def test_what_cannot_work_is_refused_in_a_sentence(limits: dict[str, object], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        replace(TEAM, **limits)  # type: ignore[arg-type]
