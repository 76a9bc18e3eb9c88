"""Exports: the columns of the screen, every row, right types, nothing a spreadsheet would run."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.engine import Engine
from sqlmodel import Session

from bpv_app.db import lezen, transaction
from bpv_app.kernel.actor import Actor, systeem
from bpv_app.kernel.clock import FixedClock
from bpv_app.kernel.errors import GeenRecht
from bpv_app.kernel.lijst import Cel, Kolom, Lijst, LijstAntwoord, LijstVraag, Rij
from bpv_app.kernel.rechten import Actie, Rol
from bpv_app.kernel.spreadsheet import veilig
from bpv_app.kernel.tekst import Tekst
from bpv_app.koppeling import export
from bpv_app.koppeling.export import ExportFout, ExportSoort, schrijf_lijst, soort_van
from bpv_app.koppeling.export_lijsten import LIJSTEN
from bpv_app.student.queries import STUDENTEN
from bpv_app.student.rules import Leerweg
from tests.makers import make_actor, make_pok, make_student, make_team

SYSTEEM = systeem()


def _lijst(rijen: list[tuple[Cel, ...]]) -> Lijst:
    def vraag(_session: Any, _actor: Any, v: LijstVraag) -> LijstAntwoord:
        deel = rijen[v.offset : v.offset + v.per_pagina]
        return LijstAntwoord([Rij(str(i), cellen) for i, cellen in enumerate(deel)], len(rijen))

    kolommen = (
        Kolom("a", Tekst("Eén", "One")),
        Kolom("b", Tekst("Twee", "Two"), standaard=False),
        Kolom("c", Tekst("Drie", "Three")),
    )
    return Lijst("proef", Tekst("Proef [1]", "Trial"), Actie.STUDENT_ZIEN, kolommen, vraag)


@pytest.fixture
def sessie(motor: Engine) -> Iterator[Session]:
    with lezen(op=motor) as session:
        yield session


def schrijf(session: Session, lijst: Lijst, soort: ExportSoort, vraag: LijstVraag, actor: Actor = SYSTEEM) -> bytes:
    doel = io.BytesIO()
    schrijf_lijst(session, actor, lijst, vraag, doel, soort)
    return doel.getvalue()


def als_csv(session: Session, lijst: Lijst, **vraag: Any) -> list[list[str]]:
    inhoud = schrijf(session, lijst, ExportSoort.CSV, LijstVraag(**vraag))
    assert inhoud.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(inhoud.decode("utf-8-sig"), newline=""), delimiter=";"))


def als_xlsx(session: Session, lijst: Lijst, **vraag: Any) -> list[list[Any]]:
    boek = openpyxl.load_workbook(io.BytesIO(schrijf(session, lijst, ExportSoort.XLSX, LijstVraag(**vraag))))
    return [[c.value for c in rij] for rij in boek.worksheets[0].iter_rows()]


WAARDEN: list[tuple[Any, str, Any]] = [
    ("gewoon", "gewoon", "gewoon"),
    (7, "7", 7),
    (Decimal("7.50"), "7,50", 7.5),
    (True, "ja", True),
    (date(2027, 3, 12), "2027-03-12", datetime(2027, 3, 12)),  # noqa: DTZ001
    (datetime(2027, 7, 1, 22, 30, tzinfo=UTC), "2027-07-02 00:30:00", datetime(2027, 7, 2, 0, 30)),  # noqa: DTZ001
    (Leerweg.BBL, "BBL", "BBL"),
    ("=1+1", "'=1+1", "=1+1"),
    ("@SUM(A1)", "'@SUM(A1)", "@SUM(A1)"),
    ("-2+3", "'-2+3", "-2+3"),
    (" +31 6", "' +31 6", " +31 6"),
    ("http://x.example", "http://x.example", "http://x.example"),
    ("00123", "00123", "00123"),
    ('a;"b"\nc', 'a;"b"\nc', 'a;"b"\nc'),
]


@pytest.mark.parametrize(("waarde", "in_csv", "in_xlsx"), WAARDEN)
def test_each_value_keeps_its_type_and_no_text_becomes_a_formula(
    sessie: Session, waarde: Any, in_csv: str, in_xlsx: Any
) -> None:
    lijst = _lijst([(Cel("tekst", waarde=waarde), Cel("b"), Cel("=HYPERLINK(1)"))])
    assert als_csv(sessie, lijst)[1] == [in_csv, "'=HYPERLINK(1)"]
    inhoud = schrijf(sessie, lijst, ExportSoort.XLSX, LijstVraag())
    cel = openpyxl.load_workbook(io.BytesIO(inhoud)).worksheets[0]["A2"]
    assert cel.value == in_xlsx
    assert cel.data_type != "f"


@given(st.text(max_size=40))
def test_no_csv_cell_starts_like_a_formula(tekst: str) -> None:
    assert not veilig(tekst).lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r", "\n"))
    assert "\x00" not in veilig(tekst)


def test_the_columns_are_those_of_the_screen(sessie: Session) -> None:
    lijst = _lijst([(Cel("1"), Cel("2"), Cel("3"))])
    assert als_csv(sessie, lijst) == [["Eén", "Drie"], ["1", "3"]]
    assert als_csv(sessie, lijst, kolommen=("b",)) == [["Twee"], ["2"]]
    assert als_csv(sessie, lijst, taal="en")[0] == ["One", "Three"]
    assert als_xlsx(sessie, lijst, kolommen=("a", "b"))[0] == ["Eén", "Twee"]


@pytest.mark.parametrize("aantal", [0, 1, 999, 1000, 1001, 2500])
def test_every_row_is_written_once(sessie: Session, aantal: int) -> None:
    lijst = _lijst([(Cel(str(i)), Cel(""), Cel("")) for i in range(aantal)])
    assert [r[0] for r in als_csv(sessie, lijst, pagina=7)[1:]] == [str(i) for i in range(aantal)]
    assert [r[0] for r in als_xlsx(sessie, lijst)[1:]] == [str(i) for i in range(aantal)]


def test_a_text_excel_cannot_take_is_cut_and_says_so(sessie: Session) -> None:
    cel = als_xlsx(sessie, _lijst([(Cel("x" * 40_000), Cel(""), Cel(""))]))[1][0]
    assert (len(cel), cel[-1]) == (32_767, "…")


def test_a_list_too_long_for_excel_is_refused(sessie: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(export, "MAX_XLSX_RIJEN", 2)
    lijst = _lijst([(Cel(str(i)), Cel(""), Cel("")) for i in range(3)])
    with pytest.raises(ExportFout):
        schrijf(sessie, lijst, ExportSoort.XLSX, LijstVraag())
    assert len(als_csv(sessie, lijst)) == 4


@pytest.mark.parametrize(("naam", "soort"), [("a.csv", ExportSoort.CSV), ("b.XLSX", ExportSoort.XLSX)])
def test_the_ending_says_the_kind(naam: str, soort: ExportSoort) -> None:
    assert soort_van(naam) is soort


@pytest.mark.parametrize("naam", ["a", "a.ods", "csv", "a.xls"])
def test_another_ending_is_refused(naam: str) -> None:
    with pytest.raises(ExportFout):
        soort_van(naam)


def test_right_and_scope_hold_for_exports(motor: Engine, clock: FixedClock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bpv_app.kernel.clock.klok", clock)
    with transaction(op=motor) as session:
        team = make_team(session)
        make_student(session, team, naam="Eva", zoektekst="eva")
        make_student(session, naam="Jan", zoektekst="jan")
        coordinator = make_actor(session, Rol.COORDINATOR, team_id=team.id)
        student = make_actor(session, Rol.STUDENT)
    with lezen(op=motor) as session:
        tekst = schrijf(session, STUDENTEN, ExportSoort.CSV, LijstVraag(), coordinator).decode()
        assert "Eva" in tekst
        assert "Jan" not in tekst
        with pytest.raises(GeenRecht):
            schrijf(session, STUDENTEN, ExportSoort.CSV, LijstVraag(), student)


@pytest.mark.parametrize("naam", sorted(LIJSTEN))
def test_every_list_of_the_app_can_be_written_both_ways(
    motor: Engine, clock: FixedClock, monkeypatch: pytest.MonkeyPatch, naam: str, tmp_path: Path
) -> None:
    monkeypatch.setattr("bpv_app.kernel.clock.klok", clock)
    with transaction(systeem(), op=motor) as session:
        make_pok(session)
    with lezen(systeem(), op=motor) as session:
        lijst = LIJSTEN[naam]
        # Nothing is asked from somewhere here, so there is no distance.
        koppen = [k.label.nl for k in lijst.kolommen if k.standaard and k.label.nl != "Afstand"]
        in_csv, in_xlsx = als_csv(session, lijst), als_xlsx(session, lijst)
    assert in_csv[0] == [veilig(k) for k in koppen]
    assert in_xlsx[0] == koppen
    assert len(in_csv) == len(in_xlsx)
    assert all(len(r) == len(koppen) for r in in_csv)
