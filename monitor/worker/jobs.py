"""What a worker can be asked to do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from monitor import rulebook, second, sources
from monitor.assess import assess
from monitor.model import Assessment, Capture, Hints, Posting, Reading, Source
from monitor.rulebook import Rules

_SAMPLES = (
    "A contract with the army for foreigners: 200000 rubles a month, citizenship, call us.",
    "Contrato con el ejército para extranjeros: 2000 dólares al mes y la ciudadanía.",
    "Служба по контракту для иностранцев: 200 тысяч рублей в месяц, гражданство, звоните.",
)
"""Between them they use most tables that the rules make when they first need them."""


def prepare(rules: Path | None) -> None:
    """Load what judging needs, which takes 3 s: so that no posting's deadline counts it."""
    loaded = _load(rules)
    for text in _SAMPLES:
        posting = Posting(key="", source_id="", url="", text=text)
        second.reread(posting, assess(posting, loaded), loaded)


def judge(
    source: Source, postings: tuple[Posting, ...], rules: Path | None
) -> tuple[Assessment, ...]:
    """Judge postings by the shipped rules and a deployment's own, loaded once a process.

    Where the second reader is installed, what is left to it is marked.
    """
    loaded = _load(rules)
    return tuple(_judged(posting, loaded, hints_of(source, posting)) for posting in postings)


def _judged(posting: Posting, rules: Rules, hints: Hints) -> Assessment:
    said = assess(posting, rules, hints)
    return second.left_to_it(posting, said, rules, hints) if second.is_installed() else said


def reread(source: Source, posting: Posting, rules: Path | None) -> Assessment:
    """Judge a posting by the rules and the second reader."""
    loaded, hints = _load(rules), hints_of(source, posting)
    return second.reread(posting, assess(posting, loaded, hints), loaded, hints)


@cache
def _load(rules: Path | None) -> Rules:
    return rulebook.load(rules)


def hints_of(source: Source, posting: Posting) -> Hints:
    """Gather what is known of a posting besides its words."""
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
    judge: Callable[[Source, tuple[Posting, ...], Path | None], tuple[Assessment, ...]] = judge
    prepare: Callable[[Path | None], object] = prepare
    """Done once in each process before it judges."""
    reread: Callable[[Source, Posting, Path | None], Assessment] = reread
    """For what `judge` leaves to the second reader."""
