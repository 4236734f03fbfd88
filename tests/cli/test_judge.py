"""`assess`: a text, a saved page, a URL."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from .conftest import Call
from .served import CIVIL, OFFER, feed, html, served


def test_a_text_is_judged_with_its_reasons(call: Call) -> None:
    shown = call("assess", given=OFFER).output

    assert "T1" in shown
    assert "army offer" in shown
    assert "495,000 RUB" in shown
    assert "promise" in shown
    assert "345-67" not in shown


def test_a_verdict_fits_a_screen(call: Call) -> None:
    long = "\n".join(f"{OFFER} Часть {number}." for number in range(200))

    assert len(call("assess", given=long).output.splitlines()) <= 36


def test_a_text_that_is_no_offer_says_so(call: Call) -> None:
    assert "T1" not in call("assess", given=CIVIL).output


def test_contacts_are_shown_when_asked(call: Call) -> None:
    assert "+79123456789" in call("assess", "--contacts", given=OFFER).output


@pytest.mark.parametrize("encoding", ["utf-8", "windows-1251"])
def test_a_file_is_read_in_its_own_encoding(call: Call, tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "advert.txt"
    path.write_bytes(OFFER.encode(encoding))

    assert json.loads(call("assess", str(path), "--json").output)["tier"] == "T1"


def test_a_saved_page_is_read_as_its_reader_sees_it(call: Call, tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    hidden = '<p style="display:none">Секрет</p>'
    path.write_bytes(html(OFFER + hidden)[1])

    shown = call("assess", str(path)).output

    assert "T1" in shown
    assert "<p>" not in shown


def test_a_url_is_fetched_and_read(call: Call, deploy: Callable[..., Path]) -> None:
    with served({"/": html(OFFER), "/feed": feed(OFFER, CIVIL)}) as host:
        deploy(host)
        page = call("assess", f"{host}/", "--json")
        items = call("assess", f"{host}/feed", "--json")

    assert [json.loads(line)["tier"] for line in page.output.splitlines()] == ["T1"]
    assert [json.loads(line)["tier"] for line in items.output.splitlines()] == ["T1", None]


def test_a_url_that_is_not_public_is_not_asked(call: Call) -> None:
    with served({"/": html(OFFER)}) as host:
        result = call("assess", f"{host}/")

    assert result.exit_code == 5


def test_a_file_that_is_not_there_is_told_plainly(call: Call) -> None:
    result = call("assess", "nowhere.txt")

    assert result.exit_code == 5
    assert "nowhere.txt cannot be read" in result.output
