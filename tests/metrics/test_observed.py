"""A pipeline at work, asked from outside."""

from __future__ import annotations

import asyncio
import json
import threading
from pathlib import Path

from monitor.metrics import Counters
from monitor.metrics.observed import Observed, observed
from monitor.metrics.server import Reply
from tests.places import Clock

from .making import NORTH, configured, figures, piped

PAGE = "post a contract T1\npost b a vacancy"


async def test_metrics_tell_of_the_store_and_of_the_process(tmp_path: Path) -> None:
    counters, loaded = Counters(), configured(tmp_path, "desk")
    with piped(loaded, PAGE, clock=Clock(), witness=counters) as pipeline:
        asked = Observed(loaded, pipeline, counters, asyncio.get_running_loop())
        await pipeline.run([NORTH])
        reply = await asyncio.to_thread(asked.metrics)

    told = figures(reply.body)
    assert reply.status == 200
    assert told["hits{tier=T1}"] == told["new_hits_total"] == told["alerts_owed{channel=desk}"] == 1
    assert told["looks_total{outcome=ok}"] == 1
    assert told["messages_total{outcome=failed}"] == 1


async def test_health_is_told_in_json(tmp_path: Path) -> None:
    counters, loaded = Counters(), configured(tmp_path, "desk")
    with piped(loaded, PAGE, clock=Clock()) as pipeline:
        asked = Observed(loaded, pipeline, counters, asyncio.get_running_loop())
        await pipeline.run([NORTH])
        reply = await asyncio.to_thread(asked.healthz)

    told = json.loads(reply.body)
    assert (reply.status, told["status"], told["faults"]) == (200, "ok", [])
    assert (told["sources"], told["owed"]) == ({"healthy": 1}, 1)


async def test_no_word_of_a_page_is_told(tmp_path: Path) -> None:
    counters, loaded = Counters(), configured(tmp_path, "desk")
    with piped(loaded, PAGE, clock=Clock(), witness=counters) as pipeline:
        asked = Observed(loaded, pipeline, counters, asyncio.get_running_loop())
        await pipeline.run([NORTH])
        replies = [await asyncio.to_thread(ask) for ask in (asked.metrics, asked.healthz)]

    assert not any(word in reply.body for reply in replies for word in (b"contract", b"vacancy"))


async def test_a_database_that_does_not_answer_is_told_in_time(tmp_path: Path) -> None:
    loaded, held = configured(tmp_path), threading.Event()
    with piped(loaded, PAGE, clock=Clock()) as pipeline:
        holding = asyncio.create_task(pipeline.write(held.wait))
        asked = Observed(loaded, pipeline, Counters(), asyncio.get_running_loop(), patience=0.05)
        replies: list[Reply] = [
            await asyncio.to_thread(ask) for ask in (asked.healthz, asked.metrics)
        ]
        held.set()
        await holding

    assert [reply.status for reply in replies] == [503, 503]
    assert "has not answered for 0.05 s" in json.loads(replies[0].body)["faults"][0]


async def test_a_loop_that_is_stuck_is_told_in_time(tmp_path: Path) -> None:
    loaded, answered = configured(tmp_path), threading.Event()
    replies: list[Reply] = []

    def ask() -> None:
        replies.append(asked.healthz())
        answered.set()

    with piped(loaded, PAGE, clock=Clock()) as pipeline:
        asked = Observed(loaded, pipeline, Counters(), asyncio.get_running_loop(), patience=0.05)
        thread = threading.Thread(target=ask)
        thread.start()
        assert answered.wait(5)  # the loop itself is held up here, as by a bug
        thread.join()

    assert replies[0].status == 503


async def test_nothing_is_answered_where_the_settings_name_no_port(tmp_path: Path) -> None:
    loaded = configured(tmp_path)
    with piped(loaded, PAGE, clock=Clock()) as pipeline:
        async with observed(loaded, pipeline, Counters()) as port:
            assert port is None
