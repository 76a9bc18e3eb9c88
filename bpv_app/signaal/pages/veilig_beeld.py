"""A student's own reports in words, in their language."""

from __future__ import annotations

from dataclasses import dataclass, field

from bpv_app.kernel.clock import toon_moment
from bpv_app.kernel.tekst import Tekst
from bpv_app.signaal.queries_melding import MeldingBeeld
from bpv_app.signaal.rules_melding import (
    SOORT_LABEL,
    STATUS_LABEL,
    STATUS_TOON,
    VOOR_STUDENT,
    MeldingStap,
    MeldingStatus,
    Wie,
)


@dataclass
class WoordBeeld:
    """What was said."""

    van: str
    tekst: str
    van_mij: bool


@dataclass
class MijnMelding:
    """A report as the student sees it."""

    id: str
    soort: str
    status: str
    toon: str
    zin: str
    open: bool
    ontvanger_is_er: bool
    begeleider_weet: bool
    woorden: list[WoordBeeld] = field(default_factory=list)
    blikken: list[str] = field(default_factory=list)


def belt(naam: str, telefoon: str) -> str:
    """A number with whose it is."""
    return naam if naam == telefoon else f"{naam}: {telefoon}"


def mijn_melding(m: MeldingBeeld, taal: str) -> MijnMelding:
    """One report."""
    jij = Tekst("Jij", "You").in_taal(taal)
    gelezen = Tekst("gelezen", "read").in_taal(taal)
    return MijnMelding(
        id=str(m.id),
        soort=SOORT_LABEL[m.soort].in_taal(taal),
        status=STATUS_LABEL[m.status].in_taal(taal),
        toon=STATUS_TOON[m.status],
        zin=VOOR_STUDENT[m.status].vul(naam=m.ontvanger).in_taal(taal),
        open=m.status is not MeldingStatus.INGETROKKEN,
        ontvanger_is_er=m.ontvanger_is_er,
        begeleider_weet=m.begeleider_weet,
        woorden=[
            WoordBeeld(
                f"{jij if w.van is Wie.STUDENT else w.naam}, {toon_moment(w.op, taal)}", w.tekst, w.van is Wie.STUDENT
            )
            for w in m.woorden
            if w.tekst
        ],
        blikken=[
            f"{b.naam}, {toon_moment(b.op, taal)}: {gelezen}" for b in m.blikken if b.stap in (None, MeldingStap.LEZEN)
        ],
    )
