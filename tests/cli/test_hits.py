"""`hits` and `show`: what a person reads of a hit."""

from __future__ import annotations

import json
from functools import partial

import pytest

from .conftest import Call, call_upon, deploy_into, source
from .served import CIVIL, OFFER, html, served


@pytest.fixture(scope="module")
def call(tmp_path_factory: pytest.TempPathFactory) -> Call:
    """Call a command upon a deployment that has one hit."""
    folder = tmp_path_factory.mktemp("watch")
    with served({"/offer": html(OFFER + " \x1b[2J"), "/civil": html(CIVIL)}) as host:
        deploy_into(folder, host, offer=source(f"{host}/offer"), civil=source(f"{host}/civil"))
        call_upon(folder, "run")
    return partial(call_upon, folder)


@pytest.fixture(scope="module")
def hit(call: Call) -> str:
    """Give the id of the one hit."""
    return str(json.loads(call("hits", "--json").output)["id"])


def test_hits_lists_what_was_flagged_and_nothing_else(call: Call, hit: str) -> None:
    listed = call("hits").output

    assert hit in listed
    assert "T1" in listed
    assert "civil" not in listed


def test_hits_can_be_narrowed(call: Call, hit: str) -> None:
    assert hit in call("hits", "--tier", "T1", "--source", "offer").output
    assert "No hit yet" in call("hits", "--tier", "T3").output
    assert "No hit yet" in call("hits", "--source", "civil").output


def test_hits_for_scripts_carry_the_names_of_the_contract(call: Call, hit: str) -> None:
    record = json.loads(call("hits", "--json").output)

    assert record["id"] == hit
    assert record["tier"] == "T1"
    assert record["citizenship"]["promised"] is True
    for part in record["money"]:
        assert record["text"][part["start"] : part["end"]] == part["raw"]


def test_show_gives_evidence_and_reasons_without_contacts(call: Call, hit: str) -> None:
    shown = call("show", hit[:5]).output

    assert hit in shown
    assert "495 000" in " ".join(shown.split())
    assert "RUB" in shown
    assert "For (+) and against (-)" in shown
    assert "345-67" not in shown
    assert "nabor_pr" not in shown
    assert "http://" not in shown
    assert "\x1b[2J" not in shown


def test_show_gives_contacts_when_asked(call: Call, hit: str) -> None:
    shown = " ".join(call("show", hit, "--contacts").output.split())

    assert "+79123456789" in shown
    assert "@nabor_primer" in shown


def test_show_for_scripts_has_sightings_and_versions(call: Call, hit: str) -> None:
    record = json.loads(call("show", hit, "--json").output)

    assert (len(record["seen"]), len(record["versions"])) == (1, 1)


@pytest.mark.parametrize(("prefix", "told"), [("zzzzzz", "there is no hit"), ("a", "too short")])
def test_a_hit_that_is_not_there_is_told_plainly(call: Call, prefix: str, told: str) -> None:
    result = call("show", prefix)

    assert result.exit_code == 5
    assert told in result.output


def test_contacts_leave_only_when_asked_for(call: Call) -> None:
    for form in ("--json", "--csv"):
        masked, whole = call("hits", form).output, call("hits", form, "--contacts").output

        assert "345-67-89" not in masked
        assert "nabor_primer" not in masked
        assert "http://" not in masked
        assert "345-67-89" in whole


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (("--label", "army_offer", "--lang", "ru", "--state", "unreviewed"), True),
        (("--since", "2020-01-01"), True),
        (("--since", "2120-01-01"), False),
        (("--country", "KG"), False),
        (("--nation", "np"), False),
        (("--state", "confirmed"), False),
    ],
)
def test_what_leaves_can_be_narrowed(
    call: Call, hit: str, words: tuple[str, ...], *, found: bool
) -> None:
    assert (hit in call("hits", "--csv", *words).output) is found
    assert (hit in call("hits", "--json", *words).output) is found
