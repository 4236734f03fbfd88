"""A promise of papers is known by what is given, however the papers are called, and when."""

from __future__ import annotations

import pytest

from monitor.model import Promise
from tests.text.reading import judged

OFFER = "Служба по контракту в армии РФ, 210 000 руб. в месяц. Звоните +7 912 345-67-89.\n"
COOK = "Нужны повара в тыл, воинская часть, армия РФ, 150 000 руб. в месяц. Звоните +7 912 345-67-89.\n"


def promised(text: str, offer: str = OFFER) -> list[Promise]:
    """Give what is promised beside an offer: elsewhere nobody is promised anything."""
    return [f.value for f in judged(offer + text).findings if isinstance(f.value, Promise)]


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("Паспорт РФ за три месяца", 90),
        ("Гражданство РФ за полгода", 180),
        ("Гражданство РФ через 6-ти месяцев", 180),
        ("Russian passport in 24 hours", 1),
        ("Russian citizenship in half a year", 180),
        ("الجنسية الروسية خلال شهرين", 60),
        ("Uraia wa Urusi baada ya miezi sita", 180),
        ("三个月拿俄罗斯国籍", 90),
        ("Rossiya fuqaroligi uch oyda", 90),
        ("La nationalité russe en trois mois", 90),
    ],
)
def test_a_time_is_read_with_its_number_in_figures_or_words(text: str, days: int) -> None:
    assert [promise.days for promise in promised(text)] == [days]


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("Через 3 месяца паспорт РФ, через год квартира", 90),
        ("Подписали на 2 года службы, гражданство РФ через 4 месяца", 120),
        ("You sign for one year, Russian passport in two months", 60),
    ],
)
def test_of_several_times_the_papers_own_is_taken(text: str, days: int) -> None:
    assert [promise.days for promise in promised(text)] == [days]


def test_an_age_is_no_time_to_wait() -> None:
    assert [promise.days for promise in promised("Гражданство РФ вам и детям 18 лет")] == [None]


@pytest.mark.parametrize(
    "text",
    [
        "Через три месяца станешь россиянином",
        "Month 3: you are a citizen",
        "Hazte ruso en seis meses",
        "Altı aydan sonra kitabçanı verirlər əlinə",
        "Тот самый паспорт вручают прямо в части",
        "Au retour tu es des leurs, passeport en poche",
        "Mwaka mmoja na unakuwa raia wao",
    ],
)
def test_papers_that_a_hint_names_are_promised_with_a_time_or_a_hand(text: str) -> None:
    assert promised(text)


@pytest.mark.parametrize(
    "text",
    [
        "Берём граждан любой страны",
        "С собой документы и фото",
        "Documents ready, ticket paid",
        "Bring your passport and a photo",
    ],
)
def test_a_hint_alone_promises_nothing(text: str) -> None:
    assert promised(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "Паспорт сдаётся старшему на время вахты",
        "Your passport stays with us for the contract",
        "Passport to be handed to the office",
    ],
)
def test_a_passport_that_is_taken_is_not_given(text: str) -> None:
    assert promised(text) == []


def test_who_hires_cooks_must_say_more_of_a_passport_than_that_it_is_handed() -> None:
    assert promised("Паспорт вручают после вахты", COOK) == []
    assert promised("Паспорт вручают через три месяца", COOK) != []
