"""Personal links: one person, one browser, expiring, revocable, stored hashed. The way in for praktijkopleiders.

The first click makes a session and binds the link to that browser: there it works again until it expires. Elsewhere it
does not, so a mail that is passed on lets nobody else in.

This part lies below `leerbedrijf`, so it takes the facts of a contact person from its caller, and **the caller has
checked that the contact person is within the actor's scope**.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col

from bpv_app.config import instellingen
from bpv_app.kernel.actor import Actor, require
from bpv_app.kernel.clock import Clock
from bpv_app.kernel.errors import DomeinFout, NietGevonden
from bpv_app.kernel.rechten import Actie, Rol
from bpv_app.kernel.sleutel import is_sleutel
from bpv_app.kernel.tekst import Tekst
from bpv_app.toegang import audit
from bpv_app.toegang.geheim import hash_token, leid_token_af, nieuw_token
from bpv_app.toegang.rules import CONTACT_VOORVOEGSEL, LinkWerktNiet, veilig_pad
from bpv_app.toegang.service import maak_sessie
from bpv_app.toegang.sessies import trek_sessies_in
from bpv_app.toegang.tables import Account, AccountRol, Herkomst, PersoonlijkeLink


def _accounts_van(contactpersoon_id: int) -> sa.Select[int]:
    return sa.select(col(AccountRol.account_id)).where(
        col(AccountRol.contactpersoon_id) == contactpersoon_id, col(AccountRol.rol) == Rol.PRAKTIJKOPLEIDER
    )


def account_van(
    session: Session, clock: Clock, contactpersoon_id: int, leerbedrijf_id: int, naam: str, email: str
) -> Account:
    """The contact person's own account, made when there is none. Never somebody else's with the same address.

    The caller has checked that this person may come in, and looks at `is_actief`: a locked account gets no link.
    """
    account = _vind_account(session, contactpersoon_id)
    if account is None:
        try:
            with session.begin_nested():
                return _maak_account(session, clock, contactpersoon_id, leerbedrijf_id, naam, email)
        except IntegrityError:  # made by somebody else a moment ago
            account = _vind_account(session, contactpersoon_id)
            if account is None:
                raise
    if (account.naam, account.email) != (naam[:200], email[:200]):
        account.naam, account.email = naam[:200], email[:200]
        session.flush()
    return account


def _vind_account(session: Session, contactpersoon_id: int) -> Account | None:
    return session.execute(
        sa.select(Account).where(col(Account.id).in_(_accounts_van(contactpersoon_id))).order_by(col(Account.id))
    ).scalar()


def _maak_account(
    session: Session, clock: Clock, contactpersoon_id: int, leerbedrijf_id: int, naam: str, email: str
) -> Account:
    account = Account(
        gebruikersnaam=f"{CONTACT_VOORVOEGSEL}{contactpersoon_id}",
        naam=naam[:200],
        email=email[:200],
        aangemaakt_op=clock.nu(),
    )
    session.add(account)
    session.flush()
    session.add(
        AccountRol(
            account_id=account.id or 0,
            rol=Rol.PRAKTIJKOPLEIDER,
            contactpersoon_id=contactpersoon_id,
            leerbedrijf_id=leerbedrijf_id,
        )
    )
    session.flush()
    return account


def geef_link(
    session: Session,
    actor: Actor,
    clock: Clock,
    contactpersoon_id: int,
    doel: str = "/",
    *,
    leerbedrijf_id: int,
    naam: str,
    email: str = "",
) -> str:
    """A new personal link for a contact person; returns its address, which is shown once and never stored.

    Earlier unused links of this person stop working. `doel` is a path on this site. The caller has checked that the
    contact person is within the actor's scope. Raises `GeenRecht`; `DomeinFout` when the account is locked.
    """
    require(actor, Actie.LINK_UITGEVEN)
    account = account_van(session, clock, contactpersoon_id, leerbedrijf_id, naam, email)
    if not account.is_actief:
        raise DomeinFout(
            "account_geblokkeerd",
            Tekst(
                "De toegang van deze persoon is geblokkeerd. Vraag beheer om die vrij te geven.",
                "This person's access is locked. Ask an administrator to unlock it.",
            ),
        )
    return maak_link(session, actor, clock, account.id or 0, doel)


def maak_link(session: Session, actor: Actor, clock: Clock, account_id: int, doel: str) -> str:
    """A link for an account that exists; revokes the earlier open ones. The caller has checked the right."""
    token = nieuw_token()
    _trek_in(session, clock, col(PersoonlijkeLink.account_id) == account_id)
    _bewaar(session, clock, token, account_id, doel, actor.account_id)
    return _adres(token)


def _bewaar(
    session: Session, clock: Clock, token: str, account_id: int, doel: str, door: int | None
) -> PersoonlijkeLink:
    nu = clock.nu()
    link = PersoonlijkeLink(
        token_hash=hash_token(token),
        account_id=account_id,
        doel=veilig_pad(doel),
        aangemaakt_op=nu,
        aangemaakt_door=door,
        verloopt_op=nu + timedelta(days=instellingen().link_dagen),
    )
    session.add(link)
    session.flush()
    return link


def _adres(token: str) -> str:
    return f"{instellingen().base_url}/link/{token}"


def maak_maillink(session: Session, clock: Clock, account_id: int, doel: str, zaad: str) -> int:
    """A link that goes out by mail; returns its id. Earlier open links keep working: an older mail may yet be opened.

    The token follows from `zaad` (random, kept with the mail) and the app's secret: `adres_van_maillink` gives it
    when the mail is delivered. The caller has checked the right.
    """
    return _bewaar(session, clock, leid_token_af(zaad), account_id, doel, None).id or 0


def adres_van_maillink(session: Session, clock: Clock, zaad: str) -> str:
    """The address in a mail, or "" when the link does not work: expired, used, revoked, account locked, new secret."""
    token = leid_token_af(zaad)
    return _adres(token) if session.execute(_open_link(clock, token)).first() else ""


def trek_maillink_in(session: Session, clock: Clock, link_id: int) -> None:
    """Revoke a link that was mailed to a wrong address, if it is still open. The caller has checked the right."""
    _trek_in(session, clock, col(PersoonlijkeLink.id) == link_id)


def _trek_in(session: Session, clock: Clock, wie: sa.ColumnElement[bool], *, ook_gebruikt: bool = False) -> int:
    """Revoke open links through the ORM, so that the audit sees each of them.

    A link that was used still works in the browser that used it; `ook_gebruikt` ends that too.
    """
    waar = [wie, col(PersoonlijkeLink.ingetrokken_op).is_(None)]
    if not ook_gebruikt:
        waar.append(col(PersoonlijkeLink.gebruikt_op).is_(None))
    open_links = session.execute(sa.select(PersoonlijkeLink).where(*waar)).scalars()
    aantal = 0
    for link in open_links:
        link.ingetrokken_op = clock.nu()
        aantal += 1
    session.flush()
    return aantal


@dataclass(frozen=True, slots=True)
class LinkRegel:
    """One link on the list of a contact person. `stand`: open, gebruikt, ingetrokken or verlopen."""

    id: int
    aangemaakt_op: datetime
    verloopt_op: datetime
    gebruikt_op: datetime | None
    stand: str


def _stand(link: PersoonlijkeLink, nu: datetime) -> str:
    if link.ingetrokken_op:
        return "ingetrokken"
    if link.gebruikt_op:
        return "gebruikt"
    return "open" if link.verloopt_op > nu else "verlopen"


def list_links(session: Session, actor: Actor, clock: Clock, contactpersoon_id: int) -> list[LinkRegel]:
    """All links of a contact person (within scope: checked by the caller), newest first."""
    require(actor, Actie.LINK_UITGEVEN)
    rijen = session.execute(
        sa.select(PersoonlijkeLink)
        .where(col(PersoonlijkeLink.account_id).in_(_accounts_van(contactpersoon_id)))
        .order_by(col(PersoonlijkeLink.id).desc())
    ).scalars()
    return [LinkRegel(r.id or 0, r.aangemaakt_op, r.verloopt_op, r.gebruikt_op, _stand(r, clock.nu())) for r in rijen]


def trek_link_in(session: Session, actor: Actor, clock: Clock, contactpersoon_id: int, link_id: int) -> None:
    """Revoke one open link of this contact person (within scope: checked by the caller)."""
    require(actor, Actie.LINK_UITGEVEN)
    zelfde = sa.and_(
        col(PersoonlijkeLink.id) == link_id, col(PersoonlijkeLink.account_id).in_(_accounts_van(contactpersoon_id))
    )
    if not is_sleutel(link_id) or not _trek_in(session, clock, zelfde):
        raise NietGevonden


def trek_toegang_in(session: Session, actor: Actor, clock: Clock, contactpersoon_id: int) -> None:
    """Shut a contact person out at once (within scope: checked by the caller)."""
    require(actor, Actie.LINK_UITGEVEN)
    sluit_buiten(session, actor, clock, contactpersoon_id)


def sluit_buiten(session: Session, actor: Actor, clock: Clock, contactpersoon_id: int) -> None:
    """End all links and living sessions of who leaves the company. The caller has checked the right and the scope."""
    ids = list(session.execute(_accounts_van(contactpersoon_id)).scalars())
    _trek_in(session, clock, col(PersoonlijkeLink.account_id).in_(ids), ook_gebruikt=True)
    for account_id in ids:
        trek_sessies_in(session, clock, account_id)
        audit.noteer(session, actor, "account", account_id, "toegang van contactpersoon ingetrokken", clock.nu())


@dataclass(frozen=True, slots=True)
class OpenLink:
    """What the page behind a link may show."""

    link_id: int
    account_id: int
    naam: str
    taal: str
    doel: str


def _nog_vrij(apparaat: str) -> sa.ColumnElement[bool]:
    """Not clicked yet, or first clicked in this very browser."""
    ongebruikt = col(PersoonlijkeLink.gebruikt_op).is_(None)
    return sa.or_(ongebruikt, col(PersoonlijkeLink.apparaat_hash) == hash_token(apparaat)) if apparaat else ongebruikt


def _open_link(clock: Clock, token: str, apparaat: str = "") -> sa.Select[*tuple[Any, ...]]:
    return (
        sa.select(
            col(PersoonlijkeLink.id), col(Account.id), col(Account.naam), col(Account.taal), col(PersoonlijkeLink.doel)
        )
        .join(Account, col(Account.id) == col(PersoonlijkeLink.account_id))
        .where(
            col(PersoonlijkeLink.token_hash) == hash_token(token),
            _nog_vrij(apparaat),
            col(PersoonlijkeLink.ingetrokken_op).is_(None),
            col(PersoonlijkeLink.verloopt_op) > clock.nu(),
            col(Account.is_actief),
        )
    )


def bekijk_link(session: Session, clock: Clock, token: str, apparaat: str = "") -> OpenLink:
    """Look at a link without using it (mail scanners open every link). `apparaat` is the secret of this browser.

    Raises `LinkWerktNiet` when it does not exist, expired, was revoked, or was first opened in another browser.
    """
    rij = session.execute(_open_link(clock, token, apparaat)).first()
    if rij is None:
        raise LinkWerktNiet
    return OpenLink(*rij)


def eigenaar_van_link(session: Session, token: str) -> tuple[int, str] | None:
    """Whose link this is and where it led, used or not: so that its owner, still logged in, simply goes on."""
    rij = session.execute(
        sa.select(col(PersoonlijkeLink.account_id), col(PersoonlijkeLink.doel)).where(
            col(PersoonlijkeLink.token_hash) == hash_token(token), col(PersoonlijkeLink.ingetrokken_op).is_(None)
        )
    ).first()
    return (rij[0], rij[1]) if rij else None


def gebruik_link(session: Session, clock: Clock, token: str, browser: str, apparaat: str = "") -> tuple[str, str]:
    """Come in by a link: (token of the session, where to go). Of two browsers at once the second is refused.

    `browser` describes it for the list of sessions; `apparaat` is its secret, to which the link is bound from now on.
    """
    link = bekijk_link(session, clock, token, apparaat)
    uitkomst: Any = session.execute(
        sa.update(PersoonlijkeLink)
        .where(
            col(PersoonlijkeLink.id) == link.link_id,
            _nog_vrij(apparaat),
            col(PersoonlijkeLink.ingetrokken_op).is_(None),
        )
        .values(
            gebruikt_op=sa.func.coalesce(col(PersoonlijkeLink.gebruikt_op), clock.nu()),
            apparaat_hash=hash_token(apparaat) if apparaat else "",
        )
    )
    if uitkomst.rowcount != 1:
        raise LinkWerktNiet
    return maak_sessie(session, clock, link.account_id, Herkomst.LINK, browser), veilig_pad(link.doel)
