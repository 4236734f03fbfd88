"""The doctor names what is wrong and what to do, and changes nothing."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from monitor import config
from monitor.desk.deployment import locked, open_store
from monitor.desk.doctor import (
    Finding,
    Mark,
    World,
    channels,
    clock,
    database,
    disk,
    examine,
    network,
    reader,
    settings,
)
from monitor.errors import AlertError
from monitor.model import Reach, Recipient, Run, Shared
from monitor.store import Manner
from monitor.store.backup import opened
from monitor.store.db import connect
from monitor.store.migrations import steps
from monitor.store.schema import Schema
from tests.hostile import page, saying, serving
from tests.store.values import flagged, posting, see

PAGE = 'kind = "webpage"\nurl = "{url}"\nevery = "1h"\n'


def deployed(folder: Path, text: str = "", **sources: str) -> World:
    """Write a deployment whose files are their owner's only, and give the world around it."""
    (folder / "sources").mkdir(exist_ok=True)
    (folder / "monitor.toml").write_text(text)
    for name, source in sources.items():
        (folder / "sources" / f"{name}.toml").write_text(source)
    for path in (folder, *folder.rglob("*")):
        path.chmod(path.stat().st_mode & ~0o022)
    return World(config.load(folder), environment={}, user=lambda: 1000, mounts=lambda: "")


def secrets(known: Mapping[str, str]) -> dict[str, object]:
    """Give the environment, and the way secrets are looked up, of a world."""

    def secret(name: str) -> str:
        if name not in known:
            raise AlertError(f"The environment has neither {name} nor {name}_FILE.")
        return known[name]

    return {"environment": known, "secret": secret}


def wrong(findings: list[Finding]) -> list[tuple[str, Mark]]:
    return [(one.about, one.mark) for one in findings if one.mark is not Mark.FINE]


async def test_a_sound_deployment_has_nothing_to_mend(tmp_path: Path) -> None:
    world = deployed(tmp_path, a=PAGE.format(url="https://example.org/"))
    with open_store(world.config):
        pass

    found = [one async for one in examine(world, offline=True)]

    assert [one for one in found if one.mark is Mark.BAD] == []
    assert {"settings", "file modes", "time zone", "disk", "database", "reader"} <= {
        one.about for one in found
    }


def test_every_finding_that_is_not_fine_says_what_to_do(tmp_path: Path) -> None:
    world = deployed(tmp_path)

    found = list(settings.look_over(replace(world, user=lambda: 0)))

    assert len(wrong(found)) == 4
    assert all(one.remedy for one in found if one.mark is not Mark.FINE)


def test_settings_that_others_may_change_are_told(tmp_path: Path) -> None:
    world = deployed(tmp_path)
    (tmp_path / "monitor.toml").chmod(0o666)
    (tmp_path / "sources").chmod(0o775)

    found = [one for one in settings.look_over(world) if one.about == "file modes"]

    assert [one.mark for one in found] == [Mark.LOOK, Mark.BAD]
    assert f"chmod go-w {tmp_path / 'monitor.toml'}" in [one.remedy for one in found]


HOOK = '[channels.desk]\nkind = "webhook"\nurl = "https://example.org/in"\nsecret_env = "HOOK"\n'


def test_a_secret_that_is_not_set_or_open_to_others_is_told(tmp_path: Path) -> None:
    world = deployed(tmp_path, HOOK)
    file = tmp_path / "hook"
    file.write_text("whsec_x")

    def told(environment: Mapping[str, str], mode: int) -> list[Mark]:
        file.chmod(mode)
        found = settings.look_over(replace(world, environment=environment))
        return [one.mark for one in found if one.about == "secrets"]

    assert told({}, 0o600) == [Mark.BAD]
    assert told({"HOOK": "x"}, 0o600) == [Mark.FINE]
    assert told({"HOOK_FILE": str(file)}, 0o600) == [Mark.FINE]
    assert told({"HOOK_FILE": str(file)}, 0o644) == [Mark.LOOK]
    assert told({"HOOK_FILE": str(tmp_path / "no")}, 0o600) == [Mark.BAD]


MOUNTS = (
    "overlay / overlay rw 0 0\n"
    "/dev/sda1 /srv ext4 rw 0 0\n"
    "box:/x /srv/shared\\040files nfs4 rw 0 0\n"
    "tmpfs /srv/memory tmpfs rw 0 0\n"
)


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/srv/watch", "ext4"),
        ("/srv/shared files/watch", "nfs4"),
        ("/srv/memory", "tmpfs"),
        ("/srvx", "overlay"),
    ],
)
def test_a_file_system_is_told_by_the_nearest_mount(path: str, kind: str) -> None:
    assert disk.kind_of(Path(path), MOUNTS) == kind


@pytest.mark.parametrize(
    ("kind", "marks"),
    [
        ("ext4", [Mark.FINE]),
        ("nfs4", [Mark.BAD, Mark.FINE]),
        ("fuse.sshfs", [Mark.BAD, Mark.FINE]),
        ("tmpfs", [Mark.LOOK, Mark.FINE]),
        ("overlay", [Mark.LOOK, Mark.FINE]),
    ],
)
def test_a_database_on_a_disk_that_does_not_keep_it_is_told(
    tmp_path: Path, kind: str, marks: list[Mark]
) -> None:
    world = replace(deployed(tmp_path), mounts=lambda: f"x {tmp_path} {kind} rw 0 0\n")

    assert [one.mark for one in disk.look_over(world)] == marks


def test_a_database_that_is_damaged_is_told(tmp_path: Path) -> None:
    world = deployed(tmp_path)
    world.config.database.write_bytes(b"SQLite format 3\x00" + b"x" * 5000)

    assert wrong(list(database.look_over(world))) == [("database", Mark.BAD)]


def test_a_database_of_an_older_version_is_left_as_it_is(tmp_path: Path) -> None:
    world = deployed(tmp_path)
    db = connect(world.config.database)
    Schema(db, dict(list(steps().items())[:-1])).apply()
    db.close()

    found = list(database.look_over(world))

    assert "it lacks: 1;" in found[1].sentence
    assert list(tmp_path.glob("*.before-*")) == []
    with opened(world.config.database) as left:
        assert len(Schema(left).pending()) == 1


def _looked(world: World, *, at: datetime) -> None:
    with open_store(world.config) as store:
        store.runs.finish(Run("a", at, at), world.config.sources[0])


NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("ago", "held", "expected"),
    [
        (timedelta(minutes=5), False, []),
        (timedelta(hours=9), False, [("watching", Mark.BAD)]),
        (timedelta(hours=9), True, [("watching", Mark.LOOK)]),
        (timedelta(hours=-2), False, [("clock", Mark.BAD)]),
    ],
)
def test_a_watch_that_stands_still_is_told(
    tmp_path: Path, ago: timedelta, held: bool, expected: list[tuple[str, Mark]]
) -> None:
    world = deployed(tmp_path, a=PAGE.format(url="https://example.org/"))
    world = replace(world, clock=lambda: NOW)
    _looked(world, at=NOW - ago)

    if held:
        with locked(world.config):
            found = list(database.look_over(world))
    else:
        found = list(database.look_over(world))

    assert [one for one in wrong(found) if one[0] in ("watching", "clock")] == expected


MAIL = (
    '[channels.mail]\nkind = "email"\nhost = "127.0.0.1"\nport = 9\nsecurity = "none"\n'
    'sender = "a@example.org"\nto = ["b@example.org", "c@example.org", "d@example.org"]\n'
)


def test_who_lacks_what_others_have_is_named(tmp_path: Path) -> None:
    world = deployed(tmp_path, MAIL)
    has = Recipient("b@example.org", Reach.TAKEN, "250")
    lacks = Recipient("c@example.org", Reach.OWED, "451")
    never = Recipient("d@example.org", Reach.REFUSED, "550")
    for number, recipients in enumerate([(has, never), (has, lacks)]):
        with open_store(world.config) as store:
            see(store, flagged(posting(str(number), f"text {number}")))
            store.outbox.form("mail", Manner(groups=True), now=NOW)
            message = store.outbox.claim("mail", now=NOW)
            assert message is not None
            store.outbox.shared(message.id, Shared("250", recipients), now=NOW)

    found = list(database.look_over(world))

    assert [(one.mark, one.sentence) for one in found if one.about == "channel mail"] == [
        (Mark.LOOK, "Others have it, c@example.org lacks it; messages: 1."),
        (Mark.BAD, "d@example.org is refused for good; messages: 1."),
    ]
    assert "None is stuck." not in [one.sentence for one in found]


def test_a_clock_that_is_long_past_is_told(tmp_path: Path) -> None:
    world = replace(deployed(tmp_path), clock=lambda: datetime(1980, 1, 1, tzinfo=UTC))

    assert wrong(list(clock.look_over(world))) == [("clock", Mark.BAD)]


@pytest.mark.parametrize(
    ("seconds", "mark"),
    [(3, Mark.FINE), (-90, Mark.LOOK), (90, Mark.LOOK), (400, Mark.BAD), (-86400, Mark.BAD)],
)
def test_a_clock_is_held_against_those_of_others(seconds: int, mark: Mark) -> None:
    theirs = [NOW, NOW, NOW + timedelta(days=300)]

    (finding,) = clock.compare(NOW + timedelta(seconds=seconds), theirs)

    assert finding.mark is mark


async def test_a_reader_that_starts_is_fine(tmp_path: Path) -> None:
    found = [one async for one in reader.look_over(deployed(tmp_path))]

    assert [one.mark for one in found] == [Mark.FINE]


async def test_the_way_out_is_tried_on_the_watched_hosts(tmp_path: Path) -> None:
    dated = page(b"", status=404, Date="Mon, 04 May 2026 12:00:00 GMT")
    async with serving(saying(dated)) as server:
        text = f'[politeness]\nallow = ["{server.authority}"]\n'
        world = deployed(tmp_path, text, a=PAGE.format(url=server.url("/jobs")))
        found = [one async for one in network.look_over(replace(world, clock=lambda: NOW))]

    assert [(one.about, one.mark) for one in found] == [
        ("way out", Mark.FINE),
        ("clock", Mark.FINE),
    ]
    assert server.paths == ["/robots.txt"]


async def test_a_servers_absurd_clock_tells_nothing(tmp_path: Path) -> None:
    dated = page(b"", status=404, Date="Mon, 04 May 2026 12:00:00 " + "9" * 20)
    async with serving(saying(dated)) as server:
        text = f'[politeness]\nallow = ["{server.authority}"]\n'
        world = deployed(tmp_path, text, a=PAGE.format(url=server.url("/jobs")))
        found = [one async for one in network.look_over(world)]

    assert [(one.about, one.mark) for one in found] == [("way out", Mark.FINE)]


async def test_a_way_that_is_closed_is_told_with_what_to_do(tmp_path: Path) -> None:
    text = '[politeness]\nallow = ["127.0.0.1:9"]\n'
    via = PAGE.format(url="https://example.org/") + 'proxy_env = "TOR"\n'
    world = deployed(tmp_path, text, a=PAGE.format(url="http://127.0.0.1:9/"), b=via)

    def told(known: Mapping[str, str]) -> World:
        return replace(world, **secrets(known))  # type: ignore[arg-type]

    unset = [one async for one in network.look_over(told({}))]
    wrong_url = [one async for one in network.look_over(told({"TOR": "localhost"}))]
    dead = [one async for one in network.look_over(told({"TOR": "socks5h://127.0.0.1:9"}))]

    for found in (unset, wrong_url, dead):
        assert wrong(found) == [("way out", Mark.BAD)] * 2
    assert "firewall" in unset[0].remedy
    assert "neither TOR nor TOR_FILE" in unset[1].sentence
    assert "socks5h://" in wrong_url[1].remedy
    assert "through TOR" in dead[1].sentence


async def test_each_channel_is_tried_and_one_that_refuses_is_told(tmp_path: Path) -> None:
    async with serving(saying(page(b"", status=405))) as server:
        text = (
            f'[politeness]\nallow = ["{server.authority}", "127.0.0.1:9"]\n'
            f'[channels.fine]\nkind = "webhook"\nurl = "{server.url()}"\nsecret_env = "HOOK"\n'
            '[channels.mail]\nkind = "email"\nhost = "127.0.0.1"\nport = 9\nsecurity = "none"\n'
            'sender = "a@example.org"\nto = ["b@example.org"]\n'
        )
        key = {"HOOK": "whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE="}
        world = replace(deployed(tmp_path, text), **secrets(key))  # type: ignore[arg-type]
        found = [one async for one in channels.look_over(world)]

    assert [(one.about, one.mark) for one in found] == [
        ("channel fine", Mark.FINE),
        ("channel mail", Mark.BAD),
    ]
    assert "alerts test mail" in found[1].remedy


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    world = deployed(tmp_path)
    tmp_path.chmod(0o500)

    assert ("disk", Mark.BAD) in wrong(list(disk.look_over(world)))
    tmp_path.chmod(0o700)
