"""Bodies are undone within bounds, whatever they claim to be."""

from __future__ import annotations

import gzip
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.errors import Unanswered
from monitor.net.decode import Body

CAP = 1_000


def body(raw: bytes, encoding: str = "gzip", *, cap: int = CAP, step: int = 7) -> Body:
    """Feed a body as a network does: piece by piece."""
    made = Body(encoding=encoding, wire=cap, decoded=cap)
    for start in range(0, len(raw), step):
        made.feed(raw[start : start + step])
    return made


@given(st.binary(max_size=CAP), st.integers(min_value=1, max_value=64))
def test_gzip_gives_back_what_was_packed(content: bytes, step: int) -> None:
    read = body(gzip.compress(content), step=step, cap=2 * CAP)

    assert read.close() == content
    assert read.cut == ""


@given(st.lists(st.binary(max_size=60), min_size=1, max_size=6), st.integers(1, 64))
def test_every_member_is_read(parts: list[bytes], step: int) -> None:
    read = body(b"".join(map(gzip.compress, parts)), step=step)

    assert read.close() == b"".join(parts)
    assert read.cut == ""


@given(st.binary(max_size=300), st.sampled_from(["", "gzip", "identity"]))
def test_no_bytes_raise_anything_but_our_own_error(noise: bytes, encoding: str) -> None:
    try:
        content = body(noise, encoding).close()
    except Unanswered as e:
        assert e.code == "encoding"  # noqa: PT017
    else:
        assert len(content) <= CAP


def test_zeros_between_members_are_padding() -> None:
    read = body(gzip.compress(b"one") + bytes(512) + gzip.compress(b"two"), cap=2 * CAP)

    assert read.close() == b"onetwo"
    assert read.cut == ""


def test_garbage_after_a_member_is_said_and_hides_nothing() -> None:
    read = body(gzip.compress(b"an advert") + b"<html>")

    assert read.close() == b"an advert"
    assert "damaged" in read.cut


def test_body_that_unpacks_past_the_cap_is_cut_and_says_so() -> None:
    read = body(gzip.compress(b"x" * 100_000))

    assert read.close() == b"x" * CAP
    assert "unpacks to more than 1,000 bytes" in read.cut


@pytest.mark.parametrize("encoding", ["", "gzip"])
def test_body_of_just_the_cap_is_whole(encoding: str) -> None:
    content = b"x" * CAP
    read = body(gzip.compress(content) if encoding else content, encoding)

    assert read.close() == content
    assert read.cut == ""


def test_body_longer_than_the_cap_is_cut_and_says_so() -> None:
    read = body(b"x" * (CAP + 1), "")

    assert read.close() == b"x" * CAP
    assert "longer than 1,000 bytes" in read.cut


def test_compressed_body_that_stops_early_is_kept_as_far_as_it_came() -> None:
    packed = gzip.compress(b"an advert, an advert, an offer")
    read = body(packed[:-6])

    assert read.close().startswith(b"an advert")
    assert "end too early" in read.cut


def test_thousands_of_tiny_members_are_cut() -> None:
    read = body(gzip.compress(b"") * 2_000, step=65_536, cap=100_000)

    with pytest.raises(Unanswered):
        read.close()
    assert "1,000 parts" in read.cut


def test_plain_text_that_claims_to_be_gzip_is_refused() -> None:
    with pytest.raises(Unanswered, match="is not"):
        body(b"<p>plain").close()


@pytest.mark.parametrize("encoding", ["", "identity", " , ", "gzip", "X-GZIP", "identity, gzip"])
def test_offered_encoding_is_taken(encoding: str) -> None:
    Body(encoding=encoding, wire=CAP, decoded=CAP)


@pytest.mark.parametrize("encoding", ["gzip, gzip", "gzip,gzip,gzip", "deflate, gzip"])
def test_stacked_encoding_is_refused(encoding: str) -> None:
    with pytest.raises(Unanswered, match="several times over"):
        Body(encoding=encoding, wire=CAP, decoded=CAP)


@pytest.mark.parametrize("encoding", ["br", "zstd", "deflate", "compress", "utf-8", "сжато"])
def test_encoding_that_was_not_offered_is_refused(encoding: str) -> None:
    with pytest.raises(Unanswered, match="not offered"):
        Body(encoding=encoding, wire=CAP, decoded=CAP)


def test_raw_deflate_does_not_pass_as_gzip() -> None:
    with pytest.raises(Unanswered):
        body(zlib.compress(b"an advert")).close()
