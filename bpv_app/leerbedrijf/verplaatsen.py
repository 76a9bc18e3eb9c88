"""Moving rows of any part from one company or contact to another, by the list in `rules_samenvoegen`.

The parts that hold them lie above this one, so they are reached through the metadata of the tables, not by import. Rows
that are moved get a new version: a form that was open on one of them is told that somebody else changed it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, SQLModel

from bpv_app.kernel.actor import Actor
from bpv_app.kernel.clock import Clock
from bpv_app.leerbedrijf.rules_samenvoegen import VERWIJZINGEN, ZONDER_ID, Aantal, Naar, Verplaatsing, Verwijzing
from bpv_app.toegang.audit import NIET_GEVOLGD, AuditRij, AuditSoort, noteer_bulk

PER_KEER = 5_000


def tabel(naam: str) -> sa.Table:
    """A table of the app by its name."""
    return SQLModel.metadata.tables[naam]


def bewegende(naar: Naar) -> tuple[Verwijzing, ...]:
    """The columns that follow a company or contact to another."""
    return tuple(v for v in VERWIJZINGEN if v.naar is naar and not v.blijft)


def list_ids(session: Session, v: Verwijzing, van: int, zonder: Collection[int] = ()) -> tuple[int, ...]:
    """The rows that refer to `van`, by id; locked where the database locks rows."""
    t = tabel(v.tabel)
    vraag = sa.select(t.c.id).where(t.c[v.kolom] == van).order_by(t.c.id).with_for_update()
    ids = session.execute(vraag).scalars()
    return tuple(i for i in ids if i not in zonder)


def verplaats(session: Session, actor: Actor, clock: Clock, v: Verplaatsing, waarom: str) -> None:
    """Give the rows another company or contact, with a line in the audit for each."""
    if not v.ids:
        return
    session.flush()
    t = tabel(v.tabel)
    waarden: dict[Any, Any] = {t.c[v.kolom]: v.nieuw}
    if "versie" in t.c:
        waarden[t.c.versie] = t.c.versie + 1
    for begin in range(0, len(v.ids), PER_KEER):
        deel = v.ids[begin : begin + PER_KEER]
        session.execute(
            sa.update(t).where(t.c.id.in_(deel), t.c[v.kolom] == v.oud).values(waarden),
            execution_options={"synchronize_session": False},
        )
    if v.tabel not in NIET_GEVOLGD:
        noteer_bulk(
            session,
            actor,
            clock.nu(),
            [AuditRij(AuditSoort.GEWIJZIGD, v.tabel, i, waarom, {v.kolom: v.oud}, {v.kolom: v.nieuw}) for i in v.ids],
        )
    session.expire_all()


def tel(session: Session, leerbedrijf_id: int) -> list[Aantal]:
    """How much hangs on a company, for the preview; only what there is."""
    uit = []
    for v in bewegende(Naar.LEERBEDRIJF):
        t = tabel(v.tabel)
        vraag = sa.select(sa.func.count()).select_from(t).where(t.c[v.kolom] == leerbedrijf_id)
        aantal = session.execute(vraag).scalar_one()
        if aantal and v.wat is not None:
            uit.append(Aantal(v.wat, int(aantal)))
    return uit


def list_gebonden_poks(session: Session, leerbedrijf_id: int) -> set[int]:
    """POKs whose leerbedrijf-ID stands on paper or in the KRD: made complete once, whatever came after."""
    pok = tabel("pok")
    vraag = sa.select(pok.c.id).where(pok.c.leerbedrijf_id == leerbedrijf_id, pok.c.status.not_in(ZONDER_ID))
    return set(session.execute(vraag).scalars())


def lees_kolommen(session: Session, naam: str, kolommen: Sequence[str], ids: Iterable[int]) -> list[Any]:
    """(id, *columns) of these rows, as they are now; rows that are gone are left out."""
    t, gevraagd = tabel(naam), sorted(ids)
    uit: list[Any] = []
    for begin in range(0, len(gevraagd), PER_KEER):
        deel = gevraagd[begin : begin + PER_KEER]
        vraag = sa.select(t.c.id, *(t.c[k] for k in kolommen)).where(t.c.id.in_(deel)).order_by(t.c.id)
        uit += session.execute(vraag.with_for_update()).all()
    return uit


def _naar_json(waarde: Any) -> Any:
    return waarde.isoformat() if isinstance(waarde, date) else waarde


def zet_veld(rij: Any, tabel_naam: str, veld: str, waarde: Any, waarden: list[list[Any]]) -> None:
    """Set a field and remember what it was."""
    oud = getattr(rij, veld)
    if oud != waarde:
        setattr(rij, veld, waarde)
        waarden.append([tabel_naam, rij.id, veld, _naar_json(oud), _naar_json(waarde)])
