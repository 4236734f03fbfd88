"""Write requirements.lock and requirements-dev.lock: every version pinned and hashed, no host named."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent.parent
COMMON = (
    "--quiet",
    "--generate-hashes",
    "--allow-unsafe",
    "--strip-extras",
    "--no-emit-index-url",
    "--no-emit-trusted-host",
    "--no-emit-find-links",
    "--no-header",
    "--no-annotate",
)


def lock(output: str, *extras: str) -> None:
    """Resolve pyproject.toml with some extras into one hashed file."""
    command = [sys.executable, "-m", "piptools", "compile", *COMMON, "-o", output]
    for extra in extras:
        command += ["--extra", extra]
    subprocess.run([*command, "pyproject.toml"], cwd=HERE, check=True)  # noqa: S603 - our own arguments


if __name__ == "__main__":
    lock("requirements.lock", "build")
    lock("requirements-dev.lock", "build", "dev")
