"""What goes into a column comes out of it."""

from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.model import (
    Assessment,
    Contact,
    ContactType,
    Contribution,
    Finding,
    Label,
    Money,
    Notice,
    Period,
    Promise,
    Purpose,
    Quote,
    Span,
    Tier,
)
from monitor.store.codec import (
    assessment_from_json,
    assessment_to_json,
    notice_from_json,
    notice_to_json,
    pairs_from_json,
    pairs_to_json,
    storable,
    to_text,
    to_time,
)

words = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
sums = st.none() | st.decimals(allow_nan=False, allow_infinity=False)
moneys = st.builds(
    Money,
    low=sums,
    high=sums,
    currency=st.none() | st.sampled_from(["RUB", "USD", "KZT"]),
    period=st.none() | st.sampled_from(Period),
    purpose=st.sampled_from(Purpose),
)
promises = st.builds(Promise, what=words, days=st.none() | st.integers(0), family=st.booleans())
contacts = st.builds(Contact, type=st.sampled_from(ContactType), value=words)
findings = st.builds(
    Finding,
    signal=words,
    span=st.builds(Span, start=st.integers(0, 10**6), end=st.integers(0, 10**6)),
    quote=words,
    value=st.none() | words | moneys | promises | contacts,
)
finite = st.floats(allow_nan=False, allow_infinity=False)
assessments = st.builds(
    Assessment,
    label=st.sampled_from(Label),
    tier=st.none() | st.sampled_from(Tier),
    score=finite,
    lang=words,
    foreigners=st.booleans(),
    findings=st.lists(findings, max_size=4).map(tuple),
    contributions=st.lists(st.builds(Contribution, signal=words, weight=finite)).map(tuple),
    subscores=st.lists(st.tuples(words, finite), max_size=3).map(tuple),
    rules=words,
    truncated=st.booleans(),
)
moments = st.datetimes(timezones=st.just(UTC))
notices = st.builds(
    Notice,
    hit_id=words,
    version=st.integers(1),
    label=words,
    tier=words,
    score=finite,
    lang=words,
    source_id=words,
    source_name=words,
    url=words,
    seen_at=moments,
    quotes=st.lists(st.builds(Quote, signal=words, words=words), max_size=3).map(tuple),
    sums=st.lists(moneys, max_size=3).map(tuple),
    promise=st.none() | promises,
    desk_url=words,
)


@given(assessments)
def test_assessment_comes_back_whole(assessment: Assessment) -> None:
    assert assessment_from_json(assessment_to_json(assessment)) == assessment


@given(notices)
def test_notice_comes_back_whole(notice: Notice) -> None:
    assert notice_from_json(notice_to_json(notice)) == notice


def test_a_sum_keeps_its_digits() -> None:
    money = Money(Decimal("0.10"), Decimal("5200000.00"), "RUB")
    assessment = Assessment(
        Label.ARMY_OFFER, Tier.T1, 1.0, "ru", True, (Finding("pay", Span(0, 1), "x", money),)
    )

    back = assessment_from_json(assessment_to_json(assessment)).findings[0].value

    assert str(back) == str(money)


@given(moments, moments)
def test_times_sort_as_their_text_does(one: datetime, other: datetime) -> None:
    assert (to_text(one) < to_text(other)) == (one < other)
    assert to_time(to_text(one)) == one


def test_a_time_of_another_zone_is_stored_in_utc() -> None:
    almaty = timezone(timedelta(hours=5))

    text = to_text(datetime(2026, 5, 4, 3, 0, tzinfo=almaty))

    assert text == "2026-05-03T22:00:00.000000+00:00"


def test_a_time_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="without a zone"):
        to_text(datetime(2026, 5, 4))  # noqa: DTZ001


@given(st.lists(st.tuples(st.text(), st.text()), max_size=3).map(tuple))
def test_headers_come_back_whatever_bytes_they_had(headers: tuple[tuple[str, str], ...]) -> None:
    assert pairs_from_json(pairs_to_json(headers)) == headers


@given(st.text())
def test_storable_text_has_utf8_bytes_and_the_same_offsets(text: str) -> None:
    stored = storable(text)

    assert len(stored) == len(text)
    assert stored.encode().decode() == stored
