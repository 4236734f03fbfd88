"""Mail alerts: one message lists all of a run's, through the deployment's own mail server.

The server is the deployment's choice and often stands in its own network, so it is not behind the
guard that keeps pages and webhooks to public addresses.
"""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta
from email.headerregistry import Address
from enum import StrEnum
from pathlib import Path

import aiosmtplib

from monitor.alerts._checks import is_host, is_loopback, is_mailbox, timeout_fault
from monitor.alerts._compose import compose
from monitor.alerts._outward import Outward
from monitor.alerts._recipients import Refusal, Round
from monitor.alerts._render import write
from monitor.errors import AlertError
from monitor.model import Message, Shared
from monitor.text.harmless import clean

GROUPS = True
_ANSWER = 200
"""Letters of a server's answer that are kept."""
_FAREWELL = 2.0
"""Seconds to wait for the answer to QUIT: the mail has been taken by then."""


class Security(StrEnum):
    """How the way to the mail server is kept private; the server's certificate is always checked."""

    STARTTLS = "starttls"
    TLS = "tls"
    NONE = "none"
    """In the clear: only to this very machine."""


_PORTS = {Security.STARTTLS: 587, Security.TLS: 465, Security.NONE: 25}


@dataclass(frozen=True, slots=True)
class Settings:
    """The keys of `[channels.<id>]` with `kind = "email"`."""

    host: str
    sender: str
    to: tuple[str, ...]
    """All of them see each other; who must not takes a channel of their own."""
    port: int | None = None
    """None takes the usual one: 587 for starttls, 465 for tls, 25 for none."""
    security: Security = Security.STARTTLS
    username: str = ""
    """Empty sends without a login."""
    password_env: str = ""
    """Name of the environment variable that holds the password."""
    sender_name: str = ""
    """Empty takes the deployment's name."""
    timeout: timedelta = timedelta(seconds=30)
    """For the whole of one attempt."""
    ca_file: Path | None = None
    """Certificates (PEM) to trust besides the system's; None trusts the system's only."""

    def __post_init__(self) -> None:
        """Raise ValueError, with a sentence for who wrote the settings."""
        for fault in _faults(self):
            raise ValueError(fault)


def _faults(settings: Settings) -> list[str]:
    """Everything that is wrong, the most telling first."""
    faults = [
        f"the address {clean(address)!r} cannot be used; write one like name@example.org"
        for address in (settings.sender, *settings.to)
        if not is_mailbox(address)
    ]
    if not settings.to:
        faults.append("to names nobody")
    if not is_host(settings.host):
        faults.append(f"host {clean(settings.host)!r} is no name or address of a mail server")
    if settings.port is not None and not 0 < settings.port < 65536:
        faults.append(f"port {settings.port} is none (1 to 65535)")
    if settings.security is Security.NONE and not is_loopback(settings.host):
        faults.append('security = "none" sends in the clear; it is for a server on localhost only')
    if bool(settings.username) != bool(settings.password_env):
        faults.append("username and password_env come together or not at all")
    if late := timeout_fault(settings.timeout):
        faults.append(late)
    return faults


async def send(settings: Settings, message: Message, outward: Outward) -> str | Shared:
    """Hand a message to the mail server, for all who lack it; give its answer, and who is left out.

    Raises AlertError where nobody has it yet, or where the server says nothing of recipients. When
    the connection breaks after the text was sent the server may have taken it all the same; the
    next try then brings a second copy under the same Message-ID.
    """
    this = Round.of(settings.to, message.recipients)
    if not this.asked:
        return this.end({}, "")
    mail = _mail(settings, message, outward)
    client = _client(settings, outward)
    try:
        async with _parting(client), asyncio.timeout(settings.timeout.total_seconds()):
            await client.connect()
            return await _hand_over(client, settings.sender, this, mail)
    except (aiosmtplib.SMTPException, OSError) as e:
        raise _failure(e, settings) from e


async def _hand_over(
    client: aiosmtplib.SMTP, sender: str, this: Round, mail: bytes
) -> str | Shared:
    """Send to whom the server takes; the same mail as ever, though it is for fewer."""
    try:
        refused, answer = await client.sendmail(sender, list(this.asked), mail)
    except aiosmtplib.SMTPRecipientsRefused as e:
        if not this.is_begun:
            raise
        return this.end(_refusals(e.recipients), "")
    said = {who: Refusal(why.code, _said(why.code, why.message)) for who, why in refused.items()}
    return this.end(said, f"250 {clean(answer, limit=_ANSWER)}")


async def probe(settings: Settings, outward: Outward) -> str:
    """Greet the mail server, log in and leave without a mail; give its answer. Raises AlertError."""
    client = _client(settings, outward)
    try:
        async with _parting(client), asyncio.timeout(settings.timeout.total_seconds()):
            await client.connect()
            said = await client.noop()
    except (aiosmtplib.SMTPException, OSError) as e:
        raise _failure(e, settings) from e
    secured = f"encrypted by {settings.security}" if settings.security != "none" else "in the clear"
    login = ", logged in" if settings.username else ""
    return f"{_said(said.code, said.message)} ({secured}{login})"


def _mail(settings: Settings, message: Message, outward: Outward) -> bytes:
    name = clean(settings.sender_name or outward.product, limit=80)
    sender = Address(display_name=name, addr_spec=settings.sender)
    letter = write(message, outward)
    return compose(message, letter, sender=sender, to=settings.to)


def _client(settings: Settings, outward: Outward) -> aiosmtplib.SMTP:
    password = outward.secret(settings.password_env) if settings.password_env else None
    return aiosmtplib.SMTP(
        hostname=settings.host,
        port=settings.port or _PORTS[settings.security],
        # The library would ask the resolver for this machine's name and tell it to the server.
        local_hostname=settings.sender.rpartition("@")[2],
        timeout=settings.timeout.total_seconds(),
        use_tls=settings.security is Security.TLS,
        start_tls=settings.security is Security.STARTTLS,
        tls_context=_trust(settings),
        username=settings.username or None,
        password=password,
    )


def _trust(settings: Settings) -> ssl.SSLContext | None:
    if settings.security is Security.NONE:
        return None
    context = ssl.create_default_context()
    if settings.ca_file is not None:
        try:
            context.load_verify_locations(settings.ca_file)
        except OSError as e:
            raise AlertError(f"ca_file {settings.ca_file} cannot be read as certificates.") from e
    return context


@asynccontextmanager
async def _parting(client: aiosmtplib.SMTP) -> AsyncIterator[None]:
    """Leave politely after success, and let no trouble in leaving undo it."""
    try:
        yield
        with suppress(aiosmtplib.SMTPException, OSError):
            async with asyncio.timeout(_FAREWELL):
                await client.quit()
    finally:
        client.close()


def _failure(error: Exception, settings: Settings) -> AlertError:
    """Say what went wrong. Only a refusal of this very mail or of all who should get it is final:
    a login, a greeting or a certificate is mended in the settings, and the mail then goes."""
    host = settings.host
    match error:
        case aiosmtplib.SMTPRecipientsRefused():
            refused = _refusals(error.recipients)
            final = all(one.is_final for one in refused.values())
            return AlertError(f"Every recipient was refused: {_listed(refused)}.", permanent=final)
        case aiosmtplib.SMTPDataError() | aiosmtplib.SMTPSenderRefused():
            said = _said(error.code, error.message)
            return AlertError(f"{host} refused the mail: {said}.", permanent=error.code >= 500)
        case aiosmtplib.SMTPAuthenticationError():
            return AlertError(f"{host} refused the login: {_said(error.code, error.message)}.")
        case aiosmtplib.SMTPResponseException():
            return AlertError(f"{host} does not serve us: {_said(error.code, error.message)}.")
        case TimeoutError():
            seconds = settings.timeout.total_seconds()
            return AlertError(f"{host} did not finish within {seconds:g} s.")
    return AlertError(f"No mail went through {host}: {clean(str(error), limit=_ANSWER)}")


def _refusals(refused: Iterable[aiosmtplib.SMTPRecipientRefused]) -> dict[str, Refusal]:
    return {one.recipient: Refusal(one.code, _said(one.code, one.message)) for one in refused}


def _listed(refused: Mapping[str, Refusal]) -> str:
    return "; ".join(f"{who}: {why.said}" for who, why in refused.items())


def _said(code: int, words: str) -> str:
    return f"{code} {clean(words, limit=_ANSWER)}".rstrip(" .")
