"""Fit the weights in `monitor/rules/weights.toml`: one additive model for the verdict, one for the class.

    python tools/fit_weights.py [--data DIR]

Trains on the tuned part of `fixtures/adverts/` and, with `--data`, on the rows that the data's own
README frees for fitting. Ordinary news and vacancies belong into the fit: a model fitted on hard
texts alone flags ordinary news.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from monitor import rulebook
from monitor.assess import ALERTED, SIDES, features_of_text
from monitor.desk.corpus import read_corpus
from monitor.model import Hints, Label

HERE = Path(__file__).parent.parent
LEAST_WEIGHT = 0.02
"""Weights nearer to zero than this are left out: they decide nothing and only lengthen the file."""


@dataclass(frozen=True, slots=True)
class Row:
    features: dict[str, float]
    label: Label
    weight: float
    own: bool = False
    """A labelled text of ours; the classes of ordinary news and vacancies are only roughly known."""

    def weakened(self) -> Row:
        """Give the row with a voice that does not drown our own texts' classes."""
        return replace(self, weight=self.weight / 30)


def corpus_rows(rules: rulebook.Rules) -> Iterator[Row]:
    for text in read_corpus(HERE / "fixtures" / "adverts"):
        if not text.kept_aside:
            yield Row(features_of_text(text.text, rules, text.hints), text.label, 1.0, own=True)


def data_rows(rules: rulebook.Rules, data: Path) -> Iterator[Row]:
    for name, label, weight in (
        ("offers_dev", Label.ARMY_OFFER, 1.0),
        ("not_offers_hard_dev", Label.REPORT, 3.0),
        ("not_offers_jobs_dev", Label.UNRELATED, 1.5),
        ("not_offers_news_dev", Label.REPORT, 0.5),
    ):
        with (data / f"{name}.jsonl").open(encoding="utf-8") as lines:
            for row in map(json.loads, lines):
                if not is_free(row["id"]) or row.get("label") == "partial":
                    continue
                features = features_of_text(row["text"], rules, Hints())
                kind = (
                    Label.UNRELATED if label is Label.REPORT and "army" not in features else label
                )
                yield Row(features, kind, weight)


def is_free(row_id: str) -> bool:
    return int(hashlib.sha256(row_id.encode()).hexdigest()[-1], 16) % 2 == 0


def fit(rows: list[Row], names: list[str], strength: float) -> dict[str, dict[str, float]]:
    """Fit one additive model that tells the names apart; give its weights by name."""
    vectors = DictVectorizer()
    model = LogisticRegression(C=strength, max_iter=4000)
    matrix = vectors.fit_transform([row.features for row in rows])
    model.fit(matrix, names, sample_weight=[row.weight for row in rows])
    weights = model.coef_ if len(model.classes_) > 2 else np.vstack([-model.coef_, model.coef_]) / 2
    biases = (
        model.intercept_
        if len(model.classes_) > 2
        else [-model.intercept_[0] / 2, model.intercept_[0] / 2]
    )
    return {
        str(name): _named(vectors, row, bias)
        for name, row, bias in zip(model.classes_, weights, biases, strict=True)
    }


def side_of(label: Label) -> str:
    return next(side for side, labels in SIDES.items() if label in labels)


def fit_labels(rows: list[Row], strength: float) -> dict[str, dict[str, float]]:
    """Fit the classes of what is flagged, and of what is not."""
    found: dict[str, dict[str, float]] = {}
    for flagged in (True, False):
        sided = [row for row in rows if (row.label in ALERTED) is flagged]
        found |= fit(sided, [row.label.value for row in sided], strength)
    return found


def _named(vectors: DictVectorizer, weights: np.ndarray, bias: float) -> dict[str, float]:
    named = zip(vectors.get_feature_names_out(), weights, strict=True)
    kept = {name: round(float(w), 3) for name, w in named if abs(w) >= LEAST_WEIGHT}
    return {"bias": round(float(bias), 3)} | dict(sorted(kept.items()))


def write(path: Path, models: dict[str, dict[str, dict[str, float]]], threshold: float) -> None:
    lines = [
        "# Fitted by tools/fit_weights.py: log-odds that each feature adds. Do not edit by hand.",
        "# [sides.*]: is it an offer, a report or warning, or something else? [labels.*]: which class of its side.",
        f"threshold = {threshold}",
    ]
    for model, names in models.items():
        for name, weights in sorted(names.items()):
            lines += ["", f"[{model}.{name}]", *_lines(weights)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _lines(weights: dict[str, float]) -> Iterator[str]:
    return (f'"{name}" = {weight}' for name, weight in weights.items())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path)
    parser.add_argument("--strength", type=float, default=0.15)
    parser.add_argument("--threshold", type=float, default=0.45)
    options = parser.parse_args()
    rules = rulebook.load()
    rows = [*corpus_rows(rules), *(data_rows(rules, options.data) if options.data else ())]
    sys.stderr.write(f"{len(rows)} rows, {sum(r.label in ALERTED for r in rows)} of them offers\n")
    models = {
        "sides": fit(rows, [side_of(row.label) for row in rows], options.strength),
        "labels": fit_labels(
            [row if row.own else row.weakened() for row in rows], options.strength
        ),
    }
    write(rulebook.SHIPPED / "weights.toml", models, options.threshold)


if __name__ == "__main__":
    main()
