"""The relations file as it is at a school: a few companies twice, a branch that is no double, one merge behind us."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import timedelta

import sqlalchemy as sa
from sqlmodel import Session, col

from bpv_app.demo.signalen import als_rol
from bpv_app.kernel.actor import Actor, RolToewijzing, systeem
from bpv_app.kernel.clock import Clock, FixedClock
from bpv_app.kernel.rechten import Rol
from bpv_app.leerbedrijf.rules_invoer import ContactpersoonInvoer, LeerbedrijfInvoer
from bpv_app.leerbedrijf.rules_ongeschikt import OngeschiktInvoer
from bpv_app.leerbedrijf.service import maak_contactpersoon, maak_leerbedrijf
from bpv_app.leerbedrijf.service_contact import plan_contact
from bpv_app.leerbedrijf.service_eigen import BereikInvoer, werk_eigen_bedrijf_bij
from bpv_app.leerbedrijf.service_notitie import schrijf_notitie, teams_van
from bpv_app.leerbedrijf.service_ongeschikt import zet_ongeschikt
from bpv_app.leerbedrijf.service_paren import vergelijk_volgende, zeg_anders
from bpv_app.leerbedrijf.service_samenvoegen import Keuze, voeg_samen
from bpv_app.leerbedrijf.service_tekenen import list_tekenaars, zet_tekent_via
from bpv_app.leerbedrijf.service_wijziging import stel_wijziging_voor, waarden_van, weiger_wijziging
from bpv_app.leerbedrijf.tables import Contactpersoon, Leerbedrijf


def _invoer(bron: Leerbedrijf, **anders: object) -> LeerbedrijfInvoer:
    velden = {f.name: getattr(bron, f.name) for f in fields(LeerbedrijfInvoer)}
    kaal = LeerbedrijfInvoer(**{**velden, "sbb_id": "", "kvk": ""})
    return replace(kaal, **anders)  # type: ignore[arg-type]


def speel_relaties(session: Session, clock: Clock) -> None:
    """By the services, as the demo's coordinator, this morning: what they note in the audit is of one moment."""
    wie = als_rol(session, Rol.COORDINATOR)
    vraag = sa.select(Leerbedrijf).where(col(Leerbedrijf.sbb_id).is_not(None)).order_by(col(Leerbedrijf.id)).limit(8)
    een, twee, drie, vier = list(session.execute(vraag).scalars())[4:8]
    naam = een.naam.removesuffix(" BV").removesuffix(" B.V.")
    maak_leerbedrijf(session, wie, clock, _invoer(een, naam=f"{naam} V.O.F." if naam == een.naam else naam))
    maak_leerbedrijf(session, wie, clock, _invoer(twee, naam=twee.naam[:4] + twee.naam[5:], email="", website=""))
    tak = _invoer(drie, kvk=drie.kvk, straat="Stationsplein", huisnummer="1", postcode="3511ED", plaats="Utrecht")
    vestiging = maak_leerbedrijf(session, wie, clock, tak)
    dubbel = maak_leerbedrijf(session, wie, clock, _invoer(vier, naam=vier.naam.upper()))
    vast = session.execute(
        sa.select(Contactpersoon).where(col(Contactpersoon.leerbedrijf_id) == vier.id).order_by(col(Contactpersoon.id))
    ).scalars().first()  # fmt: skip
    if vast is not None:
        invoer = ContactpersoonInvoer(naam=vast.naam, email=vast.email, telefoon=vast.telefoon)
        maak_contactpersoon(session, wie, dubbel.id or 0, invoer)
    keuze = Keuze(
        vier.id or 0, dubbel.id or 0, frozenset(), vier.versie, dubbel.versie, "Twee keer ingevoerd, zelfde adres."
    )  # fmt: skip
    voeg_samen(session, wie, clock, keuze)
    while vergelijk_volgende(session, systeem("planner"), clock):
        pass
    zeg_anders(session, wie, clock, drie.id or 0, vestiging.id or 0, "Vestiging in Utrecht, eigen praktijkopleider.")
    vanmorgen = FixedClock(clock.nu() - timedelta(minutes=5))
    _laat_tekenen(session, vanmorgen, vier, [een, twee])
    mijn = _bedrijf_wijzigt(session, vanmorgen, drie)
    _school_zegt(session, vanmorgen, mijn, drie.id or 0)


def _laat_tekenen(session: Session, clock: Clock, holding: Leerbedrijf, voor: list[Leerbedrijf]) -> None:
    """One company signs for the others, by the first person there who may."""
    wie = als_rol(session, Rol.COORDINATOR)
    tekenaars = list_tekenaars(session, wie, holding.id or 0)
    for bedrijf in voor if tekenaars else ():
        zet_tekent_via(session, wie, clock, bedrijf.id or 0, holding.id, tekenaars[0][0], bedrijf.versie)


def _bedrijf_wijzigt(session: Session, clock: Clock, ander: Leerbedrijf) -> int:
    """The demo's praktijkopleider changed the phone number and asks for another name; another company was refused.

    Returns the praktijkopleider's company.
    """
    opleider = als_rol(session, Rol.PRAKTIJKOPLEIDER)
    mijn = session.get_one(Leerbedrijf, min(opleider.leerbedrijf_ids))
    bereik = BereikInvoer("071 555 01 23", mijn.email, mijn.website)
    voorheen, session.info["actor"] = session.info.get("actor"), opleider  # the audit tells who it was
    werk_eigen_bedrijf_bij(session, opleider, clock, mijn.id or 0, bereik, mijn.versie)
    session.info["actor"] = voorheen
    wil = {**waarden_van(mijn), "naam": f"{mijn.naam.removesuffix(' BV')} Groep", "huisnummer": "14"}
    stel_wijziging_voor(session, opleider, clock, mijn.id or 0, wil, "We zijn verhuisd naar de overkant.", mijn.versie)
    ook = session.execute(
        sa.select(Contactpersoon)
        .where(col(Contactpersoon.leerbedrijf_id) == ander.id, col(Contactpersoon.is_actief))
        .order_by(col(Contactpersoon.id))
    ).scalars().first()  # fmt: skip
    if ook is None:
        return mijn.id or 0
    rol = RolToewijzing(Rol.PRAKTIJKOPLEIDER, leerbedrijf_id=ander.id, contactpersoon_id=ook.id)
    wie = Actor(None, ook.naam, (rol,))
    rij = stel_wijziging_voor(
        session, wie, clock, ander.id or 0, {**waarden_van(ander), "kvk": "87654321"}, "", ander.versie
    )  # fmt: skip
    reden = "Dit nummer staat in het Handelsregister op een ander bedrijf."
    weiger_wijziging(session, als_rol(session, Rol.COORDINATOR), clock, rij.id or 0, reden, rij.versie)
    return mijn.id or 0


def _school_zegt(session: Session, clock: Clock, mijn: int, ander: int) -> None:
    """A company with few trainees' days left is not suitable for a while; notes, and contacts that are due."""
    wie, begeleider = als_rol(session, Rol.COORDINATOR), als_rol(session, Rol.ONDERWIJSBEGELEIDER)
    vandaag = clock.vandaag()
    reden = "Twee praktijkopleiders zijn weg; er is nu te weinig begeleiding."
    zet_ongeschikt(session, wie, clock, ander, OngeschiktInvoer(reden, tot=vandaag + timedelta(days=120)))
    eigen = min(teams_van(wie), default=None)
    schrijf_notitie(session, wie, clock, ander, "In januari opnieuw bellen, dan is er een nieuwe chef.", None)
    schrijf_notitie(session, wie, clock, mijn, "Wil ook studenten van niveau 2, mits ze vroeg willen beginnen.", eigen)
    schrijf_notitie(session, begeleider, clock, mijn, "Goede begeleiding. Bel liever dan dat je mailt.", None)
    for bedrijf_id, dagen, onderwerp, persoon in (
        (mijn, 0, "Aantal plaatsen voor het voorjaar", wie),
        (ander, 45, "Is er weer begeleiding?", wie),
        (mijn, 0, "Kennismaken met de nieuwe praktijkopleider", begeleider),
    ):
        plan_contact(
            session, wie, clock, bedrijf_id, vandaag + timedelta(days=dagen), onderwerp, persoon.account_id or 0
        )  # fmt: skip
