"""Speed of judging, as ratios to a bare Aho-Corasick scan of the same texts in the same run.

    python benchmarks/assess.py [TEXTS.jsonl ...]

Each line of a file has a `text`; without files the labelled texts of `fixtures/adverts/` are used,
of which most are flagged or nearly so. Plain texts are those in which no core phrase is found.
The last line tells what a start with a hundred phrases of one's own costs, in starts without.
"""

from __future__ import annotations

import json
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import ahocorasick_rs

from monitor import rulebook
from monitor.assess import assess, screen
from monitor.desk.corpus import read_corpus
from monitor.model import Posting
from monitor.text.fold import squash

HERE = Path(__file__).parent.parent
ROUNDS = 3


def read(paths: Sequence[str]) -> list[str]:
    if not paths:
        return [text.text for text in read_corpus(HERE / "fixtures" / "adverts")]
    lines = [line for path in paths for line in Path(path).read_text("utf-8").splitlines()]
    return [json.loads(line)["text"] for line in lines]


def seconds(do: Callable[[str], object], texts: Sequence[str]) -> float:
    """Give the best of some rounds over all texts, in seconds of CPU."""
    best = float("inf")
    for _ in range(ROUNDS):
        begun = time.process_time()
        for text in texts:
            do(text)
        best = min(best, time.process_time() - begun)
    return best


def start(own: Path | None) -> float:
    """Give what a start up to the first text takes, in seconds of CPU."""
    begun = time.process_time()
    rules = rulebook.load.__wrapped__(own)
    rules.phrases.touches("x")
    rules.phrases.find("x")
    return time.process_time() - begun


def start_with_own() -> float:
    """Start with a hundred phrases of one's own, none of them used before: nothing of them is kept."""
    with tempfile.TemporaryDirectory() as folder:
        signals = Path(folder) / "signals"
        signals.mkdir()
        phrases = [f"made up {Path(folder).name}{number}*" for number in range(100)]
        written = f'title = "Own"\nmeaning = "Made up."\n[phrases]\nen = {json.dumps(phrases)}\n'
        (signals / "own.toml").write_text(written)
        return start(Path(folder))


def main() -> None:
    texts = read(sys.argv[1:])
    begun = time.process_time()
    rules = rulebook.load()
    rules.phrases.touches("x")
    rules.phrases.find("x")
    print(
        f"rules loaded in {time.process_time() - begun:.2f} s of CPU, resident memory then"
        f" {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB"
    )
    words = {
        squash(phrase.pattern.split(" ")[0].strip("*()|[]")) for phrase in rules.phrases.phrases
    }
    scan = ahocorasick_rs.AhoCorasick(sorted(words - {""}))
    plain = [text for text in texts if not screen(text, rules)]
    flagged = [text for text in texts if screen(text, rules)]

    def judged(text: str) -> object:
        return assess(Posting(key="1", source_id="s", url="", text=text), rules)

    def scanned(text: str) -> object:
        return scan.find_matches_as_indexes(text.lower(), overlapping=True)

    print(f"{'':10} {'texts':>7} {'texts/s':>9} {'MB/s':>7} {'times a bare scan':>18}")
    for name, part in (("plain", plain), ("full", flagged)):
        if not part:
            continue
        took, bare = seconds(judged, part), seconds(scanned, part)
        size = sum(len(text.encode()) for text in part) / 1e6
        print(
            f"{name:10} {len(part):7} {len(part) / took:9.0f} {size / took:7.2f} {took / bare:18.1f}"
        )
    without = min(start(None) for _ in range(ROUNDS))
    with_own = min(start_with_own() for _ in range(ROUNDS))
    print(f"a start with rules of one's own costs {with_own / without:.2f} times one without")


if __name__ == "__main__":
    main()
