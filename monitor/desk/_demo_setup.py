"""Write the demo's deployment: an ordinary folder of settings that every command can use."""

from __future__ import annotations

import hashlib
import shutil
import tomllib
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from monitor.desk._demo_site import Addresses, Site
from monitor.errors import MonitorError

SECRET = "DEMO_WEBHOOK_SECRET"  # noqa: S105  the name of an environment variable
MARK = "last-demo"
"""The file that remembers the last run, and by which we know a folder that the demo made."""

SETTINGS = """\
# Written by `advert-monitor demo` at each of its runs; changes here are lost.
database = "monitor.db"
name = "Demo"

[politeness]
min_delay = "0s"
jitter = 0.0
allow = [{allow}]

[channels.email]
kind = "email"
host = "127.0.0.1"
port = {mail_port}
security = "none"
sender = "monitor@demo.example"
to = ["desk@demo.example"]

[channels.webhook]
kind = "webhook"
url = "{hook_url}"
secret_env = "{secret}"
tiers = ["T1", "T2", "T3"]
"""


@dataclass(frozen=True, slots=True)
class Receivers:
    """Where the demo's two channels deliver to."""

    mail_port: int
    hook_url: str
    hook_port: int


@dataclass(frozen=True, slots=True)
class Last:
    """What a run leaves for the next one."""

    first_port: int
    stamp: str


def stamp(site: Site, rules: str) -> str:
    """Name the pages and the rules: with others, what earlier runs kept tells nothing."""
    digest = hashlib.sha256(rules.encode())
    for page in site.pages:
        digest.update(page.url.encode() + b"\0" + page.body)
    for source_id, text in site.sources.items():
        digest.update(source_id.encode() + b"\0" + text.encode())
    return digest.hexdigest()[:16]


def last(folder: Path) -> Last | None:
    """Recall the last run in this folder; None where there was none.

    Raises MonitorError for a folder that holds something else: it is not the demo's to fill.
    """
    mark = folder / MARK
    if mark.exists():
        first_port, _, stamped = mark.read_text(encoding="utf-8").strip().partition(" ")
        return Last(int(first_port), stamped)
    if folder.exists() and any(folder.iterdir()):
        raise MonitorError(f"{folder}: is not a folder of the demo's; name another one")
    return None


def receivers(folder: Path) -> Receivers:
    """Recall where the last run's channels deliver to."""
    settings = tomllib.loads((folder / "monitor.toml").read_text(encoding="utf-8"))
    channels = settings["channels"]
    url = str(channels["webhook"]["url"])
    return Receivers(int(channels["email"]["port"]), url, urlsplit(url).port or 0)


def forget(folder: Path) -> None:
    """Empty a folder of the demo's."""
    if last(folder):
        shutil.rmtree(folder)


def write(
    folder: Path, site: Site, *, addresses: Addresses, receivers: Receivers, stamped: str
) -> None:
    """Write monitor.toml, the sources and the mark."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / MARK).write_text(f"{addresses.first_port} {stamped}\n", encoding="utf-8")
    allow = [*addresses.allowed(), f"127.0.0.1:{receivers.hook_port}"]
    settings = SETTINGS.format(
        allow=", ".join(f'"{one}"' for one in allow),
        mail_port=receivers.mail_port,
        hook_url=receivers.hook_url,
        secret=SECRET,
    )
    (folder / "monitor.toml").write_text(settings, encoding="utf-8")
    (folder / "sources").mkdir(exist_ok=True)
    for source_id, text in site.sources.items():
        path = folder / "sources" / f"{source_id}.toml"
        path.write_text(addresses.real(text), encoding="utf-8")
