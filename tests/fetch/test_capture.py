"""Pages are captured politely, whatever the server answers, on real sockets."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import replace
from datetime import timedelta

import pytest

from monitor.errors import FetchError, Refused, Unanswered
from monitor.fetch import Fetcher, Politeness, Validators
from monitor.model import Link, Source
from monitor.net import Guard
from tests.fetch.clock import START, Clock
from tests.hostile import (
    Answering,
    Asked,
    Server,
    Write,
    moved,
    page,
    saying,
    serving,
    site,
)

ADVERT = b"<p>An advert that must be found</p>"
NO_WAIT = timedelta(0)
SOURCE = Source(id="shop", kind="webpage", url="", every=timedelta(hours=1), min_delay=NO_WAIT)


def fetcher(*servers: Server, clock: Clock | None = None, **settings: object) -> Fetcher:
    """Make a fetcher that may ask these servers, and no others of this machine."""
    allow = tuple(server.authority for server in servers)
    politeness = Politeness(allow=allow, **settings)  # type: ignore[arg-type]
    return Fetcher(politeness, surroundings=(clock or Clock()).surroundings())


async def fault_of(asked: Fetcher, url: str, source: Source = SOURCE) -> FetchError:
    with pytest.raises(FetchError) as caught:
        await asked.capture(source, Link(url))
    return caught.value


async def test_capture_holds_what_came_and_whence() -> None:
    async with serving(site({"/a": page(ADVERT, etag='"1"')})) as server:
        link = Link(server.url("/a"), role="detail", key="a-1")
        capture = await fetcher(server).capture(SOURCE, link)

    assert (capture.source_id, capture.url, capture.role, capture.key) == (
        "shop",
        link.url,
        "detail",
        "a-1",
    )
    assert (capture.status, capture.body, capture.truncated) == (200, ADVERT, "")
    assert (capture.final_url, capture.redirects) == (link.url, ())
    assert (capture.fetched_at, capture.address) == (START, "127.0.0.1")
    assert capture.header("ETag") == '"1"'


async def test_redirects_are_followed_and_remembered() -> None:
    pages = {"/": moved("/b?x#part"), "/b?x": moved("c", status=308), "/c": page(ADVERT)}
    async with serving(site(pages)) as server:
        capture = await fetcher(server).capture(SOURCE, Link(server.url()))
        hops = (server.url("/b?x"), server.url("/c"))

    assert (capture.body, capture.redirects, capture.final_url) == (ADVERT, hops, hops[-1])


async def test_conditions_are_said_on_the_first_hop_only() -> None:
    pages = {"/": moved("/b"), "/b": page(ADVERT)}
    validators = Validators(etag='"1"', last_modified="Sun, 01 Mar 2026 10:00:00 GMT")
    async with serving(site(pages)) as server:
        await fetcher(server).capture(SOURCE, Link(server.url()), validators)

    conditional = [asked.path for asked in server.requests if "if-none-match" in asked.headers]
    assert conditional == ["/"]
    assert "if-modified-since" not in server.requests[-1].headers


async def test_page_that_did_not_change_is_an_empty_capture() -> None:
    async with serving(site({"/": page(status=304)})) as server:
        capture = await fetcher(server).capture(SOURCE, Link(server.url()), Validators(etag='"1"'))

    assert (capture.status, capture.body) == (304, b"")


@pytest.mark.parametrize(
    "status", [204, 205, 300, 304, 400, 401, 403, 404, 410, 418, 500, 503, 599]
)
async def test_answer_without_a_page_is_a_fault_named_by_its_status(status: int) -> None:
    async with serving(site({"/": page(b"sorry", status=status)})) as server:
        fault = await fault_of(fetcher(server), server.url())

    assert isinstance(fault, Unanswered)
    assert fault.code == f"http_{status}"
    assert str(status) in str(fault)


@pytest.mark.parametrize(
    "pages",
    [{"/": moved("/")}, {"/": moved("/b"), "/b": moved("/#again")}],
    ids=["to itself", "to and fro"],
)
async def test_redirect_loop_ends_at_once(pages: dict[str, bytes | Answering]) -> None:
    async with serving(site(pages)) as server:
        fault = await fault_of(fetcher(server), server.url())

    assert fault.code == "redirect_loop"
    assert len(server.requests) <= 3


async def test_ever_new_redirects_end_after_five() -> None:
    async def onward(asked: Asked, write: Write) -> None:
        robots = asked.path == "/robots.txt"
        await write(page(status=404) if robots else moved(asked.path + "x"))

    async with serving(onward) as server:
        fault = await fault_of(fetcher(server), server.url("/"))

    assert fault.code == "redirects"
    assert server.paths == ["/robots.txt", "/", "/x", "/xx", "/xxx", "/xxxx", "/xxxxx"]


@pytest.mark.parametrize("location", ["", "http://", "http://[", "//:0/"])
async def test_redirect_to_nowhere_is_a_fault(location: str) -> None:
    async with serving(site({"/": moved(location)})) as server:
        fault = await fault_of(fetcher(server), server.url())

    assert fault.code in {"redirect", "redirect_loop", "url"}


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "localhost",
        "localhost.",
        "LOCALHOST",
        "127.1",
        "2130706433",
        "017700000001",
        "0177.0.0.1",
        "0x7f000001",
        "0x7f.1",
        "0",
        "0.0.0.0",
        "127。0。0。1",
        "[::1]",
        "[::]",
        "[::ffff:127.0.0.1]",
        "[::ffff:7f00:1]",
        "[::127.0.0.1]",
        "[64:ff9b::127.0.0.1]",
        "[64:ff9b:1::127.0.0.1]",
        "[2002:7f00:1::]",
        "user:password@127.0.0.1",
    ],
)
async def test_redirect_to_an_inner_server_is_refused(host: str) -> None:
    async with serving(saying(page(b"secret"))) as canary:
        away = moved(f"http://{host}:{canary.port}/".encode().decode("latin-1"))
        async with serving(site({"/": away})) as server:
            fault = await fault_of(fetcher(server), server.url())

    assert isinstance(fault, Refused)
    assert canary.requests == []


@pytest.mark.parametrize("url", ["file:///etc/passwd", "ftp://127.0.0.1/", "javascript:alert(1)"])
async def test_redirect_to_another_scheme_is_refused(url: str) -> None:
    async with serving(site({"/": moved(url)})) as server:
        fault = await fault_of(fetcher(server), server.url())

    assert (type(fault), fault.code) == (Refused, "url")


async def test_name_with_a_public_and_a_private_address_is_refused() -> None:
    async def resolve(host: str, port: int) -> tuple[str, ...]:
        return ("93.184.215.14", "10.0.0.1")

    fetching = Fetcher(Politeness(min_delay=NO_WAIT), guard=Guard(resolve=resolve))

    fault = await fault_of(fetching, "http://both.example.org/")

    assert (type(fault), fault.code) == (Refused, "address")


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize(
    ("wish", "seconds"),
    [
        ("30", 30),
        ("Sun, 01 Mar 2026 12:00:30 GMT", 30),
        ("9" * 5_000, 86_400),
        ("Sun, 01 Mar 2099 12:00:00 GMT", 86_400),
        ("-1", None),
        ("Thu, 01 Jan 1970 00:00:00 GMT", None),
        ("when we please", None),
    ],
)
async def test_retry_after_is_passed_on(status: int, wish: str, seconds: float | None) -> None:
    async with serving(site({"/": page(status=status, retry_after=wish)})) as server:
        fault = await fault_of(fetcher(server), server.url())

    assert (fault.code, fault.retry_after) == (f"http_{status}", seconds)


@pytest.mark.parametrize("wish", ["30", "Sun, 01 Mar 2026 12:00:30 GMT"])
async def test_host_is_left_alone_as_long_as_it_asked(wish: str) -> None:
    clock = Clock()
    answers = saying(page(status=404), page(status=429, retry_after=wish), page(ADVERT))
    async with serving(answers) as server:
        asked = fetcher(server, clock=clock)
        await fault_of(asked, server.url("/a"))
        await asked.capture(SOURCE, Link(server.url("/b")))

    assert clock.passed == pytest.approx(30, abs=1)


async def test_host_that_asked_for_hours_is_not_asked_again_at_all() -> None:
    async with serving(site({"/": page(status=503, retry_after="7200")})) as server:
        asked = fetcher(server)
        await fault_of(asked, server.url())
        again = await fault_of(asked, server.url())

    assert (again.code, again.retry_after) == ("held", 7_200)
    assert server.paths == ["/robots.txt", "/"]


async def test_delay_of_the_source_or_the_deployment_lies_between_two_requests() -> None:
    clock = Clock()
    patient = replace(SOURCE, min_delay=timedelta(seconds=9))
    deployed = replace(SOURCE, min_delay=None)
    async with serving(site({"/": page(ADVERT)})) as server:
        asked = fetcher(server, clock=clock, min_delay=timedelta(seconds=3))
        for source in (patient, patient, deployed, SOURCE):
            await asked.capture(source, Link(server.url()))

    assert clock.slept == [9.0, 9.0, 3.0]


async def test_robots_txt_is_obeyed_and_asked_for_once() -> None:
    robots = page(b"User-agent: *\nDisallow: /private\n")
    async with serving(site({"/robots.txt": robots, "/open": page(ADVERT)})) as server:
        asked = fetcher(server)
        fault = await fault_of(asked, server.url("/private/a"))
        capture = await asked.capture(SOURCE, Link(server.url("/open")))

    assert (type(fault), fault.code) == (Refused, "robots")
    assert capture.body == ADVERT
    assert server.paths == ["/robots.txt", "/open"]


async def test_rules_for_our_product_go_before_those_for_all() -> None:
    rules = b"User-agent: *\nDisallow: /\n\nUser-agent: advert-monitor\nAllow: /\n"
    async with serving(site({"/robots.txt": page(rules), "/": page(ADVERT)})) as server:
        assert (await fetcher(server).capture(SOURCE, Link(server.url()))).body == ADVERT


async def test_redirect_into_a_forbidden_part_is_not_followed() -> None:
    robots = page(b"User-agent: *\nDisallow: /private\n")
    async with serving(site({"/robots.txt": robots, "/": moved("/private")})) as server:
        fault = await fault_of(fetcher(server), server.url())

    assert fault.code == "robots"
    assert server.paths == ["/robots.txt", "/"]


async def test_robots_of_the_second_host_is_asked_too() -> None:
    closed = site({"/robots.txt": page(b"User-agent: *\nDisallow: /")})
    async with serving(closed) as other, serving(site({"/": moved(other.url("/x"))})) as server:
        fault = await fault_of(fetcher(server, other), server.url())

    assert fault.code == "robots"
    assert other.paths == ["/robots.txt"]


async def test_crawl_delay_is_kept_and_capped() -> None:
    clock = Clock()
    robots = page(b"User-agent: *\nCrawl-delay: 3600\n")
    async with serving(site({"/robots.txt": robots, "/": page(ADVERT)})) as server:
        asked = fetcher(server, clock=clock)
        await asked.capture(SOURCE, Link(server.url()))
        await asked.capture(SOURCE, Link(server.url()))

    assert clock.slept == [60.0, 60.0]


@pytest.mark.parametrize("status", [500, 503, 429])
async def test_robots_that_fails_permits_nothing_now_and_is_asked_again_soon(status: int) -> None:
    clock = Clock()
    failing = page(status=status)
    answers = saying(failing, page(status=404), page(ADVERT))
    async with serving(answers) as server:
        asked = fetcher(server, clock=clock)
        first = await fault_of(asked, server.url())
        second = await fault_of(asked, server.url())
        clock.passed += 61
        capture = await asked.capture(SOURCE, Link(server.url()))

    assert (type(first), first.code) == (Unanswered, "robots_unavailable")
    assert second.code == first.code
    assert capture.body == ADVERT
    assert server.paths == ["/robots.txt", "/robots.txt", "/"]


async def test_robots_that_fails_passes_on_how_long_to_wait() -> None:
    async with serving(saying(page(status=503, retry_after="7200"))) as server:
        fault = await fault_of(fetcher(server), server.url())

    assert fault.retry_after == 7_200


@pytest.mark.parametrize("answer", [page(status=404), page(status=403), moved("/robots.txt")])
async def test_site_without_rules_permits_all(answer: bytes) -> None:
    async with serving(site({"/robots.txt": answer, "/": page(ADVERT)})) as server:
        assert (await fetcher(server).capture(SOURCE, Link(server.url()))).body == ADVERT


async def test_robots_sent_on_to_an_inner_server_permits_nothing() -> None:
    async with serving(saying(page())) as canary:
        pages = {"/robots.txt": moved(canary.url()), "/": page(ADVERT)}
        async with serving(site(pages)) as server:
            fault = await fault_of(fetcher(server), server.url())

    assert isinstance(fault, Refused)
    assert (canary.requests, server.paths) == ([], ["/robots.txt"])


async def test_dead_site_is_named_as_dead_and_not_as_forbidden() -> None:
    async with serving(saying(page())) as server:
        pass

    fault = await fault_of(fetcher(server), server.url())

    assert (type(fault), fault.code) == (Unanswered, "connect")


@pytest.mark.parametrize(
    "rules",
    [
        b"\xef\xbb\xbfUser-agent: *\nDisallow: /private",
        b"\xff\xfe\x00 nonsense \x80\nUser-agent: *\nDisallow: /private",
        b"User-agent: *\nDisallow: /private\n" + b"#" * 600_000,
        b"User-agent: *\nDisallow: /p*v*t*e\nDisallow: /" + b"a*" * 50_000,
        b"User-agent: *\nDisallow: /private\nCrawl-delay: nan\nRequest-rate: 1/0\n",
    ],
    ids=["byte order mark", "not text", "long", "wildcards", "absurd numbers"],
)
async def test_hostile_robots_txt_is_survived(rules: bytes) -> None:
    pages = {"/robots.txt": page(rules), "/a": page(ADVERT)}
    async with serving(site(pages)) as server:
        asked = fetcher(server)
        fault = await fault_of(asked, server.url("/private"))
        capture = await asked.capture(SOURCE, Link(server.url("/a")))

    assert (fault.code, capture.body) == ("robots", ADVERT)


async def test_robots_is_ignored_only_for_a_reason_that_is_logged(
    caplog: pytest.LogCaptureFixture,
) -> None:
    daring = replace(SOURCE, ignore_robots_because="the ministry forbids archives")
    robots = page(b"User-agent: *\nDisallow: /\nCrawl-delay: 60")
    clock = Clock()
    async with serving(site({"/robots.txt": robots, "/": page(ADVERT)})) as server:
        asked = fetcher(server, clock=clock)
        with caplog.at_level(logging.WARNING):
            await asked.capture(daring, Link(server.url()))
            await asked.capture(daring, Link(server.url(), role="detail"))

    assert server.paths == ["/", "/"]
    assert clock.slept == []
    assert [record.getMessage() for record in caplog.records] == [
        "robots_ignored source=shop because='the ministry forbids archives'"
    ]


async def test_slow_host_does_not_hold_up_another() -> None:
    begun, over = asyncio.Event(), asyncio.Event()

    async def slow(_: Asked, write: Write) -> None:
        await write(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nx")
        begun.set()
        await over.wait()

    async with serving(site({"/": slow})) as dripper, serving(site({"/": page(ADVERT)})) as quick:
        asked = fetcher(dripper, quick)
        dripped = asyncio.create_task(asked.capture(SOURCE, Link(dripper.url())))
        await begun.wait()
        capture = await asked.capture(SOURCE, Link(quick.url()))
        assert not dripped.done()
        over.set()
        kept = await dripped

    assert capture.body == ADVERT
    assert kept.truncated


async def test_redirects_share_one_deadline() -> None:
    async def slowly(asked: Asked, write: Write) -> None:
        if asked.path != "/robots.txt":
            await asyncio.sleep(0.3)
        await write(page(status=404) if asked.path == "/robots.txt" else moved(asked.path + "x"))

    async with serving(slowly) as server:
        politeness = Politeness(allow=(server.authority,), total_timeout=timedelta(seconds=0.8))
        fault = await fault_of(Fetcher(politeness), server.url())

    assert fault.code == "timeout"
    assert len(server.requests) <= 4


async def test_proxy_is_taken_from_the_environment() -> None:
    source = replace(SOURCE, proxy_env="EGRESS", ignore_robots_because="the proxy is a test")
    async with serving(saying(page(ADVERT))) as proxy:
        asked = Fetcher(Politeness(), secret={"EGRESS": proxy.url()}.get)
        capture = await asked.capture(source, Link("http://shop.example.org/a"))

    assert (capture.body, capture.final_url) == (ADVERT, "http://shop.example.org/a")
    assert proxy.paths == ["http://shop.example.org/a"]


@pytest.mark.parametrize("secret", [{}, {"EGRESS": ""}, {"EGRESS": "hunter2-is-no-url"}])
async def test_source_whose_proxy_is_missing_never_goes_direct(secret: dict[str, str]) -> None:
    async with serving(site({"/": page(ADVERT)})) as server:
        politeness = Politeness(allow=(server.authority,))
        asked = Fetcher(politeness, secret=secret.get)
        fault = await fault_of(asked, server.url(), replace(SOURCE, proxy_env="EGRESS"))

    assert (type(fault), fault.code) == (Refused, "proxy")
    assert "EGRESS" in str(fault)
    assert "hunter2" not in str(fault)
    assert server.requests == []


async def test_contact_is_shown_only_where_it_is_set() -> None:
    async with serving(site({"/": page(ADVERT)})) as server:
        await fetcher(server).capture(SOURCE, Link(server.url()))
        await fetcher(server, contact="+https://ngo.example").capture(SOURCE, Link(server.url()))

    agents = {asked.headers["user-agent"] for asked in server.requests}
    assert {agent.partition(" ")[2] for agent in agents} == {"", "(+https://ngo.example)"}
