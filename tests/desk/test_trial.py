"""A test of a channel is taken when all whom it serves would have it."""

from __future__ import annotations

from pathlib import Path

import pytest

from monitor import config
from monitor.alerts.email import Security, Settings
from monitor.config import Channel
from monitor.desk.trial import Tried, try_channel
from tests.alerts.making import NOW, Box, mail_server

TEAM, LAWYER = "team@ngo.example", "lawyer@ngo.example"


@pytest.mark.parametrize(
    ("refused", "tried"),
    [
        ({}, Tried("mail", True, "250 2.0.0 queued as 4B7")),
        (
            {LAWYER: "451 later"},
            Tried("mail", False, f"It did not come to 1 of 2: {LAWYER}: 451 later"),
        ),
    ],
)
async def test_a_trial_names_whom_it_did_not_come_to(
    tmp_path: Path, refused: dict[str, str], tried: Tried
) -> None:
    (tmp_path / "monitor.toml").touch()
    (tmp_path / "sources").mkdir()
    async with mail_server(Box(rcpt=refused)) as box:
        mail = Settings("127.0.0.1", "a@ngo.example", (TEAM, LAWYER), box.port, Security.NONE)
        channel = Channel("mail", "email", settings=mail)
        said = await try_channel(channel, config.load(tmp_path), now=NOW)

    assert said == tried
