"""Whatever a page does to its reader, the reader ends in time and the advert is found."""

from __future__ import annotations

import asyncio
import html.parser
import os
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from pathlib import Path

import pytest

from monitor.errors import ReadError
from monitor.model import Capture, Label, Posting, Reading, Source
from monitor.worker import Readers
from monitor.worker.jobs import Jobs
from monitor.worker.pool import Limits
from tests import misbehaving, plain_words
from tests.kinds import capture, source

PLACE = source("webpage", "https://place.example/")
PAGE = capture(b"words")
ADVERT = (
    "<p>Подъёмные 400 000 рублей, гражданство</p><a href='tel:+79123456789'>звоните</a>"
).encode()
SHORT = Limits(
    read_seconds=0.4, judge_seconds=0.4, alone_seconds=0.4, read_memory=128 * 1024 * 1024
)

QUICK = Jobs(plain=misbehaving.plain, judge=misbehaving.judge, prepare=plain_words.prepare)


def misnested(tags: int) -> bytes:
    return "".join(f"<p><b i{n}><i i{n}>" for n in range(tags)).encode()


BOMBS = {
    "misnested tags of 80 KB": misnested(4_000),
    "nested divisions of 500 KB": b"<div>" * 100_000,
    "marked sections": b"<![x>" * 20_000,
    "links of 60 KB": b"<a " * 20_000,
    "paragraphs of 4.8 MB": b"<p>a" * 1_200_000,
}


@pytest.fixture
async def readers() -> AsyncIterator[Readers]:
    async with Readers() as readers:
        yield readers


def hurried(**jobs: Callable[..., object]) -> Readers:
    """Readers whose jobs misbehave, and that wait less long for them."""
    return Readers(jobs=replace(QUICK, **jobs), limits=SHORT)  # type: ignore[arg-type]


@pytest.mark.slow
@pytest.mark.parametrize("name", ["misnested tags of 80 KB", "nested divisions of 500 KB"])
def test_the_parser_alone_stalls(name: str, tmp_path: Path) -> None:
    page = tmp_path / "bomb.html"
    page.write_bytes(BOMBS[name])
    program = (
        "import pathlib, selectolax.lexbor as lexbor;"
        f"lexbor.LexborHTMLParser(pathlib.Path({str(page)!r}).read_text())"
    )

    with pytest.raises(subprocess.TimeoutExpired):
        subprocess.run([sys.executable, "-c", program], timeout=3, check=True)


def test_the_standard_parser_is_no_way_out() -> None:
    with pytest.raises(AssertionError):
        html.parser.HTMLParser().feed("<![x>")


@pytest.mark.parametrize(
    "name",
    [pytest.param(name, marks=pytest.mark.slow if "MB" in name else ()) for name in BOMBS],
)
async def test_the_advert_at_the_end_of_a_bomb_is_found(name: str, readers: Readers) -> None:
    start = time.monotonic()

    reading = await readers.read(PLACE, capture(BOMBS[name] + ADVERT))

    (posting,) = reading.postings
    assert "Подъёмные 400 000 рублей, гражданство" in posting.text
    assert "tel:+79123456789" in posting.text
    assert time.monotonic() - start < 15


async def test_an_ordinary_page_is_read_by_its_kind(readers: Readers) -> None:
    reading = await readers.read(PLACE, capture(ADVERT))

    assert reading.fallback == ""
    assert reading.postings[0].key == PAGE.url


async def test_postings_are_judged_by_the_rules(readers: Readers) -> None:
    postings = tuple(replace(posting("Продаю велосипед"), key=str(number)) for number in range(3))

    judged = await readers.judge(PLACE, postings)

    assert tuple(each.posting for each in judged) == postings
    assert {each.assessment.label for each in judged} == {Label.UNRELATED}


async def test_nothing_to_judge_needs_no_worker() -> None:
    assert await Readers().judge(PLACE, ()) == ()


@pytest.mark.parametrize(
    ("read", "why"),
    [
        (misbehaving.stall, "the parser was stopped: it took longer than 0.4 s"),
        (misbehaving.crash, "the parser was stopped: it ended its process"),
        (misbehaving.takeover, "the parser was stopped: its answer was refused"),
        (misbehaving.refuse, "the parser was stopped: RecursionError: too deep"),
    ],
)
async def test_a_page_that_breaks_its_reader_is_read_plainly(
    read: Callable[[Source, Capture], Reading], why: str
) -> None:
    async with hurried(read=read) as readers:
        reading = await readers.read(PLACE, PAGE)

    assert reading.fallback == why
    assert reading.postings[0].text == "words"


@pytest.mark.skipif(sys.platform != "linux", reason="Linux alone keeps to a limit of memory")
async def test_a_page_that_eats_memory_is_read_plainly() -> None:
    limits = replace(SHORT, read_seconds=10)
    async with Readers(jobs=Jobs(misbehaving.swallow, misbehaving.plain), limits=limits) as readers:
        reading = await readers.read(PLACE, PAGE)

    assert reading.fallback == "the parser was stopped: it ran out of memory"


async def test_what_a_reader_prints_does_not_mix_with_its_answers() -> None:
    async with hurried(read=misbehaving.chatter) as readers:
        first, second = [await readers.read(PLACE, PAGE) for _ in range(2)]

    assert first == second
    assert first.fallback == ""


@pytest.mark.skipif(sys.platform != "linux", reason="open files are seen in /proc")
async def test_a_reader_sees_no_secret_and_no_open_file(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("SMTP_PASSWORD", "secret")
    with (tmp_path / "lock").open("w") as lock:
        os.set_inheritable(lock.fileno(), True)
        async with hurried(read=misbehaving.confess) as readers:
            reading = await readers.read(PLACE, PAGE)

    environment, files, _ = (posting.text for posting in reading.postings)
    assert "SMTP_PASSWORD" not in environment
    assert "pipe:" in files
    assert "lock" not in files


async def test_a_page_that_no_reader_can_read_is_an_error() -> None:
    async with hurried(read=misbehaving.stall, plain=misbehaving.refuse) as readers:
        with pytest.raises(ReadError, match="RecursionError"):
            await readers.read(PLACE, PAGE)


@pytest.mark.parametrize(
    ("text", "why"), [("stall", "longer than 0.4 s"), ("fail", "ValueError: fails")]
)
async def test_a_judgement_that_fails_is_an_error_and_the_next_one_is_not(
    text: str, why: str
) -> None:
    async with hurried() as readers:
        with pytest.raises(ReadError, match=why):
            await readers.judge(PLACE, (posting(text),))
        judged = await readers.judge(PLACE, (posting("fine"),))

    assert judged[0].posting.text == "fine"


async def test_what_judging_needs_is_loaded_outside_of_its_deadline() -> None:
    async with hurried(prepare=misbehaving.dawdle) as readers:
        judged = await readers.judge(PLACE, (posting("fine"),))

    assert judged


async def test_a_posting_by_itself_has_more_time_than_many() -> None:
    limits = replace(SHORT, alone_seconds=0.9)
    async with Readers(jobs=replace(QUICK, judge=misbehaving.linger), limits=limits) as readers:
        judged = await readers.judge(PLACE, (posting("one"),))
        with pytest.raises(ReadError, match=r"longer than 0\.4 s"):
            await readers.judge(PLACE, (posting("one"), posting("two")))

    assert judged


async def test_judgements_are_those_of_the_postings_that_were_asked_about() -> None:
    async with hurried(judge=misbehaving.meddle) as readers:
        with pytest.raises(ReadError, match="1 judgements came as tuple"):
            await readers.judge(PLACE, (posting("fine"),))


async def test_pages_beside_a_stalled_one_are_read_meanwhile() -> None:
    limits = replace(SHORT, read_seconds=30, judge_seconds=30)
    async with Readers(jobs=Jobs(read=misbehaving.stall), limits=limits) as readers:
        stalled = asyncio.create_task(readers.read(PLACE, PAGE))
        await asyncio.sleep(0)
        judged = await readers.judge(PLACE, (posting("Продаю велосипед"),))
        finished = stalled.done()
        stalled.cancel()
        await asyncio.gather(stalled, return_exceptions=True)

    assert judged
    assert not finished


async def test_a_cancelled_reading_leaves_no_answer_for_the_next_one() -> None:
    async with hurried(read=misbehaving.plain) as readers:
        for text in (b"one", b"two", b"three"):
            reading = asyncio.create_task(readers.read(PLACE, capture(text * 100_000)))
            await asyncio.sleep(0)
            reading.cancel()
            await asyncio.gather(reading, return_exceptions=True)
        last = await readers.read(PLACE, PAGE)

    assert last.postings[0].text == "words"


async def test_no_process_is_left_when_it_is_closed() -> None:
    async with hurried(read=misbehaving.confess) as readers:
        pages = [readers.read(PLACE, PAGE) for _ in range(2)]
        pids = {int(reading.postings[2].text) for reading in await asyncio.gather(*pages)}

    assert not [pid for pid in pids if is_alive(pid)]


async def test_closing_ends_what_is_being_read() -> None:
    readers = Readers(jobs=replace(QUICK, read=misbehaving.stall))
    reading = asyncio.create_task(readers.read(PLACE, PAGE))
    await readers.judge(PLACE, (posting("Продаю велосипед"),))

    await readers.close()

    with pytest.raises(ReadError, match="closed"):
        await reading


async def test_a_worker_that_was_killed_while_idle_is_replaced() -> None:
    async with hurried(read=misbehaving.confess) as readers:
        first = await readers.read(PLACE, PAGE)
        os.kill(int(first.postings[2].text), signal.SIGKILL)
        second = await readers.read(PLACE, PAGE)

    assert second.postings or second.fallback


@pytest.mark.slow
def test_workers_end_with_their_parent() -> None:
    program = (
        "import asyncio, os, signal\n"
        "from tests import misbehaving, test_worker as t\n"
        "async def main():\n"
        "    reading = await t.hurried(read=misbehaving.confess).read(t.PLACE, t.PAGE)\n"
        "    print(reading.postings[2].text, flush=True)\n"
        "    os.kill(os.getpid(), signal.SIGKILL)\n"
        "asyncio.run(main())\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        cwd=Path(__file__).parent.parent,
    )

    assert ends_soon(int(done.stdout))


def posting(text: str) -> Posting:
    return Posting(key="k", source_id="place", url="https://place.example/", text=text)


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def ends_soon(pid: int) -> bool:
    """Wait for a process that is not our child."""
    end = time.monotonic() + 5
    while is_alive(pid) and time.monotonic() < end:
        os.sched_yield()
    return not is_alive(pid)
