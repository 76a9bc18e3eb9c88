"""Asking for a new personal link: who gets one, and that the answer tells a stranger nothing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Engine
from sqlmodel import Session, select
from starlette.applications import Starlette
from starlette.testclient import TestClient

from bpv_app.db import transaction
from bpv_app.kernel.clock import FixedClock
from bpv_app.kernel.rechten import Rol
from bpv_app.pok.routes_link import ROUTES
from bpv_app.pok.rules import PokStatus
from bpv_app.post.rules import MailStatus
from bpv_app.post.tables import Mail
from bpv_app.toegang.tables import Account, AccountRol
from tests.makers import make_account, make_contactpersoon, make_pok

ADRES = "jan@bedrijf.example"


@pytest.fixture
def browser(motor: Engine, clock: FixedClock, monkeypatch: pytest.MonkeyPatch) -> Iterator[TestClient]:
    monkeypatch.setattr("bpv_app.db.engine", lambda: motor)
    monkeypatch.setattr("bpv_app.kernel.clock.klok", clock)
    with TestClient(Starlette(routes=ROUTES), base_url="http://localhost:3000") as client:
        yield client


def vraag(browser: TestClient, email: str = ADRES, **kop: str) -> Any:
    return browser.post("/api/link/nieuw", data={"email": email}, headers=kop)


def mails(motor: Engine) -> list[Mail]:
    with Session(motor) as session:
        return list(session.exec(select(Mail).order_by(sa.text("id"))).all())


def maak(motor: Engine, **anders: Any) -> int:
    with transaction(op=motor) as session:
        return make_contactpersoon(session, **{"email": ADRES, **anders}).id or 0


def test_a_praktijkopleider_gets_an_account_and_a_mail_with_a_link(
    browser: TestClient, motor: Engine, clock: FixedClock
) -> None:
    contact_id = maak(motor, naam="Jan van Dam", email="Jan@Bedrijf.example")
    assert vraag(browser, " JAN@bedrijf.EXAMPLE ").status_code == 200
    (mail,) = mails(motor)
    assert (mail.aan, mail.doel, mail.status, mail.contactpersoon_id) == (
        "Jan@Bedrijf.example",
        "/",
        MailStatus.KLAAR,
        contact_id,
    )
    assert mail.link_id is not None
    assert "10 dec 2026" in mail.tekst
    with Session(motor) as session:
        rol = session.exec(select(AccountRol).where(AccountRol.contactpersoon_id == contact_id)).one()
    assert (rol.rol, rol.account_id) == (Rol.PRAKTIJKOPLEIDER, mail.account_id)


def test_asking_again_makes_no_second_account_and_twice_a_minute_no_second_mail(
    browser: TestClient, motor: Engine, clock: FixedClock
) -> None:
    maak(motor)
    vraag(browser)
    vraag(browser)
    assert len(mails(motor)) == 1
    clock.moment += timedelta(minutes=1)
    vraag(browser)
    assert len({m.account_id for m in mails(motor)}) == 1
    assert len(mails(motor)) == 2


@pytest.mark.parametrize(
    ("anders", "doel"),
    [
        ({"keurt_uren": True}, "/uren/beoordelen"),
        ({"keurt_uren": True, "is_praktijkopleider": False}, "/uren/beoordelen"),
        ({"is_praktijkopleider": False}, None),
        ({"is_actief": False, "keurt_uren": True}, None),
    ],
)
def test_who_approves_goes_to_the_weeks_and_who_left_or_has_no_part_gets_nothing(
    browser: TestClient, motor: Engine, anders: dict[str, Any], doel: str | None
) -> None:
    maak(motor, **anders)
    vraag(browser)
    assert [m.doel for m in mails(motor)] == ([doel] if doel else [])


@pytest.mark.parametrize(
    ("status", "aantal"), [(PokStatus.DEFINITIEF, 1), (PokStatus.AFGEROND, 0), (PokStatus.CONCEPT, 0)]
)
def test_a_running_placement_is_enough(browser: TestClient, motor: Engine, status: PokStatus, aantal: int) -> None:
    with transaction(op=motor) as session:
        make_pok(session, status, opleider=make_contactpersoon(session, email=ADRES, is_praktijkopleider=False))
    vraag(browser)
    assert [m.doel for m in mails(motor)] == ["/uren/beoordelen"] * aantal


def test_one_person_at_two_companies_gets_a_link_for_each(browser: TestClient, motor: Engine) -> None:
    ids = {maak(motor), maak(motor)}
    vraag(browser)
    assert {m.contactpersoon_id for m in mails(motor)} == ids
    assert len({m.account_id for m in mails(motor)}) == 2


def test_a_locked_account_gets_nothing(browser: TestClient, motor: Engine) -> None:
    contact_id = maak(motor)
    with transaction(op=motor) as session:
        make_account(session, Rol.PRAKTIJKOPLEIDER, contactpersoon_id=contact_id, is_actief=False)
    vraag(browser)
    assert mails(motor) == []
    with Session(motor) as session:
        assert len(session.exec(select(Account)).all()) == 1


def test_students_and_teachers_get_no_link(browser: TestClient, motor: Engine) -> None:
    with transaction(op=motor) as session:
        make_account(session, Rol.COORDINATOR, email=ADRES)
    vraag(browser)
    assert mails(motor) == []


def test_the_answer_is_the_same_whatever_the_address(browser: TestClient, motor: Engine) -> None:
    maak(motor)
    vreemd = (
        "onbekend@niemand.example",
        "",
        "geen adres",
        "<script>alert(1)</script>@x.nl",
        '"><b>',
        "a\x00b@x.nl",
        "x" * 4000,
        "%@bedrijf.example",
        "jan@bedrijf.example\r\nBcc: ander@x.nl",
    )
    antwoorden = {(a.status_code, a.content, tuple(a.headers.items())) for a in (vraag(browser, e) for e in vreemd)}
    antwoord = vraag(browser)
    assert {(antwoord.status_code, antwoord.content, tuple(antwoord.headers.items()))} == antwoorden
    assert "Kennen we dit adres, dan is er nu een mail onderweg." in antwoord.text
    assert len(mails(motor)) == 1


def test_the_work_is_done_after_the_answer(browser: TestClient, motor: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    """What fails there is no error for who asked, and the time of the answer says nothing."""

    def stuk(*_alles: object) -> int:
        raise RuntimeError

    monkeypatch.setattr("bpv_app.pok.routes_link.stuur_nieuwe_links", stuk)
    assert vraag(browser).status_code == 200


def test_an_address_is_mailed_at_most_five_times_an_hour(browser: TestClient, motor: Engine, clock: FixedClock) -> None:
    maak(motor)
    for email in (ADRES, "onbekend@niemand.example"):
        for _ in range(5):
            clock.moment += timedelta(minutes=1)
            assert vraag(browser, email).status_code == 200
        te_veel = vraag(browser, email.upper())
        assert (te_veel.status_code, email in te_veel.text) == (429, False)
    assert len(mails(motor)) == 5
    clock.moment += timedelta(hours=1)
    assert vraag(browser).status_code == 200


def test_one_place_may_not_try_many_addresses(browser: TestClient, motor: Engine) -> None:
    assert {vraag(browser, f"naam{n}@x.nl").status_code for n in range(30)} == {200}
    assert vraag(browser).status_code == 429
    elders = TestClient(browser.app, base_url="http://localhost:3000", client=("198.51.100.9", 50000))
    assert vraag(elders).status_code == 200


def test_a_form_of_another_site_is_refused(browser: TestClient, motor: Engine) -> None:
    maak(motor)
    assert vraag(browser, Origin="https://evil.example").status_code == 403
    assert mails(motor) == []


def test_only_a_small_form_is_read(browser: TestClient, motor: Engine) -> None:
    maak(motor)
    assert browser.post("/api/link/nieuw", json={"email": ADRES}).status_code == 400
    assert mails(motor) == []
