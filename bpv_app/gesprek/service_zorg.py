"""Care notes: shown, kept, listed and exported, and every time recorded who looked at whose.

There is no other way to the lights and notes than these functions. Each writes its line in the audit in the same
transaction as the reading, so a look that is not recorded does not happen.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlmodel import Session, col

from bpv_app.gesprek.queries_verslag import MomentFeit, get_moment_feit, vind_verslag
from bpv_app.gesprek.queries_zorg import (
    TABEL,
    ExportRegel,
    Signaal,
    SignaalVraag,
    ZorgRegel,
    get_namen,
    list_export,
    list_namen,
    list_signalen,
    list_verloop,
)
from bpv_app.gesprek.rules_zorgvierkant import AANTAL, Kwadrant, lees_namen, schone_notitie, schone_reden, schoon_licht
from bpv_app.gesprek.service_verslag import Opgeslagen, begin_verslag, haal_voor_schrijven
from bpv_app.gesprek.tables_verslag import Gespreksverslag
from bpv_app.gesprek.tables_zorg import ZorgNamen, Zorgvierkant
from bpv_app.kernel.actor import Actor, require
from bpv_app.kernel.clock import AMSTERDAM, Clock
from bpv_app.kernel.errors import NietGevonden, OngeldigeInvoer
from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.schoon import schone_tekst
from bpv_app.kernel.tekst import Tekst
from bpv_app.toegang.audit import AuditRij, AuditSoort, noteer, noteer_bulk

MAX_NAAM = 200
VELDEN = frozenset(f"{soort}_{n}" for soort in ("licht", "notitie") for n in range(1, AANTAL + 1))


def _noteer_inzagen(session: Session, actor: Actor, clock: Clock, zorg_ids: Iterable[int], wat: str) -> None:
    rijen = [AuditRij(AuditSoort.INGEZIEN, TABEL, zorg_id, wat) for zorg_id in dict.fromkeys(zorg_ids)]
    noteer_bulk(session, actor, clock.nu(), rijen)


@dataclass(frozen=True, slots=True)
class ZorgDetail:
    """The quadrants of a moment (empty ones when nothing was written) and of the dossier's other conversations."""

    kwadranten: tuple[Kwadrant, ...]
    verloop: tuple[ZorgRegel, ...]


def toon_zorg(session: Session, actor: Actor, clock: Clock, moment_id: int) -> ZorgDetail:
    """Show the care notes of a student at a moment; recorded. Raises GeenRecht or NietGevonden."""
    require(actor, Actie.ZORG_ZIEN)
    moment = get_moment_feit(session, actor, moment_id)
    verloop = list_verloop(session, actor, moment.dossier_id)
    _noteer_inzagen(session, actor, clock, (r.id for r in verloop), "zorgvierkant bekeken")
    hier = next((r for r in verloop if r.moment_id == moment_id), None)
    namen = get_namen(session, _dag(clock, moment))
    return ZorgDetail(hier.kwadranten if hier else tuple(Kwadrant(naam) for naam in namen), tuple(verloop))


def _dag(clock: Clock, moment: MomentFeit) -> date:
    """The day a conversation is about: when it was held, else when it is planned, else today."""
    if moment.gehouden_op:
        return moment.gehouden_op
    return moment.afspraak_op.astimezone(AMSTERDAM).date() if moment.afspraak_op else clock.vandaag()


def bewaar_zorg(
    session: Session,
    actor: Actor,
    clock: Clock,
    moment_id: int,
    veld: str,
    tekst: str,
    was: Collection[str],
    sjabloon_id: int | None = None,
) -> Opgeslagen:
    """Keep one light or note as it was set. `was` as in `bewaar_antwoord`.

    A collision shows what somebody else wrote, so that is recorded as a look. Raises GeenRecht, NietGevonden,
    VerslagDicht or OngeldigeInvoer.
    """
    require(actor, Actie.ZORG_ZIEN)
    if veld not in VELDEN:
        raise NietGevonden
    moment = haal_voor_schrijven(session, actor, moment_id)
    verslag = begin_verslag(session, actor, clock, moment, sjabloon_id)
    rij = _vind(session, verslag)
    if rij is None:
        if not tekst.strip():
            return Opgeslagen("")
        dag = _dag(clock, moment)
        rij = Zorgvierkant(
            verslag_id=verslag.id or 0,
            dossier_id=moment.dossier_id,
            op=dag,
            namen=list(get_namen(session, dag)),
            bijgewerkt_op=clock.nu(),
        )
        session.add(rij)
        session.flush()
    nu = str(getattr(rij, veld) or "")
    waarde = schoon_licht(tekst.strip(), veld) if veld.startswith("licht") else schone_notitie(tekst, veld)
    if nu == (waarde or ""):
        return Opgeslagen(nu)
    if nu not in {schone_tekst(w) for w in was}:
        _noteer_inzagen(session, actor, clock, [rij.id or 0], "zorgvierkant bekeken (tegelijk gewijzigd)")
        return Opgeslagen(nu, botst=True, door=rij.bijgewerkt_door)
    setattr(rij, veld, waarde)
    rij.op, rij.bijgewerkt_op, rij.bijgewerkt_door = _dag(clock, moment), clock.nu(), actor.naam[:MAX_NAAM]
    session.flush()
    return Opgeslagen(str(waarde or ""))


def _vind(session: Session, verslag: Gespreksverslag) -> Zorgvierkant | None:
    vraag = sa.select(Zorgvierkant).where(col(Zorgvierkant.verslag_id) == verslag.id)
    return session.execute(vraag).scalar_one_or_none()


def volg_dag(session: Session, clock: Clock, actor: Actor, moment_id: int) -> None:
    """The conversation's day was set or corrected: the care notes are about that day. Within `moment_scope`."""
    moment = get_moment_feit(session, actor, moment_id)
    verslag = vind_verslag(session, moment_id)
    rij = _vind(session, verslag) if verslag else None
    if rij is not None and rij.op != _dag(clock, moment):
        rij.op = _dag(clock, moment)
        session.flush()


def bekijk_signalen(session: Session, actor: Actor, clock: Clock, vraag: SignaalVraag) -> tuple[list[Signaal], int]:
    """One page of the list of signals; a look at each student on it is recorded. Raises GeenRecht."""
    signalen, totaal = list_signalen(session, actor, vraag)
    _noteer_inzagen(session, actor, clock, (s.id for s in signalen), "zorgvierkant op signalenlijst bekeken")
    return signalen, totaal


def exporteer(
    session: Session, actor: Actor, clock: Clock, soort: str, reden: str, van: date | None, tot: date | None
) -> list[ExportRegel]:
    """The lines for the guidance system. Recorded: once with the reason, and per conversation that is in it.

    Raises GeenRecht or OngeldigeInvoer (`reden`, `tot`).
    """
    require(actor, Actie.ZORG_OVERZICHT)
    waarom = schone_reden(reden)
    if van and tot and tot < van:
        raise OngeldigeInvoer({"tot": Tekst("Deze dag ligt vóór de eerste dag.", "This day is before the first day.")})
    regels = list_export(session, actor, van, tot)
    ids = list(dict.fromkeys(r.zorg_id for r in regels))
    noteer(
        session,
        actor,
        TABEL,
        None,
        f"zorgvierkant uitgevoerd als {soort}: {len(ids)} gesprekken, reden: {waarom}",
        clock.nu(),
    )
    _noteer_inzagen(session, actor, clock, ids, "zorgvierkant uitgevoerd")
    return regels


def stel_namen_in(session: Session, actor: Actor, clock: Clock, form: Mapping[str, str]) -> None:
    """Name the quadrants from a day on; conversations keep the names they were written under.

    Raises GeenRecht or OngeldigeInvoer.
    """
    require(actor, Actie.ZORG_INRICHTEN)
    vanaf, namen = lees_namen(form, clock.vandaag())
    if any(dag == vanaf for dag, _ in list_namen(session)):
        raise OngeldigeInvoer(
            {"vanaf": Tekst("Er zijn al namen vanaf deze dag.", "There are names from this day already.")}
        )
    session.add(ZorgNamen(vanaf=vanaf, namen=list(namen), gemaakt_op=clock.nu(), gemaakt_door=actor.naam[:MAX_NAAM]))
    session.flush()
