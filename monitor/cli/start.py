"""`init`: the first minute."""

from __future__ import annotations

from pathlib import Path

import click

from monitor.cli._reach import activation
from monitor.desk import starter


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
def init(folder: Path) -> None:
    """Write a commented starter deployment into DIR.

    It holds monitor.toml and sources/, a dozen public places of several kinds. None of them is
    enabled and none was checked: look at each, then set `enabled = true`. An existing deployment
    is never overwritten.

    \b
    Example:
      advert-monitor init watch
    """
    written = starter.write(folder)
    click.echo(f"Wrote {len(written)} files into {folder}")
    reach = activation()
    click.echo(starter.NEXT_STEPS.format(reach=f"\n  {reach}" if reach else "", folder=folder))
