"""Make each picture of the charts' page from what the store counts."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from statistics import median

from monitor.desk.charts import (
    Bar,
    Bars,
    Bucket,
    Cell,
    Chart,
    Line,
    Lines,
    Span,
    Strip,
    Strips,
    buckets,
    place,
)
from monitor.desk.says import N_
from monitor.store.trends import By, Looked, Offered
from monitor.web.asked import Asked
from monitor.web.field.names import source_names
from monitor.web.terms import PURPOSES, TIERS, term

FEW = 5
"""Names that have a line of their own; the others are one line together."""
PAID = {"signing": "", "salary": "month", "total": "", "bounty": "", "debt": ""}
"""Which sums are compared over time, and in what period a pay must be named."""
LARGEST = Decimal(1_000_000)
"""US dollars: what is more is a slip of the pen, or a budget."""


@dataclass(frozen=True, slots=True)
class Time:
    """The stretch that all pictures of a page show."""

    span: Span
    buckets: tuple[Bucket, ...]
    names: tuple[str, ...]


def time_of(asked: Asked) -> Time:
    """Read the stretch that is asked for; a month where none is."""
    asks = asked.query["span"]
    span = Span(asks) if asks in list(Span) else Span.MONTH
    found = buckets(span, now=asked.now, zone=asked.config.timezone)
    return Time(span, found, tuple(asked.words.day(one.day) for one in found))


def by_tier(asked: Asked, time: Time) -> Chart:
    """Count new adverts by tier."""
    counted = _counted(asked, time, By.TIER)
    lines = [
        Line(term(TIERS, name, asked.words), _floats(counted[name]))
        for name in TIERS
        if name in counted
    ]
    return _lines(asked, time, N_("New adverts by tier"), lines)


def by_language(asked: Asked, time: Time) -> Chart:
    """Count new adverts by language."""
    counted = _counted(asked, time, By.LANGUAGE)
    lines = _most(asked, counted, asked.words.language)
    return _lines(asked, time, N_("New adverts by language"), lines)


def by_source(asked: Asked, time: Time) -> Chart:
    """Count new adverts by source."""
    names = source_names(asked)
    counted = _counted(asked, time, By.SOURCE)
    lines = _most(asked, counted, lambda source: names.get(source, source))
    return _lines(asked, time, N_("New adverts by source"), lines)


def sums_over_time(asked: Asked, time: Time) -> Chart:
    """Show the middle sum of each purpose, in rough US dollars."""
    found: dict[str, list[list[float]]] = defaultdict(lambda: [[] for _ in time.buckets])
    for offered, dollars in _dollars(asked, time):
        at = place(offered.seen_at, time.buckets)
        if at is not None:
            found[offered.purpose][at].append(dollars)
    lines = [
        Line(term(PURPOSES, purpose, asked.words), tuple(_middle(part) for part in found[purpose]))
        for purpose in PAID
        if purpose in found
    ]
    return _lines(asked, time, N_("Middle sums by purpose, rough US dollars"), lines, is_sum=True)


def sums_by_country(asked: Asked, time: Time) -> Chart:
    """Show the middle signing sum by the country of the source, in rough US dollars."""
    countries = {source.id: source.country for source in asked.config.sources}
    found: dict[str, list[float]] = defaultdict(list)
    for offered, dollars in _dollars(asked, time):
        country = countries.get(offered.source_id)
        if offered.purpose == "signing" and country:
            found[country].append(dollars)
    bars = [
        Bar(asked.words.country(code), round(median(sums)), len(sums))
        for code, sums in found.items()
    ]
    columns = (
        asked.t("Country of the source"),
        asked.t("Middle sum, US dollars"),
        asked.t("Sums"),
    )
    return _bars(asked, N_("Middle sums on signing by country, rough US dollars"), bars, columns)


def nations(asked: Asked, time: Time) -> Chart:
    """Count whom the adverts call for."""
    counted = asked.store.trends.nations(time.buckets[0].begin, asked.now)
    bars = [Bar(asked.words.country(code), count) for code, count in counted]
    columns = (asked.t("Whom they call for"), asked.t("Adverts"))
    return _bars(asked, N_("Whom the adverts call for"), bars, columns)


def health(asked: Asked, time: Time) -> Chart:
    """Show how the looks at each source went."""
    looks = asked.store.trends.looks(time.buckets[0].begin, asked.now)
    counted: dict[str, list[tuple[int, int]]] = {
        source.id: [(0, 0)] * len(time.buckets) for source in asked.config.enabled()
    }
    for one in looks:
        at = place(one.hour, time.buckets)
        if at is not None and one.source_id in counted:
            counted[one.source_id][at] = _with(counted[one.source_id][at], one)
    names = source_names(asked)
    strips = [
        Strip(names[source], tuple(_cell(*part) for part in parts), tuple(parts))
        for source, parts in counted.items()
    ]
    faulty = sum(any(faults for _, faults in strip.counts) for strip in strips)
    told = asked.n("{n} source had a fault.", "{n} sources had a fault.", faulty)
    columns = (asked.t("Source"), asked.t("From"), asked.t("Looks"), asked.t("With a fault"))
    return Strips(
        asked.t("How the looks at the sources went"), told, time.names, tuple(strips), columns
    )


Picture = Callable[[Asked, Time], Chart]
PICTURES: Mapping[str, Picture] = {
    "tiers": by_tier,
    "languages": by_language,
    "sources": by_source,
    "sums": sums_over_time,
    "countries": sums_by_country,
    "nations": nations,
    "health": health,
}


def _counted(asked: Asked, time: Time, by: By) -> dict[str, Counter[int]]:
    """Count by name and bucket."""
    edges = [*(bucket.begin for bucket in time.buckets), asked.now + timedelta(seconds=1)]
    found: dict[str, Counter[int]] = defaultdict(lambda: Counter(dict.fromkeys(_all(time), 0)))
    for tick in asked.store.trends.hits(by, edges):
        found[tick.name][tick.at] += tick.count
    return found


def _all(time: Time) -> range:
    return range(len(time.buckets))


def _floats(counted: Counter[int]) -> tuple[float | None, ...]:
    return tuple(float(counted[at]) for at in sorted(counted))


def _most(
    asked: Asked, counted: Mapping[str, Counter[int]], say: Callable[[str], str]
) -> list[Line]:
    """Give a line to each of the most frequent names, and one to all others."""
    ranked = sorted(counted, key=lambda name: (-counted[name].total(), name))
    lines = [Line(say(name), _floats(counted[name])) for name in ranked[:FEW]]
    if others := [counted[name] for name in ranked[FEW:]]:
        summed = Counter({at: sum(one[at] for one in others) for at in others[0]})
        lines.append(Line(asked.t("All others"), _floats(summed)))
    return lines


def _dollars(asked: Asked, time: Time) -> Iterable[tuple[Offered, float]]:
    """Give the sums that can be compared, with their rough worth."""
    rates = asked.rules.currencies
    for one in asked.store.trends.sums(time.buckets[0].begin, asked.now):
        if one.purpose in PAID and PAID[one.purpose] in ("", one.period):
            worth = rates.in_dollars(one.amount, one.currency)
            if worth is not None and 0 < worth <= LARGEST:
                yield one, float(worth)


def _middle(part: Sequence[float]) -> float | None:
    return round(median(part)) if part else None


def _with(before: tuple[int, int], one: Looked) -> tuple[int, int]:
    return before[0] + one.looks, before[1] + one.faults


def _cell(looks: int, faults: int) -> Cell:
    if not looks:
        return Cell.NOTHING
    if not faults:
        return Cell.GOOD
    return Cell.BAD if faults == looks else Cell.MIXED


def _lines(
    asked: Asked, time: Time, title: str, lines: Sequence[Line], *, is_sum: bool = False
) -> Lines:
    told = " ".join(_told(asked, line, is_sum=is_sum) for line in lines)
    return Lines(
        asked.t(title), told or asked.t("Nothing yet."), time.names, tuple(lines), asked.t("From")
    )


def _told(asked: Asked, line: Line, *, is_sum: bool) -> str:
    """Say a line in words: its sum, or where it ends."""
    values = [value for value in line.values if value is not None]
    if is_sum:
        said, figure = asked.t("{name}: {n} at the end."), values[-1] if values else 0
    else:
        said, figure = asked.t("{name}: {n} in all."), sum(values)
    return said.replace("{n}", asked.words.number(figure)).replace("{name}", line.name)


def _bars(asked: Asked, title: str, bars: list[Bar], columns: tuple[str, ...]) -> Bars:
    bars.sort(key=lambda bar: -bar.value)
    most = asked.t("The most: {name}, {n}.")
    told = (
        most.replace("{n}", asked.words.number(bars[0].value)).replace("{name}", bars[0].name)
        if bars
        else asked.t("Nothing yet.")
    )
    return Bars(asked.t(title), told, tuple(bars), columns)
