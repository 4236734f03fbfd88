"""Learn how adverts and their look-alikes are worded: `monitor/rules/wording.tsv`.

A softmax over the classes on `char_wb` n-grams (scikit-learn's name), pieces of words that several
texts share. What it says of a text that it learned from is worth little, so the weights of findings
are fitted beside what it says of each text when its whole group was left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy import sparse
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from monitor.model import SIDES
from monitor.text.wording import EDGE, UNIT, masked, pieces, scale

LEAST_TEXTS = 3
"""Texts that have a piece, below which it is left out."""
PIECES = 40_000
"""Pieces that are kept, those that move most texts furthest; 130,000 judge hardly better unseen."""
STRENGTH = 8.0
FOLDS = 5


@dataclass(frozen=True, slots=True)
class Text:
    """A folded text, its class, and the group that is left out with it."""

    folded: str
    label: str
    group: str


class Learned:
    """A classifier of pieces, as it was fitted."""

    def __init__(self, texts: Sequence[Text]) -> None:
        folded = [text.folded for text in texts]
        labels = [text.label for text in texts]
        self._counter = CountVectorizer(analyzer=_pieces, min_df=LEAST_TEXTS).fit(folded)
        sides = self._fitted(folded, [_side(label) for label in labels])
        if len(self._idf) > PIECES:
            self._counter = CountVectorizer(analyzer=_pieces, vocabulary=self._heaviest(sides))
        self._model = self._fitted(folded, labels)

    def leanings(self, folded: Sequence[str]) -> list[dict[str, float]]:
        """Give the log-odds of each class for some texts."""
        said = self._model.decision_function(self._matrix(folded))
        return [dict(zip(self._model.classes_, row, strict=True)) for row in said]

    def write(self, path: Path) -> None:
        """Write the pieces, the heaviest first, as hundredths of log-odds a class."""
        weights = np.rint(self._model.coef_ * self._idf * UNIT).astype(int).T
        names = self._counter.get_feature_names_out()
        order = sorted(range(len(names)), key=lambda i: (-int(abs(weights[i]).max()), names[i]))
        bias = np.rint(self._model.intercept_ * UNIT).astype(int)
        lines = ["\t".join(["piece", *self._model.classes_]), _line("", bias)]
        lines += [_line(names[i], weights[i]) for i in order]
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")

    def _fitted(self, folded: Sequence[str], names: Sequence[str]) -> LogisticRegression:
        self._met = np.asarray((self._counter.transform(folded) > 0).sum(axis=0)).ravel()
        self._idf = np.log((1 + len(folded)) / (1 + self._met)) + 1
        return LogisticRegression(C=STRENGTH, max_iter=100).fit(self._matrix(folded), names)

    def _matrix(self, folded: Sequence[str]) -> sparse.csr_matrix:
        counts = self._counter.transform(folded).astype(float)
        counts.data = 1 + np.log(counts.data)
        scales = [scale(masked(text)) for text in folded]
        return sparse.diags(scales) @ counts @ sparse.diags(self._idf)

    def _heaviest(self, sides: LogisticRegression) -> list[str]:
        moved = np.abs(sides.coef_).max(axis=0) * self._idf * np.sqrt(self._met)
        names = self._counter.get_feature_names_out()
        return sorted(names[np.argsort(-moved, kind="stable")[:PIECES]])


def unseen_leanings(texts: Sequence[Text]) -> Iterator[dict[str, float]]:
    """Give what is said of each text by a classifier that did not see its group."""
    found: dict[int, dict[str, float]] = {}
    groups = [text.group for text in texts]
    for learned, left_out in GroupKFold(FOLDS).split(texts, groups=groups):
        model = Learned([texts[i] for i in learned])
        said = model.leanings([texts[i].folded for i in left_out])
        found |= dict(zip(left_out, said, strict=True))
    return (found[i] for i in range(len(texts)))


def _pieces(folded: str) -> list[str]:
    return list(pieces(masked(folded)))


def _side(label: str) -> str:
    return next(side for side, labels in SIDES.items() if label in labels)


def _line(piece: str, weights: Sequence[int]) -> str:
    return "\t".join([piece.replace(" ", EDGE), *map(str, weights)])
