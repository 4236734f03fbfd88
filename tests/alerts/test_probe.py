"""A probe shows the way to a receiver, and delivers nothing."""

from __future__ import annotations

from datetime import timedelta

import pytest

from monitor.alerts import email, webhook
from monitor.errors import AlertError
from monitor.net import Client, Guard
from tests.alerts.making import Box, mail_server, outward, secret_of
from tests.hostile import page, saying, serving, silent


def _mail(port: int, *, timeout: float = 5.0) -> email.Settings:
    return email.Settings(
        host="127.0.0.1",
        sender="watch@ngo.example",
        to=("team@ngo.example",),
        port=port,
        security=email.Security.NONE,
        timeout=timedelta(seconds=timeout),
    )


async def test_a_mail_server_is_greeted_and_gets_no_mail() -> None:
    async with mail_server(Box()) as box:
        said = await email.probe(_mail(box.port), outward())

    assert said.startswith("250")
    assert "in the clear" in said
    assert box.kept == []


async def test_a_mail_server_that_is_silent_or_not_there_is_told() -> None:
    async with serving(silent()) as server:
        with pytest.raises(AlertError, match=r"did not finish within 0\.2 s"):
            await email.probe(_mail(server.port, timeout=0.2), outward())
    with pytest.raises(AlertError, match="No mail went through"):
        await email.probe(_mail(server.port), outward())


async def test_a_webhooks_receiver_is_asked_without_a_delivery() -> None:
    async with serving(saying(page(b"no", status=405))) as server:
        client = Client(guard=Guard(allow=(server.authority,)))
        settings = webhook.Settings(url=server.url("/alerts"), secret_env="SIGNING_KEY")
        said = await webhook.probe(settings, outward(client=client))

    assert "answers 405" in said
    assert [asked.method for asked in server.requests] == ["GET"]


async def test_a_webhook_with_no_usable_key_or_address_is_told() -> None:
    settings = webhook.Settings(url="https://10.0.0.1/", secret_env="SIGNING_KEY")

    with pytest.raises(AlertError, match="not public"):
        await webhook.probe(settings, outward(client=Client()))
    with pytest.raises(AlertError, match="no signing key"):
        await webhook.probe(settings, outward(secret=secret_of({"SIGNING_KEY": "whsec_?"})))
