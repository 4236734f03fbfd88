"""Webhooks are signed, described by their schema, and owed until the receiver takes them."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import chain
from pathlib import Path

import jsonschema
import pytest
from standardwebhooks import Webhook, WebhookVerificationError

import monitor.alerts
from monitor.alerts import Outward, is_signed, sample_message
from monitor.alerts._payload import alarm_payload, payload
from monitor.alerts._signature import keys_of, sign
from monitor.alerts.webhook import Settings, send
from monitor.errors import AlertError
from monitor.model import Money, Notice, Promise
from monitor.net import Client, Guard
from tests.alerts.making import (
    ALARM,
    KEY,
    NOTICE,
    NOW,
    SIGNING_KEY,
    alarming,
    message,
    outward,
    quoting,
    secret_of,
)
from tests.hostile import Asked, Server, moved, page, saying, serving, silent

OTHER_KEY = "whsec_OTg3NjU0MzIxMDk4NzY1NDMyMTA5ODc2NTQzMjEwOTg="
SCHEMA = json.loads(
    (Path(monitor.alerts.__file__).parent / "webhook.schema.json").read_text(encoding="utf-8")
)
CHECK = jsonschema.Draft202012Validator(SCHEMA, format_checker=jsonschema.FormatChecker())


def _outward(server: Server, **changes: object) -> Outward:
    client = Client(guard=Guard(allow=(server.authority,)))
    return outward(client=client, now=lambda: datetime.now(UTC), **changes)


def _settings(server: Server, **changes: object) -> Settings:
    plain = Settings(url=server.url("/alerts"), secret_env="SIGNING_KEY")
    return replace(plain, **changes)  # type: ignore[arg-type]


def _verified(asked: Asked, key: str = SIGNING_KEY) -> object:
    return Webhook(key).verify(asked.body, dict(asked.headers))


def _content(*notices: Notice, language: str = "en") -> dict[str, object]:
    one = message(*notices)
    content: dict[str, object] = json.loads(payload(one, one.alerts[0], language=language))
    return content


def _data(notice: Notice = NOTICE, *, language: str = "en") -> dict[str, object]:
    data = _content(notice, language=language)["data"]
    assert isinstance(data, dict)
    return data


async def test_a_delivery_is_signed_by_the_standard_and_its_answer_is_the_receipt() -> None:
    async with serving(saying(page(b"taken as case 12", status=202))) as server:
        receipt = await send(_settings(server), message(), _outward(server))

    (asked,) = server.requests
    assert receipt == "202 Accepted: taken as case 12"
    assert (asked.method, asked.path) == ("POST", "/alerts")
    assert asked.headers["content-type"] == "application/json"
    assert asked.headers["webhook-id"] == KEY.replace("5", "0", 1)
    assert _verified(asked) == json.loads(asked.body)


async def test_a_change_by_one_letter_is_noticed() -> None:
    async with serving(saying(page())) as server:
        await send(_settings(server), message(), _outward(server))

    (asked,) = server.requests
    with pytest.raises(WebhookVerificationError):
        _verified(replace(asked, body=asked.body.replace(b"T1", b"T2", 1)))


async def test_while_keys_are_changed_both_sign() -> None:
    both = {"SIGNING_KEY": f"{SIGNING_KEY} {OTHER_KEY}"}
    async with serving(saying(page())) as server:
        await send(_settings(server), message(), _outward(server, secret=secret_of(both)))

    (asked,) = server.requests
    assert _verified(asked, SIGNING_KEY) == _verified(asked, OTHER_KEY)


async def test_a_refused_alert_arrives_later_with_the_same_id_and_body() -> None:
    async with serving(saying(page(b"down", status=500), page(status=200))) as server:
        with pytest.raises(AlertError, match="500 Internal Server Error") as refusal:
            await send(_settings(server), message(), _outward(server))
        await send(_settings(server), message(), _outward(server))

    first, second = server.requests
    assert not refusal.value.permanent
    assert first.headers["webhook-id"] == second.headers["webhook-id"]
    assert first.body == second.body


@pytest.mark.parametrize("status", [200, 201, 202, 204, 299])
async def test_every_2xx_is_a_receipt(status: int) -> None:
    async with serving(saying(page(status=status))) as server:
        receipt = await send(_settings(server), message(), _outward(server))

    assert receipt.startswith(str(status))


@pytest.mark.parametrize(
    ("status", "permanent"),
    [(400, False), (401, False), (404, False), (410, True), (429, False), (500, False), (503, False), (599, False)],
)  # fmt: skip
async def test_all_else_is_a_refusal_and_only_gone_is_final(status: int, permanent: bool) -> None:
    async with serving(saying(page(status=status))) as server:
        with pytest.raises(AlertError, match=str(status)) as refusal:
            await send(_settings(server), message(), _outward(server))

    assert refusal.value.permanent is permanent


async def test_a_redirect_is_not_followed() -> None:
    async with serving(saying(moved("/elsewhere", status=307), page())) as server:
        with pytest.raises(
            AlertError, match="307 Temporary Redirect: a redirect, which is not"
        ) as refusal:
            await send(_settings(server), message(), _outward(server))

    assert server.paths == ["/alerts"]
    assert not refusal.value.permanent


async def test_an_answer_is_made_harmless_and_short() -> None:
    async with serving(saying(page(b"ok\x1b[31m\r\nX: y\xff" + b"z" * 5000))) as server:
        receipt = await send(_settings(server), message(), _outward(server))

    assert receipt.isprintable()
    assert len(receipt) < 220


async def test_an_address_that_is_not_public_is_refused() -> None:
    async with serving(saying(page())) as server:
        guarded = outward(client=Client(guard=Guard()))
        with pytest.raises(AlertError) as refusal:
            await send(_settings(server), message(), guarded)

    assert server.requests == []
    assert not refusal.value.permanent


async def test_a_silent_receiver_is_left_in_time() -> None:
    async with serving(silent()) as server:
        settings = _settings(server, timeout=timedelta(seconds=0.2))
        with pytest.raises(AlertError, match=r"within 0\.2 s"):
            await asyncio.wait_for(send(settings, message(), _outward(server)), 3)


async def test_a_receiver_that_is_not_there_leaves_the_alert_owed() -> None:
    async with serving(saying(page())) as server:
        pass

    with pytest.raises(AlertError) as refusal:
        await send(_settings(server), message(), _outward(server))

    assert not refusal.value.permanent


async def test_a_secret_url_is_read_from_the_environment() -> None:
    async with serving(saying(page())) as server:
        secrets = {"SIGNING_KEY": SIGNING_KEY, "HOOK": server.url("/secret-path")}
        settings = Settings(url_env="HOOK", secret_env="SIGNING_KEY")
        await send(settings, message(), _outward(server, secret=secret_of(secrets)))

    assert server.paths == ["/secret-path"]


@pytest.mark.parametrize(
    "key", ["", "plain", "whsec_***", "whsec_c2hvcnQ=", f"{SIGNING_KEY} x", "whsec_" + "QUFB" * 40]
)
async def test_a_key_that_is_none_is_told_by_its_name_alone(key: str) -> None:
    settings = Settings(url="http://127.0.0.1:9/", secret_env="SIGNING_KEY")

    with pytest.raises(AlertError, match="What SIGNING_KEY holds is no signing key") as refusal:
        await send(settings, message(), outward(secret=lambda name: key))

    assert "c2hvcnQ" not in str(refusal.value)


@pytest.mark.parametrize("url", ["http://ngo.example/", "https://u:p@ngo.example/", "ftp://x", "x"])
async def test_a_secret_url_that_cannot_be_used_is_not_repeated(url: str) -> None:
    settings = Settings(url_env="HOOK", secret_env="SIGNING_KEY")

    with pytest.raises(AlertError, match=r"What HOOK holds (?:is|has)") as refusal:
        await send(settings, message(), outward(secret=lambda name: url))

    assert "ngo.example" not in str(refusal.value)


@pytest.mark.parametrize(
    "notice",
    [
        NOTICE,
        replace(
            NOTICE, quotes=(), sums=(), promise=None, lang="", desk_url="https://desk.example/1"
        ),
        replace(NOTICE, promise=Promise("passport"), tier="T3", label="deceptive_job_suspect"),
        replace(
            NOTICE,
            sums=(Money(None, None), Money(None, Decimal("1E+400")), Money(Decimal("0.5"), None)),
        ),
        quoting("\ud800 \x00 \u202e"),
    ],
)
def test_the_payload_keeps_to_its_schema(notice: Notice) -> None:
    CHECK.validate(_content(notice))


def test_a_test_message_keeps_to_the_schema_and_says_that_it_is_one() -> None:
    trial = sample_message(NOW)
    content = json.loads(payload(trial, trial.alerts[0], language="en"))

    CHECK.validate(content)

    assert content["type"] == "test"


def test_the_schema_names_every_key_that_is_sent() -> None:
    sent = set(_keys(_content())) | {"desk_url"}
    described = set(_keys(SCHEMA))

    assert sent <= described


def _keys(content: object) -> chain[str]:
    match content:
        case dict():
            return chain(content, *(_keys(inner) for inner in content.values()))
        case list():
            return chain(*(_keys(inner) for inner in content))
    return chain()


def test_sums_are_plain_numbers_with_open_ends() -> None:
    data = _data()

    assert [(one["low"], one["high"]) for one in data["sums"]] == [(400000, 400000), (210000, None)]  # type: ignore[attr-defined]
    assert data["promise"] == {
        "what": "citizenship",
        "days": 90,
        "family": True,
        "words": "citizenship, within 90 days, for the family too",
    }


def test_glosses_are_in_the_deployment_s_language() -> None:
    data = _data(language="ru")

    assert data["quotes"][0]["gloss"] == "предложен контракт о военной службе"  # type: ignore[index]


def test_no_way_to_the_recruiter_is_in_a_payload() -> None:
    words = "звоните 8 912 345 67 89, @served_here, https://served.example/a"
    notice = replace(
        quoting(words), url="https://served.example/7", source_name="t.me/served_place"
    )

    sent = json.dumps(_content(notice), ensure_ascii=False)

    assert "served_here" not in sent
    assert "345" not in sent
    assert "https://served" not in sent
    assert "hxxps://served[.]example/7" in sent


@pytest.mark.parametrize(
    "formula", ["=HYPERLINK(A1)", "+1+1", "-2+3", "@SUM(1)", "＝1", "\t=1", " =1", "|calc"]
)
def test_no_word_of_a_page_is_a_formula(formula: str) -> None:
    data = _data(replace(quoting(formula), source_name=formula, url=formula))

    for shown in (data["quotes"][0]["words"], data["source"]["name"], data["url"]):  # type: ignore[index]
        assert not shown.lstrip().startswith(("=", "+", "-", "@", "|", "＝"))


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"url": ""}, "one of url and url_env"),
        ({"url_env": "HOOK"}, "one of url and url_env"),
        ({"secret_env": ""}, "secret_env"),
        ({"timeout": timedelta()}, "not above zero"),
        ({"timeout": timedelta(minutes=2)}, "over 100 seconds"),
        ({"url": "http://ngo.example/x"}, "use https"),
        ({"url": "https://me:pass@ngo.example/x"}, "a name or a password"),
        ({"url": "ngo.example/x"}, "no http"),
        ({"url": "https://ngo.example/\r\nX: y"}, "no http"),
        ({"url": "https://[::1/"}, "no URL"),
    ],
)
def test_settings_that_cannot_work_are_refused_at_once(
    changes: dict[str, object], said: str
) -> None:
    plain = Settings(url="https://ngo.example/alerts", secret_env="SIGNING_KEY")

    with pytest.raises(ValueError, match=said):
        replace(plain, **changes)  # type: ignore[arg-type]


def test_our_own_check_agrees_with_the_standard_s_library() -> None:
    body = "привет".encode()
    stamp = Webhook(SIGNING_KEY).sign("id-1", NOW, body.decode())

    headers = sign(body, delivery="id-1", at=NOW, keys=keys_of(SIGNING_KEY))

    assert headers["webhook-signature"] == stamp
    assert is_signed(body, headers=headers, secret=SIGNING_KEY, now=NOW)


@pytest.mark.parametrize(
    ("changes", "late"),
    [
        ({"webhook-id": "other"}, 0),
        ({"webhook-signature": "v1,AAAA"}, 0),
        ({"webhook-signature": "v1a," + "A" * 44}, 0),
        ({"webhook-signature": "nonsense é"}, 0),
        ({"webhook-timestamp": "soon"}, 0),
        ({"webhook-timestamp": "9" * 5000}, 0),
        ({}, 301),
        ({}, -301),
    ],
)
def test_a_forged_or_stale_delivery_is_not_believed(changes: dict[str, str], late: int) -> None:
    headers = sign(b"{}", delivery="id-1", at=NOW, keys=keys_of(SIGNING_KEY)) | changes

    assert not is_signed(
        b"{}", headers=headers, secret=SIGNING_KEY, now=NOW + timedelta(seconds=late)
    )


DOC = Path(monitor.alerts.__file__).parents[2] / "docs" / "webhook.md"


def _examples(language: str) -> list[str]:
    page = DOC.read_text(encoding="utf-8")
    return [str(code) for code in re.findall(rf"```{language}\n(.*?)```", page, re.DOTALL)]


def test_the_documented_payload_is_what_is_sent() -> None:
    documented = json.loads(_examples("json")[0])
    one = message()
    alone = replace(one, alerts=(replace(one.alerts[0], key=KEY),))

    assert json.loads(payload(alone, alone.alerts[0], language="en")) == documented


def test_the_documented_alarm_is_what_is_sent_and_keeps_to_the_schema() -> None:
    documented = json.loads(_examples("json")[1])

    sent = json.loads(alarm_payload(alarming(), ALARM, language="en"))

    assert sent == documented
    CHECK.validate(sent)


async def test_each_alarm_of_a_message_is_posted_under_its_own_key() -> None:
    two = alarming(ALARM, replace(ALARM, key="7" * 64))
    async with serving(saying(page())) as server:
        await send(_settings(server), two, _outward(server))

    assert [asked.headers["webhook-id"] for asked in server.requests] == [KEY, "7" * 64]


async def test_the_documented_check_takes_ours_and_nothing_else() -> None:
    names: dict[str, Callable[..., bool]] = {}
    (code,) = _examples("python")
    exec(code, names)
    both = {"SIGNING_KEY": f"{OTHER_KEY} {SIGNING_KEY}"}
    async with serving(saying(page())) as server:
        await send(_settings(server), message(), _outward(server, secret=secret_of(both)))

    (asked,) = server.requests
    is_ours = names["is_ours"]
    assert is_ours(asked.body, asked.headers, SIGNING_KEY)
    assert not is_ours(asked.body + b" ", asked.headers, SIGNING_KEY)
