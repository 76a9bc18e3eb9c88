"""A nomination (voordracht): the school asks SBB to accredit a company for a crebo, and follows what becomes of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from bpv_app.kernel.errors import DomeinFout, OngeldigeInvoer
from bpv_app.kernel.tekst import Tekst
from bpv_app.leerbedrijf.rules_invoer import OngeldigNummer, lees_crebo

MAX_TEKST = 1000


class VoordrachtStatus(StrEnum):
    """Where a nomination stands. The first two are open."""

    AANGEVRAAGD = "aangevraagd"
    IN_BEHANDELING = "in_behandeling"
    TOEGEKEND = "toegekend"
    AFGEWEZEN = "afgewezen"
    INGETROKKEN = "ingetrokken"


OPEN = (VoordrachtStatus.AANGEVRAAGD, VoordrachtStatus.IN_BEHANDELING)
STATUS_LABEL: dict[VoordrachtStatus, Tekst] = {
    VoordrachtStatus.AANGEVRAAGD: Tekst("Aangevraagd", "Requested"),
    VoordrachtStatus.IN_BEHANDELING: Tekst("In behandeling", "In progress"),
    VoordrachtStatus.TOEGEKEND: Tekst("Toegekend", "Granted"),
    VoordrachtStatus.AFGEWEZEN: Tekst("Afgewezen", "Rejected"),
    VoordrachtStatus.INGETROKKEN: Tekst("Ingetrokken", "Withdrawn"),
}
STATUS_BETEKENIS: dict[VoordrachtStatus, Tekst] = {
    VoordrachtStatus.AANGEVRAAGD: Tekst("De school heeft de erkenning aangevraagd.", "The school asked for it."),
    VoordrachtStatus.IN_BEHANDELING: Tekst("SBB kijkt ernaar, of gaat langs.", "SBB looks at it, or pays a visit."),
    VoordrachtStatus.TOEGEKEND: Tekst(
        "Het leerbedrijf is erkend. De app ziet dat zelf.", "The company is accredited. The app sees that by itself."
    ),
    VoordrachtStatus.AFGEWEZEN: Tekst("SBB erkent het bedrijf hiervoor niet.", "SBB does not accredit it for this."),
    VoordrachtStatus.INGETROKKEN: Tekst("De school hoeft het niet meer.", "The school does not need it any more."),
}
STATUS_TOON: dict[VoordrachtStatus, str] = {
    VoordrachtStatus.AANGEVRAAGD: "info",
    VoordrachtStatus.IN_BEHANDELING: "info",
    VoordrachtStatus.TOEGEKEND: "success",
    VoordrachtStatus.AFGEWEZEN: "error",
    VoordrachtStatus.INGETROKKEN: "",
}


@dataclass(frozen=True, slots=True)
class Stap:
    """How a status is reached. `met_tekst`: a person has to say something; `met_hand`: a person may choose it."""

    van: frozenset[VoordrachtStatus]
    met_tekst: bool = False
    met_hand: bool = True


_S = VoordrachtStatus
STAPPEN: Mapping[VoordrachtStatus, Stap] = {
    _S.IN_BEHANDELING: Stap(frozenset({_S.AANGEVRAAGD})),
    _S.TOEGEKEND: Stap(frozenset(OPEN), met_hand=False),
    _S.AFGEWEZEN: Stap(frozenset(OPEN), met_tekst=True),
    _S.INGETROKKEN: Stap(frozenset(OPEN), met_tekst=True),
}
"""The whole life: which step leads where. What is closed stays closed; a new request is a new one."""


def keuzes(status: VoordrachtStatus) -> tuple[VoordrachtStatus, ...]:
    """What a person may do from here."""
    return tuple(naar for naar, stap in STAPPEN.items() if stap.met_hand and status in stap.van)


class VoordrachtKanNiet(DomeinFout):
    """This step is not there from this status."""

    http_status = 409

    def __init__(self, van: VoordrachtStatus, naar: VoordrachtStatus) -> None:
        a, b = STATUS_LABEL[van], STATUS_LABEL[naar]
        super().__init__(
            "voordracht_kan_niet",
            Tekst(
                f"Deze aanvraag is {a.nl.lower()}; daarvandaan kan '{b.nl.lower()}' niet.",
                f"This request is {a.en.lower()}; '{b.en.lower()}' cannot follow.",
            ),
        )


class AlErkend(DomeinFout):
    """There is nothing to ask for."""

    http_status = 409

    def __init__(self) -> None:
        super().__init__(
            "al_erkend",
            Tekst("Dit leerbedrijf is hiervoor al erkend.", "This company is accredited for this already."),
        )


class LooptAl(DomeinFout):
    """The same request is open."""

    http_status = 409

    def __init__(self) -> None:
        super().__init__(
            "voordracht_loopt_al",
            Tekst(
                "Voor dit leerbedrijf en deze crebo loopt al een aanvraag.",
                "A request for this company and crebo is open already.",
            ),
        )


def check_stap(van: VoordrachtStatus, naar: VoordrachtStatus, tekst: str, *, met_hand: bool) -> str:
    """The text, cleaned. Raises VoordrachtKanNiet or OngeldigeInvoer."""
    stap = STAPPEN.get(naar)
    if stap is None or van not in stap.van or (met_hand and not stap.met_hand):
        raise VoordrachtKanNiet(van, naar)
    return check_tekst(tekst, "voordracht_toelichting", verplicht=stap.met_tekst and met_hand)


def check_tekst(tekst: str, veld: str, *, verplicht: bool) -> str:
    """What a person wrote, without NULs and blanks around it. Raises OngeldigeInvoer."""
    schoon = tekst.replace("\x00", "").strip()
    if verplicht and not schoon:
        raise OngeldigeInvoer({veld: Tekst("Schrijf kort op waarom.", "Write in short why.")})
    if len(schoon) > MAX_TEKST:
        raise OngeldigeInvoer(
            {veld: Tekst(f"Schrijf hoogstens {MAX_TEKST} tekens.", f"Write at most {MAX_TEKST} characters.")}
        )
    return schoon


def check_aanvraag(crebo: str, leerweg: str, reden: str) -> tuple[str, str, str]:
    """Crebo, route (empty: both) and reason, cleaned. Raises OngeldigeInvoer with everything that is wrong.

    The fields are named after the form: a company's screen has another one with a crebo.
    """
    fouten: dict[str, Tekst] = {}
    goed_crebo = goede_reden = ""
    try:
        goed_crebo = lees_crebo(crebo)
    except OngeldigNummer as fout:
        fouten["voordracht_crebo"] = fout.tekst
    if not goed_crebo and "voordracht_crebo" not in fouten:
        fouten["voordracht_crebo"] = Tekst("Vul de crebo in.", "Fill in the crebo.")
    if leerweg not in ("", "BOL", "BBL"):
        fouten["voordracht_leerweg"] = Tekst("Kies BOL, BBL of allebei.", "Choose BOL, BBL or both.")
    try:
        goede_reden = check_tekst(reden, "voordracht_reden", verplicht=True)
    except OngeldigeInvoer as fout:
        fouten |= fout.velden
    if fouten:
        raise OngeldigeInvoer(fouten)
    return goed_crebo, leerweg, goede_reden


def vat_samen(open_: int, in_behandeling: int) -> Tekst:
    """The first line of the list."""
    if not open_:
        return Tekst("Er loopt geen aanvraag voor een erkenning.", "No request for an accreditation is open.")
    nl = "1 aanvraag loopt" if open_ == 1 else f"{open_} aanvragen lopen"
    en = "1 request is open" if open_ == 1 else f"{open_} requests are open"
    return Tekst(f"{nl}, {in_behandeling} bij SBB in behandeling.", f"{en}, {in_behandeling} in progress at SBB.")
