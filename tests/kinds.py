"""Saved pages of each kind, and what they are expected to say."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from monitor.model import Capture, Link, Posting, Reading, Source
from monitor.sources import Kind, kinds

FIXTURES = Path(__file__).parent.parent / "fixtures"
SEEN = datetime(2026, 11, 5, 12, tzinfo=UTC)


@dataclass(frozen=True)
class Case:
    """One folder `fixtures/<kind>/<case>/`: `page.*`, `meta.json` and `expected.json`."""

    folder: Path

    @property
    def kind(self) -> str:
        return self.folder.parent.name

    def __str__(self) -> str:
        return f"{self.kind}/{self.folder.name}"

    def read(self, kind: Kind) -> dict[str, object]:
        """Read the page as its source would, and say what came of it in plain values."""
        meta = json.loads((self.folder / "meta.json").read_text())
        options = kind.Options(**meta.get("options", {}))
        place = source(self.kind, meta["url"], options)
        return _said(
            kind.read(place, _capture(meta, next(self.folder.glob("page.*")).read_bytes()))
        )

    def expected(self) -> object:
        return json.loads((self.folder / "expected.json").read_text())


def cases(folder: Path = FIXTURES) -> list[Case]:
    """Every case of every kind below a folder."""
    return [
        Case(meta.parent) for name in kinds() for meta in sorted(folder.glob(f"{name}/*/meta.json"))
    ]


def source(kind: str, url: str, options: object = None) -> Source:
    """A source that is watched daily."""
    return Source(id="place", kind=kind, url=url, every=timedelta(days=1), options=options)


def capture(body: bytes, url: str = "https://place.example/", **more: object) -> Capture:
    """An answer 200 with a body."""
    return _capture({"url": url, **more}, body)


def _capture(meta: dict[str, object], body: bytes) -> Capture:
    headers = meta.get("headers", {})
    assert isinstance(headers, dict)
    return Capture(
        source_id="place",
        url=str(meta["url"]),
        fetched_at=datetime.fromisoformat(str(meta.get("fetched_at", SEEN))),
        status=200,
        headers=tuple(headers.items()),
        body=body,
        role=str(meta.get("role", "page")),
        key=None if "key" not in meta else str(meta["key"]),
        final_url=str(meta.get("final_url", "")),
    )


def _said(reading: Reading) -> dict[str, object]:
    said = {
        "postings": [_posting(posting) for posting in reading.postings],
        "cards": [_posting(card) for card in reading.cards],
        "links": [_link(link) for link in reading.links],
        "faults": [[fault.code, fault.sentence] for fault in reading.faults],
    }
    return {name: values for name, values in said.items() if values}


def _posting(posting: Posting) -> dict[str, object]:
    said = {
        "key": posting.key,
        "url": posting.url,
        "title": posting.title,
        "posted_at": posting.posted_at.isoformat() if posting.posted_at else "",
        "forwarded_from": posting.forwarded_from,
        "text": posting.text.split("\n"),
    }
    return {name: value for name, value in said.items() if value}


def _link(link: Link) -> str:
    return f"{link.role} {link.url}" + (f" as {link.key}" if link.key else "")
