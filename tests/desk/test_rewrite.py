"""A source's file is changed key by key; every other line stays as a person wrote it."""

from __future__ import annotations

from pathlib import Path

import pytest

from monitor import config
from monitor.config import Config
from monitor.desk import rewrite
from monitor.errors import ConfigError

FILE = """\
# Jobs of a town; the caretaker asked us to watch it.
kind = "listing"
url = "https://jobs.example/all"
every = "1h"   # slow enough
enabled = false

[listing]
item = "li.job"  # as of spring
"""


@pytest.fixture
def deployment(tmp_path: Path) -> Config:
    (tmp_path / "monitor.toml").write_text("", encoding="utf-8")
    (tmp_path / "sources").mkdir()
    (tmp_path / "sources" / "jobs.toml").write_text(FILE, encoding="utf-8")
    return config.load(tmp_path)


def test_a_key_is_set_in_its_line_and_its_remark_stays() -> None:
    text = rewrite.with_key(FILE, "every", "2h")

    assert text == FILE.replace('"1h"', '"2h"')


def test_a_key_that_was_not_there_comes_before_the_first_table() -> None:
    text = rewrite.with_key(FILE, "country", "KG")

    assert 'enabled = false\ncountry = "KG"\n\n[listing]' in text


def test_a_key_of_a_table_is_not_taken_for_one_of_the_top() -> None:
    text = rewrite.with_key("kind = 'feed'\n\n[feed]\npages = 2\n", "pages", 4)

    assert text == "kind = 'feed'\npages = 4\n\n[feed]\npages = 2\n"


def test_a_difference_names_the_lines_that_go_and_come() -> None:
    after = rewrite.with_key(FILE, "enabled", value=True)

    changed = [line for line in rewrite.differences(FILE, after) if line.mark != " "]

    assert changed == [rewrite.Line("-", "enabled = false"), rewrite.Line("+", "enabled = true")]


def test_a_change_is_saved_and_read_back(deployment: Config) -> None:
    rewrite.save(rewrite.rewritten("jobs", deployment, enabled=True), deployment)

    (source,) = config.load(deployment.root).sources
    assert source.enabled


def test_a_file_that_changed_meanwhile_is_not_overwritten(deployment: Config) -> None:
    change = rewrite.rewritten("jobs", deployment, enabled=True)
    rewrite.path_of("jobs", deployment).write_text(FILE + "# mine\n", encoding="utf-8")

    with pytest.raises(ConfigError, match="changed meanwhile"):
        rewrite.save(change, deployment)


def test_a_value_that_makes_no_source_is_refused(deployment: Config) -> None:
    with pytest.raises(ConfigError, match="every"):
        rewrite.rewritten("jobs", deployment, every="soon")


def test_a_file_in_which_the_key_stands_inside_a_text_is_left_to_a_person(
    deployment: Config,
) -> None:
    text = FILE.replace("# Jobs", 'why = """\nenabled = false\n"""\n# Jobs')
    rewrite.path_of("jobs", deployment).write_text(text, encoding="utf-8")

    with pytest.raises(ConfigError, match="only a person"):
        rewrite.rewritten("jobs", deployment, enabled=True)


@pytest.mark.parametrize(
    "more",
    [
        f"name = {'[' * 5_000}",
        f"name = {'{a=' * 3_000}",
        f"pages = {'9' * 5_000}",
        ".".join("a" * 50_000) + " = 1",
    ],
    ids=["brackets", "tables", "digits", "dots"],
)
def test_a_text_made_to_hold_its_reader_is_refused_at_once(more: str) -> None:
    with pytest.raises(ConfigError, match=r"longer than|recursion|digits"):
        rewrite.parsed("jobs", f"{FILE}\n{more}\n")
