"""Saved views: what is kept stays relative, who may open them sees the own rows, and the monthly mail goes once."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from sqlalchemy.engine import Engine
from sqlmodel import Session, select

from bpv_app.dashboard import queries_plaatsingen
from bpv_app.dashboard.queries_weergave import get_weergave, list_ontvangers, list_weergaven
from bpv_app.dashboard.queries_weergave_tabel import get_tabel
from bpv_app.dashboard.rules_keuze import als_delen, lees_keuze
from bpv_app.dashboard.rules_periode import Periode, Tijdvak, eerste_werkdag, tijdvak
from bpv_app.dashboard.rules_weergave import lees_vraag, verouderd
from bpv_app.dashboard.service_weergave import (
    bewaar_weergave,
    deel_weergave,
    stop_delen,
    verwijder_weergave,
    wijzig_weergave,
    zet_mail,
)
from bpv_app.dashboard.service_weergave_mail import stuur_rapportmails, te_sturen_rapportmails
from bpv_app.dashboard.tables import Weergave, WeergaveMail
from bpv_app.db import lezen, transaction
from bpv_app.kernel import clock as tijd
from bpv_app.kernel.actor import Actor, systeem
from bpv_app.kernel.clock import FixedClock
from bpv_app.kernel.errors import DomeinFout, GeenRecht, NietGevonden, OngeldigeInvoer
from bpv_app.kernel.rechten import Rol
from bpv_app.post.opmaak import als_html, als_platte_tekst
from bpv_app.post.tables import Mail
from bpv_app.toegang.tables import Account, AccountRol
from tests.makers import bewaar, make_actor, make_dossier, make_student, make_team, make_verbintenis


@pytest.fixture(autouse=True)
def _zonder_rust(monkeypatch: pytest.MonkeyPatch, clock: FixedClock) -> Iterator[None]:
    monkeypatch.setattr(queries_plaatsingen, "RUST", 0.0)
    monkeypatch.setattr(tijd, "klok", clock)
    queries_plaatsingen.vergeet()
    yield
    queries_plaatsingen.vergeet()


class Rollen:
    """Two teams with three and two placements; a coordinator of each, a begeleider of the first team."""

    def __init__(self, session: Session) -> None:
        self.een, self.twee = make_team(session, naam="ICT | nieuw"), make_team(session, naam="Zorg")
        self.anne = make_actor(session, Rol.COORDINATOR, team_id=self.een.id)
        self.bram = make_actor(session, Rol.COORDINATOR, team_id=self.twee.id)
        self.cas = make_actor(session, Rol.ONDERWIJSBEGELEIDER, team_id=self.een.id)
        self.stu = make_actor(session, Rol.STUDENT)
        for team, aantal in ((self.een, 3), (self.twee, 2)):
            for _ in range(aantal):
                verbintenis = make_verbintenis(session, make_student(session, team))
                make_dossier(session, verbintenis, team_id=team.id, begin_op=date(2026, 9, 1), eind_op=date(2027, 2, 1))
        session.flush()
        self.een_id, self.twee_id = self.een.id or 0, self.twee.id or 0


@pytest.fixture
def rollen(motor: Engine) -> Rollen:
    with transaction(systeem(), op=motor) as session:
        return Rollen(session)


def _bewaar(motor: Engine, wie: Actor, clock: FixedClock, naam: str = "Mijn teams", rapport: str = "plaatsing") -> int:
    with transaction(wie, op=motor) as session:
        return bewaar_weergave(session, wie, clock, naam, rapport, "periode=dit_schooljaar&per=team&x=1")


@pytest.mark.parametrize("naam", [p for p in Periode if p is not Periode.EIGEN])
def test_a_relative_period_stays_relative_and_moves_with_the_calendar(naam: Periode) -> None:
    vraag = lees_vraag("tijdigheid", f"periode={naam}&per=klas&team=3&crebo=25604", date(2026, 11, 26))
    keuze = lees_keuze(dict(d.split("=") for d in vraag.split("&")), date(2026, 11, 26))
    assert als_delen(keuze)["periode"] == naam
    later = lees_keuze(als_delen(keuze), date(2027, 8, 1))
    assert Tijdvak(later.jaar, later.van, later.tot) == tijdvak(naam, date(2027, 8, 1))


def test_periods_end_where_the_calendar_does() -> None:
    assert tijdvak(Periode.DIT_SCHOOLJAAR, date(2027, 7, 31)).jaar == 2026
    assert tijdvak(Periode.DIT_SCHOOLJAAR, date(2027, 8, 1)).jaar == 2027
    assert tijdvak(Periode.VORIG_KWARTAAL, date(2027, 1, 1)) == Tijdvak(None, date(2026, 10, 1), date(2026, 12, 31))
    assert tijdvak(Periode.VORIGE_MAAND, date(2028, 3, 31)) == Tijdvak(None, date(2028, 2, 1), date(2028, 2, 29))
    assert tijdvak(Periode.EIGEN, date(2027, 1, 1), date(2027, 5, 1), date(2027, 4, 1)).van == date(2027, 4, 1)
    assert eerste_werkdag(date(2027, 1, 20), frozenset({date(2027, 1, 1)})) == date(2027, 1, 4)


def test_the_receiver_sees_the_own_rows_never_those_of_the_sender(
    motor: Engine, clock: FixedClock, rollen: Rollen
) -> None:
    nummer = _bewaar(motor, rollen.anne, clock)
    vandaag = clock.vandaag()
    with transaction(rollen.anne, op=motor) as session:
        deel_weergave(session, rollen.anne, nummer, f"account:{rollen.bram.account_id}")
        deel_weergave(session, rollen.anne, nummer, f"account:{rollen.bram.account_id}")
    with lezen(op=motor) as session:
        w = get_weergave(session, rollen.bram, nummer)
        van_anne = get_tabel(session, rollen.anne, w.rapport, w.vraag, vandaag, "nl")
        van_bram = get_tabel(session, rollen.bram, w.rapport, w.vraag, vandaag, "nl")
        assert [(r[0], r[1]) for r in van_anne.rijen] == [("ICT | nieuw", "3")]
        assert [(r[0], r[1]) for r in van_bram.rijen] == [("Zorg", "2")]
        assert len(get_weergave(session, rollen.anne, nummer).delingen) == 1
        with pytest.raises(NietGevonden):
            get_weergave(session, rollen.cas, nummer)


@pytest.mark.parametrize("hoe", ["team", "rol"])
def test_a_view_is_shared_with_a_team_or_a_role_and_taken_back(
    motor: Engine, clock: FixedClock, rollen: Rollen, hoe: str
) -> None:
    nummer = _bewaar(motor, rollen.anne, clock)
    met = f"team:{rollen.een_id}" if hoe == "team" else "rol:onderwijsbegeleider"
    with transaction(rollen.anne, op=motor) as session:
        deel_weergave(session, rollen.anne, nummer, met)
    with lezen(op=motor) as session:
        assert [w.van for w in list_weergaven(session, rollen.cas)] == [rollen.anne.naam]
        assert list_weergaven(session, rollen.bram) == []
        deling = get_weergave(session, rollen.anne, nummer).delingen[0].id
    for wie in (rollen.bram, rollen.cas):
        with pytest.raises(NietGevonden), transaction(wie, op=motor) as session:
            stop_delen(session, wie, deling)
    with transaction(rollen.anne, op=motor) as session:
        stop_delen(session, rollen.anne, deling)
    with lezen(op=motor) as session:
        assert list_weergaven(session, rollen.cas) == []


def test_nobody_shares_outside_the_own_scope_or_touches_anothers_view(
    motor: Engine, clock: FixedClock, rollen: Rollen
) -> None:
    nummer = _bewaar(motor, rollen.anne, clock)
    vreemd = (
        f"team:{rollen.twee_id}",
        f"account:{rollen.stu.account_id}",
        "rol:student",
        "rol:beheer",
        "account:x",
        "",
    )
    for met in vreemd:
        with pytest.raises(OngeldigeInvoer), transaction(rollen.anne, op=motor) as session:
            deel_weergave(session, rollen.anne, nummer, met)
    with transaction(rollen.anne, op=motor) as session:
        deel_weergave(session, rollen.anne, nummer, "rol:coordinator")
    pogingen = (
        lambda s: wijzig_weergave(s, rollen.bram, clock, nummer, naam="Van mij"),
        lambda s: verwijder_weergave(s, rollen.bram, nummer),
        lambda s: deel_weergave(s, rollen.bram, nummer, "rol:coordinator"),
    )
    for poging in pogingen:
        with pytest.raises(NietGevonden), transaction(rollen.bram, op=motor) as session:
            poging(session)
    with pytest.raises(GeenRecht), transaction(rollen.stu, op=motor) as session:
        bewaar_weergave(session, rollen.stu, clock, "x", "plaatsing", "")
    with pytest.raises(GeenRecht), transaction(rollen.cas, op=motor) as session:
        bewaar_weergave(session, rollen.cas, clock, "x", "evaluatie", "")
    with lezen(op=motor) as session, pytest.raises(GeenRecht):
        list_ontvangers(session, rollen.stu)


def test_a_view_gets_another_name_and_question_and_is_deleted_with_its_mail(
    motor: Engine, clock: FixedClock, rollen: Rollen
) -> None:
    nummer, ander = _bewaar(motor, rollen.anne, clock), _bewaar(motor, rollen.anne, clock, "Anders")
    with pytest.raises(OngeldigeInvoer), transaction(rollen.anne, op=motor) as session:
        wijzig_weergave(session, rollen.anne, clock, nummer, naam="ANDERS")
    with transaction(rollen.anne, op=motor) as session:
        wijzig_weergave(session, rollen.anne, clock, nummer, naam="Nieuw", query="periode=alle&per=klas")
    with pytest.raises(DomeinFout), transaction(rollen.anne, op=motor) as session:
        wijzig_weergave(session, rollen.anne, clock, nummer, naam="Oud scherm", versie=1)
    with lezen(op=motor) as session:
        w = get_weergave(session, rollen.anne, nummer)
        assert (w.naam, w.vraag) == ("Nieuw", "periode=alle&per=klas")
    with transaction(rollen.anne, op=motor) as session:
        deel_weergave(session, rollen.anne, nummer, "rol:coordinator")
        zet_mail(session, rollen.anne, clock, nummer, aan=True)
    with transaction(rollen.anne, op=motor) as session:
        assert verwijder_weergave(session, rollen.anne, nummer) == "Nieuw"
    with lezen(op=motor) as session:
        assert [w.id for w in list_weergaven(session, rollen.anne)] == [ander]
        assert session.exec(select(WeergaveMail)).all() == []


@pytest.mark.parametrize(
    ("rapport", "vraag"),
    [("weg", "per=team"), ("werk", "per=leerbedrijf"), ("uren", "per=postcode"), ("uren", "per=team&periode=ooit")],
)
def test_a_definition_that_is_gone_says_so(
    motor: Engine, clock: FixedClock, rollen: Rollen, rapport: str, vraag: str
) -> None:
    assert verouderd(rapport, vraag) is not None
    assert verouderd("uren", "per=team&periode=2026") is None
    with transaction(rollen.anne, op=motor) as session:
        w = Weergave(
            account_id=rollen.anne.account_id or 0, naam="Oud", rapport=rapport, vraag=vraag, aangemaakt_op=clock.nu()
        )
        bewaar(session, w)
    with lezen(op=motor) as session:
        assert list_weergaven(session, rollen.anne)[0].oud == verouderd(rapport, vraag)


def _mails(motor: Engine) -> list[Mail]:
    with lezen(op=motor) as session:
        return list(session.exec(select(Mail).where(Mail.sjabloon == "rapport").order_by("id")).all())


def _stuur(motor: Engine, moment: datetime) -> int:
    with transaction(systeem(), op=motor) as session:
        return stuur_rapportmails(session, systeem(), FixedClock(moment))


def _abonneer(motor: Engine, rollen: Rollen, clock: FixedClock) -> int:
    nummer = _bewaar(motor, rollen.anne, clock)
    with transaction(rollen.anne, op=motor) as session:
        deel_weergave(session, rollen.anne, nummer, "rol:coordinator")
    for wie in (rollen.anne, rollen.bram):
        with transaction(wie, op=motor) as session:
            zet_mail(session, wie, clock, nummer, aan=True)
            zet_mail(session, wie, clock, nummer, aan=True)
    return nummer


NU = datetime(2026, 12, 1, 9, tzinfo=UTC)


def test_the_mail_goes_on_the_first_working_day_once_with_the_receivers_own_rows(
    motor: Engine, clock: FixedClock, rollen: Rollen
) -> None:
    _abonneer(motor, rollen, clock)
    assert _stuur(motor, datetime(2026, 12, 1, 4, tzinfo=UTC)) == 0  # before the hour
    fouten: list[BaseException] = []

    def werk() -> None:
        try:
            _stuur(motor, NU)
        except BaseException as fout:
            fouten.append(fout)

    draden = [threading.Thread(target=werk) for _ in range(3)]
    for draad in draden:
        draad.start()
    for draad in draden:
        draad.join()
    assert not fouten
    assert _stuur(motor, NU) == 0
    mails = _mails(motor)
    assert {m.account_id for m in mails} == {rollen.anne.account_id, rollen.bram.account_id}
    assert len(mails) == 2
    van_anne = next(m for m in mails if m.account_id == rollen.anne.account_id)
    van_bram = next(m for m in mails if m.account_id == rollen.bram.account_id)
    assert "| ICT / nieuw | 3 |" in van_anne.tekst
    assert "Zorg" not in van_anne.tekst
    assert "| Zorg | 2 |" in van_bram.tekst
    html = als_html(van_bram.onderwerp, van_bram.tekst, "https://x/y", "nl", "School")
    assert html.count("<tr") >= 3 + 3
    assert ">Zorg</td>" in html
    assert "| Zorg" not in html
    tekst = als_platte_tekst(van_bram.tekst, "https://x/y", "nl", "School")
    regels = [r for r in tekst.splitlines() if r.startswith(("Team", "Zorg", "Totaal"))]
    assert len({len(r) for r in regels}) == 1, "numbers stand under each other"
    assert _stuur(motor, datetime(2027, 1, 1, 9, tzinfo=UTC)) == 0  # New Year's day, then a weekend
    assert _stuur(motor, datetime(2027, 1, 4, 9, tzinfo=UTC)) == 2


def test_who_asks_on_the_day_itself_gets_the_first_one_next_month(
    motor: Engine, clock: FixedClock, rollen: Rollen
) -> None:
    clock.moment = NU
    _abonneer(motor, rollen, clock)
    assert _stuur(motor, datetime(2026, 12, 2, 9, tzinfo=UTC)) == 0
    assert _stuur(motor, datetime(2027, 1, 4, 9, tzinfo=UTC)) == 2


@pytest.mark.parametrize("waarom", ["account", "recht", "deling"])
def test_the_mail_stops_when_the_receiver_has_no_account_right_or_view_any_more(
    motor: Engine, clock: FixedClock, rollen: Rollen, waarom: str
) -> None:
    nummer = _abonneer(motor, rollen, clock)
    with transaction(systeem(), op=motor) as session:
        bram = session.get_one(Account, rollen.bram.account_id)
        if waarom == "account":
            bram.is_actief = False
        elif waarom == "recht":
            for rol in session.exec(select(AccountRol).where(AccountRol.account_id == bram.id)).all():
                rol.rol = Rol.PRAKTIJKOPLEIDER
        else:
            stop_delen(session, rollen.anne, get_weergave(session, rollen.anne, nummer).delingen[0].id)
    _stuur(motor, NU)
    assert {m.account_id for m in _mails(motor)} == {rollen.anne.account_id}
    with lezen(op=motor) as session:
        assert [m.account_id for m in session.exec(select(WeergaveMail)).all()] == [rollen.anne.account_id]
        assert te_sturen_rapportmails(session, systeem(), FixedClock(NU)) == []
        with pytest.raises(GeenRecht):
            te_sturen_rapportmails(session, rollen.anne, FixedClock(NU))


def test_the_mail_of_a_definition_that_is_gone_says_so_instead_of_figures(
    motor: Engine, clock: FixedClock, rollen: Rollen
) -> None:
    nummer = _abonneer(motor, rollen, clock)
    with transaction(systeem(), op=motor) as session:
        session.get_one(Weergave, nummer).rapport = "weg"
    _stuur(motor, NU)
    assert all("bestaat niet meer" in m.tekst and "| " not in m.tekst for m in _mails(motor))
    assert len(_mails(motor)) == 2
