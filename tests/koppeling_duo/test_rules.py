"""Reading the RO file: leniently by record type, never half a person, never a BSN in what is said about it."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bpv_app.kernel.nummers import is_bsn
from bpv_app.koppeling.duo.rules import RoBestand, lees_ro
from bpv_app.koppeling.duo.rules_schoon import schoon_ro
from bpv_app.student.rules import Leerweg

BSN = "111222333"
ONR = "100024690"
GOED = (
    "VLP|27DV|2024-07-31|2026-03-24|2026-03-25\n"
    "PER|BSN1||1987-11-23|V\n"
    "ISG|BSN1||C3|2023-01-30|2025-01-29|2025-01-16|08\n"
    "ISP|BSN1||C3|2023-01-30|25655|BBL|MBO-3|J||100A501|101X591||\n"
    "BPV|BSN1||C3|C1|2023-01-07|2023-02-01|2025-01-29|2024-08-30|2163|100018965|25655|\n"
    "DIP|BSN1||8286771|25655|2025-01-16||J|C3|100A501\n"
    "PER|BSN2||1989-01-28|M\n"
    "ISG|BSN2||1|2020-08-01|2025-07-31||\n"
    "ISP|BSN2||1|2020-08-01|25311|BOL||J||100A500|101X589||\n"
)


def pseudoniem(bsn: str) -> str:
    return "P" + bsn[::-1].translate(str.maketrans("0123456789", "abcdefghij"))


def lees(tekst: str) -> RoBestand:
    return lees_ro(tekst, pseudoniem)


def zonder_regels(bestand: RoBestand) -> list[object]:
    return [(p.sleutels, p.geboortedatum, p.geboortejaar, p.geslacht, p.verbintenissen) for p in bestand.personen]


def test_the_real_sample_is_understood_whole(gedeeld: Path) -> None:
    bestand = lees((gedeeld / "ro/RO_27DV_20240731_20260324.csv").read_text())
    assert bestand.weigeringen == bestand.waarschuwingen == ()
    assert [p.sleutel for p in bestand.personen] == [f"BSN{i}" for i in range(1, 11)]
    assert sum(len(p.verbintenissen) for p in bestand.personen) == 12
    assert sum(len(v.perioden) for p in bestand.personen for v in p.verbintenissen) == 19
    assert sum(len(v.poks) for p in bestand.personen for v in p.verbintenissen) == 17
    assert bestand.records == {
        "BPV": 17, "DIP": 4, "GEO": 11, "ISG": 12, "ISP": 19, "KZD": 9, "PER": 10, "SLR": 1, "VLP": 1,
    }  # fmt: skip


def test_a_person_carries_enrolment_period_and_pok() -> None:
    persoon = lees(GOED).personen[0]
    verbintenis = persoon.verbintenissen[0]
    assert (persoon.sleutels, persoon.geboortedatum, persoon.geslacht) == (("BSN1",), date(1987, 11, 23), "V")
    assert (verbintenis.volgnummer, verbintenis.begin_op) == ("C3", date(2023, 1, 30))
    assert (verbintenis.gepland_eind_op, verbintenis.werkelijk_eind_op) == (date(2025, 1, 29), date(2025, 1, 16))
    assert verbintenis.eind_reden == "08"
    periode = verbintenis.perioden[0]
    assert (periode.crebo, periode.leerweg, periode.niveau) == ("25655", Leerweg.BBL, 3)
    assert (periode.aanbieder, periode.locatie) == ("100A501", "101X591")
    pok = verbintenis.poks[0]
    assert (pok.volgnummer, pok.uren, pok.sbb_id) == ("C1", 2163, "100018965")
    assert (pok.afsluitdatum, pok.begin_op) == (date(2023, 1, 7), date(2023, 2, 1))


def _nl_datums(tekst: str) -> str:
    return re.sub(r"(\d{4})-(\d\d)-(\d\d)", lambda m: f"{int(m[3])}-{int(m[2])}-{m[1]}", tekst)


@pytest.mark.parametrize(
    "vorm",
    [
        lambda t: t.replace("|", ";"),
        lambda t: t.replace("\n", "\r\n"),
        lambda t: t.replace("\n", "\r"),
        lambda t: "\ufeff" + t,
        lambda t: t.replace("\n", "||||\n"),
        lambda t: re.sub(r"\|+\n", "\n", t),
        _nl_datums,
        lambda t: re.sub(r"(\d{4})-(\d\d)-(\d\d)", r"\1\2\3", t),
        lambda t: "\n".join(t.split("\n")[1:]) + t.split("\n")[0] + "\n",
        lambda t: t.replace("\n", "\n\n"),
        lambda t: t.replace("PER", "per").replace("ISG", '"ISG"'),
        lambda t: re.sub(r"(ISP\|[^|]*\|\|[^|]*\|[^|]*)\|", r"\1|2025-07-31|", t),
        lambda t: re.sub(r"(ISP\|[^|]*\|\|[^|]*\|[^|]*)\|", r"\1||", t),
        lambda t: t + "\x1a",
    ],
    ids=[
        "semicolon",
        "crlf",
        "cr",
        "bom",
        "trailing",
        "no trailing",
        "d-m-yyyy",
        "ccyymmdd",
        "header last",
        "blank lines",
        "case and quotes",
        "to date",
        "empty to date",
        "end of file mark",
    ],
)
def test_every_way_senders_write_it_means_the_same(vorm: object) -> None:
    anders = vorm(GOED)  # type: ignore[operator]
    assert zonder_regels(lees(anders)) == zonder_regels(lees(GOED))
    assert lees(anders).weigeringen == ()


@pytest.mark.parametrize("datum", ["1988-00-00", "1988-05-00", "00-00-1988", "0-5-1988"])
def test_day_or_month_of_birth_may_be_zero(datum: str) -> None:
    persoon = lees(GOED.replace("1987-11-23", datum)).personen[0]
    assert (persoon.geboortedatum, persoon.geboortejaar) == (None, 1988)


@pytest.mark.parametrize(
    ("van", "naar", "regel"),
    [
        ("2023-01-30|2025-01-29|2025-01-16", "2023-13-30|2025-01-29|2025-01-16", 3),
        ("ISG|BSN1||C3", "ISG|BSN1||", 3),
        ("2023-01-30|25655|BBL", "2023-01-30|2565|BBL", 4),
        ("|BBL|MBO-3", "|BBX|MBO-3", 4),
        ("|BBL|MBO-3", "|BBL|MBO-9", 4),
        ("100018965|25655|", "10001896|25655|", 5),
        ("|2163|", "|veel|", 5),
        ("BPV|BSN1||C3", "BPV|BSN1||C9", 5),
        ("PER|BSN1||1987-11-23", "PER|BSN1||1987-11-33", 2),
        ("BPV|BSN1|", "BPV|BSN7|", 5),
        ("BPV|BSN1||C3|C1", "????", 5),
    ],
)
def test_one_broken_record_refuses_the_whole_person_and_nobody_else(van: str, naar: str, regel: int) -> None:
    bestand = lees(GOED.replace(van, naar, 1))
    assert [p.sleutel for p in bestand.personen] == ["BSN2"]
    assert bestand.geweigerd == 1
    assert regel in {m.regel for m in bestand.weigeringen}
    assert all(m.reden.nl and m.reden.en for m in bestand.weigeringen)


def test_the_same_record_twice_counts_once_and_two_versions_are_refused() -> None:
    isg = "ISG|BSN1||C3|2023-01-30|2025-01-29|2025-01-16|08\n"
    assert zonder_regels(lees(GOED.replace(isg, isg + isg))) == zonder_regels(lees(GOED))
    tegenspraak = lees(GOED.replace(isg, isg + isg.replace("2025-01-29", "2026-01-29")))
    assert [p.sleutel for p in tegenspraak.personen] == ["BSN2"]


def test_records_sorted_by_type_find_their_person() -> None:
    op_soort = "\n".join(
        sorted(
            GOED.split("\n"), key=lambda r: ("VLP", "PER", "ISG").index(r[:3]) if r[:3] in ("VLP", "PER", "ISG") else 9
        )
    )
    assert zonder_regels(lees(op_soort)) == zonder_regels(lees(GOED))


def test_unknown_records_are_reported_and_cost_nobody() -> None:
    bestand = lees(GOED + "XYZ|BSN2||iets\n")
    assert len(bestand.personen) == 2
    assert [m.regel for m in bestand.waarschuwingen] == [10]


def test_a_line_nobody_understands_before_the_first_person_is_only_reported() -> None:
    bestand = lees("overzicht van de school\n" + GOED)
    assert len(bestand.personen) == 2
    assert [m.regel for m in bestand.weigeringen] == [1]


def test_without_a_header_it_says_so_and_goes_on() -> None:
    bestand = lees(GOED.split("\n", 1)[1])
    assert len(bestand.personen) == 2
    assert "kop" in bestand.waarschuwingen[0].reden.nl


@pytest.mark.parametrize(
    ("bsn", "onr", "sleutels"),
    [
        (BSN, "", (pseudoniem(BSN),)),
        ("", ONR, (ONR,)),
        (BSN, ONR, (ONR, pseudoniem(BSN))),
        ("BSN8", "", ("BSN8",)),
        ("", "BSN8", ("BSN8",)),
        (BSN, "000000000", (pseudoniem(BSN),)),
    ],
)
def test_the_key_is_the_onderwijsnummer_a_mask_or_a_pseudonym(bsn: str, onr: str, sleutels: tuple[str, ...]) -> None:
    assert lees(f"PER|{bsn}|{onr}|1987-11-23|V\n").personen[0].sleutels == sleutels


def test_a_bsn_with_a_typing_error_is_refused_and_not_shown() -> None:
    bestand = lees("PER|111222334||1987-11-23|V\nISG|111222334||1|2023-01-30|||\n")
    assert bestand.personen == ()
    assert "111222334" not in repr(bestand)


def test_no_report_holds_a_bsn_or_onderwijsnummer() -> None:
    kapot = (
        GOED.replace("BSN1", BSN).replace("BSN2", ONR).replace("25655|BBL", "x|BBL") + f"los {BSN} {ONR}\nQQQ|{BSN}||\n"
    )
    bestand = lees(kapot)
    gezegd = repr((bestand.weigeringen, bestand.waarschuwingen))
    assert bestand.weigeringen
    assert BSN not in gezegd
    assert ONR not in gezegd


REGEL = st.one_of(
    st.sampled_from(GOED.split("\n")),
    st.text(max_size=60),
    st.tuples(
        st.sampled_from(["VLP", "PER", "ISG", "ISP", "BPV", "DIP", "XXX"]),
        st.lists(
            st.one_of(
                st.sampled_from(["BSN1", BSN, ONR, "C3", "25655", "2023-01-30", "BBL", "", "100018965"]),
                st.text(alphabet="0123456789-|;ABC ", max_size=12),
            ),
            max_size=14,
        ),
        st.sampled_from("|;"),
    ).map(lambda x: x[2].join([x[0], *x[1]])),
)


@given(st.lists(REGEL, max_size=25), st.sampled_from(["\n", "\r\n"]))
def test_whatever_is_in_the_file_reading_never_fails(regels: list[str], einde: str) -> None:
    bestand = lees(einde.join(regels))
    assert len(bestand.personen) + bestand.geweigerd <= sum(bestand.records.values())
    for persoon in bestand.personen:
        assert persoon.sleutels
        assert not any(is_bsn(s) for s in persoon.sleutels)
    for melding in (*bestand.weigeringen, *bestand.waarschuwingen):
        assert not [c for c in re.findall(r"(?<!\d)\d{9}(?!\d)", melding.waarde, re.ASCII) if is_bsn(c)]


@given(st.lists(REGEL, max_size=25), st.sampled_from(["\n", "\r\n"]))
def test_the_kept_file_means_the_same_and_holds_no_bsn_of_a_person(regels: list[str], einde: str) -> None:
    schoon = schoon_ro(einde.join(regels), pseudoniem)
    opnieuw = schoon_ro(schoon, pseudoniem)
    assert zonder_regels(lees(schoon)) == zonder_regels(lees(opnieuw))
    for regel in schoon.split("\n"):
        velden = re.split(r"[|;]", regel)
        assert not any(is_bsn(v) for i, v in enumerate(velden) if i != 10)


def test_the_kept_file_gives_the_same_persons() -> None:
    tekst = GOED.replace("BSN1", BSN)
    assert zonder_regels(lees(schoon_ro(tekst, pseudoniem))) == zonder_regels(lees(tekst))
    assert BSN not in schoon_ro(tekst, pseudoniem)
