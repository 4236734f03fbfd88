"""One worker process, seen from its parent: started, asked, killed."""

from __future__ import annotations

import asyncio
import contextlib
import os
import pickle
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import Callable

from monitor.errors import ReadError

from .frames import LENGTH, LONGEST, Failure, answer_in, frame

_START = "import sys; sys.path[:] = {path!r}; from monitor.worker.serve import serve; serve()"
_START_SECONDS = 30.0
_MOST_JOBS = 5_000
"""A process that read many pages holds memory that it never gives back. Not fewer: a new one takes
3 s of CPU until it judges, which was a quarter of a page's cost at 500."""
_KEPT = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH")
"""No other environment: a taken-over worker finds no secret."""


class Worker:
    """A process that does one job at a time."""

    def __init__(self, process: Process) -> None:
        self._process = process
        self._busy = False
        self._worn = False
        self._jobs = 0
        self.is_prepared = False
        """Whether it has loaded what judging needs."""

    @property
    def is_fit(self) -> bool:
        """Whether it may be asked again: not in the middle of a job, nor after one that failed."""
        worn = self._worn or self._jobs >= _MOST_JOBS
        return not self._busy and not worn and self._process.returncode is None

    async def ask(
        self, do: Callable[..., object], *arguments: object, seconds: float, memory: int
    ) -> object:
        """Give what `do` gives; ReadError where that fails, takes too long or says what it may not."""
        self._busy = True
        try:
            async with asyncio.timeout(seconds):
                answer = await self._exchange(frame((memory, do, arguments)))
        except TimeoutError as error:
            raise ReadError(f"it took longer than {seconds:g} s") from error
        except pickle.UnpicklingError as error:
            raise ReadError("its answer was refused") from error
        except (EOFError, OSError) as error:
            raise ReadError("it ended its process") from error
        self._busy = False
        self._jobs += 1
        if isinstance(answer, Failure):
            self._worn = True
            raise ReadError(answer.sentence)
        return answer

    async def _exchange(self, job: bytes) -> object:
        """Send a job and wait for its answer. `IncompleteReadError` is an EOFError."""
        to, of = self._process.stdin, self._process.stdout
        assert to is not None and of is not None  # noqa: S101, PT018 - both are pipes
        to.write(job)
        await to.drain()
        length = LENGTH.unpack(await of.readexactly(LENGTH.size))[0]
        if length > LONGEST:
            raise pickle.UnpicklingError(f"an answer of {length} bytes")
        return answer_in(await of.readexactly(length))

    async def end(self) -> None:
        """Kill the process, whatever it does, and wait until it is gone."""
        if self._process.returncode is None:
            self._process.kill()
        await self._process.wait()


async def once(
    do: Callable[..., object], *arguments: object, seconds: float, memory: int
) -> object:
    """Do one job in a process that ends with it. Raises ReadError, as `Worker.ask` does."""
    worker = await start()
    try:
        return await worker.ask(do, *arguments, seconds=seconds, memory=memory)
    finally:
        await worker.end()


def _program() -> str:
    return _START.format(path=[os.path.abspath(entry) for entry in sys.path])


async def start() -> Worker:
    """Start a worker and wait until it answers, so that no deadline counts its start.

    It is a new program, not a fork: it inherits no lock, no memory and no secret of ours, and it
    has a session of its own, so that the terminal's Ctrl-C ends it only through us.
    """
    environment = {name: os.environ[name] for name in _KEPT if name in os.environ}
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-I", "-X", "utf8", "-c", _program(),
        stdin=PIPE, stdout=PIPE, stderr=DEVNULL, env=environment, start_new_session=True,
    )  # fmt: skip
    worker = Worker(process)
    async with contextlib.AsyncExitStack() as undoing:
        undoing.push_async_callback(worker.end)
        await worker.ask(int, seconds=_START_SECONDS, memory=LONGEST)
        undoing.pop_all()
    return worker
