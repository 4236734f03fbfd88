"""`hits` and `show`: what was flagged."""

from __future__ import annotations

import json
from datetime import datetime, tzinfo
from typing import Any

import click
from rich.console import Console
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from monitor import rulebook
from monitor.cli._pick import settings
from monitor.cli._render import clean, count, evidence, opening, table_of, tier_of
from monitor.cli._verdict import facts, reasons
from monitor.cli._views import Narrowed, narrowed, view_of
from monitor.config import Config
from monitor.desk.contract import verdict
from monitor.desk.deployment import open_store
from monitor.desk.handout import as_csv, as_json, without_contacts
from monitor.errors import MonitorError
from monitor.model import Hit, Judged
from monitor.store import Sighting, Stage, Store
from monitor.text.harmless import defang

MOST_SIGHTINGS = 10
SHORTEST_PREFIX = 3


@click.command()
@narrowed
@click.option("--state", type=click.Choice([*map(str, Stage)]), help="How far reviewers are.")
@click.option("--limit", default=50, show_default=True, type=click.IntRange(1, 1_000_000))
@click.option("--csv", "form", flag_value="csv", help="Print a table for a spreadsheet.")
@click.option("--json", "form", flag_value="json", help="Print JSON Lines.")
@click.option("--contacts", is_flag=True, help="With contacts and live links; masked else.")
@click.pass_context
def hits(
    ctx: click.Context,
    /,
    state: str | None,
    limit: int,
    form: str | None,
    *,
    contacts: bool,
    **given: Any,
) -> None:
    """List the adverts that were flagged, the newest first.

    \b
    Examples:
      advert-monitor hits
      advert-monitor hits --tier T1 --limit 10
      advert-monitor hits --nation NP --since 2026-05-01 --state confirmed --csv > nepal.csv
      advert-monitor hits --json --contacts > hits.jsonl
    """
    loaded = settings(ctx)
    view = view_of(loaded, Narrowed(**given), Stage(state) if state else None)
    with open_store(loaded) as store:
        found = store.queue.all(view, limit=limit)
        stages = store.queue.stages(hit.id for hit in found)
    handed = found if contacts or form is None else [without_contacts(hit) for hit in found]
    if form == "csv":
        click.echo(as_csv(handed, stages), nl=False)
    elif form == "json":
        for hit in handed:
            click.echo(json.dumps(as_json(hit, stages[hit.id]), ensure_ascii=False))
    elif found:
        Console().print(_listed(found, loaded.timezone))
    else:
        click.echo("No hit yet. `advert-monitor sources` tells what was looked at.")


def _listed(found: list[Hit], zone: tzinfo) -> Table:
    table = table_of("id", "tier", "first seen", "times", "source", "lang", "begins")
    for hit in found:
        table.add_row(
            hit.id,
            tier_of(hit.assessment.tier),
            _time(hit.first_seen, zone),
            str(hit.sightings),
            hit.posting.source_id,
            hit.assessment.lang,
            opening(hit.posting.text),
        )
    return table


def _time(moment: datetime, zone: tzinfo) -> str:
    return f"{moment.astimezone(zone):%Y-%m-%d %H:%M}"


@click.command()
@click.argument("hit_id", metavar="ID")
@click.option("--contacts", is_flag=True, help="Show contacts and live links; masked else.")
@click.option("--json", "as_json", is_flag=True, help="Print the record as JSON, contacts and all.")
@click.pass_context
def show(ctx: click.Context, hit_id: str, *, contacts: bool, as_json: bool) -> None:
    """Show one hit in full: its text with the evidence, the reasons, where and when it stood.

    ID may be cut short while it stays unique.

    \b
    Examples:
      advert-monitor show 4f1c09a2b7d3
      advert-monitor show 4f1c --contacts
    """
    loaded = settings(ctx)
    with open_store(loaded) as store:
        hit = find_hit(store, hit_id)
        sightings = store.hits.sightings(hit.id)
        versions = store.hits.versions(hit.id)
    if as_json:
        click.echo(json.dumps(_record(hit, sightings, versions), ensure_ascii=False, indent=2))
    else:
        show_hit(Console(), hit, sightings, loaded, contacts=contacts)


def find_hit(store: Store, prefix: str) -> Hit:
    """Give the one hit whose id starts so. Raises MonitorError."""
    if len(prefix) < SHORTEST_PREFIX:
        raise MonitorError(f'"{prefix}" is too short for the id of a hit')
    found = store.hits.find(prefix)
    if not found:
        raise MonitorError(f'there is no hit "{prefix}"; `advert-monitor hits` lists them')
    if len(found) > 1:
        raise MonitorError(f'"{prefix}" begins the ids of {len(found)} hits; write more of it')
    return found[0]


def show_hit(
    console: Console, hit: Hit, sightings: list[Sighting], loaded: Config, *, contacts: bool
) -> None:
    """Print a hit's whole record."""
    posting, assessment = hit.posting, hit.assessment
    rules = rulebook.load(loaded.rules)
    titles = {signal.id: signal.title for signal in rules.signals.values()}
    label = str(assessment.label).replace("_", " ")
    console.print(Text.assemble(tier_of(assessment.tier), (f" {label}", "bold"), f"   {hit.id}"))
    console.print(_where(hit, loaded.timezone, contacts=contacts))
    console.print(Rule(style="dim"))
    console.print(evidence(posting.text, assessment.findings, contacts=contacts))
    console.print(Rule(style="dim"))
    console.print(reasons(assessment, titles, contacts=contacts))
    console.print(facts(assessment, contacts=contacts))
    console.print(_sightings(sightings, loaded.timezone, contacts=contacts))


def _where(hit: Hit, zone: tzinfo, *, contacts: bool) -> Table:
    posting, assessment = hit.posting, hit.assessment
    url = clean(posting.url if contacts else defang(posting.url))
    rows = {
        "source": posting.source_id,
        "address": url,
        "posted": _time(posting.posted_at, zone) if posting.posted_at else "not said",
        "seen": f"{count(hit.sightings, 'time')}, {_time(hit.first_seen, zone)} to {_time(hit.last_seen, zone)}",
        "forwarded": clean(posting.forwarded_from),
        "version": f"{posting.version}, page {posting.capture_sha256[:16]}",
        "judged": f"score {assessment.score:.2f}, language {assessment.lang}, rules {assessment.rules}",
    }
    table = Table.grid(padding=(0, 2))
    for name, value in rows.items():
        if value:
            table.add_row(Text(name, style="dim"), Text(value))
    return table


def _sightings(sightings: list[Sighting], zone: tzinfo, *, contacts: bool) -> Table:
    table = Table.grid(padding=(0, 2))
    for one in sightings[-MOST_SIGHTINGS:]:
        url = clean(one.url if contacts else defang(one.url))
        table.add_row(Text("seen", style="dim"), _time(one.seen_at, zone), Text(url))
    return table


def _record(hit: Hit, sightings: list[Sighting], versions: list[Judged]) -> dict[str, Any]:
    return {
        **as_json(hit),
        "seen": [
            {"at": one.seen_at.isoformat(), "url": one.url, "version": one.version}
            for one in sightings
        ],
        "versions": [
            {"version": one.posting.version, "text": one.posting.text, **verdict(one.assessment)}
            for one in versions
        ],
    }
