"""Taking over what the national register says (RO file): compare person by person, then write in one transaction.

Data of the register replaces ours. Of an enrolment in the file the periods and POKs are replaced as a whole (what the
register no longer gives, it has withdrawn); enrolments and persons that are not in the file are left alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from bpv_app import bulk
from bpv_app.kernel.actor import Actor
from bpv_app.kernel.inlezen import MAX_VOORBEELDEN, Melding, Rijwijziging, Tellingen, Uitkomst, neem_vingerafdruk
from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.tekst import Tekst
from bpv_app.student import inlezen_redenen as reden
from bpv_app.student.clauses import student_scope
from bpv_app.student.inlezen_verbintenis import BRON_KRD
from bpv_app.student.rules import is_lopend
from bpv_app.student.rules_krd import BekendeVerbintenis, KrdPersoon, KrdVerbintenis, koppel_verbintenissen
from bpv_app.student.tables import KrdPok, Opleiding, Student, Verbintenis, VerbintenisPeriode

Rij = dict[str, Any]
Wijziging = tuple[int, Rij, Rij]
"""(id, old values, new values)"""

_STUDENT = ("geboortedatum", "geboortejaar", "geslacht", "team_id", "krd_sleutel")
_VERBINTENIS = (
    "volgnummer", "begin_op", "gepland_eind_op", "werkelijk_eind_op", "eind_reden", "crebo", "opleiding_naam",
    "leerweg", "niveau", "team_id", "bron",
)  # fmt: skip
_PERIODE = ("begin_op", "crebo", "leerweg", "niveau", "aanbieder", "locatie")
_POK = (
    "volgnummer", "afsluitdatum", "begin_op", "gepland_eind_op", "werkelijk_eind_op", "uren", "sbb_id", "crebo",
    "keuzedeel",
)  # fmt: skip


@dataclass(slots=True)
class Onderdeel:
    """New, changed and vanished rows of one table below an enrolment; a new row names its enrolment by index."""

    nieuw: list[tuple[int, Rij]] = field(default_factory=list)
    gewijzigd: list[Wijziging] = field(default_factory=list)
    weg: list[tuple[int, Rij]] = field(default_factory=list)


@dataclass(slots=True)
class KrdPlan:
    """What an import would do. Enrolments are numbered in `verbintenissen`: (person index, id or None, values)."""

    uitkomst: Uitkomst = field(default_factory=lambda: Uitkomst(Tellingen()))
    studenten: list[tuple[int | None, Rij]] = field(default_factory=list)
    studenten_gewijzigd: list[Wijziging] = field(default_factory=list)
    verbintenissen: list[tuple[int, int | None, Rij]] = field(default_factory=list)
    verbintenissen_gewijzigd: list[Wijziging] = field(default_factory=list)
    hernummerd: list[int] = field(default_factory=list)
    perioden: Onderdeel = field(default_factory=Onderdeel)
    poks: Onderdeel = field(default_factory=Onderdeel)
    opleidingen: list[Rij] = field(default_factory=list)


@dataclass(slots=True)
class _Stand:
    """What we have, read once."""

    studenten: dict[int, Rij]
    op_sleutel: dict[str, int]
    verbintenissen: dict[int, list[Rij]]
    perioden: dict[int, dict[Any, Rij]]
    poks: dict[int, dict[Any, Rij]]
    opleidingen: dict[str, Rij]
    zichtbaar: set[int] | None
    teams: frozenset[int] | None


def _rijen(session: Session, model: Any, velden: Sequence[str]) -> list[Rij]:
    vraag = sa.select(*(getattr(model, v) for v in velden)).order_by(getattr(model, velden[0]))
    return [dict(zip(velden, rij, strict=True)) for rij in session.connection().execute(vraag)]


def _lees_stand(session: Session, actor: Actor) -> _Stand:
    studenten = {r["id"]: r for r in _rijen(session, Student, ("id", "studentnummer", "naam", *_STUDENT))}
    verbintenissen: dict[int, list[Rij]] = {}
    for rij in _rijen(session, Verbintenis, ("id", "student_id", *_VERBINTENIS)):
        verbintenissen.setdefault(rij["student_id"], []).append(rij)
    perioden: dict[int, dict[Any, Rij]] = {}
    for rij in _rijen(session, VerbintenisPeriode, ("id", "verbintenis_id", *_PERIODE)):
        perioden.setdefault(rij["verbintenis_id"], {})[rij["begin_op"]] = rij
    poks: dict[int, dict[Any, Rij]] = {}
    for rij in _rijen(session, KrdPok, ("id", "verbintenis_id", *_POK)):
        poks.setdefault(rij["verbintenis_id"], {})[rij["volgnummer"]] = rij
    teams = actor.team_ids(Actie.STUDENT_IMPORTEREN)
    zichtbaar = None
    if teams is not None:
        scope = sa.select(Student.id).where(student_scope(actor, Actie.STUDENT_IMPORTEREN))  # type: ignore[call-overload]
        zichtbaar = set(session.connection().execute(scope).scalars())
    return _Stand(
        studenten,
        {r["krd_sleutel"]: i for i, r in studenten.items() if r["krd_sleutel"]},
        verbintenissen,
        perioden,
        poks,
        {r["crebo"]: r for r in _rijen(session, Opleiding, ("crebo", "naam", "niveau", "team_id"))},
        zichtbaar,
        teams,
    )


def maak_plan(session: Session, actor: Actor, personen: Sequence[KrdPersoon], vandaag: date) -> KrdPlan:
    """Compare the persons of a delivery with the students we have. Reads only."""
    stand = _lees_stand(session, actor)
    plan = KrdPlan()
    geweigerd: list[Melding] = []
    voorbeeld_nieuw: list[Rijwijziging] = []
    voorbeeld_anders: list[Rijwijziging] = []
    gezien: set[int] = set()
    telling = {"nieuw": 0, "gewijzigd": 0, "ongewijzigd": 0}
    for persoon in personen:
        ids = {stand.op_sleutel[s] for s in persoon.sleutels if s in stand.op_sleutel}
        waarom = _weigering(persoon, ids, gezien, stand, vandaag)
        if waarom is not None:
            geweigerd.append(Melding(persoon.regel, waarom, "PER"))
            continue
        gezien |= ids
        student_id = next(iter(ids), None)
        soort, velden = _plan_persoon(plan, stand, persoon, student_id, vandaag)
        telling[soort] += 1
        voorbeelden = {"nieuw": voorbeeld_nieuw, "gewijzigd": voorbeeld_anders}.get(soort)
        if voorbeelden is not None and len(voorbeelden) < MAX_VOORBEELDEN:
            voorbeelden.append(Rijwijziging(persoon.regel, _noem(stand, student_id, persoon), velden))
    crebos = {p.crebo for persoon in personen for v in persoon.verbintenissen for p in v.perioden}
    plan.opleidingen = [{"crebo": c, "naam": ""} for c in sorted(crebos - set(stand.opleidingen)) if c]
    plan.uitkomst = Uitkomst(
        Tellingen(telling["nieuw"], telling["gewijzigd"], telling["ongewijzigd"], len(geweigerd)),
        tuple(geweigerd),
        (),
        tuple(voorbeeld_nieuw),
        tuple(voorbeeld_anders),
        _extra(plan),
        _vingerafdruk(plan, geweigerd),
    )
    return plan


def _noem(stand: _Stand, student_id: int | None, persoon: KrdPersoon) -> str:
    bekend = stand.studenten.get(student_id or 0, {})
    return str(bekend.get("studentnummer") or persoon.sleutel)


def _weigering(persoon: KrdPersoon, ids: set[int], gezien: set[int], stand: _Stand, vandaag: date) -> Tekst | None:
    if len(ids) > 1:
        return reden.TWEE_STUDENTEN
    if ids & gezien:
        return reden.ZELFDE_STUDENT
    if stand.teams is None:
        return None
    team = _team(persoon, stand, vandaag)
    if any(i not in (stand.zichtbaar or set()) for i in ids) or (not ids and team not in stand.teams):
        return reden.NIET_JOUW_TEAM
    return None


def _team(persoon: KrdPersoon, stand: _Stand, vandaag: date) -> int | None:
    """Team of the programme of the enrolment that counts now."""
    huidig = max(
        persoon.verbintenissen,
        key=lambda v: (is_lopend(v.begin_op, v.werkelijk_eind_op, vandaag), v.begin_op),
        default=None,
    )
    periode = huidig.huidige_periode(vandaag) if huidig else None
    team = stand.opleidingen.get(periode.crebo, {}).get("team_id") if periode else None
    return team if team is None else int(team)


def _verschil(oud: Rij, nu: Rij) -> tuple[Rij, Rij]:
    namen = [k for k, w in nu.items() if oud.get(k) != w]
    return {k: oud.get(k) for k in namen}, {k: nu[k] for k in namen}


def _toon(waarde: Any) -> str:
    return "" if waarde is None else str(waarde)


def _plan_persoon(
    plan: KrdPlan, stand: _Stand, persoon: KrdPersoon, student_id: int | None, vandaag: date
) -> tuple[str, tuple[tuple[str, str, str], ...]]:
    """Add one person to the plan; returns new, changed or unchanged, and what changes."""
    velden: list[tuple[str, str, str]] = []
    team = _team(persoon, stand, vandaag)
    index = len(plan.studenten)
    if student_id is None:
        plan.studenten.append((None, {
            "krd_sleutel": persoon.sleutel, "geboortedatum": persoon.geboortedatum,
            "geboortejaar": persoon.geboortejaar, "geslacht": persoon.geslacht, "team_id": team,
        }))  # fmt: skip
    else:
        bekend = stand.studenten[student_id]
        nu = {
            "geboortedatum": persoon.geboortedatum or bekend["geboortedatum"],
            "geboortejaar": persoon.geboortejaar or bekend["geboortejaar"],
            "geslacht": persoon.geslacht or bekend["geslacht"],
            "team_id": bekend["team_id"] if bekend["team_id"] is not None else team,
        }
        oud, anders = _verschil(bekend, nu)
        plan.studenten.append((student_id, {}))
        if anders:
            plan.studenten_gewijzigd.append((student_id, oud, anders))
            velden += [(k, _toon(oud[k]), _toon(w)) for k, w in anders.items()]
    velden += _plan_verbintenissen(plan, stand, persoon, index, student_id, vandaag)
    return ("nieuw" if student_id is None else "gewijzigd" if velden else "ongewijzigd"), tuple(velden)


def _plan_verbintenissen(
    plan: KrdPlan, stand: _Stand, persoon: KrdPersoon, index: int, student_id: int | None, vandaag: date
) -> list[tuple[str, str, str]]:
    bestaand = stand.verbintenissen.get(student_id or 0, [])
    bekend = [BekendeVerbintenis(r["id"], r["volgnummer"], r["crebo"], r["bron"] == BRON_KRD) for r in bestaand]
    paren = koppel_verbintenissen(persoon.verbintenissen, bekend, vandaag)
    per_id = {r["id"]: r for r in bestaand}
    gemeld = {v.volgnummer for v in persoon.verbintenissen}
    los = [r for r in bestaand if r["id"] not in paren.values() and r["volgnummer"] in gemeld]
    plan.hernummerd += [r["id"] for r in los]
    velden: list[tuple[str, str, str]] = [("verbintenis", r["volgnummer"], f"S{r['id']}") for r in los]
    for v in persoon.verbintenissen:
        verbintenis_id = paren.get(v.volgnummer)
        oud_rij = per_id.get(verbintenis_id or 0, {})
        waarden = _waarden(v, oud_rij, stand, vandaag)
        nummer = len(plan.verbintenissen)
        plan.verbintenissen.append((index, verbintenis_id, waarden))
        if verbintenis_id is None:
            velden.append(("verbintenis", "", v.volgnummer))
        else:
            oud, nu = _verschil(oud_rij, waarden)
            if nu:
                plan.verbintenissen_gewijzigd.append((verbintenis_id, oud, nu))
                velden += [(f"verbintenis {v.volgnummer} {k}", _toon(oud[k]), _toon(w)) for k, w in nu.items()]
        perioden = {p.begin_op: {k: getattr(p, k) for k in _PERIODE} for p in v.perioden}
        poks = {p.volgnummer: {k: getattr(p, k) for k in _POK} for p in v.poks}
        velden += _vergelijk(plan.perioden, nummer, stand.perioden.get(verbintenis_id or 0, {}), perioden, "periode")
        velden += _vergelijk(plan.poks, nummer, stand.poks.get(verbintenis_id or 0, {}), poks, "POK")
    return velden


def _waarden(v: KrdVerbintenis, oud: Rij, stand: _Stand, vandaag: date) -> Rij:
    periode = v.huidige_periode(vandaag)
    crebo = periode.crebo if periode else ""
    opleiding = stand.opleidingen.get(crebo, {})
    zelfde = oud.get("crebo") == crebo
    return {
        "volgnummer": v.volgnummer,
        "begin_op": v.begin_op,
        "gepland_eind_op": v.gepland_eind_op,
        "werkelijk_eind_op": v.werkelijk_eind_op,
        "eind_reden": v.eind_reden,
        "crebo": crebo,
        "opleiding_naam": (oud.get("opleiding_naam") if zelfde else "") or opleiding.get("naam") or "",
        "leerweg": periode.leerweg if periode else None,
        "niveau": (periode.niveau if periode else None)
        or opleiding.get("niveau")
        or (oud.get("niveau") if zelfde else None),
        "team_id": opleiding.get("team_id") or oud.get("team_id"),
        "bron": BRON_KRD,
    }


def _vergelijk(
    deel: Onderdeel, nummer: int, bestaand: dict[Any, Rij], gemeld: dict[Any, Rij], naam: str
) -> list[tuple[str, str, str]]:
    velden: list[tuple[str, str, str]] = []
    for sleutel, waarden in gemeld.items():
        if sleutel not in bestaand:
            deel.nieuw.append((nummer, waarden))
            velden.append((naam, "", str(sleutel)))
            continue
        oud, nu = _verschil(bestaand[sleutel], waarden)
        if nu:
            deel.gewijzigd.append((bestaand[sleutel]["id"], oud, nu))
            velden += [(f"{naam} {sleutel} {k}", _toon(oud[k]), _toon(w)) for k, w in nu.items()]
    for sleutel, rij in bestaand.items():
        if sleutel not in gemeld:
            deel.weg.append((rij["id"], {k: w for k, w in rij.items() if k != "id"}))
            velden.append((naam, str(sleutel), ""))
    return velden


def _extra(plan: KrdPlan) -> tuple[tuple[Tekst, int], ...]:
    nieuw = sum(1 for _, verbintenis_id, _ in plan.verbintenissen if verbintenis_id is None)
    lijst = (
        (reden.NIEUWE_VERBINTENISSEN, nieuw),
        (reden.GEWIJZIGDE_VERBINTENISSEN, len(plan.verbintenissen_gewijzigd) + len(plan.hernummerd)),
        (Tekst("Nieuwe perioden in verbintenissen", "New periods in enrolments"), len(plan.perioden.nieuw)),
        (Tekst("Nieuwe POK's uit het register", "New agreements from the register"), len(plan.poks.nieuw)),
        (Tekst("Gewijzigde POK's uit het register", "Changed agreements from the register"), len(plan.poks.gewijzigd)),
        (Tekst("Vervallen perioden", "Withdrawn periods"), len(plan.perioden.weg)),
        (Tekst("Vervallen POK's uit het register", "Withdrawn agreements from the register"), len(plan.poks.weg)),
        (reden.NIEUWE_OPLEIDINGEN, len(plan.opleidingen)),
        (reden.GEEN_TEAM, sum(1 for i, r in plan.studenten if i is None and r["team_id"] is None)),
    )
    return tuple((tekst, aantal) for tekst, aantal in lijst if aantal)


def _vingerafdruk(plan: KrdPlan, geweigerd: list[Melding]) -> str:
    delen: list[Any] = [
        plan.studenten, plan.studenten_gewijzigd, plan.verbintenissen, plan.verbintenissen_gewijzigd, plan.hernummerd,
        [(d.nieuw, d.gewijzigd, d.weg) for d in (plan.perioden, plan.poks)], plan.opleidingen,
        [(m.regel, m.reden.nl) for m in geweigerd],
    ]  # fmt: skip
    return neem_vingerafdruk(repr(d).encode() for d in delen)


def vergrendel(session: Session) -> None:
    """From here to the end of the transaction nobody else changes students, enrolments or the register's POKs."""
    modellen = (Student, Verbintenis, VerbintenisPeriode, KrdPok, Opleiding)
    bulk.vergrendel(session, *(bulk.tabel(m) for m in modellen))
