"""The counters of the start page about the relations file; each list has exactly the rows it counts."""

from __future__ import annotations

from datetime import date

from sqlmodel import Session

from bpv_app.kernel.actor import Actor
from bpv_app.kernel.lijst import LijstVraag
from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.tekst import Tekst
from bpv_app.leerbedrijf.queries_contact import IK, NU, RELATIEBEHEER, tel_contacten
from bpv_app.leerbedrijf.queries_dubbel import DUBBELEN, tel_paren
from bpv_app.leerbedrijf.queries_wijziging import WIJZIGINGEN, tel_wijzigingen
from bpv_app.pok.queries_tellers import Teller


def tel_relaties(session: Session, actor: Actor, vandaag: date) -> tuple[Teller, ...]:
    """Own contacts that are due; changes by companies, for who decides; companies all but certainly in the file twice,
    for who may merge."""
    return (*_contacten(session, actor, vandaag), *_wijzigingen(session, actor), *_dubbelen(session, actor))


def _contacten(session: Session, actor: Actor, vandaag: date) -> tuple[Teller, ...]:
    if not actor.mag(Actie.RELATIE_BIJHOUDEN):
        return ()
    vraag = LijstVraag(filters={"wanneer": NU, "wie": IK})
    return (
        Teller(
            "relatie_contact",
            Tekst("Contact met leerbedrijven", "Contact with companies"),
            Tekst("dit zou je vandaag of al eerder doen", "what you would do today or earlier"),
            tel_contacten(session, actor, vraag, vandaag),
            RELATIEBEHEER,
            vraag,
            "",
        ),
    )


def _wijzigingen(session: Session, actor: Actor) -> tuple[Teller, ...]:
    if not actor.mag(Actie.LEERBEDRIJF_BEWERKEN):
        return ()
    vraag = LijstVraag()
    return (
        Teller(
            "leerbedrijf_wijziging",
            Tekst("Wijzigingen door leerbedrijven", "Changes by companies"),
            Tekst("neem ze over of weiger ze; wat al gewijzigd is, lees je", "carry out or refuse; read what is live"),
            tel_wijzigingen(session, actor, vraag),
            WIJZIGINGEN,
            vraag,
            "",
        ),
    )


def _dubbelen(session: Session, actor: Actor) -> tuple[Teller, ...]:
    if not actor.mag(Actie.LEERBEDRIJF_SAMENVOEGEN):
        return ()
    vraag = LijstVraag(filters={"zeker": "ja"})
    return (
        Teller(
            "leerbedrijf_dubbel",
            Tekst("Leerbedrijven vrijwel zeker dubbel", "Companies all but certainly double"),
            Tekst("voeg ze samen, of zeg waarom niet", "merge them, or say why not"),
            tel_paren(session, actor, vraag),
            DUBBELEN,
            vraag,
            "",
        ),
    )
