"""The quality gate: no figure on the labelled texts may fall below its floor in gate.json.

    python tests/gate.py             check
    python tests/gate.py --digest    print the corpus's digest, after texts were added

The digest pins the texts: a figure reached by other texts is another figure. A floor is never
lowered silently: lowering one is a line in CHANGELOG.md.
"""

from __future__ import annotations

import hashlib
import json
import sys
from pathlib import Path

from monitor import rulebook
from monitor.cli.measure import figures
from monitor.desk.corpus import Labelled, read_corpus, read_lines
from monitor.desk.evaluate import Report, evaluate

HERE = Path(__file__).parent
FIXTURES = HERE.parent / "fixtures"
CORPUS, OUTSIDER = FIXTURES / "adverts", FIXTURES / "outsider" / "unseen"
ORDINARY = FIXTURES / "ordinary" / "unseen"


def corpus_digest() -> str:
    """Digest of all labelled texts, names and bytes."""
    digest = hashlib.sha256()
    for path in sorted(
        [*CORPUS.rglob("*.*"), *OUTSIDER.glob("*.jsonl"), *ORDINARY.glob("*.jsonl")]
    ):
        digest.update(str(path.relative_to(FIXTURES)).encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def parts() -> dict[str, list[Labelled]]:
    """Give the labelled texts by what they are worth: all but the first were never tuned to."""
    corpus = read_corpus(CORPUS)
    return {
        "tuned": [text for text in corpus if not text.kept_aside],
        "kept aside": [text for text in corpus if text.kept_aside],
        "outsider": _lines(OUTSIDER),
        "ordinary": _lines(ORDINARY),
    }


def _lines(folder: Path) -> list[Labelled]:
    return [text for path in sorted(folder.glob("*.jsonl")) for text in read_lines(path)]


def specificity(report: Report) -> float:
    """Give the share of what is no offer that is left alone."""
    others = report.texts - report.alerts.both - report.alerts.theirs_only
    return 1 - report.alerts.ours_only / others


def main() -> None:
    if "--digest" in sys.argv:
        sys.stdout.write(corpus_digest() + "\n")
        return
    pinned = json.loads((HERE / "gate.json").read_text())
    faults = []
    if corpus_digest() != pinned["corpus"]:
        faults.append("the labelled texts changed: measure anew and pin their digest in gate.json")
    rules = rulebook.load()
    for part, texts in parts().items():
        report = evaluate(texts, rules)
        measured = figures(report) | {"specificity": specificity(report)}
        for name, floor in pinned["floors"][part].items():
            verdict = "ok" if measured[name] >= floor else "BELOW"
            sys.stdout.write(
                f"{part:>10}  {name:<20} {measured[name]:.3f}  floor {floor:.3f}  {verdict}\n"
            )
            if measured[name] < floor:
                faults.append(f"{part}: {name} is {measured[name]:.3f}, its floor is {floor:.3f}")
    for fault in faults:
        sys.stderr.write(f"gate: {fault}\n")
    sys.exit(bool(faults))


if __name__ == "__main__":
    main()
