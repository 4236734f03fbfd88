"""What the settings lack, and who besides their owner may change them or read their secrets."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from pathlib import Path

from monitor.config import FILE, Config
from monitor.desk.doctor.finding import Finding, World, bad, fine, look
from monitor.desk.variables import named

ABOUT, FILES, SECRETS = "settings", "file modes", "secrets"
SECRET_MOUNTS = Path("/run/secrets")
"""Where containers see their secrets: the runtime sets the modes, and nobody else is inside."""


def look_over(world: World) -> Iterator[Finding]:
    """Look at what is configured, at the modes of its files and at the secrets it names."""
    yield from _settings(world.config)
    yield from _user(world)
    yield from _modes(world.config)
    yield from _secrets(world)


def _settings(config: Config) -> Iterator[Finding]:
    enabled, ways = len(config.enabled()), len(config.channels)
    yield fine(ABOUT, f"Sources: {len(config.sources)}, enabled: {enabled}; channels: {ways}.")
    if not enabled:
        remedy = "Set enabled = true in a file of sources/, or add a place: `advert-monitor add`."
        yield look(ABOUT, "No source is enabled: nothing is watched.", remedy)
    if not ways:
        remedy = "Add a table [channels.<id>] to monitor.toml."
        yield look(ABOUT, "There is no channel: hits are kept, and nobody is alerted.", remedy)
    if not config.operator.channels:
        remedy = "Name a channel under [operator]."
        yield look(ABOUT, "Nobody is told when a source falls ill or alerts are stuck.", remedy)


def _user(world: World) -> Iterator[Finding]:
    if world.user() == 0:
        remedy = "Run it as a user of its own, as deploy/systemd does."
        yield look(ABOUT, "This runs as root: a hostile page would find itself root.", remedy)


def _modes(config: Config) -> Iterator[Finding]:
    folders = (config.root, config.root / "sources", config.root / "rules")
    paths = [path for path in (*folders, config.root / FILE) if path.exists()]
    open_to = [path for path in paths if _mode(path) & (stat.S_IWGRP | stat.S_IWOTH)]
    for path in open_to:
        remedy = f"chmod go-w {path}"
        told = f"{path} may be changed by others: they could send alerts elsewhere."
        yield (bad if _mode(path) & stat.S_IWOTH else look)(FILES, told, remedy)
    database = config.database
    if database.exists() and _mode(database) & 0o077:
        yield look(FILES, f"{database} may be read by others.", f"chmod 600 {database}")
    elif not open_to:
        yield fine(FILES, "Only their owner may change the settings or read the database.")


def _mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def _secrets(world: World) -> Iterator[Finding]:
    names = named(world.config)
    findings = [finding for name in names for finding in _secret(name, world)]
    yield from findings
    if names and not findings:
        yield fine(SECRETS, f"All that the settings name are set: {', '.join(names)}.")


def _secret(name: str, world: World) -> Iterator[Finding]:
    if world.environment.get(name):
        return
    named = world.environment.get(f"{name}_FILE")
    if not named:
        remedy = f"Set {name}, or {name}_FILE to the path of a file that holds it."
        yield bad(SECRETS, f"The environment has neither {name} nor {name}_FILE.", remedy)
        return
    path = Path(named)
    try:
        path.read_bytes()
        mode = _mode(path)
    except OSError as error:
        told = f"{path}, which {name}_FILE names, cannot be read ({error.strerror})."
        yield bad(SECRETS, told, "Mend the path or the file's owner.")
        return
    if mode & 0o077 and SECRET_MOUNTS not in path.parents:
        yield look(SECRETS, f"{path} may be read by others.", f"chmod 600 {path}")
