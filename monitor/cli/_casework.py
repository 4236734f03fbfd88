"""Lay out what a team decided on a hit, noted and did."""

from __future__ import annotations

from datetime import datetime, tzinfo
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from monitor.cli._render import clean
from monitor.store import Review, Store


def show_casework(console: Console, store: Store, hit_id: str, zone: tzinfo) -> None:
    """Print decisions, notes, tags and deeds; nothing where there is none."""
    table = Table.grid(padding=(0, 2))
    for review in store.reviews.history(hit_id):
        _add(table, review.decided_at, zone, f"{review.verdict.reviewer}: {told(review)}")
    for note in store.casework.notes(hit_id):
        _add(table, note.at, zone, f"{note.author}: “{note.text}”")
    for action in store.casework.actions(hit_id):
        parts = (str(action.what).replace("_", " "), action.whom, action.text)
        _add(table, action.at, zone, f"{action.author}: {', '.join(filter(None, parts))}")
    if tags := store.casework.tags(hit_id):
        table.add_row(Text("tags", style="dim"), Text(clean(", ".join(tags))))
    if table.row_count:
        console.print(table)


def _add(table: Table, at: datetime, zone: tzinfo, words: str) -> None:
    table.add_row(Text(f"{at.astimezone(zone):%Y-%m-%d %H:%M}", style="dim"), Text(clean(words)))


def told(review: Review) -> str:
    """Say a decision in a few words."""
    verdict = review.verdict
    words = str(verdict.decision).replace("_", " ")
    more = (
        verdict.reason and str(verdict.reason).replace("_", " "),
        verdict.label and f"as {verdict.label}",
        verdict.duplicate_of and f"of {verdict.duplicate_of}",
    )
    said = ", ".join(filter(None, more))
    return f"{words} ({said})" if said else words


def casework_as_json(store: Store, hit_id: str) -> dict[str, Any]:
    """Write all of it for scripts; `last` is what `--seen` takes."""
    last = store.reviews.last(hit_id)
    return {
        "hit": hit_id,
        "stage": str(store.queue.stages([hit_id])[hit_id]),
        "last": last.id if last else 0,
        "reviews": [_review_as_json(one) for one in store.reviews.history(hit_id)],
        "notes": [
            {"by": one.author, "at": one.at.isoformat(), "text": one.text}
            for one in store.casework.notes(hit_id)
        ],
        "tags": list(store.casework.tags(hit_id)),
        "actions": [
            {
                "what": str(one.what),
                "whom": one.whom,
                "text": one.text,
                "by": one.author,
                "at": one.at.isoformat(),
            }
            for one in store.casework.actions(hit_id)
        ],
    }


def _review_as_json(review: Review) -> dict[str, Any]:
    verdict = review.verdict
    return {
        "id": review.id,
        "decision": str(verdict.decision),
        "reason": verdict.reason and str(verdict.reason),
        "label": verdict.label and str(verdict.label),
        "duplicate_of": verdict.duplicate_of or None,
        "by": verdict.reviewer,
        "at": review.decided_at.isoformat(),
        "version": review.version,
        "rules": review.rules,
        "supersedes": review.supersedes,
    }
