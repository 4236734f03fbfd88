"""What may be asked, and what may not, however it is written."""

from __future__ import annotations

import httpcore
import pytest

from monitor.errors import ConfigError, FetchError, Refused, Unanswered
from monitor.net import Guard
from monitor.net.backend import GuardedDialler
from monitor.net.guard import system_resolve
from monitor.net.ranges import forbidden
from tests.net.encodings import FORBIDDEN_HOSTS, FORBIDDEN_URLS

PUBLIC = ("93.184.215.14", "8.8.8.8", "1.1.1.1", "2606:2800:21f:cb07:6820:80da:af6b:8b2c")


class Dialled(httpcore.AsyncNetworkBackend):
    """Remember what was dialled, and connect to nothing."""

    def __init__(self) -> None:
        self.addresses: list[str] = []

    async def connect_tcp(
        self, host: str, *args: object, **kwargs: object
    ) -> httpcore.AsyncNetworkStream:
        self.addresses.append(host)
        raise httpcore.ConnectError("nobody there")


def resolving(*answers: str):
    """Resolve every name to the same addresses."""

    async def resolve(host: str, port: int) -> tuple[str, ...]:
        return answers

    return resolve


def test_the_table_of_encodings_is_long_and_without_doubles() -> None:
    assert len(set(FORBIDDEN_URLS)) == len(FORBIDDEN_URLS) >= 150


@pytest.mark.parametrize("url", FORBIDDEN_URLS)
def test_no_spelling_of_an_inner_address_is_a_target(url: str) -> None:
    with pytest.raises(Refused):
        Guard().target(url)


@pytest.mark.parametrize("host", FORBIDDEN_HOSTS)
async def test_no_spelling_is_dialled_even_when_the_url_was_not_checked(host: str) -> None:
    dial = Dialled()

    with pytest.raises(FetchError):
        await GuardedDialler(Guard(resolve=_numeric), dial).connect_tcp(host, 80)

    assert dial.addresses == []


async def _numeric(host: str, port: int) -> tuple[str, ...]:
    """Resolve as the system does, but never ask a name server."""
    if any(letter in host.lower().removeprefix("0x") for letter in "ghijklmnopqrstuvwyz"):
        raise OSError("no such name")
    return await system_resolve(host, port)


@pytest.mark.parametrize("address", PUBLIC)
async def test_public_address_is_dialled_as_it_was_checked(address: str) -> None:
    dial = Dialled()
    backend = GuardedDialler(Guard(resolve=resolving(address)), dial)

    with pytest.raises(httpcore.ConnectError):
        await backend.connect_tcp("shop.example.org", 443)

    assert dial.addresses == [address]
    assert forbidden(address) == ""


@pytest.mark.parametrize(
    "inner", ["127.0.0.1", "10.0.0.1", "::1", "64:ff9b::7f00:1", "fe80::1%eth0"]
)
async def test_one_unsafe_answer_refuses_the_public_one_beside_it(inner: str) -> None:
    dial = Dialled()
    backend = GuardedDialler(Guard(resolve=resolving("93.184.215.14", inner)), dial)

    with pytest.raises(Refused, match="not public"):
        await backend.connect_tcp("shop.example.org", 80)

    assert dial.addresses == []


async def test_name_is_resolved_once_so_that_it_cannot_change_its_mind() -> None:
    answers = [("93.184.215.14",), ("127.0.0.1",)]
    dial = Dialled()

    async def rebinding(host: str, port: int) -> tuple[str, ...]:
        return answers.pop(0)

    with pytest.raises(httpcore.ConnectError):
        await GuardedDialler(Guard(resolve=rebinding), dial).connect_tcp("shop.example.org", 80)

    assert dial.addresses == ["93.184.215.14"]


async def test_only_a_few_of_many_dead_addresses_are_tried() -> None:
    dial = Dialled()
    many = tuple(f"93.184.215.{n}" for n in range(1, 100))

    with pytest.raises(httpcore.ConnectError):
        await GuardedDialler(Guard(resolve=resolving(*many)), dial).connect_tcp("a.example", 80)

    assert len(dial.addresses) == 3


@pytest.mark.parametrize("fault", [OSError("no such name"), UnicodeError("label too long")])
async def test_name_that_does_not_resolve_is_a_fault_of_the_other_side(fault: Exception) -> None:
    async def failing(host: str, port: int) -> tuple[str, ...]:
        raise fault

    with pytest.raises(Unanswered) as caught:
        await Guard(resolve=failing).addresses("gone.example", 80)

    assert caught.value.code == "dns"


async def test_name_without_an_address_is_a_fault_of_the_other_side() -> None:
    with pytest.raises(Unanswered, match="no address"):
        await Guard(resolve=resolving()).addresses("empty.example", 80)


def test_an_exception_opens_one_port_of_one_host_and_nothing_beside_it() -> None:
    guard = Guard(allow=("127.0.0.1:8080",))

    assert guard.target("http://127.0.0.1:8080/x").authority == "127.0.0.1:8080"
    for other in (
        "127.0.0.1:80",
        "127.0.0.1:8081",
        "127.0.0.2:8080",
        "localhost:8080",
        "[::1]:8080",
    ):
        with pytest.raises(Refused):
            guard.target(f"http://{other}/")


@pytest.mark.parametrize("spelling", ["2130706433", "0177.0.0.1", "0x7f.1", "[::ffff:127.0.0.1]"])
def test_an_exception_does_not_hold_for_odd_spellings(spelling: str) -> None:
    with pytest.raises(Refused):
        Guard(allow=("127.0.0.1:8080",)).target(f"http://{spelling}:8080/")


async def test_an_exception_by_name_opens_what_the_name_resolves_to() -> None:
    guard = Guard(allow=("hook.inner.example:9000",), resolve=resolving("10.0.0.7"))

    target = guard.target("http://hook.inner.example:9000/")

    assert await guard.addresses(target.host, target.port) == ("10.0.0.7",)
    with pytest.raises(Refused):
        await guard.addresses("other.example", 9000)


async def test_an_exception_by_address_opens_no_port_of_other_addresses() -> None:
    guard = Guard(allow=("10.0.0.7:9000",), resolve=resolving("93.184.215.14"))

    with pytest.raises(Refused, match="Port 9000"):
        await guard.addresses("shop.example.org", 9000)


def test_an_exception_may_name_an_ipv6_address() -> None:
    assert Guard(allow=("[::1]:8080",)).target("http://[::1]:8080/").host == "::1"


def test_every_wrong_exception_is_named() -> None:
    wrong = ("127.0.0.1", "127.0.0.1:", ":80", "h:0", "h:65536", "h:" + "9" * 5_000, "h:²")

    with pytest.raises(ConfigError) as caught:
        Guard(allow=wrong)

    assert len(caught.value.faults) == len(wrong)


@pytest.mark.parametrize(
    ("url", "authority", "asked"),
    [
        ("HTTP://Example.ORG./a#part", "example.org:80", "http://example.org./a"),
        ("https://example.org", "example.org:443", "https://example.org"),
        ("http://example.org:8080/", "example.org:8080", "http://example.org:8080/"),
        ("http://пример.рф/я?x=ы", "xn--e1afmkfd.xn--p1ai:80", None),
        ("http://[2606:2800:21F:CB07::1]:80/", "[2606:2800:21f:cb07::1]:80", None),
        ("http://ex_ample.org/", "ex_ample.org:80", None),
        ("http://1tv.example.org/", "1tv.example.org:80", None),
    ],
)
def test_public_url_is_a_target(url: str, authority: str, asked: str | None) -> None:
    target = Guard().target(url)

    assert target.authority == authority
    assert asked in (None, target.url)
