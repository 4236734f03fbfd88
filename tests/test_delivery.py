"""Real receivers that refuse first and take later: the alert arrives, under the id it always had."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
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
