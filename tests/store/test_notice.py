"""What leaves the house: the words that matter, and no way to the recruiter."""

from dataclasses import replace
from decimal import Decimal

import pytest

from monitor.model import (
    Assessment,
    Contact,
    ContactType,
    Contribution,
    Finding,
    Judged,
    Label,
    Money,
    Posting,
    Promise,
    Span,
    Tier,
)
from monitor.store.notice import MASK, Flagged, masked, notice
from tests.store.values import NOW, SOURCE

TEXT = "Контракт. Пишите @otbor_77, звоните +7 912 345-67-89. Выплата 5 200 000 рублей. Паспорт."


def found(signal: str, words: str, value: object = None, text: str = TEXT) -> Finding:
    start = text.index(words)
    return Finding(signal, Span(start, start + len(words)), words, value)  # type: ignore[arg-type]


def say(*findings: Finding, weights: dict[str, float], text: str = TEXT) -> Flagged:
    assessment = Assessment(
        Label.ARMY_OFFER,
        Tier.T1,
        0.93,
        "ru",
        True,
        findings,
        tuple(Contribution(signal, weight) for signal, weight in weights.items()),
    )
    posting = Posting("1", SOURCE.id, "https://t.me/otbor/1", text)
    return Flagged("abcdef012345", 1, Judged(posting, assessment), SOURCE, NOW)


def test_the_strongest_words_come_first_and_none_that_speak_against() -> None:
    flagged = say(
        found("army", "Контракт"),
        found("citizenship", "Паспорт", Promise("passport")),
        found("ordinary", "Выплата"),
        weights={"army": 1.0, "citizenship": 2.5, "ordinary": -1.0},
    )

    said = notice(flagged)

    assert [quote.signal for quote in said.quotes] == ["citizenship", "army"]
    assert said.promise == Promise("passport")


def test_at_most_six_quotes_and_one_a_signal() -> None:
    text = " ".join(f"слово{n}" for n in range(20))
    findings = [found(f"s{n // 2}", f"слово{n}", text=text) for n in range(20)]

    said = notice(say(*findings, weights={f"s{n}": 1.0 for n in range(10)}, text=text))

    assert len(said.quotes) == 6
    assert len({quote.signal for quote in said.quotes}) == 6


def test_contacts_are_no_quotes_and_are_masked_inside_others() -> None:
    phone = Contact(ContactType.PHONE, "+79123456789")
    flagged = say(
        found("contact_phone", "+7 912 345-67-89", phone),
        found("call_to_action", "Пишите @otbor_77, звоните +7 912 345-67-89"),
        weights={"contact_phone": 3.0, "call_to_action": 1.0},
    )

    said = notice(flagged)

    assert [quote.words for quote in said.quotes] == [f"Пишите {MASK}, звоните {MASK}"]


def test_a_sum_keeps_its_digits() -> None:
    money = Money(Decimal(5200000), Decimal(5200000), "RUB")
    flagged = say(found("pay", "5 200 000 рублей", money), weights={"pay": 1.0})

    said = notice(flagged)

    assert [quote.words for quote in said.quotes] == ["5 200 000 рублей"]
    assert said.sums == (money,)


@pytest.mark.parametrize(
    "words",
    [
        "https://otbor.example/x?y=1",
        "t.me/otbor_77",
        "wa.me/79123456789",
        "@otbor_77",
        "otbor@mail.example",
        "+7 (912) 345-67-89",
        "89123456789",
        "8 912 345 67 89",
    ],
)
def test_every_way_to_reply_is_masked(words: str) -> None:
    finding = Finding("call_to_action", Span(0, 99), f"пиши {words} сейчас")

    assert masked(finding) == f"пиши {MASK} сейчас"


def test_the_desk_is_linked_where_there_is_one() -> None:
    flagged = say(weights={})

    assert notice(flagged).desk_url == ""
    said = notice(flagged, desk_url="https://desk.example/")
    assert said.desk_url == "https://desk.example/hits/abcdef012345"


def test_a_source_is_called_by_its_name() -> None:
    flagged = replace(say(weights={}), source=replace(SOURCE, name="Север"))

    assert notice(flagged).source_name == "Север"
    assert notice(say(weights={})).source_name == SOURCE.id
