"""A company corrects its own data: proposals that wait for a coordinator, and notes of what it changed itself.

The company's side fetches within the own company; the school's side is for who keeps the relations file. One proposal
waits per company at most: a new one takes the place of the old.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from bpv_app.config import instellingen
from bpv_app.db import check_versie
from bpv_app.kernel.actor import Actor, require
from bpv_app.kernel.clock import Clock, toon_moment
from bpv_app.kernel.errors import NietGevonden, OngeldigeInvoer
from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.sleutel import is_sleutel
from bpv_app.kernel.tekst import Taal, Tekst
from bpv_app.leerbedrijf import service
from bpv_app.leerbedrijf.clauses import eigen_bedrijf
from bpv_app.leerbedrijf.rules_invoer import LeerbedrijfInvoer, check_leerbedrijf
from bpv_app.leerbedrijf.rules_wijziging import (
    VELD_NAAM,
    WACHT_VELDEN,
    Achterhaald,
    AlBesloten,
    WijzigingStatus,
    check_antwoord,
    check_voorstel,
    toon_waarde,
    velden_van,
    verschil,
)
from bpv_app.leerbedrijf.tables import Contactpersoon, Leerbedrijf
from bpv_app.leerbedrijf.tables_relatie import BedrijfWijziging
from bpv_app.post.rules import Sjabloon, een_regel
from bpv_app.post.service import verstuur
from bpv_app.toegang.links import account_van
from bpv_app.toegang.queries_historie import list_regels

DOEL = "/bedrijf"


def _eigen(session: Session, actor: Actor, leerbedrijf_id: int) -> Leerbedrijf:
    """The own company, locked: two people of it never make a proposal at the same moment."""
    require(actor, Actie.EIGEN_BEDRIJF_BEHEREN)
    if not is_sleutel(leerbedrijf_id):
        raise NietGevonden
    vraag = sa.select(Leerbedrijf).where(col(Leerbedrijf.id) == leerbedrijf_id, eigen_bedrijf(actor))
    rij: Leerbedrijf | None = session.execute(
        vraag.with_for_update().execution_options(populate_existing=True)
    ).scalar_one_or_none()
    if rij is None:
        raise NietGevonden
    return rij


def _ik(session: Session, actor: Actor, leerbedrijf_id: int) -> int | None:
    vraag = sa.select(col(Contactpersoon.id)).where(
        col(Contactpersoon.id).in_(actor.contactpersoon_ids), col(Contactpersoon.leerbedrijf_id) == leerbedrijf_id
    )
    return session.execute(vraag.order_by(col(Contactpersoon.id)).limit(1)).scalar_one_or_none()


def waarden_van(rij: Leerbedrijf) -> dict[str, Any]:
    """The fields a proposal may be about, as they are now."""
    return {veld: getattr(rij, veld) or "" for veld in WACHT_VELDEN}


def _wachtend(session: Session, leerbedrijf_id: int) -> BedrijfWijziging | None:
    vraag = sa.select(BedrijfWijziging).where(
        col(BedrijfWijziging.leerbedrijf_id) == leerbedrijf_id, col(BedrijfWijziging.status) == WijzigingStatus.WACHT
    )
    rij: BedrijfWijziging | None = session.execute(vraag.with_for_update()).scalars().first()
    return rij


def _leg_vast(
    session: Session,
    actor: Actor,
    clock: Clock,
    leerbedrijf_id: int,
    status: WijzigingStatus,
    gezien: Mapping[str, Any],
    gevraagd: Mapping[str, Any],
    *,
    wie: str = "",
    toelichting: str = "",
) -> BedrijfWijziging:
    rij = BedrijfWijziging(
        leerbedrijf_id=leerbedrijf_id,
        status=status,
        wie=wie[:200],
        gezien=dict(gezien),
        gevraagd=dict(gevraagd),
        toelichting=toelichting,
        op=clock.nu(),
        account_id=actor.account_id,
        door_naam=actor.naam[:200],
        contactpersoon_id=_ik(session, actor, leerbedrijf_id),
    )
    session.add(rij)
    session.flush()
    return rij


def stel_wijziging_voor(
    session: Session,
    actor: Actor,
    clock: Clock,
    leerbedrijf_id: int,
    wil: Mapping[str, str],
    toelichting: str,
    versie: int,
) -> BedrijfWijziging:
    """Ask the school to change name, address or numbers of the own company; nothing changes yet.

    `wil` holds `WACHT_VELDEN` as filled in, `versie` is the company as it was on the screen. Whether a leerbedrijf-ID
    belongs to another company is the coordinator's to see. Raises NietGevonden, GeenRecht, Verouderd, OngeldigeInvoer.
    """
    rij = _eigen(session, actor, leerbedrijf_id)
    tekst_velden: dict[str, Any] = {veld: wil.get(veld, "") for veld in WACHT_VELDEN}
    goed = check_leerbedrijf(LeerbedrijfInvoer(**tekst_velden))
    nu, velden = waarden_van(rij), {veld: getattr(goed, veld) for veld in WACHT_VELDEN}
    check_versie(rij, versie, **{v: w for v, w in velden.items() if v != "sbb_id"})
    anders, tekst = check_voorstel(nu, velden, toelichting)
    if oud := _wachtend(session, leerbedrijf_id):
        _sluit(oud, actor, clock, WijzigingStatus.INGETROKKEN)
        session.flush()
    gezien = {veld: nu[veld] for veld in anders}
    return _leg_vast(session, actor, clock, leerbedrijf_id, WijzigingStatus.WACHT, gezien, anders, toelichting=tekst)


def trek_wijziging_in(session: Session, actor: Actor, clock: Clock, leerbedrijf_id: int) -> None:
    """The company takes its waiting proposal back. Raises NietGevonden or GeenRecht."""
    _eigen(session, actor, leerbedrijf_id)
    rij = _wachtend(session, leerbedrijf_id)
    if rij is None:
        raise NietGevonden
    _sluit(rij, actor, clock, WijzigingStatus.INGETROKKEN)
    session.flush()


def noteer_live(
    session: Session,
    actor: Actor,
    clock: Clock,
    leerbedrijf_id: int,
    oud: Mapping[str, Any],
    nieuw: Mapping[str, Any],
    wie: str = "",
) -> None:
    """Tell the school what the company changed by itself: who, what, when. Nothing when nothing differs."""
    anders = verschil(oud, nieuw)
    if anders:
        gezien = {veld: oud.get(veld, "") for veld in anders}
        _leg_vast(session, actor, clock, leerbedrijf_id, WijzigingStatus.LIVE, gezien, anders, wie=wie)


def _sluit(rij: BedrijfWijziging, actor: Actor, clock: Clock, status: WijzigingStatus, antwoord: str = "") -> None:
    rij.status, rij.besloten_op, rij.besloten_door, rij.antwoord = status, clock.nu(), actor.naam[:200], antwoord


def _voor_besluit(
    session: Session, actor: Actor, wijziging_id: int, versie: int, status: WijzigingStatus
) -> BedrijfWijziging:
    """The change, locked after its company: the company's side and a merge take them in that order too."""
    require(actor, Actie.LEERBEDRIJF_BEWERKEN)
    if not is_sleutel(wijziging_id):
        raise NietGevonden
    van = sa.select(col(BedrijfWijziging.leerbedrijf_id)).where(col(BedrijfWijziging.id) == wijziging_id)
    op_slot = sa.select(Leerbedrijf).where(col(Leerbedrijf.id).in_(van)).with_for_update()
    session.execute(op_slot.execution_options(populate_existing=True)).scalar_one_or_none()
    vraag = sa.select(BedrijfWijziging).where(col(BedrijfWijziging.id) == wijziging_id)
    rij: BedrijfWijziging | None = session.execute(
        vraag.with_for_update().execution_options(populate_existing=True)
    ).scalar_one_or_none()
    if rij is None:
        raise NietGevonden
    if rij.status is not status:
        raise AlBesloten(rij.besloten_door, rij.status)
    check_versie(rij, versie)
    return rij


def keur_wijziging_goed(
    session: Session, actor: Actor, clock: Clock, wijziging_id: int, versie: int, *, toch: bool = False
) -> BedrijfWijziging:
    """Carry out a proposal, and mail the company. `toch`: also over what somebody else changed in the meantime.

    Raises GeenRecht, NietGevonden, AlBesloten, Verouderd, Achterhaald (says who changed what), IsOpgegaan, or
    OngeldigeInvoer when the leerbedrijf-ID belongs to another company.
    """
    rij = _voor_besluit(session, actor, wijziging_id, versie, WijzigingStatus.WACHT)
    bedrijf = service.get_leerbedrijf(session, actor, rij.leerbedrijf_id)
    anders = [v.veld for v in velden_van(rij.gezien, rij.gevraagd, waarden_van(bedrijf)) if v.is_achterhaald]
    if anders and not toch:
        raise Achterhaald(tuple(anders), wie_wijzigde(session, rij, anders))
    velden = {naam: getattr(bedrijf, naam) for naam in LeerbedrijfInvoer.__dataclass_fields__}
    velden["sbb_id"] = bedrijf.sbb_id or ""
    invoer = LeerbedrijfInvoer(**{**velden, **rij.gevraagd})
    try:
        service.werk_leerbedrijf_bij(session, actor, clock, rij.leerbedrijf_id, invoer, bedrijf.versie)
    except OngeldigeInvoer as fout:  # the screen of the decision has no such field: the sentence itself says it
        tekst = next(iter(fout.velden.values()), fout.tekst)
        raise OngeldigeInvoer({}, tekst) from fout
    _sluit(rij, actor, clock, WijzigingStatus.DOORGEVOERD)
    session.flush()
    _mail(session, clock, rij)
    return rij


def weiger_wijziging(
    session: Session, actor: Actor, clock: Clock, wijziging_id: int, reden: str, versie: int
) -> BedrijfWijziging:
    """Leave everything as it is; the company gets the reason in a mail. Raises as above, or OngeldigeInvoer."""
    rij = _voor_besluit(session, actor, wijziging_id, versie, WijzigingStatus.WACHT)
    _sluit(rij, actor, clock, WijzigingStatus.GEWEIGERD, check_antwoord(reden))
    session.flush()
    _mail(session, clock, rij)
    return rij


def markeer_gelezen(session: Session, actor: Actor, clock: Clock, wijziging_id: int, versie: int) -> BedrijfWijziging:
    """The school has seen what the company changed by itself. Raises GeenRecht, NietGevonden, AlBesloten, Verouderd."""
    rij = _voor_besluit(session, actor, wijziging_id, versie, WijzigingStatus.LIVE)
    _sluit(rij, actor, clock, WijzigingStatus.GELEZEN)
    session.flush()
    return rij


def wie_wijzigde(session: Session, rij: BedrijfWijziging, velden: list[str]) -> Tekst:
    """Who changed these fields of the company since the proposal, as a sentence each. From the audit."""
    nl, en = [], []
    gehad: set[str] = set()
    for regel in list_regels(session, {"leerbedrijf": [rij.leerbedrijf_id]}, sinds=rij.op):
        for veld in velden:
            if veld in regel.nieuw and veld not in gehad:
                gehad.add(veld)
                naam, nieuw = VELD_NAAM[veld], toon_waarde(veld, regel.nieuw[veld])
                nl.append(f"{regel.naam}, {toon_moment(regel.op)}: {naam.nl} werd '{nieuw}'.")
                en.append(f"{regel.naam}, {toon_moment(regel.op, 'en')}: {naam.en} became '{nieuw}'.")
    return Tekst(" ".join(nl), " ".join(en))


def _mail(session: Session, clock: Clock, rij: BedrijfWijziging) -> None:
    """Tell the person who asked; somebody who left since gets nothing."""
    c = session.get(Contactpersoon, rij.contactpersoon_id) if rij.contactpersoon_id else None
    if c is None or not c.is_actief:
        return
    bedrijf = session.get_one(Leerbedrijf, rij.leerbedrijf_id)
    account = account_van(session, clock, c.id or 0, c.leerbedrijf_id, c.naam, c.email)
    if not account.is_actief:
        return
    taal = Taal(account.taal) if account.taal in (Taal.NL, Taal.EN) else Taal.NL
    leeg = Tekst("leeg", "empty").in_taal(taal)
    regels = [
        f"{VELD_NAAM[v.veld].in_taal(taal)}: {v.oud or leeg} → {v.nieuw or leeg}"
        for v in velden_van(rij.gezien, rij.gevraagd, {})
    ]
    ja = rij.status is WijzigingStatus.DOORGEVOERD
    verstuur(
        session,
        clock,
        sjabloon=Sjabloon.WIJZIGING_BESLUIT,
        taal=taal,
        aan=c.email,
        naam=c.naam,
        velden={
            "naam": c.naam,
            "school": instellingen().school_naam,
            "bedrijf": een_regel(bedrijf.naam, 200),
            "soort": "ja" if ja else "nee",
            "regels": "\n".join(regels),
            "antwoord": rij.antwoord,
        },
        sleutel=f"bedrijf-wijziging:{rij.id}",
        account_id=account.id,
        contactpersoon_id=c.id,
        over=("bedrijf_wijziging", rij.id or 0),
        link_doel=DOEL,
    )
