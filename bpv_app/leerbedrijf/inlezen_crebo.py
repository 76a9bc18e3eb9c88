"""Taking over how crebos have to do with each other: successors and groups. The file replaces what we had, at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import polars as pl
import sqlalchemy as sa
from sqlmodel import Session, col

from bpv_app import bulk
from bpv_app.kernel.actor import Actor
from bpv_app.kernel.errors import DomeinFout
from bpv_app.kernel.inlezen import DUBBELE_RIJEN, VERVALLEN, Melding, Tellingen, Uitkomst, Verslag, neem_vingerafdruk
from bpv_app.kernel.tekst import Tekst
from bpv_app.leerbedrijf.rules_crebo import ALTIJD, ZELFDE, CreboVerband, Verband, bereken_telt
from bpv_app.leerbedrijf.service_erkenning import vergeet_register
from bpv_app.leerbedrijf.tables import CreboTelt, Erkenning, Leerbedrijf
from bpv_app.leerbedrijf.tables import CreboVerband as CreboVerbandRij
from bpv_app.toegang.audit import AuditRij, AuditSoort, noteer_bulk

_GEEN_DAG = Tekst("Een opvolging heeft een dag vanaf wanneer.", "A succession has a day from which it holds.")


class GeenVerband(DomeinFout):
    """Nothing in the file could be used: that never empties what we have."""

    http_status = 400

    def __init__(self) -> None:
        super().__init__(
            "geen_verband",
            Tekst(
                "In dit bestand staat geen enkele bruikbare opvolging of groep; er verandert niets.",
                "This file holds no usable succession or group at all; nothing changes.",
            ),
        )


@dataclass(slots=True)
class CreboPlan:
    """`verbanden`: all there will be; `crebos`: of which something changes."""

    uitkomst: Uitkomst
    verbanden: list[CreboVerband]
    crebos: set[str]


def maak_plan(session: Session, frame: pl.DataFrame) -> CreboPlan:
    """Compare with what we have. Reads only. Raises GeenVerband when there is no good row."""
    verslag = Verslag()
    nieuw: dict[tuple[str, str, str], CreboVerband] = {}
    dubbel = 0
    for rij in frame.iter_rows(named=True):
        soort = Verband(rij.get("soort") or Verband.OPVOLGING)
        vanaf = rij.get("vanaf") or (ALTIJD if soort is Verband.GROEP else None)
        if rij["van"] == rij["naar"] or vanaf is None:
            verslag.geweigerd.append(Melding(rij["rij"], _GEEN_DAG if vanaf is None else ZELFDE))
            continue
        sleutel = (soort.value, rij["van"], rij["naar"])
        dubbel += sleutel in nieuw
        nieuw.setdefault(sleutel, CreboVerband(soort, rij["van"], rij["naar"], vanaf))
    if not nieuw:
        raise GeenVerband
    oud = {(r.soort, r.van, r.naar): r.vanaf for r in session.execute(sa.select(CreboVerbandRij)).scalars()}
    erbij = [k for k in nieuw if k not in oud]
    anders = [k for k in nieuw if k in oud and oud[k] != nieuw[k].vanaf]
    weg = [k for k in oud if k not in nieuw]
    aantal = Tellingen(len(erbij), len(anders), len(nieuw) + dubbel - len(erbij) - len(anders), len(verslag.geweigerd))
    tekst = "\n".join(f"{k} {v.vanaf}" for k, v in sorted(nieuw.items())) + "|" + "\n".join(map(str, sorted(weg)))
    extra = ((VERVALLEN, len(weg)), (DUBBELE_RIJEN, dubbel))
    uitkomst = Uitkomst(
        aantal,
        tuple(verslag.geweigerd),
        extra=tuple((label, n) for label, n in extra if n),
        vingerafdruk=neem_vingerafdruk((tekst.encode(),)),
    )
    return CreboPlan(uitkomst, list(nieuw.values()), {c for k in (*erbij, *anders, *weg) for c in k[1:]})


def list_betrokken(session: Session, plan: CreboPlan) -> set[str]:
    """Leerbedrijf-IDs of our companies that are accredited for what changes, or for what has to do with it."""
    telt = {t for v in (bereken_telt(plan.verbanden), _huidig(session)) for t in v}
    alle = plan.crebos | {c for t in telt for c in (t.crebo, t.erkend_crebo) if {t.crebo, t.erkend_crebo} & plan.crebos}
    vraag = (
        sa.select(col(Leerbedrijf.sbb_id))
        .join(Erkenning, col(Erkenning.sbb_id) == col(Leerbedrijf.sbb_id))
        .where(col(Erkenning.crebo).in_(sorted(alle)))
    )
    return {rij[0] for rij in session.execute(vraag.distinct())}


def _huidig(session: Session) -> list[Any]:
    rijen = session.execute(sa.select(CreboVerbandRij)).scalars()
    return bereken_telt(CreboVerband(Verband(r.soort), r.van, r.naar, r.vanaf) for r in rijen)


def vergrendel(session: Session) -> None:
    """From here to the end of the transaction nobody else changes the relations or the register."""
    bulk.vergrendel(session, bulk.tabel(CreboVerbandRij), bulk.tabel(CreboTelt), bulk.tabel(Erkenning))


def voer_uit(session: Session, actor: Actor, op: datetime, plan: CreboPlan, bron: Mapping[str, Any]) -> None:
    """Write the plan and what follows from it. Never commits."""
    verbinding = session.connection()
    for model in (CreboVerbandRij, CreboTelt):
        verbinding.execute(sa.delete(bulk.tabel(model)))
    rijen = [{"soort": v.soort.value, "van": v.van, "naar": v.naar, "vanaf": v.vanaf} for v in plan.verbanden]
    verbinding.execute(sa.insert(bulk.tabel(CreboVerbandRij)), rijen)
    telt = [{"crebo": t.crebo, "erkend_crebo": t.erkend_crebo, "vanaf": t.vanaf} for t in bereken_telt(plan.verbanden)]
    verbinding.execute(sa.insert(bulk.tabel(CreboTelt)), telt)
    wat = f"{len(rijen)} opvolgingen en groepen van crebo's ingelezen"
    noteer_bulk(session, actor, op, [AuditRij(AuditSoort.GEMAAKT, "crebo_verband", None, wat, nieuw=dict(bron))])
    vergeet_register(session)
