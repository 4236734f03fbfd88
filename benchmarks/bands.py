"""What a score is worth: precision by band of score, in a field where one posting in 1,000 is an offer.

    python benchmarks/bands.py --data DIR [--svg docs/bands.svg]

Offers: the kept-aside texts and an outsider's (`fixtures/outsider/unseen/`). Postings that are none: `--data`'s
ordinary news and vacancies that were not used to fit (ids whose sha256 ends in an odd digit), the
ordinary postings of `fixtures/ordinary/unseen/`, and the hard ones of the two sets. The field is taken to have `ON_TOPIC` hard ones in 1,000 postings; a band
in which no ordinary posting fell is counted with the upper end of what that can hide (rule of three).
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections.abc import Iterable, Sequence
from itertools import pairwise
from pathlib import Path

from monitor import rulebook
from monitor.assess import assess
from monitor.desk.corpus import Labelled, read_corpus, read_lines
from monitor.model import Posting
from monitor.rulebook import Rules

HERE = Path(__file__).parent.parent
OFFERS, ON_TOPIC = 1, 10
"""In 1,000 postings of the field; the second is a guess: a hundredth of what stands in such places."""
EDGES = (0.0, 0.2, 0.4, 0.57, 0.7, 0.8, 0.9, 0.95, 1.0001)


def scores(texts: Iterable[Labelled], rules: Rules) -> list[tuple[float, bool]]:
    """Give each text's score and whether it is an offer; 0 where a guard holds it back."""
    found = []
    for text in texts:
        said = assess(text.posting, rules, text.hints)
        held = said.tier is None and said.score >= rules.weights.threshold
        found.append((0.0 if held else said.score, text.is_offer))
    return found


def ordinary(data: Path, rules: Rules) -> list[float]:
    """Score the news, vacancies and postings of watched places that no fit has seen."""
    unseen = sorted((HERE / "fixtures" / "ordinary" / "unseen").glob("*.jsonl"))
    found = [score for path in unseen for score, _ in scores(read_lines(path), rules)]
    for name in ("not_offers_jobs_dev", "not_offers_news_dev"):
        for line in (data / f"{name}.jsonl").read_text("utf-8").splitlines():
            row = json.loads(line)
            if int(hashlib.sha256(row["id"].encode()).hexdigest()[-1], 16) % 2:
                posting = Posting(key="1", source_id="data", url="", text=row["text"])
                said = assess(posting, rules)
                held = said.tier is None and said.score >= rules.weights.threshold
                found.append(0.0 if held else said.score)
    return found


def share(values: Sequence[float], low: float, high: float, *, least: float = 0.0) -> float:
    """Give the share of values in a band, at least so many of them."""
    inside = sum(low <= value < high for value in values)
    return max(float(inside), least) / len(values)


def bands(offers: Sequence[float], hard: Sequence[float], plain: Sequence[float]) -> list[tuple]:
    """Give each band's ends, its offers and others in 100,000 postings, and its precision."""
    rows = []
    for low, high in pairwise(EDGES):
        right = 100 * OFFERS * share(offers, low, high)
        wrong = 100 * ON_TOPIC * share(hard, low, high)
        seen = 100 * (1000 - OFFERS - ON_TOPIC) * share(plain, low, high)
        hidden = 100 * (1000 - OFFERS - ON_TOPIC) * share(plain, low, high, least=3.0)
        rows.append((low, min(high, 1.0), right, wrong + seen, wrong + hidden))
    return rows


def svg(rows: Sequence[tuple]) -> str:
    """Draw the precision of each band as a bar, for the page that explains it."""
    width, height, left, base = 560, 220, 40, 180
    step = (width - left) / len(rows)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img"'
        ' aria-label="Precision by band of score"><style>text{font:12px sans-serif;fill:#444}</style>'
    ]
    for index, (low, high, right, wrong, _) in enumerate(rows):
        precision = right / (right + wrong) if right + wrong else 0.0
        x, tall = left + index * step, 150 * precision
        parts.append(
            f'<rect x="{x + 6:.0f}" y="{base - tall:.0f}" width="{step - 12:.0f}"'
            f' height="{tall:.0f}" fill="#356"/>'
            f'<text x="{x + step / 2:.0f}" y="{base - tall - 5:.0f}" text-anchor="middle">'
            f"{precision:.2f}</text>"
            f'<text x="{x + step / 2:.0f}" y="{base + 18}" text-anchor="middle">'
            f"{low:g}-{high:g}</text>"
        )
    parts.append(f'<text x="{left}" y="{height - 4}">score; the number above is precision</text>')
    return "".join(parts) + "</svg>\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--svg", type=Path)
    options = parser.parse_args()
    rules = rulebook.load()
    texts = [text for text in read_corpus(HERE / "fixtures" / "adverts") if text.kept_aside]
    for path in sorted((HERE / "fixtures" / "outsider" / "unseen").glob("*.jsonl")):
        texts += read_lines(path)
    judged = scores(texts, rules)
    offers = [score for score, is_offer in judged if is_offer]
    hard = [score for score, is_offer in judged if not is_offer]
    plain = ordinary(options.data, rules)
    rows = bands(offers, hard, plain)
    print(f"{len(offers)} offers, {len(hard)} hard others, {len(plain)} ordinary postings")
    print("| score | offers in 100,000 postings | others | precision | at worst |")
    print("| --- | --- | --- | --- | --- |")
    for low, high, right, wrong, worst in rows:
        precision = right / (right + wrong) if right + wrong else 0.0
        least = right / (right + worst) if right + worst else 0.0
        print(f"| {low:g}-{high:g} | {right:.1f} | {wrong:.1f} | {precision:.2f} | {least:.2f} |")
    if options.svg:
        options.svg.write_text(svg(rows), encoding="utf-8")


if __name__ == "__main__":
    main()
