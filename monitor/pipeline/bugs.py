"""Faults of our own: where they arose goes to the log, what they were about does not."""

from __future__ import annotations

import traceback
from collections.abc import Iterator


def trace(error: BaseException) -> str:
    """Write the traceback without messages, which may quote a posting, a phone or a secret.

    What an error came of stands above it, as Python has it.
    """
    return "\n".join(_places(one) for one in reversed([*_chain(error)]))


def sentence(error: BaseException) -> str:
    """Say for a person that this is ours to mend."""
    return f"bug: {type(error).__name__}; where it arose is in the log"


def _places(error: BaseException) -> str:
    places = "".join(traceback.format_tb(error.__traceback__))
    return f"{type(error).__name__}\n{places}".rstrip()


def _chain(error: BaseException) -> Iterator[BaseException]:
    """Give an error, what it came of, and so on; a ring of causes once."""
    seen: set[int] = set()
    one: BaseException | None = error
    while one is not None and id(one) not in seen:
        seen.add(id(one))
        yield one
        one = one.__cause__ or (None if one.__suppress_context__ else one.__context__)
