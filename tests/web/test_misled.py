"""Misled words at the desk: told of a hit, tried on what is kept, written by an admin alone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from monitor.desk.misled import suggested
from monitor.model import Finding, Role
from monitor.store import Decision, Verdict
from monitor.store.misled import State
from tests.store.values import NOW
from tests.web.desk import ADVERTS, Sitting, desk, rules

TEXT = {"ru": ADVERTS["ru"] + "\nСкоро в кино: особый набор по контракту."}


@pytest.fixture
def sitting(tmp_path: Path) -> Iterator[Sitting]:
    with desk(tmp_path, Role.ADMIN, texts=TEXT) as opened:
        yield opened


def place(sitting: Sitting) -> tuple[str, Finding]:
    """Find words of the only hit that can be told to mean something else."""
    (hit,) = sitting.store.hits.all()
    return hit.id, next(
        one
        for one in hit.assessment.findings
        if one.signal == "contract" and isinstance(one.value, str)
    )


def tell(sitting: Sitting, phrase: str = "") -> int:
    hit_id, finding = place(sitting)
    start, end = finding.span.start, finding.span.end
    page = sitting.get(f"/hits/{hit_id}/misled?start={start}&end={end}").text
    assert finding.quote in page
    (hit,) = sitting.store.hits.all()
    phrase = phrase or suggested(hit.posting.text, finding.span)
    sitting.post(
        f"/hits/{hit_id}/misled", start=start, end=end, phrase=phrase, note="A film <b>title</b>"
    )
    told = sitting.store.misled.all()
    return told[0].id if told else 0


def test_what_is_told_is_listed_and_changes_nothing(sitting: Sitting) -> None:
    number = tell(sitting)

    page = sitting.get(f"/misled/{number}").text

    assert number
    assert "<b>title" not in page
    assert "experimental = true" in page
    assert f"/misled/{number}" in sitting.get("/misled").text
    assert not (sitting.folder / "rules").exists()


def test_a_phrase_that_cannot_do_it_is_refused(sitting: Sitting) -> None:
    assert tell(sitting, "кино") == 0


def test_only_words_can_be_told_to_mean_something_else(sitting: Sitting) -> None:
    hit_id, _ = place(sitting)

    assert sitting.get(f"/hits/{hit_id}/misled?start=0&end=999").status_code == 400
    assert sitting.get("/hits/none/misled?start=0&end=1").status_code == 404
    assert sitting.get(f"/misled/{'9' * 30}").status_code == 404


def test_a_replay_shows_what_it_would_change_and_writes_nothing(sitting: Sitting) -> None:
    number = tell(sitting)

    page = sitting.post(f"/misled/{number}/replay").text

    assert "1 of 1 kept postings was searched; 1 have the phrase." in page
    assert not (sitting.folder / "rules").exists()
    assert sitting.store.misled.all()[0].state is State.OPEN


def test_an_admin_writes_it_on_trial_and_once_looked_at_deciding(sitting: Sitting) -> None:
    number = tell(sitting)
    file = sitting.folder / "rules" / "signals" / f"misled_{number}.toml"

    sitting.post(f"/misled/{number}/write", state="shown")
    assert "experimental = true" in file.read_text()
    unseen = sitting.post(f"/misled/{number}/write", state="decides")
    assert unseen.status_code == 400
    assert "experimental = true" in file.read_text()
    sitting.post(f"/misled/{number}/write", state="decides", looked=rules().digest)

    assert "experimental = false" in file.read_text()
    assert sitting.store.misled.all()[0].state is State.DECIDES
    assert sitting.post(f"/misled/{number}/drop").status_code == 400


def test_what_is_dropped_stays_on_record(sitting: Sitting) -> None:
    number = tell(sitting)

    sitting.post(f"/misled/{number}/drop")

    assert sitting.store.misled.all()[0].settled_by == "admin"
    assert "Dropped" in sitting.get(f"/misled/{number}").text


def test_a_reviewer_tells_but_does_not_write(tmp_path: Path) -> None:
    with desk(tmp_path, Role.REVIEWER, texts=TEXT) as sitting:
        number = tell(sitting)

        assert sitting.post(f"/misled/{number}/write", state="shown").status_code == 403
        assert sitting.store.misled.all()[0].state is State.OPEN


@pytest.mark.slow
def test_a_confirmed_advert_that_it_would_hide_is_named(tmp_path: Path) -> None:
    words = "Требуются водители особый набор по контракту с министерством обороны звоните"
    with desk(tmp_path, Role.REVIEWER, texts={"one": words}) as sitting:
        (hit,) = sitting.store.hits.all()
        confirmed = Verdict(hit.id, Decision.CONFIRMED, "Vera")
        sitting.store.reviews.decide(confirmed, seen=None, at=NOW)
        number = tell(sitting, "водители особый набор по контракту с министерством обороны звоните")

        page = sitting.post(f"/misled/{number}/replay").text

    assert "Careful: among them are adverts that people confirmed." in page
