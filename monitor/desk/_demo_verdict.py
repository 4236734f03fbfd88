"""Hold what the monitor found in the demo's small web against what a reader would say."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from monitor.desk._demo_site import Addresses, Expected, Site
from monitor.model import Fault, Hit, Judged


@dataclass(frozen=True, slots=True)
class Seen:
    """What the monitor knows after a run. URLs are those that it asked for."""

    hits: Mapping[str, Hit]
    """By each URL at which the hit was sighted, re-posts too."""
    postings: Mapping[str, Judged]
    """Every posting by URL, flagged or not."""
    faults: Mapping[str, Fault]
    """By source id."""


@dataclass(frozen=True, slots=True)
class Found:
    """An advert of the site; hit None is a miss."""

    expected: Expected
    hit: Hit | None

    @property
    def as_expected(self) -> bool:
        """True where class and tier are those of the site's author, too."""
        said = self.hit.assessment if self.hit else None
        return said is not None and (said.label, said.tier) == (
            self.expected.label,
            self.expected.tier,
        )


@dataclass(frozen=True, slots=True)
class Left:
    """A look-alike; hit None and a posting that was read is as it should be."""

    expected: Expected
    judged: Judged | None
    """None where it was never read, which is no merit."""
    hit: Hit | None

    @property
    def rightly(self) -> bool:
        """True where it was read, judged, and not flagged."""
        return self.judged is not None and self.hit is None


@dataclass(frozen=True, slots=True)
class Verdict:
    """The whole comparison."""

    found: tuple[Found, ...]
    left: tuple[Left, ...]
    faults: tuple[tuple[str, Fault | None], ...]
    """The faults that must be announced; None where one was not."""
    strays: tuple[str, ...]
    """Faults of sources that nobody expected, as sentences."""
    not_asked: tuple[Expected, ...]
    """Adverts in languages for which the rules have no file yet."""

    @property
    def missed(self) -> tuple[Found, ...]:
        """Adverts that nobody was told of."""
        return tuple(found for found in self.found if found.hit is None)

    @property
    def passed(self) -> bool:
        """True where all was found, all look-alikes left alone and all faults announced."""
        return (
            not self.missed
            and not self.strays
            and all(left.rightly for left in self.left)
            and all(fault for _, fault in self.faults)
        )


def compare(
    site: Site, addresses: Addresses, seen: Seen, *, languages: Iterable[str] = ()
) -> Verdict:
    """Compare; `languages` are those that the rules know."""
    known = set(languages) | {""}
    asked = [advert for advert in site.adverts if advert.language in known]
    announced = dict(site.faults)
    return Verdict(
        found=tuple(Found(one, seen.hits.get(addresses.real(one.url))) for one in asked),
        left=tuple(_left(one, addresses.real(one.url), seen) for one in site.left_alone),
        faults=tuple((source, _fault(seen, source, code)) for source, code in site.faults),
        strays=tuple(
            f"{source}: {fault.sentence}"
            for source, fault in seen.faults.items()
            if announced.get(source) != fault.code
        ),
        not_asked=tuple(advert for advert in site.adverts if advert.language not in known),
    )


def _left(expected: Expected, url: str, seen: Seen) -> Left:
    return Left(expected, seen.postings.get(url), seen.hits.get(url))


def _fault(seen: Seen, source: str, code: str) -> Fault | None:
    fault = seen.faults.get(source)
    return fault if fault and fault.code == code else None
