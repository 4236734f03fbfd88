"""Words are found in any script, by their stem, however they are spelled."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.text.searching import LONGEST, MOST_NEEDLES, Sought, ask, grams, searchable


def found(asked: str, text: str) -> bool:
    sought, words = ask(asked), searchable(text)
    return all(needle in words for needle in sought.wanted) and not any(
        needle in words for needle in sought.unwanted
    )


@pytest.mark.parametrize(
    ("asked", "text"),
    [
        ("контракта", "Новые КОНТРАКТЫ для всех"),
        ("самолет", "самолёты"),
        ("выплату", "единовременная выплата"),
        ("к0нтракт", "контракт"),
        ("o'zbek", "oʻzbekistonliklar"),
        ("ozbek", "o‘zbek yigitlar"),
        ("պայմանագիր", "Պայմանագիրը ստորագրվում է"),
        ("جيش", "العمل للجيش"),
        ("الجيش", "جيش كبير"),
        ("ارتش", "در ارتش"),
        ("भर्ती", "सेना में भर्ती शुरू"),
        ("合同", "签合同"),
        ("军", "参军"),
        ("ВС", "служба в ВС РФ"),
        ("я", "это я."),
        ("210 000", "от 210 000 рублей"),
        ("made_up", "пишите @made_up"),
        ('"служба по контракту"', "Служба по контракту, деньги сразу"),
        ("служба -флот", "служба в пехоте"),
    ],
)
def test_what_is_meant_is_found(asked: str, text: str) -> None:
    assert found(asked, text)


@pytest.mark.parametrize(
    ("asked", "text"),
    [
        ("ВС", "все сюда"),
        ("армия", "фармацевт"),
        ('"служба по контракту"', "служба не по контракту"),
        ("служба -флот", "служба во флоте"),
        ("合同", "合 同"),
    ],
)
def test_what_is_not_meant_is_not(asked: str, text: str) -> None:
    assert not found(asked, text)


@pytest.mark.parametrize("asked", ["", "  ", '""', "-", "!!!", "'"])
def test_nothing_asks_for_nothing(asked: str) -> None:
    assert ask(asked) == Sought()


@given(st.text(max_size=300))
def test_any_question_is_read(asked: str) -> None:
    sought = ask(asked)

    assert len(sought.wanted) <= MOST_NEEDLES
    assert all(len(needle) <= LONGEST * 4 for needle in sought.wanted)


@given(st.text(st.characters(categories=("Lu", "Ll", "Lo", "Nd")), min_size=1, max_size=40))
def test_a_text_is_found_by_its_own_words_in_quotes(text: str) -> None:
    assert found(f'"{text}"', text)


def test_a_needle_stands_only_where_its_grams_do() -> None:
    (needle,) = ask("контракта").wanted

    assert grams(needle) <= grams(searchable("контрактом"))
    assert grams("合同") == frozenset()
