"""Logs at their most talkative, while everything is done and while it goes wrong: no secret is in a line of them."""

from __future__ import annotations

import io
import logging
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
import structlog
from sqlalchemy.engine import Engine
from sqlmodel import Session

from bpv_app import logs
from bpv_app.db import maak_engine, transaction
from bpv_app.gesprek.tables_zorg import Zorgvierkant
from bpv_app.kernel.actor import systeem
from bpv_app.kernel.clock import FixedClock
from bpv_app.kernel.errors import NietGevonden
from bpv_app.logs import VERWERKING, Regelvorm, zonder_waarden
from tests.lek.kanalen import KANALEN
from tests.lek.school import Wereld, make_wereld
from tests.lek.vinden import GEHEIM, MELDING, RELATIE, SCHOOL, ZORG, vind


@contextmanager
def opgevangen(niveau: int = logging.DEBUG) -> Iterator[io.StringIO]:
    """Every line the app and its libraries log, as it is printed, from `niveau` up."""
    uit, oud, wortel = io.StringIO(), structlog.get_config(), logging.getLogger()
    lijn = logging.StreamHandler(uit)
    lijn.setFormatter(logs.Regelvorm("%(asctime)s %(levelname)s %(name)s %(message)s"))
    was = wortel.level
    structlog.configure(
        processors=list(logs.VERWERKING),
        wrapper_class=structlog.make_filtering_bound_logger(niveau),
        logger_factory=structlog.PrintLoggerFactory(uit),
        cache_logger_on_first_use=False,
    )
    wortel.addHandler(lijn)
    wortel.setLevel(niveau)
    try:
        yield uit
    finally:
        wortel.removeHandler(lijn)
        wortel.setLevel(was)
        structlog.configure(**oud)


def _breek_rij(session: Session, w: Wereld) -> None:
    """A row with a secret that the database itself refuses: PostgreSQL repeats the whole row in its error."""
    rij = session.execute(sa.select(Zorgvierkant)).scalars().first()
    assert rij is not None
    with session.begin_nested():
        tabel = Zorgvierkant.__table__  # type: ignore[attr-defined]
        waarden = {k.name: getattr(rij, k.name) for k in tabel.columns if k.name not in ("id", "op")}
        session.execute(sa.insert(tabel).values(**waarden | {"verslag_id": w.verslag_id, "op": None}))


def _breek_tekst(_session: Session, _w: Wereld) -> None:
    int(f"{MELDING} {SCHOOL}")


def _breek_bundel(_session: Session, _w: Wereld) -> None:
    try:
        dict[str, int]()[ZORG]
    except KeyError as fout:
        raise ExceptionGroup(MELDING, [ValueError(SCHOOL), TypeError(RELATIE), fout]) from fout


FOUTEN = (_breek_rij, _breek_tekst, _breek_bundel)


def _log_alle_fouten(session: Session, w: Wereld) -> None:
    """As handlers, routes and workers log a bug: with structlog and with the standard library."""
    for breek in FOUTEN:
        try:
            breek(session, w)
        except Exception:
            structlog.get_logger().exception("handler_fout", handler="test", nummer="abc")
            logging.getLogger("bpv_app.toegang.web").exception("route failed, id=%s", "abc")
        else:
            raise AssertionError("nothing went wrong")


def _doe_alles(session: Session, clock: FixedClock) -> str:
    with opgevangen() as uit:
        wereld = make_wereld(session, clock)
        for kanaal in KANALEN.values():
            for _ in kanaal(session, wereld):
                pass
        _log_alle_fouten(session, wereld)
    return uit.getvalue()


def test_no_log_line_has_a_secret_also_not_when_the_database_refuses_a_row(session: Session, clock: FixedClock) -> None:
    gelogd = _doe_alles(session, clock)
    assert [regel for regel in gelogd.splitlines() if vind(regel)] == []
    for woord in ("handler_fout", "route failed", "Traceback", "IntegrityError", "ValueError", "ExceptionGroup"):
        assert woord in gelogd, f"{woord}: what went wrong can still be read"
    assert "RuntimeError" in gelogd


def _met_waarden(fout: BaseException) -> str:
    return f"{type(fout).__name__}: {fout}"


def _log_een(session: Session, w: Wereld, breek: Any) -> frozenset[str]:
    with opgevangen() as uit:
        try:
            breek(session, w)
        except Exception:
            structlog.get_logger().exception("fout")
    return vind(uit.getvalue())


def test_without_the_scrubber_the_search_finds_what_errors_quote(
    session: Session, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    wereld = make_wereld(session, clock)
    monkeypatch.setattr(logs, "zonder_waarden", _met_waarden)
    assert _log_een(session, wereld, _breek_tekst) == {MELDING, SCHOOL}
    assert _log_een(session, wereld, _breek_bundel) == GEHEIM
    if session.get_bind().dialect.name == "postgresql":
        assert _log_een(session, wereld, _breek_rij) == {ZORG}, "PostgreSQL quotes the row that it refuses"


def test_a_traceback_that_shows_variables_is_found(
    session: Session, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    wereld = make_wereld(session, clock)
    rijk = structlog.processors.ExceptionRenderer(structlog.tracebacks.ExceptionDictTransformer(show_locals=True))
    gewoon = tuple(p for p in VERWERKING if not isinstance(p, structlog.processors.ExceptionRenderer))
    monkeypatch.setattr(logs, "VERWERKING", (*gewoon[:-1], rijk, gewoon[-1]))
    assert vind(_log_een_tekst(session, wereld)) & GEHEIM


def _log_een_tekst(session: Session, w: Wereld) -> str:
    with opgevangen() as uit:
        geheim = f"{ZORG} in een variabele"
        try:
            raise RuntimeError(len(geheim) + w.moment_id)
        except RuntimeError:
            structlog.get_logger().exception("fout")
    return uit.getvalue()


def test_the_values_of_a_statement_are_hidden_and_without_that_they_are_found(
    motor: Engine, clock: FixedClock, tmp_path: Path
) -> None:
    """`hide_parameters` of the engine: of the app's own, and of one without it."""
    if motor.dialect.name != "sqlite":
        pytest.skip("one kind of database is enough: the engine hides, not the database")
    for verberg, verwacht in ((True, frozenset[str]()), (False, frozenset({ZORG}))):
        engine = maak_engine(str(motor.url))
        assert engine.hide_parameters
        engine.hide_parameters = verberg
        with transaction(systeem(), op=engine) as session:
            wereld = make_wereld(session, clock)
            with pytest.raises(sa.exc.IntegrityError) as fout:
                _breek_rij(session, wereld)
            assert vind(str(fout.value)) == verwacht
            session.rollback()
        engine.dispose()


@pytest.mark.parametrize(
    ("fout", "zin"),
    [
        (ValueError("invalid literal: 'geheim'"), "ValueError"),
        (KeyError("geheim"), "KeyError"),
        (RuntimeError("geheim"), "RuntimeError"),
        (NietGevonden(), "NietGevonden: niet_gevonden"),
        (OSError(28, "No space left on device", "/geheim"), "OSError: 28 No space left on device"),
        (sqlite3.OperationalError("database is locked"), "OperationalError: database is locked"),
        (
            sa.exc.OperationalError("SELECT 1", {}, sqlite3.OperationalError("database is locked")),
            "OperationalError: OperationalError: database is locked [SQL: SELECT 1]",
        ),
    ],
)
def test_an_error_says_what_helps_and_not_what_people_wrote(fout: BaseException, zin: str) -> None:
    assert zin in zonder_waarden(fout)
    assert "geheim" not in zonder_waarden(fout)


def test_an_error_that_causes_itself_is_printed_once() -> None:
    fout = RuntimeError("rond")
    ander = RuntimeError("om")
    fout.__cause__, ander.__cause__ = ander, fout
    regel = Regelvorm().formatException((type(fout), fout, None))
    assert regel.count("Traceback") == 2
    assert regel.count("RuntimeError") == 2
    assert Regelvorm().formatException(sys.exc_info()) == ""
