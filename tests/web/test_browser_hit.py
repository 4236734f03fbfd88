"""Keys and tips on the page of one hit, in a real browser."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from selenium.webdriver.common.keys import Keys

from monitor.desk.deployment import utcnow
from monitor.model import Role
from monitor.store import Stage, View
from tests.web.browser import Browser, Served, browser, needs_browser, served
from tests.web.desk import ADVERTS

pytestmark = [pytest.mark.slow, needs_browser]
AGES_AGO = "localStorage.setItem('desk-since', String(Date.now() - 51 * 60000));"


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    texts = [f"{text}\n{word}" for text in ADVERTS.values() for word in ("север", "юг", "восток")]
    with served(tmp_path_factory.mktemp("hit"), texts=texts, people={"rosa": Role.REVIEWER}) as one:
        yield one


@pytest.fixture(scope="module")
def window(desk: Served) -> Iterator[Browser]:
    with browser(desk.url) as opened:
        opened.sign_in("rosa")
        yield opened


def opened(desk: Served, window: Browser) -> str:
    """Open a hit that nobody decided on."""
    first = desk.store.queue.next(View(stage=Stage.UNREVIEWED))
    assert first is not None
    window.go(f"/hits/{first.id}")
    return first.id


def test_a_key_presses_nothing_that_is_not_seen(desk: Served, window: Browser) -> None:
    """`j` is also the key of a reason, in a list that is closed."""
    hit_id = opened(desk, window)

    window.leaving(lambda: window.keys("j"))

    assert hit_id not in window.path
    assert desk.store.reviews.history(hit_id) == []


def test_the_keys_of_an_open_list_go_first(desk: Served, window: Browser) -> None:
    hit_id = opened(desk, window)
    window.keys("n")

    window.leaving(lambda: window.keys("j"))

    (review,) = desk.store.reviews.history(hit_id)
    assert review.verdict.reason == "civil_job"


def test_what_is_typed_decides_nothing_and_goes_with_the_decision(
    desk: Served, window: Browser
) -> None:
    hit_id = opened(desk, window)
    window.keys("m")
    window.keys("can be seen")
    before = desk.store.reviews.history(hit_id)
    window.keys(Keys.ESCAPE)

    window.leaving(lambda: window.keys("e"))

    assert before == []
    assert [note.text for note in desk.store.casework.notes(hit_id)] == ["can be seen"]


def test_evidence_is_explained_on_focus(desk: Served, window: Browser) -> None:
    opened(desk, window)
    mark = window.find("a.mark.pay")
    tip = window.find(f"#{mark.get_attribute('aria-describedby')}")
    before = tip.is_displayed()

    window.driver.execute_script("arguments[0].focus()", mark)

    assert not before
    assert tip.is_displayed()


def test_a_break_is_proposed_after_a_while_and_never_again_on_wish(
    desk: Served, window: Browser
) -> None:
    opened(desk, window)
    hidden = window.find("#rest").is_displayed()
    window.driver.execute_script(AGES_AGO)
    window.driver.refresh()
    proposed = window.find("#rest").is_displayed()

    window.find("[data-rest=never]").click()
    window.driver.execute_script(AGES_AGO)
    window.driver.refresh()

    assert (hidden, proposed, window.find("#rest").is_displayed()) == (False, True, False)


def test_who_comes_later_is_told_of_in_place(desk: Served, window: Browser) -> None:
    hit_id = opened(desk, window)
    desk.store.presence.look(hit_id, "boris", at=utcnow() - timedelta(seconds=1))

    window.driver.execute_script(
        "window.scrollTo(0, 1); document.dispatchEvent(new Event('visibilitychange'))"
    )

    assert window.until(lambda one: "boris" in one.find(".here").text)
