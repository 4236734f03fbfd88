"""What the pages name is there: packages, tests, scripts, targets of the Makefile, tables whole."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PAGES = [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").glob("*.md"))]
FILE = re.compile(r"(?<![\w/-])(?:tests|tools|benchmarks|deploy)/[\w/.-]*\w(?!<)")
TARGET = re.compile(r"`make ([a-z]+)[^`]*`|^make ([a-z]+)", re.MULTILINE)
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
STANDS_ON = (ROOT / "README.md").read_text("utf-8").partition("## What it stands on")[2]


def names(requirements: list[str]) -> set[str]:
    return {re.split(r"[^\w-]", requirement, maxsplit=1)[0] for requirement in requirements}


def test_the_readme_has_a_line_for_each_dependency_and_for_nothing_else() -> None:
    extras = PROJECT["optional-dependencies"]
    wanted = names([*PROJECT["dependencies"], *extras["apprise"], *extras["semantic"]])

    cells = re.findall(r"^\| ([a-z][^|]+) \| (?!what it saves us)", STANDS_ON, re.MULTILINE)
    named = {re.sub(r" \(.*", "", name) for cell in cells for name in cell.split(", ")}

    assert named == wanted


def test_the_readme_names_each_tool_of_development() -> None:
    told = STANDS_ON.partition("For development:")[2]

    assert [
        name for name in names(PROJECT["optional-dependencies"]["dev"]) if name not in told
    ] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_what_a_page_names_is_there(page: Path) -> None:
    text = page.read_text("utf-8")
    made = re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE)

    gone = [name for name in FILE.findall(text) if not (ROOT / name).exists()]
    unknown = {a or b for a, b in TARGET.findall(text)} - set(made)

    assert (gone, unknown) == ([], set())


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_each_row_of_a_table_has_as_many_cells_as_its_head(page: Path) -> None:
    """A blank line or a stray bar makes a row a sentence with bars in it."""
    plain = re.sub(r"^```.*?^```", "", page.read_text("utf-8"), flags=re.MULTILINE | re.DOTALL)

    odd = [
        row
        for block in re.split(r"\n(?!\|)", plain)
        if (rows := [line for line in block.splitlines() if line.startswith("|")])
        for row in rows
        if len(rows) < 3 or cells(row) != cells(rows[0]) or not re.match(r"\|[ -]+\|", rows[1])
    ]

    assert odd == []


def cells(row: str) -> int:
    return len(re.findall(r"(?<!\\)\|", row))
