"""Adding a source: its guess, its id, its file."""

from __future__ import annotations

import asyncio
import os
import sys
import time
import tomllib
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor import config
from monitor.config import source_of
from monitor.desk.add import Draft, free_id, id_of, save, toml
from monitor.desk.guess import Guess, by_address, by_answer, is_feed
from monitor.errors import ConfigError
from monitor.model import Capture

from .conftest import call_upon, deploy_into, source
from .served import CIVIL, OFFER, Page, feed, html, jobs

BOMB = b"<p>" + b"".join(b"<b i%d><i i%d>" % (n, n) for n in range(40_000))


def captured(page: Page) -> Capture:
    return Capture(
        source_id="a",
        url="https://example.org/",
        fetched_at=datetime(2026, 1, 1, tzinfo=UTC),
        status=200,
        headers=(("Content-Type", page[0]),),
        body=page[1],
    )


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://t.me/s/some_channel", "t-me-some-channel"),
        ("https://www.example.org/jobs/list.php?page=2", "example-org-list"),
        ("https://example.org/", "example-org"),
        ("https://пример.рф/работа", "source"),
        ("https://example.org/" + "x" * 200, "example-org-" + "x" * 28),
    ],
)
def test_an_id_is_made_of_the_address(url: str, name: str) -> None:
    assert id_of(url) == name
    assert config.ID.fullmatch(name)


def test_an_id_that_is_taken_is_numbered(tmp_path: Path) -> None:
    urls = ["https://a.example/", "https://b.example/"]
    deploy_into(tmp_path, "http://127.0.0.1:9", a=source(urls[0]), **{"a-2": source(urls[1])})

    taken = {one.id for one in config.load(tmp_path).sources}
    assert free_id("a", taken) == "a-3"


@given(st.dictionaries(st.from_regex("[a-z]{1,8}", fullmatch=True), st.text() | st.booleans()))
def test_what_is_written_is_read_again(table: dict[str, object]) -> None:
    whole = {key: value for key, value in table.items() if key != "inner"} | {"inner": table}
    writable = not any("\ud800" <= sign <= "\udfff" for v in table.values() for sign in str(v))

    assert not writable or tomllib.loads(toml(whole)) == whole


def draft(name: str) -> Draft:
    table = {"kind": "webpage", "url": "https://example.org/", "every": "1h"}
    return Draft(source_of(name, table), Guess("webpage", "x"), toml(table))


def test_a_file_is_written_whole_and_readable_by_others(tmp_path: Path) -> None:
    loaded = config.load(deploy_into(tmp_path, "http://127.0.0.1:9"))

    path = save(draft("a"), loaded)

    assert path.stat().st_mode & 0o777 == 0o644
    assert [one.name for one in path.parent.iterdir()] == ["a.toml"]
    assert config.load(tmp_path).sources == (replace(draft("a").source, timezone=loaded.timezone),)


def test_a_file_that_came_meanwhile_is_not_overwritten(tmp_path: Path) -> None:
    loaded = config.load(deploy_into(tmp_path, "http://127.0.0.1:9"))
    (tmp_path / "sources" / "a.toml").write_text("mine")

    with pytest.raises(ConfigError, match="already there"):
        save(draft("a"), loaded)

    assert (tmp_path / "sources" / "a.toml").read_text() == "mine"
    assert len(list((tmp_path / "sources").iterdir())) == 1


@pytest.mark.parametrize("url", ["https://t.me/s/x", "https://telegram.me/x", "https://T.me/x"])
def test_a_channel_is_told_by_its_address(url: str) -> None:
    guess = by_address(url)

    assert guess
    assert guess.kind == "telegram"


@pytest.mark.parametrize(
    "page",
    [
        feed(CIVIL),
        ("text/xml", b'<?xml version="1.0"?><!-- x --><feed xmlns="http://www.w3.org/2005/Atom">'),
        ("application/feed+json", b"{}"),
        ("application/json", b'{"version": "https://jsonfeed.org/version/1.1"}'),
        ("text/plain", b"<rss version='2.0'>"),
    ],
)
def test_a_feed_is_told_by_its_type_or_its_start(page: Page) -> None:
    assert is_feed(captured(page))


def test_a_page_is_no_feed() -> None:
    assert not is_feed(captured(html(OFFER)))


async def test_adverts_that_repeat_make_a_listing() -> None:
    guess = await by_answer(captured(jobs(*[CIVIL] * 6)))

    assert (guess.kind, guess.options) == ("listing", {"item": "div.card"})


async def test_a_menu_makes_no_listing() -> None:
    menu = "".join(f'<li><a href="/{n}">Раздел {n}</a></li>' for n in range(20))
    page = f"<body><ul>{menu}</ul><p>{OFFER}</p>".encode()

    assert (await by_answer(captured(("text/html", page)))).kind == "webpage"


async def test_teasers_below_one_advert_make_no_listing() -> None:
    teasers = "".join(
        f'<div class="t"><a href="/{n}">Похожая вакансия номер {n}</a></div>' for n in range(5)
    )
    page = f"<body><p>{OFFER * 5}</p>{teasers}".encode()

    assert (await by_answer(captured(("text/html", page)))).kind == "webpage"


async def test_table_rows_and_windows_1251_are_understood() -> None:
    rows = "".join(f'<tr><td><a href="/{n}">{CIVIL}</a></td></tr>' for n in range(6))
    page = f'<meta charset="windows-1251"><table>{rows}</table>'.encode("windows-1251")

    assert (await by_answer(captured(("text/html", page)))).options == {"item": "tr"}


@pytest.mark.slow
async def test_a_page_that_stalls_the_parser_is_given_up() -> None:
    started = time.monotonic()

    guess = await by_answer(captured(("text/html", BOMB)))

    assert guess.kind == "webpage"
    assert time.monotonic() - started < 8


@pytest.mark.skipif(sys.platform != "linux", reason="processes are seen in /proc")
async def test_what_parses_an_unknown_page_sees_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SMTP_PASSWORD", "made-up-word")
    looking = asyncio.create_task(by_answer(captured(("text/html", BOMB))))
    while not (seen := environments_of_children()):  # noqa: ASYNC110 - a process tells of no event
        await asyncio.sleep(0)

    looking.cancel()
    await asyncio.gather(looking, return_exceptions=True)
    assert not any(b"SMTP_PASSWORD" in one for one in seen)


def environments_of_children() -> list[bytes]:
    names = Path(f"/proc/self/task/{os.getpid()}/children").read_text().split()
    return [Path(f"/proc/{name}/environ").read_bytes() for name in names]


def test_the_example_of_the_docs_is_a_source() -> None:
    page = (Path(__file__).parents[2] / "docs" / "adding-a-source.md").read_text(encoding="utf-8")
    example = page.split("```toml\n")[1].split("```")[0]

    assert source_of("example-jobs", tomllib.loads(example)).kind == "listing"


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("http://127.0.0.1:9/", "`ports` under [politeness]"),
        ("http://127.0.0.1:8080/", "`allow` under [politeness]"),
    ],
)
def test_what_may_not_be_asked_is_told_with_the_setting_that_says_so(
    tmp_path: Path, url: str, told: str
) -> None:
    deploy_into(tmp_path, "http://127.0.0.1:1")

    result = call_upon(tmp_path, "add", url, "--kind", "listing", "--yes")

    assert result.exit_code == 5
    assert told in result.output
