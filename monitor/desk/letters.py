"""Say of an alert where it is on its way, why, and what a person can do. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, tzinfo

from monitor.config import Channel
from monitor.store.letters import Letter
from monitor.store.outbox import GIVE_UP_AFTER

KEY = 12
"""Signs of a key that a list shows; `retry` takes them."""


def explain(
    letter: Letter, channel: Channel | None, *, now: datetime, zone: tzinfo
) -> tuple[str, ...]:
    """Give the story in sentences; a channel of None is set up no more."""
    said = [*_gathered(letter), *_story(letter, channel, now, zone)]
    if channel is None and letter.state != "sent":
        said.append(
            f"No channel {letter.channel} is set up any more, so that nobody sends it:"
            f" put [channels.{letter.channel}] back into monitor.toml."
        )
    return tuple(said)


def _story(letter: Letter, channel: Channel | None, now: datetime, zone: tzinfo) -> Iterator[str]:
    match letter.state:
        case "waiting":
            return _waiting(letter, channel, now, zone)
        case "owed":
            return _owed(letter, zone)
        case "dead":
            return _dead(letter, zone)
    return _sent(letter, zone)


def _gathered(letter: Letter) -> Iterator[str]:
    if letter.together > 1:
        yield f"It is one of {letter.together} in its message."


def _waiting(letter: Letter, channel: Channel | None, now: datetime, zone: tzinfo) -> Iterator[str]:
    if letter.held_until is not None and letter.held_until > now:
        yield f"It waits for the digest of {_at(letter.held_until, zone)} (route {letter.route})."
    elif channel is not None and letter.route in channel.silent(now):
        yield f"It waits for the quiet hours of route {letter.route} to end."
    elif channel is not None:
        yield (
            "It goes out with the next run, or with the service that is running;"
            f" after {channel.most_an_hour} within an hour it waits for the hour to end."
        )


def _owed(letter: Letter, zone: tzinfo) -> Iterator[str]:
    if not letter.attempts:
        yield "It is about to be sent for the first time."
        return
    yield from _tries(letter, zone)
    if letter.refused:
        yield (
            "The receiver says that it will never take it;"
            " it is tried all the same, but only every six hours."
        )
    yield f"It is tried again at {_at(letter.next_try_at, zone)}."
    yield f"`advert-monitor alerts test {letter.channel}` shows what the receiver says now."


def _dead(letter: Letter, zone: tzinfo) -> Iterator[str]:
    yield from _tries(letter, zone)
    yield f"It was given up, as it was not taken within {GIVE_UP_AFTER.days} days."
    yield (
        f"Once `advert-monitor alerts test {letter.channel}` is taken,"
        f" `advert-monitor alerts retry {letter.key[:KEY]}` sends it."
    )


def _tries(letter: Letter, zone: tzinfo) -> Iterator[str]:
    times = "once" if letter.attempts == 1 else f"{letter.attempts} times"
    yield (
        f"It was tried {times} since {_at(letter.owed_since, zone)},"
        f" the last time at {_at(letter.last_try_at, zone)}."
    )
    yield f"The last answer: {letter.last_error or 'none'}"


def _sent(letter: Letter, zone: tzinfo) -> Iterator[str]:
    tries = "the first try" if letter.attempts == 1 else f"{letter.attempts} tries"
    yield f"It was taken at {_at(letter.sent_at, zone)}, after {tries}."
    yield f"The receiver's answer: {letter.receipt or 'none'}"


def _at(moment: datetime | None, zone: tzinfo) -> str:
    return f"{moment.astimezone(zone):%Y-%m-%d %H:%M}" if moment else "an unknown time"
