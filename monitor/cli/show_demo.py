"""`demo`: the whole way of an advert on made-up pages, up to the desk where it is reviewed."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

import click
from rich.console import Console

from monitor.cli._demo_desk import open_desk
from monitor.cli._reach import activation
from monitor.desk.demo import demo as show


@click.command()
@click.option(
    "--folder",
    type=click.Path(path_type=Path),
    default=Path(".demo"),
    show_default=True,
    metavar="DIR",
    help="Where the demo keeps its deployment and its database.",
)
@click.option("--fresh", is_flag=True, help="Forget what earlier demos found.")
@click.pass_context
def demo(ctx: click.Context, folder: Path, *, fresh: bool) -> None:
    """See all of it work: made-up places on loopback, real fetching, real alerts, the review desk.

    Run it twice: the second time it finds the same adverts again, and nothing new to report. On a
    terminal it ends with the desk open, until Ctrl-C; else it says how to open it.
    """
    console = Console()
    code = asyncio.run(show(console, folder=folder, fresh=fresh, reach=activation()))
    if code == 0:
        looks = sys.stdin.isatty() and sys.stdout.isatty()
        open_desk(console, folder, somebody_looks=looks)
    ctx.exit(code)
