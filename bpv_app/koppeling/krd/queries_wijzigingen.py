"""What came from the register of its own accord, and what was done with it: the list "Uit de KRD"."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from bpv_app.kernel.actor import Actor
from bpv_app.kernel.clock import toon_datum, toon_moment
from bpv_app.kernel.lijst import Cel, Filter, Keuze, Kolom, Lijst, LijstAntwoord, LijstVraag, Rij
from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.tekst import Tekst
from bpv_app.kernel.zoek import patronen
from bpv_app.koppeling.krd.queries import lees_pagina, naam_student
from bpv_app.koppeling.krd.rules_wijziging import (
    SOORT_LABEL,
    UITKOMST_LABEL,
    UITKOMST_TOON,
    WijzigingSoort,
    WijzigingUitkomst,
)
from bpv_app.koppeling.krd.tables import KrdWijziging
from bpv_app.pok.service import pok_scope
from bpv_app.pok.tables import Pok
from bpv_app.student.clauses import student_scope
from bpv_app.student.tables import Student

_SORTEER: dict[str, Any] = {"op": col(KrdWijziging.op), "ontvangen": col(KrdWijziging.ontvangen_op)}


def wijziging_scope(actor: Actor) -> sa.ColumnElement[bool]:
    """About a student or a POK of this actor; what is about nobody here is for who sees the whole school.

    The mutation freeze is for everybody who follows the register.
    """
    poks = sa.select(col(Pok.id)).where(pok_scope(actor, Actie.KRD_ZIEN))
    studenten = sa.select(col(Student.id)).where(student_scope(actor, Actie.KRD_ZIEN))
    mag: list[sa.ColumnElement[bool]] = [
        col(KrdWijziging.pok_id).in_(poks),
        col(KrdWijziging.student_id).in_(studenten),
    ]
    if actor.mag(Actie.KRD_ZIEN):
        mag.append(col(KrdWijziging.soort) == WijzigingSoort.MUTATIESTOP)
        if actor.team_ids(Actie.KRD_ZIEN) is None:
            mag.append(sa.and_(col(KrdWijziging.pok_id).is_(None), col(KrdWijziging.student_id).is_(None)))
    return sa.or_(*mag)


def list_wijzigingen(session: Session, actor: Actor, vraag: LijstVraag) -> LijstAntwoord:
    """Changes that began at the register, newest first."""
    bron = sa.join(
        sa.join(KrdWijziging, Student, col(Student.id) == col(KrdWijziging.student_id), isouter=True),
        Pok,
        col(Pok.id) == col(KrdWijziging.pok_id),
        isouter=True,
    )
    waar: list[sa.ColumnElement[bool]] = [wijziging_scope(actor)]
    waar += [
        sa.or_(col(Student.zoektekst).like(p, escape="\\"), col(Pok.zoektekst).like(p, escape="\\"))
        for p in patronen(vraag.zoek)
    ]
    if soort := vraag.filters.get("soort", ""):
        waar.append(col(KrdWijziging.soort) == WijzigingSoort(soort))
    if uitkomst := vraag.filters.get("uitkomst", ""):
        waar.append(col(KrdWijziging.uitkomst) == WijzigingUitkomst(uitkomst))
    totaal = session.execute(sa.select(sa.func.count()).select_from(bron).where(*waar)).scalar_one()
    volgorde = _SORTEER.get(vraag.sorteer, col(KrdWijziging.op))
    aflopend = vraag.aflopend or not vraag.sorteer
    ids = sa.select(col(KrdWijziging.id)).select_from(bron).where(*waar)
    plek = {
        i: n for n, i in enumerate(lees_pagina(session, vraag, ids, volgorde, col(KrdWijziging.id), aflopend=aflopend))
    }
    rijen = session.execute(
        sa.select(KrdWijziging, Student, Pok).select_from(bron).where(col(KrdWijziging.id).in_(plek))
    ).all()
    gesorteerd = sorted(rijen, key=lambda rij: plek[rij[0].id])
    return LijstAntwoord([_rij(w, s, p, vraag.taal) for w, s, p in gesorteerd], totaal)


def _dag(bron: Mapping[str, Any], veld: str, taal: str) -> str:
    try:
        return toon_datum(date.fromisoformat(str(bron.get(veld) or "")), taal)
    except ValueError:
        return ""


def wat_staat_er(soort: WijzigingSoort | None, inhoud: Mapping[str, Any], taal: str) -> str:
    """The change in a few words."""
    if soort is WijzigingSoort.ADRES:
        a = inhoud.get("adres") or {}
        straat = f"{a.get('straat') or ''} {a.get('huisnummer') or ''}".strip()
        return ", ".join(d for d in (straat, f"{a.get('postcode') or ''} {a.get('plaats') or ''}".strip()) if d)
    if soort is WijzigingSoort.VERBINTENIS:
        v = inhoud.get("verbintenis") or {}
        eind = _dag(v, "werkelijk_eind", taal)
        if eind:
            return Tekst(f"beëindigd op {eind}", f"ended on {eind}").in_taal(taal)
        tot = _dag(v, "gepland_eind", taal)
        delen = (f"{_dag(v, 'begin', taal)} – {tot}", str(v.get("crebo") or ""), str(v.get("leerweg") or ""))
        return ", ".join(d for d in delen if d)
    if soort is WijzigingSoort.POK_STATUS:
        reden = inhoud.get("reden")
        return f"{inhoud.get('krd_status') or ''}" + (f" ({reden})" if reden else "")
    if soort is WijzigingSoort.MUTATIESTOP:
        dag = _dag(inhoud, "datum", taal)
        return dag or Tekst("opgeheven", "lifted").in_taal(taal)
    return ""


def _rij(w: KrdWijziging, student: Student | None, pok: Pok | None, taal: str) -> Rij:
    soort = SOORT_LABEL[w.soort].in_taal(taal) if w.soort else Tekst("onbekend", "unknown").in_taal(taal)
    href = f"/poks/{pok.id}" if pok else f"/studenten/{student.id}" if student else ""
    naam = pok.nummer if pok else naam_student(student) if student else soort
    return Rij(
        sleutel=str(w.id),
        cellen=(
            Cel(toon_moment(w.op, taal), waarde=w.op),
            Cel(soort),
            Cel(naam_student(student) if student else "", href=f"/studenten/{student.id}" if student else ""),
            Cel(pok.nummer if pok else "", href=f"/poks/{pok.id}" if pok else ""),
            Cel(wat_staat_er(w.soort, w.inhoud, taal)),
            Cel(UITKOMST_LABEL[w.uitkomst].in_taal(taal), badge=True, toon=UITKOMST_TOON[w.uitkomst]),
            Cel(Tekst(w.tekst_nl, w.tekst_en).in_taal(taal)),
            Cel(toon_moment(w.ontvangen_op, taal), waarde=w.ontvangen_op),
            Cel(w.bron),
            Cel(w.sleutel),
        ),
        href=href,
        naam=naam,
    )


KRD_WIJZIGINGEN = Lijst(
    naam="krd-wijzigingen",
    titel=Tekst("Uit de KRD", "From the register"),
    actie=Actie.KRD_ZIEN,
    kolommen=(
        Kolom("op", Tekst("Gewijzigd", "Changed")),
        Kolom("soort", Tekst("Wat", "What"), sorteer=False),
        Kolom("student", Tekst("Student", "Student"), sorteer=False),
        Kolom("pok", Tekst("POK", "Agreement"), sorteer=False),
        Kolom("nu", Tekst("Staat in KRD", "Is in register"), sorteer=False),
        Kolom("uitkomst", Tekst("Hier", "Here"), sorteer=False),
        Kolom("toelichting", Tekst("Toelichting", "Explanation"), sorteer=False),
        Kolom("ontvangen", Tekst("Ontvangen", "Received"), standaard=False),
        Kolom("bron", Tekst("Langs", "By"), sorteer=False, standaard=False),
        Kolom("sleutel", Tekst("Sleutel", "Key"), sorteer=False, standaard=False),
    ),
    vraag=list_wijzigingen,
    filters=(
        Filter("soort", Tekst("Wat", "What"), tuple(Keuze(s.value, SOORT_LABEL[s]) for s in WijzigingSoort)),
        Filter("uitkomst", Tekst("Hier", "Here"), tuple(Keuze(u.value, UITKOMST_LABEL[u]) for u in WijzigingUitkomst)),
    ),
    zoek_label=Tekst("Student of POK-nummer", "Student or agreement number"),
    leeg=Tekst("De KRD heeft nog niets gemeld.", "The register has told nothing yet."),
    sorteer="op",
    aflopend=True,
)
