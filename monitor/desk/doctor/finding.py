"""What a doctor says, and the world that one looks at."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from monitor import alerts
from monitor.config import Config
from monitor.desk.deployment import Clock, Secret, utcnow
from monitor.net import Client, Guard


class Mark(StrEnum):
    """How much a finding matters."""

    FINE = "fine"
    LOOK = "look"
    """Works, and somebody should know."""
    BAD = "bad"
    """Something does not work, or soon will not."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at."""

    about: str
    mark: Mark
    sentence: str
    remedy: str = ""
    """What to do; empty where nothing needs doing."""


def fine(about: str, sentence: str) -> Finding:
    """Say that a thing is as it should be."""
    return Finding(about, Mark.FINE, sentence)


def look(about: str, sentence: str, remedy: str) -> Finding:
    """Say that a thing works and wants somebody's eye."""
    return Finding(about, Mark.LOOK, sentence, remedy)


def bad(about: str, sentence: str, remedy: str) -> Finding:
    """Say that a thing does not work."""
    return Finding(about, Mark.BAD, sentence, remedy)


def _mounts() -> str:
    """Read what is mounted where; empty where the system does not say (macOS)."""
    path = Path("/proc/self/mounts")
    return path.read_text("utf-8", "replace") if path.exists() else ""


@dataclass(frozen=True, slots=True)
class World:
    """A deployment, and the machine that it stands on."""

    config: Config
    clock: Clock = utcnow
    secret: Secret = alerts.secret
    environment: Mapping[str, str] = field(default_factory=lambda: os.environ)
    user: Callable[[], int] = os.geteuid
    mounts: Callable[[], str] = _mounts

    @property
    def now(self) -> datetime:
        """Read the clock."""
        return self.clock()

    def client(self, proxy: str | None = None) -> Client:
        """Make what asks other machines, as fetching does."""
        politeness = self.config.politeness
        return Client(
            guard=Guard(politeness.allow, ports=politeness.ports),
            limits=politeness.limits,
            user_agent=politeness.user_agent,
            proxy=proxy,
        )
