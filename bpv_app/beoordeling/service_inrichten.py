"""Setting up: werkprocessen, the scale of a team, which werkprocessen a dossier set-up counts, question lists."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from sqlmodel import Session, col, select

from bpv_app.beoordeling.clauses import crebos_van, werkproces_scope
from bpv_app.beoordeling.queries_lijst import check_team, get_lijst
from bpv_app.beoordeling.queries_stage import is_team, mag_inrichting
from bpv_app.beoordeling.rules import Trede, schaal_als_json
from bpv_app.beoordeling.rules_evaluatie import EvaluatieSoort, Vraag, vragen_als_json
from bpv_app.beoordeling.rules_werkproces import WerkprocesInvoer, check_werkproces, overlapt
from bpv_app.beoordeling.tables import BeoordelingOordeel, InrichtingWerkproces, TeamBeoordeling, Werkproces
from bpv_app.beoordeling.tables_evaluatie import EvaluatieLijst
from bpv_app.db import check_versie
from bpv_app.kernel.actor import Actor, require
from bpv_app.kernel.clock import Clock
from bpv_app.kernel.errors import DomeinFout, NietGevonden, OngeldigeInvoer, Verouderd
from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.sleutel import is_sleutel
from bpv_app.kernel.tekst import Tekst

NIET_VAN_JOU = Tekst(
    "Deze crebo hoort niet bij een opleiding van jouw team.", "This crebo is not of a programme of your team."
)
OVERLAPT = Tekst("Deze code is er al voor deze cohorten.", "This code is there already for these cohorts.")


def mag_crebo(session: Session, actor: Actor, crebo: str) -> bool:
    """Whether the actor keeps the werkprocessen of this qualification."""
    if not actor.mag(Actie.WERKPROCES_BEHEREN):
        return False
    teams = actor.team_ids(Actie.WERKPROCES_BEHEREN)
    if teams is None:
        return True
    mijn = crebos_van(teams).subquery()
    return session.execute(sa.select(mijn.c.crebo).where(mijn.c.crebo == crebo)).first() is not None


def haal_werkproces(session: Session, actor: Actor, werkproces_id: int) -> Werkproces:
    """One in the actor's scope, locked. Raises `GeenRecht`, `NietGevonden`."""
    require(actor, Actie.WERKPROCES_BEHEREN)
    if not is_sleutel(werkproces_id):
        raise NietGevonden
    vraag = select(Werkproces).where(Werkproces.id == werkproces_id, werkproces_scope(actor)).with_for_update()
    rij = session.exec(vraag.execution_options(populate_existing=True)).one_or_none()
    if rij is None:
        raise NietGevonden
    return rij


def maak_werkproces(session: Session, actor: Actor, invoer: WerkprocesInvoer) -> Werkproces:
    """A new werkproces. Raises `OngeldigeInvoer`, also for a crebo that is not of the actor's teams."""
    require(actor, Actie.WERKPROCES_BEHEREN)
    goed = check_werkproces(invoer)
    if not mag_crebo(session, actor, goed.crebo):
        raise OngeldigeInvoer({"crebo": NIET_VAN_JOU})
    _check_overlap(session, goed, None)
    rij = Werkproces(
        crebo=goed.crebo,
        kerntaak=goed.kerntaak,
        kerntaak_naam=goed.kerntaak_naam,
        code=goed.code,
        naam=goed.naam,
        cohort_van=goed.cohort_van,
        cohort_tot=goed.cohort_tot,
    )
    session.add(rij)
    session.flush()
    return rij


def wijzig_werkproces(
    session: Session, actor: Actor, werkproces_id: int, invoer: WerkprocesInvoer, versie: int | None
) -> Werkproces:
    """Change it; assessments that began keep their own copy. Raises `OngeldigeInvoer`, `NietGevonden`, `Verouderd`."""
    rij = haal_werkproces(session, actor, werkproces_id)
    check_versie(rij, versie)
    goed = check_werkproces(invoer)
    if not mag_crebo(session, actor, goed.crebo):
        raise OngeldigeInvoer({"crebo": NIET_VAN_JOU})
    _check_overlap(session, goed, werkproces_id)
    rij.crebo, rij.code, rij.naam = goed.crebo, goed.code, goed.naam
    rij.kerntaak, rij.kerntaak_naam = goed.kerntaak, goed.kerntaak_naam
    rij.cohort_van, rij.cohort_tot = goed.cohort_van, goed.cohort_tot
    session.flush()
    return rij


class WerkprocesGebruikt(DomeinFout):
    """Judgements refer to it."""

    http_status = 409

    def __init__(self) -> None:
        super().__init__(
            "werkproces_gebruikt",
            Tekst(
                "Dit werkproces is al beoordeeld. Geef het een laatste cohort in plaats van het weg te halen.",
                "This work process was judged already. Give it a last cohort instead of taking it away.",
            ),
        )


def verwijder_werkproces(session: Session, actor: Actor, werkproces_id: int) -> None:
    """Take away one that nobody was judged on. Raises `WerkprocesGebruikt`, `NietGevonden`."""
    rij = haal_werkproces(session, actor, werkproces_id)
    gebruikt = sa.select(col(BeoordelingOordeel.id)).where(col(BeoordelingOordeel.werkproces_id) == werkproces_id)
    if session.execute(gebruikt.limit(1)).first():
        raise WerkprocesGebruikt
    session.delete(rij)
    session.flush()


def _check_overlap(session: Session, w: WerkprocesInvoer, behalve: int | None) -> None:
    anderen = session.exec(select(Werkproces).where(Werkproces.crebo == w.crebo, Werkproces.code == w.code))
    if any(overlapt((a.cohort_van, a.cohort_tot), (w.cohort_van, w.cohort_tot)) for a in anderen if a.id != behalve):
        raise OngeldigeInvoer({"werkproces_code": OVERLAPT})


def bewaar_schaal(
    session: Session, actor: Actor, team_id: int, schaal: Sequence[Trede], versie: int
) -> TeamBeoordeling:
    """The scale for assessments that begin from now on; `versie` 0: the team had none. Raises `Verouderd`."""
    check_team(actor, Actie.WERKPROCES_BEHEREN, team_id)
    if not is_team(session, team_id):
        raise NietGevonden
    rij = session.get(TeamBeoordeling, team_id, with_for_update=True)
    if (rij.versie if rij else 0) != versie:
        raise Verouderd
    if rij is None:
        rij = TeamBeoordeling(team_id=team_id)
        session.add(rij)
    rij.schaal = schaal_als_json(schaal)
    session.flush()
    return rij


def bewaar_codes(session: Session, actor: Actor, inrichting_id: int, codes: Sequence[str], versie: int) -> None:
    """Which werkprocessen count in placements of this set-up; none: all. Raises `NietGevonden`, `Verouderd`."""
    require(actor, Actie.WERKPROCES_BEHEREN)
    if not mag_inrichting(session, actor, inrichting_id):
        raise NietGevonden
    rij = session.get(InrichtingWerkproces, inrichting_id, with_for_update=True)
    if (rij.versie if rij else 0) != versie:
        raise Verouderd
    if rij is None:
        rij = InrichtingWerkproces(inrichting_id=inrichting_id)
        session.add(rij)
    rij.codes = list(codes)
    session.flush()


def bewaar_vragen(
    session: Session,
    actor: Actor,
    clock: Clock,
    soort: EvaluatieSoort,
    team_id: int | None,
    vragen: Sequence[Vraag],
    versie: int,
) -> None:
    """A new version of a question list; who was asked before keeps the old questions. Raises `Verouderd`."""
    stand = get_lijst(session, actor, soort, team_id)
    if team_id is not None and not is_team(session, team_id):
        raise NietGevonden
    if stand.versie != versie:
        raise Verouderd
    if stand.is_eigen and stand.vragen == tuple(vragen):
        return
    session.add(
        EvaluatieLijst(
            soort=soort, team_id=team_id, vragen=vragen_als_json(vragen), op=clock.nu(), door_naam=actor.naam
        )
    )
    session.flush()
