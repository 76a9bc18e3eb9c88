"""All students of one onderwijsbegeleider to another (illness, leaving) in one action and one transaction.

A moment belongs to its dossier, and a draft of a report to its moment: who guides the dossier has them. What has to be
done here is the dossier and its POK (and the register when the POK is there) and telling the colleague; appointments
get their new organiser from `service_uitnodiging.nodig_opnieuw_uit`, as with any change of begeleider.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlmodel import Session

from bpv_app.gesprek.queries_overdracht import (
    MAX_OVERDRACHT,
    InHanden,
    get_ontvanger,
    list_in_handen,
    tel_komende_afspraken,
)
from bpv_app.gesprek.rules import MAX_REDEN
from bpv_app.gesprek.tables import Overdracht
from bpv_app.kernel.actor import Actor, require
from bpv_app.kernel.clock import Clock
from bpv_app.kernel.errors import DomeinFout, OngeldigeInvoer
from bpv_app.kernel.lijst import Uitslag
from bpv_app.kernel.nummers import schoon_tekst
from bpv_app.kernel.rechten import Actie, Rol
from bpv_app.kernel.tekst import Tekst
from bpv_app.pok import service as pok_service
from bpv_app.post.rules import Sjabloon
from bpv_app.post.service import verstuur
from bpv_app.toegang.service import AccountKeuze, get_namen, list_accounts_met_rol

MAX_REGELS = 60
"""Students named in the mail; the rest is counted."""
_NIET_HIER = Tekst(
    "Deze student is niet (meer) van deze begeleider, of niet van jouw team.",
    "This student is not (or no longer) with this supervisor, or not of your team.",
)


class ZelfdeBegeleider(DomeinFout):
    """From somebody to the same person."""

    def __init__(self) -> None:
        super().__init__("zelfde_begeleider", Tekst("Kies twee verschillende mensen.", "Choose two different people."))


def list_ontvangers(session: Session, actor: Actor) -> list[AccountKeuze]:
    """Who can take students over: every active onderwijsbegeleider. Raises GeenRecht."""
    require(actor, Actie.STUDENTEN_OVERDRAGEN)
    return list_accounts_met_rol(session, Rol.ONDERWIJSBEGELEIDER)


@dataclass(frozen=True, slots=True)
class Gedaan:
    """A result per student that was asked, and how many new invitations went to whom with them."""

    uitslagen: tuple[Uitslag, ...]
    afspraken: int

    @property
    def gelukt(self) -> int:
        return sum(u.gelukt for u in self.uitslagen)


def draag_over(
    session: Session,
    actor: Actor,
    clock: Clock,
    van_id: int,
    naar_id: int,
    dossier_ids: Collection[int],
    reden: str = "",
) -> Gedaan:
    """Give these dossiers of `van_id` to `naar_id`; a result per dossier, in the order asked.

    Everything happens in the caller's transaction. Appointments that are still to come are cancelled from the old
    organiser and sent anew from the new one. Raises GeenRecht, ZelfdeBegeleider, OngeldigeInvoer.
    """
    require(actor, Actie.STUDENTEN_OVERDRAGEN)
    reden = schoon_tekst(reden)
    _check(session, van_id, naar_id, dossier_ids, reden)
    van_naam = get_namen(session, [van_id]).get(van_id, "")
    in_handen = {r.dossier_id: r for r in list_in_handen(session, actor, van_id)}
    uitslagen: list[Uitslag] = []
    gelukt: list[InHanden] = []
    afspraken = 0
    for dossier_id in dict.fromkeys(dossier_ids):
        regel = in_handen.get(dossier_id)
        if regel is None:
            uitslagen.append(Uitslag(str(dossier_id), "–", False, _NIET_HIER))
            continue
        try:
            with session.begin_nested():
                opnieuw = _draag_een_over(session, actor, clock, regel, naar_id)
        except DomeinFout as fout:
            uitslagen.append(Uitslag(str(dossier_id), regel.student, False, fout.tekst, f"/dossiers/{dossier_id}"))
            continue
        afspraken += opnieuw
        gelukt.append(regel)
        uitslagen.append(
            Uitslag(str(dossier_id), regel.student, True, _gelukt_tekst(regel, opnieuw), f"/dossiers/{dossier_id}")
        )
    if gelukt:
        overdracht = Overdracht(
            van_id=van_id,
            naar_id=naar_id,
            reden=reden,
            dossiers=[r.dossier_id for r in gelukt],
            op=clock.nu(),
            account_id=actor.account_id,
            door_naam=actor.naam[:200],
        )
        session.add(overdracht)
        session.flush()
        _meld(session, actor, clock, overdracht, van_naam, gelukt)
    return Gedaan(tuple(uitslagen), afspraken)


def _check(session: Session, van_id: int, naar_id: int, dossier_ids: Collection[int], reden: str) -> None:
    fouten: dict[str, Tekst] = {}
    if naar_id not in {a.id for a in list_accounts_met_rol(session, Rol.ONDERWIJSBEGELEIDER)}:
        fouten["naar_id"] = Tekst("Kies een onderwijsbegeleider.", "Choose a school supervisor.")
    elif van_id == naar_id:
        raise ZelfdeBegeleider
    if not dossier_ids:
        fouten["dossiers"] = Tekst("Kies minstens één student.", "Choose at least one student.")
    elif len(dossier_ids) > MAX_OVERDRACHT:
        fouten["dossiers"] = Tekst(f"Hoogstens {MAX_OVERDRACHT} per keer.", f"At most {MAX_OVERDRACHT} at a time.")
    if len(reden) > MAX_REDEN:
        fouten["reden"] = Tekst(f"Hoogstens {MAX_REDEN} tekens.", f"At most {MAX_REDEN} characters.")
    if fouten:
        raise OngeldigeInvoer(fouten)


def _gelukt_tekst(regel: InHanden, opnieuw: int) -> Tekst:
    nl, en = f"{regel.te_doen} gesprekken gaan mee", f"{regel.te_doen} conversations go along"
    if regel.te_doen == 1:
        nl, en = "1 gesprek gaat mee", "1 conversation goes along"
    if opnieuw:
        nl += f"; {opnieuw} {'afspraak' if opnieuw == 1 else 'afspraken'} opnieuw verstuurd"
        en += f"; {opnieuw} appointment{'' if opnieuw == 1 else 's'} sent anew"
    return Tekst(f"{nl}.", f"{en}.")


def _draag_een_over(session: Session, actor: Actor, clock: Clock, regel: InHanden, naar_id: int) -> int:
    """One dossier; returns how many appointments were sent anew."""
    komend = tel_komende_afspraken(session, regel.dossier_id, clock.nu())
    pok_service.stel_begeleider_in(session, actor, clock, regel.dossier_id, naar_id, regel.versie)
    return komend


def _meld(
    session: Session,
    actor: Actor,
    clock: Clock,
    overdracht: Overdracht,
    van_naam: str,
    gelukt: list[InHanden],
) -> None:
    naar = get_ontvanger(session, overdracht.naar_id)
    regels = [" – ".join(d for d in (r.student, r.bedrijf) if d) for r in gelukt[:MAX_REGELS]]
    if (meer := len(gelukt) - MAX_REGELS) > 0:
        regels.append(Tekst(f"en nog {meer}", f"and {meer} more").in_taal(naar.taal))
    verstuur(
        session,
        clock,
        sjabloon=Sjabloon.OVERDRACHT,
        taal=naar.taal,
        aan=naar.email,
        naam=naar.naam,
        velden={
            "naam": naar.naam,
            "van": van_naam,
            "door": actor.naam,
            "aantal": str(len(gelukt)),
            "regels": "\n".join(regels),
        },
        sleutel=f"overdracht:{overdracht.id}",
        account_id=naar.id,
        over=("overdracht", overdracht.id or 0),
        begeleider_id=naar.id,
        doel="/gesprekken",
    )
