"""Signing in and out."""

from __future__ import annotations

from monitor.model import Role
from monitor.store.sittings import DEVICE, IN_ALL
from monitor.web import auth
from monitor.web.answers import Answer, Cookie, Page, Redirect
from monitor.web.asked import Asked
from monitor.web.auth.entry import Entered
from monitor.web.route import Route

HOME = "/"


def show(asked: Asked) -> Answer:
    """Show the form; who sits at the desk already goes on."""
    path = onward(asked.query["next"])
    if asked.session:
        return Redirect(path)
    return _page(asked, path)


def sign_in(asked: Asked) -> Answer:
    """Let somebody in, with a new token whatever the browser brought along."""
    path = onward(asked.form["next"])
    tried = auth.Tried(
        name=asked.form["name"],
        password=next((value for key, value in asked.form if key == "password"), ""),
        code=asked.form["code"],
        device=asked.cookies.get(auth.device_cookie_name(asked.is_secure), ""),
        peer=asked.peer,
        agent=asked.agent,
    )
    try:
        entered = auth.sign_in(asked.store, tried, now=asked.now)
    except auth.Unproven as error:
        return _page(asked, path, name=tried.name, fault=asked.t(str(error)))
    if asked.session:
        asked.store.sittings.end(asked.session.id, user_id=asked.session.user.id)
    return Redirect(
        asked.url("account") if entered.user.first_password else path,
        cookies=cookies_of(asked, entered),
    )


def sign_out(asked: Asked) -> Answer:
    """End the sitting; the browser stays known."""
    if asked.session:
        with asked.store.writing():
            asked.store.sittings.end(asked.session.id, user_id=asked.user.id)
            asked.note("signed_out")
    gone = Cookie(auth.cookie_name(asked.is_secure), "", 0)
    return Redirect(asked.url("login"), asked.t("You are signed out."), (gone,))


def cookies_of(asked: Asked, entered: Entered) -> tuple[Cookie, ...]:
    """Give what the browser of somebody who came in is to keep."""
    secure = asked.is_secure
    return (
        Cookie(auth.cookie_name(secure), entered.token, int(IN_ALL.total_seconds())),
        Cookie(
            auth.device_cookie_name(secure),
            entered.device,
            int(DEVICE.total_seconds()),
            strict=True,
        ),
    )


def _page(asked: Asked, path: str, *, name: str = "", fault: str = "") -> Page:
    values = {
        "onward": path,
        "name": name,
        "fault": fault,
        "is_empty": not asked.store.accounts.any(),
    }
    return Page("login/login.html", values, 403 if fault else 200)


def onward(path: str) -> str:
    """Give the path to go on to: of this desk and no other host, whatever a link says."""
    inside = path.startswith("/") and not path.startswith(("//", "/\\", "/login"))
    plain = all(" " < letter < "\x7f" and letter != "\\" for letter in path)
    return path if inside and plain else HOME


ROUTES = (
    Route("GET", "/login", show, Role.ANYONE, "login"),
    Route("POST", "/login", sign_in, Role.ANYONE, "login.sign_in"),
    Route("POST", "/logout", sign_out, Role.VIEWER, "logout"),
)
