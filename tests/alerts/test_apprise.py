"""Chat rooms through apprise: only named services, real refusals, and no secret shown."""

from __future__ import annotations

import asyncio
import json
from datetime import timedelta

import pytest

from monitor.alerts import sample_message
from monitor.alerts.apprise import SCHEMES, Settings, probe, send
from monitor.errors import AlertError
from tests.alerts.making import NOTICE, NOW, message, outward, secret_of
from tests.alerts.stands.apprise import TOKEN, standing
from tests.hostile import page, saying, serving, silent

ROOM = Settings(url_env="ROOM")


def holding(url: str) -> object:
    return outward(secret=secret_of({"ROOM": url}))


@pytest.mark.parametrize(
    "url",
    [
        "json://127.0.0.1/x",
        "file:///etc/passwd",
        "exec://id",
        "syslog://",
        "dbus://",
        "mailto://user:made-up-word@mail.example",
        "mastodon://made-up-word@social.example",
        "https://hooks.slack.example/services/made-up-word",
        "made-up-word",
        "",
    ],
)
async def test_a_service_that_is_not_named_is_refused_without_repeating_its_url(url: str) -> None:
    with pytest.raises(AlertError) as raised:
        await send(ROOM, message(), holding(url))  # type: ignore[arg-type]

    assert "What ROOM holds is for none of: discord," in str(raised.value)
    assert "made-up-word" not in str(raised.value)


async def test_a_url_that_the_service_cannot_have_is_refused() -> None:
    with pytest.raises(AlertError, match="no usable URL of slack"):
        await send(ROOM, message(), holding("slack://"))  # type: ignore[arg-type]


async def test_a_refusal_shows_the_servers_own_words_and_no_token() -> None:
    async with standing(refusing=True) as stand:
        with pytest.raises(AlertError) as raised:
            await send(ROOM, message(), stand.outward)

    assert "403" in str(raised.value)
    assert "not here" in str(raised.value)
    assert TOKEN not in str(raised.value)


async def test_a_server_that_is_not_there_is_a_refusal_too() -> None:
    async with serving(saying(page())) as gone:
        authority = gone.authority

    with pytest.raises(AlertError, match="Gotify did not take it") as raised:
        await send(ROOM, message(), holding(f"gotify://{authority}/{TOKEN}"))  # type: ignore[arg-type]

    assert TOKEN not in str(raised.value)


async def test_a_room_that_says_nothing_is_left_in_time() -> None:
    async with serving(silent()) as server:
        way = holding(f"gotify://{server.authority}/{TOKEN}?rto=1")

        with pytest.raises(AlertError, match="The room did not answer"):
            await send(Settings("ROOM", timedelta(seconds=0.2)), message(), way)  # type: ignore[arg-type]


async def test_a_room_that_says_nothing_holds_up_nothing_but_rooms() -> None:
    async with serving(silent()) as server:
        way = holding(f"gotify://{server.authority}/{TOKEN}?rto=30&cto=30")
        settings = Settings("ROOM", timedelta(seconds=0.3))
        loop = asyncio.get_running_loop()
        began = loop.time()
        waiting = [asyncio.create_task(send(settings, message(), way)) for _ in range(2)]  # type: ignore[arg-type]
        ticks = 0
        while not all(one.done() for one in waiting):
            await asyncio.sleep(0.01)
            ticks += 1
        took = loop.time() - began
        said = await asyncio.gather(*waiting, return_exceptions=True)

    assert ["did not answer" in str(one) for one in said] == [True, True]
    assert took < 15
    assert ticks > 10


async def test_a_long_message_comes_in_parts_and_whole() -> None:
    notices = [NOTICE] * 60
    async with serving(saying(*[page(b"{}")] * 9)) as server:
        way = holding(f"mmost://{server.authority}/{'3ccd' * 8}")

        await send(ROOM, message(*notices), way)  # type: ignore[arg-type]

    texts = [json.loads(asked.body)["text"] for asked in server.requests]
    assert len(texts) > 1
    assert "".join(texts).count("0a1b2c3d4e5f") == 60


async def test_a_probe_sends_nothing() -> None:
    async with standing(refusing=False) as stand:
        said = await probe(ROOM, stand.outward)

    assert "gotify" in said
    assert stand.contents() == []


async def test_a_test_message_says_so() -> None:
    async with standing(refusing=False) as stand:
        said = await send(ROOM, sample_message(NOW), stand.outward)

    assert said == "Gotify took it"
    assert "TEST" in stand.contents()[0]


def test_what_the_issue_names_is_there() -> None:
    assert {"slack", "matrix", "matrixs", "tgram", "signal", "signals"} <= SCHEMES


@pytest.mark.parametrize(
    ("settings", "said"),
    [({"url_env": ""}, "url_env is empty"), ({"url_env": "X", "timeout": timedelta()}, "timeout")],
)
def test_settings_that_cannot_work_are_refused(settings: dict[str, object], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        Settings(**settings)  # type: ignore[arg-type]
