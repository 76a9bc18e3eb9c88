"""What was sent, what was refused and why, where do we differ: the lists and counters of the KRD screen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from bpv_app.kernel.actor import Actor
from bpv_app.kernel.clock import toon_moment
from bpv_app.kernel.lijst import Cel, Filter, Keuze, Kolom, Lijst, LijstAntwoord, LijstVraag, Rij
from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.sleutel import is_sleutel
from bpv_app.kernel.tekst import Tekst
from bpv_app.kernel.zoek import patronen
from bpv_app.koppeling.krd.clauses import is_buiten_verbintenis, is_geweigerd, is_verschil, is_wachtend, past_niet
from bpv_app.koppeling.krd.rules import (
    BERICHT_LABEL,
    BERICHT_TOON,
    GEBEURTENIS_LABEL,
    advies,
)
from bpv_app.outbox.rules import BerichtStatus
from bpv_app.outbox.tables import Bericht
from bpv_app.pok.krd_bericht import KANAAL
from bpv_app.pok.service import pok_scope
from bpv_app.pok.tables import Pok
from bpv_app.student.tables import Student


def zoek_pok(zoek: str) -> list[sa.ColumnElement[bool]]:
    """POKs whose number or student fits what was typed."""
    return [col(Pok.zoektekst).like(patroon, escape="\\") for patroon in patronen(zoek)]


def lees_pagina(
    session: Session, vraag: LijstVraag, ids: sa.Select[Any], volgorde: Any, id_kolom: Any, *, aflopend: bool
) -> list[int]:
    """Ids of the asked page, in order, with the id as tie-break."""
    richting = sa.desc if aflopend else sa.asc
    gesorteerd = ids.order_by(richting(volgorde), richting(id_kolom))
    return list(session.execute(gesorteerd.offset(vraag.offset).limit(vraag.per_pagina)).scalars())


# --- messages -------------------------------------------------------------------------------------------------------

_BERICHT_SORTEER: dict[str, Any] = {
    "aangemaakt": col(Bericht.id),
    "afgehandeld": col(Bericht.afgehandeld_op),
    "pogingen": col(Bericht.pogingen),
}


def list_berichten(session: Session, actor: Actor, vraag: LijstVraag) -> LijstAntwoord:
    """Messages about the POKs this actor may follow at the register, newest first."""
    waar = [col(Bericht.kanaal) == KANAAL, pok_scope(actor, Actie.KRD_ZIEN), *zoek_pok(vraag.zoek)]
    if status := vraag.filters.get("status", ""):
        waar.append(col(Bericht.status) == BerichtStatus(status))
    if soort := vraag.filters.get("gebeurtenis", ""):
        waar.append(col(Bericht.soort) == soort)
    bron = sa.join(Bericht, Pok, col(Pok.id) == col(Bericht.onderwerp_id))
    totaal = session.execute(sa.select(sa.func.count()).select_from(bron).where(*waar)).scalar_one()
    volgorde = _BERICHT_SORTEER.get(vraag.sorteer, col(Bericht.id))
    aflopend = vraag.aflopend or not vraag.sorteer
    ids = sa.select(col(Bericht.id)).select_from(bron).where(*waar)
    plek = {i: n for n, i in enumerate(lees_pagina(session, vraag, ids, volgorde, col(Bericht.id), aflopend=aflopend))}
    rijen = session.execute(
        sa.select(Bericht, Pok, Student)
        .select_from(bron.join(Student, col(Student.id) == col(Pok.student_id)))
        .where(col(Bericht.id).in_(plek))
    ).all()
    gesorteerd = sorted(rijen, key=lambda rij: plek[rij[0].id])
    return LijstAntwoord([_bericht_rij(b, p, s, vraag.taal) for b, p, s in gesorteerd], totaal)


def _bericht_rij(bericht: Bericht, pok: Pok, student: Student, taal: str) -> Rij:
    href = f"/poks/{pok.id}"
    wacht = bericht.status is BerichtStatus.WACHT
    return Rij(
        sleutel=str(bericht.id),
        cellen=(
            Cel(pok.nummer, href=href),
            Cel(naam_student(student)),
            Cel(GEBEURTENIS_LABEL[bericht.soort].in_taal(taal)),
            Cel(BERICHT_LABEL[bericht.status].in_taal(taal), badge=True, toon=BERICHT_TOON[bericht.status]),
            Cel(bericht.fout_tekst),
            Cel(advies(bericht.fout_code).in_taal(taal) if bericht.fout_code else ""),
            Cel(toon_moment(bericht.aangemaakt_op, taal), waarde=bericht.aangemaakt_op),
            Cel(str(bericht.pogingen), waarde=bericht.pogingen),
            Cel(toon_moment(bericht.volgende_op, taal) if wacht else "", waarde=bericht.volgende_op if wacht else None),
            Cel(toon_moment(bericht.afgehandeld_op, taal), waarde=bericht.afgehandeld_op),
            Cel(bericht.fout_code),
            Cel(bericht.sleutel),
        ),
        href=href,
        naam=pok.nummer,
    )


def naam_student(student: Student) -> str:
    """The name, or what stands for it."""
    return student.naam or student.krd_sleutel or student.studentnummer or ""


KRD_BERICHTEN = Lijst(
    naam="krd-berichten",
    titel=Tekst("KRD-berichten", "Register messages"),
    actie=Actie.KRD_ZIEN,
    kolommen=(
        Kolom("pok", Tekst("POK", "Agreement"), sorteer=False),
        Kolom("student", Tekst("Student", "Student"), sorteer=False),
        Kolom("gebeurtenis", Tekst("Gebeurtenis", "Event"), sorteer=False),
        Kolom("status", Tekst("Status", "Status"), sorteer=False),
        Kolom("reden", Tekst("Reden", "Reason"), sorteer=False),
        Kolom("advies", Tekst("Wat te doen", "What to do"), sorteer=False),
        Kolom("aangemaakt", Tekst("Gemaakt", "Made")),
        Kolom("pogingen", Tekst("Pogingen", "Tries"), standaard=False, rechts=True),
        Kolom("volgende", Tekst("Volgende poging", "Next try"), sorteer=False),
        Kolom("afgehandeld", Tekst("Beantwoord", "Answered"), standaard=False),
        Kolom("code", Tekst("Code", "Code"), sorteer=False, standaard=False),
        Kolom("sleutel", Tekst("Sleutel", "Key"), sorteer=False, standaard=False),
    ),
    vraag=list_berichten,
    filters=(
        Filter(
            "status",
            Tekst("Status", "Status"),
            tuple(Keuze(s.value, BERICHT_LABEL[s]) for s in BerichtStatus if s is not BerichtStatus.INGETROKKEN),
        ),
        Filter(
            "gebeurtenis",
            Tekst("Gebeurtenis", "Event"),
            tuple(Keuze(naam, label) for naam, label in GEBEURTENIS_LABEL.items()),
        ),
    ),
    zoek_label=Tekst("POK-nummer of student", "Agreement number or student"),
    leeg=Tekst(
        "Nog geen berichten. Ze verschijnen zodra een POK naar de KRD wordt verstuurd.",
        "No messages yet. They appear as soon as an agreement is sent to the register.",
    ),
    sorteer="aangemaakt",
    aflopend=True,
)


@dataclass(frozen=True, slots=True)
class Telling:
    """What the first line of the screen says; numbers of POKs. `hapert`: of those waiting, the last try failed.

    `verbintenis`: they no longer fit their enrolment.
    """

    wacht: int
    geweigerd: int
    verschil: int
    hapert: int = 0
    verbintenis: int = 0


def tel_krd(session: Session, actor: Actor) -> Telling:
    """How many POKs in the actor's scope wait for an answer, were refused, or differ."""
    scope = pok_scope(actor, Actie.KRD_ZIEN)

    def tel(clause: sa.ColumnElement[bool]) -> int:
        aantal: int = session.execute(sa.select(sa.func.count()).select_from(Pok).where(scope, clause)).scalar_one()
        return aantal

    pok_id = col(Bericht.onderwerp_id)
    haperend = sa.case((col(Bericht.fout_code) != "", pok_id))
    wachtend = (
        sa.select(sa.func.count(sa.distinct(pok_id)), sa.func.count(sa.distinct(haperend)))
        .select_from(sa.join(Bericht, Pok, col(Pok.id) == pok_id))
        .where(col(Bericht.kanaal) == KANAAL, col(Bericht.status) == BerichtStatus.WACHT, scope)
    )
    wacht, hapert = session.execute(wachtend).one()
    return Telling(wacht, tel(is_geweigerd()), tel(is_verschil()), hapert, tel(past_niet()))


def list_opnieuw(session: Session, actor: Actor, aantal: int) -> list[int]:
    """Ids of the POKs on the list of differences that this actor may send again, the first to start on top."""
    waar = (pok_scope(actor, Actie.KRD_OPNIEUW), sa.or_(is_geweigerd(), is_verschil()))
    vraag = sa.select(col(Pok.id)).where(*waar).order_by(col(Pok.begin_op), col(Pok.id)).limit(aantal)
    return list(session.execute(vraag).scalars())


def mag_opnieuw(session: Session, actor: Actor, pok_ids: list[int]) -> dict[int, tuple[str, bool]]:
    """Of these POKs the ones this actor may send again: number, and whether a message waits for an answer."""
    vraag = sa.select(col(Pok.id), col(Pok.nummer), is_wachtend()).where(
        col(Pok.id).in_([i for i in pok_ids if is_sleutel(i)]), pok_scope(actor, Actie.KRD_OPNIEUW)
    )
    return {pok_id: (nummer, bool(wacht)) for pok_id, nummer, wacht in session.execute(vraag)}


def mag_proberen(session: Session, actor: Actor, bericht_ids: list[int]) -> dict[int, tuple[int, str, bool]]:
    """Of these messages the ones this actor may have tried: POK, its number, and whether the message still waits."""
    vraag = (
        sa.select(col(Bericht.id), col(Pok.id), col(Pok.nummer), col(Bericht.status) == BerichtStatus.WACHT)
        .select_from(sa.join(Bericht, Pok, col(Pok.id) == col(Bericht.onderwerp_id)))
        .where(
            col(Bericht.kanaal) == KANAAL,
            col(Bericht.id).in_([i for i in bericht_ids if is_sleutel(i)]),
            pok_scope(actor, Actie.KRD_OPNIEUW),
        )
    )
    return {bericht_id: (pok_id, nummer, bool(wacht)) for bericht_id, pok_id, nummer, wacht in session.execute(vraag)}


def list_buiten(session: Session, verbintenis_id: int) -> list[tuple[int, str]]:
    """Running POKs of this enrolment that no longer fit it: id and number."""
    vraag = sa.select(col(Pok.id), col(Pok.nummer)).where(
        col(Pok.verbintenis_id) == verbintenis_id, is_buiten_verbintenis()
    )
    return [(pok_id, nummer) for pok_id, nummer in session.execute(vraag.order_by(col(Pok.id)))]
