"""Stageplaatsen: make, change, offer, close and withdraw them. Slots are given in `service_plek.py`.

A coordinator does this for every company (as with other data of companies), a praktijkopleider for the own one. The
scope is in every fetch; the row is locked until the transaction ends.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlmodel import Session, col, select

from bpv_app.db import check_versie
from bpv_app.kernel.actor import Actor
from bpv_app.kernel.clock import Clock
from bpv_app.kernel.errors import DomeinFout, OngeldigeInvoer
from bpv_app.kernel.lijst import Uitslag
from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.tekst import Tekst
from bpv_app.kernel.zoek import maak_zoektekst
from bpv_app.leerbedrijf import service as leerbedrijf_service
from bpv_app.leerbedrijf.service_erkenning import beoordeel, list_regels, tel_register
from bpv_app.matching.queries_plaats_keuzes import check_hoort_bij, get_keuzes, zoekwoorden
from bpv_app.matching.rules_plaats import STATUS_LABEL, ClaimSoort, Gebeurtenis, Herkomst, PlaatsStatus
from bpv_app.matching.rules_plaats_invoer import PlaatsInvoer, check_plaats, check_wijziging
from bpv_app.matching.rules_plaats_stap import PlaatsGegevens, Stap, check_stap
from bpv_app.matching.service_plaats_basis import bezetting_van, check_mag_schrijven, crebos_van, haal_plaats, noteer
from bpv_app.matching.tables import Plaats, PlaatsClaim, PlaatsCrebo

_VELDEN = (
    "titel", "taken", "locatie_id", "praktijkopleider_id", "leerweg", "niveau_min", "niveau_max", "van", "tot",
    "aantal", "dagen_per_week", "min_leeftijd", "rijbewijs", "vergoeding", "max_keuzes", "bedrijf_rangschikt",
)  # fmt: skip
INGETROKKEN = DomeinFout(
    "ingetrokken",
    Tekst(
        "Deze plaats is ingetrokken. Zet haar eerst terug naar concept.",
        "This place was withdrawn. Put it back to draft first.",
    ),
)


def _niet_erkend(
    session: Session,
    actor: Actor,
    leerbedrijf_id: int,
    crebos: Sequence[str],
    leerweg: str | None,
    van: date,
    vandaag: date,
) -> tuple[Tekst, ...]:
    """Why each crebo that is not accredited is not: on the first day, or today when that lies behind us."""
    bedrijf = leerbedrijf_service.get_leerbedrijf(session, actor, leerbedrijf_id)
    regels = list_regels(session, [bedrijf.sbb_id or ""]).get(bedrijf.sbb_id or "", [])
    is_leeg = tel_register(session) == 0
    oordelen = (
        beoordeel(
            bedrijf,
            regels,
            crebo=crebo,
            keuzedeel="",
            peildatum=max(van, vandaag),
            is_register_leeg=is_leeg,
            leerweg=leerweg,
        )
        for crebo in crebos
    )
    return tuple(o.reden for o in oordelen if not o.is_erkend)


def _check(
    session: Session, actor: Actor, clock: Clock, leerbedrijf_id: int, invoer: PlaatsInvoer, houdt: tuple[str, ...] = ()
) -> PlaatsInvoer:
    """The input as stored. `houdt`: crebos the place has already; only new ones are checked for accreditation."""
    goed = check_plaats(invoer)
    fouten: dict[str, Tekst] = {}
    goede_locatie, goede_opleider = check_hoort_bij(session, leerbedrijf_id, goed.locatie_id, goed.praktijkopleider_id)
    if not goede_locatie:
        fouten["locatie_id"] = Tekst("Kies een locatie van dit leerbedrijf.", "Choose a location of this company.")
    if not goede_opleider:
        fouten["praktijkopleider_id"] = Tekst(
            "Kies een praktijkopleider van dit leerbedrijf.", "Choose a workplace supervisor of this company."
        )
    nieuw = [c for c in goed.crebos if c not in houdt]
    assert goed.van is not None  # check_plaats asks it
    redenen = (
        _niet_erkend(session, actor, leerbedrijf_id, nieuw, goed.leerweg, goed.van, clock.vandaag()) if nieuw else ()
    )
    if redenen:
        fouten["crebos"] = Tekst(" ".join(r.nl for r in redenen), " ".join(r.en for r in redenen))
    if fouten:
        raise OngeldigeInvoer(fouten)
    return goed


def _zoektekst(session: Session, leerbedrijf_id: int, goed: PlaatsInvoer) -> str:
    woorden = zoekwoorden(session, leerbedrijf_id, goed.locatie_id, goed.crebos)
    return maak_zoektekst(goed.titel, *woorden, goed.taken)


def maak_plaats(
    session: Session,
    actor: Actor,
    clock: Clock,
    leerbedrijf_id: int,
    invoer: PlaatsInvoer,
    *,
    herkomst: Herkomst | None = None,
) -> Plaats:
    """A new place, as a concept. `herkomst` says who brought it in when that is not plain from who acts.

    Raises GeenRecht, NietGevonden (the company is not this actor's) or OngeldigeInvoer.
    """
    check_mag_schrijven(actor)
    get_keuzes(session, actor, leerbedrijf_id, clock.vandaag())
    leerbedrijf_service.houd_leerbedrijf_vast(session, actor, leerbedrijf_id)
    goed = _check(session, actor, clock, leerbedrijf_id, invoer)
    nu = clock.nu()
    plaats = Plaats(
        leerbedrijf_id=leerbedrijf_id,
        **{naam: getattr(goed, naam) for naam in _VELDEN},
        dagen=list(goed.dagen),
        status=PlaatsStatus.CONCEPT,
        herkomst=herkomst or (Herkomst.SCHOOL if actor.mag(Actie.PLAATS_BEWERKEN) else Herkomst.BEDRIJF),
        aangemaakt_op=nu,
        aangemaakt_door=actor.naam,
        account_id=actor.account_id,
        bijgewerkt_op=nu,
        zoektekst=_zoektekst(session, leerbedrijf_id, goed),
    )
    session.add(plaats)
    session.flush()
    for crebo in goed.crebos:
        session.add(PlaatsCrebo(plaats_id=plaats.id or 0, crebo=crebo))
    noteer(session, actor, clock, plaats.id or 0, Gebeurtenis.GEMAAKT, aantal=plaats.aantal)
    session.flush()
    return plaats


def werk_plaats_bij(
    session: Session, actor: Actor, clock: Clock, plaats_id: int, invoer: PlaatsInvoer, versie: int
) -> Plaats:
    """Change a place. While a slot is held its terms lie fixed (`VAST_BIJ_PLEK`); a withdrawn place is not changed.

    Raises GeenRecht, NietGevonden, Verouderd, OngeldigeInvoer, or a DomeinFout for a withdrawn place.
    """
    plaats = haal_plaats(session, actor, plaats_id)
    had = crebos_van(session, plaats_id)
    # Another first day asks the question anew: is the company accredited on that day?
    houdt = had if invoer.van == plaats.van else ()
    goed = _check(session, actor, clock, plaats.leerbedrijf_id, invoer, houdt)
    velden: dict[str, Any] = {naam: getattr(goed, naam) for naam in _VELDEN} | {"dagen": list(goed.dagen)}
    check_versie(plaats, versie, **velden)
    if plaats.status is PlaatsStatus.INGETROKKEN:
        raise INGETROKKEN
    anders = {naam for naam, waarde in velden.items() if getattr(plaats, naam) != waarde}
    if had != goed.crebos:
        anders.add("crebos")
    if not anders:
        return plaats
    bezetting = bezetting_van(session, plaats)
    check_wijziging(anders, velden["aantal"], bezetting)
    if plaats.status is not PlaatsStatus.CONCEPT and not (goed.crebos and goed.taken and goed.praktijkopleider_id):
        # What was asked when it was offered is asked as long as it is.
        check_stap(
            actor,
            PlaatsGegevens(
                PlaatsStatus.CONCEPT, plaats.tot, bezetting, goed.crebos, goed.taken, goed.praktijkopleider_id
            ),
            Stap.BIED_AAN,
            min(plaats.tot, clock.vandaag()),
        )
    if "aantal" in anders:
        _verander_aantal(session, actor, clock, plaats, velden["aantal"])
    _zet_crebos(session, plaats_id, had, goed.crebos)
    for naam in anders - {"crebos"}:
        setattr(plaats, naam, velden[naam])
    plaats.zoektekst = _zoektekst(session, plaats.leerbedrijf_id, goed)
    plaats.bijgewerkt_op = clock.nu()
    session.flush()
    return plaats


def _verander_aantal(session: Session, actor: Actor, clock: Clock, plaats: Plaats, aantal: int) -> None:
    """Slots that are held move down to free numbers first, so that the last numbers can go."""
    vraag = select(PlaatsClaim).where(col(PlaatsClaim.plaats_id) == plaats.id).order_by(col(PlaatsClaim.nummer))
    claims = list(session.exec(vraag))
    vrij = [n for n in range(1, aantal + 1) if n not in {c.nummer for c in claims}]
    for claim in claims:
        if claim.nummer > aantal:
            claim.nummer = vrij.pop(0)
    session.flush()
    noteer(session, actor, clock, plaats.id or 0, Gebeurtenis.AANTAL, aantal=aantal)
    plaats.aantal = aantal
    session.flush()
    for claim in claims:  # the database changed their `aantal` with it
        session.expire(claim)


def _zet_crebos(session: Session, plaats_id: int, had: Sequence[str], wil: Sequence[str]) -> None:
    for crebo in set(had) - set(wil):
        session.delete(session.get_one(PlaatsCrebo, (plaats_id, crebo)))
    for crebo in sorted(set(wil) - set(had)):
        session.add(PlaatsCrebo(plaats_id=plaats_id, crebo=crebo))


def zet_stap(
    session: Session,
    actor: Actor,
    clock: Clock,
    plaats_id: int,
    stap: Stap,
    *,
    reden: str = "",
    versie: int | None = None,
) -> Plaats:
    """Take a step of the life cycle. Withdrawing lets reservations lapse; who is placed stays known until moved.

    Raises GeenRecht, NietGevonden, Verouderd, StapMagNiet, Onvolledig, VoorwaardeOntbreekt or OngeldigeInvoer.
    """
    plaats = haal_plaats(session, actor, plaats_id)
    check_versie(plaats, versie, status=stap)
    schoon = reden.replace("\x00", "").strip()
    if len(schoon) > 1000:
        raise OngeldigeInvoer({"reden": Tekst("Hoogstens 1000 tekens.", "At most 1000 characters.")})
    crebos, vandaag = crebos_van(session, plaats_id), clock.vandaag()
    gegevens = PlaatsGegevens(
        plaats.status,
        plaats.tot,
        bezetting_van(session, plaats),
        crebos,
        plaats.taken,
        plaats.praktijkopleider_id,
        _niet_erkend(session, actor, plaats.leerbedrijf_id, crebos, plaats.leerweg, plaats.van, vandaag),
    )
    overgang = check_stap(actor, gegevens, stap, vandaag, schoon)
    plaats.status, plaats.bijgewerkt_op = overgang.naar, clock.nu()
    noteer(session, actor, clock, plaats_id, overgang.gebeurtenis, reden=schoon)
    if overgang.vervalt:
        _laat_vervallen(session, actor, clock, plaats_id, schoon)
    session.flush()
    return plaats


def _laat_vervallen(session: Session, actor: Actor, clock: Clock, plaats_id: int, reden: str) -> None:
    vraag = select(PlaatsClaim).where(
        col(PlaatsClaim.plaats_id) == plaats_id, col(PlaatsClaim.soort) == ClaimSoort.GERESERVEERD
    )
    for claim in session.exec(vraag.order_by(col(PlaatsClaim.nummer))).all():
        noteer(session, actor, clock, plaats_id, Gebeurtenis.VRIJGEGEVEN, reden=reden, student_id=claim.student_id)
        session.delete(claim)


def zet_stap_alle(
    session: Session, actor: Actor, clock: Clock, plaats_ids: Sequence[int], stap: Stap, *, reden: str = ""
) -> list[Uitslag]:
    """The step for many places: a result per row, nothing is skipped silently. Locked in one order, so nobody waits
    for each other."""
    volgorde = {plaats_id: n for n, plaats_id in enumerate(dict.fromkeys(plaats_ids))}
    uitslagen = [_uitslag(session, actor, clock, plaats_id, stap, reden) for plaats_id in sorted(volgorde)]
    return sorted(uitslagen, key=lambda u: volgorde[int(u.sleutel)])


def _uitslag(session: Session, actor: Actor, clock: Clock, plaats_id: int, stap: Stap, reden: str) -> Uitslag:
    naam, href = str(plaats_id), f"/plaatsen/{plaats_id}"
    try:
        with session.begin_nested():
            naam = haal_plaats(session, actor, plaats_id).titel
            plaats = zet_stap(session, actor, clock, plaats_id, stap, reden=reden)
    except DomeinFout as fout:
        return Uitslag(str(plaats_id), naam, False, fout.tekst, href)
    label = STATUS_LABEL[plaats.status]
    return Uitslag(str(plaats_id), naam, True, Tekst(f"{label.nl}.", f"{label.en}."), href)
