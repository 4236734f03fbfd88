"""Ask only for what has changed, without letting an ETag freeze or follow us.

Whoever asks decides when to ask in full: `validators_of` gives None once the kept capture is a day
old, so that a server which answers 304 for ever hides a page for one day at most.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from monitor.model import Capture

FULL_EVERY = timedelta(hours=24)

# Visible ASCII of a length that real servers use: what is longer is a tracking id, not a version.
_ETAG = re.compile(r'(W/)?"[!#-~]{0,128}"')
_HTTP_DATE = re.compile(r"[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT")
_NOT_MODIFIED = 304


@dataclass(frozen=True, slots=True)
class Validators:
    """By what a server tells that a page is still the one we have; empty for none."""

    etag: str = ""
    last_modified: str = ""

    def headers(self) -> dict[str, str]:
        """Say them in the words of RFC 9110, 13.1."""
        said = {"If-None-Match": self.etag, "If-Modified-Since": self.last_modified}
        return {name: value for name, value in said.items() if value}


def validators_of(capture: Capture, *, now: datetime) -> Validators | None:
    """Take a kept capture's validators; None means: ask in full.

    That is so for a capture that is a day old (or from the future, after a clock jump), was cut,
    was itself a 304, came by a redirect (its validators belong to another URL) or has none.
    """
    age = now - capture.fetched_at
    moved = capture.final_url not in ("", capture.url)
    fresh = timedelta(0) <= age < FULL_EVERY
    if not fresh or moved or capture.truncated or capture.status == _NOT_MODIFIED:
        return None
    etag = capture.header("ETag")
    modified = capture.header("Last-Modified")
    validators = Validators(
        etag=etag if _ETAG.fullmatch(etag) else "",
        last_modified=modified if _HTTP_DATE.fullmatch(modified) else "",
    )
    return validators if validators.headers() else None
