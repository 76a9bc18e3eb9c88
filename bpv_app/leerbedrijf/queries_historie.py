"""The history of a company, field by field, out of the audit: old → new, who, when, and where it came from.

The audit knows every change; this says of each whether it was a form, an import, the company itself, a proposal of the
company or a merge.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from bpv_app.kernel.actor import Actor, require
from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.tekst import Tekst
from bpv_app.leerbedrijf import service
from bpv_app.leerbedrijf.opgegaan import list_opgegaan
from bpv_app.leerbedrijf.rules_wijziging import VELD_NAAM, WijzigingStatus, toon_waarde
from bpv_app.leerbedrijf.tables import Contactpersoon, Leerbedrijf, Locatie
from bpv_app.leerbedrijf.tables_relatie import BedrijfWijziging
from bpv_app.leerbedrijf.tables_samenvoegen import Samenvoeging
from bpv_app.toegang.queries_historie import AuditRegel, list_regels, list_van_bedrijf
from bpv_app.toegang.tables import AuditSoort

MAX_REGELS = 500
GEMAAKT = "gemaakt"
"""Stands for a field: the row was added."""
_TEGELIJK = timedelta(seconds=5)


class Bron(StrEnum):
    """Where a change came from."""

    FORMULIER = "formulier"
    IMPORT = "import"
    BEDRIJF = "bedrijf"
    VOORSTEL = "voorstel"
    SAMENVOEGEN = "samenvoegen"
    APP = "app"


BRON_LABEL: dict[Bron, Tekst] = {
    Bron.FORMULIER: Tekst("formulier van de school", "form of the school"),
    Bron.IMPORT: Tekst("ingelezen bestand", "imported file"),
    Bron.BEDRIJF: Tekst("het leerbedrijf zelf", "the company itself"),
    Bron.VOORSTEL: Tekst("voorstel van het leerbedrijf", "proposal of the company"),
    Bron.SAMENVOEGEN: Tekst("samenvoegen", "merge"),
    Bron.APP: Tekst("de app", "the app"),
}


@dataclass(frozen=True, slots=True)
class HistorieRegel:
    """One field of one row, once. `over`: the location or contact it is about; empty: the company."""

    op: datetime
    wie: str
    bron: Bron
    over: str
    veld: str
    oud: str
    nieuw: str


def veld_label(veld: str) -> Tekst:
    """The name of a field as the screen shows it."""
    return Tekst("Toegevoegd", "Added") if veld == GEMAAKT else VELD_NAAM.get(veld, Tekst(veld, veld))


def get_historie(session: Session, actor: Actor, leerbedrijf_id: int) -> list[HistorieRegel]:
    """Newest first, with what went up in this company, at most `MAX_REGELS`. For the school only.

    Raises GeenRecht or NietGevonden.
    """
    require(actor, Actie.LEERBEDRIJF_ZIEN)
    service.get_leerbedrijf(session, actor, leerbedrijf_id)
    bedrijven = list_opgegaan(session, leerbedrijf_id)
    namen = _namen(session, leerbedrijf_id, bedrijven)
    objecten = {tabel: [i for t, i in namen if t == tabel] for tabel in ("leerbedrijf", "locatie", "contactpersoon")}
    regels = list_regels(session, objecten, hoogstens=MAX_REGELS)
    van_bedrijf = list_van_bedrijf(session, [r.account_id for r in regels])
    samen, voorstellen = _samengevoegd(session, bedrijven), _doorgevoerd(session, bedrijven)
    heten = _heten(session, regels)

    def toon(veld: str, waarde: Any) -> str:
        return heten.get((veld, waarde), "") if veld in _NAAR else toon_waarde(veld, waarde)

    uit = []
    for r in regels:
        over = namen[(r.tabel, r.object_id or 0)]
        if r.soort is AuditSoort.GEMAAKT:
            nieuw = str(r.nieuw.get("naam", ""))
            bron = Bron.BEDRIJF if r.account_id in van_bedrijf else _bron(r)
            uit.append(HistorieRegel(r.op, r.naam, bron, over, GEMAAKT, "", nieuw))
            continue
        for veld, waarde in r.nieuw.items():
            if (r.tabel, r.object_id, veld, r.oud.get(veld), waarde) in samen:
                bron = Bron.SAMENVOEGEN
            elif any(_is_van(v, r, veld, waarde) for v in voorstellen):
                bron = Bron.VOORSTEL
            else:
                bron = Bron.BEDRIJF if r.account_id in van_bedrijf else _bron(r)
            uit.append(HistorieRegel(r.op, r.naam, bron, over, veld, toon(veld, r.oud.get(veld)), toon(veld, waarde)))
    return uit[:MAX_REGELS]


def _bron(r: AuditRegel) -> Bron:
    if r.omschrijving == "import":
        return Bron.IMPORT
    if "samenvoeg" in r.omschrijving.lower():
        return Bron.SAMENVOEGEN
    return Bron.FORMULIER if r.account_id is not None else Bron.APP


def _namen(session: Session, leerbedrijf_id: int, bedrijven: set[int]) -> dict[tuple[str, int], str]:
    """What each row is called; nothing for the company itself."""
    uit = {("leerbedrijf", leerbedrijf_id): ""}
    vraag = sa.select(col(Leerbedrijf.id), col(Leerbedrijf.naam)).where(col(Leerbedrijf.id).in_(bedrijven))
    uit |= {("leerbedrijf", i): naam for i, naam in session.execute(vraag) if i != leerbedrijf_id}
    for naam_tabel, tabel in (("locatie", Locatie), ("contactpersoon", Contactpersoon)):
        kolommen = sa.inspect(tabel).columns
        rijen = session.execute(
            sa.select(kolommen["id"], kolommen["naam"]).where(kolommen["leerbedrijf_id"].in_(bedrijven))
        )
        uit |= {(naam_tabel, i): naam for i, naam in rijen}
    return uit


_NAAR: dict[str, Any] = {"tekent_via_id": Leerbedrijf, "tekenaar_id": Contactpersoon}
"""Fields that hold an id, and of what: they are shown by name."""


def _heten(session: Session, regels: list[AuditRegel]) -> dict[tuple[str, Any], str]:
    """How the companies and people in those fields are called now."""
    uit: dict[tuple[str, Any], str] = {}
    for veld, tabel in _NAAR.items():
        ids = {w for r in regels for w in (r.oud.get(veld), r.nieuw.get(veld)) if isinstance(w, int)}
        kolommen = sa.inspect(tabel).columns
        if ids:
            vraag = sa.select(kolommen["id"], kolommen["naam"]).where(kolommen["id"].in_(ids))
            uit |= {(veld, i): naam for i, naam in session.execute(vraag)}
    return uit


def _samengevoegd(session: Session, bedrijven: set[int]) -> set[tuple[Any, ...]]:
    """What merges changed: (table, id, field, old, new)."""
    vraag = sa.select(col(Samenvoeging.waarden)).where(col(Samenvoeging.blijft_id).in_(bedrijven))
    return {tuple(w) for waarden in session.execute(vraag).scalars() for w in waarden}


def _doorgevoerd(session: Session, bedrijven: set[int]) -> list[BedrijfWijziging]:
    vraag = sa.select(BedrijfWijziging).where(
        col(BedrijfWijziging.leerbedrijf_id).in_(bedrijven),
        col(BedrijfWijziging.status) == WijzigingStatus.DOORGEVOERD,
    )
    return list(session.execute(vraag).scalars())


def _is_van(v: BedrijfWijziging, r: AuditRegel, veld: str, waarde: Any) -> bool:
    """Whether this change carried out that proposal: the same value by the same person at the same moment."""
    return (
        r.tabel == "leerbedrijf"
        and v.gevraagd.get(veld) == waarde
        and v.besloten_door == r.naam
        and v.besloten_op is not None
        and abs(v.besloten_op - r.op) <= _TEGELIJK
    )
