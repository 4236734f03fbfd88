"""`demo`: the whole way of an advert on made-up pages."""

from __future__ import annotations

import asyncio
from pathlib import Path

import click
from rich.console import Console

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
    """See all of it work: made-up places on loopback, real fetching, real alerts.

    Run it twice: the second time it finds the same adverts again, and nothing new to report.
    """
    ctx.exit(asyncio.run(show(Console(), folder=folder, fresh=fresh)))
