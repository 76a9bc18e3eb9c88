"""The warnings of one POK, and the reason that lets it be sent all the same.

Placements beside each other, and a company that the school finds not suitable. What was said about the company is kept
apart: the student may read why placements run together, the school's opinion of a company is for the school.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import sqlalchemy as sa
from sqlmodel import Session, col

from bpv_app.kernel.actor import Actor
from bpv_app.kernel.clock import Clock, klok, toon_datum
from bpv_app.kernel.errors import GeenRecht
from bpv_app.kernel.rechten import Actie
from bpv_app.leerbedrijf import service as leerbedrijf_service
from bpv_app.leerbedrijf.queries_ongeschikt import list_tegen
from bpv_app.leerbedrijf.rules_ongeschikt import omschrijf
from bpv_app.pok.rules import LOPEND, PokStatus
from bpv_app.pok.rules_bezwaar import check_reden
from bpv_app.pok.rules_naast import Loop, Naast, RedenNodig, Waarschuwing, waarschuwingen
from bpv_app.pok.rules_voortraject import Voortraject
from bpv_app.pok.service_basis import APP, get_pok, haal, id_van
from bpv_app.pok.tables import Pok
from bpv_app.pok.tables_wijziging import PokNaast, PokOngeschikt

_WORDT_GEPLAATST = (PokStatus.CONCEPT, PokStatus.VOLLEDIG)


def list_naast(session: Session, pok: Pok) -> tuple[Waarschuwing, ...]:
    """What runs beside this POK, of the same student in another dossier, and what is against its company while it is
    not signed by anybody. The caller has checked that it may be seen."""
    naast = _naast(session, pok, Loop(pok.begin_op, pok.werkelijk_eind_op or pok.eind_op, pok.uren_per_week))
    if pok.status not in _WORDT_GEPLAATST:
        return naast
    return naast + _ongeschikt(session, pok, pok.begin_op, pok.leerbedrijf_id, pok.locatie_id)


def list_naast_met(
    session: Session, pok: Pok, v: Voortraject, *, is_plaatsing: bool = False
) -> tuple[Waarschuwing, ...]:
    """What would run beside this POK, or its successor, with other data; `is_plaatsing`: also what is against the
    company, as somebody is placed anew."""
    naast = _naast(session, pok, Loop(v.begin_op, v.eind_op, v.uren_per_week))
    if not is_plaatsing:
        return naast
    return naast + _ongeschikt(session, pok, v.begin_op, v.leerbedrijf_id, v.locatie_id)


def _ongeschikt(
    session: Session, pok: Pok, begin: date | None, leerbedrijf_id: int | None, locatie_id: int | None
) -> tuple[Waarschuwing, ...]:
    """What the school has against this company for this crebo and team, on the first day or today if that is later."""
    dag = max(begin or klok.vandaag(), klok.vandaag())
    tegen = list_tegen(session, dag, leerbedrijf_id, locatie_id, pok.crebo, pok.team_id)
    if not tegen:
        return ()
    naam = leerbedrijf_service.get_leerbedrijf(session, APP, leerbedrijf_id or 0).naam
    return tuple(Waarschuwing(Naast.ONGESCHIKT, omschrijf(o, naam)) for o in tegen)


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


def _stand(lijst: Sequence[Waarschuwing]) -> str:
    """The warnings as they stand: another stand asks for another reason."""
    return " ".join(w.tekst.nl for w in lijst)[:2000]


def _per_tabel(lijst: Sequence[Waarschuwing]) -> tuple[tuple[type[PokNaast | PokOngeschikt], list[Waarschuwing]], ...]:
    """Where the reason for which warnings is kept."""
    bedrijf = [w for w in lijst if w.soort is Naast.ONGESCHIKT]
    return (PokNaast, [w for w in lijst if w.soort is not Naast.ONGESCHIKT]), (PokOngeschikt, bedrijf)


def list_zonder_reden(session: Session, pok: Pok) -> tuple[Waarschuwing, ...]:
    """The warnings of a POK for which nobody gave a reason as they stand now."""
    uit: list[Waarschuwing] = []
    for tabel, deel in _per_tabel(list_naast(session, pok)):
        vraag = sa.select(col(tabel.stand)).where(col(tabel.pok_id) == pok.id)
        if deel and _stand(deel) not in set(session.execute(vraag).scalars()):
            uit += deel
    return tuple(uit)


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
    goed = check_reden(reden)
    for tabel, deel in _per_tabel(lijst):
        if deel:
            session.add(
                tabel(
                    pok_id=id_van(pok),
                    stand=_stand(deel),
                    reden=goed,
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
