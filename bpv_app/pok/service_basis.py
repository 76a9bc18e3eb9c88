"""What every verb of the POK needs: scoped fetch, facts for the rules, transition, message to the register."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from bpv_app.db import check_versie
from bpv_app.kernel.actor import Actor, require, systeem
from bpv_app.kernel.clock import AMSTERDAM, Clock
from bpv_app.kernel.errors import DomeinFout, GeenRecht, NietGevonden
from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.sleutel import is_sleutel
from bpv_app.kernel.tekst import Tekst
from bpv_app.leerbedrijf import service as leerbedrijf_service
from bpv_app.leerbedrijf.rules import Aanleiding, Uitkomst
from bpv_app.outbox import service as outbox
from bpv_app.pok import krd_bericht
from bpv_app.pok.clauses import pok_scope
from bpv_app.pok.queries_mensen import get_begeleider
from bpv_app.pok.rules import (
    EIND_LABEL,
    LOPEND,
    VELD_LABEL,
    Effect,
    Overgang,
    Partij,
    PokGegevens,
    PokStatus,
    Stap,
    is_alles_getekend,
)
from bpv_app.pok.rules_bezwaar import WijzigingStand, WijzigingStatus, bepaal_stand
from bpv_app.pok.rules_krd import is_bekend_bij_krd
from bpv_app.pok.rules_tekenen import geboortedag, vereiste_partijen
from bpv_app.pok.service_krd import STAPPEN_VOOR_MUTATIESTOP, check_mutatiestop, get_ontheffing
from bpv_app.pok.service_manen_stop import stop_herinneringen
from bpv_app.pok.tables import Pok, PokDocument, PokHandtekening, PokHistorie
from bpv_app.pok.tables_wijziging import PokWijziging
from bpv_app.student import service as student_service

APP = systeem("BPV-app")
"""Reads what belongs to a POK that was already fetched inside the actor's own scope."""
MAX_REDEN = 1000
OPEN = (WijzigingStatus.LOOPT, WijzigingStatus.BEZWAAR)
"""An amendment that may still be undone; one whose term is over holds, whatever happens next."""


class NietErkend(DomeinFout):
    """The accreditation check did not say "accredited" (WEB 7.2.10); the sentence carries the register's reason."""

    def __init__(self, reden: Tekst) -> None:
        super().__init__(
            "niet_erkend",
            Tekst(f"Het leerbedrijf is niet erkend bevonden. {reden.nl}", f"Not found accredited. {reden.en}"),
        )


@dataclass(frozen=True, slots=True)
class Controle:
    """The outcome of a stored accreditation check."""

    is_erkend: bool
    reden: Tekst


def id_van(rij: Any) -> int:
    """The id of a stored row."""
    assert rij.id is not None
    return int(rij.id)


def get_pok(session: Session, actor: Actor, pok_id: int) -> Pok:
    """The POK. Raises NietGevonden when it does not exist or is not for this actor."""
    return _vind(session, col(Pok.id) == pok_id if is_sleutel(pok_id) else sa.false(), actor)


def get_pok_bij_nummer(session: Session, actor: Actor, nummer: str) -> Pok:
    """The POK with exactly this number. Raises NietGevonden when there is none, or not for this actor."""
    return _vind(session, col(Pok.nummer) == nummer if nummer.isprintable() else sa.false(), actor)


def _vind(session: Session, welke: sa.ColumnElement[bool], actor: Actor) -> Pok:
    pok: Pok | None = session.execute(sa.select(Pok).where(welke, pok_scope(actor))).scalar_one_or_none()
    if pok is None:
        raise NietGevonden
    return pok


def haal(session: Session, actor: Actor, pok_id: int, actie: Actie, versie: int | None = None) -> Pok:
    """The POK, locked, for somebody who is going to change it.

    Raises NietGevonden (not there, or not to be seen by this actor), GeenRecht (seen, but not to be changed this way)
    or Verouderd (`versie` is the version on the screen of the person who saves; None: whatever it is now).
    """
    get_pok(session, actor, pok_id)
    require(actor, actie)
    vraag = sa.select(Pok).where(col(Pok.id) == pok_id, pok_scope(actor, actie))
    vraag = vraag.with_for_update(of=Pok).execution_options(populate_existing=True)
    pok: Pok | None = session.execute(vraag).scalar_one_or_none()
    if pok is None:
        raise GeenRecht
    check_versie(pok, versie)
    return pok


def haal_om_te_zien(session: Session, actor: Actor, pok_id: int, actie: Actie) -> Pok:
    """The POK, not locked, for somebody who is about to change it and first looks. Raises what `haal` raises."""
    get_pok(session, actor, pok_id)
    require(actor, actie)
    vraag = sa.select(Pok).where(col(Pok.id) == pok_id, pok_scope(actor, actie))
    pok: Pok | None = session.execute(vraag).scalar_one_or_none()
    if pok is None:
        raise GeenRecht
    return pok


def slot(session: Session, pok_ids: Sequence[int]) -> None:
    """Lock many rows in one fixed order before a bulk action, so that two of them never wait for each other."""
    ids = [i for i in pok_ids if is_sleutel(i)]
    session.execute(sa.select(col(Pok.id)).where(col(Pok.id).in_(ids)).order_by(col(Pok.id)).with_for_update()).all()


def huidige_pok(session: Session, dossier_id: int) -> Pok | None:
    """The last POK of a dossier: the current one when it is `LOPEND`. The caller has fetched the dossier in scope."""
    vraag = sa.select(Pok).where(col(Pok.dossier_id) == dossier_id).order_by(col(Pok.id).desc()).limit(1)
    pok: Pok | None = session.execute(vraag).scalar_one_or_none()
    return pok


def handtekeningen(session: Session, pok: Pok) -> dict[Partij, date]:
    """Valid signatures under the current printed version: party and day."""
    vraag = sa.select(col(PokHandtekening.partij), col(PokHandtekening.getekend_op)).where(
        col(PokHandtekening.pok_id) == pok.id,
        col(PokHandtekening.document_versie) == pok.getekende_versie,
        col(PokHandtekening.vervallen_op).is_(None),
    )
    return dict(session.execute(vraag).all()) if pok.document_versie else {}


def partijen(session: Session, pok: Pok, vandaag: date) -> tuple[Partij, ...]:
    """Who must sign the current version (a guardian when the student is a minor at signing)."""
    student = student_service.get_student(session, APP, pok.student_id)
    geboren = geboortedag(student.geboortedatum, student.geboortejaar)
    return vereiste_partijen(pok.ondertekenaars, geboren, handtekeningen(session, pok), vandaag)


def gegevens_van(session: Session, pok: Pok, vandaag: date | None = None) -> PokGegevens:
    """The facts the life cycle's rules look at. Without `vandaag` signatures are left out."""
    bedrijf = leerbedrijf_service.get_leerbedrijf(session, APP, pok.leerbedrijf_id) if pok.leerbedrijf_id else None
    is_alles = vandaag is not None and is_alles_getekend(partijen(session, pok, vandaag), handtekeningen(session, pok))
    return PokGegevens(
        status=pok.status,
        begin_op=pok.begin_op,
        eind_op=pok.eind_op,
        afsluitdatum=pok.afsluitdatum,
        uren_totaal=pok.uren_totaal,
        uren_per_week=pok.uren_per_week,
        dagen_per_week=pok.dagen_per_week,
        leerbedrijf_id=pok.leerbedrijf_id,
        sbb_id=bedrijf.sbb_id if bedrijf else None,
        locatie_id=pok.locatie_id,
        praktijkopleider_id=pok.praktijkopleider_id,
        onderwijsbegeleider_id=pok.onderwijsbegeleider_id,
        crebo=pok.crebo,
        werkelijk_eind_op=pok.werkelijk_eind_op,
        eind_reden=pok.eind_reden or "",
        gerealiseerde_uren=pok.gerealiseerde_uren,
        krd_weigerde=pok.krd_fout_code != "",
        alles_getekend=is_alles,
    )


def controleer(
    session: Session, actor: Actor, clock: Clock, pok: Pok, aanleiding: Aanleiding, peildatum: date
) -> Controle:
    """Ask the register and store question and answer. Only "accredited" will do; unknown is not."""
    assert pok.leerbedrijf_id is not None
    controle = leerbedrijf_service.controleer_erkenning(
        session,
        actor,
        clock,
        pok.leerbedrijf_id,
        crebo=pok.crebo,
        keuzedeel=pok.keuzedeel,
        leerweg=pok.leerweg,
        werkprocessen=pok.werkprocessen,
        peildatum=peildatum,
        aanleiding=aanleiding,
        pok_id=pok.id,
    )
    return Controle(controle.uitkomst is Uitkomst.ERKEND, Tekst(controle.reden, controle.reden_en or controle.reden))


def dag_van(moment: Any) -> date:
    """The calendar day of a stored moment, as people at the school live it."""
    dag: date = moment.astimezone(AMSTERDAM).date()
    return dag


def noteer(
    session: Session, actor: Actor, clock: Clock, pok: Pok, van: PokStatus | None, naar: PokStatus, reden: str
) -> None:
    """One line of history, for ever."""
    session.add(
        PokHistorie(
            pok_id=id_van(pok),
            van=van,
            naar=naar,
            op=clock.nu(),
            account_id=actor.account_id,
            door_naam=actor.naam[:200],
            reden=reden.strip()[:MAX_REDEN],
        )
    )
    session.flush()


def pas_toe(session: Session, actor: Actor, clock: Clock, pok: Pok, overgang: Overgang, reden: str = "") -> None:
    """Carry out a transition that `check_stap` allowed: status, what becomes void, history, message."""
    van = pok.status
    was_bekend = is_bekend(session, pok)
    if overgang.stap in STAPPEN_VOOR_MUTATIESTOP and (was_bekend or overgang.stap is Stap.MAAK_VOLLEDIG):
        # A replaced POK changes from its last day on, the others from their first.
        is_mutatie = overgang.stap is Stap.VERVANG
        check_mutatiestop(session, (pok.werkelijk_eind_op if is_mutatie else None) or pok.begin_op, pok)
    pok.status = overgang.naar
    if Effect.DOCUMENT_VERVALT in overgang.effecten:
        _laat_vervallen(session, clock, pok, reden)
    if Effect.DOCUMENT_VERVALT in overgang.effecten or overgang.naar is PokStatus.VERVANGEN:
        laat_wijziging_vervallen(session, clock, pok, actor.naam, reden)
    session.add(pok)
    noteer(session, actor, clock, pok, van, overgang.naar, reden)
    if van is PokStatus.AFGEDRUKT:
        stop_herinneringen(session, clock, id_van(pok))
    if Effect.KRD_BERICHT not in overgang.effecten:
        return
    if was_bekend or overgang.naar is PokStatus.VOLLEDIG:
        stuur(session, clock, pok, reden=reden)
    elif pok.krd_fout_code:
        # The register refused it and so does not hold it: nothing to tell, and nothing left to correct there.
        pok.krd_fout_code = pok.krd_fout_tekst = ""
        session.flush()


def is_bekend(session: Session, pok: Pok) -> bool:
    """Whether the register holds this POK, or will once the messages under way arrive."""
    if pok.krd_status is not None or outbox.heeft_wachtend(
        session, kanaal=krd_bericht.KANAAL, groep=krd_bericht.groep(id_van(pok))
    ):
        return True
    if pok.krd_fout_code:
        return False
    ooit = session.execute(sa.select(col(PokHistorie.naar)).where(col(PokHistorie.pok_id) == pok.id)).scalars()
    return is_bekend_bij_krd(ooit, pok.krd_status)


def laat_wijziging_vervallen(session: Session, clock: Clock, pok: Pok, door: str, reden: str) -> None:
    """A bpv-blad whose term runs, or that was objected to, is overtaken: its paper is void, or another POK follows."""
    open_ = sa.select(PokWijziging).where(col(PokWijziging.pok_id) == pok.id, col(PokWijziging.status).in_(OPEN))
    for wijziging in session.execute(open_).scalars():
        if bepaal_stand(wijziging.status, wijziging.bezwaar_tot, clock.vandaag()) is WijzigingStand.GELDT:
            continue
        wijziging.status = WijzigingStatus.VERVALLEN
        wijziging.afgehandeld_op, wijziging.afgehandeld_door = clock.nu(), door[:200]
        wijziging.afhandeling = reden.strip()[:MAX_REDEN]


def _laat_vervallen(session: Session, clock: Clock, pok: Pok, reden: str) -> None:
    """The printed version and its signatures become void; nothing is deleted."""
    nu = clock.nu()
    pok.afgedrukt_op = None
    pok.blad_versies = 0
    pok.archiefplaats = ""
    for document in session.execute(
        sa.select(PokDocument).where(col(PokDocument.pok_id) == pok.id, col(PokDocument.vervallen_op).is_(None))
    ).scalars():
        document.vervallen_op = nu
    for handtekening in session.execute(
        sa.select(PokHandtekening).where(
            col(PokHandtekening.pok_id) == pok.id, col(PokHandtekening.vervallen_op).is_(None)
        )
    ).scalars():
        handtekening.vervallen_op = nu
        handtekening.vervallen_reden = reden.strip()[:MAX_REDEN]


def stuur(
    session: Session,
    clock: Clock,
    pok: Pok,
    *,
    reden: str = "",
    status: PokStatus | None = None,
    vervangt: str = "",
    is_gewijzigd: bool = False,
) -> None:
    """Put the message for the register ready in this transaction: of our status, of another event on the way to it, or
    of changed data without another status (`is_gewijzigd`).

    A refusal of something earlier is over: the answer to this message counts.
    """
    session.flush()
    waarom = reden or _laatste_reden(session, pok)
    bericht = maak_bericht(session, pok, status or pok.status, waarom, vervangt or _nummer_voorganger(session, pok))
    payload = krd_bericht.als_payload(replace(bericht, is_gewijzigd=is_gewijzigd))
    outbox.zet_klaar(
        session,
        kanaal=krd_bericht.KANAAL,
        soort=payload["gebeurtenis"],
        groep=krd_bericht.groep(id_van(pok)),
        payload=payload,
        op=clock.nu(),
    )
    if pok.krd_fout_code or pok.krd_fout_tekst:
        pok.krd_fout_code = pok.krd_fout_tekst = ""
        session.flush()


def _laatste_reden(session: Session, pok: Pok) -> str:
    """Why the POK has the status it has. The register asks a reason for a step back, also when it comes in late."""
    vraag = sa.select(col(PokHistorie.reden)).where(col(PokHistorie.pok_id) == pok.id)
    return session.execute(vraag.order_by(col(PokHistorie.id).desc()).limit(1)).scalar_one_or_none() or ""


def _nummer_voorganger(session: Session, pok: Pok) -> str:
    voorganger = session.get(Pok, pok.voorganger_id) if pok.voorganger_id else None
    return voorganger.nummer if voorganger else ""


def maak_bericht(
    session: Session, pok: Pok, status: PokStatus, reden: str = "", vervangt: str = ""
) -> krd_bericht.KrdBericht:
    """Collect what one message says from the rows as they are now."""
    student = student_service.get_student(session, APP, pok.student_id)
    verbintenis = student_service.get_verbintenis(session, APP, pok.verbintenis_id)
    bedrijf = leerbedrijf_service.get_leerbedrijf(session, APP, pok.leerbedrijf_id) if pok.leerbedrijf_id else None
    opleider = (
        leerbedrijf_service.get_contactpersoon(session, APP, pok.praktijkopleider_id)
        if pok.praktijkopleider_id
        else None
    )
    ontheffing = get_ontheffing(session, pok.dossier_id)
    return krd_bericht.KrdBericht(
        status=status,
        nummer=pok.nummer,
        volgnummer=pok.volgnummer,
        document_versie=pok.document_versie,
        verbintenis=krd_bericht.VerbintenisDeel(
            student_sleutel=student.krd_sleutel or "",
            studentnummer=student.studentnummer or "",
            volgnummer=verbintenis.volgnummer,
            begin=verbintenis.begin_op,
            gepland_eind=verbintenis.gepland_eind_op,
            werkelijk_eind=verbintenis.werkelijk_eind_op,
        ),
        leerbedrijf=krd_bericht.BedrijfDeel(
            sbb_id=bedrijf.sbb_id or "",
            naam=bedrijf.naam,
            actief_van=bedrijf.actief_van,
            actief_tot=bedrijf.actief_tot,
        )
        if bedrijf
        else None,
        crebo=pok.crebo,
        keuzedeel=pok.keuzedeel,
        leerweg=pok.leerweg or "",
        afsluitdatum=pok.afsluitdatum,
        begin=pok.begin_op,
        gepland_eind=pok.eind_op,
        werkelijk_eind=pok.werkelijk_eind_op,
        eind_reden=EIND_LABEL[pok.eind_reden].nl if pok.eind_reden else "",
        uren_totaal=pok.uren_totaal,
        uren_per_week=pok.uren_per_week,
        dagen_per_week=pok.dagen_per_week,
        gerealiseerde_uren=pok.gerealiseerde_uren,
        praktijkopleider=opleider.naam if opleider else "",
        onderwijsbegeleider=get_begeleider(session, pok.onderwijsbegeleider_id).naam,
        reden=reden.strip()[:MAX_REDEN],
        vervangt=vervangt,
        ontheffing=ontheffing.reden if ontheffing else "",
    )


def naam_van(session: Session, pok: Pok) -> str:
    """How a result names a POK: number and student."""
    student = student_service.get_student(session, APP, pok.student_id)
    return f"{pok.nummer} {student.naam or student.krd_sleutel or student.studentnummer or ''}".strip()


def is_lopend(pok: Pok | None) -> bool:
    """Whether this is still the current agreement of its placement."""
    return pok is not None and pok.status in LOPEND


def label(veld: str) -> Tekst:
    """The name of a field for people."""
    return VELD_LABEL.get(veld, Tekst(veld, veld))
