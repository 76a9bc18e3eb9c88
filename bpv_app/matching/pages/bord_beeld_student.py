"""One student of the board in the person's language: the list, why, and where a move may go."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from bpv_app.kernel.tekst import Tekst
from bpv_app.matching.queries_waarom import Keuze, Waarom
from bpv_app.matching.rules_voorstel import GROND_LABEL
from bpv_app.matching.verklaring import reden_zin, uitleg_zin


@dataclass
class KeuzeBeeld:
    """A place for one student. `waarde`: what moving there is called in a form."""

    id: int
    rang: str
    titel: str
    vrij: str
    uitleg: str
    is_hier: bool
    is_uitgesloten: bool


@dataclass
class WieBeeld:
    """The student of the open window. `vast_id` 0: no lock."""

    id: int = 0
    naam: str = ""
    onder: str = ""
    reden: str = ""
    is_gepind: bool = False
    vast_id: int = 0


def keuzes_beeld(waarom: Waarom, keuzes: Iterable[Keuze], taal: str) -> list[KeuzeBeeld]:
    """The places of one student with the sentence that goes with each."""
    hier = waarom.kaart.plaats_id
    uit = []
    for k in keuzes:
        vrij = Tekst(f"{k.vrij} vrij", f"{k.vrij} free") if k.vrij else Tekst("vol", "full")
        if k.is_weg:
            vrij = Tekst("ingetrokken", "withdrawn")
        delen = [vrij.in_taal(taal)] + ([f"{k.km:.0f} km"] if k.km is not None else [])
        uitleg = uitleg_zin(k.getallen).in_taal(taal) if k.code else ""
        if k.plaats_id == hier:
            grond = waarom.kaart.grond
            uitleg = GROND_LABEL[grond].in_taal(taal) if grond else ""
        uit.append(
            KeuzeBeeld(
                id=k.plaats_id,
                rang=f"{k.rang}." if k.rang else "",
                titel=f"{k.titel}, {k.bedrijf}",
                vrij=" · ".join(delen),
                uitleg=uitleg,
                is_hier=k.plaats_id == hier,
                is_uitgesloten=bool(k.uitgesloten_id),
            )
        )
    return uit


def wie_beeld(waarom: Waarom, taal: str) -> WieBeeld:
    """The head of a student's window."""
    k = waarom.kaart
    keuzes = Tekst(f"{k.keuzes} keuzes ingestuurd", f"{k.keuzes} choices sent in")
    if not k.keuzes:
        keuzes = Tekst("geen lijst ingestuurd", "no list sent in")
    mogelijk = Tekst(f"{k.mogelijk} plaatsen mogelijk", f"{k.mogelijk} places possible")
    return WieBeeld(
        id=k.deelnemer_id,
        naam=k.naam,
        onder=" · ".join((k.klas, f"lot {k.lot}", keuzes.in_taal(taal), mogelijk.in_taal(taal))),
        reden=reden_zin(k.reden, k.getallen).in_taal(taal) if k.plaats_id is None else "",
        is_gepind=k.is_gepind,
        vast_id=k.vast_id,
    )
