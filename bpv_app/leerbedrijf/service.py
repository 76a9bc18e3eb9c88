"""The common relations file: read, make and change companies, their locations and their contact persons.

Every school role sees every company; a praktijkopleider only the own one; nobody else any. The accreditation check and
the search with distances live in `service_erkenning.py` and `service_zoek.py` and are offered here as well.
"""

from __future__ import annotations

from typing import Any, TypeVar

import sqlalchemy as sa
from sqlmodel import Session, SQLModel, col, select

from bpv_app.db import check_versie
from bpv_app.kernel.actor import Actor, require
from bpv_app.kernel.clock import Clock
from bpv_app.kernel.errors import DomeinFout, NietGevonden, OngeldigeInvoer
from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.sleutel import is_sleutel
from bpv_app.kernel.tekst import Tekst
from bpv_app.leerbedrijf.clauses import leerbedrijf_scope
from bpv_app.leerbedrijf.rules_invoer import (
    ContactpersoonInvoer,
    LeerbedrijfInvoer,
    LocatieInvoer,
    check_contactpersoon,
    check_leerbedrijf,
    check_locatie,
    zoektekst_van,
)
from bpv_app.leerbedrijf.service_erkenning import controleer_erkenning
from bpv_app.leerbedrijf.service_samenvoegen import check_niet_opgegaan
from bpv_app.leerbedrijf.service_zoek import GevondenLeerbedrijf, zoek_leerbedrijven
from bpv_app.leerbedrijf.tables import Contactpersoon, Leerbedrijf, Locatie

__all__ = [
    "GevondenLeerbedrijf",
    "controleer_erkenning",
    "get_contactpersoon",
    "get_leerbedrijf",
    "get_locatie",
    "houd_leerbedrijf_vast",
    "leerbedrijf_scope",
    "maak_contactpersoon",
    "maak_leerbedrijf",
    "maak_locatie",
    "verwijder_contactpersoon",
    "verwijder_leerbedrijf",
    "verwijder_locatie",
    "werk_contactpersoon_bij",
    "werk_leerbedrijf_bij",
    "werk_locatie_bij",
    "zoek_leerbedrijven",
]

T = TypeVar("T", Leerbedrijf, Locatie, Contactpersoon)


class InGebruik(DomeinFout):
    """Something still refers to this row, so it cannot be deleted."""

    http_status = 409

    def __init__(self) -> None:
        super().__init__(
            "in_gebruik",
            Tekst(
                "Dit wordt nog gebruikt en kan niet weg. Zet het op niet actief.",
                "This is still in use and cannot be deleted. Switch it off instead.",
            ),
        )


def _get(session: Session, actor: Actor, tabel: type[T], rij_id: int, *, om_te_wijzigen: bool = False) -> T:
    """The row inside the actor's scope, locked when it is going to be changed."""
    if not is_sleutel(rij_id):
        raise NietGevonden
    kolommen = sa.inspect(tabel).columns
    bedrijf = kolommen["id" if tabel is Leerbedrijf else "leerbedrijf_id"]
    zichtbaar = sa.select(col(Leerbedrijf.id)).where(leerbedrijf_scope(actor))
    vraag = sa.select(tabel).where(kolommen["id"] == rij_id, bedrijf.in_(zichtbaar))
    if om_te_wijzigen:
        vraag = vraag.with_for_update().execution_options(populate_existing=True)
    rij: T | None = session.execute(vraag).scalar_one_or_none()
    if rij is None:
        raise NietGevonden
    return rij


def get_leerbedrijf(session: Session, actor: Actor, leerbedrijf_id: int) -> Leerbedrijf:
    """The company. Raises NietGevonden when it does not exist or is not for this actor."""
    return _get(session, actor, Leerbedrijf, leerbedrijf_id)


def houd_leerbedrijf_vast(session: Session, actor: Actor, leerbedrijf_id: int) -> Leerbedrijf:
    """The company, for something that is going to refer to it: it cannot be merged away before this transaction ends.

    Raises NietGevonden, or IsOpgegaan when it was merged into another one.
    """
    rij = get_leerbedrijf(session, actor, leerbedrijf_id)
    session.refresh(rij, with_for_update={"read": True})
    check_niet_opgegaan(session, rij)
    return rij


def vergrendel_leerbedrijf(session: Session, leerbedrijf_id: int) -> None:
    """Let whoever does the same for this company wait until this transaction ends."""
    session.execute(sa.select(col(Leerbedrijf.id)).where(col(Leerbedrijf.id) == leerbedrijf_id).with_for_update())


def get_locatie(session: Session, actor: Actor, locatie_id: int) -> Locatie:
    """The location. Raises NietGevonden when it does not exist or its company is not for this actor."""
    return _get(session, actor, Locatie, locatie_id)


def get_contactpersoon(session: Session, actor: Actor, contactpersoon_id: int) -> Contactpersoon:
    """The contact. Raises NietGevonden when it does not exist or the company is not for this actor."""
    return _get(session, actor, Contactpersoon, contactpersoon_id)


def _voor_wijziging(session: Session, actor: Actor, tabel: type[T], rij_id: int) -> T:
    rij = _get(session, actor, tabel, rij_id, om_te_wijzigen=True)
    require(actor, Actie.LEERBEDRIJF_BEWERKEN)
    bedrijf = rij if isinstance(rij, Leerbedrijf) else session.get_one(Leerbedrijf, rij.leerbedrijf_id)
    check_niet_opgegaan(session, bedrijf)
    return rij


def _vul(rij: SQLModel, velden: dict[str, Any]) -> None:
    for naam, waarde in velden.items():
        if getattr(rij, naam) != waarde:
            setattr(rij, naam, waarde)


def _leerbedrijf_velden(invoer: LeerbedrijfInvoer) -> dict[str, Any]:
    velden = {naam: getattr(invoer, naam) for naam in LeerbedrijfInvoer.__dataclass_fields__}
    return {**velden, "sbb_id": invoer.sbb_id or None}


def _velden(invoer: LocatieInvoer | ContactpersoonInvoer) -> dict[str, Any]:
    return {naam: getattr(invoer, naam) for naam in type(invoer).__dataclass_fields__}


def _check_uniek(session: Session, sbb_id: str, eigen_id: int | None) -> None:
    ander = session.exec(select(Leerbedrijf).where(Leerbedrijf.sbb_id == sbb_id)).one_or_none() if sbb_id else None
    if ander is not None and ander.id != eigen_id:
        raise OngeldigeInvoer(
            {
                "sbb_id": Tekst(
                    f"Dit leerbedrijf-ID hoort al bij {ander.naam}.",
                    f"This company ID already belongs to {ander.naam}.",
                )
            }
        )


def _bewaar_leerbedrijf(session: Session, rij: Leerbedrijf) -> None:
    """Flush; another person may have taken the leerbedrijf-ID since the check."""
    try:
        with session.begin_nested():
            session.add(rij)
            session.flush()
    except sa.exc.IntegrityError as fout:
        raise OngeldigeInvoer(
            {
                "sbb_id": Tekst(
                    "Dit leerbedrijf-ID is net door iemand anders ingevoerd.",
                    "Someone else has just entered this company ID.",
                )
            }
        ) from fout


def maak_leerbedrijf(session: Session, actor: Actor, clock: Clock, invoer: LeerbedrijfInvoer) -> Leerbedrijf:
    """Add a company. Raises GeenRecht, or OngeldigeInvoer with every wrong field."""
    require(actor, Actie.LEERBEDRIJF_BEWERKEN)
    goed = check_leerbedrijf(invoer)
    _check_uniek(session, goed.sbb_id, None)
    rij = Leerbedrijf(**_leerbedrijf_velden(goed), zoektekst=zoektekst_van(goed), bijgewerkt_op=clock.nu())
    _bewaar_leerbedrijf(session, rij)
    return rij


def werk_leerbedrijf_bij(
    session: Session, actor: Actor, clock: Clock, leerbedrijf_id: int, invoer: LeerbedrijfInvoer, versie: int
) -> Leerbedrijf:
    """Change a company. Raises NietGevonden, GeenRecht, Verouderd or OngeldigeInvoer."""
    rij = _voor_wijziging(session, actor, Leerbedrijf, leerbedrijf_id)
    goed = check_leerbedrijf(invoer)
    velden = _leerbedrijf_velden(goed)
    check_versie(rij, versie, **velden)
    _check_uniek(session, goed.sbb_id, rij.id)
    _vul(rij, velden)
    if session.is_modified(rij):
        _vul(rij, {"zoektekst": zoektekst_van(goed), "bijgewerkt_op": clock.nu(), "is_vergeleken": False})
        _bewaar_leerbedrijf(session, rij)
    return rij


def maak_locatie(session: Session, actor: Actor, leerbedrijf_id: int, invoer: LocatieInvoer) -> Locatie:
    """Add a location to a company. Raises NietGevonden, GeenRecht or OngeldigeInvoer."""
    _voor_wijziging(session, actor, Leerbedrijf, leerbedrijf_id)
    rij = Locatie(leerbedrijf_id=leerbedrijf_id, **_velden(check_locatie(invoer)))
    session.add(rij)
    session.flush()
    return rij


def werk_locatie_bij(session: Session, actor: Actor, locatie_id: int, invoer: LocatieInvoer, versie: int) -> Locatie:
    """Change a location or switch it off. Raises NietGevonden, GeenRecht, Verouderd or OngeldigeInvoer."""
    rij = _voor_wijziging(session, actor, Locatie, locatie_id)
    velden = _velden(check_locatie(invoer))
    check_versie(rij, versie, **velden)
    _vul(rij, velden)
    session.flush()
    return rij


def _check_locatie_van(session: Session, leerbedrijf_id: int | None, locatie_id: int | None) -> None:
    if locatie_id is None:
        return
    locatie = session.get(Locatie, locatie_id) if is_sleutel(locatie_id) else None
    if locatie is None or locatie.leerbedrijf_id != leerbedrijf_id:
        raise OngeldigeInvoer(
            {"locatie_id": Tekst("Kies een locatie van dit leerbedrijf.", "Choose a location of this company.")}
        )


def maak_contactpersoon(
    session: Session, actor: Actor, leerbedrijf_id: int, invoer: ContactpersoonInvoer
) -> Contactpersoon:
    """Add a contact person. Raises NietGevonden, GeenRecht or OngeldigeInvoer."""
    _voor_wijziging(session, actor, Leerbedrijf, leerbedrijf_id)
    goed = check_contactpersoon(invoer)
    _check_locatie_van(session, leerbedrijf_id, goed.locatie_id)
    rij = Contactpersoon(leerbedrijf_id=leerbedrijf_id, **_velden(goed))
    session.add(rij)
    session.flush()
    return rij


def werk_contactpersoon_bij(
    session: Session, actor: Actor, contactpersoon_id: int, invoer: ContactpersoonInvoer, versie: int
) -> Contactpersoon:
    """Change a contact person or switch one off. Raises NietGevonden, GeenRecht, Verouderd or OngeldigeInvoer."""
    rij = _voor_wijziging(session, actor, Contactpersoon, contactpersoon_id)
    goed = check_contactpersoon(invoer)
    velden = _velden(goed)
    check_versie(rij, versie, **velden)
    _check_locatie_van(session, rij.leerbedrijf_id, goed.locatie_id)
    _vul(rij, velden)
    session.flush()
    return rij


def _verwijder(session: Session, actor: Actor, tabel: type[T], rij_id: int, versie: int) -> None:
    rij = _voor_wijziging(session, actor, tabel, rij_id)
    check_versie(rij, versie)
    try:
        with session.begin_nested():
            session.delete(rij)
            session.flush()
    except sa.exc.IntegrityError as fout:
        raise InGebruik from fout


def verwijder_leerbedrijf(session: Session, actor: Actor, leerbedrijf_id: int, versie: int) -> None:
    """Delete a company nothing refers to. Raises NietGevonden, GeenRecht, Verouderd or InGebruik."""
    _verwijder(session, actor, Leerbedrijf, leerbedrijf_id, versie)


def verwijder_locatie(session: Session, actor: Actor, locatie_id: int, versie: int) -> None:
    """Delete a location nothing refers to. Raises NietGevonden, GeenRecht, Verouderd or InGebruik."""
    _verwijder(session, actor, Locatie, locatie_id, versie)


def verwijder_contactpersoon(session: Session, actor: Actor, contactpersoon_id: int, versie: int) -> None:
    """Delete a contact nothing refers to. Raises NietGevonden, GeenRecht, Verouderd or InGebruik."""
    _verwijder(session, actor, Contactpersoon, contactpersoon_id, versie)
