"""Answers 200 that are not the page we asked for: a state of the source, never "no adverts"."""

from __future__ import annotations

from monitor.model import Capture, Fault

_OTHER_TYPES = ("image/", "audio/", "video/", "font/", "application/pdf", "application/zip")
_OTHER_STARTS = {
    b"%PDF-": "a PDF",
    b"\x89PNG": "an image",
    b"\xff\xd8\xff": "an image",
    b"PK\x03\x04": "an archive",
}
_CHECKS = (
    "just a moment", "attention required", "ddos-guard", "checking your browser",
    "проверка браузера", "вы не робот", "are you a robot", "are you a human", "access denied",
    "verify you are human", "доступ ограничен",
)  # fmt: skip
"""Titles of the pages that Cloudflare, DDoS-Guard, Yandex and their like put before a site's own."""
_MOST = 2_000
"""Characters: a longer text is an article about such checks."""


def odd_answer(capture: Capture) -> Fault | None:
    """Tell an answer that is no page at all; None for a page."""
    declared = capture.header("Content-Type").lower().strip()
    if declared.startswith("text/"):
        return None  # a browser would show it, however it begins
    starts = (what for start, what in _OTHER_STARTS.items() if capture.body.startswith(start))
    typed = declared.partition(";")[0] if declared.startswith(_OTHER_TYPES) else ""
    found = next(starts, typed)
    if not found:
        return None
    return Fault("not_a_page", f"{capture.url} answers with {found}, not a page.")


def bot_check(title: str, text: str, url: str) -> tuple[Fault, ...]:
    """Tell a page that asks whether we are human, shown in the place of the site's own."""
    said = title.lower()
    if len(text) > _MOST or not any(mark in said for mark in _CHECKS):
        return ()
    return (Fault("bot_check", f"{url} shows a check for robots instead of its page."),)
