"""Words are looked up in full, by their stem, and as names of several words."""

from __future__ import annotations

import pytest

from monitor.text.words import WordTable

TABLE = WordTable(
    [("рубл*", "RUB"), ("р", "RUB"), ("рублевый", None), ("доллар*", "USD"), ("hong kong dollar*", "HKD"), ("сум", "UZS"), ("сумма*", "?")]
)  # fmt: skip


@pytest.mark.parametrize(
    ("word", "value"),
    [
        ("рублей", "RUB"),
        ("рубл", "RUB"),
        ("р", "RUB"),
        ("рот", None),
        ("руб", None),
        ("сум", "UZS"),
        ("сумма", "?"),
        ("hong kong dollars", "HKD"),
        ("доллар в месяц", None),
        ("", None),
    ],
)
def test_a_word_has_the_value_of_its_entry(word: str, value: str | None) -> None:
    assert TABLE.get(word) == value


def test_a_name_of_several_words_is_known_by_its_first() -> None:
    assert TABLE.openings == {"hong": 3}


def test_an_entry_is_folded_as_texts_are() -> None:
    assert WordTable([("Теңге*", 1)]).get("тенгеге") == 1
