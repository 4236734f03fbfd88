"""Take a picture of every page of the desk: light and dark, on a desk and on a phone.

    python -m tests.web.pictures FOLDER [LANGUAGE]

For the eyes of whoever changes a page; the desk is one that a team has worked at for two months.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from monitor.store import Store
from tests.web.addresses import pages
from tests.web.browser import Browser, browser, served
from tests.web.lived import LANGS, live

FORMS = ((1280, False), (1280, True), (390, False), (390, True))
"""Width in pixels, and whether it is dark."""
TALLEST = 2600
"""Pixels."""
SIGNED_OUT = ("login", "hit.next", "hit.previous")
"""Those lead who is signed in to another page."""
BY_HAND = "Foreigners wanted for the Russian army, 2,100 USD a month. Telegram @made_up_77"


def places(store: Store) -> dict[str, str]:
    """Give every page, and a hit of each language."""
    hits = {hit.assessment.lang: hit.id for hit in store.hits.all(limit=1_000)}
    shown = {name: path for name, path in pages(store).items() if name not in SIGNED_OUT}
    return shown | {f"hit.{lang}": f"/hits/{hits[lang]}" for lang in LANGS if lang in hits}


def take(window: Browser, path: Path, *, width: int) -> None:
    """Take a picture of a whole page."""
    tall = window.driver.execute_script("return document.documentElement.scrollHeight")
    _size(window, width, min(max(tall, 600), TALLEST))
    window.shot(path)
    _size(window, width, 844)


def _size(window: Browser, width: int, height: int) -> None:
    size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600}
    window.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)


def answer_forms(window: Browser, folder: Path, name: str, *, width: int) -> None:
    """Take pictures of what is shown only after a form was sent."""
    window.go("/byhand")
    window.find("main textarea").send_keys(BY_HAND)
    window.leaving(window.find("main form button").click)
    take(window, folder / f"byhand.look-{name}.png", width=width)
    window.go("/system")
    window.leaving(window.find("main form button").click)
    take(window, folder / f"system.examine-{name}.png", width=width)
    window.go("/misled/1")
    window.leaving(window.find("main form[action$=replay] button").click)
    take(window, folder / f"misled.replay-{name}.png", width=width)


def main() -> None:
    folder, *lang = Path(sys.argv[1]), *sys.argv[2:]
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as name, served(Path(name), texts=()) as desk:
        live(desk.store, desk.folder)
        ada = desk.store.accounts.named("ada")
        assert ada is not None
        desk.store.accounts.set_language(ada.id, "".join(lang))
        for width, dark in FORMS:
            form = f"{width}-{'dark' if dark else 'light'}"
            with browser(desk.url, width=width, dark=dark) as window:
                window.go("/login")
                take(window, folder / f"login-{form}.png", width=width)
                window.sign_in()
                for page, path in places(desk.store).items():
                    window.go(path)
                    take(window, folder / f"{page}-{form}.png", width=width)
                answer_forms(window, folder, form, width=width)


if __name__ == "__main__":
    main()
