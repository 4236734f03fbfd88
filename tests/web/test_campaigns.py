"""Campaigns at the desk: shown with what they share, split, joined, and decided on at once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from monitor.model import Role
from monitor.store import Decision, Question, Rank, Sought, Stage, Verdict
from tests.store import values
from tests.store.values import NOW
from tests.web.desk import ADVERTS, Sitting, desk, judged

PLACES = ("бесплатно", "за наш счёт", "оплачиваем")
Home = tuple[Sitting, int, tuple[str, ...]]


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Home]:
    """Give a desk with a campaign of three hits: its number and its hits."""
    with desk(tmp_path) as sitting:
        for number, words in enumerate(PLACES[1:]):
            text = ADVERTS["ru"].replace(PLACES[0], words)
            at = NOW + timedelta(hours=number + 1)
            values.see(sitting.store, judged(text, f"again{number}"), at=at)
        (campaign,) = sitting.store.campaigns.all()
        yield sitting, campaign.id, campaign.hits


def stages(sitting: Sitting, hits: tuple[str, ...]) -> list[Stage]:
    found = sitting.store.queue.stages(hits)
    return [found[hit] for hit in hits]


def confirm(sitting: Sitting, hit: str) -> None:
    last = sitting.store.reviews.last(hit)
    verdict = Verdict(hit, Decision.CONFIRMED, "Aigul")
    sitting.store.reviews.decide(verdict, seen=last.id if last else None, at=NOW)


def planned(sitting: Sitting, campaign: int, **fields: object) -> tuple[str, dict[str, str]]:
    """Ask what a decision would do; give the page and the fields of its form."""
    answer = sitting.post(f"/campaigns/{campaign}/decide", **fields)
    assert answer.status_code == 200, answer.text
    names = ("decision", "targets")
    form = {
        name: found[1]
        for name in names
        if (found := re.search(rf'type="hidden" name="{name}" value="([^"]*)"', answer.text))
    }
    return answer.text, form


def test_the_list_shows_groups_with_what_waits(home: Home) -> None:
    sitting, campaign, hits = home
    confirm(sitting, hits[0])

    page = sitting.get("/campaigns?waits=1&sort=largest").text

    assert f'href="/campaigns/{campaign}"' in page
    assert "3 hits" in page
    assert "2 wait" in page
    assert "1 confirmed" in page


@pytest.mark.parametrize("rank", list(Rank))
def test_every_order_lists_it(home: Home, rank: Rank) -> None:
    sitting, campaign, _ = home

    assert f'href="/campaigns/{campaign}"' in sitting.get(f"/campaigns?sort={rank}").text


def test_a_campaign_says_what_ties_it_and_no_contact(home: Home) -> None:
    sitting, campaign, hits = home

    page = sitting.get(f"/campaigns/{campaign}").text

    assert "Telegram, the same in 3 hits" in page
    assert "primer" not in page
    assert all(hit in page for hit in hits)


def test_nothing_is_decided_before_it_was_shown(home: Home) -> None:
    sitting, campaign, hits = home
    confirm(sitting, hits[0])

    page, form = planned(sitting, campaign, decision="not_an_offer:report", which="all")

    assert "This will decide on 2 hits" in page
    assert "1 was decided on already" in page
    assert stages(sitting, hits).count(Stage.UNREVIEWED) == 2
    assert len(form["targets"].split()) == 2


def test_what_was_shown_is_decided_and_can_be_taken_back(home: Home) -> None:
    sitting, campaign, hits = home
    _, form = planned(sitting, campaign, decision="not_an_offer:report", which="all")

    done = sitting.post(f"/campaigns/{campaign}/decide", **form)
    assert stages(sitting, hits) == [Stage.NOT_AN_OFFER] * 3
    assert "You decided on 3 hits at once" in sitting.get(done.headers["location"]).text

    moment = parse_qs(urlsplit(done.headers["location"]).query)["done"][0]
    sitting.post(f"/campaigns/{campaign}/undo", done=moment)

    assert stages(sitting, hits) == [Stage.UNREVIEWED] * 3


def test_what_somebody_decided_since_is_not_taken_back(home: Home) -> None:
    sitting, campaign, hits = home
    _, form = planned(sitting, campaign, decision="unsure", which="all")
    done = sitting.post(f"/campaigns/{campaign}/decide", **form)
    confirm(sitting, hits[1])

    moment = parse_qs(urlsplit(done.headers["location"]).query)["done"][0]
    said = sitting.post(f"/campaigns/{campaign}/undo", done=moment)

    assert stages(sitting, hits) == [Stage.UNREVIEWED, Stage.CONFIRMED, Stage.UNREVIEWED]
    assert "Taken back on 2 hits." in sitting.get(said.headers["location"]).text
    (entry, *_) = sitting.store.audit.find(Sought(), limit=1)
    assert (entry.what, entry.about) == ("bulk_undone", f"campaign {campaign}: 2 hits")


def test_what_somebody_decided_meanwhile_stays(home: Home) -> None:
    sitting, campaign, hits = home
    _, form = planned(sitting, campaign, decision="unsure", which="all")
    confirm(sitting, hits[1])

    done = sitting.post(f"/campaigns/{campaign}/decide", **form)

    assert stages(sitting, hits) == [Stage.UNSURE, Stage.CONFIRMED, Stage.UNSURE]
    assert "somebody else had decided meanwhile" in sitting.get(done.headers["location"]).text


def test_only_the_chosen_are_decided_on(home: Home) -> None:
    sitting, campaign, hits = home
    chosen = [hits[0], hits[2], "0" * 12]
    _, form = planned(sitting, campaign, decision="confirmed", which="chosen", hit=chosen)

    sitting.post(f"/campaigns/{campaign}/decide", **form)

    assert stages(sitting, hits) == [Stage.CONFIRMED, Stage.UNREVIEWED, Stage.CONFIRMED]


def test_decided_ones_are_decided_anew_where_that_is_asked(home: Home) -> None:
    sitting, campaign, hits = home
    confirm(sitting, hits[0])
    _, form = planned(sitting, campaign, decision="escalated", which="all", again="1")

    sitting.post(f"/campaigns/{campaign}/decide", **form)

    assert stages(sitting, hits) == [Stage.ESCALATED] * 3


def test_a_hit_on_which_an_opinion_is_owed_is_left_out(home: Home) -> None:
    sitting, campaign, hits = home
    sitting.store.opinions.ask(Question(hits[0], "Aigul", "reviewer", NOW, "and you?"))

    page, form = planned(sitting, campaign, decision="confirmed", which="all")
    sitting.post(f"/campaigns/{campaign}/decide", **form)

    assert "1 is left out" in page
    assert stages(sitting, hits)[0] is Stage.UNREVIEWED


def test_hits_of_other_campaigns_are_never_decided_on(home: Home) -> None:
    sitting, campaign, hits = home
    (other, *_) = [hit for hit in sitting.hits() if hit not in hits]

    sitting.post(f"/campaigns/{campaign}/decide", decision="confirmed", targets=f"{other}:0")

    assert stages(sitting, (other,)) == [Stage.UNREVIEWED]


@pytest.mark.parametrize("decision", ["", "undone", "not_an_offer", "confirmed:report", "<script>"])
def test_what_is_no_decision_is_refused(home: Home, decision: str) -> None:
    sitting, campaign, hits = home

    said = sitting.post(f"/campaigns/{campaign}/decide", decision=decision, which="all")

    assert said.status_code == 400
    assert stages(sitting, hits) == [Stage.UNREVIEWED] * 3


def test_hits_are_split_off_and_joined_again(home: Home) -> None:
    sitting, campaign, hits = home

    apart = sitting.post(f"/campaigns/{campaign}/split", hit=[hits[0]])
    new = sitting.store.campaigns.of(hits[0])
    assert apart.headers["location"] == f"/campaigns/{new}"
    assert new != campaign

    sitting.post(f"/campaigns/{campaign}/join", other=str(new))

    assert {sitting.store.campaigns.of(hit) for hit in hits} == {campaign}


@pytest.mark.parametrize(
    ("path", "fields", "status"),
    [
        ("split", {}, 400),
        ("join", {"other": "x"}, 400),
        ("join", {"other": "99999"}, 404),
        ("undo", {"done": "yesterday"}, 400),
    ],
)
def test_what_cannot_be_done_is_said(
    home: Home, path: str, fields: dict[str, str], status: int
) -> None:
    sitting, campaign, _ = home

    assert sitting.post(f"/campaigns/{campaign}/{path}", **fields).status_code == status


def test_there_are_no_other_campaigns(home: Home) -> None:
    sitting, _, _ = home

    assert sitting.get("/campaigns/99999").status_code == 404
    assert sitting.get("/campaigns/x").status_code == 404
    assert sitting.get("/campaigns?sort=best").status_code == 400


def test_a_viewer_decides_nothing(tmp_path: Path) -> None:
    with desk(tmp_path, Role.VIEWER) as sitting:
        campaign = sitting.store.campaigns.of(sitting.hits()[0])

        assert (
            "<button"
            not in sitting.get(f"/campaigns/{campaign}").text.split("<main")[1].split("keys")[0]
        )
        assert (
            sitting.post(f"/campaigns/{campaign}/decide", decision="confirmed").status_code == 403
        )
