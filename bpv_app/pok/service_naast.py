"""Placements beside each other: the warnings of one POK, and the reason that lets it be sent all the same."""

from __future__ import annotations

import sqlalchemy as sa
from sqlmodel import Session, col

from bpv_app.kernel.actor import Actor
from bpv_app.kernel.clock import Clock, toon_datum
from bpv_app.kernel.errors import GeenRecht
from bpv_app.kernel.rechten import Actie
from bpv_app.leerbedrijf import service as leerbedrijf_service
from bpv_app.pok.rules import LOPEND, PokStatus
from bpv_app.pok.rules_bezwaar import check_reden
from bpv_app.pok.rules_naast import Loop, RedenNodig, Waarschuwing, waarschuwingen
from bpv_app.pok.rules_voortraject import Voortraject
from bpv_app.pok.service_basis import APP, get_pok, haal, id_van
from bpv_app.pok.tables import Pok
from bpv_app.pok.tables_wijziging import PokNaast


def list_naast(session: Session, pok: Pok) -> tuple[Waarschuwing, ...]:
    """What runs beside this POK, of the same student in another dossier. The caller has checked that it may be seen."""
    return _naast(session, pok, Loop(pok.begin_op, pok.werkelijk_eind_op or pok.eind_op, pok.uren_per_week))


def list_naast_met(session: Session, pok: Pok, v: Voortraject) -> tuple[Waarschuwing, ...]:
    """What would run beside this POK, or its successor, with other data."""
    return _naast(session, pok, Loop(v.begin_op, v.eind_op, v.uren_per_week))


def _naast(session: Session, pok: Pok, deze: Loop) -> tuple[Waarschuwing, ...]:
    """The others of the student.

    Other placements are named by company and days, never by number: they may be another team's.
    """
    vraag = sa.select(Pok).where(
        col(Pok.student_id) == pok.student_id,
        col(Pok.dossier_id) != pok.dossier_id,
        col(Pok.status).in_([*sorted(LOPEND - {PokStatus.CONCEPT}), PokStatus.AFGEROND]),  # a draft is nothing yet
    )
    anderen = session.execute(vraag.order_by(col(Pok.begin_op), col(Pok.id))).scalars()
    return waarschuwingen(deze, [_loop(session, ander) for ander in anderen])


def _loop(session: Session, pok: Pok) -> Loop:
    eind = pok.werkelijk_eind_op or pok.eind_op
    bedrijf = leerbedrijf_service.get_leerbedrijf(session, APP, pok.leerbedrijf_id).naam if pok.leerbedrijf_id else ""
    dagen = f"{toon_datum(pok.begin_op)} – {toon_datum(eind)}"
    return Loop(pok.begin_op, eind, pok.uren_per_week, f"{bedrijf or 'nog geen leerbedrijf'} ({dagen})")


def _stand(lijst: tuple[Waarschuwing, ...]) -> str:
    """The warnings as they stand: another stand asks for another reason."""
    return " ".join(w.tekst.nl for w in lijst)[:2000]


def list_zonder_reden(session: Session, pok: Pok) -> tuple[Waarschuwing, ...]:
    """The warnings of a POK for which nobody gave a reason as they stand now."""
    lijst = list_naast(session, pok)
    if not lijst:
        return ()
    vraag = sa.select(col(PokNaast.stand)).where(col(PokNaast.pok_id) == pok.id)
    return () if _stand(lijst) in set(session.execute(vraag).scalars()) else lijst


def check_naast(session: Session, pok: Pok) -> None:
    """Raises RedenNodig with every warning."""
    session.flush()
    if lijst := list_zonder_reden(session, pok):
        raise RedenNodig(lijst)


def leg_naast_vast(session: Session, actor: Actor, clock: Clock, pok: Pok, reden: str) -> bool:
    """Keep why this POK may run beside another; False when there is nothing to give a reason for. The caller has
    checked the right. Raises OngeldigeInvoer."""
    session.flush()
    lijst = list_zonder_reden(session, pok)
    if not lijst:
        return False
    session.add(
        PokNaast(
            pok_id=id_van(pok),
            stand=_stand(lijst),
            reden=check_reden(reden),
            op=clock.nu(),
            account_id=actor.account_id,
            door_naam=actor.naam[:200],
        )
    )
    session.flush()
    return True


def geef_reden_naast(
    session: Session, actor: Actor, clock: Clock, pok_id: int, reden: str, versie: int | None = None
) -> bool:
    """Who makes ready or amends this POK says why it may run beside another. Raises NietGevonden, GeenRecht,
    Verouderd or OngeldigeInvoer."""
    get_pok(session, actor, pok_id)
    for actie in (Actie.POK_KLAARZETTEN, Actie.POK_MUTEREN):
        try:
            pok = haal(session, actor, pok_id, actie, versie)
        except GeenRecht:
            continue
        return leg_naast_vast(session, actor, clock, pok, reden)
    raise GeenRecht
