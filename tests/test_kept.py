"""What is kept of the rules for the next start: the same rules, sooner, and never in the way."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

import pytest

from monitor import rulebook
from monitor.rulebook import Rules
from monitor.rulebook._kept import kept
from monitor.text.anchors import Anchors, anchors_of

ADVERT = "контракт с минобороны, гражданство за три месяца"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give an empty place for what is kept."""
    monkeypatch.setattr(rulebook, "_KEPT", tmp_path / "kept")
    return tmp_path / "kept"


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a place in which a first start has kept all that it made."""
    place = tmp_path_factory.mktemp("kept")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(rulebook, "_KEPT", place)
        loaded()
    return place


@pytest.fixture
def filled(folder: Path, first: Path) -> Path:
    """Give a place of a test's own with what a first start kept."""
    shutil.copytree(first, folder)
    return folder


@pytest.fixture
def chosen(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Give the patterns whose anchors are chosen in this test."""
    patterns: list[str] = []

    def choose(some: Sequence[str]) -> Anchors:
        patterns.extend(some)
        return anchors_of(some)

    monkeypatch.setattr(rulebook, "anchors_of", choose)
    return patterns


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """Give a deployment's own rules: one phrase."""
    languages = tmp_path / "rules" / "languages"
    languages.mkdir(parents=True)
    (languages / "ru.toml").write_text('[phrases]\ncontract = ["тихая пристань"]\n')
    return tmp_path / "rules"


def loaded(extra: Path | None = None) -> Rules:
    """Load as a new process would."""
    rules = rulebook.load.__wrapped__(extra)
    assert rules.phrases.find(ADVERT)
    return rules


@pytest.mark.slow
def test_the_second_start_has_the_same_rules(folder: Path) -> None:
    first = loaded()
    assert {path.name for path in folder.iterdir()} == {"anchors.json", "tables.json"}

    second = loaded()

    assert second.digest == first.digest
    assert second.phrases.phrases == first.phrases.phrases
    assert second.phrases.find(ADVERT) == first.phrases.find(ADVERT)
    assert second.weights == first.weights


def test_a_second_start_chooses_no_anchor(filled: Path, chosen: list[str]) -> None:
    loaded()

    assert chosen == []


def test_own_phrases_are_found_over_what_was_kept_without_them(filled: Path, own: Path) -> None:
    rules = loaded(own)

    assert [match.signal for match in rules.phrases.find("тихая пристань")] == ["contract"]


def test_with_own_phrases_only_theirs_have_their_anchors_chosen(
    filled: Path, own: Path, chosen: list[str]
) -> None:
    loaded(own)
    loaded()

    assert chosen == ["тихая пристань"]


@pytest.mark.parametrize("raw", [b"", b"\x00", b"[]", b"{}", b'{"key": 3}', b'{"key": "a"', b"9"])
def test_a_torn_file_is_made_anew(tmp_path: Path, raw: bytes) -> None:
    place = tmp_path / "kept.json"
    place.write_bytes(raw)

    assert kept(place, "a", lambda: ["made"]) == ["made"]
    assert kept(place, "a", lambda: ["again"]) == ["made"]
    assert kept(place, "b", lambda: ["other"]) == ["other"]
    assert [path.name for path in tmp_path.iterdir()] == ["kept.json"]


def test_a_place_that_takes_nothing_costs_only_the_time(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    assert kept(tmp_path / "file" / "kept.json", "a", lambda: ["made"]) == ["made"]


def test_anchors_come_back_from_json_as_they_were(tmp_path: Path) -> None:
    made = anchors_of([phrase.pattern for phrase in rulebook.load().phrases.phrases[:2000]])

    kept(tmp_path / "kept.json", "a", lambda: made)

    assert kept(tmp_path / "kept.json", "a", lambda: None) == list(made)
