"""Rules are learned once, believed for a day, and forgotten in the end."""

from __future__ import annotations

import asyncio

import pytest

from monitor.errors import Refused, Unanswered
from monitor.fetch.robots import KEEP, RETRY, Robots
from monitor.net import Answer, Guard
from tests.fetch.clock import Clock

CLOSED = b"User-agent: *\nDisallow: /"


class Site:
    """A site's robots.txt, and how often it was asked for."""

    def __init__(self, body: bytes = b"", *, fault: Unanswered | None = None) -> None:
        self.body = body
        self.fault = fault
        self.asked = 0

    async def ask(self, url: str) -> Answer:
        self.asked += 1
        await asyncio.sleep(0)
        if self.fault:
            raise self.fault
        return Answer(url=url, status=200, headers=(), body=self.body)


def robots(clock: Clock) -> Robots:
    return Robots(clock.surroundings().monotonic)


async def permit(rules: Robots, site: Site, host: str = "a.example", *, via: str = "") -> float:
    return await rules.crawl_delay(Guard().target(f"http://{host}/x"), via=via, ask=site.ask)


async def test_many_at_once_ask_once() -> None:
    site = Site()
    rules = robots(Clock())

    await asyncio.gather(*(permit(rules, site) for _ in range(20)))

    assert site.asked == 1


async def test_rules_are_believed_for_a_day_and_no_longer() -> None:
    clock = Clock()
    site = Site()
    rules = robots(clock)

    await permit(rules, site)
    clock.passed += KEEP - 1
    await permit(rules, site)
    site.body = CLOSED
    clock.passed += 1
    with pytest.raises(Refused):
        await permit(rules, site)

    assert site.asked == 2


async def test_fault_is_remembered_for_a_short_while() -> None:
    clock = Clock()
    site = Site(fault=Unanswered("timeout", "a.example did not answer."))
    rules = robots(clock)

    for _ in range(3):
        with pytest.raises(Unanswered, match="nothing else is asked for"):
            await permit(rules, site)
    site.fault = None
    clock.passed += RETRY
    await permit(rules, site)

    assert site.asked == 2


async def test_another_way_there_is_asked_for_itself() -> None:
    site = Site()
    rules = robots(Clock())

    await permit(rules, site)
    await permit(rules, site, via="EGRESS")

    assert site.asked == 2


async def test_origins_do_not_pile_up() -> None:
    rules = robots(Clock())

    for number in range(1_500):
        await permit(rules, Site(), f"h{number}.example")

    assert len(rules._origins) == 1_000


@pytest.mark.parametrize(("said", "seconds"), [("2.5", 2.5), ("3600", 60), ("-1", 0), ("inf", 0)])
async def test_crawl_delay_is_bounded(said: str, seconds: float) -> None:
    site = Site(f"User-agent: *\nCrawl-delay: {said}\n".encode())

    assert await permit(robots(Clock()), site) == seconds
