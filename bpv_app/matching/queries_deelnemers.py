"""Who takes part in a round, and which places fit whom: read when a round is set up and when it opens."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlmodel import Session, col

from bpv_app.leerbedrijf.queries_ongeschikt import list_geldend
from bpv_app.leerbedrijf.rules import ErkenningRegel
from bpv_app.leerbedrijf.rules_ongeschikt import Ongeschiktheid
from bpv_app.leerbedrijf.service_erkenning import list_regels, tel_register
from bpv_app.leerbedrijf.tables import Leerbedrijf, Locatie
from bpv_app.ligging.queries import list_liggingen
from bpv_app.ligging.rules import afstand_km, rond
from bpv_app.matching.rules_plaats import PlaatsStatus
from bpv_app.matching.rules_toelating import (
    Regel,
    ToelatingPlaats,
    ToelatingStudent,
    Trede,
    beoordeel,
    maak_waterval,
)
from bpv_app.matching.tables import Plaats, PlaatsClaim, PlaatsCrebo
from bpv_app.matching.tables_ronde import Ronde, RondeGroep, RondeStudent
from bpv_app.pok.rules import PokStatus
from bpv_app.pok.tables import Pok
from bpv_app.student.tables import Student, Team, Verbintenis

_GEEN_STAGE = (PokStatus.AFGEMELD, PokStatus.AFGEWEZEN, PokStatus.VERVANGEN)
RIJBEWIJS = frozenset({"B"})
"""A place of ours asks for "a driving licence": category B."""


def list_team_ids(session: Session, team_ids: Collection[int]) -> set[int]:
    """Which of these are teams."""
    return set(session.execute(sa.select(col(Team.id)).where(col(Team.id).in_(team_ids))).scalars())


@dataclass(frozen=True, slots=True)
class Deelnemer:
    """A student who would take part, with the enrolment that counts."""

    student_id: int
    verbintenis_id: int
    team_id: int | None
    crebo: str


def list_deelnemers(session: Session, ronde: Ronde) -> list[Deelnemer]:
    """The students of the round's teams and classes with an enrolment on its first day and no placement in its period.

    Who has a slot or an agreement that overlaps the period is placed already. One enrolment each: the newest.
    """
    groepen = session.execute(
        sa.select(col(RondeGroep.team_id), col(RondeGroep.klas)).where(col(RondeGroep.ronde_id) == ronde.id)
    ).all()
    hoort_bij: list[sa.ColumnElement[bool]] = []
    for team_id, klas in groepen:
        in_team = sa.or_(col(Student.team_id) == team_id, col(Verbintenis.team_id) == team_id)
        hoort_bij.append(sa.and_(in_team, col(Student.klas) == klas) if klas else in_team)
    if not hoort_bij:
        return []
    eind = sa.func.coalesce(col(Pok.werkelijk_eind_op), col(Pok.eind_op))
    geplaatst = sa.select(col(Pok.student_id)).where(
        col(Pok.status).not_in(_GEEN_STAGE),
        col(Pok.leerbedrijf_id).is_not(None),
        col(Pok.begin_op) <= ronde.tot,
        eind >= ronde.van,
    )
    heeft_plek = (
        sa.select(col(PlaatsClaim.student_id))
        .join(Plaats, col(Plaats.id) == col(PlaatsClaim.plaats_id))
        .where(col(Plaats.van) <= ronde.tot, col(Plaats.tot) >= ronde.van)
    )
    rijen = session.execute(
        sa.select(
            col(Student.id), col(Verbintenis.id), sa.func.coalesce(col(Verbintenis.team_id), col(Student.team_id)),
            col(Verbintenis.crebo),
        )
        .join(Verbintenis, col(Verbintenis.student_id) == col(Student.id))
        .where(
            sa.or_(*hoort_bij),
            sa.or_(col(Verbintenis.begin_op).is_(None), col(Verbintenis.begin_op) <= ronde.van),
            sa.or_(col(Verbintenis.werkelijk_eind_op).is_(None), col(Verbintenis.werkelijk_eind_op) >= ronde.van),
            col(Student.id).not_in(geplaatst),
            col(Student.id).not_in(heeft_plek),
        )
        .order_by(col(Student.id), sa.func.coalesce(col(Verbintenis.begin_op), date(1900, 1, 1)), col(Verbintenis.id))
    )  # fmt: skip
    per_student = {rij[0]: Deelnemer(*rij) for rij in rijen}
    return list(per_student.values())


@dataclass(frozen=True, slots=True)
class AanbodPlaats:
    """A place that can be in a round: how many slots are free, and what the hard rules ask of it.

    `ongeschikt`: what the school has against the company here. No rule of the matching, so no student reads it: for
    whom it holds the place is not there.
    """

    id: int
    plekken: int
    regels: ToelatingPlaats
    ongeschikt: tuple[Ongeschiktheid, ...] = ()

    def is_voor(self, crebo: str | None, team_id: int | None) -> bool:
        """Whether nothing stands against placing somebody of this crebo and team."""
        return not any(o.is_voor(o.locatie_id, crebo, team_id) for o in self.ongeschikt)

    @property
    def is_voor_niemand(self) -> bool:
        """Whether it is out for every crebo it is for, whatever the team."""
        return not any(self.is_voor(crebo, None) for crebo in self.regels.crebos or ("",))


def list_aanbod(session: Session, ronde: Ronde, plaats_ids: Collection[int] | None = None) -> list[AanbodPlaats]:
    """The offered places with a free slot; with `plaats_ids` just these, whatever their status."""
    return list_aanbod_op(session, ronde.van, plaats_ids)


def list_aanbod_op(session: Session, dag: date, plaats_ids: Collection[int] | None = None) -> list[AanbodPlaats]:
    """As `list_aanbod`, for placements that begin on `dag`."""
    bezet = (
        sa.select(col(PlaatsClaim.plaats_id), sa.func.count().label("n"))
        .group_by(col(PlaatsClaim.plaats_id))
        .subquery()
    )
    vrij = col(Plaats.aantal) - sa.func.coalesce(bezet.c.n, 0)
    waar = (
        col(Plaats.id).in_(plaats_ids)
        if plaats_ids is not None
        else sa.and_(col(Plaats.status) == PlaatsStatus.AANGEBODEN, vrij > 0)
    )
    rijen = session.execute(
        sa.select(
            Plaats, Leerbedrijf, vrij, sa.func.coalesce(sa.func.nullif(Locatie.postcode, ""), Leerbedrijf.postcode)
        )
        .join(Leerbedrijf, col(Leerbedrijf.id) == col(Plaats.leerbedrijf_id))
        .outerjoin(Locatie, col(Locatie.id) == col(Plaats.locatie_id))
        .outerjoin(bezet, bezet.c.plaats_id == col(Plaats.id))
        .where(waar)
        .order_by(col(Plaats.id))
    ).all()
    crebos: dict[int, set[str]] = {}
    for plaats_id, crebo in session.execute(sa.select(col(PlaatsCrebo.plaats_id), col(PlaatsCrebo.crebo))):
        crebos.setdefault(plaats_id, set()).add(crebo)
    register = (
        list_regels(session, {rij[1].sbb_id for rij in rijen if rij[1].sbb_id}) if tel_register(session) else None
    )
    # What is not in the school's own table constrains nobody: no coarse guess.
    liggingen = list_liggingen(session, {rij[3] for rij in rijen})
    tegen = list_geldend(session, dag)
    return [
        AanbodPlaats(
            plaats.id or 0,
            max(int(plekken), 0),
            ToelatingPlaats(
                crebos=frozenset(crebos.get(plaats.id or 0, ())),
                erkenningen=_erkenningen(bedrijf, register, dag),
                leerwegen=frozenset({plaats.leerweg.value}) if plaats.leerweg else frozenset(),
                niveau_min=plaats.niveau_min,
                niveau_max=plaats.niveau_max,
                van=plaats.van,
                tot=plaats.tot,
                min_leeftijd=plaats.min_leeftijd,
                rijbewijs=RIJBEWIJS if plaats.rijbewijs else None,
                ligging=liggingen.get(postcode),
            ),
            tuple(o for o in tegen.get(bedrijf.id or 0, ()) if o.locatie_id in (None, plaats.locatie_id)),
        )
        for plaats, bedrijf, plekken, postcode in rijen
    ]


def list_niet_geschikt(session: Session, aanbod: Iterable[AanbodPlaats]) -> list[tuple[str, str, str]]:
    """Title, company and reasons of the places the school finds not suitable, for the coordinator's eyes."""
    redenen = {p.id: "; ".join(o.reden for o in p.ongeschikt) for p in aanbod if p.ongeschikt}
    vraag = (
        sa.select(col(Plaats.id), col(Plaats.titel), col(Leerbedrijf.naam))
        .join(Leerbedrijf, col(Leerbedrijf.id) == col(Plaats.leerbedrijf_id))
        .where(col(Plaats.id).in_(redenen))
        .order_by(col(Leerbedrijf.naam), col(Plaats.titel), col(Plaats.id))
    )
    rijen = session.execute(vraag).all() if redenen else []
    return [(titel, bedrijf, redenen[plaats_id]) for plaats_id, titel, bedrijf in rijen]


def _erkenningen(
    bedrijf: Leerbedrijf, register: Mapping[str, list[ErkenningRegel]] | None, dag: date
) -> tuple[ErkenningRegel, ...] | None:
    """The register's lines; none for a company that is not active then; None when there is no register to look in."""
    if (bedrijf.actief_van and bedrijf.actief_van > dag) or (bedrijf.actief_tot and bedrijf.actief_tot < dag):
        return ()
    return None if register is None else tuple(register.get(bedrijf.sbb_id or "", ()))


@dataclass(frozen=True, slots=True)
class Mogelijkheden:
    """What one participant may choose: place → kilometres (None: not known); the waterfall when that is nothing."""

    ronde_student_id: int
    plaatsen: Mapping[int, float | None]
    waterval: tuple[Trede, ...] = ()


@dataclass(frozen=True, slots=True)
class Vraag:
    """A participant as the rules ask about them."""

    ronde_student_id: int
    regels: ToelatingStudent
    team_id: int | None = None


def list_vragen(session: Session, ronde: Ronde, ronde_student_ids: Collection[int] | None = None) -> list[Vraag]:
    """The participants of a round (or just these) with what the hard rules need to know about them."""
    waar = [col(RondeStudent.ronde_id) == ronde.id]
    if ronde_student_ids is not None:
        waar.append(col(RondeStudent.id).in_(ronde_student_ids))
    rijen = session.execute(
        sa.select(RondeStudent, Student, Verbintenis)
        .join(Student, col(Student.id) == col(RondeStudent.student_id))
        .join(Verbintenis, col(Verbintenis.id) == col(RondeStudent.verbintenis_id))
        .where(*waar)
        .order_by(col(RondeStudent.id))
    ).all()
    liggingen = list_liggingen(session, {rij[1].postcode for rij in rijen})
    return [
        Vraag(
            deelnemer.id or 0,
            ToelatingStudent(
                crebo=verbintenis.crebo or None,
                leerweg=verbintenis.leerweg.value if verbintenis.leerweg else None,
                niveau=verbintenis.niveau,
                van=ronde.van,
                tot=ronde.tot,
                geboortedatum=student.geboortedatum,
                rijbewijs=RIJBEWIJS if deelnemer.heeft_rijbewijs else frozenset(),
                ligging=liggingen.get(student.postcode),
                max_km=deelnemer.max_km or ronde.max_km,
            ),
            deelnemer.team_id,
        )
        for deelnemer, student, verbintenis in rijen
    ]


def bereken(vragen: Iterable[Vraag], aanbod: Iterable[AanbodPlaats], peildatum: date) -> list[Mogelijkheden]:
    """Eligibility of every participant (rule 2: from records, never from a list).

    A place that the school finds not suitable for this crebo or team falls off with the programmes it is not for.
    """
    plaatsen = list(aanbod)
    is_verdacht = any(p.ongeschikt for p in plaatsen)
    per_crebo: dict[str, list[AanbodPlaats]] = {}
    zonder = [p for p in plaatsen if not p.regels.crebos]
    uit = []
    for vraag in vragen:
        crebo = vraag.regels.crebo
        if crebo is None:
            kandidaten = plaatsen
        else:
            if crebo not in per_crebo:
                per_crebo[crebo] = [p for p in plaatsen if crebo in p.regels.crebos] + zonder
            kandidaten = per_crebo[crebo]
        if is_verdacht:
            kandidaten = [p for p in kandidaten if p.is_voor(crebo, vraag.team_id)]
        gevallen: dict[Regel, int] = {Regel.CREBO: len(plaatsen) - len(kandidaten)}
        past: dict[int, float | None] = {}
        for plaats in kandidaten:
            regel = beoordeel(vraag.regels, plaats.regels, peildatum)
            if regel is None:
                past[plaats.id] = _km(vraag.regels, plaats.regels)
            else:
                gevallen[regel] = gevallen.get(regel, 0) + 1
        waterval = () if past else maak_waterval(len(plaatsen), gevallen)
        uit.append(Mogelijkheden(vraag.ronde_student_id, past, waterval))
    return uit


def _km(student: ToelatingStudent, plaats: ToelatingPlaats) -> float | None:
    if student.ligging is None or plaats.ligging is None:
        return None
    return rond(afstand_km(student.ligging, plaats.ligging))
