"""`serve` and `run` as other programs watch them: log, /healthz, /metrics, textfile."""

from __future__ import annotations

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from monitor.desk.sinks import new_secret
from tests.metrics.making import figures

from .conftest import Call, source
from .served import CIVIL, OFFER, html, served

Deploy = Callable[..., Path]
Events = list[dict[str, object]]
PLACES = {"/offer": html(OFFER), "/civil": html(CIVIL), "/empty": html()}
WORDS = ("495 000", "контракт", "345-67-89", "nabor", "Ромашка")
"""Of the adverts: what must be in no log and no metric."""


class Echoing(BaseHTTPRequestHandler):
    """A receiver that refuses, and repeats what it was sent."""

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(500)
        self.end_headers()
        self.wfile.write(body + str(self.headers).encode())

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def echoing() -> Iterator[int]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Echoing) as server:
        thread = Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        yield int(server.server_address[1])
        server.shutdown()
        thread.join()


def command(folder: Path, *words: str) -> list[str]:
    return [sys.executable, "-m", "monitor", "-C", str(folder), *words]


def events_of(lines: str) -> Events:
    return [json.loads(line) for line in lines.splitlines()]


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


def ask(port: int, path: str) -> tuple[int, str]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        return answer.status, answer.read().decode()
    finally:
        connection.close()


@pytest.mark.slow
def test_a_run_logs_one_line_a_source_and_no_word_or_secret(deploy: Deploy) -> None:
    key, password = new_secret(), "proxy-password-7"
    with served(PLACES) as host, echoing() as port:
        hook = f"http://127.0.0.1:{port}/token-in-url-9"
        channel = '[channels.desk]\nkind = "webhook"\nurl_env = "URL"\nsecret_env = "KEY"\n'
        folder = deploy(
            host,
            channel,
            offer=source(f"{host}/offer"),
            civil=source(f"{host}/civil"),
            gone=source(f"{host}/gone"),
            bare=source(f"{host}/empty", "feed"),
            behind=source(f"{host}/behind", rest='proxy_env = "PROXY"\n'),
        )
        settings = (folder / "monitor.toml").read_text()
        allowed = settings.replace("allow = [", f'allow = ["127.0.0.1:{port}", ')
        (folder / "monitor.toml").write_text(allowed)
        secrets = {"KEY": key, "URL": hook, "PROXY": f"http://a:{password}@127.0.0.1:9"}
        done = subprocess.run(
            command(folder, "--debug", "run"),
            capture_output=True,
            text=True,
            check=False,
            env=os.environ | secrets,
        )

    told = events_of(done.stderr)
    runs = [event["source"] for event in told if event["event"] == "run"]
    assert done.returncode == 4, done.stderr
    assert sorted(map(str, runs)) == ["bare", "behind", "civil", "gone", "offer"]
    assert [event["state"] for event in told if event["event"] == "message"] == ["owed"]
    secrets_in_it = (key, key.removeprefix("whsec_"), password, "token-in-url-9")
    assert not [words for words in (*WORDS, *secrets_in_it) if words in done.stderr]


def test_a_run_leaves_its_metrics_for_node_exporter(call: Call, deploy: Deploy) -> None:
    with served(PLACES) as host:
        folder = deploy(
            host,
            '[metrics]\ntextfile = "advert-monitor.prom"\n',
            offer=source(f"{host}/offer"),
            gone=source(f"{host}/gone"),
        )
        result = call("run")

    written = (folder / "advert-monitor.prom").read_text()
    told = figures(written)
    assert result.exit_code == told["run_exit_code"] == 1
    assert (told["run_looks{outcome=ok}"], told["run_looks{outcome=fault}"]) == (1, 1)
    assert told["hits{tier=T1}"] == told["run_new_hits"] == 1
    assert told["source_faults_in_a_row{source=gone}"] == 1
    assert not [words for words in WORDS if words in written]


@pytest.mark.slow
def test_a_textfile_that_cannot_be_written_does_not_spoil_the_run(
    call: Call, deploy: Deploy
) -> None:
    with served(PLACES) as host:
        deploy(
            host, '[metrics]\ntextfile = "no/such/folder/a.prom"\n', offer=source(f"{host}/offer")
        )
        result = call("run")

    assert result.exit_code == 0
    assert "textfile_failed" in result.stderr
    assert "1 new hit" in result.output


@pytest.mark.slow
def test_serve_answers_what_it_does(deploy: Deploy) -> None:
    port = free_port()
    with served(PLACES) as host:
        folder = deploy(host, f"[metrics]\nport = {port}\n", offer=source(f"{host}/offer"))
        with subprocess.Popen(
            command(folder, "serve"), stderr=subprocess.PIPE, text=True
        ) as process:
            assert process.stderr is not None
            for line in process.stderr:
                if json.loads(line)["event"] == "run":
                    break
            health, metrics = ask(port, "/healthz"), ask(port, "/metrics")
            process.send_signal(signal.SIGTERM)
            process.stderr.read()
            code = process.wait(timeout=30)

    told = figures(metrics[1])
    assert (health[0], metrics[0], code) == (200, 200, 0)
    assert json.loads(health[1])["status"] == "ok"
    assert told["looks_total{outcome=ok}"] >= 1
    assert told["hits{tier=T1}"] == told["new_hits_total"] == 1
    assert not [words for words in WORDS if words in health[1] + metrics[1]]


def test_serve_says_in_plain_words_that_its_port_is_taken(deploy: Deploy) -> None:
    with served(PLACES) as host:
        port = int(host.rpartition(":")[2])
        folder = deploy(host, f"[metrics]\nport = {port}\n", offer=source(f"{host}/offer"))
        done = subprocess.run(
            command(folder, "serve"), capture_output=True, text=True, check=False, timeout=60
        )

    assert done.returncode == 5
    assert f"127.0.0.1 port {port} cannot be listened on" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("port = 0", "port: found 0, expected 1 to 65535"),
        ('address = "localhost"', 'address: found "localhost", expected a numeric address'),
        ('textfile = "a.txt"', 'textfile: found "a.txt", expected a name that ends in .prom'),
    ],
)
def test_metrics_that_cannot_be_are_refused(
    call: Call, deploy: Deploy, line: str, fault: str
) -> None:
    deploy("http://127.0.0.1:9", f"[metrics]\n{line}\n", offer=source("http://127.0.0.1:9/"))

    result = call("check", "--offline")

    assert result.exit_code == 2
    assert fault in result.output
