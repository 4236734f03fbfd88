"""Write facts in the text format that Prometheus reads. Ids and counts only: no word of a page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.metrics_core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from monitor import __version__
from monitor.desk.coverage import Coverage
from monitor.metrics.facts import Facts
from monitor.model import Tier
from monitor.store import State

PREFIX = "advert_monitor"

Sample = tuple[tuple[str, ...], float | None]
"""Values of the labels, and the figure; one of None is not there."""


class Families(Collector):
    """Hands families over to prometheus-client."""

    def __init__(self, families: Iterable[Metric]) -> None:
        self.families = tuple(families)

    def collect(self) -> Iterator[Metric]:
        """Give each once."""
        yield from self.families


def write(families: Iterable[Metric]) -> bytes:
    """Write families out."""
    registry = CollectorRegistry(auto_describe=False)
    registry.register(Families(families))
    return generate_latest(registry)


def gauge(name: str, told: str, samples: Iterable[Sample], *labels: str) -> Metric:
    """Make one family of figures that rise and fall."""
    family = GaugeMetricFamily(f"{PREFIX}_{name}", told, labels=labels)
    for values, figure in samples:
        if figure is not None:
            family.add_metric(values, figure)
    return family


def single(name: str, told: str, figure: float | None) -> Metric:
    """Make a family of one figure without labels; of none, where it is None."""
    return gauge(name, told, [((), figure)])


def families_of(facts: Facts) -> Iterator[Metric]:
    """Tell all that the store knows."""
    yield gauge("build_info", "The version at work.", [((__version__,), 1)], "version")
    yield from _overview(facts)
    yield from _sources(facts)
    yield from _channels(facts)
    yield from _database(facts)


def seconds(moment: datetime | None) -> float | None:
    """Give a moment as Prometheus has it."""
    return moment.timestamp() if moment else None


def _overview(facts: Facts) -> Iterator[Metric]:
    states = Counter(one.state for one in facts.coverage)
    late = sum(one.is_overdue(facts.at) for one in facts.coverage)
    hits = facts.vitals.hits
    yield gauge("sources", "Watched sources by state.", [((s,), states[s]) for s in State], "state")
    yield single("sources_overdue", "Sources that nobody looked at when they were due.", late)
    yield single("last_look_timestamp_seconds", "When a look last ended.", seconds(facts.last_look))
    yield gauge("hits", "Hits kept, by tier.", [((t,), hits.get(t, 0)) for t in Tier], "tier")


def _sources(facts: Facts) -> Iterator[Metric]:
    def each(name: str, told: str, figure: Callable[[Coverage], float | datetime | None]) -> Metric:
        samples = [((one.source.id,), _figure(figure(one))) for one in facts.coverage]
        return gauge(f"source_{name}", told, samples, "source")

    named = [((one.source.id, str(one.state)), 1) for one in facts.coverage]
    yield gauge("source_state", "The state of a source.", named, "source", "state")
    yield each("ill", "1 where somebody should see to it.", lambda one: one.is_ill(facts.at))
    yield each("faults_in_a_row", "Looks in a row that had a fault.", _failures)
    yield each("shown", "Adverts on its first pages at the last look.", _shown)
    yield each("last_look_timestamp_seconds", "When the last look ended.", _last_look)
    yield each("last_success_timestamp_seconds", "When a look last had no fault.", _last_ok)
    yield each("last_new_timestamp_seconds", "When it last brought a new advert.", _last_new)
    yield each("next_due_timestamp_seconds", "When it is to be looked at.", _next_due)


def _channels(facts: Facts) -> Iterator[Metric]:
    backlogs = facts.backlogs.items()
    owed = [((channel,), one.owed) for channel, one in backlogs]
    dead = [((channel,), one.dead) for channel, one in backlogs]
    since = [((channel,), seconds(one.oldest)) for channel, one in backlogs]
    yield gauge("alerts_owed", "Alerts and alarms that are still tried.", owed, "channel")
    yield gauge("alerts_dead", "Alerts and alarms that were given up.", dead, "channel")
    yield gauge(
        "alerts_owed_since_timestamp_seconds", "Since when the oldest waits.", since, "channel"
    )


def _database(facts: Facts) -> Iterator[Metric]:
    vitals = facts.vitals
    yield single("pages_unread", "Pages kept and not read yet.", vitals.unread)
    yield single("pages_given_up", "Pages that nobody could read.", vitals.given_up)
    yield single("database_bytes", "Size of the database.", vitals.file)
    yield single("database_log_bytes", "Size of its write-ahead log.", vitals.log)
    yield single("database_free_bytes", "Of the database, empty.", vitals.free)
    yield single("disk_free_bytes", "Free on the database's disk.", vitals.disk)


def _figure(figure: float | datetime | None) -> float | None:
    return seconds(figure) if isinstance(figure, datetime) else figure


def _failures(one: Coverage) -> float | None:
    return one.last.failures if one.last else None


def _shown(one: Coverage) -> float | None:
    return one.last.run.shown if one.last else None


def _last_look(one: Coverage) -> datetime | None:
    return one.last.run.finished_at if one.last else None


def _last_ok(one: Coverage) -> datetime | None:
    return one.last.last_ok if one.last else None


def _last_new(one: Coverage) -> datetime | None:
    return one.health.fresh_at if one.health else None


def _next_due(one: Coverage) -> datetime | None:
    return one.last.next_due if one.last else None
