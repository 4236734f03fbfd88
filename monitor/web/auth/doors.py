"""What each request is asked at the door: where from, by whom, and whether that suffices."""

from __future__ import annotations

import ipaddress
from secrets import compare_digest

from asgi_cross_origin_protection import CrossOriginProtection
from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from monitor.config import DeskSettings
from monitor.model import Role
from monitor.store import Session, User

ALWAYS = frozenset({"account", "logout"})
"""Pages for whoever still has the password that somebody gave them, or lacks a second factor."""
TAKEN = (".csv", ".jsonl")
"""How addresses of files end: asked for by GET, and yet the log says who took which."""
ELSEWHERE = frozenset(("cross-site", "same-site"))


def open_to(session: Session | None, role: Role, name: str, *, settings: DeskSettings) -> bool:
    """Tell whether a route of that role and name is open to a sitting; None means nobody's."""
    if role is Role.ANYONE:
        return True
    if session is None or session.user.role < role:
        return False
    return not held(session.user, settings) or name.partition(".")[0] in ALWAYS


def held(user: User, settings: DeskSettings) -> bool:
    """Tell whether somebody has to look after their own account before the desk opens."""
    return user.first_password or lacks_factor(user, settings)


def lacks_factor(user: User, settings: DeskSettings) -> bool:
    """Tell whether the deployment wants a second factor of somebody who has none."""
    return settings.needs_factor(user.role) and not user.second_factor


def csrf_fits(session: Session | None, given: str) -> bool:
    """Tell whether a form is of the sitting that sends it."""
    return session is not None and compare_digest(
        session.csrf.encode(), given.encode("utf-8", "replace")
    )


def same_origin(app: ASGIApp) -> ASGIApp:
    """Refuse what another site has a browser send, and what does not say which site sends it.

    What is taken along is refused to other sites' links too.
    """
    inner = CrossOriginProtection(app, allow_unverifiable_requests=False)

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        refused = PlainTextResponse("Open this from the desk: another site asked for it.\n", 403)
        await (refused if _takes_from_elsewhere(scope) else inner)(scope, receive, send)

    return answer


def _takes_from_elsewhere(scope: Scope) -> bool:
    takes = scope["type"] == "http" and scope["path"].endswith(TAKEN)
    return takes and Headers(scope=scope).get("sec-fetch-site") in ELSEWHERE


def peer_of(host: str, forwarded: str, *, proxy: str) -> str:
    """Give the address of whoever asks.

    `forwarded` is the header X-Forwarded-For, believed of `proxy` alone and only in its last
    entry, which that proxy wrote itself: anybody can write the others.
    """
    if not proxy or _address(host) != _address(proxy):
        return _address(host)
    last = forwarded.rpartition(",")[2].strip()
    try:
        return str(ipaddress.ip_address(last))
    except ValueError:
        return _address(host)


def cookie_name(secure: bool) -> str:
    """Name the cookie of a sitting; with the prefix, browsers take it from this host alone."""
    return "__Host-desk" if secure else "desk"


def device_cookie_name(secure: bool) -> str:
    """Name the cookie by which a browser is known in which somebody signed in before."""
    return "__Host-desk-device" if secure else "desk-device"


def flash_name(secure: bool) -> str:
    """Name the cookie of what the next page tells once."""
    return "__Host-desk-flash" if secure else "desk-flash"


def _address(text: str) -> str:
    try:
        return str(ipaddress.ip_address(text))
    except ValueError:
        return text
