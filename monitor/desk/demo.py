"""Show all of it work, offline: a small made-up web, the real pipeline, two receivers of alerts.

Called again with the same folder it finds the same adverts, which are sightings then: no hit is new
and nobody is told twice.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from rich.console import Console
from rich.markup import escape

from monitor import config, rulebook
from monitor.desk import _demo_setup, _demo_show
from monitor.desk._demo_progress import Tell, TellingReaders
from monitor.desk._demo_server import served
from monitor.desk._demo_setup import Receivers
from monitor.desk._demo_show import Arrived
from monitor.desk._demo_site import Addresses, Site, load
from monitor.desk._demo_verdict import Seen, Verdict, compare
from monitor.desk.deployment import Deployment, deployed, locked, utcnow
from monitor.desk.sinks import HookSink, MailSink, new_secret
from monitor.errors import ReadError
from monitor.model import Hit, Judged, Run
from monitor.store import Store

FOLDER = Path(".demo")
MOST = 1000
"""Hits and postings: far more than the site has; lists want a bound."""


@dataclass(frozen=True, slots=True)
class Result:
    """All that one run of the demo gave."""

    addresses: Addresses
    verdict: Verdict
    runs: tuple[Run, ...]
    new: tuple[Hit, ...]
    known: tuple[Hit, ...]
    """Hits of earlier runs."""
    arrived: Arrived
    undelivered: tuple[str, ...]
    """What did not reach a receiver as it should, as sentences."""
    titles: Mapping[str, str]
    """What each signal means, in words."""
    reasons: Mapping[str, Judged]
    """The look-alikes, judged once more with all reasons, by URL."""

    @property
    def passed(self) -> bool:
        """True where everything expected was found, left alone, announced and delivered."""
        return self.verdict.passed and not self.undelivered


async def demo(
    console: Console, *, folder: Path = FOLDER, fresh: bool = False, reach: str = ""
) -> int:
    """Run the demo and print it; 0 when all went as it must, else 1.

    `folder` keeps its database and settings between runs; `fresh` empties it first. `reach` is
    what a person types before a terminal knows the command, empty where it does. Raises
    MonitorError when the site's files, the ports of last time or the folder cannot be had.
    """
    site = load()
    _introduce(console, site, folder)
    with console.status("opening") as status:
        result = await run(
            site, folder, fresh=fresh, tell=lambda words: status.update(escape(words))
        )
    show(console, result, folder=folder, reach=reach)
    return 0 if result.passed else 1


async def run(
    site: Site, folder: Path, *, fresh: bool = False, tell: Tell = lambda _: None
) -> Result:
    """Serve the site, watch it once with the real pipeline, and see what came of it.

    `tell` gets a sentence at each page. Other rules or pages than last time start anew by
    themselves: their verdicts are not comparable.
    """
    stamped = _demo_setup.stamp(site, rulebook.load().digest)
    first_port = _recall(folder, stamped, fresh=fresh)
    secret = new_secret()
    with (
        served(site, first_port=first_port) as addresses,
        MailSink() as mail,
        HookSink(secret=secret) as hooks,
    ):
        receivers = Receivers(mail.port, hooks.url, hooks.port)
        _demo_setup.write(folder, site, addresses=addresses, receivers=receivers, stamped=stamped)
        settings = config.load(folder)
        with locked(settings):
            async with deployed(settings, secret={_demo_setup.SECRET: secret}.__getitem__) as works:
                started = utcnow()
                pipeline = replace(works.pipeline, readers=TellingReaders(works.readers, tell))
                summary = await pipeline.run(settings.enabled())
                arrived = Arrived(mail.mails, hooks.deliveries)
                look = _Look(site, addresses, started, arrived)
                return await _result(look, works, runs=summary.runs)


@contextlib.contextmanager
def standing(folder: Path) -> Iterator[None]:
    """Keep the places and receivers of the last run standing until the block ends, to be tried."""
    last, receivers = _demo_setup.last(folder), _demo_setup.receivers(folder)
    secret = os.environ[_demo_setup.SECRET] = new_secret()
    with (
        served(load(), first_port=last.first_port if last else None),
        MailSink(receivers.mail_port),
        HookSink(secret, receivers.hook_port),
    ):
        yield


def _recall(folder: Path, stamped: str, *, fresh: bool) -> int | None:
    """Give the first port of last time; None where there is no last time, or none that counts."""
    last = _demo_setup.last(folder)
    if last is None:
        return None
    if fresh or last.stamp != stamped:
        _demo_setup.forget(folder)
        return None
    return last.first_port


@dataclass(frozen=True, slots=True)
class _Look:
    """The circumstances of one run."""

    site: Site
    addresses: Addresses
    started: datetime
    arrived: Arrived


async def _result(look: _Look, works: Deployment, *, runs: tuple[Run, ...]) -> Result:
    hits = works.store.hits.all(limit=MOST)
    seen = _seen(works, hits, runs)
    verdict = compare(look.site, look.addresses, seen, languages=works.rules.languages)
    return Result(
        addresses=look.addresses,
        verdict=verdict,
        runs=runs,
        new=tuple(hit for hit in hits if hit.first_seen >= look.started),
        known=tuple(hit for hit in hits if hit.first_seen < look.started),
        arrived=look.arrived,
        undelivered=tuple(_undelivered(look, works.store)),
        titles={name: signal.title for name, signal in works.rules.signals.items()},
        reasons=await _reasons(works, verdict),
    )


def _seen(works: Deployment, hits: list[Hit], runs: tuple[Run, ...]) -> Seen:
    sightings = works.store.hits.sightings
    shelved = works.store.postings.shelved(limit=MOST)
    return Seen(
        hits={sighting.url: hit for hit in hits for sighting in sightings(hit.id)},
        postings={one.judged.posting.url: one.judged for one in shelved},
        faults={run.source_id: run.fault for run in runs if run.fault},
    )


def _undelivered(look: _Look, store: Store) -> Iterator[str]:
    """Hold what is written as sent against what the receivers really took."""
    for owed in store.outbox.alerts():
        if owed.state != "sent":
            yield f"{owed.alert.channel}: alert {owed.alert.key[:12]} is {owed.state}"
    now = [
        owed.alert
        for owed in store.outbox.alerts(state="sent")
        if owed.alert.sent_at and owed.alert.sent_at >= look.started
    ]
    hooked = {alert.key for alert in now if alert.channel == "webhook"}
    signed = [one.id for one in look.arrived.deliveries if one.signed]
    if sorted(signed) != sorted(hooked):
        yield f"webhook: {len(signed)} signed alerts arrived, {len(hooked)} were sent"
    text = "\n".join(mail.text for mail in look.arrived.mails)
    for alert in now:
        if alert.channel == "email" and alert.hit_id not in text:
            yield f"email: hit {alert.hit_id} is in no message that arrived"


async def _reasons(works: Deployment, verdict: Verdict) -> dict[str, Judged]:
    """Judge the look-alikes again: the store keeps all reasons only of what was flagged."""
    reasons: dict[str, Judged] = {}
    for source in works.config.sources:
        postings = tuple(
            left.judged.posting
            for left in verdict.left
            if left.judged and left.judged.posting.source_id == source.id
        )
        with contextlib.suppress(ReadError):  # its verdict is known; only its words stay unsaid
            judged = await works.readers.judge(source, postings)
            reasons |= {one.posting.url: one for one in judged}
    return reasons


def _introduce(console: Console, site: Site, folder: Path) -> None:
    console.print(
        f"{len(site.sources)} made-up public places stand on 127.0.0.1 and are watched like real ones."
        f"\nDatabase and settings stay in [bold]{escape(str(folder))}[/]; --fresh starts anew.",
        highlight=False,
    )


def show(console: Console, result: Result, *, folder: Path, reach: str = "") -> None:
    """Print a run: places, hits, look-alikes, what arrived, the sum of it, what to do next."""
    _demo_show.show_sources(console, result.runs)
    _demo_show.show_hits(console, result.new, addresses=result.addresses, titles=result.titles)
    _demo_show.show_known(console, result.known)
    _demo_show.show_left(console, result.verdict, result.reasons)
    _demo_show.show_arrived(console, result.arrived)
    _demo_show.show_total(console, result.verdict)
    _demo_show.show_undelivered(console, result.undelivered)
    _demo_show.show_next(console, str(folder), reach)
