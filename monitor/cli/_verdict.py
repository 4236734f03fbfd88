"""Lay a verdict out: what it is, the words, the reasons for and against, within a screen."""

from __future__ import annotations

from collections.abc import Mapping

from rich.console import Console, Group
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from monitor.cli._render import amount, clean, excerpt, masked, quote, tier_of
from monitor.model import Assessment, Contact, Finding, Label, Money, Posting, Promise, Tier

LIGHTEST = 0.05
"""Log-odds: what weighs less would be shown as nothing."""
_LOOKS = {
    "shape": "How the text is set",
    "sentences": "Who speaks to whom",
    "tense": "Told, or asked of the reader",
    "voice": "Who speaks, and of whom",
    "wording": "How it is put, as a whole",
    "second_reader": "The second reader takes it for an offer",
}
"""Reasons that are not words: what a person reads for them."""
MOST_FOR, MOST_AGAINST, MOST_FACTS = 6, 3, 3
"""Rows of each part; together with the excerpt they fit 36 lines."""


def show_verdict(
    console: Console,
    posting: Posting,
    assessment: Assessment,
    titles: Mapping[str, str],
    *,
    contacts: bool = False,
) -> None:
    """Print one posting's verdict. `titles` are the plain words of each signal."""
    console.print(_headline(assessment))
    console.print(Rule(style="dim"))
    weights = {part.signal: part.weight for part in assessment.contributions}
    console.print(excerpt(posting.text, assessment.findings, weights, contacts=contacts))
    console.print(Rule(style="dim"))
    console.print(reasons(assessment, titles, contacts=contacts))
    console.print(facts(assessment, contacts=contacts))


def _headline(assessment: Assessment) -> Text:
    label = str(assessment.label).replace("_", " ")
    parts = [tier_of(assessment.tier), Text(f" {label}", style="bold")]
    parts.append(Text(f"   score {assessment.score:.2f}   language {assessment.lang}", style="dim"))
    if assessment.foreigners:
        parts.append(Text("   addresses foreigners", style="bold"))
    if assessment.label is Label.ARMY_OFFER and assessment.tier is Tier.T3:
        parts.append(Text("   unsure: for review", style="yellow"))
    if assessment.truncated:
        parts.append(Text("   only its first part was judged", style="yellow"))
    return Text.assemble(*parts)


def reasons(
    assessment: Assessment, titles: Mapping[str, str], *, contacts: bool = False
) -> Group | Text:
    """Tell what spoke for an offer and what against, the weightiest first, with the words."""
    by_weight = sorted(assessment.contributions, key=lambda part: -abs(part.weight))
    first = {finding.signal: finding for finding in reversed(assessment.findings)}
    weighty = [part for part in by_weight if abs(part.weight) >= LIGHTEST]
    speaking_for = [part for part in weighty if part.weight > 0][:MOST_FOR]
    against = [part for part in weighty if part.weight < 0][:MOST_AGAINST]
    if not speaking_for and not against:
        return Text("No reason was found for an offer, and none against.", style="dim")
    table = Table.grid(padding=(0, 2))
    for part in (*speaking_for, *against):
        style = "red" if part.weight > 0 else "green"
        table.add_row(
            Text(f"{part.weight:+.1f}", style=style),
            Text(titles.get(part.signal) or _LOOKS.get(part.signal, part.signal)),
            _words(first.get(part.signal), contacts=contacts),
        )
    return Group(Text("For (+) and against (-) an offer", style="bold"), table)


def _words(finding: Finding | None, *, contacts: bool) -> Text:
    if finding is None:
        return Text("")
    return Text(f"“{quote(finding, contacts=contacts)}”", style="italic")


def facts(assessment: Assessment, *, contacts: bool = False) -> Table:
    """List sums, the citizenship promised and the ways to reply, each with its words."""
    table = Table.grid(padding=(0, 2))
    shown: dict[str, set[str]] = {"sum": set(), "promise": set(), "contact": set()}
    for finding in assessment.findings:
        name, value = _fact(finding, contacts=contacts)
        if name and value not in shown[name] and len(shown[name]) < MOST_FACTS:
            words = quote(finding, contacts=contacts)
            table.add_row(Text(name, style="dim"), Text(value), Text(f"“{words}”", style="italic"))
            shown[name].add(value)
    if assessment.nations:
        table.add_row(Text("for", style="dim"), Text(", ".join(assessment.nations)), Text(""))
    for one in assessment.indicators[:MOST_FACTS]:
        words = clean(masked(one.words) if not contacts else one.words)
        told = Text(f"indicator: {one.name}")
        table.add_row(Text(""), told, Text(f"“{words}”", style="italic"))
    return table


def _fact(finding: Finding, *, contacts: bool) -> tuple[str, str]:
    match finding.value:
        case Money() as money:
            return "sum", amount(money)
        case Promise() as promise:
            within = "" if promise.days is None else f" within {promise.days} days"
            family = ", family too" if promise.family else ""
            return "promise", f"{promise.what}{within}{family}"
        case Contact() as contact:
            return (
                "contact",
                f"{contact.type}: {clean(contact.value)}" if contacts else contact.type,
            )
        case _:
            return "", ""
