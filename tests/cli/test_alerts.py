"""`alerts`: does a channel work, and what became of each alert."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from monitor.desk.sinks import HookSink, MailSink, new_secret

from .conftest import Call

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

    assert call("alerts", "list").output == "No alert.\n"
    assert json.loads(call("alerts", "list", "--state", "dead", "--json").output) == []
