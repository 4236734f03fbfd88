"""Put a deployment together: every station of the way, made from its settings."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractContextManager, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

from monitor import alerts, rulebook
from monitor.alerts import Outward, Templates
from monitor.config import Config
from monitor.errors import StoreError
from monitor.fetch import Fetcher
from monitor.net import Client, Guard
from monitor.pipeline import Pipeline, Unseen, Witness
from monitor.rulebook import Rules
from monitor.store import Store, exclusive
from monitor.worker import Allowance, Jobs, Memory, Readers

Clock = Callable[[], datetime]
_JOBS = Jobs()


@dataclass(frozen=True, slots=True)
class Deployment:
    """All stations, open."""

    config: Config
    rules: Rules
    store: Store
    fetcher: Fetcher
    readers: Readers
    pipeline: Pipeline


def utcnow() -> datetime:
    """Read the clock: an aware moment in UTC."""
    return datetime.now(UTC)


Secret = Callable[[str], str]


def outward(config: Config, *, secret: Secret = alerts.secret) -> Outward:
    """Make what channels send through: the same address guard as fetching.

    `secret` gives the value of an environment variable by its name, or raises AlertError.
    """
    client = Client(
        guard=Guard(allow=config.politeness.allow), user_agent=config.politeness.user_agent
    )
    return Outward(
        client,
        secret=secret,
        language=config.language,
        product=config.name,
        zone=config.timezone,
        templates=Templates(config.templates),
    )


def open_store(config: Config) -> Store:
    """Open the deployment's database; its folder is made when it is not there."""
    folder = config.database.parent
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(
            f"{folder}: the database's folder cannot be made ({error.strerror})"
        ) from error
    return Store.open(config.database)


def locked(config: Config) -> AbstractContextManager[None]:
    """Hold the deployment against a second run. Entering raises Busy while another one works."""
    return exclusive(config.database)


@asynccontextmanager
async def deployed(
    config: Config,
    *,
    clock: Clock = utcnow,
    secret: Secret = alerts.secret,
    witness: Witness | None = None,
    jobs: Jobs = _JOBS,
) -> AsyncIterator[Deployment]:
    """Open all stations; close what holds a process or a file at the end.

    `jobs` are what its worker processes are asked to do.
    """
    rules = rulebook.load(config.rules)
    fetcher = Fetcher(config.politeness)
    with open_store(config) as store:
        async with Readers(rules=config.rules, jobs=jobs, allowance=Allowance()) as readers:
            pipeline = Pipeline(
                store=store,
                fetcher=fetcher,
                readers=Memory(readers),
                channels=config.channels,
                outward=outward(config, secret=secret),
                rules=rules.digest,
                desk_url=config.desk_url,
                operators=config.operator.channels,
                clock=clock,
                witness=witness or Unseen(),
            )
            try:
                yield Deployment(
                    config=config,
                    rules=rules,
                    store=store,
                    fetcher=fetcher,
                    readers=readers,
                    pipeline=pipeline,
                )
            finally:
                pipeline.close()
