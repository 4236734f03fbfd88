"""Fit the weights in `monitor/rules/weights.toml`: one additive model for the verdict, one for the class.

    python tools/fit_weights.py [--data DIR] [--decided FILE]

Trains on the tuned part of `fixtures/adverts/`, on an outsider's texts that were read, and, with
`--data`, on the rows that the data's own README frees for fitting. With `--decided` it learns from
what reviewers decided too (`advert-monitor reviews --labelled > FILE`, or the desk's *Learning*);
that file holds people's contacts and is kept out of this repository. Ordinary news and vacancies
belong into the fit: a model fitted on hard texts alone flags ordinary news.

The words of the rules know these texts better than they will know any other. So each is shown above
all as if nobody had read it (`_unseen.py`), and thinned besides, with a share of its findings taken
away at random: the weights learn to decide from what an unseen text is likely to give. How the
texts are worded is learned first (`_wording.py`); of each the weights see only what is said of it
where its group was left out. What a
signal may speak for is bounded (`_direction.py`), so that no reason that a person is shown points
the wrong way. The sides are fitted twice: with all pairs of signals that are common, and with the
strongest of them; classes are told apart as well without any.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import sys
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from _direction import bounds_of
from _unseen import examined_unseen, group_of
from _wording import Learned, Text, unseen_leanings
from scipy.optimize import minimize
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from monitor import rulebook
from monitor.assess import examine
from monitor.desk.corpus import Labelled, read_corpus, read_lines
from monitor.model import ALERTED, OFFER, SIDES, Contact, Finding, Hints, Label, Money
from monitor.signals._features import features_of, signals_of
from monitor.signals._wording import features_from
from monitor.text.fold import fold

HERE = Path(__file__).parent.parent
SEEN = (HERE / "fixtures" / "outsider" / "seen", HERE / "fixtures" / "ordinary" / "seen")
"""The parts of an outsider's texts and of ordinary postings that are learned from; the others are
only measured."""
KNOWN_VOICE = 0.5
"""What a text counts with all its findings."""
THINNED = ((0.0, 1.0), (0.2, 0.5), (0.4, 0.5))
"""Shares of its findings that each copy of a text lacks besides, and what the copy counts."""
LEAST_SHARE = 0.01
"""Share of all rows below which a pair of signals is left out: too rare to learn from."""
PAIRS = 200
"""Pairs of signals that the sides keep, the strongest: with all 800 they judge no better unseen."""
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
        return replace(self, weight=self.weight / 50)


def texts_to_learn(decided: Path | None = None) -> list[Labelled]:
    """Give the texts that may be learned from."""
    texts = [text for text in read_corpus(HERE / "fixtures" / "adverts") if not text.kept_aside]
    texts += [
        text
        for folder in SEEN
        for path in sorted(folder.glob("*.jsonl"))
        for text in read_lines(path)
    ]
    return texts + (read_lines(decided) if decided else [])


def learned_texts(texts: Iterable[Labelled]) -> list[Text]:
    """Give texts as their wording is learned: folded, each with its class and group."""
    return [Text(fold(text.text).text, text.label.value, group_of(text)) for text in texts]


def corpus_rows(rules: rulebook.Rules, texts: Sequence[Labelled]) -> Iterator[Row]:
    """Give each text as it is, and as if nobody had read it, also thinned."""
    chance = random.Random(5)  # noqa: S311 - a fixed seed, no secret
    leanings = unseen_leanings(learned_texts(texts))
    for text, (seen, findings), leaning in zip(
        texts, examined_unseen(texts, rules), leanings, strict=True
    ):
        known, all_findings = examine(text.text, rules, text.hints)
        wording = features_from(leaning)
        yield Row(features_of(all_findings, known) | wording, text.label, KNOWN_VOICE, own=True)
        for share, voice in THINNED:
            kept = list(thinned(findings, share, chance))
            yield Row(features_of(kept, seen) | wording, text.label, voice, own=True)


def with_pairs(rows: Sequence[Row], pairs: Container[str]) -> list[Row]:
    """Leave out the pairs of signals that are not among these."""
    return [
        replace(
            row, features={k: v for k, v in row.features.items() if not is_pair(k) or k in pairs}
        )
        for row in rows
    ]


def common_pairs(rows: Sequence[Row]) -> frozenset[str]:
    """Give the pairs of signals that enough rows show."""
    met = Counter(name for row in rows for name in row.features if is_pair(name))
    return frozenset(name for name, count in met.items() if count >= LEAST_SHARE * len(rows))


def strongest_pairs(sides: Mapping[str, Mapping[str, float]]) -> frozenset[str]:
    """Give the pairs of signals that pull a text furthest to a side."""
    pull: dict[str, float] = {}
    for weights in sides.values():
        for name in filter(is_pair, weights):
            pull[name] = max(pull.get(name, 0.0), abs(weights[name]))
    return frozenset(sorted(pull, key=lambda name: (-pull[name], name))[:PAIRS])


def is_pair(feature: str) -> bool:
    return len(signals_of(feature)) > 1


def thinned(findings: Iterable[Finding], share: float, chance: random.Random) -> Iterator[Finding]:
    """Take a share of the words away; sums and contacts, whose forms are closed, a quarter of it."""
    gone: dict[tuple[str, str], bool] = {}
    for finding in findings:
        if isinstance(finding.value, Money | Contact):
            is_gone = chance.random() < share / 4
        else:
            key = (finding.signal, finding.quote)
            is_gone = gone.setdefault(key, chance.random() < share)
        if not is_gone:
            yield finding


def data_rows(rules: rulebook.Rules, data: Path) -> Iterator[Row]:
    for name, label, weight in (
        ("offers_dev", Label.ARMY_OFFER, 1.0),
        ("not_offers_hard_dev", Label.REPORT, 5.0),
        ("not_offers_jobs_dev", Label.UNRELATED, 4.0),
        ("not_offers_news_dev", Label.REPORT, 1.2),
    ):
        with (data / f"{name}.jsonl").open(encoding="utf-8") as lines:
            for row in map(json.loads, lines):
                if not is_free(row["id"]) or row.get("label") == "partial":
                    continue
                seen, findings = examine(row["text"], rules, Hints())
                features = features_of(findings, seen)
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


def fit_sides(rows: list[Row], strength: float) -> dict[str, dict[str, float]]:
    """Fit the three sides by softmax, each feature within the bounds of what it may speak for.

    The offer's side is the zero from which the others are told, and each side's weights are drawn
    towards their common mean.
    """
    vectors = DictVectorizer()
    matrix = vectors.fit_transform([row.features for row in rows])
    names = list(vectors.get_feature_names_out())
    sides = [OFFER, *(side for side in SIDES if side != OFFER)]
    wanted = np.eye(len(sides))[[sides.index(side_of(row.label)) for row in rows]]
    voice = np.array([row.weight for row in rows])[:, None]
    width = len(names) + 1

    def loss(flat: np.ndarray) -> tuple[float, np.ndarray]:
        weights = np.zeros((width, len(sides)))
        weights[:, 1:] = flat.reshape(len(sides) - 1, width).T
        said = matrix @ weights[:-1] + weights[-1]
        said -= said.max(axis=1, keepdims=True)
        share = np.exp(said) / np.exp(said).sum(axis=1, keepdims=True)
        apart = weights[:-1] - weights[:-1].mean(axis=1, keepdims=True)
        gap = (share - wanted) * voice
        slope = np.vstack([matrix.T @ gap + apart / strength, gap.sum(axis=0)])
        cost = -(voice * wanted * np.log(share + 1e-12)).sum() + (apart**2).sum() / strength / 2
        return cost, slope[:, 1:].T.ravel()

    limits = [*(bounds_of(name) for name in names), (None, None)] * (len(sides) - 1)
    found = minimize(
        loss,
        np.zeros((len(sides) - 1) * width),
        jac=True,
        method="L-BFGS-B",
        bounds=limits,
        options={"maxiter": 1000},
    )
    weights = np.vstack([np.zeros(width), found.x.reshape(len(sides) - 1, width)])
    return {
        side: _named(vectors, row[:-1], row[-1]) for side, row in zip(sides, weights, strict=True)
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
    parser.add_argument("--decided", type=Path)
    parser.add_argument("--strength", type=float, default=0.15)
    parser.add_argument("--threshold", type=float, default=0.57)
    options = parser.parse_args()
    texts = texts_to_learn(options.decided)
    Learned(learned_texts(texts)).write(rulebook.SHIPPED / "wording.tsv")
    rules = rulebook.load()
    rows = [*corpus_rows(rules, texts), *(data_rows(rules, options.data) if options.data else ())]
    sys.stderr.write(f"{len(rows)} rows, {sum(r.label in ALERTED for r in rows)} of them offers\n")
    many = fit_sides(with_pairs(rows, common_pairs(rows)), options.strength)
    singly = [row if row.own else row.weakened() for row in with_pairs(rows, ())]
    models = {
        "sides": fit_sides(with_pairs(rows, strongest_pairs(many)), options.strength),
        "labels": fit_labels(singly, options.strength),
    }
    write(rulebook.SHIPPED / "weights.toml", models, options.threshold)


if __name__ == "__main__":
    main()
