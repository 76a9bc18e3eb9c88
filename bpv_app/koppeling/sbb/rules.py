"""What we ask the accreditation service, what it answers, and reading that strictly. Values in, values out.

The five functions are those SBB offers schools (domain.md section 4); the form is ours (docs/koppeling-sbb.md). What
cannot be read is never guessed: `Onleesbaar`, and the question stays open.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from bpv_app.kernel.nummers import is_leerbedrijf_id
from bpv_app.kernel.tekst import Tekst
from bpv_app.leerbedrijf.inlezen_wijzigingen import Mutatie
from bpv_app.leerbedrijf.rules import ErkenningRegel, Uitkomst

KANAAL = "sbb"
VERIFIEER = "verifieer"
MAX_REGELS = 2_000
"""Lines of one company; a real one has tens."""
_CREBO = re.compile(r"\d{5}", re.ASCII)
_LEERWEG = re.compile(r"[A-Z_]{0,8}", re.ASCII)
_WERKPROCES = re.compile(r"[A-Z]\d{1,2}-K\d{1,2}-W\d{1,2}", re.ASCII)


class Onleesbaar(ValueError):
    """The service said something we do not understand."""


@dataclass(frozen=True, slots=True)
class Vraag:
    """Is this company accredited for this crebo (or keuzedeel, or route) on this day?"""

    sbb_id: str
    crebo: str
    keuzedeel: str
    leerweg: str
    peildatum: date

    def als_dict(self) -> dict[str, str]:
        """As it goes over the line and into the outbox."""
        return {
            "leerbedrijf_id": self.sbb_id,
            "crebo": self.crebo,
            "keuzedeel": self.keuzedeel,
            "leerweg": self.leerweg,
            "peildatum": self.peildatum.isoformat(),
        }


@dataclass(frozen=True, slots=True)
class Antwoord:
    """The service's verdict, in its words, and every line it has of the company."""

    uitkomst: Uitkomst
    reden: Tekst
    regels: tuple[ErkenningRegel, ...]


@dataclass(frozen=True, slots=True)
class Bedrijf:
    """A company as the service knows it."""

    sbb_id: str
    naam: str
    postcode: str = ""
    plaats: str = ""
    kvk: str = ""


@dataclass(frozen=True, slots=True)
class Details:
    """A company with every line of the register about it."""

    bedrijf: Bedrijf
    regels: tuple[ErkenningRegel, ...]


@dataclass(frozen=True, slots=True)
class Wijziging:
    """A change of the register: this line of this company is new, changed or withdrawn."""

    nummer: int
    mutatie: Mutatie
    sbb_id: str
    regel: ErkenningRegel


@dataclass(frozen=True, slots=True)
class Pagina:
    """Changes in order; `laatste`: the highest number there is; `tot`: up to where this page goes."""

    laatste: int
    wijzigingen: tuple[Wijziging, ...]
    tot: int
    onleesbaar: int = 0


def _tekst(bron: Mapping[str, Any], veld: str, hoogste: int = 200) -> str:
    waarde = bron.get(veld)
    if waarde is None:
        return ""
    if not isinstance(waarde, str):
        raise Onleesbaar(veld)
    return " ".join(waarde.replace("\x00", "").split())[:hoogste]


def _dag(bron: Mapping[str, Any], veld: str) -> date | None:
    waarde = bron.get(veld)
    if waarde in (None, ""):
        return None
    try:
        return date.fromisoformat(waarde) if isinstance(waarde, str) else _mis(veld)
    except ValueError:
        raise Onleesbaar(veld) from None


def _mis(veld: str) -> date:
    raise Onleesbaar(veld)


def _sbb_id(bron: Mapping[str, Any]) -> str:
    waarde = bron.get("leerbedrijf_id")
    if not isinstance(waarde, str) or not is_leerbedrijf_id(waarde):
        raise Onleesbaar("leerbedrijf_id")
    return waarde


def lees_regel(bron: object) -> ErkenningRegel:
    """One line of the register. Raises Onleesbaar."""
    if not isinstance(bron, Mapping):
        raise Onleesbaar("erkenning")
    crebo, van, tot = _tekst(bron, "crebo", 5), _dag(bron, "erkend_van"), _dag(bron, "erkend_tot")
    leerweg, processen = _tekst(bron, "leerweg", 9), bron.get("werkprocessen") or []
    if not _CREBO.fullmatch(crebo) or van is None or (tot is not None and tot < van):
        raise Onleesbaar("erkenning")
    if not _LEERWEG.fullmatch(leerweg) or not isinstance(processen, list) or len(processen) > 40:
        raise Onleesbaar("erkenning")
    if not all(isinstance(p, str) and _WERKPROCES.fullmatch(p) for p in processen):
        raise Onleesbaar("werkprocessen")
    return ErkenningRegel(crebo, van, tot, leerweg, tuple(sorted(set(processen))))


def als_regel(regel: ErkenningRegel) -> dict[str, Any]:
    """The other way round: as it goes over the line."""
    return {
        "crebo": regel.crebo,
        "erkend_van": regel.erkend_van.isoformat(),
        "erkend_tot": regel.erkend_tot.isoformat() if regel.erkend_tot else None,
        "leerweg": regel.leerweg,
        "werkprocessen": list(regel.werkprocessen),
    }


def _regels(bron: Mapping[str, Any]) -> tuple[ErkenningRegel, ...]:
    rijen = bron.get("erkenningen")
    if not isinstance(rijen, list) or len(rijen) > MAX_REGELS:
        raise Onleesbaar("erkenningen")
    regels = tuple(lees_regel(rij) for rij in rijen)
    if len({(r.crebo, r.erkend_van, r.leerweg) for r in regels}) != len(regels):
        raise Onleesbaar("erkenningen")
    return regels


def lees_antwoord(bron: object, vraag: Vraag) -> Antwoord:
    """The answer to a question. One that contradicts its own lines is no answer. Raises Onleesbaar."""
    if not isinstance(bron, Mapping) or _sbb_id(bron) != vraag.sbb_id or bron.get("uitkomst") not in set(Uitkomst):
        raise Onleesbaar("antwoord")
    antwoord = Antwoord(
        Uitkomst(bron["uitkomst"]), Tekst(_tekst(bron, "reden", 300), _tekst(bron, "reden_en", 300)), _regels(bron)
    )
    geldig = [r for r in antwoord.regels if r.geldt_op(vraag.peildatum)]
    precies = [r for r in geldig if r.crebo == vraag.crebo and r.past_bij(vraag.leerweg) and not r.werkprocessen]
    zegt_nee = antwoord.uitkomst is Uitkomst.NIET_ERKEND and not vraag.keuzedeel and vraag.leerweg
    if (antwoord.uitkomst is Uitkomst.ERKEND and not geldig) or (zegt_nee and precies):
        raise Onleesbaar("tegenspraak")
    return antwoord


def lees_bedrijf(bron: object) -> Bedrijf:
    """A company. Raises Onleesbaar."""
    if not isinstance(bron, Mapping) or not _tekst(bron, "naam"):
        raise Onleesbaar("leerbedrijf")
    return Bedrijf(
        _sbb_id(bron), _tekst(bron, "naam"), _tekst(bron, "postcode", 6), _tekst(bron, "plaats", 100),
        _tekst(bron, "kvk", 8),
    )  # fmt: skip


def lees_bedrijven(bron: object) -> list[Bedrijf]:
    """A list of companies. Raises Onleesbaar."""
    rijen = bron.get("leerbedrijven") if isinstance(bron, Mapping) else None
    if not isinstance(rijen, list):
        raise Onleesbaar("leerbedrijven")
    return [lees_bedrijf(rij) for rij in rijen]


def lees_details(bron: object) -> Details:
    """A company with its lines. Raises Onleesbaar."""
    bedrijf = lees_bedrijf(bron)
    assert isinstance(bron, Mapping)
    return Details(bedrijf, _regels(bron))


def lees_pagina(bron: object) -> Pagina:
    """A page of changes; one that cannot be read is counted and passed by. Raises Onleesbaar for the page itself."""
    rijen = bron.get("wijzigingen") if isinstance(bron, Mapping) else None
    laatste = bron.get("laatste") if isinstance(bron, Mapping) else None
    if not isinstance(rijen, list) or not _is_nummer(laatste):
        raise Onleesbaar("wijzigingen")
    goed: list[Wijziging] = []
    tot = slecht = 0
    for rij in rijen:
        if not isinstance(rij, Mapping) or not _is_nummer(rij.get("nummer")):
            raise Onleesbaar("nummer")
        nummer = rij["nummer"]
        tot = max(tot, nummer)
        try:
            goed.append(Wijziging(nummer, Mutatie(str(rij.get("mutatie"))), _sbb_id(rij), lees_regel(rij)))
        except ValueError:
            slecht += 1
    return Pagina(int(str(laatste)), tuple(goed), tot, slecht)


def _is_nummer(waarde: object) -> bool:
    return isinstance(waarde, int) and not isinstance(waarde, bool) and 0 <= waarde < 2**31


def lees_vraag(bron: Mapping[str, Any]) -> Vraag:
    """A question that was put in the outbox. Raises Onleesbaar."""
    peildatum = _dag(bron, "peildatum")
    if peildatum is None:
        raise Onleesbaar("peildatum")
    crebo, keuzedeel, leerweg = (_tekst(bron, veld, 9) for veld in ("crebo", "keuzedeel", "leerweg"))
    return Vraag(_sbb_id(bron), crebo, keuzedeel, leerweg, peildatum)
