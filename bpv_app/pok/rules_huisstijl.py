"""How the school is called, where its paper comes back and who signs: what somebody fills in once."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from bpv_app.kernel.adres import lees_adres as lees_mailadres
from bpv_app.kernel.errors import OngeldigeInvoer
from bpv_app.kernel.tekst import Tekst

VELDEN: dict[str, int] = {
    "naam": 120,
    "adres": 200,
    "retour_adres": 200,
    "afdeling": 80,
    "ondertekenaar": 120,
    "functie": 120,
    "website": 120,
    "email": 254,
    "telefoon": 40,
}
"""Every field, and how many characters it holds."""
_POSTCODE_PLAATS = re.compile(r"\d{4}\s*[A-Za-z]{2}\s+\S.*", re.ASCII)
MAX_LOGO_MB = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class HuisstijlInvoer:
    """The fields as text; an empty one means: as the settings of the server say."""

    naam: str
    adres: str
    retour_adres: str
    afdeling: str
    ondertekenaar: str
    functie: str
    website: str
    email: str
    telefoon: str


def lees_huisstijl(form: Mapping[str, str]) -> HuisstijlInvoer:
    """Read the form. Raises OngeldigeInvoer with every fault at its field."""
    waarden = {veld: " ".join(form.get(veld, "").split()) for veld in VELDEN}
    fouten: dict[str, Tekst] = {}
    for veld, lengte in VELDEN.items():
        if len(waarden[veld]) > lengte:
            fouten[veld] = Tekst(f"Hoogstens {lengte} tekens.", f"At most {lengte} characters.")
    for veld in ("adres", "retour_adres"):
        laatste = waarden[veld].rsplit(",", 1)[-1].strip()
        if waarden[veld] and not (_POSTCODE_PLAATS.fullmatch(laatste) and "," in waarden[veld]):
            fouten[veld] = Tekst(
                "Schrijf het zo: Antwoordnummer 1000, 2300 VB Leiden.",
                "Write it like this: Antwoordnummer 1000, 2300 VB Leiden.",
            )
    if waarden["email"] and not lees_mailadres(waarden["email"]):
        fouten["email"] = Tekst("Dit is geen mailadres.", "This is not a mail address.")
    if fouten:
        raise OngeldigeInvoer(fouten)
    return HuisstijlInvoer(**waarden)
