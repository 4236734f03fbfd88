"""The heartbeat is a call to a watchdog; its URL is shown to nobody."""

from __future__ import annotations

from datetime import timedelta

import pytest

from monitor.alerts import Heartbeat, beat
from monitor.errors import AlertError
from monitor.net import Client, Guard
from tests.alerts.making import outward, secret_of
from tests.hostile import page, saying, serving


async def test_a_watchdog_is_called_and_its_status_shown() -> None:
    async with serving(saying(page(status=200))) as watchdog:
        heartbeat = Heartbeat(url=watchdog.url("/ping/made-up"))

        said = await beat(heartbeat, outward(client=Client(guard=Guard((watchdog.authority,)))))

    assert said == "200 OK"
    assert [asked.path for asked in watchdog.requests] == ["/ping/made-up"]


async def test_a_secret_url_is_read_from_the_environment() -> None:
    async with serving(saying(page(status=200))) as watchdog:
        secret = secret_of({"HEART": watchdog.url("/ping/made-up")})
        client = Client(guard=Guard((watchdog.authority,)))

        await beat(Heartbeat(url_env="HEART"), outward(client=client, secret=secret))

    assert len(watchdog.requests) == 1


@pytest.mark.parametrize("status", [200, 404])
async def test_an_answer_that_repeats_the_secret_url_is_told_without_it(status: int) -> None:
    async with serving(saying(page(b"Cannot GET /made-up", status=status))) as watchdog:
        client = Client(guard=Guard((watchdog.authority,)))
        heartbeat = Heartbeat(url=watchdog.url("/made-up"))

        try:
            said = await beat(heartbeat, outward(client=client))
        except AlertError as e:
            said = str(e)

    assert str(status) in said
    assert "made-up" not in said


async def test_a_refusal_is_told_with_its_status() -> None:
    async with serving(saying(page(status=404))) as watchdog:
        client = Client(guard=Guard((watchdog.authority,)))

        with pytest.raises(AlertError, match=r"The watchdog answered 404 Not Found\.$"):
            await beat(Heartbeat(url=watchdog.url("/made-up")), outward(client=client))


@pytest.mark.parametrize("url", ["https://10.0.0.1/made-up", "https://nowhere.invalid/made-up"])
async def test_a_url_that_cannot_be_called_is_not_repeated(url: str) -> None:
    with pytest.raises(AlertError) as raised:
        await beat(Heartbeat(url=url), outward(client=Client(guard=Guard())))

    assert "made-up" not in str(raised.value)
    assert "cannot be called" in str(raised.value)


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"url": "https://a.example/", "url_env": "X"}, "only one of url and url_env"),
        ({"url": "ftp://a.example/"}, "url is no http"),
        ({"url": "http://a.example/"}, "url is http, so that"),
        ({"every": timedelta(seconds=5)}, "every is less than 30 seconds"),
    ],
)
def test_what_cannot_work_is_refused(settings: dict[str, object], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        Heartbeat(**settings)  # type: ignore[arg-type]


def test_without_a_url_there_is_no_heartbeat() -> None:
    assert not Heartbeat().is_on
    assert Heartbeat(url_env="X").is_on
