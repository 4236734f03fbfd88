"""`import` and `export` upon a deployment and real places on loopback."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from monitor import config

from .conftest import Call, source
from .served import CIVIL, OFFER, feed, html, jobs, served

Deploy = Callable[..., Path]

PLACES = {
    "/offer": html(OFFER),
    "/jobs": jobs(OFFER, CIVIL, CIVIL, CIVIL, CIVIL),
    "/feed": feed(OFFER, CIVIL),
    **{f"/job/{n}": html(text) for n, text in enumerate((OFFER, CIVIL, CIVIL, CIVIL, CIVIL))},
}
NOWHERE = "http://127.0.0.1:9"


def found(output: str) -> list[dict[str, Any]]:
    places: list[dict[str, Any]] = json.loads(output)["places"]
    return places


def test_a_dry_run_says_what_was_found_and_writes_nothing(call: Call, deploy: Deploy) -> None:
    with served(PLACES) as host:
        folder = deploy(host, old=source(f"{host}/offer"))
        listed = f"{host}/offer/\n{host}/jobs\n{host}/feed\n{host}/jobs#x\n{host}/gone\nt.me/+abc\n"
        result = call("import", "-", "--dry-run", "--json", given=listed)
        table = call("import", "-", "--dry-run", given=listed).output

    told = [
        (one["found"], one["kind"], one["postings"], one["flagged"]) for one in found(result.output)
    ]
    assert told == [
        ("watched already", None, None, None),
        ("new", "listing", 5, 1),
        ("new", "feed", 2, 1),
        ("named twice", None, None, None),
        ("could not be read", None, None, None),
        ("cannot be used", None, None, None),
    ]
    assert result.exit_code == 1
    assert [path.name for path in (folder / "sources").iterdir()] == ["old.toml"]
    assert "2 new" in table
    assert "Nothing was written" in table


@pytest.mark.slow
def test_what_is_new_is_written_and_a_second_time_nothing(call: Call, deploy: Deploy) -> None:
    with served(PLACES) as host:
        folder = deploy(host)
        listed = f"{host}/jobs\n{host}/feed\n"
        first = call("import", "-", "--yes", given=listed)
        second = call("import", "-", "--yes", "--json", given=listed)

    loaded = config.load(folder)
    assert first.exit_code == 0, first.output
    assert sorted(one.kind for one in loaded.sources) == ["feed", "listing"]
    assert [one["found"] for one in found(second.output)] == ["watched already"] * 2
    assert json.loads(second.output)["written"] == 0


def test_import_asks_before_it_writes(call: Call, deploy: Deploy, tmp_path: Path) -> None:
    folder = deploy(NOWHERE)
    file = tmp_path / "names.txt"
    file.write_text("@nabor_primer\n")

    refused = call("import", str(file), "--offline", given="n\n")
    nothing = list((folder / "sources").iterdir())
    taken = call("import", str(file), "--offline", given="y\n")

    assert "Nothing was written" in refused.output
    assert nothing == []
    assert "1 file written" in taken.output
    assert [one.kind for one in config.load(folder).sources] == ["telegram"]


def test_all_that_the_files_say_comes_back(call: Call, deploy: Deploy, tmp_path: Path) -> None:
    extra = 'why = "=1+1"\nlanguages = ["ru", "uz-Latn"]\nat_least = 3\nmin_delay = "9s"\n'
    deploy(
        NOWHERE,
        feed=source("https://example.org/feed", "feed", extra),
        jobs=source("https://example.org/jobs", "listing", '[listing]\nitem = ".a"\ndetails = 0\n'),
        name=source("https://t.me/nabor", "telegram", "enabled = false\n"),
        cron='kind = "feed"\nurl = "https://example.org/b"\ncron = "0 8 * * mon,fri"\n'
        'quiet = ["23:00-06:30", "12:00-13:00"]\ntimezone = "Asia/Almaty"\n',
    )
    before = config.load(tmp_path).sources

    exported = call("export", str(tmp_path / "all.csv"))
    for path in (tmp_path / "sources").iterdir():
        path.unlink()
    imported = call("import", str(tmp_path / "all.csv"), "--offline", "--yes")

    assert (exported.exit_code, imported.exit_code) == (0, 0), imported.output
    assert config.load(tmp_path).sources == before


def test_export_says_what_opml_leaves_out(call: Call, deploy: Deploy) -> None:
    deploy(
        NOWHERE,
        a=source("https://example.org/feed", "feed"),
        b=source("https://t.me/nabor", "telegram"),
    )

    result = call("export", "--format", "opml")

    assert 'xmlUrl="https://example.org/feed"' in result.stdout
    assert "1 source left out" in result.stderr


def test_export_overwrites_nothing(call: Call, deploy: Deploy, tmp_path: Path) -> None:
    deploy(NOWHERE)
    (tmp_path / "all.csv").write_text("mine")

    result = call("export", str(tmp_path / "all.csv"))

    assert result.exit_code == 2
    assert (tmp_path / "all.csv").read_text() == "mine"


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ("https://example.org/,feed,../Up", "use small Latin letters"),
        ("https://example.org/,,taken", 'the id "taken" is taken'),
        ("https://example.org/,podcast,", "unknown kind of source"),
        ("https://example.org/,,", "its kind cannot be told without looking"),
        ("ftp://example.org/,feed,", "http or https"),
        ("https://u:pw@example.org/,feed,", "environment variable"),
        ("https://example.org/,listing,", "cannot be told without looking"),
    ],
)
def test_a_row_that_can_be_no_source_says_why(
    call: Call, deploy: Deploy, row: str, why: str
) -> None:
    deploy(NOWHERE, taken=source("https://example.org/taken"))

    result = call("import", "-", "--offline", "--dry-run", "--json", given=f"url,kind,id\n{row}\n")

    (one,) = found(result.output)
    assert one["found"] == "cannot be used"
    assert why in one["why"]
    assert "pw" not in result.output
    assert result.exit_code == 1


def test_a_file_that_is_no_list_of_places_is_refused_whole(call: Call, deploy: Deploy) -> None:
    deploy(NOWHERE)

    result = call("import", "-", "--format", "opml", "--yes", given="<rss/>")

    assert result.exit_code == 2
    assert "read as opml" in result.output


def test_json_never_waits_for_an_answer(call: Call, deploy: Deploy) -> None:
    deploy(NOWHERE)

    result = call("import", "-", "--json", given="@nabor\n")

    assert result.exit_code == 2


def test_what_a_table_says_commands_no_terminal(call: Call, deploy: Deploy) -> None:
    deploy(NOWHERE)

    result = call("import", "-", "--format", "csv", "--offline", given="url,\x1b[31mx\n\x1b]0;y\n")

    assert "\x1b" not in result.output
