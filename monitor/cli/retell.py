"""`replay`: what new rules would say of the postings that are kept, before anything is written."""

from __future__ import annotations

import asyncio
import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from monitor import rulebook
from monitor.cli._exits import MEANINGS
from monitor.cli._pick import pick_sources, settings
from monitor.cli._progress import progress
from monitor.cli._render import clean, count, opening, table_of, tier_of
from monitor.config import Config
from monitor.desk.deployment import locked, open_store, utcnow
from monitor.model import Assessment
from monitor.replay import Retold, Unjudged, experimental, judge_again
from monitor.second import is_unasked
from monitor.store import Audience, Shelved, Store
from monitor.worker import Readers

AT_ONCE = 200
"""Verdicts that one transaction writes: reviewers' decisions wait for no more, as for pruning."""
SHOWN = 30
"""Changed postings that are listed; `--json` gives all."""


@dataclass(frozen=True, slots=True)
class Told:
    """What a replay came to."""

    retold: tuple[Retold, ...]
    unjudged: tuple[Unjudged, ...]

    @property
    def changed(self) -> tuple[Retold, ...]:
        """Those of which a person would be told something else."""
        return tuple(one for one in self.retold if one.changed)


@click.command(epilog=MEANINGS)
@click.option("--source", metavar="ID", help="Only this source's postings.")
@click.option("--limit", type=click.IntRange(1), help="Only so many postings, the oldest first.")
@click.option("--apply", "write", is_flag=True, help="Write the new verdicts and hits.")
@click.option("--alert", is_flag=True, help="With --apply: owe alerts for new hits too.")
@click.option("--json", "as_json", is_flag=True, help="Print each changed verdict as JSON Lines.")
@click.pass_context
def replay(
    ctx: click.Context,
    source: str | None,
    limit: int | None,
    *,
    write: bool,
    alert: bool,
    as_json: bool,
) -> None:
    """Judge the kept postings by the rules of today and show which verdicts would change.

    Nothing is written without --apply. A hit that would be flagged no more stays a hit: what
    people have seen is not taken back.

    \b
    Examples:
      advert-monitor replay
      advert-monitor replay --source jobs-kg --json
      advert-monitor replay --apply --alert
    """
    if alert and not write:
        raise click.UsageError("--alert goes with --apply")
    loaded = settings(ctx)
    if source and source not in {one.id for one in loaded.sources}:
        pick_sources(loaded, [source])
    with open_store(loaded) as store:
        told = asyncio.run(_judge_all(loaded, store, source, limit))
        made: tuple[str, ...] | None = None
        if write:
            with locked(loaded):
                made = _write(loaded, store, told.retold, alert=alert)
    if as_json:
        for one in told.changed:
            click.echo(json.dumps(_record(one), ensure_ascii=False))
    else:
        _show(Console(), loaded, told, made)


async def _judge_all(loaded: Config, store: Store, source: str | None, limit: int | None) -> Told:
    sources = {one.id: one for one in loaded.sources}
    retold: list[Retold] = []
    unjudged: list[Unjudged] = []
    total = store.postings.count(source=source)
    async with Readers(rules=loaded.rules) as readers:
        with progress(min(total, limit or total)) as step:
            async for one in judge_again(store, readers, sources, source=source, limit=limit):
                step(one.shelved.judged.posting.source_id)
                match one:
                    case Retold():
                        retold.append(one)
                    case Unjudged():
                        unjudged.append(one)
    return Told(tuple(retold), tuple(unjudged))


def _write(
    loaded: Config, store: Store, retold: Sequence[Retold], *, alert: bool
) -> tuple[str, ...]:
    """Write what is configured, source by source; after a kill a second go writes the rest."""
    audience = Audience(loaded.channels if alert else (), loaded.desk_url)
    verdicts = defaultdict[str, list[tuple[Shelved, Assessment]]](list)
    for one in retold:
        verdicts[one.posting.source_id].append((one.shelved, one.after))
    return tuple(
        made
        for source in loaded.sources
        for part in parts(verdicts[source.id])
        for made in store.recording.rejudge(source, part, audience, at=utcnow())
    )


def parts(
    verdicts: Sequence[tuple[Shelved, Assessment]], size: int = AT_ONCE
) -> Iterator[Sequence[tuple[Shelved, Assessment]]]:
    """Cut verdicts into what one transaction writes, so that the desk waits for none of them long."""
    return (verdicts[first : first + size] for first in range(0, len(verdicts), size))


def _show(console: Console, loaded: Config, told: Told, made: tuple[str, ...] | None) -> None:
    judged = count(len(told.retold), "posting")
    console.print(f"{judged} judged, {count(len(told.changed), 'verdict')} changed.")
    if told.changed:
        console.print(_sums_of(told.changed))
        console.print(_listed(told.changed))
    for one in told.unjudged:
        key = clean(one.shelved.judged.posting.key)
        console.print(Text(f"{key}: keeps its verdict: {clean(one.why)}", style="yellow"))
    if unasked := sum(is_unasked(one.after) for one in told.retold):
        failed = f"On {count(unasked, 'posting')} the second reader failed: the rules judged alone."
        console.print(Text(failed, style="yellow"))
    _show_experimental(console, loaded, told)
    if made is None:
        console.print("Nothing was written; `--apply` writes it.")
    else:
        console.print(f"Written, {count(len(made), 'new hit')}.")


def _sums_of(changed: Sequence[Retold]) -> Table:
    table = table_of("before", "now", "postings")
    moves = Counter((_name(one.before), _name(one.after)) for one in changed)
    for (before, now), number in moves.most_common():
        table.add_row(before, now, str(number))
    return table


def _name(said: Assessment) -> str:
    return f"{said.tier} {said.label}" if said.tier else str(said.label)


def _listed(changed: Sequence[Retold]) -> Table:
    """List those that are flagged now before those that no longer are."""
    table = table_of("before", "now", "score", "source", "begins")
    ordered = sorted(changed, key=lambda one: (one.after.tier or "T9", -one.after.score))
    for one in ordered[:SHOWN]:
        table.add_row(
            tier_of(one.before.tier),
            tier_of(one.after.tier),
            f"{one.after.score:.2f}",
            clean(one.posting.source_id),
            opening(one.posting.text),
        )
    return table


def _show_experimental(console: Console, loaded: Config, told: Told) -> None:
    rules = rulebook.load(loaded.rules)
    names = [signal.id for signal in rules.signals.values() if signal.experimental]
    found = experimental(told.retold, names)
    for name in names:
        console.print(
            f"Experimental signal {clean(name)}: in {found[name, True]} flagged postings"
            f" and {found[name, False]} others."
        )


def _record(one: Retold) -> dict[str, object]:
    return {
        "source_id": one.posting.source_id,
        "key": one.posting.key,
        "hit_id": one.shelved.noted.hit_id,
        "before": {"label": one.before.label, "tier": one.before.tier, "rules": one.before.rules},
        "after": {
            "label": one.after.label,
            "tier": one.after.tier,
            "score": round(one.after.score, 4),
            "rules": one.after.rules,
        },
        "text": one.posting.text,
    }
