"""What a view does outside ends in time, and never takes all of the desk's threads."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from monitor.errors import Unanswered
from monitor.fetch import Fetcher
from monitor.model import Role
from monitor.store import Store
from monitor.web import errand
from monitor.web.answers import Refused
from monitor.web.asked import Asked, Query
from monitor.web.words import words
from tests.store.values import NOW
from tests.web.desk import deploy, rules


class Nowhere:
    """Knows no route: an errand asks for none."""

    def url(self, name: str, **path: object) -> str:
        return "/"

    def role(self, name: str) -> Role:
        return Role.VIEWER


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Asked]:
    """A request as a view gets it."""
    settings = deploy(tmp_path_factory.mktemp("desk"))
    with Store.open(settings.database) as store:
        yield Asked(
            path={},
            query=Query([]),
            form=Query([]),
            store=store,
            config=settings,
            rules=rules(),
            now=NOW,
            peer="",
            addresses=Nowhere(),
            words=words("en", settings.timezone),
            fetcher=Fetcher(),
        )


def test_what_it_brings_back_is_given(asked: Asked) -> None:
    async def fetch() -> str:
        return "herons"

    assert errand.run(asked, fetch) == "herons"


def test_one_that_takes_too_long_is_refused_in_words(asked: Asked) -> None:
    with pytest.raises(Refused, match="No answer came in time") as refused:
        errand.run(asked, lambda: asyncio.sleep(60), seconds=0.01)

    assert refused.value.status == 504


def test_a_third_at_the_same_time_is_sent_away(asked: Asked) -> None:
    begun, over = threading.Barrier(errand.AT_ONCE + 1), threading.Event()

    async def wait() -> None:
        begun.wait()
        await asyncio.to_thread(over.wait)

    with ThreadPoolExecutor() as pool:
        others = [pool.submit(errand.run, asked, wait) for _ in range(errand.AT_ONCE)]
        begun.wait()
        try:
            with pytest.raises(Refused, match="Others are waiting"):
                errand.run(asked, lambda: asyncio.sleep(0))
        finally:
            over.set()
        ended: list[Any] = [other.result() for other in others]

    assert ended == [None] * errand.AT_ONCE


def test_a_fault_of_its_own_comes_through_and_its_place_is_free_again(asked: Asked) -> None:
    async def fail() -> None:
        raise Unanswered("timeout", "north.example did not answer")

    for _ in range(errand.AT_ONCE + 1):
        with pytest.raises(Unanswered):
            errand.run(asked, fail)
