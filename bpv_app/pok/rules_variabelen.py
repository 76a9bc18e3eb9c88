"""The variables of a letter, such as `{student}`: which there are, finding a broken one, filling them in.

The text is read first and filled in afterwards, line by line: what stands in a name is never taken for mark-up or for
another variable.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from bpv_app.kernel.tekst import Tekst


@dataclass(frozen=True, slots=True)
class Variabele:
    """What stands for it, in words, and an example."""

    uitleg: Tekst
    voorbeeld: str


VARIABELEN: dict[str, Variabele] = {
    "student": Variabele(Tekst("naam van de student", "name of the student"), "Sanne de Vries"),
    "roepnaam": Variabele(Tekst("roepnaam van de student", "first name of the student"), "Sanne"),
    "voogd": Variabele(Tekst("naam van de ouder of voogd", "name of the parent or guardian"), "M. de Vries"),
    "leerbedrijf": Variabele(Tekst("naam van het leerbedrijf", "name of the company"), "Van Dam Techniek B.V."),
    "praktijkopleider": Variabele(Tekst("naam van de praktijkopleider", "name of the workplace supervisor"), "J. Post"),
    "opleiding": Variabele(Tekst("naam van de opleiding", "name of the programme"), "Monteur"),
    "begin": Variabele(Tekst("eerste dag van de stage", "first day of the placement"), "7 december 2026"),
    "eind": Variabele(Tekst("laatste dag van de stage", "last day of the placement"), "25 juni 2027"),
    "uren": Variabele(Tekst("totaal aantal uren", "hours in all"), "560"),
    "uren_per_week": Variabele(Tekst("uren per week", "hours a week"), "24,5"),
    "nummer": Variabele(Tekst("nummer van de POK", "number of the agreement"), "2026-00412"),
    "versie": Variabele(Tekst("versie van het papier", "version of the paper"), "1"),
    "aantal": Variabele(Tekst("in hoeveel exemplaren", "in how many copies"), "drievoud"),
    "stage_of_werk": Variabele(
        Tekst("ga je stage lopen (BOL), ga je leren en werken (BBL)", "the words for BOL or BBL"), "ga je stage lopen"
    ),
    "datum": Variabele(Tekst("datum van de brief", "date of the letter"), "13 november 2026"),
    "terug_voor": Variabele(
        Tekst("dag waarvoor het terug moet zijn", "day before which it has to be back"), "27 november 2026"
    ),
    "begeleider": Variabele(
        Tekst("onderwijsbegeleider, met mail en telefoon", "school supervisor, with mail and phone"), "M. de Groot"
    ),
    "school": Variabele(Tekst("naam van de school", "name of the school"), "ROC Voorbeeld"),
    "afdeling": Variabele(Tekst("afdeling die de brief stuurt", "department that sends the letter"), "Studentenzaken"),
    "ondertekenaar": Variabele(Tekst("wie namens de school tekent", "who signs for the school"), "M. van der Linden"),
    "functie": Variabele(Tekst("functie van wie tekent", "position of who signs"), "directeur onderwijs"),
    "stappen": Variabele(
        Tekst("wat te doen, genummerd (op een eigen regel)", "what to do, numbered (on a line of its own)"), "1 Lees …"
    ),
    "vraag": Variabele(
        Tekst("bij wie je terecht kunt (op een eigen regel)", "whom to ask (on a line of its own)"), "Vraag het aan …"
    ),
}
BLOKKEN = frozenset({"stappen", "vraag"})
"""These become whole paragraphs, so they stand alone on their line."""
MAX_WAARDE = 120
"""So many characters of a value at most: a letter with a name of a page would not be a letter."""
_DEEL = re.compile(r"\{([^{}]*)\}|[{}]")
_NAAM = re.compile(r"\{([a-z_]+)\}(\.?)")


def list_fouten(tekst: str, namen: frozenset[str], blokken: frozenset[str]) -> list[Tekst]:
    """Every variable that is broken or unknown, with its line and place; no `namen`: there are no variables here."""
    fouten: list[Tekst] = []
    for nummer, regel in enumerate(tekst.split("\n"), start=1):
        for treffer in _DEEL.finditer(regel):
            fout = _fout(treffer, namen)
            if fout is None and treffer[1] in blokken and regel.strip() != treffer[0]:
                fout = Tekst(
                    f"{treffer[0]} moet alleen op een regel staan.", f"{treffer[0]} has to stand alone on a line."
                )
            if fout is not None:
                plaats = treffer.start() + 1
                fouten.append(
                    Tekst(f"Regel {nummer}, teken {plaats}: {fout.nl}", f"Line {nummer}, character {plaats}: {fout.en}")
                )
    return fouten


def _fout(treffer: re.Match[str], namen: frozenset[str]) -> Tekst | None:
    geheel, naam = treffer[0], treffer[1]
    if not namen:
        return Tekst(
            "hier kunnen geen variabelen staan, want deze tekst is voor iedereen gelijk. Haal { en } weg.",
            "no variables can stand here, as this text is the same for everybody. Take { and } away.",
        )
    if naam is None:
        wat = ("{", "}") if geheel == "{" else ("}", "{")
        return Tekst(f"bij deze {wat[0]} hoort een {wat[1]}.", f"this {wat[0]} needs a {wat[1]}.")
    if naam in namen:
        return None
    lijkt = get_close_matches(naam.strip().lower(), sorted(namen), n=1, cutoff=0.6)
    kort = geheel if len(geheel) <= 40 else geheel[:39] + "…"
    if lijkt:
        return Tekst(
            f"{kort} kennen we niet. Bedoel je {{{lijkt[0]}}}?", f"we do not know {kort}. Do you mean {{{lijkt[0]}}}?"
        )
    return Tekst(f"{kort} kennen we niet.", f"we do not know {kort}.")


def vul(tekst: str, waarden: Mapping[str, str]) -> str:
    """The text with its variables filled in, once: a value is never read again. Unknown ones stay as they are."""
    if "{" not in tekst:
        return tekst

    def waarde(treffer: re.Match[str]) -> str:
        gevonden = waarden.get(treffer[1])
        if gevonden is None:
            return treffer[0]
        if len(gevonden) > MAX_WAARDE:
            gevonden = gevonden[: MAX_WAARDE - 1].rstrip() + "…"
        punt = "" if gevonden.endswith(".") else treffer[2]  # "Van Dam B.V." at the end of a sentence has one full stop
        return gevonden + punt

    return _NAAM.sub(waarde, tekst)
