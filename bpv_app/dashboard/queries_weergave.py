"""Saved views: one's own and those shared with one, and with whom one may share. Rows are nobody's here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col

from bpv_app.dashboard.queries_rapport import mag_rapport
from bpv_app.dashboard.rules_rapport import RAPPORTEN
from bpv_app.dashboard.rules_weergave import DEELBARE_ROLLEN, verouderd
from bpv_app.dashboard.tables import Weergave, WeergaveDeling, WeergaveMail
from bpv_app.kernel.actor import Actor, require
from bpv_app.kernel.errors import NietGevonden
from bpv_app.kernel.rechten import ROL_LABEL, Actie
from bpv_app.kernel.sleutel import is_sleutel
from bpv_app.kernel.tekst import Tekst
from bpv_app.student.tables import Team
from bpv_app.toegang.tables import Account, AccountRol

MAX_COLLEGAS = 500


@dataclass(frozen=True, slots=True)
class Deling:
    """With whom a view is shared; `wie` as a person reads it."""

    id: int
    wie: Tekst


@dataclass(frozen=True, slots=True)
class WeergaveRij:
    """A view somebody may open. `van`: its owner ("" for one's own); `oud`: why it cannot be asked any more."""

    id: int
    naam: str
    rapport: str
    vraag: str
    versie: int
    van: str
    mail: bool
    oud: Tekst | None
    delingen: tuple[Deling, ...]


def teams_van(actor: Actor) -> frozenset[int]:
    """The teams somebody belongs to, whatever the role."""
    return frozenset(t.team_id for t in actor.toewijzingen if t.team_id is not None)


def zichtbaar(actor: Actor) -> sa.ColumnElement[bool]:
    """The views this person may open: the own ones and those shared with them, their team, or a role of theirs."""
    if not actor.mag(Actie.RAPPORT_ZIEN) or actor.account_id is None:
        return sa.false()
    gedeeld = sa.select(col(WeergaveDeling.weergave_id)).where(
        sa.or_(
            col(WeergaveDeling.account_id) == actor.account_id,
            col(WeergaveDeling.team_id).in_(sorted(teams_van(actor))),
            col(WeergaveDeling.rol).in_(sorted(actor.rollen)),
        )
    )
    return sa.or_(col(Weergave.account_id) == actor.account_id, col(Weergave.id).in_(gedeeld))


def mag_weergave(actor: Actor, rapport: str) -> bool:
    """Whether this person has the rights of the report in it; an unknown report is for its owner to clear away."""
    return rapport not in RAPPORTEN or mag_rapport(actor, RAPPORTEN[rapport])


def list_weergaven(session: Session, actor: Actor) -> list[WeergaveRij]:
    """One's own views first, then those shared with one, by name. Raises GeenRecht."""
    require(actor, Actie.RAPPORT_ZIEN)
    rijen = session.execute(
        sa.select(Weergave, col(Account.naam)).join(Account, col(Account.id) == col(Weergave.account_id))
        .where(zichtbaar(actor))
    ).all()  # fmt: skip
    ids = [w.id for w, _ in rijen]
    mail = set(
        session.scalars(
            sa.select(col(WeergaveMail.weergave_id)).where(
                col(WeergaveMail.account_id) == actor.account_id, col(WeergaveMail.weergave_id).in_(ids)
            )
        )
    )
    eigen = [w.id for w, _ in rijen if w.account_id == actor.account_id]
    delingen = _delingen(session, eigen)
    uit = [
        WeergaveRij(
            w.id,
            w.naam,
            w.rapport,
            w.vraag,
            w.versie,
            "" if w.account_id == actor.account_id else naam,
            w.id in mail,
            verouderd(w.rapport, w.vraag),
            tuple(delingen.get(w.id, ())),
        )
        for w, naam in rijen
        if w.account_id == actor.account_id or mag_weergave(actor, w.rapport)
    ]
    return sorted(uit, key=lambda r: (r.van != "", r.naam.casefold(), r.id))


def _delingen(session: Session, ids: list[int]) -> dict[int, list[Deling]]:
    uit: dict[int, list[Deling]] = {}
    rijen = session.execute(
        sa.select(WeergaveDeling, col(Account.naam), col(Team.naam))
        .join(Account, col(Account.id) == col(WeergaveDeling.account_id), isouter=True)
        .join(Team, col(Team.id) == col(WeergaveDeling.team_id), isouter=True)
        .where(col(WeergaveDeling.weergave_id).in_(ids))
        .order_by(col(WeergaveDeling.id))
    )
    for d, persoon, team in rijen:
        wie = Tekst(f"team {team}", f"team {team}") if team else Tekst(persoon or "", persoon or "")
        if d.rol is not None:
            label = ROL_LABEL[d.rol]
            wie = Tekst(f"rol {label.nl}", f"role {label.en}")
        uit.setdefault(d.weergave_id, []).append(Deling(d.id, wie))
    return uit


def get_weergave(session: Session, actor: Actor, weergave_id: int) -> WeergaveRij:
    """One view somebody may open. Raises NietGevonden."""
    gevonden = [w for w in list_weergaven(session, actor) if w.id == weergave_id] if is_sleutel(weergave_id) else []
    if not gevonden:
        raise NietGevonden
    return gevonden[0]


def list_ontvangers(session: Session, actor: Actor) -> list[tuple[str, Tekst]]:
    """With whom this person may share: own teams, roles that see figures, colleagues that do. Raises GeenRecht."""
    require(actor, Actie.RAPPORT_ZIEN)
    teams = sorted(_teams(session, actor), key=lambda team: team[1].casefold())
    uit = [(f"team:{i}", Tekst(f"Team {n}", f"Team {n}")) for i, n in teams]
    rollen = [(rol, ROL_LABEL[rol]) for rol in DEELBARE_ROLLEN]
    uit += [(f"rol:{rol.value}", Tekst(f"Iedereen: {n.nl}", f"Everybody: {n.en}")) for rol, n in rollen]
    return uit + [(f"account:{i}", Tekst(n, n)) for i, n in _collegas(session, actor)]


def _teams(session: Session, actor: Actor) -> list[tuple[int, str]]:
    vraag = sa.select(col(Team.id), col(Team.naam)).where(col(Team.is_actief))
    mijn = actor.team_ids(Actie.RAPPORT_ZIEN)
    if mijn is not None:
        vraag = vraag.where(col(Team.id).in_(sorted(mijn | teams_van(actor))))
    return [(rij[0], rij[1]) for rij in session.execute(vraag)]


def _collegas(session: Session, actor: Actor) -> list[tuple[int, str]]:
    ziet = sa.select(col(AccountRol.account_id)).where(col(AccountRol.rol).in_(DEELBARE_ROLLEN))
    vraag = (
        sa.select(col(Account.id), col(Account.naam))
        .where(col(Account.is_actief), col(Account.id).in_(ziet), col(Account.id) != actor.account_id)
        .order_by(col(Account.naam), col(Account.id))
        .limit(MAX_COLLEGAS)
    )
    return [(rij[0], rij[1]) for rij in session.execute(vraag)]


@dataclass(frozen=True, slots=True)
class Abonnement:
    """A view somebody gets by mail. `gemaakt_op` tells apart two views that had the same number."""

    weergave_id: int
    account_id: int
    gemaakt_op: datetime
    sinds: datetime


def list_abonnementen(session: Session) -> list[Abonnement]:
    """All of them: for the app's own work."""
    rijen = session.execute(
        sa.select(
            col(WeergaveMail.weergave_id),
            col(WeergaveMail.account_id),
            col(Weergave.aangemaakt_op),
            col(WeergaveMail.sinds),
        )
        .join(Weergave, col(Weergave.id) == col(WeergaveMail.weergave_id))
        .order_by(col(WeergaveMail.weergave_id), col(WeergaveMail.account_id))
    )
    return [Abonnement(*rij) for rij in rijen]


def get_adres(session: Session, account_id: int) -> tuple[str, str, str]:
    """Name, address and language of an account."""
    account = session.get_one(Account, account_id)
    return account.naam, account.email, account.taal
