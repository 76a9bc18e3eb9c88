"""Planning, moving, cancelling and recording a conversation, and what people get in their calendar."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlmodel import Session, select

from bpv_app.gesprek import service_moment as service
from bpv_app.gesprek.rules import MomentStap, MomentStapMagNiet, MomentStatus, Vorm
from bpv_app.gesprek.rules_invoer import ExtraInvoer
from bpv_app.gesprek.tables import ContactmomentGebeurtenis, Gespreksuitnodiging
from bpv_app.kernel.clock import FixedClock
from bpv_app.kernel.errors import GeenRecht, NietGevonden, OngeldigeInvoer, Verouderd
from bpv_app.pok.rules import PokStatus
from bpv_app.post.rules import MailStatus
from tests.gesprek.cast import (
    MAANDAG,
    afspraak,
    gehouden,
    mails_over,
    make_cast,
    momenten_van,
    startgesprek,
)
from tests.gesprek.ics import lees_ics

DINSDAG = datetime(2026, 12, 15, 8, 0, tzinfo=UTC)


def test_planning_invites_the_three_parties_with_one_appointment(session: Session, clock: FixedClock) -> None:
    cast = make_cast(session)
    moment = startgesprek(session, cast)
    verzonden = service.plan(session, cast.begeleider, clock, moment.id or 0, afspraak())
    assert moment.status is MomentStatus.GEPLAND
    assert len(verzonden.namen) == 3
    mails = mails_over(session, moment)
    assert {m.aan for m in mails} == {cast.student.email, cast.opleider.email, cast.begeleider_account.email}
    assert all("maandag 14 dec 2026 om 10:30" in m.onderwerp for m in mails)
    afspraken = [lees_ics(m.agenda) for m in mails]
    assert len({a["UID"] for a in afspraken}) == 1
    for a, mail in zip(afspraken, mails, strict=True):
        assert (a["METHOD"], a["SEQUENCE"], a["DTSTART"], a["DTEND"]) == (
            "REQUEST", "1", "20261214T093000Z", "20261214T101500Z",
        )  # fmt: skip
        assert a["ORGANIZER"] == f"mailto:{cast.begeleider_account.email}"
        assert a["ATTENDEE"] == f"mailto:{mail.aan}"


def test_an_invitation_tells_nobody_the_addresses_of_the_others(session: Session, clock: FixedClock) -> None:
    cast = make_cast(session)
    moment = startgesprek(session, cast)
    service.plan(session, cast.begeleider, clock, moment.id or 0, afspraak())
    bij_bedrijf = next(m for m in mails_over(session, moment) if m.aan == cast.opleider.email)
    assert cast.student.email not in bij_bedrijf.agenda + bij_bedrijf.tekst
    bij_student = next(m for m in mails_over(session, moment) if m.aan == cast.student.email)
    assert cast.opleider.email not in bij_student.agenda + bij_student.tekst


def test_the_company_gets_a_personal_link_and_the_student_does_not(session: Session, clock: FixedClock) -> None:
    cast = make_cast(session)
    moment = startgesprek(session, cast)
    service.plan(session, cast.begeleider, clock, moment.id or 0, afspraak())
    per_adres = {m.aan: m for m in mails_over(session, moment)}
    assert per_adres[cast.opleider.email].link_id is not None
    assert per_adres[cast.student.email].link_id is None
    assert per_adres[cast.student.email].doel == "/afspraken"


def test_moving_sends_the_same_appointment_with_a_higher_sequence(session: Session, clock: FixedClock) -> None:
    cast = make_cast(session)
    moment = startgesprek(session, cast)
    service.plan(session, cast.begeleider, clock, moment.id or 0, afspraak())
    service.plan(session, cast.begeleider, clock, moment.id or 0, afspraak(DINSDAG, duur_minuten=60))
    mails = [m for m in mails_over(session, moment) if m.aan == cast.student.email]
    eerst, daarna = (lees_ics(m.agenda) for m in mails)
    assert eerst["UID"] == daarna["UID"]
    assert (eerst["SEQUENCE"], daarna["SEQUENCE"]) == ("1", "2")
    assert daarna["DTSTART"] == "20261215T080000Z"
    assert mails[1].onderwerp.startswith("Nieuwe tijd")
    assert mails[0].status is MailStatus.VERVALLEN, "an invitation that still waited is out of date"


def test_cancelling_takes_the_appointment_out_of_every_calendar(session: Session, clock: FixedClock) -> None:
    cast = make_cast(session)
    moment = startgesprek(session, cast)
    service.plan(session, cast.begeleider, clock, moment.id or 0, afspraak())
    service.zeg_af(session, cast.begeleider, clock, moment.id or 0, "Anke is ziek.")
    assert (moment.status, moment.afspraak_op, moment.reden) == (MomentStatus.TE_PLANNEN, None, "Anke is ziek.")
    af = [m for m in mails_over(session, moment) if "gaat niet door" in m.tekst]
    assert len(af) == 3
    for mail in af:
        a = lees_ics(mail.agenda)
        assert (a["METHOD"], a["SEQUENCE"], a["STATUS"]) == ("CANCEL", "2", "CANCELLED")
        assert a["DTSTART"] == "20261214T093000Z"
        assert "Anke is ziek." in mail.tekst
    service.plan(session, cast.begeleider, clock, moment.id or 0, afspraak(DINSDAG))
    opnieuw = lees_ics(mails_over(session, moment)[-1].agenda)
    assert (opnieuw["METHOD"], opnieuw["SEQUENCE"]) == ("REQUEST", "3")


def test_nothing_is_cancelled_twice(session: Session, clock: FixedClock) -> None:
    cast = make_cast(session)
    moment = startgesprek(session, cast)
    service.plan(session, cast.begeleider, clock, moment.id or 0, afspraak())
    service.zeg_af(session, cast.begeleider, clock, moment.id or 0, "Ziek")
    with pytest.raises(MomentStapMagNiet):
        service.zeg_af(session, cast.begeleider, clock, moment.id or 0, "Ziek")
    service.laat_vervallen(session, cast.begeleider, clock, moment.id or 0, "Stage korter")
    assert len([m for m in mails_over(session, moment) if "gaat niet door" in m.tekst]) == 3


def test_a_new_praktijkopleider_is_invited_and_the_former_one_cancelled(session: Session, clock: FixedClock) -> None:
    cast = make_cast(session)
    moment = startgesprek(session, cast)
    service.plan(session, cast.begeleider, clock, moment.id or 0, afspraak())
    oud = cast.opleider.email
    cast.opleider.email = "nieuw@bedrijf.example"
    session.flush()
    service.plan(session, cast.begeleider, clock, moment.id or 0, afspraak(DINSDAG))
    laatste = {m.aan: lees_ics(m.agenda)["METHOD"] for m in mails_over(session, moment)}
    assert laatste[oud] == "CANCEL"
    assert laatste["nieuw@bedrijf.example"] == "REQUEST"


@pytest.mark.parametrize("status", [PokStatus.CONCEPT, PokStatus.AFGEWEZEN])
def test_a_company_is_not_invited_on_the_schools_draft(session: Session, clock: FixedClock, status: PokStatus) -> None:
    cast = make_cast(session, status)
    moment = startgesprek(session, cast)
    service.plan(session, cast.begeleider, clock, moment.id or 0, afspraak())
    assert cast.opleider.email not in {m.aan for m in mails_over(session, moment)}


def test_who_has_no_address_is_named_and_the_others_are_invited(session: Session, clock: FixedClock) -> None:
    cast = make_cast(session)
    cast.opleider.email = ""
    session.flush()
    moment = startgesprek(session, cast)
    verzonden = service.plan(session, cast.begeleider, clock, moment.id or 0, afspraak())
    assert verzonden.zonder_adres == (cast.opleider.naam,)
    assert len(verzonden.namen) == 2
    assert moment.status is MomentStatus.GEPLAND


def test_an_appointment_lies_in_the_future(session: Session, clock: FixedClock) -> None:
    cast = make_cast(session)
    moment = startgesprek(session, cast)
    with pytest.raises(OngeldigeInvoer) as fout:
        service.plan(session, cast.begeleider, clock, moment.id or 0, afspraak(clock.nu()))
    assert set(fout.value.velden) == {"datum"}
    assert mails_over(session, moment) == []


def test_recording_keeps_who_was_there(session: Session, clock: FixedClock) -> None:
    cast = make_cast(session)
    moment = startgesprek(session, cast)
    service.houd(session, cast.begeleider, clock, moment.id or 0, gehouden(vorm=Vorm.ONLINE))
    assert moment.status is MomentStatus.GEHOUDEN
    assert (moment.gehouden_op, moment.vorm, moment.is_gezamenlijk) == (date(2026, 11, 26), Vorm.ONLINE, True)
    service.houd(session, cast.begeleider, clock, moment.id or 0, gehouden(aanwezig=("student", "onderwijsbegeleider")))
    assert moment.is_gezamenlijk is False
    assert moment.aanwezig == ["student", "onderwijsbegeleider"]
    stappen = [g.stap for g in session.exec(select(ContactmomentGebeurtenis).order_by(ContactmomentGebeurtenis.id))]  # type: ignore[arg-type]
    assert stappen == [MomentStap.HOUDEN, MomentStap.VERBETEREN]


def test_a_conversation_cannot_have_been_held_tomorrow(session: Session, clock: FixedClock) -> None:
    cast = make_cast(session)
    moment = startgesprek(session, cast)
    with pytest.raises(MomentStapMagNiet, match="toekomst"):
        service.houd(session, cast.begeleider, clock, moment.id or 0, gehouden(date(2026, 11, 27)))
    laat = replace(clock, moment=datetime(2026, 11, 26, 23, 30, tzinfo=UTC))  # the 27th in Amsterdam
    service.houd(session, cast.begeleider, laat, moment.id or 0, gehouden(date(2026, 11, 27)))


def test_the_school_alone_is_no_conversation(session: Session, clock: FixedClock) -> None:
    cast = make_cast(session)
    with pytest.raises(MomentStapMagNiet, match="de school was erbij"):
        service.houd(
            session, cast.begeleider, clock, startgesprek(session, cast).id or 0, gehouden(aanwezig=("student",))
        )


def test_held_before_the_appointment_takes_the_appointment_back(session: Session, clock: FixedClock) -> None:
    cast = make_cast(session)
    moment = startgesprek(session, cast)
    service.plan(session, cast.begeleider, clock, moment.id or 0, afspraak())
    service.houd(session, cast.begeleider, clock, moment.id or 0, gehouden())
    assert moment.afspraak_op is None
    assert lees_ics(mails_over(session, moment)[-1].agenda)["METHOD"] == "CANCEL"


def test_held_at_the_appointment_sends_nothing(session: Session, clock: FixedClock) -> None:
    cast = make_cast(session)
    moment = startgesprek(session, cast)
    service.plan(session, cast.begeleider, clock, moment.id or 0, afspraak())
    daarna = FixedClock(MAANDAG + timedelta(hours=2))
    service.houd(session, cast.begeleider, daarna, moment.id or 0, gehouden(date(2026, 12, 14)))
    assert len(mails_over(session, moment)) == 3
    assert moment.afspraak_op == MAANDAG


def test_an_appointment_that_passed_is_not_cancelled_but_said_not_to_have_been_held(
    session: Session, clock: FixedClock
) -> None:
    cast = make_cast(session)
    moment = startgesprek(session, cast)
    service.plan(session, cast.begeleider, clock, moment.id or 0, afspraak())
    daarna = FixedClock(MAANDAG + timedelta(hours=2))
    with pytest.raises(MomentStapMagNiet):
        service.zeg_af(session, cast.begeleider, daarna, moment.id or 0, "Niemand kwam")
    with pytest.raises(MomentStapMagNiet, match="reden"):
        service.niet_gehouden(session, cast.begeleider, daarna, moment.id or 0, " ")
    service.niet_gehouden(session, cast.begeleider, daarna, moment.id or 0, "Niemand kwam")
    assert (moment.status, moment.afspraak_op) == (MomentStatus.TE_PLANNEN, None)
    assert len(mails_over(session, moment)) == 3, "the reason stays at the school"


def test_a_lapsed_moment_can_come_back(session: Session, clock: FixedClock) -> None:
    cast = make_cast(session)
    moment = startgesprek(session, cast)
    service.laat_vervallen(session, cast.coordinator, clock, moment.id or 0, "Student ziek")
    assert moment.status is MomentStatus.VERVALLEN
    service.heropen(session, cast.begeleider, clock, moment.id or 0, "Is beter")
    assert moment.status is MomentStatus.TE_PLANNEN


def test_a_wrongly_recorded_conversation_counts_no_more(session: Session, clock: FixedClock) -> None:
    cast = make_cast(session)
    moment = startgesprek(session, cast)
    service.houd(session, cast.begeleider, clock, moment.id or 0, gehouden())
    service.heropen(session, cast.begeleider, clock, moment.id or 0, "Verkeerde student")
    assert (moment.gehouden_op, moment.aanwezig, moment.is_gezamenlijk) == (None, [], False)


def test_an_extra_moment_is_of_this_placement_only(session: Session, clock: FixedClock) -> None:
    cast = make_cast(session)
    dag = date(2027, 1, 11)
    invoer = ExtraInvoer("Extra bezoek", dag, dag, Vorm.TELEFOON, ("student", "onderwijsbegeleider"))
    moment = service.voeg_toe(session, cast.begeleider, clock, cast.dossier_id, invoer)
    assert (moment.soort.value, moment.uit_inrichting) == ("extra", "")
    with pytest.raises(NietGevonden):
        service.voeg_toe(session, cast.collega, clock, cast.dossier_id, invoer)


def test_a_closed_dossier_does_not_change(session: Session, clock: FixedClock) -> None:
    cast = make_cast(session)
    cast.dossier.afgesloten_op = clock.nu()
    session.flush()
    with pytest.raises(MomentStapMagNiet, match="niet afgesloten"):
        service.plan(session, cast.begeleider, clock, startgesprek(session, cast).id or 0, afspraak())


def test_who_looks_at_an_old_screen_is_told(session: Session, clock: FixedClock) -> None:
    cast = make_cast(session)
    moment = startgesprek(session, cast)
    versie = moment.versie
    service.plan(session, cast.begeleider, clock, moment.id or 0, afspraak(), versie)
    with pytest.raises(Verouderd):
        service.plan(session, cast.coordinator, clock, moment.id or 0, afspraak(DINSDAG), versie)


@pytest.mark.parametrize(
    ("wie", "fout"),
    [
        ("begeleider", None),
        ("coordinator", None),
        ("collega", NietGevonden),
        ("vreemde_coordinator", NietGevonden),
        ("studentenzaken", NietGevonden),
        ("student_actor", NietGevonden),
        ("opleider_actor", NietGevonden),
        ("beheer", NietGevonden),
    ],
)
def test_only_who_guides_or_coordinates_plans(
    session: Session, clock: FixedClock, wie: str, fout: type[Exception] | None
) -> None:
    cast = make_cast(session)
    moment_id = startgesprek(session, cast).id or 0
    actor = getattr(cast, wie)
    for doe in (
        lambda: service.plan(session, actor, clock, moment_id, afspraak()),
        lambda: service.zeg_af(session, actor, clock, moment_id, "Ziek"),
        lambda: service.houd(session, actor, clock, moment_id, gehouden()),
        lambda: service.heropen(session, actor, clock, moment_id, "Fout"),
        lambda: service.laat_vervallen(session, actor, clock, moment_id, "Weg"),
    ):
        if fout is None:
            doe()
        else:
            with pytest.raises((fout, GeenRecht)):
                doe()


def test_what_was_sent_is_remembered_per_person(session: Session, clock: FixedClock) -> None:
    cast = make_cast(session)
    moment = momenten_van(session, cast)[1]
    service.plan(session, cast.begeleider, clock, moment.id or 0, afspraak())
    rijen = session.exec(select(Gespreksuitnodiging).where(Gespreksuitnodiging.moment_id == moment.id)).all()
    assert {(r.deelnemer.value, r.volgorde) for r in rijen} == {
        ("student", 1), ("praktijkopleider", 1), ("onderwijsbegeleider", 1),
    }  # fmt: skip
