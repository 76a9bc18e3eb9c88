"""The dossier set-up (dossierinrichting) as filled in: defaults per leerweg, reading the form, all errors at once."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal, InvalidOperation

from bpv_app.dossier.rules import (
    EIND_VOOR_BEGIN,
    MAX_DAGEN_PER_WEEK,
    MAX_UREN,
    MAX_UREN_PER_WEEK,
    buiten,
)
from bpv_app.dossier.rules_momenten import (
    MAX_VENSTER,
    Gespreksmoment,
    lees_gespreksmomenten,
    orden_deelnemers,
)
from bpv_app.dossier.rules_momenten import toon_gespreksmomenten as toon_gespreksmomenten
from bpv_app.kernel.clock import lees_datum
from bpv_app.kernel.errors import OngeldigeInvoer
from bpv_app.kernel.nummers import schoon_tekst
from bpv_app.kernel.tekst import Tekst
from bpv_app.student.rules import Leerweg

MAX_EXEMPLAREN = 9
MAX_NAAM = 100
MAX_REGELS = 30
"""Most conversation moments and most documents in one set-up."""
MAX_DAGEN = 2000

PARTIJ_LABEL: dict[str, Tekst] = {
    "student": Tekst("Student", "Student"),
    "voogd": Tekst("Ouder of voogd", "Parent or guardian"),
    "leerbedrijf": Tekst("Leerbedrijf", "Company"),
    "school": Tekst("School", "School"),
}
"""Who can sign; the same values as the POK's parties. The guardian joins by itself when the student is under 18."""

VASTE_PARTIJEN = ("student", "leerbedrijf", "school")
"""WEB 7.2.8: the agreement is made between these three."""

EXEMPLAAR_VOOR: tuple[Tekst, ...] = (
    Tekst("student", "student"),
    Tekst("leerbedrijf", "company"),
    Tekst("school", "school"),
    Tekst("werkgever/subsidie praktijkleren", "employer/subsidy praktijkleren"),
)


def exemplaren_voor(aantal: int) -> tuple[Tekst, ...]:
    """For whom each copy is, in print order; beyond the deck's four they are extra copies."""
    extra = Tekst("extra exemplaar", "extra copy")
    return tuple(EXEMPLAAR_VOOR[i] if i < len(EXEMPLAAR_VOOR) else extra for i in range(aantal))


@dataclass(frozen=True, slots=True)
class InrichtingInvoer:
    """A set-up as filled in. Hours are clock hours, dates inclusive; `team_id` None is the whole school."""

    naam: str
    leerweg: Leerweg
    team_id: int | None = None
    begin_op: date | None = None
    eind_op: date | None = None
    uren_totaal: int | None = None
    uren_per_week: Decimal | None = None
    dagen_per_week: Decimal | None = None
    gespreksmomenten: tuple[Gespreksmoment, ...] = ()
    documenten: tuple[str, ...] = ()
    exemplaren: int = 3
    ondertekenaars: tuple[str, ...] = VASTE_PARTIJEN


def standaard_inrichting(leerweg: Leerweg) -> InrichtingInvoer:
    """A new set-up: 3 copies for BOL, 4 for BBL (deck, step 5); the Stagepact's three conversations."""
    return InrichtingInvoer(
        naam="",
        leerweg=leerweg,
        dagen_per_week=Decimal(4),
        gespreksmomenten=(
            Gespreksmoment("Startgesprek", 14),
            Gespreksmoment("Tussengesprek", 70),
            Gespreksmoment("Eindgesprek", 140),
        ),
        documenten=("Getekende POK", "Urenverantwoording", "Beoordeling leerbedrijf"),
        exemplaren=4 if leerweg is Leerweg.BBL else 3,
    )


def _buiten_grens(waarde: Decimal | int | None, hoogste: int) -> bool:
    return waarde is not None and not 0 <= waarde <= hoogste


def _check_getallen(invoer: InrichtingInvoer) -> dict[str, Tekst]:
    fouten: dict[str, Tekst] = {}
    for veld, waarde, hoogste in (
        ("uren_totaal", invoer.uren_totaal, MAX_UREN),
        ("uren_per_week", invoer.uren_per_week, MAX_UREN_PER_WEEK),
        ("dagen_per_week", invoer.dagen_per_week, MAX_DAGEN_PER_WEEK),
    ):
        if _buiten_grens(waarde, hoogste):
            fouten[veld] = buiten(hoogste)
        elif isinstance(waarde, Decimal) and waarde != waarde.quantize(Decimal("0.01")):
            fouten[veld] = Tekst("Hoogstens twee decimalen.", "At most two decimals.")
    if not 1 <= invoer.exemplaren <= MAX_EXEMPLAREN:
        fouten["exemplaren"] = buiten(MAX_EXEMPLAREN, 1)
    if invoer.begin_op and invoer.eind_op and invoer.eind_op < invoer.begin_op:
        fouten["eind_op"] = EIND_VOOR_BEGIN
    return fouten


def _check_namen(namen: Sequence[str]) -> Tekst | None:
    """Lists of names: not empty, not too long, not twice, not too many."""
    if len(namen) > MAX_REGELS:
        return Tekst(f"Hoogstens {MAX_REGELS} regels.", f"At most {MAX_REGELS} lines.")
    if any(not n or len(n) > MAX_NAAM for n in namen):
        return Tekst(f"Elke naam heeft 1 tot {MAX_NAAM} tekens.", f"Each name has 1 to {MAX_NAAM} characters.")
    if len({n.casefold() for n in namen}) != len(namen):
        return Tekst("Elke naam mag maar één keer voorkomen.", "Each name may occur only once.")
    return None


def _check_partijen(partijen: Sequence[str]) -> Tekst | None:
    onbekend = [p for p in partijen if p not in PARTIJ_LABEL]
    if onbekend:
        return Tekst("Onbekende partij.", "Unknown party.")
    if len(set(partijen)) != len(partijen):
        return Tekst("Elke partij tekent één keer.", "Each party signs once.")
    mist = [p for p in VASTE_PARTIJEN if p not in partijen]
    if mist:
        namen = [PARTIJ_LABEL[p] for p in mist]
        return Tekst(
            "Deze partij moet volgens de wet tekenen: " + ", ".join(n.nl.lower() for n in namen) + ".",
            "By law this party must sign: " + ", ".join(n.en.lower() for n in namen) + ".",
        )
    return None


def check_inrichting(invoer: InrichtingInvoer) -> InrichtingInvoer:
    """The set-up as stored. Raises OngeldigeInvoer with every wrong field at once."""
    momenten = tuple(
        replace(g, naam=schoon_tekst(g.naam), deelnemers=orden_deelnemers(g.deelnemers))
        for g in invoer.gespreksmomenten
    )
    goed = replace(
        invoer,
        naam=schoon_tekst(invoer.naam),
        gespreksmomenten=momenten,
        documenten=tuple(schoon_tekst(d) for d in invoer.documenten),
    )
    fouten = _check_getallen(goed)
    if not goed.naam:
        fouten["naam"] = Tekst("Geef de inrichting een naam.", "Give the set-up a name.")
    elif len(goed.naam) > MAX_NAAM:
        fouten["naam"] = Tekst(f"Hoogstens {MAX_NAAM} tekens.", f"At most {MAX_NAAM} characters.")
    if any(abs(g.dagen_na_begin) > MAX_DAGEN for g in momenten):
        fouten["gespreksmomenten"] = buiten(MAX_DAGEN, -MAX_DAGEN)
    if any(not 0 <= g.venster_dagen <= MAX_VENSTER for g in momenten):
        fouten["gespreksmomenten"] = _VENSTER
    for veld, fout in (
        ("gespreksmomenten", _check_namen([g.naam for g in momenten])),
        ("documenten", _check_namen(goed.documenten)),
        ("ondertekenaars", _check_partijen(goed.ondertekenaars)),
    ):
        if fout:
            fouten[veld] = fout
    if fouten:
        raise OngeldigeInvoer(fouten)
    return goed


_GETAL = re.compile(r"\d{1,6}(?:[.,]\d{1,4})?", re.ASCII)
_HEEL = re.compile(r"-?\d{1,6}", re.ASCII)
_GEEN_GETAL = Tekst(
    "Dit is geen getal; schrijf bijvoorbeeld 32 of 7,5.", "This is not a number; write for example 32 or 7.5."
)
_GEEN_HEEL = Tekst("Dit is geen heel getal.", "This is not a whole number.")
_GEEN_DATUM = Tekst("Dit is geen datum; schrijf bijvoorbeeld 7-12-2026.", "This is not a date; write e.g. 7-12-2026.")
_GEEN_MOMENT = Tekst(
    "Schrijf per regel: naam; dagen na het begin; vorm; wie; dagen ruimte. Bijvoorbeeld: Startgesprek; 14; bezoek; "
    "allen; 14. Vorm is bezoek, online, telefoon of op school. Wie is allen, of student, praktijkopleider.",
    "Write per line: name; days after the start; form; who; days of room. For example: Startgesprek; 14; bezoek; "
    "allen; 14. The form is visit, online, phone or at school. Who is all, or student, praktijkopleider.",
)
_VENSTER = Tekst(f"De dagen ruimte zijn 0 tot en met {MAX_VENSTER}.", f"The days of room are 0 to {MAX_VENSTER}.")


def lees_getal(tekst: str) -> Decimal | None:
    """`7,5` or `7.5`; empty gives None. Raises ValueError for anything else."""
    schoon = tekst.strip()
    if schoon and not _GETAL.fullmatch(schoon):
        raise ValueError("geen getal")
    try:
        return Decimal(schoon.replace(",", ".")) if schoon else None
    except InvalidOperation as fout:
        raise ValueError("geen getal") from fout


def _lees_heel(tekst: str) -> int | None:
    schoon = tekst.strip()
    if schoon and not _HEEL.fullmatch(schoon):
        raise ValueError("geen heel getal")
    return int(schoon) if schoon else None


def _lees_dag(tekst: str) -> date | None:
    dag = lees_datum(tekst)
    if dag is not None and not 2000 <= dag.year <= 2100:
        raise ValueError("jaartal")
    return dag


def lees_inrichting(formulier: Mapping[str, str]) -> InrichtingInvoer:
    """Read and check a submitted form (all values text, hostile). Raises OngeldigeInvoer with every wrong field.

    Parties arrive as `partij_<naam>` fields that are filled when ticked; lists as one line per entry.
    """
    fouten: dict[str, Tekst] = {}
    waarden = {veld: str(waarde)[:5000] for veld, waarde in formulier.items()}

    def getal(veld: str) -> Decimal | None:
        try:
            return lees_getal(waarden.get(veld, ""))
        except ValueError:
            fouten[veld] = _GEEN_GETAL
            return None

    def heel(veld: str) -> int | None:
        try:
            return _lees_heel(waarden.get(veld, ""))
        except ValueError:
            fouten[veld] = _GEEN_HEEL
            return None

    def dag(veld: str) -> date | None:
        try:
            return _lees_dag(waarden.get(veld, ""))
        except (ValueError, OverflowError):
            fouten[veld] = _GEEN_DATUM
            return None

    leerweg = waarden.get("leerweg", "")
    if leerweg not in set(Leerweg):
        fouten["leerweg"] = Tekst("Kies een leerweg.", "Choose a learning route.")
    try:
        momenten = lees_gespreksmomenten(waarden.get("gespreksmomenten", ""))
    except ValueError:
        momenten = ()
        fouten["gespreksmomenten"] = _GEEN_MOMENT
    exemplaren = heel("exemplaren")
    if exemplaren is None and "exemplaren" not in fouten:
        fouten["exemplaren"] = buiten(MAX_EXEMPLAREN, 1)
    invoer = InrichtingInvoer(
        naam=waarden.get("naam", ""),
        leerweg=Leerweg(leerweg) if leerweg in set(Leerweg) else Leerweg.BOL,
        team_id=heel("team_id"),
        begin_op=dag("begin_op"),
        eind_op=dag("eind_op"),
        uren_totaal=heel("uren_totaal"),
        uren_per_week=getal("uren_per_week"),
        dagen_per_week=getal("dagen_per_week"),
        gespreksmomenten=momenten,
        documenten=tuple(filter(None, (d.strip() for d in waarden.get("documenten", "").splitlines()))),
        exemplaren=exemplaren if exemplaren is not None else 1,
        ondertekenaars=tuple(p for p in PARTIJ_LABEL if waarden.get(f"partij_{p}", "")),
    )
    try:
        goed = check_inrichting(invoer)
    except OngeldigeInvoer as fout:
        raise OngeldigeInvoer({**fout.velden, **fouten}) from None
    if fouten:
        raise OngeldigeInvoer(fouten)
    return goed
