"""Measure the language label on labelled texts.

    python benchmarks/language.py LABELLED.jsonl [--wrong]

Each line has `id`, `lang`, `script`, `text`. Rows whose sha256 of `id` ends in an even hex digit
helped to build the profiles; the others are unseen. Texts of 60 characters and more count for
the macro accuracy, shorter ones are told apart. No hints are given.
"""

from __future__ import annotations

import hashlib
import json
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

from monitor.text.language import detect

_OURS = """
    ru en es fr ar hy kk ky uz-Latn uz-Cyrl tg az ka tr uk hi ne si ta bn ur sw pt so
    sr-Latn sr-Cyrl zh-Hans zh-Hant
"""
OURS = frozenset(_OURS.split())
_TWO_SCRIPTS = {"uz", "zh", "sr"}
LONG = 60


def main(path: str, *, wrong: bool) -> None:
    with open(path, encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    began = time.perf_counter()
    given = [detect(row["text"]) for row in rows]
    took = time.perf_counter() - began
    results: dict[tuple[str, str], dict[str, Counter[str]]] = defaultdict(
        lambda: defaultdict(Counter)
    )
    for row, tag in zip(rows, given, strict=True):
        length = "long" if len(row["text"]) >= LONG else "short"
        results[length, _half(row["id"])][_expected(row)][tag] += 1
        if wrong and length == "long" and tag != _expected(row) and _expected(row) in OURS:
            print(_half(row["id"]), _expected(row), tag, row["text"][:150], sep="\t")
    for (length, half), found in sorted(results.items()):
        _report(f"{length}, {half}", found)
    print(f"{1000 * took / len(rows):.2f} ms a text, loading included")


def _half(key: str) -> str:
    return "unseen" if int(hashlib.sha256(key.encode()).hexdigest()[-1], 16) % 2 else "fitted"


def _expected(row: Mapping[str, str]) -> str:
    lang, script = row["lang"], row["script"]
    if lang == "prs":
        return "fa"
    if lang in _TWO_SCRIPTS or (lang in {"az", "tk"} and script == "Cyrl"):
        return f"{lang}-{script}"
    return lang


def _report(title: str, found: Mapping[str, Counter[str]]) -> None:
    ours = {tag: counts for tag, counts in found.items() if tag in OURS}
    print(
        f"== {title}: macro {_macro(ours):.4f} over {len(ours)} of ours, {_macro(found):.4f} over {len(found)}"
    )
    for tag, counts in sorted(found.items(), key=lambda item: (item[0] not in OURS, item[0])):
        others = " ".join(
            f"{other}:{times}" for other, times in counts.most_common() if other != tag
        )
        print(f"   {tag:8} {counts[tag]:3}/{counts.total():3} {others}")


def _macro(found: Mapping[str, Counter[str]]) -> float:
    shares: Iterable[float] = [counts[tag] / counts.total() for tag, counts in found.items()]
    return sum(shares) / max(len(found), 1)


if __name__ == "__main__":
    main(sys.argv[1], wrong="--wrong" in sys.argv)
