"""Cookies behind TLS: a site beside the desk's, under the same domain, can set none of them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from monitor import config
from monitor.model import Role
from monitor.store import Store
from monitor.web import auth
from monitor.web.app import build
from monitor.web.desk import Deployed, Desk, Stores
from tests.store.values import NOW
from tests.web.desk import PASSWORD, deploy, rules

SAME = {"Sec-Fetch-Site": "same-origin"}


@pytest.fixture
def client(tmp_path: Path) -> Iterator[TestClient]:
    deploy(tmp_path)
    (tmp_path / "monitor.toml").write_text(
        'name = "Desk of tests"\ndesk_url = "https://desk.example"\n'
    )
    deployed = config.load(tmp_path)
    with Store.open(deployed.database) as store:
        auth.enroll(store, name="viewer", role=Role.VIEWER, password=PASSWORD, first=False, at=NOW)
    opened = Desk(Deployed(deployed), rules(), Stores(deployed.database), clock=lambda: NOW)
    with TestClient(build(opened), base_url="https://desk.example", headers=SAME) as found:
        yield found


def test_every_cookie_is_of_this_host_alone(client: TestClient) -> None:
    form = {"name": "viewer", "password": PASSWORD}
    entered = client.post("/login", data=form, follow_redirects=False)
    csrf = client.get("/account").text.partition('name="csrf" value="')[2].partition('"')[0]
    left = client.post("/logout", data={"csrf": csrf}, follow_redirects=False)

    cookies = [one for said in (entered, left) for one in said.headers.get_list("set-cookie")]

    assert len(cookies) == 4
    assert all(one.startswith("__Host-desk") and "Secure" in one for one in cookies)
    assert "You are signed out." in client.get("/login").text


def test_no_other_host_puts_words_into_the_desks_mouth(client: TestClient) -> None:
    said = client.get("/login", headers={"Cookie": "desk-flash=Call%20the%20help%20line"})

    assert "help line" not in said.text
