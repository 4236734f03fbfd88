"""The demo's receivers take what the real channels send, over real sockets."""

from __future__ import annotations

import asyncio
import smtplib
from http.client import HTTPConnection
from smtplib import SMTP

import pytest

from monitor.alerts import email, webhook
from monitor.desk.sinks import HookSink, MailSink, new_secret
from monitor.errors import AlertError
from monitor.net import Client, Guard
from tests.alerts.making import KEY, message, outward


def _mail_settings(port: int) -> email.Settings:
    return email.Settings(
        host="127.0.0.1",
        port=port,
        security=email.Security.NONE,
        sender="watch@ngo.example",
        to=("team@ngo.example", "lawyer@ngo.example"),
    )


async def test_the_mail_sink_keeps_what_the_mail_channel_sends() -> None:
    with MailSink() as sink:
        receipt = await email.send(_mail_settings(sink.port), message(), outward())

    (mail,) = sink.mails
    assert receipt == "250 taken as number 1, shown and thrown away"
    assert mail.sender == "watch@ngo.example"
    assert mail.recipients == ("team@ngo.example", "lawyer@ngo.example")
    assert mail.subject == "[Watch] T1, army offer: Jobs board"
    assert mail.message_id == f"<{KEY}@ngo.example>"
    assert "служба по контракту" in mail.text
    assert "служба по контракту" in mail.html


async def test_mails_sent_at_once_are_all_kept() -> None:
    with MailSink() as sink:
        settings = _mail_settings(sink.port)
        await asyncio.gather(*(email.send(settings, message(), outward()) for _ in range(5)))

    assert len(sink.mails) == 5


async def test_a_line_of_dots_comes_through_whole() -> None:
    with MailSink() as sink, SMTP("127.0.0.1", sink.port) as client:
        client.sendmail("a@x.example", ["b@x.example"], b"Subject: x\r\n\r\n.\r\n..\r\nend\r\n")

    assert sink.mails[0].content.endswith(b"\r\n.\r\n..\r\nend\r\n")


def test_commands_out_of_order_are_refused() -> None:
    with MailSink() as sink, SMTP("127.0.0.1", sink.port) as client:
        client.ehlo()

        assert client.docmd("DATA")[0] == 503
        assert client.docmd("RCPT", "TO:<b@x.example>")[0] == 503
        assert client.docmd("VRFY", "b")[0] == 502
        assert client.noop()[0] == 250
        assert client.rset()[0] == 250
        with pytest.raises(smtplib.SMTPNotSupportedError):
            client.starttls()

    assert sink.mails == ()


async def test_the_hook_sink_knows_what_the_webhook_channel_signed() -> None:
    secret = new_secret()
    with HookSink(secret) as sink:
        client = Client(guard=Guard(allow=(f"127.0.0.1:{sink.port}",)))
        settings = webhook.Settings(url=sink.url, secret_env="SIGNING_KEY")
        way = outward(client=client, secret=lambda name: secret)
        receipt = await webhook.send(settings, message(), way)

    (delivery,) = sink.deliveries
    assert receipt == "200 OK: taken"
    assert delivery.signed
    assert delivery.payload["type"] == "advert.flagged"
    assert delivery.id == delivery.payload["data"]["alert"]  # type: ignore[index]


async def test_the_hook_sink_refuses_what_another_key_signed() -> None:
    with HookSink(new_secret()) as sink:
        client = Client(guard=Guard(allow=(f"127.0.0.1:{sink.port}",)))
        settings = webhook.Settings(url=sink.url, secret_env="SIGNING_KEY")
        with pytest.raises(AlertError, match="401"):
            await webhook.send(settings, message(), outward(client=client))

    assert [delivery.signed for delivery in sink.deliveries] == [False]


@pytest.mark.parametrize("length", ["9999999", "x", "-1"])
def test_a_body_of_no_modest_length_is_refused_unread(length: str) -> None:
    with HookSink(new_secret()) as sink:
        connection = HTTPConnection("127.0.0.1", sink.port, timeout=5)
        connection.putrequest("POST", "/alerts")
        connection.putheader("Content-Length", length)
        connection.endheaders()
        status = connection.getresponse().status
        connection.close()

    assert status == 413
    assert sink.deliveries == ()


def test_each_secret_is_a_new_one() -> None:
    assert new_secret() != new_secret()
