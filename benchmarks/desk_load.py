"""How fast the desk answers twenty reviewers at once, beside Datasette on the same table.

    python benchmarks/desk_load.py [--hits 100000] [--seconds 30] [--pause 1.0]

Serves a database of so many made-up hits with `advert-monitor serve`, which polls a source every
second meanwhile, and lets twenty people read queue and hit in turn, each `pause` seconds after the
answer before. Datasette (`pip install datasette`; no dependency of the product) then shows the
table `hits` and one of its rows to as many in the same run. Told: median and 95th percentile of the
answers' times, in milliseconds, and the ratio.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import http.server
import importlib.util
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

import httpx

sys.path.insert(0, str(Path(__file__).parent.parent))

from desk_hits import fill

from monitor.desk.deployment import utcnow
from monitor.model import Role
from monitor.store import Store
from monitor.web import auth

PEOPLE = 20
PASSWORD = "seven quiet herons"
PAGE = (
    b"<html><body><div class=job>Cook wanted, day shifts, ask at the counter.</div></body></html>"
)


@dataclass
class Times:
    """Seconds that each answer took, by the page's kind."""

    by_kind: dict[str, list[float]] = field(default_factory=dict)

    def note(self, kind: str, seconds: float) -> None:
        self.by_kind.setdefault(kind, []).append(seconds)

    def told(self, whose: str) -> list[str]:
        return [
            f"{whose} {kind:6} {len(times):5} answers, median {_ms(statistics.median(times)):6.1f} ms,"
            f" 95 of 100 {_ms(_part(times, 0.95)):6.1f} ms, most {_ms(max(times)):6.1f} ms"
            for kind, times in sorted(self.by_kind.items())
        ]


def _ms(seconds: float) -> float:
    return seconds * 1000


def _part(times: Sequence[float], part: float) -> float:
    return sorted(times)[int(part * (len(times) - 1))]


def free_port() -> int:
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return int(sock.getsockname()[1])


class _Place(http.server.BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200 if self.path == "/" else 404)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(PAGE) if self.path == "/" else 0))
        self.end_headers()
        if self.path == "/":
            self.wfile.write(PAGE)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextlib.contextmanager
def place() -> Iterator[int]:
    """Serve a public place that `serve` polls."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Place)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()


def deploy(folder: Path, *, place_port: int, desk_port: int) -> None:
    (folder / "sources").mkdir()
    (folder / "monitor.toml").write_text(
        f'[politeness]\nallow = ["127.0.0.1:{place_port}"]\nmin_delay = "100ms"\n'
        f"[desk]\nport = {desk_port}\n"
    )
    (folder / "sources" / "board.toml").write_text(
        f'kind = "webpage"\nurl = "http://127.0.0.1:{place_port}/"\nevery = "1s"\n'
    )


def people(database: Path) -> list[str]:
    with Store.open(database) as store:
        for number in range(PEOPLE):
            name = f"reviewer-{number}"
            auth.enroll(
                store, name=name, role=Role.REVIEWER, password=PASSWORD, first=False, at=utcnow()
            )
    return [f"reviewer-{number}" for number in range(PEOPLE)]


@contextlib.contextmanager
def running(*command: str) -> Iterator[subprocess.Popen[bytes]]:
    """Run a server until the block ends."""
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)


async def answering(client: httpx.AsyncClient, path: str) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        with contextlib.suppress(httpx.HTTPError):
            await client.get(path)
            return
        await asyncio.sleep(0.2)
    raise SystemExit("the server does not answer")


@contextlib.asynccontextmanager
async def signed_in(home: str, name: str) -> AsyncIterator[httpx.AsyncClient]:
    headers = {"Sec-Fetch-Site": "same-origin"}
    async with httpx.AsyncClient(base_url=home, headers=headers, timeout=60) as client:
        said = await client.post("/login", data={"name": name, "password": PASSWORD})
        if said.status_code != 303:
            raise SystemExit(f"{name} cannot sign in: {said.status_code}")
        yield client


async def read(
    client: httpx.AsyncClient,
    pages: Sequence[tuple[str, str]],
    times: Times,
    *,
    until: float,
    pause: float,
    seed: int,
) -> None:
    """Read pages in turn like a person, with pauses."""
    chance = Random(seed)
    await asyncio.sleep(chance.random() * pause)
    while time.monotonic() < until:
        kind, path = chance.choice(pages)
        begun = time.monotonic()
        said = await client.get(path)
        times.note(kind, time.monotonic() - begun)
        if said.status_code != 200:
            raise SystemExit(f"{path}: {said.status_code}")
        await asyncio.sleep(pause * (0.5 + chance.random()))


async def measure_desk(
    home: str, names: Sequence[str], ids: Sequence[str], options: argparse.Namespace
) -> Times:
    async with httpx.AsyncClient(base_url=home) as first:
        await answering(first, "/login")
    async with contextlib.AsyncExitStack() as stack:
        clients = [await stack.enter_async_context(signed_in(home, name)) for name in names]
        pages = [("queue", "/")] * len(ids) + [("hit", f"/hits/{one}") for one in ids]
        return await crowd(clients, pages, options)


async def measure_datasette(home: str, ids: Sequence[str], options: argparse.Namespace) -> Times:
    async with contextlib.AsyncExitStack() as stack:
        clients = [
            await stack.enter_async_context(httpx.AsyncClient(base_url=home, timeout=60))
            for _ in range(PEOPLE)
        ]
        await answering(clients[0], "/")
        pages = [("table", "/monitor/hits?_size=50")] * len(ids)
        pages += [("row", f"/monitor/hits/{one}") for one in ids]
        return await crowd(clients, pages, options)


async def crowd(
    clients: Sequence[httpx.AsyncClient],
    pages: Sequence[tuple[str, str]],
    options: argparse.Namespace,
) -> Times:
    times, until = Times(), time.monotonic() + options.seconds
    async with asyncio.TaskGroup() as group:
        for seed, client in enumerate(clients):
            group.create_task(
                read(client, pages, times, until=until, pause=options.pause, seed=seed)
            )
    return times


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--hits", type=int, default=100_000)
    parser.add_argument("--seconds", type=float, default=30.0)
    parser.add_argument("--pause", type=float, default=1.0, help="seconds between two pages of one")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name, place() as place_port:
        folder, port = Path(name), free_port()
        deploy(folder, place_port=place_port, desk_port=port)
        database = folder / "monitor.sqlite"
        with Store.open(database) as store:
            fill(store, options.hits, Random(1))
        names = people(database)
        with Store.open(database) as store:
            ids = [hit.id for hit in store.hits.all(limit=200)]
        with running(sys.executable, "-m", "monitor", "-C", str(folder), "serve"):
            ours = asyncio.run(measure_desk(f"http://127.0.0.1:{port}", names, ids, options))
        print("\n".join(ours.told("desk     ")))
        if importlib.util.find_spec("datasette") is None:
            print("datasette is not installed: no comparison")
            return
        port = free_port()
        command = ("-m", "datasette", "serve", str(database), "--port", str(port))
        with running(sys.executable, *command):
            theirs = asyncio.run(measure_datasette(f"http://127.0.0.1:{port}", ids, options))
        print("\n".join(theirs.told("datasette")))
        one, other = (
            _part([seconds for times in side.by_kind.values() for seconds in times], 0.95)
            for side in (ours, theirs)
        )
        print(f"ratio of the 95th percentiles, desk to Datasette: {one / other:.2f}")


if __name__ == "__main__":
    main()
