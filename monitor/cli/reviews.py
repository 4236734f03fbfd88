"""`reviews`: what decisions say of the rules."""

from __future__ import annotations

import json

import click
from rich.console import Console

from monitor.cli._pick import settings
from monitor.cli._render import clean, table_of
from monitor.desk.deployment import open_store
from monitor.desk.precision import Measured, labelled, measure

LEAST = 5
"""Decisions below which the table leaves a signal, a source or a language out."""


@click.command()
@click.option(
    "--least", default=LEAST, show_default=True, type=click.IntRange(1), help="Decisions."
)
@click.option("--json", "as_json", is_flag=True, help="Print all figures as JSON Lines.")
@click.option("--labelled", "texts", is_flag=True, help="Print decided hits for `evaluate`.")
@click.pass_context
def reviews(ctx: click.Context, *, least: int, as_json: bool, texts: bool) -> None:
    """Measure the rules by what reviewers decided: how many of the flagged were offers.

    By tier, class, language, source and signal, each with its 95 % interval. Unsure, escalated and
    duplicates do not count. It says nothing of what the rules did not flag.

    \b
    Examples:
      advert-monitor reviews
      advert-monitor reviews --labelled > decided.jsonl
      advert-monitor evaluate decided.jsonl --wrong
    """
    loaded = settings(ctx)
    with open_store(loaded) as store:
        if texts:
            for line in labelled(store.findings.labelled(), store.draws.refuted()):
                click.echo(json.dumps(line, ensure_ascii=False))
            return
        measured = measure(store.findings.decided())
    if as_json:
        for one in measured:
            click.echo(json.dumps(_record(one), ensure_ascii=False))
    elif measured:
        _show(Console(), [one for one in measured if one.by == "all" or one.share.of >= least])
    else:
        click.echo("Nothing was decided yet; `advert-monitor review` begins.")


def _show(console: Console, measured: list[Measured]) -> None:
    table = table_of("by", "precision", "95 % interval", "decided", "name")
    for one in measured:
        low, high = one.share.interval
        interval = f"{low:.2f} to {high:.2f}"
        precision, decided = f"{one.share.value:.2f}", str(one.share.of)
        table.add_row(one.by, precision, interval, decided, clean(one.name))
    console.print(table)


def _record(one: Measured) -> dict[str, object]:
    low, high = one.share.interval
    return {
        "by": one.by,
        "name": one.name,
        "right": one.share.right,
        "decided": one.share.of,
        "precision": round(one.share.value, 4),
        "interval": [round(low, 4), round(high, 4)],
    }
