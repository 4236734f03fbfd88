"""The ways out: directly, and through each proxy that an enabled source names."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterable
from datetime import datetime
from urllib.parse import urljoin, urlsplit

from monitor.desk.doctor.clock import compare
from monitor.desk.doctor.finding import Finding, World, bad, fine, look
from monitor.errors import AlertError, ConfigError, FetchError
from monitor.fetch import http_date
from monitor.model import Source
from monitor.net import Answer, Client

ABOUT = "way out"
HOSTS = 3
"""Hosts asked on each way: one alone may be ill itself."""
REMEDIES = {
    "dns": "Names do not resolve: see /etc/resolv.conf, or the container's network.",
    "tls": "A wrong clock, missing ca-certificates, or somebody in between: look at all three.",
    "proxy": "See that the proxy runs, and what its log says.",
    "timeout": "A firewall may drop what goes out: let ports 80 and 443 through.",
    "connect": "A firewall may refuse what goes out: let ports 80 and 443 through.",
}
ELSE = "`advert-monitor check` shows what each source answers."


async def look_over(world: World) -> AsyncIterator[Finding]:
    """Ask a few of the watched hosts for their robots.txt, as fetching would first."""
    ways: dict[str | None, list[Source]] = {}
    for source in world.config.enabled():
        ways.setdefault(source.proxy_env, []).append(source)
    dates: list[datetime] = []
    for way, sources in ways.items():
        async for finding in _way(way, _origins(sources), world, dates):
            yield finding
    for finding in compare(world.now, dates):
        yield finding
    if not ways:
        yield look(ABOUT, "It was not tried: no source is enabled.", "Enable one, then look again.")


def _origins(sources: Iterable[Source]) -> list[str]:
    """Give the robots.txt of the first few hosts."""
    hosts = {urlsplit(source.url).netloc: urljoin(source.url, "/robots.txt") for source in sources}
    return list(hosts.values())[:HOSTS]


async def _way(
    way: str | None, urls: list[str], world: World, dates: list[datetime]
) -> AsyncIterator[Finding]:
    name = f"through {way}" if way else "directly"
    try:
        client = world.client(world.secret(way) if way else None)
    except (AlertError, ConfigError) as error:
        yield bad(ABOUT, f"{way}: {error}", "Set it to the proxy's URL: socks5h://127.0.0.1:9050")
        return
    results = await asyncio.gather(*(_ask(client, url) for url in urls))
    answers = [result for result in results if isinstance(result, Answer)]
    faults = [result for result in results if isinstance(result, FetchError)]
    dates += [date for one in answers if (date := http_date(one.header("Date")))]
    if answers:
        yield fine(ABOUT, f"{len(answers)} of {len(urls)} hosts asked {name} answer.")
    for fault in faults:
        say = look if answers else bad
        yield say(ABOUT, f"{name}: {fault}", REMEDIES.get(fault.code, ELSE))


async def _ask(client: Client, url: str) -> Answer | FetchError:
    try:
        return await client.get(url)
    except FetchError as error:
        return error
