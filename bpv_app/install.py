"""Makes `.venv` from `requirements.lock`. Runs before anything is installed: standard library only.

Called by the Makefile as `python3 -I bpv_app/install.py`, when the lock file is newer than the environment. Does
nothing when its contents, what `pyproject.toml` says of the package, and the Python version are what they were;
callers at the same time wait for each other.
"""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
STAMP = VENV / "geinstalleerd"
LOCKS = ROOT / ".slot"


def say(line: str) -> None:
    """Print one line for the person at the terminal."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def stop(line: str) -> None:
    """End with one sentence on stderr that says what to do."""
    sys.exit(f"BPV-app: {line}")


def wanted() -> str:
    """Fingerprint of everything that decides what is in the environment, its place included: scripts name it."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    parts = hashlib.sha256(f"{sys.version_info[:2]} {VENV} {project['project']} {project['build-system']}".encode())
    parts.update((ROOT / "requirements.lock").read_bytes())
    return parts.hexdigest()


def is_healthy() -> bool:
    """Whether `.venv` has a working Python of the version that is running now, with pip."""
    if not PYTHON.exists():
        return False
    version = f"{sys.version_info[0]}.{sys.version_info[1]}"
    check = f"import sys, pip; sys.exit(sys.version_info[:2] != tuple(map(int, '{version}'.split('.'))))"
    return subprocess.run([PYTHON, "-I", "-c", check], capture_output=True).returncode == 0


def pip(*arguments: str) -> None:
    """Run pip of the environment; stop with its output in sight when it fails."""
    command = [str(PYTHON), "-I", "-m", "pip", "--disable-pip-version-check", *arguments]
    if subprocess.run(command, cwd=ROOT).returncode != 0:
        stop("installing did not succeed; the reason is above. Run the same command again once it is solved.")


def install() -> None:
    """Bring `.venv` to what the lock file says."""
    STAMP.unlink(missing_ok=True)
    if not is_healthy():
        try:
            import ensurepip  # noqa: F401
        except ImportError:
            stop("this Python cannot make an environment. On Debian and Ubuntu: apt-get install python3-venv")
        shutil.rmtree(VENV, ignore_errors=True)
        say(f"Making .venv with Python {sys.version.split()[0]}")
        if subprocess.run([sys.executable, "-I", "-m", "venv", str(VENV)]).returncode != 0:
            stop("making .venv did not succeed; the reason is above.")
    say("Installing what requirements.lock names (once)")
    # The lock file is complete: nothing to resolve (`--no-deps`), and a later check that it really is. What is used
    # gets compiled when it is first used.
    pip("install", "-qq", "--no-compile", "--no-deps", "--require-hashes", "-r", "requirements.lock")
    pip("install", "-qq", "--no-compile", "--no-deps", "--no-build-isolation", "--editable", ".")
    pip("check", "-qq")


def main() -> None:
    """Install when needed, one caller at a time."""
    LOCKS.mkdir(exist_ok=True)
    with (LOCKS / "installeren").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        fingerprint = wanted()
        if STAMP.exists() and STAMP.read_text() == fingerprint and is_healthy():
            STAMP.touch()  # make goes by the time
            return
        os.environ.pop("PIP_TARGET", None)
        install()
        STAMP.write_text(fingerprint)


if __name__ == "__main__":
    main()
