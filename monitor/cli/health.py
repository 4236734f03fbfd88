"""`health`: what is watched, and what only seems to be."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from datetime import datetime, tzinfo
from typing import Any

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from monitor.cli._exits import FINE, SOURCE_AT_FAULT
from monitor.cli._pick import pick_sources, settings
from monitor.cli._places import ILL_STYLE, STYLES, suspected_as_json
from monitor.cli._render import clean, count, table_of
from monitor.desk.coverage import Coverage, coverage
from monitor.desk.deployment import open_store, utcnow


@click.command()
@click.argument("names", metavar="[SOURCE]...", nargs=-1)
@click.option("--json", "as_json", is_flag=True, help="Print JSON, one entry a source.")
@click.pass_context
def health(ctx: click.Context, names: tuple[str, ...], *, as_json: bool) -> None:
    """Show in what state each source is, the ill ones first.

    Ends with 1 when a source is ill, silent for longer than its habit, or was not looked at when
    it was due; with 0 when all are well. What the states mean: docs/health.md.

    \b
    Examples:
      advert-monitor health
      advert-monitor health --json | jq '.[] | select(.ill)'
      advert-monitor health || mail -s "sources are ill" ops@example.org </dev/null
    """
    loaded = settings(ctx)
    chosen = pick_sources(loaded, names)
    with open_store(loaded) as store:
        found = coverage(store, chosen)
    now = utcnow()
    ordered = sorted(found, key=lambda one: (not one.is_ill(now), not one.suspicion, one.source.id))
    if as_json:
        click.echo(json.dumps([_as_json(one, now) for one in ordered], ensure_ascii=False))
    else:
        _show(Console(), ordered, zone=loaded.timezone, now=now)
    ctx.exit(SOURCE_AT_FAULT if any(one.is_ill(now) for one in found) else FINE)


def _show(console: Console, found: Sequence[Coverage], *, zone: tzinfo, now: datetime) -> None:
    if found:
        console.print(_table(found, zone=zone, now=now))
    words = Counter(one.word for one in found)
    told = ", ".join(f"{number} {word}" for word, number in words.most_common())
    console.print(f"{count(len(found), 'source')}{': ' if told else ''}{told}.")


def _table(found: Sequence[Coverage], *, zone: tzinfo, now: datetime) -> Table:
    table = table_of("source", "state", "since", "looked at", "what was seen")
    for one in found:
        since = one.health.since if one.health else None
        looked = one.last.run.finished_at if one.last else None
        late = Text("overdue: nobody looked when it was due. " if one.is_overdue(now) else "")
        table.add_row(
            one.source.id,
            Text(one.word, style=STYLES.get(one.word, ILL_STYLE)),
            _time(since, zone),
            _time(looked, zone),
            late.append(clean(one.sentence)),
        )
    return table


def _time(moment: datetime | None, zone: tzinfo) -> str:
    return f"{moment.astimezone(zone):%m-%d %H:%M}" if moment else ""


def _as_json(one: Coverage, now: datetime) -> dict[str, Any]:
    known, last = one.health, one.last
    return {
        "source": one.source.id,
        "state": str(one.state) if one.source.enabled else "off",
        "ill": one.is_ill(now),
        "overdue": one.is_overdue(now),
        "since": known and known.since.isoformat(),
        "sentence": known.sentence if known else "",
        "suspected": suspected_as_json(one),
        "last_look": last and last.run.finished_at.isoformat(),
        "last_ok": last.last_ok.isoformat() if last and last.last_ok else None,
        "last_new": known.fresh_at.isoformat() if known and known.fresh_at else None,
        "next_due": last and last.next_due.isoformat(),
        "failures": last.failures if last else 0,
    }
