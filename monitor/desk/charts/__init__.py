"""Pictures of counts as SVG of our own, each with its data as a table; pure.

Nothing in them is told by colour alone: lines differ by dash and mark, cells by sign, bars carry
their number. They hold no style and no script: the desk's style sheet colours them by class.
"""

from monitor.desk.charts._nouns import Bar, Bars, Cell, Chart, Line, Lines, Strip, Strips, Value
from monitor.desk.charts.bars import draw_bars
from monitor.desk.charts.buckets import Bucket, Span, buckets, place
from monitor.desk.charts.lines import draw_lines, samples
from monitor.desk.charts.strips import draw_strips

__all__ = [
    "Bar",
    "Bars",
    "Bucket",
    "Cell",
    "Chart",
    "Line",
    "Lines",
    "Span",
    "Strip",
    "Strips",
    "Value",
    "buckets",
    "draw",
    "draw_bars",
    "draw_lines",
    "draw_strips",
    "place",
    "samples",
]


def draw(chart: Chart, *, name: str) -> str:
    """Draw any of them; `name` tells it from the others of its page."""
    match chart:
        case Lines():
            return draw_lines(chart, name=name)
        case Bars():
            return draw_bars(chart, name=name)
        case Strips():
            return draw_strips(chart, name=name)
