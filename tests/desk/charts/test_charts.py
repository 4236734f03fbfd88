"""Pictures: well-formed, without style or script, readable without colour, and true to their table."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from xml.etree import ElementTree
from zoneinfo import ZoneInfo

import pytest

from monitor.desk.charts import (
    Bar,
    Bars,
    Cell,
    Chart,
    Line,
    Lines,
    Span,
    Strip,
    Strips,
    buckets,
    draw,
    place,
    samples,
)
from monitor.desk.charts._svg import figure, ticks

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = "<script>alert(1)</script>\u202e\"'&"
DAYS = ("1 May", "2 May", "3 May")
LINES = Lines(
    "Adverts",
    "Rising.",
    DAYS,
    (Line("T1", (1, None, 30)), Line(HOSTILE, (0, 4, 2))),
    axis="Day",
)
BARS = Bars("Nations", "Most: KG.", (Bar("KG", 7), Bar(HOSTILE, 3, 2)), ("Country", "Adverts"))
STRIPS = Strips(
    "Sources",
    "One fails.",
    DAYS,
    (Strip(HOSTILE, (Cell.GOOD, Cell.BAD, Cell.NOTHING), ((3, 0), (2, 2), (0, 0))),),
    ("Source", "Day", "Looks", "Faults"),
)
CHARTS = (LINES, BARS, STRIPS)


@pytest.mark.parametrize("chart", CHARTS)
def test_a_picture_is_well_formed_and_says_what_it_shows(chart: Chart) -> None:
    drawn = ElementTree.fromstring(draw(chart, name="one"))

    assert drawn.tag == f"{SVG}svg"
    assert drawn.get("role") == "img"
    named = {part.get("id"): part.text for part in drawn if part.get("id")}
    assert named == {"one-title": chart.title, "one-told": chart.told}
    assert drawn.get("aria-labelledby") == "one-title one-told"


@pytest.mark.parametrize("chart", CHARTS)
def test_hostile_names_stay_words(chart: Chart) -> None:
    drawn = draw(chart, name="one")

    tags = {part.tag.removeprefix(SVG) for part in ElementTree.fromstring(drawn).iter()}
    assert tags <= {"svg", "title", "desc", "g", "path", "line", "rect", "circle", "text"}
    assert "\u202e" not in drawn


@pytest.mark.parametrize("chart", CHARTS)
def test_nothing_in_it_needs_what_the_policy_forbids(chart: Chart) -> None:
    for part in ElementTree.fromstring(draw(chart, name="one")).iter():
        names = {name.lower() for name in part.attrib}
        assert not any(name == "style" or name.startswith(("on", "href")) for name in names)


@pytest.mark.parametrize(
    "chart", [Lines("t", "d", DAYS, ()), Bars("t", "d", ()), Strips("t", "d", (), ())]
)
def test_a_picture_of_nothing_is_a_picture(chart: Chart) -> None:
    assert ElementTree.fromstring(draw(chart, name="one")).tag == f"{SVG}svg"


def test_a_line_breaks_where_nothing_is_told() -> None:
    drawn = ElementTree.fromstring(draw(LINES, name="one"))

    first = drawn.find(f"{SVG}g[@class='series s0']/{SVG}path[@class='line']")
    assert first is not None
    assert first.get("d", "").count("M") == 2


def test_two_lines_differ_by_their_marks() -> None:
    drawn = ElementTree.fromstring(draw(LINES, name="one"))

    marks = [
        drawn.find(f"{SVG}g[@class='series s{kind}']/{SVG}g/*[@class='mark']") for kind in (0, 1)
    ]
    assert [mark.tag if mark is not None else "" for mark in marks] == [
        f"{SVG}circle",
        f"{SVG}path",
    ]


def test_each_line_has_a_sample_of_its_own_mark_beside_its_name() -> None:
    (first, name), (second, hostile) = samples(LINES)

    marks = [
        ElementTree.fromstring(one).find(f"{SVG}g/*[@class='mark']") for one in (first, second)
    ]
    assert [mark.tag if mark is not None else "" for mark in marks] == [
        f"{SVG}circle",
        f"{SVG}path",
    ]
    assert (name, hostile) == ("T1", HOSTILE)


def test_a_bad_stretch_has_a_sign() -> None:
    drawn = ElementTree.fromstring(draw(STRIPS, name="one"))

    assert [sign.text for sign in drawn.iter(f"{SVG}text") if sign.get("class") == "sign"] == ["×"]


def test_the_table_has_what_is_drawn() -> None:
    assert LINES.head == ("Day", "T1", HOSTILE)
    assert LINES.rows == [("1 May", 1, 0), ("2 May", None, 4), ("3 May", 30, 2)]
    assert BARS.rows == [("KG", 7), (HOSTILE, 3, 2)]
    assert STRIPS.rows == [(HOSTILE, "1 May", 3, 0), (HOSTILE, "2 May", 2, 2)]


@pytest.mark.parametrize(
    ("most", "expected"),
    [
        (0, (0, 1)),
        (3, (0, 1, 2, 3)),
        (47, (0, 10, 20, 30, 40, 50)),
        (1900, (0, 500, 1000, 1500, 2000)),
    ],
)
def test_the_axis_has_round_numbers(most: float, expected: tuple[float, ...]) -> None:
    assert ticks(most) == expected


@pytest.mark.parametrize(("value", "written"), [(7, "7"), (1200, "1.2k"), (3_000_000, "3M")])
def test_large_numbers_are_short(value: float, written: str) -> None:
    assert figure(value) == written


@pytest.mark.parametrize("span", list(Span))
@pytest.mark.parametrize("day", [date(2026, 1, 31), date(2026, 3, 1), date(2028, 2, 29)])
def test_buckets_end_with_today_and_stand_in_order(span: Span, day: date) -> None:
    zone = ZoneInfo("Asia/Bishkek")
    now = datetime(day.year, day.month, day.day, 20, tzinfo=UTC)

    found = buckets(span, now=now, zone=zone)

    assert place(now, found) == len(found) - 1
    assert place(found[0].begin - timedelta(seconds=1), found) is None
    assert [bucket.begin for bucket in found] == sorted({bucket.begin for bucket in found})
