"""The frontend is built once per version of its sources, by one at a time, and is there entirely or not at all."""

from __future__ import annotations

import json
import multiprocessing
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from bpv_app import build
from rxconfig import PLACEHOLDER, PageAddress

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A small project with everything the build looks at."""
    for name in (
        "bpv_app/pok/page.py",
        "bpv_app/cli.py",
        "bpv_app/migrations/een.py",
        "bpv_app/demo/school.py",
        "assets/stijl.css",
    ):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("# een\n")
    (tmp_path / "reflex.lock").mkdir()
    (tmp_path / "reflex.lock" / "package.json").write_text('{"dependencies": {}}')
    (tmp_path / "rxconfig.py").write_text("")
    (tmp_path / "requirements.lock").write_text("")
    return tmp_path


def fake_export(work: Path) -> None:
    """Instead of Reflex: leave what Reflex leaves, and count."""
    client = work / ".web" / "build" / "client"
    client.mkdir(parents=True, exist_ok=True)
    (client / "index.html").write_text("<p>pagina</p>")
    (work / ".web" / "backend").mkdir(exist_ok=True)
    for name in ("reflex.json", "env.json"):
        (work / ".web" / name).write_text("{}")
    with (work.parent / "aantal").open("a") as count:
        count.write("x")


def builds(checkout: Path) -> int:
    """How many times the fake ran."""
    count = checkout / ".bouw" / "aantal"
    return len(count.read_text()) if count.exists() else 0


@pytest.mark.parametrize(
    ("changed", "matters"),
    [
        ("bpv_app/pok/page.py", True),
        ("assets/stijl.css", True),
        ("reflex.lock/package.json", True),
        ("rxconfig.py", True),
        ("requirements.lock", True),
        ("bpv_app/cli.py", False),
        ("bpv_app/migrations/een.py", False),
        ("bpv_app/demo/school.py", False),
    ],
)
def test_a_change_asks_for_a_build_only_when_screens_can_depend_on_it(
    checkout: Path, changed: str, matters: bool
) -> None:
    before = build.fingerprint(checkout)
    (checkout / changed).write_text("# twee\n")
    assert (build.fingerprint(checkout) != before) is matters


def test_a_new_or_a_renamed_module_asks_for_a_build(checkout: Path) -> None:
    before = build.fingerprint(checkout)
    page = checkout / "bpv_app" / "pok" / "page.py"
    page.rename(page.with_name("pagina.py"))
    assert build.fingerprint(checkout) != before


def test_the_second_caller_finds_what_the_first_built(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(build, "export", fake_export)
    assert build.ready(checkout) is None
    first = build.ensure(checkout)
    assert (first.static / "index.html").read_text() == "<p>pagina</p>"
    assert build.ensure(checkout) == first
    assert builds(checkout) == 1


def _ensure(checkout: Path) -> str:
    build.export = fake_export
    return str(build.ensure(checkout).web)


def test_callers_at_the_same_time_build_once(checkout: Path) -> None:
    with multiprocessing.get_context("spawn").Pool(3) as pool:
        found = pool.map(_ensure, [checkout] * 6)
    assert len(set(found)) == 1
    assert builds(checkout) == 1


CUT_OFF = """
import os, signal, sys
from pathlib import Path
from bpv_app import build
from tests.test_build import fake_export
def export(work):
    fake_export(work)
    (work / ".web" / "half.txt").write_text("left behind")
    os.kill(os.getpid(), signal.SIGKILL)
build.export = export
build.ensure(Path(sys.argv[1]))
"""


def test_a_build_that_is_killed_leaves_nothing_that_counts(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    killed = subprocess.run([sys.executable, "-c", CUT_OFF, str(checkout)], cwd=ROOT, capture_output=True)
    assert killed.returncode == -signal.SIGKILL
    assert build.ready(checkout) is None
    monkeypatch.setattr(build, "export", fake_export)
    build.ensure(checkout)
    assert builds(checkout) == 2
    assert not (checkout / ".bouw" / "werk" / ".web" / "half.txt").exists()


def test_a_half_copied_result_is_not_ready(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    half = checkout / ".bouw" / "klaar" / f"{build.fingerprint(checkout)}.half"
    half.mkdir(parents=True)
    (half / "rommel").write_text("")
    assert build.ready(checkout) is None
    monkeypatch.setattr(build, "export", fake_export)
    assert sorted(path.name for path in build.ensure(checkout).web.iterdir()) == [
        "backend",
        "build",
        "env.json",
        "reflex.json",
    ]


def test_a_build_that_needs_other_npm_packages_is_refused(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def export(work: Path) -> None:
        fake_export(work)
        (work / "reflex.lock" / "package.json").write_text('{"dependencies": {"nieuw": "1"}}')

    monkeypatch.setattr(build, "export", export)
    with pytest.raises(build.BouwFout, match="make lock-frontend"):
        build.ensure(checkout)
    assert json.loads((checkout / "reflex.lock" / "package.json").read_text()) == {"dependencies": {}}
    build.ensure(checkout, update_lock=True)
    assert json.loads((checkout / "reflex.lock" / "package.json").read_text()) == {"dependencies": {"nieuw": "1"}}
    assert build.ready(checkout) is not None


def test_a_build_made_elsewhere_is_served_and_an_empty_folder_is_not(
    checkout: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("REFLEX_WEB_WORKDIR", raising=False)
    assert build.given() is None
    monkeypatch.setattr(build, "export", fake_export)
    made = build.ensure(checkout)
    monkeypatch.setenv("REFLEX_WEB_WORKDIR", str(made.web))
    assert build.given() == made
    monkeypatch.setenv("REFLEX_WEB_WORKDIR", str(checkout))
    with pytest.raises(build.BouwFout, match="REFLEX_WEB_WORKDIR"):
        build.given()


def test_settings_of_a_school_do_not_reach_the_build(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BPV_SECRET_KEY", "geheim-geheim-geheim-geheim-geheim")
    monkeypatch.setenv("BPV_DATABASE_URL", "postgresql://school/bpv")
    environment = build._build_environment(tmp_path)
    assert {name for name in environment if name.startswith("BPV_")} == {"BPV_DEMO", "BPV_DATA_DIR"}


@pytest.mark.parametrize("quote", ['"', "'", "`"])
def test_built_scripts_take_the_address_of_their_page(tmp_path: Path, quote: str) -> None:
    script = tmp_path / "assets" / "env.js"
    script.parent.mkdir()
    socket = PLACEHOLDER.replace("http", "ws")
    script.write_text(f"a={{EVENT:{quote}{socket}/_event{quote},PING:{quote}{PLACEHOLDER}/ping{quote}}}")
    PageAddress().post_build(static_dir=tmp_path)
    assert script.read_text() == (
        'a={EVENT:(location.origin.replace(/^http/,"ws")+"/_event"),PING:(location.origin+"/ping")}'
    )


@pytest.mark.parametrize(
    "text",
    [
        'a="ws://localhost:8000/_event"',
        f'a="{PLACEHOLDER.replace("http", "ws")}/_event";b="see {PLACEHOLDER}/ping"',
        f'a="{PLACEHOLDER.replace("http", "ws")}/_event";b="{PLACEHOLDER.replace("http", "ws")}/_event"',
    ],
)
def test_a_build_with_the_address_elsewhere_fails(tmp_path: Path, text: str) -> None:
    (tmp_path / "env.js").write_text(text)
    with pytest.raises(RuntimeError, match="not where it was"):
        PageAddress().post_build(static_dir=tmp_path)


def test_lock_files_name_versions_and_hashes_and_no_address() -> None:
    python = (ROOT / "requirements.lock").read_text()
    assert "://" not in python
    assert "--hash=sha256:" in python
    npm = json.loads((ROOT / "reflex.lock" / "package-lock.json").read_text())
    packages = {name: package for name, package in npm["packages"].items() if name}
    assert packages
    assert [name for name, package in packages.items() if "resolved" in package] == []
    assert [name for name, package in packages.items() if "integrity" not in package] == []
