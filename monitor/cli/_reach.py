"""How a person reaches this command: a fresh clone's is on no terminal's path yet."""

from __future__ import annotations

import os
import shlex
import shutil
import sys
from collections.abc import Mapping
from pathlib import Path


def activation(program: Path | None = None, *, environment: Mapping[str, str] = os.environ) -> str:
    """Give the line that lets a terminal find the program by its name; empty where it does.

    `program` is how it was called just now; None looks.
    """
    program = program or Path(sys.argv[0])
    script = program.parent / "activate"
    if shutil.which(program.name, path=environment.get("PATH", "")) or not script.exists():
        return ""
    return f". {shlex.quote(str(script))}"
