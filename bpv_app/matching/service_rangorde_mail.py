"""Mail to companies about the order of their candidates: the question, reminders that stop, the receipt."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col

from bpv_app.config import instellingen
from bpv_app.kernel.actor import Actor, require
from bpv_app.kernel.clock import AMSTERDAM, Clock, toon_moment
from bpv_app.kernel.errors import GeenRecht
from bpv_app.kernel.rechten import Actie
from bpv_app.matching.queries_publiceren import Contact, list_contacten
from bpv_app.matching.queries_rangorde import RangordeBewijsRij, RangordeRij, tijd_van
from bpv_app.matching.rules_rangorde import herinner_sleutel, te_herinneren
from bpv_app.matching.rules_ronde import RondeStatus
from bpv_app.matching.service_ronde import get_ronde
from bpv_app.matching.tables import Plaats
from bpv_app.matching.tables_rangorde import Rangorde, RangordeKandidaat
from bpv_app.matching.tables_ronde import Ronde, RondeGroep
from bpv_app.post.rules import Sjabloon, een_regel
from bpv_app.post.service import al_gemaakt, laat_vervallen, verstuur
from bpv_app.toegang.links import account_van

DOEL = "/bedrijf/rangorde"
MAX_PER_KEER = 50
MAX_REGELS = 40


@dataclass(frozen=True, slots=True)
class _Open:
    """An order that was not sent in (again): its place, title, number of candidates and praktijkopleider."""

    plaats_id: int
    titel: str
    kandidaten: int
    opleider_id: int | None


def _list_open(session: Session, ronde: Ronde, *, alle: bool = False) -> list[_Open]:
    aantal = (
        sa.select(sa.func.count())
        .where(col(RangordeKandidaat.rangorde_id) == col(Rangorde.id))
        .correlate(Rangorde)
        .scalar_subquery()
    )
    vraag = (
        sa.select(col(Plaats.id), col(Plaats.titel), aantal, col(Plaats.praktijkopleider_id))
        .join(Rangorde, col(Rangorde.plaats_id) == col(Plaats.id))
        .where(col(Rangorde.ronde_id) == ronde.id, aantal > 0)
        .order_by(col(Plaats.titel), col(Plaats.id))
    )
    if not alle:
        vraag = vraag.where(
            sa.or_(col(Rangorde.ingestuurd_op).is_(None), col(Rangorde.ingestuurd_versie) != col(Rangorde.versie))
        )
    return [_Open(*rij) for rij in session.execute(vraag)]


def _team(session: Session, ronde: Ronde) -> int | None:
    """Of one team: its coordinator sees the mail; of several: whoever sees mail of the whole school."""
    teams = set(
        session.execute(sa.select(col(RondeGroep.team_id)).where(col(RondeGroep.ronde_id) == ronde.id)).scalars()
    )
    return teams.pop() if len(teams) == 1 else None


def _stuur(
    session: Session,
    clock: Clock,
    ronde: Ronde,
    sjabloon: Sjabloon,
    sleutel: str,
    c: Contact,
    plaatsen: Iterable[_Open],
) -> bool:
    account = account_van(session, clock, c.id, c.leerbedrijf_id, c.naam, c.email)
    en = c.taal == "en"
    regels = [f"{een_regel(p.titel, 100)}: {p.kandidaten} {_kandidaten(p.kandidaten, en)}" for p in plaatsen]
    mail = verstuur(
        session,
        clock,
        sjabloon=sjabloon,
        taal=c.taal,
        aan=c.email,
        naam=c.naam,
        velden={
            "naam": c.naam,
            "school": instellingen().school_naam,
            "ronde": ronde.naam,
            "tot": toon_moment(ronde.rangschikken_tot or clock.nu(), c.taal),
            "regels": "\n".join(regels[:MAX_REGELS]),
        },
        sleutel=sleutel,
        account_id=account.id,
        contactpersoon_id=c.id,
        over=("ronde", ronde.id or 0),
        team_id=_team(session, ronde),
        link_doel=DOEL,
    )
    return mail is not None


def _kandidaten(n: int, en: bool) -> str:
    return ("candidate" if n == 1 else "candidates") if en else ("kandidaat" if n == 1 else "kandidaten")


def stuur_vragen(session: Session, clock: Clock, ronde: Ronde) -> int:
    """Ask each praktijkopleider for the order of their places; a personal link is in it. How many mails."""
    plaatsen = _list_open(session, ronde, alle=True)
    return sum(
        _stuur(
            session, clock, ronde, Sjabloon.RANGORDE_VRAAG, f"rangorde-vraag:{ronde.id}:{c.id}", c,
            [p for p in plaatsen if p.opleider_id == c.id],
        )
        for c in list_contacten(session, [p.plaats_id for p in plaatsen])
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class RangordeHerinnering:
    """A reminder that is due and was not made yet."""

    ronde_id: int
    sleutel: str
    contact: Contact
    plaatsen: tuple[_Open, ...]


def _herinneringen(session: Session, ronde: Ronde, wat: str) -> list[RangordeHerinnering]:
    """One per praktijkopleider who has something to send in; not twice for the same reason."""
    plaatsen = _list_open(session, ronde)
    uit = []
    for c in list_contacten(session, [p.plaats_id for p in plaatsen]):
        mijn = tuple(p for p in plaatsen if p.opleider_id == c.id)
        uit.append(RangordeHerinnering(ronde.id or 0, herinner_sleutel(ronde.id or 0, c.id, wat), c, mijn))
    bekend = al_gemaakt(session, {h.sleutel for h in uit})
    return [h for h in uit if h.sleutel not in bekend]


def _list_rangschikkend(session: Session, nu: datetime) -> list[Ronde]:
    rondes = session.execute(
        sa.select(Ronde)
        .where(col(Ronde.status) == RondeStatus.GESLOTEN, col(Ronde.bedrijven_rangschikken))
        .order_by(col(Ronde.id))
    ).scalars()
    return [ronde for ronde in rondes if tijd_van(ronde).is_open(nu)]


def te_sturen_herinneringen(
    session: Session, actor: Actor, clock: Clock, *, nu: bool = False
) -> list[RangordeHerinnering]:
    """Reminders that may go now; not before the hour of the settings (`nu`: any). Raises `GeenRecht`."""
    if not actor.is_systeem:
        raise GeenRecht
    if not nu and clock.nu().astimezone(AMSTERDAM).hour < instellingen().weekmail_uur:
        return []
    uit: list[RangordeHerinnering] = []
    for ronde in _list_rangschikkend(session, clock.nu()):
        dagen = te_herinneren(ronde.gesloten_op, ronde.rangschikken_tot, clock.nu())
        if dagen is not None:
            uit += _herinneringen(session, ronde, f"{dagen}d")
    return uit


def stuur_herinneringen(session: Session, actor: Actor, clock: Clock, *, nu: bool = False) -> int:
    """Write at most `MAX_PER_KEER` of them; returns how many. Raises `GeenRecht`."""
    return _stuur_alle(session, clock, te_sturen_herinneringen(session, actor, clock, nu=nu)[:MAX_PER_KEER])


def herinner_bedrijven(session: Session, actor: Actor, clock: Clock, ronde_id: int) -> int:
    """Remind by hand every company that did not send in, at most once a day each. How many mails.

    Raises `NietGevonden`, `GeenRecht`, `RangordeDicht`.
    """
    require(actor, Actie.RONDE_BEWERKEN)
    ronde = get_ronde(session, actor, ronde_id, Actie.RONDE_BEWERKEN)
    tijd_van(ronde).check_open(clock.nu())
    return _stuur_alle(session, clock, _herinneringen(session, ronde, f"hand-{clock.vandaag().isoformat()}"))


def _stuur_alle(session: Session, clock: Clock, herinneringen: Collection[RangordeHerinnering]) -> int:
    rondes = {h.ronde_id: session.get_one(Ronde, h.ronde_id) for h in herinneringen}
    return sum(
        _stuur(session, clock, rondes[h.ronde_id], Sjabloon.RANGORDE_HERINNERING, h.sleutel, h.contact, h.plaatsen)
        for h in herinneringen
    )


def trek_herinneringen_in(session: Session, clock: Clock, ronde_id: int, plaats_id: int) -> None:
    """An order was sent in: who has nothing more to send in needs no reminder that waits."""
    ronde, plaats = session.get_one(Ronde, ronde_id), session.get_one(Plaats, plaats_id)
    opleider = plaats.praktijkopleider_id
    if opleider and not any(p.opleider_id == opleider for p in _list_open(session, ronde)):
        laat_vervallen(session, clock, herinner_sleutel(ronde_id, opleider))


def stuur_bewijs(session: Session, clock: Clock, rangorde: RangordeRij, bewijs: RangordeBewijsRij) -> None:
    """The receipt to the praktijkopleider of the place; each sending in has its own."""
    ronde = session.get_one(Ronde, rangorde.ronde_id)
    for c in list_contacten(session, [rangorde.plaats_id]):
        account = account_van(session, clock, c.id, c.leerbedrijf_id, c.naam, c.email)
        kandidaat = "Candidate" if c.taal == "en" else "Kandidaat"
        regels = [f"{rang}. {kandidaat} {n}" for rang, n in enumerate(bewijs.volgorde.nummers[:MAX_REGELS], 1)]
        niet = "not suitable" if c.taal == "en" else "past niet"
        regels += [f"{kandidaat} {p.nummer}: {niet}" for p in bewijs.volgorde.past_niet[:MAX_REGELS]]
        verstuur(
            session,
            clock,
            sjabloon=Sjabloon.RANGORDE_BEWIJS,
            taal=c.taal,
            aan=c.email,
            naam=c.naam,
            velden={
                "naam": c.naam,
                "plaats": rangorde.titel,
                "op": toon_moment(bewijs.op, c.taal),
                "code": bewijs.code,
                "regels": "\n".join(regels),
                "tot": toon_moment(ronde.rangschikken_tot or bewijs.op, c.taal),
            },
            sleutel=f"rangorde-bewijs:{rangorde.id}:{bewijs.code}",
            account_id=account.id,
            contactpersoon_id=c.id,
            over=("ronde", rangorde.ronde_id),
            team_id=_team(session, ronde),
            link_doel=DOEL,
        )
