"""The command line. Only click is imported here: `--help` must come at once."""

from __future__ import annotations

import click

from monitor import __version__
from monitor.cli._exits import MEANINGS
from monitor.cli._group import Entry, LazyGroup, shared_options

EPILOG = f"""\b
From nothing to the first hit:
  advert-monitor demo                  see all of it work, offline
  advert-monitor init watch            write a starter deployment
  cd watch
  advert-monitor add https://t.me/s/CHANNEL
  advert-monitor check                 look once, store nothing
  advert-monitor run                   look, store, alert (for cron)
  advert-monitor hits

{MEANINGS}"""


START, WATCH, LOOK, KEEP = "Start", "Watch", "Look at what was found", "Keep"
ENTRIES = {
    "demo": Entry(START, "monitor.cli.show_demo", "See all of it work on made-up pages, offline."),
    "init": Entry(START, "monitor.cli.start", "Write a commented starter deployment."),
    "add": Entry(START, "monitor.cli.places", "Add a public place by its URL."),
    "import": Entry(START, "monitor.cli.exchange", "Add many places: a table, OPML, a list."),
    "export": Entry(START, "monitor.cli.exchange", "Write the sources as a table, OPML, a list."),
    "check": Entry(START, "monitor.cli.places", "Check the settings and look once; store nothing."),
    "run": Entry(WATCH, "monitor.cli.watch", "Look at each source that is due, once (for cron)."),
    "serve": Entry(WATCH, "monitor.cli.watch", "Keep looking, each source as often as it asks."),
    "sources": Entry(WATCH, "monitor.cli.places", "List the sources: last run, state, fault."),
    "health": Entry(WATCH, "monitor.cli.health", "Show which sources are ill, silent or overdue."),
    "desk": Entry(LOOK, "monitor.cli.desk", "Open the pages where staff review what was flagged."),
    "accounts": Entry(LOOK, "monitor.cli.accounts", "Say who may use the desk."),
    "alerts": Entry(WATCH, "monitor.cli.alerts", "List, test and retry alerts."),
    "hits": Entry(LOOK, "monitor.cli.hits", "List the adverts that were flagged."),
    "show": Entry(LOOK, "monitor.cli.hits", "Show one hit in full, with its evidence."),
    "review": Entry(LOOK, "monitor.cli.review", "Decide on hits, one key a decision."),
    "reviews": Entry(LOOK, "monitor.cli.reviews", "Measure the rules by what was decided."),
    "campaigns": Entry(LOOK, "monitor.cli.campaigns", "List hits that belong together."),
    "assess": Entry(LOOK, "monitor.cli.judge", "Judge a text, a saved page or a URL."),
    "replay": Entry(LOOK, "monitor.cli.retell", "Judge what is kept by the rules of today."),
    "evaluate": Entry(LOOK, "monitor.cli.measure", "Measure the rules on labelled texts."),
    "doctor": Entry(KEEP, "monitor.cli.doctor", "Look it all over and say what to mend."),
    "backup": Entry(
        KEEP, "monitor.cli.keep", "Write a whole copy of the database, while it is used."
    ),
    "restore": Entry(KEEP, "monitor.cli.keep", "Put a copy in the place of the database."),
    "prune": Entry(KEEP, "monitor.cli.keep", "Let go of what was kept long enough."),
    "database": Entry(KEEP, "monitor.cli.keep", "Show size and growth; check the file."),
}


@click.group(
    cls=LazyGroup,
    entries=ENTRIES,
    params=shared_options(variable="ADVERT_MONITOR_CONFIG"),
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog=EPILOG,
)
@click.version_option(__version__, prog_name="advert-monitor")
def main() -> None:
    """Watch public places for adverts that recruit foreigners into Russia's war.

    It reads pages, feeds and channels that you name, judges each advert by rules that you can
    read, keeps what it saw, and warns you with the words that prove it.
    """
