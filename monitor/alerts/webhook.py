"""Post alerts as signed JSON: one request an alert, its key as the idempotency id.

What is sent, and how a receiver checks it, stands in docs/webhook.md.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from dataclasses import dataclass
from datetime import timedelta
from http import HTTPStatus

from monitor.alerts._checks import timeout_fault, url_fault
from monitor.alerts._outward import Answer, Outward, said_of
from monitor.alerts._payload import alarm_payload, payload
from monitor.alerts._signature import keys_of, sign
from monitor.errors import AlertError, FetchError
from monitor.model import Message
from monitor.text.harmless import clean

GROUPS = False
_ANSWER = 200
"""Letters of a receiver's answer that are kept."""


@dataclass(frozen=True, slots=True)
class Settings:
    """The keys of `[channels.<id>]` with `kind = "webhook"`."""

    secret_env: str
    """Name of the environment variable that holds the signing key, `whsec_...`. Two keys apart by a
    space both sign, while a receiver changes from one to the other."""
    url: str = ""
    url_env: str = ""
    """Instead of `url`, where the URL itself is a secret."""
    timeout: timedelta = timedelta(seconds=20)

    def __post_init__(self) -> None:
        """Raise ValueError, with a sentence for who wrote the settings."""
        if bool(self.url) == bool(self.url_env):
            raise ValueError("one of url and url_env is needed, and only one")
        if not self.secret_env:
            raise ValueError("secret_env is empty")
        if late := timeout_fault(self.timeout):
            raise ValueError(late)
        if self.url and (fault := url_fault(self.url)):
            raise ValueError(f"url {fault}")


async def send(settings: Settings, message: Message, outward: Outward) -> str:
    """Post each alert or alarm of a message; give the receiver's answer to the last.

    The outbox forms messages of one alert for a channel that does not group, so that one refusal
    holds up one alert. Raises AlertError at the first that is not taken.
    """
    language = outward.language
    bodies = [(one.key, payload(message, one, language=language)) for one in message.alerts]
    bodies += [(one.key, alarm_payload(message, one, language=language)) for one in message.alarms]
    receipts = [await _post(settings, key, body, outward) for key, body in bodies]
    return receipts[-1]


async def probe(settings: Settings, outward: Outward) -> str:
    """Ask the receiver without a delivery; any answer shows the way. Raises AlertError.

    Whether it takes alerts only a signed delivery can tell.
    """
    _signed(settings, "probe", b"", outward)
    answer = await _within(settings, outward.client.get(_url(settings, outward)))
    return f"answers {answer.status} to a question without a delivery; the signing key is usable"


async def _post(settings: Settings, key: str, body: bytes, outward: Outward) -> str:
    url = _url(settings, outward)
    headers = {"Content-Type": "application/json", **_signed(settings, key, body, outward)}
    return _receipt(await _within(settings, outward.client.post(url, body, headers)))


async def _within(settings: Settings, asked: Awaitable[Answer]) -> Answer:
    """Await the receiver's answer within the channel's deadline."""
    seconds = settings.timeout.total_seconds()
    try:
        async with asyncio.timeout(seconds):
            return await asked
    except TimeoutError as e:
        raise AlertError(f"The receiver did not answer within {seconds:g} s.") from e
    except FetchError as e:
        raise AlertError(clean(str(e), limit=2 * _ANSWER)) from e


def _url(settings: Settings, outward: Outward) -> str:
    if settings.url:
        return settings.url
    url = outward.secret(settings.url_env)
    if fault := url_fault(url):
        raise AlertError(f"What {settings.url_env} holds {fault}.")
    return url


def _signed(settings: Settings, key: str, body: bytes, outward: Outward) -> dict[str, str]:
    try:
        keys = keys_of(outward.secret(settings.secret_env))
    except ValueError as e:
        raise AlertError(f"What {settings.secret_env} holds is no signing key: {e}.") from e
    return sign(body, delivery=key, at=outward.now(), keys=keys)


def _receipt(answer: Answer) -> str:
    """Take any 2xx for a receipt; raise AlertError on all else."""
    said = said_of(answer)
    match answer.status:
        case status if 200 <= status < 300:
            return said
        case status if 300 <= status < 400:
            raise AlertError(
                f"The receiver answered {said}: a redirect, which is not followed, because the"
                " alert would go where nobody has agreed to. Put the new address in the settings."
            )
        case HTTPStatus.GONE:
            raise AlertError(f"The receiver is gone for good: {said}.", permanent=True)
    raise AlertError(f"The receiver answered {said}.")
