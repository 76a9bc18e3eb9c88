"""A dossier in words: its checklist, documents, conversations and data."""

from __future__ import annotations

from dataclasses import dataclass

from bpv_app.dossier.queries_detail import DossierDetail
from bpv_app.gesprek.queries_detail import DossierMoment
from bpv_app.gesprek.rules_toestand import TOESTAND_LABEL, TOESTAND_TOON
from bpv_app.gesprek.rules_tonen import venster_tekst, wanneer_tekst
from bpv_app.kernel.clock import toon_datum
from bpv_app.kernel.tekst import Tekst
from bpv_app.pok.pages import beeld
from bpv_app.student.rules import LEERWEG_LABEL


@dataclass
class PuntBeeld:
    """A line of the checklist."""

    label: str
    goed: bool
    blokkeert: bool
    uitleg: str


@dataclass
class DocumentBeeld:
    naam: str
    klaar: bool


@dataclass
class MomentBeeld:
    """A conversation of this placement; without `href` it is not for who looks."""

    naam: str
    wanneer: str
    href: str = ""
    stand: str = ""
    toon: str = ""


def moment_beeld(m: DossierMoment, taal: str) -> MomentBeeld:
    """A conversation as a line."""
    if m.gehouden_op is not None:
        wanneer = toon_datum(m.gehouden_op, taal)
    elif m.afspraak_op is not None:
        wanneer = wanneer_tekst(m.afspraak_op, taal)
    else:
        wanneer = venster_tekst(m.venster_van, m.venster_tot, taal)
    stand = TOESTAND_LABEL[m.toestand].in_taal(taal)
    return MomentBeeld(m.naam, wanneer, f"/gesprekken/{m.id}", stand, TOESTAND_TOON[m.toestand])


def gegevens_van(d: DossierDetail, taal: str) -> list[beeld.Veld]:
    """What the dossier says of student and placement, as far as it is known."""
    return [
        beeld.Veld(label.in_taal(taal), waarde)
        for label, waarde in (
            (Tekst("Studentnummer", "Student number"), d.studentnummer),
            (Tekst("Klas", "Class"), d.klas),
            (Tekst("Opleiding", "Programme"), f"{d.opleiding_naam} ({d.crebo})"),
            (Tekst("Leerweg", "Route"), LEERWEG_LABEL[d.leerweg].in_taal(taal) if d.leerweg else ""),
            (
                Tekst("Verbintenis", "Enrolment"),
                beeld.periode(d.verbintenis_begin_op, d.verbintenis_eind_op, taal),
            ),
            (Tekst("Dossierinrichting", "Dossier set-up"), d.inrichting_naam),
            (Tekst("Periode", "Period"), beeld.periode(d.begin_op, d.eind_op, taal)),
            (Tekst("Uren (SBU)", "Hours"), beeld.getal(d.uren_totaal)),
            (Tekst("Onderwijsbegeleider", "School supervisor"), d.onderwijsbegeleider_naam),
        )
        if waarde
    ]
