"""What the screens of rounds say: every step of the history in words, counters that add up, two languages."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

import pytest
from sqlmodel import Session

from bpv_app.kernel.clock import FixedClock
from bpv_app.kernel.lijst import LijstVraag
from bpv_app.matching.pages.ronde_beeld import WAT, tellers, zin_van
from bpv_app.matching.queries_ronde import RondeTelling, tel_rondes
from bpv_app.matching.queries_rondes import RONDE_STUDENTEN, RONDES
from bpv_app.matching.rules_afspraak import AfspraakSoort
from bpv_app.matching.rules_ronde import RondeStap, RondeStatus
from bpv_app.matching.rules_voorkeur import sluit_tekst
from bpv_app.matching.service_deelnemers import herinner_alle, stel_alle_in
from tests.makers import make_student, make_verbintenis
from tests.matching.cast_ronde import SLUIT, Rondecast, deelname, maak_rondecast
from tests.matching.test_voorkeur_service import stuur_lijst_in

SERVICES = Path(__file__).resolve().parents[2] / "bpv_app" / "matching"


def test_every_step_that_services_note_has_words() -> None:
    bron = "\n".join(p.read_text() for p in SERVICES.glob("service_*.py"))
    genoemd = set(re.findall(r'noteer\w*\(\s*session, actor, clock, ronde, (?:[^"\n]* else )?"(\w+)"', bron)) | {
        "plaats_weg",
        "plaats_terug",
    }
    assert {"gemaakt", "gewijzigd", "verzoek_toegewezen"} <= genoemd
    genoemd |= {stap.value for stap in RondeStap} | {f"afspraak_{soort.value}" for soort in AfspraakSoort}
    assert genoemd == set(WAT)


def _cast(session: Session, clock: FixedClock) -> tuple[Rondecast, int]:
    """Yara sent in, Sem did nothing, for Kim nothing fits."""
    cast = maak_rondecast(session)
    make_verbintenis(session, make_student(session, cast.team, naam="Kim"), crebo="25999")
    ronde_id = cast.open(session, clock).id or 0
    stuur_lijst_in(session, clock, cast)
    return cast, ronde_id


def test_each_counter_leads_to_exactly_those_students(session: Session, clock: FixedClock) -> None:
    cast, ronde_id = _cast(session, clock)
    rij = tellers(ronde_id, tel_rondes(session, [ronde_id])[ronde_id], RondeStatus.OPEN, "nl")
    per = {t.label: t for t in rij}
    assert {label: t.aantal for label, t in per.items()} == {
        "studenten doen mee": 3, "ingestuurd": 1, "daarna gewijzigd": 0, "bezig": 0, "nog niets": 1,
        "geen mogelijke plaats": 1, "plekken op 3 plaatsen": 3,
    }  # fmt: skip
    for teller in rij:
        if teller.href:
            query = dict(deel.split("=") for deel in teller.href.split("?")[1].split("&"))
            antwoord = RONDE_STUDENTEN.vraag(session, cast.coordinator, LijstVraag(filters=query))
            assert antwoord.totaal == teller.aantal == len(antwoord.rijen), teller.label
    kim = RONDE_STUDENTEN.vraag(session, cast.coordinator, LijstVraag(filters={"stand": "geen"})).rijen[0]
    assert "Van 3 plaatsen bleven er over: na opleiding 0." in [c.tekst for c in kim.cellen]


def test_lists_show_own_rounds_only(session: Session, clock: FixedClock) -> None:
    cast, _ = _cast(session, clock)
    for lijst in (RONDES, RONDE_STUDENTEN):
        assert lijst.vraag(session, cast.ander, LijstVraag()).totaal == 0
        assert lijst.vraag(session, cast.als_yara, LijstVraag()).totaal == 0
        for kolom in lijst.kolommen:
            for aflopend in (False, True):
                vraag = LijstVraag(sorteer=kolom.naam, aflopend=aflopend, zoek="a", taal="en")
                assert lijst.vraag(session, cast.coordinator, vraag).totaal >= 1


def test_a_bulk_step_gives_a_result_per_student(session: Session, clock: FixedClock) -> None:
    cast, _ = _cast(session, clock)
    yara, sem = deelname(session, cast.als_yara), deelname(session, cast.als_sem)
    uitslagen = herinner_alle(session, cast.coordinator, clock, [yara, sem, 987_654])
    assert [(u.naam, u.gelukt) for u in uitslagen] == [("Yara", False), ("Sem", True)]
    assert herinner_alle(session, cast.ander, clock, [yara, sem]) == []
    geweigerd = stel_alle_in(session, cast.coordinator, [yara], heeft_rijbewijs=True)
    assert [(u.gelukt, "al open" in u.tekst.nl) for u in geweigerd] == [(False, True)]


@pytest.mark.parametrize("taal", ["nl", "en"])
@pytest.mark.parametrize("status", list(RondeStatus))
def test_the_first_line_says_where_a_round_stands(
    session: Session, clock: FixedClock, status: RondeStatus, taal: str
) -> None:
    ronde = maak_rondecast(session).maak(session, clock)
    ronde.status = status
    assert "12" in zin_van(ronde, RondeTelling(studenten=12, ingestuurd=5), taal)


@pytest.mark.parametrize(
    ("voor", "nl"), [(timedelta(minutes=20), "minder dan een uur"), (timedelta(hours=30), "nog 30 uur"),
                     (timedelta(days=4, hours=2), "nog 4 dagen")],
)  # fmt: skip
def test_how_long_there_is_left(voor: timedelta, nl: str) -> None:
    assert sluit_tekst(SLUIT, SLUIT - voor).nl == f"Je kunt kiezen tot 4 dec 2026 17:00 ({nl})."
