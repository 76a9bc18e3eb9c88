"""What the screen of a merge shows: two companies side by side, what moves, which value stays."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from bpv_app.kernel.tekst import Tekst
from bpv_app.leerbedrijf.pages.beeld import adres, periode
from bpv_app.leerbedrijf.rules_kenmerken import TOON_KENMERK
from bpv_app.leerbedrijf.rules_samenvoegen import VELD_LABEL, VELDGROEPEN, Aantal, waarden_van
from bpv_app.leerbedrijf.service_samenvoegen import Voorbeeld
from bpv_app.leerbedrijf.tables import Leerbedrijf

LEEG = Tekst("(leeg)", "(empty)")


@dataclass
class BedrijfKant:
    """One of the two."""

    id: str = ""
    naam: str = ""
    regel: str = ""
    heeft: list[str] = field(default_factory=list)


@dataclass
class VeldKeuze:
    """A group of fields in which they differ; `kies` is "blijft" or "weg"."""

    groep: str
    label: str
    van_blijft: str
    van_weg: str
    kies: str


def toon_groep(bron: Any, groep: str, taal: str) -> str:
    """The values of a group as one line."""
    if groep == "adres":
        waarde = adres(bron.straat, bron.huisnummer, bron.postcode, bron.plaats)
    elif groep == "actief":
        heeft = bron.actief_van or bron.actief_tot
        waarde = periode(bron.actief_van, bron.actief_tot, taal) if heeft else ""
    elif groep in TOON_KENMERK:
        waarde = TOON_KENMERK[groep](getattr(bron, groep), taal)
    else:
        waarde = str(getattr(bron, groep) or "")
    return waarde or LEEG.in_taal(taal)


def _heeft(aantallen: Iterable[Aantal], taal: str) -> list[str]:
    return [f"{a.wat.in_taal(taal)}: {a.aantal}" for a in aantallen]


def kant(rij: Leerbedrijf, aantallen: Iterable[Aantal], taal: str) -> BedrijfKant:
    """One of the two, with what hangs on it."""
    zonder = Tekst("geen leerbedrijf-ID", "no SBB company ID").in_taal(taal)
    plek = adres(rij.straat, rij.huisnummer, rij.postcode, rij.plaats)
    return BedrijfKant(
        str(rij.id),
        rij.naam,
        " · ".join(w for w in (plek, rij.sbb_id or zonder) if w),
        _heeft(aantallen, taal) or [Tekst("Er hangt nog niets aan.", "Nothing hangs on it.").in_taal(taal)],
    )


def keuzes(v: Voorbeeld, taal: str) -> list[VeldKeuze]:
    """The groups in which the two differ. The only leerbedrijf-ID there is always stays, so that is no choice."""
    uit = []
    for groep in VELDGROEPEN:
        if waarden_van(v.blijft, groep) == waarden_van(v.weg, groep):
            continue
        if groep == "sbb_id" and bool(v.blijft.sbb_id) != bool(v.weg.sbb_id):
            continue
        uit.append(
            VeldKeuze(
                groep,
                VELD_LABEL[groep].in_taal(taal),
                toon_groep(v.blijft, groep, taal),
                toon_groep(v.weg, groep, taal),
                "weg" if groep in v.van_weg else "blijft",
            )
        )
    return uit


def mensen(v: Voorbeeld, taal: str) -> list[str]:
    """The people who become one."""
    return [
        (
            Tekst(f"{w} en {b} worden één persoon (zelfde e-mailadres)", f"{w} and {b} become one (same mail address)")
            if w != b
            else Tekst(f"{w} staat in beide en wordt één persoon", f"{w} is in both and becomes one")
        ).in_taal(taal)
        for w, b in v.personen
    ]
