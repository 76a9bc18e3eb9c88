"""Setting the questions of a team's reports: every save is a new version; reports keep the one they began with."""

from __future__ import annotations

import sqlalchemy as sa
from sqlmodel import Session, col

from bpv_app.gesprek.queries_sjabloon import get_team_sjabloon
from bpv_app.gesprek.rules import MomentSoort
from bpv_app.gesprek.rules_verslag import Vraag
from bpv_app.gesprek.tables_verslag import VerslagSjabloon
from bpv_app.kernel.actor import Actor
from bpv_app.kernel.clock import Clock
from bpv_app.kernel.errors import DomeinFout, Verouderd
from bpv_app.kernel.tekst import Tekst

MAX_NAAM = 200


class NietsVeranderd(DomeinFout):
    """The questions are those of the version that holds."""

    def __init__(self) -> None:
        super().__init__(
            "niets_veranderd",
            Tekst("Er is niets veranderd aan de vragen.", "Nothing changed in the questions."),
        )


def bewaar_sjabloon(
    session: Session,
    actor: Actor,
    clock: Clock,
    team_id: int,
    soort: MomentSoort,
    vragen: tuple[Vraag, ...],
    gezien: int,
) -> int:
    """A new version; returns its number. `gezien` is the number on the screen (0: the app's own questions).

    Raises GeenRecht, NietGevonden (somebody else's team), NietsVeranderd or Verouderd.
    """
    stand = get_team_sjabloon(session, actor, team_id, soort, slot=True)
    if stand.sjabloon.nummer != gezien:
        nu, jij = f"versie {stand.sjabloon.nummer} van {stand.gemaakt_door}", f"versie {gezien}"
        raise Verouderd((("vragen", nu, jij),))
    if stand.sjabloon.vragen == vragen:
        raise NietsVeranderd
    hoogste = sa.select(sa.func.coalesce(sa.func.max(VerslagSjabloon.nummer), 0)).where(
        col(VerslagSjabloon.team_id) == team_id, col(VerslagSjabloon.soort) == soort
    )
    nummer = int(session.execute(hoogste).scalar_one()) + 1
    session.add(
        VerslagSjabloon(
            team_id=team_id,
            soort=soort,
            nummer=nummer,
            vragen=[v.als_json() for v in vragen],
            gemaakt_op=clock.nu(),
            gemaakt_door=actor.naam[:MAX_NAAM],
        )
    )
    session.flush()
    return nummer
