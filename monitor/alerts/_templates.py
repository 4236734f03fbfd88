"""The words around an alert: our templates, and a deployment's own laid over them.

A deployment's templates run in a sandbox and cannot turn escaping off: what they show of a page
stays text. One that fails at sending gives way to ours, so that the alert goes out.
"""

from __future__ import annotations

import logging
import operator
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from jinja2 import (
    BaseLoader,
    Environment,
    FileSystemLoader,
    StrictUndefined,
    TemplateError,
    TemplateSyntaxError,
    nodes,
    select_autoescape,
)
from jinja2.sandbox import ImmutableSandboxedEnvironment

TEMPLATES = Path(__file__).parent / "templates"
NAMES = tuple(sorted(path.name for path in TEMPLATES.iterdir() if path.suffix in {".txt", ".html"}))
"""What a deployment may write anew; `alert.ru.txt` is `alert.txt` in Russian."""
_BROKEN = (
    TemplateError,
    ArithmeticError,
    AttributeError,
    LookupError,
    OSError,
    RecursionError,
    TypeError,
    ValueError,
)
"""What somebody's template may raise while it is written out."""
_KEPT_OUT = ("random", "safe", "urlize", "xmlattr")
"""Filters that would make markup or links of a page's words, or other words at each try."""

Known = Mapping[str, object]

log = logging.getLogger("monitor.alerts")


class _Own(FileSystemLoader):
    """Refuses a template that turns escaping off."""

    def get_source(
        self, environment: Environment, template: str
    ) -> tuple[str, str, Callable[[], bool]]:
        source, path, fresh = super().get_source(environment, template)
        switch = environment.parse(source).find(nodes.EvalContextModifier)
        if switch is not None:
            raise TemplateSyntaxError("escaping cannot be switched", switch.lineno, template)
        return source, path, fresh


@dataclass(frozen=True, slots=True)
class Templates:
    """Where to look for templates before ours."""

    folder: Path | None = None
    """None for a deployment that has none of its own."""

    def render(self, name: str, lang: str, known: Known) -> str:
        """Write a template out; `name` is one of `NAMES`."""
        own = self._own(name, lang)
        if own is None:
            return _ours().get_template(name).render(known)
        try:
            return self._render(own, known)
        except _BROKEN as e:
            log.warning("template_failed name=%s error=%s", own, type(e).__name__)
            return _ours().get_template(name).render(known)

    def faults(self, examples: Sequence[Known]) -> Iterator[str]:
        """Say what is wrong with the deployment's templates, by writing out each example."""
        for path in sorted(self.folder.iterdir()) if self.folder else []:
            if path.name.startswith(".") or path.name.endswith("~"):
                continue
            if plain_name(path.name) not in NAMES:
                yield f"{path.name}: no template has this name; known: {', '.join(NAMES)}"
            elif fault := self._fault(path.name, examples):
                yield f"{path.name}: {fault}"

    def _fault(self, name: str, examples: Sequence[Known]) -> str:
        told = {"alarm": bool, "alert": operator.not_}.get(name.partition(".")[0])
        try:
            for known in examples:
                if told is None or told(known["alarms"]):
                    self._render(name, known)
        except TemplateSyntaxError as e:
            return f"line {e.lineno}: {e.message}"
        except _BROKEN as e:
            return f"{type(e).__name__}: {e}"
        return ""

    def _own(self, name: str, lang: str) -> str | None:
        if self.folder is None:
            return None
        stem, _, kind = name.partition(".")
        names = (f"{stem}.{lang}.{kind}", name)
        return next((one for one in names if (self.folder / one).is_file()), None)

    def _render(self, name: str, known: Known) -> str:
        return _theirs(self.folder or TEMPLATES).get_template(name).render(known)


def plain_name(name: str) -> str:
    """Leave the language out: alert.ru.txt is alert.txt."""
    parts = name.split(".")
    return f"{parts[0]}.{parts[2]}" if len(parts) == 3 else name


@cache
def _ours() -> Environment:
    return _environment(Environment, FileSystemLoader(TEMPLATES))


@cache
def _theirs(folder: Path) -> Environment:
    environment = _environment(ImmutableSandboxedEnvironment, _Own([folder, TEMPLATES]))
    for name in _KEPT_OUT:
        del environment.filters[name]
    environment.globals.pop("lipsum")
    return environment


def _environment(cls: type[Environment], loader: BaseLoader) -> Environment:
    return cls(
        loader=loader,
        autoescape=select_autoescape(["html"]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
