"""Answers 200 that are not the page we asked for: a state of the source, never "no adverts"."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser

from monitor.model import Capture, Fault

from ._page import text_of_page, title_of

_OTHER_TYPES = ("image/", "audio/", "video/", "font/", "application/pdf", "application/zip")
_OTHER_STARTS = {
    b"%PDF-": "a PDF",
    b"\x89PNG": "an image",
    b"\xff\xd8\xff": "an image",
    b"PK\x03\x04": "an archive",
}
_CHECKS = (
    "just a moment", "attention required", "ddos-guard", "checking your browser",
    "проверка браузера", "вы не робот", "are you a robot", "are you a human", "access denied",
    "verify you are human", "доступ ограничен",
)  # fmt: skip
"""Titles of the pages that Cloudflare, DDoS-Guard, Yandex and their like put before a site's own."""
_MOST = 2_000
"""Characters: a longer text is an article about such checks."""
_CHALLENGE = (
    ".g-recaptcha, .h-captcha, .cf-turnstile, .smart-captcha, #challenge-form, "
    "form[action*=captcha], iframe[src*=captcha], iframe[src*='challenges.cloudflare.com']"
)
_BARE = 200
"""Characters: a landing page guards its own form by the same means, and says more."""

_LOGIN_TITLE = re.compile(
    r"(?:please )?(?:log ?in|sign ?in)\b|вход\b|войти|войдите|авторизация|увійти|вхід\b"
    r"|iniciar sesión|inicia sesión|connexion\b|se connecter|giriş yap|oturum aç|кіру\b|кирүү\b"
    r"|تسجيل الدخول|登录",
    re.IGNORECASE,
)
"""How the title of a page begins that asks who we are."""
_LOGIN_PATH = re.compile(
    r"/(?:accounts/)?(?:log-?in|sign-?in|authwall|servicelogin|auth|sso)(?:[/.]|$)", re.IGNORECASE
)
_MOST_AT_LOGIN = 600
"""Characters: a longer text is a page of its own that also lets its members in."""


def odd_answer(capture: Capture) -> Fault | None:
    """Tell an answer that is no page at all; None for a page."""
    declared = capture.header("Content-Type").lower().strip()
    if declared.startswith("text/"):
        return None  # a browser would show it, however it begins
    starts = (what for start, what in _OTHER_STARTS.items() if capture.body.startswith(start))
    typed = declared.partition(";")[0] if declared.startswith(_OTHER_TYPES) else ""
    found = next(starts, typed)
    if not found:
        return None
    return Fault("not_a_page", f"{capture.url} answers with {found}, not a page.")


def instead(page: LexborHTMLParser, capture: Capture) -> tuple[Fault, ...]:
    """Tell what stands in the place of the site's own page: a check for robots, a login."""
    checked, login = _room_at_check(page), _room_at_login(page, capture)
    if not (checked or login):  # most pages: their text need not be rendered once more
        return ()
    length, url = len(text_of_page(page)), capture.url
    if length <= checked:
        return (Fault("bot_check", f"{url} shows a check for robots instead of its page."),)
    if length <= login:
        return (Fault("login_wall", f"{url} asks for a login instead of showing its page."),)
    return ()


def _room_at_check(page: LexborHTMLParser) -> int:
    """Give how long a text may be that still is a check for robots; 0 where there is no sign."""
    title = title_of(page).lower()
    if any(mark in title for mark in _CHECKS):
        return _MOST
    return _BARE if page.css_first(_CHALLENGE) is not None else 0


def _room_at_login(page: LexborHTMLParser, capture: Capture) -> int:
    """Give how long a text may be that still is a login; 0 where there is no sign."""
    if _leads_to_login(capture.final_url) and not _leads_to_login(capture.url):
        return len(capture.body)
    asks = page.css_first("input[type=password]") is not None
    return _MOST_AT_LOGIN if asks or _LOGIN_TITLE.match(title_of(page)) else 0


def _leads_to_login(url: str) -> bool:
    return _LOGIN_PATH.search(urlsplit(url).path) is not None
