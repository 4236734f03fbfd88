"""What a channel is, and what it is given to reach the world with."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, tzinfo
from http import HTTPStatus
from pathlib import Path
from typing import Any, Protocol

from monitor.alerts._templates import Templates
from monitor.errors import AlertError
from monitor.model import Message, Shared
from monitor.text.harmless import clean

_SAID = 200
"""Letters of a receiver's answer that are kept."""


class Answer(Protocol):
    """What a receiver said to a post."""

    @property
    def status(self) -> int:
        """HTTP status."""

    @property
    def body(self) -> bytes:
        """As much of the answer as was read."""


class Poster(Protocol):
    """Asks a URL or gives it a body, behind the address guard: one hop, no redirect. Raises FetchError."""

    async def get(self, url: str, headers: Mapping[str, str] | None = None) -> Answer: ...

    async def post(
        self, url: str, body: bytes, headers: Mapping[str, str] | None = None
    ) -> Answer: ...


def secret(name: str) -> str:
    """Give a secret by the NAME of its environment variable, or from the file that NAME_FILE names.

    Raises AlertError, which repeats the name and never the value.
    """
    if value := os.environ.get(name):
        return value
    path = os.environ.get(f"{name}_FILE")
    if not path:
        raise AlertError(f"The environment has neither {name} nor {name}_FILE.")
    try:
        return Path(path).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as e:
        raise AlertError(f"The file that {name}_FILE names cannot be read.") from e


def utc_now() -> datetime:
    """Read the clock."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Outward:
    """The way out for all channels of a deployment."""

    client: Poster
    secret: Callable[[str], str] = secret
    language: str = "en"
    """BCP 47; a language without words of its own speaks English."""
    product: str = "advert-monitor"
    """Name of the deployment, as the reader of an alert knows it."""
    now: Callable[[], datetime] = utc_now
    zone: tzinfo = UTC
    """In which readers are told times."""
    templates: Templates = field(default_factory=Templates)


class Channel(Protocol):
    """A module that takes messages out of the house; its name is its `kind`."""

    GROUPS: bool
    """True: one message lists all alerts of a run. False: one message an alert."""

    # Only config, which made the settings from this very class, brings the two together: so a
    # channel's `send` names its own Settings and the seam says Any.
    Settings: type[Any]

    async def send(self, settings: Any, message: Message, outward: Outward) -> str | Shared:
        """Hand over a message and give the receiver's own answer, one line.

        A channel that serves several recipients by one message gives a `Shared` where not all of
        them took it; the next try has them in `message.recipients`.

        The id that travels with it (the message's, or its only alert's key) is the same at each
        try. Raises AlertError when the receiver did not take it.
        """


def said_of(answer: Answer) -> str:
    """Write an answer in one line: status, phrase and the first harmless words of its body."""
    words = clean(answer.body[: _SAID * 4].decode("utf-8", "replace"), limit=_SAID)
    line = status_of(answer)
    return f"{line}: {words}" if words else line


def status_of(answer: Answer) -> str:
    """Write an answer's status and its phrase, and none of the words that may repeat a secret."""
    try:
        phrase = HTTPStatus(answer.status).phrase
    except ValueError:
        phrase = ""
    return f"{answer.status} {phrase}".rstrip()
