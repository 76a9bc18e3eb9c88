"""The lists of students and enrolments, and one student's detail."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest
from sqlmodel import Session

from bpv_app.kernel.actor import Actor, systeem
from bpv_app.kernel.clock import FixedClock
from bpv_app.kernel.errors import NietGevonden
from bpv_app.kernel.lijst import Lijst, LijstVraag, lees_vraag
from bpv_app.kernel.rechten import Rol
from bpv_app.kernel.zoek import maak_zoektekst
from bpv_app.student.inlezen_zoek import zoektekst_kolom
from bpv_app.student.queries import STUDENTEN, VERBINTENISSEN, get_student_detail, kies_huidige, tel_studenten
from bpv_app.student.rules import Leerweg, is_lopend
from bpv_app.student.tables import KrdPok, Verbintenis, VerbintenisPeriode
from tests.makers import bewaar, make_actor, make_opleiding, make_student, make_team, make_verbintenis

SYSTEEM = systeem()


@pytest.fixture(autouse=True)
def stil(monkeypatch: pytest.MonkeyPatch, clock: FixedClock) -> None:
    monkeypatch.setattr("bpv_app.kernel.clock.klok", clock)


def vraag(session: Session, lijst: Lijst, actor: Actor = SYSTEEM, **query: str) -> list[list[str]]:
    extra = lijst.filters_van(session, actor) if lijst.filters_van else ()
    antwoord = lijst.vraag(session, actor, lees_vraag(lijst, query, extra))
    assert all(len(r.cellen) == len(lijst.kolommen) for r in antwoord.rijen)
    return [[c.tekst for c in r.cellen] for r in antwoord.rijen]


def namen(session: Session, lijst: Lijst = STUDENTEN, actor: Actor = SYSTEEM, **query: str) -> list[str]:
    return [rij[0] for rij in vraag(session, lijst, actor, **query)]


def _drie(session: Session) -> int:
    team = make_team(session, naam="Techniek")
    make_opleiding(session, "25736", naam="Monteur")
    eva = make_student(session, team, naam="Eva", klas="3B", zoektekst="eva 1 3b", studentnummer="1")
    jan = make_student(session, naam="Jan 100%", klas="4A", zoektekst="jan 100% 2 4a", studentnummer="2")
    make_student(session, naam="BSN3", krd_sleutel="BSN3", klas="", zoektekst="bsn3", studentnummer=None)
    make_verbintenis(session, eva, opleiding_naam="", team_id=team.id, cohort="2025")
    make_verbintenis(session, jan, crebo="25655", leerweg=Leerweg.BBL, werkelijk_eind_op=date(2026, 1, 1), team_id=None)
    return team.id or 0


def test_search_filter_and_sort(session: Session) -> None:
    team = _drie(session)
    assert namen(session) == ["BSN3", "Eva", "Jan 100%"]
    assert namen(session, sorteer="-naam") == ["Jan 100%", "Eva", "BSN3"]
    assert namen(session, sorteer="klas") == ["BSN3", "Eva", "Jan 100%"]
    assert namen(session, zoek="ÉVA") == ["Eva"]
    assert namen(session, zoek="3b eva") == ["Eva"]
    assert namen(session, zoek="100%") == ["Jan 100%"]
    assert namen(session, zoek="_") == []
    assert namen(session, klas="4A") == ["Jan 100%"]
    assert namen(session, team=str(team)) == ["Eva"]
    assert namen(session, leerweg="BBL") == ["Jan 100%"]
    assert namen(session, crebo="25736") == ["Eva"]
    assert namen(session, lopend="ja") == ["Eva"]
    assert namen(session, lopend="nee") == ["Jan 100%"]
    assert namen(session, leerweg="onzin", klas="bestaat niet") == ["BSN3", "Eva", "Jan 100%"]


@pytest.mark.parametrize("lijst", [STUDENTEN, VERBINTENISSEN], ids=lambda lijst: str(lijst.naam))
def test_every_column_that_says_so_can_be_sorted_by(session: Session, lijst: Lijst) -> None:
    _drie(session)
    alle = sorted(namen(session, lijst))
    for kolom in lijst.kolommen:
        if kolom.sorteer:
            for richting in ("", "-"):
                assert sorted(namen(session, lijst, sorteer=richting + kolom.naam)) == alle


def test_a_page_is_a_page_and_the_count_is_of_all(session: Session) -> None:
    _drie(session)
    antwoord = STUDENTEN.vraag(session, SYSTEEM, LijstVraag(pagina=2, per_pagina=2))
    assert (antwoord.totaal, [r.naam for r in antwoord.rijen]) == (3, ["Jan 100%"])
    assert STUDENTEN.vraag(session, SYSTEEM, LijstVraag(pagina=99)).rijen == []


def test_the_cells_tell_programme_route_and_period(session: Session) -> None:
    _drie(session)
    rij = dict(zip([k.naam for k in STUDENTEN.kolommen], vraag(session, STUDENTEN, zoek="eva")[0], strict=True))
    assert rij["opleiding"] == "Monteur"
    assert (rij["leerweg"], rij["niveau"], rij["team"], rij["cohort"]) == ("BOL", "3", "Techniek", "2025")
    assert (rij["begin"], rij["eind"]) == ("1 aug 2025", "31 jul 2028")
    verbintenis = dict(
        zip([k.naam for k in VERBINTENISSEN.kolommen], vraag(session, VERBINTENISSEN, zoek="jan")[0], strict=True)
    )
    assert (verbintenis["crebo"], verbintenis["werkelijk_eind"]) == ("25655", "1 jan 2026")


def test_the_scope_is_in_the_list_the_count_and_the_filters(session: Session) -> None:
    team = _drie(session)
    coordinator = make_actor(session, Rol.COORDINATOR, team_id=team)
    assert namen(session, actor=coordinator) == ["Eva"]
    assert namen(session, VERBINTENISSEN, coordinator) == ["Eva"]
    telling = tel_studenten(session, coordinator, date(2026, 11, 26))
    assert (telling.totaal, telling.zonder_naam, telling.zonder_verbintenis) == (1, 0, 0)
    alles = tel_studenten(session, SYSTEEM, date(2026, 11, 26))
    assert (alles.totaal, alles.zonder_naam, alles.zonder_verbintenis) == (3, 1, 2)
    assert STUDENTEN.filters_van is not None
    teams, klassen = STUDENTEN.filters_van(session, coordinator)
    assert [k.waarde for k in teams.keuzes] == [str(team)]
    assert [k.waarde for k in klassen.keuzes] == ["3B"]


def test_the_enrolment_that_counts_is_the_running_one() -> None:
    vandaag = date(2026, 11, 26)
    oud = Verbintenis(
        id=1, student_id=1, volgnummer="1", begin_op=date(2026, 9, 1), werkelijk_eind_op=date(2026, 10, 1)
    )
    nu = Verbintenis(id=2, student_id=1, volgnummer="2", begin_op=date(2025, 8, 1))
    straks = Verbintenis(id=3, student_id=1, volgnummer="3", begin_op=date(2027, 8, 1))
    assert kies_huidige([oud, nu, straks], vandaag) is nu
    assert kies_huidige([oud, straks], vandaag) is straks
    assert kies_huidige([], vandaag) is None


@pytest.mark.parametrize(
    ("begin", "eind", "loopt"),
    [
        (None, None, True),
        (date(2026, 11, 26), None, True),
        (date(2026, 11, 27), None, False),
        (date(2025, 1, 1), date(2026, 11, 26), True),
        (date(2025, 1, 1), date(2026, 11, 25), False),
    ],
)
def test_running_counts_both_days(begin: date | None, eind: date | None, loopt: bool) -> None:
    assert is_lopend(begin, eind, date(2026, 11, 26)) is loopt


def test_the_detail_has_enrolments_periods_and_the_registers_poks(session: Session) -> None:
    student = make_student(session, naam="BSN1", krd_sleutel="BSN1", studentnummer=None)
    verbintenis = make_verbintenis(session, student)
    ander = make_verbintenis(session, student, volgnummer="0", begin_op=None)
    bewaar(session, VerbintenisPeriode(verbintenis_id=verbintenis.id or 0, begin_op=date(2025, 8, 1), crebo="25736"))
    bewaar(session, KrdPok(verbintenis_id=verbintenis.id or 0, volgnummer="C1", uren=400, sbb_id="100018965"))
    detail = get_student_detail(session, SYSTEEM, student.id or 0, date(2026, 11, 26))
    assert detail.is_naamloos
    assert [v.id for v in detail.verbintenissen] == [verbintenis.id, ander.id]
    assert [p.crebo for p in detail.verbintenissen[0].perioden] == ["25736"]
    assert [(k.volgnummer, k.uren) for k in detail.verbintenissen[0].poks] == [("C1", 400)]
    with pytest.raises(NietGevonden):
        get_student_detail(session, make_actor(session, Rol.BEHEER), student.id or 0, date(2026, 11, 26))


def test_the_search_text_of_many_is_that_of_one() -> None:
    rijen = [("Eva  de Vries", "1"), ("Zoë É", None), ("", "x"), (None, None), ("ß\tŁ", "A B"), ("x" * 900, "y")]
    frame = pl.DataFrame(rijen, schema={"naam": pl.String, "nummer": pl.String}, orient="row")
    assert zoektekst_kolom(frame, ["naam", "nummer"]).to_list() == [maak_zoektekst(n, k) for n, k in rijen]
