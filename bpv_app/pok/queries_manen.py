"""Which reminders of a missing signature are due, bundled per person. For the app itself: there is no scope here."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from bpv_app.dossier.tables import Dossier
from bpv_app.kernel.clock import AMSTERDAM
from bpv_app.leerbedrijf.clauses import tekent_via
from bpv_app.leerbedrijf.tables import Contactpersoon, Leerbedrijf
from bpv_app.pok.queries_manen_mensen import Mens, Mensen, list_mensen
from bpv_app.pok.queries_ontbrekend import list_ontbrekend
from bpv_app.pok.rules import Partij, PokStatus
from bpv_app.pok.rules_manen import Eerder, HerinnerRegel, Looptijd, Ontvanger, Stap, te_doen, uit_json
from bpv_app.pok.tables import Pok
from bpv_app.pok.tables_manen import PokHerinnering, TeamManen
from bpv_app.student.tables import Student

_DEEL = 500
"""Agreements looked at in one question: lists of ids have an end."""


@dataclass(frozen=True, slots=True)
class Wachtend:
    """An agreement that is out for signing, and who has still to sign."""

    pok_id: int
    nummer: str
    document_versie: int
    team_id: int
    looptijd: Looptijd
    student_id: int
    student: str
    bedrijf: str
    opleider_id: int | None
    begeleider_id: int | None
    ontbreekt: tuple[Partij, ...] = ()
    namens: str = ""
    """The company for which somebody of another one signs; then `opleider_id` is who signs. Empty: no other signs."""


@dataclass(frozen=True, slots=True)
class Regel:
    """A line of a reminder: one agreement, and the step for which it is sent."""

    pok: Wachtend
    stap: Stap


@dataclass(frozen=True, slots=True)
class Maanmail:
    """All that one person is reminded of today."""

    ontvanger: Ontvanger
    wie: Mens
    regels: tuple[Regel, ...]

    @property
    def pok_ids(self) -> tuple[int, ...]:
        return tuple(r.pok.pok_id for r in self.regels)


def list_regels_aan(session: Session) -> dict[int, tuple[HerinnerRegel, ...]]:
    """The rules of the teams that have reminders switched on."""
    rijen = session.execute(sa.select(col(TeamManen.team_id), col(TeamManen.regels)).where(col(TeamManen.is_aan)))
    return {team_id: uit_json(regels) for team_id, regels in rijen}


def list_maanmails(
    session: Session,
    vandaag: date,
    regels: Mapping[int, Collection[HerinnerRegel]],
    pok_ids: Collection[int] | None = None,
) -> list[Maanmail]:
    """What these teams' rules ask for today, by person; `pok_ids` looks at these agreements only."""
    wachtend = _list_wachtend(session, vandaag, regels, pok_ids)
    eerder = _list_eerder(session, [w.pok_id for w in wachtend])
    mensen = list_mensen(session, wachtend)
    per_mens: dict[tuple[Ontvanger, int], tuple[Mens, list[Regel]]] = {}
    for w in wachtend:
        for ontvanger in Ontvanger:
            for mens in _voor(mensen, w, ontvanger):
                vorige = eerder.get((w.pok_id, w.document_versie, ontvanger, mens.id))
                stap = te_doen(regels[w.team_id], ontvanger, w.looptijd, w.ontbreekt, vorige, vandaag)
                if stap is not None:
                    per_mens.setdefault((ontvanger, mens.id), (mens, []))[1].append(Regel(w, stap))
    volgorde = list(Ontvanger)
    return [
        Maanmail(ontvanger, mens, tuple(deel))
        for (ontvanger, _), (mens, deel) in sorted(
            per_mens.items(), key=lambda x: (volgorde.index(x[0][0]), x[1][0].naam, x[0][1])
        )
    ]


def _voor(mensen: Mensen, w: Wachtend, ontvanger: Ontvanger) -> Iterable[Mens]:
    """The people this agreement's reminder would go to."""
    if ontvanger is Ontvanger.COORDINATOR:
        return mensen.coordinatoren.get(w.team_id, ())
    sleutels = {
        Ontvanger.STUDENT: (mensen.studenten, w.student_id),
        Ontvanger.LEERBEDRIJF: (mensen.opleiders, w.opleider_id),
        Ontvanger.BEGELEIDER: (mensen.begeleiders, w.begeleider_id),
    }
    bron, sleutel = sleutels[ontvanger]
    return (bron[sleutel],) if sleutel is not None and sleutel in bron else ()


def _list_wachtend(
    session: Session, vandaag: date, teams: Collection[int], pok_ids: Collection[int] | None
) -> list[Wachtend]:
    """Printed agreements of these teams that somebody has still to sign; what starts first comes first."""
    waar: list[Any] = [
        col(Pok.status) == PokStatus.AFGEDRUKT,
        col(Pok.begin_op).is_not(None),
        col(Pok.afgedrukt_op).is_not(None),
        col(Pok.team_id).in_(sorted(teams)),
    ]
    if pok_ids is not None:
        waar.append(col(Pok.id).in_(sorted(pok_ids)))
    vraag = (
        sa.select(
            col(Pok.id),
            col(Pok.nummer),
            col(Pok.document_versie),
            col(Pok.team_id),
            col(Pok.begin_op),
            col(Pok.eind_op),
            col(Pok.afgedrukt_op),
            col(Pok.student_id),
            col(Student.naam),
            sa.func.coalesce(col(Leerbedrijf.naam), ""),
            sa.func.coalesce(col(Contactpersoon.id), col(Pok.praktijkopleider_id)),
            sa.case((col(Contactpersoon.id).is_(None), ""), else_=col(Leerbedrijf.naam)),
            sa.func.coalesce(col(Dossier.onderwijsbegeleider_id), col(Pok.onderwijsbegeleider_id)),
        )
        .join(Student, col(Student.id) == col(Pok.student_id))
        .join(Dossier, col(Dossier.id) == col(Pok.dossier_id))
        .join(Leerbedrijf, col(Leerbedrijf.id) == col(Pok.leerbedrijf_id), isouter=True)
        .join(Contactpersoon, tekent_via(), isouter=True)
        .where(*waar)
        .order_by(col(Pok.begin_op), col(Pok.id))
    )
    rijen = session.execute(vraag).all() if teams else []
    ontbreekt: dict[int, tuple[Partij, ...]] = {}
    for i in range(0, len(rijen), _DEEL):
        ontbreekt |= list_ontbrekend(session, [rij[0] for rij in rijen[i : i + _DEEL]], vandaag)
    return [
        Wachtend(
            nr,
            nummer,
            versie,
            team,
            Looptijd(begin, eind, gedrukt.astimezone(AMSTERDAM).date()),
            student_id,
            student,
            bedrijf,
            opleider,
            begeleider,
            ontbreekt[nr],
            namens,
        )
        for (
            nr,
            nummer,
            versie,
            team,
            begin,
            eind,
            gedrukt,
            student_id,
            student,
            bedrijf,
            opleider,
            namens,
            begeleider,
        ) in rijen
        if ontbreekt.get(nr)
    ]


def _list_eerder(session: Session, pok_ids: list[int]) -> dict[tuple[int, int, Ontvanger, int], Eerder]:
    """The last reminder per agreement, version and person."""
    uit: dict[tuple[int, int, Ontvanger, int], Eerder] = {}
    h = PokHerinnering
    for i in range(0, len(pok_ids), _DEEL):
        rijen = session.execute(
            sa.select(
                col(h.pok_id),
                col(h.document_versie),
                col(h.ontvanger),
                col(h.aan_id),
                sa.func.max(h.stap_op),
                sa.func.max(h.op, type_=sa.inspect(h).columns["op"].type),
            )
            .where(col(h.pok_id).in_(pok_ids[i : i + _DEEL]))
            .group_by(col(h.pok_id), col(h.document_versie), col(h.ontvanger), col(h.aan_id))
        )
        for pok_id, versie, ontvanger, aan, stap_op, op in rijen:
            uit[(pok_id, versie, ontvanger, aan)] = Eerder(stap_op, op.astimezone(AMSTERDAM).date())
    return uit
