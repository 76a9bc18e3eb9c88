"""Builds the frontend once per version of its sources, into `.bouw/klaar/<fingerprint>`.

Reflex works in a copy of the project (`.bouw/werk`), so a build never touches `.web`, `reflex.lock` or `assets` of the
checkout, and nobody editing meanwhile disturbs it. The result appears by one rename: it is there entirely or not at
all. Callers at the same time wait for one another (a lock the operating system drops when a process dies).

This module is the only one that knows Reflex's internal environment names.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCKS = ROOT / ".slot"
KEEP = 12
# Modules no screen can depend on: changing them does not change the frontend.
_NOT_FRONTEND = frozenset(
    {"build.py", "cli.py", "demo", "headers.py", "install.py", "migrate.py", "migrations", "serve.py"}
)
_NPMRC = "audit=false\nfund=false\nupdate-notifier=false\nomit-lockfile-registry-resolved=true\n"


class BouwFout(Exception):
    """The frontend could not be built; the message says why and where the log is."""


@dataclass(frozen=True)
class Frontend:
    """A finished build: `web` is what Reflex calls its web directory, `static` what browsers get."""

    web: Path

    @property
    def static(self) -> Path:
        return self.web / "build" / "client"


def source_files(root: Path) -> list[Path]:
    """Every file that decides what the frontend looks like, relative to `root`, in a fixed order."""
    code = [
        path.relative_to(root)
        for path in (root / "bpv_app").rglob("*.py")
        if path.relative_to(root).parts[1] not in _NOT_FRONTEND
    ]
    rest = [
        path.relative_to(root)
        for folder in ("assets", "reflex.lock")
        for path in (root / folder).rglob("*")
        if path.is_file()
    ]
    return sorted([*code, *rest, Path("rxconfig.py"), Path("requirements.lock")])


def fingerprint(root: Path) -> str:
    """Short hash over names and contents of the frontend's sources."""
    total = hashlib.sha256()
    for path in source_files(root):
        try:
            content = (root / path).read_bytes()
        except FileNotFoundError:  # an editor's temporary file, gone meanwhile
            continue
        total.update(f"{path.as_posix()}\0{len(content)}\0".encode() + content)
    return total.hexdigest()[:16]


def given() -> Frontend | None:
    """The build named by REFLEX_WEB_WORKDIR, for who built elsewhere (a container, a test run). Raises `BouwFout`."""
    folder = os.environ.get("REFLEX_WEB_WORKDIR")
    if not folder:
        return None
    frontend = Frontend(Path(folder).resolve())
    if not (frontend.static / "index.html").exists():
        raise BouwFout(f"REFLEX_WEB_WORKDIR names {folder}, and there is no built frontend in it.")
    return frontend


@contextmanager
def locked(name: str, root: Path = ROOT) -> Iterator[None]:
    """Hold the lock `name` of this checkout; wait for whoever has it."""
    folder = root / ".slot"
    folder.mkdir(exist_ok=True)
    with (folder / name).open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def node_environment() -> dict[str, str]:
    """The environment in which Reflex finds the node of our own environment, and phones nobody."""
    return {
        **os.environ,
        "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", os.defpath)]),
        # Schools' networks often look inside TLS: trust whom the machine trusts, as browsers there do.
        "NODE_USE_SYSTEM_CA": "1",
        "REFLEX_USE_NPM": "1",
        "REFLEX_TELEMETRY_ENABLED": "false",
        "REFLEX_CHECK_LATEST_VERSION": "false",
    }


def serve_environment(frontend: Frontend) -> dict[str, str]:
    """What Reflex must find in the environment to serve a finished build without compiling anything."""
    return {
        "REFLEX_ENV_MODE": "prod",
        "REFLEX_TELEMETRY_ENABLED": "false",
        "REFLEX_CHECK_LATEST_VERSION": "false",
        "REFLEX_WEB_WORKDIR": str(frontend.web),
        "__REFLEX_SKIP_COMPILE": "true",
        "__REFLEX_MOUNT_FRONTEND_COMPILED_APP": "true",
    }


def _build_environment(work: Path) -> dict[str, str]:
    """The environment of a build: no setting of a school may end up in the files every browser gets."""
    clean = {name: value for name, value in node_environment().items() if not name.startswith(("BPV_", "__REFLEX"))}
    return {
        **clean,
        "BPV_DEMO": "true",
        "BPV_DATA_DIR": str(work / "data"),
        "PYTHONPATH": str(work),
        "REFLEX_DIR": str(work / ".reflex"),
        "REFLEX_WEB_WORKDIR": str(work / ".web"),
        "NO_COLOR": "1",
    }


def _copy_sources(work: Path, root: Path) -> None:
    """Put the sources as they are now in `work`, and nothing else of an earlier time."""
    for name in ("bpv_app", "assets", "reflex.lock"):
        shutil.rmtree(work / name, ignore_errors=True)
        if (root / name).is_dir():
            shutil.copytree(root / name, work / name, ignore=shutil.ignore_patterns("__pycache__", "*.db*"))
    for name in ("rxconfig.py", "requirements.lock"):
        shutil.copy2(root / name, work / name)


def export(work: Path) -> None:
    """Let Reflex compile and bundle in `work`. Raises `BouwFout`."""
    # Ours instead of Reflex's own: those would first go and measure which registry is nearest.
    (work / ".npmrc").write_text(_NPMRC)
    (work / "bunfig.toml").write_text("")
    log = work / "bouw.log"
    with log.open("w") as output:
        done = subprocess.run(
            [sys.executable, "-m", "reflex", "export", "--frontend-only", "--no-zip", "--loglevel", "info"],
            cwd=work,
            env=_build_environment(work),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    if done.returncode != 0 or not (work / ".web" / "build" / "client" / "index.html").exists():
        tail = "\n".join(log.read_text(errors="replace").splitlines()[-40:])
        raise BouwFout(f"{tail}\n\nBuilding the frontend did not succeed. The whole log: {log}")


def _lock_contents(folder: Path) -> dict[str, object]:
    """What the npm lock says; Reflex writes its keys in another order each time, which means nothing."""
    return {path.name: json.loads(path.read_bytes()) for path in sorted((folder / "reflex.lock").glob("*.json"))}


def _publish(work: Path, target: Path) -> None:
    """Make the build appear under its final name, in one step."""
    half = target.with_name(f"{target.name}.half")
    shutil.rmtree(half, ignore_errors=True)
    shutil.copytree(work / ".web" / "build" / "client", half / "build" / "client")
    shutil.copytree(work / ".web" / "backend", half / "backend")
    for name in ("reflex.json", "env.json"):
        shutil.copy2(work / ".web" / name, half / name)
    half.rename(target)
    builds = sorted((path for path in target.parent.iterdir() if path.is_dir()), key=lambda path: path.stat().st_mtime)
    for old in builds[:-KEEP]:
        shutil.rmtree(old, ignore_errors=True)


def ready(root: Path = ROOT) -> Frontend | None:
    """The build of the sources as they are now, if there is one."""
    folder = root / ".bouw" / "klaar" / fingerprint(root)
    return Frontend(folder) if folder.is_dir() else None


def ensure(root: Path = ROOT, *, update_lock: bool = False) -> Frontend:
    """The frontend of the sources as they are now, built when it is not there yet.

    `update_lock` also takes over the npm packages Reflex resolved into `reflex.lock/`; otherwise a build that needs
    other packages than the lock holds is refused. Raises `BouwFout`.
    """
    if not update_lock and (found := ready(root)):
        return found
    with locked("bouwen", root):
        if not update_lock and (found := ready(root)):
            return found
        return _build(root, update_lock)


def _build(root: Path, update_lock: bool) -> Frontend:
    sys.stdout.write("Building the frontend (half a minute; only when its sources changed)\n")
    sys.stdout.flush()
    work = root / ".bouw" / "werk"
    busy = work / "bezig"
    if busy.exists():  # an earlier build was cut off: whatever it left cannot be trusted
        shutil.rmtree(work)
    work.mkdir(parents=True, exist_ok=True)
    busy.touch()
    _copy_sources(work, root)
    wanted, before = fingerprint(work), _lock_contents(work)
    export(work)
    after = _lock_contents(work)
    if after != before:
        if not update_lock:
            raise BouwFout("The frontend needs other npm packages than reflex.lock/ names. Run: make lock-frontend")
        for folder in (root, work):
            (folder / "reflex.lock").mkdir(exist_ok=True)
            for name, content in after.items():
                (folder / "reflex.lock" / name).write_text(json.dumps(content, indent=2) + "\n")
        wanted = fingerprint(work)
    target = root / ".bouw" / "klaar" / wanted
    target.parent.mkdir(exist_ok=True)
    if not target.exists():
        _publish(work, target)
    busy.unlink()
    return Frontend(target)


def main() -> None:
    """`python -m bpv_app.build [--lock]`: build when needed, say where it is."""
    try:
        frontend = ensure(update_lock="--lock" in sys.argv[1:])
    except BouwFout as fout:
        sys.exit(str(fout))
    sys.stdout.write(f"Frontend: {frontend.web.relative_to(ROOT)}\n")


if __name__ == "__main__":
    main()
