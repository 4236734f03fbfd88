"""Jobs for a worker that do what a hostile page can make a parser do."""

from __future__ import annotations

import ctypes
import os
import time
from datetime import UTC, datetime
from pathlib import Path

from monitor.model import Assessment, Capture, Label, Posting, Reading, Source


def stall(source: Source, capture: Capture) -> Reading:
    """Never end."""
    while True:
        pass


def crash(source: Source, capture: Capture) -> Reading:
    """End the process as a parser's fault does."""
    ctypes.string_at(0)
    return Reading()


def swallow(source: Source, capture: Capture) -> Reading:
    """Take memory until there is none."""
    pieces = []
    while True:
        pieces.append(bytearray(16 * 1024 * 1024))


def refuse(source: Source, capture: Capture) -> Reading:
    """Fail as a bug does."""
    raise RecursionError("too deep")


def chatter(source: Source, capture: Capture) -> Reading:
    """Write where only answers belong."""
    print("noise" * 10_000)  # noqa: T201
    return plain(source, capture)


def takeover(source: Source, capture: Capture) -> Reading:
    """Answer with what would run in the parent."""
    return _Trap()  # type: ignore[return-value]


class _Trap:
    def __reduce__(self) -> tuple[object, tuple[str]]:
        return os.system, ("exit 1",)


def confess(source: Source, capture: Capture) -> Reading:
    """Tell what a taken-over worker could see: its environment and open files."""
    files = Path("/proc/self/fd").glob("*")
    opened = " ".join(str(file.resolve()) for file in files)
    seen = (" ".join(sorted(os.environ)), opened, str(os.getpid()))
    return Reading(postings=tuple(_posting(text) for text in seen))


def plain(source: Source, capture: Capture) -> Reading:
    """Read every page as its bytes."""
    return Reading(postings=(_posting(capture.body.decode()),))


def dawdle(rules: Path | None) -> None:
    """Load as long as a busy machine does."""
    time.sleep(0.6)


def linger(
    source: Source, postings: tuple[Posting, ...], rules: Path | None
) -> tuple[Assessment, ...]:
    """Take a while."""
    time.sleep(0.6)
    return judge(source, postings, rules)


def meddle(
    source: Source, postings: tuple[Posting, ...], rules: Path | None
) -> tuple[Assessment, ...]:
    """Judge what nobody asked about."""
    return (*judge(source, postings, rules), _unrelated())


def judge(
    source: Source, postings: tuple[Posting, ...], rules: Path | None
) -> tuple[Assessment, ...]:
    """Find everything unrelated; stall on "stall", fail on "fail"."""
    for posting in postings:
        if posting.text == "fail":
            raise ValueError("fails")
        while posting.text == "stall":
            pass
    return tuple(_unrelated() for _ in postings)


def _unrelated() -> Assessment:
    return Assessment(label=Label.UNRELATED, tier=None, score=0.0, lang="und", foreigners=False)


def _posting(text: str) -> Posting:
    seen = datetime(2026, 11, 5, tzinfo=UTC)
    return Posting(
        key="k", source_id="place", url="https://place.example/", text=text, posted_at=seen
    )
