"""What the demo counts as found, and what as left alone."""

from __future__ import annotations

from monitor.desk._demo_site import Addresses, load
from monitor.desk._demo_verdict import Seen, compare

SITE = load()


def test_nothing_seen_passes_nothing() -> None:
    verdict = compare(SITE, Addresses(17400, SITE.hosts), Seen({}, {}, {}))

    assert not verdict.passed
    assert len(verdict.missed) == len(verdict.found)
    assert not any(left.rightly for left in verdict.left), "what was never read is no merit"


def test_a_language_without_rules_is_not_asked_for() -> None:
    addresses = Addresses(17400, SITE.hosts)

    without = compare(SITE, addresses, Seen({}, {}, {}))
    with_both = compare(SITE, addresses, Seen({}, {}, {}), languages=("kk", "uz-Latn"))

    assert {advert.language for advert in without.not_asked} == {"kk", "uz-Latn"}
    assert with_both.not_asked == ()
    assert len(with_both.found) == len(SITE.adverts)
