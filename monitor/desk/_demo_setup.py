"""Write the demo's deployment: an ordinary folder of settings that every command can use."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from monitor.desk._demo_site import Addresses, Site
from monitor.errors import MonitorError

SECRET = "DEMO_WEBHOOK_SECRET"  # noqa: S105  the name of an environment variable
MARK = "first_port"
"""The file that remembers the ports, and by which we know a folder that the demo made."""

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


def prepare(folder: Path, *, fresh: bool) -> int | None:
    """Make the folder, empty if `fresh`, and give the first port of last time; None the first time.

    Never empties a folder that the demo did not make: raises MonitorError.
    """
    mark = folder / MARK
    if folder.exists() and any(folder.iterdir()) and not mark.exists():
        raise MonitorError(f"{folder}: is not a folder of the demo's; name another one")
    if fresh and mark.exists():
        shutil.rmtree(folder)
    folder.mkdir(parents=True, exist_ok=True)
    return int(mark.read_text()) if mark.exists() else None


def write(folder: Path, site: Site, addresses: Addresses, receivers: Receivers) -> None:
    """Write monitor.toml, the sources and the mark."""
    (folder / MARK).write_text(f"{addresses.first_port}\n")
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
