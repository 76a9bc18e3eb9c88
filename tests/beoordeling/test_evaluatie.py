"""Evaluations: asked by mail, reminded once, answered by one's own hand, counted only when it is safe."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlmodel import Session, col, select

from bpv_app.beoordeling.queries_beoordelingen import EVALUATIES
from bpv_app.beoordeling.queries_evaluatie import (
    get_bedrijf_totalen,
    get_evaluatie,
    get_team_totalen,
    list_mijn_evaluaties,
    list_teksten,
)
from bpv_app.beoordeling.queries_lijst import get_vragen
from bpv_app.beoordeling.rules_evaluatie import (
    STANDAARD,
    EvaluatieDicht,
    EvaluatieSoort,
    VraagSoort,
    lees_vragen,
    toon_vragen,
)
from bpv_app.beoordeling.service import vraag_evaluatie
from bpv_app.beoordeling.service_evaluatie import (
    bewaar_antwoord,
    stuur_evaluatie_herinneringen,
    stuur_evaluatie_in,
    te_sturen_herinneringen,
)
from bpv_app.beoordeling.service_inrichten import bewaar_vragen
from bpv_app.beoordeling.service_oordeel import VeldAntwoord
from bpv_app.beoordeling.tables_evaluatie import Evaluatie, EvaluatieLijst
from bpv_app.kernel.actor import Actor, systeem
from bpv_app.kernel.clock import FixedClock
from bpv_app.kernel.errors import GeenRecht, NietGevonden, OngeldigeInvoer, Verouderd
from bpv_app.kernel.lijst import LijstVraag
from bpv_app.kernel.rechten import Rol
from bpv_app.leerbedrijf.tables import Leerbedrijf
from bpv_app.post.tables import Mail
from bpv_app.student.tables import Team
from bpv_app.toegang.tables import Audit
from tests.beoordeling.cast import Cast, make_cast, make_stage
from tests.makers import make_actor, make_leerbedrijf, make_team

STUDENT = STANDAARD[EvaluatieSoort.STUDENT]


@pytest.fixture
def cast(session: Session) -> Cast:
    return make_cast(session)


def form_of(session: Session, dossier_id: int, soort: EvaluatieSoort) -> Evaluatie:
    return session.exec(select(Evaluatie).where(Evaluatie.dossier_id == dossier_id, Evaluatie.soort == soort)).one()


def fill_in(session: Session, clock: FixedClock, actor: Actor, evaluatie: Evaluatie, keuze: int = -1) -> None:
    nummer = evaluatie.id or 0
    for vraag in get_evaluatie(session, actor, nummer).vragen:
        antwoord = {VraagSoort.SCHAAL: str(keuze % 5 + 1), VraagSoort.JA_NEE: "ja"}.get(vraag.soort, "Kanarietekst")
        bewaar_antwoord(session, actor, nummer, vraag.sleutel, antwoord, "")
    stuur_evaluatie_in(session, actor, clock, nummer)


def answer(session: Session, clock: FixedClock, team: Team, bedrijf: Leerbedrijf) -> Actor:
    """One more student of this team who tells about this company."""
    pok, _, _, student = make_stage(session, team, bedrijf)
    vraag_evaluatie(session, clock, pok.dossier_id)
    fill_in(session, clock, student, form_of(session, pok.dossier_id, EvaluatieSoort.STUDENT))
    return student


def mails(session: Session) -> list[tuple[str, str]]:
    rijen = session.exec(select(Mail).where(col(Mail.sleutel).startswith("evaluatie:")).order_by(col(Mail.id)))
    return [(m.sjabloon, m.status.value) for m in rijen]


def test_asking_twice_is_asking_once(session: Session, clock: FixedClock, cast: Cast) -> None:
    for _ in range(2):
        vraag_evaluatie(session, clock, cast.dossier_id)
    assert mails(session) == [("evaluatie_student", "klaar"), ("evaluatie_bedrijf", "klaar")]
    bedrijf = session.exec(select(Mail).where(Mail.sjabloon == "evaluatie_bedrijf")).one()
    assert bedrijf.link_id is not None
    assert bedrijf.doel == f"/evaluatie/{form_of(session, cast.dossier_id, EvaluatieSoort.BEDRIJF).id}"


def test_the_reminder_goes_once_and_not_to_who_answered(session: Session, clock: FixedClock, cast: Cast) -> None:
    vraag_evaluatie(session, clock, cast.dossier_id)
    fill_in(session, clock, cast.student, form_of(session, cast.dossier_id, EvaluatieSoort.STUDENT))
    clock.moment += timedelta(days=6)
    assert te_sturen_herinneringen(session, systeem(), clock) == []
    clock.moment += timedelta(days=1)
    assert stuur_evaluatie_herinneringen(session, systeem(), clock) == 1
    assert stuur_evaluatie_herinneringen(session, systeem(), clock) == 0
    assert mails(session) == [
        ("evaluatie_student", "vervallen"), ("evaluatie_bedrijf", "klaar"), ("evaluatie_bedrijf", "klaar")
    ]  # fmt: skip
    with pytest.raises(GeenRecht):
        te_sturen_herinneringen(session, cast.coordinator, clock)


def test_only_the_person_asked_opens_the_form(session: Session, clock: FixedClock, cast: Cast) -> None:
    vraag_evaluatie(session, clock, cast.dossier_id)
    for soort, eigen in ((EvaluatieSoort.STUDENT, cast.student), (EvaluatieSoort.BEDRIJF, cast.opleider)):
        e = form_of(session, cast.dossier_id, soort)
        assert [m.id for m in list_mijn_evaluaties(session, eigen)] == [e.id]
        sleutel = get_evaluatie(session, eigen, e.id or 0).vragen[0].sleutel
        anderen = [*cast.vreemd.values(), cast.begeleider, cast.coordinator, cast.opleider, cast.student]
        for ander in (a for a in anderen if a != eigen):
            with pytest.raises((GeenRecht, NietGevonden)):
                get_evaluatie(session, ander, e.id or 0)
            with pytest.raises((GeenRecht, NietGevonden)):
                bewaar_antwoord(session, ander, e.id or 0, sleutel, "5", "")
            with pytest.raises((GeenRecht, NietGevonden)):
                stuur_evaluatie_in(session, ander, clock, e.id or 0)


def test_a_draft_is_kept_and_sent_in_only_when_it_is_whole(session: Session, clock: FixedClock, cast: Cast) -> None:
    vraag_evaluatie(session, clock, cast.dossier_id)
    e = form_of(session, cast.dossier_id, EvaluatieSoort.STUDENT)
    eerste, nummer = STUDENT[0].sleutel, e.id or 0
    assert bewaar_antwoord(session, cast.student, nummer, eerste, "4", "") == VeldAntwoord(True, "4")
    assert bewaar_antwoord(session, cast.student, nummer, eerste, "2", "") == VeldAntwoord(False, nu="4")
    with pytest.raises(OngeldigeInvoer):
        bewaar_antwoord(session, cast.student, nummer, eerste, "6", "4")
    with pytest.raises(NietGevonden):
        bewaar_antwoord(session, cast.student, nummer, "vnietbestaand", "4", "")
    with pytest.raises(OngeldigeInvoer) as fout:
        stuur_evaluatie_in(session, cast.student, clock, nummer)
    assert set(fout.value.velden) == {v.sleutel for v in STUDENT[1:] if v.soort is not VraagSoort.TEKST}
    fill_in_rest(session, clock, cast, nummer)
    with pytest.raises(EvaluatieDicht):
        bewaar_antwoord(session, cast.student, nummer, eerste, "1", "4")


def fill_in_rest(session: Session, clock: FixedClock, cast: Cast, nummer: int) -> None:
    for vraag in STUDENT[1:]:
        antwoord = {VraagSoort.SCHAAL: "3", VraagSoort.JA_NEE: "nee"}.get(vraag.soort, "")
        bewaar_antwoord(session, cast.student, nummer, vraag.sleutel, antwoord, "")
    for _ in range(2):
        stuur_evaluatie_in(session, cast.student, clock, nummer)


def test_totals_from_five_answers_on(session: Session, clock: FixedClock) -> None:
    team, bedrijf = make_team(session), make_leerbedrijf(session)
    coordinator = make_actor(session, Rol.COORDINATOR, team_id=team.id)
    for aantal in range(1, 7):
        answer(session, clock, team, bedrijf)
        geteld = 5 if aantal >= 5 else 0
        van_team = get_team_totalen(session, coordinator, team.id or 0)[0]
        van_bedrijf = get_bedrijf_totalen(session, coordinator, bedrijf.id or 0)
        for totalen in (van_team, van_bedrijf):
            assert (totalen.geteld, totalen.wachtend) == (geteld, aantal - geteld)
            assert [t.aantal for t in totalen.vragen] == [geteld] * (7 if geteld else 0)
    assert {t.gemiddelde for t in van_team.vragen if t.vraag.soort is VraagSoort.SCHAAL} == {5.0}
    rijen = EVALUATIES.vraag(session, coordinator, LijstVraag()).rijen
    assert len(rijen) == 7
    assert not any("Kanarietekst" in c.tekst for r in rijen for c in r.cellen)


def test_other_teams_are_not_shown(session: Session, clock: FixedClock) -> None:
    team, bedrijf, ander = make_team(session), make_leerbedrijf(session), make_team(session)
    for _ in range(5):
        answer(session, clock, team, bedrijf)
    vreemd = make_actor(session, Rol.COORDINATOR, team_id=ander.id)
    with pytest.raises(NietGevonden):
        get_team_totalen(session, vreemd, team.id or 0)
    with pytest.raises(NietGevonden):
        list_teksten(session, vreemd, team.id or 0)
    assert EVALUATIES.vraag(session, vreemd, LijstVraag(filters={"team": str(team.id)})).totaal == 0
    for rol in (Rol.ONDERWIJSBEGELEIDER, Rol.STUDENTENZAKEN, Rol.STUDENT, Rol.PRAKTIJKOPLEIDER):
        actor = make_actor(session, rol, team_id=team.id)
        with pytest.raises(GeenRecht):
            get_team_totalen(session, actor, team.id or 0)
        with pytest.raises(GeenRecht):
            list_teksten(session, actor, team.id or 0)
    with pytest.raises(GeenRecht):
        list_teksten(session, make_actor(session, Rol.BEHEER), team.id or 0)


def test_a_company_reads_nothing_about_itself(session: Session, clock: FixedClock) -> None:
    team, bedrijf = make_team(session), make_leerbedrijf(session)
    for _ in range(5):
        answer(session, clock, team, bedrijf)
    opleider = make_actor(session, Rol.PRAKTIJKOPLEIDER, leerbedrijf_id=bedrijf.id)
    with pytest.raises(GeenRecht):
        get_bedrijf_totalen(session, opleider, bedrijf.id or 0)


def test_the_coordinator_reads_texts_without_a_name_or_a_moment(session: Session, clock: FixedClock) -> None:
    team, bedrijf = make_team(session), make_leerbedrijf(session)
    student = answer(session, clock, team, bedrijf)
    (tekst,) = list_teksten(session, make_actor(session, Rol.COORDINATOR, team_id=team.id), team.id or 0)
    assert (tekst.tekst, tekst.bedrijf) == ("Kanarietekst", bedrijf.naam)
    assert student.naam not in str(tekst)
    assert "2026" not in str(tekst)


def test_neither_audit_nor_mail_tells_what_was_answered(session: Session, clock: FixedClock) -> None:
    answer(session, clock, make_team(session), make_leerbedrijf(session))
    session.flush()
    assert session.exec(select(Audit).where(Audit.tabel == "evaluatie")).all() == []
    assert "Kanarietekst" not in str([(m.onderwerp, m.tekst) for m in session.exec(select(Mail))])
    assert "Kanarietekst" not in str([(r.oud, r.nieuw) for r in session.exec(select(Audit))])


def test_changed_questions_are_for_who_is_asked_later(session: Session, clock: FixedClock, cast: Cast) -> None:
    vraag_evaluatie(session, clock, cast.dossier_id)
    nieuw = lees_vragen(EvaluatieSoort.STUDENT, "bedrijf; ja_nee; Was het leuk?; Was it fun?")
    bewaar_vragen(session, cast.coordinator, clock, EvaluatieSoort.STUDENT, cast.team.id, nieuw, 0)
    oud = get_evaluatie(session, cast.student, form_of(session, cast.dossier_id, EvaluatieSoort.STUDENT).id or 0)
    assert oud.vragen == STUDENT
    assert get_vragen(session, EvaluatieSoort.STUDENT, cast.team.id) == nieuw
    assert get_vragen(session, EvaluatieSoort.STUDENT, None) == STUDENT
    with pytest.raises(Verouderd):
        bewaar_vragen(session, cast.coordinator, clock, EvaluatieSoort.STUDENT, cast.team.id, STUDENT, 0)
    with pytest.raises(NietGevonden):
        bewaar_vragen(session, cast.coordinator, clock, EvaluatieSoort.STUDENT, None, nieuw, 0)
    assert len(session.exec(select(EvaluatieLijst)).all()) == 1


@pytest.mark.parametrize("soort", list(EvaluatieSoort))
def test_the_default_questions_can_be_typed(soort: EvaluatieSoort) -> None:
    assert lees_vragen(soort, toon_vragen(STANDAARD[soort])) == STANDAARD[soort]


@pytest.mark.parametrize(
    "tekst",
    ["", "bedrijf; schaal", "iets; schaal; Vraag?", "student; schaal; Over de student?", "bedrijf; getal; Hoeveel?",
     "bedrijf; schaal; x\nbedrijf; schaal; x", "bedrijf; tekst; " + "x" * 201],
)  # fmt: skip
def test_a_question_list_with_a_mistake_is_refused(tekst: str) -> None:
    with pytest.raises(OngeldigeInvoer) as fout:
        lees_vragen(EvaluatieSoort.STUDENT, tekst)
    assert set(fout.value.velden) == {"vragen"}
