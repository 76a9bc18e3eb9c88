"""The figures of a ROC, the big demo school: 35,000 students, three school years, 1.5 million lines of hours (SQLite).

- `dashboard_cold`: the coordinator dashboard in a process that knows nothing yet, all teams.
- `dashboard_warm`: the same, nothing was written since.
- `dashboard_change`: the same after one agreement changed (no goal of its own in the issue: warm's is printed).
- `start_page`: the counters of the start page of the slowest role.

Processor time, the best of a few. The reference is one full scan, with polars from parquet, of the columns the figures
rest on.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl
import sqlalchemy as sa
from sqlalchemy.engine import Engine
from sqlmodel import col

from benchmarks import groot
from bpv_app.dashboard import queries_plaatsingen
from bpv_app.dashboard.queries_cijfers import get_overzicht
from bpv_app.dashboard.rules_cijfers import Keuze
from bpv_app.db import lezen, transaction
from bpv_app.demo.school import DEMO_NAMEN
from bpv_app.gesprek.queries_tellers import tel_gesprekken
from bpv_app.kernel.actor import Actor, RolToewijzing
from bpv_app.kernel.clock import klok
from bpv_app.kernel.rechten import Rol
from bpv_app.pok.queries_tellers import tellers
from bpv_app.signaal.queries import tel_tellers
from bpv_app.toegang.service import actor_van_account
from bpv_app.toegang.tables import Account
from bpv_app.uren.queries_tellers import tel_uren
from bpv_app.uren.rules_inrichting import schooljaar_van

_TELT = ("student", "dossier", "pok", "contactmoment", "uren_regel")
KEER = 7
_WIE = (Rol.COORDINATOR, Rol.ONDERWIJSBEGELEIDER, Rol.STUDENTENZAKEN)
VANDAAG = klok.vandaag()
_SCHOOL = Actor(1, "S", (RolToewijzing(Rol.COORDINATOR),))
"""The coordinator of every team: nobody counts more."""
_KOLOMMEN = {
    "student": "SELECT id, klas FROM student",
    "dossier": "SELECT id, student_id, team_id, onderwijsbegeleider_id, begin_op, eind_op, uren_totaal FROM dossier",
    "pok": "SELECT id, dossier_id, status, crebo, leerweg, leerbedrijf_id, begin_op, eind_op, uren_totaal, "
    "krd_fout_code FROM pok",
    "contactmoment": "SELECT dossier_id, status, venster_tot, is_gezamenlijk FROM contactmoment",
    "uren": "SELECT r.pok_id, r.soort, r.minuten, d.oordeel FROM uren_regel r JOIN uren_dag d ON d.id = r.dag_id",
}


def _rollen(motor: Engine) -> dict[str, Actor]:
    """Whose start pages are measured: the demo's own people, and a coordinator of everything."""
    with lezen(op=motor) as session:
        vraag = sa.select(col(Account.gebruikersnaam), col(Account.id)).where(
            col(Account.gebruikersnaam).in_([DEMO_NAMEN[rol][0] for rol in _WIE])
        )
        return {n: actor_van_account(session, i) for n, i in session.execute(vraag)} | {"coordinator_school": _SCHOOL}


def _parquet(motor: Engine, map_: Path) -> None:
    with motor.connect() as verbinding:
        for naam, vraag in _KOLOMMEN.items():
            antwoord = verbinding.exec_driver_sql(vraag)
            frame = pl.DataFrame(
                [tuple(r) for r in antwoord], schema=list(antwoord.keys()), orient="row", infer_schema_length=None
            )
            frame.with_columns(pl.col("^.*_op$|^venster_tot$").str.to_date()).write_parquet(map_ / f"{naam}.parquet")


def _scan(map_: Path) -> None:
    for naam in _KOLOMMEN:
        frame = pl.scan_parquet(map_ / f"{naam}.parquet")
        # Every value of every column is looked at: its sum or length.
        frame.select(
            pl.col(pl.String).str.len_bytes().sum(), pl.exclude(pl.String).cast(pl.Int64, strict=False).sum()
        ).collect()


def _snelst(werk: Callable[[], None], keer: int = KEER) -> float:
    tijden = []
    for _ in range(keer):
        begin = time.process_time()
        werk()
        tijden.append(time.process_time() - begin)
    return min(tijden)


def _school(map_: Path) -> Engine:
    motor = groot.copy(map_)
    with motor.connect() as verbinding:
        telling = {t: verbinding.exec_driver_sql(f"SELECT count(*) FROM {t}").scalar() for t in _TELT}
    print(f"{telling}; processor time, best of {KEER}")
    _parquet(motor, map_)
    return motor


def _uitslag(naam: str, ratio: float, doel: float, detail: dict[str, Any]) -> dict[str, Any]:
    return {
        "bench": naam,
        "ratio": round(ratio, 3),
        "goal": doel,
        "ok": ratio <= doel,
        "n": groot.SIZE,
        "detail": detail,
    }


def run_dashboard(welke: str) -> dict[str, Any]:
    """One of the three; they share their measurements in `detail`."""
    with tempfile.TemporaryDirectory(prefix="bpv-dashboard-") as folder:
        map_ = Path(folder)
        motor = _school(map_)
        queries_plaatsingen.RUST = 0.0

        def kijk() -> None:
            with lezen(op=motor) as session:
                get_overzicht(session, _SCHOOL, Keuze(schooljaar_van(VANDAAG)), VANDAAG)

        def koud() -> None:
            queries_plaatsingen.vergeet()
            kijk()

        def verander() -> None:
            with transaction(op=motor) as session:
                session.execute(sa.text("UPDATE pok SET versie = versie + 1 WHERE id = 4711"))

        scan = _snelst(lambda: _scan(map_))
        cold, warm = _snelst(koud, 3), _snelst(kijk)
        na = []
        for _ in range(KEER):
            verander()
            na.append(_snelst(kijk, 1))
        motor.dispose()
    tijden = {"scan": scan, "cold": cold, "warm": warm, "change": min(na)}
    detail = {f"{naam}_ms": round(t * 1000, 1) for naam, t in tijden.items()}
    doel = {"cold": 3.0, "warm": 0.1, "change": 3.0}[welke]
    return _uitslag(f"dashboard_{welke}", tijden[welke] / scan, doel, detail)


def run_start_page() -> dict[str, Any]:
    """The counters of each role's start page; the slowest decides."""
    with tempfile.TemporaryDirectory(prefix="bpv-dashboard-") as folder:
        map_ = Path(folder)
        motor = _school(map_)
        scan = _snelst(lambda: _scan(map_))
        detail: dict[str, Any] = {"scan_ms": round(scan * 1000, 1)}
        slechtst = 0.0
        for naam, actor in _rollen(motor).items():

            def kijk(actor: Actor = actor) -> None:
                with lezen(actor, op=motor) as session:
                    tel_tellers(session, actor, VANDAAG)
                    tellers(session, actor, VANDAAG)
                    tel_gesprekken(session, actor, VANDAAG, klok.nu())
                    tel_uren(session, actor, VANDAAG)

            tijd = _snelst(kijk, 3)
            detail[f"{naam}_ms"] = round(tijd * 1000, 1)
            slechtst = max(slechtst, tijd)
        motor.dispose()
    return _uitslag("start_page", slechtst / scan, 3.0, detail)


BENCHES = {
    "dashboard_cold": lambda: run_dashboard("cold"),
    "dashboard_warm": lambda: run_dashboard("warm"),
    "dashboard_change": lambda: run_dashboard("change"),
    "start_page": run_start_page,
}
