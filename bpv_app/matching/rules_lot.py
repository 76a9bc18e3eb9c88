"""Lots: one number per student per round, from a seed that is kept secret until the lists close (matching rule 3).

A student's draw is SHA-256("<seed>:<student>") in UTF-8, read as a number, as in the rounds of the app; the lowest goes
first. So anyone can check one student's draw with the seed alone, and neither the order of rows nor who else takes
part changes it. A priority group goes before the draw: lower numbers first, nobody's group last.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence


def trek(seed: str, student: str) -> bytes:
    """The draw of one student: 32 bytes, to be compared as a number."""
    return hashlib.sha256(f"{seed}:{student}".encode()).digest()


def seed_hash(seed: str) -> str:
    """What is published before the lists close: it commits the school to the seed without showing it."""
    return hashlib.sha256(seed.encode()).hexdigest()


def seed_van_deelnemers(studenten: Sequence[str]) -> str:
    """A seed when nobody gives one: the same for the same participants, in whatever order they come."""
    return hashlib.sha256("\n".join(sorted(studenten)).encode()).hexdigest()


def maak_loten(
    studenten: Sequence[str],
    seed: str,
    groepen: Sequence[int | None] | None = None,
    eigen: Sequence[int | None] | None = None,
) -> list[int]:
    """The lot of each student, 1 … n, all different; 1 chooses first.

    `groepen`: the priority group of each, None for none; `eigen`: the school's own lots, used in place of the draw.
    """

    def sleutel(i: int) -> tuple[bool, int, bool, int, bytes, str]:
        groep = groepen[i] if groepen is not None else None
        lot = eigen[i] if eigen is not None else None
        draw = b"" if lot is not None else trek(seed, studenten[i])
        return (groep is None, groep or 0, lot is None, lot or 0, draw, studenten[i])

    loten = [0] * len(studenten)
    for nummer, i in enumerate(sorted(range(len(studenten)), key=sleutel), 1):
        loten[i] = nummer
    return loten
