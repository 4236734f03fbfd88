"""The seam of alert channels: what holds for every module of `monitor/alerts/`."""

from __future__ import annotations

import dataclasses
import importlib
import inspect
import json
import re
import shutil
import subprocess
import sys
from contextlib import AbstractAsyncContextManager
from pathlib import Path

import pytest

from monitor.alerts import Channel, channels, email, sample_message, webhook
from monitor.config import Channel as Configured
from monitor.errors import AlertError
from tests.alerts.making import KEY, NOTICE, NOW, message
from tests.alerts.stands import Stand

HOUSE = Path(__file__).parents[1]
NAMES = sorted(channels())
SECRET = re.compile(r"password|secret|token|key", re.IGNORECASE)


def _standing(name: str, *, refusing: bool = False) -> AbstractAsyncContextManager[Stand]:
    """Give the channel's receiver. A channel without `tests/alerts/stands/<name>.py` is red."""
    module = importlib.import_module(f"tests.alerts.stands.{name}")
    stand: AbstractAsyncContextManager[Stand] = module.standing(refusing=refusing)
    return stand


def test_the_shipped_channels_are_found() -> None:
    assert {"email", "webhook"} <= set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_a_channel_has_the_shape_that_delivery_relies_on(name: str) -> None:
    channel = channels()[name]

    assert dataclasses.is_dataclass(channel.Settings)
    assert channel.Settings.__dataclass_params__.frozen
    assert isinstance(channel.GROUPS, bool)
    assert inspect.iscoroutinefunction(channel.send)
    assert list(inspect.signature(channel.send).parameters) == ["settings", "message", "outward"]


@pytest.mark.parametrize("name", NAMES)
def test_settings_hold_names_of_secrets_and_never_secrets(name: str) -> None:
    fields = {field.name for field in dataclasses.fields(channels()[name].Settings)}

    assert all(field.endswith("_env") for field in fields if SECRET.search(field))


@pytest.mark.parametrize("name", NAMES)
def test_settings_do_not_take_a_key_of_the_route(name: str) -> None:
    fields = {field.name for field in dataclasses.fields(channels()[name].Settings)}

    assert not fields & {field.name for field in dataclasses.fields(Configured)}


@pytest.mark.parametrize("name", NAMES)
async def test_what_is_taken_gives_one_line_of_receipt(name: str) -> None:
    async with _standing(name) as stand:
        receipt = await channels()[name].send(stand.settings, message(), stand.outward)

    assert receipt.strip()
    assert receipt.isprintable()


@pytest.mark.parametrize("name", NAMES)
async def test_what_is_refused_raises_an_alert_error(name: str) -> None:
    async with _standing(name, refusing=True) as stand:
        with pytest.raises(AlertError):
            await channels()[name].send(stand.settings, message(), stand.outward)


@pytest.mark.parametrize("name", NAMES)
async def test_the_fixed_id_travels_with_each_try(name: str) -> None:
    channel = channels()[name]
    owed = message(id=KEY)
    fixed = owed.id if channel.GROUPS else owed.alerts[0].key

    async with _standing(name) as stand:
        for _ in range(2):
            await channel.send(stand.settings, owed, stand.outward)

    assert stand.ids() == [fixed, fixed]


@pytest.mark.parametrize("name", NAMES)
async def test_every_alert_of_a_message_arrives(name: str) -> None:
    notices = [dataclasses.replace(NOTICE, hit_id=f"hit{n}") for n in range(3)]

    async with _standing(name) as stand:
        await channels()[name].send(stand.settings, message(*notices), stand.outward)

    assert all(f"hit{n}" in "".join(stand.contents()) for n in range(3))


@pytest.mark.parametrize("name", NAMES)
async def test_no_contact_leaves_the_house(name: str) -> None:
    words = "8 912 345 67 89 @served_here https://served.example/a"
    quotes = (dataclasses.replace(NOTICE.quotes[0], words=words),)
    notice = dataclasses.replace(NOTICE, quotes=quotes, url="https://served.example/7")

    async with _standing(name) as stand:
        await channels()[name].send(stand.settings, message(notice), stand.outward)

    (content,) = stand.contents()
    assert "served_here" not in content
    assert "345" not in content
    assert "https://served" not in content


@pytest.mark.parametrize("name", NAMES)
async def test_a_channel_can_be_tried(name: str) -> None:
    async with _standing(name) as stand:
        receipt = await channels()[name].send(stand.settings, sample_message(NOW), stand.outward)

    assert receipt
    assert "test" in stand.contents()[0].lower()


TRY = """
import asyncio, json
from pathlib import Path
from types import SimpleNamespace
from monitor import config
from monitor.alerts import Outward, channels, sample_message
from monitor.errors import AlertError
from monitor.model import Message
from datetime import UTC, datetime

class Room:
    def __init__(self, status):
        self.status, self.posted = status, []
    async def post(self, url, body, headers=None):
        self.posted.append({"url": url, "id": (headers or {}).get("Idempotency-Key"), "body": body.decode()})
        return SimpleNamespace(status=self.status, body=b"ok")

(channel,) = config.load(Path("deployment")).channels
kind = channels()[channel.kind]
trial = sample_message(datetime(2026, 3, 14, tzinfo=UTC))
def send(room):
    outward = Outward(client=room, secret={"ROOM_URL": "https://room.example/x"}.__getitem__)
    return asyncio.run(kind.send(channel.settings, trial, outward))
good, bad = Room(200), Room(500)
receipt = send(good)
try:
    refused = send(bad)
except AlertError as e:
    refused = "AlertError"
print(json.dumps({"known": sorted(channels()), "receipt": receipt, "refused": refused, "posted": good.posted, "key": trial.id}))
"""


def test_a_channel_added_as_one_file_is_found_configured_and_sends(tmp_path: Path) -> None:
    """The example of docs/adding-an-alert-channel.md, put into a copy of the house."""
    page = (HOUSE / "docs" / "adding-an-alert-channel.md").read_text(encoding="utf-8")
    (code,) = re.findall(r"```python\n# monitor/alerts/room\.py\n(.*?)```", page, re.DOTALL)
    (settings,) = re.findall(r"```toml\n(.*?)```", page, re.DOTALL)
    shutil.copytree(
        HOUSE / "monitor", tmp_path / "monitor", ignore=shutil.ignore_patterns("__pycache__")
    )
    (tmp_path / "monitor" / "alerts" / "room.py").write_text(code, encoding="utf-8")
    (tmp_path / "deployment").mkdir()
    (tmp_path / "deployment" / "monitor.toml").write_text(settings, encoding="utf-8")

    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", TRY], cwd=tmp_path, capture_output=True, text=True
    )

    assert done.returncode == 0, done.stderr
    said = json.loads(done.stdout)
    assert said["known"] == sorted([*NAMES, "room"])
    assert said["refused"] == "AlertError"
    assert said["posted"][0]["url"] == "https://room.example/x"
    assert said["posted"][0]["id"] == said["key"]
    assert "TEST, no advert was found" in said["posted"][0]["body"]


def test_a_module_that_is_no_channel_is_named(tmp_path: Path) -> None:
    shutil.copytree(
        HOUSE / "monitor", tmp_path / "monitor", ignore=shutil.ignore_patterns("__pycache__")
    )
    (tmp_path / "monitor" / "alerts" / "pigeon.py").write_text("GROUPS = True\n", encoding="utf-8")

    done = subprocess.run(
        [sys.executable, "-c", "from monitor.alerts import channels; channels()"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
    )

    assert "monitor.alerts.pigeon is no channel: it has no Settings, send" in done.stderr


def test_modules_of_the_house_are_channels_to_the_type_checker() -> None:
    """Read by mypy too: each shipped module fits the Protocol as it stands."""
    fitting: list[Channel] = [email, webhook]

    assert [one.GROUPS for one in fitting] == [True, False]
