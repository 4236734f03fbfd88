"""Tell a watchdog elsewhere that the monitor lives: it is silence that alarms.

Services such as healthchecks.io or an Uptime Kuma of one's own alarm when a call does not come.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import timedelta

from monitor.alerts._checks import url_fault
from monitor.alerts._outward import Outward, status_of
from monitor.errors import AlertError, FetchError

SHORTEST = timedelta(seconds=30)
TIMEOUT = 20.0
"""Seconds for one call."""


@dataclass(frozen=True, slots=True)
class Heartbeat:
    """Table [heartbeat]: a URL that is called after each good run; off unless it is here."""

    url: str = ""
    """Called with GET; any 2xx is an answer."""
    url_env: str = ""
    """Instead of `url`, where the URL itself is a secret: NAME of an environment variable."""
    every: timedelta = timedelta(minutes=5)
    """How often `serve` calls it while all goes well; `run` calls it at its end."""

    def __post_init__(self) -> None:
        """Raise ValueError, with a sentence for who wrote the settings."""
        if self.url and self.url_env:
            raise ValueError("only one of url and url_env is needed")
        if self.every < SHORTEST:
            raise ValueError("every is less than 30 seconds")
        if self.url and (fault := url_fault(self.url)):
            raise ValueError(f"url {fault}")

    @property
    def is_on(self) -> bool:
        """Tell whether there is anything to call."""
        return bool(self.url or self.url_env)


async def beat(heartbeat: Heartbeat, outward: Outward) -> str:
    """Call the URL and give the answer's status. Raises AlertError.

    Neither repeats the URL, nor the answer's words, which may: who knows it can keep a dead
    monitor looking alive.
    """
    url = heartbeat.url or outward.secret(heartbeat.url_env)
    if fault := url_fault(url):
        raise AlertError(f"What {heartbeat.url_env} holds {fault}.")
    try:
        async with asyncio.timeout(TIMEOUT):
            answer = await outward.client.get(url)
    except TimeoutError as e:
        raise AlertError(f"The watchdog did not answer within {TIMEOUT:g} s.") from e
    except FetchError as e:
        raise AlertError(f"The watchdog cannot be called ({e.code}).") from e
    if not 200 <= answer.status < 300:
        raise AlertError(f"The watchdog answered {status_of(answer)}.")
    return status_of(answer)
