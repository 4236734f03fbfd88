"""Campaigns as they are kept: grown by arrivals, split and joined by people."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest

from monitor import config
from monitor.desk.deployment import open_store
from monitor.errors import StoreError
from monitor.model import Assessment, Contact, ContactType, Finding, Judged, Span
from monitor.store import Store, hit_id
from tests.cli.conftest import Call, call_upon
from tests.store.values import NOW, assessment, edited, flagged, posting, see

WORDS = (
    "Приглашаем мужчин на службу по контракту, выплата сразу, жилье и проезд за наш счет, семье "
    "помогаем с документами, встречаем на вокзале и провожаем до места."
)
OTHERS = (
    "Требуются водители и повара в тыл, оплата дважды в месяц, оформление за один день, форма и "
    "питание даются, вопросы задавайте в любое время суток без выходных."
)
ONE, TWO, THREE = (hit_id("north", key) for key in "123")


def advert(key: str, text: str, *handles: str) -> Judged:
    said = assessment(text)
    found = tuple(
        Finding("contact", Span(0, 3), text[:3], Contact(ContactType.TELEGRAM, handle))
        for handle in handles
    )
    return Judged(posting(key, text), with_findings(said, found))


def with_findings(said: Assessment, found: tuple[Finding, ...]) -> Assessment:
    return replace(said, findings=(*said.findings, *found))


@pytest.fixture
def store() -> Iterator[Store]:
    """Give a store with two hits of one wording and a third of its own."""
    with Store.open(":memory:") as opened:
        see(opened, advert("1", WORDS, "@a"), advert("2", f"{WORDS} Звоните."), advert("3", OTHERS))
        yield opened


def test_hits_that_share_wording_are_one_and_say_so(store: Store) -> None:
    (found,) = store.campaigns.all()

    assert found.hits == tuple(sorted((ONE, TWO)))
    assert found.sources == ("north",)
    assert found.alike is not None
    assert found.alike > 0.8
    assert len(store.campaigns.all(least=1)) == 2


def test_a_contact_makes_two_campaigns_one(store: Store) -> None:
    see(store, advert("4", "Коротко: пишите", "@a"), advert("5", f"{OTHERS} Пишите", "@a"))

    (found,) = store.campaigns.all(least=1)

    assert len(found.hits) == 5
    assert found.contacts == (("telegram @a", 3),)


def test_an_edit_brings_a_hit_to_the_campaign_of_its_new_words(store: Store) -> None:
    see(store, edited(advert("3", OTHERS), f"{WORDS} Сегодня!"), at=NOW + timedelta(days=1))

    assert len({store.campaigns.of(one) for one in (ONE, TWO, THREE)}) == 1


def test_a_hit_that_names_nobody_moves_to_whose_words_are_more_like_its_own(store: Store) -> None:
    see(store, advert("4", f"{WORDS} Звоните нам.", "@b"))

    assert store.campaigns.of(TWO) == store.campaigns.of(hit_id("north", "4"))
    assert store.campaigns.of(ONE) != store.campaigns.of(TWO)


def test_a_hit_that_a_person_put_somewhere_moves_no_more(store: Store) -> None:
    store.campaigns.split([TWO], by="dana", at=NOW)
    home = store.campaigns.of(TWO)

    see(store, advert("4", f"{WORDS} Звоните.", "@a"))

    assert store.campaigns.of(TWO) == home


def test_what_is_split_stays_apart_when_more_arrives(store: Store) -> None:
    new = store.campaigns.split([TWO], by="Aigul", at=NOW)

    see(store, advert("4", f"{WORDS} Ждем."))

    assert store.campaigns.of(TWO) == new != store.campaigns.of(ONE)
    assert store.campaigns.give(new).by_hand == ("Aigul",)


def test_what_is_joined_stays_joined_and_may_have_been_split(store: Store) -> None:
    store.campaigns.split([TWO], by="Aigul", at=NOW)
    ids = [store.campaigns.of(one) or 0 for one in (ONE, TWO, THREE)]

    kept = store.campaigns.join(ids, by="Boris", at=NOW)

    assert kept == min(ids)
    assert set(store.campaigns.give(kept).hits) == {ONE, TWO, THREE}
    moves = store._db.rows("SELECT by_hand FROM campaign_moves ORDER BY id")
    assert [row["by_hand"] for row in moves] == ["Aigul", "Boris", "Boris"]


@pytest.mark.parametrize("hits", [["no"], [THREE], [ONE, THREE]])
def test_a_split_of_nothing_is_refused(store: Store, hits: list[str]) -> None:
    with pytest.raises(StoreError):
        store.campaigns.split(hits, by="Aigul", at=NOW)


def test_a_split_by_nobody_changes_nothing(store: Store) -> None:
    with pytest.raises(StoreError, match="somebody with a name"):
        store.campaigns.split([ONE], by=" ", at=NOW)

    assert len(store.campaigns.all()) == 1


def test_hits_from_before_there_were_campaigns_are_grouped_later(store: Store) -> None:
    before = [one.hits for one in store.campaigns.all(least=1)]
    for table in ("members", "sketches", "contact_uses", "campaigns"):
        store._db.change(f"DELETE FROM {table}")

    assert store.campaigns.catch_up() == 3
    assert [one.hits for one in store.campaigns.all(least=1)] == before
    assert store.campaigns.catch_up() == 0


def test_a_hit_that_goes_takes_its_wording_and_contacts_along(store: Store) -> None:
    store._db.change("UPDATE postings SET hit_id = NULL")
    for table in ("alerts", "sightings", "hits"):
        store._db.change(f"DELETE FROM {table}")

    for table in ("members", "sketches", "bands", "contact_uses"):
        assert store._db.rows(f"SELECT * FROM {table}") == []


@pytest.fixture
def call(tmp_path: Path) -> Call:
    """Call a command upon a deployment that has two hits of one recruiter."""
    (tmp_path / "sources").mkdir()
    (tmp_path / "monitor.toml").touch()
    with open_store(config.load(tmp_path)) as opened:
        see(opened, flagged(posting("0")), advert("1", WORDS, "@a"), advert("2", WORDS + "!", "@a"))
        see(opened, advert("3", f"{WORDS} Жду", "@a"))
    return partial(call_upon, tmp_path)


def test_campaigns_are_listed_with_what_ties_them(call: Call) -> None:
    listed, whole = call("campaigns").output, call("campaigns", "--contacts").output
    record = json.loads(call("campaigns", "--json").output)

    assert "wording" in listed
    assert "@a" not in listed
    assert "telegram @a" in whole
    assert record["shared_contacts"][0]["contact"] == "telegram"
    assert record["hits"][0] in call("campaigns", str(record["id"])).output


def test_campaigns_are_split_and_joined_by_hand(call: Call) -> None:
    record = json.loads(call("campaigns", "--json").output)

    call("campaigns", "--split", record["hits"][0], "--by", "Aigul")
    apart = [
        json.loads(line) for line in call("campaigns", "--least", "1", "--json").output.splitlines()
    ]
    together = [word for one in apart for word in ("--join", str(one["id"]))]
    joined = call("campaigns", *together, "--by", "Aigul")

    assert len(apart) == 3
    assert joined.exit_code == 0
    assert "put together by Aigul" in " ".join(joined.output.split())


@pytest.mark.parametrize("words", [("--split", "4f1c"), ("--join", "1", "--by", "A"), ("99",)])
def test_half_a_command_is_refused(call: Call, words: tuple[str, ...]) -> None:
    assert call("campaigns", *words).exit_code in (2, 5)
