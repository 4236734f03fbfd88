"""A mail is readable, complete and harmless, in its text and in its HTML."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape
from html.parser import HTMLParser
from zoneinfo import ZoneInfo

import pytest

from monitor.alerts import sample_message, words
from monitor.alerts._compose import message_id
from monitor.alerts._render import Letter, write
from monitor.model import Gathered, Message, Notice, Quote
from tests.alerts.making import ALARM, NOTICE, NOW, alarming, message, outward, quoting

LOADING = {
    "img",
    "script",
    "link",
    "iframe",
    "object",
    "embed",
    "form",
    "base",
    "svg",
    "style",
    "video",
    "audio",
}


class Tags(HTMLParser):
    """Collects what a mail program would act on."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.names: set[str] = set()
        self.links: list[str] = []
        self.attributes: set[str] = set()
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.links += [value or "" for name, value in attrs if name in {"href", "src"}]


def _letter(*notices: Notice, language: str = "en") -> Letter:
    return write(message(*notices), outward(language=language))


def test_a_mail_says_all_that_a_person_needs() -> None:
    letter = _letter(replace(NOTICE, desk_url="https://desk.example/hits/0a1b2c3d4e5f"))

    for body in (letter.text, letter.html):
        for said in (
            "T1, urgent: an army offer to foreigners",
            "army offer",
            "Jobs board",
            "on signing: 400,000 RUB once",
            "pay: from 210,000 RUB a month",
            "citizenship, within 90 days, for the family too",
            "offers a contract of military service",
            "служба по контракту",
            "400 000 ₽ сразу",
            "hxxps://jobs[.]example/advert/7",
            "0a1b2c3d4e5f",
            "2026-03-14 09:26 UTC",
            "https://desk.example/hits/0a1b2c3d4e5f",
        ):
            assert said in body, said
    assert letter.subject == "[Watch] T1, army offer: Jobs board"


def test_a_mail_is_in_the_deployment_s_language() -> None:
    letter = _letter(language="ru")

    assert "предложен контракт о военной службе" in letter.text
    assert "за подписание: 400 000 RUB единовременно" in letter.text
    assert "гражданство, срок (дней): 90, и семье тоже" in letter.text
    assert '<html lang="ru">' in letter.html


def test_a_group_lists_every_alert_with_the_most_urgent_first() -> None:
    notices = [
        replace(NOTICE, tier=tier, hit_id=f"hit{n}") for n, tier in enumerate(("T3", "T2", "T1"))
    ]

    letter = _letter(*notices)

    assert letter.subject == "[Watch] New adverts: 3 (T1: 1, T2: 1, T3: 1)"
    assert re.findall(r"hit\d", letter.text) == ["hit2", "hit1", "hit0"]


def test_an_alert_without_evidence_of_money_or_promise_is_rendered() -> None:
    letter = _letter(replace(NOTICE, quotes=(), sums=(), promise=None, source_name="", lang=""))

    assert "jobs-board" in letter.text
    assert "Promised" not in letter.text


def test_html_loads_nothing_and_links_to_nothing_but_the_desk() -> None:
    tags = Tags(_letter(replace(NOTICE, desk_url="https://desk.example/hits/1")).html)

    assert not tags.names & LOADING
    assert tags.links == ["https://desk.example/hits/1"]
    assert not {name for name in tags.attributes if name.startswith("on")}


def test_html_fits_a_phone_and_either_colour_scheme() -> None:
    html = _letter().html

    assert 'name="viewport" content="width=device-width' in html
    assert 'name="color-scheme" content="light dark"' in html
    assert "max-width" in html
    assert not re.search(r"(?<![-\w])(?:color|background(?:-color)?)\s*:", html)
    assert "<table" not in html


@pytest.mark.parametrize(
    "payload",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        '"><svg/onload=alert(1)>',
        "</blockquote><form action=x>",
        "{{ 7*7 }}{% for x in y %}",
        "&lt;script&gt;",
        "<a href='https://x.example'>x</a>",
        "<style>*{display:none}</style>",
    ],
)
@pytest.mark.parametrize(
    "place", ["words", "source_name", "label", "tier", "lang", "hit_id", "url"]
)
def test_markup_from_a_page_stays_text(payload: str, place: str) -> None:
    notice = quoting(payload) if place == "words" else replace(NOTICE, **{place: payload})
    plain = Tags(_letter().html)

    tags = Tags(_letter(notice).html)

    assert tags.names == plain.names
    assert tags.links == []
    assert tags.attributes == plain.attributes
    assert "49" not in _letter(replace(notice, sums=())).html


@pytest.mark.parametrize(
    "desk", ["javascript:alert(1)", 'https://x.example/"onclick="y', "data:text/html,x"]
)
def test_a_desk_address_that_is_none_is_left_out(desk: str) -> None:
    assert Tags(_letter(replace(NOTICE, desk_url=desk)).html).links == []


@pytest.mark.parametrize(
    "hidden", ["\u202e", "\u2066", "\u200f", "\u200b", "\x00", "\x1b", "\x85", "\u2028", "\ud800"]
)
def test_hidden_and_turning_characters_are_gone(hidden: str) -> None:
    words = f"слу{hidden}жба"
    notice = replace(quoting(words), source_name=words, url=f"hxxps://a{hidden}[.]b", hit_id=words)

    letter = _letter(notice)

    for part in (letter.subject, letter.text, letter.html):
        assert hidden not in part


def test_no_way_to_the_recruiter_is_in_a_mail() -> None:
    words = "звоните 8 912 345 67 89 или @served_here, t.me/served_here, анкета https://served.example/a"
    notice = replace(
        quoting(words), source_name="t.me/served_place", url="https://served.example/7"
    )

    letter = _letter(notice)

    for body in (letter.subject, letter.text, letter.html):
        assert "served_here" not in body
        assert "345" not in body
        assert "https://served" not in body
        assert "t.me/" not in body
    assert "hxxps://served[.]example/7" in letter.text
    assert "[phone hidden]" in letter.text


def test_a_subject_is_one_short_line() -> None:
    name = "Доска\r\nBcc: somebody@example.org\r\n\r\nhello" + "x" * 500

    told = message(replace(NOTICE, source_name=name))
    subject = write(told, outward(product="Watch\r\nX: y")).subject

    assert "\r" not in subject
    assert "\n" not in subject
    assert len(subject) <= 150


def test_a_test_message_says_so_everywhere() -> None:
    letter = write(sample_message(NOW), outward())

    assert letter.subject == "[Watch] TEST, no advert was found"
    assert "This is a test message." in letter.text
    assert "This is a test message." in letter.html


def test_a_mail_of_fifty_alerts_stays_small() -> None:
    full = replace(
        NOTICE, quotes=tuple(Quote("contract", "служба по контракту " * 10) for _ in range(6))
    )

    letter = _letter(*[full] * 50)

    assert len(letter.html.encode()) < 300_000


@pytest.mark.parametrize("id", ["a\r\nBcc: x", "a b", "", "<x@y>", "x" * 200])
def test_a_message_id_is_plain_whatever_the_message_s_id(id: str) -> None:  # noqa: A002
    mine = Message(id=id, channel="team", formed_at=NOW, alerts=())

    assert re.fullmatch(r"<[0-9a-f]{40}@example\.org>", message_id(mine, "example.org"))


@pytest.mark.parametrize("language", ["en", "ru", "es", "fr"])
def test_an_alarm_says_what_is_ill_and_what_can_be_done(language: str) -> None:
    letter = write(alarming(), outward(language=language))

    said = words(language)
    for part in (letter.text, unescape(letter.html)):
        assert "Jobs board" in part
        assert said.state("layout_changed") in part
        assert said.advice("layout_changed") in part
        assert "(30 adverts are usual at this hour)" in part
        assert "2026-03-14 08:56 UTC" in part
        assert "https://jobs" not in part
    assert (
        letter.subject
        == f"[Watch] {said.say('one_alarm', name='Jobs board', state=said.state('layout_changed'))}"
    )


def test_alarms_of_many_sources_are_counted_by_state() -> None:
    gone = replace(ALARM, key="1" * 64, state="gone")

    letter = write(alarming(ALARM, gone, replace(gone, key="2" * 64)), outward())

    assert "3 changes" in letter.subject
    assert "it is gone: 2" in letter.subject
    assert letter.text.count("Before: well") == 3


def test_what_an_alarm_repeats_of_a_page_is_harmless() -> None:
    said = "“<b>Work</b> +7 912 345-67-89 https://bad.example/x\u202e” shows no preview"

    letter = write(alarming(replace(ALARM, sentence=said)), outward())

    assert "345-67" not in letter.text + letter.html
    assert "bad.example" not in letter.text + letter.html
    assert "\u202e" not in letter.text + letter.html
    assert "<b>" not in letter.html


def _gathered(kind: Gathered, count: int) -> Message:
    notices = [replace(NOTICE, tier="T2", hit_id=f"hit-{n}-") for n in range(count)]
    return replace(message(*notices), gathered=kind)


@pytest.mark.parametrize("language", ["en", "ru", "es", "fr"])
def test_a_storm_is_told_with_its_count_and_leaves_nothing_out(language: str) -> None:
    letter = write(_gathered(Gathered.STORM, 120), outward(language=language))

    said = words(language)
    assert letter.subject == f"[Watch] {said.say('storm', count=120, tiers='T2: 120')}"
    for part in (letter.text, unescape(letter.html)):
        assert said.say("storm_note") in part
        assert said.say("by_source", tally="Jobs board: 120") in part
        assert said.say("more", count=100) in part
        assert all(f"hit-{n}-" in part for n in range(120))
        assert "https://jobs" not in part


def test_a_digest_says_that_it_is_one() -> None:
    letter = write(_gathered(Gathered.DIGEST, 3), outward())

    assert letter.subject == "[Watch] Digest: 3 adverts (T2: 3)"
    assert words("en").say("storm_note") not in letter.text
    assert "And" not in letter.text


def test_the_most_urgent_of_a_digest_are_told_in_full() -> None:
    urgent = replace(NOTICE, hit_id="urgent", tier="T1")
    many = _gathered(Gathered.DIGEST, 60)
    last = replace(many.alerts[0], key="f" * 64, notice=urgent)

    letter = write(replace(many, alerts=(*many.alerts, last)), outward())

    assert letter.text.index("Hit: urgent") < letter.text.index("hit-0-")


def test_many_alarms_have_a_line_each_after_the_first() -> None:
    alarms = [replace(ALARM, key=f"{n:064}", name=f"place-{n}-") for n in range(60)]

    letter = write(replace(alarming(*alarms), gathered=Gathered.STORM), outward())

    assert "60 changes of state" in letter.subject
    assert all(f"place-{n}-" in letter.text for n in range(60))


@pytest.mark.parametrize(
    ("zone", "said"),
    [
        ("Europe/Berlin", "2026-03-14 10:26 CET"),
        ("Asia/Almaty", "2026-03-14 14:26 UTC+05"),
        ("UTC", "2026-03-14 09:26 UTC"),
    ],
)
def test_times_are_told_in_the_deployments_zone(zone: str, said: str) -> None:
    letter = write(message(), outward(zone=ZoneInfo(zone)))

    assert f"Seen: {said}" in letter.text


def test_an_alarm_of_the_monitor_itself_says_what_it_is_about() -> None:
    stuck = replace(ALARM, kind="channel", about="team", name="team", url="", state="undelivered")

    letter = write(alarming(stuck), outward())

    assert letter.subject == "[Watch] team: alerts do not arrive"
    assert "Channel: team" in letter.text
    assert "alerts test" in letter.text
