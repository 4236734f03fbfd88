"""`assess`: judge what one has at hand, without a deployment."""

from __future__ import annotations

import asyncio
import json
import re
import sys
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import IO

import click
from rich.console import Console
from rich.table import Table

from monitor import assess as judging
from monitor import rulebook, second
from monitor.cli._group import Chosen
from monitor.cli._progress import progress
from monitor.cli._render import opening, table_of, tier_of
from monitor.cli._verdict import show_verdict
from monitor.desk.contract import answer_lines, verdict
from monitor.errors import MonitorError
from monitor.model import Assessment, Hints, Judged, Posting
from monitor.rulebook import Rules
from monitor.sources import FORM_MARK
from monitor.text import charset

PAGE = re.compile(rb"<(?:!doctype html|html|head|body|div|p|table)[\s>]", re.IGNORECASE)
LARGEST = 5_000_000
"""Bytes of a file: the cap of a fetched page."""


@click.command()
@click.argument("target", default="-", metavar="[FILE|-|URL]")
@click.option("--jsonl", is_flag=True, help="JSON Lines in, JSON Lines out, in constant memory.")
@click.option(
    "--json", "as_json", is_flag=True, help="Print the verdict as JSON, one line a posting."
)
@click.option("--lang", metavar="TAG", help="The text's language, if you know it (ru, uz-Latn).")
@click.option("--country", metavar="CC", help="Its readers' country: helps with phones and sums.")
@click.option("--contacts", is_flag=True, help="Show contacts in full; they are masked else.")
@click.pass_context
def assess(
    ctx: click.Context, /, target: str, lang: str | None, country: str | None, **shape: bool
) -> None:
    """Judge a text, a saved page or a URL: the verdict, and each reason with its words.

    \b
    Examples:
      advert-monitor assess advert.txt
      advert-monitor assess page.html --json
      advert-monitor assess https://t.me/s/CHANNEL
      echo "Контракт, 495 000 рублей сразу" | advert-monitor assess
      advert-monitor assess --jsonl < texts.jsonl > verdicts.jsonl

    With --jsonl each line has "text" and may have "id", "url", "lang", "country"; for each line
    one comes out, in order. A line that is not valid gets an "error" and the rest goes on.
    """
    rules = rulebook.load(_own_rules(ctx.ensure_object(Chosen).deployment))
    if shape["jsonl"]:
        _stream(target, rules)
        return
    hints = Hints(lang=lang, country=country)
    judged = _judge(target, rules, hints, folder=ctx.ensure_object(Chosen).deployment)
    if shape["as_json"]:
        for one in judged:
            click.echo(json.dumps(verdict(one.assessment), ensure_ascii=False))
    else:
        _show(judged, rules, contacts=shape["contacts"])


def _own_rules(folder: Path) -> Path | None:
    """Find the rules of the deployment one stands in; None when it has none."""
    for root in (folder, folder / "config"):
        if (root / "monitor.toml").exists() and (root / "rules").is_dir():
            return root / "rules"
    return None


def _stream(target: str, rules: Rules) -> None:
    judge = partial(_full, rules=rules)
    with _open(target) as source, progress(shown=not sys.stdout.isatty()) as advance:
        for line in answer_lines(source, judge):
            sys.stdout.buffer.write(line.encode() + b"\n")
            sys.stdout.buffer.flush()
            advance("texts")


def _full(posting: Posting, hints: Hints, *, rules: Rules) -> Assessment:
    return second.reread(posting, judging.full(posting, rules, hints), rules, hints)


def _open(target: str) -> IO[bytes]:
    if target == "-" and sys.stdin.isatty():
        click.echo("Paste the text, then press Ctrl-D on a line of its own.", err=True)
    try:
        return click.open_file(target, "rb")
    except OSError as error:
        raise MonitorError(f"{target} cannot be read ({error.strerror})") from error


def _judge(target: str, rules: Rules, hints: Hints, *, folder: Path) -> tuple[Judged, ...]:
    postings = _postings(target, folder)
    return tuple(Judged(posting, _one(posting, rules, hints)) for posting in postings)


def _one(posting: Posting, rules: Rules, hints: Hints) -> Assessment:
    known = replace(hints, url=posting.url, has_form=posting.text.endswith(FORM_MARK))
    return _full(posting, known, rules=rules)


def _postings(target: str, folder: Path) -> tuple[Posting, ...]:
    if target.startswith(("http://", "https://")):
        from monitor.desk import once

        return asyncio.run(once.fetched(target, folder))
    with _open(target) as file:
        body = file.read(LARGEST)
    if PAGE.search(body[:2000]):
        from monitor.desk import once

        return asyncio.run(once.saved(body))
    text = charset.decode(body).strip()
    return (Posting(key=target, source_id="", url="", text=text),)


def _show(judged: tuple[Judged, ...], rules: Rules, *, contacts: bool) -> None:
    console = Console()
    if not judged:
        console.print("There was nothing to read.")
        return
    titles = {signal.id: signal.title for signal in rules.signals.values()}
    first = min(judged, key=lambda one: (one.assessment.tier or "T9", -one.assessment.score))
    if len(judged) > 1:
        console.print(listed(judged))
    show_verdict(console, first.posting, first.assessment, titles, contacts=contacts)


def listed(judged: tuple[Judged, ...]) -> Table:
    """List postings with their verdict, one line each."""
    table = table_of("tier", "label", "score", "begins")
    for one in judged:
        table.add_row(
            tier_of(one.assessment.tier),
            str(one.assessment.label),
            f"{one.assessment.score:.2f}",
            opening(one.posting.text),
        )
    return table
