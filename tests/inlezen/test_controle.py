"""From cells to values, whatever is in them: every row ends as good or as refused, with a reason, and never twice."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bpv_app.kernel.inlezen import ImportSoort, Verslag
from bpv_app.koppeling.bestand.blad import RIJ, Blad
from bpv_app.koppeling.bestand.controle import controleer
from bpv_app.koppeling.bestand.controle_vorm import waarde
from bpv_app.koppeling.bestand.rules import inhoud_past, stel_indeling_voor
from bpv_app.koppeling.bestand.rules_velden import STUDENT_VELDEN, VELDEN

GOEDE_CELLEN = [
    "100001", "Vries, Eva de", "Zoë", "3B", "25736", "BOL", "bbl", "2025", "2025/2026", "01-05-2007", "2007-05-01", "M",
    "a@b.nl", "2312 AB", "100018965", "12345678", "1234567", "52,37", "MBO-3", "4", "BSN1", "100024690", "ongeldig",
]  # fmt: skip
CEL = st.one_of(
    st.none(), st.just(""), st.sampled_from(GOEDE_CELLEN), st.text(max_size=30), st.text("0123456789-., ", max_size=12)
)


def veldwaarde(naam: str, *cellen: str | None) -> list[object]:
    veld = next(v for v in STUDENT_VELDEN if v.naam == naam)
    frame = pl.DataFrame({"cel": cellen}, schema={"cel": pl.String})
    return frame.select(waarde(veld, pl.col("cel"))).to_series().to_list()


@given(st.data(), st.sampled_from(sorted(VELDEN)))
def test_every_row_is_good_or_refused_with_a_reason(data: st.DataObject, soort: ImportSoort) -> None:
    velden = [v.naam for v in VELDEN[soort]]
    rijen = data.draw(st.lists(st.tuples(*[CEL] * len(velden)), min_size=1, max_size=8))
    frame = pl.DataFrame(rijen, schema=dict.fromkeys(velden, pl.String), orient="row").with_row_index(RIJ, offset=2)
    verslag = Verslag()
    uit = controleer(soort, Blad(frame, tuple(velden)), {v: v for v in velden}, verslag)
    goed, fout = set(uit.frame["rij"].to_list()), set(uit.fout["rij"].to_list())
    assert goed | fout == set(range(2, 2 + len(rijen)))
    assert not goed & fout
    assert fout == {m.regel for m in verslag.geweigerd}
    assert uit.geweigerd == len(fout)


@pytest.mark.parametrize(
    ("veld", "cellen", "uit"),
    [
        ("naam", ["Vries, Eva de", "Jan Bakker", None, "Zoë", ",Jan", "a,b,c", "12"],
         ["Eva de Vries", "Jan Bakker", None, "Zoë", ",Jan", "a,b,c", None]),
        ("leerweg", ["BOL", "bbl", "bol deeltijd", "BLO", None], ["BOL", "BBL", "BOL_DT", None, None]),
        ("niveau", ["4", "MBO-3", "niveau 2", "MBO niveau 1", "5", "12"], [4, 3, 2, 1, None, None]),
        ("cohort", ["2025", "2025-2026", "2025/26", "25"], ["2025", "2025-2026", "2025/26", None]),
        ("geslacht", ["m", "Vrouw", "x", "0"], ["M", "V", "O", None]),
        ("sleutel", ["100024690", "BSN1", "111222333", "x"], ["100024690", "BSN1", None, None]),
        ("email", ["a@b.nl", "a@b", "a b@c.nl", "a@b.nl, c@d.nl"], ["a@b.nl", None, None, None]),
        ("crebo", ["25736", " 25 736", "2573", "K0055"], ["25736", "25736", None, None]),
    ],
)  # fmt: skip
def test_cells_of_each_form(veld: str, cellen: list[str | None], uit: list[object]) -> None:
    assert veldwaarde(veld, *cellen) == uit


@pytest.mark.parametrize(
    ("kolom", "veld"),
    [
        ("Studentnr.", "studentnummer"), ("LEERLINGNUMMER", "studentnummer"), ("Onderwijsnummer", "sleutel"),
        ("Volledige naam", "naam"), ("Voornaam", "roepnaam"), ("E-mail adres", "email"),
        ("Geboorte datum", "geboortedatum"),
        ("Klascode", "klas"), ("Woonplaats", "plaats"), ("CREBO-code", "crebo"), ("Leerweg ", "leerweg"),
        ("Studentnumer", "studentnummer"), ("Nr student", "studentnummer"), ("Begindatum verbintenis", "begin_op"),
    ],
)  # fmt: skip
def test_names_schools_use_are_recognised(kolom: str, veld: str) -> None:
    assert stel_indeling_voor(ImportSoort.STUDENTEN, [kolom], {}) == {veld: kolom}


@pytest.mark.parametrize("kolom", ["StudentAge", "Techniek", "Anders", "Opmerkingen", "x", ""])
def test_other_columns_are_left_alone(kolom: str) -> None:
    assert stel_indeling_voor(ImportSoort.STUDENTEN, [kolom], {}) == {}


def test_the_content_can_veto_a_name_but_not_what_must_be_there() -> None:
    voorstel = stel_indeling_voor(
        ImportSoort.STUDENTEN, ["Studentnummer", "Geslacht"], {"Studentnummer": ["a b", "c d"], "Geslacht": ["0", "1"]}
    )
    assert voorstel == {"studentnummer": "Studentnummer"}


@given(st.lists(st.text(max_size=20), max_size=12, unique=True), st.sampled_from(sorted(VELDEN)))
def test_a_proposal_uses_each_column_and_field_once(kolommen: list[str], soort: ImportSoort) -> None:
    voorstel = stel_indeling_voor(soort, kolommen, {})
    assert set(voorstel.values()) <= set(kolommen)
    assert len(set(voorstel.values())) == len(voorstel)


def test_no_values_speak_against_nothing() -> None:
    assert all(inhoud_past(v, ["", " "]) for v in STUDENT_VELDEN)
