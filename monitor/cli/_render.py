"""Show hostile text on a terminal: nothing of it may command the terminal or leak a contact."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping

from rich.table import Table
from rich.text import Text

from monitor.model import WORDING, Contact, Finding, Money, Promise, Span, Tier

TIER_STYLES = {"T1": "bold white on red", "T2": "bold red", "T3": "yellow", "": "green"}
HIDDEN = "•"
ROOM = 640
"""Code points of a text that a verdict shows: with its reasons it still fits a screen."""
MOST_LINES = 12
AROUND = 40
"""Code points before and after a finding: about a clause."""
OPENING = 160
"""Code points of a posting that a list shows; a wide terminal has no more room."""
CONTACT = re.compile(
    r"\+?\d(?:[\s().–-]{0,3}\d){8,14}|[\w.+-]{1,64}@[\w-]{1,63}\.[\w.-]{2,63}|@[A-Za-z]\w{3,31}"
    r"|(?:t\.me|telegram\.me|wa\.me|vk\.com)/[\w+/-]{2,64}",
    re.IGNORECASE,
)
"""What may be a contact though no finding says so; sums are told apart by their findings."""


def clean(text: str) -> str:
    """Replace what would command a terminal or turn a line round, one sign for one sign.

    A link or a colour may hide in an escape sequence, and a bidirectional override lets a line
    read other than it is.
    """
    return "".join(sign if _is_harmless(sign) else "�" for sign in text)


def _is_harmless(sign: str) -> bool:
    if sign in "\n\t\u200c\u200d":
        return True
    return unicodedata.category(sign) not in {"Cc", "Cf", "Cs", "Zl", "Zp"} or sign == "\u00ad"


def masked(text: str, findings: Iterable[Finding] = ()) -> str:
    """Hide letters and digits of contacts, one sign for one sign, but for the last two."""
    found = tuple(findings)
    sums = [finding.span for finding in found if isinstance(finding.value, Money)]
    spans = [finding.span for finding in found if isinstance(finding.value, Contact)]
    for match in CONTACT.finditer(text):
        span = Span(*match.span())
        if not any(span.start < money.end and money.start < span.end for money in sums):
            spans.append(span)
    signs = list(text)
    for span in spans:
        for index in range(span.start, max(span.start, span.end - 2)):
            signs[index] = HIDDEN if signs[index].isalnum() else signs[index]
    return "".join(signs)


def evidence(text: str, findings: tuple[Finding, ...], *, contacts: bool) -> Text:
    """Give the whole text with its findings coloured by what they are."""
    shown = Text(clean(text if contacts else masked(text, findings)))
    for finding in findings:
        if finding.signal == WORDING:
            continue
        shown.stylize(style_of(finding), finding.span.start, finding.span.end)
    return shown


def excerpt(
    text: str,
    findings: tuple[Finding, ...],
    weights: Mapping[str, float],
    *,
    contacts: bool,
) -> Text:
    """Give a short text whole, of a long one the words around its weightiest findings."""
    whole = evidence(text, findings, contacts=contacts)
    if len(text) <= ROOM and text.count("\n") < MOST_LINES:
        return whole
    windows = _windows(len(text), _weightiest(findings, weights))
    shown = [_flat(whole[start:end]) for start, end in windows]
    return Text(" … ").join(shown or [_flat(whole[:ROOM])]).append(" …")


def _weightiest(findings: Iterable[Finding], weights: Mapping[str, float]) -> list[Finding]:
    """Choose the findings whose surroundings fill the room of an excerpt, one of each signal."""
    first: dict[str, Finding] = {}
    for finding in findings:
        first.setdefault(finding.signal, finding)
    by_weight = sorted(first.values(), key=lambda found: -abs(weights.get(found.signal, 0.0)))
    return by_weight[: ROOM // (2 * AROUND)]


def _flat(text: Text) -> Text:
    """Put lines side by side."""
    return Text(" | ", style="dim").join(text.split("\n"))


def _windows(length: int, findings: Iterable[Finding]) -> list[tuple[int, int]]:
    """Give the ranges around findings, those that touch as one."""
    merged: list[tuple[int, int]] = []
    for finding in sorted(findings, key=lambda found: found.span.start):
        start = max(0, finding.span.start - AROUND)
        end = min(length, finding.span.start + 2 * AROUND)
        if merged and start <= merged[-1][1]:
            start, end = merged[-1][0], max(end, merged.pop()[1])
        merged.append((start, end))
    return merged


def quote(finding: Finding, *, contacts: bool, longest: int = 70) -> str:
    """Give a finding's words on one line."""
    hide = not contacts and (isinstance(finding.value, Contact) or CONTACT.search(finding.quote))
    inner = Finding(finding.signal, Span(0, len(finding.quote)), finding.quote, finding.value)
    words = " ".join(clean(masked(finding.quote, (inner,)) if hide else finding.quote).split())
    return words if len(words) <= longest else words[: longest - 1] + "…"


def style_of(finding: Finding) -> str:
    """Colour a finding by what it is."""
    match finding.value:
        case Money():
            return "bold green"
        case Promise():
            return "bold magenta"
        case Contact():
            return "bold cyan"
        case _:
            return "bold"


def table_of(*headings: str) -> Table:
    """Make a table whose last column takes what room is left; the others are shown whole."""
    table = Table(box=None, pad_edge=False, expand=True)
    for heading in headings[:-1]:
        table.add_column(heading, no_wrap=True)
    table.add_column(headings[-1], ratio=1, min_width=16)
    return table


def count(number: int, what: str) -> str:
    """Write a number with its noun: "1 posting", "2 postings"."""
    return f"{number:,} {what}" if number == 1 else f"{number:,} {what}s"


def opening(text: str) -> Text:
    """Give a text's beginning on one line, contacts masked, cut where the line ends."""
    words = " ".join(masked(text[:OPENING]).split())
    return Text(clean(words), no_wrap=True, overflow="ellipsis")


def tier_of(tier: Tier | str | None) -> Text:
    """Give a tier as a coloured label; a dash when there is none."""
    name = str(tier) if tier else ""
    return Text(f" {name or '–'} ", style=TIER_STYLES.get(name, ""))


def amount(money: Money) -> str:
    """Write a sum as its fields: low to high, currency, period, purpose."""
    low, high = money.low, money.high
    if low == high and low is not None:
        size = f"{low:,f}"
    else:
        size = f"{'…' if low is None else f'{low:,f}'} to {'…' if high is None else f'{high:,f}'}"
    parts = (size, money.currency or "?", money.period or "", f"({money.purpose})")
    return " ".join(str(part) for part in parts if part)
