"""What the hours need to know of an agreement, of its team's rules and of the free days that hold for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from bpv_app.leerbedrijf.tables import Contactpersoon, Leerbedrijf
from bpv_app.pok.rules import PokStatus
from bpv_app.pok.tables import Pok
from bpv_app.student.rules import Leerweg
from bpv_app.student.tables import Student
from bpv_app.uren.kalender import feestdagen
from bpv_app.uren.rules import Beoordelaar, Regio, VrijSoort
from bpv_app.uren.rules_plan import Afspraak, Kalender, Vrij
from bpv_app.uren.rules_tellen import Grenzen
from bpv_app.uren.rules_week import Wie, beoordelaars
from bpv_app.uren.tables import TeamUren, UrenPatroon, VrijePeriode

GRENZEN = Grenzen(max_minuten_dag=600, max_minuten_week=2400)
WERKDAGEN = (0, 1, 2, 3, 4)
VRAGEN = ("Wat heb je gedaan?", "Wat ging goed?", "Wat vond je lastig?", "Wat wil je leren?")


@dataclass(frozen=True, slots=True)
class UrenPok:
    """An agreement as the hours see it. `eind`: the last day it really runs, or is expected to run."""

    id: int
    dossier_id: int
    student_id: int
    student: str
    team_id: int | None
    nummer: str
    status: PokStatus
    leerweg: Leerweg | None
    bedrijf: str
    praktijkopleider_id: int | None
    opleider: str
    begin: date
    eind: date
    afgesproken_eind: date
    minuten_per_week: int
    dagen_per_week: Decimal | None
    totaal_minuten: int
    werkdagen: tuple[int, ...] | None

    def loopt_op(self, dag: date) -> bool:
        return self.begin <= dag <= self.eind

    def afspraak(self, regels: TeamRegels) -> Afspraak:
        return Afspraak(
            pok_id=self.id,
            begin=self.begin,
            eind=self.eind,
            minuten_per_week=self.minuten_per_week,
            werkdagen=self.werkdagen or regels.werkdagen,
            totaal_minuten=self.totaal_minuten,
            dagen_per_week=Decimal(len(self.werkdagen)) if self.werkdagen else self.dagen_per_week,
            afgesproken_eind=self.afgesproken_eind if self.status is PokStatus.VERVANGEN else None,
        )


@dataclass(frozen=True, slots=True)
class TeamRegels:
    """How a team works with hours; the defaults are those of `TeamUren`. Days of the week from Monday = 0."""

    beoordelaar: Beoordelaar = Beoordelaar.PRAKTIJKOPLEIDER
    regio: Regio = Regio.MIDDEN
    werkdagen: tuple[int, ...] = WERKDAGEN
    insturen_voor: int = 6
    dagen_voor_beoordeling: int = 7
    grenzen: Grenzen = GRENZEN
    vragen: tuple[str, ...] = VRAGEN
    versie: int = 0

    def beoordelaars(self, pok: UrenPok) -> frozenset[Wie]:
        return beoordelaars(self.beoordelaar, heeft_praktijkopleider=pok.praktijkopleider_id is not None)


_KOLOMMEN = (
    col(Pok.id),
    col(Pok.dossier_id),
    col(Pok.student_id),
    col(Student.naam),
    col(Pok.team_id),
    col(Pok.nummer),
    col(Pok.status),
    col(Pok.leerweg),
    sa.func.coalesce(Leerbedrijf.naam, ""),
    col(Pok.praktijkopleider_id),
    sa.func.coalesce(Contactpersoon.naam, ""),
    col(Pok.begin_op),
    sa.func.coalesce(Pok.werkelijk_eind_op, Pok.eind_op),
    col(Pok.eind_op),
    col(Pok.uren_per_week),
    col(Pok.dagen_per_week),
    sa.func.coalesce(Pok.uren_doel, Pok.uren_totaal),  # what is left of it after an early end with a replacement
    col(UrenPatroon.werkdagen),
)


def list_uren_poks(session: Session, *waar: sa.ColumnElement[bool]) -> list[UrenPok]:
    """The agreements that meet `waar` (the scope among it) and have a begin and an end; oldest first."""
    rijen = session.execute(
        sa.select(*_KOLOMMEN)
        .join(Student, col(Student.id) == col(Pok.student_id))
        .join(Leerbedrijf, col(Leerbedrijf.id) == col(Pok.leerbedrijf_id), isouter=True)
        .join(Contactpersoon, col(Contactpersoon.id) == col(Pok.praktijkopleider_id), isouter=True)
        .join(UrenPatroon, col(UrenPatroon.pok_id) == col(Pok.id), isouter=True)
        .where(*waar, col(Pok.begin_op).is_not(None), col(Pok.eind_op).is_not(None))
        .order_by(col(Pok.begin_op), col(Pok.id))
    ).all()
    return [_uren_pok(tuple(rij)) for rij in rijen]


def _uren_pok(rij: Sequence[Any]) -> UrenPok:
    *begin, uren_per_week, dagen_per_week, uren_totaal, werkdagen = rij
    minuten = (int((uren_per_week or 0) * 60), dagen_per_week or None, (uren_totaal or 0) * 60)
    return UrenPok(*[*begin, *minuten, tuple(werkdagen) if werkdagen else None])


def get_team_regels(session: Session, team_id: int | None) -> TeamRegels:
    """The rules of a team; the defaults when it has none of its own."""
    rij = session.get(TeamUren, team_id) if team_id is not None else None
    if rij is None:
        return TeamRegels()
    return TeamRegels(
        beoordelaar=rij.beoordelaar,
        regio=rij.regio,
        werkdagen=tuple(rij.werkdagen) or WERKDAGEN,
        insturen_voor=rij.insturen_voor,
        dagen_voor_beoordeling=rij.dagen_voor_beoordeling,
        grenzen=Grenzen(rij.max_minuten_dag, rij.max_minuten_week),
        vragen=tuple(rij.vragen) or VRAGEN,
        versie=rij.versie,
    )


def get_kalender(session: Session, team_id: int | None, regio: Regio, van: date, tot: date) -> Kalender:
    """Public holidays, and the school's own free days for this team and region, between two days (included)."""
    rijen = session.execute(
        sa.select(col(VrijePeriode.soort), col(VrijePeriode.naam), col(VrijePeriode.van), col(VrijePeriode.tot))
        .where(
            col(VrijePeriode.van) <= tot,
            col(VrijePeriode.tot) >= van,
            sa.or_(col(VrijePeriode.regio).is_(None), col(VrijePeriode.regio) == regio),
            sa.or_(col(VrijePeriode.team_id).is_(None), col(VrijePeriode.team_id) == team_id),
        )
        .order_by(col(VrijePeriode.van), col(VrijePeriode.id))
    ).all()
    vrij = tuple(Vrij(VrijSoort(soort), naam, begin, eind) for soort, naam, begin, eind in rijen)
    return Kalender(feestdagen(range(van.year, tot.year + 1)), vrij)
