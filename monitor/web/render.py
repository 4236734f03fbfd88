"""Turn a page into HTML: hostile words are only ever text."""

from __future__ import annotations

from datetime import datetime
from functools import cache, partial

from jinja2 import Environment, PackageLoader, StrictUndefined

from monitor import __version__
from monitor.text.harmless import clean, defang, defang_within
from monitor.text.masking import mask
from monitor.web.asked import Asked
from monitor.web.retold import retell
from monitor.web.words import Words, languages

NAVIGATION = (
    ("queue", "Queue"),
    ("mine", "Mine"),
    ("campaigns", "Campaigns"),
    ("draw", "Second look"),
    ("byhand", "Add an advert"),
    ("charts", "Pictures"),
    ("learning", "Learning"),
    ("sources", "Sources"),
    ("alerts", "Alerts"),
    ("people", "People"),
    ("audit", "Audit"),
    ("system", "System"),
)
"""Names of routes, and how the desk's menu calls them."""


def html(template: str, values: dict[str, object], asked: Asked, *, flash: str = "") -> str:
    """Fill a template in the reader's language."""
    shared = {
        "asked": asked,
        "user": asked.session.user if asked.session else None,
        "csrf": asked.session.csrf if asked.session else "",
        "flash": flash,
        "now": asked.now,
        "navigation": [
            (name, asked.t(words))
            for name, words in NAVIGATION
            if asked.addresses.knows(name) and asked.may(name)
        ],
    }
    return environment(asked.words).get_template(template).render(shared | values)


@cache
def environment(words: Words) -> Environment:
    """Make the templates of one language. What a template misses is an error, not a blank."""
    env = Environment(
        loader=PackageLoader("monitor.web"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    env.install_gettext_callables(  # type: ignore[attr-defined]
        words.gettext, words.ngettext, newstyle=True
    )
    env.filters |= {
        "when": words.when,
        "day": words.day,
        "number": words.number,
        "percent": words.percent,
        "language_name": words.language,
        "country_name": words.country,
        "masked": mask,
        "harmless": clean,
        "defanged": defang,
        "unlinked": defang_within,
        "iso": _iso,
        "retold": partial(retell, says=words),
    }
    env.globals |= {
        "language": words.tag,
        "languages": languages(),
        "version": __version__,
        "money": words.money,
        "ago": words.ago,
    }
    return env


def _iso(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds")
