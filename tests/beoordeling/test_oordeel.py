"""The company judges, the school weighs that and decides, the student sees it when it is shared."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import sqlalchemy as sa
from sqlmodel import Session, col, select

from bpv_app.beoordeling import queries
from bpv_app.beoordeling.queries_beoordeling import get_voor_bedrijf, get_voor_school, list_voor_student
from bpv_app.beoordeling.rules import BeoordelingDicht, BeoordelingStand, BeoordelingStap, Besluit, Kant, Oordeel
from bpv_app.beoordeling.service_oordeel import (
    VeldAntwoord,
    besluit,
    bewaar_veld,
    deel,
    heropen,
    kies_werkprocessen,
    neem_terug,
    stuur_in,
    vraag_oordeel,
)
from bpv_app.beoordeling.tables import Beoordeling, BeoordelingHistorie
from bpv_app.kernel.actor import Actor
from bpv_app.kernel.clock import FixedClock
from bpv_app.kernel.errors import GeenRecht, NietGevonden, OngeldigeInvoer, Verouderd
from bpv_app.kernel.rechten import Actie
from bpv_app.post.tables import Mail
from bpv_app.toegang.tables import Audit
from tests.beoordeling.cast import Cast, make_cast


@pytest.fixture
def cast(session: Session) -> Cast:
    return make_cast(session)


def judge(
    session: Session, clock: FixedClock, cast: Cast, kant: Kant, *oordelen: str, opmerkingen: tuple[str, ...] = ()
) -> None:
    actor = cast.opleider if kant is Kant.BEDRIJF else cast.begeleider
    for i, oordeel in zip(cast.werkprocessen, oordelen, strict=True):
        bewaar_veld(session, actor, clock, cast.dossier_id, kant, f"oordeel-{i}", oordeel, "")
    for i, tekst in zip(cast.werkprocessen, opmerkingen, strict=False):
        bewaar_veld(session, actor, clock, cast.dossier_id, kant, f"opmerking-{i}", tekst, "")


def decide(session: Session, clock: FixedClock, cast: Cast, keus: Besluit, reden: str = "") -> None:
    versie = get_voor_school(session, cast.begeleider, cast.dossier_id).versie
    besluit(session, cast.begeleider, clock, cast.dossier_id, keus, reden, versie)


def both(session: Session, clock: FixedClock, cast: Cast) -> None:
    judge(session, clock, cast, Kant.BEDRIJF, "goed", "voldoende")
    stuur_in(session, cast.opleider, clock, cast.dossier_id)
    judge(session, clock, cast, Kant.SCHOOL, "goed", "voldoende")


def test_the_way_from_company_to_student(session: Session, clock: FixedClock, cast: Cast) -> None:
    vraag_oordeel(session, cast.begeleider, clock, cast.dossier_id)
    both(session, clock, cast)
    assert queries.get_eindoordeel(session, cast.dossier_id) is None
    decide(session, clock, cast, Besluit.VOLDOENDE)
    assert list_voor_student(session, cast.student) == ()
    deel(session, cast.begeleider, clock, cast.dossier_id)
    (gezien,) = list_voor_student(session, cast.student)
    assert gezien.besluit is Besluit.VOLDOENDE
    assert gezien.school == {i: Oordeel(o) for i, o in zip(cast.werkprocessen, ("goed", "voldoende"), strict=True)}
    eind = queries.get_eindoordeel(session, cast.dossier_id)
    assert eind is not None
    assert (eind.besluit, eind.besloten_door) == (Besluit.VOLDOENDE, cast.begeleider.naam)
    stappen = session.exec(select(BeoordelingHistorie.stap).order_by(col(BeoordelingHistorie.id))).all()
    assert stappen == [
        BeoordelingStap.GEVRAAGD, BeoordelingStap.INGESTUURD, BeoordelingStap.BESLOTEN, BeoordelingStap.GEDEELD
    ]  # fmt: skip


def test_the_school_does_not_see_a_draft_of_the_company(session: Session, clock: FixedClock, cast: Cast) -> None:
    judge(session, clock, cast, Kant.BEDRIJF, "onvoldoende", "niet_gezien", opmerkingen=("Draftkanarie",))
    beeld = get_voor_school(session, cast.begeleider, cast.dossier_id)
    assert beeld.bedrijf is None
    assert "Draftkanarie" not in str(beeld)
    vraag_oordeel(session, cast.begeleider, clock, cast.dossier_id)
    assert "Draftkanarie" not in str(session.exec(select(BeoordelingHistorie.inhoud)).all())
    stuur_in(session, cast.opleider, clock, cast.dossier_id)
    beeld = get_voor_school(session, cast.begeleider, cast.dossier_id)
    assert beeld.bedrijf == {
        cast.werkprocessen[0]: Oordeel("onvoldoende", "Draftkanarie"),
        cast.werkprocessen[1]: Oordeel("niet_gezien"),
    }


def test_the_company_sees_nothing_of_the_school(session: Session, clock: FixedClock, cast: Cast) -> None:
    both(session, clock, cast)
    judge(session, clock, cast, Kant.SCHOOL, "goed", "voldoende", opmerkingen=("Schoolkanarie",))
    decide(session, clock, cast, Besluit.ONVOLDOENDE, "Redenkanarie")
    deel(session, cast.begeleider, clock, cast.dossier_id)
    beeld = str(get_voor_bedrijf(session, cast.opleider, cast.dossier_id))
    assert "kanarie" not in beeld


@pytest.mark.parametrize(
    ("bedrijf", "school", "keus", "velden"),
    [
        (("goed", "goed"), ("goed", "goed"), Besluit.VOLDOENDE, set()),
        (("goed", "niet_gezien"), ("goed", "onvoldoende"), Besluit.ONVOLDOENDE, {"reden"}),
        (("onvoldoende", "goed"), ("onvoldoende", "goed"), Besluit.ONVOLDOENDE, set()),
        (("onvoldoende", "goed"), ("voldoende", "goed"), Besluit.VOLDOENDE, {"opmerking-0", "reden"}),
        (("voldoende", "goed"), ("goed", "goed"), Besluit.VOLDOENDE, {"opmerking-0"}),
        (("goed", "goed"), ("goed", "onvoldoende"), Besluit.VOLDOENDE, {"opmerking-1", "reden"}),
        (("niet_gezien", "niet_gezien"), ("goed", "goed"), Besluit.VOLDOENDE, {"reden"}),
        (None, ("goed", "goed"), Besluit.VOLDOENDE, {"reden"}),
        (("goed", "goed"), ("goed", ""), Besluit.VOLDOENDE, {"oordeel-1"}),
    ],
)
def test_what_a_decision_needs(
    session: Session,
    clock: FixedClock,
    cast: Cast,
    bedrijf: tuple[str, ...] | None,
    school: tuple[str, ...],
    keus: Besluit,
    velden: set[str],
) -> None:
    if bedrijf:
        judge(session, clock, cast, Kant.BEDRIJF, *bedrijf)
        stuur_in(session, cast.opleider, clock, cast.dossier_id)
    judge(session, clock, cast, Kant.SCHOOL, *school)
    nodig = {f"{v[:-1]}{cast.werkprocessen[int(v[-1])]}" if v[-1].isdigit() else v for v in velden}
    if nodig:
        with pytest.raises(OngeldigeInvoer) as fout:
            decide(session, clock, cast, keus)
        assert set(fout.value.velden) == nodig
        assert queries.get_eindoordeel(session, cast.dossier_id) is None
    else:
        decide(session, clock, cast, keus)
        assert queries.get_eindoordeel(session, cast.dossier_id) is not None


def test_with_its_reasons_the_school_decides_otherwise(session: Session, clock: FixedClock, cast: Cast) -> None:
    judge(session, clock, cast, Kant.BEDRIJF, "onvoldoende", "goed")
    stuur_in(session, cast.opleider, clock, cast.dossier_id)
    judge(session, clock, cast, Kant.SCHOOL, "voldoende", "goed", opmerkingen=("Op school aangetoond.",))
    decide(session, clock, cast, Besluit.VOLDOENDE, "De proef op school was goed.")
    eind = queries.get_eindoordeel(session, cast.dossier_id)
    assert eind is not None
    assert eind.reden == "De proef op school was goed."


def test_a_decision_stands_until_it_is_reopened_with_a_reason(session: Session, clock: FixedClock, cast: Cast) -> None:
    both(session, clock, cast)
    decide(session, clock, cast, Besluit.VOLDOENDE)
    deel(session, cast.begeleider, clock, cast.dossier_id)
    stappen: tuple[Callable[[], None], ...] = (
        lambda: judge(session, clock, cast, Kant.SCHOOL, "onvoldoende", "goed"),
        lambda: judge(session, clock, cast, Kant.BEDRIJF, "onvoldoende", "goed"),
        lambda: neem_terug(session, cast.opleider, clock, cast.dossier_id),
        lambda: decide(session, clock, cast, Besluit.ONVOLDOENDE, "Toch niet."),
        lambda: vraag_oordeel(session, cast.begeleider, clock, cast.dossier_id),
    )
    for stap in stappen:
        with pytest.raises(BeoordelingDicht):
            stap()
    with pytest.raises(OngeldigeInvoer):
        heropen(session, cast.begeleider, clock, cast.dossier_id, " ")
    heropen(session, cast.begeleider, clock, cast.dossier_id, "Verkeerde student.")
    assert list_voor_student(session, cast.student) == ()
    assert get_voor_school(session, cast.begeleider, cast.dossier_id).stand is BeoordelingStand.BIJ_SCHOOL
    oud = session.exec(select(BeoordelingHistorie).where(BeoordelingHistorie.stap == BeoordelingStap.HEROPEND)).one()
    assert (oud.reden, oud.inhoud["besluit"]) == ("Verkeerde student.", "voldoende")


def test_the_history_cannot_be_changed(session: Session, clock: FixedClock, cast: Cast) -> None:
    both(session, clock, cast)
    for wat in ("UPDATE beoordeling_historie SET reden = 'x'", "DELETE FROM beoordeling_historie"):
        with pytest.raises(sa.exc.DatabaseError), session.begin_nested():
            session.execute(sa.text(wat))


def test_a_second_device_does_not_overwrite(session: Session, clock: FixedClock, cast: Cast) -> None:
    veld = f"opmerking-{cast.werkprocessen[0]}"

    def write(tekst: str, was: str) -> VeldAntwoord:
        return bewaar_veld(session, cast.opleider, clock, cast.dossier_id, Kant.BEDRIJF, veld, tekst, was)

    assert write("Eerste", "") == VeldAntwoord(True, "Eerste")
    assert write("Eerste", "") == VeldAntwoord(True, "Eerste")  # the answer was lost, the phone asks again
    assert write("Tweede", "") == VeldAntwoord(False, nu="Eerste")
    assert write("Tweede", "Eerste") == VeldAntwoord(True, "Tweede")


def test_sending_in_wants_every_werkproces(session: Session, clock: FixedClock, cast: Cast) -> None:
    judge(session, clock, cast, Kant.BEDRIJF, "goed", "")
    with pytest.raises(OngeldigeInvoer) as fout:
        stuur_in(session, cast.opleider, clock, cast.dossier_id)
    assert set(fout.value.velden) == {f"oordeel-{cast.werkprocessen[1]}"}


def test_decided_on_what_was_on_the_screen(session: Session, clock: FixedClock, cast: Cast) -> None:
    judge(session, clock, cast, Kant.SCHOOL, "goed", "goed")
    versie = get_voor_school(session, cast.begeleider, cast.dossier_id).versie
    judge(session, clock, cast, Kant.BEDRIJF, "onvoldoende", "goed")
    stuur_in(session, cast.opleider, clock, cast.dossier_id)
    with pytest.raises(Verouderd):
        besluit(session, cast.begeleider, clock, cast.dossier_id, Besluit.VOLDOENDE, "Zonder bedrijf.", versie)


def test_choosing_werkprocessen_for_one_placement(session: Session, clock: FixedClock, cast: Cast) -> None:
    kies_werkprocessen(session, cast.begeleider, clock, cast.dossier_id, [cast.werkprocessen[1]], None)
    beeld = get_voor_bedrijf(session, cast.opleider, cast.dossier_id)
    assert [w.id for w in beeld.werkprocessen] == [cast.werkprocessen[1]]
    with pytest.raises(NietGevonden):
        judge(session, clock, cast, Kant.BEDRIJF, "goed", "goed")
    with pytest.raises(OngeldigeInvoer):
        kies_werkprocessen(session, cast.begeleider, clock, cast.dossier_id, [999], None)


@pytest.mark.parametrize(
    "wie",
    ["opleider", "vertrokken collega", "begeleider", "student", "coordinator", "studentenzaken", "beheer", "niemand"],
)
def test_nobody_elses_assessment(session: Session, clock: FixedClock, cast: Cast, wie: str) -> None:
    both(session, clock, cast)
    decide(session, clock, cast, Besluit.VOLDOENDE)
    deel(session, cast.begeleider, clock, cast.dossier_id)
    actor, veld = cast.vreemd[wie], f"oordeel-{cast.werkprocessen[0]}"
    for kant in Kant:
        with pytest.raises((GeenRecht, NietGevonden)):
            bewaar_veld(session, actor, clock, cast.dossier_id, kant, veld, "goed", "")
    for lees in (get_voor_bedrijf, get_voor_school):
        with pytest.raises((GeenRecht, NietGevonden)):
            lees(session, actor, cast.dossier_id)
    for stap in (stuur_in, neem_terug, vraag_oordeel, deel):
        with pytest.raises((GeenRecht, NietGevonden)):
            stap(session, actor, clock, cast.dossier_id)
    with pytest.raises((GeenRecht, NietGevonden)):
        heropen(session, actor, clock, cast.dossier_id, "Zomaar.")
    if actor.mag(Actie.EIGEN_BEOORDELING_ZIEN):
        assert list_voor_student(session, actor) == ()
    else:
        with pytest.raises(GeenRecht):
            list_voor_student(session, actor)


@pytest.mark.parametrize("kant", list(Kant))
def test_nobody_writes_the_other_side(session: Session, clock: FixedClock, cast: Cast, kant: Kant) -> None:
    ander: Actor = cast.begeleider if kant is Kant.BEDRIJF else cast.opleider
    with pytest.raises(GeenRecht):
        bewaar_veld(session, ander, clock, cast.dossier_id, kant, f"oordeel-{cast.werkprocessen[0]}", "goed", "")


def test_the_coordinator_of_the_team_may_take_over(session: Session, clock: FixedClock, cast: Cast) -> None:
    veld = f"oordeel-{cast.werkprocessen[0]}"
    bewaar_veld(session, cast.coordinator, clock, cast.dossier_id, Kant.SCHOOL, veld, "goed", "")
    assert get_voor_school(session, cast.coordinator, cast.dossier_id).school[cast.werkprocessen[0]].oordeel == "goed"


def test_asking_the_company_mails_a_link_once_a_day(session: Session, clock: FixedClock, cast: Cast) -> None:
    for _ in range(2):
        vraag_oordeel(session, cast.begeleider, clock, cast.dossier_id)
    (mail,) = session.exec(select(Mail).where(Mail.sjabloon == "oordeel_vragen")).all()
    assert mail.link_id is not None
    assert mail.doel == f"/stagiairs/beoordelen/{cast.dossier_id}"
    judge(session, clock, cast, Kant.BEDRIJF, "goed", "goed")
    stuur_in(session, cast.opleider, clock, cast.dossier_id)
    session.refresh(mail)
    assert mail.status == "vervallen"


def test_the_audit_does_not_tell_what_was_judged(session: Session, clock: FixedClock, cast: Cast) -> None:
    judge(session, clock, cast, Kant.BEDRIJF, "onvoldoende", "goed", opmerkingen=("Auditkanarie",))
    stuur_in(session, cast.opleider, clock, cast.dossier_id)
    session.flush()
    regels = session.exec(select(Audit).where(col(Audit.tabel).startswith("beoordeling"))).all()
    assert regels
    assert "Auditkanarie" not in str([(r.oud, r.nieuw) for r in regels])


def test_one_assessment_per_placement(session: Session, clock: FixedClock, cast: Cast) -> None:
    judge(session, clock, cast, Kant.BEDRIJF, "goed", "goed")
    judge(session, clock, cast, Kant.SCHOOL, "goed", "goed")
    assert len(session.exec(select(Beoordeling)).all()) == 1
