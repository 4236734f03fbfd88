"""Pictures at the desk: each with a table and its data, none with a way out."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

import pytest

from monitor.model import Fault, Role, Run
from monitor.web.field.pictures import PICTURES
from tests.store.values import NOW, SOURCE
from tests.web.desk import Sitting, desk


@pytest.fixture(scope="module")
def sitting(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sitting]:
    """One desk for all: pictures change nothing."""
    with desk(tmp_path_factory.mktemp("desk"), Role.VIEWER) as opened:
        fault = Fault("dns", "no such host")
        opened.store.runs.keep(Run(SOURCE.id, NOW, NOW, fault=fault))
        yield opened


def test_every_picture_is_drawn_with_its_table(sitting: Sitting) -> None:
    page = sitting.get("/charts").text

    assert page.count('role="img"') == len(PICTURES)
    assert page.count('class="key"') == 4
    assert page.count("As a table") == len(PICTURES)
    assert "style=" not in page


@pytest.mark.parametrize("span", ["month", "quarter", "year", "eon", ""])
def test_any_stretch_of_time_can_be_asked_for(sitting: Sitting, span: str) -> None:
    assert sitting.get(f"/charts?span={span}").status_code == 200


@pytest.mark.parametrize("name", list(PICTURES))
def test_the_data_of_each_picture_can_be_taken_along(sitting: Sitting, name: str) -> None:
    answer = sitting.get(f"/charts/{name}.csv?span=quarter")

    head, *rows = csv.reader(io.StringIO(answer.text.removeprefix("\ufeff")))
    assert answer.headers["content-type"].startswith("text/csv")
    assert len(head) >= 2
    assert rows


def test_adverts_of_today_are_in_the_last_row(sitting: Sitting) -> None:
    text = sitting.get("/charts/sources.csv").text.removeprefix("\ufeff")

    *_, last = csv.reader(io.StringIO(text))

    assert last == ["4 May 2026", "4"]


def test_a_picture_that_is_not_there_is_not_found(sitting: Sitting) -> None:
    assert sitting.get("/charts/nothing.csv").status_code == 404


def test_an_empty_desk_has_empty_pictures(tmp_path: Path) -> None:
    with desk(tmp_path, Role.VIEWER, texts={}) as sitting:
        assert "Nothing yet." in sitting.get("/charts").text
