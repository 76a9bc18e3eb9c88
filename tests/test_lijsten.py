"""Every list of the app, with every filter, every order and a search, for every school role: it answers, and agrees
with itself; and every counter of a start page is the total of the list it leads to."""

from __future__ import annotations

from typing import Any

import pytest
from sqlmodel import Session

from bpv_app.kernel.actor import Actor
from bpv_app.kernel.clock import FixedClock, klok
from bpv_app.kernel.lijst import PER_PAGINA, LijstVraag
from bpv_app.kernel.rechten import Rol
from bpv_app.koppeling.export_lijsten import LIJSTEN
from bpv_app.pok.queries_tellers import tellers
from bpv_app.uren.queries_tellers import tel_uren
from tests.makers import make_account, make_actor
from tests.wire.world import make_side

ROLES = (Rol.COORDINATOR, Rol.ONDERWIJSBEGELEIDER, Rol.STUDENTENZAKEN, Rol.BEHEER)


def cast_of(session: Session, side: Any) -> list[Actor]:
    """One actor per school role on side A, and one who is three of them at once."""
    scope: dict[Rol, dict[str, Any]] = {Rol.COORDINATOR: {"team_id": side.team}}
    cast = [make_actor(session, rol, make_account(session), **scope.get(rol, {})) for rol in ROLES]
    return [*cast, Actor(cast[1].account_id, "Alles", tuple(t for actor in cast for t in actor.toewijzingen))]


@pytest.mark.parametrize("naam", sorted(LIJSTEN))
def test_every_list_answers_every_question(session: Session, naam: str) -> None:
    side = make_side(session, "A")
    lijst = LIJSTEN[naam]
    for actor in cast_of(session, side):
        if not actor.mag(lijst.actie):
            continue
        filters = (*lijst.filters, *(lijst.filters_van(session, actor) if lijst.filters_van else ()))
        vragen = [LijstVraag(), LijstVraag(zoek="kanarie a"), LijstVraag(zoek="%_'\"")]
        vragen += [LijstVraag(filters={f.naam: k.waarde}) for f in filters for k in f.keuzes]
        vragen += [LijstVraag(filters={f.naam: "2026-11-26"}) for f in filters if not f.keuzes]
        vragen += [LijstVraag(sorteer=k.naam, aflopend=a) for k in lijst.kolommen if k.sorteer for a in (True, False)]
        alles = {f.naam: f.keuzes[0].waarde for f in filters if f.keuzes}
        vragen.append(LijstVraag(zoek="kanarie", filters=alles, sorteer=lijst.sorteer))
        for vraag in vragen:
            antwoord = lijst.vraag(session, actor, vraag)
            assert len(antwoord.rijen) == min(PER_PAGINA, antwoord.totaal), (naam, vraag)
            assert all(len(rij.cellen) == len(lijst.kolommen) for rij in antwoord.rijen)


def test_every_counter_is_the_total_of_the_list_it_leads_to(session: Session, clock: FixedClock) -> None:
    side = make_side(session, "A")
    make_side(session, "B")
    for actor in cast_of(session, side):
        for teller in tellers(session, actor, clock.vandaag()):
            # The lists ask the real clock for today; only counters that do not depend on it are compared here.
            if teller.vraag.filters.keys() & {"begint", "bellen", "werk"}:
                continue
            assert teller.aantal == teller.lijst.vraag(session, actor, teller.vraag).totaal, teller.sleutel
        for teller in tel_uren(session, actor, klok.vandaag()):
            assert teller.aantal == teller.lijst.vraag(session, actor, teller.vraag).totaal, teller.sleutel
