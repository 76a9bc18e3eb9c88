"""A full comparison: one POK as we have it beside the same one as the register holds it. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any

from bpv_app.kernel.tekst import Tekst
from bpv_app.koppeling.krd.rules import ONBEKEND, REGISTER_STATUS
from bpv_app.pok.rules import KRD_LABEL, KRD_STATUS, KrdStatus, PokStatus
from bpv_app.pok.rules_krd import MOET_BEKEND_ZIJN


class VergelijkSoort(StrEnum):
    """In what both sides differ."""

    ONTBREEKT_HIER = "ontbreekt_hier"
    ONTBREEKT_DAAR = "ontbreekt_daar"
    STATUS = "status"
    GEGEVENS = "gegevens"


VERGELIJK_LABEL: dict[VergelijkSoort, Tekst] = {
    VergelijkSoort.ONTBREEKT_HIER: Tekst("Ontbreekt hier", "Missing here"),
    VergelijkSoort.ONTBREEKT_DAAR: Tekst("Ontbreekt in de KRD", "Missing in the register"),
    VergelijkSoort.STATUS: Tekst("Andere status", "Other status"),
    VergelijkSoort.GEGEVENS: Tekst("Andere gegevens", "Other data"),
}
VERGELIJK_ADVIES: dict[VergelijkSoort, Tekst] = {
    VergelijkSoort.ONTBREEKT_HIER: Tekst(
        "De KRD heeft een POK die hier niet bestaat. Zoek in de KRD uit waar zij vandaan komt.",
        "The register holds an agreement that does not exist here. Find out in the register where it came from.",
    ),
    VergelijkSoort.ONTBREEKT_DAAR: Tekst(
        "Verstuur opnieuw: dan krijgt de KRD alle stappen die zij mist.",
        "Send again: the register then gets every step it misses.",
    ),
    VergelijkSoort.STATUS: Tekst(
        "Kijk bij Verschillen: neem over of verstuur opnieuw.", "See Differences: take over or send again."
    ),
    VergelijkSoort.GEGEVENS: Tekst(
        "Klopt het hier? Verstuur opnieuw. Klopt de KRD? Maak een mutatie.",
        "Right here? Send again. Is the register right? Make an amendment.",
    ),
}
VELD_LABEL: dict[str, Tekst] = {
    "begin": Tekst("Begindatum", "Start date"),
    "gepland_eind": Tekst("Verwachte einddatum", "Expected end date"),
    "werkelijk_eind": Tekst("Werkelijke einddatum", "Real end date"),
    "afsluitdatum": Tekst("Afsluitdatum", "Date of agreement"),
    "uren_totaal": Tekst("Totaal aantal uren (SBU)", "Total hours"),
    "uren_per_week": Tekst("Uren per week", "Hours per week"),
    "dagen_per_week": Tekst("Dagen per week", "Days per week"),
    "leerbedrijf_id": Tekst("Leerbedrijf", "Company"),
    "crebo": Tekst("Crebo", "Crebo"),
    "keuzedeel": Tekst("Keuzedeel", "Optional module"),
}
_GETALLEN = frozenset({"uren_totaal", "uren_per_week", "dagen_per_week"})
_EINDE = frozenset({PokStatus.AFGEROND, PokStatus.VERVANGEN})
_VERVALLEN = frozenset({KrdStatus.VOORLOPIG, KrdStatus.AFGEMELD, KrdStatus.AFGEWEZEN})
MAX_WAARDE = 200

Waarde = date | Decimal | int | str | None


@dataclass(frozen=True, slots=True)
class OnzePok:
    """What of our POK the register should hold; `gegevens` by the register's names."""

    pok_id: int
    nummer: str
    status: PokStatus
    gegevens: Mapping[str, Waarde]


@dataclass(frozen=True, slots=True)
class Afwijking:
    """One thing in which both sides differ; `hier` and `krd` as people read them."""

    pok_nummer: str
    soort: VergelijkSoort
    pok_id: int | None = None
    veld: str = ""
    hier: str = ""
    krd: str = ""


def _als_tekst(veld: str, waarde: object) -> str:
    """A value of either side in one form: dates ISO, numbers without trailing zeros, nothing as empty."""
    if waarde is None or waarde == "":
        return ""
    if veld in _GETALLEN:
        try:
            getal = Decimal(str(waarde))
        except InvalidOperation:
            return str(waarde)[:MAX_WAARDE]
        if getal.is_finite():
            tekst = f"{getal:f}"
            return (tekst.rstrip("0").rstrip(".") if "." in tekst else tekst)[:MAX_WAARDE]
    return str(waarde)[:MAX_WAARDE]


def _leesbaar(waarde: object) -> str:
    return "".join(c for c in str(waarde) if c.isprintable())[:MAX_WAARDE]


def vergelijk(ons: OnzePok, register: Mapping[str, Any] | None) -> Iterator[Afwijking]:
    """Everything in which the register (a row of its `GET /poks`) differs from ours.

    Data are only compared while both hold a POK that counts: what lapsed, or is a concept again, may differ.
    """
    hoort = KRD_STATUS[ons.status]
    if register is not None and register.get("onleesbaar"):  # it has the POK; what it says of it was not understood
        return
    if register is None:
        if ons.status in MOET_BEKEND_ZIJN:
            krd = ONBEKEND.nl
            yield Afwijking(ons.nummer, VergelijkSoort.ONTBREEKT_DAAR, ons.pok_id, "", KRD_LABEL[hoort].nl, krd)
        return
    held = REGISTER_STATUS.get(str(register.get("status")))
    if held is not hoort:
        krd = KRD_LABEL[held].nl if held else _leesbaar(register.get("status"))
        yield Afwijking(ons.nummer, VergelijkSoort.STATUS, ons.pok_id, "", KRD_LABEL[hoort].nl, krd)
    bron = register.get("gegevens")
    if hoort in _VERVALLEN or held in _VERVALLEN or not isinstance(bron, Mapping):
        return
    velden = register.get("velden")  # a file does not carry all of it: what is not asked differs in nothing
    for veld, waarde in ons.gegevens.items():
        if isinstance(velden, list) and veld not in velden:
            continue
        if veld == "werkelijk_eind" and ons.status not in _EINDE:
            continue
        hier, krd = _als_tekst(veld, waarde), _leesbaar(_als_tekst(veld, bron.get(veld)))
        if hier != krd:
            yield Afwijking(ons.nummer, VergelijkSoort.GEGEVENS, ons.pok_id, veld, hier, krd)


def vat_vergelijking_samen(gelezen: int, gelijk: int, tellingen: Mapping[VergelijkSoort, int]) -> Tekst:
    """The result in one sentence. Numbers of POKs read and equal, and of differences per kind."""
    nl = [f"{gelezen} vergeleken", f"{gelijk} gelijk"]
    en = [f"{gelezen} compared", f"{gelijk} equal"]
    for soort in VergelijkSoort:
        if aantal := tellingen.get(soort, 0):
            nl.append(f"{aantal} × {VERGELIJK_LABEL[soort].nl.lower()}")
            en.append(f"{aantal} × {VERGELIJK_LABEL[soort].en.lower()}")
    return Tekst(", ".join(nl) + ".", ", ".join(en) + ".")
