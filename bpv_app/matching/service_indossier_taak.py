"""Putting a whole round in dossiers, as long work: some students a step, so that nobody else waits long."""

from __future__ import annotations

from sqlmodel import Session

from bpv_app.kernel.actor import Actor
from bpv_app.kernel.clock import Clock
from bpv_app.kernel.errors import DomeinFout
from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.tekst import Tekst
from bpv_app.matching.queries_uitslag import list_te_plaatsen
from bpv_app.matching.service_indossier import zet_in_dossiers
from bpv_app.matching.service_ronde import get_ronde
from bpv_app.taak.rules import TaakBeeld, Voortgang
from bpv_app.taak.service import start_taak

SOORT = "in_dossiers"
PER_STAP = 10

NIETS_KLAAR = DomeinFout(
    "niets_klaar",
    Tekst(
        "Er is geen plaatsing klaar: de student moet akkoord zijn, of de bezwaartermijn voorbij.",
        "No placement is ready: the student must agree, or the days to object be over.",
    ),
)


def sleutel(ronde_id: int) -> str:
    """The name of this work: once at a time per round."""
    return f"{SOORT}:{ronde_id}"


def begin_in_dossiers(session: Session, actor: Actor, clock: Clock, ronde_id: int, inrichting_id: int) -> int:
    """Put the placements that are ready now in the queue; returns the task's id.

    Rights and set-up are asked at every step. Raises NietGevonden, GeenRecht, TaakLooptAl, or a DomeinFout when
    nothing is ready.
    """
    ronde = get_ronde(session, actor, ronde_id, Actie.UITSLAG_AFHANDELEN)
    ids = [r.plaatsing_id for r in list_te_plaatsen(session, ronde, clock.vandaag(), None)]
    if not ids:
        raise NIETS_KLAAR
    return start_taak(
        session,
        actor,
        clock,
        SOORT,
        Tekst(f"In dossiers: {ronde.naam}", f"Into dossiers: {ronde.naam}"),
        {"ronde_id": ronde_id, "inrichting_id": inrichting_id, "plaatsing_ids": ids},
        sleutel=sleutel(ronde_id),
        href=f"/rondes/{ronde_id}/uitslag",
        totaal=len(ids),
    )


class InDossiers:
    """Doing it again doubles nothing, so what was stopped or broke off is simply started once more."""

    actie = Actie.UITSLAG_AFHANDELEN

    def bereid_voor(self, session: Session, actor: Actor, taak: TaakBeeld) -> None:
        """Nothing takes long here but the writing itself."""

    def doe(self, session: Session, actor: Actor, clock: Clock, taak: TaakBeeld, voorbereid: None) -> Voortgang:
        """The next `PER_STAP` students; who cannot be done (any more) has a row that says why, or none."""
        ids = [int(i) for i in taak.invoer["plaatsing_ids"]]
        deel = ids[taak.gedaan : taak.gedaan + PER_STAP]
        uitslagen = zet_in_dossiers(
            session, actor, clock, int(taak.invoer["ronde_id"]), int(taak.invoer["inrichting_id"]), deel
        )
        gedaan = taak.gedaan + len(deel)
        gelukt = int(taak.stand.get("gelukt", 0)) + sum(u.gelukt for u in uitslagen)
        niet = gedaan - gelukt
        slot = Tekst(f"{gelukt} gelukt, {niet} niet.", f"{gelukt} done, {niet} not.") if gedaan >= len(ids) else None
        return Voortgang(gedaan, len(ids), {"gelukt": gelukt}, tuple(uitslagen), slot)
