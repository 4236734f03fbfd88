"""Which adverts belong together: by wording that they share, or by a recruiter's contact.

Pure: words and contacts in, ties out. Where the words are kept and searched is the store's.
"""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from operator import eq

from rensa import RMinHash

from monitor.model import Contact, ContactType
from monitor.text.fold import squash

BANDS, ROWS = 32, 4
"""On 3,000 adverts and their light and heavy re-posts: recall 1.00 and .98."""
SIZE = BANDS * ROWS
SEED = 1
LIBRARY = f"rensa {version('rensa')}"
"""Digests are compared only with those of the same library and seed."""
GRAM = 5
MOST_SIGNS = 8_000
"""Of a longer text its beginning is the wording: twice a message of Telegram, and 5 ms of work."""
LEAST_ALIKE = 0.35
"""Different sites' adverts share .04 at most, an advert and its edits .74 nine times in ten."""
LEAST_GRAMS = 40
"""Shorter words ("контракт, звони") are anybody's; only a contact ties them."""
_FORMAT = f"<{SIZE}I"
_SHORTEST_NUMBER = 9
"""Signs of a phone number with its plus: shorter ones are hotlines."""
_FREE_CALLS = ("+7800", "+8000", "+1800", "+1888", "+1877")
"""State hotlines stand in adverts of recruiters who never met."""


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A campaign that an advert may belong to, and what ties them."""

    campaign: int
    alike: float
    """The largest share of wording with one of its adverts; 0 where none was compared."""
    shared: frozenset[str]
    """The recruiter's contacts that both have."""
    contacts: frozenset[str]
    """All recruiters' contacts of the campaign."""


def grams(text: str) -> frozenset[str]:
    """Give the wording: all runs of five signs of the folded text's beginning, each digit as 0."""
    plain = " ".join(squash(text[:MOST_SIGNS]).translate(_SIGNS).split())
    return frozenset(plain[at : at + GRAM] for at in range(max(1, len(plain) - GRAM + 1)))


class _Signs(dict[int, str]):
    """Character -> what wording keeps of it, filled as characters are met (Unicode is large)."""

    def __missing__(self, code: int) -> str:
        self[code] = sign = _sign(chr(code))
        return sign


def _sign(char: str) -> str:
    if char.isdigit():
        return "0"
    return char if char.isalpha() else " "


_SIGNS = _Signs()


def sketch(wording: frozenset[str]) -> tuple[int, ...]:
    """Give the digests by which wording is found again."""
    hashed = RMinHash(num_perm=SIZE, seed=SEED)
    hashed.update(sorted(wording))
    return tuple(hashed.digest())


def packed(digests: Sequence[int]) -> bytes:
    """Write digests as bytes of a fixed length."""
    return struct.pack(_FORMAT, *digests)


def unpacked(data: bytes) -> tuple[int, ...]:
    """Read what `packed` wrote."""
    return struct.unpack(_FORMAT, data)


def bands(digests: Sequence[int]) -> tuple[int, ...]:
    """Give the keys of which similar wording shares one: signed, of 64 bits."""
    return tuple(
        int.from_bytes(
            hashlib.blake2b(
                struct.pack(f"<{ROWS + 1}I", band, *digests[band * ROWS : (band + 1) * ROWS]),
                digest_size=8,
            ).digest(),
            signed=True,
        )
        for band in range(BANDS)
    )


def guess_alike(one: Sequence[int], other: Sequence[int]) -> float:
    """Estimate from digests what `alike` says, give or take .04."""
    same: int = sum(map(eq, one, other))
    return same / SIZE


def alike(one: frozenset[str], other: frozenset[str]) -> float:
    """Give the share of wording that two texts have in common, 0 to 1 (Jaccard)."""
    both = len(one & other)
    return both / (len(one) + len(other) - both)


def recruiters(contacts: Iterable[Contact]) -> frozenset[str]:
    """Name the contacts that tell who recruits: no hotline, and no address of a site.

    A number is the same by phone and by WhatsApp.
    """
    return frozenset(filter(None, map(_recruiter, contacts)))


def _recruiter(contact: Contact) -> str:
    value = contact.value.strip().casefold()
    match contact.type:
        case ContactType.PHONE | ContactType.WHATSAPP:
            is_free = value.startswith(_FREE_CALLS) or len(value) < _SHORTEST_NUMBER
            return "" if is_free else f"number {value}"
        case ContactType.TELEGRAM | ContactType.EMAIL:
            return f"{contact.type} {value}"
        case _:
            return ""


def choose(
    contacts: frozenset[str],
    neighbours: Iterable[Neighbour],
    *,
    home: Neighbour | None = None,
    apart: frozenset[tuple[int, int]] = frozenset(),
) -> tuple[Neighbour, ...]:
    """Give the campaigns that an advert belongs to, which thereby become one; none when it is new.

    A shared contact ties for sure. Shared wording ties where the contacts do not speak against
    it: recruiters who never met copy the same text, each with a contact of his own. `home` is the
    campaign of its earlier words, None for a new advert; `apart` are pairs of campaigns, lower id
    first, that a person has split.
    """
    chosen = [home] if home else []
    known = contacts | (home.contacts if home else frozenset())
    for one in sorted(neighbours, key=lambda one: (not one.shared, -one.alike, one.campaign)):
        split = any(_pair(one.campaign, other.campaign) in apart for other in chosen)
        if not split and _ties(one, known):
            chosen.append(one)
            known |= one.contacts
    return tuple(chosen)


def _ties(one: Neighbour, known: frozenset[str]) -> bool:
    contradicted = known and one.contacts and not known & one.contacts
    return bool(one.shared) or (one.alike >= LEAST_ALIKE and not contradicted)


def _pair(one: int, other: int) -> tuple[int, int]:
    return min(one, other), max(one, other)
