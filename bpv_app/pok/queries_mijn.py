"""The student's own placements: what was agreed, who signed, whom to call, what is still to come."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import Session, col

from bpv_app.dossier.rules import ChecklistPunt, maak_checklist
from bpv_app.dossier.tables import Dossier, Inrichting
from bpv_app.kernel.actor import Actor, require
from bpv_app.kernel.rechten import Actie, Rol
from bpv_app.kernel.tekst import Tekst
from bpv_app.leerbedrijf.rules import Uitkomst
from bpv_app.leerbedrijf.tables import Contactpersoon, Leerbedrijf
from bpv_app.pok.clauses import eigen_poks
from bpv_app.pok.queries_detail import HandtekeningRegel, laatste_controle, list_handtekeningen
from bpv_app.pok.queries_mensen import get_opleiding_naam
from bpv_app.pok.rules import Partij, PokStatus, wacht_stap
from bpv_app.pok.rules_mijn import LOOPT, Schakel, is_begonnen_ongetekend, vertel_keten, wat_nu
from bpv_app.pok.rules_samenvatting import Afspraken, Blok, vat_samen
from bpv_app.pok.tables import Pok, PokDocument
from bpv_app.student.rules import Leerweg
from bpv_app.student.tables import Verbintenis
from bpv_app.toegang.tables import Account


@dataclass(frozen=True, slots=True)
class Contact:
    """Somebody to call or mail."""

    naam: str
    telefoon: str
    email: str


@dataclass(frozen=True, slots=True)
class Papier:
    """The printed version that counts now."""

    versie: int
    paginas: int
    gemaakt_op: datetime


@dataclass(frozen=True, slots=True)
class Controle:
    """The last accreditation check of this agreement."""

    uitkomst: Uitkomst
    op: datetime


@dataclass(frozen=True, slots=True)
class MijnPok:
    """The newest agreement of one placement, as its student may see it. Dates inclusive, `eind_op` the real end."""

    pok_id: int
    dossier_id: int
    nummer: str
    status: PokStatus
    stap: int
    bedrijf: str
    begin_op: date | None
    eind_op: date | None
    wat_nu: Tekst
    samenvatting: tuple[Blok, ...]
    handtekeningen: tuple[HandtekeningRegel, ...]
    keten: tuple[Tekst, ...]
    erkenning: Controle | None
    papier: Papier | None
    opleider: Contact | None
    begeleider: Contact | None
    documenten: tuple[ChecklistPunt, ...]
    is_begonnen_ongetekend: bool = False

    @property
    def loopt(self) -> bool:
        return self.status in LOOPT

    @property
    def moet_tekenen(self) -> bool:
        """Whether the student has the paper and has not signed it."""
        return self.status is PokStatus.AFGEDRUKT and any(
            h.partij is Partij.STUDENT and h.getekend_op is None for h in self.handtekeningen
        )


def list_mijn_poks(session: Session, actor: Actor, vandaag: date) -> tuple[MijnPok, ...]:
    """One's own placements: those that run first, the newest on top. Raises GeenRecht."""
    require(actor, Actie.EIGEN_POK_ZIEN)
    rijen = session.execute(
        sa.select(Pok).where(eigen_poks(actor)).order_by(col(Pok.dossier_id), col(Pok.volgnummer), col(Pok.id))
    ).scalars()
    per_dossier: dict[int, list[Pok]] = {}
    for pok in rijen:
        per_dossier.setdefault(pok.dossier_id, []).append(pok)
    mijn = [
        replace(m, is_begonnen_ongetekend=is_begonnen_ongetekend(m.status, m.begin_op, vandaag))
        for m in (_mijn_pok(session, keten, vandaag) for keten in per_dossier.values())
    ]
    return tuple(sorted(mijn, key=lambda m: (m.loopt, m.begin_op or date.min, m.pok_id), reverse=True))


def _mijn_pok(session: Session, keten: Sequence[Pok], vandaag: date) -> MijnPok:
    """The last of a chain (oldest first), with everything around it."""
    pok = keten[-1]
    dossier = session.get_one(Dossier, pok.dossier_id)
    inrichting = session.get_one(Inrichting, dossier.inrichting_id)
    opleider = session.get(Contactpersoon, pok.praktijkopleider_id) if pok.praktijkopleider_id else None
    begeleider = session.get(Account, pok.onderwijsbegeleider_id) if pok.onderwijsbegeleider_id else None
    handtekeningen = list_handtekeningen(session, pok, vandaag)
    getekend = {h.partij for h in handtekeningen if h.getekend_op}
    partijen = {h.partij for h in handtekeningen}
    controle = laatste_controle(session, pok.id or 0)
    return MijnPok(
        pok_id=pok.id or 0,
        dossier_id=pok.dossier_id,
        nummer=pok.nummer,
        status=pok.status,
        stap=wacht_stap(pok.status, heeft_handtekening=bool(getekend)),
        bedrijf=_bedrijf(session, pok),
        begin_op=pok.begin_op,
        eind_op=pok.werkelijk_eind_op or pok.eind_op,
        wat_nu=wat_nu(
            pok.status,
            Rol.STUDENT,
            pok.begin_op,
            heeft_getekend=Partij.STUDENT in getekend,
            met_voogd=Partij.VOOGD in partijen - getekend,
        ),
        samenvatting=_samenvatting(session, pok, opleider, begeleider, is_minderjarig=Partij.VOOGD in partijen),
        handtekeningen=handtekeningen,
        keten=vertel_keten([_schakel(session, p) for p in keten]),
        erkenning=Controle(controle.uitkomst, controle.op) if controle else None,
        papier=_papier(session, pok),
        opleider=Contact(opleider.naam, opleider.telefoon, opleider.email) if opleider else None,
        begeleider=Contact(begeleider.naam, begeleider.telefoon, begeleider.email) if begeleider else None,
        documenten=maak_checklist(inrichting.documenten, dossier.documenten_klaar),
    )


def _bedrijf(session: Session, pok: Pok) -> str:
    bedrijf = session.get(Leerbedrijf, pok.leerbedrijf_id) if pok.leerbedrijf_id else None
    return bedrijf.naam if bedrijf else ""


def _schakel(session: Session, pok: Pok) -> Schakel:
    eind = pok.werkelijk_eind_op or pok.eind_op
    return Schakel(pok.nummer, _bedrijf(session, pok), pok.begin_op, eind, pok.mutatie_soort)


def _samenvatting(
    session: Session, pok: Pok, opleider: Contactpersoon | None, begeleider: Account | None, *, is_minderjarig: bool
) -> tuple[Blok, ...]:
    verbintenis = session.get_one(Verbintenis, pok.verbintenis_id)
    deze, altijd = vat_samen(
        Afspraken(
            bedrijf=_bedrijf(session, pok),
            opleiding=verbintenis.opleiding_naam or get_opleiding_naam(session, pok.crebo) or pok.crebo,
            praktijkopleider=opleider.naam if opleider else "",
            onderwijsbegeleider=begeleider.naam if begeleider else "",
            begin_op=pok.begin_op,
            eind_op=pok.eind_op,
            uren_totaal=pok.uren_totaal,
            uren_per_week=pok.uren_per_week,
            dagen_per_week=pok.dagen_per_week,
            is_bbl=(pok.leerweg or verbintenis.leerweg) is Leerweg.BBL,
            is_minderjarig=is_minderjarig,
        )
    )
    return deze + altijd


def _papier(session: Session, pok: Pok) -> Papier | None:
    rij = session.execute(
        sa.select(col(PokDocument.document_versie), col(PokDocument.paginas), col(PokDocument.gemaakt_op)).where(
            col(PokDocument.pok_id) == pok.id,
            col(PokDocument.document_versie) == pok.document_versie,
            col(PokDocument.vervallen_op).is_(None),
        )
    ).first()
    return Papier(*rij) if rij else None
