"""Set-ups: who makes and changes them, for which team, and the list."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy.engine import Engine
from sqlmodel import Session

from bpv_app.db import transaction
from bpv_app.dossier import service
from bpv_app.dossier.queries import INRICHTINGEN, list_keuzes, toon_getal
from bpv_app.dossier.rules_inrichting import InrichtingInvoer, standaard_inrichting
from bpv_app.dossier.tables import Inrichting
from bpv_app.kernel.actor import Actor, systeem
from bpv_app.kernel.errors import GeenRecht, NietGevonden, OngeldigeInvoer, Verouderd
from bpv_app.kernel.lijst import LijstVraag, lees_vraag
from bpv_app.student.rules import Leerweg
from tests.dossier.cast import Cast, make_cast
from tests.makers import make_dossier, make_inrichting, make_team


def _id(rij: Any) -> int:
    return int(rij.id)


def invoer(**anders: Any) -> InrichtingInvoer:
    return replace(standaard_inrichting(Leerweg.BBL), naam="BBL heel jaar", **anders)


@pytest.fixture
def cast(session: Session) -> Cast:
    return make_cast(session)


def test_a_set_up_is_stored_as_filled_in(session: Session, cast: Cast) -> None:
    gewenst = invoer(
        team_id=cast.team.id,
        begin_op=date(2026, 12, 7),
        eind_op=date(2027, 6, 25),
        uren_totaal=610,
        uren_per_week=Decimal("22.5"),
    )
    rij = service.maak_inrichting(session, cast.coordinator, gewenst)
    session.expire_all()
    assert service.als_invoer(rij) == gewenst
    assert (rij.exemplaren, rij.is_actief, rij.versie) == (4, True, 1)
    assert rij.gespreksmomenten[0] == {
        "naam": "Startgesprek",
        "dagen_na_begin": 14,
        "vorm": "bezoek",
        "deelnemers": ["student", "praktijkopleider", "onderwijsbegeleider"],
        "venster_dagen": 14,
    }


def test_who_may_make_one_and_for_which_team(session: Session, cast: Cast) -> None:
    def uitkomst(actor: Actor, team_id: int | None) -> str:
        try:
            return str(service.maak_inrichting(session, actor, invoer(team_id=team_id)).team_id)
        except OngeldigeInvoer as fout:
            return ",".join(fout.velden)
        except GeenRecht as fout:
            return fout.code

    team, ander = cast.team.id, cast.ander_team.id
    assert [uitkomst(cast.coordinator, t) for t in (team, ander, None, 999_999, 2**60)] == [
        str(team), "team_id", "team_id", "team_id", "team_id",
    ]  # fmt: skip
    for actor in (cast.beheer, cast.coordinator_school):
        assert [uitkomst(actor, t) for t in (team, ander, None, 999_999)] == [
            str(team), str(ander), "None", "team_id",
        ]  # fmt: skip
    for naam in ("begeleider", "studentenzaken", "student_zelf", "praktijkopleider", "niemand"):
        assert uitkomst(cast.iedereen[naam], team) == "geen_recht"


def test_who_reads_and_who_changes_an_own_another_and_a_school_wide_set_up(session: Session, cast: Cast) -> None:
    eigen, ander, school = (
        make_inrichting(session, team_id=team_id) for team_id in (cast.team.id, cast.ander_team.id, None)
    )

    def uitkomst(actor: Actor, rij: Inrichting) -> str:
        try:
            service.get_inrichting(session, actor, _id(rij))
        except NietGevonden:
            with pytest.raises(NietGevonden):
                service.zet_inrichting_actief(session, actor, _id(rij), True, rij.versie)
            return "-"
        try:
            service.zet_inrichting_actief(session, actor, _id(rij), True, rij.versie)
        except service.AlleenLezen:
            assert not service.mag_wijzigen(actor, rij)
            return "leest"
        assert service.mag_wijzigen(actor, rij)
        return "wijzigt"

    alles = {naam: [uitkomst(wie, r) for r in (eigen, ander, school)] for naam, wie in cast.iedereen.items()}
    assert alles == {
        "coordinator": ["wijzigt", "-", "leest"],
        "coordinator_ander_team": ["-", "wijzigt", "leest"],
        "coordinator_school": ["wijzigt", "wijzigt", "wijzigt"],
        "begeleider": ["-", "-", "-"],
        "andere_begeleider": ["-", "-", "-"],
        "studentenzaken": ["-", "-", "-"],
        "student_zelf": ["-", "-", "-"],
        "andere_student_zelf": ["-", "-", "-"],
        "praktijkopleider": ["-", "-", "-"],
        "beheer": ["wijzigt", "wijzigt", "wijzigt"],
        "niemand": ["-", "-", "-"],
    }


def test_a_change_is_checked_counted_and_refused_when_stale(session: Session, cast: Cast) -> None:
    rij = service.maak_inrichting(session, cast.coordinator, invoer(team_id=cast.team.id))
    nieuw = invoer(team_id=cast.team.id, exemplaren=5)
    service.werk_inrichting_bij(session, cast.coordinator, _id(rij), nieuw, 1)
    assert (rij.exemplaren, rij.versie) == (5, 2)
    service.werk_inrichting_bij(session, cast.coordinator, _id(rij), nieuw, 2)
    assert rij.versie == 2
    with pytest.raises(Verouderd) as fout:
        service.werk_inrichting_bij(session, cast.coordinator, _id(rij), invoer(team_id=cast.team.id), 1)
    assert ("exemplaren", "5", "4") in fout.value.verschillen
    with pytest.raises(OngeldigeInvoer):
        service.werk_inrichting_bij(session, cast.coordinator, _id(rij), replace(nieuw, exemplaren=0), 2)
    with pytest.raises(OngeldigeInvoer):
        service.werk_inrichting_bij(session, cast.coordinator, _id(rij), replace(nieuw, team_id=None), 2)
    with pytest.raises(NietGevonden):
        service.werk_inrichting_bij(session, cast.coordinator, 2**60, nieuw, 2)


def test_changing_a_set_up_leaves_its_dossiers_dates_alone(session: Session, cast: Cast) -> None:
    rij = make_inrichting(session, team_id=cast.team.id)
    dossier = make_dossier(session, cast.verbintenis, rij)
    gewijzigd = replace(service.als_invoer(rij), begin_op=date(2027, 1, 1), eind_op=date(2027, 2, 1))
    service.werk_inrichting_bij(session, cast.coordinator, _id(rij), gewijzigd, rij.versie)
    session.expire_all()
    assert dossier.begin_op == date(2026, 12, 7)


def test_a_copy_of_a_school_wide_set_up_belongs_to_the_own_team(session: Session, cast: Cast) -> None:
    bron = make_inrichting(session, naam="x" * 100, documenten=["POK"], uren_per_week=Decimal("7.5"))
    kopie = service.kopieer_inrichting(session, cast.coordinator, _id(bron))
    assert (kopie.team_id, kopie.naam, kopie.versie) == (cast.team.id, ("Kopie van " + "x" * 100)[:100], 1)
    assert replace(service.als_invoer(kopie), naam="", team_id=None) == replace(service.als_invoer(bron), naam="")
    assert service.kopieer_inrichting(session, cast.beheer, _id(bron)).team_id is None
    assert service.kopieer_inrichting(session, cast.beheer, _id(bron), team_id=cast.team.id).team_id == cast.team.id
    with pytest.raises(OngeldigeInvoer):
        service.kopieer_inrichting(session, cast.coordinator, _id(bron), team_id=cast.ander_team.id)
    with pytest.raises(NietGevonden):
        service.kopieer_inrichting(session, cast.studentenzaken, _id(bron))


def test_switched_off_and_on_again(session: Session, cast: Cast) -> None:
    rij = make_inrichting(session, team_id=cast.team.id)
    service.zet_inrichting_actief(session, cast.coordinator, _id(rij), False, 1)
    assert (rij.is_actief, rij.versie) == (False, 2)
    with pytest.raises(Verouderd):
        service.zet_inrichting_actief(session, cast.coordinator, _id(rij), True, 1)
    assert service.zet_inrichting_actief(session, cast.coordinator, _id(rij), True, 2).is_actief


def test_two_people_save_the_same_set_up_one_wins(motor: Engine) -> None:
    with transaction(systeem(), op=motor) as session:
        rij_id = _id(make_inrichting(session))

    def bewaar(naam: str) -> None:
        with transaction(systeem(), op=motor) as session:
            service.werk_inrichting_bij(session, systeem(), rij_id, replace(invoer(), naam=naam), 1)

    bewaar("Eerste")
    with pytest.raises(Verouderd):
        bewaar("Tweede")
    with transaction(op=motor) as session:
        assert session.get_one(Inrichting, rij_id).naam == "Eerste"


def make_vier(session: Session, cast: Cast) -> None:
    make_inrichting(session, naam="alfa", team_id=cast.team.id, begin_op=None, uren_totaal=None)
    make_inrichting(session, naam="Beta", leerweg=Leerweg.BBL, exemplaren=4)
    make_inrichting(session, naam="gamma", team_id=cast.ander_team.id)
    make_inrichting(session, naam="Delta", team_id=cast.team.id, is_actief=False, begin_op=date(2026, 9, 1))


def namen(session: Session, actor: Actor, vraag: LijstVraag) -> list[str]:
    antwoord = INRICHTINGEN.vraag(session, actor, vraag)
    assert antwoord.totaal >= len(antwoord.rijen)
    return [r.naam for r in antwoord.rijen if not r.naam.startswith("BOL 3 najaar")]


def test_the_list_shows_own_and_school_wide_set_ups(session: Session, cast: Cast) -> None:
    make_vier(session, cast)
    assert namen(session, cast.coordinator, LijstVraag()) == ["alfa", "Beta", "Delta"]
    assert namen(session, cast.coordinator_ander_team, LijstVraag()) == ["Beta", "gamma"]
    assert namen(session, cast.beheer, LijstVraag()) == ["alfa", "Beta", "Delta", "gamma"]
    for naam in ("begeleider", "studentenzaken", "student_zelf", "praktijkopleider", "niemand"):
        assert INRICHTINGEN.vraag(session, cast.iedereen[naam], LijstVraag()).totaal == 0


@pytest.mark.parametrize(
    ("query", "verwacht"),
    [
        ({"zoek": "ELT"}, ["Delta"]),
        ({"zoek": "%"}, []),
        ({"leerweg": "BBL"}, ["Beta"]),
        ({"actief": "nee"}, ["Delta"]),
        ({"team": "school"}, ["Beta"]),
        ({"sorteer": "-naam"}, ["Delta", "Beta", "alfa"]),
        ({"sorteer": "begin_op"}, ["alfa", "Delta", "Beta"]),
        ({"sorteer": "-uren_totaal", "leerweg": "BOL"}, ["Delta", "alfa"]),
        ({"sorteer": "leerweg"}, ["Beta", "alfa", "Delta"]),
        ({"sorteer": "eind_op", "zoek": "alfa"}, ["alfa"]),
    ],
)
def test_search_filters_and_sorting(session: Session, cast: Cast, query: dict[str, str], verwacht: list[str]) -> None:
    make_vier(session, cast)
    filters = INRICHTINGEN.filters_van(session, cast.coordinator) if INRICHTINGEN.filters_van else ()
    assert namen(session, cast.coordinator, lees_vraag(INRICHTINGEN, query, filters)) == verwacht


def test_the_team_filter_offers_own_teams_and_shows_that_team_only(session: Session, cast: Cast) -> None:
    make_vier(session, cast)
    assert INRICHTINGEN.filters_van
    (filter_,) = INRICHTINGEN.filters_van(session, cast.coordinator)
    assert [k.waarde for k in filter_.keuzes] == ["school", str(cast.team.id)]
    vraag = lees_vraag(INRICHTINGEN, {"team": str(cast.team.id)}, (filter_,))
    assert namen(session, cast.coordinator, vraag) == ["alfa", "Delta"]


def test_the_rows_hold_what_the_columns_promise(session: Session, cast: Cast) -> None:
    rij = make_inrichting(session, naam="Een", team_id=cast.team.id, uren_per_week=Decimal("7.5"))
    make_dossier(session, cast.verbintenis, rij)
    vraag = LijstVraag(zoek="een", taal="en")
    (regel,) = INRICHTINGEN.vraag(session, cast.coordinator, vraag).rijen
    cellen = dict(zip([k.naam for k in INRICHTINGEN.kolommen], [c.tekst for c in regel.cellen], strict=True))
    assert cellen == {
        "naam": "Een",
        "team": cast.team.naam,
        "leerweg": "BOL (school-based)",
        "begin_op": "7 Dec 2026",
        "eind_op": "25 Jun 2027",
        "uren_totaal": "560",
        "uren_per_week": "7.5",
        "dagen_per_week": "4",
        "exemplaren": "3",
        "dossiers": "1",
        "actief": "Yes",
    }


def test_the_choices_for_coupling_are_active_and_usable(session: Session, cast: Cast) -> None:
    make_vier(session, cast)
    keuzes = [naam for _, naam in list_keuzes(session, cast.coordinator) if not naam.startswith("BOL 3 najaar")]
    assert keuzes == ["alfa (BOL)", "Beta (BBL)"]
    assert list_keuzes(session, cast.beheer) == []  # makes set-ups, couples nobody
    make_inrichting(session, team_id=make_team(session).id, naam="zeta")
    assert "zeta (BOL)" in [n for _, n in list_keuzes(session, cast.coordinator_school)]


@pytest.mark.parametrize(
    ("getal", "nl"),
    [(Decimal("7.50"), "7,5"), (Decimal(40), "40"), (Decimal("0.25"), "0,25"), (None, ""), (560, "560")],
)
def test_numbers_are_shown_the_dutch_way(getal: Decimal | int | None, nl: str) -> None:
    assert toon_getal(getal) == nl
    assert toon_getal(getal, "en") == nl.replace(",", ".")
