"""A room of one's own (gotify, on loopback) to try the apprise channel on."""

from __future__ import annotations

import json
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from monitor.alerts.apprise import Settings
from tests.alerts.making import outward, secret_of
from tests.alerts.stands import Stand
from tests.hostile import page, saying, serving

pytest.importorskip("apprise", reason="the extra of that name is not installed")

TOKEN = "made-up-token"


@asynccontextmanager
async def standing(*, refusing: bool) -> AsyncIterator[Stand]:
    answer = page(b'{"error": "not here"}', status=403 if refusing else 200)
    async with serving(saying(answer)) as server:
        secret = secret_of({"ROOM": f"gotify://{server.authority}/{TOKEN}"})

        def said() -> list[str]:
            return [json.loads(asked.body)["message"] for asked in server.requests]

        yield Stand(
            settings=Settings(url_env="ROOM"),
            outward=outward(secret=secret),
            ids=lambda: [_whole(text) for text in said()],
            contents=said,
        )


def _whole(text: str) -> str:
    """Give the id whose first letters stand at the end of a text; ids of tests repeat them."""
    (mark,) = re.findall(r"\[([0-9a-f]{16})\]\s*$", text)
    return str(mark * 4)
