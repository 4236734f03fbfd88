"""Draw one hit as a card: what it is, the words that prove it, the sums, the promise."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from itertools import islice

from rich import box
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from monitor.model import WORDING, Assessment, Contact, Finding, Hit, Money, Promise

TIER_STYLES = {"T1": "bold white on red", "T2": "bold black on yellow", "T3": "bold black on cyan"}
LINE = 44
"""Code points of a quote and its surroundings: what 80 columns leave beside a signal's title."""
MOST_REASONS = 7
MOST_SUMS = 8
DAYS_OF_MONTH = 30
"""As `Promise.days` counts them."""


def card(hit: Hit, *, place: str, titles: Mapping[str, str]) -> Panel:
    """Draw a hit; `place` is where it stood, `titles` says each signal in words."""
    said = hit.assessment
    parts: list[RenderableType] = [_reasons(hit, titles)]
    if sums := _sums(said):
        parts.append(Padding(sums, (1, 0, 0, 0)))
    if promise := _promise(said):
        parts.append(Padding(promise, (1, 0, 0, 0)))
    return Panel(
        Group(*parts),
        title=_title(hit),
        title_align="left",
        subtitle=Text(f"{place} · hit {hit.id} · score {said.score:.2f}", style="dim"),
        subtitle_align="right",
        border_style="dim",
        padding=(0, 1),
    )


def badge(tier: str) -> Text:
    """Write a tier so that it is seen from afar."""
    return Text(f" {tier} ", style=TIER_STYLES.get(tier, ""))


def _title(hit: Hit) -> Text:
    said = hit.assessment
    addressed = " · addresses foreigners" if said.foreigners else ""
    return Text.assemble(
        badge(said.tier or ""), f" {said.label} · {said.lang} · {hit.posting.source_id}{addressed}"
    )


def _reasons(hit: Hit, titles: Mapping[str, str]) -> Table:
    table = Table.grid(padding=(0, 2))
    table.add_column(style="dim", max_width=26)
    table.add_column(overflow="fold")
    for finding in _telling(hit.assessment):
        table.add_row(
            titles.get(finding.signal, finding.signal), in_context(hit.posting.text, finding)
        )
    return table


def _telling(said: Assessment) -> list[Finding]:
    """Choose what speaks most for an offer, one finding a signal, and not what stands below anyway."""
    weights = {one.signal: one.weight for one in said.contributions}
    first: dict[str, Finding] = {}
    for finding in said.findings:
        if finding.signal != WORDING and not isinstance(finding.value, Money | Contact | Promise):
            first.setdefault(finding.signal, finding)
    speaking = [one for one in first.values() if weights.get(one.signal, 0.0) >= 0]
    ranked = sorted(speaking, key=lambda one: -weights.get(one.signal, 0.0))
    return sorted(ranked[:MOST_REASONS], key=lambda one: one.span.start)


def in_context(text: str, finding: Finding) -> Text:
    """Show a quote, highlighted, with what stands around it on its line, as far as there is room."""
    around = max(0, (LINE - len(finding.quote)) // 2)
    before = text[: finding.span.start].rpartition("\n")[2]
    after = text[finding.span.end :].partition("\n")[0]
    return Text.assemble(
        ("…" if len(before) > around else "", "dim"),
        (one_line(before[max(0, len(before) - around) :]), "dim"),
        (one_line(finding.quote), "bold yellow"),
        (one_line(after[:around]), "dim"),
        ("…" if len(after) > around else "", "dim"),
    )


def one_line(words: str) -> str:
    """Keep a quote on its line; hostile control characters must not reach the terminal."""
    return "".join(char if char.isprintable() else " " for char in words)


def _sums(said: Assessment) -> Table | None:
    """Draw the sums; None when the posting names none."""
    named = [
        (one_line(one.quote), one.value) for one in said.findings if isinstance(one.value, Money)
    ]
    if not named:
        return None
    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1), pad_edge=False, show_edge=False)
    for heading in ("low", "high"):
        table.add_column(heading, justify="right")
    for heading in ("currency", "period", "purpose"):
        table.add_column(heading)
    table.add_column("as written", style="bold yellow", overflow="fold")
    for quote, money in islice(named, MOST_SUMS):
        table.add_row(
            _number(money.low),
            _number(money.high),
            money.currency or "?",
            money.period or "?",
            money.purpose,
            quote,
        )
    if len(named) > MOST_SUMS:
        table.add_row("", "", "", "", "", Text(f"and {len(named) - MOST_SUMS} more", style="dim"))
    return table


def _number(value: Decimal | None) -> str:
    """Write a sum as people do; an open end in a word."""
    if value is None:
        return "open"
    return f"{value:,.0f}" if value == value.to_integral_value() else f"{value:,.2f}"


def _promise(said: Assessment) -> Text | None:
    """Say what is promised and how soon; None when nothing is."""
    promised = [(one.quote, one.value) for one in said.findings if isinstance(one.value, Promise)]
    if not promised:
        return None
    quote, best = next((pair for pair in promised if pair[1].days is not None), promised[0])
    family = any(promise.family for _, promise in promised)
    return Text.assemble(
        ("promises ", "dim"),
        (f"{best.what} {_time(best.days)}", "bold"),
        (", family too" if family else "", "bold"),
        ("  as written: ", "dim"),
        (one_line(quote), "bold yellow"),
    )


def _time(days: int | None) -> str:
    if days is None:
        return "(no time named)"
    if days == 0:
        return "at once"
    if days % DAYS_OF_MONTH == 0:
        months = days // DAYS_OF_MONTH
        return f"within {months} month{'s' if months > 1 else ''}"
    return f"within {days} days"
