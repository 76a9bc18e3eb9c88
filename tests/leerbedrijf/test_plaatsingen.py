"""Placements at a company, as its screen shows them: inside the actor's scope only."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlmodel import Session

from bpv_app.kernel.actor import Actor
from bpv_app.kernel.rechten import Rol
from bpv_app.leerbedrijf.tables import Contactpersoon
from bpv_app.pok.queries_bedrijf import heeft_stagiair, list_plaatsingen
from bpv_app.pok.rules import PokStatus
from bpv_app.pok.tables import Pok
from tests.leerbedrijf.cast import make_buitenstaanders
from tests.makers import (
    make_account,
    make_actor,
    make_contactpersoon,
    make_dossier,
    make_pok,
    make_student,
    make_team,
    make_verbintenis,
)


def make_plaatsing(session: Session, contact: Contactpersoon, status: PokStatus, **anders: Any) -> Pok:
    team = make_team(session)
    begeleider = make_account(session, Rol.ONDERWIJSBEGELEIDER)
    dossier = make_dossier(session, make_verbintenis(session, make_student(session, team)), begeleider=begeleider)
    return make_pok(
        session,
        status,
        dossier,
        contact,
        begeleider,
        team_id=team.id,
        zonder_erkenning=True,
        **anders,
    )


def test_placements_now_and_before_newest_first_inside_the_scope(session: Session) -> None:
    contact = make_contactpersoon(session)
    oud = make_plaatsing(session, contact, PokStatus.AFGEROND, begin_op=date(2025, 9, 1), eind_op=date(2026, 1, 31))
    nu = make_plaatsing(session, contact, PokStatus.AFGEDRUKT, begin_op=date(2026, 12, 7))
    make_plaatsing(session, make_contactpersoon(session), PokStatus.AFGEDRUKT)
    alles = make_actor(session, Rol.STUDENTENZAKEN)
    regels = list_plaatsingen(session, alles, contact.leerbedrijf_id)
    assert [(r.pok_id, r.is_nu) for r in regels] == [(nu.id, True), (oud.id, False)]
    assert (regels[0].nummer, regels[0].begin_op) == (nu.nummer, date(2026, 12, 7))
    van_team = make_actor(session, Rol.COORDINATOR, team_id=nu.team_id)
    assert [r.pok_id for r in list_plaatsingen(session, van_team, contact.leerbedrijf_id)] == [nu.id]
    ander_team = make_actor(session, Rol.COORDINATOR, team_id=make_team(session).id)
    assert list_plaatsingen(session, ander_team, contact.leerbedrijf_id) == ()
    for actor in make_buitenstaanders(session).values():
        assert list_plaatsingen(session, actor, contact.leerbedrijf_id) == ()
    assert list_plaatsingen(session, alles, 2**60) == ()


def test_a_begeleider_lets_in_only_who_guides_an_own_running_trainee(session: Session) -> None:
    contact = make_contactpersoon(session)
    lopend = make_plaatsing(session, contact, PokStatus.DEFINITIEF)
    begeleider = Actor(lopend.onderwijsbegeleider_id, "B", make_actor(session, Rol.ONDERWIJSBEGELEIDER).toewijzingen)
    assert heeft_stagiair(session, begeleider, contact.id or 0)
    assert not heeft_stagiair(session, make_actor(session, Rol.ONDERWIJSBEGELEIDER), contact.id or 0)
    assert not heeft_stagiair(session, begeleider, make_contactpersoon(session).id or 0)
    assert not heeft_stagiair(session, begeleider, 2**60)
    lopend.status = PokStatus.AFGEROND
    session.flush()
    assert not heeft_stagiair(session, begeleider, contact.id or 0)
