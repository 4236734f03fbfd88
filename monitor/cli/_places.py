"""Lay out sources and looks at them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, tzinfo
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from monitor.cli._render import clean, count, opening, table_of, tier_of
from monitor.config import Config
from monitor.desk.add import Draft
from monitor.desk.coverage import Coverage
from monitor.desk.look import Look
from monitor.model import Judged
from monitor.store import SourceState, Unreadable
from monitor.timetable import Crowd, crowds

MOST_SHOWN = 12
"""Postings that a look shows; a screen holds them."""
STYLES = {"healthy": "green", "new": "yellow", "quiet": "yellow", "off": "dim"}
"""Styles of states; all else is ill."""
ILL_STYLE = "red"


def show_draft(console: Console, drafted: Draft, seen: Look) -> None:
    """Show what a source would read, and the file that would be written."""
    because = f"{drafted.guess.kind}, for {drafted.guess.because}"
    console.print(Text.assemble(("Kind: ", "bold"), clean(because)))
    if drafted.guess.hint:
        console.print(Text(clean(drafted.guess.hint), style="yellow"))
    show_look(console, seen)
    console.print(Text(f"\nsources/{drafted.source.id}.toml", style="bold"))
    console.print(Text(clean(drafted.text), style="dim"))


def show_look(console: Console, seen: Look) -> None:
    """Show the postings of one look with their verdict."""
    for fault in seen.faults:
        console.print(Text(f"Fault: {clean(fault.sentence)}", style="red"))
    for remark in seen.remarks:
        console.print(Text(clean(remark), style="yellow"))
    if not seen.judged:
        console.print("No posting was read.")
        return
    console.print(
        f"{count(len(seen.judged), 'posting')} read, {len(seen.flagged)} would be flagged:"
    )
    console.print(_postings(seen.judged))
    rest = len(seen.judged) - MOST_SHOWN
    if rest > 0:
        console.print(f"… and {rest} more", style="dim")


def _postings(judged: Sequence[Judged]) -> Table:
    table = table_of("tier", "label", "posted", "begins")
    by_tier = sorted(judged, key=lambda one: (one.assessment.tier or "T9", -one.assessment.score))
    for one in by_tier[:MOST_SHOWN]:
        posted = f"{one.posting.posted_at:%Y-%m-%d}" if one.posting.posted_at else ""
        label = str(one.assessment.label)
        table.add_row(tier_of(one.assessment.tier), label, posted, opening(one.posting.text))
    return table


def show_check(
    console: Console,
    loaded: Config,
    looks: Sequence[Look],
    *,
    unset: Sequence[str],
    offline: bool,
) -> None:
    """Sum a check up: the settings, what they lack, and a line for each source."""
    enabled, channels = len(loaded.enabled()), len(loaded.channels)
    places, ways = count(len(loaded.sources), "source"), count(channels, "channel")
    console.print(f"Settings: {places}, {enabled} enabled; {ways}.")
    for name in unset:
        console.print(Text(f"The environment has neither {name} nor {name}_FILE.", style="yellow"))
    if not channels:
        console.print(Text("No channel: hits are kept, nobody is alerted.", style="yellow"))
    if not loaded.operator.channels:
        console.print(
            Text("No [operator]: nobody is told when a source falls ill.", style="yellow")
        )
    for crowd in crowds(loaded.enabled(), delay=loaded.politeness.min_delay):
        console.print(Text(_crowded(crowd), style="yellow"))
    if not looks:
        reason = "as asked" if offline else "none is enabled; set enabled = true or name one"
        console.print(Text(f"No source was looked at: {reason}.", style="yellow"))
    elif len(looks) == 1:
        show_look(console, looks[0])
    else:
        console.print(_looks(looks))


def _crowded(crowd: Crowd) -> str:
    return (
        f"{crowd.host}: {count(crowd.sources, 'source')} would take up {crowd.load:.0%} of its time"
        " with pauses between requests; looks will be late. Give them a longer every, or the host"
        " a shorter min_delay."
    )


def _looks(looks: Sequence[Look]) -> Table:
    table = table_of("source", "state", "pages", "postings", "flagged", "what is wrong")
    for one in looks:
        wrong = "; ".join([fault.sentence for fault in one.faults] + list(one.remarks))
        table.add_row(
            one.source.id,
            Text("fault", style="red") if one.faults else Text("fine", style="green"),
            str(one.captures),
            str(len(one.judged)),
            Text(str(len(one.flagged)), style="bold red" if one.flagged else ""),
            Text(clean(wrong)),
        )
    return table


def look_as_json(seen: Look) -> dict[str, Any]:
    """Write a look for scripts; never a posting's text."""
    return {
        "source": seen.source.id,
        "state": "fault" if seen.faults else "fine",
        "pages": seen.captures,
        "postings": [
            {
                "key": one.posting.key,
                "url": one.posting.url,
                "posted_at": one.posting.posted_at and one.posting.posted_at.isoformat(),
                "label": str(one.assessment.label),
                "tier": one.assessment.tier and str(one.assessment.tier),
                "score": round(one.assessment.score, 4),
                "lang": one.assessment.lang,
            }
            for one in seen.judged
        ],
        "faults": [{"code": fault.code, "sentence": fault.sentence} for fault in seen.faults],
        "remarks": list(seen.remarks),
    }


def show_sources(
    console: Console, rows: Sequence[Coverage], *, zone: tzinfo, now: datetime
) -> None:
    """List all sources."""
    table = table_of("source", "kind", "state", "last run", "read", "new", "next", "what is wrong")
    for one in rows:
        source = one.source
        table.add_row(source.id, source.kind, state_text(one), *_last(one.last, zone, now))
    console.print(table)


def state_text(one: Coverage) -> Text:
    """Give a source's state as a coloured label, with what is suspected beside it."""
    word = Text(one.word, style=STYLES.get(one.word, ILL_STYLE))
    doubt = one.suspicion
    return word.append(f", {doubt.state.replace('_', ' ')}?", style="yellow") if doubt else word


def show_given_up(console: Console, captures: Sequence[Unreadable]) -> None:
    """Name the pages that could not be read although they were tried again."""
    for capture in captures:
        told = (
            f"{capture.source_id}: {clean(capture.url)} could not be read: {clean(capture.error)}"
        )
        console.print(Text(told, style="red"))


def _last(state: SourceState | None, zone: tzinfo, now: datetime) -> tuple[str | Text, ...]:
    if state is None:
        return "never", "", "", "", ""
    run = state.run
    again = f" ({state.failures} times in a row)" if state.failures > 1 else ""
    wrong = f"{run.fault.sentence}{again}" if run.fault else ""
    return (
        f"{run.finished_at.astimezone(zone):%Y-%m-%d %H:%M}",
        str(run.read),
        str(run.new),
        "now" if state.next_due <= now else f"{state.next_due.astimezone(zone):%H:%M}",
        Text(clean(wrong), style="red"),
    )


def source_as_json(one: Coverage) -> dict[str, Any]:
    """Write a source, its state and its last run for scripts."""
    source, state = one.source, one.last
    run = state.run if state else None
    fault = run.fault if run else None
    return {
        "id": source.id,
        "kind": source.kind,
        "url": source.url,
        "name": source.name,
        "enabled": source.enabled,
        "every_seconds": source.every.total_seconds(),
        "state": str(one.state) if source.enabled else "off",
        "suspected": suspected_as_json(one),
        "last_run": run and run.finished_at.isoformat(),
        "last_ok": state.last_ok.isoformat() if state and state.last_ok else None,
        "next_due": state and state.next_due.isoformat(),
        "read": run and run.read,
        "new": run and run.new,
        "failures": state.failures if state else 0,
        "fault": fault and {"code": fault.code, "sentence": fault.sentence},
    }


def suspected_as_json(one: Coverage) -> dict[str, Any] | None:
    """Write what the last looks tell of and is not believed yet; None when nothing is."""
    doubt = one.suspicion
    if doubt is None:
        return None
    return {
        "state": str(doubt.state),
        "since": doubt.since.isoformat(),
        "looks": doubt.looks,
        "sentence": doubt.sentence,
    }
