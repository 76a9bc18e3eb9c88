"""What the school says to itself about a company: not suitable, and notes. Part of the company's screen, its own State.

Nothing of this is ever in a state, list or file that a company or a student reads.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import reflex as rx
from sqlmodel import Session

from bpv_app.kernel.actor import Actor
from bpv_app.kernel.clock import klok, toon_datum, toon_moment
from bpv_app.kernel.errors import NietGevonden, OngeldigeInvoer
from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.tekst import Tekst
from bpv_app.leerbedrijf.pages.formulieren import lees_dag
from bpv_app.leerbedrijf.queries import get_leerbedrijf_detail
from bpv_app.leerbedrijf.queries_ongeschikt import OngeschiktRegel, list_ongeschikt
from bpv_app.leerbedrijf.rules_ongeschikt import OngeschiktInvoer
from bpv_app.leerbedrijf.service_notitie import (
    Notitie,
    list_notities,
    schrijf_notitie,
    teams_van,
    verwijder_notitie,
)
from bpv_app.leerbedrijf.service_ongeschikt import hef_ongeschikt_op, zet_ongeschikt
from bpv_app.student.queries_teams import get_team_namen
from bpv_app.student.service import list_teams
from bpv_app.ui.basis import BasisState
from bpv_app.ui.handler import actor as huidige_actor
from bpv_app.ui.handler import als_id, formulier, handler, lees, pad_deel, schrijf, zeg
from bpv_app.ui.lijst import Optie

IEDEREEN = Tekst("alle teams", "all teams")


@dataclass
class OngeschiktBeeld:
    """One judgement: for whom, until when, why, by whom."""

    id: str
    versie: str
    voor: str
    dagen: str
    reden: str
    door: str
    is_geldig: bool
    stand: str


@dataclass
class NotitieBeeld:
    id: str
    versie: str
    team: str
    tekst: str
    door: str
    mag_weg: bool


def _ongeschikt(r: OngeschiktRegel, teams: dict[int, str], taal: str) -> OngeschiktBeeld:
    team = teams.get(r.team_id or 0, "") if r.team_id else IEDEREEN.in_taal(taal)
    voor = ", ".join(w for w in (r.locatie, f"crebo {r.crebo}" if r.crebo else "", team) if w)
    van, tot = toon_datum(r.van, taal), toon_datum(r.tot, taal) if r.tot else ""
    dagen = (
        Tekst(f"van {van} t/m {tot}", f"from {van} to {tot}") if tot else Tekst(f"vanaf {van}", f"from {van}")
    ).in_taal(taal)
    if r.opgeheven_op:
        op = toon_moment(r.opgeheven_op, taal)
        stand = Tekst(f"opgeheven door {r.opgeheven_door}, {op}", f"lifted by {r.opgeheven_door}, {op}")
    elif r.is_geldig:
        stand = Tekst("niet geschikt", "not suitable")
    elif r.van > klok.vandaag():
        stand = Tekst("begint nog", "not yet")
    else:
        stand = Tekst("voorbij", "over")
    return OngeschiktBeeld(
        str(r.id), str(r.versie), voor, dagen, r.reden, f"{r.door}, {toon_moment(r.op, taal)}",
        r.opgeheven_op is None and (r.is_geldig or r.van > klok.vandaag()), stand.in_taal(taal),
    )  # fmt: skip


def _notitie(n: Notitie, teams: dict[int, str], taal: str) -> NotitieBeeld:
    team = teams.get(n.team_id, "") if n.team_id else IEDEREEN.in_taal(taal)
    return NotitieBeeld(str(n.id), str(n.versie), team, n.tekst, f"{n.door}, {toon_moment(n.op, taal)}", n.mag_weg)


class SchoolBlokState(rx.State):
    """Not suitable, and notes, of the company of the address."""

    ongeschikt: list[OngeschiktBeeld] = []
    niet_geschikt_nu: bool = False
    notities: list[NotitieBeeld] = []
    locatie_keuzes: list[Optie] = []
    team_keuzes: list[Optie] = []
    eigen_teams: list[Optie] = []
    mag_ongeschikt: bool = False
    mag_notitie: bool = False
    form_nr: int = 0
    _bedrijf_id: int = 0

    @handler(Actie.LEERBEDRIJF_ZIEN, laadt=True)
    async def laad(self) -> None:
        """Read what the school says about the company of the address."""
        self._bedrijf_id, self.ongeschikt, self.notities = 0, [], []
        await self._lees(als_id(pad_deel(self, 1)))

    async def _lees(self, bedrijf_id: int) -> None:
        def werk(session: Session, wie: Actor) -> tuple[Any, ...]:
            d = get_leerbedrijf_detail(session, wie, bedrijf_id, klok.vandaag())
            regels = list_ongeschikt(session, wie, bedrijf_id, klok.vandaag())
            notities = list_notities(session, wie, bedrijf_id)
            teams = [(t.id or 0, t.naam) for t in list_teams(session, wie)]
            namen = get_team_namen(session, [*(r.team_id for r in regels), *(n.team_id for n in notities)])
            eigen = get_team_namen(session, teams_van(wie))
            return d.locaties, regels, notities, teams, namen, eigen

        locaties, regels, notities, teams, namen, eigen = await lees(werk)
        taal, wie = (await self.get_state(BasisState)).taal, huidige_actor()
        self._bedrijf_id = bedrijf_id
        self.mag_ongeschikt, self.mag_notitie = wie.mag(Actie.LEERBEDRIJF_BEWERKEN), wie.mag(Actie.RELATIE_BIJHOUDEN)
        self.ongeschikt = [_ongeschikt(r, namen, taal) for r in regels]
        self.niet_geschikt_nu = any(r.is_geldig for r in regels)
        self.notities = [_notitie(n, namen, taal) for n in notities]
        self.locatie_keuzes = [Optie(str(x.id), x.naam) for x in locaties]
        bereik = wie.team_ids(Actie.LEERBEDRIJF_BEWERKEN)
        self.team_keuzes = [Optie(str(i), n) for i, n in teams if bereik is None or i in bereik]
        self.eigen_teams = [Optie(str(i), n) for i, n in sorted(eigen.items(), key=lambda x: x[1])]
        self.form_nr += 1

    def _sleutel(self) -> int:
        if not self._bedrijf_id:
            raise NietGevonden
        return self._bedrijf_id

    @handler(Actie.LEERBEDRIJF_BEWERKEN)
    async def zet(self, gegevens: dict[str, Any]) -> None:
        """From now on not suitable."""
        bedrijf_id, form = self._sleutel(), formulier(gegevens)
        invoer = OngeschiktInvoer(
            form.get("ongeschikt_reden", ""),
            als_id(form.get("ongeschikt_locatie", "")) or None,
            form.get("ongeschikt_crebo", ""),
            als_id(form.get("team_id", "")) or None,
            lees_dag(form, "van"),
            lees_dag(form, "tot"),
        )
        try:
            await schrijf(lambda s, wie: zet_ongeschikt(s, wie, klok, bedrijf_id, invoer))
        except OngeldigeInvoer as fout:  # the page has another field for a crebo
            namen = {"crebo": "ongeschikt_crebo", "reden": "ongeschikt_reden", "locatie_id": "ongeschikt_locatie"}
            raise OngeldigeInvoer({namen.get(v, v): tekst for v, tekst in fout.velden.items()}, fout.tekst) from fout
        await self._lees(bedrijf_id)
        await zeg(
            self,
            "Bewaard. Bij het plaatsen komt een waarschuwing, en plaatsen van dit bedrijf doen niet mee in een ronde.",
            "Saved. Placing gives a warning, and places of this company are in no round.",
        )

    @handler(Actie.LEERBEDRIJF_BEWERKEN)
    async def hef_op(self, sleutel: str, versie: str) -> None:
        """Suitable again."""
        bedrijf_id, nummer, gezien = self._sleutel(), als_id(sleutel), als_id(versie)
        await schrijf(lambda s, wie: hef_ongeschikt_op(s, wie, klok, nummer, gezien))
        await self._lees(bedrijf_id)
        await zeg(self, "Opgeheven.", "Lifted.")

    @handler(Actie.RELATIE_BIJHOUDEN)
    async def schrijf_op(self, gegevens: dict[str, Any]) -> None:
        """A note for all staff or for the own team."""
        bedrijf_id, form = self._sleutel(), formulier(gegevens)
        tekst, team = form.get("notitie", ""), als_id(form.get("notitie_team", "")) or None
        await schrijf(lambda s, wie: schrijf_notitie(s, wie, klok, bedrijf_id, tekst, team))
        await self._lees(bedrijf_id)
        await zeg(self, "Notitie bewaard. Het leerbedrijf ziet haar niet.", "Note saved. The company does not see it.")

    @handler(Actie.RELATIE_BIJHOUDEN)
    async def haal_weg(self, sleutel: str, versie: str) -> None:
        """Take a note away."""
        bedrijf_id, nummer, gezien = self._sleutel(), als_id(sleutel), als_id(versie)
        await schrijf(lambda s, wie: verwijder_notitie(s, wie, nummer, gezien))
        await self._lees(bedrijf_id)
        await zeg(self, "Notitie weggehaald.", "Note removed.")
