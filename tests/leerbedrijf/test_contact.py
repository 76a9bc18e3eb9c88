"""The next contact with a company: planned, on the worklist and the start page, done; for the school only."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from sqlmodel import Session, select

from bpv_app.dashboard.queries_relaties import tel_relaties
from bpv_app.gesprek.queries_bedrijf import list_bezoekers
from bpv_app.gesprek.rules import MomentStatus, Vorm
from bpv_app.kernel.clock import FixedClock, klok
from bpv_app.kernel.errors import GeenRecht, NietGevonden, OngeldigeInvoer, Verouderd
from bpv_app.kernel.lijst import LijstVraag
from bpv_app.kernel.rechten import Rol
from bpv_app.leerbedrijf.queries_contact import IK, KLAAR, LATER, NU, list_contacten, list_relatiebeheer, tel_contacten
from bpv_app.leerbedrijf.service_contact import plan_contact, rond_contact_af
from bpv_app.pok.queries_bedrijf import list_plaatsingen
from bpv_app.pok.rules import EindReden, PokStatus
from bpv_app.toegang.tables import Audit
from tests.gesprek.cast import make_cast, momenten_van
from tests.leerbedrijf.cast import make_buitenstaanders, make_opleider_actor
from tests.makers import make_actor, make_contactpersoon, make_leerbedrijf


def rijen(session: Session, actor: Any, **filters: str) -> list[str]:
    antwoord = list_relatiebeheer(session, actor, LijstVraag(filters=filters))
    assert antwoord.totaal == len(antwoord.rijen)
    return [rij.cellen[3].tekst for rij in antwoord.rijen]


def test_a_contact_is_planned_due_and_done(session: Session) -> None:
    clock, vandaag = klok, klok.vandaag()
    bedrijf_id = make_leerbedrijf(session).id or 0
    wie, ander = make_actor(session, Rol.ONDERWIJSBEGELEIDER), make_actor(session, Rol.COORDINATOR)
    nu = plan_contact(session, wie, clock, bedrijf_id, vandaag, "Plaatsen", wie.account_id or 0)
    plan_contact(session, wie, clock, bedrijf_id, vandaag + timedelta(days=9), "Kennismaken", ander.account_id or 0)
    assert rijen(session, wie) == ["Plaatsen", "Kennismaken"]
    assert (rijen(session, wie, wanneer=NU), rijen(session, wie, wanneer=LATER)) == (["Plaatsen"], ["Kennismaken"])
    assert (rijen(session, wie, wie=IK), rijen(session, ander, wie=IK)) == (["Plaatsen"], ["Kennismaken"])
    for actor, aantal in ((wie, 1), (ander, 0)):
        teller = next(x for x in tel_relaties(session, actor, vandaag) if x.sleutel == "relatie_contact")
        assert (teller.aantal, teller.lijst.vraag(session, actor, teller.vraag).totaal) == (aantal, aantal)
    assert tel_contacten(session, ander, LijstVraag(filters={"wanneer": NU}), vandaag + timedelta(days=9)) == 2
    with pytest.raises(OngeldigeInvoer):
        rond_contact_af(session, ander, clock, nu.id or 0, " ", nu.versie)
    with pytest.raises(Verouderd):
        rond_contact_af(session, ander, clock, nu.id or 0, "Gebeld", 7)
    rond_contact_af(session, ander, clock, nu.id or 0, "Gebeld: drie plaatsen.", nu.versie)
    with pytest.raises(NietGevonden):
        rond_contact_af(session, ander, clock, nu.id or 0, "Nog eens", nu.versie)
    assert (rijen(session, wie), rijen(session, wie, wanneer=KLAAR)) == (["Kennismaken"], ["Plaatsen"])
    assert [(c.onderwerp, c.uitkomst) for c in list_contacten(session, wie, bedrijf_id)] == [
        ("Kennismaken", ""),
        ("Plaatsen", "Gebeld: drie plaatsen."),
    ]
    assert "Gebeld: drie" not in str(session.exec(select(Audit.oud, Audit.nieuw)).all())


def test_what_makes_no_sense_is_refused_field_by_field(session: Session, clock: FixedClock) -> None:
    bedrijf_id, wie = make_leerbedrijf(session).id or 0, make_actor(session, Rol.COORDINATOR)
    student, vandaag = make_actor(session, Rol.STUDENT), clock.vandaag()
    goed: dict[str, Any] = {"dag": vandaag, "onderwerp": "Bellen", "wie_id": wie.account_id or 0}
    for anders, veld in (
        ({"dag": None}, "contact_dag"),
        ({"dag": vandaag - timedelta(days=1)}, "contact_dag"),
        ({"dag": date(2099, 1, 1)}, "contact_dag"),
        ({"onderwerp": " "}, "onderwerp"),
        ({"onderwerp": "x" * 201}, "onderwerp"),
        ({"wie_id": student.account_id}, "contact_wie"),
        ({"wie_id": 0}, "contact_wie"),
    ):
        with pytest.raises(OngeldigeInvoer) as fout:
            plan_contact(session, wie, clock, bedrijf_id, **{**goed, **anders})
        assert set(fout.value.velden) == {veld}


def test_no_company_or_student_sees_or_makes_a_contact(session: Session, clock: FixedClock) -> None:
    opleider, wie = make_contactpersoon(session), make_actor(session, Rol.COORDINATOR)
    bedrijf_id, mijn = opleider.leerbedrijf_id, wie.account_id or 0
    rij = plan_contact(session, wie, clock, bedrijf_id, clock.vandaag(), "Bellen", mijn)
    buiten = [*make_buitenstaanders(session).values(), make_opleider_actor(session, opleider)]
    for ander in (*buiten, make_actor(session, Rol.STUDENTENZAKEN)):
        assert list_relatiebeheer(session, ander, LijstVraag()).totaal == 0
        with pytest.raises(GeenRecht):
            plan_contact(session, ander, clock, bedrijf_id, clock.vandaag(), "Bellen", mijn)
        with pytest.raises(GeenRecht):
            rond_contact_af(session, ander, clock, rij.id or 0, "Gebeld", rij.versie)
    for ander in buiten:
        assert list_contacten(session, ander, bedrijf_id) == []


def test_who_visits_and_when_last_and_how_it_ended_within_the_own_scope(session: Session, clock: FixedClock) -> None:
    cast = make_cast(session)
    bedrijf_id = cast.opleider.leerbedrijf_id
    moment = momenten_van(session, cast)[0]
    (bezoeker,) = list_bezoekers(session, cast.coordinator, bedrijf_id)
    assert (bezoeker.stagiairs, bezoeker.laatst) == (1, None)
    moment.status, moment.gehouden_op, moment.vorm = MomentStatus.GEHOUDEN, date(2026, 12, 9), Vorm.BEZOEK
    session.flush()
    (bezoeker,) = list_bezoekers(session, cast.begeleider, bedrijf_id)
    assert bezoeker.laatst == date(2026, 12, 9)
    moment.vorm = Vorm.TELEFOON
    session.flush()
    assert list_bezoekers(session, cast.coordinator, bedrijf_id)[0].laatst is None, "a call is no visit"
    for ander in (cast.vreemde_coordinator, cast.collega, cast.andere_opleider, cast.andere_student):
        assert list_bezoekers(session, ander, bedrijf_id) == []
        assert list_plaatsingen(session, ander, bedrijf_id) == ()
    cast.pok.status, cast.pok.eind_reden = PokStatus.AFGEROND, EindReden.GESTOPT_BEDRIJF
    cast.pok.werkelijk_eind_op = date(2027, 3, 1)
    session.flush()
    (regel,) = list_plaatsingen(session, cast.coordinator, bedrijf_id)
    assert (regel.is_nu, regel.crebo, regel.eind_reden) == (False, cast.pok.crebo, EindReden.GESTOPT_BEDRIJF)
    assert regel.geeindigd_op == date(2027, 3, 1)
