"""Reading what is typed about rules, free periods and norms."""

from __future__ import annotations

from datetime import date

import pytest

from bpv_app.kernel.errors import OngeldigeInvoer
from bpv_app.student.rules import Leerweg
from bpv_app.uren.rules import Beoordelaar, Regio, VrijSoort
from bpv_app.uren.rules_inrichting import (
    NormInvoer,
    PeriodeInvoer,
    TeamInvoer,
    lees_norm,
    lees_periode,
    lees_team,
    lees_voor,
    schooljaar_grenzen,
    schooljaar_van,
    schrijf_voor,
)

TEAM = {
    "beoordelaar": "school",
    "regio": "noord",
    "werkdag_0": "on",
    "werkdag_3": "on",
    "insturen_voor": "6",
    "dagen_voor_beoordeling": "7",
    "max_dag": "8,5",
    "max_week": "40",
    "vragen": " Wat deed je? \n\n  Wat leerde je?\n",
}
PERIODE = {"soort": "studiedag", "naam": "Projectdag", "van": "2026-12-04", "tot": "", "voor": "team:12"}
NORM = {"leerweg": "BOL", "jaren": "3", "vanaf": "2027-08-01", "uren": "900"}
VANDAAG = date(2026, 11, 26)


def fouten(lees: object, form: dict[str, str], *rest: object) -> set[str]:
    with pytest.raises(OngeldigeInvoer) as fout:
        lees(form, *rest)  # type: ignore[operator]
    return set(fout.value.velden)


def test_the_rules_of_a_team_as_they_are_typed() -> None:
    assert lees_team(TEAM) == TeamInvoer(
        Beoordelaar.SCHOOL, Regio.NOORD, (0, 3), 6, 7, 510, 2400, ("Wat deed je?", "Wat leerde je?")
    )


@pytest.mark.parametrize(
    ("veld", "waarde", "fout"),
    [
        ("beoordelaar", "ouder", "beoordelaar"),
        ("regio", "", "regio"),
        ("insturen_voor", "7", "insturen_voor"),
        ("insturen_voor", "-1", "insturen_voor"),
        ("dagen_voor_beoordeling", "0", "dagen_voor_beoordeling"),
        ("dagen_voor_beoordeling", "32", "dagen_voor_beoordeling"),
        ("max_dag", "12,1", "max_dag"),
        ("max_dag", "0,5", "max_dag"),
        ("max_dag", "acht", "max_dag"),
        ("max_week", "61", "max_week"),
        ("max_week", "8", "max_week"),  # less than the 8,5 of a day
        ("vragen", "\n".join(f"Vraag {n}" for n in range(11)), "vragen"),
        ("vragen", "x" * 201, "vragen"),
    ],
)
def test_what_a_team_cannot_set(veld: str, waarde: str, fout: str) -> None:
    assert fouten(lees_team, TEAM | {veld: waarde}) == {fout}


def test_a_team_works_on_some_day() -> None:
    zonder = {k: v for k, v in TEAM.items() if not k.startswith("werkdag")}
    assert fouten(lees_team, zonder) == {"werkdag_0"}


def test_the_limits_themselves_are_allowed() -> None:
    grens = lees_team(TEAM | {"max_dag": "12", "max_week": "60", "vragen": "\n".join(["x" * 200] * 10)})
    assert (grens.max_minuten_dag, grens.max_minuten_week, len(grens.vragen)) == (720, 3600, 10)


def test_a_period_without_a_last_day_is_one_day() -> None:
    dag = date(2026, 12, 4)
    assert lees_periode(PERIODE) == PeriodeInvoer(VrijSoort.STUDIEDAG, "Projectdag", dag, dag, None, 12)


@pytest.mark.parametrize(
    ("veld", "waarde", "fout"),
    [
        ("naam", " ", "naam"),
        ("naam", "x" * 101, "naam"),
        ("van", "4 december", "van"),
        ("van", "1999-12-04", "van"),
        ("tot", "2026-12-03", "tot"),
        ("tot", "2027-04-03", "tot"),  # the 121st day
        ("voor", "team:x", "voor"),
        ("voor", "regio:oost", "voor"),
        ("soort", "feest", "soort"),
    ],
)
def test_what_is_no_period(veld: str, waarde: str, fout: str) -> None:
    assert fouten(lees_periode, PERIODE | {veld: waarde}) == {fout}


def test_a_period_lasts_at_most_120_days() -> None:
    assert lees_periode(PERIODE | {"tot": "2027-04-02"}).tot == date(2027, 4, 2)


@pytest.mark.parametrize("wie", [(None, None), (Regio.ZUID, None), (None, 7)])
def test_for_whom_is_written_as_it_is_read(wie: tuple[Regio | None, int | None]) -> None:
    assert lees_voor(schrijf_voor(*wie)) == wie


def test_a_norm_holds_from_today_or_later() -> None:
    assert lees_norm(NORM, VANDAAG) == NormInvoer(Leerweg.BOL, 3, date(2027, 8, 1), 900, False)
    assert lees_norm(NORM | {"vanaf": "2026-11-26", "per_jaar": "on"}, VANDAAG).per_jaar
    assert fouten(lees_norm, NORM | {"vanaf": "2026-11-25"}, VANDAAG) == {"vanaf"}
    assert fouten(lees_norm, NORM | {"uren": "0", "jaren": "5", "leerweg": ""}, VANDAAG) == {"uren", "jaren", "leerweg"}


def test_a_school_year_begins_on_1_august() -> None:
    assert (schooljaar_van(date(2027, 7, 31)), schooljaar_van(date(2027, 8, 1))) == (2026, 2027)
    assert schooljaar_grenzen(2026) == (date(2026, 8, 1), date(2027, 7, 31))
