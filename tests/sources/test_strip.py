"""The plain reader finds the advert at the end of any bomb, and takes time in proportion."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.sources import FORM_MARK, read_plainly
from monitor.sources._strip import strip
from tests.kinds import capture, source

ADVERT = '<p>Подъёмные 400&nbsp;000 &#8381;, <a href="tel:+79123456789">звоните</a></p>'
BOMBS = {
    "link": "<a ",
    "angle": "<",
    "marked section": "<![x>",
    "script": "<script>",
    "style": "<style></",
    "comment": "<!--",
    "division": "<div>",
    "ampersand": "&",
    "number": "&#",
    "line": "\n",
    "attribute": '<a title="',
    "declaration": "<!",
    "instruction": "<?",
    "end": "</",
    "dotted i": "\u0130",
    "type": "type = ",
}


@pytest.mark.parametrize("name", BOMBS)
def test_the_advert_behind_a_bomb_is_found(name: str) -> None:
    text = strip(BOMBS[name] * 60_000 + ADVERT)

    assert "Подъёмные 400 000 ₽" in text
    assert "tel:+79123456789" in text


@pytest.mark.parametrize("name", BOMBS)
def test_ten_times_the_bomb_takes_about_ten_times_as_long(name: str) -> None:
    short, long = (_seconds(BOMBS[name] * times) for times in (20_000, 200_000))

    assert long < 40 * max(short, 0.005)


def _seconds(page: str) -> float:
    """Processor time: other programs of the machine do not count."""
    start = time.process_time()
    strip(page)
    return time.process_time() - start


@pytest.mark.parametrize(
    ("page", "text"),
    [
        ("<p>a</p><p>b</p>", "a\nb"),
        ("Служ<b>ба</b>", "Служба"),
        ("от 210\n000 ₽<BR>x", "от 210 000 ₽\nx"),
        ("<tr><td>a</td><td>b</td></tr>", "a | b"),
        ("<script>a</script><STYLE>b</STYLE>c<!-- d -->e", "ce"),
        ("<b>2 < 3 и 5 > 4</b>", "2 < 3 и 5 > 4"),
        ("&lt;p&gt; &amp; &#x41;", "<p> & A"),
        ("<script>никогда не кончится", "никогда не кончится"),
        ("<input type=tel>a", f"a\n{FORM_MARK}"),
        ("<input type=tel>", FORM_MARK),
        ("<a href=/x>a</a>", "a"),
        ("<abbr>a</abbr><article>b", "a\nb"),
    ],
)
def test_tags_go_and_text_stays(page: str, text: str) -> None:
    assert strip(page) == text


def test_the_whole_page_is_one_posting() -> None:
    page = capture("<p>Набор</p>".encode("cp1251"), key="ad-1", final_url="https://place.example/x")

    (posting,) = read_plainly(source("listing", "https://place.example/"), page).postings

    assert (posting.key, posting.url, posting.text) == ("ad-1", "https://place.example/x", "Набор")


def test_a_page_without_text_is_no_posting() -> None:
    assert not read_plainly(source("webpage", "https://place.example/"), capture(b"<br>")).postings


@given(st.text(max_size=500))
def test_no_text_makes_it_raise(page: str) -> None:
    assert isinstance(strip(page), str)


@given(st.text(alphabet="<>/!-aapscriptle& ;=\"'\n", max_size=300))
def test_no_markup_hides_what_follows_it(page: str) -> None:
    assert "Подъёмные" in strip(f"{page}></script></style></template>-->{ADVERT}")
