"""Real receivers that refuse first and take later: the alert arrives, under the id it always had."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta

import pytest
from aiosmtpd.smtp import SMTP, Envelope, Session

from monitor.alerts import Outward
from monitor.alerts.email import Security
from monitor.alerts.email import Settings as Mail
from monitor.alerts.webhook import Settings as Hook
from monitor.config import Channel
from monitor.desk.sinks import new_secret
from monitor.model import Source
from monitor.net import Client, Guard
from monitor.pipeline import Pipeline
from monitor.store import Store
from tests.alerts.making import Box, mail_server
from tests.hostile import page, saying, serving
from tests.places import RULES, Clock, PlainReaders, Web, plan

NORTH = Source("north", "plain", "https://north.example/", timedelta(hours=1))
SECRET = new_secret()


class Mailbox:
    """A mail server that is full at first."""

    def __init__(self) -> None:
        self.ids: list[str] = []
        self.answers = ["451 4.3.0 try again later", "250 queued"]

    async def handle_DATA(  # noqa: N802 - the name that aiosmtpd looks for
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        content = bytes(envelope.original_content or b"").decode("utf-8", "replace")
        lines = content.replace("\r\n ", " ").splitlines()
        self.ids += [line for line in lines if line.lower().startswith("message-id")]
        return self.answers.pop(0)


@pytest.fixture
async def mailbox() -> AsyncIterator[tuple[Mailbox, int]]:
    box = Mailbox()
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(box), "127.0.0.1", 0)
    yield box, server.sockets[0].getsockname()[1]
    server.close()
    await server.wait_closed()


@pytest.fixture
async def store() -> AsyncIterator[Store]:
    with Store.open(":memory:") as opened:
        yield opened


async def flag(store: Store, channel: Channel, *, allow: tuple[str, ...] = ()) -> Pipeline:
    """Find one offer, try to tell the channel, and let the pause of the refusal pass."""
    clock = Clock()
    pipeline = Pipeline(
        store=store,
        fetcher=Web(clock, {NORTH.url: "post 1 contract T1"}),
        readers=PlainReaders(),
        rules=RULES,
        channels=(channel,),
        outward=Outward(Client(guard=Guard(allow=allow)), lambda _: SECRET),
        plan=plan,
        clock=clock,
    )
    await pipeline.run([NORTH])
    clock.pass_by(timedelta(minutes=5))
    return pipeline


async def test_a_webhook_that_answers_500_then_200_gets_the_alert(store: Store) -> None:
    async with serving(saying(page(status=500), page(status=200))) as receiver:
        hook = Channel("hook", "webhook", settings=Hook("SECRET", receiver.url("/in")))
        async with await flag(store, hook, allow=(receiver.authority,)) as pipeline:
            assert "500" in store.outbox.alerts(state="owed")[0].alert.last_error
            await pipeline.deliver()

    ids = [request.headers["webhook-id"] for request in receiver.requests]
    assert ids == [store.outbox.alerts(state="sent")[0].alert.key] * 2


async def test_a_mail_server_that_says_451_then_250_gets_the_mail(
    store: Store, mailbox: tuple[Mailbox, int]
) -> None:
    box, port = mailbox
    settings = Mail("127.0.0.1", "a@m.example", ("b@m.example",), port, Security.NONE)
    async with await flag(store, Channel("mail", "email", settings=settings)) as pipeline:
        assert "451" in store.outbox.alerts(state="owed")[0].alert.last_error
        await pipeline.deliver()

    assert len(box.ids) == 2
    assert len(set(box.ids)) == 1
    assert [one.state for one in store.outbox.alerts()] == ["sent"]


PATIENCE = timedelta(seconds=0.3)
TROUBLES = [
    ("drops the line after the text", Box(drop_after_data=True), "No mail went through"),
    ("is not now", Box(data=["451 4.3.0 try later"]), "refused the mail: 451 4.3.0 try later"),
    ("refuses for good", Box(data=["554 5.7.1 not wanted"]), "refused the mail: 554 5.7.1"),
    ("knows nobody", Box(rcpt={"b@m.example": "550 no such user"}), "Every recipient was refused"),
    ("never answers", None, "did not finish within 0.3 s"),
]


@pytest.mark.parametrize(
    ("box", "sentence"), [row[1:] for row in TROUBLES], ids=[row[0] for row in TROUBLES]
)
async def test_a_mail_server_in_trouble_loses_no_alert_and_is_told_in_a_sentence(
    store: Store, box: Box | None, sentence: str
) -> None:
    """The mail arrives as soon as a sound server stands there, under the id it always had."""
    healthy = Box()
    timeout = PATIENCE if box is None else timedelta(seconds=30)
    async with _troubled(box) as port:
        first = Mail(
            "127.0.0.1", "a@m.example", ("b@m.example",), port, Security.NONE, timeout=timeout
        )
        pipeline = await flag(store, Channel("mail", "email", settings=first))
        (owed,) = store.outbox.alerts(state="owed")
    async with mail_server(healthy), pipeline:
        mended = replace(first, port=healthy.port)
        after = replace(pipeline, channels=(Channel("mail", "email", settings=mended),))
        pipeline.clock.pass_by(timedelta(hours=7))  # type: ignore[attr-defined]
        await after.deliver()

    (mail,) = healthy.mails
    tried = [*(box.mails if box else []), mail]
    assert sentence in owed.alert.last_error
    assert "\n" not in owed.alert.last_error
    assert {one["Message-ID"] for one in tried} == {mail["Message-ID"]}
    assert [one.state for one in store.outbox.alerts()] == ["sent"]


@asynccontextmanager
async def _troubled(box: Box | None) -> AsyncIterator[int]:
    """Give the port of a mail server; without a box it takes connections and says nothing."""
    if box is not None:
        async with mail_server(box):
            yield box.port
        return

    async def say_nothing(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read()
        writer.close()

    server = await asyncio.start_server(say_nothing, "127.0.0.1", 0)
    async with server:
        yield server.sockets[0].getsockname()[1]
