"""The confidential route: report, add, withdraw, send to another; read, answer, finish; name who may read.

Every verb writes its own line in `MeldingInzage`; nothing of it reaches the audit, a log or the text of a mail.
"""

from __future__ import annotations

import secrets

import sqlalchemy as sa
from sqlmodel import Session, col

from bpv_app.config import instellingen
from bpv_app.db import check_versie
from bpv_app.kernel.actor import Actor, require
from bpv_app.kernel.clock import Clock
from bpv_app.kernel.errors import NietGevonden, OngeldigeInvoer
from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.sleutel import is_sleutel
from bpv_app.kernel.tekst import Tekst
from bpv_app.post.rules import Sjabloon
from bpv_app.post.service import verstuur
from bpv_app.signaal.clauses_melding import aan_mij, eigen_meldingen
from bpv_app.signaal.queries_melding import list_personen
from bpv_app.signaal.queries_poort import get_account, get_laatste_begeleider, is_team
from bpv_app.signaal.rules_melding import (
    GeenVertrouwenspersoon,
    Hulplijn,
    MeldingSoort,
    MeldingStap,
    MeldingStatus,
    Wie,
    check_stap,
    check_tekst,
    mag_vertrouwenspersoon,
)
from bpv_app.signaal.tables_melding import HulplijnNummer, Melding, MeldingBericht, MeldingInzage, Vertrouwenspersoon
from bpv_app.toegang.accounts import rollen_van

MELDINGEN = "/meldingen"


def _student(actor: Actor) -> int:
    require(actor, Actie.MELDING_DOEN)
    if actor.student_id is None:
        raise NietGevonden
    return actor.student_id


def doe_melding(
    session: Session,
    actor: Actor,
    clock: Clock,
    soort: MeldingSoort,
    tekst: str,
    ontvanger_id: int,
    *,
    begeleider_weet: bool,
    sleutel: str,
) -> int:
    """A new report; returns its id. `sleutel`: of the form, so that one that is sent twice counts once.

    Raises `GeenRecht`, `OngeldigeInvoer`, `GeenVertrouwenspersoon`.
    """
    student_id = _student(actor)
    goed = check_tekst(tekst)
    uniek = f"{student_id}:{sleutel[:40] or secrets.token_urlsafe(12)}"
    bestaand = session.execute(
        sa.select(col(Melding.id)).where(col(Melding.sleutel) == uniek, eigen_meldingen(actor))
    ).scalar_one_or_none()
    if bestaand is not None:
        return int(bestaand)
    _check_ontvanger(session, student_id, ontvanger_id)
    nu = clock.nu()
    melding = Melding(
        student_id=student_id,
        ontvanger_id=ontvanger_id,
        begeleider_id=get_laatste_begeleider(session, student_id) if begeleider_weet else None,
        soort=soort,
        status=MeldingStatus.VERSTUURD,
        gemeld_op=nu,
        gewijzigd_op=nu,
        sleutel=uniek,
    )
    session.add(melding)
    session.flush()
    _zeg(session, actor, clock, melding, Wie.STUDENT, goed)
    _noteer(session, actor, clock, melding, MeldingStap.AANVULLEN)
    _mail(session, clock, melding)
    return melding.id or 0


def _check_ontvanger(session: Session, student_id: int, account_id: int) -> None:
    if account_id not in {p.account_id for p in list_personen(session, student_id)}:
        raise GeenVertrouwenspersoon


def _haal(session: Session, waar: sa.ColumnElement[bool], melding_id: int, versie: int | None) -> Melding:
    vraag = sa.select(Melding).where(col(Melding.id) == melding_id, waar).with_for_update()
    melding: Melding | None = (
        session.execute(vraag.execution_options(populate_existing=True)).scalar_one_or_none()
        if is_sleutel(melding_id)
        else None
    )
    if melding is None:
        raise NietGevonden
    check_versie(melding, versie)
    return melding


def _zeg(session: Session, actor: Actor, clock: Clock, melding: Melding, van: Wie, tekst: str) -> None:
    session.add(MeldingBericht(melding_id=melding.id or 0, van=van, naam=actor.naam[:200], tekst=tekst, op=clock.nu()))
    session.flush()


def _noteer(session: Session, actor: Actor, clock: Clock, melding: Melding, stap: MeldingStap | None) -> None:
    session.add(
        MeldingInzage(
            melding_id=melding.id or 0, account_id=actor.account_id, naam=actor.naam[:200], stap=stap, op=clock.nu()
        )
    )
    session.flush()


def _mail(session: Session, clock: Clock, melding: Melding) -> None:
    """To the vertrouwenspersoon: that there is something, and nothing else. Its reason is random: it says nothing."""
    account = get_account(session, melding.ontvanger_id)
    verstuur(
        session,
        clock,
        sjabloon=Sjabloon.MELDING,
        taal=account.taal,
        aan=account.email,
        naam=account.naam,
        velden={"naam": account.naam, "school": instellingen().school_naam},
        sleutel=f"melding:{secrets.token_urlsafe(16)}",
        account_id=account.id,
        doel=MELDINGEN,
    )


def _stap(
    session: Session, actor: Actor, clock: Clock, melding: Melding, stap: MeldingStap, wie: Wie, tekst: str = ""
) -> None:
    melding.status = check_stap(stap, melding.status, wie, tekst)
    melding.gewijzigd_op = clock.nu()
    session.flush()
    if tekst:
        _zeg(session, actor, clock, melding, wie, check_tekst(tekst))
    _noteer(session, actor, clock, melding, stap)


def _als_student(session: Session, actor: Actor, melding_id: int, versie: int | None) -> Melding:
    _student(actor)
    return _haal(session, eigen_meldingen(actor), melding_id, versie)


def vul_aan(session: Session, actor: Actor, clock: Clock, melding_id: int, tekst: str) -> None:
    """The student adds words; the vertrouwenspersoon gets a mail again when the earlier ones were read."""
    melding = _als_student(session, actor, melding_id, None)
    was = melding.status
    check_tekst(tekst)
    _stap(session, actor, clock, melding, MeldingStap.AANVULLEN, Wie.STUDENT, tekst)
    if was is not MeldingStatus.VERSTUURD:
        _mail(session, clock, melding)


def trek_in(session: Session, actor: Actor, clock: Clock, melding_id: int, versie: int | None = None) -> None:
    """The student takes it back: its words are gone, also for the vertrouwenspersoon."""
    melding = _als_student(session, actor, melding_id, versie)
    _stap(session, actor, clock, melding, MeldingStap.INTREKKEN, Wie.STUDENT)
    melding.begeleider_id = None
    berichten = session.execute(sa.select(MeldingBericht).where(col(MeldingBericht.melding_id) == melding_id)).scalars()
    for bericht in berichten:
        bericht.tekst = ""
    session.flush()


def stuur_door(
    session: Session, actor: Actor, clock: Clock, melding_id: int, ontvanger_id: int, versie: int | None = None
) -> None:
    """The student wants another vertrouwenspersoon; the former one reads it no more."""
    melding = _als_student(session, actor, melding_id, versie)
    _check_ontvanger(session, melding.student_id, ontvanger_id)
    if ontvanger_id == melding.ontvanger_id:
        return
    melding.ontvanger_id = ontvanger_id
    _stap(session, actor, clock, melding, MeldingStap.DOORSTUREN, Wie.STUDENT)
    _mail(session, clock, melding)


def kies_begeleider(session: Session, actor: Actor, clock: Clock, melding_id: int, *, weet: bool) -> None:
    """The student says whether the own begeleider may know that there is a report (never what is in it)."""
    melding = _als_student(session, actor, melding_id, None)
    melding.begeleider_id = get_laatste_begeleider(session, melding.student_id) if weet else None
    _stap(session, actor, clock, melding, MeldingStap.KEUZE_BEGELEIDER, Wie.STUDENT)


def lees(session: Session, actor: Actor, clock: Clock, melding_id: int) -> None:
    """The vertrouwenspersoon opens it: every look is recorded, the first makes it read. Raises `NietGevonden`."""
    melding = _haal(session, aan_mij(actor), melding_id, None)
    if melding.status is MeldingStatus.VERSTUURD:
        _stap(session, actor, clock, melding, MeldingStap.LEZEN, Wie.VERTROUWENSPERSOON)
    else:
        _noteer(session, actor, clock, melding, None)


def antwoord(session: Session, actor: Actor, clock: Clock, melding_id: int, tekst: str) -> None:
    """Words to the student, who sees them on the same screen."""
    melding = _haal(session, aan_mij(actor), melding_id, None)
    check_tekst(tekst)
    _stap(session, actor, clock, melding, MeldingStap.ANTWOORDEN, Wie.VERTROUWENSPERSOON, tekst)


def rond_af(
    session: Session, actor: Actor, clock: Clock, melding_id: int, tekst: str, versie: int | None = None
) -> None:
    """Finish it, with a last word to the student. `Verouderd` when the student added something meanwhile."""
    melding = _haal(session, aan_mij(actor), melding_id, versie)
    check_tekst(tekst)
    _stap(session, actor, clock, melding, MeldingStap.AFRONDEN, Wie.VERTROUWENSPERSOON, tekst)


def noem(session: Session, actor: Actor, clock: Clock, account_id: int, team_id: int | None) -> None:
    """Beheer names a vertrouwenspersoon for a team, or for the whole school. Twice is once.

    Raises `GeenRecht`, `NietGevonden`, or `OngeldigeInvoer` for who may not be it.
    """
    require(actor, Actie.VERTROUWENSPERSOON_BEHEREN)
    account = get_account(session, account_id)
    if account is None or not account.is_actief or (team_id is not None and not is_team(session, team_id)):
        raise NietGevonden
    rollen = frozenset(t.rol for t in rollen_van(session, [account_id]).get(account_id, ()))
    if not mag_vertrouwenspersoon(rollen):
        raise OngeldigeInvoer(
            {
                "account_id": Tekst(
                    "Kies een begeleider of iemand van studentenzaken die geen coördinator of beheerder is.",
                    "Choose a supervisor or someone of student administration who is no coordinator or administrator.",
                )
            }
        )
    dezelfde = sa.select(col(Vertrouwenspersoon.id)).where(
        col(Vertrouwenspersoon.account_id) == account_id,
        col(Vertrouwenspersoon.team_id).is_(None) if team_id is None else col(Vertrouwenspersoon.team_id) == team_id,
    )
    if session.execute(dezelfde).first() is None:
        session.add(Vertrouwenspersoon(account_id=account_id, team_id=team_id, aangemaakt_op=clock.nu()))
        session.flush()


def haal_weg(session: Session, actor: Actor, vertrouwenspersoon_id: int) -> None:
    """Nobody is told by the app; students whose report went to this person can send it to another."""
    require(actor, Actie.VERTROUWENSPERSOON_BEHEREN)
    rij = session.get(Vertrouwenspersoon, vertrouwenspersoon_id) if is_sleutel(vertrouwenspersoon_id) else None
    if rij is None:
        raise NietGevonden
    session.delete(rij)
    session.flush()


def stel_hulplijnen_in(session: Session, actor: Actor, hulplijnen: tuple[Hulplijn, ...]) -> None:
    """The numbers beside the report, in this order. Raises `GeenRecht`."""
    require(actor, Actie.VERTROUWENSPERSOON_BEHEREN)
    rijen = list(session.execute(sa.select(HulplijnNummer).order_by(col(HulplijnNummer.id))).scalars())
    if [Hulplijn(r.naam, r.telefoon) for r in rijen] == list(hulplijnen):
        return
    for rij in rijen:
        session.delete(rij)
    session.flush()
    for h in hulplijnen:
        session.add(HulplijnNummer(naam=h.naam, telefoon=h.telefoon))
    session.flush()
