"""What servers do on purpose, tried on real sockets."""

from __future__ import annotations

import asyncio
import gzip
import os
import ssl
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
import respx
import trustme

from monitor.errors import ConfigError, Refused, Unanswered
from monitor.net import Client, Guard, Limits
from tests.hostile import (
    Asked,
    Server,
    Write,
    dripping,
    endless,
    gzip_bomb,
    moved,
    page,
    saying,
    serving,
    silent,
    stacked,
)

ADVERT = b"<p>An advert that must be found</p>"
HASTY = Limits(connect=1.0, read=0.5, total=0.5)
linux = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
MEMORY_BOUND = 64 * 1024  # KiB; the promise of SECURITY.md


def asking(server: Server, limits: Limits = HASTY, **others: ssl.SSLContext) -> Client:
    """Make a client that may ask this server, and no other one of this machine."""
    return Client(guard=Guard(allow=(server.authority,)), limits=limits, **others)


async def test_page_comes_with_all_that_a_capture_needs() -> None:
    async with serving(saying(page(ADVERT, etag='"1"'))) as server:
        answer = await asking(server).get(server.url("/a?b=c#d"))

    assert (answer.status, answer.body, answer.truncated) == (200, ADVERT, "")
    assert answer.header("ETag") == '"1"'
    assert answer.address == "127.0.0.1"
    assert server.paths == ["/a?b=c"]


async def test_request_shows_the_product_and_offers_gzip_only() -> None:
    async with serving(saying(page(ADVERT))) as server:
        await asking(server).get(server.url(), {"If-None-Match": '"1"'})

    headers = server.requests[0].headers
    assert headers["user-agent"].startswith("advert-monitor/")
    assert headers["accept-encoding"] == "gzip"
    assert headers["connection"] == "close"
    assert headers["if-none-match"] == '"1"'


async def test_gzip_page_with_a_second_member_is_read_whole() -> None:
    packed = gzip.compress(b"<p>Weather</p>") + gzip.compress(ADVERT)
    async with serving(saying(page(packed, content_encoding="gzip"))) as server:
        answer = await asking(server).get(server.url())

    assert answer.body == b"<p>Weather</p>" + ADVERT
    assert answer.truncated == ""


async def test_stacked_encodings_are_refused_unread() -> None:
    bomb = page(stacked(gzip_bomb(unpacked=1 << 24), times=1), content_encoding="gzip, gzip")
    async with serving(saying(bomb)) as server:
        with pytest.raises(Unanswered, match="several times over") as caught:
            await asking(server).get(server.url())

    assert caught.value.code == "encoding"


@linux
async def test_gzip_bomb_stays_within_64_mb_of_memory() -> None:
    bomb = gzip_bomb(unpacked=256 << 20)
    assert len(bomb) < 270_000

    async with serving(saying(page(ADVERT), page(bomb, content_encoding="gzip"))) as server:
        asked = await asyncio.create_subprocess_exec(
            sys.executable,
            "-c",
            _MEASURE,
            server.authority,
            cwd=Path(__file__).parents[2],
            stdout=asyncio.subprocess.PIPE,
        )
        out, _ = await asked.communicate()

    length, truncated, more = out.decode().strip().split("|")
    assert int(length) == 5_000_000
    assert "unpacks to more than 5,000,000 bytes" in truncated
    assert int(more) < MEMORY_BOUND


# Runs in a process of its own, since the peak of a process is never taken back. Not by getrusage:
# its peak is inherited from the process that started this one.
_MEASURE = """
import asyncio, pathlib, re, sys
from monitor.net import Client, Guard

def peak():
    status = pathlib.Path("/proc/self/status").read_text()
    return int(re.search(r"VmHWM:\\s+(\\d+) kB", status)[1])

async def main(authority):
    client = Client(guard=Guard(allow=(authority,)))
    await client.get(f"http://{authority}/")
    before = peak()
    answer = await client.get(f"http://{authority}/bomb")
    print(len(answer.body), answer.truncated, peak() - before, sep="|")

asyncio.run(main(sys.argv[1]))
"""


@pytest.mark.parametrize("encoding", ["", "Content-Encoding: gzip\r\n"])
async def test_endless_body_is_cut_at_the_cap(encoding: str) -> None:
    block = gzip.compress(b"x" * 1_000, mtime=0) if encoding else b"x" * 10_000
    head = f"HTTP/1.1 200 OK\r\n{encoding}\r\n".encode()
    limits = Limits(total=5.0, wire=100_000, decoded=100_000)
    async with serving(endless(block, head=head)) as server:
        answer = await asking(server, limits).get(server.url())

    assert len(answer.body) == 100_000
    assert "100,000 bytes" in answer.truncated


async def test_dripping_body_ends_at_the_deadline_and_what_came_is_kept() -> None:
    head = b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n" + ADVERT
    async with serving(dripping(head, every=0.05)) as server:
        answer = await asking(server).get(server.url())

    assert answer.body.startswith(ADVERT)
    assert "longer than 0.5 s" in answer.truncated


async def test_dripping_gzip_body_is_kept_as_far_as_it_came() -> None:
    packed = gzip.compress(ADVERT + bytes(range(256)) * 20)
    head = b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n" + packed[:-20]
    async with serving(dripping(head, drop=b"", every=0.05)) as server:
        answer = await asking(server).get(server.url())

    assert answer.body.startswith(ADVERT)
    assert "what came until then is kept" in answer.truncated


async def test_tiny_chunks_leave_room_for_others() -> None:
    head = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
    turns = 0

    async def take_turns() -> None:
        nonlocal turns
        while True:
            turns += 1
            await asyncio.sleep(0)

    async with serving(endless(b"1\r\nx\r\n" * 5_000, head=head)) as server:
        others = asyncio.create_task(take_turns())
        answer = await asking(server).get(server.url())
        others.cancel()

    assert turns > len(answer.body) > 1_000


async def test_body_that_breaks_off_is_kept_as_far_as_it_came() -> None:
    async with serving(saying(page(ADVERT + b" and more")[:-9])) as server:
        answer = await asking(server).get(server.url())

    assert answer.body == ADVERT
    assert "broke" in answer.truncated


@pytest.mark.parametrize(
    "head",
    [
        b"HTTP/1.1 200 OK\r\nX-Slow: ",
        b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n\x1f\x8b",
    ],
    ids=["in its headers", "before its body", "in gzip's own header"],
)
async def test_slow_server_that_gave_no_text_is_a_timeout(head: bytes) -> None:
    drop = b"x" if head.endswith(b" ") else b""
    async with serving(dripping(head, drop=drop, every=0.05)) as server:
        with pytest.raises(Unanswered) as caught:
            await asking(server).get(server.url())

    assert caught.value.code == "timeout"


async def test_silent_server_is_a_timeout() -> None:
    async with serving(silent()) as server:
        with pytest.raises(Unanswered) as caught:
            await asking(server, Limits(read=0.2)).get(server.url())

    assert caught.value.code == "timeout"


async def test_endless_interim_answers_end_at_the_deadline() -> None:
    async with serving(endless(b"HTTP/1.1 100 Continue\r\n\r\n", head=b"")) as server:
        with pytest.raises(Unanswered) as caught:
            await asking(server).get(server.url())

    assert caught.value.code == "timeout"


@pytest.mark.parametrize(
    ("said", "code"),
    [
        (b"", "protocol"),
        (b"\x00\x01\x02\r\n\r\n", "protocol"),
        (b"HTTP/1.1 200 OK\r\nX: " + b"y" * 200_000, "protocol"),
        (b"HTTP/1.1 999999 OK\r\n\r\n", "protocol"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n", "protocol"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nxx", "protocol"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzzz\r\n", "protocol"),
    ],
)
async def test_what_is_not_http_is_a_fault_of_the_other_side(said: bytes, code: str) -> None:
    async with serving(saying(said)) as server:
        with pytest.raises(Unanswered) as caught:
            await asking(server).get(server.url())

    assert caught.value.code == code


async def test_queued_second_response_is_never_given_to_the_next_request() -> None:
    forged = page(b"<p>forged</p>")
    async with serving(saying(page(ADVERT) + forged, page(b"<p>true</p>"))) as server:
        client = asking(server)
        first = await client.get(server.url("/first"))
        second = await client.get(server.url("/second"))

    assert (first.body, second.body) == (ADVERT, b"<p>true</p>")
    assert server.paths == ["/first", "/second"]


async def test_cookie_is_never_sent_back() -> None:
    async with serving(saying(page(ADVERT, set_cookie="id=1; Path=/"))) as server:
        client = asking(server)
        await client.get(server.url())
        await client.get(server.url())

    assert "cookie" not in server.requests[1].headers


async def test_redirect_is_an_answer_and_is_not_followed() -> None:
    async with serving(saying(moved("/next"))) as server:
        answer = await asking(server).get(server.url())

    assert (answer.status, answer.header("location")) == (302, "/next")
    assert server.paths == ["/"]


async def test_error_page_is_not_read_even_if_it_drips() -> None:
    head = b"HTTP/1.1 404 Not Found\r\nContent-Length: 1000\r\n\r\n"
    async with serving(dripping(head, every=0.05)) as server:
        answer = await asking(server).get(server.url())

    assert (answer.status, answer.body) == (404, b"")


async def test_other_ports_of_an_allowed_host_are_not_asked() -> None:
    async with serving(saying(page())) as server, serving(saying(page())) as canary:
        with pytest.raises(Refused):
            await asking(server).get(canary.url())

    assert canary.requests == []


async def test_name_that_resolves_to_public_and_private_is_not_asked() -> None:
    async def resolve(host: str, port: int) -> tuple[str, ...]:
        return ("93.184.215.14", "127.0.0.1")

    client = Client(guard=Guard(resolve=resolve), limits=HASTY)

    with pytest.raises(Refused, match="loopback"):
        await client.get("http://both.example.org/")


async def test_closed_port_is_a_fault_of_the_other_side() -> None:
    async with serving(saying(page())) as server:
        pass

    with pytest.raises(Unanswered) as caught:
        await asking(server).get(server.url())

    assert caught.value.code == "connect"


async def test_post_hands_over_its_body_and_says_any_status() -> None:
    async with serving(saying(page(b"busy", status=500))) as server:
        answer = await asking(server).post(server.url("/hook"), b"{}", {"Webhook-Id": "1"})

    asked = server.requests[0]
    assert answer.status == 500
    assert (asked.method, asked.body, asked.headers["webhook-id"]) == ("POST", b"{}", "1")


async def test_post_is_guarded_too() -> None:
    with pytest.raises(Refused):
        await Client().post("http://169.254.169.254/latest/api/token", b"")


async def test_environment_names_no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:9")
    async with serving(saying(page(ADVERT))) as server:
        assert (await asking(server).get(server.url())).body == ADVERT


async def test_request_goes_through_the_proxy_where_there_is_one() -> None:
    async with serving(saying(page(ADVERT))) as proxy:
        answer = await Client(proxy=proxy.url(), limits=HASTY).get("http://shop.example.org/a")

    assert answer.body == ADVERT
    assert proxy.paths == ["http://shop.example.org/a"]


async def test_inner_url_is_refused_behind_a_proxy_too() -> None:
    async with serving(saying(page())) as proxy:
        for url in ("http://127.0.0.1/", "http://localhost/", "http://2130706433/"):
            with pytest.raises(Refused):
                await Client(proxy=proxy.url(), limits=HASTY).get(url)

    assert proxy.requests == []


@pytest.mark.parametrize(
    "proxy", ["", "nonsense", "ftp://proxy.example", "socks5h://", "http://[::1"]
)
def test_proxy_that_is_none_is_named_without_its_password(proxy: str) -> None:
    with pytest.raises(ConfigError, match="socks5h://"):
        Client(proxy=proxy)


async def test_socks_proxy_gets_the_name_to_resolve() -> None:
    async with serving(silent()) as server:
        pass
    client = Client(proxy=f"socks5h://{server.authority}", limits=HASTY)

    with pytest.raises(Unanswered) as caught:
        await client.get("http://shop.example.org/")

    assert caught.value.code == "connect"


@respx.mock
async def test_respx_still_intercepts() -> None:
    route = respx.get("https://shop.example.org/a").mock(httpx.Response(200, content=ADVERT))

    answer = await Client().get("https://shop.example.org/a")

    assert route.called
    assert answer.body == ADVERT


class Certified:
    """A made-up authority, and contexts for both ends."""

    def __init__(self) -> None:
        self.authority = trustme.CA()
        self.client = ssl.create_default_context()
        self.authority.configure_trust(self.client)

    def server(self, name: str = "127.0.0.1", *, expired: bool = False) -> ssl.SSLContext:
        before = datetime.now(UTC)
        ends = before + timedelta(days=-1 if expired else 1)
        certificate = self.authority.issue_cert(
            name, not_before=before - timedelta(days=2), not_after=ends
        )
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        certificate.configure_cert(context)
        return context


@pytest.fixture(scope="module")
def certified() -> Certified:
    return Certified()


async def test_page_comes_over_tls(certified: Certified) -> None:
    async with serving(saying(page(ADVERT)), tls=certified.server()) as server:
        answer = await asking(server, ssl_context=certified.client).get(server.url())

    assert answer.body == ADVERT


async def test_expired_certificate_is_refused_in_plain_words(certified: Certified) -> None:
    async with serving(saying(page()), tls=certified.server(expired=True)) as server:
        with pytest.raises(Unanswered, match="certificate has expired") as caught:
            await asking(server, ssl_context=certified.client).get(server.url())

    assert caught.value.code == "tls"
    assert server.requests == []


async def test_unknown_authority_is_refused(certified: Certified) -> None:
    async with serving(saying(page()), tls=certified.server()) as server:
        with pytest.raises(Unanswered) as caught:
            await asking(server).get(server.url())

    assert caught.value.code == "tls"


@pytest.mark.parametrize(("name", "fits"), [("shop.example.org", True), ("other.example", False)])
async def test_tls_checks_the_name_although_the_address_is_dialled(
    certified: Certified, name: str, fits: bool
) -> None:
    async def resolve(host: str, port: int) -> tuple[str, ...]:
        return ("127.0.0.1",)

    async with serving(saying(page(ADVERT)), tls=certified.server(name)) as server:
        guard = Guard(allow=(f"shop.example.org:{server.port}",), resolve=resolve)
        client = Client(guard=guard, limits=HASTY, ssl_context=certified.client)
        asked = client.get(f"https://shop.example.org:{server.port}/")
        if fits:
            assert (await asked).body == ADVERT
        else:
            with pytest.raises(Unanswered, match="Hostname mismatch"):
                await asked


@linux
async def test_server_that_stalls_the_handshake_holds_no_socket_of_ours() -> None:
    async with serving(silent()) as server:
        before = len(os.listdir("/proc/self/fd"))
        with pytest.raises(Unanswered) as caught:
            await asking(server).get(server.url().replace("http:", "https:"))
        await asyncio.sleep(0)
        after = len(os.listdir("/proc/self/fd"))

    assert caught.value.code == "timeout"
    assert after <= before + 1  # the server's own end is in this process too


async def test_plain_text_where_tls_was_expected_is_a_tls_fault() -> None:
    async with serving(dripping(b"HTTP/1.1 400 Bad Request\r\n\r\n", every=1.0)) as server:
        with pytest.raises(Unanswered) as caught:
            await asking(server).get(server.url().replace("http:", "https:"))

    assert caught.value.code in {"tls", "timeout"}


async def test_garbage_after_the_handshake_is_a_fault_of_the_other_side(
    certified: Certified,
) -> None:
    async def answer(asked: Asked, write: Write) -> None:
        await write(b"HTTP/1.1 200 OK\r\nContent-Length: 9")
        raise ConnectionAbortedError

    async with serving(answer, tls=certified.server()) as server:
        with pytest.raises(Unanswered):
            await asking(server, ssl_context=certified.client).get(server.url())
