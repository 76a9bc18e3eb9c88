"""The real server: starts, answers, refuses, and stops. One server for the tests that only ask it things."""

from __future__ import annotations

import asyncio
import base64
import os
import re
import signal
import socket
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest
import socketio.exceptions
from redis import Redis

from bpv_app import build, serve
from tests.server import ROOT, Server, clean_environment, free_port, start_server
from tests.wire.client import PREFIX, Wire

LANGUAGE = f"{PREFIX}bpv_app___ui___layout____scherm_state.wissel_taal"


def start_empty(data_dir: Path, port: int = 0, **env: str) -> Server:
    """A demo server without a school in it, and without a KRD unless `env` says otherwise: quick to start."""
    return start_server(data_dir, port, {"BPV_KRD_URL": "http://127.0.0.1:9", **env}, ["--leeg"])


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A demo server nobody changes."""
    with start_empty(tmp_path_factory.mktemp("serve")) as running:
        yield running


def get(server: Server, path: str, **headers: str) -> httpx.Response:
    """One answer, redirects not followed."""
    return httpx.get(f"{server.url}{path}", headers={name.replace("_", "-"): value for name, value in headers.items()})


def upgrade(server: Server, origin: str | None) -> str:
    """First line of the answer to a websocket handshake."""
    key = base64.b64encode(os.urandom(16)).decode()
    lines = [
        "GET /_event/?EIO=4&transport=websocket&token=00000000-0000-4000-8000-000000000000 HTTP/1.1",
        f"Host: localhost:{server.port}",
        "Connection: Upgrade",
        "Upgrade: websocket",
        "Sec-WebSocket-Version: 13",
        f"Sec-WebSocket-Key: {key}",
        *([f"Origin: {origin}"] if origin else []),
    ]
    with socket.create_connection(("localhost", server.port), timeout=20) as connection:
        connection.sendall(("\r\n".join(lines) + "\r\n\r\n").encode())
        return connection.recv(4096).decode(errors="replace").split("\r\n", 1)[0]


def eventually(is_so: Callable[[], bool], seconds: float = 20.0) -> bool:
    """Ask until it is so, or time is up."""
    deadline = time.monotonic() + seconds
    while not is_so():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


def is_free(port: int) -> bool:
    """Whether nobody listens on this port of this machine."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) != 0


def test_health_says_nothing_but_whether(server: Server) -> None:
    answer = get(server, "/api/gezond")
    assert (answer.status_code, answer.json()) == (200, {"gezond": True})
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("path", ["/login", "/login/"])
def test_a_page_answers_at_once(server: Server, path: str) -> None:
    answer = get(server, path)
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/html")
    assert answer.headers["cache-control"] == "no-cache"
    assert "script-src 'self'" in answer.headers["content-security-policy"]


def test_an_unchanged_page_is_not_sent_again(server: Server) -> None:
    first = get(server, "/login")
    assert get(server, "/login", if_none_match=first.headers["etag"]).status_code == 304


def test_built_files_are_compressed_and_kept_for_a_year(server: Server) -> None:
    script = re.findall(r'href="(/assets/[^"]+\.js)"', get(server, "/login").text)[0]
    plain = get(server, script, accept_encoding="identity")
    for encoding in ("br", "gzip"):
        answer = get(server, script, accept_encoding=encoding)
        assert answer.headers["content-encoding"] == encoding
        assert answer.headers["vary"].lower().startswith("accept-encoding")
        assert "immutable" in answer.headers["cache-control"]
        assert int(answer.headers["content-length"]) < int(plain.headers["content-length"])


def test_an_unknown_address_is_not_found_and_still_a_page_of_ours(server: Server) -> None:
    answer = get(server, "/dit/bestaat-niet")
    assert answer.status_code == 404
    assert answer.headers["content-type"].startswith("text/html")
    assert "<script" in answer.text
    assert get(server, "/assets/bestaat-niet.js").status_code == 404


@pytest.mark.parametrize("path", ["/../pyproject.toml", "/%2e%2e/pyproject.toml", "/assets/..%2f..%2f..%2fenv.json"])
def test_files_outside_the_build_are_not_served(server: Server, path: str) -> None:
    with socket.create_connection(("localhost", server.port), timeout=20) as connection:
        connection.sendall(f"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode())
        answer = connection.makefile("rb").read().decode(errors="replace")
    assert " 404 " in answer.split("\r\n", 1)[0]
    assert "flit_core" not in answer
    assert "UPLOAD" not in answer


def test_other_sites_get_no_cors_and_no_websocket(server: Server) -> None:
    answer = get(server, "/login", origin="http://evil.example")
    assert not [name for name in answer.headers if name.startswith("access-control-allow-origin")]
    assert upgrade(server, "http://evil.example").startswith("HTTP/1.1 403")
    assert upgrade(server, server.url).startswith("HTTP/1.1 101")
    assert upgrade(server, None).startswith("HTTP/1.1 101")
    assert httpx.post(f"{server.url}/api/login", headers={"origin": "http://evil.example"}).status_code == 403


def test_demo_mode_listens_on_this_machine_only(server: Server) -> None:
    listening = Path("/proc/net/tcp")
    if not listening.exists():
        pytest.skip("only Linux tells who listens where in /proc")
    port = f"{server.port:04X}"
    found = [line.split()[1] for line in listening.read_text().splitlines()[1:] if line.split()[3] == "0A"]
    assert [address for address in found if address.endswith(f":{port}")] == [f"0100007F:{port}"]


def test_stopping_ends_the_worker_with_a_socket_still_open(tmp_path: Path) -> None:
    with start_empty(tmp_path) as running, socket.create_connection(("127.0.0.1", running.port)) as connection:
        connection.sendall(b"GET /api/gezond HTTP/1.1\r\nHost: localhost\r\n\r\n")
        assert connection.recv(100).startswith(b"HTTP/1.1 200")
        running.stop()
        assert is_free(running.port)
        assert "Traceback" not in running.output()


def test_ctrl_c_ends_it_without_a_complaint(tmp_path: Path) -> None:
    with start_empty(tmp_path) as running:
        os.killpg(running.process.pid, signal.SIGINT)
        assert running.process.wait(20) == 0
        assert eventually(lambda: is_free(running.port))
        assert "Traceback" not in running.output()


def test_after_a_power_cut_it_starts_again_on_the_same_data(tmp_path: Path) -> None:
    first = start_empty(tmp_path)
    first.kill()
    assert eventually(lambda: is_free(first.port))
    with start_empty(tmp_path, first.port) as second:
        assert get(second, "/api/gezond").status_code == 200


def simulator_port(running: Server) -> int:
    """Where the server's KRD simulator listens, from what it printed."""
    found = re.search(r"KRD simulator: http://127\.0\.0\.1:(\d+)", running.output())
    assert found, running.output()
    return int(found[1])


@pytest.mark.parametrize("how", ["stop", "kill"])
def test_the_simulator_goes_where_the_server_goes(tmp_path: Path, how: str) -> None:
    if how == "kill" and sys.platform != "linux":
        pytest.skip("only Linux ends a child with a parent that was killed")
    running = start_empty(tmp_path, BPV_KRD_URL="")
    port = simulator_port(running)
    assert eventually(lambda: not is_free(port))
    getattr(running, how)()
    assert eventually(lambda: is_free(port))
    assert eventually(lambda: is_free(running.port))


def test_with_an_address_of_the_krd_no_simulator_is_started(tmp_path: Path) -> None:
    with start_empty(tmp_path) as running:
        assert "simulator" not in running.output()


@pytest.mark.redis
def test_with_redis_several_workers_keep_the_state_of_tabs_there(tmp_path: Path) -> None:
    address = os.environ.get("BPV_TEST_REDIS_URL")
    if not address:
        pytest.skip("no Redis server (BPV_TEST_REDIS_URL is not set)")
    tokens = [str(uuid.uuid4()) for _ in range(10)]

    async def to_english(url: str, token: str) -> str:
        for attempt in range(20):  # a worker that is still starting takes the connection, and answers too late
            try:
                async with Wire(url, token=token) as tab:
                    return str((await tab.call(LANGUAGE, address="/login")).var("taal"))
            except socketio.exceptions.ConnectionError:
                await asyncio.sleep(0.2 * attempt)
        raise AssertionError(f"no worker took tab {token}")

    async def all_tabs(url: str) -> list[str]:
        return await asyncio.gather(*(to_english(url, token) for token in tokens))

    with start_empty(tmp_path, BPV_REDIS_URL=address) as running:
        children = Path(f"/proc/{running.process.pid}/task/{running.process.pid}/children")
        if children.exists():
            assert len(children.read_text().split()) == serve.worker_count(address)
        assert asyncio.run(all_tabs(running.url)) == ["en"] * len(tokens)
        with Redis.from_url(address) as redis:
            kept = [key.decode() for key in redis.scan_iter("*")]
        assert [token for token in tokens if not any(token in key for key in kept)] == []


def run(data_dir: Path, **env: str) -> subprocess.CompletedProcess[str]:
    """`bpv serve` that is expected to end by itself."""
    return subprocess.run(
        [sys.executable, "-m", "bpv_app.cli", "serve", "--port", str(free_port())],
        cwd=ROOT,
        env=clean_environment(data_dir, env),
        capture_output=True,
        text=True,
        timeout=120,
    )


@pytest.mark.parametrize(
    ("env", "named"),
    [
        ({"BPV_BASE_URL": "ftp://school"}, "BPV_BASE_URL"),
        ({"BPV_DEMO": "false"}, "BPV_SECRET_KEY"),
        ({"BPV_DEMO": "false", "BPV_SECRET_KEY": "kort"}, "BPV_SECRET_KEY"),
        ({"BPV_DATABASE_URL": "mysql://x"}, "BPV_DATABASE_URL"),
        ({"BPV_SESSIE_MINUTEN": "veel"}, "BPV_SESSIE_MINUTEN"),
    ],
)
def test_a_wrong_setting_stops_the_start_with_one_sentence_that_names_it(
    tmp_path: Path, env: dict[str, str], named: str
) -> None:
    ended = run(tmp_path, **env)
    assert ended.returncode == 2
    assert named in ended.stderr
    assert len(ended.stderr.strip().splitlines()) == 1
    assert "kort" not in ended.stderr


def test_a_port_in_use_is_said_before_anything_is_built() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(serve.StartFout, match=str(port)):
            serve.check_port("127.0.0.1", port)


USES_POLARS = """
import multiprocessing, polars
from bpv_app import serve
def prepare():
    {work}
    return ["klaar"]
print(serve.prepared(prepare), multiprocessing.get_start_method())
"""


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere workers are never forked")
@pytest.mark.parametrize(
    ("work", "method"),
    [("pass", "fork"), ("polars.DataFrame({'a': range(9000)}).lazy().sort('a').collect()", "spawn")],
)
def test_a_process_in_which_polars_worked_is_not_forked(tmp_path: Path, work: str, method: str) -> None:
    if sys.version_info >= (3, 14):
        method = "spawn" if method == "spawn" else "forkserver"
    done = subprocess.run(
        [sys.executable, "-c", USES_POLARS.format(work=work)],
        cwd=ROOT,
        env=clean_environment(tmp_path),
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == f"['klaar'] {method}"


@pytest.mark.parametrize(("redis", "most"), [("", 1), ("redis://localhost", 8)])
def test_several_workers_only_with_redis(redis: str, most: int) -> None:
    assert 1 <= serve.worker_count(redis) <= most
    assert (serve.worker_count(redis) > 1) is bool(redis)


def test_the_names_reflex_uses_inside_still_exist() -> None:
    from reflex_base.environment import environment

    names = build.serve_environment(build.Frontend(Path("x")))
    known = {variable.name for variable in vars(type(environment)).values() if hasattr(variable, "name")}
    known |= {getattr(environment, name).name for name in dir(environment) if name.startswith("REFLEX")}
    assert {name for name in names if name.startswith(("REFLEX_ENV", "REFLEX_WEB", "__REFLEX"))} <= known
