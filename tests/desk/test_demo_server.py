"""The demo's server, asked over real sockets."""

from __future__ import annotations

import http.client
from urllib.parse import urlsplit

import pytest

from monitor.desk._demo_server import served
from monitor.desk._demo_site import Addresses, load
from monitor.errors import MonitorError

SITE = load()


def _get(addresses: Addresses, url: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
    parts = urlsplit(addresses.real(url))
    connection = http.client.HTTPConnection(parts.netloc, timeout=5)
    try:
        path = f"{parts.path}?{parts.query}" if parts.query else parts.path
        connection.request(
            "GET", path, headers={k.replace("_", "-"): v for k, v in headers.items()}
        )
        answer = connection.getresponse()
        return answer.status, dict(answer.getheaders()), answer.read()
    finally:
        connection.close()


def test_pages_are_served_with_their_own_headers() -> None:
    with served(SITE, first_port=None) as addresses:
        status, headers, body = _get(addresses, "http://sever-kontrakt.example/")

    assert (status, headers["Content-Type"]) == (200, "text/html")
    assert "Служба по контракту" in body.decode("cp1251")


def test_a_query_is_part_of_an_address() -> None:
    with served(SITE, first_port=None) as addresses:
        _, _, newest = _get(addresses, "http://preview.example/s/vahta_kontrakt")
        _, _, older = _get(addresses, "http://preview.example/s/vahta_kontrakt?before=36")

    assert b"vahta_kontrakt/31" not in newest
    assert b'data-post="vahta_kontrakt/31"' in older


def test_who_has_a_page_already_gets_304() -> None:
    url = "http://contrato.example/"
    with served(SITE, first_port=None) as addresses:
        _, headers, _ = _get(addresses, url)
        status, _, body = _get(addresses, url, If_None_Match=headers["ETag"])

    assert (status, body) == (304, b"")


def test_a_channel_without_preview_redirects_to_its_card() -> None:
    with served(SITE, first_port=None) as addresses:
        status, headers, _ = _get(addresses, "http://preview.example/s/nabor_zakrytyi")
        card = addresses.real("http://preview.example/nabor_zakrytyi")

    assert (status, headers["Location"]) == (302, card)


def test_what_is_not_there_is_404() -> None:
    with served(SITE, first_port=None) as addresses:
        status, _, _ = _get(addresses, "http://doska.example/v/1")

    assert status == 404


def test_two_demos_stand_side_by_side_on_other_ports() -> None:
    with served(SITE, first_port=None) as one, served(SITE, first_port=None) as other:
        assert set(one.allowed()).isdisjoint(other.allowed())


def test_ports_of_last_time_are_taken_again() -> None:
    with served(SITE, first_port=None) as before:
        pass

    with served(SITE, first_port=before.first_port) as after:
        assert after == before


def test_ports_of_last_time_that_are_taken_by_others_are_said_plainly() -> None:
    with served(SITE, first_port=None) as other, pytest.raises(MonitorError, match="--fresh"):
        served(SITE, first_port=other.first_port).__enter__()
