"""`evaluate` is read on a terminal of 80 columns, where most people look at it."""

from __future__ import annotations

import json
from pathlib import Path

from click.testing import CliRunner

from monitor.cli import main

from .served import CIVIL, OFFER


def test_each_figure_is_whole_on_80_columns(tmp_path: Path) -> None:
    offer = {"id": "a", "text": OFFER, "label": "deceptive_job_suspect", "lang": "ru"}
    other = {"id": "b", "text": CIVIL, "label": "unrelated", "lang": "ru"}
    path = tmp_path / "mine.jsonl"
    path.write_text("\n".join(map(json.dumps, (offer, other))))

    result = CliRunner(env={"COLUMNS": "80"}).invoke(main, ["evaluate", str(path)])

    assert result.exit_code == 0, result.output
    assert "…" not in result.output
    assert {"recall", "precision", "+period", "contacts", "lang"} <= set(result.output.split())
    assert "(0.21-1.00)" in result.output
    assert max(map(len, result.output.splitlines())) <= 80
