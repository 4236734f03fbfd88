"""Find what a person named: settings, sources."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

import click

from monitor import config
from monitor.cli._group import Chosen
from monitor.config import Config
from monitor.errors import ConfigError
from monitor.model import Source


def settings(ctx: click.Context) -> Config:
    """Load the deployment that the options name."""
    return config.load(ctx.ensure_object(Chosen).deployment)


def pick_sources(loaded: Config, names: Iterable[str]) -> tuple[Source, ...]:
    """Give the named sources, enabled or not; the enabled ones when none is named."""
    wanted = tuple(dict.fromkeys(names))
    if not wanted:
        return loaded.enabled()
    by_id = {source.id: source for source in loaded.sources}
    unknown = [_unknown(name, by_id) for name in wanted if name not in by_id]
    if unknown:
        raise ConfigError(unknown)
    return tuple(by_id[name] for name in wanted)


def _unknown(name: str, known: Iterable[str]) -> str:
    near = difflib.get_close_matches(name, list(known), n=1)
    hint = f'did you mean "{near[0]}"?' if near else "`advert-monitor sources` lists them"
    return f'there is no source "{name}"; {hint}'
