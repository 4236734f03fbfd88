"""`assess --jsonl`: the contract that other programs are written against."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from decimal import Decimal
from typing import Any

import pytest
from click.testing import CliRunner

from monitor.cli import main
from monitor.desk import contract
from monitor.desk.contract import answer_lines, verdict
from monitor.model import (
    Assessment,
    Contact,
    ContactType,
    Finding,
    Hints,
    Label,
    Money,
    Period,
    Posting,
    Promise,
    Purpose,
    Span,
    Tier,
)

from .served import CIVIL, OFFER

FIELDS = [
    "id",
    "label",
    "tier",
    "alert",
    "score",
    "lang",
    "findings",
    "money",
    "citizenship",
    "foreigners",
    "contacts",
    "nations",
    "indicators",
]


def ask(*lines: str | bytes) -> list[dict[str, Any]]:
    given = b"\n".join(line.encode() if isinstance(line, str) else line for line in lines)
    result = CliRunner().invoke(main, ["assess", "--jsonl"], input=given)
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in result.stdout.splitlines()]


def request(text: str, **more: object) -> str:
    return json.dumps({"text": text, **more}, ensure_ascii=False)


def unrelated(_posting: Posting, _hints: Hints) -> Assessment:
    return Assessment(label=Label.UNRELATED, tier=None, score=0.0, lang="und", foreigners=False)


def test_each_line_has_every_field_in_order() -> None:
    offer, civil, empty = ask(request(OFFER, id="a"), request(CIVIL, id=7), request(""))

    assert [list(offer), list(civil), list(empty)] == [FIELDS, FIELDS, FIELDS]
    assert (offer["id"], civil["id"], empty["id"]) == ("a", 7, None)
    assert (offer["tier"], offer["alert"]) == ("T1", True)
    assert (civil["tier"], civil["alert"]) == (None, False)


def test_offsets_count_code_points_of_the_text() -> None:
    text = "🪖🪖 " + OFFER

    (answer,) = ask(request(text))

    for part in (*answer["money"], *answer["contacts"]):
        assert text[part["start"] : part["end"]] == part["raw"]
    for part in answer["findings"]:
        assert text[part["start"] : part["end"]] == part["quote"]
    assert answer["citizenship"]["quote"] in text


def test_sums_and_contacts_of_a_plain_text_are_filled() -> None:
    (answer,) = ask(request("Продам гараж, 495 000 рублей, тел. +7 912 345-67-89"))

    assert answer["alert"] is False
    assert [(m["low"], m["high"], m["currency"]) for m in answer["money"]] == [
        (495000, 495000, "RUB")
    ]
    assert [(c["type"], c["value"]) for c in answer["contacts"]] == [("phone", "+79123456789")]


def test_a_bad_line_gets_an_error_and_the_rest_goes_on() -> None:
    lines = ["{", "[]", '"x"', "", '{"id": 5}', '{"text": 3, "id": "i"}', b'{"text": "\xff"}']
    lines += ["[" * 100_000, '{"text": "x", "lang": 3}', '{"text": "x", "url": []}', "9" * 5000]

    *bad, good = ask(*lines, request(CIVIL, id="last"))

    assert len(bad) == len(lines)
    assert all(set(answer) == {"id", "error"} for answer in bad)
    assert [answer["id"] for answer in bad[4:6]] == [5, "i"]
    assert bad[0]["error"].startswith("line 1: not JSON")
    assert good["id"] == "last"
    assert "label" in good


def test_a_lone_surrogate_goes_through() -> None:
    (answer,) = ask('{"id": "\\ud800", "text": "\\ud800 495 000 рублей"}')

    assert answer["id"] == "\ud800"
    assert answer["money"][0]["start"] == 2


def test_a_line_without_end_is_refused_and_passed_over() -> None:
    long = b'{"text": "' + b"x" * contract.LONGEST_LINE + b'"}\n'
    source = io.BytesIO(long + b'{"text": "y", "id": 2}\n')

    first, second = map(json.loads, answer_lines(source, unrelated))

    assert "longer than" in first["error"]
    assert second["id"] == 2


def test_the_hints_of_a_line_reach_the_judge() -> None:
    seen: list[tuple[Posting, Hints]] = []

    def judge(posting: Posting, hints: Hints) -> Assessment:
        seen.append((posting, hints))
        return unrelated(posting, hints)

    line = request("t", lang="uz-Latn", country="UZ", url="https://example.org/1")
    list(answer_lines(io.BytesIO(line.encode()), judge))

    ((posting, hints),) = seen
    assert (posting.text, posting.url) == ("t", "https://example.org/1")
    assert hints == Hints(lang="uz-Latn", country="UZ", url="https://example.org/1")


def finding(value: Money | Promise | Contact, quote: str, start: int) -> Finding:
    return Finding("signal", Span(start, start + len(quote)), quote, value)


def test_values_are_plain_and_named_as_the_contract_says() -> None:
    money = Money(Decimal(1100000), None, "RUB", Period.ONCE, Purpose.SIGNING)
    half = Money(Decimal("1.5"), Decimal("1.5"))
    found = (
        finding(money, "от 1,1 млн", 0),
        finding(half, "1.5", 20),
        finding(Promise("residence"), "ВНЖ", 30),
        finding(Promise("passport"), "паспорт", 40),
        finding(Promise("citizenship"), "гражданство", 50),
        finding(Contact(ContactType.TELEGRAM, "@primer"), "@primer", 70),
    )
    assessment = Assessment(Label.ARMY_OFFER, Tier.T1, 0.123456, "ru", True, found)

    told = verdict(assessment)

    assert told["score"] == 0.1235
    assert told["money"][0] == {
        "raw": "от 1,1 млн",
        "start": 0,
        "end": 10,
        "low": 1100000,
        "high": None,
        "currency": "RUB",
        "period": "once",
        "purpose": "signing",
    }
    assert (told["money"][1]["low"], told["money"][1]["period"]) == (1.5, None)
    assert told["citizenship"] == {"promised": True, "quote": "гражданство"}
    assert told["contacts"] == [
        {"type": "telegram", "value": "@primer", "raw": "@primer", "start": 70, "end": 77}
    ]
    assert len(told["findings"]) == len(found)


def test_residence_alone_is_no_citizenship() -> None:
    found = (finding(Promise("residence"), "ВНЖ", 0),)

    told = verdict(Assessment(Label.ARMY_OFFER, Tier.T1, 0.9, "ru", True, found))

    assert told["citizenship"] == {"promised": False, "quote": None}


@pytest.mark.slow
def test_memory_does_not_grow_with_the_number_of_lines() -> None:
    def peak(lines: int) -> int:
        script = (
            "import resource, sys\nfrom monitor.cli import main\n"
            "try: main(['assess', '--jsonl'])\n"
            "finally: print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, file=sys.stderr)"
        )
        text = (request(OFFER) + "\n") * lines
        done = subprocess.run(
            [sys.executable, "-c", script], input=text, text=True, capture_output=True, check=False
        )
        assert done.stdout.count("\n") == lines
        return int(done.stderr.split()[-1])

    few, many = peak(50), peak(3_000)

    assert many - few < 8_000  # kilobytes


def test_a_flagged_text_tells_whom_it_calls_and_what_indicates_deception() -> None:
    text = f"{OFFER} Ждём граждан Непала и Кубы, только тыл, не передовая."

    offer, report = ask(request(text), request("Суд в Непале вынес приговор вербовщику."))

    assert {"NP", "CU"} <= set(offer["nations"])
    assert any("conditions" in one["name"] for one in offer["indicators"])
    assert all(one["words"] in text for one in offer["indicators"])
    assert (report["nations"], report["indicators"]) == ([], [])
