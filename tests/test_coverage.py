"""Places that fall ill in every way, watched over real sockets: the operator hears of each, once."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

import pytest

from monitor import rulebook
from monitor.alerts import Outward
from monitor.alerts.webhook import Settings as Hook
from monitor.config import Channel
from monitor.desk.sinks import new_secret
from monitor.fetch import Fetcher, Politeness
from monitor.model import Source
from monitor.net import Client, Guard
from monitor.pipeline import Pipeline
from monitor.sources.listing import Options as Listing
from monitor.store import Store
from monitor.worker import Readers
from tests.fetch.clock import START, Clock
from tests.hostile import Asked, Server, Write, page, saying, serving

HOUR = timedelta(hours=1)
SECRET = new_secret()
CARDS = "".join(f'<div class="card"><h3>Продавец {n}</h3><p>Смена</p></div>' for n in range(30))
BOARD = f"<!doctype html><title>Доска</title>{CARDS}".encode()
POSTS = "".join(
    f'<div class="tgme_widget_message" data-post="made_up/{n}">'
    f'<div class="tgme_widget_message_text">Объявление номер {n}</div></div>'
    for n in range(20)
)
CHANNEL = f"<!doctype html><title>t</title>{POSTS}".encode()
GROUP = b'<!doctype html><title>t</title><div class="tgme_page_title">Made up</div>'
NOBODY = b"<!doctype html><title>Telegram Messenger</title>"
REDESIGNED = BOARD.replace(b'class="card"', b'class="tile"')
CAPTCHA = b"<!doctype html><title>Just a moment...</title><p>Checking.</p>"
LOGIN = b'<!doctype html><title>Members</title><form><input type="password"></form>'
FORBIDDING = b"User-agent: *\nDisallow: /\n"

Answers = dict[str, bytes]
"""Whole answers by path; what is not there is 404."""

ILL: dict[str, tuple[str, Answers]] = {
    "layout": ("layout_changed", {"/": page(REDESIGNED)}),
    "emptied": ("layout_changed", {"/": page(b"<!doctype html><title>Board</title>")}),
    "captcha": ("captcha", {"/": page(CAPTCHA)}),
    "login": ("login_wall", {"/": page(LOGIN)}),
    "forbidden": ("blocked", {"/": page(b"no", status=403)}),
    "hurried": ("blocked", {"/": page(b"no", status=429)}),
    "closed": ("blocked", {"/": page(b"no", status=503)}),
    "gone": ("gone", {"/": page(b"", status=410)}),
    "missing": ("gone", {}),
    "broken": ("unreachable", {"/": page(b"", status=500)}),
    "robots": ("robots_forbid", {"/": page(BOARD), "/robots.txt": page(FORBIDDING)}),
    "dead": ("no_such_name", {"/": page(BOARD)}),
    "preview": ("preview_off", {"/s/made_up": page(GROUP)}),
    "renamed": ("no_such_name", {"/s/made_up": page(NOBODY)}),
}
WELL = {"/": page(BOARD), "/s/made_up": page(CHANNEL)}


@dataclass
class Place:
    """A host of its own, and what it answers now."""

    server: Server
    source: Source
    answers: Answers


@dataclass
class World:
    """Places, a pipeline that watches them, and the receivers of its operator and its team."""

    clock: Clock
    pipeline: Pipeline
    places: dict[str, Place]
    operator: Server
    team: Server
    dead: set[str] = field(default_factory=set)
    """Host names that do not resolve."""

    @property
    def now(self) -> datetime:
        return START + timedelta(seconds=self.clock.passed)

    async def live(self, time: timedelta) -> None:
        """Look at what is due every half hour."""
        sources = [place.source for place in self.places.values()]
        end = self.now + time
        while self.now < end:
            self.pipeline.store.agenda.enlist(sources, now=self.now)
            due = self.pipeline.store.agenda.due(sources, now=self.now)
            await self.pipeline.run(due)
            self.clock.passed += 1800

    def told(self) -> dict[str, list[str]]:
        """What the operator's receiver has taken, by source."""
        told = defaultdict(list)
        for asked in self.operator.requests:
            data = json.loads(asked.body)["data"]
            told[data["about"]["id"]].append(data["state"]["id"])
        return dict(told)

    def fall_ill(self) -> None:
        for name, (_, answers) in ILL.items():
            self.places[name].answers = answers
        self.dead.add("dead.example")

    def recover(self) -> None:
        for place in self.places.values():
            place.answers = WELL
        self.dead.clear()


def source_of(name: str, server: Server) -> Source:
    host = f"dead.example:{server.port}" if name == "dead" else server.authority
    if name in ("preview", "renamed"):
        return Source(name, "telegram", f"http://{host}/made_up", every=HOUR)
    options = Listing(item=".card", details=0)
    return Source(name, "listing", f"http://{host}/", every=HOUR, options=options)


async def place(stack: AsyncExitStack, name: str) -> Place:
    async def answer(asked: Asked, write: Write) -> None:
        await write(there.answers.get(asked.path, page(b"", status=404)))

    server = await stack.enter_async_context(serving(answer))
    there = Place(server, source_of(name, server), WELL)
    return there


def fetcher(places: Sequence[Place], clock: Clock, dead: set[str]) -> Fetcher:
    async def resolve(host: str, port: int) -> tuple[str, ...]:
        if host in dead:
            raise OSError("no such name")
        return ("127.0.0.1",)

    allow = tuple(one.source.url.split("/")[2] for one in places)
    politeness = Politeness(allow=allow, min_delay=timedelta(0))
    guard = Guard(allow, resolve=resolve)
    return Fetcher(politeness, guard=guard, surroundings=clock.surroundings())


@pytest.fixture
async def world() -> AsyncIterator[World]:
    async with AsyncExitStack() as stack:
        clock, dead = Clock(), set[str]()
        places = {name: await place(stack, name) for name in (*ILL, "fine")}
        operator = await stack.enter_async_context(serving(saying(page())))
        team = await stack.enter_async_context(serving(saying(page())))
        store = stack.enter_context(Store.open(":memory:"))
        client = Client(guard=Guard(allow=(operator.authority, team.authority)))
        pipeline = Pipeline(
            store=store,
            fetcher=fetcher(list(places.values()), clock, dead),
            readers=await stack.enter_async_context(Readers(workers=1)),
            rules=rulebook.load().digest,
            channels=(
                Channel("ops", "webhook", tiers=(), settings=Hook("S", operator.url("/in"))),
                Channel("team", "webhook", settings=Hook("S", team.url("/in"))),
            ),
            operators=("ops",),
            outward=Outward(client, lambda _: SECRET),
            clock=lambda: START + timedelta(seconds=clock.passed),
        )
        await stack.enter_async_context(pipeline)
        yield World(clock, pipeline, places, operator, team, dead)


@pytest.mark.slow
async def test_each_illness_reaches_the_operator_as_what_it_is_once_and_its_end_once(
    world: World,
) -> None:
    await world.live(14 * HOUR)
    assert world.told() == {}

    world.fall_ill()
    fallen = world.now
    await world.live(60 * HOUR)

    assert world.told() == {name: [state] for name, (state, _) in ILL.items()}
    late = {
        one.alarm.about: one.alarm.raised_at - fallen
        for one in world.pipeline.store.alarms.all(state="sent")
    }
    day = timedelta(hours=24)
    assert late.pop("robots") <= 2 * day  # its robots.txt is believed for a day
    assert max(late.values()) <= day
    world.recover()
    await world.live(36 * HOUR)

    assert world.told() == {name: [state, "healthy"] for name, (state, _) in ILL.items()}
    assert world.team.requests == []


@pytest.mark.slow
async def test_a_place_that_gives_nothing_is_tried_on_ever_more_seldom(world: World) -> None:
    world.fall_ill()
    await world.live(36 * HOUR)
    before = len(world.places["captcha"].server.requests)

    await world.live(24 * HOUR)

    tries = len(world.places["captcha"].server.requests) - before
    assert 3 <= tries <= 6  # every six hours, and robots.txt once
    # A page that does come is looked at as ever: hourly, half an hour late at the most.
    assert len(world.pipeline.store.runs.of("layout", limit=99)) >= 60 / 1.5


@pytest.mark.slow
async def test_an_alarm_that_nobody_takes_stays_owed_and_is_told_once(world: World) -> None:
    world.operator.requests.clear()
    world.fall_ill()
    store, told = world.pipeline.store, replace(world.pipeline, outward=None)
    muted = replace(world, pipeline=told)
    await muted.live(8 * HOUR)
    owed = {one.alarm.key for one in store.alarms.all(state="owed")}
    assert store.outbox.unsent().owed == len(owed) > 0

    await world.pipeline.deliver()

    assert {asked.headers["webhook-id"] for asked in world.operator.requests} == owed
    assert len(world.operator.requests) == len(owed)
