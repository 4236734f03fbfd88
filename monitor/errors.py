"""The error tree.

MonitorError
├── ConfigError         settings or rules that cannot be used: every fault listed, nothing starts
├── FetchError          a page could not be had (`code` tells the ways apart)
│   ├── Refused         we must not ask: robots.txt, an address that is not public, a port not allowed
│   └── Unanswered      the server, its name or its TLS did not do their part
├── ReadError           a capture could not be read within its limits
├── StoreError          the database cannot be used
│   ├── Busy            somebody else holds the lock
│   └── Overtaken       somebody else decided meanwhile
└── AlertError          a channel did not take an alert; it stays owed
"""

from __future__ import annotations


class MonitorError(Exception):
    """Base of what this product raises on purpose; `str` is a sentence for a person."""


class ConfigError(MonitorError):
    """Settings that cannot be used. `faults` has one sentence each: file, key, found, known."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


class FetchError(MonitorError):
    """A page could not be had. `code` is stable and short (`robots`, `timeout`, `tls` ...)."""

    def __init__(self, code: str, sentence: str, *, retry_after: float | None = None) -> None:
        super().__init__(sentence)
        self.code = code
        self.retry_after = retry_after
        """Seconds that the server asked us to wait; None when it did not."""


class Refused(FetchError):
    """We must not ask."""


class Unanswered(FetchError):
    """The other side did not do its part."""


class ReadError(MonitorError):
    """A capture could not be read within its limits of time and memory."""


class StoreError(MonitorError):
    """The database cannot be used; the sentence says what to do."""


class Busy(StoreError):
    """Somebody else holds the lock."""


class Overtaken(StoreError):
    """Somebody else decided on the same thing meanwhile; nothing was written."""


class AlertError(MonitorError):
    """A channel did not take an alert. `permanent` tells a refusal from a passing fault."""

    def __init__(self, sentence: str, *, permanent: bool = False) -> None:
        super().__init__(sentence)
        self.permanent = permanent
