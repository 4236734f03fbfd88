"""Every page becomes text, in the encoding that it is in and not the one that it claims."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.text.charset import decode, name_of

RUSSIAN = "<p>Ищем водителя в Казань, оплата от 90 000 рублей в месяц</p>"
SPANISH = "<p>Se busca camarero para el año próximo, jornada de mañana</p>"
HOSTILE = [
    "hex",
    "zlib",
    "idna",
    "utf-7",
    "\u0441p1251",
    "rot13",
    "unicode_escape",
    "x" * 99,
    "\0",
    "replacement",
]


@pytest.mark.parametrize(
    "codec", ["cp1251", "koi8-r", "cp866", "utf-8", "utf-16", "utf-16-le", "utf-8-sig"]
)
@pytest.mark.parametrize(
    "content_type",
    [
        "",
        "text/html",
        "text/html; charset=utf-8",
        "text/html; charset=iso-8859-1",
        "text/html; charset=latin1",
    ],
)
def test_russian_is_read_whatever_the_header_says(codec: str, content_type: str) -> None:
    text = decode(RUSSIAN.encode(codec), content_type)

    assert text == RUSSIAN


@pytest.mark.parametrize("words", ["Работа", "Оплата сразу", "КОНТРАКТ", "Звоните нам"])
@pytest.mark.parametrize("codec", ["cp1251", "koi8-r"])
def test_a_short_page_is_enough(words: str, codec: str) -> None:
    assert decode(f"<b>{words}</b>".encode(codec)) == f"<b>{words}</b>"


@pytest.mark.parametrize(
    "content_type", ["", "text/html; charset=iso-8859-1", "text/html; charset=utf-8"]
)
def test_western_text_stays_western(content_type: str) -> None:
    assert decode(SPANISH.encode("cp1252"), content_type) == SPANISH


@pytest.mark.parametrize(
    ("claim", "codec"),
    [
        ('<meta charset="windows-1251">', "cp1251"),
        ("<meta http-equiv='Content-Type' content='text/html; charset=koi8-r'>", "koi8-r"),
        ('<?xml version="1.0" encoding="windows-1251"?>', "cp1251"),
        ('<meta charset="utf-16">', "utf-8"),
    ],
)
def test_the_page_may_name_its_encoding(claim: str, codec: str) -> None:
    page = claim + RUSSIAN

    assert decode(page.encode(codec)) == page


def test_a_claim_decides_where_the_letters_cannot() -> None:
    greek = "<p>Ζητείται οδηγός για μεταφορές</p>"

    assert decode(greek.encode("iso8859-7"), "text/html; charset=iso-8859-7") == greek


@pytest.mark.parametrize("label", HOSTILE)
def test_a_hostile_label_is_no_encoding(label: str) -> None:
    assert decode(RUSSIAN.encode(), f"text/html; charset={label}") == RUSSIAN
    assert decode(RUSSIAN.encode("cp1251"), f"text/html; charset={label}") == RUSSIAN


def test_utf_7_never_becomes_markup() -> None:
    assert "<script" not in decode(b"+ADw-script+AD4-", "text/html; charset=utf-7")


def test_japanese_mail_encoding_is_read_by_its_escapes() -> None:
    page = "<p>運転手を募集</p>"

    assert decode(page.encode("iso2022_jp"), "text/html; charset=iso-2022-jp") == page


def test_a_character_that_a_cut_broke_does_not_spoil_the_page() -> None:
    assert decode(RUSSIAN.encode()[:-5]).startswith("<p>Ищем водителя")


def test_one_bad_byte_does_not_turn_a_utf_8_page_into_another_encoding() -> None:
    body = RUSSIAN.encode().replace(b" ", b"\xa0", 1)

    assert "водителя в Казань" in decode(body)


@given(st.binary(max_size=2000), st.text(max_size=60))
def test_nothing_makes_it_raise(body: bytes, label: str) -> None:
    assert isinstance(decode(body, f"text/html; charset={label}"), str)


@given(st.binary(max_size=200))
def test_the_name_is_that_of_a_codec(body: bytes) -> None:
    assert codecs.lookup(name_of(body))
