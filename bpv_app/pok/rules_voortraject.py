"""What a coordinator fills in to make a POK ready: reading the form, the limits, the locks, the warnings."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, TypeVar

from bpv_app.kernel.clock import lees_datum, toon_datum
from bpv_app.kernel.errors import DomeinFout, OngeldigeInvoer
from bpv_app.kernel.tekst import Tekst
from bpv_app.pok.rules import MAX_UREN, VELD_LABEL, VERGRENDELD_VANAF_AFDRUK, PokStatus

T = TypeVar("T")
MAX_DAGEN_PER_WEEK = 7
MAX_UREN_PER_WEEK = 168
_KEUZEDEEL = re.compile(r"K\d{4}", re.ASCII)
_GETAL = re.compile(r"\d{1,6}(?:[.,]\d{1,2})?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Voortraject:
    """The data of a POK as the coordinator fills them in; empty is allowed until it is sent.

    `uren_totaal` are whole clock hours over the placement, `uren_per_week` clock hours, `dagen_per_week` days; the
    dates are inclusive. `keuzedeel` is filled when the placement is for that optional module only.
    """

    leerbedrijf_id: int | None = None
    locatie_id: int | None = None
    praktijkopleider_id: int | None = None
    begin_op: date | None = None
    eind_op: date | None = None
    afsluitdatum: date | None = None
    uren_totaal: int | None = None
    uren_per_week: Decimal | None = None
    dagen_per_week: Decimal | None = None
    keuzedeel: str = ""


VOORTRAJECT_VELDEN = tuple(f.name for f in fields(Voortraject))


GETEKEND_VAST = (*VERGRENDELD_VANAF_AFDRUK, "uren_per_week", "dagen_per_week", "keuzedeel")
"""What the parties signed: changes only by an amendment (new POK, or a new bpv-blad). Who guides is not among it."""


class Vergrendeld(DomeinFout):
    """Fields that are locked since printing would change."""

    http_status = 409

    def __init__(self, velden: Collection[str]) -> None:
        super().__init__(
            "vergrendeld",
            Tekst(
                "Na het afdrukken ligt dit vast: " + ", ".join(VELD_LABEL[v].nl for v in velden)
                + ". Laat studentenzaken de POK terugzetten, of maak een mutatie.",
                "Locked since printing: " + ", ".join(VELD_LABEL[v].en for v in velden)
                + ". Have the student administration put it back, or make an amendment.",
            ),
            {v: Tekst("Ligt vast sinds het afdrukken.", "Locked since printing.") for v in velden},
        )  # fmt: skip


def vergrendelde_velden(status: PokStatus) -> tuple[str, ...]:
    """The fields of the voortraject that may not change any more in this status (KRD, and what was signed)."""
    if status in (PokStatus.CONCEPT, PokStatus.VOLLEDIG):
        return ()
    if status is PokStatus.AFGEDRUKT:
        return VERGRENDELD_VANAF_AFDRUK
    if status is PokStatus.DEFINITIEF:
        return GETEKEND_VAST
    return VOORTRAJECT_VELDEN


def lees_getal(tekst: str, veld: str = "") -> Decimal | None:
    """`7,5` or `7.5`; empty gives None. Raises ValueError for anything else, a sign or more than two decimals."""
    schoon = tekst.strip()
    if not schoon:
        return None
    if not _GETAL.fullmatch(schoon):
        raise ValueError(f"geen getal: {veld}")
    try:
        return Decimal(schoon.replace(",", "."))
    except InvalidOperation as fout:
        raise ValueError(f"geen getal: {veld}") from fout


def _lees_heel(tekst: str) -> int | None:
    getal = lees_getal(tekst)
    if getal is not None and getal != int(getal):
        raise ValueError("geen heel getal")
    return None if getal is None else int(getal)


def _lees_sleutel(tekst: str) -> int | None:
    if not tekst:
        return None
    if not (tekst.isascii() and tekst.isdigit() and len(tekst) < 10):
        raise ValueError("geen sleutel")
    return int(tekst) or None


def _lees_dag(tekst: str) -> date | None:
    dag = lees_datum(tekst)
    if dag is not None and not 2000 <= dag.year <= 2100:
        raise ValueError("jaartal")
    return dag


_GEEN_DATUM = Tekst("Dit is geen datum; schrijf bijvoorbeeld 7-12-2026.", "This is not a date; write e.g. 7-12-2026.")
_GEEN_GETAL = Tekst(
    "Dit is geen getal; schrijf bijvoorbeeld 32 of 7,5.", "This is not a number; write for example 32 or 7.5."
)
_GEEN_HEEL = Tekst("Dit is geen heel getal.", "This is not a whole number.")
_KIES = Tekst("Kies opnieuw.", "Choose again.")


def lees_voortraject(formulier: Mapping[str, str]) -> Voortraject:
    """Read a submitted form (all values text, hostile). Raises OngeldigeInvoer with every wrong field at once."""
    fouten: dict[str, Tekst] = {}

    def lees(veld: str, hoe: Callable[[str], T], fout: Tekst) -> T | None:
        try:
            return hoe(str(formulier.get(veld, "")).strip()[:200])
        except (ValueError, OverflowError):
            fouten[veld] = fout
            return None

    gelezen = Voortraject(
        leerbedrijf_id=lees("leerbedrijf_id", _lees_sleutel, _KIES),
        locatie_id=lees("locatie_id", _lees_sleutel, _KIES),
        praktijkopleider_id=lees("praktijkopleider_id", _lees_sleutel, _KIES),
        begin_op=lees("begin_op", _lees_dag, _GEEN_DATUM),
        eind_op=lees("eind_op", _lees_dag, _GEEN_DATUM),
        afsluitdatum=lees("afsluitdatum", _lees_dag, _GEEN_DATUM),
        uren_totaal=lees("uren_totaal", _lees_heel, _GEEN_HEEL),
        uren_per_week=lees("uren_per_week", lees_getal, _GEEN_GETAL),
        dagen_per_week=lees("dagen_per_week", lees_getal, _GEEN_GETAL),
        keuzedeel=str(formulier.get("keuzedeel", "")).strip().upper()[:20],
    )
    if fouten:
        raise OngeldigeInvoer(fouten)
    return gelezen


def _buiten(waarde: Decimal | int | None, hoogste: int) -> bool:
    return waarde is not None and not 0 <= waarde <= hoogste


def check_voortraject(v: Voortraject) -> None:
    """Refuse values that no POK may have (KRD): end before begin, 0-7 days, 0-168 hours a week, 0-5120 in total."""
    fouten: dict[str, Tekst] = {}
    if v.begin_op and v.eind_op and v.eind_op < v.begin_op:
        fouten["eind_op"] = Tekst("De einddatum ligt vóór de begindatum.", "The end date lies before the start date.")
    if v.afsluitdatum and v.eind_op and v.afsluitdatum > v.eind_op:
        fouten["afsluitdatum"] = Tekst(
            "De afsluitdatum ligt na het eind van de stage.", "The date of agreement lies after the placement's end."
        )
    for veld, waarde, hoogste in (
        ("dagen_per_week", v.dagen_per_week, MAX_DAGEN_PER_WEEK),
        ("uren_per_week", v.uren_per_week, MAX_UREN_PER_WEEK),
        ("uren_totaal", v.uren_totaal, MAX_UREN),
    ):
        if _buiten(waarde, hoogste):
            fouten[veld] = Tekst(f"Dit moet 0 tot en met {hoogste} zijn.", f"This must be 0 to {hoogste}.")
        elif isinstance(waarde, Decimal) and waarde != waarde.quantize(Decimal("0.01")):
            fouten[veld] = Tekst("Hoogstens twee decimalen.", "At most two decimals.")
    if v.keuzedeel and not _KEUZEDEEL.fullmatch(v.keuzedeel):
        fouten["keuzedeel"] = Tekst("Een keuzedeel is K met vier cijfers.", "An optional module is K with four digits.")
    if (v.locatie_id or v.praktijkopleider_id) and not v.leerbedrijf_id:
        fouten["leerbedrijf_id"] = Tekst("Kies eerst een leerbedrijf.", "Choose a company first.")
    if fouten:
        raise OngeldigeInvoer(fouten)


def gewijzigd(oud: Mapping[str, Any], nieuw: Voortraject) -> tuple[str, ...]:
    """Names of the fields that differ, in the order of the form."""
    return tuple(veld for veld in VOORTRAJECT_VELDEN if oud[veld] != getattr(nieuw, veld))


def check_vergrendeld(status: PokStatus, anders: Collection[str]) -> None:
    """Refuse a change of a locked field; all of them are named."""
    dicht = [veld for veld in anders if veld in vergrendelde_velden(status)]
    if dicht:
        raise Vergrendeld(dicht)


@dataclass(frozen=True, slots=True)
class VerbintenisFeiten:
    """What the register's rules look at in an enrolment and a company; dates inclusive, empty is open."""

    begin_op: date | None = None
    gepland_eind_op: date | None = None
    werkelijk_eind_op: date | None = None
    bedrijf_van: date | None = None
    bedrijf_tot: date | None = None


def krd_waarschuwingen(v: Voortraject, feiten: VerbintenisFeiten) -> tuple[tuple[str, Tekst], ...]:
    """(field, sentence) for everything the register will probably refuse (domain.md section 2).

    Warnings, not blocks: the register has the last word, and its own data may be newer than ours.
    """
    uit: list[tuple[str, Tekst]] = []
    begin, eind = v.begin_op, v.eind_op
    if feiten.begin_op is None:
        uit.append(
            (
                "begin_op",
                Tekst("De verbintenis heeft geen begindatum.", "The enrolment has no start date."),
            )
        )
    elif begin and begin < feiten.begin_op:
        uit.append(
            (
                "begin_op",
                Tekst(
                    f"De stage begint vóór het begin van de verbintenis ({toon_datum(feiten.begin_op)}).",
                    f"The placement starts before the enrolment does ({toon_datum(feiten.begin_op, 'en')}).",
                ),
            )
        )
    if feiten.werkelijk_eind_op and begin and feiten.werkelijk_eind_op < begin:
        uit.append(
            (
                "begin_op",
                Tekst(
                    f"De verbintenis is geëindigd op {toon_datum(feiten.werkelijk_eind_op)}.",
                    f"The enrolment ended on {toon_datum(feiten.werkelijk_eind_op, 'en')}.",
                ),
            )
        )
    if feiten.gepland_eind_op and eind and eind > feiten.gepland_eind_op:
        uit.append(
            (
                "eind_op",
                Tekst(
                    f"De stage eindigt na het geplande eind van de verbintenis ({toon_datum(feiten.gepland_eind_op)}).",
                    "The placement ends after the enrolment's planned end "
                    f"({toon_datum(feiten.gepland_eind_op, 'en')}).",
                ),
            )
        )
    te_vroeg = begin and feiten.bedrijf_van and begin < feiten.bedrijf_van
    te_laat = begin and feiten.bedrijf_tot and begin > feiten.bedrijf_tot
    if v.leerbedrijf_id and (te_vroeg or te_laat):
        uit.append(
            (
                "leerbedrijf_id",
                Tekst(
                    "Het leerbedrijf is niet actief op de begindatum.", "The company is not active on the start date."
                ),
            )
        )
    return tuple(uit)


def overlapt(begin: date | None, eind: date | None, ander_begin: date | None, ander_eind: date | None) -> bool:
    """Whether two placements share a day; without a begin nothing can be said, an open end runs on."""
    if begin is None or ander_begin is None:
        return False
    return begin <= (ander_eind or date.max) and ander_begin <= (eind or date.max)
