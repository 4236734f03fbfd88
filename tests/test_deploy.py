"""What stands in docs and deploy/ is what the program and the machine understand."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
from configparser import ConfigParser
from pathlib import Path

import pytest
from click.testing import CliRunner

from monitor.cli import main

ROOT = Path(__file__).parents[1]
UNITS = sorted((ROOT / "deploy" / "systemd").iterdir())
PAGES = [
    ROOT / "README.md",
    ROOT / "SECURITY.md",
    ROOT / "compose.yaml",
    ROOT / "Dockerfile",
    *sorted((ROOT / "docs").glob("*.md")),
    *sorted((ROOT / "deploy").glob("*/*")),
]
CALL = re.compile(
    r"(?<!-u )(?<![\w/=-])(?:/\S*/bin/)?advert-monitor( +[a-z-][^\s`|&;)(>]*(?: +[^\s`|&;)(>]+)*)"
)
CALL_BY_PATH = re.compile(r"/bin/advert-monitor((?: +[^\s`|&;)(>]+)+)")
"""In units and crontabs the bare name is the user's."""
BLOCK = re.compile(r"^```[^\n]*\n(.*?)^```", re.MULTILINE | re.DOTALL)
INLINE = re.compile(r"(?<!`)`([^`\n]+)`(?!`)")


def calls(path: Path) -> list[str]:
    """Give the words after each `advert-monitor` that a reader would type."""
    text = path.read_text("utf-8")
    if path.suffix == ".md":
        text = "\n".join(BLOCK.findall(text) + INLINE.findall(BLOCK.sub("", text)))
    if path.name == "Dockerfile":
        text = re.sub(r'[",\[\]]', " ", text)
    lines = [line for line in text.splitlines() if not line.lstrip().startswith("#")]
    pattern = CALL_BY_PATH if "deploy" in path.parts else CALL
    return [call for line in lines for call in pattern.findall(line.partition("  #")[0])]


CALLS = sorted({(page.name, call.strip()) for page in PAGES for call in calls(page)})


@pytest.mark.parametrize(("page", "words"), CALLS)
def test_every_command_that_is_written_down_is_one(page: str, words: str) -> None:
    given = [word for word in shlex.split(words.replace("'", "")) if word != "..."]

    result = CliRunner().invoke(main, [*given, "--help"])

    assert result.exit_code == 0, result.output


def parsed(path: Path) -> ConfigParser:
    parser = ConfigParser(strict=False, interpolation=None, delimiters=("=",))
    parser.optionxform = str  # type: ignore[method-assign, assignment]
    parser.read_string(path.read_text("utf-8"))
    return parser


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="no systemd here")
def test_systemd_understands_the_units(tmp_path: Path) -> None:
    for path in UNITS:
        # The program and its user are not on this machine.
        text = re.sub(r"/opt/\S+/advert-monitor", "/bin/true", path.read_text("utf-8"))
        (tmp_path / path.name).write_text(text.replace("User=advert-monitor", "User=daemon"))

    verified = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", *(str(tmp_path / one.name) for one in UNITS)],
        capture_output=True,
        text=True,
        check=False,
    )

    assert (verified.returncode, verified.stderr) == (0, "")


@pytest.mark.parametrize("name", ["advert-monitor.service", "advert-monitor-run.service"])
def test_a_unit_leaves_a_page_that_breaks_out_nothing(name: str) -> None:
    service = parsed(ROOT / "deploy" / "systemd" / name)["Service"]

    assert service["ReadWritePaths"] == "/srv/watch"
    assert service["CapabilityBoundingSet"] == ""
    assert (service["ProtectSystem"], service["NoNewPrivileges"]) == ("strict", "yes")
    assert (service["UMask"], service["User"]) == ("0077", "advert-monitor")


def test_a_timer_starts_a_service_that_is_there() -> None:
    timers = [path.stem for path in UNITS if path.suffix == ".timer"]

    assert {f"{name}.service" for name in timers} <= {path.name for path in UNITS}


def test_settings_that_cannot_be_used_keep_the_service_down() -> None:
    service = parsed(ROOT / "deploy" / "systemd" / "advert-monitor.service")["Service"]

    assert service["RestartPreventExitStatus"] == "2"
    assert int(service["TimeoutStopSec"]) > 25


def cron_lines() -> list[str]:
    """Give the commands of the crontab, without hours and user."""
    lines = (ROOT / "deploy" / "cron" / "advert-monitor").read_text("utf-8").splitlines()
    return [line.split("  advert-monitor  ")[1] for line in lines if "  advert-monitor  " in line]


@pytest.mark.parametrize("code", [0, 1, 2, 3, 4, 5, 75])
def test_cron_mails_nothing_but_why_nothing_was_watched(tmp_path: Path, code: int) -> None:
    """Cron mails what a line prints; docs/running.md says after which exit codes that is."""
    program, settings = tmp_path / "program", tmp_path / "settings.env"
    program.write_text(f'#!/bin/sh\necho "$1 with $SECRET"\nexit {code}\n')
    program.chmod(0o755)
    settings.write_text("SECRET='two words'\n")
    line = cron_lines()[0].replace("/srv/watch", str(tmp_path))
    line = line.replace("/etc/advert-monitor.env", str(settings))
    line = re.sub(r"/opt/\S+/advert-monitor", str(program), line)

    done = subprocess.run(["/bin/sh", "-c", line], capture_output=True, text=True, check=False)

    assert (tmp_path / "run.log").read_text() == "run with two words\n"
    assert done.stdout == ("run with two words\n" if code in {2, 5} else "")
    assert done.stderr == ""


def test_the_container_can_write_nowhere_but_to_its_volume() -> None:
    lines = [line.strip() for line in (ROOT / "compose.yaml").read_text("utf-8").splitlines()]

    assert {
        "read_only: true",
        "- ALL",
        "- no-new-privileges:true",
        "- ./watch:/config:ro",
        "- data:/data",
        "healthcheck:",
    } <= set(lines)


def test_each_page_that_a_page_links_to_is_there() -> None:
    links = [
        (page.name, target)
        for page in PAGES
        if page.suffix == ".md"
        for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text("utf-8"))
        if not (page.parent / target).exists()
    ]

    assert links == []
