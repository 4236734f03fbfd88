"""The options that narrow a list of hits, the same for each command that has them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

import click

from monitor.config import Config
from monitor.model import Label, Tier
from monitor.store import Stage, View

Command = TypeVar("Command", bound=Callable[..., Any])
DAYS = click.DateTime(["%Y-%m-%d", "%Y-%m-%dT%H:%M"])


@dataclass(frozen=True, slots=True)
class Narrowed:
    """The options as given; None where they were not."""

    tier: str | None = None
    label: str | None = None
    lang: str | None = None
    country: str | None = None
    nation: str | None = None
    source: str | None = None
    since: datetime | None = None


def narrowed(command: Command) -> Command:
    """Give a command the options of `Narrowed`."""
    options = (
        click.option("--tier", type=click.Choice([*map(str, Tier)]), help="Only this tier."),
        click.option("--label", type=click.Choice([*map(str, Label)]), help="Only this class."),
        click.option("--lang", metavar="LANG", help="Only this language: ru, uz, uz-Latn."),
        click.option("--country", metavar="CC", help="Only sources of this country: KG."),
        click.option("--nation", metavar="CC", help="Only adverts for this people: NP."),
        click.option("--source", metavar="ID", help="Only this source."),
        click.option("--since", type=DAYS, metavar="DAY", help="First seen then or later."),
    )
    for option in reversed(options):
        command = option(command)
    return command


def view_of(loaded: Config, given: Narrowed, stage: Stage | None = None) -> View:
    """Make the view. A source that is not configured any more may still have hits."""
    since = given.since.replace(tzinfo=loaded.timezone) if given.since else None
    return View(
        tier=Tier(given.tier) if given.tier else None,
        label=Label(given.label) if given.label else None,
        lang=given.lang,
        nation=given.nation.upper() if given.nation else None,
        sources=_sources(loaded, given),
        since=since,
        stage=stage,
    )


def _sources(loaded: Config, given: Narrowed) -> tuple[str, ...] | None:
    if given.country is None:
        return (given.source,) if given.source else None
    wanted = given.country.upper()
    of_country = tuple(one.id for one in loaded.sources if one.country == wanted)
    if given.source:
        return tuple(one for one in of_country if one == given.source)
    return of_country
