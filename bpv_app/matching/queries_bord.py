"""The board of a proposal: places with their students, who has no place and why, figures, and the history."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col

from bpv_app.kernel.actor import Actor
from bpv_app.leerbedrijf.tables import Leerbedrijf, Locatie
from bpv_app.matching.queries_kaart import Kaart, list_kaarten
from bpv_app.matching.queries_matching import VoorstelKop, maak_kop
from bpv_app.matching.queries_probleem import tel_plekken
from bpv_app.matching.queries_ronde import list_weggevallen
from bpv_app.matching.rules_ronde import RondeStatus
from bpv_app.matching.rules_voorstel import BordStap, VoorstelStatus
from bpv_app.matching.service_bord import get_omkeerbare_stap
from bpv_app.matching.service_rekenen import get_voorstel, is_ongewijzigd
from bpv_app.matching.tables import Plaats
from bpv_app.matching.tables_ronde import Ronde, RondePlaats
from bpv_app.matching.tables_voorstel import Voorstel, VoorstelStap

MAX_STAPPEN = 30


@dataclass(frozen=True, slots=True)
class BordPlaats:
    """A place with who has it in this proposal."""

    id: int
    titel: str
    bedrijf: str
    woonplaats: str
    plekken: int
    is_weg: bool
    kaarten: tuple[Kaart, ...]

    @property
    def vrij(self) -> int:
        return max(0, self.plekken - len(self.kaarten))


@dataclass(frozen=True, slots=True)
class TeamCijfer:
    """Per team: how many take part, are placed, and got one of their first three choices."""

    team: str
    studenten: int
    geplaatst: int
    eerste: int
    top3: int


@dataclass(frozen=True, slots=True)
class Stapje:
    """A line of the history."""

    soort: BordStap
    op: datetime
    door: str
    reden: str
    aantal: int


@dataclass(frozen=True, slots=True)
class Bord:
    """Everything of one proposal. `is_actueel`: nothing changed since it was computed."""

    kop: VoorstelKop
    ronde_id: int
    ronde: str
    ronde_status: RondeStatus
    versie: int
    is_actueel: bool
    kan_ongedaan: bool
    plaatsen: tuple[BordPlaats, ...]
    zonder: tuple[Kaart, ...]
    teams: tuple[TeamCijfer, ...]
    stappen: tuple[Stapje, ...]

    @property
    def kaarten(self) -> tuple[Kaart, ...]:
        return tuple(k for p in self.plaatsen for k in p.kaarten) + self.zonder


def get_bord(session: Session, actor: Actor, voorstel_id: int) -> Bord:
    """The whole board. Raises `NietGevonden`, `GeenRecht`."""
    voorstel = get_voorstel(session, actor, voorstel_id)
    ronde = session.get_one(Ronde, voorstel.ronde_id)
    kaarten = list_kaarten(session, ronde, voorstel)
    op_plaats: defaultdict[int, list[Kaart]] = defaultdict(list)
    for kaart in kaarten:
        if kaart.plaats_id is not None:
            op_plaats[kaart.plaats_id].append(kaart)
    plekken, weg = tel_plekken(session, ronde), list_weggevallen(session, ronde)
    plaatsen = tuple(
        BordPlaats(
            id_, titel, bedrijf, woonplaats, 0 if id_ in weg else plekken[id_], id_ in weg, tuple(op_plaats[id_])
        )
        for id_, titel, bedrijf, woonplaats in session.execute(
            sa.select(
                col(Plaats.id), col(Plaats.titel), col(Leerbedrijf.naam),
                sa.func.coalesce(sa.func.nullif(col(Locatie.plaats), ""), col(Leerbedrijf.plaats)),
            )
            .join(RondePlaats, col(RondePlaats.plaats_id) == col(Plaats.id))
            .join(Leerbedrijf, col(Leerbedrijf.id) == col(Plaats.leerbedrijf_id))
            .outerjoin(Locatie, col(Locatie.id) == col(Plaats.locatie_id))
            .where(col(RondePlaats.ronde_id) == ronde.id)
            .order_by(col(Leerbedrijf.naam), col(Plaats.titel), col(Plaats.id))
        )
    )  # fmt: skip
    return Bord(
        kop=maak_kop(voorstel),
        ronde_id=ronde.id or 0,
        ronde=ronde.naam,
        ronde_status=ronde.status,
        versie=voorstel.versie,
        is_actueel=voorstel.status is not VoorstelStatus.CONCEPT or is_ongewijzigd(session, ronde, voorstel),
        kan_ongedaan=voorstel.status is VoorstelStatus.CONCEPT
        and get_omkeerbare_stap(session, voorstel.id or 0) is not None,
        plaatsen=plaatsen,
        zonder=tuple(k for k in kaarten if k.plaats_id is None),
        teams=_teams(kaarten),
        stappen=_stappen(session, voorstel),
    )


def _teams(kaarten: Sequence[Kaart]) -> tuple[TeamCijfer, ...]:
    per_team: defaultdict[str, list[Kaart]] = defaultdict(list)
    for kaart in kaarten:
        per_team[kaart.team].append(kaart)
    return tuple(
        TeamCijfer(
            team,
            len(groep),
            sum(k.plaats_id is not None for k in groep),
            sum(k.rang == 1 for k in groep),
            sum(1 <= k.rang <= 3 for k in groep),
        )
        for team, groep in sorted(per_team.items())
    )


def _stappen(session: Session, voorstel: Voorstel) -> tuple[Stapje, ...]:
    rijen = session.execute(
        sa.select(VoorstelStap)
        .where(col(VoorstelStap.voorstel_id) == voorstel.id)
        .order_by(col(VoorstelStap.id).desc())
        .limit(MAX_STAPPEN)
    ).scalars()
    return tuple(Stapje(r.soort, r.op, r.door_naam, r.reden, len(r.zetten)) for r in rijen)
