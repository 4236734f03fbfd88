"""Print what a run of the demo gave, for a terminal of 80 to 100 columns."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from rich import box
from rich.console import Console
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from monitor.desk._demo_cards import badge, card, one_line
from monitor.desk._demo_site import Addresses, Expected
from monitor.desk._demo_verdict import Found, Left, Verdict
from monitor.desk.sinks import Delivery, Mail
from monitor.model import Hit, Judged, Label, Run

GOOD = Text("✓", style="bold green")
BAD = Text("✗", style="bold red")
DOUBT = Text("!", style="bold yellow")
MOST_WORDS = 2
"""Quotes shown for a look-alike: enough to see why, on one line."""


@dataclass(frozen=True, slots=True)
class Arrived:
    """What reached the two receivers during this run."""

    mails: Sequence[Mail]
    deliveries: Sequence[Delivery]


def show_sources(console: Console, runs: Iterable[Run]) -> None:
    """Print one line a source: what its run gave, or what is wrong with it."""
    table = _table("", "source", "pages", "unchanged", "postings", "new hits", "seen again")
    for run in sorted(runs, key=lambda run: run.source_id):
        numbers = (run.captured, run.unchanged, run.read, run.new, run.sighted)
        mark = DOUBT if run.fault else GOOD
        table.add_row(mark, run.source_id, *(str(number or "·") for number in numbers))
    _heading(console, "The places that were watched, over real HTTP")
    console.print(table)
    for run in runs:
        if run.fault:
            _line(console, DOUBT, f"{run.source_id}: {run.fault.sentence}")


def show_hits(
    console: Console, hits: Iterable[Hit], *, addresses: Addresses, titles: Mapping[str, str]
) -> None:
    """Print each new hit as a card, the most urgent first."""
    ranked = sorted(hits, key=lambda hit: (hit.assessment.tier or "", hit.posting.source_id))
    if ranked:
        _heading(console, f"New adverts that were flagged: {len(ranked)}")
    for hit in ranked:
        console.print(card(hit, place=_place(hit.posting.url, addresses), titles=titles))


def show_known(console: Console, hits: Sequence[Hit]) -> None:
    """Print the hits of earlier runs in a table: they are sightings now."""
    if not hits:
        return
    _heading(console, f"Hits known from earlier runs: {len(hits)}")
    table = _table("tier", "class", "source", "hit", "sightings so far")
    for hit in sorted(hits, key=lambda hit: (hit.assessment.tier or "", hit.posting.source_id)):
        said = hit.assessment
        tier = badge(said.tier or "")
        table.add_row(tier, said.label, hit.posting.source_id, hit.id, str(hit.sightings))
    console.print(table)


def show_left(console: Console, verdict: Verdict, reasons: Mapping[str, Judged]) -> None:
    """Print the look-alikes and what each was taken for; `reasons` by URL."""
    _heading(console, "Look-alikes with the same sums and words, and what they were taken for")
    table = _table("", "source", "what it is", "taken for", "by these words, among others")
    for left in verdict.left:
        table.add_row(
            GOOD if left.rightly else BAD,
            left.expected.source,
            left.expected.about,
            _taken_for(left),
            _words(left, reasons),
        )
    console.print(table)


def _taken_for(left: Left) -> Text:
    if left.judged is None:
        return Text("never read", style="bold red")
    if left.hit is not None:
        return Text(f"flagged {left.hit.assessment.tier}", style="bold red")
    label = left.judged.assessment.label
    told_apart = label is left.expected.label or Label.UNRELATED in (label, left.expected.label)
    return Text(label, style="" if told_apart else "yellow")


def _words(left: Left, reasons: Mapping[str, Judged]) -> Text:
    """Quote what speaks against an offer; empty where only the lack of reasons did."""
    judged = reasons.get(left.judged.posting.url) if left.judged else None
    if judged is None:
        return Text()
    against = [one.signal for one in judged.assessment.contributions if one.weight < 0]
    first: dict[str, str] = {}
    for finding in judged.assessment.findings:
        first.setdefault(finding.signal, one_line(finding.quote))
    shown = dict.fromkeys(first[signal] for signal in against if signal in first)
    return Text(", ".join(list(shown)[:MOST_WORDS]), style="dim")


def show_arrived(console: Console, arrived: Arrived) -> None:
    """Print the emails and webhooks that the two receivers took."""
    _heading(console, "What arrived")
    if not arrived.mails and not arrived.deliveries:
        console.print("  nothing: no hit is new, and nobody is told twice")
    for mail in arrived.mails:
        console.print(f"  [bold]email[/] to {escape(', '.join(mail.recipients))}")
        console.print(f"    {escape(mail.subject)}\n    [dim]{escape(mail.message_id)}[/]")
    if not arrived.deliveries:
        return
    table = _table("webhook-id", "signature", "tier", "class", "source")
    for one in arrived.deliveries:
        signed = GOOD + Text(" verified") if one.signed else BAD + Text(" wrong")
        told = (_told(one, "tier"), _told(one, "label", "id"), _told(one, "source", "id"))
        table.add_row(f"{one.id[:16]}…", signed, *told)
    console.print(table)


def _told(delivery: Delivery, *keys: str) -> str:
    """Take one value out of what a webhook carried."""
    value: object = delivery.payload.get("data")
    for key in keys:
        value = value.get(key) if isinstance(value, dict) else None
    return str(value)


def show_total(console: Console, verdict: Verdict) -> None:
    """Print found N of N, left alone M of M, and everything that is not as it should be."""
    found = sum(one.hit is not None for one in verdict.found)
    left = sum(one.rightly for one in verdict.left)
    _heading(console, "In all")
    _count(console, found, len(verdict.found), "found {} of {} adverts")
    _count(console, left, len(verdict.left), "left alone {} of {} look-alikes")
    for source, fault in verdict.faults:
        said = "announced as out of order" if fault else "out of order, and nobody noticed"
        _line(console, GOOD if fault else BAD, f"{source}: {said}")
    for sentence in verdict.strays:
        _line(console, BAD, sentence)
    for miss in verdict.missed:
        _line(console, BAD, f"missed: {_said(miss.expected)}")
    _show_doubts(console, verdict)


def _count(console: Console, number: int, of: int, words: str) -> None:
    _line(console, GOOD if number == of else BAD, words.format(number, of))


def _show_doubts(console: Console, verdict: Verdict) -> None:
    """Print what fails nothing, and what an honest demo must say none the less."""
    for one in verdict.found:
        if one.hit is not None and not one.as_expected:
            _line(console, DOUBT, _otherwise(one))
    for advert in verdict.not_asked:
        lack = f"the rules have no file for the language {advert.language} yet"
        _line(console, DOUBT, f"{lack}: {_said(advert)}")


def _otherwise(found: Found) -> str:
    said = found.hit.assessment if found.hit else None
    judged = f"{said.tier} {said.label}" if said else "nothing"
    return f"judged {judged}, a reader would say {_said(found.expected)}"


def _said(expected: Expected) -> str:
    return f"{expected.tier} {expected.label}, {expected.source}: {expected.about}"


def show_undelivered(console: Console, sentences: Iterable[str]) -> None:
    """Print what did not reach a receiver as it should."""
    for sentence in sentences:
        _line(console, BAD, sentence)


def show_next(console: Console, folder: str, reach: str) -> None:
    """Say what to do now; first, if need be, how the command is reached."""
    _heading(console, "What to do next")
    table = Table.grid(padding=(0, 2))
    if reach:
        told = "lets this terminal know the command"
        table.add_row(Text(f"  {reach}", style="bold"), Text(told))
    for command, what in (
        ("demo", "the same again: sightings, no new hits, no second alerts"),
        (f"-C {folder} hits", "these hits as a table"),
        (f"-C {folder} show HIT", "one of them in full"),
        (f"-C {folder} desk", "the review desk, in a browser"),
        ("init watch", "a deployment of your own; in it:"),
        ("add URL", "your first public place"),
        ("run", "look, keep, alert"),
    ):
        table.add_row(Text(f"  advert-monitor {command}", style="bold"), Text(what))
    console.print(table)


def _line(console: Console, mark: Text, words: str) -> None:
    table = Table.grid(padding=(0, 1))
    table.add_row(" ", mark, Text(one_line(words)))
    console.print(table)


def _heading(console: Console, words: str) -> None:
    console.print()
    console.print(Text(words, style="bold"))


def _table(*headings: str) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, padding=(0, 1))
    for heading in headings:
        table.add_column(heading, overflow="fold")
    return table


def _place(url: str, addresses: Addresses) -> str:
    return addresses.made_up(url).split("://", 1)[-1]
