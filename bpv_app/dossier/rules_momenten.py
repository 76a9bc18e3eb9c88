"""Conversation moments in a dossier set-up: when, how, with whom; read from the form and from what was stored before.

Stored as JSON. Set-ups made before moments had a form and a window hold just `naam` and `dagen_na_begin`; those are
read with the defaults below.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from bpv_app.kernel.tekst import Tekst

MAX_VENSTER = 180
STANDAARD_VENSTER = 14
"""Days in which a moment can be held, half of them before its day and half after."""


class Vorm(StrEnum):
    """How the parties meet."""

    BEZOEK = "bezoek"
    ONLINE = "online"
    TELEFOON = "telefoon"
    OP_SCHOOL = "op_school"


VORM_LABEL: dict[Vorm, Tekst] = {
    Vorm.BEZOEK: Tekst("Bezoek", "Visit"),
    Vorm.ONLINE: Tekst("Online", "Online"),
    Vorm.TELEFOON: Tekst("Telefoon", "Phone"),
    Vorm.OP_SCHOOL: Tekst("Op school", "At school"),
}


class Deelnemer(StrEnum):
    """The three parties of a conversation."""

    STUDENT = "student"
    PRAKTIJKOPLEIDER = "praktijkopleider"
    ONDERWIJSBEGELEIDER = "onderwijsbegeleider"


DEELNEMER_LABEL: dict[Deelnemer, Tekst] = {
    Deelnemer.STUDENT: Tekst("Student", "Student"),
    Deelnemer.PRAKTIJKOPLEIDER: Tekst("Praktijkopleider", "Workplace supervisor"),
    Deelnemer.ONDERWIJSBEGELEIDER: Tekst("Onderwijsbegeleider", "School supervisor"),
}
ALLE_DEELNEMERS = tuple(Deelnemer)
ALLEN = "allen"


@dataclass(frozen=True, slots=True)
class Gespreksmoment:
    """A conversation to be held around `dagen_na_begin` days after the placement begins (negative: before).

    `venster_dagen` is how many days its window is long; `deelnemers` are values of `Deelnemer` and always hold the
    onderwijsbegeleider.
    """

    naam: str
    dagen_na_begin: int
    vorm: str = Vorm.BEZOEK.value
    deelnemers: tuple[str, ...] = tuple(d.value for d in ALLE_DEELNEMERS)
    venster_dagen: int = STANDAARD_VENSTER

    def venster(self, begin_op: date) -> tuple[date, date]:
        """First and last day (inclusive) for a placement that begins on `begin_op`."""
        dag = begin_op + timedelta(days=self.dagen_na_begin)
        van = dag - timedelta(days=self.venster_dagen // 2)
        return van, van + timedelta(days=self.venster_dagen)


def moment_van(opgeslagen: Mapping[str, Any]) -> Gespreksmoment:
    """A moment as stored, today's or an older form."""
    vorm = str(opgeslagen.get("vorm", Vorm.BEZOEK.value))
    wie = {str(d) for d in opgeslagen.get("deelnemers") or ALLE_DEELNEMERS}
    return Gespreksmoment(
        str(opgeslagen["naam"]),
        int(opgeslagen["dagen_na_begin"]),
        vorm if vorm in set(Vorm) else Vorm.BEZOEK.value,
        orden_deelnemers(wie),
        int(opgeslagen.get("venster_dagen", STANDAARD_VENSTER)),
    )


def als_opgeslagen(moment: Gespreksmoment) -> dict[str, Any]:
    """The JSON `moment_van` reads."""
    return {
        "naam": moment.naam,
        "dagen_na_begin": moment.dagen_na_begin,
        "vorm": moment.vorm,
        "deelnemers": list(moment.deelnemers),
        "venster_dagen": moment.venster_dagen,
    }


def orden_deelnemers(wie: Any) -> tuple[str, ...]:
    """Known parties in their fixed order; the school's begeleider always is one of them."""
    bekend = {str(d) for d in wie} | {Deelnemer.ONDERWIJSBEGELEIDER.value}
    return tuple(d.value for d in Deelnemer if d.value in bekend)


def _vorm(tekst: str) -> str:
    klein = tekst.casefold()
    for vorm, label in VORM_LABEL.items():
        if klein in (vorm.value, label.nl.casefold(), label.en.casefold()):
            return vorm.value
    raise ValueError("onbekende vorm")


def _wie(tekst: str) -> tuple[str, ...]:
    if tekst.casefold() in (ALLEN, "all"):
        return tuple(d.value for d in ALLE_DEELNEMERS)
    woorden = [w for w in re.split(r"[,+\s]+", tekst.casefold()) if w]
    if not woorden or any(w not in set(Deelnemer) for w in woorden):
        raise ValueError("onbekende deelnemer")
    return orden_deelnemers(woorden)


_REGEL = tuple(
    re.compile(rf"(.*);\s*(-?\d{{1,6}})\s*{rest}", re.ASCII | re.DOTALL)
    for rest in (r";([^;]*);([^;]*);\s*(\d{1,6})", r";([^;]*);([^;]*)", r";([^;]*)", "")
)
"""The longest form first, counted from the right: a name may hold a semicolon, what follows it may not."""


def lees_gespreksmomenten(tekst: str) -> tuple[Gespreksmoment, ...]:
    """One moment per line: `naam; dagen`, and if wished `; vorm; wie; vensterdagen`. Raises ValueError."""
    momenten = []
    for regel in filter(None, (r.strip() for r in tekst.splitlines())):
        gevonden = next(filter(None, (vorm.fullmatch(regel) for vorm in _REGEL)), None)
        if gevonden is None:
            raise ValueError("geen gespreksmoment")
        naam, dagen, vorm, wie, venster = [*gevonden.groups(), "", "", ""][:5]
        momenten.append(
            Gespreksmoment(
                naam.strip(),
                int(dagen),
                _vorm(vorm.strip()) if vorm.strip() else Vorm.BEZOEK.value,
                _wie(wie.strip()) if wie.strip() else tuple(d.value for d in ALLE_DEELNEMERS),
                int(venster) if venster else STANDAARD_VENSTER,
            )
        )
    return tuple(momenten)


def toon_gespreksmomenten(momenten: Sequence[Gespreksmoment]) -> str:
    """The text `lees_gespreksmomenten` reads."""
    alle = tuple(d.value for d in ALLE_DEELNEMERS)
    regels = []
    for g in momenten:
        wie = ALLEN if g.deelnemers == alle else ", ".join(g.deelnemers)
        regels.append(f"{g.naam}; {g.dagen_na_begin}; {VORM_LABEL[Vorm(g.vorm)].nl.lower()}; {wie}; {g.venster_dagen}")
    return "\n".join(regels)
