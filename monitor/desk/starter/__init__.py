"""The deployment that `init` writes: the TOML files beside this module, as they are."""

from __future__ import annotations

from importlib.resources import as_file, files
from pathlib import Path

from monitor.config import FILE
from monitor.errors import ConfigError

NEXT_STEPS = """
Next:{reach}
  cd {folder}
  advert-monitor add https://t.me/s/CHANNEL    add a place of your own by its URL
  advert-monitor sources                       the places in sources/: none is enabled, none was checked
  advert-monitor check mod-russia              look at one of them; then set enabled = true in its file
  advert-monitor run                           look, keep what was found, alert

monitor.toml says how to name the channels that alert you.
Put a contact in the user agent only if you want to show yourself to those you watch."""


def write(folder: Path) -> tuple[Path, ...]:
    """Write the starter into a folder that holds no deployment yet. Raises ConfigError.

    A file that is already there is never overwritten: all are looked for before one is written.
    """
    texts = _texts()
    present = [str(path) for path in texts if (folder / path).exists()]
    if present:
        raise ConfigError(
            [f"{folder} already holds {present[0]}: nothing was written; name another folder"]
        )
    try:
        return tuple(_write(folder / path, text) for path, text in texts.items())
    except OSError as error:
        raise ConfigError([f"{folder} cannot be written ({error.strerror})"]) from error


def _texts() -> dict[Path, str]:
    with as_file(files(__name__)) as shipped:
        paths = (shipped / FILE, *sorted((shipped / "sources").glob("*.toml")))
        return {path.relative_to(shipped): path.read_text(encoding="utf-8") for path in paths}


def _write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("x", encoding="utf-8") as file:
        file.write(text)
    return path
