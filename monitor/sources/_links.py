"""Links of a page: which may be followed, and which are a way to reply that must stay visible."""

from __future__ import annotations

import re
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

_REPLY_SCHEMES = ("tel", "sms", "mailto", "tg", "viber", "whatsapp", "skype", "sgnl")
_REPLY_NAMES = (
    "t.me telegram.me telegram.dog wa.me api.whatsapp.com chat.whatsapp.com max.ru viber.click "
    "m.me ig.me vk.me line.me signal.me signal.group imo.im zalo.me"
)
_REPLY_HOSTS = frozenset(_REPLY_NAMES.split())
_LONGEST = 300
"""Characters of a link's target that are shown: a WhatsApp link may carry its first message."""
_SCHEME = re.compile(r"\s*([a-z][a-z0-9+.-]{0,30}):", re.IGNORECASE)


def web_link(base: str, href: str) -> str:
    """Give the absolute http(s) URL without fragment; empty for any other scheme or nonsense."""
    try:
        url = urldefrag(urljoin(base, href.strip()))[0]
        parts = urlsplit(url)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        return ""
    return url if usable else ""


def same_site(one: str, other: str) -> bool:
    """Tell whether two usable URLs are of one host, `www.` aside, and of one port."""
    return _site(one) == _site(other)


def _site(url: str) -> str:
    return urlsplit(url).netloc.lower().rpartition("@")[2].removeprefix("www.")


def reply_target(href: str, words: str) -> str:
    """Give the phone, address or messenger behind a link, where its words do not show it."""
    target = unquote(href.strip()[: 3 * _LONGEST])[:_LONGEST]
    if target.startswith("//"):
        target = f"https:{target}"
    if not _is_reply(target) or _is_shown(target, words):
        return ""
    return " ".join(target.split())


def outside_target(href: str, words: str) -> str:
    """Give any web address behind a link of a post: there each one is a way to reply."""
    url = web_link("", href)[:_LONGEST]
    return "" if not url or _is_shown(url, words) else url


def _is_reply(target: str) -> bool:
    scheme = _SCHEME.match(target)
    if scheme and scheme[1].lower() in _REPLY_SCHEMES:
        return len(target) > scheme.end()
    try:
        parts = urlsplit(target)
        host = (parts.hostname or "").removeprefix("www.")
    except ValueError:
        return False
    return host in _REPLY_HOSTS and len(parts.path) > 1 and not _is_share(parts.path)


def _is_share(path: str) -> bool:
    """Share buttons address the reader's friends, not the advertiser."""
    return path.startswith(("/share", "/iv"))


def _is_shown(target: str, words: str) -> bool:
    """Compare phones by their last ten digits (8 912... is +7 912...), the rest by its name."""
    if target.lower().startswith(("tel:", "sms:", "https://wa.me/", "http://wa.me/")):
        digits = _digits(target.partition("?")[0])[-10:]
        return len(digits) >= 3 and digits in _digits(words)
    name = re.split(r"[?#]", target)[0].rstrip("/").rsplit("/", 1)[-1].removeprefix("mailto:")
    return len(name) > 1 and name.lower() in words.lower()


def _digits(text: str) -> str:
    return "".join(filter(str.isdecimal, text))
