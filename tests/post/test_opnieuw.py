"""Sending again: a new mail beside the old one, in one's own scope only."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlmodel import Session, col, select

from bpv_app.kernel.actor import Actor, RolToewijzing
from bpv_app.kernel.clock import FixedClock
from bpv_app.kernel.errors import DomeinFout, GeenRecht, NietGevonden, OngeldigeInvoer
from bpv_app.kernel.lijst import LijstVraag
from bpv_app.kernel.rechten import Rol
from bpv_app.outbox.tables import Bericht
from bpv_app.post.queries import list_mail_over, list_mails, tel_mails
from bpv_app.post.queries_detail import get_mail_detail, list_postvak
from bpv_app.post.rules import MailStatus
from bpv_app.post.service_bezorgen import is_geweigerd, is_verzonden
from bpv_app.post.service_opnieuw import verbeter_en_verstuur, verstuur_opnieuw
from bpv_app.post.tables import Mail
from bpv_app.toegang.geheim import leid_token_af
from bpv_app.toegang.links import bekijk_link
from bpv_app.toegang.rules import LinkWerktNiet
from tests.makers import make_account, make_actor, make_contactpersoon, make_mail, make_team


def mislukt(session: Session, mail: Mail) -> Mail:
    is_geweigerd(session, mail.id or 0, "550", "De mailserver zei: 550 onbekend")
    session.refresh(mail)
    return mail


def alles(session: Session) -> list[Mail]:
    return list(session.exec(select(Mail).order_by(col(Mail.id))))


def test_again_is_a_new_mail_that_says_what_it_repeats(session: Session, clock: FixedClock) -> None:
    mail = mislukt(session, make_mail(session, naam="Yara", over=("pok", 12), sleutel="herinnering:1"))
    actor = make_actor(session, Rol.STUDENTENZAKEN)
    (uitslag,) = verstuur_opnieuw(session, actor, clock, [mail.id or 0])
    assert uitslag.gelukt
    oud, nieuw = alles(session)
    assert uitslag.href == f"/beheer/mail/{nieuw.id}"
    assert (oud.status, oud.fout_code) == (MailStatus.MISLUKT, "550")
    assert (nieuw.status, nieuw.herzonden_van, nieuw.fout_code) == (MailStatus.KLAAR, oud.id, "")
    assert (nieuw.naam, nieuw.aan, nieuw.tekst, nieuw.over_id) == (oud.naam, oud.aan, oud.tekst, 12)
    assert session.exec(select(Bericht).where(Bericht.groep == f"mail:{nieuw.id}")).one().kanaal == "post"
    regel = "SELECT omschrijving, naam FROM audit WHERE tabel = 'mail'"
    assert session.execute(sa.text(regel)).all() == [("mail opnieuw verstuurd", actor.naam)]


def test_clicking_twice_sends_once_and_a_waiting_mail_is_only_tried_now(session: Session, clock: FixedClock) -> None:
    actor = make_actor(session, Rol.BEHEER)
    mail = mislukt(session, make_mail(session))
    wacht = make_mail(session)
    session.exec(select(Bericht).where(Bericht.onderwerp_id == wacht.id)).one().volgende_op += timedelta(hours=1)
    for gelukt in ([True, True], [False, True]):
        uitslagen = verstuur_opnieuw(session, actor, clock, [mail.id or 0, wacht.id or 0])
        assert [u.gelukt for u in uitslagen] == gelukt
    assert len(alles(session)) == 3
    bericht = session.exec(select(Bericht).where(Bericht.onderwerp_id == wacht.id)).one()
    session.refresh(bericht)
    assert bericht.volgende_op == clock.nu()


def test_a_mail_without_a_good_address_cannot_simply_go_again(session: Session, clock: FixedClock) -> None:
    mail = make_mail(session, aan="")
    (uitslag,) = verstuur_opnieuw(session, make_actor(session, Rol.BEHEER), clock, [mail.id or 0])
    assert not uitslag.gelukt
    assert "e-mailadres" in uitslag.tekst.nl


def test_a_corrected_address_gets_the_mail(session: Session, clock: FixedClock) -> None:
    mail = make_mail(session, aan="jan@bedrijf")
    actor = make_actor(session, Rol.BEHEER)
    nieuw = session.get_one(Mail, verbeter_en_verstuur(session, actor, clock, mail.id or 0, " jan@bedrijf.nl "))
    assert (nieuw.aan, nieuw.status, nieuw.herzonden_van) == ("jan@bedrijf.nl", MailStatus.KLAAR, mail.id)
    assert mail.aan == "jan@bedrijf"
    with pytest.raises(OngeldigeInvoer):
        verbeter_en_verstuur(session, actor, clock, mail.id or 0, "nog@fout")
    with pytest.raises(DomeinFout, match="wacht_nog"):
        verbeter_en_verstuur(session, actor, clock, nieuw.id or 0, "jan@bedrijf.nl")


def test_a_link_that_went_to_the_wrong_address_stops_working(session: Session, clock: FixedClock) -> None:
    account = make_account(session, Rol.BEHEER)
    mail = make_mail(session, account_id=account.id, link_doel="/", aan="fout@bedrijf.nl")
    is_verzonden(session, mail.id or 0, clock.nu(), "")
    session.refresh(mail)
    coordinator = make_actor(session, Rol.COORDINATOR)
    nieuw = session.get_one(Mail, verbeter_en_verstuur(session, coordinator, clock, mail.id or 0, "goed@bedrijf.nl"))
    with pytest.raises(LinkWerktNiet):
        bekijk_link(session, clock, leid_token_af(mail.link_zaad))
    assert bekijk_link(session, clock, leid_token_af(nieuw.link_zaad)).account_id == account.id


def test_only_who_may_give_links_sends_one_to_another_address(session: Session, clock: FixedClock) -> None:
    mail = make_mail(session, account_id=make_account(session, Rol.BEHEER).id, link_doel="/", aan="jan@bedrijf.nl")
    is_verzonden(session, mail.id or 0, clock.nu(), "")
    session.refresh(mail)
    zaken = make_actor(session, Rol.STUDENTENZAKEN)
    with pytest.raises(DomeinFout, match="geen_linkrecht"):
        verbeter_en_verstuur(session, zaken, clock, mail.id or 0, "ik@school.nl")
    assert verstuur_opnieuw(session, zaken, clock, [mail.id or 0])[0].gelukt


def _namen(session: Session, actor: Actor) -> set[str]:
    return {rij.cellen[1].tekst for rij in list_mails(session, actor, LijstVraag()).rijen}


def _telt(tellingen: Iterable[int]) -> int:
    return sum(tellingen)


def test_everyone_sees_the_mails_of_their_own_scope(session: Session, clock: FixedClock) -> None:
    a, b = make_team(session), make_team(session)
    begeleider, ander = (make_account(session, Rol.ONDERWIJSBEGELEIDER) for _ in range(2))
    make_mail(session, naam="A eigen", team_id=a.id, begeleider_id=begeleider.id, over=("pok", 7))
    make_mail(session, naam="A ander", team_id=a.id, begeleider_id=ander.id, over=("pok", 7))
    make_mail(session, naam="B ander", team_id=b.id, begeleider_id=ander.id, over=("pok", 7))
    make_mail(session, naam="School", over=("pok", 7))

    def rol(soort: Rol, account_id: int | None = 1, **scope: int | None) -> Actor:
        return Actor(account_id, soort, (RolToewijzing(soort, **scope),))

    allen = {"A eigen", "A ander", "B ander", "School"}
    verwacht: list[tuple[Actor, set[str], bool]] = [
        (rol(Rol.BEHEER), allen, True),
        (rol(Rol.STUDENTENZAKEN), allen, True),
        (rol(Rol.COORDINATOR, team_id=a.id), {"A eigen", "A ander"}, True),
        (rol(Rol.COORDINATOR, team_id=b.id), {"B ander"}, True),
        (rol(Rol.ONDERWIJSBEGELEIDER, begeleider.id), {"A eigen"}, False),
        (rol(Rol.ONDERWIJSBEGELEIDER, ander.id), {"A ander", "B ander"}, False),
    ]
    ids = {m.naam: m.id or 0 for m in alles(session)}
    for actor, namen, mag_opnieuw in verwacht:
        assert _namen(session, actor) == namen, actor.naam
        assert _telt(tel_mails(session, actor).values()) == len(namen)
        assert {r.naam for r in list_mail_over(session, actor, "pok", 7)} == namen
        for naam, mail_id in ids.items():
            if naam in namen:
                assert get_mail_detail(session, actor, mail_id).naam == naam
            else:
                with pytest.raises(NietGevonden):
                    get_mail_detail(session, actor, mail_id)
        if mag_opnieuw:
            uitslagen = verstuur_opnieuw(session, actor, clock, list(ids.values()))
            assert [u.gelukt for u in uitslagen] == [naam in namen for naam in ids]
        else:
            with pytest.raises(GeenRecht):
                verstuur_opnieuw(session, actor, clock, list(ids.values()))
    for soort, scope in ((Rol.STUDENT, {"student_id": 1}), (Rol.PRAKTIJKOPLEIDER, {"contactpersoon_id": 1})):
        actor = rol(soort, **scope)
        assert list_mail_over(session, actor, "pok", 7) == []
        for vraag in (
            lambda wie=actor: list_mails(session, wie, LijstVraag()),
            lambda wie=actor: tel_mails(session, wie),
        ):
            with pytest.raises(GeenRecht):
                vraag()
        with pytest.raises(GeenRecht):
            get_mail_detail(session, actor, ids["School"])
    assert len(alles(session)) == 4  # nothing was made: all of them wait


def test_somebody_elses_mail_cannot_be_corrected(session: Session, clock: FixedClock) -> None:
    mail = mislukt(session, make_mail(session, team_id=make_team(session).id))
    actor = make_actor(session, Rol.COORDINATOR, team_id=make_team(session).id)
    for mail_id in (mail.id or 0, 987_654, 0, -1, 2**40):
        with pytest.raises(NietGevonden):
            verbeter_en_verstuur(session, actor, clock, mail_id, "ik@school.nl")


def test_a_failed_address_shows_where_the_person_is(session: Session) -> None:
    persoon = make_contactpersoon(session)
    mislukt(session, make_mail(session, contactpersoon_id=persoon.id, aan="weg@bedrijf.nl"))
    make_mail(session)
    (regel,) = list_mail_over(session, make_actor(session, Rol.BEHEER), "contactpersoon", persoon.id or 0)
    assert (regel.aan, regel.status, regel.fout.nl) == (
        "weg@bedrijf.nl",
        MailStatus.MISLUKT,
        "De mailserver zei: 550 onbekend",
    )


def test_the_list_searches_filters_and_sorts(session: Session) -> None:
    actor = make_actor(session, Rol.BEHEER)
    make_mail(session, naam="Zoë de Wit", aan="zoe@bedrijf.nl")
    mislukt(session, make_mail(session, naam="Adam", aan="adam@bedrijf.nl"))

    def namen(**vraag: object) -> list[str]:
        return [r.cellen[1].tekst for r in list_mails(session, actor, LijstVraag(**vraag)).rijen]  # type: ignore[arg-type]

    assert namen() == ["Adam", "Zoë de Wit"]
    assert namen(sorteer="gemaakt") == ["Zoë de Wit", "Adam"]
    assert namen(sorteer="naam") == ["Adam", "Zoë de Wit"]
    assert namen(zoek="zoe bedrijf.nl") == ["Zoë de Wit"]
    assert namen(zoek="week_48") == []
    assert namen(filters={"status": "mislukt"}) == ["Adam"]
    assert namen(filters={"sjabloon": "weekmail"}) == []


def test_the_mailbox_is_there_in_demo_mode_only(
    session: Session, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    account = make_account(session, Rol.BEHEER)
    make_mail(session, naam="Jan", aan="jan@bedrijf.nl", account_id=account.id, link_doel="/uren")
    make_mail(session, naam="Yara", aan="yara@school.nl", doel="/uren")
    yara, jan = list_postvak(session, clock)
    assert (yara.naam, yara.adres) == ("Yara", "http://localhost:3000/uren")
    assert bekijk_link(session, clock, jan.adres.rpartition("/")[2]).doel == "/uren"
    assert [m.naam for m in list_postvak(session, clock, "jan@bedrijf")] == ["Jan"]

    class GeenDemo:
        demo = False

    monkeypatch.setattr("bpv_app.post.queries_detail.instellingen", GeenDemo)
    with pytest.raises(NietGevonden):
        list_postvak(session, clock)
