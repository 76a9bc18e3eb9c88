"""A student's list: saved with every change, sent in with a receipt, never over what another device saved."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import sqlalchemy as sa
from sqlmodel import Session, col

from bpv_app.kernel.actor import Actor, require
from bpv_app.kernel.clock import Clock
from bpv_app.kernel.errors import DomeinFout, NietGevonden, Verouderd
from bpv_app.kernel.nummers import zonder_bsn
from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.tekst import Tekst
from bpv_app.matching.queries_keuzeplaatsen import list_keuzeplaatsen
from bpv_app.matching.queries_voorkeur import Bewijs, Deelname, als_lijst, get_bewijs, get_deelname, list_toegelaten
from bpv_app.matching.rules_ronde import check_schrijfbaar
from bpv_app.matching.rules_voorkeur import (
    Lijst,
    bewijs_code,
    check_insturen,
    check_lijst,
    verschillen,
    zet_reden,
)
from bpv_app.matching.service_ronde_mail import stuur_bewijs, trek_herinneringen_in
from bpv_app.matching.tables import Plaats
from bpv_app.matching.tables_ronde import RondePlaats, RondeStudent, Voorkeur, VoorkeurBewijs, Voorkeurlijst


class PlaatsVolGekozen(DomeinFout):
    """As many students as the company allows have put this place on the list they sent in."""

    http_status = 409

    def __init__(self, namen: str) -> None:
        super().__init__(
            "plaats_vol_gekozen",
            Tekst(
                f"Deze plaats kan niet meer op je lijst: genoeg studenten kozen haar al. Haal haar weg: {namen}.",
                f"This place cannot be on your list any more: enough students chose it. Remove it: {namen}.",
            ),
        )


class PlaatsIsWeg(DomeinFout):
    """A place on the list fell away since; a list that is sent in has none of these."""

    http_status = 409

    def __init__(self, namen: str) -> None:
        super().__init__(
            "plaats_is_weg",
            Tekst(
                f"Op je lijst staat een plaats die niet meer kan: {namen}. Haal haar weg en stuur opnieuw in.",
                f"There is a place on your list that fell away: {namen}. Remove it and send in again.",
            ),
        )


def _open_deelname(session: Session, actor: Actor, clock: Clock, deelname_id: int) -> Deelname:
    """One's own part in a round in which lists can be written now, locked: two devices wait for each other."""
    require(actor, Actie.VOORKEUR_SCHRIJVEN)
    deelname = get_deelname(session, actor, deelname_id)
    session.execute(sa.select(col(RondeStudent.id)).where(col(RondeStudent.id) == deelname_id).with_for_update())
    check_schrijfbaar(deelname.status, deelname.opent_op, deelname.sluit_op, clock.nu())
    return deelname


def _rij(session: Session, deelname_id: int) -> Voorkeurlijst | None:
    vraag = sa.select(Voorkeurlijst).where(col(Voorkeurlijst.ronde_student_id) == deelname_id)
    rij: Voorkeurlijst | None = session.execute(vraag.execution_options(populate_existing=True)).scalar_one_or_none()
    return rij


def _namen(session: Session, deelname: Deelname, *lijsten: Lijst) -> Mapping[int, str]:
    ids = {p for lijst in lijsten for p in lijst.plaatsen}
    return {p.id: p.titel for p in list_keuzeplaatsen(session, deelname, ids).values()}


def _schrijf(
    session: Session, clock: Clock, deelname: Deelname, rij: Voorkeurlijst | None, lijst: Lijst
) -> Voorkeurlijst:
    keuzes = [{"plaats": k.plaats_id, "reden": k.reden} for k in lijst.keuzes]
    if rij is None:
        rij = Voorkeurlijst(ronde_student_id=deelname.id, keuzes=keuzes, wensen=lijst.wensen, bijgewerkt_op=clock.nu())
        session.add(rij)
    elif als_lijst(rij) != lijst:
        rij.keuzes, rij.wensen, rij.bijgewerkt_op = keuzes, lijst.wensen, clock.nu()
    session.flush()
    return rij


def bewaar_lijst(
    session: Session, actor: Actor, clock: Clock, deelname_id: int, lijst: Lijst, versie: int
) -> Voorkeurlijst:
    """Save the whole list as the person sees it. `versie`: the version it was made from, 0 when there was none.

    Raises `NietGevonden`, `GeenRecht`, `RondeDicht`, `Verouderd` with both lists when another device saved in between,
    or `OngeldigeInvoer`.
    """
    deelname = _open_deelname(session, actor, clock, deelname_id)
    rij = _rij(session, deelname_id)
    nu = als_lijst(rij) if rij else Lijst()
    if (rij.versie if rij else 0) != versie and nu != lijst:
        raise Verouderd(verschillen(nu, lijst, _namen(session, deelname, nu, lijst)))
    goed = check_lijst(
        _zonder_bsn(lijst), list_toegelaten(session, deelname_id) | set(nu.plaatsen), deelname.max_keuzes
    )
    return _schrijf(session, clock, deelname, rij, goed)


def _zonder_bsn(lijst: Lijst) -> Lijst:
    return Lijst(tuple(replace(k, reden=zonder_bsn(k.reden)) for k in lijst.keuzes), zonder_bsn(lijst.wensen))


def bewaar_tekst(
    session: Session, actor: Actor, clock: Clock, deelname_id: int, plaats_id: int | None, tekst: str, was: str
) -> Voorkeurlijst:
    """Save one text of the list: the reason at a place, or (`plaats_id` None) the wishes.

    `was`: the text this one was typed over. The same text again changes nothing, so a device may send it twice.
    Raises `NietGevonden` (also when the place was taken off the list), `GeenRecht`, `RondeDicht`, `Verouderd` with both
    texts, or `OngeldigeInvoer`.
    """
    deelname = _open_deelname(session, actor, clock, deelname_id)
    rij = _rij(session, deelname_id)
    lijst = als_lijst(rij) if rij else Lijst()
    tekst = zonder_bsn(tekst.replace("\x00", "").strip())
    if plaats_id is None:
        nu, nieuw, veld = lijst.wensen, replace(lijst, wensen=tekst), "wensen"
    else:
        keuze = next((k for k in lijst.keuzes if k.plaats_id == plaats_id), None)
        if keuze is None:
            raise NietGevonden
        nu, nieuw, veld = keuze.reden, zet_reden(lijst, plaats_id, tekst), "reden"
    if nu not in (was.strip(), tekst):
        raise Verouderd(((veld, nu, tekst),))
    goed = check_lijst(nieuw, set(lijst.plaatsen), max(deelname.max_keuzes, len(lijst.keuzes)))
    return _schrijf(session, clock, deelname, rij, goed)


def stuur_in(session: Session, actor: Actor, clock: Clock, deelname_id: int, versie: int) -> Bewijs:
    """Send the list in as it stands: it counts until another one is sent in. Gives the receipt, also by mail.

    Sending in the same list again gives the receipt there is. Raises `NietGevonden`, `GeenRecht`, `RondeDicht`,
    `Verouderd`, `LijstTeKort`, `PlaatsIsWeg`, `PlaatsVolGekozen` or `OngeldigeInvoer`.
    """
    deelname = _open_deelname(session, actor, clock, deelname_id)
    rij = _rij(session, deelname_id)
    lijst = als_lijst(rij) if rij else Lijst()
    if rij is not None and rij.versie != versie:
        raise Verouderd
    if rij is not None and rij.ingestuurd_versie == rij.versie and (al := get_bewijs(session, deelname_id)):
        return al
    toegelaten = list_toegelaten(session, deelname_id)
    check_insturen(lijst, toegelaten, deelname.min_keuzes)
    assert rij is not None  # a list with choices has a row
    check_lijst(lijst, toegelaten, deelname.max_keuzes)
    plaatsen = list_keuzeplaatsen(session, deelname, lijst.plaatsen)
    if weg := [p.titel for p in plaatsen.values() if p.is_weg]:
        raise PlaatsIsWeg(", ".join(weg))
    _check_vol(session, deelname, rij, lijst)
    for oud in session.execute(sa.select(Voorkeur).where(col(Voorkeur.lijst_id) == rij.id)).scalars().all():
        session.delete(oud)
    session.flush()
    for rang, keuze in enumerate(lijst.keuzes, 1):
        session.add(Voorkeur(lijst_id=rij.id or 0, rang=rang, plaats_id=keuze.plaats_id, reden=keuze.reden))
    nu = clock.nu()
    rij.ingestuurd_op, rij.ingestuurd_versie = nu, rij.versie + 1  # this change makes it that version
    bewijs = VoorkeurBewijs(
        lijst_id=rij.id or 0,
        op=nu,
        code=bewijs_code(deelname.id, nu, lijst, deelname.zaad_hash),
        inhoud=[
            {
                "rang": rang,
                "plaats": k.plaats_id,
                "titel": plaatsen[k.plaats_id].titel,
                "bedrijf": plaatsen[k.plaats_id].bedrijf,
                "reden": k.reden,
            }
            for rang, k in enumerate(lijst.keuzes, 1)
        ],
        wensen=lijst.wensen,
        zaad_hash=deelname.zaad_hash,
    )
    session.add(bewijs)
    session.flush()
    uit = Bewijs(bewijs.op, bewijs.code, bewijs.inhoud, bewijs.wensen, bewijs.zaad_hash)
    trek_herinneringen_in(session, clock, deelname.id)
    stuur_bewijs(session, clock, deelname, uit)
    return uit


def _check_vol(session: Session, deelname: Deelname, rij: Voorkeurlijst, lijst: Lijst) -> None:
    """No more students on a place than it allows; its row is locked, so that the last one is not given twice."""
    begrensd = session.execute(
        sa.select(col(Plaats.id), col(Plaats.titel), col(Plaats.max_keuzes))
        .join(RondePlaats, col(RondePlaats.plaats_id) == col(Plaats.id))
        .where(
            col(RondePlaats.ronde_id) == deelname.ronde_id,
            col(Plaats.id).in_(lijst.plaatsen),
            col(Plaats.max_keuzes).is_not(None),
        )
        .order_by(col(Plaats.id))
        .with_for_update(of=RondePlaats)
    ).all()
    vol = []
    for plaats_id, titel, max_keuzes in begrensd:
        anderen = session.execute(
            sa.select(sa.func.count())
            .select_from(Voorkeur)
            .join(Voorkeurlijst, col(Voorkeurlijst.id) == col(Voorkeur.lijst_id))
            .join(RondeStudent, col(RondeStudent.id) == col(Voorkeurlijst.ronde_student_id))
            .where(
                col(RondeStudent.ronde_id) == deelname.ronde_id,
                col(Voorkeur.plaats_id) == plaats_id,
                col(Voorkeur.lijst_id) != rij.id,
            )
        ).scalar_one()
        if anderen >= max_keuzes:
            vol.append(titel)
    if vol:
        raise PlaatsVolGekozen(", ".join(vol))
