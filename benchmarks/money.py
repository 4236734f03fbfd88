"""Measure the reading of sums: exact amount and currency, by suite and language.

    python benchmarks/money.py money.jsonl

Told twice: of all rows, and without those that `money_disputed.toml` disputes, with its reasons.
Rows are JSON with `id`, `lang`, `text`, `source` and `expect`, a list of {amount, currency}; a null
currency takes any, either end of a range counts, a null amount (a unit alone) counts nothing. Rows whose sha256 of `id` begins
with an even hex digit were looked at to tune; the others only measure.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import tomllib
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from monitor import rulebook
from monitor.model import Hints
from monitor.text.disguise import join_spaced
from monitor.text.fold import fold
from monitor.text.money import MoneyReader, Sum

DISPUTED = Path(__file__).with_name("money_disputed.toml")
COUNTRIES = {"AU": "AU", "CA": "CA", "NZ": "NZ", "JM": "JM", "TT": "TT", "BZ": "BZ", "US": "US"}
"""Last part of a suite's folder -> the country that a bare $ is of."""


@dataclass(slots=True)
class Counts:
    """Sums expected and found exactly; amounts right whatever the currency; rows with all right."""

    expected: int = 0
    exact: int = 0
    amounts: int = 0
    missed: list[str] = field(default_factory=list)

    def add(
        self, row: Mapping[str, object], wanted: Sequence[Mapping[str, object]], sums: Sequence[Sum]
    ) -> None:
        left = [
            (end, sum_.money.currency)
            for sum_ in sums
            for end in {sum_.money.low, sum_.money.high} - {None}
        ]
        for want in wanted:
            self.expected += 1
            amount = Decimal(str(want["amount"]))
            same = [(value, code) for value, code in left if value == amount]
            exact = [pair for pair in same if want["currency"] in (None, pair[1])]
            self.amounts += bool(same)
            self.exact += bool(exact)
            if exact:
                left.remove(exact[0])
            else:
                self.missed.append(
                    f"{row['id']}: {row['text']!r} wants {amount} {want['currency']}, has {left}"
                )


def is_open(row: Mapping[str, object]) -> bool:
    """Tell rows that may be used to tune from those that only measure."""
    return int(hashlib.sha256(str(row["id"]).encode()).hexdigest()[0], 16) % 2 == 0


def disputed() -> frozenset[str]:
    """Give the ids of the rows whose expectation we do not share."""
    told = tomllib.loads(DISPUTED.read_text(encoding="utf-8"))["disputed"]
    return frozenset(row for reason in told for row in reason["rows"])


def read(
    path: Path, without: frozenset[str] = frozenset()
) -> dict[tuple[str, str], dict[bool, Counts]]:
    """Give the counts by suite and language, for the open and the closed half."""
    rules = rulebook.load()
    counts: dict[tuple[str, str], dict[bool, Counts]] = defaultdict(
        lambda: {True: Counts(), False: Counts()}
    )
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        if row["id"] in without:
            continue
        wanted = [want for want in row["expect"] if want["amount"] is not None]
        country = COUNTRIES.get(str(row["source"]).split("/")[-2])
        reader = MoneyReader(rules.money, rules.currencies, Hints(country=country), row["lang"])
        folded = join_spaced(fold(row["text"]))
        bounds = [m for m in rules.phrases.find(folded.text) if m.signal.startswith("bound:")]
        found = reader.read(folded.text, bounds, folded.written(row["text"]))
        suite = str(row["source"]).split("/")[1].split(":")[0].split("@")[0]
        counts[suite, row["lang"]][is_open(row)].add(row, wanted, found)
    return counts


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("file", type=Path)
    parser.add_argument("--missed", metavar="LANG", help="show what is missed in the open half")
    options = parser.parse_args()
    counts = read(options.file)
    print(
        f"{'suite':18} {'lang':5} {'open: exact amount of':>22}   {'closed: exact amount of':>23}"
    )
    for (suite, lang), halves in sorted(counts.items()):
        cells = [f"{h.exact:5} {h.amounts:5} {h.expected:5}" for h in (halves[True], halves[False])]
        print(f"{suite:18} {lang:5} {cells[0]:>22}   {cells[1]:>23}")
        if options.missed == lang:
            print("\n".join(f"    {line}" for line in halves[True].missed))
    show(totals_of(counts))
    print("without the disputed rows:")
    show(totals_of(read(options.file, disputed())))


def totals_of(
    counts: Mapping[tuple[str, str], Mapping[bool, Counts]],
) -> Counter[tuple[str, bool]]:
    """Add up by language and half: sums expected, and under "LANG exact" those read exactly."""
    totals: Counter[tuple[str, bool]] = Counter()
    for (_, lang), halves in counts.items():
        for half, count in halves.items():
            totals[lang, half] += count.expected
            totals[f"{lang} exact", half] += count.exact
    return totals


def show(totals: Counter[tuple[str, bool]]) -> None:
    """Print the share of exact sums of each language that the rules know, and of all of them."""
    known = {name.split("-")[0] for name in rulebook.load().languages}
    languages = sorted({lang for lang, _ in totals if lang in known})
    for half, name in ((True, "open"), (False, "closed")):
        shares = [
            f"{lang} {totals[f'{lang} exact', half] / max(1, totals[lang, half]):.2f}"
            for lang in languages
        ]
        exact = sum(totals[f"{lang} exact", half] for lang in languages)
        of = sum(totals[lang, half] for lang in languages)
        print(f"{name}: {exact}/{of} = {exact / max(1, of):.3f} over {', '.join(shares)}")


if __name__ == "__main__":
    main()
