"""The tables a placement is made of: by which sums, marks and columns each is read for the frame of the figures."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import polars as pl
import sqlalchemy as sa
from sqlmodel import col

from bpv_app.db import UtcMoment
from bpv_app.dossier.tables import Dossier
from bpv_app.erkenning.rules import IntrekkingStatus
from bpv_app.erkenning.tables import Intrekking
from bpv_app.erkenning.tables_voordracht import Voordracht
from bpv_app.gesprek.tables import Contactmoment
from bpv_app.leerbedrijf.tables import Leerbedrijf
from bpv_app.leerbedrijf.tables_samenvoegen import DubbelPaar
from bpv_app.outbox.tables import Bericht
from bpv_app.pok.rules import PokStatus
from bpv_app.pok.tables import Pok, PokHandtekening, PokHistorie
from bpv_app.pok.tables_wijziging import PokWijziging
from bpv_app.signaal.tables import Signaal
from bpv_app.student.tables import Student, Verbintenis
from bpv_app.uren.rules import TELT_ALS_WERK, Oordeel
from bpv_app.uren.tables import UrenDag, UrenRegel, UrenWeek

_I, _S, _D, _B = pl.Int64, pl.String, pl.Date, pl.Boolean
_MOMENT = pl.Datetime("us", "UTC")
Vraag = Callable[[], Any]
"""Makes a SELECT."""


@dataclass(frozen=True, slots=True)
class Deel:
    """A table as it stands in memory.

    `stempel`: a few sums that change when a row does; `merk`: key and marks of every row; `vraag` reads rows, of which
    `sleutel` is the key and the first column of `schema`.
    """

    naam: str
    stempel: Vraag
    merk: Vraag
    vraag: Vraag
    sleutel: Any
    schema: dict[str, Any]


def _tekst(kolom: Any) -> Any:
    return sa.cast(kolom, sa.String)


def _som(tabel: Any) -> Vraag:
    return lambda: sa.select(sa.func.count(), sa.func.max(tabel.id), sa.func.sum(tabel.versie)).select_from(tabel)


def _versies(tabel: Any) -> Vraag:
    return lambda: sa.select(col(tabel.id), col(tabel.versie))


def _pok_stempel() -> Any:
    """The register's answers and a closing do not raise the version of an agreement. `ix_pok_stand` answers this."""
    return (
        sa.select(
            col(Pok.status).label("status"),
            sa.func.count(),
            sa.func.max(Pok.id),
            sa.func.sum(Pok.versie),
            sa.func.sum(sa.func.length(Pok.krd_fout_code)),
            sa.func.count(col(Pok.werkelijk_eind_op)),
        )
        .group_by(col(Pok.status))
        .order_by(col(Pok.status))
    )


def _pok_merk() -> Any:
    fout = sa.func.length(Pok.krd_fout_code)
    return sa.select(col(Pok.id), col(Pok.versie), _tekst(Pok.status), fout, _tekst(Pok.werkelijk_eind_op))


def _van_pok(naam: str, vraag: Vraag, sleutel: Any, schema: dict[str, Any]) -> Deel:
    """What hangs on an agreement changes with it."""
    return Deel(naam, _pok_stempel, _pok_merk, vraag, sleutel, schema)


def _getekend() -> Any:
    """The day on which the last party signed the version that counts."""
    return (
        sa.select(col(PokHandtekening.pok_id), sa.func.max(PokHandtekening.getekend_op))
        .join(Pok, col(Pok.id) == col(PokHandtekening.pok_id))
        .where(
            col(PokHandtekening.vervallen_op).is_(None),
            col(PokHandtekening.document_versie) == col(Pok.document_versie) - col(Pok.blad_versies),
        )
        .group_by(col(PokHandtekening.pok_id))
    )


def _historie() -> Any:
    definitief = sa.case((col(PokHistorie.naar) == PokStatus.DEFINITIEF, col(PokHistorie.op)))
    return sa.select(
        col(PokHistorie.pok_id), sa.func.max(PokHistorie.op), sa.func.max(definitief, type_=UtcMoment())
    ).group_by(col(PokHistorie.pok_id))


def _minuten() -> Any:
    return (
        sa.select(col(UrenRegel.pok_id), sa.func.sum(UrenRegel.minuten))
        .join(UrenDag, col(UrenDag.id) == col(UrenRegel.dag_id))
        .where(col(UrenRegel.soort).in_(sorted(TELT_ALS_WERK)), col(UrenDag.oordeel) == Oordeel.AKKOORD)
        .group_by(col(UrenRegel.pok_id))
    )


def _kolommen(*kolommen: Any) -> Vraag:
    return lambda: sa.select(*kolommen)


_D_KOLOMMEN = (
    *(col(k) for k in (Dossier.id, Dossier.student_id, Dossier.verbintenis_id, Dossier.team_id)),
    *(col(k) for k in (Dossier.onderwijsbegeleider_id, Dossier.begin_op, Dossier.eind_op, Dossier.uren_totaal)),
    col(Dossier.aangemaakt_op),
)
_P_KOLOMMEN = (
    *(col(k) for k in (Pok.id, Pok.dossier_id)),
    _tekst(Pok.status),
    col(Pok.crebo),
    _tekst(Pok.leerweg),
    *(col(k) for k in (Pok.leerbedrijf_id, Pok.begin_op, Pok.eind_op, Pok.uren_totaal)),
    col(Pok.krd_fout_code) != "",
)
_M_KOLOMMEN = (
    *(col(k) for k in (Contactmoment.id, Contactmoment.dossier_id)),
    _tekst(Contactmoment.status),
    *(col(k) for k in (Contactmoment.venster_tot, Contactmoment.is_gezamenlijk, Contactmoment.gehouden_op)),
)
_NAAM = sa.func.coalesce(
    sa.func.nullif(col(Student.naam), ""), col(Student.krd_sleutel), col(Student.studentnummer), ""
)
_V_KOLOMMEN = (col(Verbintenis.id), col(Verbintenis.crebo), _tekst(Verbintenis.leerweg))
DELEN: tuple[Deel, ...] = (
    Deel(
        "student",
        _som(Student),
        _versies(Student),
        _kolommen(col(Student.id), col(Student.klas), _NAAM, col(Student.zoektekst)),
        col(Student.id),
        {"student_id": _I, "klas": _S, "student": _S, "zoektekst": _S},
    ),
    Deel(
        "leerbedrijf",
        _som(Leerbedrijf),
        _versies(Leerbedrijf),
        _kolommen(col(Leerbedrijf.id), col(Leerbedrijf.naam)),
        col(Leerbedrijf.id),
        {"leerbedrijf_id": _I, "leerbedrijf": _S},
    ),
    Deel(
        "verbintenis",
        _som(Verbintenis),
        _versies(Verbintenis),
        _kolommen(*_V_KOLOMMEN),
        col(Verbintenis.id),
        {"verbintenis_id": _I, "v_crebo": _S, "v_leerweg": _S},
    ),
    Deel(
        "dossier",
        _som(Dossier),
        _versies(Dossier),
        _kolommen(*_D_KOLOMMEN),
        col(Dossier.id),
        {"id": _I, "student_id": _I, "verbintenis_id": _I, "team_id": _I, "begeleider_id": _I}
        | {"d_begin": _D, "d_eind": _D, "d_uren": _I, "aangemaakt": _MOMENT},
    ),
    _van_pok(
        "pok",
        _kolommen(*_P_KOLOMMEN),
        col(Pok.id),
        {"pok_id": _I, "id": _I, "status": _S, "p_crebo": _S, "p_leerweg": _S, "leerbedrijf_id": _I}
        | {"p_begin": _D, "p_eind": _D, "p_uren": _I, "krd_geweigerd": _B},
    ),
    _van_pok("getekend", _getekend, col(PokHandtekening.pok_id), {"pok_id": _I, "getekend": _D}),
    _van_pok("historie", _historie, col(PokHistorie.pok_id), {"pok_id": _I, "stap_sinds": _MOMENT, "rond": _MOMENT}),
    Deel(
        "moment",
        _som(Contactmoment),
        _versies(Contactmoment),
        _kolommen(*_M_KOLOMMEN),
        col(Contactmoment.id),
        {"moment_id": _I, "id": _I, "m_status": _S, "venster_tot": _D, "samen": _B, "gehouden_op": _D},
    ),
    Deel(
        "intrekking",
        _som(Intrekking),
        _versies(Intrekking),
        _kolommen(col(Intrekking.id), col(Intrekking.pok_id), col(Intrekking.status) == IntrekkingStatus.OPEN),
        col(Intrekking.id),
        {"intrekking_id": _I, "pok_id": _I, "is_open": _B},
    ),
    Deel(
        "minuten",
        _som(UrenWeek),
        lambda: sa.select(col(UrenWeek.pok_id), sa.func.count(), sa.func.sum(UrenWeek.versie)).group_by(
            col(UrenWeek.pok_id)
        ),
        _minuten,
        col(UrenRegel.pok_id),
        {"pok_id": _I, "minuten": _I},
    ),
)

_BERICHTEN = (
    sa.select(_tekst(Bericht.status), sa.func.count(), sa.func.max(Bericht.id))
    .group_by(_tekst(Bericht.status))
    .order_by(_tekst(Bericht.status))
)
OOK: tuple[Vraag, ...] = (
    *(_som(tabel) for tabel in (Signaal, PokWijziging, Voordracht, DubbelPaar)),
    lambda: _BERICHTEN,
)
"""Sums of what only the start pages count."""
