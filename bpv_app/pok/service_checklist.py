"""What is still missing before a POK can be sent: everything at once, with the register's likely objections."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from bpv_app.dossier import service as dossier_service
from bpv_app.kernel.actor import Actor
from bpv_app.kernel.clock import Clock, toon_datum
from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.tekst import Tekst
from bpv_app.leerbedrijf import service as leerbedrijf_service
from bpv_app.leerbedrijf.service_erkenning import beoordeel, list_regels, tel_register
from bpv_app.pok.clauses import pok_scope
from bpv_app.pok.rules import LOPEND, OVERGANGEN, PokGegevens, PokStatus, Stap, ontbrekend
from bpv_app.pok.rules_voortraject import VerbintenisFeiten, Voortraject, krd_waarschuwingen, overlapt
from bpv_app.pok.service_basis import APP, gegevens_van, huidige_pok, is_lopend, label
from bpv_app.pok.service_klaarzetten import voortraject_van
from bpv_app.pok.tables import Pok
from bpv_app.student import service as student_service

GEEN_UITLEG = Tekst("", "")
NIET_INGEVULD = Tekst("Nog niet ingevuld.", "Not filled in yet.")


@dataclass(frozen=True, slots=True)
class ChecklistPunt:
    """One line. `blokkeert`: it cannot be sent as long as this is not right; otherwise it is a warning."""

    sleutel: str
    label: Tekst
    is_goed: bool
    blokkeert: bool
    uitleg: Tekst = GEEN_UITLEG


@dataclass(frozen=True, slots=True)
class Checklist:
    """All lines. `pok_id` None: no concept has been made yet."""

    pok_id: int | None
    status: PokStatus | None
    punten: tuple[ChecklistPunt, ...]

    @property
    def is_klaar(self) -> bool:
        """Whether it can be sent now."""
        return self.status is PokStatus.CONCEPT and all(p.is_goed for p in self.punten if p.blokkeert)

    @property
    def ontbreekt(self) -> tuple[ChecklistPunt, ...]:
        return tuple(p for p in self.punten if p.blokkeert and not p.is_goed)

    @property
    def waarschuwingen(self) -> tuple[ChecklistPunt, ...]:
        return tuple(p for p in self.punten if not p.blokkeert and not p.is_goed)


def checklist(session: Session, actor: Actor, clock: Clock, dossier_id: int) -> Checklist:
    """The checklist of the voortraject of a dossier; reads only. Raises NietGevonden.

    The accreditation is judged now, without storing it: the stored check is made when the POK is sent.
    """
    dossier = dossier_service.get_dossier(session, actor, dossier_id)
    pok = huidige_pok(session, dossier_id)
    huidig = pok if is_lopend(pok) else None
    gegevens = _gegevens(session, dossier, huidig)
    v = voortraject_van(huidig) if huidig else _uit_dossier(dossier)
    mist = ontbrekend(gegevens, Stap.MAAK_VOLLEDIG)
    punten = [
        ChecklistPunt(veld, label(veld), veld not in mist, True, NIET_INGEVULD if veld in mist else GEEN_UITLEG)
        for veld in OVERGANGEN[Stap.MAAK_VOLLEDIG].vereist
    ]
    punten.append(_erkenning(session, actor, clock, dossier, huidig, v))
    punten += [
        ChecklistPunt(f"krd_{veld}", label(veld), False, False, uitleg)
        for veld, uitleg in krd_waarschuwingen(v, _feiten(session, dossier, v))
    ]
    punten += _overlap(session, actor, dossier, v)
    return Checklist(huidig.id if huidig else None, huidig.status if huidig else None, tuple(punten))


def _uit_dossier(dossier: Any) -> Voortraject:
    return Voortraject(
        **{f.name: getattr(dossier, f.name) for f in fields(Voortraject) if f.name in type(dossier).model_fields}
    )


def _gegevens(session: Session, dossier: Any, pok: Pok | None) -> PokGegevens:
    if pok is not None:
        return gegevens_van(session, pok)
    return PokGegevens(
        status=PokStatus.CONCEPT,
        begin_op=dossier.begin_op,
        eind_op=dossier.eind_op,
        uren_totaal=dossier.uren_totaal,
        uren_per_week=dossier.uren_per_week,
        dagen_per_week=dossier.dagen_per_week,
        onderwijsbegeleider_id=dossier.onderwijsbegeleider_id,
    )


def _erkenning(
    session: Session, actor: Actor, clock: Clock, dossier: Any, pok: Pok | None, v: Voortraject
) -> ChecklistPunt:
    naam = Tekst("Erkenning van het leerbedrijf", "Accreditation of the company")
    if v.leerbedrijf_id is None:
        uitleg = Tekst("Kies eerst een leerbedrijf.", "Choose a company first.")
        return ChecklistPunt("erkenning", naam, False, True, uitleg)
    bedrijf = leerbedrijf_service.get_leerbedrijf(session, APP, v.leerbedrijf_id)
    bron = pok or student_service.get_verbintenis(session, APP, dossier.verbintenis_id)
    sbb_id = bedrijf.sbb_id or ""
    oordeel = beoordeel(
        bedrijf,
        list_regels(session, [sbb_id]).get(sbb_id, []),
        crebo=bron.crebo,
        keuzedeel=v.keuzedeel,
        peildatum=max(v.begin_op or date.min, clock.vandaag()),
        is_register_leeg=tel_register(session) == 0,
        leerweg=bron.leerweg,
        werkprocessen=pok.werkprocessen if pok else "",
    )
    return ChecklistPunt("erkenning", naam, oordeel.is_erkend, True, oordeel.reden)


def _feiten(session: Session, dossier: Any, v: Voortraject) -> VerbintenisFeiten:
    verbintenis = student_service.get_verbintenis(session, APP, dossier.verbintenis_id)
    bedrijf = leerbedrijf_service.get_leerbedrijf(session, APP, v.leerbedrijf_id) if v.leerbedrijf_id else None
    return VerbintenisFeiten(
        begin_op=verbintenis.begin_op,
        gepland_eind_op=verbintenis.gepland_eind_op,
        werkelijk_eind_op=verbintenis.werkelijk_eind_op,
        bedrijf_van=bedrijf.actief_van if bedrijf else None,
        bedrijf_tot=bedrijf.actief_tot if bedrijf else None,
    )


def _overlap(session: Session, actor: Actor, dossier: Any, v: Voortraject) -> Iterator[ChecklistPunt]:
    """Other placements of the same student on the same days; those outside the actor's scope without their number."""
    vraag = (
        sa.select(Pok, pok_scope(actor, Actie.POK_ZIEN).label("zichtbaar"))
        .where(
            col(Pok.student_id) == dossier.student_id,
            col(Pok.dossier_id) != dossier.id,
            col(Pok.status).in_([*sorted(LOPEND), PokStatus.AFGEROND]),
        )
        .order_by(col(Pok.begin_op), col(Pok.id))
    )
    for ander, zichtbaar in session.execute(vraag):
        eind = ander.werkelijk_eind_op or ander.eind_op
        if not overlapt(v.begin_op, v.eind_op, ander.begin_op, eind):
            continue
        wie = ander.nummer if zichtbaar else ""
        van, tot = toon_datum(ander.begin_op), toon_datum(eind)
        van_en, tot_en = toon_datum(ander.begin_op, "en"), toon_datum(eind, "en")
        yield ChecklistPunt(
            f"overlap_{ander.id}",
            Tekst("Overlapt met een andere stage", "Overlaps another placement"),
            False,
            False,
            Tekst(f"POK {wie}: {van} – {tot}.", f"Agreement {wie}: {van_en} – {tot_en}.")
            if wie
            else Tekst(f"{van} – {tot}, bij een ander team.", f"{van_en} – {tot_en}, in another team."),
        )
