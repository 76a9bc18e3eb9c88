"""The next contact with a company: planned for a day, with a subject and somebody of the school, and how it went."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa
from sqlmodel import Session, col

from bpv_app.db import check_versie
from bpv_app.kernel.actor import Actor, require
from bpv_app.kernel.clock import Clock
from bpv_app.kernel.errors import NietGevonden, OngeldigeInvoer
from bpv_app.kernel.nummers import schoon_tekst, zonder_bsn
from bpv_app.kernel.rechten import Actie, Rol
from bpv_app.kernel.sleutel import is_sleutel
from bpv_app.kernel.tekst import Tekst
from bpv_app.leerbedrijf import service
from bpv_app.leerbedrijf.tables_relatie import RelatieContact
from bpv_app.toegang.service import AccountKeuze, list_accounts_met_rol

MAX_ONDERWERP = 200
MAX_UITKOMST = 1000
_MAX_JAREN = 5


def list_mensen(session: Session) -> list[AccountKeuze]:
    """Who of the school can be asked to make contact, by name. For the form; the caller has checked the right."""
    mensen = {
        a.id: a for rol in (Rol.COORDINATOR, Rol.ONDERWIJSBEGELEIDER) for a in list_accounts_met_rol(session, rol)
    }
    return sorted(mensen.values(), key=lambda a: (a.naam.lower(), a.id))


def plan_contact(
    session: Session, actor: Actor, clock: Clock, leerbedrijf_id: int, dag: date | None, onderwerp: str, wie_id: int
) -> RelatieContact:
    """Put the next contact on the list of `wie_id`. Raises GeenRecht, NietGevonden, IsOpgegaan or OngeldigeInvoer."""
    require(actor, Actie.RELATIE_BIJHOUDEN)
    bedrijf = service.houd_leerbedrijf_vast(session, actor, leerbedrijf_id)
    vandaag, tekst = clock.vandaag(), zonder_bsn(schoon_tekst(onderwerp))
    fouten: dict[str, Tekst] = {}
    if dag is None:
        fouten["contact_dag"] = Tekst("Kies een dag.", "Choose a day.")
    elif dag < vandaag:
        fouten["contact_dag"] = Tekst("Deze dag is al voorbij.", "This day is over already.")
    elif dag.year > vandaag.year + _MAX_JAREN:
        fouten["contact_dag"] = Tekst("Kies een dag binnen vijf jaar.", "Choose a day within five years.")
    if not tekst:
        fouten["onderwerp"] = Tekst("Schrijf waarover.", "Write about what.")
    elif len(tekst) > MAX_ONDERWERP:
        fouten["onderwerp"] = Tekst(f"Hoogstens {MAX_ONDERWERP} tekens.", f"At most {MAX_ONDERWERP} characters.")
    if wie_id not in {a.id for a in list_mensen(session)}:
        fouten["contact_wie"] = Tekst("Kies wie van school.", "Choose who of the school.")
    if fouten or dag is None:
        raise OngeldigeInvoer(fouten)
    rij = RelatieContact(
        leerbedrijf_id=bedrijf.id or 0,
        dag=dag,
        onderwerp=tekst,
        wie_id=wie_id,
        op=clock.nu(),
        door_naam=actor.naam[:200],
    )
    session.add(rij)
    session.flush()
    return rij


def rond_contact_af(
    session: Session, actor: Actor, clock: Clock, contact_id: int, uitkomst: str, versie: int
) -> RelatieContact:
    """It was done, by whoever did it; off the list. Raises GeenRecht, NietGevonden, Verouderd or OngeldigeInvoer."""
    require(actor, Actie.RELATIE_BIJHOUDEN)
    vraag = sa.select(RelatieContact).where(
        col(RelatieContact.id) == contact_id, col(RelatieContact.gedaan_op).is_(None)
    )
    rij: RelatieContact | None = (
        session.execute(vraag.with_for_update().execution_options(populate_existing=True)).scalar_one_or_none()
        if is_sleutel(contact_id)
        else None
    )
    if rij is None:
        raise NietGevonden
    check_versie(rij, versie)
    tekst = zonder_bsn(uitkomst.replace("\x00", "").strip())
    if not tekst or len(tekst) > MAX_UITKOMST:
        fout = (
            Tekst(f"Hoogstens {MAX_UITKOMST} tekens.", f"At most {MAX_UITKOMST} characters.")
            if tekst
            else Tekst("Schrijf kort hoe het ging.", "Write in short how it went.")
        )
        raise OngeldigeInvoer({"uitkomst": fout})
    rij.gedaan_op, rij.gedaan_door, rij.uitkomst = clock.nu(), actor.naam[:200], tekst
    session.flush()
    return rij
