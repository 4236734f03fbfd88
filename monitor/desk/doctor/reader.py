"""The process that reads hostile pages: whether it starts here, and is as fast as it must be."""

from __future__ import annotations

from collections.abc import AsyncIterator

from monitor.config import source_of
from monitor.desk.doctor.finding import Finding, World, bad, fine
from monitor.errors import MonitorError
from monitor.model import Capture
from monitor.worker import Readers

ABOUT = "reader"
URL = "https://example.org/"
BODY = b"<!doctype html><title>Page</title><main><p>One posting of some words.</p></main>"


async def look_over(world: World) -> AsyncIterator[Finding]:
    """Let a reader read and judge a page of ours."""
    source = source_of("probe", {"kind": "webpage", "url": URL, "every": "1d"})
    headers = (("content-type", "text/html"),)
    capture = Capture("probe", URL, world.now, 200, headers, BODY, final_url=URL)
    remedy = "It needs Python's own processes and about 300 MB of memory: see the log."
    async with Readers(workers=1, rules=world.config.rules) as readers:
        try:
            reading = await readers.read(source, capture)
            judged = await readers.judge(source, reading.postings)
        except MonitorError as error:
            yield bad(ABOUT, f"Pages cannot be read: {error}", remedy)
            return
    if reading.fallback or len(judged) != 1:
        told = reading.fallback or "a page of ours gave no posting"
        yield bad(ABOUT, f"Pages are read plainly only: {told}", remedy)
    else:
        yield fine(ABOUT, "Pages are read in a process of their own.")
