"""Printing thousands as long work: some POKs a step, and at the end their one PDF.

A step draws first, outside the transaction, and then writes status, history, message and document together. Killed at
any moment, a POK is printed with its paper in the store or not at all, and the work goes on with the next step.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlmodel import Session

from bpv_app.kernel.actor import Actor, require
from bpv_app.kernel.clock import Clock, klok
from bpv_app.kernel.errors import DomeinFout, NietGevonden
from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.tekst import Tekst
from bpv_app.pok import rules_afdruk
from bpv_app.pok.queries_afdruk import check_klaar, get_run, maak_bestand, taak_van, zet_op_volgorde
from bpv_app.pok.rules_afdruk import MAX_PER_AFDRUK, TE_VEEL, VOLGORDE_LABEL, Volgorde
from bpv_app.pok.service_afdrukken import Getekend, druk_rij, maak_run, teken_vooraf
from bpv_app.pok.service_basis import id_van, slot
from bpv_app.pok.service_document import VanSchool
from bpv_app.pok.tables import PokAfdruk
from bpv_app.taak.rules import TaakBeeld, Voortgang
from bpv_app.taak.service import start_taak

SOORT = "afdrukken"
HREF = "/poks/afdrukken"


def sleutel(run_id: int) -> str:
    """The name of this work: once at a time per run."""
    return f"{SOORT}:{run_id}"


def begin_afdruk(session: Session, actor: Actor, clock: Clock, pok_ids: Sequence[int], volgorde: Volgorde) -> int:
    """Put a print run in the queue; returns its id. Raises GeenRecht, or a DomeinFout when there are too many."""
    require(actor, Actie.POK_AFDRUKKEN)
    ids = zet_op_volgorde(session, actor, pok_ids, volgorde)
    if len(ids) > MAX_PER_AFDRUK:
        raise DomeinFout("te_veel", TE_VEEL)
    run = maak_run(actor, clock, volgorde)
    session.add(run)
    session.flush()
    _start(session, actor, clock, run, ids)
    return id_van(run)


def ga_verder(session: Session, actor: Actor, clock: Clock, run_id: int) -> None:
    """Print the rest of a run that was stopped or broke off: it becomes one PDF with what was printed already.

    Raises GeenRecht, NietGevonden (no such run, or nothing is left of it), or a DomeinFout while it is running.
    """
    run = get_run(session, actor, run_id)
    taak = taak_van(session, run)
    if taak is None:
        raise NietGevonden
    if run.aantal:
        check_klaar(session, run)
    rest = [int(i) for i in taak.invoer["pok_ids"]][taak.gedaan :]
    if not rest and run.sha256:
        raise NietGevonden
    run.sha256, run.bytes_aantal = "", 0
    _start(session, actor, clock, run, rest)


def _start(session: Session, actor: Actor, clock: Clock, run: PokAfdruk, ids: Sequence[int]) -> None:
    label = VOLGORDE_LABEL[run.volgorde]
    run.taak_id = start_taak(
        session,
        actor,
        clock,
        SOORT,
        Tekst(
            f"POK's afdrukken: {len(ids)}, {label.nl.lower()}", f"Printing agreements: {len(ids)}, {label.en.lower()}"
        ),
        {"run_id": run.id, "pok_ids": list(ids)},
        sleutel=sleutel(id_van(run)),
        href=HREF,
        totaal=len(ids),
    )
    session.flush()


@dataclass(frozen=True, slots=True)
class Klaargezet:
    """What a step prepared: drawings of the next POKs, or the finished PDF (`sha256`, size in bytes)."""

    ids: tuple[int, ...] = ()
    getekend: dict[int, Getekend] = field(default_factory=dict)
    bestand: tuple[str, int] | None = None


class Afdrukken:
    """Steps of `PER_STAP` POKs, then one step that makes the PDF."""

    actie = Actie.POK_AFDRUKKEN

    def bereid_voor(self, session: Session, actor: Actor, taak: TaakBeeld) -> Klaargezet:
        """Draw, or put together: takes long, changes nothing in the database."""
        ids = tuple(int(i) for i in taak.invoer["pok_ids"][taak.gedaan : taak.gedaan + rules_afdruk.PER_STAP])
        if ids:
            return Klaargezet(ids, teken_vooraf(session, actor, klok.nu(), ids))
        run = session.get(PokAfdruk, int(taak.invoer["run_id"]))
        if run is None:
            raise NietGevonden
        return Klaargezet(bestand=maak_bestand(session, run) if run.aantal else None)

    def doe(self, session: Session, actor: Actor, clock: Clock, taak: TaakBeeld, voorbereid: Klaargezet) -> Voortgang:
        """Write what was drawn, with a result for each; at the end, where the PDF is."""
        totaal = len(taak.invoer["pok_ids"])
        run = session.get(PokAfdruk, int(taak.invoer["run_id"]))
        if run is None:
            raise NietGevonden
        gelukt = int(taak.stand.get("gelukt", 0))
        if voorbereid.ids:
            slot(session, voorbereid.ids)
            van_school = VanSchool(session, clock.vandaag())
            uitslagen = tuple(
                druk_rij(session, actor, clock, pok_id, run, voorbereid.getekend, van_school)
                for pok_id in voorbereid.ids
            )
            gelukt += sum(u.gelukt for u in uitslagen)
            return Voortgang(taak.gedaan + len(voorbereid.ids), totaal, {"gelukt": gelukt}, uitslagen)
        if voorbereid.bestand:
            run.sha256, run.bytes_aantal = voorbereid.bestand
            session.add(run)
            session.flush()
        niet = totaal - gelukt
        zin = Tekst(f"{gelukt} afgedrukt, {niet} niet.", f"{gelukt} printed, {niet} not.")
        if not totaal:  # all had been printed: only the PDF was still to be made
            zin = Tekst(f"De PDF van {run.aantal} POK's is klaar.", f"The PDF of {run.aantal} agreements is ready.")
        return Voortgang(totaal, totaal, {"gelukt": gelukt}, slot=zin)
