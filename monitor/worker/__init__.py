"""Reads captures and judges postings in processes that can be killed: every page is hostile.

A page of 80 KB holds a parser for 17 s, and a parser has crashed on one too. A thread cannot be
stopped, so that parsing has a process, with a deadline and a limit of memory.
"""

from .allowance import Allowance
from .jobs import Jobs, hints_of
from .memory import Memory
from .pool import Readers
from .process import once

__all__ = ["Allowance", "Jobs", "Memory", "Readers", "hints_of", "once"]
