"""Each answer of docs/how-do-i.md works as it is written, files, commands and all."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from monitor.desk.sinks import HookSink, MailSink, new_secret
from tests.cli.served import CIVIL, OFFER, feed, html, served

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[1]
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```", re.MULTILINE | re.DOTALL)
PLACES = {
    "/ping": html("pong"),
    "/offer": html(OFFER),
    "/feed": feed(CIVIL),
    "/board": html(OFFER + " "),
}
SOURCE = 'kind = "webpage"\nurl = "{host}/board"\nevery = "1m"\ncountry = "KZ"\n'


@dataclass(frozen=True)
class Answer:
    """A section of the page: its number, the files it writes, the commands it runs."""

    number: int
    files: tuple[tuple[str, str], ...]
    commands: str


@dataclass(frozen=True)
class Stage:
    """A deployment, and the world around it."""

    folder: Path
    host: str
    mails: MailSink
    hooks: HookSink
    secret: str

    def write(self, name: str, text: str) -> None:
        """Write a file as the page has it, but for where the receivers are."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        before = path.read_text() if path.exists() else ""
        # Keys before tables: what the page adds may begin with either.
        path.write_text(self._local(text) + before)

    def run(self, commands: str) -> subprocess.CompletedProcess[str]:
        """Run commands in a shell, until one fails."""
        return subprocess.run(
            ["/bin/sh", "-e", "-c", self._local(commands)],
            cwd=self.folder,
            env=self._environment(),
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    def _local(self, text: str) -> str:
        mail = f'"127.0.0.1"\nport = {self.mails.port}\nsecurity = "none"'
        return (
            text.replace('"mail.example.org"', mail)
            .replace("https://cases.example.org/hooks/adverts", self.hooks.url)
            .replace("https://jobs.example.org", self.host)
            .replace("https://watchdog.example.org", self.host)
        )

    def _environment(self) -> dict[str, str]:
        inherited = {key: value for key, value in os.environ.items() if "MONITOR" not in key}
        return inherited | {
            "PATH": f"{self.folder.parent}:{os.environ['PATH']}",
            "PYTHONPATH": str(ROOT),
            "WEBHOOK_SECRET": self.secret,
            "COLUMNS": "200",
        }


def answers() -> list[Answer]:
    """Take the page apart."""
    page = (ROOT / "docs" / "how-do-i.md").read_text("utf-8")
    return [
        _answer(number, text)
        for number, text in enumerate(re.split(r"^## ", page, flags=re.MULTILINE)[1:], 1)
    ]


def _answer(number: int, text: str) -> Answer:
    blocks = BLOCK.findall(text)
    files = tuple((body.split("\n")[0][2:], body) for kind, body in blocks if kind == "toml")
    return Answer(number, files, "".join(body for kind, body in blocks if kind == "sh"))


ANSWERS = {answer.number: answer for answer in answers()}


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Stage]:
    """Set up a deployment that watches one board with one advert."""
    command = tmp_path / "advert-monitor"
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m monitor "$@"\n')
    command.chmod(0o755)
    folder = tmp_path / "watch"
    folder.mkdir()
    secret = new_secret()
    with served(PLACES) as host, MailSink() as mails, HookSink(secret=secret) as hooks:
        stage = Stage(folder, host, mails, hooks, secret)
        allowed = f'"{host.removeprefix("http://")}", "127.0.0.1:{hooks.port}"'
        politeness = f'\n[politeness]\nallow = [{allowed}]\nmin_delay = "1ms"\n'
        stage.write("monitor.toml", politeness)
        stage.write("sources/jobs.toml", SOURCE.format(host=host))
        yield stage


def played(stage: Stage, number: int) -> str:
    """Do what an answer says; give all that was printed."""
    answer = ANSWERS[number]
    for name, text in answer.files:
        stage.write(name, text)
    done = stage.run(answer.commands)
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"
    assert "_failed" not in done.stderr
    return done.stdout


def receivers(stage: Stage) -> list[str]:
    return sorted(to for mail in stage.mails.mails for to in mail.recipients)


def test_there_are_twelve_and_each_has_commands() -> None:
    assert sorted(ANSWERS) == list(range(1, 13))
    assert all(answer.commands for answer in ANSWERS.values())


def test_1_the_state_of_each_source_is_shown(stage: Stage) -> None:
    out = played(stage, 1)

    assert "1 source: 1 healthy" in out
    assert stage.mails.mails == ()


def test_2_analysts_and_operator_have_channels_of_their_own(stage: Stage) -> None:
    out = played(stage, 2)

    assert "ops: taken: 250" in out
    assert receivers(stage) == ["admin@example.org", "team@example.org"]


def test_3_a_digest_waits_for_its_hour(stage: Stage) -> None:
    out = played(stage, 3)

    assert "1 new hit" in out
    assert re.search(r"\b(owed|waiting)\b", out)
    assert stage.mails.mails == ()


def test_4_each_hears_of_what_a_route_leads_there(stage: Stage) -> None:
    out = played(stage, 4)

    assert "central-asia-desk" in out
    assert receivers(stage) == ["asia@example.org"]


def test_5_what_was_refused_is_explained_and_sent_again(stage: Stage) -> None:
    refusing = (
        ANSWERS[5]
        .files[0][1]
        .replace('"mail.example.org"', '"127.0.0.1"\nport = 9\nsecurity = "none"')
    )
    stage.write("monitor.toml", refusing)
    assert stage.run("advert-monitor run").returncode == 3
    settings = stage.folder / "monitor.toml"
    settings.write_text(settings.read_text().replace("port = 9\n", f"port = {stage.mails.port}\n"))

    done = stage.run(ANSWERS[5].commands)

    assert done.returncode == 0, done.stderr
    assert "No mail went through" in done.stdout
    assert "0 alerts still unsent" in done.stdout
    assert len(stage.mails.mails) == 2


def test_6_a_second_run_leaves_the_first_alone(stage: Stage) -> None:
    played(stage, 6)
    lock = stage.folder / "monitor.sqlite.lock"

    done = stage.run(f"flock {lock} advert-monitor run || echo ended with $?")

    assert "ended with 75" in done.stdout


def test_7_places_come_from_a_list_and_go_as_a_table(stage: Stage) -> None:
    out = played(stage, 7)

    assert "2 files written" in out
    assert 'xmlUrl="' in out
    assert len((stage.folder / "places.csv").read_text().splitlines()) == 1 + 3


def test_8_reasons_are_shown(stage: Stage) -> None:
    stage.run("advert-monitor run")
    (hit,) = stage.run("advert-monitor hits --json").stdout.splitlines()
    commands = ANSWERS[8].commands.replace(
        "show HIT", f"show {re.findall(r'[0-9a-f]{12}', hit)[0]}"
    )

    done = stage.run(commands)

    assert done.returncode == 0, done.stderr
    assert done.stdout.count("army offer") == 3


def test_9_words_of_our_own_are_taken_and_tried(stage: Stage) -> None:
    out = played(stage, 9)

    assert "Settings: 1 source" in out
    assert "night_train" in out


def test_10_a_case_system_is_told_in_our_language(stage: Stage) -> None:
    out = played(stage, 10)

    assert "cases: taken: 200" in out
    assert len(stage.hooks.deliveries) == 2
    assert all(delivery.signed for delivery in stage.hooks.deliveries)


def test_11_others_can_tell_that_it_is_alive(stage: Stage) -> None:
    out = played(stage, 11)

    assert "The last good run ended" in out
    assert "Fit to be left alone" in out


def test_12_a_copy_is_made_and_put_back(stage: Stage) -> None:
    out = played(stage, 12)

    assert "Wrote 1 hit" in out
    assert "Restored 1 hit" in out
    assert "Sound." in out
