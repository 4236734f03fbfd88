"""All looks from the desk go by one fetcher, whichever thread and loop they are made in."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import timedelta

import pytest

from monitor.errors import Unanswered
from monitor.fetch import Politeness
from monitor.model import Capture, Link
from monitor.web.fetching import Fetching
from tests.hostile import Asked, Server, Write, page, serving, site
from tests.store.values import SOURCE

PAUSE = page(status=429, retry_after="600")


@pytest.fixture
def fetching() -> Iterator[Fetching]:
    made = Fetching()
    yield made
    made.close()


def manners(server: Server, **more: object) -> Politeness:
    return Politeness(
        allow=(f"127.0.0.1:{server.port}",), min_delay=timedelta(0), jitter=0.0, **more
    )


async def elsewhere(fetching: Fetching, politeness: Politeness, url: str) -> Capture:
    """Fetch in a loop and a thread of its own, as each errand of the desk does."""
    return await asyncio.to_thread(
        lambda: asyncio.run(fetching.by(politeness).capture(SOURCE, Link(url)))
    )


async def test_a_host_that_asked_for_a_pause_has_it_from_whoever_presses_next(
    fetching: Fetching,
) -> None:
    async with serving(site({"/": PAUSE})) as server:
        with pytest.raises(Unanswered, match="more seldom"):
            await elsewhere(fetching, manners(server), server.url("/"))
        asked = len(server.paths)

        with pytest.raises(Unanswered, match="is left alone for another"):
            await elsewhere(fetching, manners(server), server.url("/"))

        assert len(server.paths) == asked


async def test_two_at_once_wait_for_one_another(fetching: Fetching) -> None:
    async with serving(site({"/": page(b"words")})) as server:
        captures = await asyncio.gather(
            *(elsewhere(fetching, manners(server), server.url("/")) for _ in range(4))
        )

        assert [capture.body for capture in captures] == [b"words"] * 4
        assert server.paths.count("/robots.txt") == 1


async def test_other_manners_are_followed_at_once(fetching: Fetching) -> None:
    async with serving(site({"/": page(b"w" * 3_000)})) as server:
        whole = await elsewhere(fetching, manners(server), server.url("/"))
        cut = await elsewhere(fetching, manners(server, max_bytes=1_000), server.url("/"))

    assert (len(whole.body), len(cut.body)) == (3_000, 1_000)


async def test_what_is_being_fetched_ends_with_the_desk(fetching: Fetching) -> None:
    begun = asyncio.Event()

    async def hang(_: Asked, write: Write) -> None:
        begun.set()
        await asyncio.Event().wait()

    async with serving(site({"/": hang})) as server:
        waiting = asyncio.create_task(elsewhere(fetching, manners(server), server.url("/")))
        await begun.wait()

        await asyncio.to_thread(fetching.close)

        with pytest.raises(Unanswered, match="being closed"):
            await waiting


def test_closing_what_never_fetched_does_nothing(fetching: Fetching) -> None:
    fetching.close()
    fetching.close()
