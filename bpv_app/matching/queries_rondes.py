"""The coordinator's lists: rounds, and the participants of rounds with how far each is."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from bpv_app.kernel.actor import Actor
from bpv_app.kernel.clock import toon_datum, toon_moment
from bpv_app.kernel.lijst import Cel, Filter, Keuze, Kolom, Lijst, LijstAntwoord, LijstVraag, Rij
from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.tekst import Tekst
from bpv_app.kernel.zoek import patronen
from bpv_app.matching.clauses_ronde import ronde_scope
from bpv_app.matching.queries_ronde import tel_rondes
from bpv_app.matching.rules_afspraak import AfspraakSoort
from bpv_app.matching.rules_loting import VOORRANG_LABEL, Voorrang
from bpv_app.matching.rules_ronde import STATUS_LABEL, STATUS_TOON, RondeStatus
from bpv_app.matching.rules_toelating import Regel, Trede, waterval_tekst
from bpv_app.matching.tables_ronde import Afspraak, Ronde, RondePlaats, RondeStudent, Voorkeurlijst
from bpv_app.student.tables import Student

_SORTEER: dict[str, Any] = {
    "naam": sa.func.lower(col(Ronde.naam)),
    "status": col(Ronde.status),
    "periode": col(Ronde.van),
    "sluit": col(Ronde.sluit_op),
}


def list_rondes(session: Session, actor: Actor, vraag: LijstVraag) -> LijstAntwoord:
    """One page of rounds in the actor's scope."""
    where: list[Any] = [ronde_scope(actor)]
    where += [sa.func.lower(col(Ronde.naam)).like(p, escape="\\") for p in patronen(vraag.zoek)]
    if status := vraag.filters.get("status"):
        where.append(col(Ronde.status) == status)
    totaal = session.execute(sa.select(sa.func.count()).select_from(Ronde).where(*where)).scalar_one()
    richting = sa.desc if vraag.aflopend else sa.asc
    standaard = [col(Ronde.van).desc(), col(Ronde.sluit_op).desc()]
    volgorde = [richting(_SORTEER[vraag.sorteer])] if vraag.sorteer in _SORTEER else standaard
    rondes = (
        session.execute(
            sa.select(Ronde)
            .where(*where)
            .order_by(*volgorde, col(Ronde.id).desc())
            .offset(vraag.offset)
            .limit(vraag.per_pagina)
        )
        .scalars()
        .all()
    )
    telling = tel_rondes(session, [r.id or 0 for r in rondes])
    rijen = []
    for r in rondes:
        t, taal = telling[r.id or 0], vraag.taal
        href = f"/rondes/{r.id}"
        van, tot = toon_datum(r.van, taal), toon_datum(r.tot, taal)
        rijen.append(
            Rij(
                sleutel=str(r.id),
                cellen=(
                    Cel(r.naam, href=href, waarde=r.naam),
                    Cel(
                        STATUS_LABEL[r.status].in_taal(taal),
                        badge=True,
                        toon=STATUS_TOON[r.status],
                        waarde=r.status.value,
                    ),
                    Cel(f"{van} – {tot}", waarde=f"{r.van} {r.tot}"),
                    Cel(toon_moment(r.sluit_op, taal), waarde=r.sluit_op.isoformat()),
                    Cel(str(t.studenten), waarde=t.studenten),
                    Cel(str(t.ingestuurd), waarde=t.ingestuurd),
                    Cel(str(t.plekken), waarde=t.plekken),
                    Cel(str(t.verzoeken), badge=t.verzoeken > 0, toon="warning", waarde=t.verzoeken),
                ),
                href=href,
                naam=r.naam,
            )
        )
    return LijstAntwoord(rijen, totaal)


RONDES = Lijst(
    naam="rondes",
    titel=Tekst("Rondes", "Rounds"),
    actie=Actie.RONDE_ZIEN,
    kolommen=(
        Kolom("naam", Tekst("Naam", "Name")),
        Kolom("status", Tekst("Status", "Status")),
        Kolom("periode", Tekst("Stageperiode", "Placement period")),
        Kolom("sluit", Tekst("Sluit", "Closes")),
        Kolom("studenten", Tekst("Studenten", "Students"), sorteer=False, rechts=True),
        Kolom("ingestuurd", Tekst("Ingestuurd", "Sent in"), sorteer=False, rechts=True),
        Kolom("plekken", Tekst("Plekken", "Slots"), sorteer=False, rechts=True),
        Kolom("verzoeken", Tekst("Te beslissen", "To decide"), sorteer=False, rechts=True),
    ),
    vraag=list_rondes,
    filters=(Filter("status", Tekst("Status", "Status"), tuple(Keuze(s.value, STATUS_LABEL[s]) for s in RondeStatus)),),
    leeg=Tekst("Nog geen rondes. Maak er een.", "No rounds yet. Make one."),
)

# -- participants ---

_INGESTUURD = col(Voorkeurlijst.ingestuurd_op).is_not(None)
_GEWIJZIGD = sa.and_(_INGESTUURD, col(Voorkeurlijst.ingestuurd_versie) != col(Voorkeurlijst.versie))
_STANDEN: dict[str, tuple[Tekst, str, Any]] = {
    "ingestuurd": (Tekst("Ingestuurd", "Sent in"), "success", sa.and_(_INGESTUURD, sa.not_(_GEWIJZIGD))),
    "gewijzigd": (Tekst("Gewijzigd, niet opnieuw ingestuurd", "Changed, not sent in again"), "warning", _GEWIJZIGD),
    "bezig": (
        Tekst("Bezig, niet ingestuurd", "Busy, not sent in"),
        "info",
        sa.and_(col(Voorkeurlijst.id).is_not(None), col(Voorkeurlijst.ingestuurd_op).is_(None)),
    ),
    "niets": (
        Tekst("Nog niets", "Nothing yet"),
        "error",
        sa.and_(col(Voorkeurlijst.id).is_(None), col(RondeStudent.mogelijk) > 0),
    ),
    "geen": (
        Tekst("Geen mogelijke plaats", "No possible place"),
        "error",
        sa.and_(col(Voorkeurlijst.id).is_(None), col(RondeStudent.mogelijk) == 0),
    ),
}
_STUDENT_SORTEER: dict[str, Any] = {
    "naam": sa.func.lower(col(Student.naam)),
    "klas": col(Student.klas),
    "mogelijk": col(RondeStudent.mogelijk),
    "ingestuurd_op": col(Voorkeurlijst.ingestuurd_op),
    "lot": col(RondeStudent.lot),
}


def filters_van(session: Session, actor: Actor) -> tuple[Filter, ...]:
    """The rounds to choose from."""
    rijen = session.execute(
        sa.select(col(Ronde.id), col(Ronde.naam)).where(ronde_scope(actor)).order_by(col(Ronde.id).desc()).limit(200)
    )
    keuzes = tuple(Keuze(str(nr), Tekst(naam, naam)) for nr, naam in rijen)
    return (Filter("ronde", Tekst("Ronde", "Round"), keuzes),)


def list_ronde_studenten(session: Session, actor: Actor, vraag: LijstVraag) -> LijstAntwoord:
    """One page of participants of the actor's rounds."""
    where: list[Any] = [ronde_scope(actor)]
    f = vraag.filters
    where += [
        sa.or_(col(Student.zoektekst).like(p, escape="\\"), sa.func.lower(col(Student.naam)).like(p, escape="\\"))
        for p in patronen(vraag.zoek)
    ]
    if ronde := f.get("ronde"):
        where.append(col(Ronde.id) == int(ronde))
    if f.get("stand") in _STANDEN:
        where.append(_STANDEN[f["stand"]][2])
    if voorrang := f.get("voorrang"):
        where.append(col(RondeStudent.voorrang) == voorrang)
    stand = sa.case(*((voorwaarde, naam) for naam, (_, _, voorwaarde) in _STANDEN.items()), else_="niets")
    vast = (
        sa.select(sa.literal(1))
        .where(
            col(Afspraak.ronde_id) == col(Ronde.id),
            col(Afspraak.student_id) == col(Student.id),
            col(Afspraak.soort) == AfspraakSoort.VAST,
        )
        .exists()
    )
    basis = (
        sa.select(RondeStudent, Ronde, Student, Voorkeurlijst, stand.label("stand"), vast.label("vast"))
        .join(Ronde, col(Ronde.id) == col(RondeStudent.ronde_id))
        .join(Student, col(Student.id) == col(RondeStudent.student_id))
        .outerjoin(Voorkeurlijst, col(Voorkeurlijst.ronde_student_id) == col(RondeStudent.id))
        .where(*where)
    )
    totaal = session.execute(
        sa.select(sa.func.count()).select_from(basis.with_only_columns(col(RondeStudent.id)).subquery())
    ).scalar_one()
    richting = sa.desc if vraag.aflopend else sa.asc
    volgorde = _STUDENT_SORTEER.get(vraag.sorteer, _STUDENT_SORTEER["naam"])
    rijen = session.execute(
        basis.order_by(richting(volgorde), col(RondeStudent.id)).offset(vraag.offset).limit(vraag.per_pagina)
    ).all()
    aanbod = _tel_aanbod(session, {r[1].id for r in rijen})
    return LijstAntwoord([_student_rij(r, aanbod, vraag.taal) for r in rijen], totaal)


def _tel_aanbod(session: Session, ronde_ids: set[int]) -> dict[int, int]:
    vraag = sa.select(col(RondePlaats.ronde_id), sa.func.count()).group_by(col(RondePlaats.ronde_id))
    return {r[0]: int(r[1]) for r in session.execute(vraag.where(col(RondePlaats.ronde_id).in_(ronde_ids)))}


def _waarom(deelnemer: RondeStudent, aanbod: int) -> Tekst:
    if deelnemer.mogelijk or not deelnemer.waterval:
        return Tekst("", "")
    treden = [Trede(Regel(regel), int(over)) for regel, over in deelnemer.waterval]
    return waterval_tekst(aanbod, treden)


def _student_rij(rij: Any, aanbod: dict[int, int], taal: str) -> Rij:
    deelnemer, ronde, student, lijst, stand, vast = rij
    label, toon, _ = _STANDEN[stand]
    # Not for a draft: before the opening nobody can have a list, and what is possible is not known yet.
    is_concept = ronde.status is RondeStatus.CONCEPT
    if vast:
        label, toon = Tekst("Vaste plaats", "Locked place"), "success"
    naam = student.naam or student.studentnummer or f"#{student.id}"
    ingestuurd = lijst.ingestuurd_op if lijst else None
    href = f"/studenten/{student.id}"
    return Rij(
        sleutel=str(deelnemer.id),
        cellen=(
            Cel(naam, href=href, waarde=naam),
            Cel(student.klas),
            Cel(ronde.naam, href=f"/rondes/{ronde.id}"),
            Cel("" if is_concept else label.in_taal(taal), badge=True, toon=toon, waarde="" if is_concept else stand),
            Cel("" if is_concept else str(deelnemer.mogelijk), waarde=deelnemer.mogelijk),
            Cel(_waarom(deelnemer, aanbod.get(ronde.id, 0)).in_taal(taal)),
            Cel(toon_moment(ingestuurd, taal), waarde=ingestuurd.isoformat() if ingestuurd else ""),
            Cel("" if deelnemer.voorrang is Voorrang.GEWOON else VOORRANG_LABEL[deelnemer.voorrang].in_taal(taal)),
            Cel((Tekst("Ja", "Yes") if deelnemer.heeft_rijbewijs else Tekst("Nee", "No")).in_taal(taal)),
            Cel(f"{deelnemer.max_km} km" if deelnemer.max_km else "", waarde=deelnemer.max_km),
            Cel(str(deelnemer.lot or ""), waarde=deelnemer.lot),
        ),
        href=href,
        naam=naam,
    )


RONDE_STUDENTEN = Lijst(
    naam="ronde-studenten",
    titel=Tekst("Studenten in rondes", "Students in rounds"),
    actie=Actie.RONDE_ZIEN,
    kolommen=(
        Kolom("naam", Tekst("Student", "Student")),
        Kolom("klas", Tekst("Klas", "Class")),
        Kolom("ronde", Tekst("Ronde", "Round"), sorteer=False),
        Kolom("stand", Tekst("Lijst", "List"), sorteer=False),
        Kolom("mogelijk", Tekst("Mogelijk", "Possible"), rechts=True),
        Kolom("waarom", Tekst("Waarom geen plaats", "Why no place"), sorteer=False, standaard=False),
        Kolom("ingestuurd_op", Tekst("Ingestuurd op", "Sent in on")),
        Kolom("voorrang", Tekst("Voorrang", "Priority"), sorteer=False),
        Kolom("rijbewijs", Tekst("Rijbewijs", "Licence"), sorteer=False, standaard=False),
        Kolom("max_km", Tekst("Reisafstand", "Travel limit"), sorteer=False, standaard=False),
        Kolom("lot", Tekst("Lot", "Lot"), rechts=True, standaard=False),
    ),
    vraag=list_ronde_studenten,
    filters=(
        Filter("stand", Tekst("Lijst", "List"), tuple(Keuze(n, label) for n, (label, _, _) in _STANDEN.items())),
        Filter("voorrang", Tekst("Voorrang", "Priority"), tuple(Keuze(v.value, VOORRANG_LABEL[v]) for v in Voorrang)),
    ),
    filters_van=filters_van,
    zoek_label=Tekst("Naam of studentnummer", "Name or student number"),
    leeg=Tekst("Geen studenten gevonden.", "No students found."),
    sorteer="naam",
)
