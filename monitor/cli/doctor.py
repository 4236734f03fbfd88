"""`doctor`: is this deployment fit to be left alone, and if not, what to do."""

from __future__ import annotations

import asyncio
import json

import click
from rich.console import Console
from rich.text import Text

from monitor.cli import _log
from monitor.cli._exits import FAILED, FINE
from monitor.cli._group import Chosen
from monitor.cli._pick import settings
from monitor.cli._progress import working
from monitor.cli._render import clean, count, table_of
from monitor.desk.doctor import Finding, Mark, World, examine

STYLES = {Mark.FINE: "green", Mark.LOOK: "yellow", Mark.BAD: "bold red"}


@click.command()
@click.option("--offline", is_flag=True, help="Ask no server: neither sources nor receivers.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON, one entry a finding.")
@click.pass_context
def doctor(ctx: click.Context, *, offline: bool, as_json: bool) -> None:
    """Look the deployment over: clock, disk, database, file modes, secrets, ways out, receivers.

    Changes nothing and delivers nothing: of the watched hosts it asks for robots.txt, a mail
    server it greets and logs in. Each thing that is wrong comes with what to do. Ends with 5 when
    something does not work, with 2 when the settings cannot be read at all.

    \b
    Examples:
      advert-monitor doctor
      advert-monitor doctor --json | jq '.[] | select(.mark == "bad")'
    """
    _log.start(verbose=False, debug=ctx.ensure_object(Chosen).debug)
    world = World(settings(ctx))
    with working("Looking it over"):
        found = asyncio.run(_all(world, offline=offline))
    if as_json:
        click.echo(json.dumps([_as_json(one) for one in found], ensure_ascii=False))
    else:
        _show(Console(), found)
    ctx.exit(FAILED if any(one.mark is Mark.BAD for one in found) else FINE)


async def _all(world: World, *, offline: bool) -> list[Finding]:
    return [finding async for finding in examine(world, offline=offline)]


def _show(console: Console, found: list[Finding]) -> None:
    table = table_of("", "about", "what was found")
    for one in found:
        told = Text(clean(one.sentence))
        if one.remedy:
            told.append(f"\n{clean(one.remedy)}", style="bold")
        table.add_row(Text(one.mark, style=STYLES[one.mark]), clean(one.about), told)
    console.print(table)
    wrong = sum(one.mark is Mark.BAD for one in found)
    warned = sum(one.mark is Mark.LOOK for one in found)
    if wrong:
        console.print(f"{count(wrong, 'thing')} to mend, {warned} to look at.")
    else:
        console.print(f"Fit to be left alone; {count(warned, 'thing')} to look at.")


def _as_json(one: Finding) -> dict[str, str]:
    return {
        "about": one.about,
        "mark": str(one.mark),
        "sentence": one.sentence,
        "remedy": one.remedy,
    }
