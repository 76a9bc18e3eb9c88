"""The slots of a publication: released, checked as for one student (`service_plek`), claimed, in bulk."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import sqlalchemy as sa
from sqlmodel import Session, col

from bpv_app.kernel.actor import Actor
from bpv_app.kernel.clock import Clock
from bpv_app.kernel.tekst import Tekst
from bpv_app.matching.queries_publiceren import list_claims, list_elders, list_passend
from bpv_app.matching.rules_plaats import ClaimSoort, Gebeurtenis, PlaatsStatus
from bpv_app.matching.rules_publiceren import Plek, PublicerenKanNiet, Regel, Verschil, noem, verdeel
from bpv_app.matching.rules_uitslag import OVERGANGEN, PlaatsingStap, PlaatsingStatus
from bpv_app.matching.service_plaats_basis import noteer as noteer_plaats
from bpv_app.matching.service_plaatsing_basis import noteer
from bpv_app.matching.tables import Plaats, PlaatsClaim
from bpv_app.matching.tables_uitslag import Plaatsing
from bpv_app.matching.tables_voorstel import Voorstel

VRIJ_REDEN = "Andere uitslag na opnieuw rekenen"


def verplaats_plekken(
    session: Session,
    actor: Actor,
    clock: Clock,
    verschil: Verschil,
    plaatsen: dict[int, Plaats],
    voorstel: Voorstel,
) -> None:
    """Release, check, claim, under the locks of `queries_publiceren.vergrendel`. Raises `PublicerenKanNiet`."""
    claims = {(c.plaats_id, c.student_id): c for c in list_claims(session, plaatsen)}
    for oud in verschil.vervalt:
        claim = claims.pop((oud.plaats_id, oud.student_id), None)
        if claim is not None and claim.dossier_id is None:
            session.delete(claim)
            noteer_plaats(
                session, actor, clock, oud.plaats_id, Gebeurtenis.VRIJGEGEVEN, reden=VRIJ_REDEN,
                student_id=oud.student_id,
            )  # fmt: skip
    _laat_vervallen(session, actor, clock, [h.id for h in verschil.vervalt])
    session.flush()
    wensen = [(r.plaats_id or 0, r.student_id) for r in verschil.nieuw]
    nieuw = [w for w in wensen if w not in claims]
    bezet: dict[int, set[int]] = {}
    for claim in claims.values():
        bezet.setdefault(claim.plaats_id, set()).add(claim.nummer)
    plekken, tekort = verdeel({i: p.aantal for i, p in plaatsen.items()}, bezet, nieuw)
    if redenen := _redenen(session, clock, plaatsen, nieuw, tekort):
        raise PublicerenKanNiet(redenen)
    _claim(session, actor, clock, plekken, plaatsen)
    _wijs_toe(session, actor, clock, verschil.nieuw, voorstel)


def _redenen(
    session: Session,
    clock: Clock,
    plaatsen: dict[int, Plaats],
    nieuw: Sequence[tuple[int, int]],
    tekort: dict[int, int],
) -> list[Tekst]:
    """What `service_plek.reserveer_plek` would refuse, over all slots at once, with the places by name."""

    def namen(ids: Collection[int]) -> str:
        return noem(plaatsen[i].titel for i in ids)

    redenen = []
    if dicht := {p for p, _ in nieuw if plaatsen[p].status is not PlaatsStatus.AANGEBODEN}:
        redenen.append(Tekst("Niet meer aangeboden: {n}.", "Not offered any more: {n}.").vul(n=namen(dicht)))
    if past_niet := {p for p, _ in set(nieuw) - list_passend(session, nieuw, clock.vandaag())}:
        redenen.append(
            Tekst(
                "Niet (meer) erkend of niet voor deze opleiding: {n}.",
                "Not accredited (any more) or not for this programme: {n}.",
            ).vul(n=namen(past_niet))
        )
    if tekort:
        redenen.append(
            Tekst("Vol: {n}. Er zijn {k} plekken te weinig.", "Full: {n}. {k} slots short.").vul(
                n=namen(tekort), k=sum(tekort.values())
            )
        )
    gewild = {s: p for p, s in nieuw}
    elders = {
        p
        for s, p, van, tot in list_elders(session, list(gewild))
        if p != gewild[s] and van <= plaatsen[gewild[s]].tot and tot >= plaatsen[gewild[s]].van
    }
    if elders:
        namen_elders = session.execute(sa.select(col(Plaats.titel)).where(col(Plaats.id).in_(elders))).scalars()
        redenen.append(
            Tekst(
                "Studenten hebben in deze periode al een plek bij: {n}.",
                "Students have a slot in this period already at: {n}.",
            ).vul(n=noem(namen_elders))
        )
    return redenen


def _laat_vervallen(session: Session, actor: Actor, clock: Clock, ids: Sequence[int]) -> None:
    for i in range(0, len(ids), 1000):
        vraag = sa.select(Plaatsing).where(col(Plaatsing.id).in_(ids[i : i + 1000])).order_by(col(Plaatsing.id))
        for plaatsing in session.execute(vraag.execution_options(populate_existing=True)).scalars():
            van = plaatsing.status
            plaatsing.status = OVERGANGEN[PlaatsingStap.HERHALEN].naar
            plaatsing.vervallen_op, plaatsing.vervallen_reden = clock.nu(), VRIJ_REDEN
            noteer(session, actor, clock, plaatsing, PlaatsingStap.HERHALEN, van, VRIJ_REDEN)


def _claim(session: Session, actor: Actor, clock: Clock, plekken: Sequence[Plek], plaatsen: dict[int, Plaats]) -> None:
    for plek in plekken:
        session.add(
            PlaatsClaim(
                plaats_id=plek.plaats_id,
                nummer=plek.nummer,
                aantal=plaatsen[plek.plaats_id].aantal,
                soort=ClaimSoort.GERESERVEERD,
                student_id=plek.student_id,
                op=clock.nu(),
                account_id=actor.account_id,
                door_naam=actor.naam,
            )
        )
        noteer_plaats(session, actor, clock, plek.plaats_id, Gebeurtenis.GERESERVEERD, student_id=plek.student_id)
    session.flush()


def _wijs_toe(session: Session, actor: Actor, clock: Clock, regels: Sequence[Regel], voorstel: Voorstel) -> None:
    nieuw = [
        Plaatsing(
            ronde_student_id=r.ronde_student_id,
            plaats_id=r.plaats_id or 0,
            voorstel_id=voorstel.id or 0,
            rang=r.rang,
            status=PlaatsingStatus.TOEGEWEZEN,
            toegewezen_op=clock.nu(),
        )
        for r in regels
    ]
    session.add_all(nieuw)
    session.flush()
    for plaatsing in nieuw:
        noteer(session, actor, clock, plaatsing, PlaatsingStap.TOEWIJZEN, None)
    session.flush()
