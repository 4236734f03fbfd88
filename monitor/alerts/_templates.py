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
from time import monotonic

from jinja2 import (
    BaseLoader,
    Environment,
    FileSystemLoader,
    StrictUndefined,
    TemplateError,
    TemplateRuntimeError,
    TemplateSyntaxError,
    nodes,
    select_autoescape,
)
from jinja2.exceptions import SecurityError
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment

TEMPLATES = Path(__file__).parent / "templates"
NAMES = tuple(sorted(path.name for path in TEMPLATES.glob("[a-z]*.*")))
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
_WIDE = ("batch", "center", "format", "indent", "slice")
"""Filters that fill a machine's memory by one number."""
_WIDE_WORDS = frozenset(("center", "expandtabs", "format", "format_map", "ljust", "rjust", "zfill"))
"""Methods of words that do."""
LONGEST, SECONDS = 1_000_000, 2.0
"""Characters and seconds of one template written out: nobody reads a longer mail."""

Known = Mapping[str, object]

log = logging.getLogger("monitor.alerts")


class _Frugal(ImmutableSandboxedEnvironment):
    """Refuses what would fill memory by one number: words times it, or as wide as it."""

    intercepted_binops = frozenset(("*", "**", "%"))

    def call_binop(self, context: Context, operator: str, left: object, right: object) -> object:
        """Calculate with numbers that a person reads, and with nothing else."""
        if not all(isinstance(one, int | float) and abs(one) < LONGEST for one in (left, right)):
            raise SecurityError(f"{operator} is for numbers below {LONGEST:,}")
        if operator == "**":
            raise SecurityError("there are no powers")
        return super().call_binop(context, operator, left, right)

    def is_safe_attribute(self, obj: object, attr: str, value: object) -> bool:
        """Keep wide words out too."""
        is_wide = isinstance(obj, str) and attr in _WIDE_WORDS
        return not is_wide and super().is_safe_attribute(obj, attr, value)


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
        template = _theirs(self.folder or TEMPLATES).get_template(name)
        return _bounded(template.generate(known))


def _bounded(parts: Iterator[str]) -> str:
    """Put a text together; TemplateRuntimeError where it has no end that a mail could have."""
    end, text, length = monotonic() + SECONDS, list[str](), 0
    for part in parts:
        text.append(part)
        length += len(part)
        if length > LONGEST or monotonic() > end:
            raise TemplateRuntimeError(f"is longer than {LONGEST:,} characters, or {SECONDS:g} s")
    return "".join(text)


def plain_name(name: str) -> str:
    """Leave the language out: alert.ru.txt is alert.txt."""
    parts = name.split(".")
    return f"{parts[0]}.{parts[2]}" if len(parts) == 3 else name


@cache
def _ours() -> Environment:
    return _environment(Environment, FileSystemLoader(TEMPLATES))


@cache
def _theirs(folder: Path) -> Environment:
    environment = _environment(_Frugal, _Own([folder, TEMPLATES]))
    for name in (*_KEPT_OUT, *_WIDE):
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
