"""`evaluate`: how well the rules judge labelled texts."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from monitor import rulebook
from monitor.cli._exits import FINE
from monitor.desk.corpus import Labelled, read_corpus, read_lines
from monitor.desk.evaluate import Report, Share, by
from monitor.desk.evaluate import evaluate as measure
from monitor.errors import ConfigError
from monitor.rulebook import Rules

CORPUS = Path(__file__).parents[2] / "fixtures" / "adverts"


@click.command()
@click.argument("file", required=False, type=click.Path(path_type=Path, exists=True))
@click.option("--rules", type=click.Path(path_type=Path, exists=True), help="Rules laid over ours.")
@click.option("--wrong", is_flag=True, help="Name the texts of the tuned part that were misjudged.")
@click.option("--json", "as_json", is_flag=True, help="Print the figures as JSON.")
@click.pass_context
def evaluate(
    ctx: click.Context, file: Path | None, rules: Path | None, *, wrong: bool, as_json: bool
) -> None:
    """Measure the rules on labelled texts: the product's own, or your FILE of JSON Lines.

    A line of FILE has `text` and `label` (a class such as army_offer), and may have `id`, `tier`,
    `lang`, `country`, `promise`, `foreigners`, `money` and `contacts`.

    \b
    Examples:
      advert-monitor evaluate
      advert-monitor evaluate reviewed.jsonl --wrong
    """
    loaded = rulebook.load(rules)
    parts = list(_parts(file))
    measured = [(name, texts, measure(texts, loaded)) for name, texts in parts]
    if as_json:
        click.echo(json.dumps({name: figures(report) for name, _, report in measured}))
    else:
        _show(Console(), measured, loaded, wrong=wrong)
    ctx.exit(FINE)


def _parts(file: Path | None) -> Iterator[tuple[str, list[Labelled]]]:
    if file is not None:
        yield file.name, read_lines(file)
        return
    if not CORPUS.is_dir():
        raise ConfigError([f"{CORPUS} is not there: name a FILE, or run from a clone."])
    texts = read_corpus(CORPUS)
    yield "tuned", [text for text in texts if not text.kept_aside]
    yield "kept aside", [text for text in texts if text.kept_aside]


def figures(report: Report) -> dict[str, float]:
    """Give the figures of a part by name."""
    return {
        "texts": report.texts,
        "recall": round(report.alerts.recall.value, 4),
        "precision": round(report.alerts.precision.value, 4),
        "label": round(report.labels.f1, 4),
        "tier": round(report.tiers.f1, 4),
        "sums_f1": round(report.sums.f1, 4),
        "sums_with_period_f1": round(report.sums_with_period.f1, 4),
        "promise_f1": round(report.promises.f1, 4),
        "contacts_f1": round(report.contacts.f1, 4),
        "language": round(report.languages.f1, 4),
    }


def _show(
    console: Console,
    measured: Sequence[tuple[str, Sequence[Labelled], Report]],
    rules: Rules,
    *,
    wrong: bool,
) -> None:
    for name, texts, report in measured:
        table = _table(f"{name}: {report.texts} texts, rules {rules.digest}")
        _add(table, "all", report)
        for lang, group in by(lambda text: text.lang, texts):
            _add(table, lang, measure(group, rules))
        for label, group in by(lambda text: text.label, texts):
            _add(table, label, measure(group, rules))
        console.print(table)
        if wrong and name != "kept aside":
            for text_id, label, ours, score in report.wrong:
                console.print(f"  {text_id}: {label}, judged {ours} ({score:.2f})")


def _table(title: str) -> Table:
    """Make a table whose figures are whole on 80 columns too: there names and intervals turn."""
    table = Table(title=title, title_justify="left", box=None, padding=(0, 1, 0, 0))
    for heading in ("", "recall", "precision"):
        table.add_column(heading, justify="right" if heading else "left", overflow="fold")
    for heading in ("class", "sums", "+period", "promise", "contacts", "lang"):
        table.add_column(heading, justify="right", no_wrap=True)
    return table


def _add(table: Table, name: str, report: Report) -> None:
    table.add_row(
        name,
        _share(report.alerts.recall),
        _share(report.alerts.precision),
        f"{report.labels.f1:.2f}",
        f"{report.sums.f1:.2f}",
        f"{report.sums_with_period.f1:.2f}",
        f"{report.promises.f1:.2f}",
        f"{report.contacts.f1:.2f}",
        f"{report.languages.f1:.2f}",
    )


def _share(share: Share) -> str:
    if not share.of:
        return "-"
    low, high = share.interval
    return f"{share.value:.2f} ({low:.2f}-{high:.2f})"
