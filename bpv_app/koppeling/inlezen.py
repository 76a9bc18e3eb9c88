"""Importing a file: look at it, try it without changing anything, apply exactly that. For the browser and `bpv import`.

1. `ontvang` reads the upload, takes the BSNs out, keeps the rest in the document store and proposes a mapping
   (`lees_invoer` and `lees_voorbeeld` do the same without keeping anything: the command line's dry run).
2. `droogloop` compares it with what we have and says what would happen, row by row. It changes nothing.
3. `pas_toe` reads the same bytes from the store, compares again inside the writing transaction, and writes only when
   the outcome is still the one that was shown. One transaction: everything or nothing.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import PurePath
from typing import Any

import polars as pl
from sqlmodel import Session

from bpv_app import opslag
from bpv_app.kernel import nummers
from bpv_app.kernel.actor import Actor, require
from bpv_app.kernel.clock import Clock
from bpv_app.kernel.errors import DomeinFout, NietGevonden
from bpv_app.kernel.inlezen import Droogloop, ImportSoort
from bpv_app.kernel.tekst import Tekst
from bpv_app.koppeling.bestand import rules, schoon
from bpv_app.koppeling.bestand.blad import Blad
from bpv_app.koppeling.bestand.lezen import lees_blad
from bpv_app.koppeling.bestand.plan import VERGRENDEL, BestandPlan, maak_bestandplan
from bpv_app.koppeling.duo.plan import RoPlan, maak_roplan, schone_ro
from bpv_app.koppeling.duo.rules import lees_ro
from bpv_app.koppeling.pseudoniem import bsn_pseudoniem
from bpv_app.student import import_runs, inlezen_krd
from bpv_app.student.import_runs import ImportRun

VOORBEELDRIJEN = 5
Plan = RoPlan | BestandPlan


class DroogloopVeranderd(DomeinFout):
    """What would happen is no longer what was shown."""

    http_status = 409

    def __init__(self) -> None:
        super().__init__(
            "droogloop_veranderd",
            Tekst(
                "Sinds de proef is er iets veranderd, waardoor de uitkomst anders zou zijn. Er is niets ingelezen. "
                "Doe de proef opnieuw.",
                "Something changed since the trial, so the outcome would be different. Nothing was imported. "
                "Do the trial again.",
            ),
        )


@dataclass(frozen=True, slots=True)
class Voorbeeld:
    """What a file looks like: columns, first rows (BSNs hidden), and which field we think each column is.

    For the RO file there are no columns: its layout is fixed.
    """

    soort: ImportSoort
    bestandsnaam: str
    sha256: str
    kolommen: tuple[str, ...]
    rijen: tuple[tuple[str, ...], ...]
    aantal: int
    bsn_kolommen: tuple[str, ...]
    indeling: tuple[tuple[str, str], ...]
    onthouden: bool


@dataclass(frozen=True, slots=True)
class Invoer:
    """A file as it was read, without its BSNs: the bytes that are kept, and the sheet (None for the RO file)."""

    soort: ImportSoort
    naam: str
    inhoud: bytes
    sha256: str
    blad: Blad | None
    bsn_kolommen: tuple[str, ...] = ()


def schone_naam(naam: str) -> str:
    """The file's name without folders, BSNs and odd characters."""
    return nummers.kort(PurePath(naam.replace("\\", "/")).name, 120) or "bestand"


def lees_invoer(soort: ImportSoort, inhoud: bytes, naam: str) -> Invoer:
    """Read a file and take its BSNs out. Keeps nothing. Raises OnleesbaarBestand for the file as a whole."""
    blad: Blad | None = None
    bsn: tuple[str, ...] = ()
    if soort is ImportSoort.RO:
        schone = schone_ro(inhoud)
    else:
        blad = lees_blad(inhoud)
        bsn = schoon.bsn_kolommen(blad)
        blad = schoon.zonder_bsn(blad, bsn)
        schone = schoon.als_bytes(blad, bsn)
    return Invoer(soort, schone_naam(naam), schone, hashlib.sha256(schone).hexdigest(), blad, bsn)


def uit_opslag(soort: ImportSoort, sha256: str, naam: str) -> Invoer:
    """The kept file. Raises NietGevonden when there is none, or when it is something else."""
    try:
        inhoud = opslag.lees(sha256)
        if soort is ImportSoort.RO:
            if not lees_ro(inhoud.decode(), bsn_pseudoniem).records:
                raise NietGevonden
            return Invoer(soort, schone_naam(naam), inhoud, sha256, None)
        blad, bsn = schoon.uit_bytes(inhoud)
    except (OSError, ValueError, LookupError, TypeError, pl.exceptions.PolarsError):
        raise NietGevonden from None
    return Invoer(soort, schone_naam(naam), inhoud, sha256, blad, bsn)


def lees_voorbeeld(session: Session, actor: Actor, invoer: Invoer) -> Voorbeeld:
    """Columns, first rows and proposed mapping of a file. Raises GeenRecht."""
    require(actor, import_runs.ACTIE[invoer.soort])
    blad = invoer.blad
    if blad is None:
        ro = lees_ro(invoer.inhoud.decode(), bsn_pseudoniem)
        aantal = len(ro.personen) + ro.geweigerd
        return Voorbeeld(invoer.soort, invoer.naam, invoer.sha256, (), (), aantal, (), (), onthouden=False)
    indeling, onthouden = stel_indeling_voor(session, invoer.soort, blad, invoer.bsn_kolommen)
    return Voorbeeld(
        invoer.soort,
        invoer.naam,
        invoer.sha256,
        blad.kolommen,
        tuple(
            _toon_rij(rij, blad.kolommen, invoer.bsn_kolommen) for rij in blad.frame.head(VOORBEELDRIJEN).iter_rows()
        ),
        blad.frame.height + len(blad.kapot),
        invoer.bsn_kolommen,
        tuple(indeling.items()),
        onthouden,
    )


def _toon_rij(rij: tuple[Any, ...], kolommen: tuple[str, ...], bsn: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(
        (nummers.MASKER if cel else "") if kolom in bsn else nummers.kort(cel or "", 60)
        for kolom, cel in zip(kolommen, rij[1:], strict=True)
    )


def ontvang(session: Session, actor: Actor, soort: ImportSoort, inhoud: bytes, naam: str) -> Voorbeeld:
    """Read an upload and keep it, without its BSNs. Raises GeenRecht, OnleesbaarBestand."""
    require(actor, import_runs.ACTIE[soort])
    invoer = lees_invoer(soort, inhoud, naam)
    opslag.bewaar(invoer.inhoud)
    return lees_voorbeeld(session, actor, invoer)


def stel_indeling_voor(
    session: Session, soort: ImportSoort, blad: Blad, bsn: tuple[str, ...]
) -> tuple[dict[str, str], bool]:
    """The mapping used last time for these column names, else our proposal; and whether it was remembered."""
    eerder = import_runs.get_indeling(session, soort, rules.kolommen_hash(blad.kolommen))
    if eerder:
        try:
            return rules.check_indeling(soort, eerder, blad.kolommen, bsn), True
        except rules.OngeldigeIndeling:
            pass
    voorbeelden = {k: blad.frame[k].drop_nulls().head(200).to_list() for k in blad.kolommen}
    return rules.stel_indeling_voor(soort, blad.kolommen, voorbeelden, bsn), False


def droogloop(
    session: Session,
    actor: Actor,
    clock: Clock,
    soort: ImportSoort,
    sha256: str,
    naam: str,
    indeling: Mapping[str, str] | None = None,
) -> Droogloop:
    """What importing the kept file `sha256` would do. Changes nothing.

    `indeling` None: the remembered or proposed mapping. Raises GeenRecht, OngeldigeIndeling, NietGevonden.
    """
    require(actor, import_runs.ACTIE[soort])
    return _plan(session, actor, clock.vandaag(), uit_opslag(soort, sha256, naam), indeling)[0]


def droogloop_van(
    session: Session, actor: Actor, clock: Clock, invoer: Invoer, indeling: Mapping[str, str] | None = None
) -> Droogloop:
    """The same for a file that is not kept yet."""
    return _plan(session, actor, clock.vandaag(), invoer, indeling)[0]


def _plan(
    session: Session, actor: Actor, vandaag: date, invoer: Invoer, indeling: Mapping[str, str] | None
) -> tuple[Droogloop, Plan]:
    require(actor, import_runs.ACTIE[invoer.soort])
    plan: Plan
    if invoer.blad is None:
        plan = maak_roplan(session, actor, invoer.inhoud, vandaag)
        return Droogloop(invoer.soort, invoer.naam, invoer.sha256, plan.uitkomst), plan
    blad, bsn = invoer.blad, invoer.bsn_kolommen
    keuze = dict(indeling) if indeling is not None else stel_indeling_voor(session, invoer.soort, blad, bsn)[0]
    keuze = rules.check_indeling(invoer.soort, keuze, blad.kolommen, bsn)
    plan = maak_bestandplan(session, actor, invoer.soort, blad, keuze)
    ongebruikt = tuple(k for k in blad.kolommen if k not in keuze.values())
    return Droogloop(invoer.soort, invoer.naam, invoer.sha256, plan.uitkomst, tuple(keuze.items()), ongebruikt), plan


def pas_toe(session: Session, actor: Actor, clock: Clock, proef: Droogloop) -> ImportRun:
    """Apply a dry run of a kept file. Needs a writing session.

    Everything is written in the caller's transaction: rows, audit, the remembered mapping and the run. Raises
    DroogloopVeranderd when the outcome would not be the one that was shown, and GeenRecht, NietGevonden.
    """
    require(actor, import_runs.ACTIE[proef.soort])
    nu = clock.nu()
    _vergrendel(session, proef.soort)
    invoer = uit_opslag(proef.soort, proef.sha256, proef.bestandsnaam)
    opnieuw, plan = _plan(session, actor, clock.vandaag(), invoer, dict(proef.indeling))
    if opnieuw.uitkomst.vingerafdruk != proef.uitkomst.vingerafdruk or opnieuw.tellingen != proef.tellingen:
        raise DroogloopVeranderd
    run = import_runs.bewaar_run(session, actor, nu, opnieuw)
    plan.voer_uit(session, actor, nu, {"import": run.id, "bestand": run.bestandsnaam, "sha256": run.sha256})
    if invoer.blad is not None:
        kolommen = rules.kolommen_hash(invoer.blad.kolommen)
        import_runs.bewaar_indeling(session, proef.soort, kolommen, dict(proef.indeling), nu)
    session.expire_all()
    return run


def _vergrendel(session: Session, soort: ImportSoort) -> None:
    if soort is ImportSoort.RO:
        inlezen_krd.vergrendel(session)
    else:
        VERGRENDEL[soort](session)
