"""Changes that begin at the register: applied once, or shown as a difference; never a silent change of our status."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Engine
from sqlmodel import col

from bpv_app.db import lezen
from bpv_app.kernel.actor import systeem
from bpv_app.kernel.clock import FixedClock
from bpv_app.kernel.errors import GeenRecht, OngeldigeInvoer
from bpv_app.kernel.lijst import LijstVraag
from bpv_app.kernel.rechten import Rol
from bpv_app.koppeling.krd.luisteren import pas_alles_toe
from bpv_app.koppeling.krd.queries import tel_krd
from bpv_app.koppeling.krd.queries_verschillen import KRD_VERSCHILLEN
from bpv_app.koppeling.krd.queries_wijzigingen import KRD_WIJZIGINGEN
from bpv_app.koppeling.krd.rules_wijziging import WijzigingUitkomst
from bpv_app.koppeling.krd.service_verschil import neem_over
from bpv_app.koppeling.krd.tables import KrdWijziging
from bpv_app.outbox.tables import Bericht
from bpv_app.pok import service as pok_service
from bpv_app.pok.rules import OVERGANGEN, KrdStatus, PokStatus, Stap
from bpv_app.pok.rules_ontheffing import Mutatiestop
from bpv_app.pok.service_basis import haal, pas_toe
from bpv_app.pok.tables import Pok
from bpv_app.student.tables import Student, Verbintenis
from bpv_app.toegang.tables import Audit
from tests.koppeling.krd_lijn import Lijn, lijn, schrijf
from tests.makers import make_actor, make_dossier, make_pok, make_student, make_team, make_verbintenis

APP = systeem()
ADRES = {"straat": "Nieuwstraat", "huisnummer": "3", "postcode": "2611 AB", "plaats": "Delft"}


@pytest.fixture
def krd(motor: Engine, clock: FixedClock, tmp_path: Path) -> Iterator[Lijn]:
    with lijn(motor, clock, tmp_path) as verbonden:
        yield verbonden


def maak(motor: Engine, status: PokStatus = PokStatus.VOLLEDIG, **anders: Any) -> tuple[int, str, str]:
    """A POK; its id, number and its student's number."""

    def werk(session: Any) -> tuple[int, str, str]:
        pok = make_pok(session, status, **anders)
        student = session.get_one(Student, pok.student_id)
        return pok.id or 0, pok.nummer, student.studentnummer or ""

    uit: tuple[int, str, str] = schrijf(motor, werk)
    return uit


def uitkomsten(motor: Engine) -> list[tuple[WijzigingUitkomst, str]]:
    with lezen(op=motor) as session:
        vraag = sa.select(col(KrdWijziging.uitkomst), col(KrdWijziging.tekst_nl)).order_by(col(KrdWijziging.id))
        return [tuple(rij) for rij in session.execute(vraag)]


def lees(motor: Engine, soort: Any, rij_id: int) -> Any:
    with lezen(op=motor) as session:
        rij = session.get_one(soort, rij_id)
        session.expunge(rij)
        return rij


def test_a_student_who_moved_has_the_new_address_and_the_audit_says_so(krd: Lijn, motor: Engine) -> None:
    pok_id, _, nummer = maak(motor)
    krd.wijzig(soort="adres", student=nummer, adres={**ADRES, "postcode": "2611AB"})
    assert krd.luister() == 1
    student = lees(motor, Student, lees(motor, Pok, pok_id).student_id)
    assert (student.straat, student.huisnummer, student.postcode, student.plaats) == (
        "Nieuwstraat", "3", "2611AB", "Delft",
    )  # fmt: skip
    assert uitkomsten(motor) == [(WijzigingUitkomst.TOEGEPAST, "Overgenomen.")]
    with lezen(op=motor) as session:
        regels = session.execute(sa.select(Audit).where(col(Audit.tabel) == "student")).scalars().all()
        assert any((r.nieuw or {}).get("plaats") == "Delft" and r.naam == "KRD-koppeling" for r in regels)


def test_listening_again_changes_nothing_and_a_later_change_wins_over_an_earlier_one(krd: Lijn, motor: Engine) -> None:
    pok_id, _, nummer = maak(motor)
    for huisnummer in ("1", "2", "3", "4", "5"):
        krd.wijzig(soort="adres", student=nummer, adres={**ADRES, "postcode": "", "huisnummer": huisnummer})
    assert krd.luister() == 5  # two pages
    assert krd.luister() == 0
    alles = krd.register.wijzigingen(0, 10)["wijzigingen"]
    schrijf(motor, lambda s: pas_alles_toe(s, reversed(alles), krd.clock.nu(), "bestand"))
    student = lees(motor, Student, lees(motor, Pok, pok_id).student_id)
    assert student.huisnummer == "5"
    assert len(uitkomsten(motor)) == 5


def test_out_of_order_by_file_the_latest_at_the_register_counts(krd: Lijn, motor: Engine) -> None:
    pok_id, _, nummer = maak(motor)
    for huisnummer in ("1", "2"):
        krd.wijzig(soort="adres", student=nummer, adres={**ADRES, "postcode": "", "huisnummer": huisnummer})
    eerst, laatst = krd.register.wijzigingen(0, 10)["wijzigingen"]
    schrijf(motor, lambda s: pas_alles_toe(s, [laatst, eerst], krd.clock.nu(), "bestand"))
    assert lees(motor, Student, lees(motor, Pok, pok_id).student_id).huisnummer == "2"
    assert [u for u, _ in uitkomsten(motor)] == [WijzigingUitkomst.TOEGEPAST, WijzigingUitkomst.ACHTERHAALD]


def test_an_enrolment_that_ends_before_the_pok_is_applied_and_becomes_a_difference(krd: Lijn, motor: Engine) -> None:
    pok_id, pok_nummer, nummer = maak(motor, PokStatus.DEFINITIEF, krd_status=KrdStatus.DEFINITIEF)
    krd.wijzig(
        soort="verbintenis",
        verbintenis={
            "student": nummer, "volgnummer": "1", "begin": "2025-08-01", "gepland_eind": "2028-07-31",
            "werkelijk_eind": "2027-02-28", "eind_reden": "Uitgeschreven",
        },
    )  # fmt: skip
    krd.luister()
    pok = lees(motor, Pok, pok_id)
    verbintenis = lees(motor, Verbintenis, pok.verbintenis_id)
    assert (verbintenis.werkelijk_eind_op, verbintenis.eind_reden) == (date(2027, 2, 28), "Uitgeschreven")
    assert (verbintenis.crebo, verbintenis.leerweg) == ("25736", "BOL")  # not told, so not changed
    assert pok.status is PokStatus.DEFINITIEF
    ((uitkomst, tekst),) = uitkomsten(motor)
    assert uitkomst is WijzigingUitkomst.VERSCHIL
    assert pok_nummer in tekst
    with lezen(op=motor) as session:
        (rij,) = KRD_VERSCHILLEN.vraag(session, APP, LijstVraag()).rijen
        assert tel_krd(session, APP).verbintenis == 1
    assert rij.naam == pok_nummer
    assert "De verbintenis eindigt 28 feb 2027" in rij.cellen[7].tekst
    assert rij.cellen[8].tekst.startswith("Beëindig de stage eerder")


def test_what_is_not_here_or_cannot_be_read_is_kept_with_the_reason(krd: Lijn, motor: Engine) -> None:
    _, _, nummer = maak(motor)
    krd.wijzig(soort="adres", student="999999", adres=ADRES | {"postcode": ""})
    krd.wijzig(soort="verbintenis", verbintenis={"student": nummer, "volgnummer": "9", "begin": "2025-08-01"})
    krd.luister()
    raar: list[Any] = [
        7,
        {"soort": "adres"},
        {"sleutel": "W-12345678", "op": "2026-11-26T09:00:00+00:00", "soort": "maan"},
        {"sleutel": "W-12345679", "op": "2026-11-26T09:00:00+00:00", "soort": "adres", "student": nummer, "adres": 3},
    ]
    schrijf(motor, lambda s: pas_alles_toe(s, raar, krd.clock.nu(), "bestand"))
    schrijf(motor, lambda s: pas_alles_toe(s, raar, krd.clock.nu(), "bestand"))
    assert {u for u, _ in uitkomsten(motor)} == {WijzigingUitkomst.NIET_TOEGEPAST}
    assert len(uitkomsten(motor)) == 6
    assert "Deze student staat hier niet" in uitkomsten(motor)[0][1]


@pytest.mark.parametrize(
    ("hier", "krd_status", "wordt"),
    [
        (PokStatus.VOLLEDIG, "Voorlopig", PokStatus.CONCEPT),
        (PokStatus.AFGEDRUKT, "Volledig", PokStatus.VOLLEDIG),
        (PokStatus.DEFINITIEF, "Volledig", PokStatus.VOLLEDIG),
        (PokStatus.AFGEDRUKT, "Afgemeld", PokStatus.AFGEMELD),
        (PokStatus.VOLLEDIG, "Afgewezen", PokStatus.AFGEWEZEN),
        (PokStatus.VOLLEDIG, "Afgedrukt", None),
        (PokStatus.AFGEDRUKT, "Definitief", None),
        (PokStatus.DEFINITIEF, "Beëindigd", None),
        (PokStatus.DEFINITIEF, "Afgemeld", None),
    ],
)
def test_a_status_set_at_the_register_is_a_difference_that_can_be_taken_over_where_our_rules_allow(
    krd: Lijn, motor: Engine, hier: PokStatus, krd_status: str, wordt: PokStatus | None
) -> None:
    pok_id, nummer, _ = maak(motor, hier)
    with lezen(op=motor) as session:
        krd.kent(session, session.get_one(Pok, pok_id), PokStatus.VOLLEDIG)
    krd.wijzig(soort="pok_status", pok_nummer=nummer, krd_status=krd_status, reden="Gebeld")
    krd.luister()
    pok = lees(motor, Pok, pok_id)
    assert pok.status is hier
    assert pok.krd_status is not None
    with lezen(op=motor) as session:
        assert tel_krd(session, APP).verschil == 1
    (uitslag,) = schrijf(motor, lambda s: neem_over(s, APP, krd.clock, [pok_id], "Klopt daar"))
    pok = lees(motor, Pok, pok_id)
    assert (uitslag.gelukt, pok.status) == (wordt is not None, wordt or hier)
    with lezen(op=motor) as session:
        # The register has it already: nothing is sent for it, and nothing differs any more.
        assert session.execute(sa.select(sa.func.count()).where(col(Bericht.status) == "wacht")).scalar_one() == 0
        assert tel_krd(session, APP).verschil == (0 if wordt else 1)


def test_taking_over_asks_a_reason_and_the_right_to_the_step(krd: Lijn, motor: Engine) -> None:
    def werk(session: Any) -> tuple[int, Any, Any]:
        team = make_team(session)
        dossier = make_dossier(session, make_verbintenis(session, make_student(session, team)))
        pok = make_pok(session, PokStatus.AFGEDRUKT, dossier, krd_status=KrdStatus.VOLLEDIG)
        return pok.id or 0, make_actor(session, Rol.COORDINATOR, team_id=team.id), make_actor(session, Rol.STUDENT)

    pok_id, coordinator, student = schrijf(motor, werk)
    with pytest.raises(OngeldigeInvoer):
        schrijf(motor, lambda s: neem_over(s, APP, krd.clock, [pok_id], "  "))
    with pytest.raises(GeenRecht):
        schrijf(motor, lambda s: neem_over(s, student, krd.clock, [pok_id], "Zomaar"))
    (uitslag,) = schrijf(motor, lambda s: neem_over(s, coordinator, krd.clock, [pok_id], "Zomaar"))
    assert not uitslag.gelukt  # putting back is for studentenzaken
    assert lees(motor, Pok, pok_id).status is PokStatus.AFGEDRUKT


def test_an_answer_about_an_earlier_moment_does_not_undo_what_was_set_there_later(krd: Lijn, motor: Engine) -> None:
    pok_id, nummer, _ = maak(motor, PokStatus.VOLLEDIG)
    with lezen(op=motor) as session:
        krd.kent(session, session.get_one(Pok, pok_id), PokStatus.VOLLEDIG)
    toen = krd.clock.nu()
    krd.wijzig(soort="pok_status", pok_nummer=nummer, krd_status="Afgemeld")
    krd.luister()
    antwoord: dict[str, Any] = {"krd_nummer": "KRD1", "fout_code": "", "fout_tekst": "", "op": krd.clock.nu()}
    schrijf(
        motor,
        lambda s: pok_service.verwerk_krd_antwoord(s, pok_id, krd_status=KrdStatus.VOLLEDIG, stand_op=toen, **antwoord),
    )
    assert lees(motor, Pok, pok_id).krd_status is KrdStatus.AFGEMELD


def test_after_the_freeze_an_earlier_pok_is_not_sent_put_back_or_changed(krd: Lijn, motor: Engine) -> None:
    vroeg, _, _ = maak(motor, PokStatus.CONCEPT)  # starts 7 December 2026
    afgedrukt, _, _ = maak(motor, PokStatus.AFGEDRUKT, krd_status=KrdStatus.AFGEDRUKT)
    krd.wijzig(soort="mutatiestop", datum="2027-01-01")
    krd.luister()
    with lezen(op=motor) as session:
        assert pok_service.get_mutatiestop(session) == date(2027, 1, 1)
    with pytest.raises(Mutatiestop):
        schrijf(motor, lambda s: pok_service.maak_volledig(s, APP, krd.clock, vroeg))
    with pytest.raises(Mutatiestop):
        schrijf(motor, lambda s: pok_service.zet_terug(s, APP, krd.clock, afgedrukt, PokStatus.CONCEPT, "Fout"))
    schrijf(motor, lambda s: pok_service.meld_af(s, APP, krd.clock, afgedrukt, "Student stopt"))  # what happened, may
    krd.wijzig(soort="mutatiestop", datum=None)
    krd.luister()
    schrijf(motor, lambda s: pok_service.maak_volledig(s, APP, krd.clock, vroeg))


def test_after_the_freeze_a_running_pok_may_still_be_amended_from_a_later_day(krd: Lijn, motor: Engine) -> None:
    krd.wijzig(soort="mutatiestop", datum="2027-01-01")
    krd.luister()
    for eind, mag in ((date(2027, 2, 28), True), (date(2026, 12, 31), False)):
        pok_id, _, _ = maak(motor, PokStatus.DEFINITIEF, krd_status=KrdStatus.DEFINITIEF)  # began in December

        def vervang(session: Any, pok_id: int = pok_id, eind: date = eind) -> None:
            pok = haal(session, APP, pok_id, OVERGANGEN[Stap.VERVANG].actie)
            pok.werkelijk_eind_op = eind
            pas_toe(session, APP, krd.clock, pok, OVERGANGEN[Stap.VERVANG], "Ander leerbedrijf")

        if mag:
            schrijf(motor, vervang)
        else:
            with pytest.raises(Mutatiestop):
                schrijf(motor, vervang)


def test_a_coordinator_sees_the_changes_of_the_own_team_only(krd: Lijn, motor: Engine) -> None:
    def werk(session: Any) -> tuple[str, str, Any, Any]:
        teams = [make_team(session), make_team(session)]
        nummers = [make_student(session, team).studentnummer or "" for team in teams]
        coordinator = make_actor(session, Rol.COORDINATOR, team_id=teams[0].id)
        return nummers[0], nummers[1], coordinator, make_actor(session, Rol.STUDENTENZAKEN)

    eigen, ander, coordinator, studentenzaken = schrijf(motor, werk)
    for nummer in (eigen, ander, "onbekend"):
        krd.wijzig(soort="adres", student=nummer, adres=ADRES | {"postcode": ""})
    krd.wijzig(soort="mutatiestop", datum="2026-08-01")
    krd.luister()
    with lezen(op=motor) as session:
        assert KRD_WIJZIGINGEN.vraag(session, coordinator, LijstVraag()).totaal == 2  # own student, and the freeze
        assert KRD_WIJZIGINGEN.vraag(session, studentenzaken, LijstVraag()).totaal == 4
        assert KRD_WIJZIGINGEN.vraag(session, make_niemand(), LijstVraag()).totaal == 0


def make_niemand() -> Any:
    from bpv_app.kernel.actor import Actor

    return Actor(None, "niemand", ())
