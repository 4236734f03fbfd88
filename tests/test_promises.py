"""Each promise in SECURITY.md names a test that is there, and a figure."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
NAMED = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")
ROWS = re.compile(r"^\| (?!promise |---|who has it |\*\*|`/metrics)(.+) \|$", re.MULTILINE)
PAGE = (ROOT / "SECURITY.md").read_text("utf-8")


@cache
def named_in(path: str) -> frozenset[str]:
    tree = ast.parse((ROOT / path).read_text("utf-8"))
    functions = (ast.FunctionDef, ast.AsyncFunctionDef)
    return frozenset(node.name for node in ast.walk(tree) if isinstance(node, functions))


@pytest.mark.parametrize(("path", "name"), sorted(set(NAMED.findall(PAGE))))
def test_each_test_that_is_named_is_there(path: str, name: str) -> None:
    assert (ROOT / path).is_file()
    assert name in named_in(path)


def test_each_promise_has_a_figure_and_a_test() -> None:
    promises = PAGE.partition("## What a compromise")[0]
    rows = [row.split(" | ") for row in ROWS.findall(promises)]

    assert len(rows) > 25
    assert [row[0] for row in rows if len(row) != 3 or not row[1].strip()] == []
    assert [row[0] for row in rows if not NAMED.search(row[-1])] == []
