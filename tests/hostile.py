"""Small servers on loopback that misbehave on purpose, byte by byte.

    async with serving(saying(page(b"<p>hello"))) as server:
        client = Client(guard=Guard(allow=(server.authority,)))
        answer = await client.get(server.url("/x"))
    assert server.requests[0].path == "/x"

A way to answer is any `async def answer(request, write)`; `write(bytes)` puts bytes on the wire.
The connection is closed when it returns.
"""

from __future__ import annotations

import asyncio
import gzip
import ssl
import zlib
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field

Write = Callable[[bytes], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Asked:
    """One request as it came over the wire; `at` is the loop's time."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes = b""
    at: float = 0.0


Answering = Callable[[Asked, Write], Awaitable[None]]


@dataclass(slots=True)
class Server:
    """A running server and all that it was asked."""

    port: int
    scheme: str = "http"
    requests: list[Asked] = field(default_factory=list)

    @property
    def authority(self) -> str:
        return f"127.0.0.1:{self.port}"

    def url(self, path: str = "/") -> str:
        return f"{self.scheme}://{self.authority}{path}"

    @property
    def paths(self) -> list[str]:
        return [asked.path for asked in self.requests]


@asynccontextmanager
async def serving(
    answering: Answering, *, tls: ssl.SSLContext | None = None
) -> AsyncIterator[Server]:
    """Serve on a free port of 127.0.0.1 until the block ends."""
    server = Server(port=0, scheme="https" if tls else "http")
    connections: set[asyncio.Task[None]] = set()

    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        connections.add(task)
        with suppress(OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
            await _converse(server, answering, reader, writer)
        connections.discard(task)
        writer.close()

    listening = await asyncio.start_server(connected, "127.0.0.1", 0, ssl=tls)
    server.port = listening.sockets[0].getsockname()[1]
    try:
        yield server
    finally:
        listening.close()
        for task in tuple(connections):
            task.cancel()
        if connections:
            await asyncio.wait(connections)
        await listening.wait_closed()


async def _converse(
    server: Server,
    answering: Answering,
    reader: asyncio.StreamReader,
    writer: asyncio.StreamWriter,
) -> None:
    asked = await _asked(reader)
    server.requests.append(asked)

    async def write(data: bytes) -> None:
        writer.write(data)
        await writer.drain()

    await answering(asked, write)


async def _asked(reader: asyncio.StreamReader) -> Asked:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
    method, path, _ = head[0].split(" ", 2)
    pairs = (line.split(": ", 1) for line in head[1:] if line)
    headers = {name.lower(): value for name, value in pairs}
    body = await reader.readexactly(int(headers.get("content-length", "0")))
    return Asked(method, path, headers, body, asyncio.get_running_loop().time())


def page(body: bytes = b"", *, status: int = 200, **headers: str) -> bytes:
    """Write out a whole answer; `content_encoding="gzip"` becomes a header."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    lines = [f"HTTP/1.1 {status} Made Up", f"Content-Length: {len(body)}"]
    lines += [f"{name}: {value}" for name, value in named.items()]
    return "\r\n".join([*lines, "", ""]).encode("latin-1") + body


def moved(location: str, *, status: int = 302) -> bytes:
    """Send on to another URL."""
    return page(status=status, location=location)


def saying(*answers: bytes) -> Answering:
    """Say each answer once, in order, and the last one for ever."""
    left = list(answers)

    async def answer(asked: Asked, write: Write) -> None:
        await write(left.pop(0) if len(left) > 1 else left[0])

    return answer


def site(pages: Mapping[str, bytes | Answering]) -> Answering:
    """Answer by path; 404 for what is not there, so also for a robots.txt that is not named."""

    async def answer(asked: Asked, write: Write) -> None:
        found = pages.get(asked.path, page(status=404))
        if isinstance(found, bytes):
            await write(found)
        else:
            await found(asked, write)

    return answer


def dripping(head: bytes, *, drop: bytes = b".", every: float) -> Answering:
    """Say `head` at once, and then a drop at a time for ever."""

    async def answer(asked: Asked, write: Write) -> None:
        await write(head)
        while True:
            await asyncio.sleep(every)
            await write(drop)

    return answer


def endless(block: bytes, *, head: bytes = b"HTTP/1.1 200 OK\r\n\r\n") -> Answering:
    """Send the same block as fast as it is taken, for ever."""

    async def answer(asked: Asked, write: Write) -> None:
        await write(head)
        while True:
            await write(block)

    return answer


def silent() -> Answering:
    """Take the request and never say a word."""

    async def answer(asked: Asked, write: Write) -> None:
        await asyncio.Event().wait()

    return answer


def gzip_bomb(*, unpacked: int) -> bytes:
    """Pack so many zeros; 256 MB of them take about 260 KB."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    block = bytes(1 << 20)
    parts = [packer.compress(block) for _ in range(unpacked // len(block))]
    return b"".join([*parts, packer.flush()])


def stacked(body: bytes, *, times: int) -> bytes:
    """Pack what is packed already."""
    for _ in range(times):
        body = gzip.compress(body)
    return body
