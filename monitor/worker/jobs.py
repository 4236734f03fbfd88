"""What a worker can be asked to do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from monitor import rulebook, sources
from monitor.assess import assess
from monitor.model import Capture, Hints, Judged, Posting, Reading, Source
from monitor.rulebook import Rules


def judge(source: Source, postings: tuple[Posting, ...], rules: Path | None) -> tuple[Judged, ...]:
    """Judge postings by the shipped rules and a deployment's own, loaded once a process."""
    loaded = _load(rules)
    return tuple(
        Judged(posting, assess(posting, loaded, _hints(source, posting))) for posting in postings
    )


@cache
def _load(rules: Path | None) -> Rules:
    return rulebook.load(rules)


def _hints(source: Source, posting: Posting) -> Hints:
    return Hints(
        lang=posting.lang,
        country=source.country,
        languages=source.languages,
        url=posting.url,
        has_form=posting.text.endswith(sources.FORM_MARK),
    )


@dataclass(frozen=True, slots=True)
class Jobs:
    """The functions of a worker. They travel by name: each belongs to a module."""

    read: Callable[[Source, Capture], Reading] = sources.read
    plain: Callable[[Source, Capture], Reading] = sources.read_plainly
    judge: Callable[[Source, tuple[Posting, ...], Path | None], tuple[Judged, ...]] = judge
