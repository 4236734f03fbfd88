"""The worker's side: take a job, do it within limits, answer; end when the pipe does."""

from __future__ import annotations

import contextlib
import math
import os
import pickle
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from .frames import LENGTH, Failure, frame

_STATM = Path("/proc/self/statm")
_CPU_SECONDS = 60
"""A worker whose parent was killed learns of it only after its job: this ends a stalled one."""


def serve() -> None:
    """Answer jobs until there are no more. Frames are ours: standard output is closed to all else."""
    jobs, answers = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    silence = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silence, 1)
    os.dup2(silence, 2)
    os.close(silence)
    while (job := _next(jobs)) is not None:
        answer = _answer(*job)
        answers.write(answer)
        answers.flush()


def _next(pipe: BinaryIO) -> tuple[int, Callable[..., object], tuple[object, ...]] | None:
    """Wait for a job: its bytes of memory, function and arguments. None when the pipe has ended."""
    head = pipe.read(LENGTH.size)
    if len(head) < LENGTH.size:
        return None
    content = pipe.read(LENGTH.unpack(head)[0])
    job: tuple[int, Callable[..., object], tuple[object, ...]] = pickle.loads(content)  # noqa: S301 - from our parent
    return job


def _answer(memory: int, do: Callable[..., object], arguments: tuple[object, ...]) -> bytes:
    """Do a job. Any exception is an answer: which page it was is the parent's to tell."""
    _limit(memory)
    try:
        return frame(do(*arguments))
    except MemoryError:
        _limit(None)
        return frame(Failure("it ran out of memory"))
    except Exception as error:
        # The parent answers for this page: it reads it plainly, or stores the fault.
        return frame(Failure(f"{type(error).__name__}: {error}"[:500]))
    finally:
        _limit(None)


def _limit(memory: int | None) -> None:
    """Allow so many more bytes than are in use; None lifts the limit. Linux alone keeps to it."""
    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    seconds = math.ceil(time.process_time()) + _CPU_SECONDS
    with contextlib.suppress(OSError, ValueError):
        pages = int(_STATM.read_text().split()[0])
        soft = hard if memory is None else pages * resource.getpagesize() + memory
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))
        resource.setrlimit(
            resource.RLIMIT_CPU, (seconds, resource.getrlimit(resource.RLIMIT_CPU)[1])
        )
