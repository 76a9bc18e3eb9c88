"""Everything the closing of one placement looks at, and the overrides that were given."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

import sqlalchemy as sa
from sqlmodel import Session, col

from bpv_app.afsluiting.clauses import afsluit_scope
from bpv_app.afsluiting.rules import Feiten, Punt, PuntStaat, PuntStand, bepaal, mag_ontheffen
from bpv_app.afsluiting.tables import Ontheffing
from bpv_app.beoordeling.queries import get_eindoordeel
from bpv_app.dossier import service as dossier_service
from bpv_app.dossier.clauses import dossier_scope
from bpv_app.dossier.tables import Dossier
from bpv_app.gesprek.queries_dekking import tel_dekking
from bpv_app.kernel.actor import Actor
from bpv_app.kernel.errors import GeenRecht, NietGevonden
from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.sleutel import is_sleutel
from bpv_app.leerbedrijf.tables import Leerbedrijf
from bpv_app.pok import service as pok_service
from bpv_app.pok.rules import PokStatus, Stap, mag_stap
from bpv_app.pok.tables import Pok
from bpv_app.student.tables import Student
from bpv_app.uren.queries_stand import lees_standen


@dataclass(frozen=True, slots=True)
class OntheffingRegel:
    """Who let the placement be closed without something."""

    punt: Punt
    reden: str
    stand: str
    op: datetime
    door: str


@dataclass(frozen=True, slots=True)
class Afsluitbeeld:
    """The closing as its page shows it. `pok_id` 0: there is no agreement that can be closed.

    `mag_sluiten`: this person closes; `mag_ontheffen`: points this person may override now. `uren`: approved hours.
    """

    dossier_id: int
    dossier_versie: int
    pok_id: int
    pok_versie: int
    student: str
    bedrijf: str
    is_gesloten: bool
    begin_op: date | None
    eind_op: date | None
    is_vroeg: bool
    uren: Decimal
    feiten: Feiten
    punten: tuple[PuntStand, ...]
    ontheffingen: tuple[OntheffingRegel, ...]
    mag_sluiten: bool
    mag_vinken: bool
    mag_ontheffen: frozenset[Punt]

    @property
    def is_klaar(self) -> bool:
        return not any(p.staat is PuntStaat.MIST for p in self.punten)


def get_dossier_om_te_sluiten(session: Session, actor: Actor, dossier_id: int, *, slot: bool = False) -> Dossier:
    """The dossier inside the actor's scope. Raises `GeenRecht` or `NietGevonden`."""
    if not (actor.mag(Actie.POK_AFSLUITEN) or actor.mag(Actie.AFSLUITING_ONTHEFFEN)):
        raise GeenRecht
    vraag = sa.select(Dossier).where(col(Dossier.id) == dossier_id, afsluit_scope(actor))
    if slot:
        vraag = vraag.with_for_update().execution_options(populate_existing=True)
    dossier: Dossier | None = session.execute(vraag).scalar_one_or_none() if is_sleutel(dossier_id) else None
    if dossier is None:
        raise NietGevonden
    return dossier


def list_ontheffingen(session: Session, actor: Actor, dossier_id: int) -> tuple[OntheffingRegel, ...]:
    """The overrides of a dossier this actor may see at all, oldest first; nothing for somebody else's."""
    if not actor.mag(Actie.DOSSIER_ZIEN) or not is_sleutel(dossier_id):
        return ()
    rijen = session.execute(
        sa.select(Ontheffing)
        .join(Dossier, col(Dossier.id) == col(Ontheffing.dossier_id))
        .where(col(Ontheffing.dossier_id) == dossier_id, dossier_scope(actor))
        .order_by(col(Ontheffing.id))
    ).scalars()
    return tuple(OntheffingRegel(o.punt, o.reden, o.stand, o.op, o.door_naam) for o in rijen)


def lees_feiten(session: Session, dossier: Dossier, vandaag: date) -> Feiten:
    """What is known of a dossier that was fetched in scope."""
    dossier_id = dossier.id or 0
    inrichting = dossier_service.get_inrichting_van(session, dossier)
    stand = lees_standen(session, [dossier_id], vandaag).get(dossier_id)
    gesprekken = tel_dekking(session, [dossier_id])[dossier_id]
    return Feiten(
        goedgekeurd=stand.saldo.goedgekeurd if stand else 0,
        doel=stand.saldo.totaal if stand else 0,
        open_weken=stand.open_weken if stand else 0,
        gesprekken_gepland=gesprekken.gepland,
        gesprekken_gehouden=gesprekken.gehouden,
        is_beoordeeld=get_eindoordeel(session, dossier_id) is not None,
        documenten=tuple(inrichting.documenten),
        documenten_klaar=tuple(dossier.documenten_klaar),
        in_te_leveren=tuple(inrichting.in_te_leveren),
        ingeleverd=tuple(dossier.ingeleverd),
    )


def is_vroeg(einde: date | None, eind_op: date | None, vandaag: date) -> bool:
    """Whether the placement ends before the agreed day; without a day filled in: as if it ended today."""
    return eind_op is not None and (einde or vandaag) < eind_op


def get_afsluiting(
    session: Session, actor: Actor, dossier_id: int, vandaag: date, einde: date | None = None
) -> Afsluitbeeld:
    """The closing of a placement inside the actor's scope. `einde`: the real last day as filled in so far.

    Raises `GeenRecht` or `NietGevonden`.
    """
    dossier = get_dossier_om_te_sluiten(session, actor, dossier_id)
    pok = pok_service.huidige_pok(session, dossier_id) or _laatste_pok(session, dossier_id)
    feiten = lees_feiten(session, dossier, vandaag)
    ontheffingen = list_ontheffingen(session, actor, dossier_id)
    vroeg = is_vroeg(einde, pok.eind_op if pok else None, vandaag)
    punten = bepaal(feiten, {o.punt for o in ontheffingen}, is_vroeg=vroeg)
    kan = pok is not None and pok.status is PokStatus.DEFINITIEF and dossier.afgesloten_op is None
    bedrijf = session.get(Leerbedrijf, pok.leerbedrijf_id) if pok and pok.leerbedrijf_id else None
    ontheft = kan and actor.mag(Actie.AFSLUITING_ONTHEFFEN)
    return Afsluitbeeld(
        dossier_id=dossier_id,
        dossier_versie=dossier.versie,
        pok_id=pok.id or 0 if pok and kan else 0,
        pok_versie=pok.versie if pok else 0,
        student=session.get_one(Student, dossier.student_id).naam,
        bedrijf=bedrijf.naam if bedrijf else "",
        is_gesloten=dossier.afgesloten_op is not None,
        begin_op=pok.begin_op if pok else None,
        eind_op=pok.eind_op if pok else None,
        is_vroeg=vroeg,
        uren=(Decimal(feiten.goedgekeurd) / 60).quantize(Decimal("0.01")),
        feiten=feiten,
        punten=punten,
        ontheffingen=ontheffingen,
        mag_sluiten=kan and pok is not None and mag_stap(actor, pok.status, Stap.SLUIT_AF),
        mag_vinken=dossier_service.mag_documenten(session, actor, dossier),
        mag_ontheffen=frozenset(
            p.punt for p in punten if ontheft and p.staat is PuntStaat.MIST and mag_ontheffen(p.punt, actor.rollen)
        ),
    )


def _laatste_pok(session: Session, dossier_id: int) -> Pok | None:
    """The agreement a closed dossier ended with."""
    vraag = sa.select(Pok).where(col(Pok.dossier_id) == dossier_id, col(Pok.status) == PokStatus.AFGEROND)
    return session.execute(vraag.order_by(col(Pok.id).desc()).limit(1)).scalar_one_or_none()
