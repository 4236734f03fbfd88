"""Bring the desk's catalogues up to date with what it says.

python tools/words.py           every language: new sentences come in untranslated, old ones go
python tools/words.py kk        a new language as well
"""

from __future__ import annotations

import io
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_python
from babel.messages.pofile import read_po, write_po
from jinja2 import Environment, nodes

HERE = Path(__file__).parent.parent
LOCALE = HERE / "monitor" / "web" / "locale"
FOLDERS = ("monitor/web", "monitor/desk", "monitor/cli", "monitor/rules/signals")
ONE = {"_", "t", "gettext", "N_"}
"""Functions whose first argument is said; `N_` marks what is translated where it is shown."""
SIGNAL = ("title", "meaning", "indicator")
"""Keys of a signal that a hit's page shows."""
TWO = {"n", "ngettext"}
"""Functions whose first two arguments are the forms of singular and plural."""
KEYWORDS = dict.fromkeys(ONE) | dict.fromkeys(TWO, (1, 2))
NOISE = tuple(
    f'"{name}:'.encode()
    for name in (
        "Report-Msgid-Bugs-To",
        "POT-Creation-Date",
        "PO-Revision-Date",
        "Last-Translator",
        "Language-Team",
        "Generated-By",
    )
)

Said = str | tuple[str, str]


def catalog() -> Catalog:
    """Gather all that the desk says, each with the files that say it."""
    found = Catalog(project="advert-monitor", charset="utf-8")
    for path in sorted(path for folder in FOLDERS for path in (HERE / folder).rglob("*")):
        for said in _said_in(path):
            found.add(said, locations=[(path.relative_to(HERE).as_posix(), 0)])
    return found


def _said_in(path: Path) -> Iterator[Said]:
    match path.suffix:
        case ".py":
            yield from _in_python(path)
        case ".html":
            yield from _in_template(path)
        case ".toml":
            signal = tomllib.loads(path.read_text(encoding="utf-8"))
            yield from (signal[key] for key in SIGNAL if key in signal)


def _in_python(path: Path) -> Iterator[Said]:
    file = io.BytesIO(path.read_bytes())
    for _, function, words, _ in extract_python(file, KEYWORDS, (), {}):
        texts = [word for word in (words if isinstance(words, tuple) else (words,)) if word]
        if said := _said(function, texts):
            yield said


def _in_template(path: Path) -> Iterator[Said]:
    env = Environment(extensions=["jinja2.ext.i18n"], autoescape=True)
    env.newstyle_gettext = True  # type: ignore[attr-defined]
    tree = env.parse(path.read_text(encoding="utf-8"))
    for call in tree.find_all(nodes.Call):
        texts = [arg.value for arg in call.args if isinstance(arg, nodes.Const)]
        if said := _said(_name(call.node), [text for text in texts if isinstance(text, str)]):
            yield said


def _name(node: nodes.Node) -> str:
    """Name what is called: `_` and the `n` of `asked.n` alike."""
    return str(getattr(node, "attr", getattr(node, "name", "")))


def _said(function: str, texts: list[str]) -> Said | None:
    if function in TWO:
        return (texts[0], texts[1]) if len(texts) > 1 else None
    return texts[0] if function in ONE and texts else None


def main() -> int:
    """Write each catalogue anew, and tell what each lacks."""
    paths = {LOCALE / f"{tag}.po" for tag in sys.argv[1:]} | set(LOCALE.glob("*.po"))
    for path in sorted(paths):
        known = _known(path)
        known.update(catalog(), no_fuzzy_matching=True)
        path.write_bytes(_written(known))
        lacks = sum(not any(_forms(message.string)) for message in known if message.id)
        sys.stdout.write(f"{path.name}: {len(known)} sentences, {lacks} without a translation\n")
    return 0


def _known(path: Path) -> Catalog:
    if not path.exists():
        return Catalog(locale=path.stem, project="advert-monitor", version=".", fuzzy=False)
    with path.open("rb") as file:
        return read_po(file, locale=path.stem)


def _written(known: Catalog) -> bytes:
    """Write it without dates and names, so that it differs only where a sentence does."""
    file = io.BytesIO()
    write_po(file, known, width=100, ignore_obsolete=True, include_lineno=False)
    lines = file.getvalue().splitlines(keepends=True)
    return b"".join(line for line in lines if not line.startswith(NOISE))


def _forms(string: object) -> tuple[str, ...]:
    return tuple(string) if isinstance(string, tuple | list) else (str(string or ""),)


if __name__ == "__main__":
    sys.exit(main())
