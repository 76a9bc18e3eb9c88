"""Find a company for a student: by words, accredited ones first, nearest first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import cast

import sqlalchemy as sa
from sqlmodel import Session, col

from bpv_app.kernel import clock as tijd
from bpv_app.kernel.actor import Actor
from bpv_app.kernel.tekst import Tekst
from bpv_app.leerbedrijf.clauses import is_erkend_clause, is_levend, leerbedrijf_scope
from bpv_app.leerbedrijf.opgegaan import volg
from bpv_app.leerbedrijf.rules import Uitkomst, is_actief
from bpv_app.leerbedrijf.rules_invoer import OngeldigNummer, lees_crebo
from bpv_app.leerbedrijf.service_erkenning import beoordeel, list_regels, tel_register
from bpv_app.leerbedrijf.tables import Leerbedrijf
from bpv_app.leerbedrijf.zoeken import list_lijkende, maak_zoek
from bpv_app.ligging.queries import afstanden, get_ligging
from bpv_app.ligging.queries_dichtbij import Bron, blader
from bpv_app.ligging.rules import Ligging

MAX_LIMIET = 100


@dataclass(frozen=True, slots=True)
class GevondenLeerbedrijf:
    """A company as a choice. `uitkomst` is None when no crebo was asked; `afstand` in km, None when not known."""

    id: int
    naam: str
    sbb_id: str
    straat: str
    huisnummer: str
    postcode: str
    plaats: str
    is_actief: bool
    uitkomst: Uitkomst | None = None
    reden: Tekst | None = None
    afstand: float | None = None

    @property
    def erkend(self) -> bool | None:
        """Yes or no; None when it was not asked or cannot be known."""
        return None if self.uitkomst in (None, Uitkomst.ONBEKEND) else self.uitkomst is Uitkomst.ERKEND


def _lees_crebo(crebo: str) -> str:
    try:
        return lees_crebo(crebo)
    except OngeldigNummer:
        return ""


def zoek_leerbedrijven(
    session: Session,
    actor: Actor,
    tekst: str,
    *,
    crebo: str = "",
    peildatum: date | None = None,
    postcode: str = "",
    km: int | None = None,
    limiet: int = 20,
) -> list[GevondenLeerbedrijf]:
    """Companies whose search text holds every word of `tekst`, inside the actor's scope, at most `limiet`.

    With a `crebo` the accredited ones (on `peildatum`, else today) come first and each says yes, no or unknown; with a
    known `postcode` the nearest come first, with `km` only those within it. A crebo or postcode that is not one is left
    out of account. When nothing is spelt so, what looks like it comes; a company that was merged gives the one it
    is now.
    """
    goed_crebo, dag = _lees_crebo(crebo), peildatum or tijd.klok.vandaag()
    hier = get_ligging(session, postcode)
    scope = leerbedrijf_scope(actor)
    where = [scope, *maak_zoek(session, tekst).bladeren]
    km = km if hier else None
    leeg = km is not None and not tekst.strip()
    if not tekst.strip():  # without words nobody looks for what a company was called before
        where.append(is_levend())
    aantal = max(1, min(limiet, MAX_LIMIET))
    if goed_crebo:
        # Accredited ones first, and the others only when there is room left: mostly a far smaller search.
        erkend = is_erkend_clause(goed_crebo, dag)
        ids = _zoek_ids(session, [*where, erkend], hier, km, aantal, op_index=leeg)
        if len(ids) < aantal:
            ids += _zoek_ids(session, [*where, sa.not_(erkend)], hier, km, aantal - len(ids), op_index=leeg)
    else:
        ids = _zoek_ids(session, where, hier, km, aantal, op_index=leeg)
    if not ids and km is None:  # nothing is spelt so: what looks like it
        ids = list_lijkende(session, tekst, [scope], aantal)
    return _maak_rijen(session, _volg_alle(session, ids), goed_crebo, dag, hier)


def _volg_alle(session: Session, ids: list[int]) -> list[int]:
    """What was merged leads to the company it is now, once."""
    opgegaan = sa.select(col(Leerbedrijf.id)).where(col(Leerbedrijf.id).in_(ids), sa.not_(is_levend()))
    weg = set(session.execute(opgegaan).scalars())
    return list(dict.fromkeys(volg(session, i) if i in weg else i for i in ids))


def _zoek_ids(
    session: Session,
    where: list[sa.ColumnElement[bool]],
    hier: Ligging | None,
    km: int | None,
    aantal: int,
    *,
    op_index: bool,
) -> list[int]:
    """The first ids, nearest first when `hier` is known, then by name."""
    if hier:
        bron = Bron(
            sa.inspect(Leerbedrijf).local_table,
            col(Leerbedrijf.id),
            col(Leerbedrijf.postcode),
            col(Leerbedrijf.zoektekst),
            where,
            op_index=op_index,
        )
        return blader(session, bron, hier, km, 0, aantal).ids
    vraag = sa.select(col(Leerbedrijf.id)).where(*where)
    vraag = vraag.order_by(col(Leerbedrijf.zoektekst), col(Leerbedrijf.id)).limit(aantal)
    return list(session.execute(vraag).scalars())


def _maak_rijen(
    session: Session, ids: list[int], crebo: str, dag: date, hier: Ligging | None
) -> list[GevondenLeerbedrijf]:
    rijen = session.execute(sa.select(Leerbedrijf).where(col(Leerbedrijf.id).in_(ids))).scalars() if ids else ()
    bedrijven = {b.id: b for b in rijen}
    regels = list_regels(session, [b.sbb_id or "" for b in bedrijven.values()]) if crebo else {}
    is_leeg = bool(crebo) and tel_register(session) == 0
    verte = afstanden(session, hier, {b.postcode for b in bedrijven.values()}) if hier else {}
    gevonden = []
    for bedrijf in (bedrijven[i] for i in ids):
        oordeel = (
            beoordeel(
                bedrijf,
                regels.get(bedrijf.sbb_id or "", []),
                crebo=crebo,
                keuzedeel="",
                peildatum=dag,
                is_register_leeg=is_leeg,
            )
            if crebo
            else None
        )
        gevonden.append(
            GevondenLeerbedrijf(
                id=cast("int", bedrijf.id),
                naam=bedrijf.naam,
                sbb_id=bedrijf.sbb_id or "",
                straat=bedrijf.straat,
                huisnummer=bedrijf.huisnummer,
                postcode=bedrijf.postcode,
                plaats=bedrijf.plaats,
                is_actief=is_actief(bedrijf.actief_van, bedrijf.actief_tot, dag),
                uitkomst=oordeel.uitkomst if oordeel else None,
                reden=oordeel.reden if oordeel else None,
                afstand=verte.get(bedrijf.postcode),
            )
        )
    return gevonden
