"""Hits as lists show them: contacts masked, and no word of others for whoever still owes an opinion."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from monitor.store import Bound, Listed
from monitor.text.masking import cut, mask
from monitor.web.asked import Asked
from monitor.web.terms import LABELS, STAGES, term

OPENING = 240
"""Letters of an advert by which a reviewer knows it again."""
READ = 1000
"""Letters that are looked at for it: a contact is hidden before the beginning is cut off."""
OPEN_END = 10**15
"""What is more, in hundredths, is no end at all."""


@dataclass(frozen=True, slots=True)
class Row:
    """A hit in a list."""

    listed: Listed
    label: str
    stage: str
    """Empty for what nobody decided on, and where it would tell what others think."""
    opening: str
    sum: str
    """The greatest that is offered; empty where none is."""
    seen: int
    """The last row on it in `reviews`, which a decision names; 0 for none."""
    is_blind: bool
    """True where an opinion of one's own is owed first."""


def rows(listed: Iterable[Listed], asked: Asked) -> list[Row]:
    """Make the rows of a list."""
    blind = asked.store.opinions.blind(asked.user.name)
    return [_row(one, asked, is_blind=one.hit_id in blind) for one in listed]


def _row(one: Listed, asked: Asked, *, is_blind: bool) -> Row:
    decided = one.stage != "unreviewed" and not is_blind
    return Row(
        listed=one,
        label=term(LABELS, one.label, asked.words),
        stage=term(STAGES, one.stage, asked.words) if decided else "",
        opening=opening(f"{one.title} {one.text}"),
        sum=_said(one.sums, asked),
        seen=one.last,
        is_blind=is_blind,
    )


@lru_cache(maxsize=4096)
def opening(text: str) -> str:
    """Give the beginning of a text without a way to the recruiter: 0.4 ms, thirty times a page."""
    masked = mask(text)
    if len(masked) <= OPENING:
        return masked
    head = cut(masked, OPENING).removesuffix("…")
    # At a space, where there is one near: scripts without spaces are cut where they are.
    return f"{head[:space] if (space := head.rfind(' ')) > OPENING // 2 else head} …"


def _said(sums: tuple[Bound, ...], asked: Asked) -> str:
    if not sums:
        return ""
    most = max(sums, key=lambda one: one.high if one.high < OPEN_END else one.low)
    low, high = (Decimal(end) / 100 for end in (most.low, most.high))
    if most.high >= OPEN_END:
        least = asked.words.money(low, most.currency)
        return asked.t("from {sum}").replace("{sum}", least) if low else ""
    return asked.words.money(high, most.currency)
