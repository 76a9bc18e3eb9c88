"""Engine, the only commit, and column helpers. SQLite by default, PostgreSQL by setting; the same code on both."""

from __future__ import annotations

import threading
import weakref
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from datetime import UTC, datetime
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache
from typing import Any, cast

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.engine import Engine
from sqlalchemy.orm.exc import StaleDataError
from sqlmodel import Session, SQLModel

from bpv_app.config import instellingen
from bpv_app.kernel.actor import Actor
from bpv_app.kernel.errors import Verouderd

SQLModel.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class UtcMoment(sa.types.TypeDecorator[datetime]):
    """An aware moment, stored in UTC. Naive values are refused: they are a bug."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("naive datetime")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Any) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Honderdsten(sa.types.TypeDecorator[Decimal]):
    """A decimal with two places, stored as a whole number of hundredths: exact on both databases."""

    impl = sa.Integer
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Any) -> int | None:
        if value is None:
            return None
        honderdsten = Decimal(value) * 100
        if honderdsten != honderdsten.to_integral_value():
            raise ValueError(f"more than two decimals: {value}")
        return int(honderdsten)

    def process_result_value(self, value: int | None, dialect: Any) -> Decimal | None:
        return None if value is None else Decimal(value) / 100


def tabel_van(soort: type[SQLModel]) -> sa.Table:
    """The table behind a class, for statements that are composed once and run often."""
    return cast("sa.Table", sa.inspect(soort).local_table)


def enum_kolom(soort: type[StrEnum], *, nullable: bool = False, index: bool = False, naam: str = "") -> sa.Column[Any]:
    """A text column that holds only the values of `soort` (CHECK in the database).

    `naam` names the CHECK when one table has two columns of the same kind.
    """
    return sa.Column(
        sa.Enum(
            soort,
            values_callable=lambda e: [lid.value for lid in e],
            native_enum=False,
            create_constraint=True,
            name=naam or soort.__name__.lower(),
            length=32,
        ),
        nullable=nullable,
        index=index,
    )


def moment_kolom(*, nullable: bool = False, index: bool = False) -> sa.Column[Any]:
    return sa.Column(UtcMoment(), nullable=nullable, index=index)


def uren_kolom(*, nullable: bool = True) -> sa.Column[Any]:
    return sa.Column(Honderdsten(), nullable=nullable)


def json_kolom() -> sa.Column[Any]:
    return sa.Column(sa.JSON(), nullable=False)


def maak_engine(url: str) -> Engine:
    """An engine with the pragmas SQLite needs: WAL, foreign keys, a wait instead of an error, real transactions."""
    if not url.startswith("sqlite"):
        return sa.create_engine(url, pool_pre_ping=True, pool_size=10, max_overflow=20, hide_parameters=True)
    engine = sa.create_engine(
        url, connect_args={"timeout": 30, "check_same_thread": False}, pool_size=10, hide_parameters=True
    )

    @event.listens_for(engine, "connect")
    def _verbind(dbapi: Any, _record: Any) -> None:
        dbapi.isolation_level = None  # we begin ourselves: the driver's own begin comes too late
        cursor = dbapi.cursor()
        for pragma in (
            "journal_mode=WAL",
            "synchronous=NORMAL",
            "foreign_keys=ON",
            "busy_timeout=30000",
            "cache_size=-32000",
            "temp_store=MEMORY",
        ):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _begin(conn: sa.Connection) -> None:
        schrijft = conn.get_execution_options().get("schrijft", False)
        conn.exec_driver_sql("BEGIN IMMEDIATE" if schrijft else "BEGIN")

    return engine


@lru_cache(maxsize=1)
def engine() -> Engine:
    """The engine of this process, made on first use (workers fork after import)."""
    instellingen().data_dir.mkdir(parents=True, exist_ok=True)
    return maak_engine(instellingen().db_url)


@contextmanager
def transaction(actor: Actor | None = None, *, op: Engine | None = None) -> Iterator[Session]:
    """A writing transaction: the only commit in the app. Everything inside happens, or nothing does.

    The actor goes into `session.info` so that the audit can say who did it. On SQLite the write lock is taken at the
    start, so two writers wait for each other instead of failing half-way.
    """
    motor = op or engine()
    with _schrijfbeurt(motor), Session(motor.execution_options(schrijft=True), expire_on_commit=False) as session:
        session.info["actor"] = actor
        try:
            yield session
            session.commit()
        except StaleDataError as fout:
            session.rollback()
            raise Verouderd from fout
        except BaseException:
            session.rollback()
            raise


_BEURTEN: weakref.WeakKeyDictionary[Engine, threading.RLock] = weakref.WeakKeyDictionary()


def _schrijfbeurt(motor: Engine) -> AbstractContextManager[Any]:
    """Writers of one process to one SQLite file wait here for each other: woken at once, where SQLite would poll."""
    return _BEURTEN.setdefault(motor, threading.RLock()) if motor.dialect.name == "sqlite" else nullcontext()


@contextmanager
def lezen(actor: Actor | None = None, *, op: Engine | None = None) -> Iterator[Session]:
    """A reading session; whatever it would change is thrown away. Rows stay readable after it, as they were."""
    with Session(op or engine(), expire_on_commit=False, autoflush=False) as session:
        session.info["actor"] = actor
        try:
            yield session
        finally:
            session.expunge_all()
            session.rollback()


def check_versie(rij: Any, versie: int | None, **wil: object) -> None:
    """Refuse a stale write: `versie` is the row's version on the screen of the person who saves.

    `wil` are the values the person wants; those that differ from the row go into the explanation.
    """
    if versie is None or rij.versie == versie:
        return
    verschillen = tuple(
        (veld, str(getattr(rij, veld)), str(waarde)) for veld, waarde in wil.items() if getattr(rij, veld) != waarde
    )
    raise Verouderd(verschillen)


@event.listens_for(Session, "before_flush")
def _verhoog_versie(session: Any, _context: Any, _instances: Any) -> None:
    for rij in session.dirty:
        if hasattr(rij, "versie") and session.is_modified(rij):
            rij.versie += 1
