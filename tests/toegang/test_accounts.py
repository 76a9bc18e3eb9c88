"""Beheer makes, changes, locks and resets accounts; nobody else does, and nobody shuts the school out."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from sqlmodel import Session, col

from bpv_app.kernel.actor import Actor, RolToewijzing, systeem
from bpv_app.kernel.clock import FixedClock
from bpv_app.kernel.errors import DomeinFout, GeenRecht, NietGevonden, NietIngelogd, OngeldigeInvoer, Verouderd
from bpv_app.kernel.rechten import Rol
from bpv_app.toegang.accounts import (
    blokkeer,
    deblokkeer,
    get_account,
    list_rollen,
    maak_account,
    maak_beheerder,
    meld_wijziging_aan,
    reset_wachtwoord,
    rollen_van,
    werk_account_bij,
    wijzig_wachtwoord,
    zet_taal,
)
from bpv_app.toegang.geheim import klopt_wachtwoord
from bpv_app.toegang.rules import AccountGegevens, InloggenMislukt, TeVaak, WachtwoordFout
from bpv_app.toegang.service import actor_van_account, actor_van_token, log_in
from bpv_app.toegang.tables import Account, Audit, AuditSoort
from tests.makers import make_account, make_actor, make_contactpersoon, make_student, make_team
from tests.toegang.conftest import WACHTWOORD

ANNA = AccountGegevens("Anna@School.example", " Anna Bakker ", "anna@school.example", "06 12345678", "nl")
NIEMAND = [rol for rol in Rol if rol is not Rol.BEHEER]


@pytest.fixture
def beheer(session: Session, wachtwoord_hash: str) -> Actor:
    account = make_account(session, Rol.BEHEER, wachtwoord_hash=wachtwoord_hash)
    return Actor(account.id, account.naam, (RolToewijzing(Rol.BEHEER),))


def test_beheer_makes_an_account_with_roles_and_scope(session: Session, clock: FixedClock, beheer: Actor) -> None:
    team = make_team(session)
    rollen = [RolToewijzing(Rol.COORDINATOR, team_id=team.id), RolToewijzing(Rol.ONDERWIJSBEGELEIDER)]
    account_id = maak_account(session, beheer, clock, ANNA, [*rollen, rollen[0]])
    account = session.get_one(Account, account_id)
    assert (account.gebruikersnaam, account.naam) == ("anna@school.example", "Anna Bakker")
    assert actor_van_account(session, account_id).toewijzingen == tuple(rollen)
    with pytest.raises(InloggenMislukt):
        log_in(session, clock, account.gebruikersnaam, "")


def test_every_role_can_be_given_with_its_own_scope(session: Session, clock: FixedClock, beheer: Actor) -> None:
    student, persoon = make_student(session), make_contactpersoon(session)
    rollen = (
        RolToewijzing(Rol.STUDENT, student_id=student.id),
        RolToewijzing(Rol.PRAKTIJKOPLEIDER, contactpersoon_id=persoon.id, leerbedrijf_id=persoon.leerbedrijf_id),
        RolToewijzing(Rol.STUDENTENZAKEN),
        RolToewijzing(Rol.BEHEER),
    )
    account_id = maak_account(session, beheer, clock, ANNA, rollen)
    assert list_rollen(session, account_id) == rollen
    assert rollen_van(session, [account_id, 999]) == {account_id: rollen}


@pytest.mark.parametrize("rol", NIEMAND)
def test_no_other_role_touches_accounts(session: Session, clock: FixedClock, rol: Rol) -> None:
    actor, account = make_actor(session, rol), make_account(session)
    for werk in (
        lambda a: maak_account(session, actor, clock, ANNA, [RolToewijzing(Rol.BEHEER)]),
        lambda a: werk_account_bij(session, actor, a, ANNA, [RolToewijzing(Rol.BEHEER)], None),
        lambda a: blokkeer(session, actor, clock, a),
        lambda a: deblokkeer(session, actor, a),
        lambda a: reset_wachtwoord(session, actor, clock, a),
        lambda a: get_account(session, actor, a),
    ):
        for account_id in (account.id or 0, actor.account_id or 0, 999):
            with pytest.raises(GeenRecht):
                werk(account_id)


def test_what_does_not_exist_is_not_found(session: Session, clock: FixedClock, beheer: Actor) -> None:
    with pytest.raises(NietGevonden):
        blokkeer(session, beheer, clock, 999)
    with pytest.raises(NietGevonden):
        reset_wachtwoord(session, beheer, clock, 999)


def test_a_user_name_is_given_once(session: Session, clock: FixedClock, beheer: Actor) -> None:
    maak_account(session, beheer, clock, ANNA, [])
    ander = maak_account(session, beheer, clock, AccountGegevens("bram", "Bram"), [])
    with pytest.raises(OngeldigeInvoer) as fout:
        maak_account(session, beheer, clock, ANNA, [])
    assert set(fout.value.velden) == {"gebruikersnaam"}
    with pytest.raises(OngeldigeInvoer):
        werk_account_bij(session, beheer, ander, AccountGegevens("ANNA@school.example", "Bram"), [], None)
    # What was done before in the same transaction still stands.
    assert session.execute(sa.select(sa.func.count()).select_from(Account)).scalar() == 3


@pytest.mark.parametrize(
    "toewijzing",
    [
        RolToewijzing(Rol.COORDINATOR, team_id=999),
        RolToewijzing(Rol.STUDENT, student_id=999),
        RolToewijzing(Rol.PRAKTIJKOPLEIDER, contactpersoon_id=999, leerbedrijf_id=999),
    ],
    ids=str,
)
def test_a_scope_that_does_not_exist_is_refused(
    session: Session, clock: FixedClock, beheer: Actor, toewijzing: RolToewijzing
) -> None:
    with pytest.raises(OngeldigeInvoer) as fout:
        maak_account(session, beheer, clock, ANNA, [toewijzing])
    assert set(fout.value.velden) == {"rollen"}


def test_changing_roles_records_just_the_difference(session: Session, clock: FixedClock, beheer: Actor) -> None:
    teams = [make_team(session) for _ in range(3)]
    een, twee, drie = (RolToewijzing(Rol.COORDINATOR, team_id=t.id) for t in teams)
    account_id = maak_account(session, beheer, clock, ANNA, [een, twee])
    eerder = session.execute(sa.select(sa.func.max(col(Audit.id)))).scalar()
    werk_account_bij(session, beheer, account_id, ANNA, [twee, drie], None)
    assert list_rollen(session, account_id) == (twee, drie)
    regels = session.execute(sa.select(Audit).where(col(Audit.id) > eerder).order_by(col(Audit.id))).scalars().all()
    assert [(r.tabel, r.soort) for r in regels] == [
        ("account_rol", AuditSoort.VERWIJDERD),
        ("account_rol", AuditSoort.GEMAAKT),
    ]


def test_a_stale_form_is_refused_also_after_a_change_of_roles(
    session: Session, clock: FixedClock, beheer: Actor
) -> None:
    account_id = maak_account(session, beheer, clock, ANNA, [])
    versie = session.get_one(Account, account_id).versie
    werk_account_bij(session, beheer, account_id, ANNA, [RolToewijzing(Rol.STUDENTENZAKEN)], versie)
    with pytest.raises(Verouderd):
        werk_account_bij(session, beheer, account_id, ANNA, [], versie)
    assert list_rollen(session, account_id) == (RolToewijzing(Rol.STUDENTENZAKEN),)


def test_nobody_takes_beheer_away_from_themselves(session: Session, clock: FixedClock, beheer: Actor) -> None:
    make_account(session, Rol.BEHEER, wachtwoord_hash="x")
    eigen = beheer.account_id or 0
    with pytest.raises(DomeinFout) as fout:
        blokkeer(session, beheer, clock, eigen)
    assert fout.value.code == "zichzelf"
    with pytest.raises(DomeinFout) as fout:
        werk_account_bij(session, beheer, eigen, AccountGegevens("ik", "Ik"), [], None)
    assert fout.value.code == "zichzelf"


def test_the_last_administrator_stays(session: Session, clock: FixedClock, beheer: Actor) -> None:
    make_account(session, Rol.BEHEER, wachtwoord_hash="x", is_actief=False)
    make_account(session, Rol.BEHEER)
    with pytest.raises(DomeinFout) as fout:
        blokkeer(session, systeem(), clock, beheer.account_id or 0)
    assert fout.value.code == "laatste_beheerder"
    make_account(session, Rol.BEHEER, wachtwoord_hash="x")
    blokkeer(session, systeem(), clock, beheer.account_id or 0)


def test_locking_ends_sessions_and_logins_until_unlocked(
    session: Session, clock: FixedClock, beheer: Actor, wachtwoord_hash: str
) -> None:
    account = make_account(session, wachtwoord_hash=wachtwoord_hash)
    token = log_in(session, clock, account.gebruikersnaam, WACHTWOORD)
    blokkeer(session, beheer, clock, account.id or 0)
    assert actor_van_token(session, clock, token) is None
    for _ in range(10):
        with pytest.raises(InloggenMislukt):
            log_in(session, clock, account.gebruikersnaam, WACHTWOORD)
    with pytest.raises(TeVaak):
        log_in(session, clock, account.gebruikersnaam, WACHTWOORD)
    deblokkeer(session, beheer, account.id or 0)
    assert log_in(session, clock, account.gebruikersnaam, WACHTWOORD)
    assert actor_van_token(session, clock, token) is None


def test_a_reset_gives_a_password_that_must_be_changed(
    session: Session, clock: FixedClock, beheer: Actor, wachtwoord_hash: str
) -> None:
    account = make_account(session, Rol.COORDINATOR, wachtwoord_hash=wachtwoord_hash)
    oud = log_in(session, clock, account.gebruikersnaam, WACHTWOORD)
    tijdelijk = reset_wachtwoord(session, beheer, clock, account.id or 0)
    assert actor_van_token(session, clock, oud) is None
    actor = actor_van_token(session, clock, log_in(session, clock, account.gebruikersnaam, tijdelijk))
    assert actor is not None
    assert actor.acties == frozenset()
    wijzig_wachtwoord(session, actor, clock, tijdelijk, "groene kikkers in de sloot")
    actor = actor_van_token(
        session, clock, log_in(session, clock, account.gebruikersnaam, "groene kikkers in de sloot")
    )
    assert actor is not None
    assert actor.heeft(Rol.COORDINATOR)


def test_who_comes_by_link_has_no_password_to_change(session: Session, clock: FixedClock) -> None:
    actor = make_actor(session, Rol.ONDERWIJSBEGELEIDER)
    with pytest.raises(DomeinFout) as fout:
        meld_wijziging_aan(session, actor, clock)
    assert fout.value.code == "geen_wachtwoord"
    with pytest.raises(NietIngelogd):
        meld_wijziging_aan(session, systeem(), clock)


def test_everybody_chooses_their_own_language(session: Session) -> None:
    actor = make_actor(session, Rol.STUDENTENZAKEN)
    zet_taal(session, actor, "en")
    assert actor_van_account(session, actor.account_id or 0).taal == "en"
    with pytest.raises(OngeldigeInvoer):
        zet_taal(session, actor, "fr")
    with pytest.raises(NietIngelogd):
        zet_taal(session, systeem(), "en")


def test_the_first_administrator_chooses_a_password(session: Session, clock: FixedClock) -> None:
    account_id = maak_beheerder(session, systeem(), clock, ANNA, WACHTWOORD)
    account = session.get_one(Account, account_id)
    assert klopt_wachtwoord(account.wachtwoord_hash, WACHTWOORD)
    assert not account.moet_wijzigen
    assert actor_van_account(session, account_id).rollen == {Rol.BEHEER}
    with pytest.raises(WachtwoordFout):
        maak_beheerder(session, systeem(), clock, AccountGegevens("b", "B"), "kort")
