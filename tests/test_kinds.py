"""Every kind of place keeps the promises of the seam, and each saved page is read as expected."""

from __future__ import annotations

import dataclasses
import inspect
import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from monitor.sources import FORM_MARK, kinds, plan, read
from tests.kinds import Case, capture, cases, source

ROOT = Path(__file__).parent.parent
KINDS = sorted(kinds())


def test_the_four_kinds_are_known() -> None:
    assert {"feed", "listing", "telegram", "webpage"} <= set(KINDS)


@pytest.mark.parametrize("name", KINDS)
def test_a_kind_has_options_that_toml_can_state(name: str) -> None:
    fields = dataclasses.fields(kinds()[name].Options)

    assert all(field.type in ("str", "int", "bool", "tuple[str, ...]") for field in fields)


@pytest.mark.parametrize("name", KINDS)
def test_options_cannot_change(name: str) -> None:
    assert kinds()[name].Options.__dataclass_params__.frozen  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", KINDS)
def test_a_kind_plans_and_reads(name: str) -> None:
    kind = kinds()[name]

    assert list(inspect.signature(kind.plan).parameters) == ["source"]
    assert list(inspect.signature(kind.read).parameters) == ["source", "capture"]
    assert inspect.getdoc(inspect.getmodule(kind.read))


@pytest.mark.parametrize("name", KINDS)
def test_a_kind_has_a_saved_page(name: str) -> None:
    assert any(case.kind == name for case in cases())


@pytest.mark.parametrize("name", KINDS)
def test_a_look_begins_with_a_web_address(name: str) -> None:
    links = plan(source(name, "https://place.example/name"))

    assert links
    assert all(link.url.startswith("https://place.example/") for link in links)


@pytest.mark.parametrize("case", cases(), ids=str)
def test_a_saved_page_is_read_as_expected(case: Case) -> None:
    assert case.read(kinds()[case.kind]) == case.expected()


def test_a_source_is_read_by_its_kind() -> None:
    reading = read(source("webpage", "https://place.example/"), capture(b"<form><input type=tel>"))

    assert not reading.postings or reading.postings[0].text == FORM_MARK


def test_a_kind_is_one_file(tmp_path: Path) -> None:
    """The module and the saved page of docs/adding-a-source-kind.md, and no second edit."""
    page = (ROOT / "docs" / "adding-a-source-kind.md").read_text()
    shutil.copytree(
        ROOT / "monitor", tmp_path / "monitor", ignore=shutil.ignore_patterns("__pycache__")
    )
    (tmp_path / "tests").mkdir()
    shutil.copy(ROOT / "tests" / "kinds.py", tmp_path / "tests")
    (tmp_path / "monitor" / "sources" / "lines.py").write_text(_block(page, "python"))
    _save(tmp_path / "fixtures" / "lines" / "two", json.loads(_block(page, "json")))

    done = subprocess.run(
        [sys.executable, "-c", TRY_LINES], cwd=tmp_path, capture_output=True, text=True
    )

    assert (done.returncode, done.stdout, done.stderr) == (0, "lines/two is read\n", "")


TRY_LINES = """
from monitor.sources import kinds
from tests.kinds import cases

for case in cases():
    assert case.read(kinds()[case.kind]) == case.expected()
    print(case, "is read")
"""


def _save(folder: Path, files: dict[str, object]) -> None:
    folder.mkdir(parents=True)
    for name, content in files.items():
        (folder / name).write_text(content if isinstance(content, str) else json.dumps(content))


def _block(text: str, language: str) -> str:
    return text.partition(f"```{language}\n")[2].partition("```")[0]
