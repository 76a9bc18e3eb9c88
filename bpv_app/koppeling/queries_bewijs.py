"""What the evidence of a placement says: agreement, signatures, hours per week, conversations. For a POK in scope.

The school gets everything. A company gets it of its own trainees, without what holds the student's birth date (the
printed agreement and its scans), and of the conversations those it was at. Nobody gets what was said in them here.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

import sqlalchemy as sa
from sqlmodel import Session, col

from bpv_app.dossier.rules_momenten import DEELNEMER_LABEL, Deelnemer
from bpv_app.gesprek.rules import MomentStatus, Vorm
from bpv_app.gesprek.tables import Contactmoment
from bpv_app.kernel.actor import Actor
from bpv_app.kernel.errors import DomeinFout, NietGevonden
from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.sleutel import is_sleutel
from bpv_app.kernel.tekst import Tekst
from bpv_app.leerbedrijf.tables import Contactpersoon, Leerbedrijf, Locatie
from bpv_app.pok.clauses import eigen_poks, pok_scope
from bpv_app.pok.rules import PARTIJ_LABEL, STATUS_LABEL, PokStatus
from bpv_app.pok.rules_afdruk import GETEKEND
from bpv_app.pok.tables import Pok, PokDocument, PokHandtekening, PokHistorie, PokScan
from bpv_app.student.rules import LEERWEG_LABEL
from bpv_app.student.tables import Student, Verbintenis
from bpv_app.toegang.tables import Account
from bpv_app.uren.clauses import bedrijf_uren
from bpv_app.uren.rules import TELT_ALS_WERK, Oordeel, WeekStatus
from bpv_app.uren.tables import UrenDag, UrenRegel, UrenWeek

NIET_GETEKEND = DomeinFout(
    "niet_getekend",
    Tekst(
        "Deze POK is nog niet door iedereen getekend. Het bewijs is er pas daarna.",
        "This agreement has not been signed by everybody yet. The evidence is there after that.",
    ),
)


@dataclass(frozen=True, slots=True)
class Handtekening:
    """Who signed the version that counts, on which day."""

    partij: str
    op: date


@dataclass(frozen=True, slots=True)
class Week:
    """A week of hours. `dagen`: worked minutes from Monday to Sunday; `afwezig`: minutes of every other kind."""

    maandag: date
    dagen: tuple[int, ...]
    afwezig: int
    status: WeekStatus
    door: str
    op: datetime | None

    @property
    def minuten(self) -> int:
        return sum(self.dagen)

    @property
    def is_goedgekeurd(self) -> bool:
        return self.status is WeekStatus.GOEDGEKEURD


@dataclass(frozen=True, slots=True)
class Gesprek:
    """A conversation that was held: no more than that."""

    naam: str
    op: date
    vorm: Vorm
    aanwezig: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Papier:
    """A printed version or a scan of the signed paper, in the document store."""

    sha256: str
    mime: str
    is_scan: bool


@dataclass(frozen=True, slots=True)
class Bewijs:
    """Everything the evidence and the confirmation are made of."""

    pok_id: int
    nummer: str
    versie: int
    status: str
    student: str
    studentnummer: str
    klas: str
    opleiding: str
    crebo: str
    leerweg: str
    leerbedrijf: str
    sbb_id: str
    adres: str
    plaats: str
    praktijkopleider: str
    begeleider: str
    begin_op: date | None
    eind_op: date | None
    werkelijk_eind_op: date | None
    uren_totaal: int
    uren_per_week: str
    handtekeningen: tuple[Handtekening, ...]
    weken: tuple[Week, ...]
    gesprekken: tuple[Gesprek, ...]
    papier: tuple[Papier, ...]
    is_voor_bedrijf: bool

    @property
    def goedgekeurd(self) -> int:
        """Minutes in approved weeks."""
        return sum(w.minuten for w in self.weken if w.is_goedgekeurd)


def get_bewijs(session: Session, actor: Actor, pok_id: int) -> Bewijs:
    """The evidence, for the school or for the company of this trainee. Raises NietGevonden, NIET_GETEKEND."""
    pok = _vind(session, pok_id, school_scope(actor))
    is_bedrijf = pok is None
    pok = pok or _vind(session, pok_id, bedrijf_uren(actor))
    if pok is None:
        raise NietGevonden
    if not is_getekend(session, pok):
        raise NIET_GETEKEND
    return _lees(session, pok, is_voor_bedrijf=is_bedrijf)


def get_bevestiging(session: Session, actor: Actor, pok_id: int) -> Bewijs:
    """Where, when and how many hours, for the school and for the student. Raises NietGevonden, NIET_GETEKEND."""
    pok = _vind(session, pok_id, sa.or_(school_scope(actor), eigen_poks(actor)))
    if pok is None:
        raise NietGevonden
    if not is_getekend(session, pok):
        raise NIET_GETEKEND
    return _lees(session, pok, is_voor_bedrijf=True)


def is_getekend(session: Session, pok: Pok) -> bool:
    """Whether everybody signed it: it is final or closed, or it was when another one took its place."""
    if pok.status is not PokStatus.VERVANGEN:
        return pok.status in GETEKEND
    vraag = sa.select(col(PokHistorie.id)).where(
        col(PokHistorie.pok_id) == pok.id, col(PokHistorie.naar) == PokStatus.DEFINITIEF
    )
    return session.execute(vraag.limit(1)).first() is not None


def school_scope(actor: Actor) -> sa.ColumnElement[bool]:
    """POKs that a school role may see with their hours (a student or company sees its own another way)."""
    return pok_scope(actor, Actie.UREN_ZIEN) if actor.mag(Actie.POK_ZIEN) else sa.false()


def _vind(session: Session, pok_id: int, waar: sa.ColumnElement[bool]) -> Pok | None:
    vraag = sa.select(Pok).where(col(Pok.id) == pok_id, waar)
    pok: Pok | None = session.execute(vraag).scalar_one_or_none() if is_sleutel(pok_id) else None
    return pok


def _lees(session: Session, pok: Pok, *, is_voor_bedrijf: bool) -> Bewijs:
    student = session.get_one(Student, pok.student_id)
    verbintenis = session.get_one(Verbintenis, pok.verbintenis_id)
    bedrijf = session.get(Leerbedrijf, pok.leerbedrijf_id or 0)
    locatie = session.get(Locatie, pok.locatie_id or 0)
    opleider = session.get(Contactpersoon, pok.praktijkopleider_id or 0)
    begeleider = session.get(Account, pok.onderwijsbegeleider_id or 0)
    waar = locatie if locatie is not None and locatie.straat else bedrijf
    naam = bedrijf.naam if bedrijf else ""
    leerweg = pok.leerweg or verbintenis.leerweg
    return Bewijs(
        pok_id=pok.id or 0,
        nummer=pok.nummer,
        versie=pok.document_versie,
        status=STATUS_LABEL[pok.status].nl,
        student=student.naam,
        studentnummer=student.studentnummer or "",
        klas=student.klas,
        opleiding=verbintenis.opleiding_naam,
        crebo=pok.crebo,
        leerweg=LEERWEG_LABEL[leerweg].nl if leerweg else "",
        leerbedrijf=f"{naam}, {locatie.naam}" if locatie else naam,
        sbb_id=(bedrijf.sbb_id or "") if bedrijf else "",
        adres=f"{waar.straat} {waar.huisnummer}".strip() if waar else "",
        plaats=f"{waar.postcode} {waar.plaats}".strip() if waar else "",
        praktijkopleider=opleider.naam if opleider else "",
        begeleider=begeleider.naam if begeleider else "",
        begin_op=pok.begin_op,
        eind_op=pok.eind_op,
        werkelijk_eind_op=pok.werkelijk_eind_op,
        uren_totaal=pok.uren_totaal or 0,
        uren_per_week=f"{pok.uren_per_week.normalize():f}".replace(".", ",") if pok.uren_per_week else "",
        handtekeningen=_handtekeningen(session, pok),
        weken=lees_weken(session, pok),
        gesprekken=_gesprekken(session, pok, is_voor_bedrijf=is_voor_bedrijf),
        papier=() if is_voor_bedrijf else _papier(session, pok),
        is_voor_bedrijf=is_voor_bedrijf,
    )


def _handtekeningen(session: Session, pok: Pok) -> tuple[Handtekening, ...]:
    vraag = sa.select(PokHandtekening).where(
        col(PokHandtekening.pok_id) == pok.id,
        col(PokHandtekening.document_versie) == pok.document_versie,
        col(PokHandtekening.vervallen_op).is_(None),
    )
    rijen = session.execute(vraag.order_by(col(PokHandtekening.getekend_op), col(PokHandtekening.id))).scalars()
    return tuple(Handtekening(PARTIJ_LABEL[h.partij].nl, h.getekend_op) for h in rijen)


def lees_weken(session: Session, pok: Pok) -> tuple[Week, ...]:
    """The weeks of one POK. A day that was sent back does not count as worked."""
    per_week: dict[int, list[int]] = {}
    afwezig: dict[int, int] = {}
    vraag = (
        sa.select(
            col(UrenDag.week_id), col(UrenDag.datum), col(UrenDag.oordeel), col(UrenRegel.soort), col(UrenRegel.minuten)
        )
        .join(UrenRegel, col(UrenRegel.dag_id) == col(UrenDag.id))
        .where(col(UrenDag.pok_id) == pok.id)
    )
    for week_id, datum, oordeel, soort, minuten in session.execute(vraag):
        if soort not in TELT_ALS_WERK:
            afwezig[week_id] = afwezig.get(week_id, 0) + minuten
        elif oordeel is not Oordeel.TERUG:
            per_week.setdefault(week_id, [0] * 7)[datum.weekday()] += minuten
    weken = session.execute(
        sa.select(UrenWeek).where(col(UrenWeek.pok_id) == pok.id).order_by(col(UrenWeek.maandag))
    ).scalars()
    return tuple(
        Week(
            w.maandag,
            tuple(per_week.get(w.id or 0, [0] * 7)),
            afwezig.get(w.id or 0, 0),
            w.status,
            w.beoordeeld_door if w.status is WeekStatus.GOEDGEKEURD else "",
            w.beoordeeld_op if w.status is WeekStatus.GOEDGEKEURD else None,
        )
        for w in weken
    )


def _gesprekken(session: Session, pok: Pok, *, is_voor_bedrijf: bool) -> tuple[Gesprek, ...]:
    """Held while this agreement ran (a placement may have had an earlier one)."""
    vraag = sa.select(Contactmoment).where(
        col(Contactmoment.dossier_id) == pok.dossier_id, col(Contactmoment.status) == MomentStatus.GEHOUDEN
    )
    van = pok.begin_op - timedelta(days=60) if pok.begin_op else date.min
    return tuple(
        Gesprek(
            m.naam,
            m.gehouden_op,
            m.vorm,
            tuple(DEELNEMER_LABEL[d].nl for d in Deelnemer if d.value in m.aanwezig),
        )
        for m in session.execute(vraag.order_by(col(Contactmoment.gehouden_op), col(Contactmoment.id))).scalars()
        if m.gehouden_op is not None
        and m.gehouden_op >= van
        and (not is_voor_bedrijf or Deelnemer.PRAKTIJKOPLEIDER.value in m.aanwezig)
    )


def _papier(session: Session, pok: Pok) -> tuple[Papier, ...]:
    """The scans of the version that was signed; where there is none, that version as it was printed."""
    scans = session.execute(
        sa.select(PokScan)
        .where(col(PokScan.pok_id) == pok.id, col(PokScan.document_versie) == pok.document_versie)
        .order_by(col(PokScan.id))
    ).scalars()
    gescand = tuple(Papier(s.sha256, s.mime, is_scan=True) for s in scans)
    if gescand:
        return gescand
    document = session.execute(
        sa.select(PokDocument).where(
            col(PokDocument.pok_id) == pok.id, col(PokDocument.document_versie) == pok.document_versie
        )
    ).scalar_one_or_none()
    return (Papier(document.sha256, "application/pdf", is_scan=False),) if document else ()
