"""`review`: decisions at the keyboard and from scripts."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from rich.console import Console

from monitor import config
from monitor.cli._triage import Triage
from monitor.desk.deployment import open_store
from monitor.store import Decision, Store, Verdict, View
from tests.store.values import NOW, flagged, posting, see

from .conftest import Call, call_upon

SECOND = "Контракт для граждан СНГ, пиши @nabor_primer, +7 912 345-67-89"


@pytest.fixture
def call(tmp_path: Path) -> Call:
    """Call a command upon a deployment that has two hits."""
    (tmp_path / "sources").mkdir()
    (tmp_path / "monitor.toml").touch()
    with open_store(config.load(tmp_path)) as store:
        see(store, flagged(posting("1")), flagged(posting("2", SECOND)))
    return partial(call_upon, tmp_path)


@pytest.fixture
def hits(call: Call) -> list[str]:
    """Give the ids, in the order of the queue."""
    listed = call("hits", "--json").output.splitlines()
    return [json.loads(line)["id"] for line in reversed(listed)]


@pytest.fixture
def about(call: Call) -> Callable[[str], dict[str, Any]]:
    """Give what is kept of a hit."""
    return lambda hit: json.loads(call("review", hit, "--json").stdout)


About = Callable[[str], dict[str, Any]]


def test_one_key_decides_and_the_next_hit_comes(call: Call, hits: list[str], about: About) -> None:
    shown = call("review", "--by", "Aigul", given="cnr").output

    assert [about(hit)["stage"] for hit in hits] == ["confirmed", "not_an_offer"]
    assert about(hits[1])["reviews"][0]["reason"] == "report"
    assert about(hits[0])["reviews"][0]["by"] == "Aigul"
    assert "Nothing is left to review" in shown
    assert "2 decisions made" in shown


class Overtaking(io.StringIO):
    """A screen on which a hit is no sooner shown than somebody else decides on it."""

    def __init__(self, store: Store, hit: str) -> None:
        super().__init__()
        self.store, self.verdict = store, Verdict(hit, Decision.UNSURE, "Boris")

    def write(self, words: str) -> int:
        if "to review" in words and self.store.reviews.last(self.verdict.hit_id) is None:
            self.store.reviews.decide(self.verdict, seen=None, at=NOW)
        return super().write(words)


def test_who_decided_while_the_hit_was_on_the_screen_is_not_overwritten(
    tmp_path: Path, hits: list[str]
) -> None:
    loaded = config.load(tmp_path)
    with open_store(loaded) as store, CliRunner().isolation(input="cq"):
        screen = Overtaking(store, hits[0])
        Triage(store, loaded, View(), "Aigul", Console(file=screen)).sit()
        (review,) = store.reviews.history(hits[0])

    assert review.verdict.reviewer == "Boris"
    assert "Boris decided meanwhile" in " ".join(screen.getvalue().split())


def test_contacts_stay_masked_at_the_keyboard(call: Call, hits: list[str]) -> None:
    shown = call("review", "--by", "Aigul", given="ss").output

    assert all(hit in shown for hit in hits)
    assert "nabor_pr" not in shown
    assert "345-67" not in shown


def test_keys_of_a_russian_keyboard_decide_too(call: Call, hits: list[str], about: About) -> None:
    call("review", "--by", "Aigul", given="стк")

    assert [about(hit)["stage"] for hit in hits] == ["confirmed", "not_an_offer"]
    assert about(hits[1])["reviews"][0]["reason"] == "report"


def test_undo_takes_the_last_decision_back_and_shows_the_hit_again(
    call: Call, hits: list[str], about: About
) -> None:
    call("review", "--by", "Aigul", given="czu")

    assert about(hits[0])["stage"] == "unsure"
    assert [one["decision"] for one in about(hits[0])["reviews"]] == [
        "confirmed",
        "undone",
        "unsure",
    ]
    assert about(hits[1])["stage"] == "unreviewed"


def test_other_keys_decide_nothing(call: Call, hits: list[str], about: About) -> None:
    result = call("review", "--by", "Aigul", given="xznxq")

    assert result.exit_code == 0
    assert about(hits[0])["reviews"] == []


def test_a_note_and_the_original_of_a_duplicate_are_asked_for(
    call: Call, hits: list[str], about: About
) -> None:
    call("review", "--by", "Aigul", given=f"sdno such hit\nd{hits[0]}\n")
    call("review", "--by", "Aigul", given="mask in Osh\ne")

    assert about(hits[1])["reviews"][0]["duplicate_of"] == hits[0]
    assert about(hits[0])["notes"][0]["text"] == "ask in Osh"
    assert about(hits[0])["stage"] == "escalated"


def test_a_sitting_can_be_narrowed(call: Call) -> None:
    assert "Nothing is left" in call("review", "--by", "Aigul", "--tier", "T3").output


def test_a_script_decides(call: Call, hits: list[str], about: About) -> None:
    decided = call("review", hits[0], "--decide", "confirmed", "--class", "promo", "--by", "Aigul")

    assert decided.exit_code == 0
    assert about(hits[0])["stage"] == "confirmed"
    assert about(hits[0])["reviews"][0]["label"] == "promo"


def test_a_script_overwrites_nothing_that_it_did_not_see(
    call: Call, hits: list[str], about: About
) -> None:
    call("review", hits[0], "--decide", "confirmed", "--by", "Aigul")

    blind = call("review", hits[0], "--decide", "unsure", "--by", "Boris", "--note", "why")
    seen = str(about(hits[0])["last"])
    aware = call("review", hits[0], "--decide", "unsure", "--by", "Boris", "--seen", seen)

    assert (blind.exit_code, aware.exit_code) == (5, 0)
    assert "Aigul decided meanwhile" in blind.output
    assert about(hits[0])["notes"] == []


def test_a_note_goes_with_its_decision_or_neither_is_kept(
    call: Call, hits: list[str], about: About
) -> None:
    decide = ("review", hits[0], "--decide", "confirmed", "--by", "Aigul", "--note")

    long = call(*decide, "n" * 20_001)
    nothing = about(hits[0])
    call(*decide, "why")

    assert long.exit_code != 0
    assert (nothing["stage"], nothing["notes"]) == ("unreviewed", [])
    assert about(hits[0])["stage"] == "confirmed"
    assert [note["text"] for note in about(hits[0])["notes"]] == ["why"]


def test_what_is_asked_of_one_hit_is_done_all_or_not_at_all(
    call: Call, hits: list[str], about: About
) -> None:
    asked = ("--by", "Aigul", "--decide", "confirmed", "--did", "reported", "--tag", "osh")

    refused = call("review", hits[0], *asked, "--tag", "x" * 61)

    assert refused.exit_code != 0
    assert "confirmed" not in refused.output
    kept = about(hits[0])
    assert (kept["reviews"], kept["actions"], kept["tags"]) == ([], [], [])


def test_undo_of_a_script_is_of_its_own_decision_or_of_the_one_it_names(
    call: Call, hits: list[str], about: About
) -> None:
    call("review", hits[0], "--decide", "confirmed", "--by", "Aigul")

    other = call("review", hits[0], "--undo", "--by", "Boris")
    own = call("review", hits[0], "--undo", "--by", "Aigul")

    assert other.exit_code == 5
    assert "by Aigul" in other.output
    assert own.exit_code == 0
    assert about(hits[0])["stage"] == "unreviewed"


def test_notes_tags_and_deeds_are_kept_and_shown(call: Call, hits: list[str], about: About) -> None:
    call("review", hits[0], "--by", "A", "--note", "ask \x1b[2J", "--tag", "osh", "--tag", "bus")
    told = call(
        "review", hits[0], "--by", "B", "--untag", "bus", "--did", "reported", "--whom", "host"
    )

    shown = call("review", hits[0]).output

    assert about(hits[0])["tags"] == ["osh"]
    assert about(hits[0])["actions"][0]["whom"] == "host"
    assert f"{hits[0]}: written down" in told.output
    assert "reported, host" in shown
    assert "written down" not in shown
    assert "\x1b" not in shown


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--decide", "confirmed", "--by", "A"), "name the HIT"),
        (("4f1c", "--decide", "confirmed"), "say who you are"),
        ((), "say who you are"),
    ],
)
def test_a_half_command_is_told_plainly(call: Call, words: tuple[str, ...], told: str) -> None:
    result = call("review", *words)

    assert result.exit_code == 2
    assert told in result.output
