"""Read the demo's small web from disk: its pages, and the verdict that each posting must get."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from monitor.errors import MonitorError
from monitor.model import Label, Tier

FOLDER = Path(__file__).parents[2] / "fixtures" / "site"
HTML = "text/html; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Page:
    """What one address answers: a file's bytes, or a redirect when `to` is set."""

    url: str
    body: bytes
    type: str
    to: str


@dataclass(frozen=True, slots=True)
class Expected:
    """The verdict that a reader would give; tier None is a look-alike to be left alone."""

    source: str
    url: str
    label: Label
    tier: Tier | None
    about: str
    same_as: str
    """URL of the posting that this one repeats; empty for a posting of its own."""
    language: str
    """Language file without which nobody expects it to be found; empty needs none."""


@dataclass(frozen=True, slots=True)
class Site:
    """The made-up web. In it, `http://<host>.example/` stands for a port that is not yet known."""

    hosts: tuple[str, ...]
    pages: tuple[Page, ...]
    sources: Mapping[str, str]
    """TOML of each source file, by source id."""
    adverts: tuple[Expected, ...]
    left_alone: tuple[Expected, ...]
    faults: tuple[tuple[str, str], ...]
    """Source id and fault code of each place that is out of order."""


@dataclass(frozen=True, slots=True)
class Addresses:
    """Which made-up host is served where."""

    first_port: int
    hosts: tuple[str, ...]

    def real(self, text: str) -> str:
        """Write loopback addresses for the made-up hosts."""
        for made_up, real in self._pairs():
            text = text.replace(made_up, real)
        return text

    def made_up(self, text: str) -> str:
        """Write the made-up hosts back, for people."""
        for made_up, real in self._pairs():
            text = text.replace(real, made_up)
        return text

    def real_bytes(self, body: bytes) -> bytes:
        """Do the same to a page; every charset of the site writes ASCII alike."""
        for made_up, real in self._pairs():
            body = body.replace(made_up.encode(), real.encode())
        return body

    def allowed(self) -> tuple[str, ...]:
        """Name each host and port, as the address guard wants its exceptions."""
        return tuple(f"127.0.0.1:{self.first_port + n}" for n in range(len(self.hosts)))

    def _pairs(self) -> list[tuple[str, str]]:
        return [
            (f"http://{host}.example/", f"http://{allowed}/")
            for host, allowed in zip(self.hosts, self.allowed(), strict=True)
        ]


def load(folder: Path = FOLDER) -> Site:
    """Read the site. Raises MonitorError where its files are not beside the program."""
    if not (folder / "site.toml").exists():
        raise MonitorError(
            f"the demo's pages are not here ({folder}): they come with the source code, not with"
            " the installed package; clone the repository and call `make run` in it"
        )
    table = tomllib.loads((folder / "site.toml").read_text(encoding="utf-8"))
    return Site(
        hosts=tuple(table["hosts"]),
        pages=tuple(_page(row, folder / "pages") for row in table["pages"]),
        sources={
            path.stem: path.read_text(encoding="utf-8")
            for path in sorted((folder / "sources").glob("*.toml"))
        },
        adverts=_expected(table["adverts"]),
        left_alone=_expected(table["left_alone"]),
        faults=tuple((row["source"], row["code"]) for row in table["faults"]),
    )


def _page(row: Mapping[str, str], folder: Path) -> Page:
    body = (folder / row["file"]).read_bytes() if "file" in row else b""
    return Page(url=row["url"], body=body, type=row.get("type", HTML), to=row.get("to", ""))


def _expected(rows: list[dict[str, Any]]) -> tuple[Expected, ...]:
    return tuple(
        Expected(
            source=row["source"],
            url=row["url"],
            label=Label(row["label"]),
            tier=Tier(row["tier"]) if "tier" in row else None,
            about=row["about"],
            same_as=row.get("same_as", ""),
            language=row.get("language", ""),
        )
        for row in rows
    )
