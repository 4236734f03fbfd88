"""A receiver to try the webhook channel on."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from monitor.alerts.webhook import Settings
from monitor.net import Client, Guard
from tests.alerts.making import outward
from tests.alerts.stands import Stand
from tests.hostile import page, saying, serving


@asynccontextmanager
async def standing(*, refusing: bool) -> AsyncIterator[Stand]:
    async with serving(saying(page(status=503 if refusing else 200))) as server:
        yield Stand(
            settings=Settings(url=server.url("/alerts"), secret_env="SIGNING_KEY"),
            outward=outward(client=Client(guard=Guard(allow=(server.authority,)))),
            ids=lambda: [asked.headers["webhook-id"] for asked in server.requests],
            contents=lambda: [asked.body.decode() for asked in server.requests],
        )
