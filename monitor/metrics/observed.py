"""Let a process at work be asked how it fares."""

from __future__ import annotations

import asyncio
import contextlib
import json
import threading
from collections.abc import AsyncIterator
from dataclasses import asdict, dataclass, field

from prometheus_client import CONTENT_TYPE_LATEST

from monitor import __version__
from monitor.config import Config
from monitor.errors import StoreError
from monitor.metrics.counters import Counters
from monitor.metrics.exposition import families_of, write
from monitor.metrics.facts import Facts, gather
from monitor.metrics.pulse import pulse_of
from monitor.metrics.server import Reply, listening
from monitor.pipeline import Pipeline

SECONDS = 8.0
"""Within the 10 s that a container's health check and Prometheus usually wait."""


@dataclass(frozen=True, slots=True)
class Observed:
    """Asks from the server's threads what only the loop may touch."""

    config: Config
    pipeline: Pipeline
    counters: Counters
    loop: asyncio.AbstractEventLoop
    patience: float = SECONDS
    _turn: threading.Lock = field(default_factory=threading.Lock)
    """So that many who ask at once load the store no more than one does."""

    def healthz(self) -> Reply:
        """Say in JSON whether the process does its work: 200, or 503 with what is wrong."""
        try:
            facts = self._facts()
        except StoreError as e:
            return _as_json(503, {"status": "failing", "faults": [str(e)]})
        beats, now = self.counters.beats, self.counters.monotonic()
        pulse = pulse_of(facts, beats, monotonic=now)
        status = "ok" if pulse.is_well else "failing"
        told = {
            "status": status,
            "version": __version__,
            "uptime_seconds": int(now - beats.started),
        }
        return _as_json(200 if pulse.is_well else 503, told | asdict(pulse))

    def metrics(self) -> Reply:
        """Say all figures as Prometheus reads them; 503 makes it note that the process is down."""
        try:
            facts = self._facts()
        except StoreError as e:
            return Reply(503, "text/plain; charset=utf-8", f"{e}\n".encode())
        body = write(families_of(facts)) + self.counters.write()
        return Reply(200, CONTENT_TYPE_LATEST, body)

    def _facts(self) -> Facts:
        """Gather within `SECONDS`; StoreError when the store, or the loop before it, does not answer."""
        if not self._turn.acquire(timeout=self.patience):
            raise self._silent()
        try:
            asked = asyncio.run_coroutine_threadsafe(self._gather(), self.loop)
            return asked.result(self.patience)
        except TimeoutError as e:
            asked.cancel()
            raise self._silent() from e
        finally:
            self._turn.release()

    def _silent(self) -> StoreError:
        return StoreError(f"the loop or the database has not answered for {self.patience:g} s")

    async def _gather(self) -> Facts:
        pipeline = self.pipeline
        return await pipeline.write(gather, pipeline.store, self.config, now=pipeline.clock())


@contextlib.asynccontextmanager
async def observed(
    config: Config, pipeline: Pipeline, counters: Counters
) -> AsyncIterator[int | None]:
    """Answer /healthz and /metrics where the settings say, for as long as the block lasts.

    Gives the port; None where the settings name none.
    """
    settings = config.metrics
    if settings.port is None:
        yield None
        return
    asked = Observed(config, pipeline, counters, asyncio.get_running_loop())
    pages = {"/healthz": asked.healthz, "/metrics": asked.metrics}
    with listening(settings.address, settings.port, pages) as port:
        yield port


def _as_json(status: int, told: dict[str, object]) -> Reply:
    return Reply(status, "application/json", json.dumps(told).encode() + b"\n")
