"""The small server: real sockets on loopback."""

from __future__ import annotations

import http.client
import logging
import socket
from collections.abc import Iterator

import pytest

from monitor.errors import MonitorError
from monitor.metrics.server import Reply, listening


def page() -> Reply:
    return Reply(200, "text/plain", b"yes\n")


def broken() -> Reply:
    words = PAGES.keys()
    raise ValueError(f"of {words}")


PAGES = {"/page": page, "/broken": broken}


@pytest.fixture
def port() -> Iterator[int]:
    with listening("127.0.0.1", 0, PAGES) as port:
        yield port


def ask(port: int, path: str, method: str = "GET", **headers: str) -> tuple[int, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request(method, path, headers=headers)
        answer = connection.getresponse()
        return answer.status, answer.read()
    finally:
        connection.close()


def test_a_page_is_answered(port: int) -> None:
    assert ask(port, "/page") == (200, b"yes\n")
    assert ask(port, "/page?a=b") == (200, b"yes\n")
    assert ask(port, "/page", "HEAD") == (200, b"")


def test_another_path_tells_what_is_known(port: int) -> None:
    assert ask(port, "/") == (404, b"known: /page, /broken\n")


def test_nothing_can_be_sent_to_it(port: int) -> None:
    assert ask(port, "/page", "POST")[0] == 501


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1:9464", "[::1]:9464", ""])
def test_names_of_this_machine_are_answered(port: int, host: str) -> None:
    assert ask(port, "/page", Host=host)[0] == 200


@pytest.mark.parametrize("host", ["rebound.example", "rebound.example:9464", "[", "8.8.8.8"])
def test_a_web_page_whose_name_was_pointed_at_loopback_reads_nothing(port: int, host: str) -> None:
    status, body = ask(port, "/page", Host=host)

    assert (status, b"yes" in body) == (421, False)


def test_a_bug_is_answered_and_logged_without_what_it_was_about(
    port: int, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR):
        status, body = ask(port, "/broken")

    assert status == 500
    assert b"dict_keys" not in body
    assert "ValueError" in caplog.text
    assert "dict_keys" not in caplog.text


def test_a_silent_client_holds_up_nobody(port: int) -> None:
    with socket.create_connection(("127.0.0.1", port)) as silent:
        silent.sendall(b"GET /pa")

        assert ask(port, "/page")[0] == 200


def test_a_port_that_is_taken_is_said_in_plain_words(port: int) -> None:
    told = f"metrics: 127.0.0.1 port {port} cannot be listened on"

    with pytest.raises(MonitorError, match=told), listening("127.0.0.1", port, PAGES):
        pass


def test_the_port_is_free_again_afterwards() -> None:
    with listening("127.0.0.1", 0, PAGES) as port:
        pass

    with listening("127.0.0.1", port, PAGES):
        assert ask(port, "/page")[0] == 200
