"""Take a body off the wire with both its sizes bounded.

httpx decodes without bound (2,595 bytes of nested gzip end in MemoryError under 3 GB), and drops
every gzip member after the first; so raw bytes are read, and undone here piece by piece.
"""

from __future__ import annotations

import zlib

from monitor.errors import Unanswered

_GZIP = 16 + zlib.MAX_WBITS
# Blocked gzip writes a member for every 64 KB; thousands of members in a page are an attack on time.
_MOST_MEMBERS = 1_000

_DAMAGED = "the compressed data are damaged; what could be read before is kept"


class Body:
    """What has come of one body so far. `cut` says why it is not whole; empty while it may be."""

    def __init__(self, *, encoding: str, wire: int, decoded: int) -> None:
        """Raise Unanswered for a Content-Encoding that was not offered, or several stacked."""
        self._gunzip = Gunzip(decoded) if _is_gzip(encoding) else None
        self._plain = bytearray()
        self._wire = wire
        self._decoded = decoded
        self._came = 0
        self.cut = ""

    def feed(self, raw: bytes) -> None:
        """Take the next bytes from the wire; do nothing once the body is cut."""
        if self.cut:
            return
        kept = raw[: self._wire - self._came]
        self._came += len(kept)
        if self._gunzip:
            self._gunzip.feed(kept)
            self.cut = self._gunzip.cut
        else:
            self._plain += kept[: self._decoded - len(self._plain)]
        if not self.cut and (len(kept) < len(raw) or self._is_long()):
            self.cut = f"the page is longer than {min(self._wire, self._decoded):,} bytes; the rest was not read"

    def _is_long(self) -> bool:
        return self._gunzip is None and len(self._plain) < self._came

    @property
    def kept(self) -> int:
        """How many decoded bytes there are."""
        return len(self._gunzip.out if self._gunzip else self._plain)

    def close(self) -> bytes:
        """Give what was decoded; raise Unanswered when bytes came and none could be decoded."""
        if self._gunzip is None:
            return bytes(self._plain)
        if not self.cut:
            self.cut = self._gunzip.unfinished()
        if not self._gunzip.out and self.cut:
            raise Unanswered("encoding", "The page says that it is gzip, and is not.")
        return bytes(self._gunzip.out)


class Gunzip:
    """All members of a gzip stream, as far as `cap` bytes."""

    def __init__(self, cap: int) -> None:
        self.out = bytearray()
        self.cut = ""
        self._cap = cap
        self._members = 1
        self._member = zlib.decompressobj(_GZIP)
        self._begun = False

    def feed(self, data: bytes) -> None:
        """Undo the next bytes; stop for good once `cut` is said."""
        while data and not self.cut:
            if self._member.eof:
                data = data.lstrip(b"\0")  # gzip allows padding by zeros after a member
                if not data:
                    return
                self._next_member()
            data = self._undo(data)

    def unfinished(self) -> str:
        """Say whether the stream stopped inside of a member; empty when it did not."""
        whole = self._member.eof or not self._begun
        return "" if whole else "the compressed data end too early; what could be read is kept"

    def _undo(self, data: bytes) -> bytes:
        self._begun = True
        try:
            # One byte more than may be kept tells a longer page from one of just that length.
            self.out += self._member.decompress(data, self._cap + 1 - len(self.out))
        except zlib.error:
            self.cut = _DAMAGED
            return b""
        if len(self.out) > self._cap:
            del self.out[self._cap :]
            self.cut = f"the page unpacks to more than {self._cap:,} bytes; the rest was not read"
        return self._member.unused_data or self._member.unconsumed_tail

    def _next_member(self) -> None:
        self._members += 1
        if self._members > _MOST_MEMBERS:
            self.cut = f"the page is packed in more than {_MOST_MEMBERS:,} parts"
        self._member = zlib.decompressobj(_GZIP)


def _is_gzip(encoding: str) -> bool:
    named = [part for part in encoding.lower().replace(" ", "").split(",") if part != "identity"]
    match [part for part in named if part]:
        case []:
            return False
        case ["gzip" | "x-gzip"]:
            return True
        case [_, _, *_]:
            raise Unanswered("encoding", "The page is packed several times over; it is not read.")
        case _:
            raise Unanswered("encoding", "The page is packed in a way that was not offered.")
