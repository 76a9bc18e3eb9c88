"""Every change is recorded: who, when, what it was and what it became; and nothing that should stay secret."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Engine
from sqlmodel import Session, select

from bpv_app.db import lezen, transaction
from bpv_app.kernel import clock as tijd
from bpv_app.kernel.actor import Actor
from bpv_app.kernel.clock import FixedClock
from bpv_app.kernel.rechten import Rol
from bpv_app.outbox.rules import BerichtStatus
from bpv_app.outbox.tables import Bericht
from bpv_app.pok.rules import PokStatus
from bpv_app.student.tables import Student, StudentBegeleider, Team
from bpv_app.tables import metadata
from bpv_app.toegang import audit
from bpv_app.toegang.audit import GEHEIM, NIET_GEVOLGD, AuditRij, leesbaar, noteer, noteer_bulk, noteer_inzage
from bpv_app.toegang.tables import Account, Audit, AuditSoort, Herkomst, Sessie
from tests.makers import NU, make_account, make_dossier, make_mail, make_pok, make_student, make_team

ANNA = Actor(7, "Anna")


@pytest.fixture(autouse=True)
def _klok(monkeypatch: pytest.MonkeyPatch, clock: FixedClock) -> None:
    monkeypatch.setattr(tijd, "klok", clock)


def _regels(motor: Engine, tabel: str = "") -> list[Audit]:
    with lezen(op=motor) as session:
        vraag = select(Audit).order_by(sa.column("id"))
        regels = list(session.exec(vraag.where(Audit.tabel == tabel) if tabel else vraag))
        session.expunge_all()
        return regels


def _mislukt_half(session: Session, werk: Callable[[], object]) -> None:
    """Do `werk` in a savepoint that fails afterwards."""
    with session.begin_nested():
        werk()
        session.flush()
        raise ZeroDivisionError


def test_a_new_row_is_recorded_with_what_identifies_it(motor: Engine, clock: FixedClock) -> None:
    with transaction(ANNA, op=motor) as session:
        team = make_team(session, code="T1", naam="Techniek")
    (regel,) = _regels(motor)
    assert (regel.soort, regel.tabel, regel.object_id) == (AuditSoort.GEMAAKT, "team", team.id)
    assert (regel.account_id, regel.naam, regel.op) == (7, "Anna", clock.nu())
    assert (regel.oud, regel.nieuw) == ({}, {"code": "T1", "naam": "Techniek"})


def test_a_new_student_does_not_copy_all_personal_data(motor: Engine) -> None:
    with transaction(ANNA, op=motor) as session:
        make_student(session, naam="Yara", studentnummer="200001")
    (regel,) = _regels(motor)
    assert regel.nieuw == {"studentnummer": "200001", "naam": "Yara"}


def test_a_change_is_recorded_old_and_new_and_nothing_else(motor: Engine) -> None:
    with transaction(ANNA, op=motor) as session:
        pok = make_pok(session, status=PokStatus.VOLLEDIG, uren_per_week=Decimal("32.5"), eind_op=date(2027, 6, 25))
    eerder = len(_regels(motor))
    with transaction(Actor(8, "Bram"), op=motor) as session:
        rij = session.get_one(type(pok), pok.id)
        rij.status, rij.uren_per_week, rij.eind_op = PokStatus.AFGEDRUKT, Decimal(24), date(2027, 7, 1)
        rij.nummer = str(rij.nummer)
    (regel,) = _regels(motor)[eerder:]
    assert (regel.soort, regel.tabel, regel.object_id, regel.naam) == (AuditSoort.GEWIJZIGD, "pok", pok.id, "Bram")
    assert regel.oud == {"status": "volledig", "uren_per_week": "32.5", "eind_op": "2027-06-25"}
    assert regel.nieuw == {"status": "afgedrukt", "uren_per_week": "24", "eind_op": "2027-07-01"}


def test_saving_without_a_change_is_no_change(motor: Engine) -> None:
    with transaction(ANNA, op=motor) as session:
        team = make_team(session)
    with transaction(ANNA, op=motor) as session:
        rij = session.get_one(Team, team.id)
        rij.naam = str(rij.naam)
    assert len(_regels(motor)) == 1


def test_bookkeeping_alone_is_no_change(motor: Engine) -> None:
    with transaction(ANNA, op=motor) as session:
        student = make_student(session)
    with transaction(ANNA, op=motor) as session:
        session.get_one(Student, student.id).bijgewerkt_op = datetime(2027, 1, 1, tzinfo=UTC)
    assert len(_regels(motor)) == 1


def test_a_deleted_row_is_kept_as_it_was(motor: Engine) -> None:
    with transaction(ANNA, op=motor) as session:
        team = make_team(session, code="T1", naam="Techniek")
    with transaction(ANNA, op=motor) as session:
        session.delete(session.get_one(Team, team.id))
    regel = _regels(motor)[-1]
    assert (regel.soort, regel.tabel, regel.object_id) == (AuditSoort.VERWIJDERD, "team", team.id)
    assert regel.oud == {"id": team.id, "code": "T1", "naam": "Techniek", "is_actief": True}


def test_a_row_without_a_number_of_its_own_shows_its_key(motor: Engine) -> None:
    with transaction(ANNA, op=motor) as session:
        begeleider = make_account(session, Rol.ONDERWIJSBEGELEIDER)
        dossier = make_dossier(session, begeleider=begeleider)
    (regel,) = _regels(motor, "student_begeleider")
    assert regel.object_id is None
    assert regel.nieuw == {"student_id": dossier.student_id, "account_id": begeleider.id}


def test_a_rolled_back_savepoint_leaves_no_trace(motor: Engine) -> None:
    with transaction(ANNA, op=motor) as session:
        make_team(session, code="A")
        with pytest.raises(ZeroDivisionError):
            _mislukt_half(session, lambda: make_team(session, code="B"))
        make_team(session, code="C")
    assert [r.nieuw["code"] for r in _regels(motor)] == ["A", "C"]


def test_a_rolled_back_transaction_leaves_no_trace(motor: Engine) -> None:
    def mislukt() -> None:
        with transaction(ANNA, op=motor) as session:
            make_team(session)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        mislukt()
    assert _regels(motor) == []


def test_the_old_value_is_known_after_a_savepoint_was_rolled_back(motor: Engine) -> None:
    """Then SQLAlchemy forgets what it had read; the audit may not."""
    with transaction(ANNA, op=motor) as session:
        team = make_team(session, naam="Techniek")
        with pytest.raises(ZeroDivisionError):
            _mislukt_half(session, lambda: setattr(team, "naam", "Mislukt"))
        team.naam = "ICT"
    regel = _regels(motor)[-1]
    assert (regel.oud, regel.nieuw) == ({"naam": "Techniek"}, {"naam": "ICT"})


def test_the_old_value_is_known_when_the_row_was_expired(motor: Engine) -> None:
    with transaction(ANNA, op=motor) as session:
        team = make_team(session, naam="Techniek")
        session.expire(team)
        team.naam = "ICT"
    assert _regels(motor)[-1].oud == {"naam": "Techniek"}


def test_several_flushes_give_several_steps(motor: Engine) -> None:
    with transaction(ANNA, op=motor) as session:
        team = make_team(session, naam="Een")
        for naam in ("Twee", "Drie"):
            team.naam = naam
            session.flush()
    assert [(r.oud.get("naam"), r.nieuw["naam"]) for r in _regels(motor)] == [
        (None, "Een"),
        ("Een", "Twee"),
        ("Twee", "Drie"),
    ]


def test_secrets_never_reach_the_audit(motor: Engine) -> None:
    with transaction(ANNA, op=motor) as session:
        account = make_account(session, wachtwoord_hash="$argon2id$geheim1")
        account.wachtwoord_hash = "$argon2id$geheim2"
        session.flush()
        session.delete(account)
        noteer(session, ANNA, "account", 1, "iets", NU, nieuw={"wachtwoord_hash": "$argon2id$geheim3"})
    with motor.connect() as verbinding:
        alles = str(verbinding.exec_driver_sql("SELECT * FROM audit").all())
    assert "geheim" not in alles
    assert _regels(motor)[1].nieuw == {"wachtwoord_hash": "•••"}


def test_every_column_that_looks_secret_is_hidden() -> None:
    geheim = {
        kolom.name
        for tabel in metadata.sorted_tables
        for kolom in tabel.columns
        if any(woord in kolom.name for woord in ("wachtwoord", "token", "geheim", "secret", "_hash"))
    }
    # The hash of a lottery's seed is a promise that everybody may see.
    assert geheim - {"kolommen_hash", "zaad_hash"} <= GEHEIM


def test_technical_tables_are_not_followed(motor: Engine) -> None:
    with transaction(ANNA, op=motor) as session:
        account = make_account(session)
        session.add(
            Sessie(
                token_hash="a",
                account_id=account.id or 0,
                herkomst=Herkomst.WACHTWOORD,
                aangemaakt_op=NU,
                laatst_op=NU,
                verloopt_op=NU,
            )
        )
        session.add(
            Bericht(
                kanaal="krd",
                soort="x",
                groep="g",
                volgnummer=1,
                sleutel="s",
                status=BerichtStatus.WACHT,
                volgende_op=NU,
                aangemaakt_op=NU,
            )
        )
        make_mail(session)
    assert {r.tabel for r in _regels(motor)} == {"account"}
    assert {
        "audit",
        "sessie",
        "poging",
        "bericht",
        "mail",
        "pok_teller",
        "uren_regel",
        "ronde_toelating",
        "voorstel_regel",
        "evaluatie",
        "melding",
        "melding_bericht",
        "melding_inzage",
        "signaal_ronde",
        "intrekking_ronde",
        "crebo_telt",
        "taak",
        "taak_regel",
        "krd_register",
        "krd_wijziging",
        "krd_levering",
        "krd_bestand",
        "krd_vergelijking",
        "krd_vergelijking_gelezen",
        "krd_vergelijking_rij",
        "sbb_stand",
    } == NIET_GEVOLGD


def test_nobody_logged_in_is_said_so(motor: Engine) -> None:
    with transaction(None, op=motor) as session:
        make_team(session)
    (regel,) = _regels(motor)
    assert (regel.account_id, regel.naam) == (None, "niet ingelogd")


def test_looking_at_a_dossier_is_recorded(motor: Engine) -> None:
    with transaction(ANNA, op=motor) as session:
        noteer_inzage(session, ANNA, "dossier", 12, "dossier geopend " + "x" * 600, NU)
    (regel,) = _regels(motor)
    assert (regel.soort, regel.tabel, regel.object_id, regel.naam) == (AuditSoort.INGEZIEN, "dossier", 12, "Anna")
    assert len(regel.omschrijving) == 500


def test_a_bulk_import_writes_its_own_lines(motor: Engine) -> None:
    rijen = [AuditRij(AuditSoort.GEWIJZIGD, "student", n, oud={"klas": "3A"}, nieuw={"klas": "3B"}) for n in range(3)]
    with transaction(ANNA, op=motor) as session:
        noteer_bulk(session, ANNA, NU, rijen)
        noteer_bulk(session, ANNA, NU, [])
    assert [(r.object_id, r.oud, r.nieuw) for r in _regels(motor)] == [
        (n, {"klas": "3A"}, {"klas": "3B"}) for n in range(3)
    ]


@pytest.mark.parametrize(
    ("waarde", "verwacht"),
    [
        (None, None),
        (True, True),
        (3, 3),
        (PokStatus.VOLLEDIG, "volledig"),
        (Decimal("7.50"), "7.50"),
        (date(2026, 11, 26), "2026-11-26"),
        (datetime(2026, 11, 26, 9, tzinfo=UTC), "2026-11-26T09:00:00+00:00"),
        (b"abc", "3 bytes"),
        (["a", Decimal(1)], ["a", "1"]),
        ({"a": date(2026, 1, 1)}, {"a": "2026-01-01"}),
        ("x" * 400, "x" * 299 + "…"),
    ],
)
def test_every_value_becomes_something_readable(waarde: Any, verwacht: Any) -> None:
    assert leesbaar(waarde) == verwacht
    json.dumps(leesbaar(waarde))


@pytest.mark.parametrize("opdracht", ["UPDATE audit SET naam = 'x'", "DELETE FROM audit"])
def test_the_audit_cannot_be_changed_or_deleted(motor: Engine, opdracht: str) -> None:
    with transaction(ANNA, op=motor) as session:
        make_team(session)
    with transaction(op=motor) as session, pytest.raises(sa.exc.DBAPIError):
        session.execute(sa.text(opdracht))


def test_whoever_knows_the_tables_has_the_listener() -> None:
    code = (
        "import bpv_app.tables, sqlalchemy as sa, sqlmodel, bpv_app.toegang.audit as a;"
        "from bpv_app.student.tables import Student; sa.orm.configure_mappers();"
        "print(sa.event.contains(sqlmodel.Session, 'after_flush', a._schrijf_audit), Student.naam.impl.active_history)"
    )
    uit = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert uit.stdout.split() == ["True", "True"]
    assert sa.event.contains(Session, "after_flush", audit._schrijf_audit)


def test_a_thousand_new_rows_take_two_statements_more_at_most(motor: Engine) -> None:
    """The lines of one flush go in together, not one by one."""
    opdrachten: list[str] = []

    def tel(_conn: Any, _cursor: Any, opdracht: str, *_rest: Any) -> None:
        if "INSERT INTO audit" in opdracht:
            opdrachten.append(opdracht)

    sa.event.listen(motor, "before_cursor_execute", tel)
    try:
        with transaction(ANNA, op=motor) as session:
            session.add_all([Team(code=f"T{n}", naam=f"Team {n}") for n in range(1000)])
    finally:
        sa.event.remove(motor, "before_cursor_execute", tel)
    assert len(opdrachten) <= 2
    assert len(_regels(motor)) == 1000


def test_accounts_and_guides_of_makers_are_followed_too(motor: Engine) -> None:
    """The mark is on every table that is not excluded: also on those nobody thought of here."""
    with transaction(ANNA, op=motor) as session:
        account = make_account(session)
        account.taal = "en"
        session.flush()
        session.delete(account)
    assert [r.soort for r in _regels(motor, "account")] == ["gemaakt", "gewijzigd", "verwijderd"]
    assert Account.__tablename__ not in NIET_GEVOLGD
    assert StudentBegeleider.__tablename__ not in NIET_GEVOLGD
