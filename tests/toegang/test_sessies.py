"""A session lives as long as it is used, not longer than a day's work, and never after it was ended."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Engine
from sqlmodel import Session

from bpv_app.db import lezen, maak_engine, transaction
from bpv_app.kernel.actor import Actor, RolToewijzing
from bpv_app.kernel.clock import FixedClock
from bpv_app.kernel.errors import GeenRecht, NietGevonden, NietIngelogd
from bpv_app.kernel.rechten import Actie, Rol
from bpv_app.toegang.service import (
    actor_van_account,
    actor_van_token,
    lees_sessie,
    log_uit,
    maak_sessie,
    vind_actor,
    vind_sessie,
)
from bpv_app.toegang.sessies import list_sessies, trek_sessie_in, trek_sessies_in
from bpv_app.toegang.tables import Account, Herkomst, Sessie
from tests.makers import make_account, make_actor, make_team


def _sessie(session: Session, clock: FixedClock, account: Account, apparaat: str = "Firefox") -> str:
    return maak_sessie(session, clock, account.id or 0, Herkomst.WACHTWOORD, apparaat)


def test_a_token_gives_the_actor_with_all_roles_and_scopes(session: Session, clock: FixedClock) -> None:
    team = make_team(session)
    account = make_account(session, Rol.COORDINATOR, team_id=team.id, taal="en")
    token = _sessie(session, clock, account)
    actor = actor_van_token(session, clock, token)
    assert actor is not None
    assert (actor.account_id, actor.naam, actor.taal) == (account.id, account.naam, "en")
    assert actor.toewijzingen == (RolToewijzing(Rol.COORDINATOR, team_id=team.id),)
    assert actor.team_ids(Actie.POK_ZIEN) == frozenset({team.id})


def test_an_account_without_roles_is_somebody_with_no_rights(session: Session, clock: FixedClock) -> None:
    actor = actor_van_token(session, clock, _sessie(session, clock, make_account(session)))
    assert actor is not None
    assert actor.acties == frozenset()


def test_only_the_hash_of_the_token_is_stored(session: Session, clock: FixedClock) -> None:
    token = _sessie(session, clock, make_account(session))
    assert token not in str(session.execute(sa.text("SELECT * FROM sessie")).all())


@pytest.mark.parametrize("token", ["", "x", "a" * 5000, "\x00", "é"])
def test_a_wrong_token_is_nobody(session: Session, clock: FixedClock, token: str) -> None:
    _sessie(session, clock, make_account(session))
    assert actor_van_token(session, clock, token) is None


def test_an_idle_session_ends_after_an_hour(session: Session, clock: FixedClock) -> None:
    token = _sessie(session, clock, make_account(session))
    clock.moment += timedelta(minutes=59, seconds=59)
    assert lees_sessie(session, clock, token)
    clock.moment += timedelta(seconds=1)
    assert lees_sessie(session, clock, token) is None


def test_use_keeps_it_alive_until_the_end_of_the_working_day(session: Session, clock: FixedClock) -> None:
    token = _sessie(session, clock, make_account(session))
    for _ in range(19):
        clock.moment += timedelta(minutes=30)
        assert actor_van_token(session, clock, token)
    clock.moment += timedelta(minutes=30)
    assert actor_van_token(session, clock, token) is None


def test_use_is_noted_at_most_once_a_minute(session: Session, clock: FixedClock) -> None:
    token, begin = _sessie(session, clock, make_account(session)), clock.nu()
    clock.moment += timedelta(seconds=59)
    actor_van_token(session, clock, token)
    assert _laatst_op(session) == begin
    clock.moment += timedelta(seconds=1)
    actor_van_token(session, clock, token)
    assert _laatst_op(session) == clock.nu()


def _laatst_op(session: Session) -> object:
    return session.execute(sa.select(Sessie.__table__.c.laatst_op)).scalar()  # type: ignore[attr-defined]


def test_logging_out_ends_it(session: Session, clock: FixedClock) -> None:
    token = _sessie(session, clock, make_account(session))
    log_uit(session, clock, token)
    assert actor_van_token(session, clock, token) is None


def test_a_locked_account_is_out_at_once(session: Session, clock: FixedClock) -> None:
    account = make_account(session, Rol.COORDINATOR)
    token = _sessie(session, clock, account)
    account.is_actief = False
    session.flush()
    assert actor_van_token(session, clock, token) is None
    with pytest.raises(NietIngelogd):
        actor_van_account(session, account.id or 0)


def test_a_changed_role_counts_from_the_next_request(session: Session, clock: FixedClock) -> None:
    account = make_account(session, Rol.COORDINATOR)
    token = _sessie(session, clock, account)
    session.execute(sa.text("DELETE FROM account_rol"))
    actor = actor_van_token(session, clock, token)
    assert actor is not None
    assert not actor.mag(Actie.POK_ZIEN)


def test_with_a_temporary_password_there_are_no_rights_yet(session: Session, clock: FixedClock) -> None:
    account = make_account(session, Rol.BEHEER, moet_wijzigen=True)
    gevonden = lees_sessie(session, clock, _sessie(session, clock, account))
    assert gevonden is not None
    assert gevonden.moet_wijzigen
    assert gevonden.actor.acties == frozenset()


def test_an_unknown_account_has_no_actor(session: Session) -> None:
    with pytest.raises(NietGevonden):
        actor_van_account(session, 999)


def test_logging_in_does_not_make_the_form_of_beheer_stale(session: Session, clock: FixedClock) -> None:
    account = make_account(session)
    _sessie(session, clock, account)
    session.refresh(account)
    assert (account.versie, account.laatst_ingelogd_op) == (1, clock.nu())


def test_everybody_sees_their_own_living_sessions(session: Session, clock: FixedClock) -> None:
    account, ander = make_account(session), make_account(session)
    _sessie(session, clock, ander)
    oud = _sessie(session, clock, account, "oud")
    log_uit(session, clock, oud)
    clock.moment += timedelta(minutes=2)
    _sessie(session, clock, account, "telefoon")
    clock.moment += timedelta(minutes=2)
    actor = actor_van_token(session, clock, _sessie(session, clock, account, "Fire\x00fox" + "x" * 300))
    assert actor is not None
    regels = list_sessies(session, actor, clock)
    assert [(r.apparaat[:8], r.is_deze) for r in regels] == [("Firefoxx", True), ("telefoon", False)]


def test_one_ends_only_ones_own_sessions(session: Session, clock: FixedClock) -> None:
    account, ander = make_account(session), make_account(session)
    token, token_ander = _sessie(session, clock, account), _sessie(session, clock, ander)
    actor, actor_ander = actor_van_token(session, clock, token), actor_van_token(session, clock, token_ander)
    assert actor is not None
    assert actor_ander is not None
    for sessie_id in (actor_ander.sessie_id or 0, 999, 2**40, -1):
        with pytest.raises(NietGevonden):
            trek_sessie_in(session, actor, clock, sessie_id)
    with pytest.raises(GeenRecht):
        trek_sessie_in(session, actor, clock, actor_ander.sessie_id or 0, ander.id)
    with pytest.raises(GeenRecht):
        list_sessies(session, actor, clock, ander.id)
    trek_sessie_in(session, actor, clock, actor.sessie_id or 0)
    assert actor_van_token(session, clock, token) is None
    assert actor_van_token(session, clock, token_ander)


def test_beheer_sees_and_ends_the_sessions_of_others(session: Session, clock: FixedClock) -> None:
    beheer, account = make_actor(session, Rol.BEHEER), make_account(session)
    token = _sessie(session, clock, account)
    (regel,) = list_sessies(session, beheer, clock, account.id)
    assert not regel.is_deze
    trek_sessie_in(session, beheer, clock, regel.id, account.id)
    assert actor_van_token(session, clock, token) is None


def test_the_system_has_no_sessions(session: Session, clock: FixedClock) -> None:
    with pytest.raises(NietIngelogd):
        list_sessies(session, Actor(None, "niemand"), clock)


def test_all_sessions_but_this_one_can_be_ended(session: Session, clock: FixedClock) -> None:
    account = make_account(session)
    tokens = [_sessie(session, clock, account) for _ in range(3)]
    actor = actor_van_token(session, clock, tokens[0])
    assert actor is not None
    assert trek_sessies_in(session, clock, account.id or 0, behalve=actor.sessie_id) == 2
    assert [bool(actor_van_token(session, clock, t)) for t in tokens] == [True, False, False]


def test_old_sessions_are_cleared_away_at_the_next_login(session: Session, clock: FixedClock) -> None:
    account = make_account(session)
    _sessie(session, clock, account)
    clock.moment += timedelta(days=31)
    _sessie(session, clock, account)
    assert session.execute(sa.text("SELECT count(*) FROM sessie")).scalar() == 1


def test_finding_the_actor_notes_the_use_in_its_own_transaction(motor: Engine, clock: FixedClock) -> None:
    with transaction(op=motor) as session:
        token = _sessie(session, clock, make_account(session))
    clock.moment += timedelta(minutes=10)
    assert vind_actor(token, clock, motor)
    assert vind_actor("", clock, motor) is None
    with lezen(op=motor) as session:
        assert _laatst_op(session) == clock.nu()


def test_a_page_does_not_wait_for_somebody_who_is_writing(motor: Engine, clock: FixedClock) -> None:
    if motor.dialect.name != "sqlite":
        pytest.skip("PostgreSQL locks rows, not the whole database")
    with transaction(op=motor) as session:
        token, begin = _sessie(session, clock, make_account(session)), clock.nu()
    clock.moment += timedelta(minutes=10)
    ander = maak_engine(str(motor.url))
    with transaction(op=ander) as schrijver:
        schrijver.connection()
        assert vind_sessie(token, clock, motor)
    ander.dispose()
    with lezen(op=motor) as session:
        assert _laatst_op(session) == begin
        assert session.connection().exec_driver_sql("PRAGMA busy_timeout").scalar() == 30000
