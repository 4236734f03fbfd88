"""A mail server to try the mail channel on."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from monitor.alerts.email import Security, Settings
from tests.alerts.making import Box, mail_server, outward
from tests.alerts.stands import Stand


@asynccontextmanager
async def standing(*, refusing: bool) -> AsyncIterator[Stand]:
    box = Box(data=["451 not now"] if refusing else [])
    async with mail_server(box):
        settings = Settings(
            host="127.0.0.1",
            port=box.port,
            security=Security.NONE,
            sender="watch@ngo.example",
            to=("team@ngo.example",),
        )
        yield Stand(
            settings=settings,
            outward=outward(),
            ids=lambda: [mail["Message-ID"].strip("<>").partition("@")[0] for mail in box.mails],
            contents=lambda: [content.decode() for content in box.kept],
        )
