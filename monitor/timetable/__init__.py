"""When a source is looked at next. Pure: times come in, times go out.

A source of `every` has a grid of due times that follows from its id alone: sources are spread
over the interval, keep it on average however late a look is, and are spread again after any
standstill. A cron time is one of the wall's clock: what a clock change skips comes as much
later, what it repeats counts once.
"""

from monitor.timetable.cron import longest_gap, parse_cron
from monitor.timetable.crowd import Crowd, crowds, host_of
from monitor.timetable.due import lateness, next_due, slack
from monitor.timetable.quiet import DAYS, covers, is_quiet, leaves_no_time, parse_hours

__all__ = [
    "DAYS",
    "Crowd",
    "covers",
    "crowds",
    "host_of",
    "is_quiet",
    "lateness",
    "leaves_no_time",
    "longest_gap",
    "next_due",
    "parse_cron",
    "parse_hours",
    "slack",
]
