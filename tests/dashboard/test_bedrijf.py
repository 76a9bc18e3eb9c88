"""What the start page asks of a praktijkopleider."""

from __future__ import annotations

from datetime import date

import pytest
from sqlmodel import Session

from bpv_app.dashboard.pages.stagiairs_beeld import wat_nu
from bpv_app.dashboard.queries_bedrijf import get_bedrijf_vandaag
from bpv_app.kernel.clock import FixedClock
from bpv_app.kernel.errors import GeenRecht
from bpv_app.pok import service
from bpv_app.pok.rules import Partij
from bpv_app.uren.rules import WeekStatus
from tests.dashboard.test_stagiairs import VANDAAG, opleider_actor, stagiair
from tests.makers import NU, make_contactpersoon, make_logboek_item, make_uren_week
from tests.pok.hulp import DAG, druk_af, id_van
from tests.pok.rolverdeling import make_cast


def test_waiting_weeks_come_first_with_the_names_and_the_way_to_them(session: Session) -> None:
    ik = make_contactpersoon(session)
    for naam in ("Yara", "Bram"):
        pok = stagiair(session, ik, naam=naam)
        make_uren_week(session, pok, status=WeekStatus.INGEDIEND)
    make_logboek_item(session, pok)
    dag = get_bedrijf_vandaag(session, opleider_actor(session, ik), VANDAAG, NU)
    assert [(t.aantal, t.doe.nl, t.uitleg.nl, t.href) for t in dag.taken] == [
        (2, "Keur uren goed: 2 weken", "Van Yara en Bram.", "/uren/beoordelen"),
        (1, "Bespreek het logboek: 1 verslag", "Van Bram.", "/logboek?toestand=gedeeld"),
    ]
    assert dag.zin.nl == "2 dingen te doen. Eerst: keur uren goed: 2 weken."
    assert {s.naam for s in dag.stagiairs} == {"Yara", "Bram"}


def test_a_colleague_who_may_approve_gets_the_weeks_but_not_the_trainee(session: Session) -> None:
    ik = make_contactpersoon(session)
    collega = make_contactpersoon(session, leerbedrijf_id=ik.leerbedrijf_id, keurt_uren=True)
    make_uren_week(session, stagiair(session, ik), status=WeekStatus.INGEDIEND)
    dag = get_bedrijf_vandaag(session, opleider_actor(session, collega), VANDAAG, NU)
    assert ([t.href for t in dag.taken], dag.stagiairs) == (["/uren/beoordelen"], ())


def test_who_has_no_trainees_reads_so(session: Session) -> None:
    dag = get_bedrijf_vandaag(session, opleider_actor(session, make_contactpersoon(session)), VANDAAG, NU)
    assert dag.taken == ()
    assert dag.zin.nl == "Je hebt nu geen eigen stagiairs."


def test_signing_is_asked_until_it_is_done(session: Session, clock: FixedClock) -> None:
    cast = make_cast(session, geboortedatum=date(2010, 1, 1))
    pok = druk_af(session, cast, clock)
    dag = get_bedrijf_vandaag(session, cast.praktijkopleider, DAG, NU)
    assert [t.href for t in dag.taken] == ["/stagiairs"]
    assert "De student komt met de overeenkomst" in wat_nu(dag.stagiairs[0]).nl
    service.registreer_handtekening(session, cast.studentenzaken, clock, id_van(pok), Partij.LEERBEDRIJF, DAG)
    assert get_bedrijf_vandaag(session, cast.praktijkopleider, DAG, NU).taken == ()


def test_it_is_refused_to_who_is_no_praktijkopleider(session: Session) -> None:
    cast = make_cast(session)
    for actor in (cast.student, cast.coordinator, cast.beheer, cast.niemand):
        with pytest.raises(GeenRecht):
            get_bedrijf_vandaag(session, actor, DAG, NU)
