"""What a printed agreement (POK) says: plain frozen values, and the few rules about them. No I/O, no clock, no PDF.

Content: WEB art. 7.2.8 (begin, end, hours and their spread over the study years, guidance, the part of the
qualification and its assessment, early ending) and what schools print besides (contact data, crebo, leerweg,
keuzedelen).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from bpv_app.pok.rules_voorwaarden import Voorwaarden

_NUMMER = re.compile(r"[A-Z0-9][A-Z0-9-]{0,31}")
MAX_EXEMPLAREN = 9
MAX_ONDERTEKENAARS = 6


class Deel(StrEnum):
    """The parts of a printed set that are not a copy, as they stand in the QR code; a copy is its number."""

    BRIEF = "B"
    RETOUR = "R"


@dataclass(frozen=True, slots=True)
class Adres:
    """A postal address; `postcode` as `1234AB` or `1234 AB`, `land` empty within the Netherlands."""

    straat: str = ""
    postcode: str = ""
    plaats: str = ""
    land: str = ""

    def postcode_plaats(self, *, post: bool = False) -> str:
        """`2312 AB Leiden`; for the post two spaces and capitals: `2312 AB  LEIDEN` (PostNL, addressing tips)."""
        code = self.postcode.strip().upper()
        if re.fullmatch(r"\d{4}[A-Z]{2}", code):
            code = f"{code[:4]} {code[4:]}"
        plaats = self.plaats.strip()
        return f"{code}  {plaats.upper()}".strip() if post else f"{code} {plaats}".strip()

    def regels(self) -> tuple[str, ...]:
        """The lines below the name on an envelope, at most three."""
        return tuple(r for r in (self.straat.strip(), self.postcode_plaats(post=True), self.land.strip().upper()) if r)

    def delen(self) -> tuple[str, ...]:
        """Street, postcode with town, country: the parts that should not be broken."""
        return tuple(r for r in (self.straat.strip(), self.postcode_plaats(), self.land.strip()) if r)

    def op_een_regel(self) -> str:
        """`Lammenschansweg 1, 2312 AB Leiden`."""
        return ", ".join(self.delen())


@dataclass(frozen=True, slots=True)
class Contact:
    """A person to reach: the praktijkopleider, the onderwijsbegeleider."""

    naam: str
    email: str = ""
    telefoon: str = ""

    def bereikbaar(self) -> tuple[str, ...]:
        """E-mail and telephone, whichever are known."""
        return tuple(r for r in (self.email.strip(), self.telefoon.strip()) if r)


@dataclass(frozen=True, slots=True)
class Logo:
    """The school's logo: its SHA-256, its size in pixels, and the pixels (RGB, deflated)."""

    sha256: str
    breedte: int
    hoogte: int
    pixels: bytes = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class School:
    """The school as a party. `retouradres` is where signed copies go (often an Antwoordnummer)."""

    naam: str
    adres: Adres
    retouradres: Adres
    brin: str = ""
    ondertekenaar: str = ""
    afdeling: str = "Studentenzaken"
    email: str = ""
    telefoon: str = ""
    website: str = ""
    functie: str = ""
    logo: Logo | None = None


@dataclass(frozen=True, slots=True)
class StudentGegevens:
    """The student as a party. `is_minderjarig` is on the day of signing; `voogd` may be empty when printing."""

    naam: str
    adres: Adres
    studentnummer: str
    geboortedatum: date | None = None
    roepnaam: str = ""
    is_minderjarig: bool = False
    voogd: str = ""


@dataclass(frozen=True, slots=True)
class Opleiding:
    """The programme; `leerweg` is BOL or BBL, `te_behalen` names the part of the qualification (WEB 7.2.8)."""

    naam: str
    crebo: str
    niveau: str
    leerweg: str
    keuzedelen: tuple[str, ...] = ()
    te_behalen: str = ""


@dataclass(frozen=True, slots=True)
class LeerbedrijfGegevens:
    """The company as a party; `leerbedrijf_id` is the number SBB gave it."""

    naam: str
    leerbedrijf_id: str
    adres: Adres
    kvk: str = ""


@dataclass(frozen=True, slots=True)
class TekentNamens:
    """Another company that signs for the one where the student works; `wie` is its person with function, if known."""

    naam: str
    adres: Adres
    wie: str = ""


@dataclass(frozen=True, slots=True)
class StudiejaarUren:
    """The BPV hours of one study year, e.g. `2026-2027`, 400."""

    studiejaar: str
    uren: Decimal


@dataclass(frozen=True, slots=True)
class Ondertekenaar:
    """One signature box: the key of the party, its name for people, the signing person if known.

    `bedrijf`: where that person is from, when that is another company than the party.
    """

    partij: str
    label: str
    naam: str = ""
    bedrijf: str = ""


@dataclass(frozen=True, slots=True)
class Exemplaar:
    """One copy: for whom ("voor de student"), and whether it has to come back to the school."""

    voor: str
    is_terug_naar_school: bool = False


def standaard_exemplaren(aantal: int) -> tuple[Exemplaar, ...]:
    """The copies of the deck: 3 for BOL, a fourth for BBL (employer, subsidy praktijkleren); more are "extra
    exemplaar".
    """
    vast = (
        Exemplaar("voor de student"),
        Exemplaar("voor het leerbedrijf"),
        Exemplaar("voor de school", is_terug_naar_school=True),
        Exemplaar("voor de werkgever (subsidie praktijkleren)"),
    )
    if not 1 <= aantal <= MAX_EXEMPLAREN:
        raise ValueError(f"aantal exemplaren moet 1 tot {MAX_EXEMPLAREN} zijn, niet {aantal}")
    return (vast + (Exemplaar("extra exemplaar"),) * MAX_EXEMPLAREN)[:aantal]


BEGELEIDING = (
    "De praktijkopleider begeleidt de student elke werkdag op de werkvloer. De onderwijsbegeleider spreekt student en "
    "praktijkopleider ten minste drie keer samen: bij de start, halverwege en aan het eind."
)
BEOORDELING = (
    "De praktijkopleider geeft een oordeel over het werk van de student. De school beoordeelt of het onderdeel is "
    "behaald, volgens de onderwijs- en examenregeling (OER) van de opleiding, en betrekt daarbij het oordeel "
    "van het leerbedrijf."
)
ONTBINDING = (
    "Tussentijds beëindigen kan als partijen het daarover eens zijn, als een partij haar afspraken niet nakomt of als "
    "voortzetting niet redelijk is. De redenen en de te volgen weg staan in artikel 16 van de Algemene Voorwaarden."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PokDocument:
    """Everything that is printed for one version of one POK, letter and return sheet included.

    Texts of people are free (any length, any character: printing fits and cleans them). The number, the version, the
    counts and the dates are ours: a wrong one raises ValueError, which is a bug of the caller and not something a
    person did. `gemaakt_op` (aware) is the creation date in the PDF: with the same document the bytes are always the
    same. `voorwaarden` and `brief` are the school's own terms (of `voorwaarden_versie`) and its own letter; without
    them those of the app are printed. `namens`: who signs for the company when it does not itself.
    """

    nummer: str
    versie: int
    gemaakt_op: datetime
    brief_op: date
    school: School
    student: StudentGegevens
    opleiding: Opleiding
    leerbedrijf: LeerbedrijfGegevens
    praktijkopleider: Contact
    onderwijsbegeleider: Contact
    begin_op: date
    eind_op: date
    uren_totaal: Decimal
    uren_per_week: Decimal
    dagen_per_week: Decimal
    ondertekenaars: tuple[Ondertekenaar, ...]
    exemplaren: tuple[Exemplaar, ...]
    voorwaarden_versie: str
    verdeling: tuple[StudiejaarUren, ...] = ()
    afsluit_op: date | None = None
    terug_voor: date | None = None
    erkenning: str = ""
    begeleiding: str = field(default=BEGELEIDING)
    beoordeling: str = field(default=BEOORDELING)
    ontbinding: str = field(default=ONTBINDING)
    voorwaarden: Voorwaarden | None = None
    brief: str = ""
    namens: TekentNamens | None = None

    def __post_init__(self) -> None:
        """Refuse what can not be printed."""
        if not _NUMMER.fullmatch(self.nummer):
            raise ValueError("nummer: 1 tot 32 tekens uit A-Z, 0-9 en -")
        if not 1 <= self.versie <= 999:
            raise ValueError("versie: 1 tot 999")
        if self.gemaakt_op.tzinfo is None:
            raise ValueError("gemaakt_op: een tijdzone is nodig")
        if self.eind_op < self.begin_op:
            raise ValueError("eind_op ligt voor begin_op")
        if not 1 <= len(self.exemplaren) <= MAX_EXEMPLAREN:
            raise ValueError(f"exemplaren: 1 tot {MAX_EXEMPLAREN}")
        if not 1 <= len(self.ondertekenaars) <= MAX_ONDERTEKENAARS:
            raise ValueError(f"ondertekenaars: 1 tot {MAX_ONDERTEKENAARS}")

    @property
    def is_aan_voogd(self) -> bool:
        """The letter is addressed to the parent or guardian, who signs too."""
        return self.student.is_minderjarig

    @property
    def is_bbl(self) -> bool:
        """Learning in a job (BBL) instead of a traineeship (BOL)."""
        return self.opleiding.leerweg.strip().upper().startswith("BBL")


@dataclass(frozen=True, slots=True)
class Afdruk:
    """One printed POK: the exact bytes that the school keeps, their SHA-256 (hex), the number of pages.

    `ontbreekt`: the characters for which "□" was printed, as the typeface lacks them (Chinese, emoji …); the one who
    prints has to be told.
    """

    inhoud: bytes
    sha256: str
    paginas: int
    ontbreekt: tuple[str, ...] = ()

    @property
    def is_onleesbaar(self) -> bool:
        """Whether "□" was printed for something."""
        return bool(self.ontbreekt)


@dataclass(frozen=True, slots=True)
class BatchRegel:
    """One POK in a batch PDF: its own print, and its first and last page (from 1) in the batch."""

    nummer: str
    versie: int
    afdruk: Afdruk
    eerste_pagina: int
    laatste_pagina: int
