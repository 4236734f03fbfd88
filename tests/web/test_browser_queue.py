"""Deciding in the queue in a real browser: no reload, the next row in focus, all of it spoken."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from selenium.webdriver.common.keys import Keys

from monitor.model import Role
from monitor.store import Decision, Verdict
from tests.store.values import NOW
from tests.web.browser import Browser, Served, browser, needs_browser, served
from tests.web.desk import ADVERTS
from tests.web.test_browser_people import faults

pytestmark = [pytest.mark.slow, needs_browser]


@pytest.fixture
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    texts = [f"{text}\n{word}" for text in ADVERTS.values() for word in ("север", "юг")]
    with served(tmp_path_factory.mktemp("q"), texts=texts, people={"rosa": Role.REVIEWER}) as one:
        yield one


@pytest.fixture
def window(desk: Served) -> Iterator[Browser]:
    with browser(desk.url) as opened:
        opened.sign_in("rosa")
        opened.driver.execute_script("window.sameWindow = true")
        yield opened
        assert opened.hosts() == {desk.url.removeprefix("http://")}


def rows(window: Browser) -> tuple[str, str]:
    """Give the row that the keys hold for and the one that has the focus, as they are now."""
    row, focused = window.driver.execute_script(
        "return [document.querySelector('.current')?.id,"
        " document.activeElement.closest('[data-row]')?.id]"
    )
    return str(row or ""), str(focused or "")


def framed(window: Browser) -> str:
    """Give the hit that the keys hold for, which is where the focus is."""
    window.until(lambda one: len(set(rows(one))) == 1 and not one.all(".htmx-request"))
    return rows(window)[0].removeprefix("hit-")


def settled_at(window: Browser, hit: str) -> None:
    """Wait until a hit's row has frame and focus, and no answer is under way."""
    window.until(lambda one: rows(one) == (f"hit-{hit}",) * 2 and not one.all(".htmx-request"))


def words(window: Browser, selector: str) -> str:
    """Read what stands in an element, which may just be replaced."""
    script = "return document.querySelector(arguments[0])?.textContent || ''"
    return str(window.driver.execute_script(script, selector)).strip()


def spoken(window: Browser, sought: str) -> str:
    """Wait until the live region says something with these words."""
    window.until(lambda one: sought in words(one, "#said"))
    return words(window, "#said")


def stayed(window: Browser) -> bool:
    """Tell whether the page has not been loaded anew, and nothing went wrong in it."""
    same = window.driver.execute_script("return window.sameWindow === true")
    return same is True and window.complaints() == []


def test_keys_decide_on_the_framed_row_and_go_on(desk: Served, window: Browser) -> None:
    window.keys("j")
    first = framed(window)

    window.keys("c")
    said = spoken(window, "Confirmed")

    (review,) = desk.store.reviews.history(first)
    assert review.verdict.decision is Decision.CONFIRMED
    assert words(window, "#total") in said
    assert framed(window) not in ("", first)
    assert window.find(f"#hit-{first}").get_attribute("class") == "hit-row decided"
    assert stayed(window)


def test_by_mouse_the_answers_unfold_in_the_row(desk: Served, window: Browser) -> None:
    link = window.all("[data-unfold]")[1]
    row = link.find_element("xpath", "ancestor::li").get_attribute("id") or ""

    link.click()
    window.find(f"#{row} button[value=confirmed]").click()
    spoken(window, "Confirmed")

    assert desk.store.reviews.standing(row.removeprefix("hit-")) is not None
    assert stayed(window)


def test_by_thumb_one_answer_follows_the_other(desk: Served) -> None:
    with browser(desk.url, width=390, height=844) as window:
        window.sign_in("rosa")
        window.find("[data-row] [data-unfold]").click()
        for number in range(1, 4):
            button = window.find(".current button[value=confirmed]")
            assert button.rect["height"] >= 44
            button.click()
            window.until(lambda one, number=number: len(one.all(".decided")) == number)
            window.find(".current [data-unfold]").click()

    standing = [desk.store.reviews.standing(hit.id) for hit in desk.store.hits.all()]
    assert sum(one is not None for one in standing) == 3


def test_a_reason_is_given_by_its_letter_also_where_that_moves_elsewhere(
    desk: Served, window: Browser
) -> None:
    window.keys("j")
    first = framed(window)

    window.keys("n")
    window.keys("j")
    spoken(window, "A civilian job")

    (review,) = desk.store.reviews.history(first)
    assert review.verdict.reason == "civil_job"
    assert stayed(window)


def test_each_press_of_undo_takes_back_the_last_decision_there_is(
    desk: Served, window: Browser
) -> None:
    window.keys("j")
    first = framed(window)
    window.keys("s")
    spoken(window, "Unsure")
    second = framed(window)
    window.keys("e")
    spoken(window, "Escalated")

    window.keys("u")
    settled_at(window, second)
    window.keys("u")
    settled_at(window, first)

    assert spoken(window, "taken back")
    standing = [desk.store.reviews.standing(hit) for hit in (first, second)]
    assert standing == [None, None]
    assert stayed(window)


def struck(window: Browser, keys: str, *, held: bool = False) -> None:
    """Strike keys faster than any answer comes; `held` as a key that is kept down repeats."""
    window.driver.execute_script(
        "for (const key of arguments[0]) document.activeElement.dispatchEvent("
        "new KeyboardEvent('keydown', {key, repeat: arguments[1], bubbles: true}))",
        keys,
        held,
    )


def test_two_presses_of_undo_at_once_take_back_two_decisions(desk: Served, window: Browser) -> None:
    window.keys("j")
    first = framed(window)
    window.keys("s")
    second = framed(window)
    window.keys("e")
    spoken(window, "Escalated")

    struck(window, "uu")
    settled_at(window, first)

    standing = [desk.store.reviews.standing(hit) for hit in (first, second)]
    assert standing == [None, None]
    assert stayed(window)


def test_undo_struck_before_the_answer_came_takes_back_that_decision(
    desk: Served, window: Browser
) -> None:
    window.keys("j")
    first = framed(window)
    window.keys("s")
    second = framed(window)

    struck(window, "eu")
    settled_at(window, second)

    decided = desk.store.reviews.standing(first)
    assert decided is not None
    assert decided.verdict.decision is Decision.UNSURE
    assert desk.store.reviews.standing(second) is None
    assert len(desk.store.reviews.history(second)) == 2
    assert stayed(window)


def test_who_moved_on_before_the_answer_came_stays_there(desk: Served, window: Browser) -> None:
    window.keys("j")
    ids = [row.get_attribute("id") for row in window.all("[data-row]")]

    struck(window, "cjj")
    spoken(window, "Confirmed")

    assert f"hit-{framed(window)}" == ids[2]
    assert stayed(window)


def test_a_key_that_is_held_down_decides_on_one_row(desk: Served, window: Browser) -> None:
    window.keys("j")
    window.keys("c")
    spoken(window, "Confirmed")
    second = framed(window)

    struck(window, "cccj", held=True)

    assert framed(window) not in ("", second)
    assert desk.store.reviews.history(second) == []
    assert stayed(window)


def test_keys_are_found_by_their_place_where_they_write_another_script(
    desk: Served, window: Browser
) -> None:
    for written, place in (("о", "KeyJ"), ("с", "KeyC")):
        window.driver.execute_script(
            "document.activeElement.dispatchEvent(new KeyboardEvent("
            "'keydown', {key: arguments[0], code: arguments[1], bubbles: true}))",
            written,
            place,
        )
    spoken(window, "Confirmed")

    standing = [desk.store.reviews.standing(hit.id) for hit in desk.store.hits.all()]
    assert sum(one is not None for one in standing) == 1
    assert stayed(window)


def test_keys_do_nothing_before_a_row_is_framed_and_while_one_types(
    desk: Served, window: Browser
) -> None:
    window.keys("c")
    window.keys("/")
    window.keys("c")
    window.until(lambda one: "q=c" in one.path)

    assert all(not desk.store.reviews.history(hit.id) for hit in desk.store.hits.all())


def test_escape_folds_the_reasons_and_leaves_the_row_framed(desk: Served, window: Browser) -> None:
    window.keys("j")
    first = framed(window)
    window.keys("n")

    window.keys(Keys.ESCAPE)

    assert framed(window) == first
    assert not window.find(f"#hit-{first} .answers").get_attribute("open")


def test_who_was_faster_is_told_and_the_row_stays(desk: Served, window: Browser) -> None:
    window.keys("j")
    first = framed(window)
    desk.store.reviews.decide(Verdict(first, Decision.UNSURE, "Boris"), seen=None, at=NOW)

    window.keys("c")
    window.until(lambda one: "Boris decided meanwhile" in one.text)

    assert framed(window) == first
    window.complaints()  # Chromium writes each 409 down
    window.keys("c")
    spoken(window, "Confirmed")
    assert len(desk.store.reviews.history(first)) == 2


def test_what_is_typed_is_found_without_a_reload_and_the_address_says_it(
    desk: Served, window: Browser
) -> None:
    window.find("#search").send_keys("foreigners юг")
    window.until(lambda one: words(one, "#total") == "1 hit")

    assert window.path == "/?q=foreigners%20%D1%8E%D0%B3&sort=priority"
    assert spoken(window, "1 hit")
    assert window.driver.switch_to.active_element.get_attribute("id") == "search"
    assert len(window.all("[data-row]")) == 1
    assert stayed(window)
    window.driver.refresh()
    assert words(window, "#total") == "1 hit"


def test_counts_follow_what_colleagues_do(desk: Served, window: Browser) -> None:
    before = words(window, "#tabs [aria-current] .count")
    hit = desk.store.hits.all()[0].id
    desk.store.reviews.decide(Verdict(hit, Decision.CONFIRMED, "Boris"), seen=None, at=NOW)

    window.driver.execute_script("htmx.trigger('#tabs', 'refresh')")

    window.until(lambda one: words(one, "#tabs [aria-current] .count") == str(int(before) - 1))
    assert words(window, "#total") == f"{int(before) - 1} hits"
    assert stayed(window)


def test_a_sitting_that_ended_is_said_where_one_is(desk: Served, window: Browser) -> None:
    rosa = desk.store.accounts.named("rosa")
    assert rosa is not None
    window.keys("j")
    desk.store.accounts.sign_out(rosa.id, at=NOW)

    window.keys("c")

    assert spoken(window, "Your sitting has ended")
    assert all(not desk.store.reviews.history(hit.id) for hit in desk.store.hits.all())


def test_the_keys_are_listed(window: Browser) -> None:
    window.keys("?")

    assert "In a list the keys hold for the hit that is framed" in window.find("#keys").text


def test_htmx_runs_no_words_and_asks_no_other_host(window: Browser) -> None:
    config = window.driver.execute_script("return htmx.config")

    assert config["allowEval"] is False
    assert config["allowScriptTags"] is False
    assert config["includeIndicatorStyles"] is False
    assert config["selfRequestsOnly"] is True
    assert config["historyCacheSize"] == 0


def test_all_of_it_works_by_hand_without_scripts(desk: Served) -> None:
    with browser(desk.url, scripts=False) as window:
        window.sign_in("rosa")
        row = window.find("[data-row]")
        hit = (row.get_attribute("id") or "").removeprefix("hit-")
        window.leaving(window.find(f"#hit-{hit} [data-unfold]").click)
        window.leaving(window.find(f"#hit-{hit} button[value=unsure]").click)
        decided = desk.store.reviews.standing(hit)
        window.leaving(window.find("#decided button").click)

    assert decided is not None
    assert decided.verdict.decision is Decision.UNSURE
    assert desk.store.reviews.standing(hit) is None


@pytest.mark.parametrize(("width", "dark"), [(1280, False), (390, True)])
def test_what_comes_into_the_page_shuts_nobody_out(desk: Served, width: int, dark: bool) -> None:
    with browser(desk.url, width=width, height=844, dark=dark) as window:
        window.sign_in("rosa")
        window.keys("j")
        window.keys("c")
        spoken(window, "Confirmed")
        window.keys("n")
        found = faults(window)
        wide = window.driver.execute_script(
            "return document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        focused = window.driver.switch_to.active_element.get_attribute("name")

    assert found == []
    assert wide <= 0
    assert focused == "reason"
