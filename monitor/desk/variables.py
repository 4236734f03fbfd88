"""Which environment variables the settings name: secrets, addresses that are secret, proxies."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping

from monitor.config import Config


def named(config: Config) -> tuple[str, ...]:
    """Name the variables that the channels, the heartbeat and the enabled sources name."""
    names = {source.proxy_env for source in config.enabled() if source.proxy_env}
    for settings in (config.heartbeat, *(channel.settings for channel in config.channels)):
        names |= {text for key, text in _texts(settings) if key.endswith("_env") and text}
    return tuple(sorted(names))


def unset(config: Config, environment: Mapping[str, str]) -> tuple[str, ...]:
    """Name those that are not set, neither themselves nor with `_FILE` added."""
    return tuple(
        n for n in named(config) if not (environment.get(n) or environment.get(f"{n}_FILE"))
    )


def _texts(settings: object) -> Iterator[tuple[str, str]]:
    if dataclasses.is_dataclass(settings) and not isinstance(settings, type):
        for field in dataclasses.fields(settings):
            value = getattr(settings, field.name)
            yield from [(field.name, value)] if isinstance(value, str) else ()
