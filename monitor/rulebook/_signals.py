"""Read a signal's file: what a finding of its name means, and perhaps phrases of some languages."""

from __future__ import annotations

from dataclasses import replace

from monitor.rulebook._gathered import Gathered
from monitor.rulebook._nouns import Example, Signal
from monitor.rulebook._phrases import add_phrases
from monitor.rulebook._tables import Table

_KEYS = (
    "title", "meaning", "against", "core", "experimental", "indicator",
    "phrases", "references", "false_positives", "matches", "misses",
)  # fmt: skip


def read_signal(table: Table, gathered: Gathered, *, own: bool) -> None:
    """Take a signal in. A deployment's own starts experimental: shown, deciding nothing."""
    table.refuse_unknown(_KEYS)
    name = table.path.stem
    shipped = gathered.signals.get(name)
    before = shipped or Signal(id=name, title="", experimental=own)
    gathered.signals[name] = replace(
        before,
        title=table.text("title", before.title or None),
        meaning=table.text("meaning", before.meaning or None),
        against=table.flag("against", default=before.against),
        core=table.flag("core", default=before.core),
        experimental=table.flag("experimental", default=before.experimental),
        indicator=table.text("indicator", before.indicator),
    )
    for key in ("references", "false_positives"):
        table.strings(key)
    for key, is_found in (("matches", True), ("misses", False)):
        texts = table.strings(key)
        gathered.examples.extend(Example(table.path, name, text, is_found) for text in texts)
    phrases = table.section("phrases")
    for lang in phrases.values:
        add_phrases(phrases, lang, name, lang, gathered)
