"""Read TOML files; a file that cannot be read is a fault like any other."""

from __future__ import annotations

import tomllib
from pathlib import Path

from monitor.config._place import Place
from monitor.config._tables import Table

LARGEST = 1_000_000
"""Bytes; a settings file that is longer was surely put here by mistake."""


def read_toml(path: Path, place: Place) -> Table | None:
    """Read a file; None when it is not TOML, which `place` then knows."""
    try:
        if path.stat().st_size > LARGEST:
            place.fault(f"is longer than {LARGEST} bytes")
            return None
        # Editors on Windows put a byte order mark in front, which TOML does not know.
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        place.fault(f"cannot be read ({error.strerror})")
    except UnicodeDecodeError:
        place.fault("is not UTF-8 text; save it as UTF-8")
    except (ValueError, RecursionError) as error:
        place.fault(f"is not TOML: {error}")
    return None
