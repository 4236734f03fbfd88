"""The queue: who comes first, what a view takes, and counts that are true after whatever happens."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from random import Random

import pytest

from monitor.model import (
    Assessment,
    Finding,
    Judged,
    Label,
    Money,
    Posting,
    Purpose,
    Source,
    Span,
    Tier,
)
from monitor.store import (
    NOBODY,
    Bound,
    Decision,
    Order,
    Queue,
    Reason,
    Record,
    Retention,
    Stage,
    Store,
    Verdict,
    View,
)
from monitor.store.hits import hit_id
from monitor.store.listings import Listings
from tests.store.values import NOW, SOURCE, capture

DAY = timedelta(days=1)
UNREVIEWED = View(stage=Stage.UNREVIEWED)


@pytest.fixture
def store() -> Store:
    return Store.open(":memory:")


def offer(key: str, text: str = "", *, source: str = "north", **said: object) -> Judged:
    """Make a flagged posting whose words nobody else has, unless they are given."""
    text = text or " ".join(f"слово{key}{number}" for number in range(30))
    assessment = Assessment(Label.ARMY_OFFER, Tier.T1, 0.9, "ru", foreigners=True, rules="r")
    made = replace(assessment, **said)  # type: ignore[arg-type]
    return Judged(Posting(key, source, f"https://{source}.example/{key}", text), made)


def letters(chance: Random) -> str:
    return " ".join("".join(chance.choices("авеклмнорст", k=7)) for _ in range(30))


def paid(
    text: str, low: int | None, high: int | None, currency: str | None, **said: object
) -> Finding:
    ends = (None if end is None else Decimal(end) for end in (low, high))
    return Finding("pay", Span(0, 1), text[:1], Money(*ends, currency, **said))  # type: ignore[arg-type]


def put(store: Store, judged: Judged, *, days: int = 0) -> str:
    at = NOW + days * DAY
    source = replace(SOURCE, id=judged.posting.source_id)
    kept = store.keep(replace(capture(body=repr(judged).encode(), at=at), source_id=source.id))
    store.record(Record(Source(**_fields(source)), kept, at, (judged,)))
    return hit_id(source.id, judged.posting.key)


def _fields(source: Source) -> dict[str, object]:
    return {name: getattr(source, name) for name in ("id", "kind", "url", "every")}


def order(store: Store, view: View = UNREVIEWED, **how: object) -> list[str]:
    return [row.hit_id for row in store.queue.page(view, **how).rows]  # type: ignore[arg-type]


def decide(store: Store, hit: str, decision: Decision = Decision.CONFIRMED) -> None:
    reason = Reason.REPORT if decision is Decision.NOT_AN_OFFER else None
    last = store.reviews.last(hit)
    verdict = Verdict(hit, decision, "Aigul", reason)
    store.reviews.decide(verdict, seen=last.id if last else None, at=NOW)


def test_a_row_names_the_last_review_that_its_stage_comes_of(store: Store) -> None:
    hit, other = put(store, offer("1")), put(store, offer("2"))
    made = store.reviews.decide(Verdict(hit, Decision.UNSURE, "Aigul"), seen=None, at=NOW)
    undone = store.reviews.undo(hit, by="Aigul", seen=made.id, at=NOW)

    listed = {one.hit_id: one.last for one in store.queue.page(View()).rows}

    assert listed == {hit: undone.id, other: 0}


def test_the_tier_comes_first_then_the_score(store: Store) -> None:
    third = put(store, offer("a", tier=Tier.T2, score=0.99))
    second = put(store, offer("b", score=0.6))
    first = put(store, offer("c", score=0.9))

    assert order(store) == [first, second, third]


def test_of_equal_scores_the_newer_comes_first(store: Store) -> None:
    old, new = put(store, offer("a")), put(store, offer("b"), days=3)

    assert order(store) == [new, old]
    assert order(store, order=Order.OLDEST) == [old, new]


def test_what_more_sources_show_comes_first(store: Store) -> None:
    alone = put(store, offer("z"))
    text = "Служба по контракту, выплата сразу, паспорт за месяц, жильё и питание в городе " * 3
    spread = [put(store, offer("a", text, source=f"place{n}")) for n in range(4)]

    (first, second) = store.queue.page(UNREVIEWED).rows

    assert (first.hit_id, first.hits, first.sources) == (spread[0], 4, 4)
    assert second.hit_id == alone


def test_a_campaign_is_one_row_wherever_a_page_ends(store: Store) -> None:
    chance = Random(3)
    texts = [letters(chance) for _ in range(7)]
    for number in range(40):
        put(store, offer(f"k{number}", chance.choice(texts), source=f"s{number % 3}"))
    whole = order(store)

    pages, after = [], ""
    while True:
        leaf = store.queue.page(UNREVIEWED, after=after, size=2)
        pages += [row.hit_id for row in leaf.rows]
        after = leaf.after
        if not after:
            break

    assert pages == whole
    assert len(whole) == len({store.campaigns.of(one) for one in whole}) == 7
    assert sum(row.hits for row in store.queue.page(UNREVIEWED).rows) == store.queue.count(
        UNREVIEWED
    )


def test_a_campaign_stands_where_its_first_hit_of_the_view_does(store: Store) -> None:
    text = "Служба по контракту, выплата сразу, паспорт за месяц, жильё и питание " * 3
    best = put(store, offer("a", text, score=0.9))
    rest = put(store, offer("b", text, source="other", score=0.5))
    assert order(store) == [best]

    decide(store, best)

    assert order(store) == [rest]
    assert store.queue.page(UNREVIEWED).rows[0].hits == 1


def test_the_next_and_the_one_before_are_known_also_of_a_hit_that_left(store: Store) -> None:
    first, second, third = (
        put(store, offer(key, score=s)) for key, s in zip("abc", (0.9, 0.8, 0.7), strict=True)
    )

    decide(store, second)

    assert store.queue.following(UNREVIEWED, second) == third
    assert store.queue.beside(UNREVIEWED, second) == (first, third)
    assert store.queue.beside(UNREVIEWED, third) == (first, None)
    assert store.queue.beside(UNREVIEWED, "nothing") == (None, None)


@pytest.mark.parametrize(
    ("view", "taken"),
    [
        (View(tier=Tier.T2), "b"),
        (View(label=Label.PROMO), "b"),
        (View(lang="uz"), "b"),
        (View(nation="NP"), "b"),
        (View(sources=("south",)), "b"),
        (View(since=NOW + DAY), "b"),
        (View(until=NOW + DAY), "a"),
        (View(tag="urgent"), "b"),
        (View(sums=(Bound("USD", 100_000, 300_000),)), "b"),
        (View(sums=(Bound("RUB", 0, 300_000_000), Bound("EUR", 0, 1))), "a"),
        (View(sums=(Bound("USD", 300_000, 400_000),)), ""),
        (View(words="слова"), "ab"),
        (View(words='"словоb1"'), "b"),
        (View(words="слова -словоb1"), "a"),
        (View(words="!!"), ""),
        (View(assigned="Bakyt"), "b"),
        (View(assigned=NOBODY), "a"),
        (View(tier=Tier.T1, nation="NP"), ""),
    ],
)
def test_a_view_takes_what_fits_all_that_is_asked(store: Store, view: View, taken: str) -> None:
    a = put(store, offer("a", findings=(paid("с", 200_000, None, "RUB"),)))
    dear = paid("с", 2000, 2000, "USD")
    fee = paid("с", 3500, 3500, "USD", purpose=Purpose.FEE)
    b = put(
        store,
        offer(
            "b",
            source="south",
            tier=Tier.T2,
            label=Label.PROMO,
            lang="uz-Latn",
            nations=("NP", "IN"),
            findings=(dear, fee),
        ),
        days=2,
    )
    store.casework.tag(b, "Urgent", by="Aigul", at=NOW)
    store.casework.tag(a, "urgent", by="Aigul", at=NOW)
    store.casework.untag(a, "urgent", by="Aigul", at=NOW)
    store.cases.assign(b, "Bakyt", by="Aigul", at=NOW)

    expected = {{"a": a, "b": b}[key] for key in taken}
    assert set(order(store, view)) == expected
    assert store.queue.count(view) == len(expected)
    assert set(store.queue.ids(view)) == expected


def test_new_words_are_found_and_the_old_ones_are_not(store: Store) -> None:
    put(store, offer("a", "Совсем старые слова объявления"))

    put(store, offer("a", "Теперь новые фразы стоят здесь"), days=1)

    assert store.queue.count(View(words="старые")) == 0
    assert store.queue.count(View(words="фраза")) == 1


@pytest.mark.parametrize("asked", ["合同", "军", "մարտիկ", "جيش", "सेना", "o'zbek"])
def test_words_of_any_script_are_found_by_the_index(store: Store, asked: str) -> None:
    put(store, offer("a", "参军 签合同 մարտիկներ للجيش सेना में oʻzbekistonlik"))
    put(store, offer("b"))

    assert store.queue.count(View(words=asked)) == 1


def test_what_is_frequent_is_found_on_the_way(store: Store) -> None:
    queue = Queue(store._db, store.hits, Listings(store._db, most_named=3))
    for number in range(8):
        put(store, offer(f"k{number}"))

    assert queue.count(View(words="слово")) == 8
    assert len(queue.page(View(words="слово", stage=Stage.UNREVIEWED), size=5).rows) == 5


def counted(store: Store) -> dict[str, list[dict[str, object]]]:
    """Count anew what the triggers keep."""
    spread = "SELECT group_id, source_id, count(*) AS n FROM listings GROUP BY 1, 2 ORDER BY 1, 2"
    tally = (
        "SELECT stage, tier, label, lang, source_id, count(*) AS n FROM listings"
        " GROUP BY 1, 2, 3, 4, 5 ORDER BY 1, 2, 3, 4, 5"
    )
    return {"spreads": store._db.rows(spread), "tallies": store._db.rows(tally)}


def test_counts_stay_true_whatever_happens(store: Store) -> None:
    chance = Random(5)
    texts = [letters(chance) for _ in range(5)]
    hits = []
    for step in range(150):
        tier = chance.choice([*Tier])
        judged = offer(
            f"k{chance.randrange(40)}",
            chance.choice(texts),
            source=f"s{chance.randrange(6)}",
            tier=tier,
        )
        put(store, judged, days=step // 10)
        hits = [row["id"] for row in store._db.rows("SELECT id FROM hits ORDER BY id")]
        decide(
            store, chance.choice(hits), chance.choice([Decision.CONFIRMED, Decision.NOT_AN_OFFER])
        )
        if step % 20 == 10:
            some = store.campaigns.all(least=2, limit=1)
            if some:
                store.campaigns.split(some[0].hits[:1], by="Aigul", at=NOW)

    for name, rows in counted(store).items():
        assert sorted(map(repr, store._db.rows(f"SELECT * FROM {name}"))) == sorted(map(repr, rows))
    log2 = (
        "SELECT count(*) AS n FROM listings l WHERE spread <> (SELECT CASE WHEN count(*) < 2 THEN 0"
        " WHEN count(*) < 4 THEN 1 WHEN count(*) < 8 THEN 2 WHEN count(*) < 16 THEN 3 ELSE 4 END"
        " FROM spreads s WHERE s.group_id = l.group_id)"
    )
    assert store._db.rows(log2) == [{"n": 0}]
    stale = (
        "SELECT count(*) AS n FROM listings l JOIN members m USING (hit_id)"
        " WHERE m.campaign_id <> l.group_id"
    )
    assert store._db.rows(stale) == [{"n": 0}]
    tally = store.queue.tally(UNREVIEWED)
    assert tally.total == store.queue.count(UNREVIEWED) == len(store.queue.ids(UNREVIEWED))
    assert sum(tally.facets["stage"].values()) == len(hits)
    assert sum(tally.facets["tier"].values()) == tally.total


def test_words_of_old_hits_are_caught_up_with(store: Store) -> None:
    put(store, offer("a", "Совсем старые слова объявления"))
    store._db.change("DELETE FROM listing_words")
    assert store.queue.count(View(words="старые")) == 0

    assert store.listings.catch_up() == 1

    assert store.queue.count(View(words="старые")) == 1
    assert store.listings.catch_up() == 0


def test_deleted_words_leave_nothing_in_the_index(store: Store) -> None:
    put(store, offer("a", "Совсем особые слова объявления"))
    (hit,) = store.queue.ids(UNREVIEWED)

    store.prune(Retention(hits=100 * DAY), now=NOW + 101 * DAY)

    assert store.hits.find(hit) == []
    assert store._db.rows("SELECT * FROM listing_terms") == []
    assert store._db.rows("SELECT * FROM tallies") == []
    assert store._db.rows("SELECT * FROM spreads") == []
