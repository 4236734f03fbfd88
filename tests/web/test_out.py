"""What leaves the desk: masked for whoever may not more, on record, and feeds that can be closed."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit
from xml.etree import ElementTree

import pytest

from monitor.model import Role
from monitor.store import Decision, Question, Sought, Verdict
from tests.store.values import NOW
from tests.web.desk import ADVERTS, Sitting, desk

WAYS = ("345-67", "primer", "tsarayutyun")


@pytest.fixture
def sitting(tmp_path: Path) -> Iterator[Sitting]:
    with desk(tmp_path) as opened:
        yield opened


def audited(sitting: Sitting) -> list[tuple[str, str]]:
    return [(one.what, one.about) for one in sitting.store.audit.find(Sought(), limit=50)]


def confirm(sitting: Sitting, hit: str) -> None:
    verdict = Verdict(hit, Decision.CONFIRMED, "Aigul")
    sitting.store.reviews.decide(verdict, seen=None, at=NOW)


@pytest.mark.parametrize("name", ["hits.csv", "hits.jsonl"])
def test_no_contact_leaves_masked_files(sitting: Sitting, name: str) -> None:
    answer = sitting.get(f"/out/{name}?state=any")

    assert answer.headers["content-disposition"] == f'attachment; filename="{name}"'
    assert not any(way in answer.text for way in WAYS)
    assert "https://" not in answer.text


def test_a_table_has_the_hits_of_the_view(sitting: Sitting) -> None:
    rows = list(
        csv.DictReader(io.StringIO(sitting.get("/out/hits.csv?lang=hy").text.lstrip("\ufeff")))
    )

    assert [row["language"] for row in rows] == ["hy"]
    assert rows[0]["state"] == "unreviewed"


def test_json_lines_are_one_hit_a_line(sitting: Sitting) -> None:
    lines = sitting.get("/out/hits.jsonl").text.splitlines()

    assert {json.loads(line)["id"] for line in lines} == set(sitting.hits())


@pytest.mark.parametrize(
    ("role", "status"), [(Role.VIEWER, 403), (Role.REVIEWER, 403), (Role.COORDINATOR, 200)]
)
@pytest.mark.parametrize("name", ["contacts.csv", "contacts.jsonl"])
def test_contacts_are_for_coordinators(tmp_path: Path, role: Role, status: int, name: str) -> None:
    with desk(tmp_path, role) as sitting:
        answer = sitting.get(f"/out/{name}")

        assert answer.status_code == status
        assert ("345-67" in answer.text) is (status == 200)


def test_who_took_what_is_on_record(tmp_path: Path) -> None:
    with desk(tmp_path, Role.COORDINATOR) as sitting:
        sitting.get("/out/hits.csv?lang=hy")
        sitting.get("/out/contacts.jsonl")

        assert ("taken_masked", "1 hits, hits.csv: lang=hy") in audited(sitting)
        assert (
            "taken_with_contacts",
            f"{len(ADVERTS)} hits, hits-with-contacts.jsonl: ",
        ) in audited(sitting)


def test_no_cell_is_a_formula(tmp_path: Path) -> None:
    with desk(tmp_path, texts={"ru": '=HYPERLINK("http://x")\n' + ADVERTS["ru"]}) as sitting:
        table = sitting.get("/out/hits.csv").text.lstrip("\ufeff")

        cells = [cell for row in csv.reader(io.StringIO(table)) for cell in row]
        assert not any(cell.startswith(("=", "+", "-", "@")) for cell in cells)


def test_what_others_decided_does_not_leave_before_an_owed_opinion(sitting: Sitting) -> None:
    hit = sitting.hits()[0]
    sitting.store.opinions.ask(Question(hit, "Aigul", "reviewer", NOW, "and you?"))
    confirm(sitting, hit)

    assert hit not in sitting.get("/out/hits.jsonl?state=any").text


def opened(sitting: Sitting, view: str = "lang=ru&assigned=me&state=any") -> str:
    answer = sitting.post("/out/feeds", view=view, name="For <b>partners</b>")
    assert answer.status_code == 200, answer.text
    (address,) = re.findall(r'readonly value="([^"]+)"', answer.text)
    return urlsplit(address).path


def test_a_feed_has_the_confirmed_hits_of_its_view_and_needs_no_account(sitting: Sitting) -> None:
    for hit in sitting.hits():
        confirm(sitting, hit)
    address = opened(sitting)

    sitting.client.cookies.clear()
    answer = sitting.get(address)

    feed = ElementTree.fromstring(answer.content)
    (title,) = [one.text for one in feed.findall("./channel/item/title")]
    assert title is not None
    assert title.startswith("T1 Army offer, Russian")
    assert not any(way in answer.text for way in WAYS)
    assert answer.headers["content-type"] == "application/rss+xml; charset=utf-8"


@pytest.mark.parametrize("before", [490, 494, 498])
def test_no_part_of_a_phone_stands_where_a_feeds_entry_ends(tmp_path: Path, before: int) -> None:
    ways = " @sluzhba_primer" * 12
    advert = f"{ADVERTS['ru']}{ways} ".ljust(before, ".") + "+7 912 345-67-89"
    with desk(tmp_path, texts={"ru": advert}) as sitting:
        confirm(sitting, *sitting.hits())
        answer = sitting.get(opened(sitting))

    assert "<description>" in answer.text
    assert "912" not in answer.text


def test_what_is_not_confirmed_is_in_no_feed(sitting: Sitting) -> None:
    address = opened(sitting, "")

    assert "<item>" not in sitting.get(address).text


def test_a_closed_feed_is_gone_and_its_token_is_nowhere_in_the_file(sitting: Sitting) -> None:
    address = opened(sitting)
    (feed,) = sitting.store.feeds.all(1)
    assert sitting.get(address).status_code == 200
    (read,) = sitting.store.feeds.all(1)
    assert (feed.read_at, read.read_at) == (None, NOW)

    sitting.post(f"/out/feeds/{feed.id}/close")

    assert sitting.get(address).status_code == 404
    token = address.removeprefix("/feed/").removesuffix(".rss")
    rows = sitting.store._db.rows("SELECT * FROM feeds")
    assert token not in repr(rows)
    assert len(token) > 40


def test_a_feed_ends_with_what_its_owner_may(sitting: Sitting) -> None:
    """Else a minute at a desk left open would be a way to read on for ever."""
    address, accounts = opened(sitting), sitting.store.accounts
    owner = accounts.named("reviewer")
    assert owner is not None
    accounts.add("Root", Role.ADMIN, password="a hash", at=NOW)

    accounts.set_role(owner.id, Role.VIEWER)
    lowered = sitting.get(address).status_code
    accounts.set_role(owner.id, Role.REVIEWER)
    raised = sitting.get(address).status_code
    accounts.set_password(owner.id, "another hash", first=False, at=NOW)

    assert (lowered, raised, sitting.get(address).status_code) == (404, 200, 404)
    assert sitting.store.feeds.all(owner.id) == []


def test_the_page_says_what_may_be_taken(sitting: Sitting) -> None:
    page = sitting.get("/out?lang=hy").text

    assert "/out/hits.csv?lang=hy" in page
    assert "/out/contacts.csv" not in page
    assert "1 hit" in page


def test_signs_that_xml_has_none_for_break_no_feed(tmp_path: Path) -> None:
    text = "\x00\x0b\ud800]]>&<i>" + ADVERTS["ru"]
    with desk(tmp_path, texts={"ru": text.encode("utf-8", "replace").decode()}) as sitting:
        confirm(sitting, sitting.hits()[0])

        ElementTree.fromstring(sitting.get(opened(sitting, "")).content)
        assert sitting.get("/out/hits.jsonl?state=any").status_code == 200
