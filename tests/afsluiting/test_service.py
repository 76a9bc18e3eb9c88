"""Closing a placement: nothing missing without a name under it, and all that follows in one transaction."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
import sqlalchemy as sa
from sqlmodel import Session, col, select

from bpv_app.afsluiting import service
from bpv_app.afsluiting.queries import get_afsluiting, list_ontheffingen
from bpv_app.afsluiting.rules import NietNodig, NogNietKlaar, Punt, PuntStaat
from bpv_app.afsluiting.tables import Ontheffing
from bpv_app.beoordeling.rules import Besluit
from bpv_app.beoordeling.tables import Beoordeling
from bpv_app.beoordeling.tables_evaluatie import Evaluatie
from bpv_app.dossier import service as dossier_service
from bpv_app.dossier.service import DossierGesloten
from bpv_app.dossier.tables import Dossier, Inrichting
from bpv_app.gesprek.rules import MomentSoort, MomentStatus, Vorm
from bpv_app.gesprek.tables import Contactmoment
from bpv_app.kernel.actor import Actor
from bpv_app.kernel.clock import FixedClock
from bpv_app.kernel.errors import GeenRecht, NietGevonden, OngeldigeInvoer, Verouderd
from bpv_app.outbox.tables import Bericht
from bpv_app.pok.krd_bericht import KANAAL
from bpv_app.pok.rules import EindReden, KrdStatus, PokStatus
from bpv_app.pok.rules_afsluiten import Afsluiting
from bpv_app.pok.tables import PokHistorie
from bpv_app.post.tables import Mail
from bpv_app.signaal.rules import SignaalStatus
from bpv_app.signaal.service import schrijf_signaal
from bpv_app.signaal.service_vinden import zoek_team
from bpv_app.signaal.tables import Signaal
from bpv_app.uren.rules import Oordeel, Soort, WeekStatus
from bpv_app.uren.tables import UrenDag, UrenRegel
from tests.makers import bewaar, make_uren_week
from tests.signaal.cast import Cast, klok_op, make_cast

EIND = date(2027, 6, 25)
NA = EIND + timedelta(days=3)
GOED = Afsluiting(EIND, EindReden.VOLTOOID, Decimal(560))


def maak(session: Session, uren: int = 560) -> Cast:
    """A signed placement of 560 hours, with papers and keys to hand in, one conversation planned."""
    cast = make_cast(session, krd_status=KrdStatus.DEFINITIEF)
    inrichting = session.get_one(Inrichting, session.get_one(Dossier, cast.dossier).inrichting_id)
    inrichting.documenten, inrichting.in_te_leveren = ["Verslag"], ["Sleutels", "Pas"]
    schrijf_uren(session, cast, uren)
    bewaar(
        session,
        Contactmoment(
            dossier_id=cast.dossier,
            soort=MomentSoort.EIND,
            naam="Eindgesprek",
            venster_van=EIND - timedelta(days=14),
            venster_tot=EIND,
            vorm=Vorm.BEZOEK,
            status=MomentStatus.TE_PLANNEN,
            deelnemers=["student", "praktijkopleider", "onderwijsbegeleider"],
        ),
    )
    session.flush()
    return cast


def schrijf_uren(session: Session, cast: Cast, uren: int, status: WeekStatus = WeekStatus.GOEDGEKEURD) -> None:
    """Approved hours, eight a day from Monday to Friday, until there are enough."""
    dag, week = date(2026, 12, 7), None
    if status is not WeekStatus.GOEDGEKEURD:
        dag = date(2027, 6, 21)
    while uren > 0:
        if dag.weekday() == 0 or week is None:
            week = make_uren_week(session, cast.pok, maandag=dag - timedelta(days=dag.weekday()), status=status)
        if dag.weekday() < 5 and dag not in VRIJ:
            oordeel = Oordeel.AKKOORD if status is WeekStatus.GOEDGEKEURD else Oordeel.OPEN
            rij = bewaar(session, UrenDag(week_id=week.id or 0, pok_id=cast.pok.id or 0, datum=dag, oordeel=oordeel))
            minuten = min(uren, 8) * 60
            bewaar(
                session,
                UrenRegel(dag_id=rij.id or 0, pok_id=cast.pok.id or 0, datum=dag, soort=Soort.GEWERKT, minuten=minuten),
            )
            uren -= 8
        dag += timedelta(days=1)


VRIJ = {date(2026, 12, 25), date(2027, 1, 1), date(2027, 3, 29), date(2027, 4, 27)}


def regel_alles(session: Session, cast: Cast) -> None:
    """Everything but the hours."""
    (moment,) = session.exec(select(Contactmoment).where(Contactmoment.dossier_id == cast.dossier)).all()
    moment.status, moment.gehouden_op = MomentStatus.GEHOUDEN, EIND
    besluit = Beoordeling(
        dossier_id=cast.dossier,
        besluit=next(iter(Besluit)),
        besloten_op=klok_op(EIND).nu(),
        besloten_door="Anke",
        aangemaakt_op=klok_op(EIND).nu(),
    )
    bewaar(session, besluit)
    for naam in ("Sleutels", "Pas"):
        dossier_service.zet_ingeleverd(session, cast.begeleider, cast.dossier, naam, True, None)
    dossier_service.zet_document(session, cast.begeleider, cast.dossier, "Verslag", True, None)


def mist(session: Session, cast: Cast, wie: Actor | None = None, einde: date | None = EIND) -> set[str]:
    beeld = get_afsluiting(session, wie or cast.begeleider, cast.dossier, NA, einde)
    return {p.punt.value for p in beeld.punten if p.staat is PuntStaat.MIST}


def test_a_placement_with_everything_closes_and_all_that_follows_happens(session: Session) -> None:
    cast, clock = maak(session), klok_op(NA)
    regel_alles(session, cast)
    zoek_team(session, klok_op(date(2027, 6, 24)), cast.team.id)
    eigen = schrijf_signaal(session, cast.begeleider, clock, cast.dossier, "Nog iets.", "x")
    assert mist(session, cast) == set()
    voor = len(session.exec(select(Bericht)).all())
    pok = service.sluit_af(session, cast.begeleider, clock, cast.dossier, GOED)
    assert (pok.status, pok.werkelijk_eind_op, pok.gerealiseerde_uren) == (PokStatus.AFGEROND, EIND, Decimal(560))
    assert session.get_one(Dossier, cast.dossier).afgesloten_op == clock.nu()
    berichten = session.exec(select(Bericht).order_by(col(Bericht.id))).all()[voor:]
    assert len([b for b in berichten if b.kanaal == KANAAL]) == 1
    mails = {m.sjabloon: m for m in session.exec(select(Mail))}
    assert {"bedankt_student", "bedankt_bedrijf", "evaluatie_student", "evaluatie_bedrijf"} <= set(mails)
    assert mails["bedankt_bedrijf"].aan == cast.opleider.email
    assert mails["bedankt_student"].doel == "/mijn-pok"
    assert len(session.exec(select(Evaluatie)).all()) == 2
    signalen = session.exec(select(Signaal)).all()
    assert {s.status for s in signalen if s.id != eigen.id} <= {SignaalStatus.VERVALLEN}
    assert eigen.status is SignaalStatus.NIEUW  # a concern of a person is closed by a person
    with pytest.raises(DossierGesloten):
        service.sluit_af(session, cast.begeleider, clock, cast.dossier, GOED)


def test_everything_that_is_missing_is_refused_at_once_and_nothing_changes(session: Session) -> None:
    cast, clock = maak(session, uren=552), klok_op(NA)
    assert mist(session, cast) == {"uren", "gesprekken", "beoordeling", "documenten", "inleveren"}
    with pytest.raises(NogNietKlaar) as fout:
        service.sluit_af(session, cast.begeleider, clock, cast.dossier, GOED)
    for woord in ("552 van 560 uur", "0 van 1 gesprekken", "Verslag", "Sleutels, Pas"):
        assert woord in fout.value.tekst.nl
    assert session.exec(select(Mail)).all() == []
    assert cast.pok.status is PokStatus.DEFINITIEF


def test_a_week_that_is_not_approved_holds_it_up(session: Session) -> None:
    cast = maak(session)
    regel_alles(session, cast)
    schrijf_uren(session, cast, 8, WeekStatus.INGEDIEND)
    assert mist(session, cast) == {"weken"}


def test_a_coordinator_lets_pass_what_a_begeleider_may_not_and_it_stands_in_the_history(session: Session) -> None:
    cast, clock = maak(session, uren=552), klok_op(NA)
    regel_alles(session, cast)
    assert mist(session, cast) == {"uren"}
    beeld = get_afsluiting(session, cast.begeleider, cast.dossier, NA, EIND)
    assert (beeld.mag_sluiten, beeld.mag_ontheffen) == (True, frozenset())
    with pytest.raises(GeenRecht):
        service.geef_ontheffing(session, cast.begeleider, clock, cast.dossier, Punt.UREN, "Een dag ziek.")
    beeld = get_afsluiting(session, cast.coordinator, cast.dossier, NA, EIND)
    assert (beeld.mag_sluiten, beeld.mag_ontheffen) == (False, frozenset({Punt.UREN}))
    service.geef_ontheffing(session, cast.coordinator, clock, cast.dossier, Punt.UREN, "Een dag ziek.")
    with pytest.raises(NietNodig):
        service.geef_ontheffing(session, cast.coordinator, clock, cast.dossier, Punt.UREN, "Nog eens.")
    service.sluit_af(session, cast.begeleider, clock, cast.dossier, GOED)
    (regel,) = list_ontheffingen(session, cast.begeleider, cast.dossier)
    assert (regel.punt, regel.stand, regel.door) == (
        Punt.UREN, "552 van 560 uur goedgekeurd.", cast.coordinator.naam,
    )  # fmt: skip
    laatste = session.exec(select(PokHistorie).order_by(col(PokHistorie.id).desc())).first()
    assert laatste is not None
    assert "Uren gehaald mag ontbreken: Een dag ziek." in laatste.reden
    for zin in (sa.update(Ontheffing).values(reden="anders"), sa.delete(Ontheffing)):
        with pytest.raises(sa.exc.DBAPIError), session.begin_nested():
            session.execute(zin)


def test_a_missing_document_passes_with_an_override_alone(session: Session) -> None:
    cast, clock = maak(session), klok_op(NA)
    regel_alles(session, cast)
    dossier_service.zet_document(session, cast.begeleider, cast.dossier, "Verslag", False, None)
    service.geef_ontheffing(session, cast.begeleider, clock, cast.dossier, Punt.DOCUMENTEN, "Zoek bij bedrijf.")
    assert service.sluit_af(session, cast.begeleider, clock, cast.dossier, GOED).status is PokStatus.AFGEROND


def test_an_early_end_asks_no_hours_talks_or_assessment_but_an_explanation(session: Session) -> None:
    cast, clock = maak(session, uren=80), klok_op(date(2027, 2, 1))
    vroeg = date(2027, 1, 29)
    for naam in ("Sleutels", "Pas"):
        dossier_service.zet_ingeleverd(session, cast.begeleider, cast.dossier, naam, True, None)
    assert mist(session, cast, einde=vroeg) == {"documenten"}
    service.geef_ontheffing(session, cast.begeleider, clock, cast.dossier, Punt.DOCUMENTEN, "Niet gemaakt.")
    zonder = Afsluiting(vroeg, EindReden.GESTOPT_BEDRIJF, Decimal(80))
    with pytest.raises(OngeldigeInvoer) as fout:
        service.sluit_af(session, cast.begeleider, clock, cast.dossier, zonder)
    assert set(fout.value.velden) == {"toelichting"}  # an override explains no early end
    voltooid = Afsluiting(vroeg, EindReden.VOLTOOID, Decimal(80), "Klaar.")
    with pytest.raises(OngeldigeInvoer):
        service.sluit_af(session, cast.begeleider, clock, cast.dossier, voltooid)
    goed = Afsluiting(vroeg, EindReden.GESTOPT_BEDRIJF, Decimal(80), "Het bedrijf is gestopt.")
    assert service.sluit_af(session, cast.begeleider, clock, cast.dossier, goed).eind_reden is EindReden.GESTOPT_BEDRIJF


VERBS: dict[str, Callable[[Session, Actor, FixedClock, int], Any]] = {
    "bekijken": lambda s, wie, c, d: get_afsluiting(s, wie, d, NA),
    "ontheffen": lambda s, wie, c, d: service.geef_ontheffing(s, wie, c, d, Punt.WEKEN, "Omdat."),
    "sluiten": lambda s, wie, c, d: service.sluit_af(s, wie, c, d, GOED),
    "inleveren": lambda s, wie, c, d: dossier_service.zet_ingeleverd(s, wie, d, "Pas", True, None),
}


@pytest.mark.parametrize("verb", list(VERBS))
def test_no_verb_works_for_anybody_else(session: Session, verb: str) -> None:
    cast, ander, clock = maak(session), make_cast(session), klok_op(NA)
    for wie in (*ander.anderen, ander.student, cast.student, cast.praktijkopleider, cast.studentenzaken, cast.beheer):
        with pytest.raises((GeenRecht, NietGevonden)):
            VERBS[verb](session, wie, clock, cast.dossier)
    for nummer in (987_654, 0, -1, 10**30):
        with pytest.raises((GeenRecht, NietGevonden)):
            VERBS[verb](session, cast.begeleider, clock, nummer)
    if verb == "sluiten":
        with pytest.raises(GeenRecht):
            service.sluit_af(session, cast.coordinator, clock, cast.dossier, GOED)
    assert session.exec(select(Ontheffing)).all() == []
    assert list_ontheffingen(session, ander.begeleider, cast.dossier) == ()


@pytest.mark.parametrize("status", [s for s in PokStatus if s is not PokStatus.DEFINITIEF])
def test_only_a_signed_agreement_can_be_closed_or_overridden(session: Session, status: PokStatus) -> None:
    cast, clock = maak(session), klok_op(NA)
    cast.pok.status = status
    session.flush()
    assert get_afsluiting(session, cast.begeleider, cast.dossier, NA).pok_id == 0
    for verb in ("sluiten", "ontheffen"):
        with pytest.raises((NietGevonden, DossierGesloten)):
            VERBS[verb](session, cast.begeleider, clock, cast.dossier)


def test_closing_what_somebody_else_changed_is_refused(session: Session) -> None:
    cast, clock = maak(session), klok_op(NA)
    regel_alles(session, cast)
    with pytest.raises(Verouderd):
        service.sluit_af(session, cast.begeleider, clock, cast.dossier, GOED, cast.pok.versie + 1)


def test_a_company_without_a_praktijkopleider_gets_no_mail_and_stops_nothing(session: Session) -> None:
    cast, clock = maak(session), klok_op(NA)
    regel_alles(session, cast)
    cast.opleider.is_actief = False
    session.flush()
    service.sluit_af(session, cast.begeleider, clock, cast.dossier, GOED)
    assert "bedankt_bedrijf" not in {m.sjabloon for m in session.exec(select(Mail))}


def test_what_is_not_asked_for_cannot_be_handed_in(session: Session) -> None:
    from bpv_app.dossier.rules import OnbekendDocument

    cast = maak(session)
    with pytest.raises(OnbekendDocument):
        dossier_service.zet_ingeleverd(session, cast.begeleider, cast.dossier, "Fiets", True, None)
