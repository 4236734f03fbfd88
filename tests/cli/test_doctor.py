"""`doctor` as a person calls it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from .conftest import Call, source
from .served import OFFER, html, served

Deploy = Callable[..., Path]


def test_doctor_ends_with_nought_when_nothing_is_to_be_mended(call: Call, deploy: Deploy) -> None:
    with served({"/": html(OFFER)}) as host:
        folder = deploy(host, a=source(f"{host}/"))
        result = call("doctor")

    assert result.exit_code == 0, result.output
    assert "Fit to be left alone" in result.output
    assert not (folder / "monitor.sqlite").exists()


def test_doctor_ends_with_five_when_something_is(call: Call, deploy: Deploy) -> None:
    deploy("http://127.0.0.1:9", a=source("http://127.0.0.1:9/"))

    result = call("doctor", "--json")

    bad = [one for one in json.loads(result.output) if one["mark"] == "bad"]
    assert result.exit_code == 5
    assert [one["about"] for one in bad] == ["way out"]
    assert "firewall" in bad[0]["remedy"]


def test_doctor_lists_the_faults_of_settings_that_cannot_be_read(
    call: Call, deploy: Deploy
) -> None:
    deploy("http://127.0.0.1:9", "wrong = 1\n[politeness2]\n")

    result = call("doctor", "--offline")

    assert result.exit_code == 2
    assert "2 faults" in result.output
