"""From a kept capture to recorded postings: read, judge what is new, record."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from monitor.errors import ReadError
from monitor.model import Fault, Judged, Link, Posting, Reading, Source
from monitor.pipeline.tally import Tally
from monitor.pipeline.tools import Tools
from monitor.store import Kept, Known, Onward, Record
from monitor.store.codec import storable

STALLS = 5
"""Postings of one page that may stall the rules; the rest waits for the next attempt, so that a
page full of them does not keep the workers from other sources' pages."""


@dataclass(frozen=True, slots=True)
class Look:
    """A kept capture, and when the server sent it or said that it still holds."""

    kept: Kept
    seen_at: datetime


@dataclass(frozen=True, slots=True)
class Detail:
    """An advert's own page, and the card that stands in where it cannot be had."""

    link: Link
    key: str
    card: Posting | None
    """None when the listing shows nothing but a link."""


@dataclass(frozen=True, slots=True)
class Page:
    """What a capture gave. While it has details it stays unread: a kill must not lose them."""

    look: Look
    details: tuple[Detail, ...] = ()
    older: tuple[Onward, ...] = ()
    gave: int = 0
    """Postings that were read and judged."""
    whole: bool = True
    """False where a posting could not be judged."""


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads the captures of one source within one look."""

    source: Source
    tools: Tools
    tally: Tally

    async def read(self, look: Look) -> Page | None:
        """Read and record one capture, all but its details; None when it could not be read."""
        try:
            reading = await self.tools.readers.read(self.source, look.kept.capture)
        except ReadError as e:
            await self._fail(look, str(e))
            return None
        self._tell(look, reading)
        details = _details(reading)
        postings = tuple(_storable(posting) for posting in reading.postings)
        known = await self._known(postings, details)
        page = self._page(look, reading, details, known)
        gave, failure = await self._record(
            look, postings, known, onward=page.older, whole=not page.details
        )
        if page.details and not failure:
            await self.tools.write(self.tools.store.captures.harmless, look.kept.id)
        return replace(page, gave=gave, whole=not failure)

    async def settle(self, page: Page, missed: Sequence[Detail]) -> None:
        """End a page with details: the cards of adverts that no one has read yet are recorded."""
        cards = [_storable(detail.card) for detail in missed if detail.card]
        known = await self._known(cards)
        unknown = [card for card in cards if card.key in known.fresh]
        await self._record(page.look, unknown, Known(said=(None,) * len(unknown)), whole=page.whole)

    async def _known(self, postings: Sequence[Posting], keys: Iterable[str] = ()) -> Known:
        """Ask what the store knows of postings, and which of these keys are new besides theirs."""
        return await self.tools.write(
            self.tools.store.postings.known,
            self.source.id,
            [*keys, *(posting.key for posting in postings)],
            postings,
            rules=self.tools.rules,
        )

    def _tell(self, look: Look, reading: Reading) -> None:
        capture = look.kept.capture
        faults = self.tally.asides if capture.role == "detail" else self.tally.faults
        faults.extend(reading.faults)
        if reading.fallback:
            faults.append(Fault("fallback", reading.fallback))
        if capture.truncated:
            faults.append(Fault("truncated", capture.truncated))

    def _page(
        self, look: Look, reading: Reading, details: Mapping[str, Detail], known: Known
    ) -> Page:
        """Sort out where to go on: older pages only while this one brought something unknown."""
        self._count(look, {*details, *(storable(one.key) for one in reading.postings)}, known.fresh)
        depth = look.kept.depth + 1
        if depth > self.source.pages or not known.fresh:
            return Page(look, tuple(details.values()))
        # One only: a page that names a thousand must not send us to each.
        older = [Onward(link.url, depth) for link in reading.links if link.role == "older"][:1]
        return Page(look, tuple(details.values()), tuple(older))

    def _count(self, look: Look, keys: set[str], fresh: frozenset[str]) -> None:
        self.tally.keys |= keys
        self.tally.fresh |= fresh
        if look.kept.depth == 1 and look.kept.capture.role == "page":
            self.tally.shown |= keys

    async def _record(
        self,
        look: Look,
        postings: Sequence[Posting],
        known: Known,
        *,
        onward: Sequence[Onward] = (),
        whole: bool,
    ) -> tuple[int, str]:
        """Record postings; with their number, why others could not be judged."""
        judged, failure = await self._judge(postings, known)
        recorded = await self.tools.write(
            self.tools.store.record,
            Record(
                source=self.source,
                kept=look.kept,
                seen_at=look.seen_at,
                judged=judged,
                onward=tuple(onward),
                whole=whole and not failure,
            ),
            takers=self.tools.takers,
            desk_url=self.tools.desk_url,
        )
        self.tally.add(recorded, judged)
        if failure:
            await self._fail(look, failure)
        return len(judged), failure

    async def _judge(
        self, postings: Sequence[Posting], known: Known
    ) -> tuple[tuple[Judged, ...], str]:
        """Judge what these rules have not judged before; with it, why some could not be."""
        asked = list(zip(postings, known.said, strict=True))
        judged = [Judged(posting, said) for posting, said in asked if said]
        fresh = [posting for posting, said in asked if said is None]
        try:
            if fresh:
                judged += await self.tools.readers.judge(self.source, fresh)
        except ReadError as e:
            if len(fresh) == 1:
                return tuple(judged), str(e)
            ones, failure = await self._judge_singly(fresh)
            return (*judged, *ones), failure
        return tuple(judged), ""

    async def _judge_singly(self, postings: Sequence[Posting]) -> tuple[list[Judged], str]:
        """Judge one by one, so that a posting made to stall us cannot hide its neighbours."""
        judged: list[Judged] = []
        failures: list[str] = []
        for posting in postings:
            if len(failures) == STALLS:
                break
            try:
                judged += await self.tools.readers.judge(self.source, [posting])
            except ReadError as e:
                failures.append(str(e))
        return judged, "; ".join(dict.fromkeys(failures))

    async def _fail(self, look: Look, sentence: str) -> None:
        self.tally.fault("unreadable", sentence)
        await self.tools.write(self.tools.store.captures.failed, look.kept.id, sentence)


def _details(reading: Reading) -> dict[str, Detail]:
    """Find the adverts' own pages by their keys, each with its card."""
    cards = {storable(card.key): card for card in reading.cards}
    return {
        key: Detail(link, key, cards.get(key))
        for link in reading.links
        if link.role == "detail" and (key := storable(link.key or link.url))
    }


def _storable(posting: Posting) -> Posting:
    """Give a posting whose texts the database can hold: nearly always itself."""
    texts = (posting.key, posting.url, posting.text, posting.title, posting.forwarded_from)
    try:
        "".join(texts).encode()
    except UnicodeEncodeError:
        key, url, text, title, forwarded = map(storable, texts)
        return replace(posting, key=key, url=url, text=text, title=title, forwarded_from=forwarded)
    return posting
