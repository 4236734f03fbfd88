"""`alerts`: does a channel work, and what became of each alert."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from monitor.desk.sinks import HookSink, MailSink, new_secret
from monitor.model import Reach, Recipient, Shared
from monitor.store import Manner, Store, exclusive
from tests.store.values import NOW, flagged, posting, see

from .conftest import Call, source
from .served import OFFER as OFFER_TEXT
from .served import html, served

Deploy = Callable[..., Path]


def mail(port: int) -> str:
    return (
        f'[channels.team]\nkind = "email"\nhost = "127.0.0.1"\nport = {port}\nsecurity = "none"\n'
        'sender = "monitor@example.org"\nto = ["team@example.org"]\n'
    )


def hook(url: str) -> str:
    return f'[channels.desk]\nkind = "webhook"\nurl = "{url}"\nsecret_env = "HOOK_SECRET"\n'


def test_a_test_goes_through_every_channel_and_shows_the_answer(
    call: Call, deploy: Deploy, monkeypatch: pytest.MonkeyPatch
) -> None:
    secret = new_secret()
    monkeypatch.setenv("HOOK_SECRET", secret)
    with MailSink() as mails, HookSink(secret=secret) as hooks:
        folder = deploy(hooks.url.removesuffix("/").rsplit("/", 1)[0], hook(hooks.url))
        path = folder / "monitor.toml"
        ports = f'allow = ["127.0.0.1:{hooks.port}", "127.0.0.1:{mails.port}"]'
        lines = [line if "allow" not in line else ports for line in path.read_text().splitlines()]
        path.write_text("\n".join([*lines, mail(mails.port)]))
        result = call("alerts", "test")

    assert result.exit_code == 0, result.output
    assert "team: taken: " in result.output
    assert "desk: taken: " in result.output
    assert (len(mails.mails), len(hooks.deliveries)) == (1, 1)
    assert hooks.deliveries[0].signed


def test_a_channel_that_refuses_ends_with_three(call: Call, deploy: Deploy) -> None:
    with MailSink() as closed:
        port = closed.port
    deploy(f"http://127.0.0.1:{port}", mail(port))

    result = call("alerts", "test", "team")

    assert result.exit_code == 3
    assert "team: refused: " in result.output


@pytest.mark.parametrize("words", [["team"], []])
def test_a_channel_that_is_not_there_is_told_plainly(
    call: Call, deploy: Deploy, words: list[str]
) -> None:
    deploy("http://127.0.0.1:9")

    result = call("alerts", "test", *words)

    assert result.exit_code == 2
    assert "channel" in result.output


def test_no_alert_is_told_plainly_and_to_a_script_as_an_empty_list(
    call: Call, deploy: Deploy
) -> None:
    deploy("http://127.0.0.1:9")

    told = call("alerts", "list").output
    assert told == "No alert. monitor.toml names no channel, so nobody is alerted.\n"
    assert json.loads(call("alerts", "list", "--state", "dead", "--json").output) == []


OFFER = "/offer"


def test_an_alert_is_explained_and_sent_again_by_hand(
    call: Call, deploy: Deploy, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOOK_SECRET", new_secret())
    with served({OFFER: html(OFFER_TEXT)}) as host:
        with MailSink() as closed:
            port = closed.port
        deploy(host, mail(port), offer=source(f"{host}{OFFER}"))
        ran = call("run")
        (owed,) = json.loads(call("alerts", "list", "--json").output)
        explained = call("alerts", "show", owed["key"][:12])
        (told,) = json.loads(call("alerts", "show", owed["key"], "--json").output)
        with MailSink(port=port) as mails:
            retried = call("alerts", "retry", owed["key"][:12])
        again = call("alerts", "show", owed["key"])

    assert "1 alert owed, to be tried again; `advert-monitor alerts list` says why." in ran.output
    assert explained.exit_code == 0, explained.output
    assert "to team: owed" in explained.output
    assert "tried once" in explained.output
    assert (told["state"], told["attempts"], told["channel"]) == ("owed", 1, "team")
    assert retried.exit_code == 0, retried.output
    assert len(mails.mails) == 1
    assert "to team: sent" in again.output


def test_where_there_is_a_channel_no_alert_is_all_that_is_said(call: Call, deploy: Deploy) -> None:
    deploy("http://127.0.0.1:9", mail(9))

    assert call("alerts", "list").output == "No alert.\n"


@pytest.mark.parametrize("command", ["show", "retry"])
def test_a_key_that_no_alert_has_is_told_with_where_to_look(
    call: Call, deploy: Deploy, command: str
) -> None:
    deploy("http://127.0.0.1:9", mail(9))

    result = call("alerts", command, "3f2a")

    assert result.exit_code == 2
    assert 'begins with "3f2a"; `advert-monitor alerts list` lists them' in result.output


def test_a_retry_beside_a_service_leaves_the_sending_to_it(call: Call, deploy: Deploy) -> None:
    with served({OFFER: html(OFFER_TEXT)}) as host:
        with MailSink() as closed:
            port = closed.port
        folder = deploy(host, mail(port), offer=source(f"{host}{OFFER}"))
        call("run")
        with exclusive(folder / "monitor.sqlite"):
            result = call("alerts", "retry")

    assert result.exit_code == 0, result.output
    assert "1 message due now" in result.output


def test_a_key_that_nothing_has_is_told_plainly(call: Call, deploy: Deploy) -> None:
    deploy("http://127.0.0.1:9")

    result = call("alerts", "show", "ffff")

    assert result.exit_code == 2
    assert "no alert has a key" in result.output


def test_who_has_an_alert_and_who_lacks_it_is_listed_and_explained(
    call: Call, deploy: Deploy
) -> None:
    folder = deploy("http://127.0.0.1:9")
    recipients = (
        Recipient("chief@ngo.example", Reach.REFUSED, "550 no"),
        Recipient("lawyer@ngo.example", Reach.OWED, "451 later"),
        Recipient("team@ngo.example", Reach.TAKEN, "250 queued"),
    )
    with Store.open(folder / "monitor.sqlite") as store:
        see(store, flagged(posting()))
        store.outbox.form("mail", Manner(groups=True), now=NOW)
        message = store.outbox.claim("mail", now=NOW)
        assert message is not None
        store.outbox.shared(message.id, Shared("250 queued", recipients), now=NOW)

    table = " ".join(call("alerts", "list").output.split())
    (listed,) = json.loads(call("alerts", "list", "--state", "owed", "--json").output)
    shown = call("alerts", "show", listed["key"]).output
    (told,) = json.loads(call("alerts", "show", listed["key"], "--json").output)

    assert "Still owed" in table
    assert "team@ngo" not in table
    assert "Refused for good for chief@ngo.example: 550 no" in shown
    assert listed["recipients"] == told["recipients"]
    assert listed["recipients"][1] == {
        "address": "lawyer@ngo.example",
        "reach": "owed",
        "answer": "451 later",
    }
