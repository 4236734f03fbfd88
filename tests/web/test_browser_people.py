"""From an invitation to a second factor in a real browser, with scripts and without."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pyotp
import pytest

from monitor.desk.deployment import utcnow
from monitor.model import Role
from tests.web.browser import Browser, browser, needs_browser, served
from tests.web.test_browser_access import AXE, RUN

pytestmark = [pytest.mark.slow, needs_browser]

NEW = "nine loud geese fly"


def fill_in(window: Browser, form: str, **fields: str) -> None:
    """Type into a form's fields and send it by its button."""
    for name, words in fields.items():
        window.find(f"form[action='{form}'] [name={name}]").send_keys(words)
    window.leaving(window.find(f"form[action='{form}'] button").click)


def faults(window: Browser) -> list[str]:
    """What axe-core holds against the page as it stands."""
    window.driver.execute_script(AXE.read_text(encoding="utf-8"))
    return [fault["id"] for fault in window.driver.execute_async_script(RUN)]


def invited(window: Browser, name: str) -> str:
    """Add somebody, and give the password that the page shows."""
    window.go("/people")
    fill_in(window, "/people", name=name)
    return window.find("code.secret").text


def with_factor(window: Browser) -> pyotp.TOTP:
    """Set a second factor up as a person does who types the letters."""
    window.go("/account")
    fill_in(window, "/account/factor/offer", current=NEW)
    assert window.find("img.qr").get_property("naturalWidth")
    app = pyotp.TOTP(window.find("code.secret").text.replace(" ", ""))
    fill_in(window, "/account/factor", code=app.at(utcnow()))
    return app


def sign_in(window: Browser, password: str, code: str = "") -> None:
    window.go("/login")
    fill_in(window, "/login", name="Салтанат", password=password, code=code)


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_a_newcomer_comes_in_and_puts_a_second_lock_on_the_door(
    tmp_path: Path, scripts: bool
) -> None:
    with (
        served(tmp_path, texts=(), people={"ada": Role.ADMIN}) as desk,
        browser(desk.url, scripts=scripts) as window,
    ):
        window.sign_in()
        password = invited(window, "Салтанат")
        window.leaving(window.find("form[action='/logout'] button").click)
        sign_in(window, password)
        held = window.path
        window.go("/people")
        still_held = window.path
        fill_in(window, "/account/password", current=password, password=NEW, again=NEW)
        app = with_factor(window)
        window.leaving(window.find("form[action='/logout'] button").click)
        sign_in(window, NEW)
        without = window.text
        # Of the next step, which is good already and later than the one that was used up.
        code = app.at(utcnow() + timedelta(seconds=30))
        sign_in(window, NEW, code)
        inside = window.path
        window.leaving(window.find("form[action='/logout'] button").click)
        sign_in(window, NEW, code)
        replayed = window.text

    assert (held, still_held) == ("/account", "/account")
    assert "is wrong" in without
    assert inside == "/"
    assert "is wrong" in replayed


def test_pages_in_the_midst_of_it_shut_nobody_out(tmp_path: Path) -> None:
    with (
        served(tmp_path, texts=(), people={"ada": Role.ADMIN}) as desk,
        browser(desk.url, width=390, height=844, dark=True) as window,
    ):
        found = {}
        window.sign_in()
        password = invited(window, "Салтанат")
        found["first password shown"] = faults(window)
        fill_in(window, "/people", name="ada")
        found["name taken"] = faults(window)
        window.leaving(window.find("form[action='/logout'] button").click)
        found["signed out"] = faults(window)
        sign_in(window, "wrong")
        found["wrong"] = faults(window)
        sign_in(window, password)
        found["held"] = faults(window)
        fill_in(window, "/account/password", current=password, password=NEW, again=NEW)
        fill_in(window, "/account/factor/offer", current=NEW)
        found["second factor"] = faults(window)
        complaints = [one for one in window.complaints() if "the server responded" not in one]
        hosts = window.hosts()

    assert {state: what for state, what in found.items() if what} == {}
    assert complaints == []
    assert len(hosts) == 1
