"""Where we and the register differ, with what to do about it: the list of the KRD screen."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from bpv_app.kernel.actor import Actor
from bpv_app.kernel.clock import toon_datum, toon_moment
from bpv_app.kernel.lijst import Cel, Filter, Keuze, Kolom, Lijst, LijstAntwoord, LijstVraag, Rij
from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.tekst import Tekst
from bpv_app.koppeling.krd.clauses import is_geweigerd, is_verschil, past_niet
from bpv_app.koppeling.krd.queries import lees_pagina, naam_student, zoek_pok
from bpv_app.koppeling.krd.rules import KENT_NIET, ONBEKEND, VERSCHILT, advies
from bpv_app.koppeling.krd.rules_verschil import herstel_href, voorstel
from bpv_app.pok.rules import KRD_LABEL, KRD_STATUS, STATUS_LABEL, STATUS_TOON
from bpv_app.pok.rules_krd import STAND_LABEL, STAND_TOON, KrdStand, krd_stand
from bpv_app.pok.service import pok_scope
from bpv_app.pok.tables import Pok
from bpv_app.student.tables import Student, Verbintenis

_VERSCHIL_SORTEER: dict[str, Any] = {
    "pok": col(Pok.nummer),
    "begin": col(Pok.begin_op),
    "sinds": col(Pok.krd_bijgewerkt_op),
}
VERBINTENIS = "verbintenis"
_SOORT = {
    KrdStand.GEWEIGERD.value: (is_geweigerd, STAND_LABEL[KrdStand.GEWEIGERD]),
    KrdStand.VERSCHIL.value: (is_verschil, STAND_LABEL[KrdStand.VERSCHIL]),
    VERBINTENIS: (past_niet, Tekst("past niet bij verbintenis", "does not fit the enrolment")),
}
_KORTER = Tekst(
    "Beëindig de stage eerder (“Stage afsluiten”), of maak een mutatie met een eerdere einddatum.",
    "End the placement early (“Close placement”), or make an amendment with an earlier end.",
)
_ANDER_CREBO = Tekst(
    "Maak een mutatie voor de andere opleiding, of laat studentenzaken de verbintenis nakijken.",
    "Make an amendment for the other programme, or have the student administration check the enrolment.",
)


def list_verschillen(session: Session, actor: Actor, vraag: LijstVraag) -> LijstAntwoord:
    """POKs that the register refused, or about which it holds something else, the first to start on top."""
    soort = vraag.filters.get("soort", "")
    welke = [clause() for naam, (clause, _) in _SOORT.items() if soort in ("", naam)]
    waar = [pok_scope(actor, Actie.KRD_ZIEN), sa.or_(*welke), *zoek_pok(vraag.zoek)]
    if code := vraag.filters.get("code", ""):
        waar.append(sa.func.upper(col(Pok.krd_fout_code)) == code.upper())
    totaal = session.execute(sa.select(sa.func.count()).select_from(Pok).where(*waar)).scalar_one()
    volgorde = _VERSCHIL_SORTEER.get(vraag.sorteer, col(Pok.begin_op))
    ids = sa.select(col(Pok.id)).where(*waar)
    plek = {
        i: n for n, i in enumerate(lees_pagina(session, vraag, ids, volgorde, col(Pok.id), aflopend=vraag.aflopend))
    }
    rijen = session.execute(
        sa.select(Pok, Student, Verbintenis)
        .join(Student, col(Student.id) == col(Pok.student_id))
        .join(Verbintenis, col(Verbintenis.id) == col(Pok.verbintenis_id))
        .where(col(Pok.id).in_(plek))
    ).all()
    gesorteerd = sorted(rijen, key=lambda rij: plek[rij[0].id])
    return LijstAntwoord([_verschil_rij(p, s, v, vraag.taal) for p, s, v in gesorteerd], totaal)


def _wat_is_er(pok: Pok, verbintenis: Verbintenis, stand: KrdStand) -> tuple[Tekst, Tekst]:
    """What is the matter, in the register's own words when it refused; and what to do about it."""
    if pok.krd_fout_tekst or pok.krd_fout_code:
        tekst = pok.krd_fout_tekst or pok.krd_fout_code
        return Tekst(tekst, tekst), advies(pok.krd_fout_code)
    if stand is KrdStand.VERSCHIL:
        return (VERSCHILT if pok.krd_status else KENT_NIET), voorstel(pok.status, pok.krd_status).tekst
    eind = verbintenis.werkelijk_eind_op or verbintenis.gepland_eind_op
    if eind and pok.eind_op and pok.eind_op > eind:
        return Tekst(
            f"De verbintenis eindigt {toon_datum(eind, 'nl')}, de POK pas {toon_datum(pok.eind_op, 'nl')}.",
            f"The enrolment ends {toon_datum(eind, 'en')}, the agreement only {toon_datum(pok.eind_op, 'en')}.",
        ), _KORTER
    return Tekst(
        f"De verbintenis is nu voor crebo {verbintenis.crebo}, de POK voor {pok.crebo}.",
        f"The enrolment is now for crebo {verbintenis.crebo}, the agreement for {pok.crebo}.",
    ), _ANDER_CREBO


def _verschil_rij(pok: Pok, student: Student, verbintenis: Verbintenis, taal: str) -> Rij:
    href = f"/poks/{pok.id}"
    stand = krd_stand(pok.status, pok.krd_status, pok.krd_fout_code, is_wachtend=False)
    toon = STAND_TOON[stand]
    wat, doen = _wat_is_er(pok, verbintenis, stand)
    buiten = stand not in (KrdStand.GEWEIGERD, KrdStand.VERSCHIL)
    soort = _SOORT[VERBINTENIS][1] if buiten else STAND_LABEL[stand]
    herstel = herstel_href(pok.krd_fout_code, pok.id or 0, pok.dossier_id, pok.status)
    return Rij(
        sleutel=str(pok.id),
        cellen=(
            Cel(pok.nummer, href=href),
            Cel(naam_student(student)),
            Cel(toon_datum(pok.begin_op, taal), waarde=pok.begin_op),
            Cel(STATUS_LABEL[pok.status].in_taal(taal), badge=True, toon=STATUS_TOON[pok.status]),
            Cel(KRD_LABEL[KRD_STATUS[pok.status]].in_taal(taal)),
            Cel((KRD_LABEL[pok.krd_status] if pok.krd_status else ONBEKEND).in_taal(taal), badge=True, toon=toon),
            Cel(soort.in_taal(taal), badge=True, toon="warning" if buiten else toon),
            Cel(wat.in_taal(taal)),
            Cel(doen.in_taal(taal), href=herstel),
            Cel(toon_moment(pok.krd_bijgewerkt_op, taal), waarde=pok.krd_bijgewerkt_op),
            Cel(pok.krd_fout_code),
        ),
        href=href,
        naam=pok.nummer,
    )


KRD_VERSCHILLEN = Lijst(
    naam="krd-verschillen",
    titel=Tekst("KRD-verschillen", "Register differences"),
    actie=Actie.KRD_ZIEN,
    kolommen=(
        Kolom("pok", Tekst("POK", "Agreement")),
        Kolom("student", Tekst("Student", "Student"), sorteer=False),
        Kolom("begin", Tekst("Begin", "Start")),
        Kolom("status", Tekst("Status hier", "Status here"), sorteer=False),
        Kolom("hoort", Tekst("Hoort in KRD", "Should be in register"), sorteer=False, standaard=False),
        Kolom("krd", Tekst("Staat in KRD", "Is in register"), sorteer=False),
        Kolom("soort", Tekst("Wat", "What"), sorteer=False, standaard=False),
        Kolom("reden", Tekst("Wat is er", "What is the matter"), sorteer=False),
        Kolom("advies", Tekst("Wat te doen", "What to do"), sorteer=False),
        Kolom("sinds", Tekst("Laatste antwoord", "Last answer"), standaard=False),
        Kolom("code", Tekst("Code", "Code"), sorteer=False, standaard=False),
    ),
    vraag=list_verschillen,
    filters=(
        Filter("soort", Tekst("Wat", "What"), tuple(Keuze(naam, label) for naam, (_, label) in _SOORT.items())),
        Filter("code", Tekst("Code van de KRD", "Code of the register"), soort="tekst"),
    ),
    zoek_label=Tekst("POK-nummer of student", "Agreement number or student"),
    leeg=Tekst(
        "Geen verschillen: de KRD heeft wat hier staat.", "No differences: the register holds what stands here."
    ),
    sorteer="begin",
)
