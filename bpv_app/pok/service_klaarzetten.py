"""Steps 3 and 4 of the deck: make the POK ready, see what is missing, send it to the register."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from bpv_app.db import check_versie
from bpv_app.dossier import service as dossier_service
from bpv_app.dossier.rules import standaard_uren
from bpv_app.dossier.volgers import meld_begeleider
from bpv_app.kernel.actor import Actor, require
from bpv_app.kernel.clock import Clock
from bpv_app.kernel.errors import DomeinFout, GeenRecht, NietGevonden, OngeldigeInvoer, Verouderd
from bpv_app.kernel.lijst import Uitslag
from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.tekst import Tekst
from bpv_app.leerbedrijf import service as leerbedrijf_service
from bpv_app.leerbedrijf.rules import Aanleiding
from bpv_app.pok.rules import MUTATIE_LABEL, MutatieSoort, Onvolledig, PokStatus, Stap, check_stap, ontbrekend
from bpv_app.pok.rules_krd import GEWIJZIGD_VANUIT, inhaalslag
from bpv_app.pok.rules_mutatie import MUTEERBAAR, Gevolg, soort_van
from bpv_app.pok.rules_voortraject import (
    VOORTRAJECT_VELDEN,
    Voortraject,
    check_vergrendeld,
    check_voortraject,
    gewijzigd,
)
from bpv_app.pok.service_basis import (
    APP,
    Controle,
    NietErkend,
    controleer,
    gegevens_van,
    get_pok,
    haal,
    huidige_pok,
    id_van,
    is_lopend,
    naam_van,
    noteer,
    pas_toe,
    slot,
    stuur,
)
from bpv_app.pok.service_krd import check_mutatiestop
from bpv_app.pok.service_naast import check_naast
from bpv_app.pok.service_wijziging import schrijf_op, vertel_krd
from bpv_app.pok.tables import Pok, PokTeller
from bpv_app.student import service as student_service
from bpv_app.student.rules import Leerweg

KRD_VELDEN = (*VOORTRAJECT_VELDEN, "onderwijsbegeleider_id", "crebo", "leerweg")
ERKENNING_VELDEN = ("leerbedrijf_id", "crebo", "keuzedeel", "begin_op")


def voortraject_van(pok: Pok) -> Voortraject:
    """The data of a POK as the form shows them."""
    return Voortraject(**{f.name: getattr(pok, f.name) for f in fields(Voortraject)})


def vul_aan(v: Voortraject, vandaag: date) -> Voortraject:
    """Fill what has a default: the date of agreement (today) and the hours (the register's formula)."""
    per_week = v.uren_per_week
    if per_week is None and v.dagen_per_week is not None:
        per_week = v.dagen_per_week * 8
    totaal = v.uren_totaal
    if totaal is None and v.begin_op and v.eind_op and v.eind_op >= v.begin_op and v.dagen_per_week is not None:
        totaal = standaard_uren(v.begin_op, v.eind_op, v.dagen_per_week).uren_totaal
    return replace(v, afsluitdatum=v.afsluitdatum or vandaag, uren_per_week=per_week, uren_totaal=totaal)


def check_relaties(session: Session, actor: Actor, v: Voortraject, eerder: Pok | None = None) -> None:
    """Company, location and praktijkopleider exist and belong together; every wrong field at once.

    What is switched off is refused, unless the POK (`eerder`) already had it.
    """
    fouten: dict[str, Tekst] = {}
    if v.leerbedrijf_id is not None:
        try:
            leerbedrijf_service.houd_leerbedrijf_vast(session, actor, v.leerbedrijf_id)
        except NietGevonden:
            fouten["leerbedrijf_id"] = Tekst("Dit leerbedrijf bestaat niet.", "This company does not exist.")
    if v.locatie_id is not None and "leerbedrijf_id" not in fouten:
        bekend = eerder is not None and eerder.locatie_id == v.locatie_id
        if not _is_locatie_van(session, actor, v, bekend):
            fouten["locatie_id"] = Tekst("Kies een locatie van dit leerbedrijf.", "Choose a location of this company.")
    if v.praktijkopleider_id is not None and "leerbedrijf_id" not in fouten:
        bekend = eerder is not None and eerder.praktijkopleider_id == v.praktijkopleider_id
        if not _is_opleider_van(session, actor, v, bekend):
            fouten["praktijkopleider_id"] = Tekst(
                "Kies een praktijkopleider van dit leerbedrijf.", "Choose a workplace supervisor of this company."
            )
    if fouten:
        raise OngeldigeInvoer(fouten)


def _is_locatie_van(session: Session, actor: Actor, v: Voortraject, bekend: bool) -> bool:
    try:
        locatie = leerbedrijf_service.get_locatie(session, actor, v.locatie_id or 0)
    except NietGevonden:
        return False
    return locatie.leerbedrijf_id == v.leerbedrijf_id and (locatie.is_actief or bekend)


def _is_opleider_van(session: Session, actor: Actor, v: Voortraject, bekend: bool) -> bool:
    try:
        persoon = leerbedrijf_service.get_contactpersoon(session, actor, v.praktijkopleider_id or 0)
    except NietGevonden:
        return False
    return persoon.leerbedrijf_id == v.leerbedrijf_id and (
        bekend or (persoon.is_actief and persoon.is_praktijkopleider)
    )


def _check_team(actor: Actor, actie: Actie, team_id: int | None) -> None:
    """The actor's right must hold for this team, not just for some other one."""
    require(actor, actie)
    teams = actor.team_ids(actie)
    if teams is not None and team_id not in teams:
        raise GeenRecht


def zet_klaar(
    session: Session,
    actor: Actor,
    clock: Clock,
    dossier_id: int,
    gegevens: Voortraject,
    versie: int | None = None,
) -> Pok:
    """Make the concept POK of a dossier, or change the current one.

    In `volledig` a change must leave the POK complete and accredited, and the register is told. From `afgedrukt` on
    only what is not locked may change. `versie`: the version on the screen; a stale one is refused.
    Raises NietGevonden, GeenRecht, OngeldigeInvoer, Vergrendeld, Onvolledig, NietErkend, Verouderd, DossierGesloten.
    """
    dossier = dossier_service.get_dossier(session, actor, dossier_id)
    _check_team(actor, Actie.POK_KLAARZETTEN, dossier.team_id)
    bestaand = huidige_pok(session, dossier_id)
    if bestaand is not None and is_lopend(bestaand):
        pok = haal(session, actor, id_van(bestaand), Actie.POK_KLAARZETTEN)
        return _werk_bij(session, actor, clock, pok, dossier, gegevens, versie)
    if versie is not None:
        raise Verouderd
    if dossier.afgesloten_op is not None or (bestaand and bestaand.status is PokStatus.AFGEROND):
        raise dossier_service.DossierGesloten
    gegevens = replace(
        gegevens,
        begin_op=gegevens.begin_op or dossier.begin_op,
        eind_op=gegevens.eind_op or dossier.eind_op,
        dagen_per_week=gegevens.dagen_per_week if gegevens.dagen_per_week is not None else dossier.dagen_per_week,
    )
    return maak_concept(session, actor, clock, dossier, vul_aan(gegevens, clock.vandaag()))


def maak_concept(
    session: Session, actor: Actor, clock: Clock, dossier: Any, v: Voortraject, voorganger: Pok | None = None
) -> Pok:
    """A new concept with its own number, and the next volgnummer of its enrolment."""
    check_voortraject(v)
    check_relaties(session, actor, v, voorganger)
    verbintenis = student_service.get_verbintenis(session, APP, dossier.verbintenis_id)
    inrichting = dossier_service.get_inrichting(session, APP, dossier.inrichting_id)
    pok = Pok(
        nummer=_volgend_nummer(session, clock.vandaag().year),
        dossier_id=id_van(dossier),
        student_id=dossier.student_id,
        verbintenis_id=dossier.verbintenis_id,
        team_id=dossier.team_id,
        volgnummer=_volgend_volgnummer(session, dossier.verbintenis_id),
        voorganger_id=voorganger.id if voorganger else None,
        status=PokStatus.CONCEPT,
        crebo=verbintenis.crebo,
        leerweg=verbintenis.leerweg,
        onderwijsbegeleider_id=dossier.onderwijsbegeleider_id,
        exemplaren=_exemplaren(voorganger, verbintenis.leerweg, inrichting.exemplaren),
        ondertekenaars=list(voorganger.ondertekenaars if voorganger else inrichting.ondertekenaars),
        aangemaakt_op=clock.nu(),
        **{f.name: getattr(v, f.name) for f in fields(Voortraject)},
    )
    try:
        with session.begin_nested():
            session.add(pok)
            session.flush()
    except sa.exc.IntegrityError as fout:  # somebody else was just before us
        raise Verouderd from fout
    noteer(session, actor, clock, pok, None, PokStatus.CONCEPT, "")
    dossier_volgt(session, pok)
    return pok


def _exemplaren(voorganger: Pok | None, leerweg: Leerweg | None, ingericht: int) -> int:
    """As the set-up says, or the POK before it; another learning route has its own number (BBL: one more, the deck)."""
    if voorganger is None:
        return ingericht
    if leerweg is voorganger.leerweg or leerweg is None:
        return voorganger.exemplaren
    return 4 if leerweg is Leerweg.BBL else 3


def dossier_volgt(session: Session, pok: Pok) -> None:
    dossier_service.volg_pok(
        session,
        pok.dossier_id,
        begin_op=pok.begin_op,
        eind_op=pok.eind_op,
        uren_totaal=pok.uren_totaal,
        uren_per_week=pok.uren_per_week,
        dagen_per_week=pok.dagen_per_week,
    )


def _volgend_nummer(session: Session, jaar: int) -> str:
    """`2026-00412`: counts per calendar year, without gaps; two at once wait for each other."""
    wat = {"jaar": jaar}
    session.execute(
        sa.text(
            "INSERT INTO pok_teller (jaar, laatste) VALUES (:jaar, 1) "
            "ON CONFLICT (jaar) DO UPDATE SET laatste = pok_teller.laatste + 1"
        ),
        wat,
    )
    laatste = session.execute(sa.select(col(PokTeller.laatste)).where(col(PokTeller.jaar) == jaar)).scalar_one()
    return f"{jaar}-{laatste:05d}"


def _volgend_volgnummer(session: Session, verbintenis_id: int) -> int:
    """One more than the highest of our own and the register's POKs of this enrolment."""
    eigen = session.execute(
        sa.select(sa.func.max(Pok.volgnummer)).where(col(Pok.verbintenis_id) == verbintenis_id)
    ).scalar_one()
    return max(eigen or 0, student_service.volgend_volgnummer_krd(session, verbintenis_id) or 0) + 1


def _werk_bij(
    session: Session,
    actor: Actor,
    clock: Clock,
    pok: Pok,
    dossier: Any,
    gegevens: Voortraject,
    versie: int | None,
) -> Pok:
    nieuw = vul_aan(gegevens, clock.vandaag())
    check_versie(pok, versie, **{f.name: getattr(nieuw, f.name) for f in fields(Voortraject)})
    check_voortraject(nieuw)
    anders = gewijzigd({f.name: getattr(pok, f.name) for f in fields(Voortraject)}, nieuw)
    check_vergrendeld(pok.status, anders)
    check_relaties(session, actor, nieuw, pok)
    oud = {veld: getattr(pok, veld) for veld in KRD_VELDEN}
    for veld in anders:
        setattr(pok, veld, getattr(nieuw, veld))
    _volg_dossier(session, pok, dossier)
    if any(oud[veld] != getattr(pok, veld) for veld in KRD_VELDEN):
        session.add(pok)
        session.flush()
        if pok.status is PokStatus.VOLLEDIG:
            begindata = [dag for dag in (oud["begin_op"], pok.begin_op) if dag]
            check_mutatiestop(session, min(begindata, default=None), pok)
            _check_nog_volledig(session, actor, clock, pok, oud)
            check_naast(session, pok)
            stuur(session, clock, pok)
        elif pok.status in GEWIJZIGD_VANUIT:
            na = {veld: getattr(pok, veld) for veld in KRD_VELDEN}
            soort = soort_van({veld for veld in na if oud[veld] != na[veld]})
            schrijf_op(session, actor, clock, pok, soort, Gevolg.VASTGELEGD, oud, na, "", ingang=clock.vandaag())
            vertel_krd(session, clock, pok, MUTATIE_LABEL[soort].nl)
        dossier_volgt(session, pok)
    return pok


def _volg_dossier(session: Session, pok: Pok, dossier: Any) -> None:
    """The begeleider is the dossier's; crebo and route are the enrolment's until they are printed."""
    pok.onderwijsbegeleider_id = dossier.onderwijsbegeleider_id
    if pok.status in (PokStatus.CONCEPT, PokStatus.VOLLEDIG):
        verbintenis = student_service.get_verbintenis(session, APP, pok.verbintenis_id)
        pok.crebo, pok.leerweg = verbintenis.crebo, verbintenis.leerweg


def _check_nog_volledig(session: Session, actor: Actor, clock: Clock, pok: Pok, oud: dict[str, Any]) -> None:
    mist = ontbrekend(gegevens_van(session, pok), Stap.MAAK_VOLLEDIG)
    if mist:
        raise Onvolledig(mist)
    if any(oud[veld] != getattr(pok, veld) for veld in ERKENNING_VELDEN):
        controle = _controleer_begin(session, actor, clock, pok)
        if not controle.is_erkend:
            raise NietErkend(controle.reden)


def _controleer_begin(session: Session, actor: Actor, clock: Clock, pok: Pok) -> Controle:
    """SBB's question: company, crebo and start date; a placement that already runs is checked for today."""
    peildatum = max(pok.begin_op or clock.vandaag(), clock.vandaag())
    return controleer(session, actor, clock, pok, Aanleiding.KLAARZETTEN, peildatum)


def maak_volledig(session: Session, actor: Actor, clock: Clock, pok_id: int, versie: int | None = None) -> Pok:
    """Step 4, "Verstuur naar KRD": concept → volledig, with its message.

    Raises NietGevonden, GeenRecht, Verouderd, StapMagNiet, Onvolledig (everything at once) or NietErkend. Raising
    takes the stored check with it when the transaction ends there; `maak_volledig_alle` keeps it.
    """
    controle = _probeer_volledig(session, actor, clock, pok_id, versie)
    if not controle.is_erkend:
        raise NietErkend(controle.reden)
    return get_pok(session, actor, pok_id)


def _probeer_volledig(session: Session, actor: Actor, clock: Clock, pok_id: int, versie: int | None) -> Controle:
    pok = haal(session, actor, pok_id, Actie.POK_VERSTUREN, versie)
    return volledig_als_erkend(session, actor, clock, pok)


def volledig_als_erkend(
    session: Session, actor: Actor, clock: Clock, pok: Pok, *, namens: Actor | None = None, reden: str = ""
) -> Controle:
    """Guard, stored check, and only when accredited the transition. `namens`: whose right counts, when not the actor's
    own (a mutation by a begeleider goes straight to volledig: the deck, Bijzonderheden)."""
    overgang = check_stap(namens or actor, gegevens_van(session, pok), Stap.MAAK_VOLLEDIG)
    controle = _controleer_begin(session, actor, clock, pok)
    if controle.is_erkend:
        check_naast(session, pok)
        pas_toe(session, actor, clock, pok, overgang, reden)
    return controle


def maak_volledig_alle(session: Session, actor: Actor, clock: Clock, pok_ids: Sequence[int]) -> list[Uitslag]:
    """Send many; a result per row. A refused accreditation check stays stored as evidence."""
    slot(session, pok_ids)
    return [_uitslag_volledig(session, actor, clock, pok_id) for pok_id in dict.fromkeys(pok_ids)]


def _uitslag_volledig(session: Session, actor: Actor, clock: Clock, pok_id: int) -> Uitslag:
    naam = str(pok_id)
    try:
        with session.begin_nested():
            naam = naam_van(session, get_pok(session, actor, pok_id))
            controle = _probeer_volledig(session, actor, clock, pok_id, None)
    except DomeinFout as fout:
        return Uitslag(str(pok_id), naam, False, fout.tekst, f"/poks/{pok_id}")
    if not controle.is_erkend:
        return Uitslag(str(pok_id), naam, False, NietErkend(controle.reden).tekst, f"/poks/{pok_id}")
    return Uitslag(str(pok_id), naam, True, Tekst("Verstuurd naar de KRD.", "Sent to the register."), f"/poks/{pok_id}")


@dataclass(frozen=True, slots=True)
class Verstuurd:
    """What was sent again: the number of messages."""

    aantal: int


def stuur_opnieuw(session: Session, actor: Actor, clock: Clock, pok_id: int, versie: int | None = None) -> Verstuurd:
    """After a refusal or a difference: send what brings the register from what it holds to our status.

    Raises NietGevonden, GeenRecht, Verouderd, or a DomeinFout when there is nothing to send.
    """
    pok = haal(session, actor, pok_id, Actie.KRD_OPNIEUW, versie)
    gebeurtenissen = inhaalslag(pok.status, pok.krd_status, pok.krd_fout_code)
    if not gebeurtenissen and pok.krd_fout_code and pok.status in GEWIJZIGD_VANUIT:
        stuur(session, clock, pok, reden="Opnieuw verstuurd", is_gewijzigd=True)
        return Verstuurd(1)
    if not gebeurtenissen:
        raise DomeinFout(
            "niets_te_sturen", Tekst("De KRD heeft deze status al.", "The register already holds this status.")
        )
    for status in gebeurtenissen:
        stuur(session, clock, pok, status=status, reden="Opnieuw verstuurd")
    return Verstuurd(len(gebeurtenissen))


def stel_begeleider_in(
    session: Session,
    actor: Actor,
    clock: Clock,
    dossier_id: int,
    account_id: int | None,
    versie: int | None = None,
    *,
    reden: str = "",
) -> None:
    """Give the placement its onderwijsbegeleider; the current POK follows. The register is told when it knows the POK,
    and from printing on the change is recorded with its reason.

    Raises what `dossier.service.stel_begeleider_in` raises.
    """
    vorige = dossier_service.get_dossier(session, actor, dossier_id).onderwijsbegeleider_id
    dossier_service.stel_begeleider_in(session, actor, dossier_id, account_id, versie)
    _volg_begeleider(session, actor, clock, dossier_id, account_id, reden)
    if vorige != account_id:
        meld_begeleider(session, clock, dossier_id)


def _volg_begeleider(
    session: Session, actor: Actor, clock: Clock, dossier_id: int, account_id: int | None, reden: str
) -> None:
    pok = huidige_pok(session, dossier_id)
    if pok is None or not is_lopend(pok) or pok.onderwijsbegeleider_id == account_id:
        return
    voor, na = {"onderwijsbegeleider_id": pok.onderwijsbegeleider_id}, {"onderwijsbegeleider_id": account_id}
    pok.onderwijsbegeleider_id = account_id
    session.add(pok)
    session.flush()
    soort = MutatieSoort.ANDERE_BEGELEIDER
    if pok.status in MUTEERBAAR:
        schrijf_op(session, actor, clock, pok, soort, Gevolg.VASTGELEGD, voor, na, reden, ingang=clock.vandaag())
        vertel_krd(session, clock, pok, f"{MUTATIE_LABEL[soort].nl}. {reden}".strip())
