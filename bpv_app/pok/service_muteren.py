"""Amendments: the old POK ends and is replaced, a new one with the data copied goes straight to volledig if it can."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlmodel import Session, col

from bpv_app.db import check_versie
from bpv_app.dossier import service as dossier_service
from bpv_app.kernel.actor import Actor, systeem
from bpv_app.kernel.clock import Clock
from bpv_app.kernel.errors import OngeldigeInvoer
from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.tekst import Tekst
from bpv_app.pok.clauses import pok_scope
from bpv_app.pok.rules import MUTATIE_LABEL, MutatieSoort, Onvolledig, Stap, check_stap
from bpv_app.pok.rules_mutatie import check_mutatie, laatste_dag_oud, nieuwe_gegevens
from bpv_app.pok.rules_voortraject import Voortraject, check_voortraject
from bpv_app.pok.service_basis import (
    APP,
    NietErkend,
    gegevens_van,
    get_pok,
    haal,
    id_van,
    pas_toe,
)
from bpv_app.pok.service_klaarzetten import (
    check_relaties,
    maak_concept,
    volledig_als_erkend,
    voortraject_van,
    vul_aan,
)
from bpv_app.pok.tables import Pok


@dataclass(frozen=True, slots=True)
class MutatieUitslag:
    """The replaced POK and its successor; `waarom_niet` says why the new one is still a concept (empty: volledig)."""

    oud: Pok
    nieuw: Pok
    waarom_niet: Tekst | None

    @property
    def is_volledig(self) -> bool:
        return self.waarom_niet is None


def muteer(
    session: Session,
    actor: Actor,
    clock: Clock,
    pok_id: int,
    soort: MutatieSoort,
    ingang: date | None,
    gegevens: Voortraject,
    reden: str,
    versie: int | None = None,
) -> MutatieUitslag:
    """The deck's mutation. `ingang`: first day of the new POK; `gegevens`: its data as the form shows them.

    The old POK ends the day before, whatever else happens, and the new one is made in the same transaction. When the
    new one's checks fail it stays concept and the answer lists what is missing. The right to amend covers sending: a
    begeleider may do this for own students. Raises NietGevonden, GeenRecht, Verouderd, StapMagNiet, Onvolledig (no
    reason) or OngeldigeInvoer with every wrong field.
    """
    oud = haal(session, actor, pok_id, Actie.POK_MUTEREN)
    check_versie(oud, versie)
    overgang = check_stap(actor, gegevens_van(session, oud), Stap.VERVANG, reden)
    check_mutatie(soort, voortraject_van(oud), ingang, gegevens)
    if ingang is None:
        raise OngeldigeInvoer({"ingang": Tekst("Vul dit in.", "Fill this in.")})
    nieuw_v = vul_aan(nieuwe_gegevens(gegevens, ingang, clock.vandaag()), clock.vandaag())
    check_voortraject(nieuw_v)
    check_relaties(session, actor, nieuw_v, oud)
    waarom = f"{MUTATIE_LABEL[soort].nl}. {reden.strip()}"
    oud.werkelijk_eind_op = laatste_dag_oud(ingang)
    pas_toe(session, actor, clock, oud, overgang, waarom)
    dossier = dossier_service.get_dossier(session, APP, oud.dossier_id)
    nieuw = maak_concept(session, actor, clock, dossier, nieuw_v, voorganger=oud)
    nieuw.mutatie_soort = soort
    session.add(nieuw)
    session.flush()
    return MutatieUitslag(oud, nieuw, _probeer_volledig(session, actor, clock, nieuw, waarom))


def _probeer_volledig(session: Session, actor: Actor, clock: Clock, pok: Pok, reden: str) -> Tekst | None:
    try:
        controle = volledig_als_erkend(session, actor, clock, pok, namens=systeem(actor.naam), reden=reden)
    except Onvolledig as fout:
        return fout.tekst
    return None if controle.is_erkend else NietErkend(controle.reden).tekst


def list_keten(session: Session, actor: Actor, pok_id: int) -> list[Pok]:
    """The chain of a POK, oldest first, as far as this actor may see it. Raises NietGevonden."""
    pok = get_pok(session, actor, pok_id)
    rijen = session.execute(
        sa.select(Pok, pok_scope(actor).label("zichtbaar")).where(col(Pok.dossier_id) == pok.dossier_id)
    )
    alles = {id_van(p): (p, bool(zichtbaar)) for p, zichtbaar in rijen}
    opvolger = {p.voorganger_id: p for p, _ in alles.values() if p.voorganger_id is not None}
    eerste = pok
    while eerste.voorganger_id is not None:
        eerste = alles[eerste.voorganger_id][0]
    keten: list[Pok] = []
    volgende: Pok | None = eerste
    while volgende is not None:
        keten.append(volgende)
        volgende = opvolger.get(id_van(volgende))
    return [p for p in keten if alles[id_van(p)][1]]
