"""The document store: files under their own SHA-256 in BPV_DATA_DIR, outside the web root, served only after a check.

A file is written and synced *before* the row that names it is committed. A crash in between leaves an unnamed file,
never a row without its file. Writing the same bytes twice is harmless.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from bpv_app.config import instellingen


def _pad(sha256: str) -> Path:
    if len(sha256) != 64 or not all(c in "0123456789abcdef" for c in sha256):
        raise ValueError("not a sha256")
    return instellingen().documenten_dir / sha256[:2] / sha256


def bewaar(inhoud: bytes) -> str:
    """Store `inhoud`; returns its SHA-256 in hexadecimal."""
    sha256 = hashlib.sha256(inhoud).hexdigest()
    pad = _pad(sha256)
    if pad.exists():
        return sha256
    pad.parent.mkdir(parents=True, exist_ok=True)
    fd, tijdelijk = tempfile.mkstemp(dir=pad.parent, prefix=".nieuw-")
    try:
        with os.fdopen(fd, "wb") as bestand:
            bestand.write(inhoud)
            bestand.flush()
            os.fsync(bestand.fileno())
        Path(tijdelijk).replace(pad)
    except BaseException:
        Path(tijdelijk).unlink(missing_ok=True)
        raise
    return sha256


def lees(sha256: str) -> bytes:
    """The stored bytes. Raises FileNotFoundError when they are gone, ValueError when they were changed on disk."""
    inhoud = _pad(sha256).read_bytes()
    if hashlib.sha256(inhoud).hexdigest() != sha256:
        raise ValueError(f"stored document {sha256[:12]} was changed on disk")
    return inhoud


class Nieuw:
    """A file that is being written: `write` it piece by piece. `sha256` is known when the block of `schrijf` ended."""

    def __init__(self, bestand: IO[bytes]) -> None:
        """Writes to `bestand`."""
        self._bestand, self._som = bestand, hashlib.sha256()
        self.grootte, self.sha256 = 0, ""

    def write(self, deel: bytes, /) -> int:
        """Take the next bytes."""
        self._som.update(deel)
        self.grootte += len(deel)
        return self._bestand.write(deel)

    def sluit(self) -> str:
        """No more bytes; returns their SHA-256 in hexadecimal."""
        self.sha256 = self._som.hexdigest()
        return self.sha256


@contextmanager
def schrijf() -> Iterator[Nieuw]:
    """Store a file of any size piece by piece; it is there when the block ends well, and not at all otherwise."""
    map_ = instellingen().documenten_dir
    map_.mkdir(parents=True, exist_ok=True)
    fd, tijdelijk = tempfile.mkstemp(dir=map_, prefix=".nieuw-")
    try:
        with os.fdopen(fd, "wb") as bestand:
            nieuw = Nieuw(bestand)
            yield nieuw
            bestand.flush()
            os.fsync(bestand.fileno())
        pad = _pad(nieuw.sluit())
        pad.parent.mkdir(parents=True, exist_ok=True)
        Path(tijdelijk).replace(pad)
    except BaseException:
        Path(tijdelijk).unlink(missing_ok=True)
        raise


STUK = 256 * 1024


def open_bestand(sha256: str) -> IO[bytes]:
    """The stored file at its begin, to send piece by piece; it was read through once and is what was stored.

    Raises FileNotFoundError when it is gone, ValueError when it was changed on disk.
    """
    bestand = _pad(sha256).open("rb")
    try:
        if hashlib.file_digest(bestand, "sha256").hexdigest() != sha256:
            raise ValueError(f"stored document {sha256[:12]} was changed on disk")
        bestand.seek(0)
    except BaseException:
        bestand.close()
        raise
    return bestand
