"""Keep, rename, share and delete a view, and ask for it by mail."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from bpv_app.dashboard.queries_rapport import mag_rapport
from bpv_app.dashboard.queries_weergave import get_weergave, list_ontvangers
from bpv_app.dashboard.rules_rapport import rapport_van
from bpv_app.dashboard.rules_weergave import (
    CIJFERS,
    MAX_WEERGAVEN,
    TeVeelWeergaven,
    lees_naam,
    lees_ontvanger,
    lees_vraag,
)
from bpv_app.dashboard.tables import Weergave, WeergaveDeling, WeergaveMail
from bpv_app.db import check_versie
from bpv_app.kernel.actor import Actor, require
from bpv_app.kernel.clock import Clock
from bpv_app.kernel.errors import GeenRecht, NietGevonden, OngeldigeInvoer
from bpv_app.kernel.rechten import Actie, Rol
from bpv_app.kernel.sleutel import is_sleutel
from bpv_app.kernel.tekst import Tekst


def bewaar_weergave(session: Session, actor: Actor, clock: Clock, naam: str, rapport: str, query: str) -> int:
    """Keep what an address asks under a name. Raises GeenRecht, NietGevonden, OngeldigeInvoer, TeVeelWeergaven."""
    _check_rapport(actor, rapport)
    naam = lees_naam(naam)
    mijn = session.exec(select(Weergave).where(Weergave.account_id == actor.account_id)).all()
    if len(mijn) >= MAX_WEERGAVEN:
        raise TeVeelWeergaven
    _check_vrij(mijn, naam)
    weergave = Weergave(
        account_id=actor.account_id or 0,
        naam=naam,
        rapport=rapport,
        vraag=lees_vraag(rapport, query, clock.vandaag()),
        aangemaakt_op=clock.nu(),
    )
    session.add(weergave)
    session.flush()
    return weergave.id or 0


def _check_rapport(actor: Actor, rapport: str) -> None:
    require(actor, Actie.RAPPORT_ZIEN)
    if actor.account_id is None or (rapport != CIJFERS and not mag_rapport(actor, rapport_van(rapport))):
        raise GeenRecht


def _check_vrij(mijn: Any, naam: str, behalve: int = 0) -> None:
    if any(w.naam.casefold() == naam.casefold() and w.id != behalve for w in mijn):
        raise OngeldigeInvoer(
            {"naam": Tekst("Je hebt al een weergave met deze naam.", "You have a view with this name already.")}
        )


def _eigen(session: Session, actor: Actor, weergave_id: int) -> Weergave:
    """One's own view. Not there and not yours give the same answer."""
    require(actor, Actie.RAPPORT_ZIEN)
    weergave = session.get(Weergave, weergave_id) if is_sleutel(weergave_id) else None
    if weergave is None or weergave.account_id != actor.account_id:
        raise NietGevonden
    return weergave


def wijzig_weergave(
    session: Session,
    actor: Actor,
    clock: Clock,
    weergave_id: int,
    *,
    naam: str | None = None,
    query: str | None = None,
    versie: int | None = None,
) -> None:
    """Another name, or another question under the same name. Raises NietGevonden, OngeldigeInvoer, Verouderd."""
    weergave = _eigen(session, actor, weergave_id)
    if naam is not None:
        nieuw = lees_naam(naam)
        check_versie(weergave, versie, naam=nieuw)
        mijn = session.exec(select(Weergave).where(Weergave.account_id == actor.account_id)).all()
        _check_vrij(mijn, nieuw, weergave_id)
        weergave.naam = nieuw
    if query is not None:
        check_versie(weergave, versie)
        weergave.vraag = lees_vraag(weergave.rapport, query, clock.vandaag())
    session.flush()


def verwijder_weergave(session: Session, actor: Actor, weergave_id: int) -> str:
    """Delete it for everybody it was shared with; returns its name. Raises NietGevonden."""
    weergave = _eigen(session, actor, weergave_id)
    naam = weergave.naam
    for mail in session.exec(select(WeergaveMail).where(WeergaveMail.weergave_id == weergave_id)).all():
        session.delete(mail)
    for deling in session.exec(select(WeergaveDeling).where(WeergaveDeling.weergave_id == weergave_id)).all():
        session.delete(deling)
    session.flush()
    session.delete(weergave)
    session.flush()
    return naam


def deel_weergave(session: Session, actor: Actor, weergave_id: int, met: str) -> None:
    """Let others open it, within their own rights. Sharing twice is sharing. Raises NietGevonden, OngeldigeInvoer."""
    _eigen(session, actor, weergave_id)
    soort, wie = lees_ontvanger(met)
    if met not in {waarde for waarde, _ in list_ontvangers(session, actor)}:
        raise OngeldigeInvoer({"met": Tekst("Hiermee kun je niet delen.", "You cannot share with these.")})
    deling = WeergaveDeling(
        weergave_id=weergave_id,
        account_id=int(wie) if soort == "account" else None,
        team_id=int(wie) if soort == "team" else None,
        rol=Rol(wie) if soort == "rol" else None,
    )
    al = session.exec(select(WeergaveDeling).where(WeergaveDeling.weergave_id == weergave_id)).all()
    if not any((d.account_id, d.team_id, d.rol) == (deling.account_id, deling.team_id, deling.rol) for d in al):
        session.add(deling)
        session.flush()


def stop_delen(session: Session, actor: Actor, deling_id: int) -> None:
    """Who no longer sees it gets no mail of it either (the next sending finds out). Raises NietGevonden."""
    deling = session.get(WeergaveDeling, deling_id) if is_sleutel(deling_id) else None
    if deling is None:
        raise NietGevonden
    _eigen(session, actor, deling.weergave_id)
    session.delete(deling)
    session.flush()


def zet_mail(session: Session, actor: Actor, clock: Clock, weergave_id: int, *, aan: bool) -> None:
    """Ask for the view by mail each month, or no longer. Raises GeenRecht, NietGevonden for a view one cannot open."""
    get_weergave(session, actor, weergave_id)
    sleutel = (weergave_id, actor.account_id or 0)
    rij = session.get(WeergaveMail, sleutel)
    if aan and rij is None:
        session.add(WeergaveMail(weergave_id=weergave_id, account_id=actor.account_id or 0, sinds=clock.nu()))
    elif not aan and rij is not None:
        session.delete(rij)
    session.flush()


def stop_mail(session: Session, weergave_id: int, account_id: int) -> None:
    """The app's own: who may not see the view any more gets no mail of it."""
    session.execute(
        sa.delete(WeergaveMail).where(
            col(WeergaveMail.weergave_id) == weergave_id, col(WeergaveMail.account_id) == account_id
        )
    )
