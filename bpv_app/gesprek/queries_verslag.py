"""Reads of reports for the school: a moment with its report, its agreements, and what was shared and said."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from bpv_app.dossier.rules_momenten import Deelnemer, Vorm
from bpv_app.dossier.tables import Dossier
from bpv_app.gesprek.clauses_verslag import moment_scope
from bpv_app.gesprek.rules import MomentSoort, MomentStatus
from bpv_app.gesprek.rules_sjabloon import STANDAARD
from bpv_app.gesprek.rules_verslag import AfspraakSoort, ReactieSoort, VerslagStatus, Vraag, vraag_van
from bpv_app.gesprek.tables import Contactmoment
from bpv_app.gesprek.tables_verslag import (
    Gespreksafspraak,
    Gespreksverslag,
    GespreksverslagKopie,
    GespreksverslagReactie,
    VerslagSjabloon,
)
from bpv_app.gesprek.tables_zorg import Zorgvierkant
from bpv_app.kernel.actor import Actor, require
from bpv_app.kernel.errors import NietGevonden
from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.sleutel import is_sleutel
from bpv_app.leerbedrijf.tables import Leerbedrijf
from bpv_app.pok.rules_krd import MOET_BEKEND_ZIJN
from bpv_app.pok.tables import Pok
from bpv_app.student.tables import Student


@dataclass(frozen=True, slots=True)
class MomentFeit:
    """A moment, whose it is, and whether its dossier still takes changes."""

    id: int
    dossier_id: int
    team_id: int | None
    student_id: int
    student: str
    soort: MomentSoort
    naam: str
    status: MomentStatus
    vorm: Vorm
    deelnemers: tuple[str, ...]
    afspraak_op: datetime | None
    gehouden_op: date | None
    aanwezig: tuple[str, ...]
    versie: int
    is_gesloten: bool
    begeleider_id: int | None


def get_moment_feit(session: Session, actor: Actor, moment_id: int, *, slot: bool = False) -> MomentFeit:
    """A moment of which the actor writes the report; `slot` locks it. Raises GeenRecht or NietGevonden."""
    require(actor, Actie.VERSLAG_SCHRIJVEN)
    if not is_sleutel(moment_id):
        raise NietGevonden
    vraag = (
        sa.select(
            Contactmoment,
            col(Dossier.team_id),
            col(Dossier.student_id),
            col(Student.naam),
            col(Dossier.afgesloten_op).is_not(None),
            col(Dossier.onderwijsbegeleider_id),
        )
        .join(Dossier, col(Dossier.id) == col(Contactmoment.dossier_id))
        .join(Student, col(Student.id) == col(Dossier.student_id))
        .where(col(Contactmoment.id) == moment_id, moment_scope(actor))
    )
    if slot:
        vraag = vraag.with_for_update(of=Contactmoment).execution_options(populate_existing=True)
    rij = session.execute(vraag).one_or_none()
    if rij is None:
        raise NietGevonden
    m, team_id, student_id, student, gesloten, begeleider_id = rij
    return MomentFeit(
        moment_id,
        m.dossier_id,
        team_id,
        student_id,
        student,
        m.soort,
        m.naam,
        m.status,
        m.vorm,
        tuple(m.deelnemers),
        m.afspraak_op,
        m.gehouden_op,
        tuple(m.aanwezig),
        m.versie,
        bool(gesloten),
        begeleider_id,
    )


@dataclass(frozen=True, slots=True)
class Sjabloon:
    """The questions a report begins with; `id` 0 and `nummer` 0 are the app's own."""

    id: int
    nummer: int
    vragen: tuple[Vraag, ...]


def get_sjabloon(session: Session, team_id: int | None, soort: MomentSoort, sjabloon_id: int | None = None) -> Sjabloon:
    """The newest version of a team's template, or one version of it; the app's own when there is none.

    `sjabloon_id` is what a screen was drawn with (0: the app's own); a version of another team is not taken.
    """
    eigen = sa.select(VerslagSjabloon).where(
        col(VerslagSjabloon.team_id) == team_id, col(VerslagSjabloon.soort) == soort
    )
    if sjabloon_id:
        eigen = eigen.where(col(VerslagSjabloon.id) == sjabloon_id)
    rij = None if sjabloon_id == 0 else session.execute(eigen.order_by(col(VerslagSjabloon.nummer).desc())).scalar()
    if rij is None:
        return Sjabloon(0, 0, STANDAARD[soort])
    return Sjabloon(rij.id or 0, rij.nummer, tuple(vraag_van(v) for v in rij.vragen))


@dataclass(frozen=True, slots=True)
class AfspraakRegel:
    """An agreement; `is_eerder` when it comes from another conversation, `uit` the name of the one it comes from."""

    id: int
    soort: AfspraakSoort
    tekst: str
    eigenaar: Deelnemer
    voor: date | None
    klaar: bool
    is_eerder: bool
    uit: str


def list_afspraken(session: Session, dossier_id: int, verslag_id: int) -> list[AfspraakRegel]:
    """What a report shows: its own agreements, and those of other conversations that are open or were closed in it."""
    hier = sa.or_(
        col(Gespreksafspraak.verslag_id) == verslag_id,
        col(Gespreksafspraak.klaar_op).is_(None),
        col(Gespreksafspraak.klaar_in_id) == verslag_id,
    )
    vraag = (
        sa.select(Gespreksafspraak, col(Contactmoment.naam))
        .join(Gespreksverslag, col(Gespreksverslag.id) == col(Gespreksafspraak.verslag_id))
        .join(Contactmoment, col(Contactmoment.id) == col(Gespreksverslag.moment_id))
        .where(col(Gespreksafspraak.dossier_id) == dossier_id, hier)
        .order_by(col(Gespreksafspraak.id))
    )
    return [
        AfspraakRegel(
            a.id or 0, a.soort, a.tekst, a.eigenaar, a.voor, a.klaar_op is not None, a.verslag_id != verslag_id, naam
        )
        for a, naam in session.execute(vraag)
    ]


@dataclass(frozen=True, slots=True)
class ReactieRegel:
    """What student or company said about a copy."""

    deelnemer: Deelnemer
    soort: ReactieSoort
    naam: str
    tekst: str
    op: datetime


@dataclass(frozen=True, slots=True)
class KopieRegel:
    """A shared version, with what changed since the one before (kind, what) and what was said about it."""

    nummer: int
    gedeeld_op: datetime
    gedeeld_door: str
    wijzigingen: tuple[tuple[str, str], ...]
    reacties: tuple[ReactieRegel, ...]


def list_reacties(session: Session, kopie_ids: list[int]) -> dict[int, list[ReactieRegel]]:
    """What was said, per copy, oldest first."""
    vraag = (
        sa.select(GespreksverslagReactie)
        .where(col(GespreksverslagReactie.kopie_id).in_(kopie_ids))
        .order_by(col(GespreksverslagReactie.id))
    )
    uit: dict[int, list[ReactieRegel]] = {}
    for r in session.execute(vraag).scalars():
        uit.setdefault(r.kopie_id, []).append(ReactieRegel(r.deelnemer, r.soort, r.naam, r.tekst, r.op))
    return uit


def list_kopieen(session: Session, verslag_id: int) -> list[KopieRegel]:
    """The shared versions of a report, newest first."""
    kopieen = list(
        session.execute(
            sa.select(GespreksverslagKopie)
            .where(col(GespreksverslagKopie.verslag_id) == verslag_id)
            .order_by(col(GespreksverslagKopie.nummer).desc())
        ).scalars()
    )
    reacties = list_reacties(session, [k.id or 0 for k in kopieen])
    return [
        KopieRegel(
            k.nummer,
            k.gedeeld_op,
            k.gedeeld_door,
            tuple((soort, wat) for soort, wat in k.wijzigingen),
            tuple(reacties.get(k.id or 0, ())),
        )
        for k in kopieen
    ]


@dataclass(frozen=True, slots=True)
class VerslagDetail:
    """A moment with its report as the school sees it; `verslag_id` 0: nothing was written yet. Without care notes."""

    moment: MomentFeit
    leerbedrijf: str
    verslag_id: int
    sjabloon: Sjabloon
    antwoorden: Mapping[str, str]
    status: VerslagStatus
    bijgewerkt_op: datetime | None
    bijgewerkt_door: str
    is_gewijzigd: bool
    afspraken: tuple[AfspraakRegel, ...]
    kopieen: tuple[KopieRegel, ...]
    heeft_zorg: bool

    @property
    def mag_schrijven(self) -> bool:
        return not self.moment.is_gesloten and self.moment.status is not MomentStatus.VERVALLEN


def vind_verslag(session: Session, moment_id: int) -> Gespreksverslag | None:
    """The report of a moment, if it was begun. The caller has checked the scope."""
    return session.execute(
        sa.select(Gespreksverslag).where(col(Gespreksverslag.moment_id) == moment_id)
    ).scalar_one_or_none()


def get_verslag_detail(session: Session, actor: Actor, moment_id: int) -> VerslagDetail:
    """The report of a moment inside the actor's scope. Raises GeenRecht or NietGevonden."""
    moment = get_moment_feit(session, actor, moment_id)
    rij = vind_verslag(session, moment_id)
    bedrijf = get_bedrijf(session, moment.dossier_id)
    naam = bedrijf.naam if bedrijf else ""
    if rij is None:
        return VerslagDetail(
            moment,
            naam,
            0,
            get_sjabloon(session, moment.team_id, moment.soort),
            {},
            VerslagStatus.CONCEPT,
            None,
            "",
            False,
            tuple(list_afspraken(session, moment.dossier_id, 0)),
            (),
            False,
        )
    verslag_id = rij.id or 0
    kopieen = list_kopieen(session, verslag_id)
    zorg = sa.select(col(Zorgvierkant.id)).where(col(Zorgvierkant.verslag_id) == verslag_id)
    return VerslagDetail(
        moment,
        naam,
        verslag_id,
        Sjabloon(rij.sjabloon_id or 0, _nummer(session, rij.sjabloon_id), tuple(vraag_van(v) for v in rij.vragen)),
        dict(rij.antwoorden),
        rij.status,
        rij.bijgewerkt_op,
        rij.bijgewerkt_door,
        bool(kopieen) and rij.bijgewerkt_op > kopieen[0].gedeeld_op,
        tuple(list_afspraken(session, moment.dossier_id, verslag_id)),
        tuple(kopieen),
        session.execute(zorg).first() is not None,
    )


def _nummer(session: Session, sjabloon_id: int | None) -> int:
    rij = session.get(VerslagSjabloon, sjabloon_id) if sjabloon_id else None
    return rij.nummer if rij else 0


@dataclass(frozen=True, slots=True)
class Bedrijf:
    """Company and praktijkopleider of the placement now."""

    naam: str
    leerbedrijf_id: int
    praktijkopleider_id: int | None


def get_bedrijf(session: Session, dossier_id: int) -> Bedrijf | None:
    """Of the last agreement of a dossier that was really made; None while there is none."""
    rij = session.execute(
        sa.select(col(Leerbedrijf.naam), col(Leerbedrijf.id), col(Pok.praktijkopleider_id))
        .select_from(Pok)
        .join(Leerbedrijf, col(Leerbedrijf.id) == col(Pok.leerbedrijf_id))
        .where(col(Pok.dossier_id) == dossier_id, col(Pok.status).in_(tuple(sorted(MOET_BEKEND_ZIJN))))
        .order_by(col(Pok.volgnummer).desc(), col(Pok.id).desc())
        .limit(1)
    ).first()
    return Bedrijf(*rij) if rij else None


def list_verslag_standen(session: Session, moment_ids: list[int]) -> dict[int, tuple[VerslagStatus, bool]]:
    """Per moment that has a report: its status, and whether company or student commented. For lists of moments."""
    reactie = (
        sa.select(sa.literal(1))
        .select_from(GespreksverslagReactie)
        .join(GespreksverslagKopie, col(GespreksverslagKopie.id) == col(GespreksverslagReactie.kopie_id))
        .where(
            col(GespreksverslagKopie.verslag_id) == col(Gespreksverslag.id),
            col(GespreksverslagReactie.soort) == ReactieSoort.OPMERKING,
        )
        .correlate(Gespreksverslag)
        .exists()
    )
    rijen: Any = session.execute(
        sa.select(col(Gespreksverslag.moment_id), col(Gespreksverslag.status), reactie).where(
            col(Gespreksverslag.moment_id).in_(moment_ids)
        )
    )
    return {moment_id: (status, bool(gezegd)) for moment_id, status, gezegd in rijen}
