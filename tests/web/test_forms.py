"""What a form may be: anything else is refused before it costs anything."""

from __future__ import annotations

from pathlib import Path

import pytest

from monitor.model import Role
from tests.web.desk import desk

MULTIPART = "multipart/form-data; boundary=x; charset={charset}"
FIELD = b'--x\r\nContent-Disposition: form-data; name="name"\r\n\r\n%s\r\n--x--\r\n'


@pytest.mark.parametrize(
    ("charset", "words"),
    [
        ("punycode", b"b" * 2_000),
        ("unicode_escape", rb"\ud800"),
        ("utf-7", b"+2AA-"),
        ("utf-8", b"admin"),
    ],
)
def test_no_sender_chooses_how_a_form_is_decoded(
    tmp_path: Path, charset: str, words: bytes
) -> None:
    """A megabyte of punycode held the whole desk for minutes; a lone surrogate was our fault."""
    with desk(tmp_path, None) as sitting:
        kind = MULTIPART.format(charset=charset)

        said = sitting.client.post("/login", content=FIELD % words, headers={"Content-Type": kind})

    assert said.status_code == 415


@pytest.mark.parametrize("name", ["%ED%A0%80", "%FF%FE", "%00", "%F4%90%80%80", "%C0%AF"])
def test_bytes_that_are_no_text_are_words_like_any(tmp_path: Path, name: str) -> None:
    with desk(tmp_path, None) as sitting:
        kind = {"Content-Type": "application/x-www-form-urlencoded; charset=utf-7"}

        said = sitting.client.post("/login", content=f"name={name}&password=x", headers=kind)

    assert said.status_code == 403


@pytest.mark.parametrize(("fields", "status"), [(1_500, 303), (2_001, 400)])
def test_a_form_has_as_many_fields_as_many_hits_may_be_chosen(
    tmp_path: Path, fields: int, status: int
) -> None:
    with desk(tmp_path, Role.REVIEWER) as sitting:
        chosen = {"tag": "seen", **{f"hit{number}": "" for number in range(fields - 2)}}

        said = sitting.post(f"/hits/{sitting.hits()[0]}/tag", **chosen)

    assert said.status_code == status


def test_what_is_longer_than_any_form_is_refused(tmp_path: Path) -> None:
    with desk(tmp_path, None) as sitting:
        said = sitting.client.post("/login", data={"name": "a" * 1_000_001})

    assert said.status_code == 413
