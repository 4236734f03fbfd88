"""The JSON Lines contract of `assess --jsonl`: one text a line in, one verdict a line out.

Other programs are written against these names: add, never rename. `docs/assess-jsonl.md` has them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import IO, Any

from monitor.model import Assessment, Contact, Finding, Hints, Money, Posting, Promise

LONGEST_LINE = 16_000_000
"""Bytes; what is longer is refused and passed over, so that memory stays constant."""
CITIZENSHIP = ("citizenship", "passport")
"""What counts as citizenship promised, the plainest first; residence alone does not."""

SURROGATE = re.compile("[\ud800-\udfff]")
"""Half of a pair, which JSON can write and no text can hold; it is read as one unknown sign."""

Judge = Callable[[Posting, Hints], Assessment]


class BadLineError(Exception):
    """A line that is no request; `str` says why."""


@dataclass(frozen=True, slots=True)
class Request:
    """One line as asked. `id` is handed back as it came, whatever JSON value it is."""

    id: Any
    posting: Posting
    hints: Hints


def answer_lines(source: IO[bytes], judge: Judge) -> Iterator[str]:
    """Answer each line in order, one at a time; a line that is not valid gets an `error`."""
    for number, line in enumerate(_lines(source), start=1):
        yield _dump(_answer(line, number, judge))


def _lines(source: IO[bytes]) -> Iterator[bytes]:
    while line := source.readline(LONGEST_LINE):
        if len(line) == LONGEST_LINE and not line.endswith(b"\n"):
            _pass_over_rest(source)
        yield line


def _pass_over_rest(source: IO[bytes]) -> None:
    while (rest := source.readline(LONGEST_LINE)) and not rest.endswith(b"\n"):
        pass


def _answer(line: bytes, number: int, judge: Judge) -> dict[str, Any]:
    request_id = None
    try:
        table = _table(line)
        request_id = table.get("id")
        request = _request(table)
    except BadLineError as error:
        return {"id": request_id, "error": f"line {number}: {error}"}
    return {"id": request.id, **verdict(judge(request.posting, request.hints))}


def _table(line: bytes) -> dict[str, Any]:
    if len(line) >= LONGEST_LINE:
        raise BadLineError(f"longer than {LONGEST_LINE} bytes")
    try:
        table = json.loads(line.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise BadLineError("not UTF-8") from error
    except RecursionError as error:
        raise BadLineError("nested too deep") from error
    except ValueError as error:
        raise BadLineError(f"not JSON ({error})") from error
    if not isinstance(table, dict):
        raise BadLineError("not a JSON object")
    return table


def _request(table: dict[str, Any]) -> Request:
    text = table.get("text")
    if not isinstance(text, str):
        raise BadLineError('"text" is missing or no string')
    for name in ("url", "lang", "country"):
        if not isinstance(table.get(name), str | None):
            raise BadLineError(f'"{name}" is no string')
    url = table.get("url") or ""
    hints = Hints(lang=table.get("lang") or None, country=table.get("country") or None, url=url)
    whole = SURROGATE.sub("\ufffd", text)
    posting = Posting(key=url, source_id="", url=url, text=whole, lang=hints.lang)
    return Request(id=table.get("id"), posting=posting, hints=hints)


def verdict(assessment: Assessment) -> dict[str, Any]:
    """Write an assessment in the contract's names; every field is filled."""
    return {
        "label": str(assessment.label),
        "tier": assessment.tier and str(assessment.tier),
        "alert": assessment.tier is not None,
        "score": round(assessment.score, 4),
        "lang": assessment.lang,
        "findings": [_finding(finding) for finding in assessment.findings],
        "money": [_money(f, f.value) for f in assessment.findings if isinstance(f.value, Money)],
        "citizenship": _citizenship(assessment.findings),
        "foreigners": assessment.foreigners,
        "contacts": [
            _contact(f, f.value) for f in assessment.findings if isinstance(f.value, Contact)
        ],
        "nations": list(assessment.nations),
        "indicators": [{"name": one.name, "words": one.words} for one in assessment.indicators],
    }


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "signal": finding.signal,
        "quote": finding.quote,
        "start": finding.span.start,
        "end": finding.span.end,
    }


def _money(finding: Finding, money: Money) -> dict[str, Any]:
    return {
        **_raw(finding),
        "low": _number(money.low),
        "high": _number(money.high),
        "currency": money.currency,
        "period": money.period and str(money.period),
        "purpose": str(money.purpose),
    }


def _contact(finding: Finding, contact: Contact) -> dict[str, Any]:
    return {"type": str(contact.type), "value": contact.value, **_raw(finding)}


def _raw(finding: Finding) -> dict[str, Any]:
    return {"raw": finding.quote, "start": finding.span.start, "end": finding.span.end}


def _citizenship(findings: tuple[Finding, ...]) -> dict[str, Any]:
    promises = [
        (CITIZENSHIP.index(f.value.what), f.quote)
        for f in findings
        if isinstance(f.value, Promise) and f.value.what in CITIZENSHIP
    ]
    quote = min(promises, key=lambda promise: promise[0])[1] if promises else None
    return {"promised": bool(promises), "quote": quote}


def _number(amount: Decimal | None) -> int | float | None:
    if amount is None:
        return None
    return int(amount) if amount == amount.to_integral_value() else float(amount)


def _dump(answer: dict[str, Any]) -> str:
    """Write one line; a lone surrogate, which UTF-8 cannot hold, is escaped as JSON does."""
    line = json.dumps(answer, ensure_ascii=False)
    return line if line.isascii() or _is_writable(line) else json.dumps(answer)


def _is_writable(line: str) -> bool:
    try:
        line.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True
