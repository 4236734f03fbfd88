"""What leaves the house: no formula in a table, no contact unless asked for, ranges true."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor import rulebook
from monitor.assess import full
from monitor.desk.handout import COLUMNS, as_csv, as_json, without_contacts
from monitor.desk.spreadsheet import MARK, STARTERS, cell
from monitor.model import Finding, Hit, Posting
from monitor.store import Stage
from monitor.text.blanking import blank
from monitor.text.masking import shows_contact
from tests.store.values import NOW
from tests.text.test_masking import CONTACTS, SUMS

OFFER = (
    "Служба по контракту в ВС РФ для граждан СНГ. Единовременно 495 000 рублей, от 210 000 рублей "
    "в месяц, гражданство РФ за 3 месяца.\nЗвони: +7 912 345-67-89, пиши @nabor_primer, "
    "ватсап - nabor.here, t . me / nabor_here."
)
FORMULAS = [
    "=1+1",
    " =1+1",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    "\u00a0=1+1",
    "\u200b=1+1",
    "\ufeff=1+1",
    "\u202e=1+1",
    "\x00=1+1",
    "＝1+1",
    "﹦1+1",
    "₌1+1",
    "+7 912",
    "＋7",
    "-2+3",
    "－2",
    "@SUM(1)",
    "＠SUM(1)",
    "|cmd",
    "%0a=1",
    "'=1",
    '=HYPERLINK("https://north.example")',
    "=cmd|' /C calc'!A0",
]


def hit(text: str = OFFER) -> Hit:
    posting = Posting(key="1", source_id="north", url="https://north.example/1", text=text)
    return Hit("4f1c09a2b7d3", posting, full(posting, rulebook.load()), NOW, NOW)


def rows(table: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(table.removeprefix(MARK), newline="")))


@pytest.mark.parametrize("words", FORMULAS)
def test_no_cell_is_a_formula(words: str) -> None:
    one = replace(hit(), posting=replace(hit().posting, text=words, source_id=words))

    (row,) = rows(as_csv([one], {one.id: Stage.UNREVIEWED}))

    assert row["text"][0] == row["source"][0] == "'"


@given(st.text())
@settings(max_examples=300)
def test_no_cell_begins_as_a_formula_or_leaves_its_line(words: str) -> None:
    shown = cell(words)

    assert not shown.lstrip().startswith(tuple(STARTERS.replace("'", "")))
    assert not set(shown) & set("\t\r\n\x00")


def test_where_semicolons_part_cells_none_begins_a_formula_either() -> None:
    assert cell("a;=1+1; ＝2") == "a;'=1+1; '＝2"


def test_plain_words_stay_as_they_are() -> None:
    assert cell("от 210 000 ₽; «гражданство» – 3 мес.") == "от 210 000 ₽; «гражданство» – 3 мес."


def test_every_cell_is_quoted_and_a_spreadsheet_knows_the_charset() -> None:
    table = as_csv([hit()], {hit().id: Stage.CONFIRMED})

    assert table.startswith(MARK + '"id","tier"')
    assert list(rows(table)[0]) == list(COLUMNS)
    assert rows(table)[0]["state"] == "confirmed"
    assert "495000 RUB once signing" in rows(table)[0]["sums"]


def test_contacts_are_blanked_wherever_they_stand_and_sums_are_not() -> None:
    handed = without_contacts(hit())
    table = as_csv([handed], {handed.id: Stage.UNREVIEWED})
    record = str(as_json(handed))

    for leak in ("912", "345-67", "nabor", "north.example"):
        assert leak not in table + record
    for kept in ("495 000", "210 000", "гражданство РФ за 3 месяца"):
        assert kept in handed.posting.text


def test_ranges_into_blanked_words_stay_true() -> None:
    handed = without_contacts(hit())

    assert len(handed.posting.text) == len(OFFER)
    for one in handed.assessment.findings:
        assert handed.posting.text[one.span.start : one.span.end] == one.quote


@pytest.mark.parametrize("contact", CONTACTS)
def test_each_way_of_writing_a_contact_is_blanked(contact: str) -> None:
    assert not shows_contact(blank(f"Звони {contact} сегодня"))


@pytest.mark.parametrize("words", SUMS)
def test_sums_are_not_blanked(words: str) -> None:
    assert blank(words) == words


@given(st.text(), st.integers(0, 900))
@settings(max_examples=200)
def test_blanking_keeps_the_length_and_hides_a_phone_at_any_place(words: str, place: int) -> None:
    text = words + " x" * place + "\n8 912 345-67-89"

    blanked = blank(text)

    assert len(blanked) == len(text)
    assert "345-67" not in blanked


def test_findings_alone_suffice() -> None:
    found = [one for one in hit().assessment.findings if one.signal.startswith("contact")]

    assert found
    assert all(isinstance(one, Finding) for one in found)
    assert "nabor" not in blank(OFFER, found)
