"""The dossier: who sees it, who guides, which documents are there, following the POK, closing."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy.engine import Engine
from sqlmodel import Session, col, select

from bpv_app.db import transaction
from bpv_app.dossier import service
from bpv_app.dossier.queries import get_dossier_detail
from bpv_app.dossier.rules import OnbekendDocument
from bpv_app.dossier.tables import Dossier
from bpv_app.kernel.actor import Actor, RolToewijzing, systeem
from bpv_app.kernel.clock import FixedClock
from bpv_app.kernel.errors import GeenRecht, NietGevonden, OngeldigeInvoer, Verouderd
from bpv_app.kernel.rechten import Rol
from bpv_app.student.tables import StudentBegeleider
from bpv_app.toegang.tables import Audit, AuditSoort
from tests.dossier.cast import Cast, make_cast
from tests.makers import NU, make_account, make_dossier, make_inrichting, make_pok, make_verbintenis


def _id(rij: Any) -> int:
    return int(rij.id)


@pytest.fixture
def cast(session: Session) -> Cast:
    return make_cast(session)


ZIET_EIGEN = {
    "coordinator", "coordinator_school", "begeleider", "studentenzaken", "student_zelf",
}  # fmt: skip
ZIET_ANDER = {
    "coordinator_ander_team", "coordinator_school", "andere_begeleider", "studentenzaken", "andere_student_zelf",
}  # fmt: skip


def test_who_sees_which_dossier(session: Session, cast: Cast) -> None:
    def ziet(actor: Actor, dossier: Dossier) -> bool:
        try:
            return service.get_dossier(session, actor, _id(dossier)).id == dossier.id
        except NietGevonden:
            return False

    assert {n for n, wie in cast.iedereen.items() if ziet(wie, cast.eigen)} == ZIET_EIGEN
    assert {n for n, wie in cast.iedereen.items() if ziet(wie, cast.ander)} == ZIET_ANDER
    assert ziet(systeem(), cast.eigen)


def test_the_scope_of_lists_is_the_scope_of_the_fetch(session: Session, cast: Cast) -> None:
    for naam, actor in cast.iedereen.items():
        gezien = set(session.exec(select(Dossier.id).where(service.dossier_scope(actor))).all())
        verwacht = {cast.eigen.id} if naam in ZIET_EIGEN else set()
        assert gezien == verwacht | ({cast.ander.id} if naam in ZIET_ANDER else set())


def test_rights_of_several_roles_add_up_each_with_its_own_scope(session: Session, cast: Cast) -> None:
    beide = Actor(
        cast.begeleider.account_id,
        "Twee rollen",
        (
            RolToewijzing(Rol.ONDERWIJSBEGELEIDER),
            RolToewijzing(Rol.COORDINATOR, team_id=cast.ander_team.id),
        ),
    )
    assert service.get_dossier(session, beide, _id(cast.eigen)).id == cast.eigen.id
    assert service.get_dossier(session, beide, _id(cast.ander)).id == cast.ander.id
    assert cast.begeleider.account_id
    service.stel_begeleider_in(session, beide, _id(cast.ander), cast.begeleider.account_id, cast.ander.versie)
    with pytest.raises(GeenRecht):  # seen as begeleider of team A, coordinator of team B only
        service.stel_begeleider_in(session, beide, _id(cast.eigen), None, cast.eigen.versie)


@pytest.mark.parametrize("sleutel", [0, -1, 2**31, 2**80, True, "1", None])
def test_a_hostile_key_is_just_not_found(session: Session, cast: Cast, sleutel: Any) -> None:
    with pytest.raises(NietGevonden):
        service.get_dossier(session, cast.studentenzaken, sleutel)


def begeleiders(session: Session, student_id: int) -> set[int]:
    return set(
        session.exec(select(StudentBegeleider.account_id).where(col(StudentBegeleider.student_id) == student_id)).all()
    )


def test_a_new_begeleider_gets_the_student_and_the_former_one_loses_the_student(session: Session, cast: Cast) -> None:
    nieuw = make_account(session, Rol.ONDERWIJSBEGELEIDER)
    versie = cast.eigen.versie
    service.stel_begeleider_in(session, cast.coordinator, _id(cast.eigen), _id(nieuw), versie)
    assert cast.eigen.onderwijsbegeleider_id == nieuw.id
    assert cast.eigen.versie == versie + 1
    assert begeleiders(session, _id(cast.student)) == {nieuw.id}
    with pytest.raises(NietGevonden):
        service.get_dossier(session, cast.begeleider, _id(cast.eigen))


def test_a_begeleider_named_in_another_dossier_keeps_the_student(session: Session, cast: Cast) -> None:
    tweede = make_dossier(session, make_verbintenis(session, cast.student, volgnummer="2"))
    service.stel_begeleider_in(session, cast.coordinator, _id(tweede), cast.begeleider_account.id, tweede.versie)
    service.stel_begeleider_in(session, cast.coordinator, _id(cast.eigen), None, cast.eigen.versie)
    assert begeleiders(session, _id(cast.student)) == {cast.begeleider_account.id}
    service.stel_begeleider_in(session, cast.coordinator, _id(tweede), None, tweede.versie)
    assert begeleiders(session, _id(cast.student)) == set()


def test_saving_the_same_begeleider_again_changes_nothing(session: Session, cast: Cast) -> None:
    versie = cast.eigen.versie
    service.stel_begeleider_in(session, cast.coordinator, _id(cast.eigen), cast.begeleider_account.id, versie)
    assert cast.eigen.versie == versie
    assert begeleiders(session, _id(cast.student)) == {cast.begeleider_account.id}


def test_only_an_active_account_with_the_role_can_guide(session: Session, cast: Cast) -> None:
    geblokkeerd = make_account(session, Rol.ONDERWIJSBEGELEIDER, is_actief=False)
    for account_id in (cast.coordinator.account_id, geblokkeerd.id, 999_999, 2**60):
        with pytest.raises(OngeldigeInvoer) as fout:
            service.stel_begeleider_in(session, cast.coordinator, _id(cast.eigen), account_id, cast.eigen.versie)
        assert set(fout.value.velden) == {"onderwijsbegeleider_id"}


def test_who_may_say_who_guides(session: Session, cast: Cast) -> None:
    uitkomst: dict[str, str] = {}
    for naam, actor in cast.iedereen.items():
        try:
            service.stel_begeleider_in(session, actor, _id(cast.eigen), cast.begeleider_account.id, cast.eigen.versie)
            uitkomst[naam] = "mag"
        except (GeenRecht, NietGevonden) as fout:
            uitkomst[naam] = fout.code
    assert uitkomst == {
        "coordinator": "mag",
        "coordinator_ander_team": "niet_gevonden",
        "coordinator_school": "mag",
        "begeleider": "geen_recht",
        "andere_begeleider": "niet_gevonden",
        "studentenzaken": "geen_recht",
        "student_zelf": "geen_recht",
        "andere_student_zelf": "niet_gevonden",
        "praktijkopleider": "niet_gevonden",
        "beheer": "niet_gevonden",
        "niemand": "niet_gevonden",
    }


def test_a_stale_choice_of_begeleider_is_refused_with_both_values(session: Session, cast: Cast) -> None:
    een, twee = (make_account(session, Rol.ONDERWIJSBEGELEIDER) for _ in range(2))
    versie = cast.eigen.versie
    service.stel_begeleider_in(session, cast.coordinator, _id(cast.eigen), een.id, versie)
    with pytest.raises(Verouderd) as fout:
        service.stel_begeleider_in(session, cast.coordinator, _id(cast.eigen), twee.id, versie)
    assert fout.value.verschillen == (("onderwijsbegeleider_id", str(een.id), str(twee.id)),)
    assert cast.eigen.onderwijsbegeleider_id == een.id


def test_the_begeleiders_to_choose_from(session: Session, cast: Cast) -> None:
    van_team = make_account(session, Rol.ONDERWIJSBEGELEIDER, team_id=cast.team.id, naam="Anna")
    make_account(session, Rol.ONDERWIJSBEGELEIDER, team_id=cast.ander_team.id, naam="Van ander team")
    make_account(session, Rol.ONDERWIJSBEGELEIDER, is_actief=False, naam="Weg")
    make_account(session, Rol.COORDINATOR, naam="Coördinator")
    keuzes = service.list_begeleiders(session, cast.coordinator, _id(cast.team))
    assert {k.id for k in keuzes} == {van_team.id, cast.begeleider.account_id, cast.andere_begeleider.account_id}
    assert keuzes[0].naam == "Anna"
    assert len(service.list_begeleiders(session, cast.coordinator, None)) == 4
    with pytest.raises(GeenRecht):
        service.list_begeleiders(session, cast.student_zelf, None)


@pytest.fixture
def met_documenten(session: Session, cast: Cast) -> Dossier:
    verbintenis = make_verbintenis(session, cast.student, volgnummer="9")
    inrichting = make_inrichting(session, documenten=["Getekende POK", "Verslag", "Beoordeling"])
    return make_dossier(session, verbintenis, inrichting, cast.begeleider_account, documenten_klaar=["Verslag"])


def test_documents_are_ticked_and_unticked(session: Session, cast: Cast, met_documenten: Dossier) -> None:
    sleutel = _id(met_documenten)
    service.zet_document(session, cast.coordinator, sleutel, "Getekende POK", True, met_documenten.versie)
    assert met_documenten.documenten_klaar == ["Getekende POK", "Verslag"]
    service.zet_document(session, cast.begeleider, sleutel, "Verslag", False, met_documenten.versie)
    session.expire_all()
    assert met_documenten.documenten_klaar == ["Getekende POK"]
    assert met_documenten.versie == 3
    with pytest.raises(OnbekendDocument):
        service.zet_document(session, cast.coordinator, sleutel, "Rijbewijs", True, met_documenten.versie)
    with pytest.raises(Verouderd):
        service.zet_document(session, cast.coordinator, sleutel, "Verslag", True, 1)


def test_who_may_tick_documents(session: Session, cast: Cast, met_documenten: Dossier) -> None:
    uitkomst: dict[str, str] = {}
    for naam, actor in cast.iedereen.items():
        try:
            service.zet_document(session, actor, _id(met_documenten), "Verslag", True, met_documenten.versie)
            uitkomst[naam] = "mag"
        except (GeenRecht, NietGevonden) as fout:
            uitkomst[naam] = fout.code
        assert service.mag_documenten(session, actor, met_documenten) == (uitkomst[naam] == "mag")
    assert {n for n, u in uitkomst.items() if u == "mag"} == {"coordinator", "coordinator_school", "begeleider"}
    assert {n for n, u in uitkomst.items() if u == "geen_recht"} == {"studentenzaken", "student_zelf"}


def test_the_dossier_follows_its_pok(session: Session, cast: Cast) -> None:
    nieuw = {
        "begin_op": date(2027, 1, 4),
        "eind_op": date(2027, 5, 28),
        "uren_totaal": 400,
        "uren_per_week": Decimal("28.5"),
        "dagen_per_week": Decimal("3.5"),
    }
    service.volg_pok(session, _id(cast.eigen), **nieuw)  # type: ignore[arg-type]
    session.expire_all()
    assert {naam: getattr(cast.eigen, naam) for naam in nieuw} == nieuw
    versie = cast.eigen.versie
    service.volg_pok(session, _id(cast.eigen), **nieuw)  # type: ignore[arg-type]
    assert cast.eigen.versie == versie


def test_a_closed_dossier_keeps_its_moment_and_changes_no_more(
    session: Session, cast: Cast, met_documenten: Dossier, clock: FixedClock
) -> None:
    sleutel = _id(met_documenten)
    service.sluit(session, sleutel, clock.nu(), documenten_klaar=["Beoordeling", "Onbekend", "Verslag"])
    service.sluit(session, sleutel, NU.replace(year=2030), documenten_klaar=[])
    session.expire_all()
    assert met_documenten.afgesloten_op == clock.nu()
    assert met_documenten.documenten_klaar == ["Verslag", "Beoordeling"]
    with pytest.raises(service.DossierGesloten):
        service.stel_begeleider_in(session, cast.coordinator, sleutel, None, met_documenten.versie)
    with pytest.raises(service.DossierGesloten):
        service.zet_document(session, cast.coordinator, sleutel, "Verslag", False, met_documenten.versie)
    assert not service.mag_documenten(session, cast.coordinator, met_documenten)


def test_looking_at_a_dossier_is_recorded_and_only_when_one_may(
    session: Session, cast: Cast, clock: FixedClock
) -> None:
    service.noteer_bekeken(session, cast.begeleider, clock, _id(cast.eigen))
    with pytest.raises(NietGevonden):
        service.noteer_bekeken(session, cast.andere_begeleider, clock, _id(cast.eigen))
    regels = session.exec(select(Audit).where(Audit.soort == AuditSoort.INGEZIEN)).all()
    assert [(r.account_id, r.tabel, r.object_id) for r in regels] == [
        (cast.begeleider.account_id, "dossier", cast.eigen.id)
    ]


def test_a_change_is_recorded_with_old_and_new(motor: Engine) -> None:
    with transaction(systeem(), op=motor) as session:
        cast = make_cast(session)
        nieuw = _id(make_account(session, Rol.ONDERWIJSBEGELEIDER))
    with transaction(cast.coordinator, op=motor) as session:
        service.stel_begeleider_in(session, cast.coordinator, _id(cast.eigen), nieuw, cast.eigen.versie)
    with transaction(op=motor) as session:
        (regel,) = session.exec(
            select(Audit).where(Audit.tabel == "dossier", Audit.soort == AuditSoort.GEWIJZIGD)
        ).all()
    assert (regel.account_id, regel.object_id) == (cast.coordinator.account_id, cast.eigen.id)
    assert regel.oud == {"onderwijsbegeleider_id": cast.begeleider_account.id}
    assert regel.nieuw == {"onderwijsbegeleider_id": nieuw}


def test_the_detail_says_whose_dossier_it_is_and_what_it_asks_for(session: Session, cast: Cast) -> None:
    inrichting = make_inrichting(
        session,
        naam="BBL",
        documenten=["POK", "Verslag"],
        gespreksmomenten=[{"naam": "Start", "dagen_na_begin": 14}],
    )
    dossier = make_dossier(
        session,
        make_verbintenis(session, cast.student, volgnummer="3"),
        inrichting,
        cast.begeleider_account,
        documenten_klaar=["POK"],
    )
    detail = get_dossier_detail(session, cast.begeleider, _id(dossier))
    assert (detail.student_naam, detail.klas, detail.crebo) == (cast.student.naam, "3B", "25736")
    assert (detail.inrichting_naam, detail.onderwijsbegeleider_naam) == ("BBL", cast.begeleider_account.naam)
    assert [(p.naam, p.is_klaar) for p in detail.documenten] == [("POK", True), ("Verslag", False)]
    assert [(m.naam, m.op) for m in detail.gespreksmomenten] == [("Start", date(2026, 12, 21))]
    assert detail.mag_documenten
    assert not get_dossier_detail(session, cast.studentenzaken, _id(dossier)).mag_documenten
    with pytest.raises(NietGevonden):
        get_dossier_detail(session, cast.andere_begeleider, _id(dossier))


def test_a_dossier_stays_readable_for_its_team_when_the_student_moved_to_another(session: Session, cast: Cast) -> None:
    cast.student.team_id = cast.verbintenis.team_id = cast.ander_team.id
    session.flush()
    assert get_dossier_detail(session, cast.coordinator, _id(cast.eigen)).student_naam == cast.student.naam


def test_a_praktijkopleider_does_not_reach_the_dossier_behind_an_own_pok(session: Session) -> None:
    pok = make_pok(session)
    opleider = Actor(1, "Jan", (RolToewijzing(Rol.PRAKTIJKOPLEIDER, contactpersoon_id=pok.praktijkopleider_id),))
    with pytest.raises(NietGevonden):
        service.get_dossier(session, opleider, pok.dossier_id)
