"""The document store: files under their own SHA-256 in BPV_DATA_DIR, outside the web root, served only after a check.

A file is written and synced *before* the row that names it is committed. A crash in between leaves an unnamed file,
never a row without its file. Writing the same bytes twice is harmless.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from pathlib import Path

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
