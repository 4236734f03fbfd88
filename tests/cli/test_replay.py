"""`replay`: rules of today upon the postings of yesterday."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from monitor import config, rulebook
from monitor.cli.retell import AT_ONCE, parts
from monitor.desk.deployment import open_store

from .conftest import Call, source
from .served import CIVIL, OFFER, html, served

Deploy = Callable[..., Path]
WORD = """title = "Shop"
meaning = "A shop."
core = true
[phrases]
ru = ["магазин*"]
"""
NOT_OURS = """[phrases]
ru = ["служба по контракту в вс рф для граждан снг"]
"""


def watch_two(call: Call, deploy: Deploy) -> Path:
    """Keep an offer and a vacancy, and forget that the offer is one: older rules missed it."""
    with served({"/offer": html(OFFER), "/civil": html(CIVIL)}) as host:
        folder = deploy(host, offer=source(f"{host}/offer"), civil=source(f"{host}/civil"))
        call("run")
    return folder


def forget(folder: Path, *, rules: str = "older") -> None:
    """Make the kept verdicts those of older rules that flagged nothing."""
    with open_store(config.load(folder)) as store, store._db.writing():
        for statement in (
            "PRAGMA defer_foreign_keys = ON",
            "DELETE FROM assessments WHERE rules = 'older'",
            f"UPDATE assessments SET rules = '{rules}', label = 'unrelated', tier = NULL, detail = NULL",
            "UPDATE postings SET hit_id = NULL",
            "DELETE FROM sightings",
            "DELETE FROM alerts",
            "DELETE FROM hits",
        ):
            store._db.change(statement)


def count_hits(folder: Path) -> int:
    with open_store(config.load(folder)) as store:
        return store.hits.count()


@pytest.mark.slow
def test_the_same_rules_change_no_verdict(call: Call, deploy: Deploy) -> None:
    watch_two(call, deploy)

    result = call("replay")

    assert result.exit_code == 0
    assert "2 postings judged, 0 verdicts changed." in result.output


@pytest.mark.slow
def test_what_older_rules_missed_is_shown_and_not_written(call: Call, deploy: Deploy) -> None:
    folder = watch_two(call, deploy)
    forget(folder)

    shown, told = call("replay"), call("replay", "--json")

    assert "1 verdict changed" in shown.output
    assert "Nothing was written" in shown.output
    assert json.loads(told.output)["after"]["tier"] == "T1"
    assert count_hits(folder) == 0


def test_applied_it_becomes_a_hit_once(call: Call, deploy: Deploy) -> None:
    folder = watch_two(call, deploy)
    forget(folder)

    first, second = call("replay", "--apply"), call("replay", "--apply")

    assert "Written, 1 new hit." in first.output
    assert "0 verdicts changed" in second.output
    assert count_hits(folder) == 1


@pytest.mark.slow
def test_what_the_second_reader_was_not_asked_about_is_judged_whole(
    call: Call, deploy: Deploy
) -> None:
    folder = watch_two(call, deploy)
    today = rulebook.load().digest
    forget(folder, rules=f"{today}+unasked")

    call("replay", "--apply")

    with open_store(config.load(folder)) as store:
        assert {hit.assessment.rules for hit in store.hits.all()} == {today}
        kept = store.postings.shelved()
    assert {one.judged.assessment.rules for one in kept} == {today}


@pytest.mark.slow
def test_alerts_are_owed_only_when_asked_for(call: Call, deploy: Deploy) -> None:
    folder = watch_two(call, deploy)
    hook = '[channels.desk]\nkind = "webhook"\nurl = "http://127.0.0.1:9/"\nsecret_env = "S"\n'
    path = folder / "monitor.toml"
    path.write_text(path.read_text() + hook)
    forget(folder)
    call("replay", "--apply")
    quiet = json.loads(call("alerts", "list", "--json").output)
    forget(folder)

    call("replay", "--apply", "--alert")

    assert quiet == []
    assert len(json.loads(call("alerts", "list", "--json").output)) == 1


@pytest.mark.slow
def test_an_experimental_signal_is_counted_and_decides_nothing(call: Call, deploy: Deploy) -> None:
    folder = watch_two(call, deploy)
    (folder / "rules" / "signals").mkdir(parents=True)
    (folder / "rules" / "signals" / "shop.toml").write_text(WORD)

    result = call("replay")

    assert "0 verdicts changed" in result.output
    assert "Experimental signal shop: in 0 flagged postings and 1 others." in result.output


@pytest.mark.slow
def test_an_experimental_signal_against_takes_no_word_of_an_offer(
    call: Call, deploy: Deploy
) -> None:
    folder = watch_two(call, deploy)
    (folder / "rules" / "signals").mkdir(parents=True)
    against = 'title = "x"\nmeaning = "x"\nagainst = true\n'
    (folder / "rules" / "signals" / "mask.toml").write_text(against + NOT_OURS)

    assert "0 verdicts changed" in call("replay").output


def test_an_unknown_source_is_named(call: Call, deploy: Deploy) -> None:
    watch_two(call, deploy)

    result = call("replay", "--source", "offr")

    assert result.exit_code == 2
    assert 'did you mean "offer"?' in result.output


def test_verdicts_are_written_a_few_at_a_time_and_all_of_them() -> None:
    verdicts: list[Any] = [(number, number) for number in range(2 * AT_ONCE + 1)]

    cut = [list(part) for part in parts(verdicts)]

    assert [len(part) for part in cut] == [AT_ONCE, AT_ONCE, 1]
    assert [one for part in cut for one in part] == verdicts
