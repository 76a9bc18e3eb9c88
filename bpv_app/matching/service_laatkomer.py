"""A student who comes after the opening takes part as yet: in an open round, with what is possible frozen now.

Nobody else notices: the lot of each student is drawn from the seed and their own number (`rules_loting`), so one more
participant changes nothing in the order of the others. The late student chooses from the places that are in the round
already: with a place offered after the opening the late student would get what the others were not shown.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

import sqlalchemy as sa
from sqlmodel import Session, col

from bpv_app.kernel.actor import Actor, require
from bpv_app.kernel.clock import Clock
from bpv_app.kernel.lijst import Uitslag
from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.tekst import Tekst
from bpv_app.matching.queries_deelnemers import Deelnemer, bereken, list_aanbod, list_deelnemers, list_vragen
from bpv_app.matching.queries_ronde import list_deelnemer_namen, list_weggevallen
from bpv_app.matching.rules_loting import Voorrang
from bpv_app.matching.rules_ronde import RondeDicht, RondeStapMagNiet, RondeStatus
from bpv_app.matching.service_openen import bevries
from bpv_app.matching.service_ronde import get_ronde, noteer
from bpv_app.matching.tables_ronde import Ronde, RondePlaats, RondeStudent

DOET_AL_MEE = Tekst("Doet al mee.", "Takes part already.")
HOORT_ER_NIET_BIJ = Tekst(
    "Kan niet meedoen: hoort niet bij de teams van de ronde, of heeft in deze periode al een plaats.",
    "Cannot take part: does not belong to the round's teams, or has a placement in this period already.",
)


def laat_meedoen(session: Session, actor: Actor, clock: Clock, ronde_id: int, wie: Mapping[int, bool]) -> list[Uitslag]:
    """Let these students (id → has a driving licence) take part in an open round; a result for each.

    Raises `NietGevonden`, `GeenRecht`, `RondeStapMagNiet` (not open) or `RondeDicht` (the closing moment has passed).
    Who does not belong here gets no name in the answer: it is the same for every number that is not ours.
    """
    require(actor, Actie.RONDE_BEWERKEN)
    ronde = get_ronde(session, actor, ronde_id, Actie.RONDE_BEWERKEN, op_slot=True)
    if ronde.status is not RondeStatus.OPEN:
        raise RondeStapMagNiet(ronde.status)
    if clock.nu() >= ronde.sluit_op:
        raise RondeDicht
    mee = {
        rij[0]: rij[1]
        for rij in session.execute(
            sa.select(col(RondeStudent.student_id), col(RondeStudent.id)).where(col(RondeStudent.ronde_id) == ronde.id)
        )
    }
    kan = {d.student_id: d for d in list_deelnemers(session, ronde)}
    nieuw = {s: _voeg_toe(session, ronde, kan[s], wie[s]) for s in sorted(wie) if s in kan and s not in mee}
    mogelijk = _bevries_laat(session, clock, ronde, nieuw.values())
    namen = list_deelnemer_namen(session, [*nieuw.values(), *(mee[s] for s in wie if s in mee)])
    uit = []
    for student_id in wie:
        deelname = nieuw.get(student_id) or mee.get(student_id)
        if deelname is None:
            uit.append(Uitslag(str(student_id), f"#{student_id}", False, HOORT_ER_NIET_BIJ))
            continue
        naam, href = namen[deelname][1] or f"#{student_id}", f"/studenten/{student_id}"
        if student_id not in nieuw:
            uit.append(Uitslag(str(student_id), naam, False, DOET_AL_MEE, href))
            continue
        uit.append(Uitslag(str(student_id), naam, True, _zin(mogelijk[deelname]), href))
        noteer(session, actor, clock, ronde, "laat_erbij", student_id=student_id, mogelijk=mogelijk[deelname])
    return uit


def _zin(mogelijk: int) -> Tekst:
    if mogelijk:
        return Tekst(
            f"Doet mee en kan kiezen uit {mogelijk} {'plaats' if mogelijk == 1 else 'plaatsen'}.",
            f"Takes part and can choose from {mogelijk} {'place' if mogelijk == 1 else 'places'}.",
        )
    return Tekst(
        "Doet mee, maar geen enkele plaats van deze ronde past.", "Takes part, but no place of this round fits."
    )


def _voeg_toe(session: Session, ronde: Ronde, d: Deelnemer, rijbewijs: bool) -> int:
    rij = RondeStudent(
        ronde_id=ronde.id or 0,
        student_id=d.student_id,
        verbintenis_id=d.verbintenis_id,
        team_id=d.team_id,
        crebo=d.crebo,
        voorrang=Voorrang.GEWOON,  # priority was announced to everybody when the round opened
        heeft_rijbewijs=rijbewijs,
    )
    session.add(rij)
    session.flush()
    return rij.id or 0


def _bevries_laat(session: Session, clock: Clock, ronde: Ronde, deelnames: Collection[int]) -> dict[int, int]:
    """Freeze what these may choose, from the places of the round that have a slot left; how many each."""
    in_ronde = set(
        session.execute(sa.select(col(RondePlaats.plaats_id)).where(col(RondePlaats.ronde_id) == ronde.id)).scalars()
    )
    # A place that fell away is nobody's; one without a free slot is kept for the student who found it, or is full.
    aanbod = [p for p in list_aanbod(session, ronde, in_ronde - set(list_weggevallen(session, ronde))) if p.plekken > 0]
    mogelijk = bereken(list_vragen(session, ronde, list(deelnames)), aanbod, clock.vandaag())
    bevries(session, mogelijk)
    return {m.ronde_student_id: len(m.plaatsen) for m in mogelijk}
