"""The BPV-dossier of a student: get it, say who guides, tick documents, follow the POK, close.

Set-ups live in `service_inrichting.py`, coupling in `service_koppel.py`; both are offered here as well.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

import sqlalchemy as sa
from sqlmodel import Session, col

from bpv_app.db import check_versie
from bpv_app.dossier.clauses import dossier_scope, inrichting_scope
from bpv_app.dossier.rules import vink_document
from bpv_app.dossier.service_inrichting import (
    AlleenLezen,
    als_invoer,
    get_inrichting,
    get_inrichting_van,
    kopieer_inrichting,
    maak_inrichting,
    mag_wijzigen,
    werk_inrichting_bij,
    zet_inrichting_actief,
)
from bpv_app.dossier.service_koppel import InrichtingUit, TeVeel, koppel, koppel_op_filter, koppel_studenten
from bpv_app.dossier.tables import Dossier
from bpv_app.dossier.volgers import meld_gewijzigd
from bpv_app.kernel.actor import Actor, require
from bpv_app.kernel.clock import Clock
from bpv_app.kernel.errors import DomeinFout, GeenRecht, NietGevonden, OngeldigeInvoer
from bpv_app.kernel.rechten import Actie, Rol
from bpv_app.kernel.sleutel import is_sleutel
from bpv_app.kernel.tekst import Tekst
from bpv_app.student import service as student_service
from bpv_app.toegang import audit
from bpv_app.toegang.service import AccountKeuze, list_accounts_met_rol

__all__ = [
    "AlleenLezen",
    "DossierGesloten",
    "InrichtingUit",
    "TeVeel",
    "als_invoer",
    "dossier_scope",
    "get_dossier",
    "get_inrichting",
    "get_inrichting_van",
    "heropen",
    "inrichting_scope",
    "kopieer_inrichting",
    "koppel",
    "koppel_op_filter",
    "koppel_studenten",
    "list_begeleiders",
    "maak_inrichting",
    "mag_documenten",
    "mag_wijzigen",
    "noteer_bekeken",
    "sluit",
    "stel_begeleider_in",
    "volg_pok",
    "werk_inrichting_bij",
    "zet_document",
    "zet_ingeleverd",
    "zet_inrichting_actief",
]


class DossierGesloten(DomeinFout):
    """The placement was closed; the dossier is kept as it was."""

    http_status = 409

    def __init__(self) -> None:
        super().__init__(
            "dossier_gesloten",
            Tekst("Dit dossier is afgesloten en verandert niet meer.", "This dossier is closed and does not change."),
        )


def get_dossier(session: Session, actor: Actor, dossier_id: int) -> Dossier:
    """The dossier inside the actor's scope. Raises NietGevonden when it does not exist or is not for this actor."""
    vraag = sa.select(Dossier).where(col(Dossier.id) == dossier_id, dossier_scope(actor))
    dossier: Dossier | None = session.execute(vraag).scalar_one_or_none() if is_sleutel(dossier_id) else None
    if dossier is None:
        raise NietGevonden
    return dossier


def _met_recht(session: Session, actor: Actor, dossier_id: int, *acties: Actie) -> Dossier:
    """The dossier, locked for change, when one of `acties` is the actor's for *this* dossier."""
    get_dossier(session, actor, dossier_id)
    if not any(actor.mag(actie) for actie in acties):
        raise GeenRecht
    mag = sa.or_(*(dossier_scope(actor, actie) for actie in acties))
    vraag = sa.select(Dossier).where(col(Dossier.id) == dossier_id, mag).with_for_update()
    vraag = vraag.execution_options(populate_existing=True)
    dossier: Dossier | None = session.execute(vraag).scalar_one_or_none()
    if dossier is None:
        raise GeenRecht
    return dossier


def noteer_bekeken(session: Session, actor: Actor, clock: Clock, dossier_id: int) -> None:
    """Record that the actor looked at this dossier (who saw what). Needs a writing session."""
    get_dossier(session, actor, dossier_id)
    audit.noteer_inzage(session, actor, "dossier", dossier_id, "dossier bekeken", clock.nu())


def list_begeleiders(session: Session, actor: Actor, team_id: int | None = None) -> list[AccountKeuze]:
    """Who can be chosen as onderwijsbegeleider: active accounts with that role, of this team or of the whole school."""
    require(actor, Actie.DOSSIER_BEWERKEN)
    return list_accounts_met_rol(session, Rol.ONDERWIJSBEGELEIDER, team_id)


def stel_begeleider_in(
    session: Session, actor: Actor, dossier_id: int, account_id: int | None, versie: int | None
) -> Dossier:
    """Say who guides this student (None: nobody yet), and give that person the student in scope.

    The former begeleider loses the student when no dossier of that student names them any more.
    Raises NietGevonden, GeenRecht, DossierGesloten, Verouderd or OngeldigeInvoer.
    """
    dossier = _met_recht(session, actor, dossier_id, Actie.DOSSIER_BEWERKEN)
    if dossier.afgesloten_op is not None:
        raise DossierGesloten
    check_versie(dossier, versie, onderwijsbegeleider_id=account_id)
    if account_id is not None and account_id not in {
        a.id for a in list_accounts_met_rol(session, Rol.ONDERWIJSBEGELEIDER)
    }:
        raise OngeldigeInvoer(
            {"onderwijsbegeleider_id": Tekst("Kies een onderwijsbegeleider.", "Choose a school supervisor.")}
        )
    vorige = dossier.onderwijsbegeleider_id
    if vorige == account_id:
        return dossier
    dossier.onderwijsbegeleider_id = account_id
    session.flush()
    if account_id is not None:
        student_service.zet_begeleider(session, dossier.student_id, account_id)
    if vorige is not None and not _begeleidt_nog(session, dossier.student_id, vorige):
        student_service.haal_begeleider_weg(session, dossier.student_id, vorige)
    return dossier


def _begeleidt_nog(session: Session, student_id: int, account_id: int) -> bool:
    vraag = sa.select(col(Dossier.id)).where(
        col(Dossier.student_id) == student_id, col(Dossier.onderwijsbegeleider_id) == account_id
    )
    return session.execute(vraag.limit(1)).first() is not None


_DOCUMENT_ACTIES = (Actie.DOSSIER_BEWERKEN, Actie.POK_AFSLUITEN)


def mag_documenten(session: Session, actor: Actor, dossier: Dossier) -> bool:
    """Whether the actor may tick this dossier's documents: its coordinator, and its begeleider (who closes it)."""
    if dossier.afgesloten_op is not None:
        return False
    mag = sa.or_(*(dossier_scope(actor, actie) for actie in _DOCUMENT_ACTIES))
    vraag = sa.select(col(Dossier.id)).where(col(Dossier.id) == dossier.id, mag)
    return session.execute(vraag).first() is not None


def zet_document(
    session: Session, actor: Actor, dossier_id: int, naam: str, is_klaar: bool, versie: int | None
) -> Dossier:
    """Tick a required document as there, or untick it.

    Raises NietGevonden, GeenRecht, DossierGesloten, Verouderd or OnbekendDocument.
    """
    dossier = _met_recht(session, actor, dossier_id, *_DOCUMENT_ACTIES)
    if dossier.afgesloten_op is not None:
        raise DossierGesloten
    documenten = get_inrichting_van(session, dossier).documenten
    klaar = vink_document(documenten, dossier.documenten_klaar, naam, is_klaar)
    check_versie(dossier, versie, documenten_klaar=klaar)
    if klaar != dossier.documenten_klaar:
        dossier.documenten_klaar = klaar
        session.flush()
    return dossier


def zet_ingeleverd(
    session: Session, actor: Actor, dossier_id: int, naam: str, is_klaar: bool, versie: int | None
) -> Dossier:
    """Tick something the student had to hand in (keys, a card), or untick it. Raises what `zet_document` raises."""
    dossier = _met_recht(session, actor, dossier_id, *_DOCUMENT_ACTIES)
    if dossier.afgesloten_op is not None:
        raise DossierGesloten
    gevraagd = get_inrichting_van(session, dossier).in_te_leveren
    klaar = vink_document(gevraagd, dossier.ingeleverd, naam, is_klaar)
    check_versie(dossier, versie, ingeleverd=klaar)
    if klaar != dossier.ingeleverd:
        dossier.ingeleverd = klaar
        session.flush()
    return dossier


def _van_systeem(session: Session, dossier_id: int) -> Dossier:
    """For the POK's service, which has checked scope and right on the POK itself."""
    vraag = sa.select(Dossier).where(col(Dossier.id) == dossier_id).with_for_update()
    dossier: Dossier = session.execute(vraag.execution_options(populate_existing=True)).scalar_one()
    return dossier


def volg_pok(
    session: Session,
    dossier_id: int,
    *,
    begin_op: date | None,
    eind_op: date | None,
    uren_totaal: int | None,
    uren_per_week: Decimal | None,
    dagen_per_week: Decimal | None,
) -> None:
    """Give the dossier the dates and hours of its current POK, so that lists and counters show what was agreed."""
    dossier = _van_systeem(session, dossier_id)
    nieuw = {
        "begin_op": begin_op,
        "eind_op": eind_op,
        "uren_totaal": uren_totaal,
        "uren_per_week": uren_per_week,
        "dagen_per_week": dagen_per_week,
    }
    anders = (dossier.begin_op, dossier.eind_op) != (begin_op, eind_op)
    for naam, waarde in nieuw.items():
        if getattr(dossier, naam) != waarde:
            setattr(dossier, naam, waarde)
    session.flush()
    if anders:
        meld_gewijzigd(session, [dossier_id])


def sluit(session: Session, dossier_id: int, op: datetime, *, documenten_klaar: Sequence[str] | None = None) -> None:
    """Close the dossier when its placement is closed (step 8); closing twice keeps the first moment.

    `documenten_klaar` is the document checklist as it was ticked while closing; left out it stays as it was.
    """
    dossier = _van_systeem(session, dossier_id)
    if dossier.afgesloten_op is not None:
        return
    if documenten_klaar is not None:
        gevraagd = get_inrichting_van(session, dossier).documenten
        dossier.documenten_klaar = [d for d in gevraagd if d in set(documenten_klaar)]
    dossier.afgesloten_op = op
    session.flush()


def heropen(session: Session, dossier_id: int) -> None:
    """Open a closed dossier again, for a replacement place after an early end; an open one stays open."""
    dossier = _van_systeem(session, dossier_id)
    dossier.afgesloten_op = None
    session.flush()
