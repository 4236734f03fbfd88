"""A desk that a team has worked at for two months: something of everything that a page can show."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from monitor.assess import assess
from monitor.desk.corpus import Labelled, read_corpus
from monitor.desk.deployment import utcnow
from monitor.model import Fault, Hints, Judged, Posting, Role, Run, Source
from monitor.store import (
    Action,
    Answer,
    Decision,
    Deed,
    Manner,
    Note,
    Question,
    Reason,
    Record,
    Store,
    Verdict,
)
from monitor.store.misled import Misled
from monitor.web import auth
from tests.store.values import MAIL, SOURCE, capture
from tests.web.desk import PASSWORD, rules

PRACTICE = Path(__file__).parents[2] / "fixtures" / "adverts"
LANGS = ("ru", "en", "hi", "ar", "hy", "kk", "uz-Latn", "tg", "es", "fr", "ne", "ur", "zh-Hans")
OF_EACH = 4
"""Offers, and as many that are none."""
DAYS = 60
SOUTH = replace(SOURCE, id="south", url="https://south.example/", country="UZ")
PLACES = (replace(SOURCE, country="RU"), SOUTH)
COLLEAGUES = {"Boris": Role.COORDINATOR, "Нигора": Role.REVIEWER, "Վարդան": Role.VIEWER}
FAULTS = (Fault("dns", "south.example: no such host"), Fault("status", "south.example: 503"))
SETTINGS = (
    'name = "Desk of tests"\n[channels.mail]\nkind = "email"\nhost = "127.0.0.1"\nport = 25\n'
    'security = "none"\nsender = "monitor@example.org"\nto = ["team@example.org"]\n'
)


def live(store: Store, folder: Path, *, me: str = "ada") -> None:
    """Fill a desk with what two months leave behind; `me` is somebody who has an account."""
    chance, now = random.Random(7), utcnow()
    (folder / "monitor.toml").write_text(SETTINGS, encoding="utf-8")
    (folder / "sources" / "south.toml").write_text(
        f'kind = "webpage"\nurl = "{SOUTH.url}"\nevery = "6h"\ncountry = "UZ"\n', encoding="utf-8"
    )
    for name, role in COLLEAGUES.items():
        auth.enroll(store, name=name, role=role, password=PASSWORD, first=False, at=now)
    texts = [text for text in read_corpus(PRACTICE) if text.practice and text.lang in LANGS]
    _arrive(store, _chosen(texts), chance, now)
    _watch(store, chance, now)
    hits = [hit.id for hit in store.hits.all(limit=1_000)]
    _decide(store, hits[::2], chance, now)
    _confer(store, hits[1::2], me, now)
    _owe(store, now)


def _chosen(texts: Sequence[Labelled]) -> list[Labelled]:
    """Take some offers of each language, and some texts that are none."""
    return [
        text
        for lang in LANGS
        for is_offer in (True, False)
        for text in [one for one in texts if (one.lang, one.is_offer) == (lang, is_offer)][:OF_EACH]
    ]


def _arrive(store: Store, texts: Sequence[Labelled], chance: random.Random, now: datetime) -> None:
    """Show each text at a moment of the two months, some again with other words or elsewhere."""
    looks = [(now - timedelta(days=chance.uniform(0, DAYS)), text) for text in texts]
    for number, (at, text) in enumerate(sorted(looks, key=lambda look: look[0])):
        _see(store, PLACES[number % 2], f"{number}", text.text, at)
        if text.is_offer and number % 3 == 0:
            later = min(at + timedelta(days=2), now)
            _see(store, PLACES[number % 2], f"{number}", f"{text.text}\n+ 10 000 ₽", later)
            _see(store, PLACES[1 - number % 2], f"again-{number}", text.text, later)


def _see(store: Store, source: Source, key: str, text: str, at: datetime) -> None:
    posting = Posting(key, source.id, f"{source.url}{key}", text)
    judged = Judged(posting, assess(posting, rules(), Hints(country=source.country)))
    page = replace(capture(source.url, text.encode(), at=at), source_id=source.id)
    store.record(Record(source, store.keep(page), at, (judged,)), takers=[MAIL])


def _watch(store: Store, chance: random.Random, now: datetime) -> None:
    """Look at both places twice a day; the second is ill now and then, and of late."""
    for half in range(2 * DAYS, 0, -1):
        at = now - timedelta(days=half / 2)
        for source in PLACES:
            is_ill = source is SOUTH and (half < 6 or chance.random() < 0.1)
            fault = chance.choice(FAULTS) if is_ill else None
            seconds = timedelta(seconds=chance.uniform(0.5, 9))
            run = Run(source.id, at, at + seconds, captured=1, read=12, shown=12, fault=fault)
            store.runs.finish(run, source)


def _decide(store: Store, hits: Sequence[str], chance: random.Random, now: datetime) -> None:
    decisions = (Decision.CONFIRMED,) * 5 + (Decision.NOT_AN_OFFER,) * 2 + (Decision.UNSURE,)
    for hit in hits:
        decision = chance.choice(decisions)
        reason = chance.choice(list(Reason)) if decision is Decision.NOT_AN_OFFER else None
        at = now - timedelta(days=chance.uniform(0, 20))
        store.reviews.decide(Verdict(hit, decision, "Boris", reason), seen=None, at=at)


def _confer(store: Store, hits: Sequence[str], me: str, now: datetime) -> None:
    """Leave questions, notes, deeds and a word that misled."""
    first, second, third, *_ = hits
    store.opinions.ask(Question(first, "Boris", me, now, "A report, or not?"))
    asked = store.opinions.ask(Question(second, me, "Boris", now, "Та же рука?"))
    said = Answer(Decision.CONFIRMED, now, None, "The same handle as in March.")
    store.opinions.answer(asked, said, by="Boris")
    store.reviews.decide(Verdict(second, Decision.ESCALATED, "Boris"), seen=None, at=now)
    store.cases.assign(third, me, by="Boris", at=now)
    for hit in (first, second, third):
        store.casework.note(Note(hit, "Нигора", "Звонили дважды, трубку берёт женщина.", now))
        store.casework.tag(hit, "dormitories", by="Boris", at=now)
        deed = Action(hit, Deed.REPORTED, "Boris", now, "the place's keeper", "No answer yet.")
        store.casework.act(deed)
    for hit_id in hits:
        (found,) = store.hits.find(hit_id)
        word = next((f for f in found.assessment.findings if isinstance(f.value, str)), None)
        if word:
            phrase = found.posting.text[word.span.start : word.span.end + 12]
            told = Misled(hit_id, word.signal, word.quote, phrase, "ru", me, now, "A film's name.")
            store.misled.note(told)
            return


def _owe(store: Store, now: datetime) -> None:
    """Let the receiver take one message and refuse another."""
    store.outbox.form("mail", Manner(groups=False), now=now)
    for number in range(3):
        message = store.outbox.claim("mail", now=now)
        if message and number:
            store.outbox.failed(message.id, "550 no such mailbox", now=now)
        elif message:
            store.outbox.sent(message.id, "250 taken", now=now)
