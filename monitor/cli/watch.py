"""`run` and `serve`: look at the sources, keep what was found, alert."""

from __future__ import annotations

import asyncio
import sys

import click
from rich.console import Console
from rich.text import Text

from monitor import schedule
from monitor.cli import _log
from monitor.cli._exits import MEANINGS, code_for
from monitor.cli._group import Chosen
from monitor.cli._pick import pick_sources, settings
from monitor.cli._progress import working
from monitor.cli._render import clean, count
from monitor.config import Config
from monitor.desk.beside import desk_beside
from monitor.desk.deployment import deployed, locked, utcnow
from monitor.desk.reread import changed
from monitor.desk.tidy import tidy, tidying
from monitor.desk.vigil import beat_if_well, look_around, vigilant
from monitor.metrics import Counters, Ended, gather, observed, write_textfile
from monitor.pipeline import Summary


@click.command(epilog=MEANINGS)
@click.option("--source", "names", multiple=True, metavar="ID", help="Only this one, due or not.")
@click.option("--all", "everything", is_flag=True, help="All that are enabled, due or not.")
@click.option("-v", "--verbose", is_flag=True, help="Log each event, on a terminal too.")
@click.pass_context
def run(ctx: click.Context, names: tuple[str, ...], *, everything: bool, verbose: bool) -> None:
    """Look once at each source that is due, keep what was found, send the alerts; for cron.

    \b
    Examples:
      advert-monitor run
      advert-monitor run --source jobs-kg --source t-me-channel
      */5 * * * *  advert-monitor -C /srv/watch run      (a line for cron)
    """
    debug = ctx.ensure_object(Chosen).debug
    _log.start(verbose=verbose or not sys.stderr.isatty(), debug=debug)
    loaded = settings(ctx)
    pick_sources(loaded, names)
    with locked(loaded), working("Watching"):
        summary = asyncio.run(_run(loaded, names, everything=everything))
    show_summary(Console(), summary)
    if not summary.runs:
        click.echo(_why_none(loaded))
    ctx.exit(_code_of(summary))


def _why_none(loaded: Config) -> str:
    if not loaded.enabled():
        return (
            "No source is enabled: add one with `advert-monitor add`,"
            " or set enabled = true in a file of sources/."
        )
    return "None is due; `advert-monitor sources` says when, `run --all` looks at all now."


def _code_of(summary: Summary) -> int:
    unsent = summary.unsent.owed + summary.unsent.dead
    return code_for(source_at_fault=bool(summary.faults), alerts_unsent=bool(unsent))


async def _run(loaded: Config, names: tuple[str, ...], *, everything: bool) -> Summary:
    chosen, started = pick_sources(loaded, names), utcnow()
    async with deployed(loaded) as works:
        if not names and not everything:
            chosen = tuple(await schedule.due_now(works.pipeline, chosen))
        await look_around(works)
        summary = await works.pipeline.run(chosen, known=loaded.enabled())
        await tidy(works.pipeline, loaded.retention)
        if loaded.textfile:
            facts = await works.pipeline.write(gather, works.store, loaded, now=utcnow())
            ended = Ended(summary, started, facts.at, exit_code=_code_of(summary))
            write_textfile(loaded.textfile, facts, ended)
        await beat_if_well(works, since=started)
        return summary


def show_summary(console: Console, summary: Summary) -> None:
    """Say in a few lines what a run gave."""
    read = sum(one.read for one in summary.runs)
    console.print(
        f"{count(len(summary.runs), 'source')} looked at, {count(read, 'posting')} read, "
        f"{count(summary.new_hits, 'new hit')}, {summary.sighted} seen again."
    )
    for source_id, fault in summary.faults:
        console.print(Text(f"{source_id}: {clean(fault.sentence)}", style="red"))
    if summary.unsent.owed:
        console.print(
            Text(
                f"{count(summary.unsent.owed, 'alert')} owed, to be tried again;"
                " `advert-monitor alerts list` says why.",
                style="yellow",
            )
        )
    if summary.unsent.waiting:
        told = f"{count(summary.unsent.waiting, 'alert')} not due yet (digest, quiet hours, storm)."
        console.print(Text(told))
    if summary.unsent.dead:
        told = f"{count(summary.unsent.dead, 'alert')} given up: see `advert-monitor alerts list`."
        console.print(Text(told, style="red"))


@click.command()
@click.pass_context
def serve(ctx: click.Context) -> None:
    """Keep looking, each source as often as its `every` asks, until SIGTERM or Ctrl-C.

    Runs in the foreground and logs to standard error; systemd or a container keeps it alive. It
    sees by itself when a file of the settings changes, and goes on by the new ones; while those
    have a fault, by the ones of before.

    \b
    Example:
      advert-monitor -C /srv/watch serve
    """
    _log.start(verbose=True, debug=ctx.ensure_object(Chosen).debug)
    loaded = settings(ctx)
    with locked(loaded):
        asyncio.run(_serve(loaded))


async def _serve(loaded: Config) -> None:
    stop, counters = asyncio.Event(), Counters()
    schedule.stop_on_signals(stop)
    async with desk_beside(loaded):
        following: Config | None = loaded
        while following is not None:
            following = await _serve_by(following, stop, counters)


async def _serve_by(loaded: Config, stop: asyncio.Event, counters: Counters) -> Config | None:
    """Serve until asked to stop, or by these settings no longer: then give the new ones."""
    over = asyncio.Event()
    async with (
        deployed(loaded, witness=counters) as works,
        tidying(works.pipeline, loaded.retention),
        observed(loaded, works.pipeline, counters),
        vigilant(works),
    ):
        until = asyncio.create_task(_until(stop, loaded, over))
        try:
            await schedule.serve(works.pipeline, loaded.enabled(), over)
            return await until
        finally:
            until.cancel()


async def _until(stop: asyncio.Event, loaded: Config, over: asyncio.Event) -> Config | None:
    """Set `over` when it is time to stop (gives None) or to go on by new settings (gives those)."""
    stopping, rereading = asyncio.create_task(stop.wait()), asyncio.create_task(changed(loaded))
    try:
        await asyncio.wait((stopping, rereading), return_when=asyncio.FIRST_COMPLETED)
        return None if stop.is_set() else rereading.result()
    finally:
        over.set()
        stopping.cancel()
        rereading.cancel()
