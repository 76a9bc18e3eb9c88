"""The whole dossier of a placement, for who may fetch it: what the school keeps about it, as far as the reader may see.

Each part is asked in the scope of its own right, so the archive holds no more than the screens show. Never in it, for
nobody: the zorgvierkant, what of a conversation is for the school alone, reports to the vertrouwenspersoon, signals,
drafts of a logbook, and evaluations (of those the school sees totals only).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from bpv_app.dossier.clauses import dossier_scope
from bpv_app.dossier.rules import maak_checklist
from bpv_app.dossier.tables import Dossier, Inrichting
from bpv_app.kernel.actor import Actor, require
from bpv_app.kernel.errors import NietGevonden
from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.sleutel import is_sleutel
from bpv_app.koppeling.queries_bewijs import Bewijs, get_bewijs, is_getekend
from bpv_app.koppeling.queries_eigen import EigenGegevens, bedrijf_van, lees_papier, lees_scans
from bpv_app.koppeling.queries_eigen_beoordeling import lees_beoordeling
from bpv_app.koppeling.queries_eigen_gesprekken import lees_gesprekken
from bpv_app.koppeling.queries_eigen_uren import alle, lees_logboek, lees_uren
from bpv_app.koppeling.queries_eigen_verslagen import lees_verslagen
from bpv_app.koppeling.rules_eigen import Bestand, kopie
from bpv_app.leerbedrijf.tables import Contactpersoon, ErkenningControle, Leerbedrijf, Locatie
from bpv_app.pok.tables import Pok, PokBelnotitie, PokHandtekening, PokHistorie
from bpv_app.student.tables import Student, Team, Verbintenis
from bpv_app.toegang.tables import Account
from bpv_app.uren.clauses_logboek import logboek_scope
from bpv_app.uren.rules_logboek import LogboekStatus
from bpv_app.uren.tables_logboek import LogboekItem

VERSIE = 1
"""Of the form of dossier.json: a higher number when something in it is called or means something else."""


@dataclass(frozen=True, slots=True)
class Archief:
    """What goes into the file: JSON values, stored files, and what the evidence of each signed POK is drawn from."""

    dossier_id: int
    student: str
    inhoud: dict[str, Any]
    bestanden: tuple[Bestand, ...]
    bewijzen: tuple[Bewijs, ...]


def lees_archief(session: Session, actor: Actor, dossier_id: int) -> Archief:
    """The dossier in the scope of DOSSIER_OPHALEN. Raises GeenRecht or NietGevonden."""
    require(actor, Actie.DOSSIER_OPHALEN)
    if not _mag(session, actor, dossier_id, Actie.DOSSIER_OPHALEN):
        raise NietGevonden
    dossier = session.get_one(Dossier, dossier_id)
    student = session.get_one(Student, dossier.student_id)
    inrichting = session.get_one(Inrichting, dossier.inrichting_id)
    poks = alle(session, Pok, col(Pok.dossier_id) == dossier_id)
    uit, gezien = EigenGegevens(student.naam, {}), dict[str, set[int]]()
    ziet_gesprek = _mag(session, actor, dossier_id, Actie.GESPREK_ZIEN)
    ziet_verslag = _mag(session, actor, dossier_id, Actie.VERSLAG_SCHRIJVEN)
    ziet_oordeel = _mag(session, actor, dossier_id, Actie.BEOORDELING_ZIEN)
    checklist = maak_checklist(inrichting.documenten, dossier.documenten_klaar)
    inhoud = {
        "versie": VERSIE,
        "dossier": kopie(dossier, "documenten_klaar", inrichting=inrichting.naam, team=_naam(session, Team, dossier)),
        "student": kopie(student),
        "verbintenissen": [
            kopie(v) for v in alle(session, Verbintenis, col(Verbintenis.id).in_({p.verbintenis_id for p in poks}))
        ],
        "documenten": [{"naam": d.naam, "is_er": d.is_klaar} for d in checklist],
        "overeenkomsten": [_pok(session, actor, dossier_id, pok, uit, gezien) for pok in poks],
        "gesprekken": lees_gesprekken(session, dossier, gezien) if ziet_gesprek else None,
        "gespreksverslagen": lees_verslagen(session, dossier_id, gezien) if ziet_verslag else None,
        "beoordelingen": lees_beoordeling(session, dossier_id, gezien) if ziet_oordeel else None,
    }
    bewijzen = tuple(get_bewijs(session, actor, p.id or 0) for p in poks if is_getekend(session, p))
    return Archief(dossier_id, student.naam, inhoud, tuple(uit.bestanden), bewijzen)


def _mag(session: Session, actor: Actor, dossier_id: int, actie: Actie) -> bool:
    """Whether this dossier is in the actor's scope for a right of a school role."""
    if not (is_sleutel(dossier_id) and actor.mag(actie)):
        return False
    vraag = sa.select(col(Dossier.id)).where(col(Dossier.id) == dossier_id, dossier_scope(actor, actie))
    return session.execute(vraag).first() is not None


def _naam(session: Session, tabel: type[Team], dossier: Dossier) -> str:
    rij = session.get(tabel, dossier.team_id) if dossier.team_id else None
    return rij.naam if rij else ""


def _wie(rij: Contactpersoon | Account | None) -> dict[str, str] | None:
    return {"naam": rij.naam, "email": rij.email, "telefoon": rij.telefoon} if rij else None


def _pok(
    session: Session, actor: Actor, dossier_id: int, pok: Pok, uit: EigenGegevens, gezien: dict[str, set[int]]
) -> dict[str, Any]:
    """An agreement with its history, signatures, paper, hours and shared logbook."""
    bedrijf, locatie = session.get(Leerbedrijf, pok.leerbedrijf_id or 0), session.get(Locatie, pok.locatie_id or 0)
    uren: dict[str, Any] | None = None
    if _mag(session, actor, dossier_id, Actie.UREN_ZIEN):
        uren, _, bij_uren = lees_uren(session, pok, bedrijf.naam if bedrijf else "", gezien)
        uit.bestanden += bij_uren
    logboek: list[dict[str, Any]] | None = None
    if _mag(session, actor, dossier_id, Actie.LOGBOEK_LEZEN):
        gedeeld = col(LogboekItem.status) == LogboekStatus.GEDEELD
        logboek, bij_logboek = lees_logboek(session, pok, gezien, gedeeld, logboek_scope(actor))
        uit.bestanden += bij_logboek
    return kopie(
        pok,
        leerbedrijf=bedrijf_van(bedrijf),
        locatie=locatie.naam if locatie else "",
        praktijkopleider=_wie(session.get(Contactpersoon, pok.praktijkopleider_id or 0)),
        begeleider=_wie(session.get(Account, pok.onderwijsbegeleider_id or 0)),
        historie=[kopie(h) for h in alle(session, PokHistorie, col(PokHistorie.pok_id) == pok.id)],
        handtekeningen=[kopie(h) for h in alle(session, PokHandtekening, col(PokHandtekening.pok_id) == pok.id)],
        documenten=lees_papier(session, pok, uit, gezien),
        scans=lees_scans(session, pok, uit, gezien),
        belnotities=[kopie(b) for b in alle(session, PokBelnotitie, col(PokBelnotitie.pok_id) == pok.id)],
        erkenning_gecontroleerd=[
            kopie(c) for c in alle(session, ErkenningControle, col(ErkenningControle.pok_id) == pok.id)
        ],
        uren=uren,
        logboek=logboek,
    )
