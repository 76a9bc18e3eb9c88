"""A mail belongs to the transaction that causes it, once per reason, and never stops it."""

from __future__ import annotations

import threading
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Engine
from sqlmodel import Session, col, select

from bpv_app.config import instellingen
from bpv_app.db import lezen, transaction
from bpv_app.kernel.clock import FixedClock
from bpv_app.kernel.rechten import Rol
from bpv_app.outbox.rules import BerichtStatus, Geweigerd
from bpv_app.outbox.tables import Bericht
from bpv_app.post.rules import GEEN_ADRES, LINK_DICHT, SJABLOON_FOUT, Brief, MailStatus, Sjabloon
from bpv_app.post.service import laat_vervallen, verstuur
from bpv_app.post.service_bezorgen import lees_brief, markeer_aangeboden, neem_terug
from bpv_app.post.tables import Mail
from bpv_app.toegang.geheim import leid_token_af
from bpv_app.toegang.links import bekijk_link, maak_maillink
from bpv_app.toegang.tables import Account, PersoonlijkeLink
from tests.makers import NU, make_account, make_mail, make_team


def berichten(session: Session) -> list[Bericht]:
    return list(session.exec(select(Bericht).where(Bericht.kanaal == "post").order_by(col(Bericht.id))))


def test_a_mail_is_rendered_and_waits_in_the_outbox(session: Session, clock: FixedClock) -> None:
    mail = make_mail(session, naam="Yara Bakker", aan="yara@school.example", over=("pok", 12))
    assert mail.onderwerp == "Je uren van week 48 (23 t/m 29 november) zijn nog niet ingestuurd"
    assert mail.tekst.startswith("Hoi Yara Bakker,")
    assert "[[Vul mijn uren in]]" in mail.tekst
    assert (mail.status, mail.over_tabel, mail.over_id) == (MailStatus.KLAAR, "pok", 12)
    (bericht,) = berichten(session)
    assert (bericht.groep, bericht.onderwerp_id, bericht.payload) == (f"mail:{mail.id}", mail.id, {})


def test_the_same_reason_gives_one_mail(session: Session) -> None:
    eerste = make_mail(session, sleutel="weekmail:12:2026-W48", aan="a@school.example")
    tweede = make_mail(session, sleutel="weekmail:12:2026-W48", aan="b@school.example")
    assert tweede.id == eerste.id
    assert tweede.aan == "a@school.example"
    assert len(berichten(session)) == 1
    assert make_mail(session, sleutel="weekmail:12:2026-W49").id != eerste.id


def test_two_at_once_with_one_reason_give_one_mail(motor: Engine) -> None:
    start, ids = threading.Barrier(4), []

    def schrijf() -> None:
        start.wait()
        for n in range(5):
            with transaction(op=motor) as session:
                ids.append((n, make_mail(session, sleutel=f"reden:{n}").id))

    draden = [threading.Thread(target=schrijf) for _ in range(4)]
    for draad in draden:
        draad.start()
    for draad in draden:
        draad.join()
    assert len(ids) == 20
    assert len(set(ids)) == 5
    with lezen(op=motor) as session:
        assert len(berichten(session)) == 5


def test_rolled_back_with_the_transaction_that_caused_it(motor: Engine) -> None:
    def half() -> None:
        with transaction(op=motor) as session:
            make_mail(session)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        half()
    with lezen(op=motor) as session:
        assert session.exec(select(Mail)).all() == []
        assert berichten(session) == []


@pytest.mark.parametrize("aan", ["", "geen adres", "jan@bedrijf", "jan@bedrijf.nl\r\nBcc: x@y.nl"])
def test_a_wrong_address_gives_a_failed_mail_that_says_so(session: Session, aan: str) -> None:
    mail = make_mail(session, aan=aan)
    assert (mail.status, mail.fout_code) == (MailStatus.MISLUKT, GEEN_ADRES)
    assert mail.fout_tekst == "Er is geen (goed) e-mailadres."
    assert "\n" not in mail.aan
    assert berichten(session) == []


@pytest.mark.parametrize(
    "anders",
    [
        {"velden": {}},
        {"velden": {"naam": "Jan", "week": "48", "meer": "x"}},
    ],
)
def test_fields_that_do_not_fit_give_a_failed_mail_not_an_error(session: Session, anders: dict[str, Any]) -> None:
    mail = make_mail(session, **anders)
    assert (mail.status, mail.fout_code) == (MailStatus.MISLUKT, SJABLOON_FOUT)
    assert berichten(session) == []


@pytest.mark.parametrize(
    "anders",
    [
        {"sleutel": ""},
        {"sleutel": "x" * 121},
        {"link_doel": "/uren/beoordelen"},  # a personal link of nobody
        {"account_id": 987_654},
        {"team_id": 987_654},
    ],
)
def test_what_cannot_be_written_at_all_leaves_the_cause_standing(motor: Engine, anders: dict[str, Any]) -> None:
    clock = FixedClock(NU)
    with transaction(op=motor) as session:
        team = make_team(session, naam="Blijft")
        velden = {"naam": "Jan", "week": "week 48"}
        basis: dict[str, Any] = {"sjabloon": Sjabloon.UREN_HERINNERING, "taal": "nl", "aan": "a@b.nl", "naam": "Jan"}
        assert verstuur(session, clock, **{**basis, "velden": velden, "sleutel": "x", **anders}) is None
        team.naam = "Blijft staan"
    with lezen(op=motor) as session:
        assert session.execute(sa.text("SELECT naam FROM team")).scalars().all() == ["Blijft staan"]
        assert session.execute(sa.text("SELECT count(*) FROM mail")).scalar_one() == 0
        assert session.execute(sa.text("SELECT count(*) FROM persoonlijke_link")).scalar_one() == 0


def test_what_the_caller_did_wrong_is_not_hidden(motor: Engine, clock: FixedClock) -> None:
    def fout() -> None:
        with transaction(op=motor) as session:
            session.add(Account(gebruikersnaam="dubbel", naam="A", aangemaakt_op=clock.nu()))
            session.add(Account(gebruikersnaam="dubbel", naam="B", aangemaakt_op=clock.nu()))
            make_mail(session)

    with pytest.raises(sa.exc.IntegrityError):
        fout()


def test_a_personal_link_works_at_delivery_and_no_token_is_stored(session: Session, clock: FixedClock) -> None:
    account = make_account(session, Rol.BEHEER, naam="Farid Haddad")
    mail = make_mail(session, clock=clock, account_id=account.id, link_doel="/uren/beoordelen")
    brief = lees_brief(session, clock, mail.id or 0)
    assert isinstance(brief, Brief)
    token = brief.adres.removeprefix("http://localhost:3000/link/")
    assert len(token) == 43
    link = bekijk_link(session, clock, token)
    assert (link.account_id, link.doel, link.naam) == (account.id, "/uren/beoordelen", "Farid Haddad")
    for tabel in ("mail", "persoonlijke_link", "bericht", "audit"):
        alles = str(session.execute(sa.text(f"SELECT * FROM {tabel}")).all())
        assert token not in alles, tabel
    assert mail.link_zaad not in str(session.execute(sa.text("SELECT * FROM audit")).all())


def test_a_second_mail_leaves_the_link_of_the_first_open(session: Session, clock: FixedClock) -> None:
    account = make_account(session, Rol.BEHEER)
    eerste, tweede = (make_mail(session, account_id=account.id, link_doel="/uren/beoordelen") for _ in range(2))
    for mail in (eerste, tweede):
        assert bekijk_link(session, clock, leid_token_af(mail.link_zaad)).account_id == account.id
    assert eerste.link_zaad != tweede.link_zaad


def test_the_seed_alone_gives_no_link(session: Session, clock: FixedClock, monkeypatch: pytest.MonkeyPatch) -> None:
    mail = make_mail(session, account_id=make_account(session, Rol.BEHEER).id, link_doel="/")
    echt = leid_token_af(mail.link_zaad)
    anders = instellingen().model_copy(update={"secret_key": "x" * 40})
    monkeypatch.setattr("bpv_app.toegang.geheim.instellingen", lambda: anders)
    assert leid_token_af(mail.link_zaad) != echt
    uitkomst = lees_brief(session, clock, mail.id or 0)  # another secret than when it was written
    assert isinstance(uitkomst, Geweigerd)
    assert uitkomst.code == LINK_DICHT


def test_a_link_that_was_revoked_meanwhile_is_not_mailed(session: Session, clock: FixedClock) -> None:
    mail = make_mail(session, account_id=make_account(session, Rol.BEHEER).id, link_doel="/")
    session.get_one(PersoonlijkeLink, mail.link_id).ingetrokken_op = clock.nu()
    session.flush()
    uitkomst = lees_brief(session, clock, mail.id or 0)
    assert isinstance(uitkomst, Geweigerd)
    assert uitkomst.code == LINK_DICHT


def test_a_mail_link_does_not_revoke_others(session: Session, clock: FixedClock) -> None:
    account = make_account(session, Rol.BEHEER)
    maak_maillink(session, clock, account.id or 0, "/", "een")
    maak_maillink(session, clock, account.id or 0, "//elders.example", "twee")
    links = session.exec(select(PersoonlijkeLink).order_by(col(PersoonlijkeLink.id))).all()
    assert [(link.ingetrokken_op, link.doel) for link in links] == [(None, "/"), (None, "/")]


def test_an_ordinary_button_leads_to_a_page_of_ours_only(session: Session, clock: FixedClock) -> None:
    mails = [make_mail(session, doel=doel) for doel in ("/uren", "//elders.example", "https://elders.example")]
    adressen = [brief.adres for m in mails if isinstance(brief := lees_brief(session, clock, m.id or 0), Brief)]
    assert adressen == ["http://localhost:3000/uren", "http://localhost:3000/", "http://localhost:3000/"]


def test_reminders_stop_when_the_thing_is_done(session: Session, clock: FixedClock) -> None:
    weg = make_mail(session, sleutel="herinnering:12:2026-W48")
    ander = make_mail(session, sleutel="herinnering:123:2026-W48")
    lijkt = make_mail(session, sleutel="herinnering:1_:2026-W48")
    onderweg = make_mail(session, sleutel="herinnering:12:2026-W49")
    assert markeer_aangeboden(session, onderweg.id or 0, clock.nu())
    assert laat_vervallen(session, clock, "herinnering:12:") == 1
    for mail in (weg, ander, lijkt, onderweg):
        session.refresh(mail)
    assert weg.status is MailStatus.VERVALLEN
    assert {m.status for m in (ander, lijkt, onderweg)} == {MailStatus.KLAAR}
    standen = {b.onderwerp_id: b.status for b in berichten(session)}
    assert standen[weg.id] is BerichtStatus.INGETROKKEN
    assert standen[ander.id] is BerichtStatus.WACHT
    assert laat_vervallen(session, clock, "herinnering:1_:") == 1
    assert not markeer_aangeboden(session, weg.id or 0, clock.nu())
    assert make_mail(session, sleutel="herinnering:12:2026-W48").id == weg.id
    with pytest.raises(ValueError):
        laat_vervallen(session, clock, "")


def test_of_two_workers_one_may_offer_a_mail_and_nobody_takes_the_others_mark_away(
    session: Session, clock: FixedClock
) -> None:
    mail = make_mail(session)
    eerste, tweede = clock.nu(), clock.nu() + timedelta(seconds=1)
    assert markeer_aangeboden(session, mail.id or 0, eerste)
    assert not markeer_aangeboden(session, mail.id or 0, tweede)
    neem_terug(session, mail.id or 0, tweede)
    session.refresh(mail)
    assert mail.aangeboden_op == eerste
    neem_terug(session, mail.id or 0, eerste)
    assert markeer_aangeboden(session, mail.id or 0, tweede)
