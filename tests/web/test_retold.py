"""Sentences of fetching, the store and the doctor, said in the reader's language."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

import httpx
import pytest
from selectolax.lexbor import LexborHTMLParser

import monitor
from monitor.config import source_of
from monitor.errors import MonitorError
from monitor.model import Role
from monitor.net import Guard
from monitor.net.faults import unanswered
from monitor.store import Store
from monitor.web.retold import DOCTOR, FETCHING, KEEPING, LONGEST, SETTINGS, retell
from monitor.web.words import words
from tests.store.values import NOW
from tests.web.desk import Sitting, desk
from tests.web.test_places import ail

RUSSIAN = words("ru", ZoneInfo("UTC"))
HERE = Path(monitor.__file__).parent
CYRILLIC = re.compile("[а-яё]", re.IGNORECASE)


@cache
def written() -> str:
    """Give the code of all layers below the desk's pages, with its texts put together."""
    files = [path for path in HERE.rglob("*.py") if HERE / "web" not in path.parents]
    code = "\n".join(path.read_text(encoding="utf-8") for path in files)
    return re.sub(r"[\"']\s*\n\s*f?[\"']", "", code)


@pytest.mark.parametrize("sentence", [*FETCHING, *KEEPING, *SETTINGS, *DOCTOR])
def test_each_sentence_is_one_that_is_said(sentence: str) -> None:
    """What nobody says any more has no place here."""
    parts = re.split(r"\{\w+\}| \(status | s | those ", sentence)

    said = [part.strip(" .,():") for part in parts]

    assert [part for part in said if part not in written()] == []


@pytest.mark.parametrize("sentence", [*FETCHING, *KEEPING, *SETTINGS, *DOCTOR])
def test_each_is_said_in_russian_with_all_that_stood_in_it(sentence: str) -> None:
    places = re.findall(r"\{(\w+)\}", sentence)
    values = {name: f"value-{number}" for number, name in enumerate(places)}

    said = retell(sentence.format_map(values), RUSSIAN)

    assert CYRILLIC.search(said), said
    assert "{" not in said
    assert [value for value in values.values() if value not in said] == []


def fails(act: Callable[[], object]) -> str:
    with pytest.raises(MonitorError) as failed:
        act()
    return str(failed.value)


def test_what_is_really_raised_is_known() -> None:
    with Store.open(":memory:") as store:
        said = [
            str(unanswered(httpx.ConnectError("no"), "board.example")),
            str(unanswered(httpx.ReadTimeout("slow"), "board.example")),
            fails(lambda: Guard().target("http://printer.local/")),
            fails(lambda: store.accounts.add(" ", Role.ADMIN, password="x", at=NOW)),
            fails(lambda: store.accounts.add("a" * 61, Role.ADMIN, password="x", at=NOW)),
            fails(lambda: store.saved_views.save(1, " ", "", at=NOW)),
        ]

    assert [one for one in said if not CYRILLIC.search(retell(one, RUSSIAN))] == []


@pytest.mark.parametrize(
    "table",
    [
        {},
        {"kind": "webpag", "url": "https://a.example/", "every": "1h"},
        {"kind": "webpage", "url": "a", "every": "1x", "pages": 0, "at_least": -1},
        {"kind": "webpage", "url": "https://a.example/", "every": "1h", "country": "kz"},
        {"kind": "webpage", "url": "https://a.example/", "every": "1h", "paegs": 3},
        {"kind": "webpage", "url": "https://a.example/", "every": "1h", "pages": "many"},
        {"kind": "webpage", "url": "https://a.example/", "every": "1h", "cron": "0 6 * * *"},
    ],
)
def test_each_fault_of_a_sources_file_is_told_in_the_readers_language(
    table: dict[str, object],
) -> None:
    said = fails(lambda: source_of("north", table))

    assert [line for line in retell(said, RUSSIAN).split("\n") if not CYRILLIC.search(line)] == []


def test_a_sentence_within_a_sentence_is_said_too() -> None:
    inner = "printer.local is a name of an inner network."
    said = retell(f"https://a.example/ sends on to where we may not go. {inner}", RUSSIAN)

    assert said == (
        "https://a.example/ отправляет туда, куда нам нельзя. printer.local — имя внутренней сети."
    )


def test_what_is_filled_in_is_never_taken_for_words_of_ours() -> None:
    said = retell("The robots.txt of {url} asks us not to fetch {host}.", RUSSIAN)

    assert said == "robots.txt сайта {url} просит не загружать {host}."


@pytest.mark.parametrize("sentence", ["", "Herons are quiet.", "x" * LONGEST * 2, "{n}", "{why}"])
def test_what_nobody_translated_stays_as_it_is(sentence: str) -> None:
    assert retell(sentence, RUSSIAN) == sentence


def test_a_long_sentence_of_many_beginnings_stalls_nothing() -> None:
    hostile = "is at , which is not public (" * 33

    assert retell(hostile, RUSSIAN) == hostile


def in_russian(sitting: Sitting) -> None:
    account = sitting.store.accounts.named(sitting.role.word)
    assert account is not None
    sitting.store.accounts.set_language(account.id, "ru")


@pytest.mark.parametrize("path", ["/sources", "/sources/north"])
def test_what_is_wrong_with_a_source_is_told_in_the_readers_language(
    tmp_path: Path, path: str
) -> None:
    with desk(tmp_path, Role.ADMIN) as sitting:
        in_russian(sitting)
        ail(sitting, "https://north.example/ is not there (status 404).")

        said = sitting.get(path).text

    assert "не существует (код 404)" in said
    assert "is not there" not in said
    assert "https://north.example/ не" not in said


def test_the_doctor_speaks_the_readers_language(tmp_path: Path) -> None:
    with desk(tmp_path, Role.ADMIN) as sitting:
        in_russian(sitting)

        answer = sitting.post("/system")

    cells = [
        cell.text() for cell in LexborHTMLParser(answer.text).css("#findings-heading ~ div td")
    ]
    assert len(cells) > 12
    assert [cell for cell in cells if not CYRILLIC.search(cell)] == []


def test_what_is_refused_is_told_in_the_readers_language(tmp_path: Path) -> None:
    with desk(tmp_path, Role.ADMIN) as sitting:
        in_russian(sitting)

        said = sitting.post("/views", view="", name=" ")

    assert "тому, что сохраняется, нужно имя" in said.text
