"""Personal links: one person, once, for a while, until revoked."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Engine
from sqlmodel import Session, col

from bpv_app.db import transaction
from bpv_app.kernel.actor import Actor
from bpv_app.kernel.clock import FixedClock
from bpv_app.kernel.errors import DomeinFout, GeenRecht, NietGevonden
from bpv_app.kernel.rechten import Rol
from bpv_app.leerbedrijf.tables import Contactpersoon
from bpv_app.toegang.links import (
    bekijk_link,
    gebruik_link,
    geef_link,
    list_links,
    trek_link_in,
    trek_toegang_in,
)
from bpv_app.toegang.rules import LinkWerktNiet
from bpv_app.toegang.service import actor_van_token, vind_actor
from bpv_app.toegang.tables import Account
from tests.makers import make_account, make_actor, make_contactpersoon
from tests.toegang.conftest import Deur


def _link(session: Session, actor: Actor, clock: FixedClock, persoon: Contactpersoon, doel: str = "/") -> str:
    return geef_link(
        session,
        actor,
        clock,
        persoon.id or 0,
        doel,
        leerbedrijf_id=persoon.leerbedrijf_id,
        naam=persoon.naam,
        email=persoon.email,
    )


def _token(url: str) -> str:
    return url.rsplit("/", 1)[1]


@pytest.fixture
def coordinator(session: Session) -> Actor:
    return make_actor(session, Rol.COORDINATOR)


@pytest.fixture
def persoon(session: Session) -> Contactpersoon:
    return make_contactpersoon(session)


def test_a_link_lets_its_person_in_as_praktijkopleider(
    session: Session, clock: FixedClock, coordinator: Actor, persoon: Contactpersoon
) -> None:
    url = _link(session, coordinator, clock, persoon, "/stagiairs")
    assert re.fullmatch(r"http://localhost:3000/link/[\w-]{43}", url)
    token, doel = gebruik_link(session, clock, _token(url), "telefoon")
    actor = actor_van_token(session, clock, token)
    assert actor is not None
    assert doel == "/stagiairs"
    assert actor.rollen == {Rol.PRAKTIJKOPLEIDER}
    assert actor.contactpersoon_ids == {persoon.id}
    assert actor.leerbedrijf_ids == {persoon.leerbedrijf_id}


def test_only_the_hash_of_a_link_is_stored(
    session: Session, clock: FixedClock, coordinator: Actor, persoon: Contactpersoon
) -> None:
    token = _token(_link(session, coordinator, clock, persoon))
    assert token not in str(session.execute(sa.text("SELECT * FROM persoonlijke_link")).all())
    audit = str(session.execute(sa.text("SELECT * FROM audit")).all())
    assert token not in audit
    assert "token_hash" not in audit


def test_a_link_works_once(session: Session, clock: FixedClock, coordinator: Actor, persoon: Contactpersoon) -> None:
    token = _token(_link(session, coordinator, clock, persoon))
    gebruik_link(session, clock, token, "")
    with pytest.raises(LinkWerktNiet):
        gebruik_link(session, clock, token, "")


def test_a_link_stays_with_the_browser_that_opened_it_first(
    session: Session, clock: FixedClock, coordinator: Actor, persoon: Contactpersoon
) -> None:
    token = _token(_link(session, coordinator, clock, persoon))
    assert gebruik_link(session, clock, token, "", "telefoon-van-jan")
    assert bekijk_link(session, clock, token, "telefoon-van-jan").naam == persoon.naam
    assert gebruik_link(session, clock, token, "", "telefoon-van-jan")
    for ander in ("telefoon-van-piet", ""):
        with pytest.raises(LinkWerktNiet):
            bekijk_link(session, clock, token, ander)
        with pytest.raises(LinkWerktNiet):
            gebruik_link(session, clock, token, "", ander)
    clock.moment += timedelta(days=14)
    with pytest.raises(LinkWerktNiet):
        gebruik_link(session, clock, token, "", "telefoon-van-jan")


def test_who_is_shut_out_does_not_come_back_by_a_link_that_was_used(
    session: Session, clock: FixedClock, coordinator: Actor, persoon: Contactpersoon
) -> None:
    token = _token(_link(session, coordinator, clock, persoon))
    gebruik_link(session, clock, token, "", "telefoon-van-jan")
    trek_toegang_in(session, coordinator, clock, persoon.id or 0)
    with pytest.raises(LinkWerktNiet):
        gebruik_link(session, clock, token, "", "telefoon-van-jan")


def test_looking_does_not_spend_it(
    session: Session, clock: FixedClock, coordinator: Actor, persoon: Contactpersoon
) -> None:
    token = _token(_link(session, coordinator, clock, persoon))
    for _ in range(3):
        assert bekijk_link(session, clock, token).naam == persoon.naam
    gebruik_link(session, clock, token, "")


@pytest.mark.parametrize(("later", "werkt"), [(timedelta(days=14, seconds=-1), True), (timedelta(days=14), False)])
def test_a_link_expires_after_two_weeks(
    session: Session, clock: FixedClock, coordinator: Actor, persoon: Contactpersoon, later: timedelta, werkt: bool
) -> None:
    token = _token(_link(session, coordinator, clock, persoon))
    clock.moment += later
    if werkt:
        assert gebruik_link(session, clock, token, "")
    else:
        with pytest.raises(LinkWerktNiet):
            gebruik_link(session, clock, token, "")


def test_a_new_link_ends_the_earlier_one(
    session: Session, clock: FixedClock, coordinator: Actor, persoon: Contactpersoon
) -> None:
    eerste, tweede = (_token(_link(session, coordinator, clock, persoon)) for _ in range(2))
    with pytest.raises(LinkWerktNiet):
        gebruik_link(session, clock, eerste, "")
    assert gebruik_link(session, clock, tweede, "")


def test_the_same_person_keeps_one_account(
    session: Session, clock: FixedClock, coordinator: Actor, persoon: Contactpersoon
) -> None:
    _link(session, coordinator, clock, persoon)
    persoon.naam, persoon.email = "Piet Anders", "piet@anders.example"
    _link(session, coordinator, clock, persoon)
    vraag = sa.select(Account).where(col(Account.gebruikersnaam).startswith("contactpersoon-"))
    accounts = session.execute(vraag).scalars().all()
    assert [(a.naam, a.email) for a in accounts] == [("Piet Anders", "piet@anders.example")]


def test_somebody_elses_account_with_the_same_address_stays_theirs(
    session: Session, clock: FixedClock, coordinator: Actor, persoon: Contactpersoon
) -> None:
    beheer = make_account(session, Rol.BEHEER, email=persoon.email, gebruikersnaam=persoon.email)
    token, _ = gebruik_link(session, clock, _token(_link(session, coordinator, clock, persoon)), "")
    actor = actor_van_token(session, clock, token)
    assert actor is not None
    assert actor.account_id != beheer.id
    assert actor.rollen == {Rol.PRAKTIJKOPLEIDER}


def test_two_people_of_one_company_each_have_their_own_link(
    session: Session, clock: FixedClock, coordinator: Actor, persoon: Contactpersoon
) -> None:
    ander = Contactpersoon(leerbedrijf_id=persoon.leerbedrijf_id, naam="Ander", email=persoon.email)
    session.add(ander)
    session.flush()
    tokens = [_token(_link(session, coordinator, clock, p)) for p in (persoon, ander)]
    actoren = [actor_van_token(session, clock, gebruik_link(session, clock, t, "")[0]) for t in tokens]
    assert [a.contactpersoon_ids for a in actoren if a] == [{persoon.id}, {ander.id}]


@pytest.mark.parametrize("doel", ["//evil.example", "https://evil.example", "/\\evil", "/login"])
def test_a_link_leads_to_this_site_only(
    session: Session, clock: FixedClock, coordinator: Actor, persoon: Contactpersoon, doel: str
) -> None:
    assert gebruik_link(session, clock, _token(_link(session, coordinator, clock, persoon, doel)), "")[1] == "/"


@pytest.mark.parametrize("rol", [Rol.STUDENTENZAKEN, Rol.STUDENT, Rol.PRAKTIJKOPLEIDER, Rol.BEHEER])
def test_other_roles_give_no_links(session: Session, clock: FixedClock, persoon: Contactpersoon, rol: Rol) -> None:
    actor = make_actor(session, rol)
    with pytest.raises(GeenRecht):
        _link(session, actor, clock, persoon)
    with pytest.raises(GeenRecht):
        list_links(session, actor, clock, persoon.id or 0)
    with pytest.raises(GeenRecht):
        trek_link_in(session, actor, clock, persoon.id or 0, 1)
    with pytest.raises(GeenRecht):
        trek_toegang_in(session, actor, clock, persoon.id or 0)


def test_a_supervisor_of_the_school_gives_links_too(
    session: Session, clock: FixedClock, persoon: Contactpersoon
) -> None:
    assert _link(session, make_actor(session, Rol.ONDERWIJSBEGELEIDER), clock, persoon)


def test_the_list_says_how_each_link_stands(
    session: Session, clock: FixedClock, coordinator: Actor, persoon: Contactpersoon
) -> None:
    gebruik_link(session, clock, _token(_link(session, coordinator, clock, persoon)), "")
    _link(session, coordinator, clock, persoon)
    clock.moment += timedelta(days=1)
    _link(session, coordinator, clock, persoon)
    _link(session, coordinator, clock, make_contactpersoon(session))
    standen = [regel.stand for regel in list_links(session, coordinator, clock, persoon.id or 0)]
    assert standen == ["open", "ingetrokken", "gebruikt"]
    clock.moment += timedelta(days=14)
    assert list_links(session, coordinator, clock, persoon.id or 0)[0].stand == "verlopen"


def test_a_revoked_link_is_dead(
    session: Session, clock: FixedClock, coordinator: Actor, persoon: Contactpersoon
) -> None:
    token = _token(_link(session, coordinator, clock, persoon))
    (regel,) = list_links(session, coordinator, clock, persoon.id or 0)
    trek_link_in(session, coordinator, clock, persoon.id or 0, regel.id)
    with pytest.raises(LinkWerktNiet):
        gebruik_link(session, clock, token, "")
    with pytest.raises(NietGevonden):
        trek_link_in(session, coordinator, clock, persoon.id or 0, regel.id)


def test_a_link_is_revoked_only_under_its_own_person(
    session: Session, clock: FixedClock, coordinator: Actor, persoon: Contactpersoon
) -> None:
    token = _token(_link(session, coordinator, clock, persoon))
    (regel,) = list_links(session, coordinator, clock, persoon.id or 0)
    ander = make_contactpersoon(session)
    _link(session, coordinator, clock, ander)
    for contactpersoon_id, link_id in ((ander.id or 0, regel.id), (persoon.id or 0, 999), (persoon.id or 0, 2**40)):
        with pytest.raises(NietGevonden):
            trek_link_in(session, coordinator, clock, contactpersoon_id, link_id)
    assert gebruik_link(session, clock, token, "")


def test_who_leaves_the_company_is_out_at_once(
    session: Session, clock: FixedClock, coordinator: Actor, persoon: Contactpersoon
) -> None:
    sessie, _ = gebruik_link(session, clock, _token(_link(session, coordinator, clock, persoon)), "")
    token = _token(_link(session, coordinator, clock, persoon))
    trek_toegang_in(session, coordinator, clock, persoon.id or 0)
    assert actor_van_token(session, clock, sessie) is None
    with pytest.raises(LinkWerktNiet):
        gebruik_link(session, clock, token, "")


def test_a_locked_person_gets_no_link_and_uses_none(
    session: Session, clock: FixedClock, coordinator: Actor, persoon: Contactpersoon
) -> None:
    token = _token(_link(session, coordinator, clock, persoon))
    session.execute(sa.update(Account).values(is_actief=False))
    session.expire_all()
    with pytest.raises(LinkWerktNiet):
        gebruik_link(session, clock, token, "")
    with pytest.raises(DomeinFout) as fout:
        _link(session, coordinator, clock, persoon)
    assert fout.value.code == "account_geblokkeerd"


def test_giving_and_revoking_are_recorded(
    session: Session, clock: FixedClock, coordinator: Actor, persoon: Contactpersoon
) -> None:
    session.info["actor"] = coordinator
    _link(session, coordinator, clock, persoon)
    _link(session, coordinator, clock, persoon)
    rijen = session.execute(
        sa.text("SELECT soort, account_id FROM audit WHERE tabel = 'persoonlijke_link' ORDER BY id")
    ).all()
    assert [tuple(rij) for rij in rijen] == [
        ("gemaakt", coordinator.account_id),
        ("gewijzigd", coordinator.account_id),
        ("gemaakt", coordinator.account_id),
    ]


# --- over HTTP ---


def _geef(deur: Deur, doel: str = "/stagiairs") -> tuple[str, int]:
    """A link on the way, and the account it belongs to."""
    with transaction(op=deur.motor) as session:
        persoon = make_contactpersoon(session, naam="Jan <b>van Dam</b>")
        url = _link(session, make_actor(session, Rol.COORDINATOR), deur.clock, persoon, doel)
    return url.removeprefix("http://localhost:3000"), deur.waarde("SELECT max(id) FROM account")


def _druk(deur: Deur, pad: str) -> tuple[int, str]:
    antwoord = deur.client.post("/api/link", data={"token": _token(pad)})
    return antwoord.status_code, antwoord.headers.get("location", "")


def test_the_page_asks_for_one_click_and_that_click_makes_a_session(deur: Deur) -> None:
    pad, account_id = _geef(deur)
    for _ in range(3):  # mail scanners look too
        antwoord = deur.client.get(pad)
        assert antwoord.status_code == 200
        assert "set-cookie" not in antwoord.headers
        assert antwoord.text.count("<button") == 1
    assert "Jan &lt;b&gt;van Dam&lt;/b&gt;" in antwoord.text
    assert antwoord.text.count("<script") == 1  # the one of toegang.html, which its content policy names by hash
    assert antwoord.headers["cache-control"] == "no-store"
    assert antwoord.headers["referrer-policy"] == "same-origin"
    assert _druk(deur, pad) == (303, "/stagiairs")
    actor = vind_actor(deur.client.cookies["bpv_sessie"], deur.clock, deur.motor)
    assert actor is not None
    assert actor.account_id == account_id


def test_the_page_speaks_the_language_of_the_person(deur: Deur) -> None:
    pad, _ = _geef(deur)
    assert 'lang="nl"' in deur.client.get(pad).text
    assert "You need no password" not in deur.client.get(pad).text
    engels = deur.client.get(f"{pad}?taal=en").text
    assert 'lang="en"' in engels
    assert "you need no password" in engels


def test_the_link_works_again_in_the_browser_that_opened_it(deur: Deur) -> None:
    pad, _ = _geef(deur)
    _druk(deur, pad)
    del deur.client.cookies["bpv_sessie"]
    assert "Ga verder" in deur.client.get(pad).text
    assert _druk(deur, pad) == (303, "/stagiairs")
    assert deur.nieuwe_browser().get(pad).status_code == 410


def test_who_is_still_in_goes_straight_on_with_a_used_link(deur: Deur) -> None:
    pad, _ = _geef(deur)
    _druk(deur, pad)
    antwoord = deur.client.get(pad)
    assert (antwoord.status_code, antwoord.headers["location"]) == (303, "/stagiairs")


@pytest.mark.parametrize("waarom", ["gebruikt", "verlopen", "ingetrokken", "onbekend", "geblokkeerd"])
def test_a_dead_link_gets_a_page_that_says_what_to_do(deur: Deur, waarom: str) -> None:
    pad, _ = _geef(deur)
    if waarom == "gebruikt":
        deur.nieuwe_browser().post("/api/link", data={"token": _token(pad)})
    elif waarom == "verlopen":
        deur.clock.moment += timedelta(days=15)
    elif waarom == "onbekend":
        pad = "/link/" + "a" * 43
    else:
        zet = "is_actief = false" if waarom == "geblokkeerd" else f"ingetrokken_op = '{deur.clock.nu().isoformat(' ')}'"
        tabel = "account" if waarom == "geblokkeerd" else "persoonlijke_link"
        with deur.motor.begin() as verbinding:
            verbinding.execute(sa.text(f"UPDATE {tabel} SET {zet.removesuffix('+00:00')}"))
    antwoorden = [deur.client.get(pad), deur.client.post("/api/link", data={"token": _token(pad)})]
    for antwoord in antwoorden:
        assert antwoord.status_code == 410
        assert "Deze link werkt hier niet (meer)" in antwoord.text
        assert 'action="/api/link/nieuw"' in antwoord.text
        assert "set-cookie" not in antwoord.headers
        assert "<script" not in antwoord.text


def test_a_link_of_another_person_takes_over_only_after_the_click(deur: Deur) -> None:
    deur.log_in()
    oud = deur.client.cookies["bpv_sessie"]
    pad, account_id = _geef(deur)
    deur.client.get(pad)
    actor = vind_actor(oud, deur.clock, deur.motor)
    assert actor is not None
    assert actor.account_id == deur.account_id
    _druk(deur, pad)
    nieuw = vind_actor(deur.client.cookies["bpv_sessie"], deur.clock, deur.motor)
    assert nieuw is not None
    assert nieuw.account_id == account_id
    assert vind_actor(oud, deur.clock, deur.motor) is None


def test_guessing_links_stops_after_thirty_tries(deur: Deur) -> None:
    pad, _ = _geef(deur)
    codes = [deur.client.post("/api/link", data={"token": f"raden{n}"}).status_code for n in range(31)]
    assert codes == [410] * 30 + [429]
    assert _druk(deur, pad)[0] == 429
    deur.clock.moment += timedelta(minutes=15)
    assert _druk(deur, pad)[0] == 303


def test_of_two_clicks_at_once_one_wins(motor: Engine, clock: FixedClock) -> None:
    """Both looked before either clicked: the update in the database decides."""
    with transaction(op=motor) as session:
        token = _token(_link(session, make_actor(session, Rol.COORDINATOR), clock, make_contactpersoon(session)))
    with transaction(op=motor) as session:
        gezien = bekijk_link(session, clock, token)
        gebruik_link(session, clock, token, "een")
    with transaction(op=motor) as session, pytest.MonkeyPatch.context() as plak:
        plak.setattr("bpv_app.toegang.links.bekijk_link", lambda *alles: gezien)
        with pytest.raises(LinkWerktNiet):
            gebruik_link(session, clock, token, "twee")
        aantal = session.execute(sa.text("SELECT count(*) FROM sessie")).scalar()
    assert aantal == 1
