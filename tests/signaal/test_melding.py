"""The confidential route: what the student can do, what the vertrouwenspersoon can, and that nobody else can."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa
from sqlmodel import Session, col, select

from bpv_app.kernel.actor import Actor, RolToewijzing, systeem
from bpv_app.kernel.clock import FixedClock
from bpv_app.kernel.errors import DomeinFout, GeenRecht, NietGevonden, OngeldigeInvoer, Verouderd
from bpv_app.kernel.lijst import LijstVraag
from bpv_app.kernel.rechten import Rol
from bpv_app.koppeling.export_lijsten import LIJSTEN
from bpv_app.koppeling.queries_eigen import lees_eigen_gegevens
from bpv_app.outbox.tables import Bericht
from bpv_app.post.tables import Mail
from bpv_app.signaal import clauses_melding
from bpv_app.signaal import service_melding as service
from bpv_app.signaal.queries_melding import (
    get_aan_mij,
    is_vertrouwenspersoon,
    list_aan_mij,
    list_eigen,
    list_genoemd,
    list_hulplijnen,
    list_mag_weten,
    list_personen,
    tel_nieuw,
)
from bpv_app.signaal.rules_melding import (
    GeenVertrouwenspersoon,
    Hulplijn,
    MeldingSoort,
    MeldingStap,
    MeldingStapMagNiet,
    MeldingStatus,
)
from bpv_app.signaal.tables_melding import Melding, MeldingBericht, MeldingInzage, Vertrouwenspersoon
from bpv_app.tables import metadata
from bpv_app.toegang.tables import AccountRol, Audit
from tests.makers import bewaar, make_account
from tests.signaal.cast import Cast, klok_op, make_cast

KANARIE = "Kanarie: hij raakt mij steeds aan."
VERTROUWELIJK = {"melding", "melding_bericht", "melding_inzage"}


def noem(session: Session, cast: Cast, *, hele_school: bool = False) -> Actor:
    """The cast's vertrouwenspersoon, named by beheer."""
    account = cast.vertrouwenspersoon
    service.noem(session, cast.beheer, klok_op(), account.id or 0, None if hele_school else cast.team.id)
    return Actor(account.id, account.naam, (RolToewijzing(Rol.STUDENTENZAKEN),))


def meld(session: Session, cast: Cast, clock: FixedClock, *, weet: bool = False, sleutel: str = "a") -> int:
    return service.doe_melding(
        session,
        cast.student,
        clock,
        MeldingSoort.ONVEILIG,
        KANARIE,
        cast.vertrouwenspersoon.id or 0,
        begeleider_weet=weet,
        sleutel=sleutel,
    )


def test_a_report_reaches_the_one_it_was_sent_to_and_every_look_is_kept(session: Session) -> None:
    cast, clock = make_cast(session), klok_op()
    vp = noem(session, cast)
    melding_id = meld(session, cast, clock)
    assert tel_nieuw(session, vp) == 1
    (regel,) = list_aan_mij(session, vp)
    assert (regel.woorden, regel.status) == ((), MeldingStatus.VERSTUURD)  # a list shows no words
    service.lees(session, vp, clock, melding_id)
    service.lees(session, vp, clock, melding_id)
    heel = get_aan_mij(session, vp, melding_id)
    assert [w.tekst for w in heel.woorden] == [KANARIE]
    assert heel.bedrijven.startswith("Van Dam Techniek")
    service.antwoord(session, vp, clock, melding_id, "Zullen we bellen?")
    (van_student,) = list_eigen(session, cast.student)
    assert [w.tekst for w in van_student.woorden] == [KANARIE, "Zullen we bellen?"]
    assert [(b.naam, b.stap) for b in reversed(van_student.blikken)] == [
        (cast.student.naam, MeldingStap.AANVULLEN),
        (vp.naam, MeldingStap.LEZEN),
        (vp.naam, None),
        (vp.naam, MeldingStap.ANTWOORDEN),
    ]
    service.rond_af(session, vp, clock, melding_id, "Afgesproken met je.")
    assert list_eigen(session, cast.student)[0].status is MeldingStatus.AFGEROND
    service.vul_aan(session, cast.student, clock, melding_id, "Het gaat door.")
    assert tel_nieuw(session, vp) == 1
    for zin in (sa.update(MeldingInzage).values(naam="ander"), sa.delete(MeldingInzage)):
        with pytest.raises(sa.exc.DBAPIError), session.begin_nested():
            session.execute(zin)


def test_withdrawing_erases_the_words_for_everybody(session: Session) -> None:
    cast, clock = make_cast(session), klok_op()
    vp = noem(session, cast)
    melding_id = meld(session, cast, clock, weet=True)
    service.lees(session, vp, clock, melding_id)
    service.trek_in(session, cast.student, clock, melding_id)
    assert {b.tekst for b in session.exec(select(MeldingBericht))} == {""}
    assert list_eigen(session, cast.student)[0].status is MeldingStatus.INGETROKKEN
    assert list_mag_weten(session, cast.begeleider) == []
    assert [w.tekst for w in get_aan_mij(session, vp, melding_id).woorden] == [""]
    verbs: tuple[Callable[[], None], ...] = (
        lambda: service.vul_aan(session, cast.student, clock, melding_id, "x"),
        lambda: service.trek_in(session, cast.student, clock, melding_id),
        lambda: service.antwoord(session, vp, clock, melding_id, "x"),
    )
    for verb in verbs:
        with pytest.raises(MeldingStapMagNiet):
            verb()


def test_the_begeleider_knows_only_that_there_is_one_and_only_when_the_student_says_so(session: Session) -> None:
    cast, ander, clock = make_cast(session), make_cast(session), klok_op()
    vp = noem(session, cast)
    melding_id = meld(session, cast, clock)
    assert list_mag_weten(session, cast.begeleider) == []
    service.kies_begeleider(session, cast.student, clock, melding_id, weet=True)
    (naam,) = list_mag_weten(session, cast.begeleider)
    assert naam.startswith("Yara Bakker")
    for wie in (ander.begeleider, cast.coordinator, cast.praktijkopleider, cast.beheer, cast.studentenzaken):
        assert list_mag_weten(session, wie) == []
    service.kies_begeleider(session, cast.student, clock, melding_id, weet=False)
    assert list_mag_weten(session, cast.begeleider) == []
    assert get_aan_mij(session, vp, melding_id).begeleider_weet is False


def test_another_vertrouwenspersoon_takes_the_place_of_the_first(session: Session) -> None:
    cast, clock = make_cast(session), klok_op()
    vp = noem(session, cast)
    tweede = make_account(session, Rol.ONDERWIJSBEGELEIDER)
    service.noem(session, cast.beheer, clock, tweede.id or 0, None)
    melding_id = meld(session, cast, clock)
    service.stuur_door(session, cast.student, clock, melding_id, tweede.id or 0)
    with pytest.raises(NietGevonden):
        get_aan_mij(session, vp, melding_id)
    als_tweede = Actor(tweede.id, tweede.naam, (RolToewijzing(Rol.ONDERWIJSBEGELEIDER),))
    assert [w.tekst for w in get_aan_mij(session, als_tweede, melding_id).woorden] == [KANARIE]


def test_who_is_no_longer_named_reads_nothing_and_the_new_one_reads_nothing_old(session: Session) -> None:
    cast, clock = make_cast(session), klok_op()
    vp = noem(session, cast)
    melding_id = meld(session, cast, clock)
    (genoemd,) = list_genoemd(session, cast.beheer)
    service.haal_weg(session, cast.beheer, genoemd.id)
    for vraag in (lambda: get_aan_mij(session, vp, melding_id), lambda: list_aan_mij(session, vp)):
        with pytest.raises(NietGevonden):
            vraag()
    with pytest.raises(NietGevonden):
        service.lees(session, vp, clock, melding_id)
    opvolger = make_account(session, Rol.STUDENTENZAKEN)
    service.noem(session, cast.beheer, clock, opvolger.id or 0, None)
    als = Actor(opvolger.id, opvolger.naam, (RolToewijzing(Rol.STUDENTENZAKEN),))
    assert list_aan_mij(session, als) == []
    (van_student,) = list_eigen(session, cast.student)
    assert van_student.ontvanger_is_er is False


def test_a_role_that_does_not_go_with_it_shuts_the_report_at_once(session: Session) -> None:
    cast, clock = make_cast(session), klok_op()
    vp = noem(session, cast)
    melding_id = meld(session, cast, clock)
    for rol in (Rol.BEHEER, Rol.COORDINATOR):
        dubbel = Actor(vp.account_id, vp.naam, (*vp.toewijzingen, RolToewijzing(rol)))
        assert not is_vertrouwenspersoon(session, dubbel)
        with pytest.raises(NietGevonden):
            get_aan_mij(session, dubbel, melding_id)
    bewaar(session, AccountRol(account_id=cast.vertrouwenspersoon.id or 0, rol=Rol.COORDINATOR))
    assert list_personen(session, cast.student.student_id or 0) == []
    assert [g.telt for g in list_genoemd(session, cast.beheer)] == [False]


def test_only_beheer_names_and_only_who_may_be_it(session: Session) -> None:
    cast, clock = make_cast(session), klok_op()
    goed = cast.vertrouwenspersoon.id or 0
    for wie in (cast.begeleider, cast.coordinator, cast.student, cast.studentenzaken, cast.praktijkopleider):
        for verb in (
            lambda wie=wie: service.noem(session, wie, clock, goed, None),
            lambda wie=wie: service.haal_weg(session, wie, 1),
            lambda wie=wie: service.stel_hulplijnen_in(session, wie, ()),
            lambda wie=wie: list_genoemd(session, wie),
        ):
            with pytest.raises(GeenRecht):
                verb()
    for fout in (cast.beheer, cast.coordinator, cast.student, cast.praktijkopleider):
        with pytest.raises(OngeldigeInvoer):
            service.noem(session, cast.beheer, clock, fout.account_id or 0, None)
    for account, team in ((987_654, None), (goed, 987_654), (0, None)):
        with pytest.raises(NietGevonden):
            service.noem(session, cast.beheer, clock, account, team)
    service.noem(session, cast.beheer, clock, goed, cast.team.id)
    service.noem(session, cast.beheer, clock, goed, cast.team.id)
    assert len(list_genoemd(session, cast.beheer)) == 1
    assert any(r.tabel == "vertrouwenspersoon" for r in session.exec(select(Audit)))


def test_a_student_chooses_from_the_own_team_and_the_school_and_never_the_own_begeleider(session: Session) -> None:
    cast, ander, clock = make_cast(session), make_cast(session), klok_op()
    noem(session, cast)
    noem(session, ander)
    school = make_account(session, Rol.ONDERWIJSBEGELEIDER)
    service.noem(session, cast.beheer, clock, school.id or 0, None)
    service.noem(session, cast.beheer, clock, cast.begeleider.account_id or 0, cast.team.id)
    keuze = {p.account_id for p in list_personen(session, cast.student.student_id or 0)}
    assert keuze == {cast.vertrouwenspersoon.id, school.id}
    for fout in (ander.vertrouwenspersoon.id, cast.begeleider.account_id, 0, 987_654):
        with pytest.raises(GeenVertrouwenspersoon):
            service.doe_melding(
                session, cast.student, clock, MeldingSoort.DISCRIMINATIE, "Er is iets.", fout or 0,
                begeleider_weet=False, sleutel="b",
            )  # fmt: skip


def test_a_form_that_is_sent_twice_is_one_report_and_one_mail(session: Session) -> None:
    cast, clock = make_cast(session), klok_op()
    noem(session, cast)
    assert meld(session, cast, clock) == meld(session, cast, clock)
    assert len(session.exec(select(Mail)).all()) == 1
    assert meld(session, cast, clock, sleutel="b") != meld(session, cast, clock)


def test_finishing_what_changed_meanwhile_is_refused(session: Session) -> None:
    cast, clock = make_cast(session), klok_op()
    vp = noem(session, cast)
    melding_id = meld(session, cast, clock)
    service.lees(session, vp, clock, melding_id)
    gezien = get_aan_mij(session, vp, melding_id).versie
    service.vul_aan(session, cast.student, clock, melding_id, "Nog iets.")
    with pytest.raises(Verouderd):
        service.rond_af(session, vp, clock, melding_id, "Klaar.", gezien)


VERBS: dict[str, Callable[[Session, Actor, FixedClock, int, Cast], Any]] = {
    "lezen": lambda s, wie, c, i, cast: service.lees(s, wie, c, i),
    "bekijken": lambda s, wie, c, i, cast: get_aan_mij(s, wie, i),
    "lijst": lambda s, wie, c, i, cast: list_aan_mij(s, wie),
    "antwoorden": lambda s, wie, c, i, cast: service.antwoord(s, wie, c, i, "x"),
    "afronden": lambda s, wie, c, i, cast: service.rond_af(s, wie, c, i, "x"),
    "aanvullen": lambda s, wie, c, i, cast: service.vul_aan(s, wie, c, i, "x"),
    "intrekken": lambda s, wie, c, i, cast: service.trek_in(s, wie, c, i),
    "keuze": lambda s, wie, c, i, cast: service.kies_begeleider(s, wie, c, i, weet=True),
    "doorsturen": lambda s, wie, c, i, cast: service.stuur_door(s, wie, c, i, cast.vertrouwenspersoon.id or 0),
}


@pytest.mark.parametrize("verb", list(VERBS))
def test_nobody_else_can_do_anything_with_it(session: Session, verb: str) -> None:
    cast, ander, clock = make_cast(session), make_cast(session), klok_op()
    noem(session, cast)
    andere_vp = noem(session, ander)
    melding_id = meld(session, cast, clock, weet=True)
    was = [r.model_dump() for r in session.exec(select(Melding))]
    for wie in (*cast.anderen, *ander.anderen, ander.student, systeem(), Actor(None, "niemand")):
        with pytest.raises((GeenRecht, NietGevonden)):
            VERBS[verb](session, wie, clock, melding_id, cast)
    if verb != "lijst":  # the other one has a list, and it is empty
        with pytest.raises((GeenRecht, NietGevonden)):
            VERBS[verb](session, andere_vp, clock, melding_id, cast)
    assert list_aan_mij(session, andere_vp) == []
    assert [r.model_dump() for r in session.exec(select(Melding))] == was


def _bevat(vraag: Callable[[], Any]) -> bool:
    """Whether the canary is in what this gives; who is refused gets nothing."""
    try:
        return "Kanarie" in repr(vraag())
    except DomeinFout:
        return False


def _in_tabellen(session: Session) -> list[str]:
    return [
        f"tabel {tabel.name}"
        for tabel in metadata.sorted_tables
        if tabel.name not in VERTROUWELIJK
        and any("Kanarie" in repr(tuple(rij)) for rij in session.execute(sa.select(tabel)))
    ]


def lekken(session: Session, cast: Cast, ander: Cast) -> list[str]:
    """Every channel of which others read: who or what the report is about may stand in none of them.

    Generated from the registries: all tables but the report's own (audit, mail and outbox among them), all lists for
    all roles, the own-data download of another student.
    """
    gevonden = _in_tabellen(session)
    for wie in (*cast.anderen, *ander.anderen, ander.student, systeem()):
        vragen = {
            naam: lambda lijst=lijst, wie=wie: lijst.vraag(session, wie, LijstVraag())
            for naam, lijst in LIJSTEN.items()
        }
        vragen |= {v.__name__: lambda v=v, wie=wie: v(session, wie) for v in (list_aan_mij, list_eigen)}
        gevonden += [f"{naam} voor {wie.naam}" for naam, vraag in vragen.items() if _bevat(vraag)]
    if _bevat(lambda: lees_eigen_gegevens(session, ander.student).inhoud):
        gevonden.append("download van een ander")
    if session.exec(select(Audit.id).where(col(Audit.tabel).in_(VERTROUWELIJK))).first():
        gevonden.append("audit")
    return gevonden


def vul(session: Session) -> tuple[Cast, Cast]:
    """Every verb there is was used, so that each channel had its chance to leak."""
    cast, ander, clock = make_cast(session), make_cast(session), klok_op()
    vp = noem(session, cast)
    melding_id = meld(session, cast, clock, weet=True)
    service.lees(session, vp, clock, melding_id)
    service.antwoord(session, vp, clock, melding_id, "Kanarie antwoord")
    service.vul_aan(session, cast.student, clock, melding_id, "Kanarie erbij")
    service.lees(session, vp, clock, melding_id)
    service.rond_af(session, vp, clock, melding_id, "Kanarie klaar")
    session.flush()
    return cast, ander


def test_no_channel_leaks_a_word_of_it(session: Session) -> None:
    cast, ander = vul(session)
    assert lekken(session, cast, ander) == []


def test_the_mail_says_that_there_is_something_and_nothing_else(session: Session) -> None:
    cast, _ = vul(session)
    mails = session.exec(select(Mail).order_by(col(Mail.id))).all()
    assert len(mails) == 2  # the report, and what was added after it was read
    for mail in mails:
        assert mail.aan == cast.vertrouwenspersoon.email
        assert (mail.student_id, mail.team_id, mail.begeleider_id, mail.over_tabel, mail.doel) == (
            None, None, None, "", "/meldingen",
        )  # fmt: skip
        for woord in ("Yara", "Bakker", "Kanarie", "veilig", "discrimin"):
            assert woord.lower() not in f"{mail.onderwerp}{mail.tekst}{mail.sleutel}{mail.zoektekst}".lower()
    assert not any("Kanarie" in str(b.payload) for b in session.exec(select(Bericht)))


def test_the_own_download_has_ones_own_report(session: Session) -> None:
    cast, _ = vul(session)
    inhoud = str(lees_eigen_gegevens(session, cast.student).inhoud)
    assert KANARIE in inhoud
    assert "Kanarie antwoord" in inhoud


@pytest.mark.parametrize("guard", ["aan_mij", "audit", "mail"])
def test_without_a_guard_the_leak_tests_fail(session: Session, monkeypatch: pytest.MonkeyPatch, guard: str) -> None:
    """The tests above can fail: each guard that is taken away is found by them."""
    from bpv_app.signaal import queries_melding
    from bpv_app.toegang import audit

    if guard == "aan_mij":

        def alles(_actor: Actor) -> sa.ColumnElement[bool]:
            return sa.true()

        monkeypatch.setattr(queries_melding, "aan_mij", alles)
        monkeypatch.setattr(queries_melding, "eigen_meldingen", alles)
        monkeypatch.setattr(clauses_melding, "aan_mij", alles)
    elif guard == "audit":
        monkeypatch.setattr(audit, "NIET_GEVOLGD", audit.NIET_GEVOLGD - VERTROUWELIJK)
    else:
        from bpv_app.post.service import verstuur as echt

        def met_tekst(*args: Any, **velden: Any) -> Any:
            return echt(*args, **velden | {"velden": velden["velden"] | {"naam": KANARIE}})

        monkeypatch.setattr(service, "verstuur", met_tekst)
    cast, ander = vul(session)
    assert lekken(session, cast, ander) != []


def test_help_lines_keep_their_order_and_112_comes_first(session: Session) -> None:
    cast = make_cast(session)
    rijen = (Hulplijn("Zorg", "071 555 01 01"), Hulplijn("Advies", "071 555 01 02"))
    service.stel_hulplijnen_in(session, cast.beheer, rijen)
    service.stel_hulplijnen_in(session, cast.beheer, rijen)
    assert list_hulplijnen(session) == (Hulplijn("112", "112"), *rijen)
    service.stel_hulplijnen_in(session, cast.beheer, rijen[:1])
    assert list_hulplijnen(session) == (Hulplijn("112", "112"), rijen[0])


def test_a_student_without_a_school_person_can_still_call(session: Session) -> None:
    cast, clock = make_cast(session), klok_op()
    assert list_personen(session, cast.student.student_id or 0) == []
    with pytest.raises(GeenVertrouwenspersoon):
        meld(session, cast, clock)
    assert list_hulplijnen(session)[0].telefoon == "112"


def test_naming_somebody_for_a_school_twice_at_once_stays_one_row(session: Session) -> None:
    cast = make_cast(session)
    noem(session, cast, hele_school=True)
    dubbel = Vertrouwenspersoon(account_id=cast.vertrouwenspersoon.id or 0, aangemaakt_op=klok_op().nu())
    with pytest.raises(sa.exc.IntegrityError), session.begin_nested():
        bewaar(session, dubbel)
