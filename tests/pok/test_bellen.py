"""The call card: whose it is, whom to call first, what a call came to; and paper registered from a photo."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import Session

from bpv_app.kernel import clock as tijd
from bpv_app.kernel.clock import FixedClock
from bpv_app.kernel.errors import DomeinFout, GeenRecht, NietGevonden, OngeldigeInvoer
from bpv_app.kernel.lijst import LijstVraag
from bpv_app.pok import service
from bpv_app.pok.queries_bellen import get_belkaart
from bpv_app.pok.queries_nabellen import NABELLEN
from bpv_app.pok.rules import Partij, PokStatus
from bpv_app.pok.rules_nabellen import BelUitkomst, bel_adres
from bpv_app.pok.rules_qr import QrCode
from bpv_app.pok.service_foto import get_vel, registreer_vel, vind_foto
from bpv_app.pok.service_manen import stuur_herinneringen
from bpv_app.pok.tables import Pok
from tests.pok.hulp import ALLE_PARTIJEN, DAG, druk_af, id_van
from tests.pok.rolverdeling import Cast, make_cast
from tests.pok.test_manen import APP, zet_aan


@pytest.fixture
def cast(session: Session) -> Cast:
    return make_cast(session, telefoon="06 - 12 34 56 78")


@pytest.fixture
def pok(session: Session, cast: Cast, clock: FixedClock) -> Pok:
    return druk_af(session, cast, clock)


def code(pok: Pok, versie: int = 1, deel: str = "2", pagina: int = 1) -> QrCode:
    return QrCode(pok.nummer, versie, deel, pagina)


@pytest.mark.parametrize(
    ("telefoon", "verwacht"),
    [("06 - 12 34 56 78", "tel:0612345678"), ("+31 (0)71-555", "tel:+3171555"), ("", ""), ("onbekend", "")],
)
def test_one_tap_calls_whatever_was_typed(telefoon: str, verwacht: str) -> None:
    assert bel_adres(telefoon) == verwacht


def test_who_has_to_sign_is_called_first(session: Session, cast: Cast, pok: Pok, clock: FixedClock) -> None:
    service.registreer_handtekening(session, cast.studentenzaken, clock, id_van(pok), Partij.STUDENT, DAG)
    kaart = get_belkaart(session, cast.begeleider, id_van(pok), DAG)
    assert [(b.naam, b.moet_tekenen) for b in kaart.bellers[:2]] == [
        (cast.opleider.naam, True),
        (cast.leerling.naam, False),
    ]
    assert kaart.ontbreekt == (Partij.LEERBEDRIJF, Partij.SCHOOL)


def test_the_card_is_for_who_may_chase_this_student(session: Session, cast: Cast, pok: Pok) -> None:
    for naam, wie in cast.wie().items():
        if naam in ("coordinator", "begeleider", "studentenzaken"):
            assert get_belkaart(session, wie, id_van(pok), DAG).nummer == pok.nummer
            continue
        with pytest.raises(NietGevonden if naam in ("ander_team", "andere_begeleider") else GeenRecht):
            get_belkaart(session, wie, id_van(pok), DAG)
    with pytest.raises(NietGevonden):
        get_belkaart(session, cast.coordinator, 987_654_321, DAG)


def test_a_call_is_logged_with_what_it_came_to(
    session: Session, cast: Cast, pok: Pok, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tijd, "klok", clock)
    wie, nr, morgen = cast.begeleider, id_van(pok), DAG + timedelta(days=1)
    service.voeg_belnotitie_toe(session, wie, clock, nr, "Jan", "", morgen, BelUitkomst.GEEN_GEHOOR)
    kaart = get_belkaart(session, wie, nr, DAG)
    assert (kaart.gesprekjes[0].uitkomst, kaart.opnieuw_op) == (BelUitkomst.GEEN_GEHOOR, morgen)
    rij = NABELLEN.vraag(session, wie, LijstVraag()).rijen[0]
    kolom = [k.naam for k in NABELLEN.kolommen]
    assert rij.cellen[kolom.index("gebeld")].tekst.endswith("Jan, geen gehoor")
    assert rij.href == f"/poks/nabellen/{nr}"
    assert rij.cellen[kolom.index("telefoon")].href == bel_adres(cast.opleider.telefoon)
    for uitkomst in (None, BelUitkomst.ANDERS):  # then somebody has to say what happened
        with pytest.raises(OngeldigeInvoer):
            service.voeg_belnotitie_toe(session, wie, clock, nr, "Jan", "", None, uitkomst)


def test_reminders_stand_on_the_card_and_in_the_list(
    session: Session, cast: Cast, pok: Pok, monkeypatch: pytest.MonkeyPatch
) -> None:
    zet_aan(session, pok.team_id)
    later = FixedClock(datetime(2026, 12, 8, 8, 0, tzinfo=UTC))
    monkeypatch.setattr(tijd, "klok", later)
    assert stuur_herinneringen(session, APP, later) == 1
    kaart = get_belkaart(session, cast.begeleider, id_van(pok), later.vandaag())
    assert [h.ontvanger.value for h in kaart.herinneringen] == ["begeleider"]
    rij = NABELLEN.vraag(session, cast.begeleider, LijstVraag()).rijen[0]
    kolom = [k.naam for k in NABELLEN.kolommen].index("herinnerd")
    assert rij.cellen[kolom].tekst == "8 dec 2026: Onderwijsbegeleider (1×)"


def test_a_photo_leads_to_the_sheet_it_shows(session: Session, cast: Cast, pok: Pok) -> None:
    zaken = cast.studentenzaken
    assert vind_foto(session, zaken, [code(pok)]) == f"/poks/registreren/{pok.id}?versie=1&exemplaar=2"
    assert vind_foto(session, zaken, [code(pok), code(pok, pagina=2)]).startswith(f"/poks/registreren/{pok.id}?")
    assert vind_foto(session, zaken, []).endswith("fout=geen_code")
    assert vind_foto(session, zaken, [code(pok), code(pok, deel="3")]).endswith("fout=tegenstrijdig")
    assert vind_foto(session, zaken, [QrCode("2020-99999", 1, "1", 1)]).endswith("fout=onbekend")
    for wie in (cast.coordinator, cast.student, cast.praktijkopleider, cast.niemand):
        with pytest.raises(GeenRecht):
            vind_foto(session, wie, [code(pok)])


def test_all_parties_of_a_sheet_are_registered_at_once(
    session: Session, cast: Cast, pok: Pok, clock: FixedClock
) -> None:
    zaken, nr = cast.studentenzaken, id_van(pok)
    vel = get_vel(session, zaken, nr, 1, DAG)
    assert (vel.mist, vel.waarom_niet) == (ALLE_PARTIJEN, None)
    with pytest.raises(OngeldigeInvoer):
        registreer_vel(session, zaken, clock, nr, [], DAG, 1)
    assert registreer_vel(session, zaken, clock, nr, vel.mist, DAG, 1).is_definitief
    assert pok.status is PokStatus.DEFINITIEF
    na = get_vel(session, zaken, nr, 1, DAG)
    assert na.mist == ()
    assert na.waarom_niet is not None
    assert "al geregistreerd" in na.waarom_niet.nl


def test_an_old_sheet_says_so_and_registers_nothing(session: Session, cast: Cast, pok: Pok, clock: FixedClock) -> None:
    zaken, nr = cast.studentenzaken, id_van(pok)
    service.zet_terug(session, zaken, clock, nr, PokStatus.VOLLEDIG, "Typefout.")
    druk_af(session, cast, clock, pok)
    oud = get_vel(session, zaken, nr, 1, DAG)
    assert oud.waarom_niet is not None
    assert "nieuwe versie" in oud.waarom_niet.nl
    with pytest.raises(DomeinFout, match="oude_versie"):
        registreer_vel(session, zaken, clock, nr, ALLE_PARTIJEN, DAG, 1)
    assert get_vel(session, zaken, nr, 2, DAG).mist == ALLE_PARTIJEN
    onbekend = get_vel(session, zaken, nr, 9, DAG)
    assert onbekend.waarom_niet is not None
    service.meld_af(session, zaken, clock, nr, "Gestopt.")
    assert "afgemeld" in (get_vel(session, zaken, nr, 2, DAG).waarom_niet or onbekend.waarom_niet).nl
