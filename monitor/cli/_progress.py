"""Show that long work goes on: on standard error, on a terminal only, wiped away at its end."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

from rich.console import Console
from rich.progress import MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.text import Text

from monitor.cli._render import clean


def working(what: str) -> AbstractContextManager[object]:
    """Show that something is going on whose end nobody knows."""
    return Console(stderr=True).status(Text(clean(what)))


@contextmanager
def progress(total: int | None = None, *, shown: bool = True) -> Iterator[Callable[[str], None]]:
    """Count what is done, by its name. A total of None is a stream whose end nobody knows."""
    columns = (
        SpinnerColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("{task.description}", markup=False),
    )
    console = Console(stderr=True)
    hidden = not (shown and console.is_terminal)
    with Progress(*columns, console=console, transient=True, disable=hidden) as bar:
        task = bar.add_task("", total=total)
        yield lambda name: bar.update(task, advance=1, description=name)
