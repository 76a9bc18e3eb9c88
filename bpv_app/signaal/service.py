"""Signals: written by the school, taken, handed over, noted, closed. What the app finds itself: `service_vinden`."""

from __future__ import annotations

from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from bpv_app.db import check_versie
from bpv_app.kernel.actor import Actor, require
from bpv_app.kernel.clock import Clock
from bpv_app.kernel.errors import NietGevonden, OngeldigeInvoer
from bpv_app.kernel.rechten import Actie, Rol
from bpv_app.kernel.tekst import Tekst
from bpv_app.signaal.queries_poort import get_wie, is_in_scope, slot_signaal
from bpv_app.signaal.rules import (
    OVERGANGEN,
    SignaalSoort,
    SignaalStap,
    SignaalStatus,
    Wie,
    check_opvolgen,
    check_stap,
    check_tekst,
)
from bpv_app.signaal.tables import Signaal, SignaalGebeurtenis
from bpv_app.toegang import audit
from bpv_app.toegang.service import AccountKeuze, list_accounts_met_rol

SYSTEEM = "BPV-app"


def get_signaal(session: Session, actor: Actor, signaal_id: int, actie: Actie = Actie.SIGNAAL_ZIEN) -> Signaal:
    """The signal inside the actor's scope, locked. Raises `GeenRecht` or `NietGevonden`."""
    require(actor, actie)
    signaal = slot_signaal(session, actor, signaal_id, actie)
    if signaal is None:
        raise NietGevonden
    return signaal


def noteer_bekeken(session: Session, actor: Actor, clock: Clock, signaal_id: int) -> None:
    """Record that the actor looked at this signal. Needs a writing session."""
    get_signaal(session, actor, signaal_id)
    audit.noteer_inzage(session, actor, "signaal", signaal_id, "signaal bekeken", clock.nu())


def meld(
    session: Session,
    clock: Clock,
    dossier_id: int,
    soort: SignaalSoort,
    tekst: Tekst,
    sleutel: str,
    door: Actor | None = None,
) -> Signaal:
    """A new signal, or the one with this `sleutel` as it is. The caller has checked the right and the scope.

    `door` None: the app itself.
    """
    bestaand: Signaal | None = session.execute(
        sa.select(Signaal).where(col(Signaal.sleutel) == sleutel)
    ).scalar_one_or_none()
    if bestaand is not None:
        return bestaand
    student_id, team_id = get_wie(session, dossier_id)
    signaal = Signaal(
        dossier_id=dossier_id,
        student_id=student_id,
        team_id=team_id,
        soort=soort,
        sleutel=sleutel,
        status=SignaalStatus.NIEUW,
        tekst=tekst.nl,
        tekst_en=tekst.en,
        sinds=clock.nu(),
        gemeld_door=door.naam[:200] if door else SYSTEEM,
    )
    session.add(signaal)
    session.flush()
    noteer(session, clock, signaal, SignaalStap.MELDEN, None, tekst, door=door)
    return signaal


def noteer(
    session: Session,
    clock: Clock,
    signaal: Signaal,
    stap: SignaalStap,
    van: SignaalStatus | None,
    tekst: Tekst,
    *,
    door: Actor | None = None,
    opvolgen_op: date | None = None,
) -> None:
    """A line of history, in this transaction."""
    session.add(
        SignaalGebeurtenis(
            signaal_id=signaal.id or 0,
            stap=stap,
            van=van,
            naar=signaal.status,
            op=clock.nu(),
            account_id=door.account_id if door else None,
            door_naam=door.naam[:200] if door else SYSTEEM,
            tekst=tekst.nl,
            tekst_en=tekst.en,
            opvolgen_op=opvolgen_op,
        )
    )
    session.flush()


def schrijf_signaal(
    session: Session, actor: Actor, clock: Clock, dossier_id: int, tekst: str, sleutel: str = ""
) -> Signaal:
    """A concern of somebody of the school. `sleutel`: of the form, so that one that is sent twice counts once.

    Raises `GeenRecht`, `NietGevonden`, `OngeldigeInvoer`.
    """
    require(actor, Actie.SIGNAAL_BEHANDELEN)
    goed = check_tekst(tekst)
    if not is_in_scope(session, actor, dossier_id, Actie.SIGNAAL_BEHANDELEN):
        raise NietGevonden
    uniek = sleutel[:40] or clock.nu().isoformat()
    reden = f"{SignaalSoort.EIGEN.value}:{dossier_id}:{actor.account_id or 0}:{uniek}"
    return meld(session, clock, dossier_id, SignaalSoort.EIGEN, Tekst(goed, ""), reden, actor)


def _stap(
    session: Session,
    actor: Actor,
    clock: Clock,
    signaal_id: int,
    stap: SignaalStap,
    tekst: str = "",
    versie: int | None = None,
    **waarden: Any,
) -> Signaal:
    signaal = get_signaal(session, actor, signaal_id, Actie.SIGNAAL_BEHANDELEN)
    check_versie(signaal, versie)
    van = signaal.status
    naar = check_stap(stap, van, Wie.SCHOOL, tekst)
    signaal.status = naar
    for veld, waarde in waarden.items():
        setattr(signaal, veld, waarde)
    session.flush()
    woorden = check_tekst(tekst) if OVERGANGEN[stap].met_tekst else ""
    noteer(session, clock, signaal, stap, van, Tekst(woorden, ""), door=actor, opvolgen_op=waarden.get("opvolgen_op"))
    return signaal


def pak_op(session: Session, actor: Actor, clock: Clock, signaal_id: int, versie: int | None = None) -> Signaal:
    """Take it: one is the owner now. Raises what `_stap` of the others raises: NietGevonden, Verouderd, ...MagNiet."""
    return _stap(
        session,
        actor,
        clock,
        signaal_id,
        SignaalStap.OPPAKKEN,
        versie=versie,
        eigenaar_id=actor.account_id,
        geescaleerd_op=None,
    )


def voeg_notitie_toe(
    session: Session,
    actor: Actor,
    clock: Clock,
    signaal_id: int,
    tekst: str,
    opvolgen_op: date | None = None,
    versie: int | None = None,
) -> Signaal:
    """Write down what was done or seen; with a day, the signal comes back that day. Without one an earlier day goes."""
    dag = check_opvolgen(opvolgen_op, clock.vandaag())
    return _stap(session, actor, clock, signaal_id, SignaalStap.NOTEREN, tekst, versie, opvolgen_op=dag)


def list_eigenaars(session: Session, actor: Actor, signaal_id: int) -> list[AccountKeuze]:
    """To whom a signal can go: begeleiders and coordinators of its team, or of the whole school."""
    signaal = get_signaal(session, actor, signaal_id, Actie.SIGNAAL_BEHANDELEN)
    mensen = {
        a.id: a
        for rol in (Rol.ONDERWIJSBEGELEIDER, Rol.COORDINATOR)
        for a in list_accounts_met_rol(session, rol, signaal.team_id)
    }
    return sorted(mensen.values(), key=lambda a: (a.naam.lower(), a.id))


def draag_over(
    session: Session,
    actor: Actor,
    clock: Clock,
    signaal_id: int,
    account_id: int,
    tekst: str,
    versie: int | None = None,
) -> Signaal:
    """Give it to a colleague, with a word of explanation; it is new again until they take it."""
    naar = next((a for a in list_eigenaars(session, actor, signaal_id) if a.id == account_id), None)
    if naar is None:
        raise OngeldigeInvoer({"eigenaar_id": Tekst("Kies een collega.", "Choose a colleague.")})
    check_tekst(tekst)
    return _stap(
        session,
        actor,
        clock,
        signaal_id,
        SignaalStap.OVERDRAGEN,
        f"Aan {naar.naam}: {tekst.strip()}",
        versie,
        eigenaar_id=account_id,
        sinds=clock.nu(),
        geescaleerd_op=None,
    )


def handel_af(
    session: Session, actor: Actor, clock: Clock, signaal_id: int, tekst: str, versie: int | None = None
) -> Signaal:
    """Close it with what came of it. While the reason goes on it makes no new signal."""
    return _stap(session, actor, clock, signaal_id, SignaalStap.AFHANDELEN, tekst, versie, opvolgen_op=None)


def heropen(
    session: Session, actor: Actor, clock: Clock, signaal_id: int, tekst: str, versie: int | None = None
) -> Signaal:
    """It was closed too soon; it is one's own now."""
    return _stap(session, actor, clock, signaal_id, SignaalStap.HEROPENEN, tekst, versie, eigenaar_id=actor.account_id)
