"""Labels belong to the sum they stand nearest to, on the side where the text's labels are."""

from __future__ import annotations

from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.model import Hints, Money, Promise
from tests.text.reading import amounts, judged, sums


def paid(money: Money) -> tuple[str, str, str]:
    return f"{money.high or money.low:f}", str(money.period), str(money.purpose)


CARDS_BELOW = "2 300 000 ₽\nпри подписании\nот 215 000 ₽\nежемесячно"
CARDS_ABOVE = "При подписании\n2 300 000 ₽\nЕжемесячно\nот 215 000 ₽"


@pytest.mark.parametrize("text", [CARDS_BELOW, CARDS_ABOVE])
def test_labels_of_cards_may_stand_above_or_below(text: str) -> None:
    assert [paid(money) for money in sums(text)] == [
        ("2300000", "once", "signing"),
        ("215000", "month", "salary"),
    ]


def test_a_months_label_is_not_taken_by_the_sum_at_signing() -> None:
    found = sums("At signing 20,000 dollars, and 2,000 dollars every month")

    assert [paid(money)[1:] for money in found] == [("once", "signing"), ("month", "salary")]


def test_a_bounty_may_be_paid_by_the_day() -> None:
    assert paid(sums("За день активного наступления 50 000 рублей в день")[0])[1] == "day"


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("oylik 9 600 000 so'mdan oshmaydi", "-9600000"),
        ("айлыгы 200 000 рублден жогору", "200000-"),
        ("oyiga 300 ming rublgacha maosh", "-300000"),
        ("աշխատավարձը 300.000 դրամից սկսած", "300000-"),
        ("तलब १५ लाखदेखि २३ लाख रुबलसम्म", "1500000-2300000"),
        ("salary 2000 dollars plus lodging", "2000"),
        ("salary 2000$+ for all", "2000-"),
        ("minimum education\n$ 421 a month salary", "421"),
    ],
)
def test_an_end_is_open_only_where_words_say_so(text: str, amount: str) -> None:
    assert [found for found, _ in amounts(text)] == [amount]


@pytest.mark.parametrize(
    "text",
    [
        "Salary day. The army lost 80 thousand soldiers.",
        "The walk takes 10 min, the river is 1,68 m deep; salary unknown.",
        "Several thousand dollars were promised by the army.",
        "Первая консультация — 0 ₽",
        "КМ 120 трассы, зарплата по договору",
    ],
)
def test_a_count_or_a_measure_is_no_sum(text: str) -> None:
    assert sums(text) == []


@pytest.mark.parametrize(
    ("text", "country", "currency"),
    [
        ("Зарплата 7500 р за смену", "RU", "RUB"),
        ("The pay is R7500 a month", "ZA", "ZAR"),
        ("plata 1.640 KM", "BA", "BAM"),
        ("salary 2 lakh per month", "NP", "NPR"),
        ("salary 2 lakh per month", "PK", "PKR"),
        ("月薪3萬5千元", "TW", "TWD"),
    ],
)
def test_the_place_decides_doubtful_money(text: str, country: str, currency: str) -> None:
    assert [code for _, code in amounts(text, Hints(country=country))] == [currency]


def test_a_bare_sum_is_in_the_money_of_the_sum_most_like_it() -> None:
    text = "2.800 dólares mensuales y 85 millones de pesos por firmar; ella recibió 17 millones."

    found = amounts(text, Hints(country="CO"))

    assert found[-1] == ("17000000", "COP")


def test_a_promise_and_its_time_may_have_two_lines() -> None:
    text = "Служба по контракту в армии России\nГражданство РФ\nза 3 месяца"
    promises = [f.value for f in judged(text).findings if isinstance(f.value, Promise)]

    assert [promise.days for promise in promises] == [90]


@pytest.mark.parametrize(
    "unit", ["laki tatu na ", "laki ", "万", "$5 ", "a million ", "200 тысяч рублей в месяц, "]
)
def test_time_grows_with_length_only(unit: str) -> None:
    def seconds(length: int) -> float:
        text = (unit * length)[:length]
        started = process_time()
        sums(text)
        return process_time() - started

    assert seconds(12_000) < 12 * seconds(3_000) + 0.5


@settings(deadline=None, max_examples=60)
@given(st.lists(st.sampled_from(["laki", "elfu", "mia", "mbili", "na", "ලක්ෂ", "15", "миллион", "восемьсот", "и", "2", "млн", "рублей", "साढ़े", "लाख", "万", "5", "千", "\n"]), max_size=12).map(" ".join))  # fmt: skip
def test_numbers_in_words_never_raise_nor_go_below_nought(text: str) -> None:
    assert all((money.high or money.low or 0) > 0 for money in sums(text))
