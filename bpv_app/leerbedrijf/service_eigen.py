"""What a praktijkopleider changes of the own company: how to reach it, their own data, colleagues and who approves.

All of this is live at once, with a note to the school; name, address and numbers wait (`service_wijziging`). The scope
is in every fetch: only the company the actor works for. Nobody changes their own rights here: a colleague or
the school does, so that nobody approves more than was given, or shuts themselves out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeVar

import sqlalchemy as sa
from sqlmodel import Session, col

from bpv_app.db import check_versie
from bpv_app.kernel.actor import Actor, require
from bpv_app.kernel.clock import Clock
from bpv_app.kernel.errors import NietGevonden, OngeldigeInvoer
from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.sleutel import is_sleutel
from bpv_app.kernel.tekst import Tekst
from bpv_app.leerbedrijf.clauses import eigen_bedrijf
from bpv_app.leerbedrijf.rules_invoer import (
    ContactpersoonInvoer,
    LeerbedrijfInvoer,
    check_contactpersoon,
    check_leerbedrijf,
)
from bpv_app.leerbedrijf.service_wijziging import noteer_live
from bpv_app.leerbedrijf.tables import Contactpersoon, Leerbedrijf
from bpv_app.toegang.links import sluit_buiten

_WIE = ("naam", "functie", "email", "telefoon")
_MAG = ("is_praktijkopleider", "keurt_uren", "is_actief")
GEEN_ADRES = Tekst(
    "Vul het e-mailadres in: zonder adres kan deze persoon niet binnenkomen.",
    "Fill in the e-mail address: without it this person cannot come in.",
)


@dataclass(frozen=True, slots=True)
class BereikInvoer:
    """How to reach the company and what it is like, as filled in; a None stays as it is."""

    telefoon: str = ""
    email: str = ""
    website: str = ""
    sectoren: str | None = None
    talen: str | None = None


T = TypeVar("T", Leerbedrijf, Contactpersoon)


def _op_slot(session: Session, vraag: sa.Select[T]) -> T:
    """The one row, locked until the transaction ends. Raises `NietGevonden`."""
    gelezen = session.execute(vraag.with_for_update().execution_options(populate_existing=True))
    rij: T | None = gelezen.scalar_one_or_none()
    if rij is None:
        raise NietGevonden
    return rij


def _bedrijf(session: Session, actor: Actor, leerbedrijf_id: int) -> Leerbedrijf:
    require(actor, Actie.EIGEN_BEDRIJF_BEHEREN)
    if not is_sleutel(leerbedrijf_id):
        raise NietGevonden
    vraag = sa.select(Leerbedrijf).where(col(Leerbedrijf.id) == leerbedrijf_id, eigen_bedrijf(actor))
    return _op_slot(session, vraag)


def _contact(session: Session, actor: Actor, contactpersoon_id: int, *, ben_ik: bool) -> Contactpersoon:
    """Oneself, or a colleague: never the one for the other."""
    require(actor, Actie.EIGEN_BEDRIJF_BEHEREN)
    if not is_sleutel(contactpersoon_id) or (contactpersoon_id in actor.contactpersoon_ids) is not ben_ik:
        raise NietGevonden
    bedrijven = sa.select(col(Leerbedrijf.id)).where(eigen_bedrijf(actor))
    vraag = sa.select(Contactpersoon).where(
        col(Contactpersoon.id) == contactpersoon_id, col(Contactpersoon.leerbedrijf_id).in_(bedrijven)
    )
    return _op_slot(session, vraag.where(col(Contactpersoon.is_actief)) if ben_ik else vraag)


def get_collega(session: Session, actor: Actor, contactpersoon_id: int) -> Contactpersoon:
    """A colleague, to fill a form with. Raises `GeenRecht`, `NietGevonden` (also for oneself)."""
    return _contact(session, actor, contactpersoon_id, ben_ik=False)


def werk_eigen_bedrijf_bij(
    session: Session, actor: Actor, clock: Clock, leerbedrijf_id: int, invoer: BereikInvoer, versie: int
) -> Leerbedrijf:
    """Change how to reach the own company and what it is like.

    Raises `NietGevonden`, `GeenRecht`, `Verouderd` or `OngeldigeInvoer`.
    """
    rij = _bedrijf(session, actor, leerbedrijf_id)
    goed = check_leerbedrijf(
        LeerbedrijfInvoer(
            naam=rij.naam,
            telefoon=invoer.telefoon,
            email=invoer.email,
            website=invoer.website,
            sectoren=rij.sectoren if invoer.sectoren is None else invoer.sectoren,
            talen=rij.talen if invoer.talen is None else invoer.talen,
        )
    )
    velden = {naam: getattr(goed, naam) for naam in BereikInvoer.__dataclass_fields__}
    check_versie(rij, versie, **velden)
    oud = _van(rij, velden)
    if _vul(rij, velden):
        rij.bijgewerkt_op, rij.is_vergeleken = clock.nu(), False
    session.flush()
    noteer_live(session, actor, clock, leerbedrijf_id, oud, velden)
    return rij


def werk_eigen_gegevens_bij(
    session: Session, actor: Actor, clock: Clock, contactpersoon_id: int, invoer: ContactpersoonInvoer, versie: int
) -> Contactpersoon:
    """Change one's own name, job, address and phone; rights in `invoer` are not looked at.

    Raises `NietGevonden`, `GeenRecht`, `Verouderd` or `OngeldigeInvoer`.
    """
    rij = _contact(session, actor, contactpersoon_id, ben_ik=True)
    goed = _check_met_adres(invoer)
    velden = {naam: getattr(goed, naam) for naam in _WIE}
    check_versie(rij, versie, **velden)
    oud = _van(rij, velden)
    _vul(rij, velden)
    session.flush()
    noteer_live(session, actor, clock, rij.leerbedrijf_id, oud, velden, rij.naam)
    return rij


def maak_collega(
    session: Session, actor: Actor, clock: Clock, leerbedrijf_id: int, invoer: ContactpersoonInvoer
) -> Contactpersoon:
    """Add a colleague; who may sign for the company and where they work is the school's to say.

    Raises `NietGevonden`, `GeenRecht` or `OngeldigeInvoer`, also when the address is a colleague's already.
    """
    bedrijf_id = _bedrijf(session, actor, leerbedrijf_id).id or 0
    goed = _check_met_adres(invoer)
    _check_nieuw_adres(session, bedrijf_id, goed.email)
    velden = {naam: getattr(goed, naam) for naam in (*_WIE, *_MAG)}
    rij = Contactpersoon(leerbedrijf_id=bedrijf_id, **velden)
    session.add(rij)
    session.flush()
    noteer_live(session, actor, clock, bedrijf_id, {}, velden, rij.naam)
    return rij


def werk_collega_bij(
    session: Session, actor: Actor, clock: Clock, contactpersoon_id: int, invoer: ContactpersoonInvoer, versie: int
) -> Contactpersoon:
    """Change a colleague; who no longer works here, or has nothing to do here any more, loses access at once.

    Raises `NietGevonden` (also for oneself), `GeenRecht`, `Verouderd` or `OngeldigeInvoer`.
    """
    rij = _contact(session, actor, contactpersoon_id, ben_ik=False)
    goed = _check_met_adres(invoer) if invoer.mag_binnen else check_contactpersoon(invoer)
    velden = {naam: getattr(goed, naam) for naam in (*_WIE, *_MAG)}
    check_versie(rij, versie, **velden)
    if goed.email.lower() != rij.email.lower():
        _check_nieuw_adres(session, rij.leerbedrijf_id, goed.email)
    oud = _van(rij, velden)
    _vul(rij, velden)
    session.flush()
    noteer_live(session, actor, clock, rij.leerbedrijf_id, oud, velden, rij.naam)
    if not goed.mag_binnen:
        sluit_buiten(session, actor, clock, contactpersoon_id)
    return rij


def zet_keurt_uren(
    session: Session, actor: Actor, clock: Clock, contactpersoon_id: int, aan: bool, versie: int
) -> Contactpersoon:
    """Let an active colleague approve hours of all trainees of the company, or no longer. Raises as `werk_collega_bij`.

    Who only came in to approve loses access when it is switched off.
    """
    rij = _contact(session, actor, contactpersoon_id, ben_ik=False)
    check_versie(rij, versie, keurt_uren=aan)
    if not rij.is_actief:
        raise NietGevonden
    if aan and not rij.email:
        raise OngeldigeInvoer({"email": GEEN_ADRES}, GEEN_ADRES)
    oud = _van(rij, {"keurt_uren": aan})
    _vul(rij, {"keurt_uren": aan})
    session.flush()
    noteer_live(session, actor, clock, rij.leerbedrijf_id, oud, {"keurt_uren": aan}, rij.naam)
    if not (rij.is_praktijkopleider or rij.keurt_uren):
        sluit_buiten(session, actor, clock, contactpersoon_id)
    return rij


def _van(rij: Leerbedrijf | Contactpersoon, velden: Mapping[str, object]) -> dict[str, object]:
    """These fields as they are."""
    return {naam: getattr(rij, naam) for naam in velden}


def _vul(rij: Leerbedrijf | Contactpersoon, velden: Mapping[str, object]) -> bool:
    """Set what differs; whether anything did."""
    anders = {naam: waarde for naam, waarde in velden.items() if getattr(rij, naam) != waarde}
    for naam, waarde in anders.items():
        setattr(rij, naam, waarde)
    return bool(anders)


def _check_met_adres(invoer: ContactpersoonInvoer) -> ContactpersoonInvoer:
    goed = check_contactpersoon(invoer)
    if not goed.email:
        raise OngeldigeInvoer({"email": GEEN_ADRES})
    return goed


def _check_nieuw_adres(session: Session, leerbedrijf_id: int, email: str) -> None:
    """One person, one row: a second one with the same address would get every mail twice."""
    zelfde = sa.select(col(Contactpersoon.id)).where(
        col(Contactpersoon.leerbedrijf_id) == leerbedrijf_id, sa.func.lower(col(Contactpersoon.email)) == email.lower()
    )
    if email and session.execute(zelfde.limit(1)).first():
        raise OngeldigeInvoer(
            {
                "email": Tekst(
                    "Een collega heeft dit adres al. Staat die op 'werkt hier niet meer'? Zet hem weer aan.",
                    "A colleague has this address already. Are they set to 'has left'? Switch them on again.",
                )
            }
        )
