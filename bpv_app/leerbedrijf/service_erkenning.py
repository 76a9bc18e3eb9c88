"""The accreditation check as a stored fact (WEB 7.2.10): what was asked, the answer, the source, when, by whom."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import cast

import sqlalchemy as sa
from sqlmodel import Session, col, select

from bpv_app.kernel.actor import Actor, require
from bpv_app.kernel.clock import Clock
from bpv_app.kernel.errors import NietGevonden, OngeldigeInvoer
from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.sleutel import is_sleutel
from bpv_app.kernel.tekst import Tekst
from bpv_app.leerbedrijf.clauses import leerbedrijf_scope
from bpv_app.leerbedrijf.rules import Aanleiding, ErkenningRegel, Oordeel, Uitkomst, beoordeel_erkenning
from bpv_app.leerbedrijf.rules_crebo import Telt, breid_uit
from bpv_app.leerbedrijf.rules_invoer import OngeldigNummer, lees_crebo, lees_keuzedeel
from bpv_app.leerbedrijf.tables import CreboTelt, Erkenning, ErkenningControle, Leerbedrijf

_REGELS = "erkenning_register_regels"
_TELT = "erkenning_crebo_telt"


def tel_register(session: Session) -> int:
    """Number of lines in the accreditation register.

    Remembered for the length of the session once there are any: printing 500 POKs must not count a million lines
    500 times.
    """
    regels = (
        session.info.get(_REGELS) or session.execute(sa.select(sa.func.count()).select_from(Erkenning)).scalar_one()
    )
    session.info[_REGELS] = regels
    return int(regels)


def list_erkend(
    session: Session, vragen: Iterable[tuple[int, str, str]], dag: date, sbb_ids: Collection[str] | None = None
) -> set[tuple[int, str, str]]:
    """Which of (company, crebo, leerweg or "" for every route) are accredited on `dag`.

    With `sbb_ids` only companies with such a leerbedrijf-ID are looked at.
    """
    gevraagd = set(vragen)
    bedrijven = {
        bedrijf.id: bedrijf
        for bedrijf in session.execute(
            sa.select(Leerbedrijf).where(
                col(Leerbedrijf.id).in_({bedrijf_id for bedrijf_id, _, _ in gevraagd}),
                col(Leerbedrijf.sbb_id).is_not(None),
            )
        ).scalars()
        if sbb_ids is None or bedrijf.sbb_id in sbb_ids
    }
    regels = list_regels(session, {bedrijf.sbb_id or "" for bedrijf in bedrijven.values()})
    return {
        (bedrijf_id, crebo, leerweg)
        for bedrijf_id, crebo, leerweg in gevraagd
        if (bedrijf := bedrijven.get(bedrijf_id)) is not None
        and all(
            beoordeel_erkenning(
                regels[bedrijf.sbb_id or ""],
                crebo,
                "",
                dag,
                sbb_id=bedrijf.sbb_id,
                actief_van=bedrijf.actief_van,
                actief_tot=bedrijf.actief_tot,
                leerweg=route,
            ).is_erkend
            for route in ([leerweg] if leerweg else ["BOL", "BBL"])
        )
    }


def vergeet_register(session: Session) -> None:
    """The register or the relations between crebos change in this session: read them again."""
    session.info.pop(_REGELS, None)
    session.info.pop(_TELT, None)


def list_regels(session: Session, sbb_ids: Iterable[str]) -> dict[str, list[ErkenningRegel]]:
    """The register's lines per leerbedrijf-ID, each with what it counts for as well (successors, groups)."""
    gevonden: dict[str, list[ErkenningRegel]] = {sbb_id: [] for sbb_id in sbb_ids if sbb_id}
    vraag = (
        sa.select(
            col(Erkenning.sbb_id), col(Erkenning.crebo), col(Erkenning.erkend_van), col(Erkenning.erkend_tot),
            col(Erkenning.leerweg), col(Erkenning.werkprocessen),
        )
        .where(col(Erkenning.sbb_id).in_(gevonden))
        .order_by(col(Erkenning.sbb_id), col(Erkenning.crebo), col(Erkenning.erkend_van), col(Erkenning.leerweg))
    )  # fmt: skip
    for sbb_id, crebo, van, tot, leerweg, werkprocessen in session.execute(vraag) if gevonden else ():
        gevonden[sbb_id].append(ErkenningRegel(crebo, van, tot, leerweg, tuple(werkprocessen.split())))
    telt = lees_telt(session)
    return {sbb_id: breid_uit(regels, telt) for sbb_id, regels in gevonden.items()} if telt else gevonden


def lees_telt(session: Session) -> Mapping[str, Sequence[Telt]]:
    """For which crebos an accreditation counts besides its own, by the crebo that is accredited; read once."""
    if _TELT not in session.info:
        uit: dict[str, list[Telt]] = {}
        vraag = sa.select(col(CreboTelt.crebo), col(CreboTelt.erkend_crebo), col(CreboTelt.vanaf))
        for rij in session.execute(vraag.order_by(col(CreboTelt.erkend_crebo), col(CreboTelt.crebo))):
            uit.setdefault(rij[1], []).append(Telt(*rij))
        session.info[_TELT] = uit
    telt: Mapping[str, Sequence[Telt]] = session.info[_TELT]
    return telt


def beoordeel(
    bedrijf: Leerbedrijf,
    regels: Iterable[ErkenningRegel],
    *,
    crebo: str,
    keuzedeel: str,
    peildatum: date,
    is_register_leeg: bool,
    leerweg: str | None = None,
    werkprocessen: str = "",
) -> Oordeel:
    """The rule applied to a company row and its lines; nothing is stored."""
    return beoordeel_erkenning(
        regels,
        crebo,
        keuzedeel,
        peildatum,
        sbb_id=bedrijf.sbb_id,
        actief_van=bedrijf.actief_van,
        actief_tot=bedrijf.actief_tot,
        is_register_leeg=is_register_leeg,
        leerweg=leerweg or "",
        werkprocessen=werkprocessen.split(),
    )


def controleer_erkenning(
    session: Session,
    actor: Actor,
    clock: Clock,
    leerbedrijf_id: int,
    *,
    crebo: str,
    keuzedeel: str = "",
    leerweg: str | None = None,
    peildatum: date,
    aanleiding: Aanleiding,
    pok_id: int | None = None,
    werkprocessen: str = "",
) -> ErkenningControle:
    """Look the accreditation up and store question and answer; the row is never changed afterwards.

    By hand it takes the right to check; as part of another step (making ready, printing, signing) that step's own
    right has been asked. `leerweg` None: not known. `werkprocessen`: what the placement is for, codes with a space
    between them; empty: not said.
    Raises NietGevonden, GeenRecht, OngeldigeInvoer.
    """
    if aanleiding is Aanleiding.HANDMATIG:
        require(actor, Actie.ERKENNING_CONTROLEREN)
    gezien = kijk_erkenning(
        session,
        actor,
        leerbedrijf_id,
        crebo=crebo,
        keuzedeel=keuzedeel,
        peildatum=peildatum,
        leerweg=leerweg,
        werkprocessen=werkprocessen,
    )
    bedrijf, goed_crebo, goed_keuzedeel, _, oordeel = gezien
    return noteer_oordeel(
        session,
        actor,
        clock,
        leerbedrijf_id=cast("int", bedrijf.id),
        sbb_id=bedrijf.sbb_id or "",
        crebo=goed_crebo,
        keuzedeel=goed_keuzedeel,
        peildatum=peildatum,
        oordeel=oordeel,
        aanleiding=aanleiding,
        pok_id=pok_id,
    )


def noteer_oordeel(
    session: Session,
    actor: Actor,
    clock: Clock,
    *,
    leerbedrijf_id: int,
    sbb_id: str,
    crebo: str,
    keuzedeel: str,
    peildatum: date,
    oordeel: Oordeel,
    aanleiding: Aanleiding,
    pok_id: int | None = None,
) -> ErkenningControle:
    """Store a question and its answer as a fact. The caller has asked the right and read the register."""
    controle = ErkenningControle(
        leerbedrijf_id=leerbedrijf_id,
        sbb_id=sbb_id,
        crebo=crebo,
        keuzedeel=keuzedeel,
        peildatum=peildatum,
        uitkomst=oordeel.uitkomst,
        reden=oordeel.reden.nl[:300],
        reden_en=oordeel.reden.en[:300],
        bron=f"register {tel_register(session)} regels, {clock.vandaag().isoformat()}",
        aanleiding=aanleiding,
        op=clock.nu(),
        account_id=actor.account_id,
        door_naam=actor.naam,
        pok_id=pok_id,
    )
    session.add(controle)
    session.flush()
    return controle


def noteer_antwoord(
    session: Session,
    *,
    leerbedrijf_id: int,
    sbb_id: str,
    crebo: str,
    keuzedeel: str,
    peildatum: date,
    uitkomst: Uitkomst,
    reden: Tekst,
    bron: str,
    aanleiding: Aanleiding,
    op: datetime,
    account_id: int | None,
    door_naam: str,
) -> ErkenningControle:
    """Store the answer of another party as a fact, as it gave it. `account_id`, `door_naam`: who asked."""
    controle = ErkenningControle(
        leerbedrijf_id=leerbedrijf_id,
        sbb_id=sbb_id,
        crebo=crebo,
        keuzedeel=keuzedeel,
        peildatum=peildatum,
        uitkomst=uitkomst,
        reden=reden.nl[:300],
        reden_en=reden.en[:300],
        bron=bron[:60],
        aanleiding=aanleiding,
        op=op,
        account_id=account_id,
        door_naam=door_naam[:200],
    )
    session.add(controle)
    session.flush()
    return controle


def list_sbb_ids(session: Session) -> list[str]:
    """The leerbedrijf-IDs of all our companies, in order."""
    vraag = sa.select(col(Leerbedrijf.sbb_id)).where(
        col(Leerbedrijf.sbb_id).is_not(None), col(Leerbedrijf.opgegaan_in_id).is_(None)
    )
    return sorted(str(sbb_id) for sbb_id in session.execute(vraag).scalars())


def kijk_erkenning(
    session: Session,
    actor: Actor,
    leerbedrijf_id: int,
    *,
    crebo: str,
    keuzedeel: str,
    peildatum: date,
    leerweg: str | None = None,
    werkprocessen: str = "",
) -> tuple[Leerbedrijf, str, str, int, Oordeel]:
    """Look the accreditation up without storing anything: company, cleaned crebo and keuzedeel, lines, judgement.

    Raises NietGevonden, OngeldigeInvoer.
    """
    bedrijf = _get(session, actor, leerbedrijf_id)
    goed_crebo, goed_keuzedeel = _lees_vraag(crebo, keuzedeel)
    regels = list_regels(session, [bedrijf.sbb_id or ""]).get(bedrijf.sbb_id or "", [])
    aantal = tel_register(session)
    oordeel = beoordeel(
        bedrijf,
        regels,
        crebo=goed_crebo,
        keuzedeel=goed_keuzedeel,
        peildatum=peildatum,
        is_register_leeg=aantal == 0,
        leerweg=leerweg,
        werkprocessen=werkprocessen,
    )
    return bedrijf, goed_crebo, goed_keuzedeel, aantal, oordeel


def _get(session: Session, actor: Actor, leerbedrijf_id: int) -> Leerbedrijf:
    vraag = select(Leerbedrijf).where(Leerbedrijf.id == leerbedrijf_id, leerbedrijf_scope(actor))
    bedrijf = session.exec(vraag).one_or_none() if is_sleutel(leerbedrijf_id) else None
    if bedrijf is None:
        raise NietGevonden
    return bedrijf


def _lees_vraag(crebo: str, keuzedeel: str) -> tuple[str, str]:
    fouten: dict[str, Tekst] = {}
    goed = {"crebo": "", "keuzedeel": ""}
    for veld, lees, waarde in (("crebo", lees_crebo, crebo), ("keuzedeel", lees_keuzedeel, keuzedeel)):
        try:
            goed[veld] = lees(waarde)
        except OngeldigNummer as fout:
            fouten[veld] = fout.tekst
    if fouten:
        raise OngeldigeInvoer(fouten)
    return goed["crebo"], goed["keuzedeel"]
