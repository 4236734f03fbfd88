"""What each exit code means: cron, systemd and scripts act upon it."""

from __future__ import annotations

from monitor.errors import Busy, ConfigError, MonitorError

FINE = 0
SOURCE_AT_FAULT = 1
BAD_CONFIG = 2
"""Also click's code for a command that was typed wrong."""
ALERTS_UNSENT = 3
SOURCE_AND_ALERTS = 4
FAILED = 5
LOCKED = 75
"""EX_TEMPFAIL of sysexits.h: somebody else holds the lock, try again later."""
INTERRUPTED = 130
"""128 and the number of SIGINT, as shells have it."""

MEANINGS = """\b
Exit codes:
  0   all went well
  1   a source is at fault (the others were watched)
  2   the settings or the command cannot be used; nothing was started
  3   alerts are still unsent
  4   both 1 and 3
  5   something else failed, as the message says
  75  another run holds the lock; nothing was done
  130 interrupted (Ctrl-C); what was kept stays"""


def code_of(error: MonitorError) -> int:
    """Give the exit code of an error that ends a command."""
    match error:
        case ConfigError():
            return BAD_CONFIG
        case Busy():
            return LOCKED
        case _:
            return FAILED


def code_for(*, source_at_fault: bool, alerts_unsent: bool) -> int:
    """Give the exit code of a run that came to its end."""
    if source_at_fault:
        return SOURCE_AND_ALERTS if alerts_unsent else SOURCE_AT_FAULT
    return ALERTS_UNSENT if alerts_unsent else FINE
