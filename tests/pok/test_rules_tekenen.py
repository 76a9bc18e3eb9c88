"""Signing, closing, amending, and the comparison with the register."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bpv_app.kernel.errors import DomeinFout, OngeldigeInvoer
from bpv_app.pok.rules import KRD_STATUS, EindReden, KrdStatus, MutatieSoort, Partij, PokStatus
from bpv_app.pok.rules_afsluiten import Afsluiting, check_afsluiting
from bpv_app.pok.rules_bestand import BestandFout, TeGroot, check_omvang, soort_van, veilige_naam
from bpv_app.pok.rules_krd import (
    MOET_BEKEND_ZIJN,
    VELD_OP_SLOT,
    KrdStand,
    gebeurtenis,
    inhaalslag,
    is_bekend_bij_krd,
    krd_stand,
)
from bpv_app.pok.rules_mutatie import check_mutatie, laatste_dag_oud
from bpv_app.pok.rules_tekenen import PapierCode, check_handtekening, geboortedag, lees_code, vereiste_partijen
from bpv_app.pok.rules_voortraject import Voortraject

S = PokStatus
K = KrdStatus


@pytest.mark.parametrize(
    ("tekst", "verwacht"),
    [
        ("BPV:2026-00412:1:2:3", PapierCode("2026-00412", 1)),
        ("bpv:2026-00412:12:b:1", PapierCode("2026-00412", 12)),
        ("  BPV:2026-00412:1:R:2\n", PapierCode("2026-00412", 1)),
        ("2026-00412", PapierCode("2026-00412")),
        (" 2026 - 00412 ", PapierCode("2026-00412")),
        ("2026-412", PapierCode("2026-00412")),
        ("2026 412", PapierCode("2026-00412")),
        ("2026/00412", PapierCode("2026-00412")),
        ("202600412", PapierCode("2026-00412")),
        ("BPV 2026-00412", PapierCode("2026-00412")),
        ("http://localhost:3000/poks?zoek=2026-00412", PapierCode("2026-00412")),
        ("2026-123456", PapierCode("2026-123456")),
        ("", None),
        ("Van Dam", None),
        ("12345", None),
        ("2026-1234567", None),
        ("٢٠٢٦-00412", None),
    ],
)
def test_paper_is_found_by_what_a_scanner_or_a_person_types(tekst: str, verwacht: PapierCode | None) -> None:
    assert lees_code(tekst) == verwacht


@given(st.text(max_size=60))
def test_any_text_is_a_code_or_nothing(tekst: str) -> None:
    code = lees_code(tekst)
    assert code is None or (code.nummer[4] == "-" and len(code.nummer) in (10, 11))


DRIE = (Partij.STUDENT, Partij.LEERBEDRIJF, Partij.SCHOOL)


def _teken(partij: Partij, op: date, getekend: tuple[Partij, ...] = ()) -> None:
    check_handtekening(
        partij, op, partijen=DRIE, getekend=getekend, gedrukt_op=date(2026, 11, 20), vandaag=date(2026, 11, 26)
    )


@pytest.mark.parametrize("dag", [20, 23, 26])
def test_paper_is_signed_on_the_day_of_printing_until_today(dag: int) -> None:
    _teken(Partij.STUDENT, date(2026, 11, dag))


@pytest.mark.parametrize("op", [date(2026, 11, 19), date(2026, 11, 27)])
def test_paper_is_not_signed_before_printing_or_in_the_future(op: date) -> None:
    with pytest.raises(OngeldigeInvoer) as fout:
        _teken(Partij.STUDENT, op)
    assert set(fout.value.velden) == {"getekend_op"}


def test_a_party_signs_once_and_only_when_it_has_to() -> None:
    with pytest.raises(DomeinFout, match="al_getekend"):
        _teken(Partij.STUDENT, date(2026, 11, 26), (Partij.STUDENT,))
    with pytest.raises(DomeinFout, match="partij_hoort_er_niet_bij"):
        _teken(Partij.VOOGD, date(2026, 11, 26))


def test_the_age_counts_on_the_day_the_student_signs() -> None:
    drie = [p.value for p in DRIE]
    geboren, vandaag = date(2008, 11, 25), date(2026, 11, 26)
    assert Partij.VOOGD not in vereiste_partijen(drie, geboren, {}, vandaag)
    op_zeventien = {Partij.STUDENT: date(2026, 11, 24)}
    assert Partij.VOOGD in vereiste_partijen(drie, geboren, op_zeventien, vandaag)


def test_with_only_a_year_a_guardian_is_asked_when_certainly_needed() -> None:
    assert geboortedag(None, 2009) == date(2009, 1, 1)
    assert geboortedag(date(2008, 5, 1), 2008) == date(2008, 5, 1)
    assert geboortedag(None, None) is None


GOED = Afsluiting(date(2027, 6, 25), EindReden.VOLTOOID, Decimal("540.5"), "", ("Beoordeling",))


def _sluit(afsluiting: Afsluiting, vandaag: date = date(2027, 7, 1)) -> None:
    check_afsluiting(
        afsluiting,
        begin_op=date(2026, 12, 7),
        eind_op=date(2027, 6, 25),
        documenten=("Beoordeling",),
        vandaag=vandaag,
    )


@pytest.mark.parametrize(
    ("anders", "velden"),
    [
        ({"werkelijk_eind_op": None}, {"werkelijk_eind_op"}),
        ({"werkelijk_eind_op": date(2026, 12, 6), "toelichting": "x", "eind_reden": EindReden.ANDERS},
         {"werkelijk_eind_op"}),
        ({"werkelijk_eind_op": date(2027, 7, 2)}, {"werkelijk_eind_op"}),
        ({"eind_reden": None}, {"eind_reden"}),
        ({"werkelijk_eind_op": date(2027, 6, 24)}, {"eind_reden", "toelichting"}),
        ({"werkelijk_eind_op": date(2027, 6, 24), "eind_reden": EindReden.GESTOPT_STUDENT}, {"toelichting"}),
        ({"gerealiseerde_uren": None}, {"gerealiseerde_uren"}),
        ({"gerealiseerde_uren": Decimal(5121)}, {"gerealiseerde_uren"}),
        ({"gerealiseerde_uren": Decimal(-1)}, {"gerealiseerde_uren"}),
        ({"gerealiseerde_uren": Decimal("1.005")}, {"gerealiseerde_uren"}),
        ({"documenten_klaar": ()}, {"toelichting"}),
        ({"toelichting": "x" * 901}, {"toelichting"}),
    ],
)  # fmt: skip
def test_closing_names_every_wrong_field(anders: dict[str, Any], velden: set[str]) -> None:
    with pytest.raises(OngeldigeInvoer) as fout:
        _sluit(replace(GOED, **anders))
    assert set(fout.value.velden) == velden


@pytest.mark.parametrize(
    "anders",
    [
        {},
        {"werkelijk_eind_op": date(2027, 6, 30)},
        {"werkelijk_eind_op": date(2027, 2, 1), "eind_reden": EindReden.GESTOPT_BEDRIJF, "toelichting": "Failliet."},
        {"werkelijk_eind_op": date(2026, 12, 7), "eind_reden": EindReden.GEDIPLOMEERD, "toelichting": "Klaar."},
        {"gerealiseerde_uren": Decimal(0)},
        {"gerealiseerde_uren": Decimal(5120)},
        {"documenten_klaar": (), "toelichting": "De beoordeling komt nog."},
    ],
)
def test_closing_is_possible(anders: dict[str, Any]) -> None:
    _sluit(replace(GOED, **anders))


OUD = Voortraject(leerbedrijf_id=1, begin_op=date(2026, 12, 7), eind_op=date(2027, 6, 25), uren_totaal=560)


@pytest.mark.parametrize(
    ("soort", "ingang", "anders", "velden"),
    [
        (MutatieSoort.VERLENGING, date(2027, 6, 26), {"eind_op": date(2027, 7, 31)}, set()),
        (MutatieSoort.VERLENGING, date(2027, 6, 26), {}, {"eind_op"}),
        (MutatieSoort.VERLENGING, date(2027, 6, 27), {"eind_op": date(2027, 7, 31)}, {"ingang"}),
        (MutatieSoort.VERLENGING, date(2026, 12, 6), {"eind_op": date(2027, 7, 31)}, {"ingang"}),
        (MutatieSoort.VERLENGING, None, {"eind_op": date(2027, 7, 31)}, {"ingang"}),
        (MutatieSoort.VERLENGING, date(2027, 6, 1), {"eind_op": date(2027, 7, 31), "leerbedrijf_id": 2},
         {"leerbedrijf_id"}),
        (MutatieSoort.ANDER_LEERBEDRIJF, date(2027, 2, 1), {"leerbedrijf_id": 2}, set()),
        (MutatieSoort.ANDER_LEERBEDRIJF, date(2026, 12, 7), {"leerbedrijf_id": 2}, set()),
        (MutatieSoort.ANDER_LEERBEDRIJF, date(2027, 2, 1), {}, {"leerbedrijf_id"}),
        (MutatieSoort.ANDER_LEERBEDRIJF, date(2027, 2, 1), {"leerbedrijf_id": None}, {"leerbedrijf_id"}),
        (MutatieSoort.OVERIG, date(2027, 2, 1), {"uren_totaal": 300}, set()),
        (MutatieSoort.OVERIG, date(2027, 2, 1), {}, set()),
        (MutatieSoort.OVERIG, date(2026, 12, 7), {}, {"soort"}),
        (MutatieSoort.OVERIG, date(2027, 2, 1), {"eind_op": date(2027, 1, 31)}, {"eind_op"}),
    ],
)  # fmt: skip
def test_an_amendment_is_what_it_says(
    soort: MutatieSoort, ingang: date | None, anders: dict[str, Any], velden: set[str]
) -> None:
    nieuw = replace(OUD, **anders)
    if not velden:
        check_mutatie(soort, OUD, ingang, nieuw)
        return
    with pytest.raises(OngeldigeInvoer) as fout:
        check_mutatie(soort, OUD, ingang, nieuw)
    assert set(fout.value.velden) == velden


def test_the_old_one_ends_the_day_before() -> None:
    assert laatste_dag_oud(date(2027, 3, 1)) == date(2027, 2, 28)


@pytest.mark.parametrize(
    ("status", "krd", "fout", "wacht", "stand"),
    [
        (S.CONCEPT, None, "", False, KrdStand.NVT),
        (S.CONCEPT, K.VOORLOPIG, "", False, KrdStand.GELIJK),
        (S.VOLLEDIG, None, "", True, KrdStand.WACHT),
        (S.VOLLEDIG, None, "", False, KrdStand.VERSCHIL),
        (S.VOLLEDIG, K.VOLLEDIG, "", False, KrdStand.GELIJK),
        (S.VOLLEDIG, None, "EIND_NA_VERBINTENIS", False, KrdStand.GEWEIGERD),
        (S.AFGEDRUKT, K.VOLLEDIG, "", True, KrdStand.WACHT),
        (S.AFGEDRUKT, K.VOLLEDIG, "", False, KrdStand.VERSCHIL),
        (S.AFGEDRUKT, K.VOLLEDIG, "STATUS", True, KrdStand.GEWEIGERD),
        (S.AFGEROND, K.BEEINDIGD, "", False, KrdStand.GELIJK),
        (S.VERVANGEN, K.BEEINDIGD, "", False, KrdStand.GELIJK),
        (S.AFGEMELD, None, "", False, KrdStand.NVT),
        (S.AFGEMELD, K.VOLLEDIG, "", False, KrdStand.VERSCHIL),
    ],
)
def test_how_a_pok_compares_with_the_register(
    status: PokStatus, krd: KrdStatus | None, fout: str, wacht: bool, stand: KrdStand
) -> None:
    assert krd_stand(status, krd, fout, wacht) is stand


@pytest.mark.parametrize(
    ("status", "krd", "weg"),
    [
        (S.VOLLEDIG, None, (S.VOLLEDIG,)),
        (S.VOLLEDIG, K.VOLLEDIG, (S.VOLLEDIG,)),
        (S.VOLLEDIG, K.AFGEDRUKT, (S.VOLLEDIG,)),
        (S.AFGEDRUKT, None, (S.VOLLEDIG, S.AFGEDRUKT)),
        (S.DEFINITIEF, K.VOORLOPIG, (S.VOLLEDIG, S.AFGEDRUKT, S.DEFINITIEF)),
        (S.DEFINITIEF, K.AFGEDRUKT, (S.DEFINITIEF,)),
        (S.AFGEROND, K.DEFINITIEF, (S.AFGEROND,)),
        (S.AFGEROND, K.BEEINDIGD, ()),
        (S.VERVANGEN, None, (S.VOLLEDIG, S.VERVANGEN)),
        (S.VERVANGEN, K.DEFINITIEF, (S.VERVANGEN,)),
        (S.VERVANGEN, K.BEEINDIGD, ()),
        (S.CONCEPT, None, ()),
        (S.CONCEPT, K.VOLLEDIG, (S.CONCEPT,)),
        (S.CONCEPT, K.VOORLOPIG, ()),
        (S.AFGEMELD, K.VOLLEDIG, (S.AFGEMELD,)),
        (S.AFGEMELD, None, ()),
    ],
)
def test_what_makes_the_register_equal(status: PokStatus, krd: KrdStatus | None, weg: tuple[PokStatus, ...]) -> None:
    assert inhaalslag(status, krd) == weg


@pytest.mark.parametrize(
    ("status", "krd", "weg"),
    [
        (S.DEFINITIEF, K.AFGEDRUKT, (S.VOLLEDIG, S.AFGEDRUKT, S.DEFINITIEF)),
        (S.DEFINITIEF, K.DEFINITIEF, (S.VOLLEDIG, S.AFGEDRUKT, S.DEFINITIEF)),
        (S.AFGEROND, K.DEFINITIEF, (S.VOLLEDIG, S.AFGEDRUKT, S.DEFINITIEF, S.AFGEROND)),
        (S.AFGEMELD, K.AFGEDRUKT, (S.VOLLEDIG, S.AFGEMELD)),
        (S.VERVANGEN, K.DEFINITIEF, (S.VOLLEDIG, S.VERVANGEN)),
        (S.CONCEPT, K.DEFINITIEF, (S.CONCEPT,)),
        (S.VOLLEDIG, K.AFGEDRUKT, (S.VOLLEDIG,)),
        (S.AFGEROND, K.BEEINDIGD, ()),
        (S.AFGEDRUKT, K.VOLLEDIG, (S.AFGEDRUKT,)),
    ],
)
def test_behind_a_lock_with_other_data_the_register_goes_back_first(
    status: PokStatus, krd: KrdStatus, weg: tuple[PokStatus, ...]
) -> None:
    assert inhaalslag(status, krd, VELD_OP_SLOT) == weg


@given(st.sampled_from(PokStatus), st.sampled_from([None, *KrdStatus]))
def test_the_last_event_of_the_way_is_our_own_status(status: PokStatus, krd: KrdStatus | None) -> None:
    weg = inhaalslag(status, krd)
    assert not weg or weg[-1] is status
    if krd is KRD_STATUS[status] and status is not S.VOLLEDIG:
        assert weg == ()
    if krd is None and status in MOET_BEKEND_ZIJN:
        assert weg[0] is S.VOLLEDIG


def test_the_register_knows_what_was_sent() -> None:
    assert not is_bekend_bij_krd([S.CONCEPT], None)
    assert is_bekend_bij_krd([S.CONCEPT, S.VOLLEDIG], None)
    assert is_bekend_bij_krd([S.CONCEPT], K.VOORLOPIG)
    assert gebeurtenis(S.VERVANGEN) == "vervangen"
    assert gebeurtenis(S.AFGEROND) == "beeindigd"


@pytest.mark.parametrize(
    ("inhoud", "mime"),
    [(b"%PDF-1.7\n", "application/pdf"), (b"\x89PNG\r\n\x1a\nx", "image/png"), (b"\xff\xd8\xff\xe0", "image/jpeg")],
)
def test_a_file_is_what_its_first_bytes_say(inhoud: bytes, mime: str) -> None:
    assert soort_van(inhoud)[0] == mime


@pytest.mark.parametrize("inhoud", [b"<html>", b"MZ\x90", b"GIF89a", b" %PDF-1.7", b"\xff\xd8"])
def test_other_files_are_refused(inhoud: bytes) -> None:
    with pytest.raises(BestandFout):
        soort_van(inhoud)


def test_an_empty_or_huge_file_is_refused() -> None:
    check_omvang(b"x" * 1024 * 1024, 1)
    with pytest.raises(TeGroot):
        check_omvang(b"x" * (1024 * 1024 + 1), 1)
    with pytest.raises(BestandFout):
        check_omvang(b"", 1)


@pytest.mark.parametrize(
    ("naam", "veilig"),
    [
        ("scan.pdf", "scan.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\temp\\pok.PDF", "pok.pdf"),
        ('a"\r\nSet-Cookie: x.pdf', "a___Set-Cookie_ x.pdf"),
        ("", "scan.pdf"),
        ("..", "scan.pdf"),
        ("foto.jpeg", "foto.pdf"),
        ("x" * 300, "x" * 96 + ".pdf"),
    ],
)
def test_a_file_name_cannot_hurt(naam: str, veilig: str) -> None:
    assert veilige_naam(naam, ".pdf") == veilig
