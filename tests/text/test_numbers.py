"""Numbers are read as they are written in any of the languages."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.text.cjk import cjk_value
from monitor.text.fold import fold
from monitor.text.numbers import find_numbers, literal_value
from tests.text.reading import RULES


def numbers(text: str) -> list[str]:
    """Give the values found, in their order."""
    found = find_numbers(
        fold(text).text, multipliers=RULES.money.multipliers, words=RULES.money.numbers
    )
    return [f"{number.value.normalize():f}" for number in found]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("204 000", ["204000"]),
        ("204\u00a0000", ["204000"]),
        ("204.000", ["204000"]),
        ("204,000", ["204000"]),
        ("204'000", ["204000"]),
        ("204.000,50", ["204000.5"]),
        ("5,140.25", ["5140.25"]),
        ("1,95,000", ["195000"]),
        ("1.1", ["1.1"]),
        ("1,1 млн", ["1100000"]),
        ("0.375", ["0.375"]),
        ("195\n000", ["195000"]),
        ("2 300 000 и 1 500", ["2300000", "1500"]),
        ("210т", ["210000"]),
        ("210 тыс. руб", ["210000"]),
        ("2 млн 300 тыс", ["2300000"]),
        ("5к", ["5000"]),
        ("2 lakh", ["200000"]),
        ("५ लाख", ["500000"]),
        ("٢٠٠ ألف", ["200000"]),
        ("1.5 millones", ["1500000"]),
        ("20万", ["200000"]),
        ("3千", ["3000"]),
        ("1.2亿", ["120000000"]),
        ("三十五万", ["350000"]),
        ("две тысячи", ["2000"]),
        ("сто пятьдесят тысяч", ["150000"]),
        ("two hundred thousand", ["200000"]),
        ("dos mil quinientos", ["2500"]),
        ("مليون ونصف", ["1500000"]),
        ("3 مليون ونصف", ["3500000"]),
        ("مليونين ونصف", ["2500000"]),
        ("un millón y medio", ["1500000"]),
        ("2 millones y medio", ["2500000"]),
        ("dois milhões e meio", ["2500000"]),
        ("two and a half million", ["2500000"]),
        ("два с половиной миллиона", ["2500000"]),
        ("एक लाख साढ़े तीन हजार", ["103500"]),
        ("بمليوني درهم", ["2000000"]),
        ("quatre cents", ["400"]),
        ("forty-five cents", ["45"]),
        ("on beş bin", ["15000"]),
        ("based on million", ["1000000"]),
        ("шесть, семь", ["6", "7"]),
        ("два и по милиона", ["2500000"]),
        ("მილიონ შვიდასი ათასს", ["1700000"]),
        ("по два миллиона и по тысяче", ["2000000"]),
    ],
)  # fmt: skip
def test_a_number_is_read(text: str, values: list[str]) -> None:
    assert numbers(text) == values


@pytest.mark.parametrize(
    ("written", "value"),
    [("十", 10), ("两百", 200), ("三千零五", 3005), ("一万", 10_000), ("二十万", 200_000), ("一亿", 100_000_000), ("九百九十九", 999), ("三萬二", 32_000), ("三百五", 350), ("一万零五", 10_005)],
)  # fmt: skip
def test_chinese_numerals_have_their_value(written: str, value: int) -> None:
    assert cjk_value(written) == value


@pytest.mark.parametrize("written", ["9" * 5000, "1," * 3000, "9 " * 3000, "000 " * 3000])
def test_no_run_of_digits_raises_or_stalls(written: str) -> None:
    assert numbers(written) is not None


@given(st.integers(0, 10**12), st.sampled_from([" ", ",", ".", "'"]))
def test_a_grouped_number_has_the_value_of_its_digits(value: int, mark: str) -> None:
    written = f"{value:,}".replace(",", mark)

    assert numbers(f"- {written} -") == [str(value)]


@given(st.text(st.sampled_from("0123456789., '\n"), max_size=30))
def test_what_is_found_are_digits_of_the_text(text: str) -> None:
    for number in find_numbers(
        text, multipliers=RULES.money.multipliers, words=RULES.money.numbers
    ):
        assert number.value == literal_value(text[number.start : number.end])
        assert number.value.is_finite()
        assert number.value >= Decimal(0)
