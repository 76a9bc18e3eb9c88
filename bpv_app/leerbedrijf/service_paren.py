"""Pairs of companies that look like one: found in the background, kept until somebody decides.

Every company that was added or changed (also by an import) waits with `is_vergeleken` off; the planner compares those
some at a time, so the worklist is a table that is read, at any size of the file.
"""

from __future__ import annotations

import hashlib
from dataclasses import astuple
from typing import cast

import sqlalchemy as sa
from sqlmodel import Session, col

from bpv_app.db import check_versie
from bpv_app.kernel.actor import Actor, require
from bpv_app.kernel.clock import Clock
from bpv_app.kernel.errors import NietGevonden, OngeldigeInvoer
from bpv_app.kernel.nummers import schoon_tekst
from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.sleutel import is_sleutel
from bpv_app.kernel.tekst import Tekst
from bpv_app.leerbedrijf.rules_dubbel import Gelijkenis, Kenmerken, vergelijk
from bpv_app.leerbedrijf.service_dubbel import zoek_dubbelen
from bpv_app.leerbedrijf.tables import Leerbedrijf
from bpv_app.leerbedrijf.tables_samenvoegen import DubbelPaar

PER_KEER = 100
"""Companies compared in one transaction of the planner."""
PER_BEDRIJF = 25
"""Doubles of one company that are kept: more are a chain of shops, not a mistake."""
MAX_REDEN = 1000


def afdruk_van(a: Kenmerken, b: Kenmerken) -> str:
    """What both companies were when they were compared; another one means that one of them changed."""
    beide = sorted((astuple(a), astuple(b)))
    return hashlib.sha256(repr(beide).encode()).hexdigest()[:16]


def tel_te_vergelijken(session: Session) -> int:
    """How many companies wait for their turn."""
    vraag = sa.select(sa.func.count()).select_from(Leerbedrijf).where(~col(Leerbedrijf.is_vergeleken))
    return int(session.execute(vraag.where(col(Leerbedrijf.opgegaan_in_id).is_(None))).scalar_one())


def te_vergelijken(session: Session, actor: Actor, clock: Clock, *, nu: bool = False) -> list[int]:
    """The next companies to compare (the planner's question: is there anything to do?)."""
    vraag = sa.select(col(Leerbedrijf.id)).where(~col(Leerbedrijf.is_vergeleken)).order_by(col(Leerbedrijf.id))
    return [i for i in session.execute(vraag.limit(PER_KEER)).scalars() if i is not None]


def vergelijk_volgende(session: Session, actor: Actor, clock: Clock, *, nu: bool = False) -> int:
    """Compare the next `PER_KEER` companies with all others; how many that were. Safe to run in several processes."""
    ids = te_vergelijken(session, actor, clock, nu=nu)
    vraag = sa.select(Leerbedrijf).where(col(Leerbedrijf.id).in_(ids)).order_by(col(Leerbedrijf.id))
    for bedrijf in session.execute(vraag.with_for_update(skip_locked=True)).scalars().all():
        vergelijk_met_alle(session, actor, clock, bedrijf)
    return len(ids)


def vergelijk_met_alle(session: Session, actor: Actor, clock: Clock, bedrijf: Leerbedrijf) -> None:
    """Bring the pairs of one company up to date with what it and the others are now."""
    eigen = Kenmerken.van(bedrijf)
    eigen_id = cast("int", bedrijf.id)
    oud = {(p.a_id, p.b_id): p for p in list_paren_van(session, eigen_id)}
    gevonden = {}
    if bedrijf.opgegaan_in_id is None:
        dubbelen = zoek_dubbelen(session, actor, eigen, limiet=PER_BEDRIJF + 1, ook_opgegaan=False)
        gevonden = {(min(d.id, eigen_id), max(d.id, eigen_id)): d for d in dubbelen if d.id != eigen_id}
    for sleutel, dubbel in gevonden.items():
        afdruk = afdruk_van(eigen, dubbel.kenmerken)
        paar = oud.pop(sleutel, None) or DubbelPaar(
            a_id=sleutel[0], b_id=sleutel[1], punten=0, afdruk=afdruk, op=clock.nu()
        )
        if paar.afdruk != afdruk:  # one of them changed: what was decided was about something else
            paar.anders_op, paar.anders_door, paar.anders_reden = None, "", ""
        if paar.punten == 0 or paar.afdruk != afdruk:
            paar.punten, paar.afdruk, paar.op = dubbel.gelijkenis.punten, afdruk, clock.nu()
            paar.aanwijzingen = [a.value for a in dubbel.gelijkenis.aanwijzingen]
        session.add(paar)
    for paar in oud.values():
        if paar.anders_op is None:
            session.delete(paar)
    # By a statement of its own: that a company was compared is no change of it that anybody should be told about.
    session.flush()
    t = cast("sa.Table", sa.inspect(Leerbedrijf).local_table)
    session.execute(sa.update(t).where(t.c.id == eigen_id).values(is_vergeleken=True))
    sa.orm.attributes.set_committed_value(bedrijf, "is_vergeleken", True)


def list_paren_van(session: Session, leerbedrijf_id: int) -> list[DubbelPaar]:
    """All pairs this company is in, decided or not."""
    vraag = sa.select(DubbelPaar).where(
        sa.or_(col(DubbelPaar.a_id) == leerbedrijf_id, col(DubbelPaar.b_id) == leerbedrijf_id)
    )
    return list(session.execute(vraag.order_by(col(DubbelPaar.punten).desc(), col(DubbelPaar.id))).scalars())


def get_paar(session: Session, actor: Actor, een: int, ander: int) -> DubbelPaar | None:
    """The pair of these two, when they were found to look like one."""
    require(actor, Actie.LEERBEDRIJF_SAMENVOEGEN)
    if not (is_sleutel(een) and is_sleutel(ander)):
        return None
    a, b = min(een, ander), max(een, ander)
    vraag = sa.select(DubbelPaar).where(col(DubbelPaar.a_id) == a, col(DubbelPaar.b_id) == b)
    return cast("DubbelPaar | None", session.execute(vraag).scalar_one_or_none())


def zeg_anders(
    session: Session, actor: Actor, clock: Clock, een: int, ander: int, reden: str, versie: int | None = None
) -> DubbelPaar:
    """These two are not the same, and why: the pair does not come back until one of them changes.

    Also for two that nobody had found to look alike. Raises GeenRecht, NietGevonden, Verouderd, OngeldigeInvoer.
    """
    require(actor, Actie.LEERBEDRIJF_SAMENVOEGEN)
    if een == ander or not (is_sleutel(een) and is_sleutel(ander)):
        raise NietGevonden
    goed = schoon_tekst(reden)
    if not goed:
        raise OngeldigeInvoer({"anders": Tekst("Schrijf op waarom niet.", "Write down why not.")})
    if len(goed) > MAX_REDEN:
        raise OngeldigeInvoer({"anders": Tekst(f"Hoogstens {MAX_REDEN} tekens.", f"At most {MAX_REDEN} characters.")})
    a, b = min(een, ander), max(een, ander)
    vraag = sa.select(Leerbedrijf).where(col(Leerbedrijf.id).in_((a, b)), col(Leerbedrijf.opgegaan_in_id).is_(None))
    kenmerken = {r.id: Kenmerken.van(r) for r in session.execute(vraag.with_for_update()).scalars()}
    if len(kenmerken) != 2:
        raise NietGevonden
    paar = get_paar(session, actor, a, b)
    afdruk = afdruk_van(kenmerken[a], kenmerken[b])
    if paar is None:
        gelijkenis: Gelijkenis = vergelijk(kenmerken[a], kenmerken[b])
        paar = DubbelPaar(
            a_id=a,
            b_id=b,
            punten=gelijkenis.punten,
            aanwijzingen=[x.value for x in gelijkenis.aanwijzingen],
            afdruk=afdruk,
            op=clock.nu(),
        )
    elif versie is not None:
        check_versie(paar, versie)
    paar.afdruk, paar.anders_reden = afdruk, goed
    paar.anders_op, paar.anders_door = clock.nu(), actor.naam[:200]
    session.add(paar)
    session.flush()
    return paar


def zet_terug(session: Session, actor: Actor, een: int, ander: int) -> None:
    """Take back that two are not the same. Raises GeenRecht or NietGevonden."""
    paar = get_paar(session, actor, een, ander)
    if paar is None or paar.anders_op is None:
        raise NietGevonden
    paar.anders_op, paar.anders_door, paar.anders_reden = None, "", ""
    session.flush()
