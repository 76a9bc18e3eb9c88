"""Roles in a form, many accounts at once, and what a screen reads of an account."""

from __future__ import annotations

import pytest
from sqlmodel import Session

from bpv_app.kernel.actor import Actor, RolToewijzing, systeem
from bpv_app.kernel.clock import FixedClock
from bpv_app.kernel.errors import GeenRecht, NietGevonden, NietIngelogd, OngeldigeInvoer
from bpv_app.kernel.rechten import Rol
from bpv_app.toegang.accounts_bulk import blokkeer_alle, deblokkeer_alle
from bpv_app.toegang.pages.account import toon_apparaat
from bpv_app.toegang.queries import tel_accounts
from bpv_app.toegang.queries_account import get_account_detail, get_eigen_account
from bpv_app.toegang.rules_rollen import keuze_van, rollen_van_formulier
from bpv_app.toegang.service import actor_van_token, maak_sessie
from bpv_app.toegang.sessies import beeindig_sessies, list_sessies, trek_andere_sessies_in
from bpv_app.toegang.tables import Account, Herkomst
from tests.makers import make_account, make_actor

OPLEIDER = RolToewijzing(Rol.PRAKTIJKOPLEIDER, contactpersoon_id=1, leerbedrijf_id=2)
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:128.0) Gecko/20100101 Firefox/128.0"
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 Version/17.0 Safari/604.1"
EDGE = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 Chrome/120.0 Safari/537.36 Edg/120.0"


@pytest.mark.parametrize(
    ("form", "verwacht"),
    [
        ({}, ()),
        ({"keuze-coordinator": "nee", "team-coordinator-1": "on"}, ()),
        ({"keuze-coordinator": "alles", "team-coordinator-1": "on"}, (RolToewijzing(Rol.COORDINATOR),)),
        (
            {"keuze-coordinator": "teams", "team-coordinator-1": "on", "team-coordinator-3": "on"},
            (RolToewijzing(Rol.COORDINATOR, team_id=1), RolToewijzing(Rol.COORDINATOR, team_id=3)),
        ),
        ({"keuze-onderwijsbegeleider": "alles"}, (RolToewijzing(Rol.ONDERWIJSBEGELEIDER),)),
        ({"keuze-studentenzaken": "alles"}, (RolToewijzing(Rol.STUDENTENZAKEN),)),
        ({"rol-beheer": "on"}, (RolToewijzing(Rol.BEHEER),)),
        ({"keuze-beheer": "alles", "keuze-student": "alles", "keuze-praktijkopleider": "alles"}, ()),
        ({"keuze-coordinator": "iets anders"}, ()),
    ],
    ids=str,
)
def test_the_form_gives_exactly_these_roles(form: dict[str, str], verwacht: tuple[RolToewijzing, ...]) -> None:
    assert rollen_van_formulier(form, [1, 2, 3], [], None) == verwacht


def test_a_team_that_cannot_be_chosen_is_not_given() -> None:
    with pytest.raises(OngeldigeInvoer) as fout:
        rollen_van_formulier({"keuze-coordinator": "teams", "team-coordinator-9": "on"}, [1, 2], [], None)
    assert set(fout.value.velden) == {"keuze-coordinator"}


def test_roles_the_form_does_not_ask_for_stay() -> None:
    assert rollen_van_formulier({}, [], [OPLEIDER], 5) == (RolToewijzing(Rol.STUDENT, student_id=5), OPLEIDER)


@pytest.mark.parametrize(
    ("rollen", "keuze"),
    [
        ((), "nee"),
        ((RolToewijzing(Rol.BEHEER),), "nee"),
        ((RolToewijzing(Rol.COORDINATOR),), "alles"),
        ((RolToewijzing(Rol.COORDINATOR, team_id=1),), "teams"),
        ((RolToewijzing(Rol.COORDINATOR, team_id=1), RolToewijzing(Rol.COORDINATOR)), "alles"),
    ],
    ids=str,
)
def test_the_form_shows_what_somebody_has(rollen: tuple[RolToewijzing, ...], keuze: str) -> None:
    assert keuze_van(rollen, Rol.COORDINATOR) == keuze


@pytest.mark.parametrize(
    ("naam", "verwacht"),
    [
        (FIREFOX, "Firefox op Windows"),
        (IPHONE, "Safari op iPhone"),
        (EDGE, "Edge op Mac"),
        ("curl/8", "Onbekend apparaat"),
    ],
)
def test_a_browser_is_named_as_people_know_it(naam: str, verwacht: str) -> None:
    assert toon_apparaat(naam, "nl") == verwacht


@pytest.fixture
def beheer(session: Session) -> Actor:
    return make_actor(session, Rol.BEHEER, make_account(session, Rol.BEHEER, wachtwoord_hash="x"))


def test_locking_many_gives_a_result_for_each(session: Session, clock: FixedClock, beheer: Actor) -> None:
    een, twee = make_account(session, naam="Een"), make_account(session, naam="Twee")
    uitslagen = blokkeer_alle(session, beheer, clock, [een.id or 0, beheer.account_id or 0, 999, twee.id or 0])
    assert [(u.gelukt, u.naam) for u in uitslagen] == [
        (True, "Een"),
        (False, beheer.naam),
        (False, "999"),
        (True, "Twee"),
    ]
    assert (een.is_actief, twee.is_actief) == (False, False)
    assert [u.gelukt for u in deblokkeer_alle(session, beheer, [een.id or 0, een.id or 0, 999])] == [True, False]
    assert een.is_actief


@pytest.mark.parametrize("rol", [rol for rol in Rol if rol is not Rol.BEHEER])
def test_only_beheer_does_these(session: Session, clock: FixedClock, rol: Rol) -> None:
    actor, ander = make_actor(session, rol), make_account(session)
    with pytest.raises(GeenRecht):
        blokkeer_alle(session, actor, clock, [ander.id or 0])
    with pytest.raises(GeenRecht):
        deblokkeer_alle(session, actor, [ander.id or 0])
    with pytest.raises(GeenRecht):
        get_account_detail(session, actor, ander.id or 0)
    with pytest.raises(GeenRecht):
        beeindig_sessies(session, actor, clock, ander.id or 0)
    with pytest.raises(GeenRecht):
        tel_accounts(session, actor)


def test_accounts_are_counted(session: Session, beheer: Actor) -> None:
    make_account(session)
    make_account(session, is_actief=False)
    tel = tel_accounts(session, beheer)
    assert (tel.actief, tel.geblokkeerd, tel.zonder_rol) == (2, 1, 1)


def test_an_account_is_read_without_its_secret(session: Session, beheer: Actor) -> None:
    account = make_account(session, Rol.COORDINATOR, wachtwoord_hash="$argon2id$geheim")
    detail = get_account_detail(session, beheer, account.id or 0)
    assert detail.heeft_wachtwoord
    assert "geheim" not in str(detail)
    assert detail.rollen == (RolToewijzing(Rol.COORDINATOR),)
    for account_id in (0, -1, 999, 2**40):
        with pytest.raises(NietGevonden):
            get_account_detail(session, beheer, account_id)


def test_everybody_reads_only_their_own(session: Session) -> None:
    actor = make_actor(session, Rol.STUDENTENZAKEN)
    assert get_eigen_account(session, actor).id == actor.account_id
    with pytest.raises(NietIngelogd):
        get_eigen_account(session, systeem())


def _sessies(session: Session, clock: FixedClock, account: Account) -> list[str]:
    return [maak_sessie(session, clock, account.id or 0, Herkomst.WACHTWOORD, "") for _ in range(3)]


def test_one_logs_oneself_out_everywhere_else(session: Session, clock: FixedClock) -> None:
    tokens = _sessies(session, clock, make_account(session))
    actor = actor_van_token(session, clock, tokens[1])
    assert actor is not None
    assert trek_andere_sessies_in(session, actor, clock) == 2
    assert [r.is_deze for r in list_sessies(session, actor, clock)] == [True]


def test_beheer_logs_somebody_out_everywhere(session: Session, clock: FixedClock, beheer: Actor) -> None:
    account = make_account(session)
    tokens = _sessies(session, clock, account)
    assert beeindig_sessies(session, beheer, clock, account.id or 0) == 3
    assert beeindig_sessies(session, beheer, clock, 2**40) == 0
    assert not any(actor_van_token(session, clock, token) for token in tokens)
