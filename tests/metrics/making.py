"""A deployment on disk whose places are made up, for what is asked about it from outside."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from prometheus_client.parser import text_string_to_metric_families

from monitor import config
from monitor.alerts import Outward
from monitor.config import Channel, Config
from monitor.desk.coverage import Coverage
from monitor.errors import AlertError
from monitor.metrics.facts import Facts
from monitor.model import Fault, Message, Run, Source
from monitor.pipeline import Pipeline, Unseen, Witness
from monitor.store import Health, SourceState, State, Store, Vitals
from tests.places import RULES, Clock, PlainReaders, Web, plan

NOW = datetime(2026, 5, 4, 9, 30, tzinfo=UTC)
HOUR = timedelta(hours=1)
NOTHING = Vitals(hits={}, backlogs={}, unread=0, given_up=0, file=0, log=0, free=0, disk=0)
NORTH = Source(id="north", kind="plain", url="https://north.example/", every=HOUR)


class Refusing:
    """A kind of channel that takes nothing."""

    GROUPS = False
    Settings = object

    async def send(self, settings: object, message: Message, outward: Outward) -> str:
        raise AlertError("no")


class Nowhere:
    """A client that nobody asks."""


def configured(folder: Path, *channels: str, **metrics: Any) -> Config:
    """Make settings of one source, and channels that refuse."""
    (folder / "monitor.toml").write_text("")
    loaded = config.load(folder)
    return replace(
        loaded,
        sources=(NORTH,),
        channels=tuple(Channel(name, "refusing") for name in channels),
        metrics=config.Metrics(**metrics),
    )


@contextmanager
def piped(
    loaded: Config, pages: str, *, clock: Clock, witness: Witness | None = None
) -> Iterator[Pipeline]:
    """Open a pipeline whose one source shows these pages."""
    with Store.open(loaded.database) as store:
        pipeline = Pipeline(
            store=store,
            fetcher=Web(clock, {NORTH.url: pages}),
            readers=PlainReaders(),
            rules=RULES,
            channels=loaded.channels,
            outward=Outward(Nowhere()),  # type: ignore[arg-type]
            kinds={"refusing": Refusing()},  # type: ignore[dict-item]
            plan=plan,
            clock=clock,
            witness=witness or Unseen(),
        )
        try:
            yield pipeline
        finally:
            pipeline.close()


def run_of(source_id: str = "north", *, fault: str = "", **counts: int) -> Run:
    """Make a look of two seconds."""
    return Run(
        source_id,
        started_at=NOW - timedelta(seconds=2),
        finished_at=NOW,
        fault=Fault(fault, "told so") if fault else None,
        **counts,
    )


def covered(
    name: str = "north", *, late: timedelta = -HOUR, state: State = State.HEALTHY
) -> Coverage:
    """Make what is known of a source whose next look is late by so much."""
    source = replace(NORTH, id=name)
    health = Health(state, since=NOW, known_since=NOW)
    last = SourceState(run_of(name, shown=3), failures=2, next_due=NOW - late, last_ok=NOW - HOUR)
    return Coverage(source, health, last)


def facts(*coverage: Coverage, vitals: Vitals = NOTHING) -> Facts:
    """Make what metrics tell."""
    return Facts(NOW, coverage, vitals.backlogs, vitals)


def figures(text: bytes | str) -> dict[str, float]:
    """Read what was written: each sample as `name{label=value}`, without the common prefix."""
    written = text.decode() if isinstance(text, bytes) else text
    return {
        _name(sample.name, sample.labels): sample.value
        for family in text_string_to_metric_families(written)
        for sample in family.samples
    }


def _name(name: str, labels: dict[str, str]) -> str:
    said = ",".join(f"{key}={value}" for key, value in sorted(labels.items()))
    return name.removeprefix("advert_monitor_") + (f"{{{said}}}" if said else "")
