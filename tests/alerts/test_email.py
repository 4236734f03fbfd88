"""Mail arrives over real sockets, or stays owed with the server's own words."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
import trustme

from monitor.alerts import sample_message
from monitor.alerts.email import Security, Settings, send
from monitor.errors import AlertError
from tests.alerts.making import (
    KEY,
    NOTICE,
    NOW,
    Box,
    mail_server,
    message,
    outward,
    part,
    secret_of,
)

TO = ("team@ngo.example", "lawyer@ngo.example")
REFUSED = {"team@ngo.example": "550 no such user", "lawyer@ngo.example": "451 later"}


def _settings(port: int, **changes: object) -> Settings:
    plain = Settings(
        host="127.0.0.1",
        sender="watch@ngo.example",
        to=TO,
        port=port,
        security=Security.NONE,
        timeout=timedelta(seconds=5),
    )
    return replace(plain, **changes)  # type: ignore[arg-type]


def _private(port: int, ca_file: Path) -> Settings:
    """Log in over STARTTLS."""
    return _settings(
        port,
        host="localhost",
        security=Security.STARTTLS,
        username="watch",
        password_env="SMTP_PASSWORD",
        ca_file=ca_file,
    )


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def tls(authority: trustme.CA) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost").configure_cert(context)
    return context


@pytest.fixture
def ca_file(authority: trustme.CA) -> Iterator[Path]:
    with authority.cert_pem.tempfile() as path:
        yield Path(path)


async def test_a_mail_arrives_with_both_parts_and_the_server_s_answer_is_the_receipt() -> None:
    async with mail_server(Box()) as box:
        receipt = await send(_settings(box.port), message(), outward())

    (mail,) = box.mails
    assert receipt == "250 2.0.0 queued as 4B7"
    assert mail["From"] == "Watch <watch@ngo.example>"
    assert mail["To"] == "team@ngo.example, lawyer@ngo.example"
    assert mail["Message-ID"] == f"<{KEY}@ngo.example>"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert "служба по контракту" in part(mail, "plain")
    assert "служба по контракту" in part(mail, "html")
    assert not mail.defects


async def test_one_mail_lists_all_alerts_of_a_group() -> None:
    notices = [replace(NOTICE, hit_id=f"hit{n}") for n in range(3)]

    async with mail_server(Box()) as box:
        await send(_settings(box.port), message(*notices), outward())

    (mail,) = box.mails
    assert all(f"hit{n}" in part(mail, "plain") for n in range(3))


async def test_a_mail_refused_for_now_arrives_later_as_the_same_bytes() -> None:
    box = Box(data=["451 4.3.0 try later", "250 ok"])
    async with mail_server(box):
        with pytest.raises(AlertError, match=r"451 4\.3\.0 try later") as refusal:
            await send(_settings(box.port), message(), outward())
        await send(_settings(box.port), message(), outward())
        await send(_settings(box.port), message(), outward())

    assert not refusal.value.permanent
    assert len(box.kept) == 2
    assert box.kept[0] == box.kept[1]


async def test_a_mail_refused_for_good_says_so() -> None:
    async with mail_server(Box(data=["554 5.7.1 looks like spam"])) as box:
        with pytest.raises(AlertError, match=r"554 5\.7\.1 looks like spam") as refusal:
            await send(_settings(box.port), message(), outward())

    assert refusal.value.permanent


async def test_all_recipients_refused_is_no_delivery() -> None:
    async with mail_server(Box(rcpt=REFUSED)) as box:
        with pytest.raises(AlertError, match=r"550 no such user.*451 later") as refusal:
            await send(_settings(box.port), message(), outward())

    assert not refusal.value.permanent
    assert box.kept == []


async def test_all_recipients_refused_for_good_is_permanent() -> None:
    async with mail_server(Box(rcpt=dict.fromkeys(TO, "550 no"))) as box:
        with pytest.raises(AlertError) as refusal:
            await send(_settings(box.port), message(), outward())

    assert refusal.value.permanent


async def test_starttls_and_login_keep_the_way_private(tls: ssl.SSLContext, ca_file: Path) -> None:
    async with mail_server(Box(), starttls=tls) as box:
        settings = _private(box.port, ca_file)
        await send(settings, message(), outward())

    assert box.was_tls == [True]


async def test_implicit_tls_keeps_the_way_private(tls: ssl.SSLContext, ca_file: Path) -> None:
    async with mail_server(Box(), tls=tls) as box:
        settings = _settings(box.port, host="localhost", security=Security.TLS, ca_file=ca_file)
        await send(settings, message(), outward())

    assert len(box.kept) == 1


@pytest.mark.parametrize("security", [Security.STARTTLS, Security.TLS])
async def test_a_certificate_that_nobody_vouches_for_is_refused(
    security: Security, tls: ssl.SSLContext
) -> None:
    starttls, implicit = (tls, None) if security is Security.STARTTLS else (None, tls)
    async with mail_server(Box(), starttls=starttls, tls=implicit) as box:
        settings = _settings(box.port, host="localhost", security=security)
        with pytest.raises(AlertError, match=r"(?i)certificate") as refusal:
            await send(settings, message(), outward())

    assert not refusal.value.permanent
    assert box.kept == []


async def test_nothing_is_sent_in_the_clear_when_the_server_offers_no_starttls() -> None:
    async with mail_server(Box()) as box:
        settings = _settings(box.port, host="localhost", security=Security.STARTTLS)
        with pytest.raises(AlertError, match=r"(?i)starttls"):
            await send(settings, message(), outward())

    assert box.kept == []


async def test_a_refused_login_stays_owed_and_never_shows_the_password(
    tls: ssl.SSLContext, ca_file: Path
) -> None:
    async with mail_server(Box(), starttls=tls) as box:
        settings = _private(box.port, ca_file)
        wrong = outward(secret=secret_of({"SMTP_PASSWORD": "not-it-at-all"}))
        with pytest.raises(AlertError, match="refused the login: 535") as refusal:
            await send(settings, message(), wrong)

    assert not refusal.value.permanent
    assert "not-it-at-all" not in str(refusal.value)


async def test_a_missing_password_is_told_by_its_name() -> None:
    settings = _settings(1, username="watch", password_env="SMTP_PASSWORD")

    with pytest.raises(AlertError, match="SMTP_PASSWORD"):
        await send(settings, message(), outward(secret=secret_of({})))


async def test_a_connection_that_breaks_after_the_text_leaves_the_mail_owed_under_the_same_id() -> (
    None
):
    box = Box(drop_after_data=True)
    async with mail_server(box):
        with pytest.raises(AlertError) as broken:
            await send(_settings(box.port), message(), outward())
        box.drop_after_data = False
        await send(_settings(box.port), message(), outward())

    assert not broken.value.permanent
    assert len({mail["Message-ID"] for mail in box.mails}) == 1


async def test_a_server_that_is_not_there_leaves_the_mail_owed() -> None:
    async with mail_server(Box()) as box:
        port = box.port

    with pytest.raises(AlertError, match=r"127\.0\.0\.1") as refusal:
        await send(_settings(port), message(), outward())

    assert not refusal.value.permanent


@asynccontextmanager
async def _talking(*lines: bytes, hang: bool = False) -> AsyncIterator[int]:
    """Say a line at each line that comes; then hang up, or drip for ever."""

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError, asyncio.CancelledError):
            for line in lines:
                writer.write(line)
                await writer.drain()
                await reader.readline()
            while hang and not reader.at_eof():
                writer.write(b"250-")
                await writer.drain()
                await asyncio.sleep(0.02)
        writer.close()

    server = await asyncio.start_server(talk, "127.0.0.1", 0)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()
        await server.wait_closed()


@pytest.mark.parametrize("lines", [(), (b"220 hello\r\n",), (b"220 hello\r\n", b"250 hello\r\n")])
async def test_a_server_that_never_finishes_is_left_in_time(lines: tuple[bytes, ...]) -> None:
    async with _talking(*lines, hang=True) as port:
        settings = _settings(port, timeout=timedelta(seconds=0.3))
        with pytest.raises(
            AlertError, match=r"did not finish within 0\.3 s|No mail went"
        ) as refusal:
            await asyncio.wait_for(send(settings, message(), outward()), 3)

    assert not refusal.value.permanent


@pytest.mark.parametrize(
    "lines",
    [
        (b"554 go away\r\n",),
        (b"nonsense\r\n",),
        (b"\x00\xff\r\n",),
        (b"220 hi\r\n", b"502 no\r\n", b"502 no\r\n"),
    ],
)
async def test_a_server_that_talks_nonsense_or_serves_nobody_leaves_the_mail_owed(
    lines: tuple[bytes, ...],
) -> None:
    async with _talking(*lines) as port:
        with pytest.raises(AlertError) as refusal:
            await send(_settings(port), message(), outward())

    assert not refusal.value.permanent


async def test_trouble_after_the_mail_was_taken_does_not_undo_it() -> None:
    talk = (
        b"220 hi\r\n",
        b"250 hi\r\n",
        b"250 ok\r\n",
        b"250 ok\r\n",
        b"250 ok\r\n",
        b"354 go\r\n",
    )
    async with _quitting(*talk) as port:
        receipt = await send(_settings(port), message(), outward())

    assert receipt == "250 taken"


@asynccontextmanager
async def _quitting(*lines: bytes) -> AsyncIterator[int]:
    """Take one mail, and hang up instead of answering QUIT."""

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        for line in lines[:-1]:
            writer.write(line)
            await reader.readline()
        writer.write(lines[-1])
        await reader.readuntil(b"\r\n.\r\n")
        writer.write(b"250 taken\r\n")
        await reader.readline()
        writer.close()

    server = await asyncio.start_server(talk, "127.0.0.1", 0)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()
        await server.wait_closed()


async def test_a_server_s_answer_is_made_harmless() -> None:
    async with mail_server(Box(data=["550 no\x1b[31m " + "x" * 300])) as box:
        with pytest.raises(AlertError) as refusal:
            await send(_settings(box.port), message(), outward())

    assert "\x1b" not in str(refusal.value)
    assert len(str(refusal.value)) < 300


@pytest.mark.parametrize(
    "evil",
    [
        "x\r\nBcc: thief@example.org",
        "x\nBcc: thief@example.org\n\nhi",
        "x\r.\r\nRCPT TO:<y@z>",
        "x\x85Bcc: y",
        "x\u2028Bcc: y",
    ],
)
async def test_no_word_of_a_page_becomes_a_header_or_a_command(evil: str) -> None:
    notice = replace(
        NOTICE, source_name=evil, label=evil, hit_id=evil, url=evil, tier=evil, lang=evil
    )

    async with mail_server(Box()) as box:
        await send(
            _settings(box.port, sender_name=evil), message(notice, id=evil), outward(product=evil)
        )
        await send(_settings(box.port), message(), outward())

    evil_mail, plain_mail = box.mails
    assert evil_mail.keys() == plain_mail.keys()
    assert box.envelopes[0].rcpt_tos == list(TO)
    assert evil_mail["Bcc"] is None


async def test_a_line_with_a_lone_dot_does_not_end_the_mail() -> None:
    notice = replace(NOTICE, source_name=".", hit_id=".", url=".")

    async with mail_server(Box()) as box:
        await send(_settings(box.port), message(notice, NOTICE), outward())

    assert "0a1b2c3d4e5f" in part(box.mails[0], "plain")


async def test_a_test_message_comes_back_with_the_real_answer() -> None:
    async with mail_server(Box()) as box:
        receipt = await send(_settings(box.port), sample_message(NOW), outward())

    assert receipt == "250 2.0.0 queued as 4B7"
    assert "TEST" in box.mails[0]["Subject"]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"to": ()}, "to names nobody"),
        ({"to": ("Team <team@ngo.example>",)}, "cannot be used"),
        ({"to": ("a@b.example\r\nBcc: x@y.example",)}, "cannot be used"),
        ({"sender": "nobody"}, "cannot be used"),
        ({"host": "mail server"}, "is no name"),
        ({"host": "mail.example"}, "in the clear"),
        ({"port": 70000}, "port 70000"),
        ({"username": "watch"}, "come together"),
        ({"password_env": "SMTP_PASSWORD"}, "come together"),
        ({"timeout": timedelta()}, "not above zero"),
        ({"timeout": timedelta(minutes=2)}, "over 100 seconds"),
    ],
)
def test_settings_that_cannot_work_are_refused_at_once(
    changes: dict[str, object], said: str
) -> None:
    with pytest.raises(ValueError, match=said):
        replace(_settings(25), **changes)  # type: ignore[arg-type]
