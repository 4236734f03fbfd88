"""Ways to reply are found in any writing, and are normalised."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.model import Hints
from monitor.text.contacts import MOST_WINDOWS, find_contacts


def found(text: str, country: str | None = None) -> list[tuple[str, str]]:
    """Give type and value of each contact, in their order."""
    contacts = find_contacts(text, Hints(country=country))
    return [(each.contact.type.value, each.contact.value) for each in contacts]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Звоните +7 912 345-67-89!", [("phone", "+79123456789")]),
        ("8 (912) 345-67-89", [("phone", "+79123456789")]),
        ("8-912-345-67-89, 8-912-345-67-90", [("phone", "+79123456789"), ("phone", "+79123456790")]),
        ("+7 912 345-67-89\n+7 912 345-67-90", [("phone", "+79123456789"), ("phone", "+79123456790")]),
        ("тел.+７ ９１２ ３４５ ６７ ８９", [("phone", "+79123456789")]),
        ("اتصل +٧ ٩١٢ ٣٤٥ ٦٧ ٨٩", [("phone", "+79123456789")]),
        ("WhatsApp: +7 912 345-67-89", [("whatsapp", "+79123456789")]),
        ("+7 912 345-67-89 (ватсап)", [("whatsapp", "+79123456789")]),
        ("https://wa.me/79123456789", [("whatsapp", "+79123456789")]),
        ("wa.me/79123456789", [("whatsapp", "+79123456789")]),
        ("пишите @Some_Name.", [("telegram", "@some_name")]),
        ("https://t.me/Some_Name", [("telegram", "@some_name")]),
        ("t.me/s/some_name", [("telegram", "@some_name")]),
        ("t.me/+AbC123", [("telegram", "t.me/+AbC123")]),
        ("https://t.me/+79123456789", [("telegram", "+79123456789")]),
        ("Mail: Name@Example.org", [("email", "name@example.org")]),
        ("https://Example.org/Path?utm_source=x", [("url", "https://example.org/Path")]),
        ("сайт example.ru/anketa", [("url", "example.ru/anketa")]),
        ("звони на номер 117", [("other", "117")]),
    ],
)  # fmt: skip
def test_a_contact_is_found(text: str, expected: list[tuple[str, str]]) -> None:
    assert found(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Վաթսափ՝ +7 912 345-67-89", [("whatsapp", "+79123456789")]),
        ("واٹس ایپ +7 912 345-67-89", [("whatsapp", "+79123456789")]),
        ("微信：made_up_name", [("other", "made_up_name")]),
        ("电话+79123456789", [("phone", "+79123456789")]),
        ("联系飞机@made_up_name", [("telegram", "@made_up_name")]),
        ("insta @made_up_name", [("other", "@made_up_name")]),
        ("զանգահարեք 117", [("other", "117")]),
        ("qaynar xətt 1746", [("other", "1746")]),
        ("made-up-place.example/form", [("url", "made-up-place.example/form")]),
    ],
)
def test_a_contact_is_found_in_other_languages(text: str, expected: list[tuple[str, str]]) -> None:
    assert found(text) == expected


def test_a_national_number_may_be_of_the_languages_home() -> None:
    (contact,) = find_contacts("զանգահարեք 077 12 34 56", Hints(), "hy")

    assert contact.contact.value == "+37477123456"


def test_a_national_number_is_of_the_sources_country() -> None:
    assert found("call 0712 345678", "KE") == [("phone", "+254712345678")]


@pytest.mark.parametrize(
    "text",
    [
        "от 18 до 60 лет",
        "2 000 000 рублей и 5 000 000 рублей",
        "ИНН 7707083893123456789",
        "12345678901234567890",
        "в 2024-2025 гг.",
        "версия 1.2.3",
        "user@",
        "цена 3.50",
        "email me at a@b",
    ],
)
def test_what_is_no_contact_is_left_alone(text: str) -> None:
    assert found(text) == []


def test_numbers_at_both_ends_of_a_long_list_are_found() -> None:
    filler = "7654321 \n" * (MOST_WINDOWS * 3)

    assert found(f"+7 912 345-67-89\n{filler}\n+7 912 345-67-90") == [
        ("phone", "+79123456789"),
        ("phone", "+79123456790"),
    ]


PIECES = ["+7", "912", "345-67-89", "@name_x", "t.me/", "https://", "a@b.ru", ".ru", " ", "\n", "(", ")", "-", "8", "wa.me/", "7" * 12, "\ud800", "٩", "тел"]  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), max_size=16).map("".join))
def test_contacts_stand_in_order_and_apart(text: str) -> None:
    contacts = find_contacts(text, Hints())

    for before, after in pairwise(contacts):
        assert before.end <= after.start
    for each in contacts:
        assert 0 <= each.start < each.end <= len(text)
        assert each.contact.value
