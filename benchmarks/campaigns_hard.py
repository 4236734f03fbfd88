"""The hardest hits that may arrive, and the campaigns that make them hard."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain
from random import Random

from campaigns_made import Grouped, advert, edited, like

from monitor.campaigns import grams, sketch
from monitor.model import Judged

LARGE = 10_000
SHARING = 500
SMALL = 10
LONG = 20_000
LETTERS = "абвгдежзиклмнопрстуфхцчшы"


@dataclass(frozen=True)
class Case:
    """What is there, and what then arrives."""

    what: str
    there: list[Grouped]
    arriving: list[Judged]


@dataclass
class Cases:
    """Makes them, each with texts and campaigns of its own."""

    campaign: int
    """The id of the last campaign that is there."""
    chance: Random
    texts: dict[int, str] = field(default_factory=dict)
    """Campaign -> the text of which its adverts are edits."""

    def all(self) -> Iterator[Case]:
        """Give all, one after the other."""
        yield self.one_more()
        yield self.more_sources()
        yield self.united()
        yield self.shared()
        yield self.listed()
        yield self.long()

    def one_more(self) -> Case:
        """One more of a large campaign."""
        there = self._made(LARGE)
        return Case(
            f"one more of a campaign of {LARGE:,}",
            there,
            [self._more(f"more{n}", there[0]) for n in range(100)],
        )

    def more_sources(self) -> Case:
        """A large campaign of one source is seen at a second, and on to a seventeenth."""
        there = self._made(LARGE)
        return Case(
            f"each at a new source, of a campaign of {LARGE:,}",
            there,
            [self._more(f"new{n}", there[0], source=f"new{n}") for n in range(16)],
        )

    def united(self) -> Case:
        """An advert has the contacts of two large campaigns."""
        parts = [self._made(LARGE, f"@large{n}") for n in range(3)]
        return Case(
            f"two campaigns of {LARGE:,} become one",
            list(chain.from_iterable(parts)),
            [self._new(f"both{n}", f"@large{n}", f"@large{n + 1}") for n in range(2)],
        )

    def shared(self) -> Case:
        """Many campaigns have one contact, as if each had been made without knowing it."""
        parts = [self._made(SMALL, "@everywhere") for _ in range(SHARING)]
        return Case(
            f"a contact that {SHARING} campaigns of {SMALL} have",
            list(chain.from_iterable(parts)),
            [self._new(f"everywhere{n}", "@everywhere") for n in range(20)],
        )

    def listed(self) -> Case:
        """An advert lists the contacts of other campaigns."""
        handles = [f"@listed{n}" for n in range(SHARING)]
        parts = [self._made(SMALL, handle) for handle in handles]
        return Case(
            f"100 contacts of as many campaigns of {SMALL}",
            list(chain.from_iterable(parts)),
            [self._new(f"list{n}", *handles[n * 100 : n * 100 + 100]) for n in range(5)],
        )

    def long(self) -> Case:
        """Texts as long as a page, of campaigns that share their words."""
        base = self._text(LONG)
        there: list[Grouped] = []
        for _ in range(5):
            there += self._made(40, text=base)
        return Case(
            f"{LONG:,} signs beside 200 texts as long",
            there,
            [self._more(f"long{n}", there[0]) for n in range(50)],
        )

    def _made(self, size: int, *handles: str, text: str = "") -> list[Grouped]:
        self.campaign += 1
        text = self.texts[self.campaign] = text or self._text(400)
        digests = sketch(grams(text))
        return [
            Grouped(
                self.campaign,
                edited(text, self.chance),
                like(digests, self.chance),
                handles=handles,
            )
            for _ in range(size)
        ]

    def _more(self, key: str, beside: Grouped, *, source: str = "made") -> Judged:
        text = edited(self.texts[beside.campaign], self.chance)
        return advert(key, text, *beside.handles, source=source)

    def _new(self, key: str, *handles: str) -> Judged:
        return advert(key, self._text(400), *handles)

    def _text(self, length: int) -> str:
        words = ("".join(self.chance.choices(LETTERS, k=7)) for _ in range(length // 8))
        return " ".join(words)
