"""What leaves the house of a hit: JSON Lines or a table, contacts blanked unless asked for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from monitor.desk.contract import CITIZENSHIP, verdict
from monitor.desk.spreadsheet import table
from monitor.model import Assessment, Contact, Finding, Hit, Indicator, Money, Promise
from monitor.store import Stage
from monitor.text.blanking import blank
from monitor.text.harmless import defang

COLUMNS = (
    "id",
    "tier",
    "class",
    "score",
    "language",
    "state",
    "source",
    "address",
    "posted",
    "first seen",
    "last seen",
    "times",
    "nations",
    "sums",
    "citizenship",
    "contacts",
    "indicators",
    "text",
)


def without_contacts(hit: Hit) -> Hit:
    """Blank every way to the recruiter; ranges into the text stay true, addresses become dead."""
    posting = hit.posting
    text = blank(posting.text, hit.assessment.findings)
    return replace(
        hit,
        posting=replace(
            posting,
            text=text,
            title=blank(posting.title),
            forwarded_from="",
            url=defang(posting.url),
        ),
        assessment=_blanked(hit.assessment, text),
    )


def _blanked(assessment: Assessment, text: str) -> Assessment:
    return replace(
        assessment,
        findings=tuple(_finding(one, text) for one in assessment.findings),
        indicators=tuple(Indicator(one.name, blank(one.words)) for one in assessment.indicators),
    )


def _finding(finding: Finding, text: str) -> Finding:
    value = finding.value
    if isinstance(value, Contact):
        value = Contact(value.type, "")
    elif isinstance(value, str):
        value = blank(value)
    quote = text[finding.span.start : finding.span.end]
    return replace(finding, quote=quote, value=value)


def as_json(hit: Hit, stage: Stage | None = None) -> dict[str, Any]:
    """Write a hit for scripts: the verdict in the names of `assess --jsonl`, and its posting.

    A stage of None is left out.
    """
    state = {} if stage is None else {"state": str(stage)}
    return {
        "id": hit.id,
        "source": hit.posting.source_id,
        "url": hit.posting.url,
        "posted_at": hit.posting.posted_at and hit.posting.posted_at.isoformat(),
        "first_seen": hit.first_seen.isoformat(),
        "last_seen": hit.last_seen.isoformat(),
        "sightings": hit.sightings,
        **state,
        "version": hit.posting.version,
        "capture_sha256": hit.posting.capture_sha256,
        "rules": hit.assessment.rules,
        "text": hit.posting.text,
        **verdict(hit.assessment),
    }


def as_csv(hits: Iterable[Hit], stages: Mapping[str, Stage]) -> str:
    """Write hits as a table for a spreadsheet."""
    return table(COLUMNS, (_row(hit, stages[hit.id]) for hit in hits))


def _row(hit: Hit, stage: Stage) -> tuple[str, ...]:
    posting, said = hit.posting, hit.assessment
    values = [finding.value for finding in said.findings]
    return (
        hit.id,
        str(said.tier or ""),
        str(said.label),
        f"{said.score:.2f}",
        said.lang,
        str(stage),
        posting.source_id,
        posting.url,
        posting.posted_at.isoformat() if posting.posted_at else "",
        hit.first_seen.isoformat(),
        hit.last_seen.isoformat(),
        str(hit.sightings),
        " ".join(said.nations),
        _listed(_sum(value) for value in values if isinstance(value, Money)),
        _listed(_promise(value) for value in values if isinstance(value, Promise)),
        _listed(_contact(value) for value in values if isinstance(value, Contact)),
        _listed(one.name for one in said.indicators),
        posting.text,
    )


def _listed(words: Iterable[str]) -> str:
    return ", ".join(dict.fromkeys(filter(None, words)))


def _sum(money: Money) -> str:
    low, high = (f"{end:f}" if end is not None else "" for end in (money.low, money.high))
    size = low if low == high else f"{low}..{high}"
    parts = (size, money.currency or "?", money.period, money.purpose)
    return " ".join(str(part) for part in parts if part)


def _promise(promise: Promise) -> str:
    if promise.what not in CITIZENSHIP:
        return ""
    return promise.what if promise.days is None else f"{promise.what} in {promise.days} days"


def _contact(contact: Contact) -> str:
    return f"{contact.type} {contact.value}".strip()
