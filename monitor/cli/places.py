"""`add`, `check` and `sources`: the public places that are watched."""

from __future__ import annotations

import asyncio
import json
import os
from collections.abc import Mapping
from datetime import timedelta

import click
from rich.console import Console

from monitor import sources as kinds
from monitor.cli import _log, _places
from monitor.cli._exits import FINE, SOURCE_AT_FAULT
from monitor.cli._group import Chosen
from monitor.cli._pick import pick_sources, settings
from monitor.cli._progress import progress, working
from monitor.config import Config
from monitor.desk import add as adding
from monitor.desk.coverage import coverage
from monitor.desk.deployment import open_store, utcnow
from monitor.desk.look import Look, look
from monitor.desk.variables import unset
from monitor.errors import Refused
from monitor.fetch import Fetcher
from monitor.model import Source
from monitor.store import SourceState
from monitor.worker import Readers

AT_ONCE = 8
"""Sources that a check looks at together; the fetcher still asks each host one by one."""
_PERMITTED_BY = {
    "port": "`ports` under [politeness] in monitor.toml names those that may be asked.",
    "address": "`allow` under [politeness] in monitor.toml names exceptions.",
}
"""What to do about a refusal of ours, by its code."""


@click.command()
@click.argument("url")
@click.option("--id", "source_id", metavar="ID", help="Name of its file; made of the URL else.")
@click.option("--kind", type=click.Choice(sorted(kinds.kinds())), help="Do not guess the kind.")
@click.option("--yes", is_flag=True, help="Do not ask: write the file if anything could be read.")
@click.pass_context
def add(
    ctx: click.Context, url: str, source_id: str | None, kind: str | None, *, yes: bool
) -> None:
    """Add a public place by its URL.

    Guesses what kind of source it is, looks at it once, shows the postings that it would read
    with their verdict, asks, and writes sources/ID.toml.

    \b
    Examples:
      advert-monitor add https://t.me/s/CHANNEL
      advert-monitor add https://example.org/jobs --id jobs --yes
    """
    _log.start(verbose=False, debug=ctx.ensure_object(Chosen).debug)
    loaded = settings(ctx)
    console = Console()
    try:
        drafted, seen = asyncio.run(_draft(url, loaded, source_id, kind))
    except Refused as error:
        if error.code not in _PERMITTED_BY:
            raise
        raise Refused(error.code, f"{error} {_PERMITTED_BY[error.code]}") from error
    _places.show_draft(console, drafted, seen)
    is_readable = bool(seen.judged) or not seen.faults
    if not (is_readable if yes else click.confirm("Write this file?", default=is_readable)):
        console.print("Nothing was written.")
        ctx.exit(FINE if is_readable else SOURCE_AT_FAULT)
    path = adding.save(drafted, loaded)
    console.print(f"Wrote {path}", soft_wrap=True, highlight=False)


async def _draft(
    url: str, loaded: Config, source_id: str | None, kind: str | None
) -> tuple[adding.Draft, Look]:
    fetcher = Fetcher(loaded.politeness)
    with working(f"Looking at {url}"):
        drafted = await adding.draft(url, loaded, fetcher=fetcher, source_id=source_id, kind=kind)
        async with Readers(workers=1, rules=loaded.rules) as readers:
            return drafted, await look(drafted.source, fetcher=fetcher, readers=readers)


@click.command()
@click.argument("names", metavar="[SOURCE]...", nargs=-1)
@click.option("--offline", is_flag=True, help="Only check the settings; ask no server.")
@click.option("--json", "as_json", is_flag=True, help="Print the looks as JSON.")
@click.pass_context
def check(ctx: click.Context, names: tuple[str, ...], *, offline: bool, as_json: bool) -> None:
    """Check the settings, then look at each source once; store nothing.

    Without names it looks at the sources that are enabled. It follows a few detail pages only.
    The exit code is 0 when all is well, 1 when a source is at fault, 2 when the settings are.

    \b
    Examples:
      advert-monitor check
      advert-monitor check jobs-kg --json
      advert-monitor check --offline
    """
    _log.start(verbose=False, debug=ctx.ensure_object(Chosen).debug)
    loaded = settings(ctx)
    chosen = pick_sources(loaded, names)
    looks = () if offline else asyncio.run(_look_at(chosen, loaded))
    if as_json:
        click.echo(json.dumps([_places.look_as_json(one) for one in looks], ensure_ascii=False))
    else:
        _places.show_check(
            Console(), loaded, looks, unset=unset(loaded, os.environ), offline=offline
        )
    ctx.exit(SOURCE_AT_FAULT if any(one.faults for one in looks) else FINE)


async def _look_at(chosen: tuple[Source, ...], loaded: Config) -> tuple[Look, ...]:
    fetcher = Fetcher(loaded.politeness)
    room = asyncio.Semaphore(AT_ONCE)
    with progress(len(chosen)) as advance:
        async with Readers(rules=loaded.rules) as readers:

            async def one(source: Source) -> Look:
                async with room:
                    seen = await look(source, fetcher=fetcher, readers=readers)
                advance(source.id)
                return seen

            return tuple(await asyncio.gather(*(one(source) for source in chosen)))


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print the sources as JSON.")
@click.option("--fresh", is_flag=True, help="Only say whether a good run is recent; exit 1 if not.")
@click.pass_context
def sources(ctx: click.Context, *, as_json: bool, fresh: bool) -> None:
    """List the sources: when each was last looked at, in what state it is, and its last fault.

    With --fresh (a container's health check) one sentence: a good run must have ended within twice
    the longest `every` of the enabled sources.

    \b
    Examples:
      advert-monitor sources
      advert-monitor sources --json | jq '.[] | select(.fault)'
    """
    loaded = settings(ctx)
    with open_store(loaded) as store:
        states = store.runs.last()
        rows = coverage(store, loaded.sources)
        given_up = store.captures.given_up()
    if fresh:
        ctx.exit(_say_freshness(loaded, states))
    if as_json:
        shown = [_places.source_as_json(row) for row in rows]
        click.echo(json.dumps(shown, ensure_ascii=False))
    else:
        _places.show_sources(Console(), rows, zone=loaded.timezone, now=utcnow())
        _places.show_given_up(Console(), given_up)


def _say_freshness(loaded: Config, states: Mapping[str, SourceState]) -> int:
    """Say how old the last good run is; give the exit code."""
    good = [state.last_ok for state in states.values() if state.last_ok is not None]
    allowed = 2 * max((source.every for source in loaded.enabled()), default=timedelta(hours=1))
    if not loaded.enabled():
        click.echo("No source is enabled, so there is nothing to be late with.")
        return FINE
    if not good:
        click.echo("No run has ended well yet.")
        return SOURCE_AT_FAULT
    age = utcnow() - max(good)
    click.echo(f"The last good run ended {age} ago; {allowed} are allowed.")
    return FINE if age <= allowed else SOURCE_AT_FAULT
