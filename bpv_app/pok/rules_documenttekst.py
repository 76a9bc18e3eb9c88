"""The school's own texts on paper: which there are, from when they hold, and what may stand in them.

A text is a draft until it is adopted (vastgesteld); from then on it never changes, a correction is a new version. The
general terms need the consent of the studentenraad (domain.md section 3): without that date they cannot begin to hold.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bpv_app.kernel.errors import DomeinFout, OngeldigeInvoer
from bpv_app.kernel.tekst import Tekst
from bpv_app.pok.rules_opmaak import BlokSoort, lees_opmaak
from bpv_app.pok.rules_variabelen import BLOKKEN, VARIABELEN, list_fouten
from bpv_app.student.rules import Leerweg

MAX_TEKENS = {True: 60_000, False: 3_000}
"""Longest text in characters, by whether it is the general terms; a letter has to stay on one page."""
MAX_REGELS_BRIEF = 50
_VERSIE = re.compile(r"(\d{4})-(\d{1,2})")


class TekstSoort(StrEnum):
    """Which text of the school."""

    VOORWAARDEN = "voorwaarden"
    BRIEF_STUDENT = "brief_student"
    BRIEF_VOOGD = "brief_voogd"
    HERINNERING = "herinnering"


SOORT_LABEL: dict[TekstSoort, Tekst] = {
    TekstSoort.VOORWAARDEN: Tekst("Algemene Voorwaarden", "General terms"),
    TekstSoort.BRIEF_STUDENT: Tekst("Brief aan de student", "Letter to the student"),
    TekstSoort.BRIEF_VOOGD: Tekst("Brief aan de ouder of voogd", "Letter to the parent or guardian"),
    TekstSoort.HERINNERING: Tekst("Herinneringsbrief", "Reminder letter"),
}
SOORT_UITLEG: dict[TekstSoort, Tekst] = {
    TekstSoort.VOORWAARDEN: Tekst(
        "Staan achter elk bpv-blad en zijn voor iedereen gelijk.",
        "Stand behind every data sheet and are the same for everybody.",
    ),
    TekstSoort.BRIEF_STUDENT: Tekst(
        "Ligt boven op de POK van een student van 18 jaar of ouder.",
        "Lies on top of the agreement of a student of 18 or older.",
    ),
    TekstSoort.BRIEF_VOOGD: Tekst(
        "Ligt boven op de POK van een student die nog geen 18 is.",
        "Lies on top of the agreement of a student under 18.",
    ),
    TekstSoort.HERINNERING: Tekst(
        "Gaat mee als een POK niet getekend terugkomt.", "Goes out when an agreement does not come back signed."
    ),
}


class TekstStatus(StrEnum):
    """A draft, or adopted for good."""

    CONCEPT = "concept"
    VASTGESTELD = "vastgesteld"


class TekstStand(StrEnum):
    """What a text is today."""

    CONCEPT = "concept"
    STRAKS = "straks"
    GELDT = "geldt"
    VERVANGEN = "vervangen"
    VERLOPEN = "verlopen"


STAND_LABEL: dict[TekstStand, Tekst] = {
    TekstStand.CONCEPT: Tekst("concept", "draft"),
    TekstStand.STRAKS: Tekst("gaat nog gelden", "will hold"),
    TekstStand.GELDT: Tekst("geldt nu", "holds now"),
    TekstStand.VERVANGEN: Tekst("vervangen", "replaced"),
    TekstStand.VERLOPEN: Tekst("verlopen", "expired"),
}


@dataclass(frozen=True, slots=True)
class Geldigheid:
    """An adopted text without its words: what decides which one is printed."""

    id: int
    soort: TekstSoort
    leerweg: Leerweg | None
    van: date
    tot: date | None

    def geldt_op(self, dag: date) -> bool:
        """Whether the day is within its period."""
        return self.van <= dag and (self.tot is None or dag <= self.tot)


def kies_geldende(
    teksten: Iterable[Geldigheid], soort: TekstSoort, leerweg: Leerweg | None, dag: date
) -> Geldigheid | None:
    """The text that is printed on a day; None: the one the app came with.

    One for this leerweg goes before one for both; of those the one that began last.
    """
    passend = [t for t in teksten if t.soort is soort and t.geldt_op(dag) and t.leerweg in (None, leerweg)]
    return max(passend, key=lambda t: (t.leerweg is not None, t.van, t.id), default=None)


def stand_van(tekst: Geldigheid, alle: Iterable[Geldigheid], dag: date) -> TekstStand:
    """What an adopted text is on a day, given all adopted texts of the school."""
    if tekst.van > dag:
        return TekstStand.STRAKS
    if not tekst.geldt_op(dag):
        return TekstStand.VERLOPEN
    wegen = [tekst.leerweg] if tekst.leerweg else [Leerweg.BOL, Leerweg.BBL]
    alle = list(alle)
    return (
        TekstStand.GELDT
        if any(kies_geldende(alle, tekst.soort, weg, dag) == tekst for weg in wegen)
        else TekstStand.VERVANGEN
    )


@dataclass(frozen=True, slots=True)
class TekstInvoer:
    """What somebody fills in about a draft."""

    leerweg: Leerweg | None
    tekst: str
    geldig_van: date | None = None
    geldig_tot: date | None = None
    studentenraad_op: date | None = None


def _dag(form: Mapping[str, str], veld: str, fouten: dict[str, Tekst]) -> date | None:
    ruw = form.get(veld, "").strip()
    if not ruw:
        return None
    try:
        return date.fromisoformat(ruw)
    except ValueError:
        fouten[veld] = Tekst("Vul een datum in, zoals 2027-08-01.", "Fill in a date, such as 2027-08-01.")
        return None


def lees_invoer(soort: TekstSoort, form: Mapping[str, str]) -> TekstInvoer:
    """Read the form of a draft. Raises OngeldigeInvoer with every fault named, the text's own with its line."""
    fouten: dict[str, Tekst] = {}
    ruw = form.get("leerweg", "")
    if ruw and ruw not in set(Leerweg):
        fouten["leerweg"] = Tekst("Kies BOL, BBL of allebei.", "Choose BOL, BBL or both.")
    van, tot = _dag(form, "geldig_van", fouten), _dag(form, "geldig_tot", fouten)
    raad = _dag(form, "studentenraad_op", fouten) if soort is TekstSoort.VOORWAARDEN else None
    if van and tot and tot < van:
        fouten["geldig_tot"] = Tekst("De laatste dag ligt voor de eerste.", "The last day lies before the first.")
    tekst = form.get("tekst", "").replace("\r\n", "\n")
    if fout := tekst_fout(soort, tekst):
        fouten["tekst"] = fout
    if fouten:
        raise OngeldigeInvoer(fouten)
    return TekstInvoer(Leerweg(ruw) if ruw else None, tekst, van, tot, raad)


def tekst_fout(soort: TekstSoort, tekst: str) -> Tekst | None:
    """What is wrong with a text, in sentences that name the line; None when it can be printed."""
    is_voorwaarden = soort is TekstSoort.VOORWAARDEN
    hoogste = MAX_TEKENS[is_voorwaarden]
    blokken = lees_opmaak(tekst)
    if not blokken:
        return Tekst("Schrijf eerst een tekst.", "Write a text first.")
    if len(tekst) > hoogste:
        return Tekst(
            f"De tekst heeft {len(tekst)} tekens; hoogstens {hoogste} passen erin.",
            f"The text has {len(tekst)} characters; {hoogste} at most.",
        )
    if is_voorwaarden:
        fouten = list_fouten(tekst, frozenset(), frozenset())
        if not any(b.soort is BlokSoort.KOP for b in blokken):
            fouten.append(
                Tekst(
                    "Begin elk artikel met een regel zoals: ## Begrippen.",
                    "Begin every article with a line such as: ## Definitions.",
                )
            )
        fouten += [
            Tekst(f"Regel {b.regel}: dit artikel heeft geen tekst.", f"Line {b.regel}: this article has no text.")
            for b, volgende in zip(blokken, (*blokken[1:], None), strict=True)
            if b.soort is BlokSoort.KOP and (volgende is None or volgende.soort is BlokSoort.KOP)
        ]
    else:
        fouten = list_fouten(tekst, frozenset(VARIABELEN), BLOKKEN)
        if blokken[0].soort is not BlokSoort.TITEL:
            fouten.insert(
                0,
                Tekst(
                    "Begin met het onderwerp van de brief, op een regel met # ervoor.",
                    "Begin with the subject of the letter, on a line that starts with #.",
                ),
            )
        if len(blokken) > MAX_REGELS_BRIEF:
            fouten.append(
                Tekst(
                    f"De brief heeft {len(blokken)} regels; op een bladzijde passen er {MAX_REGELS_BRIEF}.",
                    f"The letter has {len(blokken)} lines; {MAX_REGELS_BRIEF} fit on a page.",
                )
            )
    if not fouten:
        return None
    return Tekst(" ".join(f.nl for f in fouten[:5]), " ".join(f.en for f in fouten[:5]))


class KanNietGelden(DomeinFout):
    """A draft that cannot be adopted yet; every reason at its field."""

    def __init__(self, velden: dict[str, Tekst]) -> None:
        super().__init__(
            "kan_niet_gelden",
            Tekst(
                "Deze versie kan nog niet gaan gelden. " + " ".join(t.nl for t in velden.values()),
                "This version cannot hold yet. " + " ".join(t.en for t in velden.values()),
            ),
            velden,
        )


class StaatVast(DomeinFout):
    """An adopted text cannot be changed."""

    http_status = 409

    def __init__(self) -> None:
        super().__init__(
            "staat_vast",
            Tekst(
                "Deze versie is vastgesteld en verandert niet meer. Maak een nieuwe versie.",
                "This version was adopted and does not change any more. Make a new version.",
            ),
        )


def check_vaststellen(soort: TekstSoort, invoer: TekstInvoer, alle: Iterable[Geldigheid], vandaag: date) -> None:
    """Raise KanNietGelden with what is missing before this draft may begin to hold."""
    velden: dict[str, Tekst] = {}
    if fout := tekst_fout(soort, invoer.tekst):
        velden["tekst"] = fout
    if invoer.geldig_van is None:
        velden["geldig_van"] = Tekst("Vul in vanaf welke dag zij geldt.", "Fill in from which day it holds.")
    elif invoer.geldig_van < vandaag:
        velden["geldig_van"] = Tekst(
            "De eerste dag ligt in het verleden: wat al is afgedrukt, verandert niet meer.",
            "The first day lies in the past: what was printed does not change any more.",
        )
    elif any(t.soort is soort and t.leerweg == invoer.leerweg and t.van == invoer.geldig_van for t in alle):
        velden["geldig_van"] = Tekst(
            "Op deze dag begint al een andere versie.", "Another version begins on this day already."
        )
    if soort is TekstSoort.VOORWAARDEN:
        if invoer.studentenraad_op is None:
            velden["studentenraad_op"] = Tekst(
                "Zonder instemming van de studentenraad mogen Algemene Voorwaarden niet gelden. Vul de datum in.",
                "General terms may not hold without the consent of the student council. Fill in the date.",
            )
        elif invoer.studentenraad_op > vandaag:
            velden["studentenraad_op"] = Tekst(
                "De studentenraad kan niet in de toekomst hebben ingestemd.",
                "The student council cannot have agreed in the future.",
            )
    if velden:
        raise KanNietGelden(velden)


def volgend_nummer(jaar: int, bestaande: Iterable[str]) -> str:
    """`2027-2` after `2027-1`: the number a version gets when it is adopted, by the year in which it begins."""
    hoogste = 0
    for nummer in bestaande:
        treffer = _VERSIE.fullmatch(nummer)
        if treffer and int(treffer[1]) == jaar:
            hoogste = max(hoogste, int(treffer[2]))
    return f"{jaar}-{hoogste + 1}"
