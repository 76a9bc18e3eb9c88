"""The amendments of a POK with their objections, for its screen and its timeline."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from bpv_app.kernel.clock import toon_datum
from bpv_app.kernel.tekst import Tekst
from bpv_app.leerbedrijf.tables import Contactpersoon, Leerbedrijf, Locatie
from bpv_app.pok.rules import MUTATIE_LABEL, PARTIJ_LABEL, VELD_LABEL, MutatieSoort, Partij
from bpv_app.pok.rules_bezwaar import WijzigingStand, WijzigingStatus, bepaal_stand
from bpv_app.pok.rules_mutatie import Gevolg
from bpv_app.pok.rules_reactie import REACTIE_LABEL, Reactie
from bpv_app.pok.rules_wijziging import toon_waarde, van_json
from bpv_app.pok.tables import Pok
from bpv_app.pok.tables_krd import PokOntheffing
from bpv_app.pok.tables_wijziging import PokBezwaar, PokNaast, PokWijziging
from bpv_app.toegang.tables import Account

_TABELLEN: dict[str, Any] = {
    "leerbedrijf_id": Leerbedrijf,
    "locatie_id": Locatie,
    "praktijkopleider_id": Contactpersoon,
    "onderwijsbegeleider_id": Account,
}


def naam_bij(session: Session, veld: str, sleutel: int) -> str:
    """The name of a company, location or person; "–" when it is gone."""
    tabel = _TABELLEN[veld]
    return session.execute(sa.select(tabel.naam).where(tabel.id == sleutel)).scalar_one_or_none() or "–"


@dataclass(frozen=True, slots=True)
class BezwaarRegel:
    """What a party said; `is_online`: the party itself, otherwise the school noted what came in."""

    partij: Partij
    reactie: Reactie
    reden: str
    ontvangen_op: date
    door: str
    is_online: bool


@dataclass(frozen=True, slots=True)
class WijzigingRegel:
    """An amendment. `voor_na`: field, before and after, in words of the language asked for."""

    id: int
    soort: MutatieSoort
    gevolg: Gevolg
    stand: WijzigingStand
    ingang: date | None
    voor_na: tuple[tuple[Tekst, str, str], ...]
    reden: str
    op_verzoek: bool
    document_versie: int | None
    bezwaar_tot: date | None
    op: datetime
    door: str
    afhandeling: str
    afgehandeld_door: str
    opvolger_id: int | None
    opvolger: str
    bezwaren: tuple[BezwaarRegel, ...]


def list_wijzigingen(session: Session, pok_id: int, vandaag: date, taal: str) -> tuple[WijzigingRegel, ...]:
    """Newest first. The caller has checked that the POK may be seen."""
    rijen = session.execute(
        sa.select(PokWijziging, col(Pok.nummer))
        .outerjoin(Pok, col(Pok.id) == col(PokWijziging.nieuw_pok_id))
        .where(col(PokWijziging.pok_id) == pok_id)
        .order_by(col(PokWijziging.id).desc())
    ).all()
    bezwaren = _bezwaren(session, [w.id for w, _ in rijen])
    return tuple(_regel(session, w, nummer or "", bezwaren.get(w.id, ()), vandaag, taal) for w, nummer in rijen)


def _regel(
    session: Session,
    w: PokWijziging,
    opvolger: str,
    bezwaren: tuple[BezwaarRegel, ...],
    vandaag: date,
    taal: str,
) -> WijzigingRegel:
    voor, na = van_json(w.voor), van_json(w.na)

    def toon(veld: str, waarde: Any) -> str:
        return toon_waarde(veld, waarde, taal, lambda v, s: naam_bij(session, v, s))

    return WijzigingRegel(
        id=w.id or 0,
        soort=w.soort,
        gevolg=w.gevolg,
        stand=bepaal_stand(w.status, w.bezwaar_tot, vandaag),
        ingang=w.ingang,
        voor_na=tuple((VELD_LABEL[v], toon(v, voor.get(v)), toon(v, na[v])) for v in na),
        reden=w.reden,
        op_verzoek=w.op_verzoek,
        document_versie=w.document_versie,
        bezwaar_tot=w.bezwaar_tot,
        op=w.op,
        door=w.door_naam,
        afhandeling=w.afhandeling,
        afgehandeld_door=w.afgehandeld_door,
        opvolger_id=w.nieuw_pok_id,
        opvolger=opvolger,
        bezwaren=bezwaren,
    )


def _bezwaren(session: Session, ids: Collection[int | None]) -> dict[int, tuple[BezwaarRegel, ...]]:
    uit: dict[int, tuple[BezwaarRegel, ...]] = {}
    vraag = sa.select(PokBezwaar).where(col(PokBezwaar.wijziging_id).in_(ids)).order_by(col(PokBezwaar.id))
    for b in session.execute(vraag).scalars():
        regel = BezwaarRegel(b.partij, b.reactie, b.reden, b.ontvangen_op, b.door_naam, b.is_online)
        uit[b.wijziging_id] = (*uit.get(b.wijziging_id, ()), regel)
    return uit


@dataclass(frozen=True, slots=True)
class Gebeurd:
    """One line for the timeline."""

    op: datetime
    tekst: Tekst
    door: str


def list_gebeurd(session: Session, pok_ids: Collection[int]) -> list[Gebeurd]:
    """Changes that are no step of the life cycle: recorded changes, new bpv-bladen, objections, reasons."""
    uit: list[Gebeurd] = []
    wijzigingen = sa.select(PokWijziging).where(
        col(PokWijziging.pok_id).in_(pok_ids), col(PokWijziging.gevolg) != Gevolg.NIEUWE_POK
    )
    for w in session.execute(wijzigingen).scalars():
        label = MUTATIE_LABEL[w.soort]
        wat = (
            Tekst(f"Nieuw bpv-blad (versie {w.document_versie})", f"New bpv-blad (version {w.document_versie})")
            if w.gevolg is Gevolg.BPVBLAD
            else Tekst("Vastgelegd", "Recorded")
        )
        reden = f". {w.reden}" if w.reden else ""
        nl, en = f"{wat.nl}: {label.nl.lower()}{reden}", f"{wat.en}: {label.en.lower()}{reden}"
        uit.append(Gebeurd(w.op, Tekst(nl, en), w.door_naam))
        if w.afgehandeld_op:
            nl, en = _AFGEHANDELD[w.status].nl, _AFGEHANDELD[w.status].en
            uit.append(
                Gebeurd(w.afgehandeld_op, Tekst(f"{nl} {w.afhandeling}", f"{en} {w.afhandeling}"), w.afgehandeld_door)
            )
    bezwaren = (
        sa.select(PokBezwaar)
        .join(PokWijziging, col(PokWijziging.id) == col(PokBezwaar.wijziging_id))
        .where(col(PokWijziging.pok_id).in_(pok_ids))
    )
    uit += [Gebeurd(b.op, _reactie(b), b.door_naam) for b in session.execute(bezwaren).scalars()]
    for n in session.execute(sa.select(PokNaast).where(col(PokNaast.pok_id).in_(pok_ids))).scalars():
        nl, en = f"Mag naast een andere stage: {n.reden}", f"May run beside another placement: {n.reden}"
        uit.append(Gebeurd(n.op, Tekst(nl, en), n.door_naam))
    for o in session.execute(sa.select(PokOntheffing).where(col(PokOntheffing.pok_id).in_(pok_ids))).scalars():
        stop, freeze = toon_datum(o.mutatiestop), toon_datum(o.mutatiestop, "en")
        nl, en = f"Ontheffing van de mutatiestop (vóór {stop})", f"Exempted from the mutation freeze (before {freeze})"
        uit.append(Gebeurd(o.op, Tekst(f"{nl}: {o.reden}", f"{en}: {o.reden}"), o.door_naam))
    return uit


def _reactie(b: PokBezwaar) -> Tekst:
    """What a party said, and by which road."""
    wie, wat = PARTIJ_LABEL[b.partij], REACTIE_LABEL[b.reactie]
    hoe = Tekst(" (zelf, in de app)", " (in the app)") if b.is_online else Tekst("", "")
    reden = f": {b.reden}" if b.reden else "."
    return Tekst(f"{wat.nl} van {wie.nl.lower()}{hoe.nl}{reden}", f"{wat.en} of {wie.en.lower()}{hoe.en}{reden}")


_AFGEHANDELD: dict[WijzigingStatus, Tekst] = {
    WijzigingStatus.GEHANDHAAFD: Tekst("Het bezwaar is opgelost, het bpv-blad blijft.", "Objection settled, it stays."),
    WijzigingStatus.INGETROKKEN: Tekst("Het bpv-blad is ingetrokken.", "The bpv-blad was taken back."),
    WijzigingStatus.VERVALLEN: Tekst("Het bpv-blad is vervallen.", "The bpv-blad lapsed."),
    **dict.fromkeys((WijzigingStatus.VAST, WijzigingStatus.LOOPT, WijzigingStatus.BEZWAAR), Tekst("", "")),
}
