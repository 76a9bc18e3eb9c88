"""Taking over a file of school holidays and study days: of a region, of a team, or of the school.

A holiday is known by kind, name, for whom and school year, so that a corrected file moves it; a study day by its first
day. What is not in the file stays.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import polars as pl
import sqlalchemy as sa
from sqlmodel import Session

from bpv_app import bulk
from bpv_app.kernel.actor import Actor
from bpv_app.kernel.inlezen import MAX_VOORBEELDEN, Rijwijziging, Tellingen, Uitkomst, Verslag, neem_vingerafdruk
from bpv_app.kernel.tekst import Tekst
from bpv_app.uren.queries_inrichting import mag_periode, vind_teams
from bpv_app.uren.rules import Regio, VrijSoort
from bpv_app.uren.rules_inrichting import PeriodeInvoer, periode_fout, schooljaar_van, schrijf_voor
from bpv_app.uren.service_inrichting_uren import maak_periode, wijzig_periode
from bpv_app.uren.tables import VrijePeriode

_KOLOMMEN = {
    "rij": pl.UInt32, "naam": pl.String, "soort": pl.String, "van": pl.Date, "tot": pl.Date, "regio": pl.String,
    "team": pl.String,
}  # fmt: skip
_GEEN_TEAM = Tekst("Dit team kennen we niet, of het is niet van jou.", "We do not know this team, or it is not yours.")
_NIET_VAN_JOU = Tekst(
    "Alleen beheer zet vakanties voor een regio of de hele school.",
    "Only the administrator sets holidays of a region or the whole school.",
)
_BEIDE = Tekst("Kies een regio of een team, niet allebei.", "Choose a region or a team, not both.")
_DUBBEL = Tekst("Deze periode staat vaker in het bestand.", "This period is in the file more than once.")


@dataclass(slots=True)
class VakantiePlan:
    """`nieuw`: periods to make; `gewijzigd`: (id, as it is, as it becomes)."""

    uitkomst: Uitkomst
    nieuw: list[PeriodeInvoer]
    gewijzigd: list[tuple[int, PeriodeInvoer, PeriodeInvoer]]


def vergrendel(session: Session) -> None:
    """Nobody else changes free periods until the end of the transaction."""
    bulk.vergrendel(session, bulk.tabel(VrijePeriode))


def _sleutel(p: PeriodeInvoer) -> tuple[Any, ...]:
    wanneer = p.van if p.soort is VrijSoort.STUDIEDAG else schooljaar_van(p.van)
    return p.soort, p.naam.casefold(), p.regio, p.team_id, wanneer


def maak_plan(session: Session, actor: Actor, frame: pl.DataFrame) -> VakantiePlan:
    """Compare the rows of a file with the free periods there are. Reads only."""
    verslag = Verslag()
    vol = frame.with_columns([pl.lit(None, dtype=t).alias(k) for k, t in _KOLOMMEN.items() if k not in frame.columns])
    teams = vind_teams(session, actor, vol["team"].drop_nulls().to_list())
    bestaand = {
        _sleutel(als): (periode.id or 0, als)
        for periode in session.execute(sa.select(VrijePeriode)).scalars()
        for als in [
            PeriodeInvoer(periode.soort, periode.naam, periode.van, periode.tot, periode.regio, periode.team_id)
        ]
    }
    gelezen: dict[tuple[Any, ...], tuple[int, PeriodeInvoer]] = {}
    for rij, *cellen in vol.select(*_KOLOMMEN).iter_rows():
        periode = _lees(actor, teams, cellen)
        if isinstance(periode, Tekst):
            verslag.weiger(rij, periode)
        elif _sleutel(periode) in gelezen:
            verslag.weiger(rij, _DUBBEL)
        else:
            gelezen[_sleutel(periode)] = rij, periode
    nieuw = [(rij, p) for sleutel, (rij, p) in gelezen.items() if sleutel not in bestaand]
    anders = [
        (rij, *bestaand[sleutel], replace(p, naam=bestaand[sleutel][1].naam))
        for sleutel, (rij, p) in gelezen.items()
        if sleutel in bestaand and (bestaand[sleutel][1].van, bestaand[sleutel][1].tot) != (p.van, p.tot)
    ]
    uitkomst = Uitkomst(
        Tellingen(len(nieuw), len(anders), len(gelezen) - len(nieuw) - len(anders), len(verslag.geweigerd)),
        tuple(verslag.geweigerd),
        (),
        tuple(Rijwijziging(rij, p.naam, _velden(p)) for rij, p in nieuw[:MAX_VOORBEELDEN]),
        tuple(Rijwijziging(rij, p.naam, _velden(p, oud)) for rij, _, oud, p in anders[:MAX_VOORBEELDEN]),
        vingerafdruk=neem_vingerafdruk([repr((nieuw, anders, len(verslag.geweigerd))).encode()]),
    )
    return VakantiePlan(uitkomst, [p for _, p in nieuw], [(i, oud, p) for _, i, oud, p in anders])


def _velden(p: PeriodeInvoer, oud: PeriodeInvoer | None = None) -> tuple[tuple[str, str, str], ...]:
    dagen = (
        ("van", oud.van.isoformat() if oud else "", p.van.isoformat()),
        ("tot", oud.tot.isoformat() if oud else "", p.tot.isoformat()),
    )
    if oud:
        return tuple(regel for regel in dagen if regel[1] != regel[2])
    return (*dagen, ("voor", "", schrijf_voor(p.regio, p.team_id)))


def _lees(actor: Actor, teams: dict[str, int], cellen: list[Any]) -> PeriodeInvoer | Tekst:
    """A row as a period, or why it is refused."""
    naam, soort, van, tot, regio, team = cellen
    if regio and team:
        return _BEIDE
    team_id = teams.get(team.lower()) if team else None
    if team and team_id is None:
        return _GEEN_TEAM
    if not mag_periode(actor, team_id):
        return _NIET_VAN_JOU
    laatste = tot or van
    wat = VrijSoort(soort) if soort else VrijSoort.VAKANTIE
    fout = periode_fout(van, laatste)
    return fout or PeriodeInvoer(wat, naam, van, laatste, Regio(regio) if regio else None, team_id)


def voer_uit(session: Session, actor: Actor, plan: VakantiePlan) -> None:
    """Write what the plan says, through the verbs of the screen."""
    for periode in plan.nieuw:
        maak_periode(session, actor, periode)
    for periode_id, oud, nieuw in plan.gewijzigd:
        wijzig_periode(session, actor, periode_id, nieuw, oud)
