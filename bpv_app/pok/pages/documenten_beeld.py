"""The school's texts and house style as the screen shows them."""

from __future__ import annotations

from dataclasses import dataclass, field

from bpv_app.config import instellingen
from bpv_app.kernel.clock import toon_datum
from bpv_app.kernel.tekst import Tekst
from bpv_app.pok.queries_documenttekst import TekstRij
from bpv_app.pok.rules_documenttekst import STAND_LABEL, TekstStand
from bpv_app.pok.rules_huisstijl import VELDEN
from bpv_app.pok.tables_documenttekst import Huisstijl
from bpv_app.student.rules import LEERWEG_LABEL

ADRES = "/beheer/documenten"
TOON = {
    TekstStand.CONCEPT: "warning",
    TekstStand.STRAKS: "info",
    TekstStand.GELDT: "success",
    TekstStand.VERVANGEN: "",
    TekstStand.VERLOPEN: "",
}
VELD_LABEL: dict[str, Tekst] = {
    "naam": Tekst("Naam van de school", "Name of the school"),
    "adres": Tekst("Adres", "Address"),
    "retour_adres": Tekst("Retouradres", "Return address"),
    "afdeling": Tekst("Afdeling die de brief stuurt", "Department that sends the letter"),
    "ondertekenaar": Tekst("Wie tekent voor de school", "Who signs for the school"),
    "functie": Tekst("Functie", "Position"),
    "website": Tekst("Website", "Website"),
    "email": Tekst("E-mail", "E-mail"),
    "telefoon": Tekst("Telefoon", "Telephone"),
}


@dataclass
class VersieBeeld:
    """A version in the list."""

    href: str
    naam: str
    stand: str
    toon: str
    wanneer: str


@dataclass
class SoortBeeld:
    """A kind of text with its versions."""

    soort: str
    label: str
    uitleg: str
    versies: list[VersieBeeld] = field(default_factory=list)
    van_app: bool = False


@dataclass
class VeldBeeld:
    """A field of the house style: what it says now, and where that comes from."""

    naam: str
    label: str
    waarde: str
    standaard: str


def periode_tekst(rij: TekstRij, taal: str) -> str:
    """From when until when, and that the student council agreed."""
    delen: list[str] = []
    if rij.geldig_van:
        van = toon_datum(rij.geldig_van, taal)
        delen.append(
            Tekst(
                f"{van} tot en met {toon_datum(rij.geldig_tot, taal)}", f"{van} – {toon_datum(rij.geldig_tot, taal)}"
            ).in_taal(taal)
            if rij.geldig_tot
            else Tekst(f"vanaf {van}", f"from {van}").in_taal(taal)
        )
    if rij.studentenraad_op:
        op = toon_datum(rij.studentenraad_op, taal)
        delen.append(Tekst(f"studentenraad akkoord op {op}", f"student council agreed on {op}").in_taal(taal))
    return " · ".join(delen)


def versie_beeld(rij: TekstRij, taal: str) -> VersieBeeld:
    """One row."""
    naam = rij.nummer or Tekst(f"Concept van {rij.gewijzigd_door}", f"Draft by {rij.gewijzigd_door}").in_taal(taal)
    if rij.leerweg:
        naam += f" ({LEERWEG_LABEL[rij.leerweg].in_taal(taal)})"
    return VersieBeeld(
        f"{ADRES}/{rij.id}", naam, STAND_LABEL[rij.stand].in_taal(taal), TOON[rij.stand], periode_tekst(rij, taal)
    )


def veld_beelden(huisstijl: Huisstijl | None, taal: str) -> list[VeldBeeld]:
    """Every field, and what the settings of the server say for an empty one."""
    i = instellingen()
    standaard = {
        "naam": i.school_naam,
        "adres": i.school_adres,
        "retour_adres": i.school_retouradres,
        "ondertekenaar": i.school_ondertekenaar,
        "afdeling": "Studentenzaken",
    }
    return [
        VeldBeeld(naam, VELD_LABEL[naam].in_taal(taal), getattr(huisstijl, naam, ""), standaard.get(naam, ""))
        for naam in VELDEN
    ]
