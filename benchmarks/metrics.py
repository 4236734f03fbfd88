"""How large an answer of `/metrics` is and what it costs, with 2,000 sources that were looked at."""

from __future__ import annotations

import tempfile
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from monitor import config, health
from monitor.metrics.exposition import families_of, write
from monitor.metrics.facts import gather
from monitor.model import Run, Source
from monitor.store import Store

SOURCES, ROUNDS = 2_000, 10
NOW = datetime(2026, 5, 4, tzinfo=UTC)


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "monitor.toml").touch()
        watched = tuple(
            Source(f"place-{n}", "webpage", f"https://{n}.example/", every=timedelta(hours=1))
            for n in range(SOURCES)
        )
        loaded = replace(config.load(folder), sources=watched)
        with Store.open(loaded.database) as store:
            for source in watched:
                look(store, source)
            begun = time.process_time()
            sizes = [len(write(families_of(gather(store, loaded, now=NOW)))) for _ in range(ROUNDS)]
            spent = (time.process_time() - begun) / ROUNDS
    print(f"{SOURCES:,} sources: {sizes[0] / 1e6:.1f} MB, {spent:.2f} s of CPU an answer")


def look(store: Store, source: Source) -> None:
    """Look once, and find three adverts of which one is new."""
    run = Run(source.id, NOW, NOW, shown=3, fresh=1)
    habit = store.health.habit(source.id, at=NOW)
    store.finish(run, source, health.judge(source, store.health.of(source.id), habit, run))


if __name__ == "__main__":
    main()
