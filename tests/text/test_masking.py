"""Quotes keep their sums and lose every way to reach a recruiter."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.text.harmless import clean, defang, defang_name, quell, web_address
from monitor.text.masking import mask

CONTACTS = [
    "+7 912 345-67-89",
    "8 (912) 345-67-89",
    "8 912 345 67 89",
    "89123456789",
    "8-912-345-67-89",
    "8\u2011912\u2011345\u201167\u201189",
    "８ ９１２ ３４５ ６７ ８９",
    "8️⃣9️⃣1️⃣2️⃣3️⃣4️⃣5️⃣6️⃣7️⃣8️⃣9️⃣",
    "8\u200b912\u200b3456789",
    "8912\u00ad345\u00ad6789",
    "٠٩١٢٣٤٥٦٧٨٩",
    "+380671234567",
    "912 345 678",
    "912-345678",
    "345-67-89",
    "8 912 3 456 789",
    "@served_here",
    "＠served_here",
    "@\u200bserved_here",
    "t.me/served_here",
    "t . me / served_here",
    "https://example.ru/anketa?x=1",
    "hxxps://example[.]ru/anketa",
    "tg://resolve?domain=served_here",
    "wa.me/79123456789",
    "служба-тут.рф",
    "sluzhba-tut.ru/anketa",
    "www.sluzhba",
    "sluzhba (точка) ru",
    "sluzhba dot ru",
    "office@sluzhba.example",
    "office (собака) sluzhba.ru",
    "telegram: served_here",
    "ватсап - served.here",
    "javascript:alert(1)",
]
SUMS = [
    "от 210 000 ₽ до 4 500 000 руб.",
    "195 000 - 204 000 в месяц",
    "195\u00a0000\u00a0₽",
    "1,1 млн",
    "1.1 млн ₽, тыс.руб. в мес.",
    "204.000 рублей",
    "100 000 000 сум",
    "KSh 200,000-300,000",
    "Rs 1,95,000",
    "२ लाख",
    "495,000 RUB and 2 000 $",
    "5.000.000 COP a 7.000.000",
    "210 000 / 230 000 / 250 000",
    "контракт: 1 год, 18-63 лет, 3-4 месяца, 24/7",
    "с 01.09.2026 210 000",
    "01.09.2026 12:00, 2024-2026",
    "г.Москва, т.е. и т.д.",
]


@pytest.mark.parametrize("contact", CONTACTS)
def test_a_contact_is_hidden(contact: str) -> None:
    shown = mask(f"Служба по контракту, {contact} звоните")

    assert re.search(r"\[(phone|handle|link|email)\]", shown)
    assert "served" not in shown
    assert "sluzhba" not in shown
    assert sum(mark.isdigit() for mark in shown) < 5


@pytest.mark.parametrize("words", SUMS)
def test_a_sum_a_date_and_an_age_stay(words: str) -> None:
    assert mask(words) == clean(words)


@given(st.text(max_size=120))
def test_masking_twice_changes_nothing(words: str) -> None:
    once = mask(words)

    assert mask(once) == once


@given(st.text(max_size=120))
def test_clean_words_are_one_visible_line(words: str) -> None:
    hidden = {unicodedata.category(mark) for mark in clean(words)} & {"Cc", "Cs", "Zl", "Zp"}

    assert not hidden
    assert not set(clean(words)) & set("\u202a\u202b\u202d\u202e\u2066\u2067\u2068\u200e\u200f")


def test_a_contact_at_the_cut_is_hidden_whole() -> None:
    shown = mask("служба " * 56 + "8 912 345 67 89")

    assert not any(mark.isdigit() for mark in shown)


@pytest.mark.parametrize("before", range(384, 400))
def test_what_stands_for_a_contact_is_cut_whole_or_not_at_all(before: int) -> None:
    shown = mask("字" * before + " @primer_primer " + "字" * 400)

    assert len(shown) <= 400
    assert "[" not in shown.replace("[handle]", "")


def test_joiners_of_persian_and_indic_words_stay() -> None:
    assert mask("می\u200cخواهم") == "می\u200cخواهم"


def test_long_words_are_cut_visibly() -> None:
    assert clean("a" * 500, limit=10) == "aaaaaaaaa…"


def test_hiding_is_quick_on_hostile_words() -> None:
    for hostile in ("1 " * 5000, "a." * 5000, "@" * 9000, "a-" * 5000, "http:" * 3000):
        assert len(mask(hostile)) <= 400


@pytest.mark.parametrize(
    ("url", "safe"),
    [
        ("https://a.example.ru/x.html?q=1", "hxxps://a[.]example[.]ru/x[.]html?q=1"),
        ("HTTP://EXAMPLE.RU", "hxxp://EXAMPLE[.]RU"),
        ("hxxps://a[.]ru/x", "hxxps://a[.]ru/x"),
        ("javascript:alert(1)", "javascript[:]alert(1)"),
        ("tg://resolve?domain=x", "tg[:]//resolve?domain=x"),
        ("http://user:word@example.ru", "hxxp://user:word[@]example[.]ru"),
        ("https://a.ru/\r\nBcc: x", "hxxps://a[.]ru/ Bcc: x"),
    ],
)
def test_a_url_is_no_link_any_more(url: str, safe: str) -> None:
    assert defang(url) == safe
    assert defang(safe) == safe


def test_a_source_named_by_its_address_is_no_link() -> None:
    assert defang_name("t.me/served_here") == "t[.]me/served_here"
    assert defang_name("@served.here") == "[@]served[.]here"
    assert defang_name("Доска объявлений, г. Рязань") == "Доска объявлений, г. Рязань"


@pytest.mark.parametrize("words", ["=1+1", " =1", "＝1+1", "+7", "-1", "@SUM(A1)", "\t=1", "|calc"])
def test_a_formula_is_quelled(words: str) -> None:
    assert quell(words) == f"'{words}"


def test_plain_words_are_left_as_they_are() -> None:
    assert quell("служба по контракту = деньги") == "служба по контракту = деньги"


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "//x.org", 'https://x.org/"onclick', "http://[", ""]
)
def test_only_a_web_address_becomes_a_link(url: str) -> None:
    assert web_address(url) == ""


def test_the_desk_s_address_becomes_a_link() -> None:
    assert web_address("https://desk.example/hits/1") == "https://desk.example/hits/1"
