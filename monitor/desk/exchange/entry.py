"""One place as a file names it, and the ways in which people write its address."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from monitor.sources.telegram import preview_url

NAME = re.compile(r"@?([A-Za-z]\w{3,31})", re.ASCII)
"""A channel's name, as Telegram allows it."""
TELEGRAM = re.compile(
    r"(?:https?://)?(?:www\.)?(?:t\.me|telegram\.me|telegram\.dog)/(.*)", re.IGNORECASE
)
NO_CHANNELS = frozenset({"joinchat", "c", "addstickers", "addlist", "share", "proxy", "boost"})
"""First steps of addresses at t.me that lead to no public channel."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One place that a file names."""

    where: str
    """Where it stands there, as in "line 12"."""
    url: str
    keys: Mapping[str, object] = field(default_factory=dict)
    """What the file says besides: keys of the source's own file, and "id"."""
    fault: str = ""
    """Why it can be no source; empty when it may be one."""


@dataclass(frozen=True, slots=True)
class Listed:
    """What a file was read as."""

    entries: tuple[Entry, ...] = ()
    remarks: tuple[str, ...] = ()
    """What was left aside though it may have meant something."""


@dataclass(frozen=True, slots=True)
class Written:
    """A file of sources."""

    text: str
    held: int
    """How many sources it holds."""
    left_out: tuple[str, ...] = ()
    """Ids of those that the format cannot say."""


def entry_of(where: str, words: str, keys: Mapping[str, object]) -> Entry:
    """Make an entry of an address as somebody wrote it; one that is none says so."""
    try:
        return Entry(where, address(words), keys)
    except ValueError as error:
        return Entry(where, words, keys, str(error))


def address(words: str) -> str:
    """Make a whole URL of "https://...", "example.org/jobs", "t.me/name", "@name" or "name".

    Raises ValueError that says why it names no public place.
    """
    words = words.strip().strip("<>")
    if found := TELEGRAM.fullmatch(words):
        _refuse_closed(found[1])
        return words if "://" in words else f"https://t.me/s/{_channel(found[1])}"
    if "://" in words:
        return _whole(words)
    if found := NAME.fullmatch(words):
        return f"https://t.me/s/{found[1]}"
    if "." in words.split("/")[0] and "@" not in words and not re.search(r"\s", words):
        return _whole(f"https://{words}")
    raise ValueError("is neither a web address nor the name of a Telegram channel")


def shown(url: str) -> str:
    """Give an address without the name and password that may stand in it."""
    return re.sub(r"(?<=//)[^/@\s]*@", "", url)


def same_place(url: str) -> str:
    """Give what all spellings of one place's address have in common."""
    if TELEGRAM.fullmatch(url):
        return preview_url(url).lower()
    parts = urlsplit(url)
    return parts._replace(netloc=parts.netloc.lower(), fragment="").geturl().rstrip("/")


def _whole(url: str) -> str:
    try:
        named = urlsplit(url).hostname
    except ValueError:
        named = None
    if not named:
        raise ValueError("is no whole web address")
    return url


def _refuse_closed(path: str) -> None:
    first = path.split("/")[0]
    if first.startswith("+") or first in NO_CHANNELS:
        raise ValueError("leads to no public channel: only what anybody can read is watched")


def _channel(path: str) -> str:
    names = [name for name in re.split(r"[/?#]", path) if name and name != "s"]
    if not names or not NAME.fullmatch(names[0]):
        raise ValueError("names no Telegram channel")
    return names[0]
