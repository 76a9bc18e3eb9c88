"""A full comparison with the register, as long work: a page of the register a step, then what it does not have."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, Protocol

import sqlalchemy as sa
from sqlmodel import Session, col

from bpv_app.kernel.actor import Actor, require
from bpv_app.kernel.clock import Clock
from bpv_app.kernel.errors import DomeinFout
from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.tekst import Tekst
from bpv_app.koppeling.krd.queries_vergelijken import list_bestaand, list_gelezen, list_missend, list_onze
from bpv_app.koppeling.krd.rules_stand import zin_stand
from bpv_app.koppeling.krd.rules_vergelijken import (
    Afwijking,
    OnzePok,
    VergelijkSoort,
    vat_vergelijking_samen,
    vergelijk,
)
from bpv_app.koppeling.krd.tables import KrdVergelijking, KrdVergelijkingGelezen, KrdVergelijkingRij
from bpv_app.taak.rules import TaakBeeld, Voortgang
from bpv_app.taak.service import start_taak

SOORT = "krd_vergelijken"
PER_STAP = 200

GEEN_LIJN = DomeinFout(
    "krd_geen_http",
    Tekst(
        "Vergelijken kan alleen met een KRD die gekoppeld is (BPV_KRD_URL of BPV_KRD_MAP).",
        "Comparing needs a register that is linked (BPV_KRD_URL or BPV_KRD_MAP).",
    ),
)


class Register(Protocol):
    """What the comparison reads."""

    def poks(self, vanaf: int) -> Any: ...


def sleutel(actor: Actor) -> str:
    """The name of this work: one at a time per person."""
    return f"{SOORT}:{actor.account_id}"


def begin_vergelijking(session: Session, actor: Actor, clock: Clock, *, heeft_lijn: bool) -> int:
    """Put a comparison in the queue; returns the task's id. Raises GeenRecht, TaakLooptAl, or that there is no line."""
    require(actor, Actie.KRD_ZIEN)
    if not heeft_lijn:
        raise GEEN_LIJN
    assert actor.account_id is not None
    vergelijking = KrdVergelijking(account_id=actor.account_id, begonnen_op=clock.nu())
    session.add(vergelijking)
    session.flush()
    return start_vergelijking(session, actor, clock, vergelijking.id or 0)


def start_vergelijking(session: Session, actor: Actor, clock: Clock, vergelijking_id: int, stand: str = "") -> int:
    """The work itself, of a comparison that is there; `stand`: with what a state file said. Raises TaakLooptAl."""
    return start_taak(
        session,
        actor,
        clock,
        SOORT,
        Tekst("Vergelijken met de KRD", "Compare with the register"),
        {"vergelijking_id": vergelijking_id, "stand": stand},
        sleutel=sleutel(actor),
        href="/krd/vergelijking",
    )


class Vergelijken:
    """`taak.worker.Werk`: reads outside the writing transaction, compares and writes in one step."""

    actie = Actie.KRD_ZIEN

    def __init__(self, register: Callable[[str], Register | None]) -> None:
        """`register` gives the register to read: the one there is, or what a state file (its sum) said."""
        self._register = register

    def bereid_voor(self, session: Session, actor: Actor, taak: TaakBeeld) -> Mapping[str, Any]:
        """A page of the register. Raises KrdOnbereikbaar: then the work stops and says so."""
        if taak.stand.get("fase") == "rest":
            return {}
        register = self._register(str(taak.invoer.get("stand", "")))
        if register is None:
            raise GEEN_LIJN
        pagina = register.poks(int(taak.stand.get("vanaf", 0)))
        return pagina if isinstance(pagina, Mapping) else {}

    def doe(
        self, session: Session, actor: Actor, clock: Clock, taak: TaakBeeld, voorbereid: Mapping[str, Any]
    ) -> Voortgang:
        """One page, and after the last one what should be there and is not."""
        vergelijking = session.get_one(KrdVergelijking, int(taak.invoer["vergelijking_id"]))
        if taak.stand.get("fase") == "rest":
            return self._rest(session, actor, clock, taak, vergelijking)
        lijst = voorbereid.get("poks")
        rijen = [r for r in lijst if isinstance(r, Mapping)] if isinstance(lijst, Sequence) else []
        _vergelijk_pagina(session, actor, vergelijking, rijen)
        vanaf = int(taak.stand.get("vanaf", 0)) + len(rijen)
        totaal = voorbereid.get("totaal")
        is_laatste = not rijen or not isinstance(totaal, int) or vanaf >= totaal
        stand = {"vanaf": vanaf, "fase": "rest" if is_laatste else "lezen", "na": 0}
        alles = (totaal if isinstance(totaal, int) else vanaf) + 1
        return Voortgang(min(vanaf, alles - 1), alles, stand)

    def _rest(
        self, session: Session, actor: Actor, clock: Clock, taak: TaakBeeld, vergelijking: KrdVergelijking
    ) -> Voortgang:
        """Ours that should be there and were on no page; a step of these."""
        alles = max(taak.totaal, taak.gedaan + 1)
        poks = list_missend(session, actor, vergelijking.id or 0, int(taak.stand.get("na", 0)), PER_STAP)
        for pok_id, nummer, status in poks:
            _bewaar(session, vergelijking, list(vergelijk(OnzePok(pok_id, nummer, status, {}), None)))
        vergelijking.gelezen += len(poks)
        if len(poks) == PER_STAP:
            return Voortgang(taak.gedaan, alles, {**taak.stand, "na": poks[-1][0]})
        vergelijking.klaar_op = clock.nu()
        session.execute(sa.delete(KrdVergelijkingGelezen).where(_van(vergelijking)))
        session.flush()
        return Voortgang(alles, alles, {}, slot=vat_samen(session, vergelijking, clock.vandaag()))


def _van(vergelijking: KrdVergelijking) -> sa.ColumnElement[bool]:
    return col(KrdVergelijkingGelezen.vergelijking_id) == vergelijking.id


def vat_samen(session: Session, vergelijking: KrdVergelijking, vandaag: date) -> Tekst:
    """The result in one sentence; by file also how old that was and what of it was not understood."""
    vraag = (
        sa.select(col(KrdVergelijkingRij.soort), sa.func.count())
        .where(col(KrdVergelijkingRij.vergelijking_id) == vergelijking.id)
        .group_by(col(KrdVergelijkingRij.soort))
    )
    tellingen: dict[VergelijkSoort, int] = Counter(dict(session.execute(vraag).tuples().all()))
    uit = vat_vergelijking_samen(vergelijking.gelezen, vergelijking.gelijk, tellingen)
    if not vergelijking.stand:
        return uit
    van = str(vergelijking.stand.get("van", ""))
    over = zin_stand(date.fromisoformat(van) if van else None, len(vergelijking.stand.get("fouten", ())), vandaag)
    return Tekst(f"{uit.nl} {over.nl}".strip(), f"{uit.en} {over.en}".strip())


def _bewaar(session: Session, vergelijking: KrdVergelijking, afwijkingen: Sequence[Afwijking]) -> None:
    session.add_all(
        KrdVergelijkingRij(
            vergelijking_id=vergelijking.id or 0,
            pok_id=a.pok_id,
            pok_nummer=a.pok_nummer[:40],
            soort=a.soort,
            veld=a.veld,
            hier=a.hier[:200],
            krd=a.krd[:200],
        )
        for a in afwijkingen
    )


def _vergelijk_pagina(
    session: Session, actor: Actor, vergelijking: KrdVergelijking, rijen: Sequence[Mapping[str, Any]]
) -> None:
    per_nummer = {str(r.get("pok_nummer", ""))[:40]: r for r in rijen if r.get("pok_nummer")}
    eerder = list_gelezen(session, vergelijking.id or 0)
    onze = list_onze(session, actor, list(per_nummer))
    heel_de_school = actor.team_ids(Actie.KRD_ZIEN) is None
    bestaat = list_bestaand(session, list(per_nummer))
    for nummer, rij in per_nummer.items():
        if nummer in onze:
            pok, wacht = onze[nummer]
            if pok.pok_id in eerder:  # the register moved it to a later page meanwhile
                continue
            afwijkingen = [] if wacht else list(vergelijk(pok, rij))
            vergelijking.gelezen += 1
            vergelijking.gelijk += not afwijkingen and not wacht and not rij.get("onleesbaar")
            _bewaar(session, vergelijking, afwijkingen)
            session.add(KrdVergelijkingGelezen(vergelijking_id=vergelijking.id or 0, pok_id=pok.pok_id))
        elif heel_de_school and nummer not in bestaat:  # another team's POK is nobody else's business
            vergelijking.gelezen += 1
            krd = str(rij.get("status", ""))[:40]
            _bewaar(session, vergelijking, [Afwijking(nummer, VergelijkSoort.ONTBREEKT_HIER, krd=krd)])
    session.flush()
