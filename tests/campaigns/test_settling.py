"""Large campaigns: an arrival does little, whatever it ties, and what it leaves is finished."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from monitor.campaigns import LIBRARY, SEED, bands, grams, packed, sketch
from monitor.model import Contact, ContactType, Finding, Judged, Span
from monitor.store import Store, hit_id
from monitor.store.codec import to_text
from monitor.store.likeness import MOST_CONTACTS
from monitor.store.postings import Sight
from monitor.store.settling import MOST
from tests.store.values import NOW, assessment, capture, posting, see

WORDS = (
    "Приглашаем мужчин на службу по контракту, выплата сразу, жилье и проезд за наш счет, семье "
    "помогаем с документами, встречаем на вокзале и провожаем до места."
)
MANY = MOST + 20


def advert(key: str, text: str, *handles: str, source: str = "north") -> Judged:
    found = tuple(
        Finding("contact", Span(0, 3), text[:3], Contact(ContactType.TELEGRAM, handle))
        for handle in handles
    )
    said = assessment(text)
    place = replace(posting(key, text), source_id=source)
    return Judged(place, replace(said, findings=(*said.findings, *found)))


@pytest.fixture
def store() -> Iterator[Store]:
    """Give a store of two campaigns: many hits of @a, and as many and one of @b."""
    with Store.open(":memory:") as opened:
        see(opened, *(advert(f"a{n}", f"Слово {'да ' * n}", "@a") for n in range(MANY)))
        see(opened, *(advert(f"b{n}", f"Дело {'нет ' * n}", "@b") for n in range(MANY + 1)))
        yield opened


def arrive(store: Store, judged: Judged) -> None:
    """Let one hit come in, and nothing be finished after it."""
    sight = Sight(store.keep(capture()).id, NOW)
    with store.writing():
        noted = store.postings.note(judged, sight)
        outcome = store.hits.note(judged, noted, sight)
        assert outcome is not None
        store.campaigns.arrive(outcome.hit_id, judged, noted, at=NOW)


def sizes(store: Store, table: str = "members") -> list[int]:
    rows = store._db.rows(f"SELECT count(*) AS n FROM {table} GROUP BY campaign_id ORDER BY n")
    return [row["n"] for row in rows]


def wider(store: Store) -> int:
    return len(store._db.rows("SELECT id FROM listings WHERE spread = 1"))


def test_large_campaigns_become_one_at_once_and_their_hits_follow(store: Store) -> None:
    arrive(store, advert("1", "Пишите", "@a", "@b"))

    assert sizes(store) == [MANY - MOST, MANY + 2 + MOST]
    assert sizes(store, "homes") == [2 * MANY + 2]
    store.campaigns.settle()
    assert sizes(store) == [2 * MANY + 2]
    assert len(store._db.rows("SELECT * FROM campaigns")) == 1
    assert store._db.rows("SELECT * FROM mergers") == []
    assert store.check() == ""


def test_the_larger_campaign_stays(store: Store) -> None:
    larger = store.campaigns.of(hit_id("north", "b0"))

    see(store, advert("1", "Пишите", "@a", "@b"))

    assert store.campaigns.of(hit_id("north", "a0")) == larger


def test_what_comes_before_all_have_followed_knows_that_they_are_one(store: Store) -> None:
    arrive(store, advert("1", "Пишите", "@a", "@b"))

    arrive(store, advert("2", "Звоните", "@a"))
    arrive(store, advert("3", "Ждем вас", "@b"))

    assert len({store.campaigns.of(hit_id("north", key)) for key in "123"}) == 1
    assert sizes(store, "homes") == [2 * MANY + 4]


def test_one_that_is_still_followed_may_become_one_with_a_third(store: Store) -> None:
    see(store, *(advert(f"c{n}", f"Место {'там ' * n}", "@c") for n in range(2 * MANY)))
    arrive(store, advert("1", "Пишите", "@a", "@b"))

    arrive(store, advert("2", "Звоните", "@b", "@c"))

    assert sizes(store, "homes") == [4 * MANY + 3]
    store.campaigns.settle()
    assert sizes(store) == [4 * MANY + 3]


def test_who_splits_or_joins_meanwhile_finds_all_in_its_place(store: Store) -> None:
    arrive(store, advert("1", "Пишите", "@a", "@b"))

    new = store.campaigns.split([hit_id("north", "a0"), hit_id("north", "b0")], by="dana", at=NOW)
    arrive(store, advert("2", "Звоните", "@a", "@b"))

    assert sizes(store, "homes") == [2, 2 * MANY + 1]
    assert len(store.campaigns.give(new).hits) == 2


def test_pairs_that_stay_apart_are_those_of_the_campaign_that_stays(store: Store) -> None:
    apart = store.campaigns.split([hit_id("north", "a0")], by="dana", at=NOW)

    arrive(store, advert("1", "Пишите", "@a", "@b"))
    see(store, advert("2", "Звоните", "@a", "@b"))

    assert store.campaigns.give(apart).hits == (hit_id("north", "a0"),)


def test_how_widely_a_large_campaign_is_spread_is_written_in_steps(store: Store) -> None:
    arrive(store, advert("1", "Пишите", "@a", source="south"))

    assert wider(store) == MOST
    store.campaigns.settle()
    assert wider(store) == MANY + 1
    assert store._db.rows("SELECT * FROM respreads") == []


def test_of_a_long_list_of_contacts_only_some_tie() -> None:
    handles = [f"@list{n}" for n in range(500)]

    with Store.open(":memory:") as store:
        see(store, advert("1", "Список", *handles))

        assert len(store._db.rows("SELECT * FROM contact_uses")) == MOST_CONTACTS


def test_long_texts_are_compared_by_their_beginning_and_their_digests() -> None:
    long = " ".join(f"{WORDS[n % 60 :]} {WORDS[:: n % 7 + 2]}" for n in range(150))

    with Store.open(":memory:") as store:
        see(store, advert("1", long), advert("2", f"Сегодня {long} Жду"), advert("3", long[::-1]))

        one, two, three = (store.campaigns.of(hit_id("north", key)) for key in "123")
        assert len(long) > 12_000
        assert one == two != three


def test_the_newest_of_a_template_are_looked_at_however_many_there_are() -> None:
    digests = sketch(grams(WORDS))
    at = to_text(NOW)
    with Store.open(":memory:") as store:
        see(store, advert("0", WORDS))
        for number in range(10, 2_000):
            store._db.change(
                "INSERT INTO sketches SELECT ?, hit_id, posting_id, version, ?, ?, ?, ? FROM sketches"
                " WHERE id = 1",
                (number, at + str(number), packed(digests), LIBRARY, SEED),
            )
            for key in bands(digests):
                store._db.change("INSERT INTO bands VALUES (?, ?)", (key, number))
        steps = 0

        def count() -> int:
            nonlocal steps
            steps += 1
            return 0

        store._db._connection.set_progress_handler(count, 100)
        arrive(store, advert("1", f"{WORDS} Ждем"))

        assert steps < 1_000
        assert store.campaigns.of(hit_id("north", "1")) == store.campaigns.of(hit_id("north", "0"))
