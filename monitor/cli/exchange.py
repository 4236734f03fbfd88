"""`import` and `export`: sources as tables, OPML and plain lists."""

from __future__ import annotations

import asyncio
import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.text import Text

from monitor.cli import _log
from monitor.cli._exits import FINE, SOURCE_AT_FAULT
from monitor.cli._group import Chosen
from monitor.cli._pick import settings
from monitor.cli._progress import progress
from monitor.cli._render import clean, count, table_of
from monitor.config import Config
from monitor.desk import exchange
from monitor.desk.exchange import Format, Listed
from monitor.desk.exchange.gather import Eyes, Found, Standing, gather, save_new, tables_of
from monitor.errors import ConfigError
from monitor.fetch import Fetcher
from monitor.worker import Readers

IN = click.Path(path_type=Path, exists=True, dir_okay=False, allow_dash=True)
FORMATS = click.Choice([str(form) for form in Format])
LARGEST = 5_000_000
"""Bytes; twenty thousand sources fit."""
STYLES = {
    Standing.NEW: "green",
    Standing.KNOWN: "dim",
    Standing.TWICE: "dim",
    Standing.REFUSED: "red",
    Standing.UNREADABLE: "red",
}


@click.command("import")
@click.argument("file", type=IN)
@click.option("--format", "form", type=FORMATS, help="Do not tell it by the file's name.")
@click.option("--dry-run", is_flag=True, help="Show what was found, and write nothing.")
@click.option("--offline", is_flag=True, help="Ask no server: a place's kind must then be known.")
@click.option("--yes", is_flag=True, help="Do not ask: write the files of all that is new.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON; with --dry-run or --yes.")
@click.pass_context
def import_(ctx: click.Context, /, file: Path, form: str | None, **asked: bool) -> None:
    """Add many public places at once: a table (CSV), OPML, or a list of addresses and names.

    Each new place is looked at once, as `add` does, and shown with what was read there. Places
    that are watched already are left as they are, those that could not be read are left out: run
    it again later. FILE may be `-`. Ends with 1 when anything could not be taken.

    \b
    Examples:
      advert-monitor import places.csv --dry-run
      advert-monitor import feeds.opml --yes
      echo "@channel_name" | advert-monitor import - --format list
    """
    dry_run, as_json = asked["dry_run"], asked["as_json"]
    if as_json and not (dry_run or asked["yes"]):
        raise click.UsageError("--json asks no questions: add --dry-run or --yes")
    _log.start(verbose=False, debug=ctx.ensure_object(Chosen).debug)
    loaded = settings(ctx)
    listed = _read(file, form)
    found = asyncio.run(_gather(listed, loaded, offline=asked["offline"]))
    if not as_json:
        _show(Console(), found, listed.remarks)
    written = 0 if dry_run else _write(found, loaded, yes=asked["yes"])
    if as_json:
        click.echo(json.dumps(_as_json(found, listed.remarks, written), ensure_ascii=False))
    else:
        click.echo(f"{count(written, 'file')} written." if written else "Nothing was written.")
    lost = any(one.standing in (Standing.REFUSED, Standing.UNREADABLE) for one in found)
    ctx.exit(SOURCE_AT_FAULT if lost else FINE)


@click.command()
@click.argument("file", metavar="[FILE]", required=False, type=click.Path(path_type=Path))
@click.option("--format", "form", type=FORMATS, help="Do not tell it by the file's name.")
@click.pass_context
def export(ctx: click.Context, file: Path | None, form: str | None) -> None:
    """Write the sources as a table (CSV), as OPML (feeds only) or as a list of addresses.

    Without FILE it prints a table. The table holds all that the sources' files say, and `import`
    makes the same files of it again; the others hold less. A file that is there stays as it is.

    \b
    Examples:
      advert-monitor export places.csv
      advert-monitor export --format list
    """
    loaded = settings(ctx)
    chosen = Format(form) if form else exchange.format_of(file) if file else Format.CSV
    written = exchange.write(tables_of(loaded), chosen)
    if file is None:
        click.echo(written.text, nl=False)
    else:
        _create(file, written.text)
        click.echo(f"Wrote {count(written.held, 'source')} into {clean(str(file))}")
    if written.left_out:
        told = (
            f"{count(len(written.left_out), 'source')} left out: {chosen.upper()} says feeds only."
        )
        click.echo(told, err=True)


def _read(file: Path, form: str | None) -> Listed:
    with click.open_file(str(file), "rb") as stream:
        body = stream.read(LARGEST + 1)
    if len(body) > LARGEST:
        raise ConfigError([f"{file}: is longer than {LARGEST:,} bytes"])
    chosen = Format(form) if form else exchange.format_of(file, body)
    try:
        return exchange.read(body, chosen)
    except ConfigError as error:
        told = [f"{file}, read as {chosen}: {fault}" for fault in error.faults]
        raise ConfigError(told) from error


async def _gather(listed: Listed, loaded: Config, *, offline: bool) -> tuple[Found, ...]:
    if offline:
        return await gather(listed.entries, loaded, eyes=None)
    with progress(len(listed.entries)) as advance:
        async with Readers(rules=loaded.rules) as readers:
            eyes = Eyes(Fetcher(loaded.politeness), readers, advance)
            return await gather(listed.entries, loaded, eyes=eyes)


def _write(found: Sequence[Found], loaded: Config, *, yes: bool) -> int:
    new = sum(one.standing is Standing.NEW for one in found)
    if not new:
        return 0
    if not (yes or click.confirm(f"Write {count(new, 'file')}?", default=True, err=True)):
        return 0
    return save_new(found, loaded)


def _create(file: Path, text: str) -> None:
    try:
        with file.open("x", encoding="utf-8") as out:
            out.write(text)
    except FileExistsError as error:
        raise ConfigError([f"{file} is already there; name a file that is not"]) from error
    except OSError as error:
        raise ConfigError([f"{file} cannot be written ({error.strerror})"]) from error


def _show(console: Console, found: Sequence[Found], remarks: Sequence[str]) -> None:
    for remark in remarks:
        console.print(Text(clean(remark), style="yellow"))
    table = table_of("where", "found", "id", "kind", "read", "flagged", "what it is")
    for one in found:
        kind = one.draft.source.kind if one.draft else ""
        read, flagged = (
            (str(len(one.seen.judged)), str(len(one.seen.flagged))) if one.seen else ("", "")
        )
        state = Text(one.standing, style=STYLES[one.standing])
        table.add_row(one.entry.where, state, one.id, kind, read, flagged, _words(one))
    if found:
        console.print(table)
    counted = Counter(one.standing for one in found)
    told = ", ".join(
        f"{counted[standing]} {standing}" for standing in Standing if counted[standing]
    )
    console.print(f"{count(len(found), 'place')} named{': ' if told else ''}{told}.")


def _words(one: Found) -> Text:
    """Say which place it is, and why it stands as it does."""
    because = one.draft.guess.because if one.draft and one.seen else ""
    told = "; ".join(part for part in (because, one.sentence) if part)
    return Text(clean(f"{exchange.shown(one.entry.url)}{f'  ({told})' if told else ''}"))


def _as_json(found: Sequence[Found], remarks: Sequence[str], written: int) -> dict[str, Any]:
    return {
        "written": written,
        "remarks": list(remarks),
        "places": [
            {
                "where": one.entry.where,
                "url": exchange.shown(one.entry.url),
                "found": str(one.standing),
                "source": one.id or None,
                "kind": one.draft.source.kind if one.draft else None,
                "postings": len(one.seen.judged) if one.seen else None,
                "flagged": len(one.seen.flagged) if one.seen else None,
                "why": one.sentence or None,
            }
            for one in found
        ],
    }
