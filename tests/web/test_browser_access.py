"""Every page for everybody: axe-core finds nothing, light and dark, on a desk and on a phone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from monitor.model import Role
from monitor.web.words import languages
from tests.web.addresses import pages
from tests.web.browser import Browser, Served, browser, needs_browser, served
from tests.web.lived import live

pytestmark = [pytest.mark.slow, needs_browser]

AXE = Path(__file__).parent / "vendor" / "axe-4.14.1.min.js"
RUN = "const done = arguments[0]; axe.run(document).then(found => done(found.violations))"


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A desk on which every page has something to show."""
    folder = tmp_path_factory.mktemp("desk")
    with served(folder, texts=(), people={"ada": Role.ADMIN}) as opened:
        live(opened.store, opened.folder)
        yield opened


@pytest.mark.parametrize(
    ("width", "dark"), [(1280, False), (1280, True), (390, False), (390, True)]
)
def test_no_page_shuts_anybody_out(desk: Served, width: int, dark: bool) -> None:
    with browser(desk.url, width=width, dark=dark) as window:
        signed_out = violations(window, "/login")
        window.sign_in()
        found = {name: violations(window, path) for name, path in pages(desk.store).items()}

    assert not signed_out
    assert not {name: faults for name, faults in found.items() if faults}


def test_no_page_is_wider_than_a_phone(desk: Served) -> None:
    with browser(desk.url, width=390, height=844) as window:
        window.sign_in()
        wide = {name: overflow(window, path) for name, path in pages(desk.store).items()}

    assert not {name: width for name, width in wide.items() if width > 0}


def violations(window: Browser, path: str) -> list[str]:
    """Name what axe-core holds against a page, with the elements."""
    window.go(path)
    window.driver.execute_script(AXE.read_text(encoding="utf-8"))
    found = window.driver.execute_async_script(RUN)
    return [
        f"{fault['id']}: {', '.join(node['html'][:120] for node in fault['nodes'][:3])}"
        for fault in found
    ]


def overflow(window: Browser, path: str) -> int:
    """Give the pixels by which a page is wider than its window."""
    window.go(path)
    return int(
        window.driver.execute_script(
            "return document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
    )


@pytest.mark.parametrize("lang", languages())
@pytest.mark.parametrize("width", [1200, 1280, 1920])
def test_the_menu_stands_on_one_line(desk: Served, lang: str, width: int) -> None:
    ada = desk.store.accounts.named("ada")
    assert ada is not None
    desk.store.accounts.set_language(ada.id, lang)
    with browser(desk.url, width=width) as window:
        window.sign_in()
        tops = window.driver.execute_script(
            "return [...document.querySelectorAll('.top nav a')].map(a => a.offsetTop)"
        )
        middles = [middle(window, selector) for selector in (".top .brand", ".top .who")]
    desk.store.accounts.set_language(ada.id, "")

    assert len(set(tops)) == 1, tops
    assert abs(middles[0] - middles[1]) < 5, middles


def middle(window: Browser, selector: str) -> float:
    """Give how far down the middle of an element is, in pixels."""
    rect = window.find(selector).rect
    return float(rect["y"] + rect["height"] / 2)
