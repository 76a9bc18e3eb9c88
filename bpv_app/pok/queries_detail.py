"""Everything one POK's screen shows, and the timeline of a placement, as small frozen rows."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

import sqlalchemy as sa
from sqlmodel import Session, col

from bpv_app.dossier.tables import Dossier, Inrichting
from bpv_app.kernel.actor import Actor
from bpv_app.kernel.clock import toon_datum
from bpv_app.kernel.tekst import Tekst
from bpv_app.leerbedrijf.service_tekenen import get_tekenaar
from bpv_app.leerbedrijf.tables import Contactpersoon, ErkenningControle, Leerbedrijf, Locatie
from bpv_app.outbox.rules import BerichtStatus
from bpv_app.outbox.tables import Bericht
from bpv_app.pok.krd_bericht import KANAAL, groep
from bpv_app.pok.queries_herinnerd import herinnering_tekst, list_herinneringen
from bpv_app.pok.queries_wijziging import list_gebeurd
from bpv_app.pok.rules import (
    KRD_LABEL,
    PARTIJ_LABEL,
    STATUS_LABEL,
    KrdStatus,
    MutatieSoort,
    Partij,
    PokStatus,
    Stap,
    ontbrekend,
    wacht_stap,
)
from bpv_app.pok.rules_krd import GEWIJZIGD, KrdStand, krd_stand
from bpv_app.pok.rules_nabellen import UITKOMST_LABEL
from bpv_app.pok.service_basis import gegevens_van, get_pok, partijen
from bpv_app.pok.tables import Pok, PokBelnotitie, PokDocument, PokHandtekening, PokHistorie, PokScan
from bpv_app.student.rules import LEERWEG_LABEL
from bpv_app.student.tables import Student, Team, Verbintenis
from bpv_app.toegang.tables import Account


@dataclass(frozen=True, slots=True)
class HandtekeningRegel:
    """A required party; `getekend_op` None while its signature is awaited."""

    partij: Partij
    getekend_op: date | None
    door: str


@dataclass(frozen=True, slots=True)
class DocumentRegel:
    versie: int
    gemaakt_op: datetime
    paginas: int
    sha256: str
    vervallen: bool


@dataclass(frozen=True, slots=True)
class ScanRegel:
    id: int
    bestandsnaam: str
    op: datetime
    door: str


@dataclass(frozen=True, slots=True)
class KetenRegel:
    id: int
    nummer: str
    status: PokStatus
    mutatie: MutatieSoort | None
    begin_op: date | None
    eind_op: date | None


@dataclass(frozen=True, slots=True)
class TijdlijnRegel:
    """One thing that happened. `door` is empty when the app did it."""

    op: datetime
    tekst: Tekst
    door: str = ""


@dataclass(frozen=True, slots=True)
class PokDetail:
    """The agreement with the names of everyone in it. Hours in hours, days in days per week."""

    id: int
    versie: int
    nummer: str
    volgnummer: int
    document_versie: int
    status: PokStatus
    stap: int
    krd_status: KrdStatus | None
    krd_stand: KrdStand
    krd_fout: str
    krd_nummer: str
    dossier_id: int
    student_id: int
    student: str
    opleiding: str
    crebo: str
    keuzedeel: str
    leerweg: Tekst | None
    niveau: int | None
    team: str
    leerbedrijf_id: int | None
    leerbedrijf: str
    locatie: str
    opleider: str
    opleider_contact: str
    tekent_via: str
    begeleider: str
    begin_op: date | None
    eind_op: date | None
    afsluitdatum: date | None
    werkelijk_eind_op: date | None
    uren_totaal: int | None
    uren_per_week: Decimal | None
    dagen_per_week: Decimal | None
    gerealiseerde_uren: Decimal | None
    exemplaren: int
    archiefplaats: str
    erkenning: ErkenningControle | None
    vereiste_documenten: tuple[str, ...]
    handtekeningen: tuple[HandtekeningRegel, ...]
    documenten: tuple[DocumentRegel, ...]
    scans: tuple[ScanRegel, ...]
    keten: tuple[KetenRegel, ...]
    tijdlijn: tuple[TijdlijnRegel, ...]


def get_pok_detail(session: Session, actor: Actor, pok_id: int, vandaag: date) -> PokDetail:
    """One POK for a school role. Raises NietGevonden when it is not there or not theirs."""
    pok = get_pok(session, actor, pok_id)
    student = session.get_one(Student, pok.student_id)
    verbintenis = session.get_one(Verbintenis, pok.verbintenis_id)
    dossier = session.get_one(Dossier, pok.dossier_id)
    inrichting = session.get_one(Inrichting, dossier.inrichting_id)
    team = session.get(Team, pok.team_id) if pok.team_id else None
    bedrijf = session.get(Leerbedrijf, pok.leerbedrijf_id) if pok.leerbedrijf_id else None
    via = get_tekenaar(session, bedrijf) if bedrijf else None
    locatie = session.get(Locatie, pok.locatie_id) if pok.locatie_id else None
    opleider = session.get(Contactpersoon, pok.praktijkopleider_id) if pok.praktijkopleider_id else None
    begeleider = session.get(Account, pok.onderwijsbegeleider_id) if pok.onderwijsbegeleider_id else None
    handtekeningen = list_handtekeningen(session, pok, vandaag)
    keten = _keten(session, pok.dossier_id)
    return PokDetail(
        id=pok_id,
        versie=pok.versie,
        nummer=pok.nummer,
        volgnummer=pok.volgnummer,
        document_versie=pok.document_versie,
        status=pok.status,
        stap=wacht_stap(
            pok.status,
            is_compleet=_is_compleet(session, pok),
            heeft_handtekening=any(h.getekend_op for h in handtekeningen),
        ),
        krd_status=pok.krd_status,
        krd_stand=krd_stand(pok.status, pok.krd_status, pok.krd_fout_code, _wacht(session, pok_id)),
        krd_fout=pok.krd_fout_tekst,
        krd_nummer=pok.krd_nummer,
        dossier_id=pok.dossier_id,
        student_id=pok.student_id,
        student=student.naam or student.krd_sleutel or student.studentnummer or "",
        opleiding=verbintenis.opleiding_naam,
        crebo=pok.crebo,
        keuzedeel=pok.keuzedeel,
        leerweg=LEERWEG_LABEL[pok.leerweg] if pok.leerweg else None,
        niveau=verbintenis.niveau,
        team=team.naam if team else "",
        leerbedrijf_id=pok.leerbedrijf_id,
        leerbedrijf=bedrijf.naam if bedrijf else "",
        locatie=locatie.naam if locatie else "",
        opleider=opleider.naam if opleider else "",
        opleider_contact=" · ".join(d for d in (opleider.telefoon, opleider.email) if d) if opleider else "",
        tekent_via=", ".join(d for d in (via.bedrijf, via.wie) if d) if via else "",
        begeleider=begeleider.naam if begeleider else "",
        begin_op=pok.begin_op,
        eind_op=pok.eind_op,
        afsluitdatum=pok.afsluitdatum,
        werkelijk_eind_op=pok.werkelijk_eind_op,
        uren_totaal=pok.uren_totaal,
        uren_per_week=pok.uren_per_week,
        dagen_per_week=pok.dagen_per_week,
        gerealiseerde_uren=pok.gerealiseerde_uren,
        exemplaren=pok.exemplaren,
        archiefplaats=pok.archiefplaats,
        erkenning=laatste_controle(session, pok_id),
        vereiste_documenten=tuple(inrichting.documenten),
        handtekeningen=handtekeningen,
        documenten=_documenten(session, pok_id),
        scans=_scans(session, pok_id),
        keten=keten,
        tijdlijn=lees_tijdlijn(session, [k.id for k in keten]),
    )


def _is_compleet(session: Session, pok: Pok) -> bool:
    return not ontbrekend(gegevens_van(session, pok), Stap.MAAK_VOLLEDIG)


def list_handtekeningen(session: Session, pok: Pok, vandaag: date) -> tuple[HandtekeningRegel, ...]:
    """Every party that must sign the current version, signed or not. The caller has checked that it may be seen."""
    rijen = session.execute(
        sa.select(PokHandtekening).where(
            col(PokHandtekening.pok_id) == pok.id,
            col(PokHandtekening.document_versie) == pok.getekende_versie,
            col(PokHandtekening.vervallen_op).is_(None),
        )
    ).scalars()
    getekend = {h.partij: h for h in rijen}
    return tuple(
        HandtekeningRegel(p, getekend[p].getekend_op, getekend[p].door_naam)
        if p in getekend
        else HandtekeningRegel(p, None, "")
        for p in partijen(session, pok, vandaag)
    )


def _wacht(session: Session, pok_id: int) -> bool:
    return bool(
        session.execute(
            sa.select(
                sa.exists().where(
                    col(Bericht.kanaal) == KANAAL,
                    col(Bericht.groep) == groep(pok_id),
                    col(Bericht.status) == BerichtStatus.WACHT,
                )
            )
        ).scalar()
    )


def laatste_controle(session: Session, pok_id: int) -> ErkenningControle | None:
    vraag = (
        sa.select(ErkenningControle)
        .where(col(ErkenningControle.pok_id) == pok_id)
        .order_by(col(ErkenningControle.id).desc())
        .limit(1)
    )
    return session.execute(vraag).scalar_one_or_none()


def _documenten(session: Session, pok_id: int) -> tuple[DocumentRegel, ...]:
    rijen = session.execute(
        sa.select(PokDocument)
        .where(col(PokDocument.pok_id) == pok_id)
        .order_by(col(PokDocument.document_versie).desc())
    ).scalars()
    return tuple(
        DocumentRegel(d.document_versie, d.gemaakt_op, d.paginas, d.sha256, d.vervallen_op is not None) for d in rijen
    )


def _scans(session: Session, pok_id: int) -> tuple[ScanRegel, ...]:
    rijen = session.execute(
        sa.select(PokScan).where(col(PokScan.pok_id) == pok_id).order_by(col(PokScan.id).desc())
    ).scalars()
    return tuple(ScanRegel(s.id or 0, s.bestandsnaam, s.op, s.door_naam) for s in rijen)


def _keten(session: Session, dossier_id: int) -> tuple[KetenRegel, ...]:
    """All POKs of a dossier, oldest first: whoever may see one placement may see how it came to be."""
    rijen = session.execute(
        sa.select(Pok).where(col(Pok.dossier_id) == dossier_id).order_by(col(Pok.volgnummer), col(Pok.id))
    ).scalars()
    return tuple(
        KetenRegel(p.id or 0, p.nummer, p.status, p.mutatie_soort, p.begin_op, p.werkelijk_eind_op or p.eind_op)
        for p in rijen
    )


def lees_tijdlijn(session: Session, pok_ids: Collection[int]) -> tuple[TijdlijnRegel, ...]:
    """What happened to these POKs, newest first. The caller has checked that they may be seen."""
    regels = [
        *_tijdlijn_status(session, pok_ids),
        *_tijdlijn_papier(session, pok_ids),
        *_tijdlijn_krd(session, pok_ids),
        *_tijdlijn_erkenning(session, pok_ids),
        *(TijdlijnRegel(h.op, herinnering_tekst(h)) for h in list_herinneringen(session, pok_ids)),
        *(TijdlijnRegel(g.op, g.tekst, g.door) for g in list_gebeurd(session, pok_ids)),
    ]
    return tuple(sorted(regels, key=lambda r: r.op, reverse=True))


def _tijdlijn_status(session: Session, pok_ids: Collection[int]) -> list[TijdlijnRegel]:
    nummers = dict(session.execute(sa.select(col(Pok.id), col(Pok.nummer)).where(col(Pok.id).in_(pok_ids))).all())
    rijen = session.execute(sa.select(PokHistorie).where(col(PokHistorie.pok_id).in_(pok_ids))).scalars()
    regels = []
    for h in rijen:
        reden = f": {h.reden}" if h.reden else ""
        label = STATUS_LABEL[h.naar]
        nl = f"{nummers[h.pok_id]} {label.nl.lower()}{reden}"
        regels.append(TijdlijnRegel(h.op, Tekst(nl, f"{nummers[h.pok_id]} {label.en.lower()}{reden}"), h.door_naam))
    return regels


def _tijdlijn_papier(session: Session, pok_ids: Collection[int]) -> list[TijdlijnRegel]:
    regels = []
    for h in session.execute(sa.select(PokHandtekening).where(col(PokHandtekening.pok_id).in_(pok_ids))).scalars():
        wie = PARTIJ_LABEL[h.partij]
        tekst = Tekst(
            f"{wie.nl} tekende op {toon_datum(h.getekend_op)}", f"{wie.en} signed on {toon_datum(h.getekend_op, 'en')}"
        )
        regels.append(TijdlijnRegel(h.geregistreerd_op, tekst, h.door_naam))
        if h.vervallen_op:
            weg = Tekst(f"Handtekening van {wie.nl.lower()} vervallen", f"Signature of {wie.en.lower()} void")
            regels.append(TijdlijnRegel(h.vervallen_op, weg))
    for s in session.execute(sa.select(PokScan).where(col(PokScan.pok_id).in_(pok_ids))).scalars():
        tekst = Tekst(f"Scan toegevoegd: {s.bestandsnaam}", f"Scan added: {s.bestandsnaam}")
        regels.append(TijdlijnRegel(s.op, tekst, s.door_naam))
    for b in session.execute(sa.select(PokBelnotitie).where(col(PokBelnotitie.pok_id).in_(pok_ids))).scalars():
        opnieuw = f" Opnieuw bellen op {toon_datum(b.opnieuw_bellen_op)}." if b.opnieuw_bellen_op else ""
        again = f" Call again on {toon_datum(b.opnieuw_bellen_op, 'en')}." if b.opnieuw_bellen_op else ""
        uit = UITKOMST_LABEL[b.uitkomst] if b.uitkomst else Tekst("", "")
        nl = f"Gebeld met {b.met_wie}: {'. '.join(d for d in (uit.nl, b.notitie) if d)}{opnieuw}"
        en = f"Called {b.met_wie}: {'. '.join(d for d in (uit.en, b.notitie) if d)}{again}"
        regels.append(TijdlijnRegel(b.op, Tekst(nl, en), b.door_naam))
    return regels


def _tijdlijn_krd(session: Session, pok_ids: Collection[int]) -> list[TijdlijnRegel]:
    rijen = session.execute(
        sa.select(Bericht).where(
            col(Bericht.kanaal) == KANAAL,
            col(Bericht.groep).in_([groep(i) for i in pok_ids]),
            col(Bericht.afgehandeld_op).is_not(None),
        )
    ).scalars()
    regels = []
    for b in rijen:
        if b.afgehandeld_op is None:
            continue
        status = str(b.payload.get("status", ""))
        label = KRD_LABEL[KrdStatus(status)] if status in KrdStatus._value2member_map_ else Tekst(status, status)
        if b.soort == GEWIJZIGD:
            label = Tekst("de wijziging", "the change")
        if b.status is BerichtStatus.GEWEIGERD:
            tekst = Tekst(f"KRD weigerde {label.nl}: {b.fout_tekst}", f"Register refused {label.en}: {b.fout_tekst}")
        else:
            tekst = Tekst(f"KRD nam {label.nl} aan", f"Register accepted {label.en}")
        regels.append(TijdlijnRegel(b.afgehandeld_op, tekst))
    return regels


def _tijdlijn_erkenning(session: Session, pok_ids: Collection[int]) -> list[TijdlijnRegel]:
    rijen = session.execute(sa.select(ErkenningControle).where(col(ErkenningControle.pok_id).in_(pok_ids))).scalars()
    return [
        TijdlijnRegel(
            c.op,
            Tekst(
                f"Erkenning voor {c.crebo} gecontroleerd: {c.uitkomst.value.replace('_', ' ')} ({c.bron})",
                f"Accreditation for {c.crebo} checked: {c.uitkomst.value.replace('_', ' ')} ({c.bron})",
            ),
            c.door_naam,
        )
        for c in rijen
    ]
