"""What a company changes of itself: what waits for the school, what is live, and when a proposal is out of date.

Name, address and numbers stand on agreements and in the register, so a coordinator looks first. How to reach the
company and who works there is its own to say: the school gets a note.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from bpv_app.kernel.errors import DomeinFout, OngeldigeInvoer
from bpv_app.kernel.nummers import schoon_tekst
from bpv_app.kernel.tekst import Tekst
from bpv_app.leerbedrijf.rules_invoer import toon_postcode
from bpv_app.leerbedrijf.rules_kenmerken import TOON_KENMERK

WACHT_VELDEN = ("naam", "sbb_id", "kvk", "straat", "huisnummer", "postcode", "plaats")
"""Fields of a company that wait for a coordinator when the company itself changes them."""
MAX_TEKST = 1000

VELD_NAAM: Mapping[str, Tekst] = {
    "naam": Tekst("Naam", "Name"),
    "sbb_id": Tekst("Leerbedrijf-ID", "SBB company ID"),
    "kvk": Tekst("KvK-nummer", "Chamber of Commerce number"),
    "straat": Tekst("Straat", "Street"),
    "huisnummer": Tekst("Huisnummer", "House number"),
    "postcode": Tekst("Postcode", "Postcode"),
    "plaats": Tekst("Plaats", "Town"),
    "telefoon": Tekst("Telefoon", "Phone"),
    "email": Tekst("E-mail", "E-mail"),
    "website": Tekst("Website", "Website"),
    "sectoren": Tekst("Sectoren", "Sectors"),
    "talen": Tekst("Talen op de werkplek", "Languages at the workplace"),
    "actief_van": Tekst("Actief vanaf", "Active from"),
    "actief_tot": Tekst("Actief tot en met", "Active until"),
    "functie": Tekst("Functie", "Job title"),
    "is_praktijkopleider": Tekst("Praktijkopleider", "Workplace supervisor"),
    "is_tekenbevoegd": Tekst("Mag tekenen", "May sign"),
    "keurt_uren": Tekst("Keurt uren van collega's", "Approves colleagues' hours"),
    "is_actief": Tekst("In gebruik of werkt hier", "In use or works here"),
    "vestigingsnummer": Tekst("Vestigingsnummer", "Branch number"),
    "locatie_id": Tekst("Locatie", "Location"),
    "tekent_via_id": Tekst("Tekent via", "Signed for by"),
    "tekenaar_id": Tekst("Wie er tekent", "Who signs"),
    "opgegaan_in_id": Tekst("Opgegaan in", "Merged into"),
}


class WijzigingStatus(StrEnum):
    """`WACHT`: a proposal; `LIVE`: done by the company already, the school has not read it yet."""

    WACHT = "wacht"
    DOORGEVOERD = "doorgevoerd"
    GEWEIGERD = "geweigerd"
    INGETROKKEN = "ingetrokken"
    LIVE = "live"
    GELEZEN = "gelezen"


STATUS_LABEL: Mapping[WijzigingStatus, Tekst] = {
    WijzigingStatus.WACHT: Tekst("wacht op school", "waits for the school"),
    WijzigingStatus.DOORGEVOERD: Tekst("doorgevoerd", "carried out"),
    WijzigingStatus.GEWEIGERD: Tekst("geweigerd", "refused"),
    WijzigingStatus.INGETROKKEN: Tekst("ingetrokken", "withdrawn"),
    WijzigingStatus.LIVE: Tekst("al gewijzigd", "changed already"),
    WijzigingStatus.GELEZEN: Tekst("gelezen", "read"),
}
STATUS_TOON: Mapping[WijzigingStatus, str] = {
    WijzigingStatus.WACHT: "warning",
    WijzigingStatus.DOORGEVOERD: "success",
    WijzigingStatus.GEWEIGERD: "error",
    WijzigingStatus.INGETROKKEN: "",
    WijzigingStatus.LIVE: "info",
    WijzigingStatus.GELEZEN: "",
}
TE_DOEN = (WijzigingStatus.WACHT, WijzigingStatus.LIVE)


class AlBesloten(DomeinFout):
    """Somebody dealt with it a moment ago."""

    http_status = 409

    def __init__(self, wie: str, status: WijzigingStatus) -> None:
        super().__init__(
            "wijziging_al_besloten",
            Tekst(
                f"Deze wijziging is al afgehandeld: {STATUS_LABEL[status].nl}{f' door {wie}' if wie else ''}.",
                f"This change was dealt with already: {STATUS_LABEL[status].en}{f' by {wie}' if wie else ''}.",
            ),
        )


class Achterhaald(DomeinFout):
    """Since the company made its proposal somebody changed the same fields to something else."""

    http_status = 409

    def __init__(self, velden: tuple[str, ...], wie: Tekst) -> None:
        nl = ", ".join(VELD_NAAM[v].nl for v in velden)
        en = ", ".join(VELD_NAAM[v].en for v in velden)
        super().__init__(
            "wijziging_achterhaald",
            Tekst(
                f"Intussen is dit ook gewijzigd: {nl}. {wie.nl} Er is niets doorgevoerd. Vink aan dat je het voorstel "
                "toch wilt, of weiger het.",
                f"This was changed too in the meantime: {en}. {wie.en} Nothing was carried out. Tick that you want "
                "the proposal all the same, or refuse it.",
            ),
        )


@dataclass(frozen=True, slots=True)
class Veldwijziging:
    """One field of a proposal or a note. `nu` is what it is today, when that is neither the old nor the new value."""

    veld: str
    oud: str
    nieuw: str
    nu: str = ""
    is_achterhaald: bool = False


def toon_waarde(veld: str, waarde: Any) -> str:
    """A stored value as a person reads it."""
    if isinstance(waarde, bool):
        return "ja" if waarde else "nee"
    tekst = "" if waarde is None else str(waarde)
    if veld in TOON_KENMERK:
        return TOON_KENMERK[veld](tekst)
    return toon_postcode(tekst) if veld == "postcode" else tekst


def verschil(nu: Mapping[str, Any], wil: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of `wil` that differ from what is there; an empty text and nothing are the same."""
    return {veld: waarde for veld, waarde in wil.items() if (waarde or "") != (nu.get(veld) or "")}


def check_voorstel(nu: Mapping[str, Any], wil: Mapping[str, Any], toelichting: str) -> tuple[dict[str, Any], str]:
    """What a company asks for, and why. Raises OngeldigeInvoer when nothing differs or an ID would vanish."""
    anders = verschil(nu, wil)
    tekst = schoon_tekst(toelichting)
    fouten: dict[str, Tekst] = {}
    if not anders:
        fouten["naam"] = Tekst(
            "Je hebt niets veranderd. Wijzig eerst wat niet klopt.", "You changed nothing. First change what is wrong."
        )
    if "sbb_id" in anders and not anders["sbb_id"]:
        fouten["sbb_id"] = Tekst(
            "Zonder dit nummer kan er geen POK. Laat het staan of vul het juiste in.",
            "Without this number no agreement is possible. Leave it, or fill in the right one.",
        )
    if len(tekst) > MAX_TEKST:
        fouten["toelichting"] = Tekst(f"Hoogstens {MAX_TEKST} tekens.", f"At most {MAX_TEKST} characters.")
    if fouten:
        raise OngeldigeInvoer(fouten)
    return anders, tekst


def velden_van(gezien: Mapping[str, Any], gevraagd: Mapping[str, Any], nu: Mapping[str, Any]) -> list[Veldwijziging]:
    """Field by field, old → new, with what is out of date: it is no longer what the company saw, nor what it wants."""
    uit = []
    for veld, nieuw in gevraagd.items():
        huidig, zag = nu.get(veld), gezien.get(veld)
        anders = (huidig or "") not in ((zag or ""), (nieuw or ""))
        uit.append(
            Veldwijziging(
                veld,
                toon_waarde(veld, zag),
                toon_waarde(veld, nieuw),
                toon_waarde(veld, huidig) if anders else "",
                anders,
            )
        )
    return uit


def check_antwoord(reden: str) -> str:
    """Why a proposal is refused: the company reads it. Raises OngeldigeInvoer."""
    tekst = schoon_tekst(reden)
    if not tekst or len(tekst) > MAX_TEKST:
        fout = (
            Tekst(f"Hoogstens {MAX_TEKST} tekens.", f"At most {MAX_TEKST} characters.")
            if tekst
            else Tekst(
                "Schrijf waarom: het bedrijf krijgt dit in een mail.", "Write why: the company gets this in a mail."
            )
        )
        raise OngeldigeInvoer({"antwoord": fout})
    return tekst
