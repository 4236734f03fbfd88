"""Routes from the settings to the receivers: who hears of what, and when."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from monitor import config
from monitor.alerts import Outward, Route
from monitor.config import Channel
from monitor.errors import ConfigError
from monitor.model import Gathered, Message, Source, Tier
from monitor.pipeline import Pipeline
from monitor.store import Store
from monitor.timetable import parse_hours
from tests.alerts.making import outward
from tests.places import RULES, Clock, PlainReaders, Web, plan

HOOKS = "".join(
    f'[channels.{name}]\nkind = "webhook"\nurl = "https://example.org/{name}"\nsecret_env = "X"\n'
    for name in ("team", "desk")
)
NORTH = Source("north", "plain", "https://north.example/", timedelta(hours=1), country="KZ")
ALMATY = ZoneInfo("Asia/Almaty")


def deploy(folder: Path, settings: str) -> Path:
    (folder / "monitor.toml").write_text(settings, encoding="utf-8")
    return folder


def faults_of(folder: Path) -> list[str]:
    with pytest.raises(ConfigError) as raised:
        config.load(folder)
    return raised.value.faults


def test_a_route_leads_to_its_channels_in_the_deployments_zone(tmp_path: Path) -> None:
    route = '[routes.daily]\nchannels = ["team"]\ntiers = ["T3"]\ndigest = ["18:00"]\n'

    loaded = config.load(deploy(tmp_path, f'timezone = "Asia/Almaty"\n{HOOKS}{route}'))

    team, desk = loaded.channels
    assert team.routes == (
        Route(id="daily", channels=("team",), tiers=(Tier.T3,), digest=("18:00",)),
    )
    assert (team.zone, desk.routes) == (ALMATY, ())


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        ("", 'routes.daily: the key "channels" is missing'),
        ('channels = ["tame"]', 'routes.daily.channels: unknown channel "tame"; did you mean'),
        ('channels = ["team"]\nsources = ["no"]', 'daily.sources: unknown source "no"'),
        ('channels = ["team"]\ncountries = ["kz"]', 'countries: found "kz", expected two capitals'),
        ('channels = ["team"]\nlanguages = ["Russian"]', "languages: found"),
        ('channels = ["team"]\ndigest = ["8"]', 'daily: digest: found "8"'),
        ('channels = ["team"]\nquiet = ["22:00"]', 'found "22:00", expected hours such as'),
        ('channels = ["team"]\ntiers = []', "tiers is empty"),
        ('channels = ["team"]\ntier = "T1"', 'unknown key "tier"; did you mean "tiers"?'),
        ('channels = ["team"]\nid = "x"', 'unknown key "id"'),
    ],
)
def test_a_route_that_cannot_work_is_refused(tmp_path: Path, lines: str, told: str) -> None:
    (fault,) = faults_of(deploy(tmp_path, f"{HOOKS}[routes.daily]\n{lines}\n"))

    assert told in fault


def test_a_channel_says_what_it_takes_itself_or_by_its_routes_but_not_both(tmp_path: Path) -> None:
    team = HOOKS.replace("[channels.desk]", 'languages = ["ru"]\n[channels.desk]')

    (fault,) = faults_of(deploy(tmp_path, f'{team}[routes.daily]\nchannels = ["team"]\n'))

    assert fault.startswith("monitor.toml: channels.team.languages: routes.daily leads here")


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("most_an_hour = 9", "a channel that sends each alert by itself gathers none"),
        ('speaks = "Russian"', "channels.desk.speaks: found"),
    ],
)
def test_what_a_channel_cannot_do_is_refused(tmp_path: Path, line: str, told: str) -> None:
    (fault,) = faults_of(deploy(tmp_path, f"{HOOKS}{line}\n"))

    assert told in fault


@dataclass(slots=True)
class Receiver:
    """A channel's kind that takes all, and keeps in which language it was to be told."""

    GROUPS: bool = True
    Settings: type = object
    taken: list[Message] = field(default_factory=list)
    languages: list[str] = field(default_factory=list)

    async def send(self, settings: object, message: Message, outward: Outward) -> str:
        self.taken.append(message)
        self.languages.append(outward.language)
        return "250"

    @property
    def hits(self) -> list[int]:
        """How many alerts came with each message."""
        return [len(message.alerts) for message in self.taken]


@dataclass(slots=True)
class House:
    """A pipeline with one channel, to which routes lead."""

    store: Store
    routes: tuple[Route, ...]
    speaks: str = ""
    clock: Clock = field(default_factory=Clock)
    receiver: Receiver = field(default_factory=Receiver)
    found: int = 0

    async def find(self, *words: str) -> None:
        """Find adverts of these words, and deliver what is due."""
        self.found += len(words)
        page = "\n".join(f"post {self.found}{n} {text}" for n, text in enumerate(words))
        channel = Channel(
            "team", "any", most_an_hour=5, speaks=self.speaks, routes=self.routes, zone=ALMATY
        )
        async with Pipeline(
            store=self.store,
            fetcher=Web(self.clock, {NORTH.url: page}),
            readers=PlainReaders(),
            rules=RULES,
            channels=(channel,),
            outward=outward(),
            kinds={"any": self.receiver},
            plan=plan,
            clock=self.clock,
        ) as pipeline:
            await pipeline.run([NORTH] if words else [])

    async def wait_until(self, moment: str) -> None:
        """Let time pass until a moment of that Monday or Tuesday in May, and deliver."""
        self.clock.now = datetime.fromisoformat(moment).replace(tzinfo=UTC)
        await self.find()


@pytest.fixture
def store() -> Store:
    return Store.open(":memory:")


async def test_the_urgent_goes_at_once_and_the_rest_in_the_evening(store: Store) -> None:
    urgent = Route(id="urgent", channels=("team",), tiers=(Tier.T1,))
    daily = Route(id="daily", channels=("team",), tiers=(Tier.T2, Tier.T3), digest=("18:00",))
    house = House(store, (urgent, daily))

    await house.find("now T1", "later T2", "later T3")
    by_day = house.receiver.hits[:]
    await house.wait_until("2026-05-04T12:59")
    before = house.receiver.hits[:]
    await house.wait_until("2026-05-04T13:00")

    assert (by_day, before, house.receiver.hits) == ([1], [1], [1, 2])
    assert house.receiver.taken[1].gathered is Gathered.DIGEST


async def test_a_hit_that_two_routes_take_comes_once_by_the_sooner(store: Store) -> None:
    daily = Route(id="daily", channels=("team",), digest=("18:00",))
    words = Route(id="words", channels=("team",), words=("alabug",), countries=("KZ",))
    house = House(store, (daily, words))

    await house.find("in Alabuga T2", "elsewhere T2")
    at_once = house.receiver.hits[:]
    await house.wait_until("2026-05-04T13:00")

    assert (at_once, house.receiver.hits) == ([1], [1, 1])


async def test_what_is_found_in_quiet_hours_comes_in_the_morning(store: Store) -> None:
    calm = Route(
        id="calm", channels=("team",), tiers=(Tier.T2,), quiet=(parse_hours("14:00-07:00"),)
    )
    urgent = Route(id="urgent", channels=("team",), tiers=(Tier.T1,))
    house = House(store, (calm, urgent))

    await house.find("wakes T1", "waits T2")
    by_night = house.receiver.hits[:]
    await house.wait_until("2026-05-05T02:00")

    assert (by_night, house.receiver.hits) == ([1], [1, 1])


async def test_what_waits_by_plan_is_no_fault_of_the_run(store: Store) -> None:
    house = House(store, (Route(id="daily", channels=("team",), digest=("18:00",)),))

    await house.find("later T1")

    unsent = store.outbox.unsent(served=["team"])
    assert (unsent.owed, unsent.dead, unsent.waiting) == (0, 0, 1)


async def test_a_storm_is_one_message_and_none_is_dropped(store: Store) -> None:
    house = House(store, ())

    await house.find(*(f"offer no {n} T1" for n in range(40)))
    await house.find(*(f"more of it {n} T1" for n in range(3)))
    in_the_hour = house.receiver.hits[:]
    house.clock.pass_by(timedelta(hours=1))
    await house.find()

    assert (in_the_hour, house.receiver.hits) == ([40], [40, 3])
    assert house.receiver.taken[0].gathered is Gathered.STORM


async def test_a_channel_is_told_in_its_own_language(store: Store) -> None:
    house = House(store, (), speaks="ru")

    await house.find("offer T1")

    assert house.receiver.languages == ["ru"]


def test_the_settings_in_the_docs_can_be_used(tmp_path: Path) -> None:
    page = (Path(__file__).parents[1] / "docs" / "alerts.md").read_text(encoding="utf-8")
    tables = re.findall(r"```toml\n(.*?)```", page, re.DOTALL)

    loaded = config.load(deploy(tmp_path, "\n".join(tables)))

    team, cases, *_ = loaded.channels
    assert [route.id for route in team.routes] == ["urgent", "offers", "review"]
    assert [route.id for route in cases.routes] == ["urgent", "alabuga"]
    assert loaded.heartbeat.url_env == "HEARTBEAT_URL"
