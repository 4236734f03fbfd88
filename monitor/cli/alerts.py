"""`alerts`: what is owed, what arrived, and whether a channel works at all."""

from __future__ import annotations

import asyncio
import json
from dataclasses import fields
from datetime import datetime, tzinfo
from typing import Any

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from monitor.cli._exits import ALERTS_UNSENT, FINE
from monitor.cli._pick import settings
from monitor.cli._render import clean, count, table_of
from monitor.config import Channel, Config
from monitor.desk.deployment import deployed, locked, open_store, utcnow
from monitor.desk.letters import KEY, explain, lacking
from monitor.desk.trial import try_channel
from monitor.errors import Busy, ConfigError
from monitor.model import Recipient
from monitor.store import Letter, OwedAlarm, OwedAlert, Unsent

STATES = ("owed", "sent", "dead")
STYLES = {"owed": "yellow", "sent": "green", "dead": "red"}


@click.group()
def alerts() -> None:
    """List, explain, test and retry alerts.

    An alert is owed until its channel takes it, for each of its recipients: it is tried again with
    growing delays, and after three days it is given up and stays listed as dead, until somebody
    retries it.
    """


@alerts.command(name="list")
@click.option("--state", type=click.Choice(STATES), help="Only those in this state.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_context
def list_alerts(ctx: click.Context, state: str | None, *, as_json: bool) -> None:
    """List alerts and what became of them, the newest first; then the operator's alarms.

    \b
    Example:
      advert-monitor alerts list --state dead
    """
    loaded = settings(ctx)
    with open_store(loaded) as store:
        found = store.outbox.alerts(state=state)
        alarms = store.alarms.all(state=state)
    if as_json:
        told = [*map(_as_json, found), *map(_alarm_as_json, alarms)]
        click.echo(json.dumps(told, ensure_ascii=False))
    elif found or alarms:
        Console().print(_listed(found, alarms, loaded.timezone))
    else:
        nobody = "" if loaded.channels else " monitor.toml names no channel, so nobody is alerted."
        click.echo(f"No alert.{nobody}")


def _listed(found: list[OwedAlert], alarms: list[OwedAlarm], zone: tzinfo) -> Table:
    table = table_of("alert", "state", "channel", "about", "tries", "next try", "what was said")
    for one in found:
        alert = one.alert
        due = alert.next_try_at if one.state == "owed" else None
        table.add_row(
            alert.key[:KEY],
            Text(one.state, style=STYLES.get(one.state, "")),
            alert.channel,
            alert.hit_id,
            str(alert.attempts),
            _clock(due, zone),
            _said(one, alert.last_error),
        )
    for owed in alarms:
        table.add_row(
            owed.alarm.key[:KEY],
            Text(owed.state, style=STYLES.get(owed.state, "")),
            owed.alarm.channel,
            owed.alarm.about,
            str(owed.attempts),
            _clock(owed.next_try_at if owed.state == "owed" else None, zone),
            _said(owed, owed.last_error),
        )
    return table


def _said(one: OwedAlert | OwedAlarm, last_error: str) -> Text:
    """Say who lacks it, where others have it; else the receiver's answer."""
    answer = one.receipt if one.state == "sent" else last_error
    return Text(clean(lacking(one.recipients, state=one.state) or answer))


def _clock(due: datetime | None, zone: tzinfo) -> str:
    return f"{due.astimezone(zone):%Y-%m-%d %H:%M}" if due else ""


def _alarm_as_json(one: OwedAlarm) -> dict[str, Any]:
    alarm = one.alarm
    return {
        "key": alarm.key,
        "state": one.state,
        "channel": alarm.channel,
        "source": alarm.about,
        "says": alarm.state,
        "attempts": one.attempts,
        "last_error": one.last_error,
        "receipt": one.receipt,
        "recipients": _recipients_as_json(one.recipients),
        "created_at": alarm.raised_at.isoformat(),
        "next_try_at": one.next_try_at and one.next_try_at.isoformat(),
    }


def _as_json(one: OwedAlert) -> dict[str, Any]:
    alert = one.alert
    times = {"created_at": alert.created_at, "next_try_at": alert.next_try_at}
    times["sent_at"] = alert.sent_at
    return {
        "key": alert.key,
        "state": one.state,
        "channel": alert.channel,
        "hit": alert.hit_id,
        "message": one.message_id,
        "attempts": alert.attempts,
        "last_error": alert.last_error,
        "receipt": one.receipt,
        "recipients": _recipients_as_json(one.recipients),
        **{name: moment and moment.isoformat() for name, moment in times.items()},
    }


def _recipients_as_json(recipients: tuple[Recipient, ...]) -> list[dict[str, str]]:
    return [
        {"address": one.address, "reach": str(one.reach), "answer": one.answer}
        for one in recipients
    ]


@alerts.command()
@click.argument("key", metavar="ALERT")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_context
def show(ctx: click.Context, key: str, *, as_json: bool) -> None:
    """Explain where an alert or alarm is on its way, and what can be done.

    ALERT is a key from `alerts list`, or its beginning.

    \b
    Example:
      advert-monitor alerts show 3f2a
    """
    loaded = settings(ctx)
    with open_store(loaded) as store:
        found = store.letters.find(key)
    if not found:
        raise ConfigError([_unknown(key)])
    told = [_story(letter, loaded) for letter in found]
    if as_json:
        click.echo(json.dumps([_letter_as_json(*pair) for pair in told], ensure_ascii=False))
        return
    for letter, story in told:
        click.secho(f"{letter.what} {letter.key[:KEY]} about {letter.about}", bold=True)
        click.echo(f"  to {letter.channel}: {letter.state}")
        for sentence in story:
            click.echo(f"  {clean(sentence)}")


def _unknown(key: str) -> str:
    return f'no alert has a key that begins with "{clean(key)}"; `advert-monitor alerts list` lists them'


def _story(letter: Letter, loaded: Config) -> tuple[Letter, tuple[str, ...]]:
    by_id = {channel.id: channel for channel in loaded.channels}
    channel = by_id.get(letter.channel)
    return letter, explain(letter, channel, now=utcnow(), zone=loaded.timezone)


def _letter_as_json(letter: Letter, story: tuple[str, ...]) -> dict[str, Any]:
    values = {field.name: getattr(letter, field.name) for field in fields(letter)}
    plain = {
        name: value.isoformat() if isinstance(value, datetime) else value
        for name, value in values.items()
    }
    recipients = _recipients_as_json(letter.recipients)
    return {**plain, "recipients": recipients, "story": list(story)}


@alerts.command()
@click.argument("names", metavar="[CHANNEL]...", nargs=-1)
@click.pass_context
def test(ctx: click.Context, names: tuple[str, ...]) -> None:
    """Send a made-up alert through each channel, and show the receiver's own answer.

    \b
    Example:
      advert-monitor alerts test team
    """
    loaded = settings(ctx)
    chosen = _channels(loaded, names)
    refused = asyncio.run(_test(chosen, loaded))
    ctx.exit(ALERTS_UNSENT if refused else FINE)


def _channels(loaded: Config, names: tuple[str, ...]) -> tuple[Channel, ...]:
    by_id = {channel.id: channel for channel in loaded.channels}
    known = ", ".join(by_id) or "none"
    unknown = [
        f'there is no channel "{name}"; known: {known}' for name in names if name not in by_id
    ]
    if unknown:
        raise ConfigError(unknown)
    if not by_id:
        raise ConfigError(
            ["no channel is set up; docs/configuration.md tells how, [channels.<id>]"]
        )
    return tuple(by_id[name] for name in dict.fromkeys(names or tuple(by_id)))


async def _test(chosen: tuple[Channel, ...], loaded: Config) -> int:
    refused = 0
    for channel in chosen:
        tried = await try_channel(channel, loaded, now=utcnow())
        refused += not tried.was_taken
        word, colour = ("taken", "green") if tried.was_taken else ("refused", "red")
        click.secho(f"{channel.id}: {word}: {clean(tried.said)}", fg=colour)
    return refused


@alerts.command()
@click.argument("keys", metavar="[ALERT]...", nargs=-1)
@click.pass_context
def retry(ctx: click.Context, keys: tuple[str, ...]) -> None:
    """Try unsent alerts again now, also those given up; all of them when none is named.

    ALERT is a key from `alerts list`, or its beginning. One that is named goes also to recipients
    whom the server refused for good while it took others. While `serve` runs, that sends them.

    \b
    Example:
      advert-monitor alerts retry
    """
    loaded = settings(ctx)
    with open_store(loaded) as store:
        unknown = [_unknown(key) for key in keys if not store.letters.find(key)]
    if unknown:
        raise ConfigError(unknown)
    try:
        with locked(loaded):
            due, unsent = asyncio.run(_retry(loaded, keys))
    except Busy:
        _leave_to_service(loaded, keys)
        return
    left = unsent.owed + unsent.dead
    click.echo(f"{count(due, 'message')} tried again; {count(left, 'alert')} still unsent.")
    ctx.exit(ALERTS_UNSENT if left else FINE)


def _leave_to_service(loaded: Config, keys: tuple[str, ...]) -> None:
    """Make them due: whoever holds the lock delivers what is due."""
    with open_store(loaded) as store:
        due = store.outbox.retry(keys, now=utcnow())
    click.echo(f"{count(due, 'message')} due now; the run that is at work sends them.")


async def _retry(loaded: Config, keys: tuple[str, ...]) -> tuple[int, Unsent]:
    async with deployed(loaded) as works:
        due = works.store.outbox.retry(keys, now=utcnow())
        await works.pipeline.deliver()
        served = [channel.id for channel in loaded.channels]
        return due, works.store.outbox.unsent(served=served)
