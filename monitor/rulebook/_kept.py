"""Keep what was made of the rules' files for the next start, as Python keeps its `.pyc` beside it.

Reading nearly a hundred TOML files and choosing the anchors of tens of thousands of phrases takes
a second of CPU, over half of what a command needs to judge one text. What is kept is JSON (never
code) where Python keeps what it compiled, and is taken only while its key, a digest of all it was
made of, is the same: a changed file makes it anew, and one that cannot be read or written costs
that second and nothing else.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TypeVar

Made = TypeVar("Made")


def digest_of(parts: Iterable[bytes]) -> str:
    """Give one key for many inputs, whose borders count."""
    digest = hashlib.sha256()
    for part in parts:
        digest.update(len(part).to_bytes(8, "big") + part)
    return digest.hexdigest()


def kept(place: Path, key: str, make: Callable[[], Made]) -> Made:
    """Give what is kept at a place under a key; else make it, and keep it if that can be done.

    What is made must come back from JSON as it went in.
    """
    with contextlib.suppress(OSError, ValueError, KeyError, TypeError, RecursionError):
        found = json.loads(place.read_bytes())
        if found["key"] == key:
            made: Made = found["made"]
            return made
    made = make()
    whole = json.dumps({"key": key, "made": made}, ensure_ascii=False, separators=(",", ":"))
    _keep(place, whole.encode())
    return made


def _keep(place: Path, raw: bytes) -> None:
    """Write whole or not at all, since several processes may start at once."""
    with contextlib.suppress(OSError):
        place.parent.mkdir(exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=place.parent, delete=False) as file:
            written = Path(file.name)
            try:
                file.write(raw)
                file.close()
                written.chmod(0o644)
                written.replace(place)
            except OSError:
                written.unlink(missing_ok=True)
