"""Grouping: how well it finds recruiters, what ties, and what speaks against."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from random import Random

import pytest

from monitor import campaigns, rulebook
from monitor.assess import full
from monitor.campaigns import Neighbour, alike, choose, grams, recruiters, sketch
from monitor.model import Assessment, Contact, ContactType, Judged, Tier
from monitor.store import Store
from tests.store.values import posting, see

from .texts import Advert, adverts

FLOOR = 0.93
"""Over six orders of arrival .937 each."""


@cache
def said_of(text: str) -> Assessment:
    """Judge a text, with the contacts that are found in it."""
    said = full(posting("1", text), rulebook.load())
    return replace(said, tier=said.tier or Tier.T3)


def judged(number: int, advert: Advert) -> Judged:
    return Judged(posting(str(number), advert.text), said_of(advert.text))


def grouped(shown: Sequence[Advert]) -> list[tuple[str, int]]:
    """Give whose each advert is, and its campaign."""
    with Store.open(":memory:") as store:
        for number, advert in enumerate(shown):
            see(store, judged(number, advert))
        rows = store._db.rows(
            "SELECT p.key, m.campaign_id FROM postings p JOIN members m ON m.hit_id = p.hit_id"
        )
    return [(shown[int(row["key"])].recruiter, row["campaign_id"]) for row in rows]


def pairwise(groups: Sequence[tuple[str, int]]) -> tuple[float, float, float]:
    """Give precision, recall and their harmonic mean over all pairs of adverts."""

    def pairs(counts: Counter[object]) -> int:
        return sum(count * (count - 1) // 2 for count in counts.values())

    both = pairs(Counter(groups))
    ours = pairs(Counter(campaign for _, campaign in groups))
    theirs = pairs(Counter(recruiter for recruiter, _ in groups))
    return both / ours, both / theirs, 2 * both / (ours + theirs)


def test_the_set_is_large_and_hard_enough() -> None:
    written = list(adverts())

    assert len(written) >= 200
    assert len({one.recruiter for one in written}) == 30
    assert {"translated", "no contact", "new words", "heavily edited"} <= {
        one.what for one in written
    }


@pytest.mark.parametrize("seed", [1, 2, 3, 4, 5])
def test_recruiters_are_found_whatever_the_order(seed: int) -> None:
    shown = list(adverts())
    Random(seed).shuffle(shown)

    precision, recall, f1 = pairwise(grouped(shown))

    print(f"precision {precision:.3f} recall {recall:.3f} F1 {f1:.3f}")  # noqa: T201 - the figure
    assert f1 >= FLOOR


def near(campaign: int, like: float = 0.0, shared: str = "", contacts: str = "") -> Neighbour:
    return Neighbour(campaign, like, frozenset(shared.split()), frozenset(contacts.split()))


def test_a_shared_contact_ties_whatever_the_words() -> None:
    assert choose(frozenset("a"), [near(1, 0.0, "a", "a b")])


def test_shared_wording_ties_where_no_contact_speaks_against_it() -> None:
    alone, of_other = near(1, 0.6), near(2, 0.9, "", "b")

    assert choose(frozenset("a"), [alone, of_other]) == (alone,)
    assert choose(frozenset(), [alone, of_other]) == (of_other, alone)
    assert choose(frozenset("a"), [near(1, 0.34)]) == ()


def test_strangers_of_one_text_are_not_made_one_by_an_advert_without_a_contact() -> None:
    one, other = near(1, 0.9, "", "a"), near(2, 0.8, "", "b")

    assert choose(frozenset(), [one, other]) == (one,)


def test_what_a_person_split_stays_apart() -> None:
    one, other = near(1, 0.9, "a", "a"), near(2, 0.8, "a", "a")

    assert choose(frozenset("a"), [one, other], apart=frozenset({(1, 2)})) == (one,)
    assert choose(frozenset("a"), [one], home=other, apart=frozenset({(1, 2)})) == (other,)


def test_digits_case_and_marks_do_not_change_the_wording() -> None:
    assert grams("Плата 210 000!") == grams("плата,  305 999 ")
    assert alike(grams("служба по контракту"), grams("СЛУЖБА ПО КОНТРАКТУ")) == 1.0


def test_digests_come_back_as_they_were_and_guess_the_likeness() -> None:
    one, other = (grams(advert.text) for advert in list(adverts())[:2])
    digests = sketch(one)

    assert campaigns.unpacked(campaigns.packed(digests)) == digests == sketch(one)
    assert abs(campaigns.guess_alike(digests, sketch(other)) - alike(one, other)) < 0.15


@pytest.mark.parametrize("text", ["", "1", "🔥", "контракт"])
def test_words_of_nearly_nothing_have_a_wording_too(text: str) -> None:
    assert len(campaigns.bands(sketch(grams(text)))) == campaigns.BANDS


def test_a_number_is_one_recruiter_by_phone_and_by_whatsapp_and_a_hotline_is_nobody() -> None:
    contacts = [
        Contact(ContactType.PHONE, "+79123456789"),
        Contact(ContactType.WHATSAPP, "+79123456789"),
        Contact(ContactType.PHONE, "117"),
        Contact(ContactType.PHONE, "+78002223511"),
        Contact(ContactType.URL, "https://north.example"),
        Contact(ContactType.TELEGRAM, "@Nabor"),
    ]

    assert recruiters(contacts) == {"number +79123456789", "telegram @nabor"}
