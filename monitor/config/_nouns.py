"""What a deployment's settings are once they are read."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from zoneinfo import ZoneInfo

from monitor.alerts import Heartbeat
from monitor.config._channel import Channel
from monitor.config._desk import DeskSettings
from monitor.config._metrics import Metrics
from monitor.fetch import Politeness
from monitor.model import Source
from monitor.store import Retention


@dataclass(frozen=True, slots=True)
class Operator:
    """Table [operator]: who keeps the monitor running, and hears when something of it is ill."""

    channels: tuple[str, ...] = ()
    """Ids of the channels that take alarms; without any nobody is told. One that takes alarms only
    has `tiers = []`."""


@dataclass(frozen=True, slots=True)
class Settings:
    """The keys of `monitor.toml` besides its `[channels.<id>]` and `[routes.<id>]` tables."""

    database: str = "monitor.sqlite"
    """Path of the SQLite file, from the folder of monitor.toml. Keep it on a local disk."""
    name: str = "advert-monitor"
    """How alerts call this deployment."""
    language: str = "en"
    """In which language alerts gloss their reasons, as BCP 47 ("en", "ru")."""
    timezone: str = "UTC"
    """IANA name: in which times are shown, and cron times and quiet hours are meant. What is stored
    is always UTC."""
    desk_url: str = ""
    """Where reviewers reach the desk; alerts link to it. Empty when there is none."""
    politeness: Politeness = field(default_factory=Politeness)
    """Table [politeness]: how gently we ask, and which addresses besides public ones."""
    retention: Retention = field(default_factory=Retention)
    """Table [retention]: for how long what is kept."""
    operator: Operator = field(default_factory=Operator)
    """Table [operator]: who is told that a source is ill."""
    heartbeat: Heartbeat = field(default_factory=Heartbeat)
    """Table [heartbeat]: who is called while all goes well."""
    metrics: Metrics = field(default_factory=Metrics)
    """Table [metrics]: how other programs watch this one."""
    desk: DeskSettings = field(default_factory=DeskSettings)
    """Table [desk]: where reviewers reach the desk."""


@dataclass(frozen=True, slots=True)
class Config:
    """A whole deployment, checked."""

    root: Path
    """Absolute folder of monitor.toml."""
    database: Path
    """Absolute."""
    name: str
    language: str
    timezone: ZoneInfo
    desk_url: str
    politeness: Politeness
    retention: Retention
    operator: Operator
    heartbeat: Heartbeat
    metrics: Metrics
    desk: DeskSettings
    sources: tuple[Source, ...]
    """All of them, by id; also those not enabled."""
    channels: tuple[Channel, ...]
    rules: Path | None
    """The deployment's own rules, laid over the shipped ones; None when it has none."""
    templates: Path | None = None
    """The deployment's own words for alerts, laid over the shipped ones; None when it has none."""

    @property
    def textfile(self) -> Path | None:
        """Where `run` writes its metrics, absolute; None for nowhere."""
        return self.root / self.metrics.textfile if self.metrics.textfile else None

    def enabled(self) -> tuple[Source, ...]:
        """Give the sources that are to be watched."""
        return tuple(source for source in self.sources if source.enabled)
