"""Places for looks: few for one host, enough for all the others."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from monitor.model import Source
from monitor.pipeline.slots import AT_ONCE, OF_ONE_HOST, Slots


def source(host: str, number: int = 0) -> Source:
    url = f"https://{host}.example/{number}"
    return Source(id=f"{host}-{number}", kind="webpage", url=url, every=timedelta(hours=1))


class Looks:
    """Looks that last until they are let go, and who has begun."""

    def __init__(self) -> None:
        self.slots = Slots()
        self.begun: list[str] = []
        self.end = asyncio.Event()
        self.tasks: list[asyncio.Task[None]] = []

    async def ask(self, *sources: Source) -> None:
        self.tasks += [asyncio.create_task(self._look(one)) for one in sources]
        for _ in range(5):
            await asyncio.sleep(0)

    async def _look(self, one: Source) -> None:
        async with self.slots.turn(one):
            self.begun.append(one.id)
            await self.end.wait()


@pytest.fixture
async def looks() -> AsyncIterator[Looks]:
    looks = Looks()
    yield looks
    looks.end.set()
    await asyncio.gather(*looks.tasks)


async def test_a_host_of_many_sources_takes_few_places(looks: Looks) -> None:
    await looks.ask(*(source("crowd", number) for number in range(500)), source("other"))

    assert len(looks.begun) == OF_ONE_HOST + 1
    assert "other-0" in looks.begun


async def test_so_many_looks_go_on_at_once_and_no_more(looks: Looks) -> None:
    await looks.ask(*(source(f"host{number}") for number in range(AT_ONCE + 10)))

    assert len(looks.begun) == AT_ONCE


async def test_who_asks_first_goes_first(looks: Looks) -> None:
    asked = [source("crowd", number) for number in range(6)]
    await looks.ask(*asked)

    looks.end.set()
    await asyncio.gather(*looks.tasks)

    assert looks.begun == [one.id for one in asked]
