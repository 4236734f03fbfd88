"""`backup`, `restore`, `prune` and `database`: what is kept, for how long, and the way back."""

from __future__ import annotations

import json
from contextlib import nullcontext
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.filesize import decimal
from rich.table import Table
from rich.text import Text

from monitor.cli._exits import FAILED, FINE
from monitor.cli._pick import settings
from monitor.cli._progress import working
from monitor.cli._render import clean, count
from monitor.config import Config
from monitor.desk.deployment import locked, open_store, utcnow
from monitor.errors import StoreError
from monitor.store import Copy, Pruned, Size, Store, inspect
from monitor.store import restore as put_back

FILE = click.Path(path_type=Path, dir_okay=False)
LONG = 10_000
"""Days of growth, beyond which a number says nothing."""


@click.command()
@click.argument("file", metavar="FILE", type=FILE)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_context
def backup(ctx: click.Context, file: Path, *, as_json: bool) -> None:
    """Write a whole copy of the database into FILE, also while `run` or `serve` is at work.

    The copy is read again to its last byte before the command says that it is there. It holds no
    secret; it does hold what recruiters must not learn, and is readable by its owner only.

    \b
    Examples:
      advert-monitor backup /mnt/usb/monitor-2026-05-04.sqlite
      15 3 * * *  advert-monitor -C /srv/watch backup /srv/copies/$(date +\\%F).sqlite
    """
    loaded = settings(ctx)
    if file.exists():
        raise StoreError(f"{file}: is there already; name a file that is not")
    with working("Copying"):
        with _kept(loaded) as store:
            store.copy_to(file)
        copy = inspect(file)
    click.echo(_json(copy) if as_json else f"Wrote {_held(copy)} into {clean(str(file))}")


@click.command()
@click.argument("file", metavar="FILE", type=FILE)
@click.pass_context
def restore(ctx: click.Context, file: Path) -> None:
    """Put a backup in the place of the database; what was there is set aside, not deleted.

    FILE is read to its last byte first: one that is damaged, of another program or of a newer
    version is refused, and nothing is touched. Stop `serve` before; it takes 75 to say so.

    \b
    Example:
      advert-monitor restore /mnt/usb/monitor-2026-05-04.sqlite
    """
    loaded = settings(ctx)
    with locked(loaded), working("Reading the copy"):
        copy = inspect(file)
        aside = put_back(file, loaded.database, now=utcnow())
    click.echo(f"Restored {_held(copy)} from {clean(str(file))}")
    if aside:
        click.echo(f"The former database is now {clean(str(aside))}")


@click.command()
@click.option("--dry-run", is_flag=True, help="Say what would go, and change nothing.")
@click.option("--compact", is_flag=True, help="Also give the freed room back; not beside `serve`.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_context
def prune(ctx: click.Context, *, dry_run: bool, compact: bool, as_json: bool) -> None:
    """Let go of what was kept as long as [retention] says; `run` and `serve` do so once a day.

    What is unread, a hit whose alert is still owed, and the evidence of a hit that stays never go.

    \b
    Examples:
      advert-monitor prune --dry-run
      advert-monitor prune --compact
    """
    loaded = settings(ctx)
    with working("Looking through what is kept"), _kept(loaded) as store:
        pruned = _would_go(store, loaded) if dry_run else _go(store, loaded, compact=compact)
    word = "would go" if dry_run else "went"
    click.echo(_json(pruned) if as_json else f"{_told(pruned)} {word}.")


@click.command()
@click.option("--check", is_flag=True, help="Read all of it and say whether it is sound.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_context
def database(ctx: click.Context, *, check: bool, as_json: bool) -> None:
    """Show how large the database is, what fills it and how fast it grows.

    With --check it ends with 5 when something is wrong with the file.

    \b
    Examples:
      advert-monitor database
      advert-monitor database --check
    """
    loaded = settings(ctx)
    with _kept(loaded) as store:
        size, schema = store.size(now=utcnow()), max(store.schema())
        pruned = store.pruning.last()
        wrong = store.check() if check else ""
    if as_json:
        fields = _fields(size) | {"days_left": size.days_left, "schema": schema}
        fields["pruned"] = pruned and pruned.isoformat()
        click.echo(json.dumps({**fields, **({"wrong": wrong} if check else {})}))
    else:
        Console().print(_table(loaded, size, schema, pruned))
        if check:
            click.echo(f"Damaged: {wrong}. Restore a backup." if wrong else "Sound.")
    ctx.exit(FAILED if wrong else FINE)


def _would_go(store: Store, loaded: Config) -> Pruned:
    return store.pruning.measure(store.pruning.find(loaded.retention, now=utcnow()))


def _go(store: Store, loaded: Config, *, compact: bool) -> Pruned:
    # Writing all of a large file anew takes longer than a run may wait.
    with locked(loaded) if compact else nullcontext():
        pruned = store.prune(loaded.retention, now=utcnow())
        if compact:
            store.compact()
    if not store.cut_log():
        click.echo(
            "Somebody reads the database: its log has what went until the next time.", err=True
        )
    return pruned


def _kept(loaded: Config) -> Store:
    """Open the database, which must be there: a new and empty one is nothing to keep."""
    if not loaded.database.exists():
        raise StoreError(
            f"{loaded.database}: there is no database; is this the right deployment?"
            " The first `advert-monitor run` makes it"
        )
    return open_store(loaded)


def _growth(days: int) -> str:
    return f"{days:,} days of growth" if days < LONG else "enough for many years of growth"


def _table(loaded: Config, size: Size, schema: str, pruned: datetime | None) -> Table:
    left = size.days_left
    rows = {
        "database": str(loaded.database),
        "size": f"{decimal(size.file)}, of it {decimal(size.free)} free for what comes",
        "log": decimal(size.log),
        "pages": f"{decimal(size.pages)}, deflated, of {count(size.captures, 'capture')}",
        "holds": f"{count(size.hits, 'hit')}, {count(size.postings, 'posting')}",
        "since": _day(size.first, loaded) or "nothing was fetched yet",
        "pruned": _day(pruned, loaded) or "never",
        "grows": f"{decimal(size.a_day)} a day, before pruning" if size.a_day else "",
        "disk": f"{decimal(size.disk)} left" + (f", {_growth(left)}" if left else ""),
        "schema": schema,
    }
    table = Table.grid(padding=(0, 2))
    for name, value in rows.items():
        if value:
            table.add_row(Text(name, style="dim"), Text(clean(value)))
    return table


def _day(moment: datetime | None, loaded: Config) -> str:
    return f"{moment.astimezone(loaded.timezone):%Y-%m-%d %H:%M}" if moment else ""


def _held(copy: Copy) -> str:
    return f"{count(copy.hits, 'hit')} and {count(copy.alerts, 'alert')} ({decimal(copy.size)})"


def _told(pruned: Pruned) -> str:
    return (
        f"{count(pruned.hits, 'hit')}, {count(pruned.postings, 'posting')} without a hit,"
        f" {count(pruned.pages, 'page')} ({decimal(pruned.page_bytes)}) and"
        f" {count(pruned.runs, 'run')}"
    )


def _json(value: Copy | Pruned) -> str:
    return json.dumps(_fields(value), default=str)


def _fields(value: Copy | Pruned | Size) -> dict[str, Any]:
    fields = asdict(value)
    first = fields.get("first")
    return fields | ({"first": first.isoformat()} if first else {})
