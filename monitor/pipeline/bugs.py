"""Faults of our own: where they arose goes to the log, what they were about does not."""

from __future__ import annotations

import traceback


def trace(error: BaseException) -> str:
    """Write the traceback without messages, which may quote a posting, a phone or a secret."""
    places = "".join(traceback.format_tb(error.__traceback__))
    return f"{type(error).__name__}\n{places}".rstrip()


def sentence(error: BaseException) -> str:
    """Say for a person that this is ours to mend."""
    return f"bug: {type(error).__name__}; where it arose is in the log"
