"""The coverage of conversations as a file: the lines and figures of /gesprekken/dekking."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import IO, Any

from sqlmodel import Session

from bpv_app.gesprek.queries_dekking import DekkingRegel, dekking_per_begeleider, dekking_per_team
from bpv_app.gesprek.rules_dekking import KOPPEN, PER_LABEL, PROCENTEN, Per
from bpv_app.kernel.actor import Actor
from bpv_app.kernel.tekst import Tekst
from bpv_app.koppeling.export import ExportSoort, een_stand, schrijf_rijen

NAAM = "dekking"
TITEL = Tekst("Dekking van gesprekken", "Coverage of conversations")


def _rij(r: DekkingRegel) -> tuple[Any, ...]:
    d = r.dekking
    procent, samen = d.procent, d.procent_gezamenlijk
    return (
        r.naam,
        r.dossiers,
        d.gepland,
        d.gehouden,
        "" if procent is None else procent,
        "" if samen is None else samen,
        r.zonder_start,
        d.vervallen,
    )


def schrijf_dekking(
    session: Session,
    actor: Actor,
    per: Per,
    tot: date,
    doel: IO[bytes],
    soort: ExportSoort,
    *,
    team_id: int | None = None,
    taal: str = "nl",
) -> int:
    """Write a line per team or begeleider as things stood on the morning of `tot`; returns how many lines.

    Shares are whole per cents, empty when nothing was due. `team_id`: only the begeleiders of that team, when it is one
    of the actor's. Raises GeenRecht.
    """
    een_stand(session)
    if per is Per.TEAM:
        regels = dekking_per_team(session, actor, tot)
    else:
        regels = dekking_per_begeleider(session, actor, tot, team_id)
    rijen: Iterator[tuple[Any, ...]] = map(_rij, regels)
    koppen = [PER_LABEL[per].in_taal(taal)]
    koppen += [f"{kop.in_taal(taal)} (%)" if naam in PROCENTEN else kop.in_taal(taal) for naam, kop in KOPPEN.items()]
    return schrijf_rijen(TITEL.in_taal(taal), koppen, rijen, doel, soort)
