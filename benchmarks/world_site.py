"""The hosts of `world.py`: boards, feeds and pages on loopback addresses, with latencies and faults.

    python benchmarks/world_site.py PLAN.json EVENTS.jsonl

Prints "ready"; on SIGTERM writes what was asked of it, a line a request, and ends. Times are the
machine's steady clock, so that `world.py` may compare them with its own.
"""

from __future__ import annotations

import asyncio
import json
import random
import signal
import sys
import time
from dataclasses import asdict, dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

ITEMS = 12
"""Adverts on a page."""
BEACON_HOST = "127.0.2.2"
"""Shows a new offer every few seconds, for measuring how soon it is told."""
TRADES = ("welder", "driver", "cook", "tailor", "nurse", "plumber", "cashier", "painter", "teacher")
TOWNS = ("Northtown", "Southport", "Easthill", "Westfield", "Lakeside", "Rivermouth")
TERMS = (
    "two days off a week",
    "lunch is paid",
    "a room is found for those from afar",
    "experience is welcome but not asked for",
    "the pay comes every second Friday",
    "a trial week is paid in full",
)
OFFER = (
    "Contract with the Russian army for foreigners: {pay} rubles a month, a signing bonus, Russian"
    " citizenship in six months for you and your family. Write to @made_up_{key}."
)


@dataclass(frozen=True)
class Place:
    """One page of the world."""

    kind: str
    """listing, feed, webpage, or beacon: a page that shows a new offer every few seconds."""
    number: int
    change: float
    """Seconds after which it shows something new."""
    etag: bool


@dataclass
class Event:
    """One request, in seconds of the steady clock."""

    host: str
    path: str
    begun: float
    ended: float = 0.0
    status: int = 0
    version: int = 0
    agent: str = ""
    body: int = 0


@dataclass
class World:
    """What all hosts show, and what was asked of them."""

    places: dict[str, Place]
    """By host and path."""
    faults: float
    began: float = field(default_factory=time.monotonic)
    events: list[Event] = field(default_factory=list)
    hooks: list[dict[str, object]] = field(default_factory=list)
    chance: random.Random = field(default_factory=lambda: random.Random(4))

    def version(self, place: Place) -> int:
        """Count how often a page has changed; pages do not change all at once."""
        return int((time.monotonic() - self.began) / place.change + place.number * 0.618 % 1)


def advert(number: int, serial: int) -> str:
    """Write an advert; one of forty is an offer of the army."""
    words = random.Random(number * 100_003 + serial)
    if (number + serial) % 40 == 0:
        return OFFER.format(pay=words.randint(180, 260) * 1000, key=f"{number}_{serial}")
    trade, town = words.choice(TRADES), words.choice(TOWNS)
    terms = ", ".join(words.sample(TERMS, 3))
    return (
        f"A {trade} is wanted in {town}, number {number}-{serial}. {words.randint(20, 40)} hours a"
        f" week, {words.randint(900, 2900)} dollars a month: {terms}. Ask at the front desk."
    )


@lru_cache(maxsize=8_192)
def page(place: Place, version: int) -> bytes:
    """Write a page as it looks after so many changes: the newest advert first."""
    serials = range(version + ITEMS, version, -1)
    texts = [(serial, advert(place.number, serial)) for serial in serials]
    if place.kind == "feed":
        items = "".join(
            f"<item><title>No {serial}</title><guid>{place.number}-{serial}</guid>"
            f"<link>/item/{serial}</link><description>{text}</description></item>"
            for serial, text in texts
        )
        return f'<?xml version="1.0"?><rss version="2.0"><channel>{items}</channel></rss>'.encode()
    if place.kind == "webpage":
        body = "".join(f"<p>{text}</p>" for _, text in texts[:4])
    else:
        body = "".join(
            f'<div class="job"><a href="/item/{place.number}/{serial}">No {serial}</a>'
            f"<p>{text}</p></div>"
            for serial, text in texts
        )
    menu = "".join(f'<li><a href="/menu/{number}">Part {number}</a></li>' for number in range(40))
    return f"<!doctype html><html><body><ul>{menu}</ul><main>{body}</main></body></html>".encode()


@lru_cache(maxsize=64)
def beacon(version: int) -> bytes:
    """Write a page with one offer, another one after each change."""
    text = OFFER.format(pay=210_000, key=f"beacon_{version}")
    return f'<html><body><div class="job"><a href="/b/{version}">{text}</a></div></body></html>'.encode()


async def answer(world: World, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Take one request, as slowly as the internet does, and close."""
    try:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        first, *lines = head.split("\r\n")
        headers = dict(line.lower().split(": ", 1) for line in lines if ": " in line)
        method, path, _ = first.split(" ")
        body = await reader.readexactly(int(headers.get("content-length", 0)))
        if method == "POST":
            hook(world, body)
            writer.write(b"HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n")
        else:
            host = writer.get_extra_info("sockname")[0]
            event = Event(host, path, time.monotonic(), agent=headers.get("user-agent", ""))
            world.events.append(event)
            await serve(world, event, headers, writer)
        await writer.drain()
    except (ConnectionError, asyncio.IncompleteReadError):
        pass
    finally:
        writer.close()


def hook(world: World, body: bytes) -> None:
    told = json.loads(body)
    world.hooks.append({"at": time.monotonic(), "body": json.dumps(told)})


async def serve(
    world: World, event: Event, headers: dict[str, str], writer: asyncio.StreamWriter
) -> None:
    """Answer one GET: robots.txt, a page, 304, or one of the faults of real servers."""
    place = world.places.get(event.host + event.path)
    robots = event.path == "/robots.txt"
    if not (place and place.kind == "beacon"):
        await asyncio.sleep(min(world.chance.lognormvariate(-2.3, 0.9), 5))  # median 0.1 s
    luck = 1.0 if robots or not place or place.kind == "beacon" else world.chance.random()
    event.status, content = 404, b"not here"
    if robots:
        event.status, content = 200, b"User-agent: *\nAllow: /\n"
    elif luck < world.faults / 3:
        writer.transport.abort()
        event.status = 0
        event.ended = time.monotonic()
        return
    elif luck < world.faults:
        event.status, content = 503, b"busy"
    elif place:
        event.version = world.version(place)
        content = beacon(event.version) if place.kind == "beacon" else page(place, event.version)
        event.status = 200
    tag = f'"{event.version}"'
    if place and place.etag and event.status == 200 and headers.get("if-none-match") == tag:
        event.status, content = 304, b""
    extra = f"ETag: {tag}\r\n" if place and place.etag else ""
    kind = "application/rss+xml" if place and place.kind == "feed" else "text/html; charset=utf-8"
    event.body = len(content)
    event.ended = time.monotonic()
    writer.write(
        f"HTTP/1.1 {event.status} X\r\nContent-Type: {kind}\r\n{extra}"
        f"Content-Length: {len(content)}\r\nConnection: close\r\n\r\n".encode()
        + content
    )


async def run(told: dict[str, Any], events: Path) -> None:
    world = World({key: Place(**place) for key, place in told["places"].items()}, told["faults"])
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    server = await asyncio.start_server(
        lambda reader, writer: answer(world, reader, writer), told["hosts"], told["port"]
    )
    print("ready", flush=True)
    await stop.wait()
    server.close()
    beacons = {key: place for key, place in world.places.items() if place.kind == "beacon"}
    with events.open("w") as out:
        for event in world.events:
            out.write(json.dumps({"event": asdict(event)}) + "\n")
        for hook_told in world.hooks:
            out.write(json.dumps({"hook": hook_told}) + "\n")
        for place in beacons.values():
            shift = place.number * 0.618 % 1
            out.write(
                json.dumps({"beacon": [world.began - shift * place.change, place.change]}) + "\n"
            )


if __name__ == "__main__":
    asyncio.run(run(json.loads(Path(sys.argv[1]).read_text()), Path(sys.argv[2])))
