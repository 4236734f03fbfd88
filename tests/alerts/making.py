"""Made-up alerts, and a mail server on loopback to send them to."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from monitor.alerts import Answer, Outward
from monitor.errors import AlertError
from monitor.model import Alarm, Alert, Message, Money, Notice, Period, Promise, Purpose, Quote

NOW = datetime(2026, 3, 14, 9, 26, tzinfo=UTC)
KEY = "5e1f" * 16
SIGNING_KEY = "whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE="
SECRETS = {"SIGNING_KEY": SIGNING_KEY, "SMTP_PASSWORD": "made-up"}
NOTICE = Notice(
    hit_id="0a1b2c3d4e5f",
    version=1,
    label="army_offer",
    tier="T1",
    score=0.93,
    lang="ru",
    source_id="jobs-board",
    source_name="Jobs board",
    url="hxxps://jobs[.]example/advert/7",
    seen_at=NOW,
    quotes=(Quote("contract", "служба по контракту"), Quote("signing", "400 000 ₽ сразу")),
    sums=(
        Money(Decimal(400000), Decimal(400000), "RUB", Period.ONCE, Purpose.SIGNING),
        Money(Decimal(210000), None, "RUB", Period.MONTH, Purpose.SALARY),
    ),
    promise=Promise("citizenship", 90, family=True),
)


ALARM = Alarm(
    key=KEY,
    channel="ops",
    kind="source",
    about="jobs-board",
    name="Jobs board",
    url="hxxps://jobs[.]example/",
    state="layout_changed",
    former="healthy",
    sentence="The selector '.card' finds no advert on https://jobs.example/"
    " (30 adverts are usual at this hour)",
    since=NOW - timedelta(minutes=30),
    raised_at=NOW,
)


def alarming(*alarms: Alarm) -> Message:
    return Message(id=KEY, channel="ops", formed_at=NOW, alarms=alarms or (ALARM,))


def alert(notice: Notice = NOTICE, *, key: str = KEY) -> Alert:
    return Alert(key=key, channel="team", hit_id=notice.hit_id, notice=notice)


def message(*notices: Notice, id: str = KEY) -> Message:  # noqa: A002 - the noun's own word
    alerts = tuple(alert(one, key=f"{n:x}{KEY[1:]}") for n, one in enumerate(notices or (NOTICE,)))
    return Message(id=id, channel="team", formed_at=NOW, alerts=alerts)


def quoting(words: str) -> Notice:
    return replace(NOTICE, quotes=(Quote("contract", words),))


def secret_of(secrets: Mapping[str, str]) -> object:
    def secret(name: str) -> str:
        if name not in secrets:
            raise AlertError(f"The environment has no {name}.")
        return secrets[name]

    return secret


class NoWay:
    """For channels that post nothing."""

    async def post(self, url: str, body: bytes, headers: Mapping[str, str] | None = None) -> Answer:
        raise AssertionError(f"nothing was to be posted, least of all to {url}")


def outward(**changes: object) -> Outward:
    own = Outward(client=NoWay(), secret=secret_of(SECRETS), product="Watch")  # type: ignore[arg-type]
    return replace(own, **changes)  # type: ignore[arg-type]


@dataclass
class Box:
    """Handles a server's dialogue: keeps mails, and answers as it was told to."""

    data: list[str] = field(default_factory=list)
    """Answers to the text of a mail, each said once and the last one for ever; none means 250."""
    rcpt: Mapping[str, str] = field(default_factory=dict)
    drop_after_data: bool = False
    kept: list[bytes] = field(default_factory=list)
    envelopes: list[Envelope] = field(default_factory=list)
    was_tls: list[bool] = field(default_factory=list)
    port: int = 0

    async def handle_RCPT(  # noqa: N802 - the server's own name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        answer = self.rcpt.get(address, "250 ok")
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        answer = "250 2.0.0 queued as 4B7"
        if self.data:
            answer = self.data.pop(0) if len(self.data) > 1 else self.data[0]
        if answer.startswith("250"):
            assert isinstance(envelope.content, bytes)
            self.kept.append(envelope.content)
            self.envelopes.append(envelope)
            self.was_tls.append(session.ssl is not None)
        if self.drop_after_data:
            assert server.transport is not None
            server.transport.close()
        return answer

    @property
    def mails(self) -> list[EmailMessage]:
        return [message_from_bytes(content, policy=default) for content in self.kept]


def part(mail: EmailMessage, subtype: str) -> str:
    body = mail.get_body((subtype,))
    assert body is not None
    return str(body.get_content())


def _login(
    server: SMTP, session: Session, envelope: Envelope, mechanism: str, given: object
) -> AuthResult:
    right = isinstance(given, LoginPassword) and given.password == b"made-up"
    return AuthResult(success=right, handled=False)


@asynccontextmanager
async def mail_server(
    box: Box, *, starttls: ssl.SSLContext | None = None, tls: ssl.SSLContext | None = None
) -> AsyncIterator[Box]:
    """Serve on a free port of loopback; with STARTTLS a login is asked for."""

    def session() -> SMTP:
        return SMTP(
            box,
            tls_context=starttls,
            require_starttls=starttls is not None,
            auth_required=starttls is not None,
            authenticator=_login,
            hostname="mail.example",
        )

    server = await asyncio.get_running_loop().create_server(session, "127.0.0.1", 0, ssl=tls)
    box.port = server.sockets[0].getsockname()[1]
    try:
        yield box
    finally:
        server.close()
        await server.wait_closed()
