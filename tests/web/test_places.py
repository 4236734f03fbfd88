"""The pages of sources: what they show, and what they really do."""

from __future__ import annotations

import html as escaping
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from selectolax.lexbor import LexborHTMLParser

from monitor import config
from monitor.model import Fault, Role, Run
from monitor.store import Health, State
from monitor.store.health import Judgement, Pending, Slot
from tests.cli.served import OFFER, html, jobs, served
from tests.store.values import NOW, SOURCE, capture
from tests.web.desk import Sitting, desk
from tests.web.seen import HOSTILE, settle, words


def source_file(sitting: Sitting, name: str = "north") -> Path:
    return sitting.folder / "sources" / f"{name}.toml"


def hidden(answer: Any, name: str, form: str = "form") -> str:
    field = LexborHTMLParser(answer.text).css_first(f"{form} input[name={name}]")
    assert field is not None, answer.text
    return str(field.attributes["value"])


def ail(sitting: Sitting, sentence: str) -> None:
    """Make the source one whose pages are gone."""
    run = Run(SOURCE.id, NOW, NOW, fault=Fault("http_404", sentence))
    gone = Health(State.GONE, since=NOW, known_since=NOW, sentence=sentence)
    judgement = Judgement(gone, slot=Slot(), pending=Pending.STAYS, former=None)
    sitting.store.finish(run, SOURCE, judgement)


def test_a_source_that_was_never_looked_at_says_so(calm: Sitting) -> None:
    said = words(calm.get("/sources"))

    assert "north" in said
    assert "never" in said


def test_an_ill_source_says_what_it_is_and_what_to_do(sitting: Sitting) -> None:
    ail(sitting, "answers 404")

    said = words(sitting.get("/sources/north"))

    assert "Gone" in said
    assert "Look for its new address." in said
    assert "answers 404" in said


def test_the_list_can_be_narrowed_to_what_needs_somebody(sitting: Sitting) -> None:
    before = words(sitting.get("/sources?state=ill"))

    ail(sitting, "answers 404")

    assert "No source fits." in before
    assert "answers 404" in words(sitting.get("/sources?state=ill&q=NORTH"))


def test_hostile_names_and_faults_are_only_text(sitting: Sitting) -> None:
    with source_file(sitting).open("a", encoding="utf-8") as file:
        file.write(f"name = '{HOSTILE}'\nwhy = '{HOSTILE}'\n")
    ail(sitting, HOSTILE)

    for path in ("/sources", "/sources/north"):
        answer = sitting.get(path)
        assert "<script>alert" not in answer.text
        assert escaping.escape("<script>") in answer.text
        assert "\u202e" not in words(answer)


def test_an_address_in_a_fault_is_dead(sitting: Sitting) -> None:
    ail(sitting, "https://evil.example/x?a=1 is not there.")

    for path in ("/sources", "/sources/north"):
        answer = sitting.get(path)
        assert "hxxps://evil[.]example/x?a=1 is not there." in words(answer)
        assert "https://evil" not in answer.text


def test_the_last_captures_are_told_and_not_served(sitting: Sitting) -> None:
    sitting.store.keep(capture(body=b"<b>their words</b>"))

    answer = sitting.get("/sources/north")

    assert capture(body=b"<b>their words</b>").sha256[:16] in words(answer)
    assert "their words" not in answer.text


def test_an_unknown_source_is_not_found(calm: Sitting) -> None:
    assert "no source of this name" in words(calm.get("/sources/nowhere"), 404)


def test_a_change_is_shown_before_it_is_written(sitting: Sitting) -> None:
    before = source_file(sitting).read_text()
    shown = sitting.post("/sources/north/change", enabled="no", every="6h")

    assert source_file(sitting).read_text() == before
    assert '- every = "1h"' in words(shown)
    said = sitting.post(
        "/sources/north/change", enabled="no", every="6h", seen=hidden(shown, "seen")
    )
    assert said.status_code == 303
    (source,) = config.load(sitting.folder).sources
    assert (source.enabled, source.every) == (False, timedelta(hours=6))
    assert "Off" in words(sitting.get("/sources/north"))


def test_what_was_not_shown_is_not_written(calm: Sitting) -> None:
    shown = calm.post("/sources/north/change", enabled="yes", every="6h")

    said = calm.post("/sources/north/change", enabled="yes", every="1s", seen=hidden(shown, "seen"))

    assert "This is how its file would change" in words(said)
    assert '"1h"' in source_file(calm).read_text()


def test_a_time_that_is_none_is_refused_in_words(calm: Sitting) -> None:
    said = words(calm.post("/sources/north/change", enabled="yes", every="soon"), 400)

    assert "every" in said


def test_a_source_is_added_as_it_was_shown(sitting: Sitting) -> None:
    with served({"/jobs": jobs(*[OFFER] * 5)}) as at:
        settle(sitting, f'[politeness]\nallow = ["{at[7:]}"]\nmin_delay = "1ms"\n')
        shown = sitting.post("/add", url=f"{at}/jobs", id="town", kind="")

        assert "div.card" in words(shown)
        assert "5 postings were read. 5 of them would be flagged." in words(shown)
        assert not source_file(sitting, "town").exists()
        fields = {
            name: hidden(shown, name, "form[action='/add/save']")
            for name in ("id", "text", "looked")
        }
        said = sitting.post("/add/save", **fields)

    assert said.headers["location"] == "/sources/town"
    assert [source.id for source in config.load(sitting.folder).sources] == ["north", "town"]
    assert "source_added" in sitting.store.audit.words()


def test_whoever_looks_again_goes_by_what_the_first_look_was_told(sitting: Sitting) -> None:
    asked: list[str] = []
    with served({"/": html(OFFER)}, asked=asked) as at:
        settle(sitting, f'[politeness]\nallow = ["{at[7:]}"]\nmin_delay = "1ms"\n')
        for _ in range(2):
            words(sitting.post("/add", url=f"{at}/", id="town", kind="webpage"))

    assert asked == ["/robots.txt", "/", "/"]


def test_contacts_are_masked_in_what_a_look_shows(sitting: Sitting) -> None:
    with served({"/": html(OFFER)}) as at:
        settle(sitting, f'[politeness]\nallow = ["{at[7:]}"]\nmin_delay = "1ms"\n')
        shown = sitting.post("/add", url=f"{at}/", kind="webpage")

    assert "345-67-89" not in shown.text
    assert "nabor_primer" not in shown.text


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("http://127.0.0.1:1/", "public"),
        ("http://169.254.169.254/latest", "public"),
        ("file:///etc/passwd", "url"),
        ("https://north.example/", "already watches"),
        ("", "url"),
    ],
)
def test_an_address_that_cannot_be_watched_is_refused_in_words(
    calm: Sitting, url: str, why: str
) -> None:
    said = calm.post("/add", url=url, id="", kind="webpage")

    assert why in said.text
    assert len(list((calm.folder / "sources").iterdir())) == 1


def test_a_file_that_nobody_looked_at_is_not_written(calm: Sitting) -> None:
    text = 'kind = "webpage"\nurl = "https://south.example/"\nevery = "1h"'

    said = calm.post("/add/save", id="south", text=text, looked="")

    assert "Look once more" in words(said, 400)
    assert not source_file(calm, "south").exists()


@pytest.mark.parametrize("name", ["../monitor", "a/b", "", "A B", "north"])
def test_a_name_that_is_none_or_taken_writes_nothing(calm: Sitting, name: str) -> None:
    text = 'kind = "webpage"\nurl = "https://south.example/"\nevery = "1h"'

    said = calm.post("/add/save", id=name, text=text, looked="")

    assert said.status_code == 400
    assert [path.name for path in calm.folder.rglob("*.toml")].count("monitor.toml") == 1
    assert len(list((calm.folder / "sources").iterdir())) == 1


def test_a_viewer_sees_sources_and_changes_none(tmp_path: Path) -> None:
    with desk(tmp_path, Role.VIEWER) as sitting:
        seen = sitting.get("/sources/north")
        refused = sitting.post("/sources/north/change", enabled="no", every="1h")

    assert "Look at it once" not in words(seen)
    assert refused.status_code == 403


def test_an_overdue_source_is_marked(sitting: Sitting) -> None:
    run = replace(Run(SOURCE.id, NOW, NOW), started_at=NOW - timedelta(days=2))
    sitting.store.runs.finish(replace(run, finished_at=NOW - timedelta(days=2)), SOURCE)

    assert "Overdue" in words(sitting.get("/sources"))
