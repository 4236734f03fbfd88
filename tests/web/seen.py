"""What a person reads on a page of the desk."""

from __future__ import annotations

from typing import Any

from selectolax.lexbor import LexborHTMLParser

from tests.web.desk import Sitting

HOSTILE = "<script>alert(1)</script>\u202eevil =1+1"


def words(answer: Any, status: int = 200) -> str:
    """Give what a person reads."""
    assert answer.status_code == status, answer.text
    main = LexborHTMLParser(answer.text).css_first("main")
    assert main is not None
    return " ".join(main.text(separator=" ").split())


def settle(sitting: Sitting, settings: str) -> None:
    (sitting.folder / "monitor.toml").write_text(settings, encoding="utf-8")
