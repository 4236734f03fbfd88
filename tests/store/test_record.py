"""One reading, one transaction: what is a hit, a sighting, a new version, an owed alert."""

from dataclasses import replace
from pathlib import Path

import pytest

from monitor.model import Assessment, Posting, Tier
from monitor.store import Onward, Store, alert_key, hit_id
from tests.store.values import (
    HOUR,
    MAIL,
    NOW,
    OFFER,
    SOURCE,
    Taker,
    content,
    edited,
    flagged,
    look,
    posting,
    see,
)


@pytest.fixture
def store(tmp_path: Path):
    with Store.open(tmp_path / "monitor.db") as opened:
        yield opened


def said_before(
    store: Store, *postings: Posting, rules: str = "rules-1"
) -> tuple[Assessment | None, ...]:
    return store.postings.known(SOURCE.id, (), postings, rules=rules).said


def owed(store: Store) -> list[tuple[str, int]]:
    return [(one.alert.hit_id, one.alert.notice.version) for one in store.outbox.alerts()]


def test_an_advert_that_stood_there_before_we_came_is_a_hit_with_an_alert(store: Store) -> None:
    assert see(store, flagged(posting("1")), flagged(posting("2", "другой текст"))) == (2, 0)

    assert store.hits.count() == 2
    assert store.outbox.unsent().owed == 2


def test_hit_comes_back_with_its_words_and_reasons(store: Store) -> None:
    judged = flagged(replace(posting(), posted_at=NOW - HOUR, title="Работа", lang="ru"))

    see(store, judged)

    hit = store.hits.find(hit_id(SOURCE.id, "1")[:5])[0]
    finding = hit.assessment.findings[0]
    assert replace(hit.posting, capture_sha256="") == judged.posting
    assert hit.assessment == judged.assessment
    assert hit.posting.text[finding.span.start : finding.span.end] == finding.quote
    assert store.captures.body(hit.posting.capture_sha256) is not None


def test_the_same_advert_again_is_a_sighting(store: Store) -> None:
    see(store, flagged(posting()))

    assert see(store, flagged(posting()), at=NOW + HOUR) == (0, 1)

    hit = store.hits.all()[0]
    assert (hit.sightings, hit.first_seen, hit.last_seen) == (2, NOW, NOW + HOUR)
    assert store.outbox.unsent().owed == 1


def test_recording_a_look_twice_changes_nothing(store: Store, tmp_path: Path) -> None:
    record = look(store, flagged(posting()), flagged(posting("2", "вакансия"), tier=None))
    record = replace(record, onward=(Onward("https://north.example/?page=2", 2),))
    store.record(record, takers=[MAIL])
    before = content(tmp_path / "monitor.db")

    again = store.record(record, takers=[MAIL])

    assert (again.new, again.sighted) == ((), 0)
    assert content(tmp_path / "monitor.db") == before


def test_a_posting_without_a_hit_is_kept_with_its_verdict(store: Store) -> None:
    see(store, flagged(posting(), tier=None))

    (verdict,) = said_before(store, posting())

    assert store.hits.count() == 0
    assert verdict is not None
    assert (verdict.tier, verdict.score) == (None, 0.1)


def test_a_verdict_holds_for_these_words_and_these_rules_only(store: Store) -> None:
    judged = flagged(posting())
    see(store, judged)

    assert said_before(store, posting(), posting(text="иначе")) == (judged.assessment, None)
    assert said_before(store, posting(), rules="rules-2") == (None,)


def test_keys_that_were_never_recorded_are_known_as_such(store: Store) -> None:
    see(store, flagged(posting()))

    assert store.postings.unknown(SOURCE.id, ["1", "2", "2", ""]) == {"2", ""}
    assert store.postings.unknown("another", ["1"]) == {"1"}


def test_an_edited_advert_is_a_new_version_of_its_hit(store: Store) -> None:
    first = flagged(posting())
    see(store, first)

    assert see(store, edited(first, OFFER + " 300 000"), at=NOW + HOUR) == (0, 1)

    hit = store.hits.all()[0]
    assert hit.posting.version == 2
    assert hit.posting.text == OFFER + " 300 000"
    assert [one.posting.text for one in store.hits.versions(hit.id)] == [OFFER, OFFER + " 300 000"]
    assert owed(store) == [(hit.id, 1)]


def test_a_hit_whose_words_were_wiped_keeps_the_words_that_flagged_it(store: Store) -> None:
    first = flagged(posting())
    see(store, first)

    see(store, edited(first, ".", tier=None), at=NOW + HOUR)

    hit = store.hits.all()[0]
    assert (hit.posting.text, hit.last_seen) == (OFFER, NOW)
    assert [one.posting.text for one in store.hits.versions(hit.id)] == [OFFER, "."]


def test_an_innocent_advert_edited_into_an_offer_alerts(store: Store) -> None:
    innocent = flagged(posting(text="Требуется водитель"), tier=None)
    see(store, innocent)

    assert see(store, edited(innocent, OFFER), at=NOW + HOUR) == (1, 0)

    assert owed(store) == [(hit_id(SOURCE.id, "1"), 2)]


def test_an_edit_that_raises_the_tier_alerts_once_more(store: Store) -> None:
    first = flagged(posting(), tier=Tier.T2)
    see(store, first)

    see(store, edited(first, OFFER + "!!", Tier.T1), at=NOW + HOUR)
    see(store, first, at=NOW + 2 * HOUR)
    see(store, edited(first, OFFER + "!!", Tier.T1), at=NOW + 3 * HOUR)
    see(store, edited(first, OFFER + "???", Tier.T1), at=NOW + 4 * HOUR)

    assert sorted(version for _, version in owed(store)) == [1, 2]


def test_text_that_comes_back_is_no_new_version(store: Store) -> None:
    first = flagged(posting())

    for hour, text in enumerate([OFFER, "второй", OFFER, "второй"]):
        see(store, edited(first, text), at=NOW + hour * HOUR)

    assert len(store.hits.versions(store.hits.all()[0].id)) == 2


def test_a_re_post_under_a_new_key_is_a_sighting_of_the_same_hit(store: Store) -> None:
    see(store, flagged(posting("1")))

    again = flagged(posting("2", f"🔥 {OFFER.upper()} 🔥\n"))
    assert see(store, again, at=NOW + HOUR) == (0, 1)

    hit = store.hits.all()[0]
    assert hit.sightings == 2
    assert [one.key for one in store.hits.sightings(hit.id)] == ["1", "2"]
    assert len(owed(store)) == 1


def test_a_re_post_whose_words_change_becomes_a_hit_of_its_own(store: Store) -> None:
    see(store, flagged(posting("1")))
    see(store, flagged(posting("2")), at=NOW + HOUR)

    other = flagged(posting("2", "Совсем другое объявление о контракте"))
    assert see(store, other, at=NOW + 2 * HOUR) == (1, 0)
    assert see(store, other, at=NOW + 3 * HOUR) == (0, 1)

    assert {hit.id for hit in store.hits.all()} == {
        hit_id(SOURCE.id, "1"),
        hit_id(SOURCE.id, "2"),
    }


def test_the_same_words_in_another_source_are_another_hit(store: Store) -> None:
    see(store, flagged(posting()))
    south = replace(SOURCE, id="south")
    record = look(store, flagged(replace(posting(), source_id="south")))

    recorded = store.record(replace(record, source=south))

    assert recorded.new == (hit_id("south", "1"),)


def test_an_older_look_recorded_late_does_not_set_the_clock_back(store: Store) -> None:
    late = look(store, edited(flagged(posting()), "прежний текст"))
    see(store, flagged(posting()), at=NOW + HOUR)

    store.record(late, takers=[MAIL])

    hit = store.hits.all()[0]
    assert (hit.posting.text, hit.first_seen, hit.last_seen) == (OFFER, NOW, NOW + HOUR)
    assert hit.sightings == 2


def test_better_rules_make_a_hit_of_known_words(store: Store) -> None:
    see(store, flagged(posting(), tier=None))

    assert see(store, flagged(posting(), rules="rules-2"), at=NOW + HOUR) == (1, 0)

    assert store.hits.all()[0].assessment.rules == "rules-2"
    assert owed(store) == [(hit_id(SOURCE.id, "1"), 1)]


def test_an_alert_is_owed_to_each_channel_that_takes_the_tier(store: Store) -> None:
    takers = [Taker("mail"), Taker("hook", (Tier.T1,)), Taker("digest", (Tier.T3,))]
    record = look(store, flagged(posting(), tier=Tier.T1))

    store.record(record, takers=takers)

    hit = hit_id(SOURCE.id, "1")
    assert {one.alert.key for one in store.outbox.alerts()} == {
        alert_key(hit, "mail", 1),
        alert_key(hit, "hook", 1),
    }


def test_older_pages_are_owed_until_they_are_recorded(store: Store) -> None:
    page = replace(
        look(store), onward=(Onward(SOURCE.url, 2), Onward("https://north.example/3", 2))
    )
    store.record(page)
    assert [one.url for one in store.onward.owed(SOURCE.id)] == ["https://north.example/3"]

    for _ in range(3):
        store.onward.failed(SOURCE.id, "https://north.example/3")

    assert store.onward.owed(SOURCE.id) == []


def test_hits_are_listed_newest_first_and_filtered(store: Store) -> None:
    see(store, flagged(posting("1")))
    see(store, flagged(posting("2", "второе"), tier=Tier.T2), at=NOW + HOUR)

    assert [hit.posting.key for hit in store.hits.all()] == ["2", "1"]
    assert [hit.posting.key for hit in store.hits.all(tier=Tier.T1)] == ["1"]
    assert store.hits.all(source="south") == []
    assert len(store.hits.all(limit=1)) == 1
