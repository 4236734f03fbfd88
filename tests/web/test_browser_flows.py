"""A reviewer's day in a real browser: by keys alone, by thumb, and without JavaScript."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from selenium.webdriver.common.by import By

from monitor.model import Role
from tests.campaigns.texts import adverts
from tests.cli.served import OFFER, feed
from tests.cli.served import served as placed
from tests.web.browser import Served, browser, needs_browser, served
from tests.web.desk import ADVERTS

pytestmark = [pytest.mark.slow, needs_browser]

TWELVE = [one.text for one in adverts() if one.what == "first"][:12]
"""Adverts of recruiters who never met, so that each is a group of its own."""


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Served]:
    people = {"ada": Role.ADMIN, "rosa": Role.REVIEWER}
    with served(tmp_path, texts=[*TWELVE, *ADVERTS.values()], people=people) as opened:
        yield opened


def decided(desk: Served) -> list[str]:
    """Give the decisions in force, by hit."""
    standing = (desk.store.reviews.standing(hit.id) for hit in desk.store.hits.all(limit=1000))
    return [review.verdict.decision for review in standing if review]


def test_ten_hits_are_decided_by_keys_alone(desk: Served) -> None:
    with browser(desk.url) as window:
        window.sign_in("rosa")
        window.keys("j")
        window.leaving(lambda: window.keys("o"))
        for key in "cccccsecec":
            window.leaving(lambda key=key: window.keys(key))

    assert len(decided(desk)) == 10


def test_ten_hits_are_decided_by_thumb(desk: Served) -> None:
    with browser(desk.url, width=390, height=844) as window:
        window.sign_in("rosa")
        window.leaving(window.find("[data-row] a[data-open], [data-row] a").click)
        for _ in range(10):
            button = window.find("button[value=confirmed]")
            assert button.rect["height"] >= 44
            window.leaving(button.click)

    assert decided(desk) == ["confirmed"] * 10


def test_a_decision_is_taken_back_by_one_key(desk: Served) -> None:
    with browser(desk.url) as window:
        window.sign_in("rosa")
        window.keys("j")
        window.leaving(lambda: window.keys("o"))
        window.leaving(lambda: window.keys("c"))
        window.leaving(lambda: window.keys("u"))

    assert decided(desk) == []


@pytest.mark.parametrize(
    ("words", "lang"),
    [("гражданств", "ru"), ("բանակ", "hy"), ("الجنسية", "ar"), ("passport", "en")],
)
def test_adverts_are_found_by_their_words_in_any_script(
    desk: Served, words: str, lang: str
) -> None:
    with browser(desk.url) as window:
        window.sign_in("rosa")
        window.keys("/")
        field = window.driver.switch_to.active_element
        field.send_keys(words)
        window.leaving(field.submit)
        found = window.all("[data-row]")

        assert found
        window.leaving(found[0].find_element(By.CSS_SELECTOR, "a").click)
        assert words.casefold() in window.text.casefold() or lang == "ar"


def test_everything_works_without_scripts(desk: Served) -> None:
    with browser(desk.url, scripts=False) as window:
        window.sign_in("rosa")
        window.leaving(window.find("[data-row] a").click)
        window.leaving(window.find("button[value=confirmed]").click)

    assert decided(desk) == ["confirmed"]


def test_a_source_is_added_after_a_look_at_what_it_reads(tmp_path: Path, desk: Served) -> None:
    pages = {"/feed": feed(OFFER)}
    with placed(pages) as place, browser(desk.url) as window:
        settings = desk.folder / "monitor.toml"
        host = place.removeprefix("http://")
        settings.write_text(
            settings.read_text() + f'[politeness]\nallow = ["{host}"]\nmin_delay = "1ms"\n'
        )
        window.sign_in("ada")
        window.go("/add")
        window.find("main input[name=url]").send_keys(f"{place}/feed")
        window.leaving(window.find("main form button").click)

        assert OFFER[:20] in window.text
        before = {path.name for path in (desk.folder / "sources").iterdir()}
        window.leaving(window.find("form[action*=save] button").click)
        after = {path.name for path in (desk.folder / "sources").iterdir()}

    assert len(after - before) == 1


def test_who_did_what_is_read_in_the_log(desk: Served) -> None:
    with browser(desk.url) as window:
        window.sign_in("ada")
        window.go("/audit")

        assert "ada" in window.find("main").text


def test_a_page_asks_nobody_but_the_desk(desk: Served) -> None:
    with browser(desk.url) as window:
        window.sign_in("ada")
        for path in ("/", f"/hits/{desk.store.hits.all()[0].id}", "/charts", "/sources"):
            window.go(path)

        assert window.hosts() == {desk.url.removeprefix("http://")}
