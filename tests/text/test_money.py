"""Sums are read with their currency and both ends, in the languages that we speak."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.model import Hints
from tests.text.reading import amounts, sums


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("платят 204 000 рублей", [("204000", "RUB")]),
        ("платят 204 000 руб. в месяц", [("204000", "RUB")]),
        ("платят 210 т.р. на руки", [("210000", "RUB")]),
        ("от 210 тыс. ₽", [("210000-", "RUB")]),
        ("до 5 млн рублей", [("-5000000", "RUB")]),
        ("210-270 тыс. руб.", [("210000-270000", "RUB")]),
        ("от 210 до 270 тысяч рублей", [("210000-270000", "RUB")]),
        ("$2,000", [("2000", "USD")]),
        ("2000$", [("2000", "USD")]),
        ("US$ 2,000", [("2000", "USD")]),
        ("USD 2000", [("2000", "USD")]),
        ("2,000 US dollars", [("2000", "USD")]),
        ("$2k-$3k a month", [("2000-3000", "USD")]),
        ("over $5,000", [("5000-", "USD")]),
        ("500$+", [("500-", "USD")]),
        ("between 1,000 and 2,000 dollars", [("1000-2000", "USD")]),
        ("20 dollars and 43 cents", [("20.43", "USD")]),
        ("75 USD millones", [("75000000", "USD")]),
        ("€ 1.500,50", [("1500.5", "EUR")]),
        ("1 500 euros par mois", [("1500", "EUR")]),
        ("2.000 euros", [("2000", "EUR")]),
        ("30 000 гривень", [("30000", "UAH")]),
        ("500 000 теңге", [("500000", "KZT")]),
        ("500 000 тенге", [("500000", "KZT")]),
        ("800.000 դրամ", [("800000", "AMD")]),
        ("800 000 ֏", [("800000", "AMD")]),
        ("3000 ლარი", [("3000", "GEL")]),
        ("3000 manat", [("3000", "AZN")]),
        ("50.000 TL", [("50000", "TRY")]),
        ("20 000 сомонӣ", [("20000", "TJS")]),
        ("15 million soʻm", [("15000000", "UZS")]),
        ("₹1,95,000", [("195000", "INR")]),
        ("भारत में वेतन 2 लाख रुपये है", [("200000", "INR")]),
        ("৫০,০০০ টাকা", [("50000", "BDT")]),
        ("٢٠٠٠ دولار", [("2000", "USD")]),
        ("20万元", [("200000", "CNY")]),
        ("20来万元", [("200000", "CNY")]),
        ("五千美元", [("5000", "USD")]),
        ("KES 150,000", [("150000", "KES")]),
        ("RM 5000", [("5000", "MYR")]),
        ("hk$ 5,000", [("5000", "HKD")]),
        ("5000 canadian dollars", [("5000", "CAD")]),
    ],
)
def test_a_sum_is_read(text: str, expected: list[tuple[str, str | None]]) -> None:
    assert amounts(text) == expected


@pytest.mark.parametrize(
    ("text", "country", "currency"),
    [
        ("платят 50 000 сом", "KG", "KGS"),
        ("платят 50 000 сум", "UZ", "UZS"),
        ("salary 50,000 shillings", "KE", "KES"),
        ("salary 50,000 shillings", "UG", "UGX"),
        ("sueldo 50.000 pesos", "CO", "COP"),
        ("pay $ 5,000", "AU", "AUD"),
        ("pay $ 5,000", "", "USD"),
    ],
)
def test_the_place_decides_what_a_shared_name_means(text: str, country: str, currency: str) -> None:
    assert amounts(text, Hints(country=country or None))[0][1] == currency


@pytest.mark.parametrize(
    "text",
    [
        "в 2024 году",
        "статья 12000 кодекса",
        "погибли 80 тысяч человек",
        "на 15 000 % больше",
        "звоните @user12000",
        "дом №12000",
        "возраст 18-60 лет",
        "we try 5 times, the cup 2026",
        "100 leisurely walks",
        "50 cents",
    ],
)
def test_a_number_that_is_no_sum_is_left_alone(text: str) -> None:
    assert sums(text) == []


@settings(deadline=None)
@given(st.lists(st.sampled_from(["5", "10 000", "$", "₽", "руб", "тыс", "млн", "до", "от", "-", "万", "元", "cents", "and", "\n", " ", "\ud800", "+"]), max_size=14).map("".join))  # fmt: skip
def test_any_text_of_sums_is_read_in_order(text: str) -> None:
    for money in sums(text):
        assert money.low is not None or money.high is not None
        if money.low is not None and money.high is not None:
            assert money.low <= money.high
