"""Lists of beheer: users, and who saw and changed what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from bpv_app.db import UtcMoment
from bpv_app.kernel.actor import Actor, RolToewijzing, require
from bpv_app.kernel.clock import AMSTERDAM, lees_datum, toon_datum, toon_moment
from bpv_app.kernel.lijst import Cel, Filter, Keuze, Kolom, Lijst, LijstAntwoord, LijstVraag, Rij
from bpv_app.kernel.rechten import ROL_LABEL, Actie, Rol
from bpv_app.kernel.tekst import Tekst
from bpv_app.kernel.zoek import patronen
from bpv_app.toegang.accounts import rollen_van
from bpv_app.toegang.rules_audit import AUDIT_LABEL, TABEL_LABEL
from bpv_app.toegang.tables import Account, AccountRol, Audit, AuditSoort

_JA = Tekst("Ja", "Yes")
_GEBLOKKEERD = Tekst("Geblokkeerd", "Locked")
_NOOIT = Tekst("Nooit", "Never")
_GEEN_ROL = Tekst("geen rol", "no role")
MAX_WIJZIGING = 500
_LANG_GELEDEN = datetime(1970, 1, 1, tzinfo=UTC)


def _zoek_account(zoek: str) -> list[sa.ColumnElement[bool]]:
    kolommen = (col(Account.naam), col(Account.gebruikersnaam), col(Account.email))
    return [
        sa.or_(*(sa.func.lower(kolom).like(patroon, escape="\\") for kolom in kolommen)) for patroon in patronen(zoek)
    ]


def _waar_account(vraag: LijstVraag) -> list[sa.ColumnElement[bool]]:
    waar = _zoek_account(vraag.zoek)
    if rol := vraag.filters.get("rol"):
        met_rol = sa.select(col(AccountRol.account_id)).where(col(AccountRol.rol) == Rol(rol))
        waar.append(col(Account.id).in_(met_rol))
    if actief := vraag.filters.get("actief"):
        waar.append(col(Account.is_actief).is_(actief == "ja"))
    return waar


_SORTEER_ACCOUNT: dict[str, Any] = {
    "naam": sa.func.lower(col(Account.naam)),
    "gebruikersnaam": col(Account.gebruikersnaam),
    "email": sa.func.lower(col(Account.email)),
    "laatst": sa.func.coalesce(col(Account.laatst_ingelogd_op), sa.literal(_LANG_GELEDEN, UtcMoment())),
}


def _rollen_tekst(rollen: tuple[RolToewijzing, ...], taal: str) -> str:
    uniek = dict.fromkeys(t.rol for t in rollen)
    return ", ".join(ROL_LABEL[rol].in_taal(taal) for rol in uniek) or _GEEN_ROL.in_taal(taal)


def list_accounts(session: Session, actor: Actor, vraag: LijstVraag) -> LijstAntwoord:
    """One page of accounts and the true total; only for beheer."""
    require(actor, Actie.ACCOUNT_BEHEREN)
    waar = _waar_account(vraag)
    totaal = session.execute(sa.select(sa.func.count()).select_from(Account).where(*waar)).scalar_one()
    volgorde = _SORTEER_ACCOUNT.get(vraag.sorteer, _SORTEER_ACCOUNT["naam"])
    richting = sa.desc if vraag.aflopend else sa.asc
    accounts = (
        session.execute(
            sa.select(Account)
            .where(*waar)
            .order_by(richting(volgorde), richting(col(Account.id)))
            .offset(vraag.offset)
            .limit(vraag.per_pagina)
        )
        .scalars()
        .all()
    )
    rollen = rollen_van(session, [a.id or 0 for a in accounts])
    return LijstAntwoord([_account_rij(a, rollen.get(a.id or 0, ()), vraag.taal) for a in accounts], totaal)


def _account_rij(account: Account, rollen: tuple[RolToewijzing, ...], taal: str) -> Rij:
    href = f"/beheer/gebruikers/{account.id}"
    laatst = account.laatst_ingelogd_op
    dag = toon_datum(laatst.astimezone(AMSTERDAM).date(), taal) if laatst else _NOOIT.in_taal(taal)
    actief = account.is_actief
    return Rij(
        sleutel=str(account.id),
        cellen=(
            Cel(account.naam, href=href),
            Cel(account.gebruikersnaam),
            Cel(account.email),
            Cel(_rollen_tekst(rollen, taal)),
            Cel((_JA if actief else _GEBLOKKEERD).in_taal(taal), badge=True, toon="" if actief else "error"),
            Cel(dag, waarde=laatst),
        ),
        href=href,
        naam=account.naam,
    )


ACCOUNTS = Lijst(
    naam="gebruikers",
    titel=Tekst("Gebruikers", "Users"),
    actie=Actie.ACCOUNT_BEHEREN,
    kolommen=(
        Kolom("naam", Tekst("Naam", "Name")),
        Kolom("gebruikersnaam", Tekst("Gebruikersnaam", "User name")),
        Kolom("email", Tekst("E-mail", "E-mail"), standaard=False),
        Kolom("rollen", Tekst("Rollen", "Roles"), sorteer=False),
        Kolom("actief", Tekst("Actief", "Active"), sorteer=False),
        Kolom("laatst", Tekst("Laatst ingelogd", "Last login")),
    ),
    vraag=list_accounts,
    filters=(
        Filter("rol", Tekst("Rol", "Role"), tuple(Keuze(rol.value, ROL_LABEL[rol]) for rol in Rol)),
        Filter("actief", Tekst("Actief", "Active"), (Keuze("ja", _JA), Keuze("nee", _GEBLOKKEERD))),
    ),
    zoek_label=Tekst("Zoek op naam, gebruikersnaam of e-mail", "Search by name, user name or e-mail"),
    sorteer="naam",
)


@dataclass(frozen=True, slots=True)
class AccountTelling:
    """How many accounts there are, for the first line of the screen."""

    actief: int
    geblokkeerd: int
    zonder_rol: int


def tel_accounts(session: Session, actor: Actor) -> AccountTelling:
    """Count accounts: active, locked, and active ones that may do nothing yet."""
    require(actor, Actie.ACCOUNT_BEHEREN)
    actief = col(Account.is_actief)
    heeft_rol = sa.exists().where(col(AccountRol.account_id) == col(Account.id))
    rij = session.execute(
        sa.select(
            sa.func.count().filter(actief),
            sa.func.count().filter(sa.not_(actief)),
            sa.func.count().filter(actief, sa.not_(heeft_rol)),
        ).select_from(Account)
    ).one()
    return AccountTelling(rij[0], rij[1], rij[2])


def _begin_van(dag: str, dagen: int = 0) -> datetime | None:
    """Midnight in Amsterdam of a date from a filter, `dagen` later; None when it is no date."""
    try:
        gelezen = lees_datum(dag)
        return datetime.combine(gelezen + timedelta(days=dagen), time.min, AMSTERDAM) if gelezen else None
    except (ValueError, OverflowError):
        return None


def _waar_audit(vraag: LijstVraag) -> list[sa.ColumnElement[bool]]:
    waar: list[sa.ColumnElement[bool]] = []
    if vraag.zoek:
        # By account, not by the text in the line: the list grows for years and this stays on an index.
        waar.append(col(Audit.account_id).in_(sa.select(col(Account.id)).where(*_zoek_account(vraag.zoek))))
    if soort := vraag.filters.get("soort"):
        waar.append(col(Audit.soort) == AuditSoort(soort))
    if tabel := vraag.filters.get("tabel"):
        waar.append(col(Audit.tabel) == tabel)
    if (nummer := vraag.filters.get("object", "")).isascii() and nummer.isdigit() and len(nummer) < 10:
        waar.append(col(Audit.object_id) == int(nummer))
    if van := _begin_van(vraag.filters.get("van", "")):
        waar.append(col(Audit.op) >= van)
    if tot := _begin_van(vraag.filters.get("tot", ""), dagen=1):
        waar.append(col(Audit.op) < tot)
    return waar


def toon_wijziging(oud: Mapping[str, Any], nieuw: Mapping[str, Any]) -> str:
    """`naam: Jan → Johan; plaats: – → Leiden`, cut to a readable length."""

    def waarde(velden: Mapping[str, Any], naam: str) -> str:
        gevonden = velden.get(naam)
        return "–" if gevonden is None or gevonden == "" else str(gevonden)

    delen = [
        f"{naam}: {waarde(oud, naam)} → {waarde(nieuw, naam)}" if oud else f"{naam}: {waarde(nieuw, naam)}"
        for naam in dict.fromkeys((*oud, *nieuw))
    ]
    tekst = "; ".join(delen)
    return tekst if len(tekst) <= MAX_WIJZIGING else tekst[: MAX_WIJZIGING - 1] + "…"


def list_audit(session: Session, actor: Actor, vraag: LijstVraag) -> LijstAntwoord:
    """One page of who saw and changed what, the newest first unless asked otherwise."""
    require(actor, Actie.AUDIT_ZIEN)
    waar = _waar_audit(vraag)
    totaal = session.execute(sa.select(sa.func.count()).select_from(Audit).where(*waar)).scalar_one()
    oplopend = vraag.sorteer == "op" and not vraag.aflopend
    richting = sa.asc if oplopend else sa.desc
    regels = session.execute(
        sa.select(Audit)
        .where(*waar)
        .order_by(richting(col(Audit.op)), richting(col(Audit.id)))
        .offset(vraag.offset)
        .limit(vraag.per_pagina)
    ).scalars()
    return LijstAntwoord([_audit_rij(regel, vraag.taal) for regel in regels], totaal)


def _audit_rij(regel: Audit, taal: str) -> Rij:
    return Rij(
        sleutel=str(regel.id),
        cellen=(
            Cel(toon_moment(regel.op, taal), waarde=regel.op),
            Cel(regel.naam),
            Cel(AUDIT_LABEL[regel.soort].in_taal(taal), badge=True),
            Cel(TABEL_LABEL.get(regel.tabel, Tekst(regel.tabel, regel.tabel)).in_taal(taal), waarde=regel.tabel),
            Cel("" if regel.object_id is None else str(regel.object_id), waarde=regel.object_id),
            Cel(regel.omschrijving or toon_wijziging(regel.oud, regel.nieuw)),
        ),
        naam=regel.naam,
    )


def _audit_filters(session: Session, actor: Actor) -> tuple[Filter, ...]:
    """The kinds of data that can stand in the audit, as choices."""
    require(actor, Actie.AUDIT_ZIEN)
    keuzes = sorted(TABEL_LABEL.items(), key=lambda paar: paar[1].nl)
    return (Filter("tabel", Tekst("Soort gegeven", "Kind of data"), tuple(Keuze(n, label) for n, label in keuzes)),)


AUDIT = Lijst(
    naam="audit",
    titel=Tekst("Wie zag en wijzigde wat", "Who saw and changed what"),
    actie=Actie.AUDIT_ZIEN,
    kolommen=(
        Kolom("op", Tekst("Wanneer", "When")),
        Kolom("wie", Tekst("Wie", "Who"), sorteer=False),
        Kolom("soort", Tekst("Wat", "What"), sorteer=False),
        Kolom("tabel", Tekst("Soort gegeven", "Kind of data"), sorteer=False),
        Kolom("object", Tekst("Nummer", "Number"), sorteer=False, rechts=True),
        Kolom("wijziging", Tekst("Wijziging (oud → nieuw)", "Change (old → new)"), sorteer=False),
    ),
    vraag=list_audit,
    filters=(
        Filter("soort", Tekst("Wat", "What"), tuple(Keuze(s.value, AUDIT_LABEL[s]) for s in AuditSoort)),
        Filter("object", Tekst("Nummer", "Number"), soort="tekst"),
        Filter("van", Tekst("Vanaf", "From"), soort="datum"),
        Filter("tot", Tekst("Tot en met", "Up to and including"), soort="datum"),
    ),
    filters_van=_audit_filters,
    zoek_label=Tekst("Zoek op naam van de gebruiker", "Search by name of the user"),
    sorteer="op",
    aflopend=True,
)
