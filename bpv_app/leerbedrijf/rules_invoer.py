"""What a person or a file may say about a company, a location or a contact: read leniently, checked strictly.

Numbers: domain.md section 6. Every `lees_…` gives the number as we store it, an empty text for an empty one, and raises
`OngeldigNummer` with a sentence for anything else.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from bpv_app.kernel.errors import DomeinFout, OngeldigeInvoer
from bpv_app.kernel.nummers import (
    cijfers,
    is_crebo,
    is_keuzedeel,
    is_kvk,
    is_leerbedrijf_id,
    schoon_postcode,
    schoon_tekst,
)
from bpv_app.kernel.tekst import Tekst
from bpv_app.kernel.zoek import maak_zoektekst
from bpv_app.leerbedrijf.rules_kenmerken import OnbekendKenmerk, lees_sectoren, lees_talen

VERPLICHT = Tekst("Vul dit in.", "Fill this in.")
_EMAIL = re.compile(r"[^@\s,;<>\"]+@[^@\s,;<>\".]+(\.[^@\s,;<>\".]+)+")
_TELEFOON = re.compile(r"\+?[0-9][0-9 ()./-]{4,38}")
_WEBSITE = re.compile(r"https?://[^\s/?#@:\"<>]+\.[^\s/?#@:\"<>]+(:[0-9]+)?([/?#][^\s\"<>]*)?", re.IGNORECASE)


class OngeldigNummer(DomeinFout):
    """A number or address is not one; the sentence says what it should look like."""

    http_status = 400

    def __init__(self, tekst: Tekst) -> None:
        super().__init__("ongeldig_nummer", tekst)


def _lees(tekst: str | None, is_goed: Callable[[str], bool], fout: Tekst) -> str:
    nummer = cijfers(tekst or "").upper()
    if nummer and not is_goed(nummer):
        raise OngeldigNummer(fout)
    return nummer


def lees_sbb_id(tekst: str | None) -> str:
    """SBB's leerbedrijf-ID: 9 digits, 100000000-999999999."""
    return _lees(
        tekst,
        is_leerbedrijf_id,
        Tekst(
            "Een leerbedrijf-ID heeft 9 cijfers en begint niet met een 0.",
            "An SBB company ID has 9 digits and does not start with 0.",
        ),
    )


def lees_kvk(tekst: str | None) -> str:
    """KvK number: 8 digits (a leading zero counts)."""
    return _lees(
        re.sub(r"^\s*kvk", "", tekst or "", flags=re.IGNORECASE),
        is_kvk,
        Tekst("Een KvK-nummer heeft 8 cijfers.", "A Chamber of Commerce number has 8 digits."),
    )


def lees_vestigingsnummer(tekst: str | None) -> str:
    """Vestigingsnummer of the KvK: 12 digits."""
    return _lees(
        tekst,
        lambda nummer: bool(re.fullmatch("[0-9]{12}", nummer)),
        Tekst("Een vestigingsnummer heeft 12 cijfers.", "A branch number has 12 digits."),
    )


def lees_crebo(tekst: str | None) -> str:
    """Crebo: 5 digits."""
    return _lees(tekst, is_crebo, Tekst("Een crebo heeft 5 cijfers.", "A crebo has 5 digits."))


def lees_keuzedeel(tekst: str | None) -> str:
    """Keuzedeel: K and 4 digits."""
    return _lees(
        tekst, is_keuzedeel, Tekst("Een keuzedeel is een K met 4 cijfers.", "An optional module is a K with 4 digits.")
    )


def lees_postcode(tekst: str | None) -> str:
    """Postcode as stored, `2312AB`: first digit not 0, letters not SA, SD or SS."""
    schoon = (tekst or "").strip()
    if not schoon:
        return ""
    try:
        return schoon_postcode(schoon)
    except ValueError:
        raise OngeldigNummer(Tekst("Een postcode ziet eruit als 2312 AB.", "A postcode looks like 2312 AB.")) from None


def toon_postcode(postcode: str) -> str:
    """`2312 AB`; anything that is not a full postcode stays as it is."""
    return f"{postcode[:4]} {postcode[4:]}" if len(postcode) == 6 else postcode


def lees_email(tekst: str | None) -> str:
    """One mail address."""
    schoon = (tekst or "").strip()
    if schoon and not _EMAIL.fullmatch(schoon):
        raise OngeldigNummer(Tekst("Dit is geen e-mailadres.", "This is not an e-mail address."))
    return schoon


def lees_telefoon(tekst: str | None) -> str:
    """A phone number as people write it."""
    schoon = (tekst or "").strip()
    if schoon and not _TELEFOON.fullmatch(schoon):
        raise OngeldigNummer(Tekst("Dit is geen telefoonnummer.", "This is not a phone number."))
    return schoon


def lees_website(tekst: str | None) -> str:
    """A web address; `https://` is added when it is left out. Only http(s): it becomes a link on the screen."""
    schoon = (tekst or "").strip()
    if not schoon:
        return ""
    adres = schoon if re.match(r"[a-z][a-z0-9+.-]*:", schoon, re.IGNORECASE) else f"https://{schoon}"
    if not _WEBSITE.fullmatch(adres):
        raise OngeldigNummer(Tekst("Dit is geen webadres.", "This is not a web address."))
    return adres


@dataclass(frozen=True, slots=True)
class LeerbedrijfInvoer:
    """A company as filled in."""

    naam: str
    sbb_id: str = ""
    kvk: str = ""
    straat: str = ""
    huisnummer: str = ""
    postcode: str = ""
    plaats: str = ""
    telefoon: str = ""
    email: str = ""
    website: str = ""
    sectoren: str = ""
    talen: str = ""
    actief_van: date | None = None
    actief_tot: date | None = None


def zoektekst_van(bedrijf: LeerbedrijfInvoer) -> str:
    """What a search for this company looks in; the name comes first because lists sort by it."""
    return maak_zoektekst(
        bedrijf.naam, bedrijf.plaats, bedrijf.sbb_id, bedrijf.kvk, bedrijf.postcode, bedrijf.straat, bedrijf.huisnummer
    )


@dataclass(frozen=True, slots=True)
class LocatieInvoer:
    """A location as filled in."""

    naam: str
    vestigingsnummer: str = ""
    straat: str = ""
    huisnummer: str = ""
    postcode: str = ""
    plaats: str = ""
    is_actief: bool = True


@dataclass(frozen=True, slots=True)
class ContactpersoonInvoer:
    """A contact person as filled in; `locatie_id` None: the company as a whole."""

    naam: str
    functie: str = ""
    email: str = ""
    telefoon: str = ""
    locatie_id: int | None = None
    is_praktijkopleider: bool = True
    is_tekenbevoegd: bool = False
    keurt_uren: bool = False
    is_actief: bool = True

    @property
    def mag_binnen(self) -> bool:
        """Whether this person keeps access: works here, and guides or approves hours."""
        return self.is_actief and (self.is_praktijkopleider or self.keurt_uren)


_LEZERS = {
    "sbb_id": lees_sbb_id,
    "kvk": lees_kvk,
    "vestigingsnummer": lees_vestigingsnummer,
    "postcode": lees_postcode,
    "telefoon": lees_telefoon,
    "email": lees_email,
    "website": lees_website,
    "sectoren": lees_sectoren,
    "talen": lees_talen,
}
_LENGTES = {
    "naam": 200,
    "straat": 200,
    "huisnummer": 20,
    "plaats": 100,
    "functie": 100,
    "telefoon": 40,
    "email": 200,
    "website": 200,
    "sectoren": 400,
    "talen": 400,
}


def _lees_tekst(veld: str, waarde: str) -> str:
    schoon = schoon_tekst(waarde)
    lengte = _LENGTES.get(veld, 60)
    if len(schoon) > lengte:
        raise OngeldigNummer(Tekst(f"Hoogstens {lengte} tekens.", f"At most {lengte} characters."))
    return _LEZERS[veld](schoon) if veld in _LEZERS else schoon


def _check(
    invoer: LeerbedrijfInvoer | LocatieInvoer | ContactpersoonInvoer,
) -> tuple[dict[str, str], dict[str, Tekst]]:
    goed: dict[str, str] = {}
    fouten: dict[str, Tekst] = {}
    for veld in type(invoer).__dataclass_fields__:
        waarde = getattr(invoer, veld)
        if not isinstance(waarde, str):
            continue
        try:
            goed[veld] = _lees_tekst(veld, waarde)
        except (OngeldigNummer, OnbekendKenmerk) as fout:
            fouten[veld] = fout.tekst
    if not goed.get("naam", "x"):
        fouten["naam"] = VERPLICHT
    return goed, fouten


def check_leerbedrijf(invoer: LeerbedrijfInvoer) -> LeerbedrijfInvoer:
    """The company as stored. Raises OngeldigeInvoer with every wrong field at once."""
    goed, fouten = _check(invoer)
    if invoer.actief_van and invoer.actief_tot and invoer.actief_tot < invoer.actief_van:
        fouten["actief_tot"] = Tekst("De laatste dag ligt vóór de eerste.", "The last day lies before the first.")
    if fouten:
        raise OngeldigeInvoer(fouten)
    return replace(invoer, **goed)  # type: ignore[arg-type]


def check_locatie(invoer: LocatieInvoer) -> LocatieInvoer:
    """The location as stored. Raises OngeldigeInvoer with every wrong field at once."""
    goed, fouten = _check(invoer)
    if fouten:
        raise OngeldigeInvoer(fouten)
    return replace(invoer, **goed)  # type: ignore[arg-type]


def check_contactpersoon(invoer: ContactpersoonInvoer) -> ContactpersoonInvoer:
    """The contact as stored. Raises OngeldigeInvoer with every wrong field at once.

    A praktijkopleider comes in by a personal link, but may be known before the mail address is.
    """
    goed, fouten = _check(invoer)
    if fouten:
        raise OngeldigeInvoer(fouten)
    return replace(invoer, **goed)  # type: ignore[arg-type]
