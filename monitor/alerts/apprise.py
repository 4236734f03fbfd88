"""Say alerts in a chat room through apprise: Slack, Matrix, Telegram, Signal and others.

Needs the extra `apprise`. Its library opens connections of its own, outside of the guard that
keeps webhooks to public addresses: where they go only the deployment's own secret URL says.
"""

from __future__ import annotations

import asyncio
import importlib
import importlib.util
import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, TypeVar

from monitor.alerts._checks import timeout_fault
from monitor.alerts._outward import Outward
from monitor.alerts._render import Letter, write
from monitor.errors import AlertError
from monitor.model import Message
from monitor.text.harmless import clean

Value = TypeVar("Value")

GROUPS = True
SCHEMES = frozenset(
    ["discord", "gchat", "gotify", "gotifys", "line", "matrix", "matrixs", "mmost", "mmosts", "nctalk", "nctalks", "ntfy", "ntfys", "pover", "revolt", "rocket", "rockets", "signal", "signals", "slack", "tgram", "threema", "twist", "webex", "workflows", "wxteams", "zulip"]
)  # fmt: skip
"""Chat and push services that reach people one has named; none that publishes, none that runs a
program or writes a file on this machine, and not what `email` and `webhook` do better."""
_ANSWER = 300
"""Letters of what the library says of a refusal that are kept."""
_MARK = 16
"""Letters of the message's id at the end of a text: a second copy is known by it."""
_SECRET = 6
"""The shortest part of a URL that is taken for a secret and left out of what is shown."""
_ROOMS = ThreadPoolExecutor(max_workers=1, thread_name_prefix="apprise")
"""One at a time: the library tells what went wrong only to its log, which all threads share. A
thread of its own, so that a room that says nothing holds up no other channel's names and files."""


@dataclass(frozen=True, slots=True)
class Settings:
    """The keys of `[channels.<id>]` with `kind = "apprise"`."""

    url_env: str
    """Name of the environment variable that holds the room's URL as apprise writes it
    (`slack://...`, `matrixs://...`, `tgram://...`, `signals://...`): who knows it may write there."""
    timeout: timedelta = timedelta(seconds=60)
    """For the whole of one attempt."""

    def __post_init__(self) -> None:
        """Raise ValueError, with a sentence for who wrote the settings."""
        if not self.url_env:
            raise ValueError("url_env is empty")
        if late := timeout_fault(self.timeout):
            raise ValueError(late)
        if importlib.util.find_spec("apprise") is None:
            raise ValueError("the library is not installed: pip install 'advert-monitor[apprise]'")


async def send(settings: Settings, message: Message, outward: Outward) -> str:
    """Say a message in the room, in parts where one is too long; raise AlertError on refusal."""
    url = outward.secret(settings.url_env)
    letter = write(message, outward)
    return await _within(settings, lambda: _say(_room(url, settings), letter, message.id, url))


async def probe(settings: Settings, outward: Outward) -> str:
    """Look whether the URL can be used; nothing is sent. Raises AlertError."""
    url = outward.secret(settings.url_env)
    await _within(settings, lambda: _room(url, settings))
    scheme = _scheme(url)
    return f"has a URL of {scheme} that can be used; whether the room takes it only a test tells"


async def _within(settings: Settings, call: Callable[[], Value]) -> Value:
    """Call the library in its thread; what is still waiting there at the deadline is not begun."""
    seconds = settings.timeout.total_seconds()
    try:
        async with asyncio.timeout(seconds):
            return await asyncio.get_running_loop().run_in_executor(_ROOMS, call)
    except TimeoutError as e:
        raise AlertError(f"The room did not answer within {seconds:g} s.") from e


def _room(url: str, settings: Settings) -> Any:
    """Make the library's sender of a URL; its faults never repeat the URL."""
    scheme = _scheme(url)
    if scheme not in SCHEMES:
        known = ", ".join(sorted(SCHEMES))
        raise AlertError(f"What {settings.url_env} holds is for none of: {known}.")
    # Loaded when it is first used: it takes longer than all the rest of a command's start.
    library = importlib.import_module("apprise")
    asset = library.AppriseAsset(
        app_id="advert-monitor", async_mode=False, secure_logging=True, storage_mode="memory"
    )
    room = library.Apprise.instantiate(url, asset=asset, suppress_exceptions=True)
    if room is None:
        raise AlertError(f"What {settings.url_env} holds is no usable URL of {scheme}.")
    room.overflow_mode = "split"
    return room


def _scheme(url: str) -> str:
    return url.strip().partition("://")[0].lower()


def _say(room: Any, letter: Letter, message_id: str, url: str) -> str:
    library = importlib.import_module("apprise")
    body = f"{letter.text.rstrip()}\n\n[{message_id[:_MARK]}]"
    fmt = "%(levelname)s %(message)s"
    with library.LogCapture(level=library.logging.DEBUG, fmt=fmt) as log:
        taken = room.notify(body=body, title=letter.subject, body_format="text")
        told = log.getvalue()
    if not taken:
        raise AlertError(f"{room.service_name} did not take it: {_reason(told, url)}")
    return f"{room.service_name} took it"


def _reason(told: str, url: str) -> str:
    """Take of the library's log what it warns of and what the server answered, without secrets.

    Its other lines name the URL that it asked.
    """
    lines = re.findall(
        r"^(?:WARNING|ERROR) (.*)|^DEBUG Response Details:\s*(.*)", told, re.MULTILINE
    )
    said = " ".join(warned or answered for warned, answered in lines)
    for part in sorted(re.split(r"[/:@?&=#+]+", url), key=len, reverse=True):
        said = said.replace(part, "…") if len(part) >= _SECRET else said
    return clean(said, limit=_ANSWER) or "it does not say why"
