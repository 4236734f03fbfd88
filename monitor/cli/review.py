"""`review`: decide on hits, at the keyboard or from a script."""

from __future__ import annotations

import json
from dataclasses import dataclass, fields
from typing import Any

import click
from rich.console import Console

from monitor.cli._casework import casework_as_json, show_casework, told
from monitor.cli._pick import settings
from monitor.cli._render import clean
from monitor.cli._triage import Triage
from monitor.cli._views import Narrowed, narrowed, view_of
from monitor.cli.hits import find_hit
from monitor.desk.deployment import open_store, utcnow
from monitor.errors import MonitorError
from monitor.model import Label
from monitor.store import Action, Decision, Deed, Note, Reason, Review, Stage, Store, Verdict

DECISIONS = [str(decision) for decision in Decision if decision is not Decision.UNDONE]


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to be done with one hit."""

    by: str | None
    decide: str | None
    reason: str | None
    of: str | None
    as_class: str | None
    seen: int | None
    undo: bool
    note: str | None
    tag: tuple[str, ...]
    untag: tuple[str, ...]
    did: str | None
    whom: str | None

    @property
    def does_something(self) -> bool:
        """True where anything would be written."""
        return any((self.decide, self.undo, self.note, self.tag, self.untag, self.did))


@click.command()
@click.argument("hit_id", metavar="[HIT]", required=False)
@click.option("--by", metavar="NAME", envvar="ADVERT_MONITOR_REVIEWER", help="Who decides.")
@click.option("--decide", type=click.Choice(DECISIONS), help="Decide on HIT.")
@click.option("--reason", type=click.Choice([*map(str, Reason)]), help="Why it is not an offer.")
@click.option("--of", metavar="HIT", help="Which hit a duplicate repeats.")
@click.option(
    "--class", "as_class", type=click.Choice([*map(str, Label)]), help="Correct its class."
)
@click.option("--seen", type=int, metavar="N", help="The last review that you saw; 0 for none.")
@click.option("--undo", is_flag=True, help="Take the decision in force back.")
@click.option("--note", metavar="TEXT", help="Add a note; with --did, what came of it.")
@click.option("--tag", multiple=True, metavar="WORD", help="Set a tag.")
@click.option("--untag", multiple=True, metavar="WORD", help="Take a tag off.")
@click.option("--did", type=click.Choice([*map(str, Deed)]), help="Write down what was done.")
@click.option("--whom", metavar="NAME", help="With --did: to whom or by whom.")
@click.option("--json", "as_json", is_flag=True, help="Print the hit's reviews as JSON.")
@narrowed
@click.pass_context
def review(ctx: click.Context, /, hit_id: str | None, *, as_json: bool, **given: Any) -> None:
    """Decide on hits: the next ones at the keyboard, or HIT as the options say.

    Without HIT it shows one hit after the other, the most urgent first, contacts masked, and
    takes one key a decision. The other options narrow which ones.

    \b
    Examples:
      advert-monitor review --by Aigul --tier T1
      advert-monitor review 4f1c09a2b7d3 --decide confirmed --by Aigul
      advert-monitor review 4f1c09a2b7d3 --decide not_an_offer --reason report --by Aigul
      advert-monitor review 4f1c09a2b7d3 --json
    """
    narrow = Narrowed(**{one.name: given.pop(one.name) for one in fields(Narrowed)})
    asked = Asked(**given)
    if hit_id is None and (asked.does_something or as_json):
        raise click.UsageError("name the HIT that this is about")
    if asked.by is None and (hit_id is None or asked.does_something):
        raise click.UsageError("say who you are: --by NAME, or set ADVERT_MONITOR_REVIEWER")
    loaded = settings(ctx)
    with open_store(loaded) as store:
        if hit_id is None:
            view = view_of(loaded, narrow, Stage.UNREVIEWED)
            Triage(store, loaded, view, asked.by or "").sit()
            return
        hit = find_hit(store, hit_id)
        if asked.does_something:
            _do(store, hit.id, asked)
        if as_json:
            record = casework_as_json(store, hit.id)
            click.echo(json.dumps(record, ensure_ascii=False, indent=2))
        elif not asked.does_something:
            show_casework(Console(), store, hit.id, loaded.timezone)


def _do(store: Store, hit_id: str, asked: Asked) -> None:
    """Do all that is asked or nothing of it, and say so."""
    made = None
    with store.writing():
        if asked.decide or asked.undo:
            made = _undo(store, hit_id, asked) if asked.undo else _decide(store, hit_id, asked)
        _work(store, hit_id, asked)
    if made:
        click.echo(f"{hit_id}: {clean(told(made))} (review {made.id})", err=True)
    else:
        click.echo(f"{hit_id}: written down", err=True)


def _work(store: Store, hit_id: str, asked: Asked) -> None:
    """Keep the deed, the note and the tags; a note with a deed says what came of that."""
    by, now = asked.by or "", utcnow()
    if asked.did:
        deed = Action(hit_id, Deed(asked.did), by, now, asked.whom or "", asked.note or "")
        store.casework.act(deed)
    elif asked.note:
        store.casework.note(Note(hit_id, by, asked.note, now))
    for word in asked.tag:
        store.casework.tag(hit_id, word, by=by, at=now)
    for word in asked.untag:
        store.casework.untag(hit_id, word, by=by, at=now)


def _decide(store: Store, hit_id: str, asked: Asked) -> Review:
    verdict = Verdict(
        hit_id=hit_id,
        decision=Decision(asked.decide or ""),
        reviewer=asked.by or "",
        reason=Reason(asked.reason) if asked.reason else None,
        label=Label(asked.as_class) if asked.as_class else None,
        duplicate_of=find_hit(store, asked.of).id if asked.of else "",
    )
    return store.reviews.decide(verdict, seen=asked.seen or None, at=utcnow())


def _undo(store: Store, hit_id: str, asked: Asked) -> Review:
    """Take back one's own last decision, or the one that `--seen` names."""
    last = store.reviews.last(hit_id)
    seen = asked.seen
    if seen is None and last:
        if last.verdict.reviewer != asked.by:
            raise MonitorError(
                f"hit {hit_id}: the last decision is by {clean(last.verdict.reviewer)};"
                f" with --seen {last.id} you take it back"
            )
        seen = last.id
    return store.reviews.undo(hit_id, by=asked.by or "", seen=seen, at=utcnow())
