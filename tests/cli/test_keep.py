"""`backup`, `restore`, `prune`, `database`: what is kept, for how long, and the way back."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from monitor.desk.deployment import utcnow
from monitor.store import Manner, Standing, Store, exclusive
from tests.store.values import flagged, posting, see

from .conftest import Call

Deploy = Callable[..., Path]


@pytest.fixture
def filled(deploy: Deploy) -> Path:
    """A deployment that was watched a year ago and today."""
    folder = deploy("http://127.0.0.1:9")
    with Store.open(folder / "monitor.sqlite") as store:
        long_ago = utcnow() - timedelta(days=365)
        see(store, flagged(posting("1", "давно"), tier=None), at=long_ago)
        see(store, flagged(posting("2")), at=utcnow())
    return folder


PAGE = (Path(__file__).parents[2] / "docs" / "keeping.md").read_text(encoding="utf-8")


def hits(folder: Path) -> list[str]:
    with Store.open(folder / "monitor.sqlite") as store:
        return [hit.id for hit in store.hits.all()]


def test_a_backup_restores_what_was_there(call: Call, filled: Path) -> None:
    before, copy = hits(filled), filled / "copy.sqlite"
    made = call("backup", str(copy))
    with Store.open(filled / "monitor.sqlite") as store:
        see(store, flagged(posting("3", "позже")))

    result = call("restore", str(copy))

    assert made.exit_code == 0, made.output
    assert "Wrote 1 hit and 1 alert (" in made.output
    assert result.exit_code == 0, result.output
    assert "Restored 1 hit and 1 alert (" in result.output
    assert "The former database is now " in result.output
    assert hits(filled) == before


def test_a_backup_to_a_script_is_json(call: Call, filled: Path) -> None:
    told = json.loads(call("backup", "--json", str(filled / "copy.sqlite")).output)

    assert (told["hits"], told["alerts"], told["captures"]) == (1, 1, 2)
    assert told["path"] == str(filled / "copy.sqlite")


@pytest.mark.parametrize("words", [["backup", "copy.sqlite"], ["prune"], ["database"]])
def test_where_no_database_is_none_is_made(call: Call, deploy: Deploy, words: list[str]) -> None:
    folder = deploy("http://127.0.0.1:9")

    result = call(*words)

    assert result.exit_code == 5
    assert "there is no database; is this the right deployment?" in result.output
    assert not (folder / "monitor.sqlite").exists()


def test_a_backup_overwrites_nothing(call: Call, filled: Path) -> None:
    (filled / "notes.txt").write_text("ours")

    result = call("backup", str(filled / "notes.txt"))

    assert result.exit_code == 5
    assert "is there already; name a file that is not" in result.output
    assert (filled / "notes.txt").read_text() == "ours"


def test_a_backup_is_made_while_a_run_holds_the_lock_and_a_restore_waits(
    call: Call, filled: Path
) -> None:
    with exclusive(filled / "monitor.sqlite"):
        made = call("backup", str(filled / "copy.sqlite"))
        refused = call("restore", str(filled / "copy.sqlite"))

    assert (made.exit_code, refused.exit_code) == (0, 75)
    assert "another run is at work" in refused.output


def test_a_restore_from_what_is_no_backup_touches_nothing(call: Call, filled: Path) -> None:
    before = hits(filled)

    result = call("restore", str(filled / "monitor.toml"))

    assert result.exit_code == 5
    assert "is not a database of this program" in result.output
    assert hits(filled) == before


def test_a_dry_run_says_what_a_pruning_then_does(call: Call, filled: Path) -> None:
    told = call("prune", "--dry-run")
    before = json.loads(call("prune", "--dry-run", "--json").output)
    done = json.loads(call("prune", "--compact", "--json").output)

    assert "0 hits, 1 posting without a hit, 1 page (" in told.output
    assert told.output.rstrip().endswith("would go.")
    assert before == done
    assert "0 hits, 0 postings without a hit, 0 pages (0 bytes) and 0 runs went." in (
        call("prune").output
    )


def test_pruning_goes_on_beside_a_run_and_compacting_waits(call: Call, filled: Path) -> None:
    with exclusive(filled / "monitor.sqlite"):
        assert call("prune").exit_code == 0
        assert call("prune", "--compact").exit_code == 75


def test_a_log_that_somebody_reads_is_said_to_have_what_went(call: Call, filled: Path) -> None:
    reader = sqlite3.connect(filled / "monitor.sqlite", isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT * FROM hits").fetchall()

    result = call("prune")
    reader.close()

    assert result.exit_code == 0
    assert "its log has what went until the next time" in result.output
    assert "its log" not in call("prune").output


def test_retention_is_the_deployments_own(call: Call, filled: Path) -> None:
    with (filled / "monitor.toml").open("a") as file:
        file.write('[retention]\npages = "100w"\npostings = "100w"\ndismissed = "2d"\n')
    with Store.open(filled / "monitor.sqlite") as store:
        late = utcnow() - timedelta(days=3)
        see(store, flagged(posting("4", "отклонено")), at=late)
        (hit,) = (hit for hit in store.hits.all() if hit.posting.key == "4")
        store.hits.stand(hit.id, Standing.DISMISSED, at=late)
        store.outbox.form("mail", Manner(groups=False), now=late)
        while message := store.outbox.claim("mail", now=late):
            store.outbox.sent(message.id, "250", now=late)

    told = json.loads(call("prune", "--json").output)

    assert (told["hits"], told["postings"], told["pages"]) == (1, 0, 0)
    assert len(hits(filled)) == 1


def test_database_shows_size_and_growth(call: Call, filled: Path) -> None:
    shown = call("database")
    told = json.loads(call("database", "--json").output)

    assert shown.exit_code == 0, shown.output
    assert "1 hit, 2 postings" in shown.output
    assert "a day, before pruning" in shown.output
    assert told["file"] == (filled / "monitor.sqlite").stat().st_size
    assert told["schema"].startswith("m0")
    assert "wrong" not in told


def test_a_sound_database_is_said_to_be_sound(call: Call, filled: Path) -> None:
    result = call("database", "--check")

    assert result.exit_code == 0
    assert result.output.endswith("Sound.\n")


def test_a_damaged_one_ends_with_five(call: Call, filled: Path) -> None:
    connection = sqlite3.connect(filled / "monitor.sqlite")
    connection.execute("UPDATE sightings SET posting_id = 99")
    connection.commit()
    connection.close()

    result = call("database", "--check", "--json")

    assert result.exit_code == 5
    assert "points nowhere" in json.loads(result.output)["wrong"]


def test_a_damaged_database_is_told_by_a_run_and_healed_by_a_restore(
    call: Call, filled: Path
) -> None:
    before, path = hits(filled), filled / "monitor.sqlite"
    call("backup", str(filled / "copy.sqlite"))
    path.write_bytes(path.read_bytes()[:4096] + b"\xff" * (path.stat().st_size - 4096))

    told = call("run")
    healed = call("restore", str(filled / "copy.sqlite"))

    assert told.exit_code == 5
    assert "monitor.sqlite: is damaged; restore a backup" in told.output
    assert "Traceback" not in told.output
    assert healed.exit_code == 0, healed.output
    assert hits(filled) == before


def test_the_commands_of_the_docs_work_in_their_order(call: Call, filled: Path) -> None:
    lines = [line.split() for line in PAGE.splitlines() if line.startswith("advert-monitor ")]

    for _, *words in lines:
        result = call(*(word.replace("/mnt/usb", str(filled)) for word in words))
        assert result.exit_code == 0, (words, result.output)

    assert len(lines) == 7
