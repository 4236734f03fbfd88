"""Turn "this word misled it" into a signal that speaks against, and see first what it would change.

The longer phrase becomes a signal of its own in the deployment's rules. While it is experimental it
is found and shown, and decides nothing; once it decides, what it holds is no reason any more.
"""

from __future__ import annotations

import contextlib
import json
import shutil
import tempfile
from asyncio import gather
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from monitor import rulebook
from monitor.desk import byhand
from monitor.desk.says import N_
from monitor.desk.whole import put
from monitor.errors import ConfigError, MonitorError
from monitor.model import Assessment, Source, Span
from monitor.replay import Retold
from monitor.store import Shelved
from monitor.store.misled import Misled
from monitor.text.fold import bare, fold
from monitor.text.notation import is_readable
from monitor.text.phrases import Phrase, PhraseBook
from monitor.worker import Readers

REACH = 2_000
"""Characters around the words that a phrase of 200 can cover at most, with the endings of its words.

A text of one word ten thousand times, and a phrase of it a hundred times, took ten seconds.
"""


@dataclass(frozen=True, slots=True)
class Tried:
    """What the phrase would change, were it to decide."""

    retold: tuple[Retold, ...]
    """Postings that have the phrase: judged by the rules of today, and by these with the phrase."""

    @property
    def changed(self) -> tuple[Retold, ...]:
        """Those of which a person would be told something else."""
        return tuple(one for one in self.retold if one.changed)


def name_of(misled_id: int) -> str:
    """Name its signal, which is the name of its file too."""
    return f"misled_{misled_id}"


def fault_of(phrase: str, *, text: str, span: Span, lang: str) -> str:
    """Say why a phrase cannot do it; empty when it can."""
    if any(sign in phrase for sign in "()[]|.\n"):
        return N_("Write plain words; a * after a stem stands for any ending.")
    if not is_readable(phrase):
        return N_("The phrase has no word.")
    if not covers(phrase, text=text, span=span, lang=lang):
        return N_(
            "The phrase must hold the words that misled, and at least one more, as they stand in"
            " the advert."
        )
    return ""


def covers(phrase: str, *, text: str, span: Span, lang: str) -> bool:
    """Tell whether a phrase is found around a span of the text, and is longer."""
    start = max(0, span.start - REACH)
    folded = fold(text[start : span.end + REACH])
    here = Span(span.start - start, span.end - start)
    spans = (folded.span(match.start, match.end) for match in _book(phrase, lang).find(folded.text))
    return any(one.start <= here.start and here.end <= one.end and one != here for one in spans)


def suggested(text: str, span: Span) -> str:
    """Give the words with their neighbour on each side: the shortest phrase that can help."""
    before = text[: span.start].rpartition("\n")[2].split()[-1:]
    behind = text[span.end :].partition("\n")[0].split()[:1]
    quote = text[span.start : span.end]
    words = [*filter(_is_a_word, before), quote, *filter(_is_a_word, behind)]
    plain = "".join(sign if sign.isalnum() or sign in " -'’" else " " for sign in " ".join(words))
    return " ".join(plain.split())


def _is_a_word(written: str) -> bool:
    """Tell a word from a way to reply, which is not shown unasked."""
    return not any(sign in written for sign in "@/") and sum(map(str.isdigit, written)) < 3


def has(phrase: str, text: str, *, lang: str) -> bool:
    """Tell whether a text has the phrase."""
    return bool(_book(phrase, lang).find(bare(text)))


def file_of(misled: Misled, *, decides: bool) -> str:
    """Write the signal's file."""
    when = f"{misled.at:%Y-%m-%d}"
    lines = [
        f"title = {_quoted(f'Not {misled.signal}: {misled.phrase}')}",
        f"meaning = {_quoted('In this phrase the words mean something else, as a reviewer told.')}",
        "against = true",
        f"experimental = {'false' if decides else 'true'}",
        f"references = [{_quoted(f'hit {misled.hit_id}, told on {when}')}]",
        f"matches = [{_quoted(misled.phrase.replace('*', ''))}]",
        "",
        "[phrases]",
        f"{misled.lang} = [{_quoted(misled.phrase)}]",
    ]
    return "\n".join(lines) + "\n"


def write(rules: Path, misled: Misled, *, decides: bool) -> Path:
    """Write the file into the deployment's rules, whole or not at all; the rules must load with it.

    Raises MonitorError with a sentence where they would not.
    """
    with _with(rules if rules.is_dir() else None, misled, decides=decides) as trial:
        _load(trial)
    target = rules / "signals" / f"{name_of(misled.id)}.toml"
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        put(target, file_of(misled, decides=decides).encode())
    except OSError as error:
        raise MonitorError(f"{target} cannot be written ({error.strerror})") from error
    return target


async def try_out(
    misled: Misled,
    shelved: Sequence[Shelved],
    *,
    rules: Path | None,
    sources: Mapping[str, Source],
) -> Tried:
    """Judge postings by the rules of today, and with the phrase deciding. Raises ReadError."""
    with _with(rules, misled, decides=True) as trial:
        now, then = await gather(_judge(shelved, rules, sources), _judge(shelved, trial, sources))
    return Tried(
        tuple(
            Retold(_said(one, before), after)
            for one, before, after in zip(shelved, now, then, strict=True)
        )
    )


async def _judge(
    shelved: Sequence[Shelved], rules: Path | None, sources: Mapping[str, Source]
) -> list[Assessment]:
    async with Readers(workers=1, rules=rules) as readers:
        return [await _one(readers, one, sources) for one in shelved]


async def _one(readers: Readers, shelved: Shelved, sources: Mapping[str, Source]) -> Assessment:
    posting = shelved.judged.posting
    source = sources.get(posting.source_id) or byhand.place()
    (judged,) = await readers.judge(source, [posting])
    return judged.assessment


def _said(shelved: Shelved, said: Assessment) -> Shelved:
    """Put the verdict of today in the place of the kept one, which older rules may have given."""
    return replace(shelved, judged=replace(shelved.judged, assessment=said))


@contextlib.contextmanager
def _with(rules: Path | None, misled: Misled, *, decides: bool) -> Iterator[Path]:
    """Give a copy of the deployment's rules that has the phrase."""
    with tempfile.TemporaryDirectory(prefix="rules-") as folder:
        trial = Path(folder) / "rules"
        if rules is not None:
            shutil.copytree(rules, trial)
        (trial / "signals").mkdir(parents=True, exist_ok=True)
        file = trial / "signals" / f"{name_of(misled.id)}.toml"
        file.write_text(file_of(misled, decides=decides), encoding="utf-8")
        yield trial


def _load(rules: Path) -> None:
    try:
        rulebook.load(rules)
    except ConfigError as error:
        raise MonitorError(f"the rules would not load with it: {error.faults[0]}") from error


def _book(phrase: str, lang: str) -> PhraseBook:
    return PhraseBook([Phrase("phrase", lang, phrase)])


def _quoted(words: str) -> str:
    """Write a TOML string: JSON's escapes are TOML's, once what cannot be shown is gone."""
    shown = "".join(sign for sign in words if sign.isprintable())
    return json.dumps(shown, ensure_ascii=False)
