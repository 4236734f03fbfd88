"""Jobs for a worker whose rules are sure of little, and whose second reader takes its time."""

from __future__ import annotations

import time
from pathlib import Path

from monitor.model import Assessment, Posting, Source
from monitor.second import unasked
from monitor.worker.allowance import SAVED
from tests.plain_words import assess, lift

SECONDS = 0.1
"""What the second reader takes for a text."""


def judge(
    source: Source, postings: tuple[Posting, ...], rules: Path | None
) -> tuple[Assessment, ...]:
    """Leave all that is not flagged to the second reader."""
    said = (assess(posting.text) for posting in postings)
    return tuple(one if one.tier else unasked(one) for one in said)


def reread(source: Source, posting: Posting, rules: Path | None) -> Assessment:
    """Judge slowly, what is long more so; fail on "fail"."""
    if posting.text == "fail":
        raise ValueError("fails")
    time.sleep(2 * SAVED if "long" in posting.text else SECONDS)
    return lift(posting.text)
