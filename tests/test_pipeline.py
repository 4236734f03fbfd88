"""The story from due source to delivered alert, and who answers what goes wrong in it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import timedelta
from types import SimpleNamespace

import pytest

from monitor.alerts import Outward
from monitor.config import Channel
from monitor.errors import AlertError, StoreError, Unanswered
from monitor.model import Message, Source, Tier
from monitor.pipeline import Pipeline
from monitor.store import Store
from tests.places import RULES, Clock, PlainReaders, Web, plan

HOUR = timedelta(hours=1)
NORTH = Source(id="north", kind="plain", url="https://north.example/", every=HOUR)
SOUTH = replace(NORTH, id="south", url="https://south.example/")


class Receiver:
    """A channel's other end: refuses as often as told, takes everything afterwards."""

    def __init__(self, *refusals: BaseException, groups: bool = False) -> None:
        self.refusals = list(refusals)
        self.tried: list[str] = []
        self.taken: list[Message] = []
        self.GROUPS = groups

    async def send(self, settings: object, message: Message, outward: Outward) -> str:
        self.tried.append(message.id)
        if self.refusals:
            raise self.refusals.pop(0)
        self.taken.append(message)
        return "taken"


@dataclass
class House:
    """A pipeline and all that it works with."""

    store: Store
    clock: Clock
    web: Web
    readers: PlainReaders
    receivers: dict[str, Receiver]
    pipeline: Pipeline

    def show(self, url: str, page: object) -> None:
        self.web.pages[url] = page  # type: ignore[assignment]

    def hits(self) -> set[str]:
        return {hit.posting.key for hit in self.store.hits.all()}


@pytest.fixture
async def house() -> AsyncIterator[House]:
    with Store.open(":memory:") as store:
        clock = Clock()
        web, readers = Web(clock), PlainReaders()
        receivers = {"mail": Receiver(groups=True), "hook": Receiver()}
        pipeline = Pipeline(
            store=store,
            fetcher=web,
            readers=readers,
            rules=RULES,
            channels=(Channel("mail", "mail"), Channel("hook", "hook", tiers=(Tier.T1,))),
            outward=Outward(client=SimpleNamespace(post=None)),  # type: ignore[arg-type]
            kinds=receivers,  # type: ignore[arg-type]
            plan=plan,
            clock=clock,
        )
        async with pipeline:
            yield House(store, clock, web, readers, receivers, pipeline)


async def test_an_offer_becomes_a_hit_and_its_alerts_arrive(house: House) -> None:
    house.show(NORTH.url, "post 1 contract T1\npost 2 a vacancy\npost 3 contract T2 too")

    summary = await house.pipeline.run([NORTH])

    assert (summary.new_hits, summary.faults, summary.unsent.owed) == (2, (), 0)
    assert summary.delivered.sent == 2
    assert [len(message.alerts) for message in house.receivers["mail"].taken] == [2]
    assert [m.alerts[0].notice.tier for m in house.receivers["hook"].taken] == ["T1"]


async def test_the_same_again_adds_sightings_only(house: House) -> None:
    house.show(NORTH.url, "post 1 contract T1\npost 2 a vacancy")
    await house.pipeline.run([NORTH])
    house.clock.pass_by(HOUR)

    summary = await house.pipeline.run([NORTH])

    run = summary.runs[0]
    assert (run.new, run.sighted, run.unchanged, run.captured) == (0, 1, 1, 0)
    assert house.store.hits.all()[0].sightings == 2
    assert len(house.receivers["hook"].taken) == 1
    assert house.readers.judged == ["1", "2"]  # once: the words and the rules are the same


async def test_a_page_is_asked_for_in_full_once_a_day(house: House) -> None:
    house.show(NORTH.url, "post 1 contract T1")
    captured = []
    for _ in range(26):
        captured.append((await house.pipeline.watch(NORTH)).captured)
        house.clock.pass_by(HOUR)

    assert captured == [1] + [0] * 23 + [1, 0]


async def test_one_dead_source_leaves_the_others_be(house: House) -> None:
    house.show(NORTH.url, Unanswered("timeout", "north.example: no answer within 20 s"))
    house.show(SOUTH.url, "post 1 contract T1")

    summary = await house.pipeline.run([NORTH, SOUTH])

    assert summary.new_hits == 1
    assert [(source, fault.code) for source, fault in summary.faults] == [("north", "timeout")]
    assert house.store.runs.last()["north"].failures == 1


async def test_a_bug_in_one_source_is_its_fault_and_its_page_stays_unread(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    house.show(NORTH.url, "crash\npost 1 call +7 912 345-67-89")
    house.show(SOUTH.url, "post 1 contract T1")

    summary = await house.pipeline.run([NORTH, SOUTH])

    assert summary.new_hits == 1
    fault = dict(summary.faults)["north"]
    assert fault.code == "bug"
    assert "ZeroDivisionError" in fault.sentence
    assert "ZeroDivisionError" in caplog.text
    assert "912" not in caplog.text + fault.sentence
    assert len(house.store.captures.unread(NORTH.id)) == 1


async def test_a_bug_on_one_page_costs_no_advert_of_another(house: House) -> None:
    lines = ["card 1 contract T2", f"detail {NORTH.url}1 1", f"detail {NORTH.url}2 2"]
    house.show(NORTH.url, "\n".join([*lines, "card 2 contract T2 too", f"older {NORTH.url}old"]))
    house.show(f"{NORTH.url}old", "crash")
    house.show(f"{NORTH.url}1", "crash")
    house.show(f"{NORTH.url}2", "post 2 whole contract T1")

    await house.pipeline.watch(NORTH)

    assert house.hits() == {"1", "2"}


async def test_a_broken_database_ends_the_run(house: House) -> None:
    house.show(NORTH.url, StoreError("monitor.db: the disk is full"))

    with pytest.raises(StoreError, match="disk is full"):
        await house.pipeline.run([NORTH, SOUTH])


async def test_the_pause_that_a_server_asks_for_reaches_the_due_time(house: House) -> None:
    house.show(NORTH.url, Unanswered("http_429", "asked to wait", retry_after=20_000))

    await house.pipeline.watch(NORTH)

    due = house.store.runs.last()["north"].next_due
    assert due - house.clock() >= timedelta(seconds=20_000)


async def test_too_few_adverts_are_a_fault_after_the_hits_are_safe(house: House) -> None:
    house.show(NORTH.url, "post 1 contract T1")

    run = await house.pipeline.watch(replace(NORTH, at_least=5))

    assert run.fault is not None
    assert (run.fault.code, run.new, house.hits()) == ("too_few", 1, {"1"})


async def test_what_the_place_says_of_itself_is_the_runs_fault(house: House) -> None:
    house.show(NORTH.url, "fault preview_off")

    run = await house.pipeline.watch(replace(NORTH, at_least=5))

    assert run.fault is not None
    assert run.fault.code == "preview_off"


async def test_older_pages_are_turned_while_they_bring_something_unknown(house: House) -> None:
    for page in range(1, 9):
        url = NORTH.url if page == 1 else f"{NORTH.url}{page}"
        house.show(url, f"post {page} contract T1 no {page}\nolder {NORTH.url}{page + 1}")

    await house.pipeline.watch(replace(NORTH, pages=4))
    assert len(house.web.asked) == 4
    await house.pipeline.watch(replace(NORTH, pages=4))

    assert len(house.web.asked) == 5
    assert house.hits() == {"1", "2", "3", "4"}


async def test_a_page_that_names_a_thousand_older_ones_sends_us_to_one(house: House) -> None:
    lines = [f"older {NORTH.url}{n}" for n in range(1000)]
    house.show(NORTH.url, "\n".join(["post 1 contract T1", *lines]))

    await house.pipeline.watch(NORTH)

    assert len(house.web.asked) == 2


async def test_an_older_page_that_failed_is_turned_at_the_next_run(house: House) -> None:
    house.show(NORTH.url, f"post 1 contract T1\nolder {NORTH.url}2")
    house.show(f"{NORTH.url}2", Unanswered("http_503", "busy"))
    first = await house.pipeline.watch(NORTH)
    house.show(f"{NORTH.url}2", "post 2 contract T1 as well")

    await house.pipeline.watch(NORTH)

    assert first.fault is not None
    assert house.hits() == {"1", "2"}


async def test_details_are_read_in_place_of_their_cards(house: House) -> None:
    house.show(NORTH.url, f"card 1 contract T2\ndetail {NORTH.url}1 1")
    house.show(f"{NORTH.url}1", "post 1 contract T1 with citizenship")

    run = await house.pipeline.watch(NORTH)

    hit = house.store.hits.all()[0]
    assert (run.read, hit.posting.text, hit.posting.version) == (
        1,
        "contract T1 with citizenship",
        1,
    )
    assert house.store.captures.unread(NORTH.id) == []


async def test_a_card_stands_in_where_its_own_page_cannot_be_had(house: House) -> None:
    house.show(NORTH.url, f"card 1 contract T2\ndetail {NORTH.url}1 1")

    run = await house.pipeline.watch(NORTH)

    assert run.fault is not None
    assert (run.fault.code, house.hits()) == ("http_404", {"1"})
    assert house.store.captures.unread(NORTH.id) == []


async def test_a_card_stands_in_for_a_page_that_says_nothing(house: House) -> None:
    house.show(NORTH.url, f"card 1 contract T2\ndetail {NORTH.url}1 1")
    house.show(f"{NORTH.url}1", "fault no_text")

    await house.pipeline.watch(NORTH)

    assert house.hits() == {"1"}


async def test_a_card_never_overwrites_what_the_advert_itself_said(house: House) -> None:
    house.show(NORTH.url, f"card 1 short T2\ndetail {NORTH.url}1 1")
    house.show(f"{NORTH.url}1", "post 1 the whole contract T1")
    await house.pipeline.watch(NORTH)
    house.show(f"{NORTH.url}1", Unanswered("http_503", "busy"))

    await house.pipeline.watch(NORTH)

    assert len(house.store.hits.versions(house.store.hits.all()[0].id)) == 1


async def test_details_unknown_go_first_then_those_longest_not_asked_for(house: House) -> None:
    source = replace(NORTH, options=SimpleNamespace(details=2))
    lines = [f"card {n} contract T2 no {n}\ndetail {NORTH.url}{n} {n}" for n in range(5)]
    house.show(NORTH.url, "\n".join(lines))
    for n in (0, 1, 2, 4):
        house.show(f"{NORTH.url}{n}", f"post {n} whole contract T2 no {n}")

    asked = []
    for _ in range(4):
        house.web.asked.clear()
        await house.pipeline.watch(source)
        asked.append([int(url[-1]) for url in house.web.asked[1:]])
        house.clock.pass_by(HOUR)

    assert house.hits() == {"0", "1", "2", "3", "4"}
    assert asked == [[0, 1], [2, 3], [4, 0], [1, 2]]


async def cut_short(house: House) -> None:
    """End a look as a kill would, between a listing and its adverts' own pages."""
    house.show(NORTH.url, f"card 1 contract T2\ndetail {NORTH.url}1 1")
    house.show(f"{NORTH.url}1", asyncio.CancelledError())
    with pytest.raises(asyncio.CancelledError):
        await house.pipeline.watch(NORTH)
    house.show(NORTH.url, "post 9 all gone")


async def test_a_kill_between_listing_and_details_loses_no_advert(house: House) -> None:
    await cut_short(house)
    del house.web.pages[f"{NORTH.url}1"]

    await house.pipeline.run([NORTH])

    assert house.hits() == {"1"}


async def test_a_look_cut_short_is_ended_though_the_source_is_not_due(house: House) -> None:
    await cut_short(house)
    house.show(f"{NORTH.url}1", "post 1 the whole contract T1")

    summary = await house.pipeline.run([], known=[NORTH, SOUTH])

    assert [hit.posting.text for hit in house.store.hits.all()] == ["the whole contract T1"]
    assert [len(message.alerts) for message in house.receivers["hook"].taken] == [1]
    assert [run.source_id for run in summary.runs] == ["north"]
    assert house.store.captures.unread_sources() == set()


async def test_a_capture_that_nobody_read_is_read_at_the_next_start(house: House) -> None:
    house.show(NORTH.url, "post 1 contract T1")
    house.store.keep(await house.web.capture(NORTH, plan(NORTH)[0]))
    house.web.asked.clear()

    summary = await house.pipeline.run([], known=[NORTH])

    assert (summary.new_hits, house.hits(), house.web.asked) == (1, {"1"}, [])


async def test_a_page_that_cannot_be_read_is_tried_three_times_and_given_up_aloud(
    house: House,
) -> None:
    house.show(NORTH.url, "unreadable")

    first = await house.pipeline.run([NORTH])
    again = [await house.pipeline.run([], known=[NORTH]) for _ in range(2)]

    codes = [[fault.code for _, fault in summary.faults] for summary in (first, *again)]
    assert codes == [["unreadable"]] * 3
    assert [one.url for one in house.store.captures.given_up()] == [NORTH.url]
    assert (await house.pipeline.run([], known=[NORTH])).faults == ()


async def test_a_list_whose_look_is_cut_short_again_and_again_is_read_in_the_end(
    house: House,
) -> None:
    """Each time in the minutes that its adverts' own pages take; meanwhile the list has moved on."""
    house.show(NORTH.url, f"card a contract T1\ndetail {NORTH.url}a a")
    house.show(f"{NORTH.url}a", asyncio.CancelledError())
    for look in (house.pipeline.watch, *[house.pipeline.resume] * 12):
        with pytest.raises(asyncio.CancelledError):
            await look(NORTH)
    house.show(NORTH.url, "post b a vacancy")
    house.show(f"{NORTH.url}a", "")

    await house.pipeline.run([NORTH])

    assert house.hits() == {"a"}
    assert house.store.captures.given_up() == []


async def test_an_unread_page_is_asked_for_in_full(house: House) -> None:
    house.show(NORTH.url, "unreadable")
    await house.pipeline.watch(NORTH)

    assert (await house.pipeline.watch(NORTH)).captured == 1


async def test_a_posting_that_stalls_the_rules_hides_none_of_its_neighbours(house: House) -> None:
    house.show(NORTH.url, "post 1 contract T1\npost 2 stall T1\npost 3 contract T2 too")

    run = await house.pipeline.watch(NORTH)

    assert run.fault is not None
    assert (run.fault.code, house.hits()) == ("unreadable", {"1", "3"})
    assert len(house.store.captures.unread(NORTH.id)) == 1


async def test_a_page_full_of_stalling_postings_is_left_after_a_few(house: House) -> None:
    stalling = [f"post s{n} stall T1 {n}" for n in range(50)]
    house.show(NORTH.url, "\n".join(["post 1 contract T1", *stalling]))

    run = await house.pipeline.watch(NORTH)

    assert (run.read, house.hits(), house.readers.stalled) == (1, {"1"}, 1 + 5)


async def test_text_that_no_database_can_hold_is_held(house: House) -> None:
    async def read(source: Source, capture: object) -> object:
        reading = await PlainReaders.read(house.readers, source, capture)  # type: ignore[arg-type]
        odd = replace(reading.postings[0], text="contract \ud83d T1", title="\ud800")
        return replace(reading, postings=(odd,))

    house.readers.read = read  # type: ignore[method-assign, assignment]
    house.show(NORTH.url, "post 1 contract T1")

    run = await house.pipeline.watch(NORTH)

    assert (run.fault, house.store.hits.all()[0].posting.text) == (None, "contract ? T1")


async def test_a_refused_alert_arrives_later_under_the_same_id(house: House) -> None:
    receiver = house.receivers["hook"] = Receiver(AlertError("500"), AlertError("500"))
    house.pipeline = replace(house.pipeline, kinds=house.receivers)  # type: ignore[arg-type]
    house.show(NORTH.url, "post 1 contract T1")
    summary = await house.pipeline.run([NORTH])
    assert summary.unsent.owed == 1

    for _ in range(3):
        house.clock.pass_by(timedelta(minutes=2))
        await house.pipeline.deliver()

    assert len(receiver.tried) == 3
    assert len(set(receiver.tried)) == 1
    assert len(receiver.taken) == 1
    assert house.store.outbox.unsent().owed == 0


@pytest.mark.parametrize("fault", [AlertError("500"), ValueError("a bug"), TimeoutError()])
async def test_a_dead_channel_holds_up_no_other(house: House, fault: Exception) -> None:
    house.receivers["mail"] = Receiver(*[fault] * 9, groups=True)
    house.pipeline = replace(house.pipeline, kinds=house.receivers)  # type: ignore[arg-type]
    house.show(NORTH.url, "post 1 contract T1")

    summary = await house.pipeline.run([NORTH])

    assert len(house.receivers["hook"].taken) == 1
    assert summary.unsent.owed == 1
    assert house.store.outbox.alerts(state="owed")[0].alert.last_error


async def test_a_channel_is_left_alone_after_three_refusals_in_a_row(house: House) -> None:
    receiver = house.receivers["hook"] = Receiver(*[AlertError("500")] * 99)
    house.pipeline = replace(house.pipeline, kinds=house.receivers)  # type: ignore[arg-type]
    house.show(NORTH.url, "\n".join(f"post {n} contract T1 no {n}" for n in range(9)))

    await house.pipeline.run([NORTH])

    assert len(receiver.tried) == 3


async def test_a_run_is_one_log_line_without_a_word_of_the_page(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, logger="monitor.run")
    house.show(NORTH.url, "post 1 contract T1 secret words")

    await house.pipeline.watch(NORTH)

    assert [record.getMessage() for record in caplog.records if record.name == "monitor.run"] == [
        "run source=north captured=1 unchanged=0 read=1 new=1 sighted=0 seconds=0.0 fault=-"
    ]


async def test_what_the_second_reader_had_no_time_for_is_asked_at_the_next_look(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, logger="monitor.run")
    house.show(NORTH.url, "post 1 odd words\npost 2 contract T1")
    house.readers.has_time = False
    first = await house.pipeline.run([NORTH])
    house.clock.pass_by(HOUR)
    house.readers.has_time = True

    second = await house.pipeline.run([NORTH])
    house.clock.pass_by(HOUR)
    third = await house.pipeline.run([NORTH])

    assert [one.new_hits for one in (first, second, third)] == [1, 1, 0]
    assert house.hits() == {"1", "2"}
    assert house.readers.judged == ["1", "2", "1"]
    told = [record.getMessage() for record in caplog.records if record.name == "monitor.run"]
    assert [line for line in told if line.startswith("unasked")] == [
        "unasked source=north postings=1"
    ]


async def test_one_host_with_many_slow_sources_holds_up_no_other(house: House) -> None:
    class Waiting:
        """North's pages come only after south's was asked for."""

        def __init__(self) -> None:
            self.asked = asyncio.Event()

        async def capture(self, source: Source, *rest: object) -> object:
            if source.id == "south":
                self.asked.set()
            await self.asked.wait()
            return await house.web.capture(source, *rest)  # type: ignore[arg-type]

    house.pipeline = replace(house.pipeline, fetcher=Waiting())  # type: ignore[arg-type]
    house.show(SOUTH.url, "post 1 contract T1")
    slow = [replace(NORTH, id=f"north-{n}") for n in range(40)]

    summary = await asyncio.wait_for(house.pipeline.run([*slow, SOUTH]), timeout=10)

    assert len(summary.runs) == 41
    assert house.hits() == {"1"}
