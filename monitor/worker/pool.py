"""The pool of workers: asked to read and to judge, it answers for the ones that do not."""

from __future__ import annotations

import asyncio
import contextlib
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from types import TracebackType

from monitor.errors import ReadError
from monitor.model import Assessment, Capture, Judged, Posting, Reading, Source
from monitor.second import is_unasked

from .allowance import Allowance
from .jobs import Jobs
from .process import Worker, start

_MEGABYTE = 1024 * 1024
_BATCH = 16
"""Postings judged under one deadline: 26 ms was one of 7,400 characters."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What a worker may use. A page of 789 KB takes 0.02 s; the slowest strip of 5 MB took 3.6 s."""

    read_seconds: float = 3.0
    plain_seconds: float = 15.0
    judge_seconds: float = 10.0
    alone_seconds: float = 30.0
    """For a posting that is judged by itself: texts were made that take 6 s on an idle machine."""
    prepare_seconds: float = 60.0
    read_memory: int = 256 * _MEGABYTE
    judge_memory: int = 1024 * _MEGABYTE


_JOBS, _LIMITS = Jobs(), Limits()


class Readers:
    """Reads and judges in processes of its own. None runs before the first use.

    A cancelled call ends its worker: what that is doing, nobody waits for any more.
    """

    def __init__(
        self,
        *,
        workers: int = 2,
        rules: Path | None = None,
        jobs: Jobs = _JOBS,
        limits: Limits = _LIMITS,
        allowance: Allowance | None = None,
    ) -> None:
        """Make readers; an `allowance` of None has the second reader asked about all it is left."""
        self._turns = asyncio.Semaphore(workers)
        self._rules = rules
        self._jobs = jobs
        self._limits = limits
        self._allowance = allowance or Allowance(rate=math.inf)
        self._idle: list[Worker] = []
        self._busy: set[Worker] = set()
        self._closed = False
        self._ending: set[asyncio.Task[None]] = set()

    async def __aenter__(self) -> Readers:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self.close()

    async def read(self, source: Source, capture: Capture) -> Reading:
        """Read a capture as its source's kind does, or else plainly; `Reading.fallback` says why.

        Raise ReadError only where the plain reader fails too.
        """
        limits = self._limits
        try:
            answer = await self._ask(
                self._jobs.read, source, capture,
                seconds=limits.read_seconds, memory=limits.read_memory,
            )  # fmt: skip
        except ReadError as error:
            return await self._read_plainly(source, capture, f"the parser was stopped: {error}")
        return _a_reading(answer)

    async def _read_plainly(self, source: Source, capture: Capture, why: str) -> Reading:
        limits = self._limits
        answer = await self._ask(
            self._jobs.plain, source, capture,
            seconds=limits.plain_seconds, memory=limits.read_memory,
        )  # fmt: skip
        return replace(_a_reading(answer), fallback=why)

    async def judge(self, source: Source, postings: Sequence[Posting]) -> tuple[Judged, ...]:
        """Judge postings by the rules. Raise ReadError where that fails or takes too long.

        What they leave to the second reader it is asked about while its allowance lasts.
        """
        judged: list[Judged] = []
        for first in range(0, len(postings), _BATCH):
            batch = tuple(postings[first : first + _BATCH])
            said = await self._assessments(source, batch)
            judged += map(Judged, batch, said)
        return tuple([await self._reread(source, one) for one in judged])

    async def _reread(self, source: Source, judged: Judged) -> Judged:
        """Ask the second reader; where it has no time or fails, the rules' verdict keeps its mark."""
        limits, allowance = self._limits, self._allowance
        if not (is_unasked(judged.assessment) and allowance.is_left):
            return judged
        async with self._turns:
            if not allowance.is_left:  # others had turns before this one
                return judged
            with allowance.spending(), contextlib.suppress(ReadError):
                said = await self._answer(
                    self._jobs.reread, source, judged.posting, self._rules,
                    seconds=limits.alone_seconds, memory=limits.judge_memory, prepared=True,
                )  # fmt: skip
                return replace(judged, assessment=_an_assessment(said))
        return judged

    async def _assessments(
        self, source: Source, postings: tuple[Posting, ...]
    ) -> tuple[Assessment, ...]:
        limits = self._limits
        answer = await self._ask(
            self._jobs.judge, source, postings, self._rules,
            seconds=limits.judge_seconds if len(postings) > 1 else limits.alone_seconds,
            memory=limits.judge_memory, prepared=True,
        )  # fmt: skip
        if not isinstance(answer, tuple) or len(answer) != len(postings):
            raise ReadError(f"{len(postings)} judgements came as {type(answer).__name__}")
        return tuple(map(_an_assessment, answer))

    async def close(self) -> None:
        """End every process; what one was doing is a ReadError to who waits for it."""
        self._closed = True
        for worker in (*self._idle, *self._busy):
            self._end(worker)
        self._idle.clear()
        while self._ending:
            await asyncio.wait(self._ending)

    async def _ask(
        self,
        do: Callable[..., object],
        *arguments: object,
        seconds: float,
        memory: int,
        prepared: bool = False,
    ) -> object:
        async with self._turns:
            return await self._answer(
                do, *arguments, seconds=seconds, memory=memory, prepared=prepared
            )

    async def _answer(
        self,
        do: Callable[..., object],
        *arguments: object,
        seconds: float,
        memory: int,
        prepared: bool,
    ) -> object:
        """Have a worker do a job; call it in turn."""
        worker = await self._take()
        try:
            if prepared and not worker.is_prepared:
                await self._prepare(worker)
            return await worker.ask(do, *arguments, seconds=seconds, memory=memory)
        finally:
            self._give_back(worker)

    async def _prepare(self, worker: Worker) -> None:
        limits = self._limits
        await worker.ask(
            self._jobs.prepare, self._rules,
            seconds=limits.prepare_seconds, memory=limits.judge_memory,
        )  # fmt: skip
        worker.is_prepared = True

    async def _take(self) -> Worker:
        worker = self._an_idle_one() or await start()
        if self._closed:
            await worker.end()
            raise ReadError("the readers are closed")
        self._busy.add(worker)
        return worker

    def _an_idle_one(self) -> Worker | None:
        """Give a worker that waits; None when there is none. Those that died waiting are ended."""
        while self._idle:
            worker = self._idle.pop()
            if worker.is_fit:
                return worker
            self._end(worker)
        return None

    def _give_back(self, worker: Worker) -> None:
        self._busy.discard(worker)
        if worker.is_fit and not self._closed:
            self._idle.append(worker)
        else:
            self._end(worker)

    def _end(self, worker: Worker) -> None:
        ending = asyncio.create_task(worker.end())
        self._ending.add(ending)
        ending.add_done_callback(self._ending.discard)


def _a_reading(answer: object) -> Reading:
    if not isinstance(answer, Reading):
        raise ReadError(f"a reading came as {type(answer).__name__}")
    return answer


def _an_assessment(answer: object) -> Assessment:
    if not isinstance(answer, Assessment):
        raise ReadError("what came as a judgement is none")
    return answer
