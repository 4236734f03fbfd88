"""Take a picture of every page of the desk: light and dark, on a desk and on a phone.

    python -m tests.web.pictures FOLDER [LANGUAGE]

For the eyes of whoever changes a page; the desk is one that a team has worked at for two months.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path

from monitor.store import Store
from tests.cli.served import CIVIL, OFFER, jobs
from tests.cli.served import served as board_up
from tests.web.addresses import pages
from tests.web.browser import Browser, browser, served
from tests.web.desk import PASSWORD
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


def forms(store: Store, board: str) -> Iterator[tuple[str, str, str, Mapping[str, str]]]:
    """Name what is shown only after a form was sent: the page, the form and its fields."""
    campaign = next(one for one in store.campaigns.all(limit=9) if len(one.hits) > 1)
    yield "byhand.look", "/byhand", "form[action$=look]", {"text": BY_HAND}
    yield "system.examine", "/system", "form[action$=system]", {}
    yield "misled.replay", "/misled/1", "form[action$=replay]", {}
    yield "add.look", "/add", "form[action$=add]", {"url": board}
    yield "account.factor", "/account", "form[action$=offer]", {"current": PASSWORD}
    asked = {"decision": "confirmed", "again": "1"}
    yield "campaign.plan", f"/campaigns/{campaign.id}", "form[action$=decide]", asked


SEND = """
const form = document.querySelector("main " + arguments[0]);
for (const [name, value] of Object.entries(arguments[1])) {
  const field = form.elements[name];
  if (field.type === "checkbox") field.checked = true; else field.value = value;
}
setTimeout(() => form.requestSubmit());
"""


def main() -> None:
    folder, *lang = Path(sys.argv[1]), *sys.argv[2:]
    folder.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as name,
        board_up({"/board": jobs(OFFER, CIVIL)}) as host,
        served(Path(name), texts=()) as desk,
    ):
        live(desk.store, desk.folder)
        with (desk.folder / "monitor.toml").open("a") as settings:
            settings.write(f'[politeness]\nallow = ["{host.removeprefix("http://")}"]\n')
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
                for page, path, selector, fields in forms(desk.store, f"{host}/board"):
                    window.go(path)
                    send = partial(window.driver.execute_script, SEND, selector, dict(fields))
                    window.leaving(send)
                    take(window, folder / f"{page}-{form}.png", width=width)


if __name__ == "__main__":
    main()
