"""Reads of the zorgvierkant. What gives lights or notes is called by `service_zorg` only, which records the look."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from bpv_app.dossier.tables import Dossier
from bpv_app.gesprek.clauses_verslag import zorg_overzicht_scope, zorg_scope
from bpv_app.gesprek.rules_zorgvierkant import AANTAL, Kwadrant, Licht, geldige_namen
from bpv_app.gesprek.tables import Contactmoment
from bpv_app.gesprek.tables_verslag import Gespreksverslag
from bpv_app.gesprek.tables_zorg import ZorgNamen, Zorgvierkant
from bpv_app.kernel.actor import Actor, require
from bpv_app.kernel.rechten import Actie
from bpv_app.student.tables import Student, Team
from bpv_app.toegang.tables import Account, Audit, AuditSoort

TABEL = "zorgvierkant"
"""As the audit names it."""
PER_PAGINA = 25


def kwadranten_van(rij: Zorgvierkant) -> tuple[Kwadrant, ...]:
    """The four quadrants of a row."""
    return tuple(
        Kwadrant(rij.namen[n - 1], getattr(rij, f"licht_{n}"), getattr(rij, f"notitie_{n}"))
        for n in range(1, AANTAL + 1)
    )


def list_namen(session: Session) -> list[tuple[date, tuple[str, ...]]]:
    """Every set of names there is or was, the newest first."""
    vraag = sa.select(ZorgNamen).order_by(col(ZorgNamen.vanaf).desc())
    return [(rij.vanaf, tuple(rij.namen)) for rij in session.execute(vraag).scalars()]


def get_namen(session: Session, op: date) -> tuple[str, ...]:
    """The names that hold on a day."""
    return geldige_namen(list_namen(session), op)


@dataclass(frozen=True, slots=True)
class ZorgRegel:
    """The quadrants of one conversation of a dossier."""

    id: int
    moment_id: int
    moment: str
    op: date
    kwadranten: tuple[Kwadrant, ...]
    bijgewerkt_op: datetime
    bijgewerkt_door: str


def list_verloop(session: Session, actor: Actor, dossier_id: int) -> list[ZorgRegel]:
    """All of a dossier inside the actor's scope, oldest first. Raises GeenRecht."""
    require(actor, Actie.ZORG_ZIEN)
    vraag = (
        sa.select(Zorgvierkant, col(Contactmoment.id), col(Contactmoment.naam))
        .join(Gespreksverslag, col(Gespreksverslag.id) == col(Zorgvierkant.verslag_id))
        .join(Contactmoment, col(Contactmoment.id) == col(Gespreksverslag.moment_id))
        .where(col(Zorgvierkant.dossier_id) == dossier_id, zorg_scope(actor))
        .order_by(col(Zorgvierkant.op), col(Zorgvierkant.id))
    )
    return [
        ZorgRegel(z.id or 0, moment_id, naam, z.op, kwadranten_van(z), z.bijgewerkt_op, z.bijgewerkt_door)
        for z, moment_id, naam in session.execute(vraag)
    ]


@dataclass(frozen=True, slots=True)
class SignaalVraag:
    """What the coordinator asks of the list. `licht` None: orange and red; `team_id` None: all own teams."""

    licht: Licht | None = None
    alleen_nieuw: bool = False
    team_id: int | None = None
    pagina: int = 1


@dataclass(frozen=True, slots=True)
class Signaal:
    """A student whose last conversation has an orange or red light. `eerder`: the lights of the one before, if any."""

    id: int
    dossier_id: int
    moment_id: int
    student: str
    klas: str
    team: str
    begeleider: str
    op: date
    namen: tuple[str, ...]
    lichten: tuple[Licht | None, ...]
    eerder: tuple[Licht | None, ...]


def _ernst(kolom: Any) -> sa.ColumnElement[int]:
    return sa.case((kolom == Licht.ROOD.value, 3), (kolom == Licht.ORANJE.value, 2), else_=1)


def _gerangschikt(actor: Actor) -> sa.Subquery:
    """Care notes inside the scope in which a light was set, numbered per dossier from the newest."""
    lichten = [col(getattr(Zorgvierkant, f"licht_{n}")) for n in range(1, AANTAL + 1)]
    rang = sa.func.row_number().over(
        partition_by=col(Zorgvierkant.dossier_id), order_by=[col(Zorgvierkant.op).desc(), col(Zorgvierkant.id).desc()]
    )
    return (
        sa.select(
            col(Zorgvierkant.id),
            col(Zorgvierkant.dossier_id),
            col(Zorgvierkant.verslag_id),
            col(Zorgvierkant.op),
            col(Zorgvierkant.namen),
            *(sa.cast(licht, sa.String).label(f"licht_{n}") for n, licht in enumerate(lichten, 1)),
            rang.label("rang"),
        )
        .where(zorg_overzicht_scope(actor), sa.or_(*(licht.is_not(None) for licht in lichten)))
        .subquery()
    )


def _signalen(actor: Actor, vraag: SignaalVraag) -> tuple[sa.Select[Any], list[Any]]:
    alle = _gerangschikt(actor)
    nu, was = alle.alias("nu"), alle.alias("was")
    nummers = range(1, AANTAL + 1)
    gezocht = [vraag.licht.value] if vraag.licht else [Licht.ORANJE.value, Licht.ROOD.value]
    where = [nu.c.rang == 1, sa.or_(*(nu.c[f"licht_{n}"].in_(gezocht) for n in nummers))]
    if vraag.alleen_nieuw:
        erger = (
            sa.and_(nu.c[f"licht_{n}"].in_(gezocht), _ernst(nu.c[f"licht_{n}"]) > _ernst(was.c[f"licht_{n}"]))
            for n in nummers
        )
        where.append(sa.or_(*erger))
    if vraag.team_id is not None:
        where.append(col(Dossier.team_id) == vraag.team_id)
    basis = (
        sa.select(
            nu.c.id,
            nu.c.dossier_id,
            col(Gespreksverslag.moment_id),
            col(Student.naam),
            col(Student.klas),
            sa.func.coalesce(Team.naam, ""),
            sa.func.coalesce(Account.naam, ""),
            nu.c.op,
            nu.c.namen,
            *(nu.c[f"licht_{n}"] for n in nummers),
            *(was.c[f"licht_{n}"].label(f"was_{n}") for n in nummers),
        )
        .select_from(nu)
        .join(was, sa.and_(was.c.dossier_id == nu.c.dossier_id, was.c.rang == 2), isouter=True)
        .join(Gespreksverslag, col(Gespreksverslag.id) == nu.c.verslag_id)
        .join(Dossier, col(Dossier.id) == nu.c.dossier_id)
        .join(Student, col(Student.id) == col(Dossier.student_id))
        .join(Team, col(Team.id) == col(Dossier.team_id), isouter=True)
        .join(Account, col(Account.id) == col(Dossier.onderwijsbegeleider_id), isouter=True)
        .where(*where)
    )
    zwaarst = sum((_ernst(nu.c[f"licht_{n}"]) for n in nummers), sa.literal(0))
    return basis, [zwaarst.desc(), nu.c.op.desc(), nu.c.id.desc()]


def list_signalen(session: Session, actor: Actor, vraag: SignaalVraag) -> tuple[list[Signaal], int]:
    """A page of students with an orange or red light, the heaviest first; and how many there are. Raises GeenRecht."""
    require(actor, Actie.ZORG_OVERZICHT)
    basis, volgorde = _signalen(actor, vraag)
    totaal = session.execute(sa.select(sa.func.count()).select_from(basis.subquery())).scalar_one()
    rijen = session.execute(basis.order_by(*volgorde).limit(PER_PAGINA).offset((max(1, vraag.pagina) - 1) * PER_PAGINA))
    return [_als_signaal(tuple(rij)) for rij in rijen], totaal


def _als_signaal(rij: Sequence[Any]) -> Signaal:
    zorg_id, dossier_id, moment_id, student, klas, team, begeleider, op, namen = rij[:9]

    def lichten(vanaf: int) -> tuple[Licht | None, ...]:
        return tuple(Licht(w) if w else None for w in rij[vanaf : vanaf + AANTAL])

    return Signaal(
        zorg_id,
        dossier_id,
        moment_id,
        student,
        klas,
        team,
        begeleider,
        op,
        tuple(namen),
        lichten(9),
        lichten(9 + AANTAL),
    )


def list_teams(session: Session, actor: Actor) -> list[tuple[int, str]]:
    """The teams of the list's filter. Raises GeenRecht."""
    require(actor, Actie.ZORG_OVERZICHT)
    teams = actor.team_ids(Actie.ZORG_OVERZICHT)
    mijn = sa.true() if teams is None else col(Team.id).in_(teams)
    vraag = sa.select(col(Team.id), col(Team.naam)).where(mijn, col(Team.is_actief)).order_by(col(Team.naam))
    return [(team_id or 0, naam) for team_id, naam in session.execute(vraag)]


@dataclass(frozen=True, slots=True)
class ExportRegel:
    """One quadrant of one conversation, as the guidance system takes it."""

    zorg_id: int
    studentnummer: str
    student: str
    team: str
    begeleider: str
    moment: str
    op: date
    kwadrant: Kwadrant


def list_export(session: Session, actor: Actor, van: date | None, tot: date | None) -> list[ExportRegel]:
    """Every quadrant that was filled in, of conversations in a period (inclusive). Raises GeenRecht."""
    require(actor, Actie.ZORG_OVERZICHT)
    where = [zorg_overzicht_scope(actor)]
    where += [col(Zorgvierkant.op) >= van] if van else []
    where += [col(Zorgvierkant.op) <= tot] if tot else []
    vraag = (
        sa.select(
            Zorgvierkant,
            col(Student.studentnummer),
            col(Student.naam),
            sa.func.coalesce(Team.naam, ""),
            sa.func.coalesce(Account.naam, ""),
            col(Contactmoment.naam),
        )
        .join(Gespreksverslag, col(Gespreksverslag.id) == col(Zorgvierkant.verslag_id))
        .join(Contactmoment, col(Contactmoment.id) == col(Gespreksverslag.moment_id))
        .join(Dossier, col(Dossier.id) == col(Zorgvierkant.dossier_id))
        .join(Student, col(Student.id) == col(Dossier.student_id))
        .join(Team, col(Team.id) == col(Dossier.team_id), isouter=True)
        .join(Account, col(Account.id) == col(Dossier.onderwijsbegeleider_id), isouter=True)
        .where(*where)
        .order_by(col(Zorgvierkant.op), col(Zorgvierkant.id))
    )
    return [
        ExportRegel(z.id or 0, nummer, student, team, begeleider, moment, z.op, kwadrant)
        for z, nummer, student, team, begeleider, moment in session.execute(vraag)
        for kwadrant in kwadranten_van(z)
        if kwadrant.licht or kwadrant.notitie
    ]


@dataclass(frozen=True, slots=True)
class Inzage:
    """Somebody looked at, exported or changed care notes of a student; never what they say."""

    op: datetime
    naam: str
    wat: str
    soort: AuditSoort
    student: str


def list_inzagen(session: Session, actor: Actor, aantal: int = 100) -> list[Inzage]:
    """The last looks at care notes of the own teams, newest first. Raises GeenRecht."""
    require(actor, Actie.ZORG_OVERZICHT)
    vraag = (
        sa.select(Audit, col(Student.naam))
        .join(Zorgvierkant, col(Zorgvierkant.id) == col(Audit.object_id))
        .join(Dossier, col(Dossier.id) == col(Zorgvierkant.dossier_id))
        .join(Student, col(Student.id) == col(Dossier.student_id))
        .where(col(Audit.tabel) == TABEL, zorg_overzicht_scope(actor))
        .order_by(col(Audit.id).desc())
        .limit(aantal)
    )
    return [Inzage(a.op, a.naam, a.omschrijving, a.soort, student) for a, student in session.execute(vraag)]


def zorg_ids_van(session: Session, verslag_ids: Collection[int]) -> dict[int, int]:
    """Report id → id of its care notes."""
    vraag = sa.select(col(Zorgvierkant.verslag_id), col(Zorgvierkant.id)).where(
        col(Zorgvierkant.verslag_id).in_(list(verslag_ids))
    )
    return {verslag_id: zorg_id or 0 for verslag_id, zorg_id in session.execute(vraag)}
