"""Two companies become one: preview and merge, in one transaction, with exactly what moved kept for undoing.

Who keeps the relations file may merge (`LEERBEDRIJF_SAMENVOEGEN`); the file is the whole school's, so it knows no
teams. Undoing is in `service_terugdraaien`. Rules and what binds a leerbedrijf-ID: ADR een-bedrijf-een-keer.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

import sqlalchemy as sa
from sqlmodel import Session, col

from bpv_app.db import check_versie
from bpv_app.kernel.actor import Actor, require
from bpv_app.kernel.clock import Clock
from bpv_app.kernel.errors import NietGevonden, OngeldigeInvoer
from bpv_app.kernel.nummers import schoon_tekst
from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.sleutel import is_sleutel
from bpv_app.kernel.tekst import Tekst
from bpv_app.leerbedrijf.clauses import leerbedrijf_scope
from bpv_app.leerbedrijf.opgegaan import volg
from bpv_app.leerbedrijf.rules_invoer import LeerbedrijfInvoer, zoektekst_van
from bpv_app.leerbedrijf.rules_samenvoegen import (
    VELDGROEPEN,
    Aantal,
    AnderId,
    DeelSoort,
    IsOpgegaan,
    Naar,
    Verplaatsing,
    ZelfdeBedrijf,
    kies_waarden,
    koppel_personen,
    van_de_ander,
)
from bpv_app.leerbedrijf.rules_tekent_via import KetenTekenen
from bpv_app.leerbedrijf.samenvoegen_tekenen import check_keten, zet_tekenen
from bpv_app.leerbedrijf.tables import Contactpersoon, Leerbedrijf
from bpv_app.leerbedrijf.tables_samenvoegen import DubbelPaar, Samenvoeging, SamenvoegingDeel
from bpv_app.leerbedrijf.verplaatsen import bewegende, list_gebonden_poks, list_ids, tabel, tel, verplaats, zet_veld
from bpv_app.toegang.audit import AuditRij, AuditSoort, noteer, noteer_bulk

_RECHTEN = ("is_praktijkopleider", "is_tekenbevoegd", "keurt_uren", "is_actief")
_AANVULLING = ("functie", "telefoon")
MAX_REDEN = 1000


@dataclass(frozen=True, slots=True)
class Keuze:
    """Which company stays, which goes, and which groups of fields come from the one that goes.

    The versions are those of the preview somebody agreed to.
    """

    blijft_id: int
    weg_id: int
    van_weg: frozenset[str]
    versie_blijft: int
    versie_weg: int
    reden: str = ""


@dataclass(frozen=True, slots=True)
class Voorbeeld:
    """What a merge would do. `aantallen` move; `personen` are pairs (goes, stays) that become one person."""

    blijft: Leerbedrijf
    weg: Leerbedrijf
    van_weg: frozenset[str]
    aantallen: tuple[Aantal, ...]
    blijft_heeft: tuple[Aantal, ...]
    personen: tuple[tuple[str, str], ...]
    bezwaar: Tekst | None


def _get(session: Session, actor: Actor, leerbedrijf_id: int, *, op_slot: bool = False) -> Leerbedrijf:
    if not is_sleutel(leerbedrijf_id):
        raise NietGevonden
    vraag = sa.select(Leerbedrijf).where(col(Leerbedrijf.id) == leerbedrijf_id, leerbedrijf_scope(actor))
    if op_slot:
        vraag = vraag.with_for_update().execution_options(populate_existing=True)
    rij = session.execute(vraag).scalar_one_or_none()
    if rij is None:
        raise NietGevonden
    return cast("Leerbedrijf", rij)


def check_niet_opgegaan(session: Session, rij: Leerbedrijf) -> None:
    """Raise `IsOpgegaan`, with the company it is now, when this one was merged into another."""
    if rij.opgegaan_in_id is not None:
        nu = session.get_one(Leerbedrijf, volg(session, rij.opgegaan_in_id))
        raise IsOpgegaan(rij.naam, nu.naam, nu.id or 0)


def haal_paar(
    session: Session, actor: Actor, blijft_id: int, weg_id: int, *, op_slot: bool = False
) -> tuple[Leerbedrijf, Leerbedrijf]:
    """The one that stays and the one that goes; locked by id, so that two merges never wait for each other."""
    require(actor, Actie.LEERBEDRIJF_SAMENVOEGEN)
    if blijft_id == weg_id:
        raise ZelfdeBedrijf
    rijen = {i: _get(session, actor, i, op_slot=op_slot) for i in sorted((blijft_id, weg_id))}
    for rij in rijen.values():
        check_niet_opgegaan(session, rij)
    return rijen[blijft_id], rijen[weg_id]


def _contacten(session: Session, leerbedrijf_id: int) -> list[Contactpersoon]:
    vraag = sa.select(Contactpersoon).where(col(Contactpersoon.leerbedrijf_id) == leerbedrijf_id)
    return list(session.execute(vraag.order_by(col(Contactpersoon.id)).with_for_update()).scalars())


def _check_id(session: Session, blijft: Leerbedrijf, weg: Leerbedrijf, nieuw_id: str | None) -> None:
    """No agreement that was made complete may get another leerbedrijf-ID."""
    for rij in (blijft, weg):
        if rij.sbb_id and rij.sbb_id != nieuw_id and (poks := list_gebonden_poks(session, rij.id or 0)):
            raise AnderId(len(poks), rij.sbb_id)


def bekijk_samenvoeging(
    session: Session, actor: Actor, blijft_id: int, weg_id: int, van_weg: frozenset[str] | None = None
) -> Voorbeeld:
    """What a merge would do, with the proposed choice of fields when `van_weg` is None. Changes nothing.

    Raises GeenRecht, NietGevonden, ZelfdeBedrijf or IsOpgegaan; what else stands in the way is `bezwaar`.
    """
    blijft, weg = haal_paar(session, actor, blijft_id, weg_id)
    keuze = van_de_ander(blijft, weg) if van_weg is None else van_weg & VELDGROEPEN.keys()
    contacten = {c.id: c.naam for rij in (blijft, weg) for c in _contacten(session, rij.id or 0)}
    paren = koppel_personen(_contacten(session, weg_id), _contacten(session, blijft_id))
    bezwaar = None
    try:
        _check_id(session, blijft, weg, kies_waarden(blijft, weg, keuze)["sbb_id"])
        check_keten(session, blijft, weg)
    except (AnderId, KetenTekenen) as fout:
        bezwaar = fout.tekst
    return Voorbeeld(
        blijft,
        weg,
        keuze,
        tuple(tel(session, weg_id)),
        tuple(tel(session, blijft_id)),
        tuple((contacten[w], contacten[b]) for w, b in paren.items()),
        bezwaar,
    )


def voeg_samen(session: Session, actor: Actor, clock: Clock, keuze: Keuze) -> Samenvoeging:
    """Merge, all or nothing. Raises GeenRecht, NietGevonden, ZelfdeBedrijf, IsOpgegaan (somebody else was first),
    Verouderd (one of them changed since the preview), OngeldigeInvoer (the reason), AnderId or KetenTekenen."""
    reden = schoon_tekst(keuze.reden)
    if len(reden) > MAX_REDEN:
        raise OngeldigeInvoer({"reden": Tekst(f"Hoogstens {MAX_REDEN} tekens.", f"At most {MAX_REDEN} characters.")})
    blijft, weg = haal_paar(session, actor, keuze.blijft_id, keuze.weg_id, op_slot=True)
    check_versie(blijft, keuze.versie_blijft)
    check_versie(weg, keuze.versie_weg)
    nieuw = kies_waarden(blijft, weg, keuze.van_weg & VELDGROEPEN.keys())
    _check_id(session, blijft, weg, nieuw["sbb_id"])
    check_keten(session, blijft, weg)
    rij = Samenvoeging(
        blijft_id=keuze.blijft_id,
        weg_id=keuze.weg_id,
        reden=reden,
        op=clock.nu(),
        account_id=actor.account_id,
        door_naam=actor.naam[:200],
    )
    session.add(rij)
    session.flush()
    waarden: list[list[Any]] = []
    personen = _voeg_personen_samen(session, keuze, waarden)
    delen = _verplaats_alles(session, actor, clock, keuze, personen)
    delen += _geef_toegang(session, actor, clock, keuze.blijft_id, personen)
    for deel in delen:
        deel.samenvoeging_id = rij.id or 0
        session.add(deel)
    zet_tekenen(session, blijft, weg, personen, waarden)
    _zet_bedrijven(session, clock, blijft, weg, nieuw, waarden)
    rij.waarden = waarden
    _vergeet_paren(session, keuze.weg_id)
    wat = f"{weg.naam} ({weg.id}) opgegaan in {blijft.naam} ({blijft.id})"
    for leerbedrijf_id in (keuze.blijft_id, keuze.weg_id):
        noteer(session, actor, "leerbedrijf", leerbedrijf_id, wat, clock.nu())
    session.flush()
    return rij


def _voeg_personen_samen(session: Session, keuze: Keuze, waarden: list[list[Any]]) -> dict[int, int]:
    """The person at the one that stays may do what either might; the other row stays behind, switched off."""
    weg = {c.id or 0: c for c in _contacten(session, keuze.weg_id)}
    blijft = {c.id or 0: c for c in _contacten(session, keuze.blijft_id)}
    personen = koppel_personen(list(weg.values()), list(blijft.values()))
    for w, b in personen.items():
        oud, nieuw = weg[w], blijft[b]
        if oud.is_actief:
            for recht in _RECHTEN:
                zet_veld(nieuw, "contactpersoon", recht, getattr(nieuw, recht) or getattr(oud, recht), waarden)
        for veld in _AANVULLING:
            zet_veld(nieuw, "contactpersoon", veld, getattr(nieuw, veld) or getattr(oud, veld), waarden)
        zet_veld(oud, "contactpersoon", "is_actief", False, waarden)
    session.flush()
    return personen


def _verplaats_alles(
    session: Session, actor: Actor, clock: Clock, keuze: Keuze, personen: Mapping[int, int]
) -> list[SamenvoegingDeel]:
    bewegingen = []
    for v in bewegende(Naar.CONTACTPERSOON):
        for w, b in personen.items():
            bewegingen.append(Verplaatsing(v.tabel, v.kolom, w, b, list_ids(session, v, w)))
    for v in bewegende(Naar.LEERBEDRIJF):
        zonder = set(personen) if v.tabel == "contactpersoon" else ()
        ids = list_ids(session, v, keuze.weg_id, zonder)
        bewegingen.append(Verplaatsing(v.tabel, v.kolom, keuze.weg_id, keuze.blijft_id, ids))
    delen = []
    for beweging in bewegingen:
        verplaats(session, actor, clock, beweging, f"samengevoegd: {keuze.weg_id} in {keuze.blijft_id}")
        if beweging.ids:
            delen.append(
                SamenvoegingDeel(
                    samenvoeging_id=0,
                    soort=DeelSoort.VERPLAATST,
                    tabel=beweging.tabel,
                    kolom=beweging.kolom,
                    oud=beweging.oud,
                    nieuw=beweging.nieuw,
                    ids=list(beweging.ids),
                )
            )
    return delen


def _geef_toegang(
    session: Session, actor: Actor, clock: Clock, blijft_id: int, personen: Mapping[int, int]
) -> list[SamenvoegingDeel]:
    """Who comes in as one of the two rows of a person comes in as both: old links work, and so do shared reports."""
    rol = tabel("account_rol")
    gemaakt: list[int] = []
    for w, b in personen.items():
        heeft = session.execute(
            sa.select(rol.c.account_id, rol.c.contactpersoon_id, rol.c.rol).where(rol.c.contactpersoon_id.in_((w, b)))
        ).all()
        al = {(r.account_id, r.contactpersoon_id) for r in heeft}
        for r in heeft:
            ander = b if r.contactpersoon_id == w else w
            if (r.account_id, ander) in al:
                continue
            al.add((r.account_id, ander))
            nieuw = {"account_id": r.account_id, "rol": r.rol, "contactpersoon_id": ander, "leerbedrijf_id": blijft_id}
            gemaakt.append(session.execute(sa.insert(rol).values(nieuw).returning(rol.c.id)).scalar_one())
    if not gemaakt:
        return []
    regels = [AuditRij(AuditSoort.GEMAAKT, "account_rol", i, "contactpersonen samengevoegd") for i in gemaakt]
    noteer_bulk(session, actor, clock.nu(), regels)
    return [
        SamenvoegingDeel(
            samenvoeging_id=0, soort=DeelSoort.TOEGEVOEGD, tabel="account_rol", kolom="id", ids=gemaakt
        )
    ]  # fmt: skip


def _zet_bedrijven(
    session: Session,
    clock: Clock,
    blijft: Leerbedrijf,
    weg: Leerbedrijf,
    nieuw: Mapping[str, Any],
    waarden: list[list[Any]],
) -> None:
    if nieuw["sbb_id"] is not None and weg.sbb_id == nieuw["sbb_id"]:
        zet_veld(weg, "leerbedrijf", "sbb_id", None, waarden)  # first: no two rows have the same
    weg.opgegaan_in_id = blijft.id
    session.flush()
    for veld, waarde in nieuw.items():
        zet_veld(blijft, "leerbedrijf", veld, waarde, waarden)
    ververs(blijft, clock)
    session.flush()


def ververs(rij: Leerbedrijf, clock: Clock) -> None:
    """What follows from a company's own fields; it is to be compared with the others again."""
    velden = {naam: getattr(rij, naam) for naam in LeerbedrijfInvoer.__dataclass_fields__}
    rij.zoektekst = zoektekst_van(LeerbedrijfInvoer(**{**velden, "sbb_id": rij.sbb_id or ""}))
    rij.bijgewerkt_op, rij.is_vergeleken = clock.nu(), False


def _vergeet_paren(session: Session, leerbedrijf_id: int) -> None:
    """Open pairs of who went away; what somebody said about it stays, for when the merge is undone."""
    paren = session.execute(
        sa.select(DubbelPaar).where(
            sa.or_(col(DubbelPaar.a_id) == leerbedrijf_id, col(DubbelPaar.b_id) == leerbedrijf_id),
            col(DubbelPaar.anders_op).is_(None),
        )
    ).scalars()
    for paar in paren:
        session.delete(paar)
    session.flush()
