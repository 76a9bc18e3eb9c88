"""Judging a placement per werkproces: scale, judgements of company and school, and what a decision needs.

The law (WEB 7.2.8, 7.4.2): the bevoegd gezag, so the school, assesses; it weighs what the company says. Therefore a
decision that differs from the company's judgement, or that is taken without it, has a reason.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from bpv_app.kernel.errors import DomeinFout, OngeldigeInvoer
from bpv_app.kernel.nummers import schoon_tekst
from bpv_app.kernel.tekst import Tekst

NIET_GEZIEN = "niet_gezien"
NIET_GEZIEN_LABEL = Tekst("Niet gezien", "Not seen")
MAX_OPMERKING = 2000
MAX_REDEN = 1000
MIN_TREDEN, MAX_TREDEN = 2, 6
MAX_TREDE = 40
MAX_WERKPROCESSEN = 60
"""Most werkprocessen in one placement."""


class Kant(StrEnum):
    """Who judges."""

    BEDRIJF = "bedrijf"
    SCHOOL = "school"


class Besluit(StrEnum):
    """What the school decides about the placement."""

    VOLDOENDE = "voldoende"
    ONVOLDOENDE = "onvoldoende"


BESLUIT_LABEL: dict[Besluit, Tekst] = {
    Besluit.VOLDOENDE: Tekst("Voldoende", "Sufficient"),
    Besluit.ONVOLDOENDE: Tekst("Onvoldoende", "Insufficient"),
}
BESLUIT_TOON: dict[Besluit, str] = {Besluit.VOLDOENDE: "success", Besluit.ONVOLDOENDE: "error"}


class BeoordelingStap(StrEnum):
    """What can happen to an assessment; each is a line of its history."""

    GEVRAAGD = "gevraagd"
    WERKPROCESSEN = "werkprocessen"
    INGESTUURD = "ingestuurd"
    TERUGGENOMEN = "teruggenomen"
    BESLOTEN = "besloten"
    GEDEELD = "gedeeld"
    HEROPEND = "heropend"


STAP_LABEL: dict[BeoordelingStap, Tekst] = {
    BeoordelingStap.GEVRAAGD: Tekst("Oordeel gevraagd aan het bedrijf", "Judgement asked of the company"),
    BeoordelingStap.WERKPROCESSEN: Tekst("Werkprocessen gekozen", "Work processes chosen"),
    BeoordelingStap.INGESTUURD: Tekst("Oordeel van het bedrijf ingestuurd", "Company's judgement sent in"),
    BeoordelingStap.TERUGGENOMEN: Tekst("Oordeel van het bedrijf teruggenomen", "Company's judgement taken back"),
    BeoordelingStap.BESLOTEN: Tekst("School heeft besloten", "School has decided"),
    BeoordelingStap.GEDEELD: Tekst("Uitslag gedeeld met de student", "Result shared with the student"),
    BeoordelingStap.HEROPEND: Tekst("Besluit heropend", "Decision reopened"),
}


class BeoordelingStand(StrEnum):
    """Where an assessment stands; follows from what happened, nobody picks it."""

    OPEN = "open"
    BIJ_SCHOOL = "bij_school"
    BESLOTEN = "besloten"
    GEDEELD = "gedeeld"


STAND_LABEL: dict[BeoordelingStand, Tekst] = {
    BeoordelingStand.OPEN: Tekst("Wacht op het bedrijf", "Waits for the company"),
    BeoordelingStand.BIJ_SCHOOL: Tekst("Wacht op de school", "Waits for the school"),
    BeoordelingStand.BESLOTEN: Tekst("Besloten, nog niet gedeeld", "Decided, not shared yet"),
    BeoordelingStand.GEDEELD: Tekst("Besloten en gedeeld", "Decided and shared"),
}
STAND_TOON: dict[BeoordelingStand, str] = {
    BeoordelingStand.OPEN: "",
    BeoordelingStand.BIJ_SCHOOL: "warning",
    BeoordelingStand.BESLOTEN: "info",
    BeoordelingStand.GEDEELD: "success",
}


def stand_van(
    bedrijf_op: datetime | None, besloten_op: datetime | None, gedeeld_op: datetime | None
) -> BeoordelingStand:
    """The status that follows from what happened."""
    if besloten_op is not None:
        return BeoordelingStand.BESLOTEN if gedeeld_op is None else BeoordelingStand.GEDEELD
    return BeoordelingStand.OPEN if bedrijf_op is None else BeoordelingStand.BIJ_SCHOOL


@dataclass(frozen=True, slots=True)
class Trede:
    """A step of the scale, from low to high. `code` is what is stored."""

    code: str
    naam: Tekst
    is_voldoende: bool


STANDAARD_SCHAAL: tuple[Trede, ...] = (
    Trede("onvoldoende", Tekst("Onvoldoende", "Insufficient"), False),
    Trede("voldoende", Tekst("Voldoende", "Sufficient"), True),
    Trede("goed", Tekst("Goed", "Good"), True),
)


@dataclass(frozen=True, slots=True)
class WerkprocesKeus:
    """A werkproces as it counts in one placement: a copy, so that a later change of the list changes no assessment."""

    id: int
    kerntaak: str
    kerntaak_naam: str
    code: str
    naam: str


@dataclass(frozen=True, slots=True)
class Oordeel:
    """One judgement about one werkproces. `oordeel` is "" (not judged), a code of the scale, or `NIET_GEZIEN`."""

    oordeel: str = ""
    opmerking: str = ""


class BeoordelingDicht(DomeinFout):
    """The step does not fit where the assessment stands."""

    http_status = 409

    def __init__(self, nl: str, en: str) -> None:
        super().__init__("beoordeling_dicht", Tekst(nl, en))


def schaal_als_json(schaal: Sequence[Trede]) -> list[dict[str, Any]]:
    """The scale as it is stored."""
    return [{"code": t.code, "nl": t.naam.nl, "en": t.naam.en, "voldoende": t.is_voldoende} for t in schaal]


def schaal_uit_json(rijen: Sequence[Mapping[str, Any]]) -> tuple[Trede, ...]:
    """What `schaal_als_json` wrote; nothing stored is the default scale."""
    schaal = tuple(Trede(r["code"], Tekst(r["nl"], r["en"]), bool(r["voldoende"])) for r in rijen)
    return schaal or STANDAARD_SCHAAL


def oordeel_label(schaal: Sequence[Trede], oordeel: str) -> Tekst:
    """A judgement in words; nothing when there is none."""
    if oordeel == NIET_GEZIEN:
        return NIET_GEZIEN_LABEL
    return next((t.naam for t in schaal if t.code == oordeel), Tekst("", ""))


def oordeel_toon(schaal: Sequence[Trede], oordeel: str) -> str:
    """The colour of a judgement."""
    trede = next((t for t in schaal if t.code == oordeel), None)
    return "" if trede is None else "success" if trede.is_voldoende else "error"


_JA = {"ja": True, "j": True, "yes": True, "nee": False, "n": False, "no": False}


def lees_schaal(tekst: str) -> tuple[Trede, ...]:
    """A scale as typed, from low to high: one step a line, `name; ja or nee (is it enough?); English name`.

    Raises `OngeldigeInvoer` (field `schaal`).
    """
    treden: list[Trede] = []
    for regel in filter(None, (r.strip() for r in tekst.splitlines())):
        delen = [schoon_tekst(d) for d in regel.split(";")]
        genoeg = _JA.get(delen[1].casefold()) if len(delen) in (2, 3) else None
        if genoeg is None or not delen[0] or max(map(len, delen)) > MAX_TREDE:
            raise OngeldigeInvoer({"schaal": _REGEL})
        code = re.sub(r"[^a-z0-9]+", "_", delen[0].casefold()).strip("_") or f"trede_{len(treden) + 1}"
        treden.append(Trede(code, Tekst(delen[0], delen[2] if len(delen) == 3 and delen[2] else delen[0]), genoeg))
    if not MIN_TREDEN <= len(treden) <= MAX_TREDEN:
        raise OngeldigeInvoer({"schaal": Tekst("Een schaal heeft 2 tot 6 treden.", "A scale has 2 to 6 steps.")})
    codes = {t.code for t in treden}
    if len(codes) != len(treden) or NIET_GEZIEN in codes:
        raise OngeldigeInvoer({"schaal": Tekst("Elke trede heeft een eigen naam.", "Each step has a name of its own.")})
    if len({t.is_voldoende for t in treden}) != 2:
        raise OngeldigeInvoer(
            {
                "schaal": Tekst(
                    "Zet bij minstens één trede ja en bij minstens één nee.", "Put ja at one step and nee at another."
                )
            }
        )
    return tuple(treden)


_REGEL = Tekst(
    "Schrijf per regel: naam; ja of nee. Bijvoorbeeld: Voldoende; ja.",
    "Write per line: name; ja or nee. For example: Voldoende; ja; Sufficient.",
)


def toon_schaal(schaal: Sequence[Trede]) -> str:
    """The text `lees_schaal` reads."""
    return "\n".join(f"{t.naam.nl}; {'ja' if t.is_voldoende else 'nee'}; {t.naam.en}" for t in schaal)


def check_oordeel(schaal: Sequence[Trede], oordeel: str) -> str:
    """A judgement that this scale has. Raises `OngeldigeInvoer`."""
    if oordeel in ("", NIET_GEZIEN) or any(t.code == oordeel for t in schaal):
        return oordeel
    raise OngeldigeInvoer({"oordeel": Tekst("Dit oordeel staat niet op de schaal.", "The scale has no such step.")})


def advies_van(
    werkprocessen: Sequence[WerkprocesKeus], oordelen: Mapping[int, Oordeel], schaal: Sequence[Trede]
) -> Besluit | None:
    """What a row of judgements adds up to: insufficient as soon as one werkproces is; None when nothing was seen."""
    genoeg = {t.code: t.is_voldoende for t in schaal}
    gezien = [genoeg[o.oordeel] for w in werkprocessen if (o := oordelen.get(w.id)) and o.oordeel in genoeg]
    if not gezien:
        return None
    return Besluit.VOLDOENDE if all(gezien) else Besluit.ONVOLDOENDE


def wijkt_af(bedrijf: Oordeel | None, school: Oordeel | None) -> bool:
    """Whether the school judges a werkproces otherwise than the company. Not seen is no judgement."""
    beide = [o.oordeel for o in (bedrijf, school) if o is not None and o.oordeel not in ("", NIET_GEZIEN)]
    return len(beide) == 2 and beide[0] != beide[1]


def check_insturen(werkprocessen: Sequence[WerkprocesKeus], oordelen: Mapping[int, Oordeel]) -> None:
    """Everything is judged or not seen. Raises `OngeldigeInvoer` naming each werkproces that is open."""
    _check_compleet(werkprocessen, oordelen)


def _check_compleet(werkprocessen: Sequence[WerkprocesKeus], oordelen: Mapping[int, Oordeel]) -> None:
    open_ = [w for w in werkprocessen if not oordelen.get(w.id, Oordeel()).oordeel]
    if open_:
        raise OngeldigeInvoer(
            {
                f"oordeel-{w.id}": Tekst("Kies een oordeel, of ‘niet gezien’.", "Choose one, or ‘not seen’.")
                for w in open_
            },
            Tekst(
                f"Nog niet beoordeeld: {', '.join(w.code for w in open_)}.",
                f"Not judged yet: {', '.join(w.code for w in open_)}.",
            ),
        )


def check_besluit(
    werkprocessen: Sequence[WerkprocesKeus],
    schaal: Sequence[Trede],
    bedrijf: Mapping[int, Oordeel] | None,
    school: Mapping[int, Oordeel],
    besluit: Besluit,
    reden: str,
) -> None:
    """Whether the school may decide this. `bedrijf` is None as long as the company has not sent its judgement in.

    Raises `OngeldigeInvoer` with every field at once: a werkproces the school did not judge; one judged otherwise than
    the company did, without a remark; a decision that differs from what the company's or the school's own judgements
    add up to, or that is taken without the company's, without a reason.
    """
    _check_compleet(werkprocessen, school)
    fouten = {
        f"opmerking-{w.id}": Tekst(
            "Je oordeelt anders dan het bedrijf. Schrijf erbij waarom.",
            "You judge otherwise than the company. Write why.",
        )
        for w in werkprocessen
        if wijkt_af((bedrijf or {}).get(w.id), school.get(w.id)) and not school[w.id].opmerking.strip()
    }
    if not reden.strip() and (waarom := reden_nodig(werkprocessen, schaal, bedrijf, school, besluit)):
        fouten["reden"] = waarom
    if len(reden) > MAX_REDEN:
        fouten["reden"] = Tekst(f"Hoogstens {MAX_REDEN} tekens.", f"At most {MAX_REDEN} characters.")
    if fouten:
        raise OngeldigeInvoer(fouten)


def reden_nodig(
    werkprocessen: Sequence[WerkprocesKeus],
    schaal: Sequence[Trede],
    bedrijf: Mapping[int, Oordeel] | None,
    school: Mapping[int, Oordeel],
    besluit: Besluit,
) -> Tekst | None:
    """Why this decision needs a reason; None when it follows from both judgements."""
    advies = advies_van(werkprocessen, bedrijf, schaal) if bedrijf is not None else None
    if advies is None:
        return Tekst(
            "Er is geen oordeel van het bedrijf. Schrijf waarom je toch besluit.",
            "There is no judgement of the company. Write why you decide nevertheless.",
        )
    if advies is not besluit:
        return Tekst(
            f"Het bedrijf komt uit op {BESLUIT_LABEL[advies].nl.lower()}. Schrijf waarom je anders besluit.",
            f"The company's judgement is {BESLUIT_LABEL[advies].en.lower()}. Write why you decide otherwise.",
        )
    if advies_van(werkprocessen, school, schaal) not in (besluit, None):
        return Tekst(
            "Je besluit is anders dan je eigen oordelen samen. Schrijf waarom.",
            "Your decision differs from your own judgements together. Write why.",
        )
    return None


def check_reden(reden: str) -> str:
    """A reason that must be there. Raises `OngeldigeInvoer`."""
    schoon = reden.replace("\x00", "").strip()
    if not schoon or len(schoon) > MAX_REDEN:
        raise OngeldigeInvoer(
            {
                "reden": Tekst(
                    f"Geef een reden van 1 tot {MAX_REDEN} tekens.", f"Give a reason of 1 to {MAX_REDEN} characters."
                )
            }
        )
    return schoon


def schone_opmerking(tekst: str) -> str:
    """A remark as stored: lines stay lines. Raises `OngeldigeInvoer` when it is too long."""
    schoon = "".join(c for c in tekst.replace("\r\n", "\n") if c == "\n" or c.isprintable()).strip()
    if len(schoon) > MAX_OPMERKING:
        raise OngeldigeInvoer(
            {"opmerking": Tekst(f"Hoogstens {MAX_OPMERKING} tekens.", f"At most {MAX_OPMERKING} characters.")}
        )
    return schoon
