"""Files as schools make them, and as nobody should: read, or refused in words; never a crash or a silent loss."""

from __future__ import annotations

import csv
import io
import zipfile
from contextlib import suppress
from datetime import date, datetime, time

import polars as pl
import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from bpv_app.kernel.codering import OnleesbaarBestand, decodeer
from bpv_app.koppeling.bestand import lezen_xlsx
from bpv_app.koppeling.bestand.blad import RIJ, Blad
from bpv_app.koppeling.bestand.lezen import lees_blad
from bpv_app.koppeling.bestand.lezen_csv import lees_csv
from bpv_app.koppeling.bestand.schoon import als_bytes, bsn_kolommen, uit_bytes, zonder_bsn

CSV = "Nr;Naam;Klas\r\n1;Zoë de Vries;3B\r\n2;Jan;4A\r\n"


def rijen(blad: Blad) -> list[tuple[object, ...]]:
    return blad.frame.rows()


def xlsx(*rij: list[object], vooraf: int = 0) -> bytes:
    doel = io.BytesIO()
    boek = xlsxwriter.Workbook(doel)
    blad = boek.add_worksheet()
    for i, cellen in enumerate(rij):
        blad.write_row(i + vooraf, 0, cellen)
    boek.close()
    return doel.getvalue()


@pytest.mark.parametrize("codering", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "latin-1"])
@pytest.mark.parametrize("teken", [";", ",", "\t", "|"])
def test_encoding_and_separator_are_found(codering: str, teken: str) -> None:
    blad = lees_csv(CSV.replace(";", teken).encode(codering))
    assert blad.kolommen == ("Nr", "Naam", "Klas")
    assert rijen(blad) == [(2, "1", "Zoë de Vries", "3B"), (3, "2", "Jan", "4A")]


def test_a_damaged_spot_in_utf8_is_no_reason_to_garble_every_accent() -> None:
    tekst, codering = decodeer("naam;klas\nZoë;é\nJos".encode() + b"\xe9;4A\n")
    assert codering == "utf-8"
    assert "Zoë" in tekst
    assert "\ufffd" in tekst


@pytest.mark.parametrize(
    "vorm",
    [
        lambda t: "sep=;\r\n" + t,
        lambda t: t.replace("Nr;", '"Nr";').replace("Jan", '"Jan"'),
        lambda t: t.replace("\r\n", "\n").rstrip("\n"),
        lambda t: t.replace("\r\n", "\r"),
        lambda t: "Overzicht\r\n\r\n" + t,
        lambda t: t.replace("1;Zoë", "\r\n1;Zoë"),
        lambda t: t.replace("3B", "3B;;"),
    ],
    ids=["sep hint", "quotes", "lf", "cr", "title above", "blank line", "trailing separators"],
)
def test_the_same_rows_come_out(vorm: object) -> None:
    blad = lees_csv(vorm(CSV).encode())  # type: ignore[operator]
    assert [r[1:] for r in rijen(blad)] == [("1", "Zoë de Vries", "3B"), ("2", "Jan", "4A")]
    assert blad.kapot == ()


def test_row_numbers_are_those_of_the_file() -> None:
    blad = lees_csv(b"Titel\n\nNr;Naam\n\n1;Jan\n2;Piet\n\n3;Eva\n")
    assert [(r[0], r[1]) for r in rijen(blad)] == [(5, "1"), (6, "2"), (8, "3")]


def test_broken_rows_are_named_and_cost_only_themselves() -> None:
    regels = [f"{i};Student {i};3B" for i in range(1, 1001)]
    regels[9] = '10;"Student 10;3B'
    regels[99] = "100;Student;100;3B;extra;nog"
    regels[499] = '500;Student" 500;3B'
    blad = lees_csv(("Nr;Naam;Klas\n" + "\n".join(regels) + "\n").encode())
    assert [m.regel for m in blad.kapot] == [11, 101, 501]
    assert blad.frame.height == 997
    assert {r[1] for r in rijen(blad)} == {str(i) for i in range(1, 1001)} - {"10", "100", "500"}


def test_a_cell_may_hold_lines_and_quotes() -> None:
    doel = io.StringIO(newline="")
    csv.writer(doel, delimiter=";").writerows(
        [["Nr", "Naam", "Tekst"], ["1", 'Jan "de" B', "a\nb;c\n\nd"], ["2", "E", ""]]
    )
    blad = lees_csv(doel.getvalue().encode())
    assert [r[1:] for r in rijen(blad)] == [("1", 'Jan "de" B', "a\nb;c\n\nd"), ("2", "E", None)]
    eerste = lees_csv(b'Tekst;Nr;Naam\n"a\nb";1;Jan\nc;2;Piet\n')
    assert [r[1:] for r in rijen(eerste)] == [("a\nb", "1", "Jan"), ("c", "2", "Piet")]


def test_two_broken_rows_next_to_each_other_do_not_swallow_one_another() -> None:
    blad = lees_csv(b'Nr;Naam;Klas\n1;"Jan;3B\n2;"Piet;3B\n3;Eva;3B\n')
    assert [m.regel for m in blad.kapot] == [2, 3]
    assert [r[1:] for r in rijen(blad)] == [("3", "Eva", "3B")]


@given(
    st.lists(
        st.tuples(*[st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), max_size=12)] * 3),
        min_size=1,
        max_size=20,
    )
)
def test_what_python_writes_is_read_back(inhoud: list[tuple[str, str, str]]) -> None:
    doel = io.StringIO(newline="")
    schrijver = csv.writer(doel, delimiter=";")
    schrijver.writerow(["Nr", "Naam", "Klas"])
    for i, (naam, klas, _) in enumerate(inhoud):
        schrijver.writerow([f"n{i}", naam, klas])
    blad = lees_csv(doel.getvalue().encode())
    assert blad.kapot == ()
    assert [tuple(c or "" for c in r[1:]) for r in rijen(blad)] == [
        (f"n{i}", naam, klas) for i, (naam, klas, _) in enumerate(inhoud)
    ]


@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused_in_words(inhoud: bytes) -> None:
    with suppress(OnleesbaarBestand):
        blad = lees_blad(inhoud)
        assert blad.frame.columns == [RIJ, *blad.kolommen]


@given(st.text(alphabet='ab;,"\n\r \x00é', max_size=120))
def test_any_text_is_read_or_refused_in_words(tekst: str) -> None:
    with suppress(OnleesbaarBestand):
        blad = lees_csv(tekst.encode())
        opnieuw, _ = uit_bytes(als_bytes(blad))
        assert opnieuw.kolommen == blad.kolommen
        assert opnieuw.kapot == blad.kapot
        assert [tuple(c or "" for c in r[1:]) for r in rijen(opnieuw)] == [
            tuple(c or "" for c in r[1:]) for r in rijen(blad)
        ]


@pytest.mark.parametrize(
    ("inhoud", "woord"),
    [
        (b"", "leeg"),
        (b"\xef\xbb\xbf \r\n", "leeg"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1xxxx", ".xls"),
        (b"\x00\x01\x02\x03" * 200, "tekstbestand"),
        (b"een kolom\nzonder\nscheiding\n", "scheidingsteken"),
        (b"Nr;Naam\n", "geen rijen"),
        (b"PK\x03\x04 kapot", "Excel"),
        (b'{"1011": "x"}', "JSON"),
        (b"[" * 100_000, "scheidingsteken"),
        (b'{"a":' * 100_000, "JSON"),
        (";".join(f"k{i}" for i in range(500)).encode() + b"\n1;2\n", "kolommen"),
    ],
)
def test_a_file_that_is_none_is_refused_in_words(inhoud: bytes, woord: str) -> None:
    with pytest.raises(OnleesbaarBestand) as fout:
        lees_blad(inhoud)
    assert woord in fout.value.tekst.nl


def test_double_and_empty_column_names_get_their_own() -> None:
    assert lees_csv(b"Naam;naam;;\n1;2;3;4\n").kolommen == ("Naam", "naam (2)", "Kolom 3", "Kolom 4")


def test_a_cell_of_five_megabytes_does_no_harm() -> None:
    blad = lees_csv(b"Nr;Naam\n1;" + b"x" * 5_000_000 + b"\n2;Jan\n")
    assert blad.frame.height == 2


def test_xlsx_gives_text_dates_and_values_of_formulas() -> None:
    doel = io.BytesIO()
    boek = xlsxwriter.Workbook(doel)
    blad = boek.add_worksheet()
    blad.write_row(0, 0, ["Nr", "Begin", "Som"])
    blad.write(1, 0, 100000)
    dag = boek.add_format({"num_format": "d-m-yyyy"})
    blad.write_datetime(1, 1, datetime.combine(date(2025, 8, 1), time()), dag)
    blad.write_formula(1, 2, "=1+1", None, 2)
    blad.write_string(3, 0, "00123")
    boek.close()
    assert rijen(lees_blad(doel.getvalue())) == [(2, "100000", "2025-08-01 00:00:00", "2"), (4, "00123", None, None)]


def test_xlsx_with_a_title_above_keeps_its_row_numbers() -> None:
    blad = lees_blad(xlsx(["Overzicht"], [], ["Nr", "Naam"], [1, "Jan"], vooraf=2))
    assert blad.kolommen == ("Nr", "Naam")
    assert rijen(blad) == [(6, "1", "Jan")]


def _vervang(bestand: bytes, deel: str, vorm: object) -> bytes:
    doel = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(bestand)) as van, zipfile.ZipFile(doel, "w", zipfile.ZIP_DEFLATED) as naar:
        for info in van.infolist():
            inhoud = van.read(info)
            naar.writestr(info.filename, vorm(inhoud) if info.filename.endswith(deel) else inhoud)  # type: ignore[operator]
    return doel.getvalue()


GEWOON = xlsx(["Nr", "Naam"], [1, "Jan"])


@pytest.mark.parametrize(
    ("deel", "vorm"),
    [
        ("sheet1.xml", lambda x: x.replace(b"<worksheet", b'<!DOCTYPE a [<!ENTITY b "c">]><worksheet', 1)),
        ("sharedStrings.xml", lambda x: x.replace(b"<sst", b"<!DOCTYPE a><sst", 1)),
        ("sheet1.xml", lambda x: x.replace(b'r="B2"', b'r="XFD1048576"')),
        ("sheet1.xml", lambda x: x.replace(b'r="B2"', b'r = "XFD1048576"')),
        ("sheet1.xml", lambda x: x + b" " * (lezen_xlsx.MAX_UITGEPAKT + 10)),
        (
            "sheet1.xml",
            lambda x: x.replace(
                b"</row></sheetData>",
                b'<c t="inlineStr"><is><t>'
                + b"x" * 6_000_000
                + b"</t></is></c>"
                + b"<c><v>1</v></c>" * 300
                + b"</row></sheetData>",
            ),
        ),
    ],
    ids=["entities", "doctype", "far cell", "far cell with spaces", "zip bomb", "long text many cells"],
)
def test_bombs_are_not_opened(deel: str, vorm: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("fastexcel.read_excel", lambda *_: pytest.fail("it was opened"))
    with pytest.raises(OnleesbaarBestand, match="niet geopend"):
        lees_blad(_vervang(GEWOON, deel, vorm))


@pytest.mark.parametrize("n", [30, 200, 600, 1200])
def test_a_cut_off_xlsx_is_refused_in_words(n: int) -> None:
    with pytest.raises(OnleesbaarBestand):
        lees_blad(GEWOON[:n])


def test_a_zip_that_is_no_workbook_is_refused() -> None:
    doel = io.BytesIO()
    with zipfile.ZipFile(doel, "w") as archief:
        archief.writestr("../../etc/passwd", "x")
    with pytest.raises(OnleesbaarBestand, match="geen Excelbestand"):
        lees_blad(doel.getvalue())


BSNS = ["111222333", "123456782"]


@pytest.mark.parametrize("kop", ["BSN", "Burgerservicenummer", "bsn-nummer", "Sofinummer", "Persoonsnummer", "x"])
def test_a_column_of_bsns_becomes_pseudonyms(kop: str) -> None:
    blad = lees_csv(f"Nr;{kop};Opmerking\n1;{BSNS[0]};tel 1112.22.333\n2;{BSNS[1]};geen\n3;;\n".encode())
    assert bsn_kolommen(blad) == (kop,)
    schoon = zonder_bsn(blad, (kop,))
    sleutels = schoon.frame[kop].to_list()
    assert sleutels[2] is None
    assert all(s and s.startswith("P") and len(s) == 25 for s in sleutels[:2])
    assert sleutels[0] != sleutels[1]
    bewaard = als_bytes(schoon, (kop,))
    assert not any(b.encode() in bewaard for b in (*BSNS, "1112.22.333"))
    assert uit_bytes(bewaard)[1] == (kop,)


def test_the_zero_a_spreadsheet_dropped_is_put_back() -> None:
    met = zonder_bsn(lees_csv(b"Nr;BSN\n1;010464554\n"), ("BSN",)).frame["BSN"].to_list()
    zonder = zonder_bsn(lees_csv(b"Nr;BSN\n1;10464554\n"), ("BSN",)).frame["BSN"].to_list()
    assert met == zonder


def test_numbers_of_companies_are_no_bsns() -> None:
    blad = lees_csv(b"Leerbedrijf-ID;Naam\n111222333;Bakker\n")
    assert bsn_kolommen(blad) == ()
    assert zonder_bsn(blad).frame["Leerbedrijf-ID"].to_list() == ["111222333"]


def test_the_sheet_survives_being_kept() -> None:
    blad = lees_csv(b'Nr;Naam\n1;"a;""b""\nc"\n2;\n3;"x\n')
    terug, bsn = uit_bytes(als_bytes(blad))
    assert (terug.kolommen, terug.kapot, bsn) == (blad.kolommen, blad.kapot, ())
    assert terug.frame.equals(blad.frame.with_columns(pl.col(RIJ).cast(pl.UInt32)))
