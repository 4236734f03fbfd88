"""The guard sits in httpx's own connections; these fail when a new httpx or httpcore moves them."""

from __future__ import annotations

import re
from pathlib import Path

import httpx
import pytest

import monitor
from monitor.errors import Refused
from monitor.net import Guard
from monitor.net.backend import GuardedDialler, wired
from monitor.net.client import trusted
from tests.hostile import page, saying, serving

_IMPORTS_HTTPX = re.compile(r"^\s*(import|from) (httpx|httpcore)\b", re.MULTILINE)


async def test_transport_dials_through_the_guard() -> None:
    async with wired(Guard(), ssl_context=trusted(), proxy=None) as transport:
        assert isinstance(transport._pool._network_backend, GuardedDialler)


async def test_httpx_itself_cannot_reach_loopback_past_the_guard() -> None:
    async with (
        serving(saying(page(b"secret"))) as server,
        wired(Guard(), ssl_context=trusted(), proxy=None) as transport,
        httpx.AsyncClient(transport=transport) as client,
    ):
        with pytest.raises(Refused, match="loopback"):
            await client.get(server.url())

    assert server.requests == []


def test_no_module_but_net_imports_httpx() -> None:
    package = Path(monitor.__file__).parent
    sources = {path.relative_to(package): path.read_text() for path in package.rglob("*.py")}

    importers = {path.parts[0] for path, text in sources.items() if _IMPORTS_HTTPX.search(text)}

    assert importers == {"net"}


async def test_guard_refuses_a_unix_socket() -> None:
    with pytest.raises(NotImplementedError):
        await GuardedDialler(Guard()).connect_unix_socket("/var/run/docker.sock")
