"""An advert added by hand: judged first, kept as a hit whatever the rules say, in whose name."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from monitor.model import Role
from monitor.store import Sought
from monitor.store.byhand import Brought, Way
from tests.cli.served import OFFER, html, served
from tests.web.desk import Sitting, desk

MISSED = 'Поедем на ленточку, парни <img src="https://evil.example/x.png"> пишите @primer_primer'


@pytest.fixture(scope="module")
def sitting(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sitting]:
    with desk(tmp_path_factory.mktemp("desk"), Role.REVIEWER, texts={}) as opened:
        yield opened


def test_what_is_not_flagged_is_shown_first_and_kept_when_asked(sitting: Sitting) -> None:
    shown = sitting.post("/byhand/look", way="photo", text=MISSED, place="Underpass")
    assert shown.status_code == 200
    assert "The rules do not flag it" in shown.text
    assert "<img" not in shown.text
    assert sitting.hits() == []

    added = sitting.post("/byhand/keep", way="photo", text=MISSED, place="Underpass", label="promo")

    (hit,) = sitting.store.hits.all()
    origin = sitting.store.by_hand.of(hit.id)
    review = sitting.store.reviews.standing(hit.id)
    assert added.headers["location"] == f"/hits/{hit.id}"
    assert origin
    assert (origin.way, origin.reviewer, origin.place) == (Way.PHOTO, "reviewer", "Underpass")
    assert review
    assert review.verdict.label == "promo"
    page = sitting.get(f"/hits/{hit.id}").text
    assert "Brought in from a photo" in page
    assert "not flagged by the rules" in page
    assert f"/hits/{hit.id}" in sitting.get("/?state=confirmed").text
    assert "Brought in by hand" in sitting.get("/charts").text
    assert sitting.get("/learning?all=1").status_code == 200
    assert sitting.store.by_hand.brought() == Brought(all=1, flagged=0)
    known = sitting.post("/byhand/look", way="text", text=MISSED.upper()).text
    assert f"/hits/{hit.id}" in known


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"way": "text", "text": " "}, "Give the words"),
        ({"way": "url", "url": "javascript:alert(1)"}, "whole address"),
        ({"way": "url", "url": "file:///etc/passwd"}, "whole address"),
        ({"way": "text", "text": "а", "country": "Кир"}, "two letters"),
        ({"way": "text", "text": "а" * 50_001}, "too long"),
    ],
)
def test_what_cannot_be_read_is_refused_in_words(
    sitting: Sitting, fields: dict[str, str], says: str
) -> None:
    answer = sitting.post("/byhand/look", **fields)

    assert answer.status_code == 400
    assert says in answer.text


def test_the_desk_fetches_nothing_from_within(sitting: Sitting) -> None:
    answer = sitting.post("/byhand/look", way="url", url="http://127.0.0.1:1/")

    assert answer.status_code == 502
    assert "could not be read" in answer.text


def test_whoever_has_a_page_fetched_is_on_record(sitting: Sitting) -> None:
    """It shows contacts, as a look at a source does, and a place sees our address."""
    sitting.post("/byhand/look", way="url", url="http://127.0.0.1:2/")

    (entry, *_) = sitting.store.audit.find(Sought(what="page_fetched"), limit=1)
    assert (entry.who, entry.about) == ("reviewer", "http://127.0.0.1:2/")


def test_a_capture_of_a_watched_place_is_not_taken_for_one_of_ours(sitting: Sitting) -> None:
    fields = {"way": "url", "url": "https://north.example/", "capture": "1", "key": "1"}

    assert sitting.post("/byhand/keep", **fields).status_code == 404


@pytest.mark.slow
def test_a_page_is_fetched_once_and_its_capture_is_kept(sitting: Sitting) -> None:
    asked: list[str] = []
    with served({"/advert": html(OFFER)}, asked=asked) as host:
        allow(sitting, host)
        url = f"{host}/advert"

        shown = sitting.post("/byhand/look", way="url", url=url).text
        fields = dict(re.findall(r'name="(capture|key|url|way)" value="([^"]*)"', shown))
        added = sitting.post("/byhand/keep", **fields)

    assert "The rules flag it" in shown
    hit_id = added.headers["location"].removeprefix("/hits/")
    (hit,) = sitting.store.hits.give([hit_id])
    assert OFFER in hit.posting.text
    assert hit.posting.source_id == "by-hand"
    assert asked.count("/advert") == 1
    assert sitting.store.captures.body(hit.posting.capture_sha256)


def allow(sitting: Sitting, host: str) -> None:
    """Let the desk fetch from the loopback address of a test's server."""
    settings = sitting.folder / "monitor.toml"
    name = host.removeprefix("http://")
    settings.write_text(f'[politeness]\nallow = ["{name}"]\nmin_delay = "0s"\njitter = 0.0\n')
