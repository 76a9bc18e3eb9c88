"""The result of the actor's own last full comparison with the register."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from bpv_app.kernel.actor import Actor
from bpv_app.kernel.clock import lees_datum, toon_datum
from bpv_app.kernel.lijst import Cel, Filter, Keuze, Kolom, Lijst, LijstAntwoord, LijstVraag, Rij
from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.tekst import Tekst
from bpv_app.koppeling.krd.queries import lees_pagina
from bpv_app.koppeling.krd.rules_vergelijken import VELD_LABEL, VERGELIJK_ADVIES, VERGELIJK_LABEL, VergelijkSoort
from bpv_app.koppeling.krd.tables import KrdVergelijking, KrdVergelijkingRij
from bpv_app.pok.service import pok_scope
from bpv_app.pok.tables import Pok

_SORTEER: dict[str, Any] = {"pok": col(KrdVergelijkingRij.pok_nummer), "soort": col(KrdVergelijkingRij.soort)}


def _laatste(actor: Actor) -> sa.ScalarSelect[Any]:
    return (
        sa.select(sa.func.max(col(KrdVergelijking.id)))
        .where(col(KrdVergelijking.account_id) == actor.account_id)
        .scalar_subquery()
    )


@dataclass(frozen=True, slots=True)
class StandBeeld:
    """The file behind the actor's last comparison, or since when it is waited for. `fouten`: line and reason."""

    wacht_sinds: datetime | None = None
    naam: str = ""
    van: date | None = None
    fouten: tuple[tuple[int, Tekst], ...] = ()


def get_stand(session: Session, actor: Actor) -> StandBeeld:
    """By file: what is known of it. Lines are of the whole register, so only for who may see all of it."""
    vraag = sa.select(KrdVergelijking).where(col(KrdVergelijking.id) == _laatste(actor))
    rij: KrdVergelijking | None = session.execute(vraag).scalar_one_or_none()
    if rij is None or not actor.mag(Actie.KRD_ZIEN):
        return StandBeeld()
    if rij.wacht:
        return StandBeeld(wacht_sinds=rij.begonnen_op)
    stand = rij.stand or {}
    van = str(stand.get("van", ""))
    fouten = stand.get("fouten", []) if actor.team_ids(Actie.KRD_ZIEN) is None else []
    regels = tuple((int(f["regel"]), Tekst(f["nl"], f["en"])) for f in fouten)
    return StandBeeld(None, str(stand.get("naam", "")), date.fromisoformat(van) if van else None, regels)


def vergelijking_scope(actor: Actor) -> sa.ColumnElement[bool]:
    """Rows of the actor's own last comparison, as far as those POKs are still the actor's to see."""
    poks = sa.select(col(Pok.id)).where(pok_scope(actor, Actie.KRD_ZIEN))
    mag = [col(KrdVergelijkingRij.pok_id).in_(poks)]
    if actor.mag(Actie.KRD_ZIEN) and actor.team_ids(Actie.KRD_ZIEN) is None:
        mag.append(col(KrdVergelijkingRij.pok_id).is_(None))
    return sa.and_(col(KrdVergelijkingRij.vergelijking_id) == _laatste(actor), sa.or_(*mag))


def list_vergelijking(session: Session, actor: Actor, vraag: LijstVraag) -> LijstAntwoord:
    """In what both sides differ, by number of the POK."""
    waar: list[sa.ColumnElement[bool]] = [vergelijking_scope(actor)]
    if vraag.zoek:
        waar.append(col(KrdVergelijkingRij.pok_nummer).contains(vraag.zoek, autoescape=True))
    if soort := vraag.filters.get("soort", ""):
        waar.append(col(KrdVergelijkingRij.soort) == VergelijkSoort(soort))
    totaal = session.execute(sa.select(sa.func.count()).select_from(KrdVergelijkingRij).where(*waar)).scalar_one()
    volgorde = _SORTEER.get(vraag.sorteer, col(KrdVergelijkingRij.pok_nummer))
    ids = sa.select(col(KrdVergelijkingRij.id)).where(*waar)
    rij_id = col(KrdVergelijkingRij.id)
    plek = {i: n for n, i in enumerate(lees_pagina(session, vraag, ids, volgorde, rij_id, aflopend=vraag.aflopend))}
    rijen = session.execute(sa.select(KrdVergelijkingRij).where(rij_id.in_(plek))).scalars().all()
    return LijstAntwoord([_rij(r, vraag.taal) for r in sorted(rijen, key=lambda r: plek[r.id or 0])], totaal)


def _waarde(tekst: str, taal: str) -> str:
    """Dates as people write them; the rest as it is."""
    try:
        dag = lees_datum(tekst) if len(tekst) == 10 else None
    except ValueError:
        dag = None
    return toon_datum(dag, taal) if dag else tekst


def _rij(r: KrdVergelijkingRij, taal: str) -> Rij:
    href = f"/poks/{r.pok_id}" if r.pok_id else ""
    veld = VELD_LABEL[r.veld].in_taal(taal) if r.veld in VELD_LABEL else r.veld
    toon = "error" if r.soort in (VergelijkSoort.ONTBREEKT_DAAR, VergelijkSoort.ONTBREEKT_HIER) else "warning"
    return Rij(
        sleutel=str(r.pok_id or 0),
        cellen=(
            Cel(r.pok_nummer, href=href),
            Cel(VERGELIJK_LABEL[r.soort].in_taal(taal), badge=True, toon=toon),
            Cel(veld),
            Cel(_waarde(r.hier, taal)),
            Cel(_waarde(r.krd, taal)),
            Cel(VERGELIJK_ADVIES[r.soort].in_taal(taal)),
        ),
        href=href,
        naam=r.pok_nummer,
    )


KRD_VERGELIJKING = Lijst(
    naam="krd-vergelijking",
    titel=Tekst("Vergelijking met de KRD", "Comparison with the register"),
    actie=Actie.KRD_ZIEN,
    kolommen=(
        Kolom("pok", Tekst("POK", "Agreement")),
        Kolom("soort", Tekst("Wat", "What")),
        Kolom("veld", Tekst("Gegeven", "Data"), sorteer=False),
        Kolom("hier", Tekst("Hier", "Here"), sorteer=False),
        Kolom("krd", Tekst("Staat in KRD", "Is in register"), sorteer=False),
        Kolom("advies", Tekst("Wat te doen", "What to do"), sorteer=False),
    ),
    vraag=list_vergelijking,
    filters=(Filter("soort", Tekst("Wat", "What"), tuple(Keuze(s.value, VERGELIJK_LABEL[s]) for s in VergelijkSoort)),),
    zoek_label=Tekst("POK-nummer", "Agreement number"),
    leeg=Tekst("Geen verschillen in je laatste vergelijking.", "No differences in your last comparison."),
    sorteer="pok",
)
