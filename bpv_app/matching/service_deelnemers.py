"""Steps for many participants at once: a result per student, never "done" while skipping silently."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from sqlmodel import Session, col

from bpv_app.kernel.actor import Actor, require
from bpv_app.kernel.clock import Clock
from bpv_app.kernel.errors import DomeinFout
from bpv_app.kernel.lijst import Uitslag
from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.sleutel import is_sleutel
from bpv_app.kernel.tekst import Tekst
from bpv_app.matching.clauses_ronde import ronde_scope
from bpv_app.matching.queries_ronde import list_deelnemer_namen
from bpv_app.matching.rules_loting import Voorrang
from bpv_app.matching.service_ronde import stel_deelnemers_in
from bpv_app.matching.service_ronde_mail import herinner_ronde
from bpv_app.matching.tables_ronde import Ronde, RondeStudent


def _rondes(session: Session, actor: Actor, ids: Sequence[int]) -> dict[int, int]:
    """The round of each participant in the actor's scope; who is not in it is left out."""
    require(actor, Actie.RONDE_BEWERKEN)
    rijen = session.execute(
        sa.select(col(RondeStudent.id), col(Ronde.id))
        .join(Ronde, col(Ronde.id) == col(RondeStudent.ronde_id))
        .where(col(RondeStudent.id).in_([i for i in ids if is_sleutel(i)]), ronde_scope(actor, Actie.RONDE_BEWERKEN))
    )
    return {rij[0]: rij[1] for rij in rijen}


def _uitslagen(session: Session, uit: dict[int, tuple[bool, Tekst]]) -> list[Uitslag]:
    namen = list_deelnemer_namen(session, uit)
    return [
        Uitslag(str(nr), namen[nr][1] or f"#{namen[nr][0]}", gelukt, tekst, f"/studenten/{namen[nr][0]}")
        for nr, (gelukt, tekst) in uit.items()
    ]


def herinner_alle(session: Session, actor: Actor, clock: Clock, ids: Sequence[int]) -> list[Uitslag]:
    """Remind these participants by mail. Raises `GeenRecht`."""
    uit: dict[int, tuple[bool, Tekst]] = {}
    for deelname_id, ronde_id in _rondes(session, actor, ids).items():
        try:
            with session.begin_nested():
                gelukt, mislukt = herinner_ronde(session, actor, clock, ronde_id, [deelname_id])
        except DomeinFout as fout:
            uit[deelname_id] = (False, fout.tekst)
            continue
        if gelukt:
            uit[deelname_id] = (True, Tekst("Herinnerd.", "Reminded."))
        elif mislukt:
            uit[deelname_id] = (False, Tekst("De mail kon niet worden gemaakt.", "The mail could not be made."))
        else:
            uit[deelname_id] = (
                False,
                Tekst(
                    "Niet nodig: ingestuurd, vaste plaats, geen mogelijke plaats, of vandaag al herinnerd.",
                    "Not needed: sent in, locked, nothing possible, or reminded today.",
                ),
            )
    return _uitslagen(session, uit)


def stel_alle_in(
    session: Session,
    actor: Actor,
    ids: Sequence[int],
    *,
    voorrang: Voorrang | None = None,
    heeft_rijbewijs: bool | None = None,
    max_km: int | None = None,
) -> list[Uitslag]:
    """Set what is given for these participants; those of a round that is open already are refused, each by name.

    Raises `GeenRecht` or `OngeldigeInvoer` (a travel limit that cannot be).
    """
    per_ronde: dict[int, list[int]] = {}
    for deelname_id, ronde_id in _rondes(session, actor, ids).items():
        per_ronde.setdefault(ronde_id, []).append(deelname_id)
    uit: dict[int, tuple[bool, Tekst]] = {}
    for ronde_id, groep in per_ronde.items():
        gelukt, tekst = True, Tekst("Ingesteld.", "Set.")
        try:
            with session.begin_nested():
                stel_deelnemers_in(
                    session, actor, ronde_id, groep, voorrang=voorrang, heeft_rijbewijs=heeft_rijbewijs, max_km=max_km
                )
        except DomeinFout as fout:
            gelukt, tekst = False, next(iter(fout.velden.values()), fout.tekst)
        uit |= dict.fromkeys(groep, (gelukt, tekst))
    return _uitslagen(session, uit)
