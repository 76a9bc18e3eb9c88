"""Setting a team's reminders: whose team, stale screens, and who would be reminded today."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import Session

from bpv_app.kernel.clock import FixedClock
from bpv_app.kernel.errors import DomeinFout, GeenRecht, NietGevonden, Verouderd
from bpv_app.pok.pages.herinneringen_beeld import voorbeeld_beelden
from bpv_app.pok.queries_manen_team import (
    get_team_herinneren,
    list_team_herinneren,
    list_voorbeeld,
    mag_namen_zien,
)
from bpv_app.pok.rules_manen import STANDAARD, HerinnerRegel, Ontvanger, orden
from bpv_app.pok.service_manen_inrichten import GEEN_REGEL, bewaar_regel, verwijder_regel, wissel_regel, zet_aan
from bpv_app.pok.tables_manen import TeamManen
from tests.pok.hulp import druk_af
from tests.pok.rolverdeling import Cast, make_cast

DAG = datetime(2026, 11, 30, 8, 0, tzinfo=UTC).date()  # a week before the start


@pytest.fixture
def cast(session: Session) -> Cast:
    return make_cast(session)


def team(cast: Cast) -> int:
    assert cast.dossier.team_id is not None
    return cast.dossier.team_id


def test_a_team_begins_with_the_defaults_switched_off(session: Session, cast: Cast) -> None:
    (stand,) = list_team_herinneren(session, cast.coordinator)
    assert (stand.is_aan, stand.regels, stand.versie) == (False, orden(STANDAARD), 0)
    assert session.get(TeamManen, team(cast)) is None


def test_rules_are_added_changed_switched_and_taken_away(session: Session, cast: Cast) -> None:
    wie, nr = cast.coordinator, team(cast)
    stand = bewaar_regel(session, wie, nr, "", HerinnerRegel(Ontvanger.STUDENT, -21), 0)
    assert len(stand.regels) == len(STANDAARD) + 1
    stand = bewaar_regel(session, wie, nr, "student:-21", HerinnerRegel(Ontvanger.STUDENT, -20), stand.versie)
    stand = wissel_regel(session, wie, nr, "student:-20", stand.versie)
    assert HerinnerRegel(Ontvanger.STUDENT, -20, is_aan=False) in stand.regels
    stand = verwijder_regel(session, wie, nr, "student:-20", stand.versie)
    assert stand.regels == orden(STANDAARD)
    stand = zet_aan(session, wie, nr, True, stand.versie)
    assert stand.is_aan
    assert not zet_aan(session, wie, nr, False, stand.versie).is_aan


def test_a_stale_screen_changes_nothing(session: Session, cast: Cast) -> None:
    wie, nr = cast.coordinator, team(cast)
    zet_aan(session, wie, nr, True, 0)
    nieuw = bewaar_regel(session, wie, nr, "", HerinnerRegel(Ontvanger.STUDENT, -21), 1)
    with pytest.raises(Verouderd):
        verwijder_regel(session, wie, nr, "student:-14", 1)
    with pytest.raises(NietGevonden):
        wissel_regel(session, wie, nr, "student:-99", nieuw.versie)
    with pytest.raises(NietGevonden):
        bewaar_regel(session, wie, nr, "student:-99", HerinnerRegel(Ontvanger.STUDENT, -5), nieuw.versie)


def test_nothing_can_be_switched_on_without_a_rule(session: Session, cast: Cast) -> None:
    wie, nr = cast.coordinator, team(cast)
    stand = get_team_herinneren(session, wie, nr)
    for regel in stand.regels:
        stand = wissel_regel(session, wie, nr, regel.sleutel, stand.versie)
    with pytest.raises(DomeinFout) as fout:
        zet_aan(session, wie, nr, True, stand.versie)
    assert fout.value.code == GEEN_REGEL.code


def test_only_the_own_teams_and_only_who_may(session: Session, cast: Cast) -> None:
    nr, regel = team(cast), HerinnerRegel(Ontvanger.STUDENT, -21)
    for naam, wie in cast.wie().items():
        if naam in ("coordinator", "beheer"):
            assert get_team_herinneren(session, wie, nr).team_id == nr
            continue
        fout = NietGevonden if naam == "ander_team" else GeenRecht
        for werk in (
            lambda w=wie: bewaar_regel(session, w, nr, "", regel, 0),
            lambda w=wie: verwijder_regel(session, w, nr, "student:-14", 0),
            lambda w=wie: wissel_regel(session, w, nr, "student:-14", 0),
            lambda w=wie: zet_aan(session, w, nr, True, 0),
            lambda w=wie: list_voorbeeld(session, w, nr, DAG),
        ):
            with pytest.raises(fout):
                werk()
    assert session.get(TeamManen, nr) is None


def test_the_preview_says_who_would_get_what_and_beheer_sees_numbers(session: Session, cast: Cast) -> None:
    druk_af(session, cast, FixedClock(datetime(2026, 11, 2, 9, 0, tzinfo=UTC)))
    nr = team(cast)
    mails = list_voorbeeld(session, cast.coordinator, nr, DAG)
    assert [(m.ontvanger, m.wie.id) for m in mails] == [
        (Ontvanger.STUDENT, cast.leerling.id),
        (Ontvanger.LEERBEDRIJF, cast.opleider.id),
    ]
    beelden, zin = voorbeeld_beelden(mails, "nl", DAG, met_namen=mag_namen_zien(cast.coordinator, nr))
    assert zin.nl == "2 mails over 1 POK."
    assert beelden[0].kop == f"Student: {cast.leerling.naam}"
    assert "begint over 7 dagen, nog niet: student, leerbedrijf, school" in beelden[0].regels[0]
    assert not mag_namen_zien(cast.beheer, nr)
    beelden, _ = voorbeeld_beelden(mails, "nl", DAG, met_namen=False)
    assert [(b.kop, b.regels) for b in beelden] == [("Student: 1", []), ("Praktijkopleider: 1", [])]
    assert list_voorbeeld(session, cast.coordinator, nr, DAG - timedelta(days=30)) == []
