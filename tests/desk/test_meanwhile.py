"""What goes on beside a service ends with it, and does not end in silence before."""

from __future__ import annotations

import asyncio
import logging

import pytest

from monitor.desk.meanwhile import meanwhile


async def test_a_bug_ends_the_story_alone_and_is_logged_as_it_comes(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async def broken() -> None:
        raise ValueError("".join(("told", "only", "here")))

    with caplog.at_level(logging.ERROR):
        async with meanwhile(broken()):
            await asyncio.sleep(0)
            await asyncio.sleep(0)
            told = caplog.text

    assert "bug ValueError" in told
    assert "toldonlyhere" not in told


async def test_a_story_has_ended_with_its_block() -> None:
    ended = []

    async def lasting() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            await asyncio.sleep(0)
            ended.append(True)

    async with meanwhile(lasting()):
        await asyncio.sleep(0)

    assert ended == [True]
