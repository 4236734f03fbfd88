"""Pictures of what was found over time, each with its table and its data to take along."""

from __future__ import annotations

from markupsafe import Markup

from monitor.desk.charts import Lines, Value, draw, samples
from monitor.desk.says import N_
from monitor.desk.spreadsheet import table
from monitor.model import Role
from monitor.web.answers import Answer, Download, NotFound, Page
from monitor.web.asked import Asked
from monitor.web.field.pictures import PICTURES, time_of
from monitor.web.route import Route

SPANS = (
    ("month", N_("30 days")),
    ("quarter", N_("13 weeks")),
    ("year", N_("12 months")),
)


def show(asked: Asked) -> Answer:
    """Show all pictures of one stretch of time."""
    time = time_of(asked)
    drawn = {name: make(asked, time) for name, make in PICTURES.items()}
    values = {
        "charts": drawn,
        # Our own SVG, in which every word was escaped when it was drawn.
        "pictures": {name: Markup(draw(chart, name=name)) for name, chart in drawn.items()},  # noqa: S704
        "keys": {
            name: [(Markup(sample), said) for sample, said in samples(chart)]  # noqa: S704
            for name, chart in drawn.items()
            if isinstance(chart, Lines)
        },
        "spans": [(value, asked.t(words)) for value, words in SPANS],
        "span": time.span.value,
        "dated": asked.rules.currencies.dated,
    }
    return Page("charts/charts.html", values)


def data(asked: Asked) -> Answer:
    """Give the table of one picture, for a spreadsheet."""
    name = asked.path["picture"]
    if name not in PICTURES:
        raise NotFound(asked.t("There is no picture of this name."))
    chart = PICTURES[name](asked, time_of(asked))
    rows = [[_written(value) for value in row] for row in chart.rows]
    return Download(table(chart.head, rows).encode(), f"{name}.csv", "text/csv; charset=utf-8")


def _written(value: Value) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else f"{value:.10g}"


ROUTES = (
    Route("GET", "/charts", show, Role.VIEWER, "charts"),
    Route("GET", "/charts/{picture}.csv", data, Role.VIEWER, "charts.csv"),
)
