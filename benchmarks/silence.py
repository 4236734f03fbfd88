"""How soon a source that falls silent is told, and how often one is that only takes its time.

Made-up sources post at random times, evenly or by day and week, for eight weeks and never again;
each is looked at hourly. Prints false alarms, then days until the silence is told.
"""

from __future__ import annotations

import math
import random
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from monitor import health
from monitor.model import Run, Source
from monitor.store import State, Store

HOUR = timedelta(hours=1)
WEEKS, PATIENCE = 8, 40
SOURCES = 5
"""Of each habit and pace."""
PACES = (1, 3, 10, 40)
START = datetime(2026, 5, 4, tzinfo=UTC)


def weight(habit: str, at: datetime) -> float:
    """Say how busy an hour is beside the mean one."""
    if habit == "evenly":
        return 1.0
    day = 1.6 if 8 <= at.hour < 20 else 0.15
    if habit == "by day":
        return day
    return day * (1.3 if at.weekday() < 5 else 0.05)


@dataclass
class Watched:
    """One source and its looks."""

    store: Store
    source: Source
    at: datetime = START
    silences: int = 0
    """Times between two adverts."""
    alarms: int = 0
    looks: int = field(default=0)

    def look(self, *, fresh: bool) -> bool:
        """Look once; True when the operator is told of a silence."""
        name = self.source.id
        habit = self.store.health.habit(name, at=self.at)
        run = Run(name, self.at, self.at, shown=20, fresh=int(fresh))
        judged = health.judge(self.source, self.store.health.of(name), habit, run)
        self.store.finish(run, self.source, judged)
        self.at += HOUR
        self.looks += 1
        return judged.former is not None and judged.health.state is State.QUIET

    def live(self, habit: str, pace: int) -> None:
        for _ in range(24 * 7 * WEEKS):
            chance = 1 - math.exp(-pace / 24 * weight(habit, self.at))
            fresh = random.random() < chance
            self.silences += fresh
            self.alarms += self.look(fresh=fresh)

    def fall_silent(self) -> float:
        """Give the days until it is told; infinity when it is not."""
        begun = self.at
        while self.at - begun < timedelta(days=PATIENCE):
            if self.look(fresh=False):
                return (self.at - begun) / timedelta(days=1)
        return math.inf


def main() -> None:
    random.seed(7)
    watched: list[Watched] = []
    begun = time.process_time()
    with Store.open(":memory:") as store:
        for habit in ("evenly", "by day", "by week"):
            for pace in PACES:
                days = []
                for number in range(SOURCES):
                    name = f"{habit}-{pace}-{number}"
                    url = f"https://{number}.example/"
                    one = Watched(store, Source(name, "feed", url, every=HOUR))
                    one.live(habit, pace)
                    days.append(one.fall_silent())
                    watched.append(one)
                told = ", ".join(f"{day:.1f}" for day in sorted(days))
                print(f"{habit:8} {pace:3} adverts a day: told after {told} days")
    spent = (time.process_time() - begun) / sum(one.looks for one in watched)
    alarms, silences = sum(one.alarms for one in watched), sum(one.silences for one in watched)
    print(f"false alarms: {alarms} in {silences:,} silences; {spent * 1e3:.2f} ms of CPU a look")


if __name__ == "__main__":
    main()
