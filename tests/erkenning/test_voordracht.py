"""Asking for an accreditation: every step from every status, who may, what closes itself, and where it is counted."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest
from sqlalchemy.engine import Engine
from sqlmodel import Session, col, select

from bpv_app.db import lezen, transaction
from bpv_app.erkenning.queries_voordracht import (
    VOORDRACHTEN,
    get_samenvatting,
    list_van_bedrijf,
    tel_tellers,
)
from bpv_app.erkenning.rules_voordracht import (
    AlErkend,
    LooptAl,
    VoordrachtKanNiet,
    VoordrachtStatus,
    check_aanvraag,
    check_stap,
    keuzes,
)
from bpv_app.erkenning.service_volgen import volg_de_dag
from bpv_app.erkenning.service_voordracht import VoordrachtInvoer, maak_voordracht, zet_status
from bpv_app.erkenning.tables_voordracht import Voordracht, VoordrachtStap
from bpv_app.kernel.actor import Actor, systeem
from bpv_app.kernel.clock import FixedClock
from bpv_app.kernel.errors import GeenRecht, NietGevonden, OngeldigeInvoer, Verouderd
from bpv_app.kernel.inlezen import ImportSoort
from bpv_app.kernel.lijst import LijstVraag
from bpv_app.kernel.rechten import Rol
from bpv_app.leerbedrijf.tables import Leerbedrijf
from tests.inlezen.hulp import neem_over
from tests.makers import make_actor, make_contactpersoon, make_leerbedrijf, make_locatie, make_team

S = VoordrachtStatus
A, B, T, F, I = S.AANGEVRAAGD, S.IN_BEHANDELING, S.TOEGEKEND, S.AFGEWEZEN, S.INGETROKKEN  # noqa: E741
MAG = {(A, B), (A, F), (A, I), (B, F), (B, I)}
"""What a person may do."""
ZELF = {(A, T), (B, T)}
"""What only the app does."""


@pytest.mark.parametrize(("van", "naar"), list(product(S, S)))
def test_every_step_from_every_status(van: S, naar: S) -> None:
    for met_hand, goed in ((True, (van, naar) in MAG), (False, (van, naar) in MAG | ZELF)):
        if goed:
            assert check_stap(van, naar, " Daarom ", met_hand=met_hand) == "Daarom"
        else:
            with pytest.raises(VoordrachtKanNiet):
                check_stap(van, naar, "Daarom", met_hand=met_hand)
    assert ((van, naar) in MAG) == (naar in keuzes(van))


def test_rejecting_and_withdrawing_ask_why() -> None:
    for naar in (F, I):
        with pytest.raises(OngeldigeInvoer):
            check_stap(A, naar, " \x00 ", met_hand=True)
    assert check_stap(A, B, "", met_hand=True) == ""
    with pytest.raises(OngeldigeInvoer):
        check_stap(A, B, "x" * 1001, met_hand=True)


def test_everything_wrong_is_said_at_once() -> None:
    with pytest.raises(OngeldigeInvoer) as fout:
        check_aanvraag("x", "HBO", "")
    assert set(fout.value.velden) == {"voordracht_crebo", "voordracht_leerweg", "voordracht_reden"}
    with pytest.raises(OngeldigeInvoer) as fout:
        check_aanvraag("", "", "Nodig")
    assert set(fout.value.velden) == {"voordracht_crebo"}
    assert check_aanvraag(" 25736 ", "BOL", " Nodig ") == ("25736", "BOL", "Nodig")


class School:
    """A company that is not accredited, with a location and a contact; another company with its own."""

    def __init__(self, motor: Engine, clock: FixedClock) -> None:
        self.motor, self.clock = motor, clock
        with transaction(op=motor) as session:
            bedrijf, ander = make_leerbedrijf(session), make_leerbedrijf(session)
            self.bedrijf, self.sbb_id = bedrijf.id or 0, bedrijf.sbb_id or ""
            self.locatie = make_locatie(session, bedrijf).id or 0
            self.contact = make_contactpersoon(session, bedrijf).id or 0
            self.vreemde_locatie = make_locatie(session, ander).id or 0
            self.vreemd_contact = make_contactpersoon(session, ander).id or 0
            team = make_team(session)
            self.coordinator = make_actor(session, Rol.COORDINATOR, team_id=team.id)
            self.begeleider = make_actor(session, Rol.ONDERWIJSBEGELEIDER, team_id=team.id)

    def maak(self, actor: Actor | None = None, **anders: Any) -> int:
        invoer = VoordrachtInvoer(**{"crebo": "25736", "reden": "Een student wil hier leren.", **anders})
        wie = actor or self.coordinator
        with transaction(wie, op=self.motor) as session:
            return maak_voordracht(session, wie, self.clock, self.bedrijf, invoer).id or 0

    def zet(self, welke: int, naar: S, tekst: str = "", versie: int | None = None) -> None:
        with transaction(self.coordinator, op=self.motor) as session:
            zet_status(session, self.coordinator, self.clock, welke, naar, tekst, versie)

    def stappen(self) -> list[tuple[S | None, S, str, str]]:
        with lezen(op=self.motor) as session:
            rijen = session.exec(select(VoordrachtStap).order_by(col(VoordrachtStap.id)))
            return [(r.van, r.naar, r.toelichting, r.door_naam) for r in rijen]

    def lees_in(self, *regels: str) -> None:
        kop = "Leerbedrijf-ID;crebo;van;tot;leerweg\n100999999;25736;2020-01-01;;\n"
        tekst = kop + "".join(f"{self.sbb_id};{r}\n" for r in regels)
        neem_over(self.motor, self.clock, ImportSoort.ERKENNINGEN, tekst)

    def statussen(self) -> list[S]:
        with lezen(op=self.motor) as session:
            return [v.status for v in session.exec(select(Voordracht).order_by(col(Voordracht.id)))]


@pytest.fixture
def school(motor: Engine, clock: FixedClock) -> School:
    return School(motor, clock)


def test_a_request_is_followed_step_by_step(school: School) -> None:
    welke = school.maak(locatie_id=school.locatie, contactpersoon_id=school.contact, leerweg="BBL")
    school.zet(welke, B, "SBB belde terug.")
    with pytest.raises(Verouderd):
        school.zet(welke, F, "Te klein", versie=1)
    school.zet(welke, F, "Geen praktijkopleider.")
    naam = school.coordinator.naam
    assert school.stappen() == [
        (None, A, "", naam), (A, B, "SBB belde terug.", naam), (B, F, "Geen praktijkopleider.", naam),
    ]  # fmt: skip
    with pytest.raises(VoordrachtKanNiet):
        school.zet(welke, B)
    with lezen(school.coordinator, op=school.motor) as session:
        (regel,) = list_van_bedrijf(session, school.coordinator, school.bedrijf)
        assert (regel.crebo, regel.leerweg, regel.status, len(regel.stappen), regel.keuzes) == (
            "25736",
            "BBL",
            F,
            3,
            (),
        )
        assert regel.locatie
        assert regel.contact
    assert school.maak(leerweg="BBL") != welke, "what was rejected can be asked again"


def test_only_a_coordinator_and_only_about_this_company(school: School) -> None:
    with pytest.raises(GeenRecht):
        school.maak(school.begeleider)
    with pytest.raises(NietGevonden):
        school.maak(locatie_id=school.vreemde_locatie)
    with pytest.raises(NietGevonden):
        school.maak(contactpersoon_id=school.vreemd_contact)
    for welke in (999_999, 0, -1, "1"):
        with pytest.raises(NietGevonden):
            school.zet(welke, B)  # type: ignore[arg-type]
    assert school.statussen() == []


def test_the_same_is_asked_once_and_what_is_there_not_at_all(school: School) -> None:
    school.maak(leerweg="BOL")
    for leerweg in ("BOL", ""):
        with pytest.raises(LooptAl):
            school.maak(leerweg=leerweg)
    school.maak(leerweg="BBL")
    school.lees_in("25655;2020-01-01;;BOL")
    with pytest.raises(AlErkend):
        school.maak(crebo="25655", leerweg="BOL")
    school.maak(crebo="25655")  # for BBL it is not there yet


def test_the_register_grants_it(school: School) -> None:
    """For the routes that were asked, and no sooner."""
    school.maak()
    school.maak(crebo="25655")
    school.lees_in("25736;2020-01-01;;BOL")
    assert school.statussen() == [A, A]
    school.lees_in("25736;2020-01-01;;BOL", "25736;2020-01-01;;BBL")
    assert school.statussen() == [T, A]
    assert school.stappen()[-1] == (A, T, "Het register zegt dat het leerbedrijf erkend is.", "BPV-app")
    school.lees_in("25736;2020-01-01;;")
    assert len(school.stappen()) == 3


def test_a_company_that_gets_its_number_later_is_found_by_the_planner(school: School) -> None:
    def zet_nummer(session: Session, nummer: str | None) -> None:
        rij = session.get(Leerbedrijf, school.bedrijf)
        assert rij is not None
        rij.sbb_id = nummer

    with transaction(op=school.motor) as session:
        zet_nummer(session, None)
    school.maak()
    school.lees_in("25736;2020-01-01;;")
    with transaction(op=school.motor) as session:
        zet_nummer(session, school.sbb_id)
    with transaction(systeem("planner"), op=school.motor) as session:
        volg_de_dag(session, systeem("planner"), school.clock, nu=True)
    assert school.statussen() == [T]


def test_the_list_and_its_counter(school: School) -> None:
    school.zet(school.maak(), B)
    school.zet(school.maak(crebo="25655"), I, "Toch niet.")
    vandaag = school.clock.vandaag()
    with lezen(school.coordinator, op=school.motor) as session:
        wie = school.coordinator
        (teller,) = tel_tellers(session, wie, vandaag)
        open_ = VOORDRACHTEN.vraag(session, wie, LijstVraag(filters={"stand": "open"}))
        assert (teller.aantal, open_.totaal, len(open_.rijen)) == (1, 1, 1)
        assert VOORDRACHTEN.vraag(session, wie, LijstVraag()).totaal == 2
        assert VOORDRACHTEN.vraag(session, wie, LijstVraag(zoek="25655")).totaal == 1
        assert VOORDRACHTEN.vraag(session, wie, LijstVraag(filters={"stand": "x' OR 1"})).totaal == 0
        assert get_samenvatting(session, wie).nl == "1 aanvraag loopt, 1 bij SBB in behandeling."
    with lezen(school.begeleider, op=school.motor) as session:
        assert tel_tellers(session, school.begeleider, vandaag) == ()
        (eerste, tweede) = list_van_bedrijf(session, school.begeleider, school.bedrijf)
        assert (eerste.keuzes, tweede.keuzes) == ((), ())
