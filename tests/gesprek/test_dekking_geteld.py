"""The coverage figure against a count of its own, in plain Python, over generated placements: screen and file."""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlmodel import Session

from bpv_app.gesprek.pages.dekking import eerste_zin, regel_beeld
from bpv_app.gesprek.queries_dekking import DekkingRegel, dekking_per_begeleider, dekking_per_team
from bpv_app.gesprek.rules import MomentSoort
from bpv_app.gesprek.rules_dekking import Per
from bpv_app.kernel.errors import GeenRecht
from bpv_app.kernel.rechten import Rol
from bpv_app.koppeling.export import ExportSoort
from bpv_app.koppeling.export_dekking import schrijf_dekking
from bpv_app.pok.rules import PokStatus
from tests.gesprek.test_dekking import moment
from tests.makers import (
    make_account,
    make_actor,
    make_contactpersoon,
    make_dossier,
    make_inrichting,
    make_pok,
    make_student,
    make_team,
    make_verbintenis,
)

VANDAAG = date(2027, 3, 1)
TEAMS, BEGELEIDERS = ("Bouw", "Groen", "Zorg"), ("Anke", "Bram")
AFGEBROKEN = ("afgemeld", "afgewezen")
POKS: tuple[tuple[str, ...], ...] = (
    (), ("concept",), ("definitief",), ("afgerond",), ("afgemeld",), ("afgewezen",),
    ("afgemeld", "definitief"), ("afgewezen", "concept"), ("afgewezen", "afgemeld"),
)  # fmt: skip


@dataclass(frozen=True)
class M:
    """A moment: its status, days from today to the end of its window, whether it is a start talk, with all three."""

    status: str
    dagen: int
    start: bool
    samen: bool


@dataclass(frozen=True)
class D:
    """A placement: place in TEAMS and BEGELEIDERS, the statuses of its agreements in order, its moments."""

    team: int
    begeleider: int | None
    poks: tuple[str, ...]
    momenten: tuple[M, ...]


MOMENT = st.builds(
    M,
    st.sampled_from(("te_plannen", "gepland", "gehouden", "vervallen")),
    st.sampled_from((-40, -1, 0, 1, 40)),
    st.booleans(),
    st.booleans(),
)
DOSSIER = st.builds(
    D,
    st.integers(0, len(TEAMS) - 1),
    st.sampled_from((None, 0, 1)),
    st.sampled_from(POKS),
    st.lists(MOMENT, max_size=4).map(tuple),
)
Telling = tuple[int, int, int, int, int, int]
"""Placements, due, held, held with three, start talks overdue, lapsed."""


def tel_zelf(dossiers: list[D], waarvan: Any) -> dict[str, Telling]:
    """The definition, read aloud, in a loop. It shares no code with the app."""
    uit: dict[str, list[int]] = defaultdict(lambda: [0] * 6)
    for d in dossiers:
        if d.poks and d.poks[-1] in AFGEBROKEN:
            continue
        if not d.momenten:
            continue
        getallen = uit[waarvan(d)]
        getallen[0] += 1
        for m in d.momenten:
            voorbij = m.dagen < 0
            if m.status == "vervallen":
                getallen[5] += 1 if voorbij else 0
            elif m.status == "gehouden":
                getallen[1] += 1
                getallen[2] += 1
                getallen[3] += 1 if m.samen else 0
            elif voorbij:
                getallen[1] += 1
                getallen[4] += 1 if m.start else 0
    return {naam: (n[0], n[1], n[2], n[3], n[4], n[5]) for naam, n in uit.items()}


def deel(getal: int, van: int) -> str:
    return "" if not van else str(int(getal / van * 100 + 1e-9))


def als_csv(naam: str, t: Telling) -> list[str]:
    return [naam, str(t[0]), str(t[1]), str(t[2]), deel(t[2], t[1]), deel(t[3], t[1]), str(t[4]), str(t[5])]


def op_het_scherm(regels: tuple[DekkingRegel, ...]) -> list[list[str]]:
    """The cells a person reads, as the file writes them: without the sign for per cent and the dash for none."""
    uit = []
    for r in regels:
        b = regel_beeld(r, "nl", "")
        cellen = (b.naam, b.dossiers, b.gepland, b.gehouden, b.procent, b.gezamenlijk, b.zonder_start, b.vervallen)
        uit.append([str(c).replace("%", "").replace("–", "").replace("(geen)", "") for c in cellen])
    return uit


def bestand(session: Session, wie: Any, per: Per, team_id: int | None = None) -> list[list[str]]:
    doel = io.BytesIO()
    aantal = schrijf_dekking(session, wie, per, VANDAAG, doel, ExportSoort.CSV, team_id=team_id)
    _, *rijen = csv.reader(io.StringIO(doel.getvalue().decode("utf-8-sig")), delimiter=";")
    assert aantal == len(rijen)
    return rijen


@settings(max_examples=25, phases=(Phase.generate,), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(DOSSIER, max_size=7))
def test_screen_and_file_say_what_a_count_by_hand_says(session: Session, dossiers: list[D]) -> None:
    met = session.begin_nested()
    try:
        teams = [make_team(session, naam=n) for n in TEAMS]
        mensen = [make_account(session, Rol.ONDERWIJSBEGELEIDER, naam=n) for n in BEGELEIDERS]
        inrichting, opleider = make_inrichting(session), make_contactpersoon(session)
        for d in dossiers:
            begeleider = None if d.begeleider is None else mensen[d.begeleider]
            verbintenis = make_verbintenis(session, make_student(session, teams[d.team]))
            rij = make_dossier(session, verbintenis, inrichting, begeleider)
            for status in d.poks:
                make_pok(session, PokStatus(status), rij, opleider, mensen[0], zonder_erkenning=True)
            for m in d.momenten:
                soort = MomentSoort.START if m.start else MomentSoort.EIND
                tot = VANDAAG + timedelta(days=m.dagen)
                samen = m.samen and m.status == "gehouden"
                session.add(moment(rij.id or 0, m.status, tot, samen, soort=soort))
        session.flush()
        school = make_actor(session, Rol.COORDINATOR)

        per_team = tel_zelf(dossiers, lambda d: TEAMS[d.team])
        verwacht = [als_csv(naam, per_team[naam]) for naam in sorted(per_team)]
        regels = dekking_per_team(session, school, VANDAAG)
        assert op_het_scherm(regels) == verwacht
        assert bestand(session, school, Per.TEAM) == verwacht

        def van(d: D) -> str:
            return "" if d.begeleider is None else BEGELEIDERS[d.begeleider]

        for team_id, deze in (
            (None, dossiers),
            (teams[0].id, [d for d in dossiers if d.team == 0]),
        ):
            per_mens = tel_zelf(deze, van)
            verwacht = [als_csv(n, per_mens[n]) for n in sorted(per_mens, key=lambda n: (n == "", n))]
            assert op_het_scherm(dekking_per_begeleider(session, school, VANDAAG, team_id)) == verwacht
            assert bestand(session, school, Per.BEGELEIDER, team_id) == verwacht

        zin = eerste_zin(regels, "vandaag", "today").nl
        alles = [sum(kolom) for kolom in zip(*per_team.values(), strict=True)] or [0] * 6
        if alles[1]:
            assert f"{alles[2]} van de {alles[1]} gesprekken gehouden ({deel(alles[2], alles[1])}%)" in zin
            assert f", {alles[3]} met drie partijen." in zin
        else:
            assert zin == "Er had nog geen gesprek gehouden moeten zijn."

        eigen = make_actor(session, Rol.COORDINATOR, team_id=teams[1].id)
        eigen_team = [als_csv(n, per_team[n]) for n in per_team if n == TEAMS[1]]
        assert bestand(session, eigen, Per.TEAM) == eigen_team
        if teams[0].id:
            assert bestand(session, eigen, Per.BEGELEIDER, teams[0].id) == []
    finally:
        met.rollback()
        session.expunge_all()


@pytest.mark.parametrize("rol", [Rol.ONDERWIJSBEGELEIDER, Rol.STUDENT, Rol.PRAKTIJKOPLEIDER, Rol.STUDENTENZAKEN])
def test_who_may_not_see_the_screen_gets_no_file(session: Session, rol: Rol) -> None:
    wie = make_actor(session, rol)
    for per in Per:
        with pytest.raises(GeenRecht):
            schrijf_dekking(session, wie, per, VANDAAG, io.BytesIO(), ExportSoort.CSV)


def test_the_file_for_excel_has_numbers_and_names_its_columns(session: Session) -> None:
    import polars as pl

    team = make_team(session, naam="=Bouw")
    rij = make_dossier(session, make_verbintenis(session, make_student(session, team)), make_inrichting(session))
    session.add(moment(rij.id or 0, "gehouden", VANDAAG, samen=True))
    session.flush()
    doel = io.BytesIO()
    school = make_actor(session, Rol.COORDINATOR)
    schrijf_dekking(session, school, Per.TEAM, VANDAAG, doel, ExportSoort.XLSX, taal="en")
    vel = pl.read_excel(io.BytesIO(doel.getvalue()))
    assert vel.columns == [
        "Team", "Placements", "Due", "Held", "Coverage (%)", "Three parties (%)", "Start overdue", "Lapsed",
    ]  # fmt: skip
    assert vel.rows() == [("=Bouw", 1, 1, 1, 100, 100, 0, 0)]
