"""SIGKILL at each commit of the way, and anywhere: nothing is lost, nothing told twice as new."""

from __future__ import annotations

import asyncio
import json
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import asdict, dataclass, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from monitor.desk.sinks import HookSink, MailSink, new_secret
from monitor.store import Store
from tests.alerts.making import Box, mail_server
from tests.kill_target import Job

KILLED = -9
SECRET = new_secret()


class Site:
    """Pages by path on loopback; the ETag is the page's own text, so 304 is given when it can be."""

    def __init__(self) -> None:
        self.pages: dict[str, str] = {}
        site = self

        class Request(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                page = site.pages.get(self.path)
                etag = f'"{abs(hash(page))}"'
                same = page is not None and self.headers.get("If-None-Match") == etag
                self.send_response(404 if page is None else 304 if same else 200)
                self.send_header("ETag", etag)
                body = b"" if page is None or same else page.encode()
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Request)
        self.thread = Thread(target=self.server.serve_forever, args=(0.02,), daemon=True)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server.server_address[1]}"

    def __enter__(self) -> Site:
        self.thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()


@dataclass
class World:
    """A site, a mail server, a webhook receiver, and the process that dies."""

    site: Site
    mail: MailSink
    hook: HookSink
    target: subprocess.Popen[str]
    folder: Path
    count: int = 0

    def run(self, job: Job) -> int:
        """Do a job; give its exit code, negative for a signal."""
        assert self.target.stdin is not None
        assert self.target.stdout is not None
        print(json.dumps(asdict(job)), file=self.target.stdin, flush=True)
        return int(self.target.stdout.readline())

    def show(self) -> None:
        """Put up the pages: a listing with its details, and a feed with an older page."""
        url = self.site.url
        self.site.pages = {
            "/board": f"card a short T2\ndetail {url}/a a\ncard b gone T2\ndetail {url}/b b",
            "/a": "post a contract T1 whole",
            "/feed": f"post c contract T1\npost d a vacancy\nolder {url}/feed2",
            "/feed2": "post e contract T2\npost f contract T2 again",
        }


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with ExitStack() as stack:
        site, mail = stack.enter_context(Site()), stack.enter_context(MailSink())
        hook = stack.enter_context(HookSink(SECRET))
        target = stack.enter_context(
            subprocess.Popen(
                [sys.executable, "-m", "tests.kill_target"],
                cwd=Path(__file__).parent.parent,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
            )
        )
        world = World(site, mail, hook, target, tmp_path_factory.mktemp("kill"))
        world.show()
        yield world


@dataclass(frozen=True)
class Trial:
    """One database, and what had arrived before it was begun."""

    job: Job
    mails: int
    posts: int


def begin(world: World) -> Trial:
    world.count += 1
    sources = {"board": f"{world.site.url}/board", "feed": f"{world.site.url}/feed"}
    database = str(world.folder / f"{world.count}.db")
    job = Job(database, sources, world.mail.port, world.hook.url, SECRET)
    return Trial(job, len(world.mail.mails), len(world.hook.deliveries))


def assert_whole(world: World, trial: Trial, adverts: set[str]) -> None:
    """Every advert is a hit, every alert has arrived, each under one id, nothing is left over."""
    with Store.open(trial.job.database) as store:
        assert {hit.posting.key for hit in store.hits.all(limit=10_000)} == adverts
        assert store.captures.unread_sources() == set()
        assert store.outbox.unsent().owed == 0
        assert store.check() == ""
        sent = store.outbox.alerts(state="sent")
    posts = [post.id for post in world.hook.deliveries[trial.posts :]]
    assert set(posts) == {one.alert.key for one in sent if one.alert.channel == "hook"}
    assert len(set(posts)) == len(adverts)
    mails = world.mail.mails[trial.mails :]
    letters = {one.message_id for one in sent if one.alert.channel == "mail"}
    assert len({mail.message_id for mail in mails}) == len(letters)
    for hit in {one.alert.hit_id for one in sent}:
        assert len({mail.message_id for mail in mails if hit in mail.text}) == 1


ADVERTS = {"a", "b", "c", "e", "f"}
COMMITS = 31
"""Of a first run over the pages of `show`; the first test below counts them."""


def test_the_way_has_so_many_commits(world: World) -> None:
    trial = begin(world)

    assert world.run(trial.job) == 0

    assert_whole(world, trial, ADVERTS)
    assert world.run(replace(begin(world).job, commit=COMMITS)) == KILLED
    assert world.run(replace(begin(world).job, commit=COMMITS + 1)) == 0


@pytest.mark.slow
@pytest.mark.parametrize("before", [True, False])
@pytest.mark.parametrize("commit", list(range(1, COMMITS + 1)))
def test_killed_at_a_commit_nothing_is_lost(world: World, commit: int, before: bool) -> None:
    trial = begin(world)

    assert world.run(replace(trial.job, commit=commit, before=before)) == KILLED
    assert world.run(trial.job) == 0

    assert_whole(world, trial, ADVERTS)


@pytest.mark.slow
@pytest.mark.parametrize("commit", list(range(1, COMMITS + 1)))
def test_what_was_kept_is_found_though_the_pages_have_gone(world: World, commit: int) -> None:
    trial = begin(world)
    assert world.run(replace(trial.job, commit=commit, before=False)) == KILLED
    with Store.open(trial.job.database) as store:
        ids = range(1, 1000)
        kept = [one.capture for n in ids if (one := store.captures.get(n))]
    bodies = b"\n".join(capture.body for capture in kept).decode().splitlines()
    offers = {
        line.split()[1] for line in bodies if line.startswith(("post", "card")) and " T" in line
    }

    pages, world.site.pages = world.site.pages, {"/board": "", "/feed": ""}
    try:
        assert world.run(trial.job) == 0
    finally:
        world.site.pages = pages

    assert_whole(world, trial, offers)


@pytest.mark.slow
def test_a_hundred_random_kills_lose_nothing(world: World) -> None:
    trial, chance, killed = begin(world), random.Random(20260504), 0
    pages = dict(world.site.pages)
    assert world.run(trial.job) == 0
    started = time.perf_counter()
    assert world.run(trial.job) == 0
    usual = time.perf_counter() - started

    for number in range(100):
        world.site.pages["/feed"] += f"\npost n{number} contract T1 number {number}"
        killed += world.run(replace(trial.job, seconds=chance.uniform(0, usual * 1.5))) == KILLED
    assert world.run(trial.job) == 0
    world.site.pages = pages

    assert killed >= 30
    assert_whole(world, trial, ADVERTS | {f"n{number}" for number in range(100)})


HAS, LACKS = "team@m.example", "lawyer@m.example"


@pytest.mark.slow
@pytest.mark.parametrize("before", [True, False])
@pytest.mark.parametrize("dying", [0, 1])
async def test_killed_at_a_commit_each_recipient_gets_the_mail(
    world: World, dying: int, before: bool
) -> None:
    """Who took it is sent a second copy only where the kill fell between answer and record.

    At the first look one is taken and the other refused; an hour later the other is taken too.
    """
    second_copies = 0
    for commit in range(1, 100):
        box = Box(rcpt={LACKS: "451 4.7.1 later"})
        async with mail_server(box):
            job = _mails_alone(world, box)
            killed = replace(job, commit=commit, before=before)
            ends = [await _run(world, one) for one in ([killed, job] if dying == 0 else [job])]
            box.rcpt = {}
            later = [killed, job] if dying == 1 else [job]
            ends += [await _run(world, replace(one, later=1)) for one in later]

        second_copies += _copies(job, box) - 2
        if KILLED not in ends:
            break

    assert 5 < commit < 99
    assert second_copies == int(before)


def _mails_alone(world: World, box: Box) -> Job:
    """Watch one advert; a webhook's commits would fall between a mail and its record."""
    sources = {"advert": f"{world.site.url}/a"}
    job = replace(begin(world).job, sources=sources, mail_port=box.port)
    return replace(job, hook_url="", to=(HAS, LACKS))


async def _run(world: World, job: Job) -> int:
    """Do a job while the mail server, which is this thread's, goes on."""
    return await asyncio.to_thread(world.run, job)


def _copies(job: Job, box: Box) -> int:
    """Count those that came to both recipients, all under one id; nothing is owed any more."""
    with Store.open(job.database) as store:
        assert store.outbox.unsent().owed == 0
    assert len({mail["Message-ID"] for mail in box.mails}) == 1
    copies = [who for envelope in box.envelopes for who in envelope.rcpt_tos]
    assert set(copies) == {HAS, LACKS}
    return len(copies)
