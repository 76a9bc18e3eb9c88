"""Two companies that are one: what moves, which value stays, when they may not become one (ADR een-bedrijf-een-keer).

`VERWIJZINGEN` names every column of the app that holds a company, a location or a contact person. A test finds them in
the tables themselves, so a new table that is not in this list turns it red.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from bpv_app.kernel.errors import DomeinFout
from bpv_app.kernel.tekst import Tekst


class Naar(StrEnum):
    """What a column refers to; the value is the table."""

    LEERBEDRIJF = "leerbedrijf"
    LOCATIE = "locatie"
    CONTACTPERSOON = "contactpersoon"


class DeelSoort(StrEnum):
    """What a merge did to rows: gave them another company or person, or added them."""

    VERPLAATST = "verplaatst"
    TOEGEVOEGD = "toegevoegd"


@dataclass(frozen=True, slots=True)
class Verwijzing:
    """A column that holds a company, location or contact. `blijft`: why its rows are not changed by a merge.

    `wat`: what the preview calls these rows, when it counts them.
    """

    tabel: str
    kolom: str
    naar: Naar
    blijft: str = ""
    wat: Tekst | None = None


_L, _LOC, _C = Naar.LEERBEDRIJF, Naar.LOCATIE, Naar.CONTACTPERSOON
_MET_LOCATIE = "a location moves as it is: its id stays"
_FEIT = "a fact of that day, append-only; the screen of the one that stays reads it too"
_ALS_VELD = "follows as a field of the company (`samenvoegen_tekenen`), so that undoing sets it back like one"
VERWIJZINGEN: tuple[Verwijzing, ...] = (
    Verwijzing("pok", "leerbedrijf_id", _L, wat=Tekst("POK's (stages)", "Agreements (placements)")),
    Verwijzing("pok", "locatie_id", _LOC, _MET_LOCATIE),
    Verwijzing("pok", "praktijkopleider_id", _C),
    Verwijzing("plaats", "leerbedrijf_id", _L, wat=Tekst("Stageplaatsen", "Places")),
    Verwijzing("plaats", "locatie_id", _LOC, _MET_LOCATIE),
    Verwijzing("plaats", "praktijkopleider_id", _C),
    Verwijzing("contactpersoon", "leerbedrijf_id", _L, wat=Tekst("Contactpersonen", "Contacts")),
    Verwijzing("contactpersoon", "locatie_id", _LOC, _MET_LOCATIE),
    Verwijzing("locatie", "leerbedrijf_id", _L, wat=Tekst("Locaties", "Locations")),
    Verwijzing("plaats_verzoek", "leerbedrijf_id", _L, wat=Tekst("Gevraagde eigen plaatsen", "Places asked for")),
    Verwijzing("evaluatie", "leerbedrijf_id", _L, wat=Tekst("Evaluaties", "Evaluations")),
    Verwijzing("evaluatie", "contactpersoon_id", _C),
    Verwijzing("account_rol", "leerbedrijf_id", _L, wat=Tekst("Toegang van contactpersonen", "Access of contacts")),
    Verwijzing("account_rol", "contactpersoon_id", _C, "who was shared something keeps it; access is added"),
    Verwijzing("gespreksuitnodiging", "contactpersoon_id", _C, wat=Tekst("Uitnodigingen", "Invitations")),
    Verwijzing("gespreksverslag_kopie", "contactpersoon_id", _C, _FEIT),
    Verwijzing("mail", "contactpersoon_id", _C, "the log of what was sent to whom"),
    Verwijzing("erkenning_controle", "leerbedrijf_id", _L, _FEIT),
    Verwijzing("intrekking", "leerbedrijf_id", _L),
    Verwijzing("voordracht", "leerbedrijf_id", _L, wat=Tekst("Aanvragen voor een erkenning", "Accreditation requests")),
    Verwijzing("voordracht", "locatie_id", _LOC, _MET_LOCATIE),
    Verwijzing("voordracht", "contactpersoon_id", _C),
    Verwijzing("evaluatie_deel", "leerbedrijf_id", _L, _FEIT),
    Verwijzing("bedrijf_wijziging", "leerbedrijf_id", _L),
    Verwijzing("bedrijf_wijziging", "contactpersoon_id", _C),
    Verwijzing("ongeschikt", "leerbedrijf_id", _L, wat=Tekst("Niet geschikt", "Not suitable")),
    Verwijzing("ongeschikt", "locatie_id", _LOC, _MET_LOCATIE),
    Verwijzing("relatie_notitie", "leerbedrijf_id", _L, wat=Tekst("Notities", "Notes")),
    Verwijzing("relatie_contact", "leerbedrijf_id", _L, wat=Tekst("Contactafspraken", "Contacts to be made")),
    Verwijzing("leerbedrijf", "opgegaan_in_id", _L, "says which company it went up in; chains are followed"),
    Verwijzing("leerbedrijf", "tekent_via_id", _L, _ALS_VELD),
    Verwijzing("leerbedrijf", "tekenaar_id", _C, _ALS_VELD),
    Verwijzing("samenvoeging", "blijft_id", _L, "the history of merging"),
    Verwijzing("samenvoeging", "weg_id", _L, "the history of merging"),
    Verwijzing("dubbel_paar", "a_id", _L, "worked out anew"),
    Verwijzing("dubbel_paar", "b_id", _L, "worked out anew"),
)  # fmt: skip

VELDGROEPEN: Mapping[str, tuple[str, ...]] = {
    "naam": ("naam",),
    "sbb_id": ("sbb_id",),
    "kvk": ("kvk",),
    "adres": ("straat", "huisnummer", "postcode", "plaats"),
    "telefoon": ("telefoon",),
    "email": ("email",),
    "website": ("website",),
    "sectoren": ("sectoren",),
    "talen": ("talen",),
    "actief": ("actief_van", "actief_tot"),
}
"""What is chosen as one: an address half of one and half of the other is nobody's."""
VELD_LABEL: Mapping[str, Tekst] = {
    "naam": Tekst("Naam", "Name"),
    "sbb_id": Tekst("Leerbedrijf-ID", "SBB company ID"),
    "kvk": Tekst("KvK-nummer", "Chamber of Commerce"),
    "adres": Tekst("Adres", "Address"),
    "telefoon": Tekst("Telefoon", "Phone"),
    "email": Tekst("E-mail", "E-mail"),
    "website": Tekst("Website", "Website"),
    "sectoren": Tekst("Sectoren", "Sectors"),
    "talen": Tekst("Talen op de werkplek", "Languages at the workplace"),
    "actief": Tekst("Actief", "Active"),
}
ZONDER_ID = frozenset({"concept", "afgewezen", "afgemeld"})
"""Statuses of a POK in which its leerbedrijf-ID binds nobody: not yet made complete, or ended before it began."""


def waarden_van(bron: Any, groep: str) -> tuple[Any, ...]:
    """The values of one group of fields."""
    return tuple(getattr(bron, veld) for veld in VELDGROEPEN[groep])


def is_leeg(waarden: Sequence[Any]) -> bool:
    return not any(waarden)


def van_de_ander(blijft: Any, weg: Any) -> frozenset[str]:
    """The groups that come from the one that goes unless somebody chooses: those the other has nothing for."""
    return frozenset(
        g for g in VELDGROEPEN if is_leeg(waarden_van(blijft, g)) and not is_leeg(waarden_van(weg, g))
    )  # fmt: skip


def kies_waarden(blijft: Any, weg: Any, van_weg: frozenset[str]) -> dict[str, Any]:
    """The fields of the one that stays, after the merge. A leerbedrijf-ID is never lost when only one has it."""
    if bool(blijft.sbb_id) != bool(weg.sbb_id):
        van_weg = van_weg - {"sbb_id"} | ({"sbb_id"} if weg.sbb_id else set())
    uit: dict[str, Any] = {}
    for groep, velden in VELDGROEPEN.items():
        bron = weg if groep in van_weg else blijft
        uit |= {veld: getattr(bron, veld) for veld in velden}
    return uit


class AnderId(DomeinFout):
    """Agreements were made under another leerbedrijf-ID; merging would change what they say."""

    http_status = 409

    def __init__(self, aantal: int, sbb_id: str) -> None:
        poks = "1 POK staat" if aantal == 1 else f"{aantal} POK's staan"
        made = "1 agreement is" if aantal == 1 else f"{aantal} agreements are"
        super().__init__(
            "ander_leerbedrijf_id",
            Tekst(
                f"{poks} op leerbedrijf-ID {sbb_id}. Dat ID staat op papier en in de KRD. Kies dat ID, of laat de "
                "bedrijven apart en zet 'actief tot' bij het oude.",
                f"{made} under SBB company ID {sbb_id}, on paper and in the register. Choose that ID, or keep the "
                "companies apart and set 'active until' on the old one.",
            ),
        )


class IsOpgegaan(DomeinFout):
    """The company was merged into another one; `naar_id` leads there."""

    http_status = 409

    def __init__(self, naam: str, in_naam: str, naar_id: int) -> None:
        super().__init__(
            "is_opgegaan",
            Tekst(
                f"{naam} is samengevoegd met {in_naam}. Er is niets gewijzigd; werk verder bij {in_naam}.",
                f"{naam} was merged into {in_naam}. Nothing was changed; go on with {in_naam}.",
            ),
        )
        self.naar_id = naar_id


class ZelfdeBedrijf(DomeinFout):
    """A company cannot be merged with itself."""

    def __init__(self) -> None:
        super().__init__("zelfde_bedrijf", Tekst("Kies twee verschillende leerbedrijven.", "Choose two companies."))


class NietTerug(DomeinFout):
    """Undoing is refused as a whole, with why."""

    http_status = 409

    def __init__(self, nl: str, en: str) -> None:
        super().__init__("samenvoeging_vast", Tekst(nl, en))


@dataclass(frozen=True, slots=True)
class Aantal:
    """How many of what."""

    wat: Tekst
    aantal: int


@dataclass(frozen=True, slots=True)
class Verplaatsing:
    """Rows (`ids`) of one table whose `kolom` went from `oud` to `nieuw`."""

    tabel: str
    kolom: str
    oud: int
    nieuw: int
    ids: tuple[int, ...]


def koppel_personen(weg: Sequence[Any], blijft: Sequence[Any]) -> dict[int, int]:
    """Contacts of the one that goes that are somebody at the one that stays: the same mail address.

    Of several with that address the active one, then the oldest. Nobody without an address is the same as another.
    """
    bekend: dict[str, Any] = {}
    for rij in sorted(blijft, key=lambda r: (not r.is_actief, r.id)):
        bekend.setdefault(rij.email.strip().lower(), rij)
    bekend.pop("", None)
    return {r.id: bekend[adres].id for r in weg if (adres := r.email.strip().lower()) in bekend}
