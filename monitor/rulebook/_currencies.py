"""Read currencies.toml: symbols, units that several currencies share, rough rates, countries."""

from __future__ import annotations

from collections.abc import Mapping

from monitor.rulebook._gathered import Gathered
from monitor.rulebook._tables import Table
from monitor.text.fold import fold
from monitor.text.units import Unit

_KEYS = (
    "dated", "codes", "words", "hundredths", "counted", "symbols", "names", "units", "rates",
    "countries", "places",
)  # fmt: skip


def read_currencies(table: Table, gathered: Gathered) -> None:
    """Take currencies in; a later file's word goes."""
    table.refuse_unknown(_KEYS)
    gathered.dated = str(table.values.get("dated", gathered.dated))
    symbols = table.section("symbols")
    for symbol in symbols.values:
        gathered.used_currencies.append((symbols, symbols.text(symbol)))
        gathered.symbols[fold(symbol).text] = symbols.text(symbol)
    gathered.codes += table.strings("codes")
    gathered.word_codes |= set(table.strings("words"))
    gathered.hundredths += table.strings("hundredths")
    gathered.counted += table.strings("counted")
    names = table.section("names")
    for code, written in names.lists():
        gathered.used_currencies.append((names, code))
        gathered.currencies.extend((name, code) for name in written)
    units = table.section("units")
    gathered.units |= {name: _unit(units.section(name)) for name in units.values}
    rates = table.section("rates")
    found = {code: rates.number(code) for code in rates.values}
    gathered.rates |= {code: rate for code, rate in found.items() if rate is not None}
    gathered.countries |= _texts(table.section("countries"))
    for country, written in table.section("places").lists():
        gathered.places[country] = [fold(name).text for name in written]


def _unit(table: Table) -> Unit:
    table.refuse_unknown(("default", "languages", "countries", "local"))
    return Unit(
        default=table.text("default", "") or None,
        languages=_texts(table.section("languages")),
        countries=_texts(table.section("countries")),
        is_local=table.flag("local", default=False),
    )


def _texts(table: Table) -> Mapping[str, str]:
    return {key: table.text(key) for key in table.values}
