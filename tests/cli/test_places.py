"""`add`, `check` and `sources` on real places on loopback."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from monitor import config

from .conftest import Call, source
from .served import CIVIL, OFFER, feed, html, jobs, served

Deploy = Callable[..., Path]

WIDE = {f"/job/{n}": html(text) for n, text in enumerate((OFFER, CIVIL, CIVIL, CIVIL, CIVIL))}
PLACES = {
    "/offer": html(OFFER),
    "/jobs": jobs(OFFER, CIVIL, CIVIL, CIVIL, CIVIL),
    "/feed": feed(OFFER, CIVIL),
    "/blog": html(CIVIL, head='<link rel="alternate" type="application/rss+xml" href="/feed">'),
    "/empty": html(),
    **WIDE,
}


@pytest.mark.parametrize(
    ("path", "kind", "postings"),
    [("/offer", "webpage", 1), ("/jobs", "listing", 5), ("/feed", "feed", 2)],
)
def test_add_guesses_the_kind_and_writes_what_it_showed(
    call: Call, deploy: Deploy, path: str, kind: str, postings: int
) -> None:
    with served(PLACES) as host:
        folder = deploy(host)
        result = call("add", host + path, "--id", "place", "--yes")

    (written,) = config.load(folder).sources
    assert result.exit_code == 0, result.output
    assert (written.id, written.kind, written.url) == ("place", kind, host + path)
    assert f"{postings} posting" in result.output
    assert "T1" in result.output
    assert "army_offer" in result.output
    assert (folder / "sources" / "place.toml").read_text() in result.output


def test_add_takes_the_adverts_and_not_the_menu(call: Call, deploy: Deploy) -> None:
    with served(PLACES) as host:
        folder = deploy(host)
        call("add", f"{host}/jobs", "--id", "place", "--yes")

    assert 'item = "div.card"' in (folder / "sources" / "place.toml").read_text()


def test_add_asks_before_it_writes(call: Call, deploy: Deploy) -> None:
    with served(PLACES) as host:
        folder = deploy(host)
        refused = call("add", f"{host}/offer", given="n\n")
        nothing = list((folder / "sources").iterdir())
        taken = call("add", f"{host}/offer", given="y\n")

    assert "Nothing was written" in refused.output
    assert nothing == []
    assert taken.exit_code == 0
    assert len(list((folder / "sources").iterdir())) == 1


def test_add_points_to_a_feed_that_the_page_names(call: Call, deploy: Deploy) -> None:
    with served(PLACES) as host:
        deploy(host)
        result = call("add", f"{host}/blog", "--yes")

    assert f"{host}/feed" in result.output


def test_add_writes_nothing_where_nothing_could_be_read(call: Call, deploy: Deploy) -> None:
    with served(PLACES) as host:
        folder = deploy(host)
        result = call("add", f"{host}/gone", "--yes")

    assert result.exit_code == 5
    assert "status 404" in result.output
    assert list((folder / "sources").iterdir()) == []


def test_add_refuses_a_place_that_is_watched_already(call: Call, deploy: Deploy) -> None:
    with served(PLACES) as host:
        deploy(host, old=source(f"{host}/offer"))
        result = call("add", f"{host}/offer/", "--yes")

    assert result.exit_code == 2
    assert "sources/old.toml already watches" in result.output


def test_add_refuses_a_name_that_is_taken(call: Call, deploy: Deploy) -> None:
    with served(PLACES) as host:
        folder = deploy(host, old=source(f"{host}/offer"))
        before = (folder / "sources" / "old.toml").read_text()
        result = call("add", f"{host}/feed", "--id", "old", "--yes")

    assert result.exit_code == 2
    assert (folder / "sources" / "old.toml").read_text() == before


@pytest.mark.parametrize("url", ["ftp://example.org/", "example.org", "https://u:pw@example.org/"])
def test_add_refuses_what_is_no_public_address(call: Call, deploy: Deploy, url: str) -> None:
    deploy("http://127.0.0.1:9")

    result = call("add", url, "--yes")

    assert result.exit_code == 2
    assert "pw" not in result.output.replace(url, "")


def test_add_asks_no_address_that_is_not_public(call: Call, deploy: Deploy) -> None:
    with served(PLACES) as host:
        deploy("http://127.0.0.1:9")
        result = call("add", f"{host}/offer", "--yes")

    assert result.exit_code == 5


def test_check_looks_at_the_enabled_sources_and_stores_nothing(call: Call, deploy: Deploy) -> None:
    with served(PLACES) as host:
        folder = deploy(
            host,
            offer=source(f"{host}/offer"),
            news=source(f"{host}/feed", "feed"),
            off=source(f"{host}/gone", rest="enabled = false\n"),
        )
        result = call("check", "--json")

    looks = {look["source"]: look for look in json.loads(result.output)}
    assert result.exit_code == 0
    assert sorted(looks) == ["news", "offer"]
    assert looks["offer"]["postings"][0]["tier"] == "T1"
    assert not (folder / "monitor.sqlite").exists()


def test_check_tells_each_fault_and_ends_with_code_one(call: Call, deploy: Deploy) -> None:
    with served(PLACES) as host:
        deploy(
            host,
            offer=source(f"{host}/offer"),
            few=source(f"{host}/feed", "feed", "at_least = 9\n"),
        )
        result = call("check")

    assert result.exit_code == 1
    assert "at least 9 were expected" in " ".join(result.output.split())
    assert "fine" in result.output


def test_check_looks_at_a_named_source_that_is_not_enabled(call: Call, deploy: Deploy) -> None:
    with served(PLACES) as host:
        deploy(host, off=source(f"{host}/offer", rest="enabled = false\n"))
        result = call("check", "off")

    assert result.exit_code == 0
    assert "1 posting read" in result.output


def test_check_offline_asks_nobody(call: Call, deploy: Deploy) -> None:
    deploy("http://127.0.0.1:9", offer=source("http://127.0.0.1:9/offer"))

    result = call("check", "--offline")

    assert result.exit_code == 0
    assert "1 source, 1 enabled" in result.output


def test_check_names_the_variables_that_are_not_set(call: Call, deploy: Deploy) -> None:
    hook = (
        '[channels.desk]\nkind = "webhook"\nurl = "https://example.org/"\nsecret_env = "NO_SUCH"\n'
    )
    deploy("http://127.0.0.1:9", hook)

    result = call("check", "--offline")

    assert "neither NO_SUCH nor NO_SUCH_FILE" in result.output


def test_check_shows_no_contact_of_a_recruiter(call: Call, deploy: Deploy) -> None:
    with served({"/": html("Звони +7 912 345-67-89, пиши @nabor_primer")}) as host:
        deploy(host, a=source(f"{host}/"))
        result = call("check", "a")

    assert "345-67" not in result.output
    assert "nabor_pr" not in result.output


def test_an_unknown_source_is_told_with_the_nearest(call: Call, deploy: Deploy) -> None:
    deploy("http://127.0.0.1:9", offer=source("http://127.0.0.1:9/offer"))

    result = call("check", "ofer")

    assert result.exit_code == 2
    assert 'did you mean "offer"?' in result.output


def test_sources_tells_the_state_of_each(call: Call, deploy: Deploy) -> None:
    with served(PLACES) as host:
        deploy(
            host,
            fine=source(f"{host}/offer"),
            gone=source(f"{host}/gone"),
            off=source(f"{host}/off", rest="enabled = false\n"),
        )
        before = json.loads(call("sources", "--json").output)
        call("run")
        after = json.loads(call("sources", "--json").output)
        table = call("sources").output

    assert [one["state"] for one in before] == ["new", "new", "off"]
    assert [one["state"] for one in after] == ["healthy", "new", "off"]
    assert after[1]["fault"]["code"] == "http_404"
    assert (after[1]["suspected"]["state"], after[1]["suspected"]["looks"]) == ("gone", 1)
    assert "gone?" in table


@pytest.mark.parametrize(("delay", "warns"), [("250ms", True), ("100ms", False)])
def test_check_names_a_host_that_cannot_be_asked_so_often(
    call: Call, deploy: Deploy, delay: str, warns: bool
) -> None:
    own = f'min_delay = "{delay}"\n'
    places = {f"s{n}": source(f"http://127.0.0.1:9/{n}", rest=own) for n in range(5)}
    deploy("http://127.0.0.1:9", **places)

    result = call("check", "--offline")

    assert ("127.0.0.1:9: 5 sources would take up 125% of its time" in result.output) is warns
