"""Signals of people: who sees them, who takes them, and what is kept."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from sqlmodel import Session, col, select

from bpv_app.kernel.actor import Actor
from bpv_app.kernel.clock import FixedClock
from bpv_app.kernel.errors import GeenRecht, NietGevonden, OngeldigeInvoer, Verouderd
from bpv_app.kernel.lijst import LijstVraag
from bpv_app.kernel.rechten import Rol
from bpv_app.signaal import service
from bpv_app.signaal.queries import (
    SIGNALEN,
    get_detail,
    get_samenvatting,
    list_signalen,
    list_van_dossier,
    tel_tellers,
)
from bpv_app.signaal.rules import SignaalStap, SignaalStatus
from bpv_app.signaal.rules_vinden import Grenzen
from bpv_app.signaal.service_regels import bewaar_grenzen, list_grenzen
from bpv_app.signaal.tables import Signaal, SignaalGebeurtenis
from bpv_app.toegang.tables import Audit
from tests.makers import make_actor
from tests.signaal.cast import DAG, Cast, klok_op, make_cast


def maak(session: Session, cast: Cast, clock: FixedClock, tekst: str = "Ik maak me zorgen.") -> int:
    return service.schrijf_signaal(session, cast.begeleider, clock, cast.dossier, tekst, tekst).id or 0


def zichtbaar(session: Session, wie: Actor) -> list[str]:
    return [r.sleutel for r in list_signalen(session, wie, LijstVraag()).rijen]


def test_a_signal_is_seen_by_its_begeleider_and_its_coordinator_and_by_nobody_else(session: Session) -> None:
    cast, ander, clock = make_cast(session), make_cast(session), klok_op()
    signaal_id = maak(session, cast, clock)
    for wie in (cast.begeleider, cast.coordinator):
        assert zichtbaar(session, wie) == [str(signaal_id)]
        assert get_detail(session, wie, signaal_id).tekst.nl == "Ik maak me zorgen."
    for wie in (ander.begeleider, ander.coordinator):
        assert zichtbaar(session, wie) == []
        with pytest.raises(NietGevonden):
            get_detail(session, wie, signaal_id)
    for wie in (cast.student, cast.praktijkopleider, cast.studentenzaken, cast.beheer):
        with pytest.raises(GeenRecht):
            list_signalen(session, wie, LijstVraag())
        with pytest.raises(GeenRecht):
            get_detail(session, wie, signaal_id)
        assert list_van_dossier(session, wie, cast.dossier) == []
        assert tel_tellers(session, wie, DAG) == ()


VERBS: dict[str, Callable[[Session, Actor, FixedClock, int, Cast], Any]] = {
    "oppakken": lambda s, wie, c, i, cast: service.pak_op(s, wie, c, i),
    "notitie": lambda s, wie, c, i, cast: service.voeg_notitie_toe(s, wie, c, i, "Gebeld."),
    "overdragen": lambda s, wie, c, i, cast: service.draag_over(
        s, wie, c, i, cast.coordinator.account_id or 0, "Jij kent hem."
    ),
    "afhandelen": lambda s, wie, c, i, cast: service.handel_af(s, wie, c, i, "Het is goed."),
    "heropenen": lambda s, wie, c, i, cast: service.heropen(s, wie, c, i, "Toch niet."),
    "eigenaars": lambda s, wie, c, i, cast: service.list_eigenaars(s, wie, i),
    "bekijken": lambda s, wie, c, i, cast: service.noteer_bekeken(s, wie, c, i),
}


@pytest.mark.parametrize("verb", list(VERBS))
def test_no_verb_works_on_somebody_elses_signal(session: Session, verb: str) -> None:
    cast, ander, clock = make_cast(session), make_cast(session), klok_op()
    signaal_id = maak(session, cast, clock)
    if verb == "heropenen":
        service.handel_af(session, cast.begeleider, clock, signaal_id, "Klaar.")
    session.flush()
    was = session.get_one(Signaal, signaal_id).model_dump()
    for wie in (ander.begeleider, ander.coordinator):
        for nummer in (signaal_id, 987_654_321, 0, -1, 10**30):
            with pytest.raises(NietGevonden):
                VERBS[verb](session, wie, clock, nummer, cast)
    for wie in (cast.student, cast.praktijkopleider, cast.studentenzaken, cast.beheer):
        with pytest.raises(GeenRecht):
            VERBS[verb](session, wie, clock, signaal_id, cast)
    assert session.get_one(Signaal, signaal_id).model_dump() == was
    VERBS[verb](session, cast.coordinator, clock, signaal_id, cast)


def test_taking_a_signal_makes_one_the_owner_and_a_second_taker_is_told(session: Session) -> None:
    cast, clock = make_cast(session), klok_op()
    signaal_id = maak(session, cast, clock)
    gezien = get_detail(session, cast.coordinator, signaal_id).versie
    service.pak_op(session, cast.begeleider, clock, signaal_id, gezien)
    detail = get_detail(session, cast.begeleider, signaal_id)
    assert (detail.status, detail.eigenaar) == (SignaalStatus.OPGEPAKT, cast.begeleider.naam)
    with pytest.raises(Verouderd):
        service.pak_op(session, cast.coordinator, clock, signaal_id, gezien)


def test_a_signal_nobody_took_follows_the_dossiers_begeleider(session: Session) -> None:
    from bpv_app.dossier import service as dossier_service

    cast, clock = make_cast(session), klok_op()
    nieuw = make_actor(session, Rol.ONDERWIJSBEGELEIDER, team_id=cast.team.id)
    signaal_id = maak(session, cast, clock)
    assert get_detail(session, cast.coordinator, signaal_id).eigenaar == cast.begeleider.naam
    dossier_service.stel_begeleider_in(session, cast.coordinator, cast.dossier, nieuw.account_id, None)
    assert get_detail(session, nieuw, signaal_id).eigenaar == nieuw.naam
    with pytest.raises(NietGevonden):
        get_detail(session, cast.begeleider, signaal_id)


def test_handing_over_opens_it_for_the_colleague_and_closes_it_for_who_does_not_guide(session: Session) -> None:
    cast, clock = make_cast(session), klok_op()
    collega = make_actor(session, Rol.ONDERWIJSBEGELEIDER, team_id=cast.team.id)
    derde = make_actor(session, Rol.ONDERWIJSBEGELEIDER, team_id=cast.team.id)
    signaal_id = maak(session, cast, clock)
    service.draag_over(session, cast.begeleider, clock, signaal_id, collega.account_id or 0, "Jij kent hem.")
    assert get_detail(session, collega, signaal_id).regels[0].tekst.nl == f"Aan {collega.naam}: Jij kent hem."
    assert get_detail(session, cast.begeleider, signaal_id).eigenaar == collega.naam  # still guides the student
    service.draag_over(session, collega, clock, signaal_id, derde.account_id or 0, "Ik ben ziek.")
    with pytest.raises(NietGevonden):
        get_detail(session, collega, signaal_id)


def test_a_signal_goes_to_nobody_outside_the_team(session: Session) -> None:
    cast, ander, clock = make_cast(session), make_cast(session), klok_op()
    signaal_id = maak(session, cast, clock)
    for account in (ander.begeleider, ander.coordinator, cast.student, cast.beheer, cast.praktijkopleider):
        with pytest.raises(OngeldigeInvoer):
            service.draag_over(session, cast.begeleider, clock, signaal_id, account.account_id or 0, "Voor jou.")


def test_a_note_with_a_day_comes_back_on_that_day(session: Session) -> None:
    cast, clock = make_cast(session), klok_op()
    signaal_id = maak(session, cast, clock)
    morgen = DAG + timedelta(days=1)
    service.voeg_notitie_toe(session, cast.begeleider, clock, signaal_id, "Gebeld.", morgen)
    tel = {t.sleutel: t.aantal for t in tel_tellers(session, cast.begeleider, DAG)}
    assert tel == {"signaal_nieuw": 1, "signaal_opvolgen": 0}
    tel = {t.sleutel: t.aantal for t in tel_tellers(session, cast.coordinator, morgen)}
    assert tel == {"signaal_geescaleerd": 0, "signaal_nieuw": 1, "signaal_opvolgen": 1}
    for fout in (DAG - timedelta(days=1), DAG + timedelta(days=400)):
        with pytest.raises(OngeldigeInvoer):
            service.voeg_notitie_toe(session, cast.begeleider, clock, signaal_id, "Gebeld.", fout)


def test_a_form_that_is_sent_twice_is_one_signal(session: Session) -> None:
    cast, clock = make_cast(session), klok_op()
    eerste = maak(session, cast, clock)
    assert maak(session, cast, clock) == eerste
    assert maak(session, cast, clock, "Iets anders.") != eerste


def test_a_concern_about_somebody_elses_student_is_refused(session: Session) -> None:
    cast, ander, clock = make_cast(session), make_cast(session), klok_op()
    for wie in (ander.begeleider, ander.coordinator):
        with pytest.raises(NietGevonden):
            service.schrijf_signaal(session, wie, clock, cast.dossier, "Zorg.")
    for tekst in ("", "   ", "x" * 2001):
        with pytest.raises(OngeldigeInvoer):
            service.schrijf_signaal(session, cast.begeleider, clock, cast.dossier, tekst)


def test_the_history_is_append_only_and_complete(session: Session) -> None:
    cast, clock = make_cast(session), klok_op()
    signaal_id = maak(session, cast, clock)
    service.pak_op(session, cast.begeleider, clock, signaal_id)
    service.handel_af(session, cast.begeleider, clock, signaal_id, "Het is goed.")
    service.heropen(session, cast.coordinator, clock, signaal_id, "Toch niet.")
    regels = get_detail(session, cast.begeleider, signaal_id).regels
    assert [(r.stap, r.door) for r in reversed(regels)] == [
        (SignaalStap.MELDEN, cast.begeleider.naam),
        (SignaalStap.OPPAKKEN, cast.begeleider.naam),
        (SignaalStap.AFHANDELEN, cast.begeleider.naam),
        (SignaalStap.HEROPENEN, cast.coordinator.naam),
    ]
    for zin in (sa.update(SignaalGebeurtenis).values(tekst="anders"), sa.delete(SignaalGebeurtenis)):
        with pytest.raises(sa.exc.DBAPIError), session.begin_nested():
            session.execute(zin)


def test_what_people_wrote_about_a_student_is_not_in_the_audit(session: Session) -> None:
    cast, clock = make_cast(session), klok_op()
    signaal_id = maak(session, cast, clock, "Kanarie in een kooi.")
    service.voeg_notitie_toe(session, cast.begeleider, clock, signaal_id, "Kanarie gebeld.")
    session.get_one(Signaal, signaal_id).tekst = "Kanarie anders."
    session.flush()
    regels = session.exec(select(Audit)).all()
    assert any(r.tabel == "signaal" for r in regels)
    assert not any("Kanarie" in f"{r.omschrijving}{r.oud}{r.nieuw}" for r in regels)


@pytest.mark.parametrize("werk", ["open", "mijn", "nieuw", "opvolgen", "geescaleerd", "gesloten"])
def test_every_filter_gives_what_it_says(session: Session, werk: str) -> None:
    cast, clock = make_cast(session), klok_op()
    nummers = {n: maak(session, cast, clock, n) for n in ("nieuw", "van_mij", "terug", "lang", "dicht")}
    service.pak_op(session, cast.coordinator, clock, nummers["van_mij"])
    service.pak_op(session, cast.begeleider, clock, nummers["terug"])
    service.voeg_notitie_toe(session, cast.begeleider, clock, nummers["terug"], "x", DAG)
    session.get_one(Signaal, nummers["lang"]).geescaleerd_op = clock.nu()
    service.handel_af(session, cast.begeleider, clock, nummers["dicht"], "Klaar.")
    verwacht = {
        "open": {"nieuw", "van_mij", "terug", "lang"},
        "mijn": {"van_mij"},
        "nieuw": {"nieuw", "lang"},
        "opvolgen": {"terug"},
        "geescaleerd": {"lang"},
        "gesloten": {"dicht"},
    }[werk]
    from bpv_app.signaal.queries import tel_signalen, where_signalen

    vraag = LijstVraag(filters={"werk": werk})
    aantal = tel_signalen(session, where_signalen(cast.coordinator, vraag, DAG))
    rijen = {n for n, i in nummers.items() if _staat_erin(session, cast.coordinator, vraag, i)}
    assert (rijen, aantal) == (verwacht, len(verwacht))


def _staat_erin(session: Session, wie: Actor, vraag: LijstVraag, signaal_id: int) -> bool:
    from bpv_app.signaal.queries import _VAN, where_signalen

    waar = where_signalen(wie, vraag, DAG)
    return bool(
        session.execute(
            sa.select(col(Signaal.id)).select_from(_VAN).where(*waar, col(Signaal.id) == signaal_id)
        ).first()
    )


def test_the_first_line_and_the_columns(session: Session) -> None:
    cast, clock = make_cast(session), klok_op()
    maak(session, cast, clock)
    assert get_samenvatting(session, cast.begeleider, DAG).nl == "1 signaal wacht tot iemand begint."
    for kolom in SIGNALEN.kolommen:
        if kolom.sorteer:
            for aflopend in (False, True):
                vraag = LijstVraag(sorteer=kolom.naam, aflopend=aflopend, zoek="yara")
                antwoord = list_signalen(session, cast.begeleider, vraag)
                assert antwoord.totaal == len(antwoord.rijen) == 1
                assert len(antwoord.rijen[0].cellen) == len(SIGNALEN.kolommen)


def test_thresholds_are_for_a_coordinator_of_that_team_and_never_in_the_past(session: Session) -> None:
    cast, ander, clock = make_cast(session), make_cast(session), klok_op()
    team = cast.team.id or 0
    for wie in (cast.begeleider, cast.student, cast.beheer):
        with pytest.raises(GeenRecht):
            bewaar_grenzen(session, wie, clock, team, DAG, Grenzen())
    with pytest.raises(NietGevonden):
        bewaar_grenzen(session, ander.coordinator, clock, team, DAG, Grenzen())
    with pytest.raises(OngeldigeInvoer):
        bewaar_grenzen(session, cast.coordinator, clock, team, DAG - timedelta(days=1), Grenzen())
    bewaar_grenzen(session, cast.coordinator, clock, team, DAG, Grenzen(verzuim_dagen=9))
    bewaar_grenzen(session, cast.coordinator, clock, team, DAG, Grenzen(verzuim_dagen=8))
    bewaar_grenzen(session, cast.coordinator, clock, team, DAG + timedelta(days=9), Grenzen(verzuim_dagen=7))
    (regel,) = [g for g in list_grenzen(session, cast.coordinator, DAG) if g.team_id == team]
    assert (regel.grenzen.verzuim_dagen, regel.sinds) == (8, (DAG, DAG + timedelta(days=9)))
    assert [g.team_id for g in list_grenzen(session, ander.coordinator, DAG)] == [ander.team.id]
