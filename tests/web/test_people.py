"""The pages of one's account, of people, and of the log."""

from __future__ import annotations

import csv
import io
import re
from functools import partial
from pathlib import Path
from typing import Any

import pyotp
import pytest

from monitor.model import Role
from monitor.store import Sought
from monitor.web import auth
from tests.store.values import NOW
from tests.web.desk import PASSWORD, Sitting
from tests.web.desk import desk as desk_with

desk = partial(desk_with, texts={})
NEW = "nine loud geese fly"


def change(sitting: Sitting, current: str = PASSWORD, new: str = NEW, again: str = NEW) -> Any:
    return sitting.post("/account/password", current=current, password=new, again=again)


def whats(sitting: Sitting) -> list[str]:
    return [one.what for one in sitting.store.audit.find(Sought(), limit=99)]


def test_a_new_password_ends_all_other_sittings_and_this_one_goes_on(tmp_path: Path) -> None:
    with desk(tmp_path, Role.REVIEWER) as sitting:
        tried = auth.Tried("reviewer", PASSWORD, peer="198.51.100.7")
        other = auth.sign_in(sitting.store, tried, now=NOW)

        assert change(sitting).status_code == 303
        assert sitting.get("/account").status_code == 200
        assert auth.session_of(sitting.store, other.token, now=NOW, peer="") is None
        assert "password_changed" in whats(sitting)


@pytest.mark.parametrize(
    ("current", "new", "again", "told"),
    [
        ("wrong", NEW, NEW, "not your password"),
        (PASSWORD, NEW, "other", "not the same"),
        (PASSWORD, "short", "short", "too short"),
        (PASSWORD, PASSWORD, PASSWORD, "the password that you have"),
    ],
)
def test_a_password_that_does_not_do_is_told(
    tmp_path: Path, current: str, new: str, again: str, told: str
) -> None:
    with desk(tmp_path, Role.VIEWER) as sitting:
        said = change(sitting, current, new, again)

    assert said.status_code == 400
    assert told in said.text


def test_a_desk_left_open_gives_ten_guesses_at_the_password(tmp_path: Path) -> None:
    with desk(tmp_path, Role.VIEWER) as sitting:
        for _ in range(10):
            change(sitting, "wrong")

        assert "Too many tries" in change(sitting).text


def test_with_the_first_password_only_ones_own_account_opens(tmp_path: Path) -> None:
    with desk(tmp_path, None) as sitting:
        made = auth.enroll(sitting.store, name="Aigul", role=Role.ADMIN, at=NOW)
        said = sitting.client.post(
            "/login", data={"name": "Aigul", "password": made.password}, follow_redirects=False
        )
        kept_out = sitting.get("/people", follow_redirects=False)
        change(sitting, made.password)

        assert said.headers["location"] == "/account"
        assert (kept_out.status_code, kept_out.headers["location"]) == (303, "/account")
        assert sitting.get("/people").status_code == 200


def test_a_second_factor_is_in_force_once_its_first_code_was_given(tmp_path: Path) -> None:
    with desk(tmp_path, Role.REVIEWER) as sitting:
        sitting.post("/account/factor/offer", current=PASSWORD)
        shown = sitting.get("/account/factor").text
        found = re.search(r'class="secret">([A-Z2-7 ]+)<', shown)
        assert found is not None
        secret = found[1].replace(" ", "")
        drawn = sitting.get("/account/factor.svg")

        assert drawn.headers["content-type"] == "image/svg+xml"
        assert drawn.text.startswith("<svg")
        assert "style" not in drawn.text
        assert sitting.post("/account/factor", code="000000").status_code == 400
        assert sitting.post("/account/factor", code=pyotp.TOTP(secret).at(NOW)).status_code == 303
        user = sitting.store.accounts.named("reviewer")
        assert user is not None
        assert user.second_factor
        assert secret not in sitting.get("/account").text
        assert sitting.get("/account/factor.svg").status_code == 404


def test_the_second_factor_goes_off_for_who_knows_the_password(tmp_path: Path) -> None:
    with desk(tmp_path, Role.REVIEWER) as sitting:
        user = sitting.store.accounts.named("reviewer")
        assert user is not None
        sitting.store.accounts.take_factor(user.id, "JBSWY3DPEHPK3PXP", step=0)

        assert sitting.post("/account/factor/drop", current="wrong").status_code == 400
        assert sitting.post("/account/factor/drop", current=PASSWORD).status_code == 303
        assert whats(sitting)[0] == "second_factor_dropped"


def test_one_of_ones_sittings_is_ended_and_nobody_elses(tmp_path: Path) -> None:
    with desk(tmp_path, Role.REVIEWER) as sitting:
        user = auth.enroll(sitting.store, name="Other", role=Role.ADMIN, at=NOW).user
        theirs = auth.enter(sitting.store, user, peer="", agent="", now=NOW)
        session = auth.session_of(sitting.store, theirs.token, now=NOW, peer="")
        assert session is not None

        said = sitting.post("/account/sittings/end", sitting=str(session.id))

        assert said.status_code == 404
        assert auth.session_of(sitting.store, theirs.token, now=NOW, peer="")
        assert sitting.post("/account/sittings/end", sitting="9" * 30).status_code == 404
        sitting.post("/account/sittings/end-all")
        assert sitting.get("/account", follow_redirects=False).status_code == 303


def test_one_chooses_a_language_that_the_desk_speaks(tmp_path: Path) -> None:
    with desk(tmp_path, Role.REVIEWER) as sitting:
        sitting.post("/account/language", language="en")
        refused = sitting.post("/account/language", language="../../etc")

        user = sitting.store.accounts.named("reviewer")
        assert user is not None
        assert (user.language, refused.status_code) == ("en", 400)


def test_the_first_password_of_somebody_new_is_shown_once(tmp_path: Path) -> None:
    with desk(tmp_path, Role.ADMIN) as sitting:
        said = sitting.post("/people", name="Aigul", role="reviewer")
        password = re.search(r'class="secret">([a-z0-9-]+)<', said.text)

        assert password is not None
        assert password[1] not in sitting.get("/people").text
        assert auth.sign_in(sitting.store, auth.Tried("Aigul", password[1]), now=NOW)
        assert whats(sitting)[1] == "account_added"


@pytest.mark.parametrize(
    ("name", "role", "told"),
    [
        ("Admin", "viewer", "has this name"),
        ("", "viewer", "one to sixty"),
        ("Eve\u202e", "viewer", "can be seen"),
        ("Eve", "anyone", "no such role"),
        ("Eve", "root", "no such role"),
    ],
)
def test_who_cannot_be_added_is_told(tmp_path: Path, name: str, role: str, told: str) -> None:
    with desk(tmp_path, Role.ADMIN) as sitting:
        said = sitting.post("/people", name=name, role=role)

        assert said.status_code == 400
        assert told in said.text
        assert len(sitting.store.accounts.all()) == 1


def test_who_is_shut_out_is_out_at_the_next_request(tmp_path: Path) -> None:
    with desk(tmp_path, Role.ADMIN) as sitting:
        user = auth.enroll(sitting.store, name="Aigul", role=Role.REVIEWER, at=NOW).user
        theirs = auth.enter(sitting.store, user, peer="", agent="", now=NOW)

        sitting.post(f"/people/{user.id}/disable")
        shut = auth.session_of(sitting.store, theirs.token, now=NOW, peer="")
        sitting.post(f"/people/{user.id}/enable")

        assert shut is None
        assert auth.session_of(sitting.store, theirs.token, now=NOW, peer="") is None
        assert whats(sitting)[:2] == ["account_enabled", "account_disabled"]


def test_roles_change_and_passwords_are_given_anew(tmp_path: Path) -> None:
    with desk(tmp_path, Role.ADMIN) as sitting:
        user = auth.enroll(sitting.store, name="Aigul", role=Role.REVIEWER, at=NOW).user

        sitting.post(f"/people/{user.id}/role", role="coordinator")
        again = sitting.post(f"/people/{user.id}/reset")
        sitting.post(f"/people/{user.id}/end")

        found = sitting.store.accounts.find(user.id)
        assert found is not None
        assert found.role is Role.COORDINATOR
        assert 'class="secret">' in again.text
        assert whats(sitting)[:3] == ["all_sittings_ended", "password_reset", "role_changed"]


def test_an_admin_neither_shuts_out_nor_lowers_themselves(tmp_path: Path) -> None:
    with desk(tmp_path, Role.ADMIN) as sitting:
        own = sitting.store.accounts.all()[0].id

        assert sitting.post(f"/people/{own}/disable").status_code == 400
        assert sitting.post(f"/people/{own}/role", role="viewer").status_code == 409
        assert sitting.post(f"/people/{own}/reset").status_code == 400


@pytest.mark.parametrize("number", ["0", "99", "x", "9" * 40, "١"])
def test_an_account_that_is_not_there_is_told(tmp_path: Path, number: str) -> None:
    with desk(tmp_path, Role.ADMIN) as sitting:
        assert sitting.post(f"/people/{number}/end").status_code == 404


def test_the_log_is_filtered_paged_and_taken_along_as_words(tmp_path: Path) -> None:
    with desk(tmp_path, Role.ADMIN) as sitting:
        for number in range(101):
            sitting.store.audit.note("Aigul", "contacts_shown", f"hit {number}", at=NOW)
        sitting.store.audit.note("=cmd|' /C calc'!A0", "noted", "<script>x</script>", at=NOW)

        first = sitting.get("/audit?what=contacts_shown").text
        older = re.search(r'rel="next" href="([^"]+)"', first)
        assert older is not None
        second = sitting.get(older[1].replace("&amp;", "&")).text
        table = sitting.get("/audit.csv")
        whole = sitting.get("/audit").text

        assert first.count("<tr role") == 101
        assert "hit 0<" in second
        assert second.count("<tr role") == 2
        assert "<script>x" not in whole
        rows = list(csv.reader(io.StringIO(table.text.removeprefix("\ufeff"))))
        assert rows[1][1].startswith("'=cmd")
        assert len(rows) == 1 + 102 + 1
        assert whats(sitting)[0] == "audit_taken"


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("since=2026-05-04&until=2026-05-04", 200),
        ("since=yesterday", 400),
        ("until=9999-12-31", 400),
        ("before=x", 200),
        ("before=99999999999999999999", 200),
        ("who=%00%F0%9F%92%A3", 200),
    ],
)
def test_odd_filters_of_the_log_are_answered(tmp_path: Path, query: str, status: int) -> None:
    with desk(tmp_path, Role.ADMIN) as sitting:
        assert sitting.get(f"/audit?{query}").status_code == status
