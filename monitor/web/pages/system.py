"""System: which version runs on what, how full it is, and what the doctor finds."""

from __future__ import annotations

import platform
import sqlite3
from dataclasses import dataclass

from monitor.desk.doctor import Finding, Mark, World, examine
from monitor.model import Role
from monitor.web import errand
from monitor.web.answers import Answer, Page
from monitor.web.asked import Asked
from monitor.web.route import Route

MEGABYTE = 1_000_000
SECONDS = 90.0
"""A large database takes a while to be checked."""


@dataclass(frozen=True, slots=True)
class Fact:
    """A line of the table; a number is written in the reader's way."""

    name: str
    value: str


def index(asked: Asked) -> Answer:
    """Show what runs, without asking anybody."""
    return _shown(asked)


def _shown(asked: Asked, findings: list[Finding] | None = None) -> Page:
    values: dict[str, object] = {"facts": _facts(asked), "findings": findings, "bad": Mark.BAD}
    return Page("system/index.html", values | {"look": Mark.LOOK})


def _facts(asked: Asked) -> list[Fact]:
    vitals, t, number = asked.store.vitals(), asked.t, asked.words.number
    sizes = {
        t("Database"): vitals.file,
        t("Its log"): vitals.log,
        t("Free within it"): vitals.free,
        t("Free on its disk"): vitals.disk,
    }
    config = asked.config
    return [
        Fact(t("Deployment"), str(config.root)),
        Fact(t("Database file"), str(config.database)),
        *(Fact(name, t("{n} MB").format(n=number(_mb(size)))) for name, size in sizes.items()),
        Fact(t("Layout of the database"), max(asked.store.schema())),
        Fact(t("Hits"), number(sum(vitals.hits.values()))),
        Fact(t("Pages not read yet"), number(vitals.unread)),
        Fact(t("Pages that nobody could read"), number(vitals.given_up)),
        Fact(t("Sources that are watched"), number(len(config.enabled()))),
        Fact(t("Rules"), asked.rules.digest[:12]),
        Fact(t("Time zone"), str(config.timezone)),
        Fact("Python", platform.python_version()),
        Fact("SQLite", sqlite3.sqlite_version),
    ]


def _mb(size: int) -> float:
    return round(size / MEGABYTE, 1)


def look_over(asked: Asked) -> Answer:
    """Let the doctor look the deployment over; others are asked only where the person says so."""
    offline = asked.form["ask"] != "yes"
    asked.note("system_examined")
    world = World(asked.config)
    return _shown(asked, errand.run(asked, lambda: _found(world, offline), seconds=SECONDS))


async def _found(world: World, offline: bool) -> list[Finding]:
    return [finding async for finding in examine(world, offline=offline)]


ROUTES = (
    Route("GET", "/system", index, Role.ADMIN, "system"),
    Route("POST", "/system", look_over, Role.ADMIN, "system.examine"),
)
