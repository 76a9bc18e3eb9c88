"""The report: kept as it is typed, agreements that come back, a frozen copy without what is for the school alone."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from sqlalchemy.exc import DatabaseError
from sqlmodel import Session, select

from bpv_app.dossier.rules_momenten import Deelnemer
from bpv_app.gesprek.queries_gedeeld import get_gedeeld, list_gedeelde
from bpv_app.gesprek.queries_verslag import get_verslag_detail
from bpv_app.gesprek.rules import MomentSoort
from bpv_app.gesprek.rules_verslag import (
    AfspraakInvoer,
    AfspraakSoort,
    VerslagStatus,
    VerslagVeranderd,
    Vraag,
    VraagSoort,
)
from bpv_app.gesprek.service_gedeeld import NieuweVersie, reageer
from bpv_app.gesprek.service_moment import houd
from bpv_app.gesprek.service_sjabloon import NietsVeranderd, bewaar_sjabloon
from bpv_app.gesprek.service_verslag import (
    Deling,
    NogNietGehouden,
    VerslagDicht,
    bewaar_antwoord,
    deel,
    verwijder_afspraak,
    voeg_afspraak_toe,
    zet_klaar,
)
from bpv_app.gesprek.service_wachtrij import verwerk_wachtrij
from bpv_app.gesprek.tables_verslag import Gespreksverslag, GespreksverslagKopie
from bpv_app.kernel.actor import Actor
from bpv_app.kernel.clock import FixedClock
from bpv_app.kernel.errors import GeenRecht, NietGevonden, OngeldigeInvoer, Verouderd
from bpv_app.post.tables import Mail
from tests.gesprek.cast import Cast, gehouden, make_cast, momenten_van, startgesprek

AFSPRAAK = AfspraakInvoer(
    AfspraakSoort.AFSPRAAK, "Elke vrijdag het logboek delen.", Deelnemer.STUDENT, date(2027, 1, 8)
)


def schrijf(session: Session, cast: Cast, clock: FixedClock, moment_id: int, **antwoorden: str) -> None:
    for veld, tekst in antwoorden.items():
        assert not bewaar_antwoord(session, cast.begeleider, clock, moment_id, veld, tekst, [""]).botst


def make_gedeeld(session: Session, clock: FixedClock, geheim: str = "Alleen voor school.") -> tuple[Cast, int, Deling]:
    """A start conversation that was held, written down and shared."""
    cast = make_cast(session)
    moment_id = startgesprek(session, cast).id or 0
    schrijf(session, cast, clock, moment_id, gaat="4", start="Een goed begin.", veilig="ja", school=geheim)
    voeg_afspraak_toe(session, cast.begeleider, clock, moment_id, AFSPRAAK, "a1")
    houd(session, cast.begeleider, clock, moment_id, gehouden())
    return cast, moment_id, deel(session, cast.begeleider, clock, moment_id)


def verslag_id(session: Session, moment_id: int) -> int:
    return session.exec(select(Gespreksverslag.id).where(Gespreksverslag.moment_id == moment_id)).one() or 0


def test_an_answer_is_kept_and_sending_it_again_changes_nothing(session: Session, clock: FixedClock) -> None:
    cast = make_cast(session)
    moment_id = startgesprek(session, cast).id or 0
    for _ in range(2):
        uit = bewaar_antwoord(session, cast.begeleider, clock, moment_id, "start", " Goed begin.\r\n", [""])
        assert (uit.nu, uit.botst) == ("Goed begin.", False)
    detail = get_verslag_detail(session, cast.begeleider, moment_id)
    assert detail.antwoorden == {"start": "Goed begin."}
    assert session.exec(select(Gespreksverslag)).one().versie == 2  # made, and one answer


def test_two_people_at_one_question_the_second_hears_what_the_first_wrote(session: Session, clock: FixedClock) -> None:
    cast = make_cast(session)
    moment_id = startgesprek(session, cast).id or 0
    schrijf(session, cast, clock, moment_id, start="Van Anke.")
    uit = bewaar_antwoord(session, cast.coordinator, clock, moment_id, "start", "Van mij.", [""])
    assert (uit.botst, uit.nu, uit.door) == (True, "Van Anke.", cast.begeleider.naam)
    assert get_verslag_detail(session, cast.begeleider, moment_id).antwoorden["start"] == "Van Anke."
    # What the phone sent before without hearing back is no collision.
    assert not bewaar_antwoord(session, cast.begeleider, clock, moment_id, "start", "Meer.", ["", "Van Anke."]).botst


@pytest.mark.parametrize(
    ("veld", "tekst"), [("gaat", "6"), ("gaat", "goed"), ("veilig", "misschien"), ("start", "x" * 4001)]
)
def test_an_answer_that_is_none_is_refused(session: Session, clock: FixedClock, veld: str, tekst: str) -> None:
    cast = make_cast(session)
    with pytest.raises(OngeldigeInvoer):
        bewaar_antwoord(session, cast.begeleider, clock, startgesprek(session, cast).id or 0, veld, tekst, [""])


def test_only_the_begeleider_and_the_own_coordinator_write(session: Session, clock: FixedClock) -> None:
    cast = make_cast(session)
    moment_id = startgesprek(session, cast).id or 0
    mag = {"begeleider", "coordinator"}
    for naam, wie in {n: w for n, w in vars(cast).items() if isinstance(w, Actor)}.items():
        if naam in mag:
            assert not bewaar_antwoord(session, wie, clock, moment_id, "start", "Goed.", ["", "Goed."]).botst
            assert get_verslag_detail(session, wie, moment_id).antwoorden
            continue
        for doe in (
            lambda wie=wie: get_verslag_detail(session, wie, moment_id),
            lambda wie=wie: bewaar_antwoord(session, wie, clock, moment_id, "start", "Fout.", ["Goed."]),
            lambda wie=wie: voeg_afspraak_toe(session, wie, clock, moment_id, AFSPRAAK, "x"),
            lambda wie=wie: deel(session, wie, clock, moment_id),
        ):
            with pytest.raises((GeenRecht, NietGevonden)):
                doe()
    for niets in (0, -1, 987_654_321, 2**40):
        with pytest.raises(NietGevonden):
            get_verslag_detail(session, cast.begeleider, niets)


def test_a_copy_has_no_answer_that_is_for_the_school_alone(session: Session, clock: FixedClock) -> None:
    cast, moment_id, deling = make_gedeeld(session, clock, "Zijn ouders scheiden.")
    assert deling.nummer == 1
    assert set(deling.naar) == {cast.student.naam, cast.opleider.naam}
    for wie in (cast.student_actor, cast.opleider_actor):
        detail = get_gedeeld(session, wie, verslag_id(session, moment_id))
        inhoud = json.dumps(detail.regel.inhoud.als_json())
        assert "Een goed begin." in inhoud
        assert AFSPRAAK.tekst in inhoud
        assert "ouders" not in inhoud
        assert "alleen school" not in inhoud
    mails = session.exec(select(Mail).where(Mail.over_tabel == "gespreksverslag")).all()
    assert len(mails) == 2
    assert not any("goed begin" in m.tekst or "ouders" in m.tekst for m in mails)


def test_a_copy_is_for_who_got_it(session: Session, clock: FixedClock) -> None:
    cast, moment_id, _ = make_gedeeld(session, clock)
    nummer = verslag_id(session, moment_id)
    for wie in (cast.andere_student, cast.andere_opleider, cast.studentenzaken, cast.beheer, cast.begeleider):
        with pytest.raises((GeenRecht, NietGevonden)):
            get_gedeeld(session, wie, nummer)
    assert [r.verslag_id for r in list_gedeelde(session, cast.student_actor)] == [nummer]
    assert list_gedeelde(session, cast.andere_student) == []


def test_nothing_is_shared_before_it_was_held_or_while_something_required_is_missing(
    session: Session, clock: FixedClock
) -> None:
    cast = make_cast(session)
    moment_id = startgesprek(session, cast).id or 0
    with pytest.raises(OngeldigeInvoer) as fout:
        deel(session, cast.begeleider, clock, moment_id)
    assert set(fout.value.velden) == {"gaat", "start"}
    schrijf(session, cast, clock, moment_id, gaat="4", start="Goed.")
    with pytest.raises(NogNietGehouden):
        deel(session, cast.begeleider, clock, moment_id)
    assert session.exec(select(GespreksverslagKopie)).all() == []


def test_a_change_after_sharing_is_a_new_version_that_says_what_changed(session: Session, clock: FixedClock) -> None:
    cast, moment_id, _ = make_gedeeld(session, clock)
    assert deel(session, cast.begeleider, clock, moment_id).nummer == 0  # the same again: nothing
    bewaar_antwoord(session, cast.begeleider, clock, moment_id, "start", "Een moeilijk begin.", ["Een goed begin."])
    bewaar_antwoord(session, cast.begeleider, clock, moment_id, "school", "Meer.", ["Alleen voor school."])
    bewaar_antwoord(session, cast.begeleider, clock, moment_id, "veilig", "", ["ja"])
    assert deel(session, cast.begeleider, clock, moment_id).nummer == 2
    detail = get_gedeeld(session, cast.student_actor, verslag_id(session, moment_id))
    assert detail.regel.nummer == 2
    assert set(detail.wijzigingen) == {
        ("veranderd", "Hoe waren de eerste dagen?"),
        ("weg", "Voelt de student zich veilig op de werkplek?"),
    }
    assert [r.nummer for r in get_verslag_detail(session, cast.begeleider, moment_id).kopieen] == [2, 1]


def test_a_change_of_what_is_for_the_school_alone_makes_no_new_version(session: Session, clock: FixedClock) -> None:
    cast, moment_id, _ = make_gedeeld(session, clock)
    bewaar_antwoord(session, cast.begeleider, clock, moment_id, "school", "Anders.", ["Alleen voor school."])
    assert deel(session, cast.begeleider, clock, moment_id).nummer == 0


def test_sharing_what_somebody_else_changed_names_who_and_what(session: Session, clock: FixedClock) -> None:
    cast, moment_id, _ = make_gedeeld(session, clock)
    gezien = dict(get_verslag_detail(session, cast.begeleider, moment_id).antwoorden)
    bewaar_antwoord(session, cast.coordinator, clock, moment_id, "gaat", "2", ["4"])
    with pytest.raises(VerslagVeranderd) as fout:
        deel(session, cast.begeleider, clock, moment_id, gezien)
    assert cast.coordinator.naam in fout.value.tekst.nl
    assert fout.value.verschillen == (("Hoe gaat het tot nu toe?", "2 van 5", "4 van 5"),)


def test_a_copy_cannot_be_changed_not_even_in_the_database(session: Session, clock: FixedClock) -> None:
    make_gedeeld(session, clock)
    session.flush()
    for vraag in ("UPDATE gespreksverslag_kopie SET gedeeld_door = 'Een ander'", "DELETE FROM gespreksverslag_kopie"):
        with pytest.raises(DatabaseError), session.begin_nested():
            session.connection().exec_driver_sql(vraag)


def test_open_agreements_come_back_in_the_next_conversation_until_they_are_done(
    session: Session, clock: FixedClock
) -> None:
    cast, eerste, _ = make_gedeeld(session, clock)
    tweede = momenten_van(session, cast)[1].id or 0
    (open_,) = get_verslag_detail(session, cast.begeleider, tweede).afspraken
    assert (open_.tekst, open_.is_eerder, open_.uit, open_.klaar) == (AFSPRAAK.tekst, True, "Startgesprek", False)
    zet_klaar(session, cast.begeleider, clock, tweede, open_.id, klaar=True)
    assert [a.klaar for a in get_verslag_detail(session, cast.begeleider, tweede).afspraken] == [True]
    derde = momenten_van(session, cast)[2].id or 0
    assert get_verslag_detail(session, cast.begeleider, derde).afspraken == ()
    zet_klaar(session, cast.begeleider, clock, tweede, open_.id, klaar=False)
    assert len(get_verslag_detail(session, cast.begeleider, derde).afspraken) == 1
    with pytest.raises(NietGevonden):  # it was made in another conversation
        verwijder_afspraak(session, cast.begeleider, clock, tweede, open_.id)
    verwijder_afspraak(session, cast.begeleider, clock, eerste, open_.id)
    assert get_verslag_detail(session, cast.begeleider, derde).afspraken == ()


def test_an_agreement_that_is_sent_twice_is_one(session: Session, clock: FixedClock) -> None:
    cast = make_cast(session)
    moment_id = startgesprek(session, cast).id or 0
    een, twee = (voeg_afspraak_toe(session, cast.begeleider, clock, moment_id, AFSPRAAK, "zelfde") for _ in range(2))
    assert een.id == twee.id


def test_student_and_company_confirm_and_comment_and_the_school_sees_it(session: Session, clock: FixedClock) -> None:
    cast, moment_id, _ = make_gedeeld(session, clock)
    nummer = verslag_id(session, moment_id)
    for _ in range(2):
        reageer(session, cast.student_actor, clock, nummer, 1, "akkoord", "")
    reageer(session, cast.opleider_actor, clock, nummer, 1, "opmerking", "De datum klopt niet.")
    reacties = get_verslag_detail(session, cast.begeleider, moment_id).kopieen[0].reacties
    assert [(r.deelnemer.value, r.soort.value, r.tekst) for r in reacties] == [
        ("student", "akkoord", ""),
        ("praktijkopleider", "opmerking", "De datum klopt niet."),
    ]
    assert list_gedeelde(session, cast.student_actor)[0].is_gelezen
    assert not list_gedeelde(session, cast.opleider_actor)[0].is_gelezen
    for wie in (cast.andere_student, cast.andere_opleider, cast.beheer):
        with pytest.raises((GeenRecht, NietGevonden)):
            reageer(session, wie, clock, nummer, 1, "akkoord", "")


def test_a_confirmation_is_of_the_version_that_was_read(session: Session, clock: FixedClock) -> None:
    cast, moment_id, _ = make_gedeeld(session, clock)
    nummer = verslag_id(session, moment_id)
    bewaar_antwoord(session, cast.begeleider, clock, moment_id, "gaat", "1", ["4"])
    deel(session, cast.begeleider, clock, moment_id)
    with pytest.raises(NieuweVersie):
        reageer(session, cast.student_actor, clock, nummer, 1, "akkoord", "")


def test_a_closed_dossier_takes_no_more_writing(session: Session, clock: FixedClock) -> None:
    cast, moment_id, _ = make_gedeeld(session, clock)
    cast.dossier.afgesloten_op = clock.nu()
    session.flush()
    with pytest.raises(VerslagDicht):
        bewaar_antwoord(session, cast.begeleider, clock, moment_id, "start", "Te laat.", ["Een goed begin."])
    with pytest.raises(VerslagDicht):
        deel(session, cast.begeleider, clock, moment_id)
    assert get_verslag_detail(session, cast.begeleider, moment_id).mag_schrijven is False


def test_a_report_keeps_the_questions_it_began_with(session: Session, clock: FixedClock) -> None:
    cast = make_cast(session)
    team, start = cast.team.id or 0, MomentSoort.START
    moment_id = startgesprek(session, cast).id or 0
    schrijf(session, cast, clock, moment_id, start="Begonnen.")
    nieuw = (Vraag("v1", VraagSoort.KEUZE, "Waar?", ("Hier", "Daar")),)
    assert bewaar_sjabloon(session, cast.coordinator, clock, team, start, nieuw, 0) == 1
    assert get_verslag_detail(session, cast.begeleider, moment_id).sjabloon.vragen[0].sleutel == "gaat"
    with pytest.raises(NietsVeranderd):
        bewaar_sjabloon(session, cast.coordinator, clock, team, start, nieuw, 1)
    with pytest.raises(Verouderd):
        bewaar_sjabloon(session, cast.coordinator, clock, team, start, (), 0)
    for wie in (cast.vreemde_coordinator, cast.begeleider, cast.student_actor, cast.studentenzaken):
        with pytest.raises((GeenRecht, NietGevonden)):
            bewaar_sjabloon(session, wie, clock, team, start, nieuw, 1)
    assert bewaar_sjabloon(session, cast.beheer, clock, team, start, (*nieuw, nieuw[0]), 1) == 2


def items(moment_id: int, *rest: dict[str, Any]) -> str:
    return json.dumps([{"moment": str(moment_id), "sjabloon": "0", **r} for r in rest])


def test_the_queue_answers_each_item_and_one_wrong_does_not_hinder_the_others(
    session: Session, clock: FixedClock
) -> None:
    cast = make_cast(session)
    moment_id = startgesprek(session, cast).id or 0
    uit = verwerk_wachtrij(
        session,
        cast.begeleider,
        clock,
        items(
            moment_id,
            {"sleutel": "1", "soort": "veld", "veld": "gaat", "tekst": "9", "was": [""]},
            {"sleutel": "2", "soort": "veld", "veld": "start", "tekst": "Goed.", "was": [""]},
            {"sleutel": "3", "soort": "afspraak", "tekst": "Bellen.", "wat": "afspraak", "wie": "student", "voor": ""},
            {"sleutel": "4", "soort": "veld", "veld": "bestaat_niet", "tekst": "x", "was": [""]},
            {"sleutel": "5", "soort": "zorg", "veld": "licht_1", "tekst": "rood", "was": [""]},
        ),
    )
    assert [(a.sleutel, a.stand) for a in uit] == [
        ("1", "fout"), ("2", "bewaard"), ("3", "bewaard"), ("4", "dicht"), ("5", "bewaard"),
    ]  # fmt: skip
    assert get_verslag_detail(session, cast.begeleider, moment_id).status is VerslagStatus.CONCEPT


@pytest.mark.parametrize("ruw", ["", "{", "[" * 100_000, "5", '["a", 3]', '[{"moment": {"a": 1}, "was": 3}]'])
def test_whatever_a_browser_sends_the_queue_does_not_break(session: Session, clock: FixedClock, ruw: str) -> None:
    cast = make_cast(session)
    assert all(a.stand in ("dicht", "fout") for a in verwerk_wachtrij(session, cast.begeleider, clock, ruw))
