"""A mapped sheet on its way in: rows → checked rows → what would change. One function per kind of file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlmodel import Session

from bpv_app.beoordeling import inlezen as werkprocessen
from bpv_app.erkenning.service_volgen import bekijk, volg
from bpv_app.kernel.actor import Actor
from bpv_app.kernel.clock import FixedClock
from bpv_app.kernel.inlezen import MAX_MELDINGEN, ImportSoort, Uitkomst, Verslag
from bpv_app.koppeling.bestand.blad import Blad
from bpv_app.koppeling.bestand.controle import Gecontroleerd, controleer
from bpv_app.leerbedrijf import inlezen as leerbedrijf
from bpv_app.leerbedrijf import inlezen_crebo as crebo
from bpv_app.leerbedrijf import inlezen_register as register
from bpv_app.leerbedrijf import inlezen_wijzigingen as wijzigingen
from bpv_app.ligging import inlezen as ligging
from bpv_app.student import inlezen as student
from bpv_app.uren import inlezen_vakanties as vakanties

Schrijver = Callable[[Session, Actor, datetime, Mapping[str, Any]], None]


@dataclass(slots=True)
class BestandPlan:
    """What taking over the file would do, and the function that does it."""

    uitkomst: Uitkomst
    voer_uit: Schrijver


def _studenten(session: Session, actor: Actor, rijen: Gecontroleerd) -> tuple[Uitkomst, Schrijver]:
    frame = rijen.frame
    hernoem = {"sleutel": "sleutel1", "bsn": "sleutel2"}
    frame = frame.rename({k: v for k, v in hernoem.items() if k in frame.columns})
    plan = student.maak_plan(session, actor, frame)
    return plan.uitkomst, lambda s, a, op, bron: student.voer_uit(s, a, op, plan, bron)


def _leerbedrijven(session: Session, actor: Actor, rijen: Gecontroleerd) -> tuple[Uitkomst, Schrijver]:
    plan = leerbedrijf.maak_plan(session, rijen.frame)
    return plan.uitkomst, lambda s, a, op, bron: leerbedrijf.voer_uit(s, a, op, plan, bron)


def _erkenningen(session: Session, actor: Actor, rijen: Gecontroleerd) -> tuple[Uitkomst, Schrijver]:
    if wijzigingen.is_wijzigingen(rijen.frame):
        plan = wijzigingen.maak_wijzigingsplan(session, rijen.frame)
    else:
        plan = register.maak_plan(session, rijen.frame, rijen.fout)
    return plan.uitkomst, lambda s, a, op, bron: schrijf_register(s, a, op, plan, bron, f"import:{bron['import']}")


def schrijf_register(
    session: Session, actor: Actor, op: datetime, plan: register.RegisterPlan, bron: Mapping[str, Any], naam: str
) -> None:
    """The new register, and in the same transaction everything that depended on what ended. `naam`: what told us."""
    clock, sbb_ids = FixedClock(op), plan.sbb_ids()
    voor = bekijk(session, sbb_ids, clock.vandaag())
    register.voer_uit(session, actor, op, plan, bron)
    volg(session, actor, clock, sbb_ids, voor, naam)


def _crebos(session: Session, actor: Actor, rijen: Gecontroleerd) -> tuple[Uitkomst, Schrijver]:
    plan = crebo.maak_plan(session, rijen.frame)
    return plan.uitkomst, lambda s, a, op, bron: _schrijf_crebos(s, a, op, plan, bron)


def _schrijf_crebos(
    session: Session, actor: Actor, op: datetime, plan: crebo.CreboPlan, bron: Mapping[str, Any]
) -> None:
    """Another crebo counts from now on, or no longer: that can take an accreditation away, as a register can."""
    clock, sbb_ids = FixedClock(op), crebo.list_betrokken(session, plan)
    voor = bekijk(session, sbb_ids, clock.vandaag())
    crebo.voer_uit(session, actor, op, plan, bron)
    volg(session, actor, clock, sbb_ids, voor, f"import:{bron['import']}")


def _postcodes(session: Session, actor: Actor, rijen: Gecontroleerd) -> tuple[Uitkomst, Schrijver]:
    plan = ligging.maak_plan(session, rijen.frame, rijen.fout)
    return plan.uitkomst, lambda s, a, op, bron: ligging.voer_uit(s, a, op, plan, bron)


def _vakanties(session: Session, actor: Actor, rijen: Gecontroleerd) -> tuple[Uitkomst, Schrijver]:
    plan = vakanties.maak_plan(session, actor, rijen.frame)
    return plan.uitkomst, lambda s, a, _op, _bron: vakanties.voer_uit(s, a, plan)


def _werkprocessen(session: Session, actor: Actor, rijen: Gecontroleerd) -> tuple[Uitkomst, Schrijver]:
    plan = werkprocessen.maak_plan(session, actor, rijen.frame)
    return plan.uitkomst, lambda s, a, _op, _bron: werkprocessen.voer_uit(s, a, plan)


_SOORTEN: dict[ImportSoort, Callable[[Session, Actor, Gecontroleerd], tuple[Uitkomst, Schrijver]]] = {
    ImportSoort.STUDENTEN: _studenten,
    ImportSoort.LEERBEDRIJVEN: _leerbedrijven,
    ImportSoort.ERKENNINGEN: _erkenningen,
    ImportSoort.CREBOS: _crebos,
    ImportSoort.POSTCODES: _postcodes,
    ImportSoort.VAKANTIES: _vakanties,
    ImportSoort.WERKPROCESSEN: _werkprocessen,
}
VERGRENDEL: dict[ImportSoort, Callable[[Session], None]] = {
    ImportSoort.STUDENTEN: student.vergrendel,
    ImportSoort.LEERBEDRIJVEN: leerbedrijf.vergrendel,
    ImportSoort.ERKENNINGEN: register.vergrendel,
    ImportSoort.CREBOS: crebo.vergrendel,
    ImportSoort.POSTCODES: ligging.vergrendel,
    ImportSoort.VAKANTIES: vakanties.vergrendel,
    ImportSoort.WERKPROCESSEN: werkprocessen.vergrendel,
}


def maak_bestandplan(
    session: Session, actor: Actor, soort: ImportSoort, blad: Blad, indeling: Mapping[str, str]
) -> BestandPlan:
    """Check the sheet and compare it with what we have. Reads only."""
    verslag = Verslag()
    gecontroleerd = controleer(soort, blad, indeling, verslag)
    uitkomst, schrijver = _SOORTEN[soort](session, actor, gecontroleerd)
    geweigerd = sorted((*verslag.geweigerd, *uitkomst.geweigerd), key=lambda m: m.regel)
    waarschuwingen = sorted((*verslag.waarschuwingen, *uitkomst.waarschuwingen), key=lambda m: m.regel)
    tellingen = replace(uitkomst.tellingen, geweigerd=uitkomst.tellingen.geweigerd + gecontroleerd.geweigerd)
    samen = replace(
        uitkomst,
        tellingen=tellingen,
        geweigerd=tuple(geweigerd[:MAX_MELDINGEN]),
        waarschuwingen=tuple(waarschuwingen[:MAX_MELDINGEN]),
    )
    return BestandPlan(samen, schrijver)
