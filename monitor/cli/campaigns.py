"""`campaigns`: which hits belong together, and what ties them."""

from __future__ import annotations

import json
from datetime import tzinfo
from typing import Any

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from monitor.cli._pick import settings
from monitor.cli._render import clean, count, opening, table_of, tier_of
from monitor.cli.hits import find_hit
from monitor.desk.deployment import open_store, utcnow
from monitor.store import Campaign, Store


@click.command()
@click.argument("campaign_id", metavar="[ID]", required=False, type=int)
@click.option(
    "--least", default=2, show_default=True, type=click.IntRange(1), help="Hits at least."
)
@click.option("--limit", default=50, show_default=True, type=click.IntRange(1, 100_000))
@click.option("--split", multiple=True, metavar="HIT", help="Take a hit out, into a new one.")
@click.option("--join", multiple=True, type=int, metavar="ID", help="Make these one; name two.")
@click.option("--by", metavar="NAME", envvar="ADVERT_MONITOR_REVIEWER", help="Who splits or joins.")
@click.option("--contacts", is_flag=True, help="Show the contacts that are shared; counted else.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON Lines.")
@click.pass_context
def campaigns(
    ctx: click.Context, /, campaign_id: int | None, *, contacts: bool, as_json: bool, **given: Any
) -> None:
    """List hits that share wording or a recruiter's contact, or show one campaign's hits.

    They are grouped as they arrive, over sources and edits. What a person splits or joins, the
    rules do not undo.

    \b
    Examples:
      advert-monitor campaigns
      advert-monitor campaigns 12
      advert-monitor campaigns --split 4f1c09a2b7d3 --split 77aa01c2e9f0 --by Aigul
      advert-monitor campaigns --join 12 --join 15 --by Aigul
    """
    if (given["split"] or given["join"]) and not given["by"]:
        raise click.UsageError("say who you are: --by NAME, or set ADVERT_MONITOR_REVIEWER")
    if len(given["join"]) == 1:
        raise click.UsageError("--join takes two campaigns or more: --join 12 --join 15")
    loaded = settings(ctx)
    with open_store(loaded) as store:
        store.campaigns.catch_up()
        shown = _shown(store, campaign_id, given)
        if as_json:
            for one in shown:
                click.echo(json.dumps(_record(one, contacts=contacts), ensure_ascii=False))
            return
        _print(store, shown, loaded.timezone, whole=len(shown) == 1, contacts=contacts)


def _shown(store: Store, campaign_id: int | None, given: dict[str, Any]) -> list[Campaign]:
    """Do what is asked, and give the campaigns to show."""
    if given["split"]:
        hits = [find_hit(store, prefix).id for prefix in given["split"]]
        campaign_id = store.campaigns.split(hits, by=given["by"], at=utcnow())
    if given["join"]:
        campaign_id = store.campaigns.join(given["join"], by=given["by"], at=utcnow())
    if campaign_id is not None:
        return [store.campaigns.give(campaign_id)]
    return store.campaigns.all(least=given["least"], limit=given["limit"])


def _print(
    store: Store, shown: list[Campaign], zone: tzinfo, *, whole: bool, contacts: bool
) -> None:
    if not shown:
        click.echo("No hits belong together yet.")
        return
    console = Console()
    table = table_of("id", "hits", "sources", "languages", "last seen", "what they share")
    for one in shown:
        last = f"{one.last_seen.astimezone(zone):%Y-%m-%d %H:%M}"
        hits, sources = str(len(one.hits)), str(len(one.sources))
        why = Text(why_of(one, contacts=contacts))
        table.add_row(str(one.id), hits, sources, " ".join(one.langs), last, why)
    console.print(table)
    if whole:
        console.print(_hits(store, shown[0]))


def _hits(store: Store, one: Campaign) -> Table:
    table = table_of("hit", "tier", "source", "begins")
    for hit in store.hits.give(one.hits):
        text = opening(hit.posting.text)
        table.add_row(hit.id, tier_of(hit.assessment.tier), clean(hit.posting.source_id), text)
    return table


def why_of(one: Campaign, *, contacts: bool) -> str:
    """Say what ties the hits of a campaign."""
    parts = []
    if contacts:
        parts += [f"{clean(name)} (in {number})" for name, number in one.contacts]
    elif one.contacts:
        kinds = count(len(one.contacts), "contact")
        parts.append(f"{kinds} (one in {one.contacts[0][1]} of them)")
    if one.alike is not None:
        parts.append(f"wording, {one.alike:.0%} at least")
    if one.by_hand:
        parts.append(f"put together by {clean(', '.join(one.by_hand))}")
    return "; ".join(parts) or "nothing: one hit"


def _record(one: Campaign, *, contacts: bool) -> dict[str, Any]:
    return {
        "id": one.id,
        "hits": list(one.hits),
        "sources": list(one.sources),
        "langs": list(one.langs),
        "first_seen": one.first_seen.isoformat(),
        "last_seen": one.last_seen.isoformat(),
        "shared_contacts": [
            {"contact": name if contacts else name.split()[0], "hits": number}
            for name, number in one.contacts
        ],
        "least_alike": one.alike,
        "by_hand": list(one.by_hand),
    }
