"""What may stand in the school's own texts, and which one is printed on a day."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bpv_app.kernel.errors import OngeldigeInvoer
from bpv_app.pok.rules_documenttekst import (
    Geldigheid,
    KanNietGelden,
    TekstInvoer,
    TekstSoort,
    TekstStand,
    check_vaststellen,
    kies_geldende,
    lees_invoer,
    stand_van,
    tekst_fout,
    volgend_nummer,
)
from bpv_app.pok.rules_opmaak import BlokSoort, lees_opmaak
from bpv_app.pok.rules_variabelen import VARIABELEN, vul
from bpv_app.pok.rules_voorwaarden import lees_voorwaarden, zeg_ontbinding
from bpv_app.pok.standaardteksten import standaardtekst
from bpv_app.student.rules import Leerweg

VANDAAG = date(2026, 11, 27)
BRIEF = "# Onderwerp\n\nBeste {roepnaam},\n"
VOORWAARDEN = "## Begrippen\n\n1. Bpv: leren in de praktijk.\n"


@pytest.mark.parametrize("soort", list(TekstSoort))
def test_the_texts_of_the_app_pass_their_own_rules(soort: TekstSoort) -> None:
    assert tekst_fout(soort, standaardtekst(soort)) is None


@pytest.mark.parametrize(
    ("regel", "verwacht"),
    [
        ("Dag {sudent}", "Regel 3, teken 5: {sudent} kennen we niet. Bedoel je {student}?"),
        ("Dag {xyzzy}", "Regel 3, teken 5: {xyzzy} kennen we niet."),
        ("Dag {Student}", "Regel 3, teken 5: {Student} kennen we niet. Bedoel je {student}?"),
        ("Dag {student", "Regel 3, teken 5: bij deze { hoort een }."),
        ("Dag student}", "Regel 3, teken 12: bij deze } hoort een {."),
        ("Dag {}", "Regel 3, teken 5: {} kennen we niet."),
        ("Doe dit: {stappen}", "Regel 3, teken 10: {stappen} moet alleen op een regel staan."),
    ],
)
def test_a_broken_variable_is_named_with_its_place(regel: str, verwacht: str) -> None:
    fout = tekst_fout(TekstSoort.BRIEF_STUDENT, f"# Onderwerp\n\n{regel}\n")
    assert fout is not None
    assert fout.nl == verwacht


@pytest.mark.parametrize(
    ("soort", "tekst", "deel"),
    [
        (TekstSoort.BRIEF_STUDENT, "", "Schrijf eerst een tekst."),
        (TekstSoort.BRIEF_STUDENT, "Beste student,", "Begin met het onderwerp"),
        (TekstSoort.BRIEF_STUDENT, BRIEF + "x" * 3000, "hoogstens 3000"),
        (TekstSoort.BRIEF_STUDENT, BRIEF + "regel\n" * 60, "op een bladzijde passen er 50"),
        (TekstSoort.VOORWAARDEN, "Zomaar tekst.", "Begin elk artikel"),
        (TekstSoort.VOORWAARDEN, VOORWAARDEN + "## Leeg\n", "Regel 4: dit artikel heeft geen tekst."),
        (TekstSoort.VOORWAARDEN, VOORWAARDEN + "2. Voor {student}.", "deze tekst is voor iedereen gelijk"),
        (TekstSoort.VOORWAARDEN, VOORWAARDEN + "x" * 60_000, "hoogstens 60000"),
    ],
)
def test_a_text_that_cannot_be_printed_is_refused(soort: TekstSoort, tekst: str, deel: str) -> None:
    fout = tekst_fout(soort, tekst)
    assert fout is not None
    assert deel in fout.nl


@given(st.text(max_size=300))
def test_any_text_gets_an_answer(tekst: str) -> None:
    for soort in TekstSoort:
        fout = tekst_fout(soort, tekst)
        assert fout is None or (fout.nl and fout.en)


@given(st.dictionaries(st.sampled_from(sorted(VARIABELEN)), st.text(max_size=200), min_size=1))
def test_a_value_is_never_read_as_a_variable_or_as_mark_up(waarden: dict[str, str]) -> None:
    tekst = " / ".join(f"{{{naam}}}" for naam in waarden)
    verwacht = " / ".join(w if len(w) <= 120 else w[:119].rstrip() + "…" for w in waarden.values())
    assert vul(tekst, waarden) == verwacht


def test_a_name_that_ends_with_a_full_stop_gets_no_second_one() -> None:
    waarden = {"leerbedrijf": "Van Dam B.V.", "student": "Yusuf"}
    assert vul("Bij {leerbedrijf}. Dag {student}. {onbekend}.", waarden) == "Bij Van Dam B.V. Dag Yusuf. {onbekend}."


def test_mark_up_is_read_per_line() -> None:
    blokken = lees_opmaak("# Titel\r\n\r\nAlinea\n## Kop\n12. Lid\n- punt\n* punt\n#geen\n<b>ook niet</b>")
    assert [(b.soort, b.tekst, b.regel) for b in blokken] == [
        (BlokSoort.TITEL, "Titel", 1),
        (BlokSoort.ALINEA, "Alinea", 3),
        (BlokSoort.KOP, "Kop", 4),
        (BlokSoort.LID, "Lid", 5),
        (BlokSoort.PUNT, "punt", 6),
        (BlokSoort.PUNT, "punt", 7),
        (BlokSoort.ALINEA, "#geen", 8),
        (BlokSoort.ALINEA, "<b>ook niet</b>", 9),
    ]


def test_the_bpvblad_names_the_article_about_ending() -> None:
    met = lees_voorwaarden("2027-1", "## Begrippen\n1. A\n## Einde en ontbinding\n1. B")
    zonder = lees_voorwaarden("2027-2", "## Begrippen\n1. A")
    assert "staan in artikel 2 van de Algemene Voorwaarden" in zeg_ontbinding(met)
    assert "staan in de Algemene Voorwaarden" in zeg_ontbinding(zonder)


def geldigheid(nummer: int, van: str, tot: str = "", leerweg: Leerweg | None = None) -> Geldigheid:
    return Geldigheid(
        nummer,
        TekstSoort.VOORWAARDEN,
        leerweg,
        date.fromisoformat(van),
        date.fromisoformat(tot) if tot else None,
    )


TEKSTEN = [
    geldigheid(1, "2026-08-01"),
    geldigheid(2, "2027-08-01"),
    geldigheid(3, "2026-09-01", "2026-12-31", Leerweg.BBL),
]


@pytest.mark.parametrize(
    ("dag", "leerweg", "verwacht"),
    [
        ("2026-07-31", Leerweg.BOL, None),
        ("2026-08-01", Leerweg.BOL, 1),
        ("2026-12-31", Leerweg.BBL, 3),
        ("2027-01-01", Leerweg.BBL, 1),
        ("2027-07-31", Leerweg.BOL, 1),
        ("2027-08-01", Leerweg.BOL, 2),
        ("2026-10-01", None, 1),
    ],
)
def test_one_text_holds_on_a_day(dag: str, leerweg: Leerweg | None, verwacht: int | None) -> None:
    gekozen = kies_geldende(TEKSTEN, TekstSoort.VOORWAARDEN, leerweg, date.fromisoformat(dag))
    assert (gekozen.id if gekozen else None) == verwacht
    assert kies_geldende(TEKSTEN, TekstSoort.HERINNERING, leerweg, date.fromisoformat(dag)) is None


def test_what_a_text_is_today() -> None:
    dag = date(2027, 9, 1)
    assert [stand_van(t, TEKSTEN, dag) for t in TEKSTEN] == [
        TekstStand.VERVANGEN,
        TekstStand.GELDT,
        TekstStand.VERLOPEN,
    ]
    assert stand_van(TEKSTEN[1], TEKSTEN, VANDAAG) is TekstStand.STRAKS


def invoer(**anders: Any) -> TekstInvoer:
    velden: dict[str, Any] = {
        "leerweg": None,
        "tekst": VOORWAARDEN,
        "geldig_van": VANDAAG,
        "studentenraad_op": date(2026, 11, 1),
    }
    return TekstInvoer(**{**velden, **anders})


@pytest.mark.parametrize(
    ("anders", "veld"),
    [
        ({"studentenraad_op": None}, "studentenraad_op"),
        ({"studentenraad_op": date(2026, 11, 28)}, "studentenraad_op"),
        ({"geldig_van": None}, "geldig_van"),
        ({"geldig_van": date(2026, 11, 26)}, "geldig_van"),
        ({"geldig_van": date(2027, 8, 1)}, "geldig_van"),
        ({"tekst": "Zomaar."}, "tekst"),
    ],
)
def test_what_is_missing_before_terms_can_hold_stands_at_its_field(anders: dict[str, Any], veld: str) -> None:
    check_vaststellen(TekstSoort.VOORWAARDEN, invoer(), TEKSTEN, VANDAAG)
    with pytest.raises(KanNietGelden) as fout:
        check_vaststellen(TekstSoort.VOORWAARDEN, invoer(**anders), TEKSTEN, VANDAAG)
    assert set(fout.value.velden) == {veld}
    assert fout.value.velden[veld].nl in fout.value.tekst.nl


def test_a_letter_needs_no_student_council() -> None:
    check_vaststellen(TekstSoort.HERINNERING, invoer(tekst=BRIEF, studentenraad_op=None), TEKSTEN, VANDAAG)


def test_the_form_is_read_with_every_fault_named() -> None:
    form = {"leerweg": "VWO", "tekst": BRIEF, "geldig_van": "morgen", "geldig_tot": "2027-01-01"}
    with pytest.raises(OngeldigeInvoer) as fout:
        lees_invoer(TekstSoort.BRIEF_STUDENT, form)
    assert set(fout.value.velden) == {"leerweg", "geldig_van"}
    with pytest.raises(OngeldigeInvoer) as fout:
        lees_invoer(TekstSoort.BRIEF_STUDENT, form | {"leerweg": "", "geldig_van": "2027-02-01"})
    assert set(fout.value.velden) == {"geldig_tot"}
    goed = lees_invoer(TekstSoort.BRIEF_STUDENT, {"leerweg": "BBL", "tekst": BRIEF, "studentenraad_op": "2026-11-01"})
    assert goed == TekstInvoer(Leerweg.BBL, BRIEF)


def test_numbers_follow_the_year_in_which_a_version_begins() -> None:
    assert volgend_nummer(2026, ["2026-1", "2027-9", "onzin"]) == "2026-2"
    assert volgend_nummer(2028, ["2026-1"]) == "2028-1"
