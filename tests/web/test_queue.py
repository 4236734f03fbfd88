"""The queue's page: what it shows of a view, what it hides, and that the address says it all."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from random import Random

import pytest

from monitor.model import Role
from monitor.store import Decision, Question, Verdict, View
from monitor.web.rows import OPENING, opening
from tests.store import values
from tests.store.values import NOW, posting
from tests.web.desk import ADVERTS, Sitting, desk, judged

OPENED = re.compile(r'data-open href="/hits/([0-9a-f]{12})')


@pytest.fixture
def sitting(tmp_path: Path) -> Iterator[Sitting]:
    with desk(tmp_path) as opened:
        yield opened


def shown(sitting: Sitting, address: str = "/") -> list[str]:
    answer = sitting.get(address)
    assert answer.status_code == 200, answer.text
    return OPENED.findall(answer.text)


def hit_in(sitting: Sitting, lang: str) -> str:
    (one,) = sitting.store.queue.ids(View(lang=lang))
    return one


def test_what_nobody_decided_on_waits(sitting: Sitting) -> None:
    hits = shown(sitting)
    assert set(hits) == set(sitting.hits())

    confirm(sitting, hits[0])

    assert shown(sitting) == hits[1:]
    assert shown(sitting, "/?state=confirmed") == [hits[0]]
    assert set(shown(sitting, "/?state=any")) == set(hits)


def confirm(sitting: Sitting, hit: str) -> None:
    verdict = Verdict(hit, Decision.CONFIRMED, "Aigul")
    sitting.store.reviews.decide(verdict, seen=None, at=NOW)


@pytest.mark.parametrize(
    ("query", "lang"),
    [
        ("lang=hy", "hy"),
        ("q=բանակ", "hy"),
        ("q=الجيش", "ar"),
        ("q=контракту", "ru"),
        ("q=“one year”", "en"),
        ("nation=UZ", "ru"),
        ("from=150000&currency=RUB&lang=ru", "ru"),
        ("from=20 000&currency=USD&q=foreigners", "en"),
        ("from=20000&to=22000&q=foreigners", "en"),
        ("tier=T1&class=army_offer&sort=oldest&country=KG&source=north&lang=ar", "ar"),
        ("since=2026-05-04&until=2026-05-04&lang=en", "en"),
    ],
)
def test_the_address_says_which_hits(sitting: Sitting, query: str, lang: str) -> None:
    assert shown(sitting, f"/?{query}") == [hit_in(sitting, lang)]


@pytest.mark.parametrize(
    "query", ["country=NP", "since=2026-05-05", "to=1&currency=USD", "q=???", "campaign=77"]
)
def test_a_view_may_have_no_hit(sitting: Sitting, query: str) -> None:
    assert shown(sitting, f"/?{query}") == []


@pytest.mark.parametrize(
    "query",
    [
        "tier=T9",
        "state=open",
        "class=x",
        "since=yesterday",
        "since=9999-12-31T23:59:59-14:00&until=9999-12-31",
        "from=much",
        "from=1e999999",
        "from=nan",
        "campaign=-1",
        "sort=best",
        "after=x",
        "after=1~99999999999999999999999",
    ],
)
def test_what_no_hit_can_be_is_refused_in_words(sitting: Sitting, query: str) -> None:
    answer = sitting.get(f"/?{query}")

    assert answer.status_code == 400
    assert "Traceback" not in answer.text


def test_a_hit_is_opened_with_its_view_and_the_next_is_of_that_view(sitting: Sitting) -> None:
    page = sitting.get("/?state=any&sort=oldest").text
    first, second, *_ = OPENED.findall(page)
    assert f"/hits/{first}?state=any&amp;sort=oldest" in page

    on = sitting.get(f"/hits/{first}/next?state=any&sort=oldest", follow_redirects=False)

    assert on.headers["location"] == f"/hits/{second}?state=any&sort=oldest"


def test_no_way_to_a_recruiter_is_shown(sitting: Sitting) -> None:
    page = sitting.get("/").text

    assert "345-67" not in page
    assert "primer" not in page


@pytest.mark.parametrize("before", range(228, 242))
def test_an_opening_never_ends_within_what_hides_a_contact(before: int) -> None:
    shown = opening("字" * before + "@primer_primer" + "字" * 300)

    assert "[" not in shown.replace("[handle]", "")
    assert len(shown) <= OPENING + 2


def test_a_campaign_is_one_row_with_its_count(sitting: Sitting) -> None:
    before = len(shown(sitting))
    fill_again(sitting)

    page = sitting.get("/").text

    assert len(OPENED.findall(page)) == before
    assert "2 adverts of one campaign" in page


def fill_again(sitting: Sitting) -> None:
    """Let one advert be posted anew, with some words changed."""
    text = ADVERTS["ru"].replace("бесплатно", "за наш счёт")
    values.see(sitting.store, judged(text, "again"), at=NOW + timedelta(hours=1))


def test_counts_stand_beside_the_states(sitting: Sitting) -> None:
    confirm(sitting, sitting.hits()[0])

    page = re.sub(r"<[^>]+>|\s+", " ", sitting.get("/").text)

    assert "Not decided 3" in " ".join(page.split())
    assert "Confirmed 1" in " ".join(page.split())
    assert "3 hits" in " ".join(page.split())


def test_who_owes_an_opinion_is_not_told_what_others_decided(sitting: Sitting) -> None:
    hit = sitting.hits()[0]
    sitting.store.opinions.ask(Question(hit, "Aigul", "reviewer", NOW, "what do you think?"))
    confirm(sitting, hit)

    page = sitting.get("/?state=any&opinion=me").text

    assert OPENED.findall(page) == [hit]
    assert '<span class="tag">Confirmed</span>' not in page


def test_a_view_is_saved_by_name_and_taken_away(sitting: Sitting) -> None:
    saved = sitting.post("/views", view="lang=hy&state=any&evil=1", name="  Armenian  ones ")
    assert saved.headers["location"] == "/?state=any&lang=hy"
    (view,) = sitting.store.saved_views.all(user_of(sitting))
    assert (view.name, view.query) == ("Armenian ones", "state=any&lang=hy")
    assert 'href="/?state=any&amp;lang=hy"' in sitting.get("/").text

    sitting.post(f"/views/{view.id}/drop")

    assert sitting.store.saved_views.all(user_of(sitting)) == []


def user_of(sitting: Sitting) -> int:
    account = sitting.store.accounts.named(sitting.role.word)
    assert account is not None
    return account.id


def test_a_saved_view_needs_a_name(sitting: Sitting) -> None:
    assert sitting.post("/views", view="", name=" ").status_code == 400


def test_pages_go_on_where_the_last_one_ended(sitting: Sitting) -> None:
    chance = Random(1)
    made = [posting(f"many{n}", unlike(chance)) for n in range(40)]
    values.see(sitting.store, *(values.flagged(one) for one in made))

    first = sitting.get("/?sort=newest").text
    address = html.unescape(re.findall(r'rel="next" href="([^"]+)"', first)[0])
    second = sitting.get(address).text

    seen = OPENED.findall(first) + OPENED.findall(second)
    assert len(OPENED.findall(first)) == 30
    assert len(seen) == len(set(seen)) == len(sitting.hits())
    assert 'rel="next"' not in second


def unlike(chance: Random) -> str:
    return " ".join("".join(chance.choices("авеклмнорст", k=7)) for _ in range(20))


def test_a_viewer_reads_the_queue(tmp_path: Path) -> None:
    with desk(tmp_path, Role.VIEWER) as sitting:
        assert len(shown(sitting)) == len(ADVERTS)


def test_hostile_words_are_only_text(tmp_path: Path) -> None:
    text = "<script>alert(1)</script><img src=x onerror=alert(1)>" + ADVERTS["ru"]
    with desk(tmp_path, texts={"ru": text}) as sitting:
        page = sitting.get("/?q=" + "%22%3E%3Cscript%3E").text + sitting.get("/").text

    assert "<script>alert" not in page
    assert "<img" not in page
    assert '"><script>' not in page


def test_each_filter_at_work_is_named_and_can_be_let_go(sitting: Sitting) -> None:
    page = html.unescape(sitting.get("/?lang=hy&nation=UZ&q=x&sort=newest").text)

    assert "for people of Uzbekistan" in page
    assert 'href="/?lang=hy&q=x&sort=newest"' in page
    assert 'href="/?nation=UZ&q=x&sort=newest"' in page
