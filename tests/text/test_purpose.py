"""Each sum gets the period and the purpose of the words that stand nearest."""

from __future__ import annotations

import pytest

from tests.text.reading import sums


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Зарплата 210 000 руб. в месяц", [("210000", "month", "salary")]),
        ("При подписании контракта 400 000 рублей единовременно", [("400000", "once", "signing")]),
        ("Единовременная выплата: 400 000 руб.\nЗарплата: 210 000 руб.", [("400000", "once", "signing"), ("210000", "month", "salary")]),
        ("5 000 рублей за смену", [("5000", "shift", "salary")]),
        ("$15 an hour", [("15", "hour", "salary")]),
        ("salary $2,000 per month", [("2000", "month", "salary")]),
        ("sign-on bonus $20,000", [("20000", "once", "signing")]),
        ("salario de 2.000 dólares al mes", [("2000", "month", "salary")]),
        ("ամսական 800.000 դրամ աշխատավարձ", [("800000", "month", "salary")]),
        ("Приведи друга и получи 50 000 рублей", [("50000", "once", "referral")]),
        ("Контракт на год, при подписании 2 000 000 рублей", [("2000000", "once", "signing")]),
        ("Армия РФ: один миллион сразу", [("1000000", "once", "signing")]),
        ("For every man who signs we pay $1,000", [("1000", "once", "referral")]),
    ],
)  # fmt: skip
def test_a_sum_has_its_period_and_purpose(
    text: str, expected: list[tuple[str, str | None, str]]
) -> None:
    found = [
        (f"{m.high or m.low:f}", m.period and m.period.value, m.purpose.value) for m in sums(text)
    ]

    assert found == expected


def test_a_bare_number_in_a_table_of_pay_is_a_sum() -> None:
    text = "Выплата при подписании: 400 000 рублей\nЗарплата: 210 000"

    assert [str(money.currency) for money in sums(text)] == ["RUB", "RUB"]


def test_a_count_of_people_is_no_sum() -> None:
    assert sums("Зарплата 210 000 руб. Набрано 80 тысяч человек.") == sums("Зарплата 210 000 руб.")


def test_a_label_over_two_line_ends_is_another_things() -> None:
    assert [money.purpose.value for money in sums("Зарплата\n\n\n210 000 руб.")] == ["other"]


def test_a_lawyers_price_is_a_fee_though_he_warns_of_an_army_contract() -> None:
    text = (
        "Юридическая помощь мигрантам: ВНЖ 35 000 рублей. Адвокат. Контракт с армией не предлагаем."
    )

    assert [money.purpose.value for money in sums(text)] == ["fee"]
