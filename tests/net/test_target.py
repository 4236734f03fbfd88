"""No string, however hostile, gets a URL past us or raises anything but our own error."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.errors import Refused
from monitor.net.target import join, parse

BASE = "https://shop.example.org/a/b"
_PIECES = st.sampled_from(
    [
        "http",
        "https",
        ":",
        "//",
        "/",
        "@",
        "[",
        "]",
        "::1",
        "127.1",
        "\\",
        "%",
        "#",
        "?",
        ".",
        "xn--",
        "ß",
        "İ",
        "\0",
    ]
)
HOSTILE = st.one_of(st.text(max_size=60), st.lists(_PIECES, max_size=12).map("".join))


@given(HOSTILE)
def test_any_string_is_a_target_or_refused(url: str) -> None:
    try:
        target = parse(url)
    except Refused:
        return
    assert target.scheme in {"http", "https"}
    assert target.host.isascii()
    assert "@" not in target.authority


@given(HOSTILE)
def test_any_location_is_joined_or_refused(location: str) -> None:
    try:
        onward = join(BASE, location)
    except Refused:
        return
    assert isinstance(onward, str)


@given(HOSTILE)
def test_a_target_taken_apart_again_is_the_same(url: str) -> None:
    try:
        target = parse(url)
    except Refused:
        return
    assert parse(target.url).authority == target.authority


@pytest.mark.parametrize(
    ("location", "onward"),
    [
        ("/c", "https://shop.example.org/c"),
        ("c?d", "https://shop.example.org/a/c?d"),
        ("//other.example/", "https://other.example/"),
        ("http://other.example", "http://other.example"),
    ],
)
def test_location_is_joined_as_a_browser_does(location: str, onward: str) -> None:
    assert join(BASE, location) == onward
