"""Slow clients, over real sockets: who says nothing is not waited for, who is answered is."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from typing import Any

import pytest
import uvicorn
from uvicorn.server import ServerState

from monitor.web.patience import Impatient
from monitor.web.serving import over_http

SECONDS = 0.2
POST = b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\n"
GET = b"GET / HTTP/1.1\r\nHost: a\r\n\r\n"


class Hasty(Impatient):
    """Looks often, for a test."""

    seconds = SECONDS


async def slow(scope: Any, receive: Any, send: Any) -> None:
    """Take the whole request, and longer than anybody is waited for."""
    if scope["type"] != "http":
        return
    while (await receive()).get("more_body"):
        pass
    await asyncio.sleep(SECONDS * 4)
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b"whole"})


@contextlib.asynccontextmanager
async def served() -> AsyncIterator[int]:
    settings = uvicorn.Config(slow, log_config=None, timeout_keep_alive=60)
    settings.load()
    server = await asyncio.get_running_loop().create_server(
        lambda: Hasty(settings, ServerState(), {}), "127.0.0.1", 0
    )
    async with server:
        yield server.sockets[0].getsockname()[1]


async def said(port: int, *pieces: bytes) -> bytes:
    """Send pieces, each a while after the one before, and read until the server hangs up."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    with contextlib.suppress(ConnectionError):
        for piece in pieces:
            writer.write(piece)
            await asyncio.sleep(SECONDS / 2)
    answer = b""
    with contextlib.suppress(ConnectionError):
        while more := await asyncio.wait_for(reader.read(1_000), 5):
            answer += more
    writer.close()
    with contextlib.suppress(ConnectionError):
        await writer.wait_closed()
    return answer


@pytest.mark.parametrize(
    "pieces",
    [(b"",), (b"GET /",), tuple(GET[at : at + 1] for at in range(10)), (POST, b"a", b"b", b"c")],
    ids=["nothing", "half", "drip", "body"],
)
async def test_who_does_not_finish_is_not_waited_for(pieces: tuple[bytes, ...]) -> None:
    async with served() as port:
        assert await said(port, *pieces) == b""


@pytest.mark.parametrize("pieces", [(GET,), (POST, b"123456789")], ids=["get", "post"])
async def test_an_answer_takes_its_time(pieces: tuple[bytes, ...]) -> None:
    async with served() as port:
        answer = await said(port, *pieces)

    assert answer.endswith(b"whole\r\n0\r\n\r\n")


async def test_a_second_request_over_one_connection_is_answered() -> None:
    async with served() as port:
        answer = await said(port, GET + GET)

    assert answer.count(b"200 OK") == 2


def test_the_desk_is_served_so() -> None:
    assert over_http(slow, port=0, address="127.0.0.1").http is Impatient
