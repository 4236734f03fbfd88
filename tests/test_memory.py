"""A page that has not changed is read once; what matters to its reading is never mixed up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import pytest

from monitor.model import Capture, Judged, Posting, Reading, Source
from monitor.worker import Memory
from tests.kinds import capture, source

PLACE = source("webpage", "https://place.example/")
PAGE = capture(b"words")


@dataclass
class Counting:
    """Readers that tell which captures they were given."""

    fallback: str = ""
    read_: list[Capture] = field(default_factory=list)

    async def read(self, source: Source, capture: Capture) -> Reading:
        self.read_.append(capture)
        text = capture.body.decode()
        posting = Posting(key="k", source_id=source.id, url=capture.url, text=text)
        return Reading(postings=(posting,), fallback=self.fallback)

    async def judge(self, source: Source, postings: Sequence[Posting]) -> tuple[Judged, ...]:
        return ()


async def test_the_same_bytes_are_read_once() -> None:
    readers = Counting()
    memory = Memory(readers)

    first, second = [await memory.read(PLACE, PAGE) for _ in range(2)]

    assert first == second
    assert len(readers.read_) == 1


@pytest.mark.parametrize(
    "other",
    [
        replace(PAGE, body=b"other words"),
        replace(PAGE, url="https://place.example/2"),
        replace(PAGE, final_url="https://place.example/moved"),
        replace(PAGE, role="detail", key="1"),
        replace(PAGE, headers=(("Content-Type", "text/html; charset=koi8-r"),)),
        replace(PAGE, truncated="cut at 5 MB"),
    ],
)
async def test_what_changes_a_reading_is_read_anew(other: Capture) -> None:
    readers = Counting()
    memory = Memory(readers)

    for page in (PAGE, other):
        await memory.read(PLACE, page)

    assert readers.read_ == [PAGE, other]


async def test_two_sources_of_one_page_read_it_each_in_their_way() -> None:
    readers = Counting()
    memory = Memory(readers)

    for place in (PLACE, replace(PLACE, id="other")):
        await memory.read(place, PAGE)

    assert len(readers.read_) == 2


async def test_what_was_read_in_an_emergency_is_tried_again() -> None:
    readers = Counting(fallback="the parser was stopped: it took longer than 3 s")
    memory = Memory(readers)

    for _ in range(2):
        await memory.read(PLACE, PAGE)

    assert len(readers.read_) == 2


async def test_the_page_longest_not_seen_is_forgotten_first() -> None:
    readers = Counting()
    memory = Memory(readers, most=3_500)
    pages = [capture(b"words %d" % n) for n in range(4)]

    for page in (*pages[:3], pages[0], pages[3], pages[0], pages[1]):
        await memory.read(PLACE, page)

    assert readers.read_ == [*pages, pages[1]]
