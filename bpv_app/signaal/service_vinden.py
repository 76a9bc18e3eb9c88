"""Once a day per team: find what needs attention, close what is solved, tell the coordinator what nobody took.

The planner calls it as often as it likes: a team is looked at once a day, and a reason makes one signal.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import sqlalchemy as sa
from sqlmodel import Session, col

from bpv_app.kernel.actor import Actor
from bpv_app.kernel.clock import AMSTERDAM, Clock
from bpv_app.kernel.errors import GeenRecht
from bpv_app.kernel.tekst import Tekst
from bpv_app.signaal.queries_poort import slot_van_team
from bpv_app.signaal.queries_vinden import get_grenzen, lees_team, list_teams_te_doen
from bpv_app.signaal.rules import (
    AUTOMATISCH,
    OPEN,
    OPGELOST_TEKST,
    VOORBIJ,
    SignaalSoort,
    SignaalStap,
    SignaalStatus,
    Wie,
    check_stap,
    is_te_lang_nieuw,
)
from bpv_app.signaal.rules_vinden import sleutel_van, vind
from bpv_app.signaal.service import meld, noteer
from bpv_app.signaal.tables import Signaal, SignaalRonde

VANAF_UUR = 6
"""Hour of the day (Amsterdam) from which a team is looked at: hours of yesterday are in by then."""
_LEEG = Tekst("", "")
Vondsten = Mapping[tuple[int, SignaalSoort], Tekst]


def te_zoeken(session: Session, actor: Actor, clock: Clock, *, nu: bool = False) -> list[int | None]:
    """Teams to look at now (`nu`: also before the hour). Raises `GeenRecht`: it is the app's own work."""
    if not actor.is_systeem:
        raise GeenRecht
    if not nu and clock.nu().astimezone(AMSTERDAM).hour < VANAF_UUR:
        return []
    return list_teams_te_doen(session, clock.vandaag())


def zoek_signalen(session: Session, actor: Actor, clock: Clock, *, nu: bool = False) -> int:
    """Look at one team; returns 1, or 0 when all have been looked at today. Raises `GeenRecht`."""
    teams = te_zoeken(session, actor, clock, nu=nu)
    if not teams:
        return 0
    zoek_team(session, clock, teams[0])
    return 1


def zoek_team(session: Session, clock: Clock, team_id: int | None) -> SignaalRonde:
    """Look at one team today. For the app itself: there is no scope."""
    vandaag = clock.vandaag()
    grenzen = get_grenzen(session, team_id, vandaag)
    standen = lees_team(session, team_id, vandaag)
    vondsten = {
        (stand.dossier_id, soort): tekst for stand in standen for soort, tekst in vind(stand, grenzen, vandaag).items()
    }
    bekend = _bekende(session, team_id)
    nieuw = sum(_vind_een(session, clock, d, s, tekst, bekend.get((d, s), [])) for (d, s), tekst in vondsten.items())
    lopend = {stand.dossier_id for stand in standen}
    vervallen = _ruim_op(session, clock, bekend, vondsten, lopend)
    _escaleer(session, clock, team_id, grenzen.escalatie_dagen)
    ronde = SignaalRonde(team_id=team_id, dag=vandaag, nieuw=nieuw, vervallen=vervallen)
    session.add(ronde)
    session.flush()
    return ronde


def _bekende(session: Session, team_id: int | None) -> dict[tuple[int, SignaalSoort], list[Signaal]]:
    """The signals the app found before in this team, oldest first, by dossier and kind; locked."""
    uit: dict[tuple[int, SignaalSoort], list[Signaal]] = {}
    for signaal in slot_van_team(session, team_id, col(Signaal.soort).in_(AUTOMATISCH)):
        uit.setdefault((signaal.dossier_id, signaal.soort), []).append(signaal)
    return uit


def _vind_een(
    session: Session, clock: Clock, dossier_id: int, soort: SignaalSoort, tekst: Tekst, eerder: list[Signaal]
) -> bool:
    """Whether there is a new signal. One that is open says how it stands today; one that a person closed while the
    reason goes on stays closed."""
    laatste = eerder[-1] if eerder else None
    if laatste is None or laatste.opgelost_op is not None:
        meld(session, clock, dossier_id, soort, tekst, sleutel_van(soort, dossier_id, len(eerder) + 1))
        return True
    if laatste.status in OPEN and laatste.tekst != tekst.nl:
        laatste.tekst, laatste.tekst_en = tekst.nl, tekst.en
        session.flush()
    return False


def _ruim_op(
    session: Session,
    clock: Clock,
    bekend: Mapping[tuple[int, SignaalSoort], list[Signaal]],
    vondsten: Vondsten,
    lopend: set[int],
) -> int:
    """Close what is solved; returns how many closed themselves."""
    aantal = 0
    for sleutel, signalen in bekend.items():
        signaal = signalen[-1]
        if sleutel in vondsten or signaal.opgelost_op is not None:
            continue
        signaal.opgelost_op = clock.vandaag()
        session.flush()
        if signaal.status in OPEN:
            waarom = OPGELOST_TEKST[signaal.soort] if signaal.dossier_id in lopend else VOORBIJ
            _laat_vervallen(session, clock, signaal, waarom)
            aantal += 1
    return aantal


def _laat_vervallen(session: Session, clock: Clock, signaal: Signaal, waarom: Tekst) -> None:
    van = signaal.status
    signaal.status = check_stap(SignaalStap.VERVALLEN, van, Wie.APP)
    signaal.opvolgen_op = None
    session.flush()
    noteer(session, clock, signaal, SignaalStap.VERVALLEN, van, waarom)


def _escaleer(session: Session, clock: Clock, team_id: int | None, dagen: int) -> None:
    """What nobody took in time stands on the coordinator's list from now on; once per time it is new."""
    is_nieuw = col(Signaal.status) == SignaalStatus.NIEUW
    for signaal in slot_van_team(session, team_id, is_nieuw, col(Signaal.geescaleerd_op).is_(None)):
        if is_te_lang_nieuw(_dag(signaal), clock.vandaag(), dagen):
            check_stap(SignaalStap.ESCALEREN, signaal.status, Wie.APP)
            signaal.geescaleerd_op = clock.nu()
            session.flush()
            noteer(session, clock, signaal, SignaalStap.ESCALEREN, signaal.status, _LEEG)


def _dag(signaal: Signaal) -> date:
    return signaal.sinds.astimezone(AMSTERDAM).date()


def sluit_bij_einde(session: Session, clock: Clock, dossier_id: int) -> None:
    """The placement was closed: what the app found about it closes with it. The school's own concerns stay open."""
    rijen = session.execute(
        sa.select(Signaal)
        .where(
            col(Signaal.dossier_id) == dossier_id,
            col(Signaal.status).in_(OPEN),
            col(Signaal.soort).in_(AUTOMATISCH),
        )
        .order_by(col(Signaal.id))
        .with_for_update()
    ).scalars()
    for signaal in list(rijen):
        signaal.opgelost_op = clock.vandaag()
        _laat_vervallen(session, clock, signaal, VOORBIJ)
