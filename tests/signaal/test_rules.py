"""The life of a signal and of a report, the whole matrices; and what is found, at the limits."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import product

import pytest

from bpv_app.kernel.errors import OngeldigeInvoer
from bpv_app.kernel.rechten import Rol
from bpv_app.kernel.tekst import Tekst
from bpv_app.signaal import rules as s
from bpv_app.signaal import rules_melding as m
from bpv_app.signaal.rules_vinden import HOOGSTENS, Grenzen, Stand, lees_grenzen, sleutel_van, vind

# From, step, by whom → to. Whatever is not here is refused.
SIGNAAL = {
    ("nieuw", "oppakken", "school"): "opgepakt",
    ("nieuw", "overdragen", "school"): "nieuw",
    ("opgepakt", "overdragen", "school"): "nieuw",
    ("nieuw", "noteren", "school"): "nieuw",
    ("opgepakt", "noteren", "school"): "opgepakt",
    ("nieuw", "afhandelen", "school"): "afgehandeld",
    ("opgepakt", "afhandelen", "school"): "afgehandeld",
    ("afgehandeld", "heropenen", "school"): "opgepakt",
    ("nieuw", "escaleren", "app"): "nieuw",
    ("nieuw", "vervallen", "app"): "vervallen",
    ("opgepakt", "vervallen", "app"): "vervallen",
}
MELDING = {
    ("verstuurd", "lezen", "vertrouwenspersoon"): "gelezen",
    ("gelezen", "antwoorden", "vertrouwenspersoon"): "gelezen",
    ("gelezen", "afronden", "vertrouwenspersoon"): "afgerond",
    ("verstuurd", "aanvullen", "student"): "verstuurd",
    ("gelezen", "aanvullen", "student"): "verstuurd",
    ("afgerond", "aanvullen", "student"): "verstuurd",
    ("verstuurd", "doorsturen", "student"): "verstuurd",
    ("gelezen", "doorsturen", "student"): "verstuurd",
    ("afgerond", "doorsturen", "student"): "verstuurd",
    ("verstuurd", "keuze_begeleider", "student"): "verstuurd",
    ("gelezen", "keuze_begeleider", "student"): "gelezen",
    ("afgerond", "keuze_begeleider", "student"): "afgerond",
    ("verstuurd", "intrekken", "student"): "ingetrokken",
    ("gelezen", "intrekken", "student"): "ingetrokken",
    ("afgerond", "intrekken", "student"): "ingetrokken",
}


@pytest.mark.parametrize(("van", "stap", "wie"), list(product(s.SignaalStatus, s.SignaalStap, s.Wie)))
def test_a_signal_takes_every_step_from_every_status_by_everybody(
    van: s.SignaalStatus, stap: s.SignaalStap, wie: s.Wie
) -> None:
    naar = SIGNAAL.get((van.value, stap.value, wie.value))
    assert s.mag_stap(stap, van, wie) is (naar is not None)
    if naar:
        assert s.check_stap(stap, van, wie, "Gebeld.").value == naar
    else:
        with pytest.raises(s.SignaalStapMagNiet):
            s.check_stap(stap, van, wie, "Gebeld.")


@pytest.mark.parametrize(("van", "stap", "wie"), list(product(m.MeldingStatus, m.MeldingStap, m.Wie)))
def test_a_report_takes_every_step_from_every_status_by_everybody(
    van: m.MeldingStatus, stap: m.MeldingStap, wie: m.Wie
) -> None:
    naar = MELDING.get((van.value, stap.value, wie.value))
    assert m.mag_stap(stap, van, wie) is (naar is not None)
    if naar:
        assert m.check_stap(stap, van, wie, "Er is iets.").value == naar
    else:
        with pytest.raises(m.MeldingStapMagNiet):
            m.check_stap(stap, van, wie, "Er is iets.")


@pytest.mark.parametrize("stap", [x for x, rij in s.OVERGANGEN.items() if rij.met_tekst])
def test_a_step_of_a_signal_that_asks_for_words_refuses_none_and_too_many(stap: s.SignaalStap) -> None:
    van = next(iter(s.OVERGANGEN[stap].van))
    for tekst in ("", "  \n", "x" * (s.MAX_TEKST + 1)):
        with pytest.raises(OngeldigeInvoer):
            s.check_stap(stap, van, s.Wie.SCHOOL, tekst)


def test_every_word_of_the_tables_has_a_label() -> None:
    assert set(s.SOORT_LABEL) == set(s.SignaalSoort)
    assert set(s.STATUS_LABEL) == set(s.STATUS_BETEKENIS) == set(s.STATUS_TOON) == set(s.SignaalStatus)
    assert set(s.STAP_LABEL) == set(s.SignaalStap)
    assert set(s.OPGELOST_TEKST) == s.AUTOMATISCH
    assert set(m.SOORT_LABEL) == set(m.MeldingSoort)
    assert set(m.STATUS_LABEL) == set(m.STATUS_TOON) == set(m.VOOR_STUDENT) == set(m.MeldingStatus)
    assert set(m.OVERGANGEN) == set(m.MeldingStap)


DAG = date(2027, 3, 1)
RUSTIG = Stand(1, begin=date(2027, 2, 1), doel=6000, achter=0, laatste_contact=DAG)
GRENS = Grenzen(verzuim_dagen=4, achter_procent=10, achter_uren=16, contact_weken=6)


def soorten(**anders: object) -> set[str]:
    stand = Stand(**{**{n: getattr(RUSTIG, n) for n in Stand.__dataclass_fields__}, **anders})
    return {soort.value for soort in vind(stand, GRENS, DAG)}


def test_nothing_is_found_on_the_limit_and_something_just_over_it() -> None:
    assert soorten() == set()
    assert soorten(ziek_dagen=3, verlof_dagen=1) == set()
    assert soorten(ziek_dagen=3, verlof_dagen=2) == {"verzuim"}
    assert soorten(achter=16 * 60) == set()
    assert soorten(achter=16 * 60 + 15) == {"uren_achter"}
    assert soorten(achter=16 * 60 + 15, doel=20_000) == set()  # under ten percent
    assert soorten(laatste_contact=DAG - timedelta(weeks=6)) == set()
    assert soorten(laatste_contact=DAG - timedelta(weeks=6, days=1)) == {"geen_contact"}
    assert soorten(laatste_contact=None, begin=DAG - timedelta(weeks=6)) == set()
    assert soorten(laatste_contact=None, begin=DAG - timedelta(weeks=6, days=1)) == {"geen_contact"}
    assert soorten(niet_erkend=Tekst("Weg", "Gone")) == {"erkenning_ingetrokken"}


def test_what_is_found_says_it_in_words() -> None:
    stand = Stand(1, DAG - timedelta(weeks=9), doel=6000, achter=1500, ziek_dagen=4, verlof_dagen=1)
    tekst = {soort.value: t.nl for soort, t in vind(stand, GRENS, DAG).items()}
    assert tekst == {
        "verzuim": "4 dagen ziek en 1 dag verlof in de laatste 4 weken.",
        "uren_achter": "25 uur achter op het plan (25%).",
        "geen_contact": "Nog geen gesprek, 9 weken na het begin.",
    }


def test_the_reason_of_a_signal_counts_how_often_it_came() -> None:
    assert sleutel_van(s.SignaalSoort.VERZUIM, 12, 2) == "verzuim:12:2"


def test_thresholds_are_whole_numbers_within_bounds() -> None:
    goed = {veld: str(hoogste) for veld, hoogste in HOOGSTENS.items()}
    assert lees_grenzen(goed) == Grenzen(20, 100, 400, 52, 60)
    for fout in ("", "-1", "1,5", "een", "99999", "٣"):
        with pytest.raises(OngeldigeInvoer) as gevangen:
            lees_grenzen(dict.fromkeys(goed, fout))
        assert set(gevangen.value.velden) == set(HOOGSTENS)
    with pytest.raises(OngeldigeInvoer):
        lees_grenzen(goed | {"contact_weken": "0"})


@pytest.mark.parametrize(
    ("rollen", "mag"),
    [
        ({Rol.ONDERWIJSBEGELEIDER}, True),
        ({Rol.STUDENTENZAKEN}, True),
        ({Rol.STUDENTENZAKEN, Rol.BEHEER}, False),
        ({Rol.ONDERWIJSBEGELEIDER, Rol.COORDINATOR}, False),
        ({Rol.ONDERWIJSBEGELEIDER, Rol.STUDENT}, False),
        ({Rol.PRAKTIJKOPLEIDER}, False),
        ({Rol.BEHEER}, False),
        ({Rol.COORDINATOR}, False),
        (set(), False),
    ],
)
def test_who_may_be_vertrouwenspersoon(rollen: set[Rol], mag: bool) -> None:
    assert m.mag_vertrouwenspersoon(frozenset(rollen)) is mag


def test_help_lines_are_read_line_by_line_and_shown_the_same() -> None:
    tekst = "Vertrouwenspersoon; 071 555 01 01\nHulplijn; +31 71 555 01 02"
    assert m.toon_hulplijnen(m.lees_hulplijnen(tekst)) == tekst
    assert m.lees_hulplijnen(" \n") == ()
    for fout in ("geen nummer", "Jan;", "; 0612345678", "Jan; javascript:alert(1)", "\n".join(["A; 0123"] * 9)):
        with pytest.raises(OngeldigeInvoer):
            m.lees_hulplijnen(fout)


def test_the_first_line_counts_and_agrees_in_number() -> None:
    assert s.vat_samen(0, 0, 0).nl == "Er zijn geen open signalen."
    assert s.vat_samen(1, 0, 0).nl == "1 signaal wacht tot iemand begint."
    assert s.vat_samen(2, 1, 1).nl == (
        "2 signalen wachten tot iemand begint, 1 is opgepakt, bij 1 is het tijd om terug te kijken."
    )
