"""Who signs for a company: itself, or another company with a person there."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import Session, col

from bpv_app.db import check_versie
from bpv_app.kernel.actor import Actor, require
from bpv_app.kernel.clock import Clock
from bpv_app.kernel.errors import NietGevonden
from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.sleutel import is_sleutel
from bpv_app.leerbedrijf.clauses import is_levend, leerbedrijf_scope
from bpv_app.leerbedrijf.rules_tekent_via import check_tekent_via
from bpv_app.leerbedrijf.service_samenvoegen import check_niet_opgegaan
from bpv_app.leerbedrijf.tables import Contactpersoon, Leerbedrijf


@dataclass(frozen=True, slots=True)
class Tekenaar:
    """The company that signs for another one, with its address and the person; no name when that person has left."""

    bedrijf_id: int
    bedrijf: str
    straat: str
    huisnummer: str
    postcode: str
    plaats: str
    contact_id: int | None = None
    naam: str = ""
    functie: str = ""
    email: str = ""
    telefoon: str = ""

    @property
    def wie(self) -> str:
        """`J. Jansen, directeur`."""
        return ", ".join(deel for deel in (self.naam, self.functie) if deel)


def _haal(session: Session, actor: Actor, ids: set[int]) -> dict[int, Leerbedrijf]:
    """These companies, locked by id: nobody makes a chain of them at the same moment. Raises NietGevonden."""
    if not all(is_sleutel(i) for i in ids):
        raise NietGevonden
    uit = {}
    for rij_id in sorted(ids):
        vraag = sa.select(Leerbedrijf).where(col(Leerbedrijf.id) == rij_id, leerbedrijf_scope(actor))
        gelezen = session.execute(vraag.with_for_update().execution_options(populate_existing=True))
        rij: Leerbedrijf | None = gelezen.scalar_one_or_none()
        if rij is None:
            raise NietGevonden
        check_niet_opgegaan(session, rij)
        uit[rij_id] = rij
    return uit


def zet_tekent_via(
    session: Session,
    actor: Actor,
    clock: Clock,
    leerbedrijf_id: int,
    via_id: int | None,
    tekenaar_id: int | None,
    versie: int,
) -> Leerbedrijf:
    """Another company signs for this one (None: it signs itself again). What was printed keeps its text.

    Raises GeenRecht, NietGevonden, IsOpgegaan, Verouderd, KetenTekenen or OngeldigeInvoer (the person).
    """
    require(actor, Actie.LEERBEDRIJF_BEWERKEN)
    rijen = _haal(session, actor, {leerbedrijf_id} | ({via_id} if via_id is not None else set()))
    rij = rijen[leerbedrijf_id]
    tekenaar_id = tekenaar_id if via_id is not None else None
    check_versie(rij, versie, tekent_via_id=via_id, tekenaar_id=tekenaar_id)
    if via_id is not None:
        via = rijen[via_id]
        van_via = session.get(Leerbedrijf, via.tekent_via_id) if via.tekent_via_id else None
        persoon = session.get(Contactpersoon, tekenaar_id) if is_sleutel(tekenaar_id) else None
        check_tekent_via(
            leerbedrijf_id,
            rij.naam,
            via_id,
            via.naam,
            via_van_via=van_via.naam if van_via else "",
            tekent_voor=tel_tekent_voor(session, leerbedrijf_id),
            mag_tekenen=persoon is not None
            and persoon.leerbedrijf_id == via_id
            and persoon.is_actief
            and persoon.is_tekenbevoegd,
        )
    if (rij.tekent_via_id, rij.tekenaar_id) != (via_id, tekenaar_id):
        rij.tekent_via_id, rij.tekenaar_id, rij.bijgewerkt_op = via_id, tekenaar_id, clock.nu()
    session.flush()
    return rij


def tel_tekent_voor(session: Session, leerbedrijf_id: int) -> int:
    """For how many companies this one signs."""
    vraag = sa.select(sa.func.count()).select_from(Leerbedrijf)
    aantal: int = session.execute(vraag.where(col(Leerbedrijf.tekent_via_id) == leerbedrijf_id)).scalar_one()
    return aantal


def get_tekenaar(session: Session, bedrijf: Leerbedrijf) -> Tekenaar | None:
    """Who signs for a company that was fetched already; None when it signs itself."""
    if bedrijf.tekent_via_id is None:
        return None
    via = session.get_one(Leerbedrijf, bedrijf.tekent_via_id)
    persoon = session.get(Contactpersoon, bedrijf.tekenaar_id) if bedrijf.tekenaar_id is not None else None
    plek = (via.straat, via.huisnummer, via.postcode, via.plaats)
    if persoon is None or not (persoon.is_actief and persoon.is_tekenbevoegd):
        return Tekenaar(via.id or 0, via.naam, *plek)
    return Tekenaar(
        via.id or 0, via.naam, *plek, persoon.id, persoon.naam, persoon.functie, persoon.email, persoon.telefoon
    )


@dataclass(frozen=True, slots=True)
class TekentVia:
    """Who signs for a company, and for whom it signs itself. `versie` is the company's."""

    versie: int
    tekenaar: Tekenaar | None
    voor: tuple[tuple[int, str], ...]


def get_tekent_via(session: Session, actor: Actor, leerbedrijf_id: int) -> TekentVia:
    """For the company's screen. Raises GeenRecht or NietGevonden."""
    require(actor, Actie.LEERBEDRIJF_ZIEN)
    vraag = sa.select(Leerbedrijf).where(col(Leerbedrijf.id) == leerbedrijf_id, leerbedrijf_scope(actor))
    rij: Leerbedrijf | None = session.execute(vraag).scalar_one_or_none() if is_sleutel(leerbedrijf_id) else None
    if rij is None:
        raise NietGevonden
    voor = session.execute(
        sa.select(col(Leerbedrijf.id), col(Leerbedrijf.naam))
        .where(col(Leerbedrijf.tekent_via_id) == leerbedrijf_id, is_levend())
        .order_by(col(Leerbedrijf.zoektekst), col(Leerbedrijf.id))
    )
    return TekentVia(rij.versie, get_tekenaar(session, rij), tuple((i, naam) for i, naam in voor))


def list_tekenaars(session: Session, actor: Actor, leerbedrijf_id: int) -> list[tuple[int, str]]:
    """Who at a company may sign: id, and name with function. Raises GeenRecht."""
    require(actor, Actie.LEERBEDRIJF_ZIEN)
    if not is_sleutel(leerbedrijf_id):
        return []
    rijen = session.execute(
        sa.select(col(Contactpersoon.id), col(Contactpersoon.naam), col(Contactpersoon.functie))
        .where(
            col(Contactpersoon.leerbedrijf_id) == leerbedrijf_id,
            col(Contactpersoon.is_actief),
            col(Contactpersoon.is_tekenbevoegd),
        )
        .order_by(col(Contactpersoon.naam), col(Contactpersoon.id))
    )
    return [(i, f"{naam}, {functie}" if functie else naam) for i, naam, functie in rijen]
