"""Delivery over real SMTP, against a server that says yes, no, not now, or nothing."""

from __future__ import annotations

import ssl
import subprocess
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.engine import Engine
from sqlmodel import select

from bpv_app.db import lezen, transaction
from bpv_app.kernel.adres import lees_smtp
from bpv_app.kernel.clock import FixedClock
from bpv_app.kernel.rechten import Rol
from bpv_app.koppeling.post.mime import Afzender
from bpv_app.koppeling.post.service import PostKanaal
from bpv_app.koppeling.post.smtp import PostvakBezorger, SmtpBezorger
from bpv_app.outbox.rules import BerichtStatus, TeLeveren, Uitkomst
from bpv_app.outbox.tables import Bericht
from bpv_app.outbox.worker import Worker
from bpv_app.post.rules import Brief, MailStatus, Sjabloon
from bpv_app.post.service import laat_vervallen
from bpv_app.post.tables import Mail
from bpv_app.toegang.links import bekijk_link
from tests.koppeling.krd_proces import vrije_poort
from tests.makers import make_account, make_mail, make_team
from tests.post.smtp_server import Gedrag, Ontvangen, SmtpProef, smtp_server

WIJ = Afzender("BPV-bureau, ROC “Voorbeeld”", "bpv@school.example", "ROC Voorbeeld", "vragen@school.example")


@pytest.fixture
def server() -> Iterator[SmtpProef]:
    with smtp_server() as proef:
        yield proef


def bezorg(motor: Engine, clock: FixedClock, url: str, wij: Afzender = WIJ, **anders: Any) -> None:
    """One round of the real worker with the real channel."""
    kanaal = PostKanaal(SmtpBezorger(lees_smtp(url), wij, clock, **anders), clock, op=motor)
    Worker({"post": kanaal}, op=motor, clock=clock, toeval=lambda: 0.0).ronde()


def zet(motor: Engine, **anders: Any) -> int:
    with transaction(op=motor) as session:
        return make_mail(session, **anders).id or 0


def stand(motor: Engine, mail_id: int) -> tuple[Mail, Bericht]:
    with lezen(op=motor) as session:
        bericht = session.exec(select(Bericht).where(Bericht.onderwerp_id == mail_id)).one()
        return session.get_one(Mail, mail_id), bericht


def delen(ontvangen: Ontvangen) -> list[str]:
    """Text and HTML of a mail, with the line ends of here."""
    return [deel.get_content().replace("\r\n", "\n") for deel in ontvangen.mail.iter_parts()]


def test_a_mail_arrives_as_text_and_html_with_the_headers_of_a_machine(
    motor: Engine, clock: FixedClock, server: SmtpProef
) -> None:
    mail_id = zet(motor, naam="Zoë van Dam", aan="zoe@bedrijf.example", taal="nl")
    bezorg(motor, clock, server.url)
    (ontvangen,) = server.gedrag.ontvangen
    mail, bericht = stand(motor, mail_id)
    assert (mail.status, mail.verzonden_op, mail.fout_code) == (MailStatus.VERZONDEN, clock.nu(), "")
    assert bericht.status is BerichtStatus.AFGELEVERD
    assert (ontvangen.van, ontvangen.aan) == ("bpv@school.example", ["zoe@bedrijf.example"])
    gelezen = ontvangen.mail
    assert gelezen["To"] == "Zoë van Dam <zoe@bedrijf.example>"
    assert gelezen["From"] == '"BPV-bureau, ROC “Voorbeeld”" <bpv@school.example>'
    assert gelezen["Reply-To"] == "vragen@school.example"
    assert gelezen["Subject"] == mail.onderwerp
    assert gelezen["Auto-Submitted"] == "auto-generated"
    assert gelezen["List-Id"] == "<bpv.school.example>"
    assert gelezen["Message-ID"] == f"<{bericht.sleutel}@school.example>"
    assert gelezen["Date"] == "Thu, 26 Nov 2026 09:00:00 +0000"
    assert gelezen.get_content_type() == "multipart/alternative"
    plat, html = delen(ontvangen)
    assert "Hoi Yara Bakker," in plat
    assert "Vul mijn uren in:\nhttp://localhost:3000/" in plat
    assert '<a href="http://localhost:3000/"' in html
    assert max(len(regel) for regel in ontvangen.ruw.split(b"\r\n")) <= 998
    assert ontvangen.ruw.isascii()


def test_the_link_in_the_mail_lets_its_person_in(motor: Engine, clock: FixedClock, server: SmtpProef) -> None:
    with transaction(op=motor) as session:
        account_id = make_account(session, Rol.BEHEER).id
    zet(motor, account_id=account_id, link_doel="/uren/beoordelen", sjabloon=Sjabloon.WEEKMAIL)
    bezorg(motor, clock, server.url)
    plat, html = delen(server.gedrag.ontvangen[0])
    adres = next(regel for regel in plat.splitlines() if "/link/" in regel)
    assert f'href="{adres}"' in html
    with lezen(op=motor) as session:
        assert bekijk_link(session, clock, adres.rpartition("/")[2]).doel == "/uren/beoordelen"


def test_names_and_fields_cannot_add_headers_or_recipients(motor: Engine, clock: FixedClock, server: SmtpProef) -> None:
    kwaad = 'Jan\r\nBcc: piet@bedrijf.example\n\n"<x@y.nl>, \u2028'
    mail_id = zet(
        motor, naam=kwaad, velden={"naam": kwaad, "week": "week 48\r\nBcc: piet@bedrijf.example\r\n\r\n.\r\n"}
    )
    bezorg(motor, clock, server.url)
    (ontvangen,) = server.gedrag.ontvangen
    assert len(ontvangen.aan) == 1
    assert ontvangen.mail["Bcc"] is None
    assert len(ontvangen.mail["To"].addresses) == 1
    assert stand(motor, mail_id)[0].status is MailStatus.VERZONDEN


def test_a_line_that_begins_with_a_dot_arrives_as_it_was(motor: Engine, clock: FixedClock, server: SmtpProef) -> None:
    velden = {"naam": "Yara", "week": "48", "door": "Jan", "reden": ".\n..\nmeer"}
    zet(motor, sjabloon=Sjabloon.UREN_TERUGGESTUURD, velden=velden)
    bezorg(motor, clock, server.url)
    plat, _ = delen(server.gedrag.ontvangen[0])
    assert "\n.\n..\nmeer\n" in plat


@pytest.mark.parametrize("waar", ["RCPT", "DATA", "TEKST"])
def test_a_final_no_fails_the_mail_with_the_servers_words(
    motor: Engine, clock: FixedClock, server: SmtpProef, waar: str
) -> None:
    server.gedrag.zeg[waar] = "550 5.1.1 onbekende gebruiker"
    mail_id = zet(motor)
    bezorg(motor, clock, server.url)
    mail, bericht = stand(motor, mail_id)
    assert (mail.status, mail.fout_code) == (MailStatus.MISLUKT, "550")
    assert mail.fout_tekst == "De mailserver zei: 550 5.1.1 onbekende gebruiker"
    assert bericht.status is BerichtStatus.GEWEIGERD
    assert server.gedrag.ontvangen == []


@pytest.mark.parametrize("waar", ["RCPT", "DATA", "TEKST"])
def test_not_now_is_tried_again_later_and_then_arrives_once(
    motor: Engine, clock: FixedClock, server: SmtpProef, waar: str
) -> None:
    server.gedrag.zeg[waar] = "451 4.7.1 straks"
    mail_id = zet(motor)
    bezorg(motor, clock, server.url)
    mail, bericht = stand(motor, mail_id)
    assert (mail.status, mail.aangeboden_op) == (MailStatus.KLAAR, None)
    assert (bericht.status, bericht.fout_code) == (BerichtStatus.WACHT, "451")
    bezorg(motor, clock, server.url)
    assert stand(motor, mail_id)[1].pogingen == 1  # its turn has not come
    server.gedrag.zeg.clear()
    clock.moment += timedelta(minutes=15)
    bezorg(motor, clock, server.url)
    assert stand(motor, mail_id)[0].status is MailStatus.VERZONDEN
    assert len(server.gedrag.ontvangen) == 1


def test_not_now_for_days_becomes_failed(motor: Engine, clock: FixedClock, server: SmtpProef) -> None:
    server.gedrag.zeg["RCPT"] = "452 4.2.2 postvak vol"
    mail_id = zet(motor)
    for _ in range(9):
        bezorg(motor, clock, server.url)
        clock.moment += timedelta(minutes=15)
    clock.moment += timedelta(days=3)
    server.gedrag.zeg["RCPT"] = "421 even dicht"
    bezorg(motor, clock, server.url)  # about the server: not a reason to give up
    assert stand(motor, mail_id)[0].status is MailStatus.KLAAR
    server.gedrag.zeg["RCPT"] = "452 4.2.2 postvak vol"
    clock.moment += timedelta(minutes=15)
    bezorg(motor, clock, server.url)
    mail, _ = stand(motor, mail_id)
    assert (mail.status, mail.fout_code) == (MailStatus.MISLUKT, "452")


def test_no_answer_after_the_text_is_uncertain_and_is_not_sent_again(
    motor: Engine, clock: FixedClock, server: SmtpProef
) -> None:
    server.gedrag.zeg["TEKST"] = None
    mail_id = zet(motor)
    bezorg(motor, clock, server.url)
    mail, bericht = stand(motor, mail_id)
    assert (mail.status, mail.fout_code) == (MailStatus.ONZEKER, "onzeker")
    assert bericht.status is BerichtStatus.GEWEIGERD
    server.gedrag.zeg.clear()
    clock.moment += timedelta(days=1)
    bezorg(motor, clock, server.url)
    assert len(server.gedrag.ontvangen) == 1


@pytest.mark.parametrize("waar", ["BEGROETING", "MAIL", "RCPT", "DATA"])
def test_a_line_cut_before_the_text_loses_nothing(
    motor: Engine, clock: FixedClock, server: SmtpProef, waar: str
) -> None:
    server.gedrag.zeg[waar] = None
    mail_id = zet(motor)
    bezorg(motor, clock, server.url)
    assert stand(motor, mail_id)[0].status is MailStatus.KLAAR
    server.gedrag.zeg.clear()
    clock.moment += timedelta(minutes=15)
    bezorg(motor, clock, server.url)
    assert stand(motor, mail_id)[0].status is MailStatus.VERZONDEN


def test_a_dead_server_rests_the_whole_channel_and_one_bad_address_does_not(
    motor: Engine, clock: FixedClock, server: SmtpProef
) -> None:
    ids = [zet(motor, aan=f"persoon{n}@bedrijf.example") for n in range(3)]
    bezorg(motor, clock, f"smtp://127.0.0.1:{vrije_poort()}")
    pogingen = [stand(motor, i)[1].pogingen for i in ids]
    assert pogingen == [1, 0, 0]
    clock.moment += timedelta(minutes=15)
    server.gedrag.per_adres["persoon1@bedrijf.example"] = "550 weg"
    bezorg(motor, clock, server.url)
    assert [stand(motor, i)[0].status for i in ids] == [
        MailStatus.VERZONDEN,
        MailStatus.MISLUKT,
        MailStatus.VERZONDEN,
    ]


def test_a_refused_sender_or_login_waits_for_somebody_to_repair_it(
    motor: Engine, clock: FixedClock, server: SmtpProef
) -> None:
    server.gedrag.zeg["MAIL"] = "550 afzender niet van ons"
    mail_id = zet(motor)
    bezorg(motor, clock, server.url)
    assert stand(motor, mail_id)[1].fout_code == "afzender_geweigerd"
    server.gedrag.zeg = {"AUTH": "535 fout"}
    server.gedrag.auth = True
    clock.moment += timedelta(minutes=15)
    met_login = server.url.replace("smtp://", "smtp://bpv:geheim-woord@")
    bezorg(motor, clock, met_login)
    mail, bericht = stand(motor, mail_id)
    assert (mail.status, bericht.fout_code) == (MailStatus.KLAAR, "toegang")
    assert "geheim-woord" not in bericht.fout_tekst
    server.gedrag.zeg = {}
    clock.moment += timedelta(minutes=15)
    bezorg(motor, clock, met_login)
    assert server.gedrag.ontvangen[0].login == "/bpv/geheim-woord"


def test_test_mode_sends_everything_to_one_address(motor: Engine, clock: FixedClock, server: SmtpProef) -> None:
    mail_id = zet(motor, aan="echt@bedrijf.example", naam="Jan")
    wij = Afzender("School", "bpv@school.example", "ROC", test_naar="proef@school.example")
    bezorg(motor, clock, server.url, wij)
    (ontvangen,) = server.gedrag.ontvangen
    mail, _ = stand(motor, mail_id)
    assert ontvangen.aan == ["proef@school.example"]
    assert ontvangen.mail["To"] == "Jan <proef@school.example>"
    assert ontvangen.mail["Subject"].startswith("[test voor echt@bedrijf.example] Je uren")
    assert (mail.status, mail.aan, mail.test_naar) == (
        MailStatus.VERZONDEN,
        "echt@bedrijf.example",
        "proef@school.example",
    )


def test_a_mail_withdrawn_at_the_last_moment_is_not_sent(motor: Engine, clock: FixedClock, server: SmtpProef) -> None:
    mail_id = zet(motor, sleutel="herinnering:1:")

    class Laat(SmtpBezorger):
        """The reason goes away while the server is being called."""

        def bezorg(self, brief: Brief, bericht: TeLeveren, bied_aan: Callable[[], bool]) -> Uitkomst:
            with transaction(op=motor) as session:
                assert laat_vervallen(session, clock, "herinnering:1:") == 1
            return super().bezorg(brief, bericht, bied_aan)

    kanaal = PostKanaal(Laat(lees_smtp(server.url), WIJ, clock), clock, op=motor)
    Worker({"post": kanaal}, op=motor, clock=clock).ronde()
    mail, bericht = stand(motor, mail_id)
    assert "DATA" in server.gedrag.commandos
    assert server.gedrag.ontvangen == []
    assert (mail.status, bericht.status) == (MailStatus.VERVALLEN, BerichtStatus.INGETROKKEN)


def test_the_cause_goes_on_while_the_server_is_down(motor: Engine, clock: FixedClock) -> None:
    with transaction(op=motor) as session:
        team = make_team(session, naam="Voor")
        make_mail(session)
        team.naam = "Na"
    bezorg(motor, clock, f"smtp://127.0.0.1:{vrije_poort()}")
    with lezen(op=motor) as session:
        assert session.get_one(type(team), team.id).naam == "Na"


def test_in_demo_mode_the_mailbox_is_the_delivery(motor: Engine, clock: FixedClock) -> None:
    mail_id = zet(motor)
    Worker({"post": PostKanaal(PostvakBezorger(), clock, op=motor)}, op=motor, clock=clock).ronde()
    mail, bericht = stand(motor, mail_id)
    assert (mail.status, bericht.antwoord) == (MailStatus.VERZONDEN, {"antwoord": "postvak"})


@pytest.fixture(scope="module")
def certificaat(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate for localhost with its key, in one file."""
    map_ = tmp_path_factory.mktemp("tls")
    opdracht = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost"]
    opdracht += ["-addext", "subjectAltName=DNS:localhost", "-keyout", "sleutel.pem", "-out", "cert.pem"]
    try:
        subprocess.run(opdracht, cwd=map_, check=True, capture_output=True)
    except FileNotFoundError:
        pytest.skip("no openssl on this machine")
    geheel = map_ / "geheel.pem"
    geheel.write_text((map_ / "sleutel.pem").read_text() + (map_ / "cert.pem").read_text())
    return geheel


def test_starttls_is_used_and_without_it_nothing_is_sent(motor: Engine, clock: FixedClock, certificaat: Path) -> None:
    eigen = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    eigen.load_cert_chain(certificaat)
    mail_id = zet(motor)

    def probeer(proef: SmtpProef, **anders: Any) -> str:
        bezorg(motor, clock, f"smtp://localhost:{proef.poort}?starttls=1", **anders)
        clock.moment += timedelta(minutes=15)
        return stand(motor, mail_id)[1].fout_code

    with smtp_server() as zonder:
        assert probeer(zonder) == "geen_tls"
    with smtp_server(Gedrag(tls=eigen)) as met:
        assert probeer(met) == "geen_tls"  # a certificate nobody vouches for
        met.gedrag.zeg["STARTTLS"] = "454 nu niet"
        assert probeer(met) == "geen_tls"
        assert not [c for c in met.gedrag.commandos if c.startswith(("MAIL", "RCPT", "DATA"))]
        met.gedrag.zeg.clear()
        assert probeer(met, tls=lambda: ssl.create_default_context(cafile=str(certificaat))) == ""
        assert [m.tls for m in met.gedrag.ontvangen] == [True]
    assert stand(motor, mail_id)[0].status is MailStatus.VERZONDEN
