"""The reports for quality and inspection: which measures each shows, and what each measure is, in one sentence.

Screen, file, saved view and mail read this table. A measure is a figure (`rules_cijferlijst`), or something counted or
added up over the placements of a figure (`cijfer`): those are the rows one click away.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from bpv_app.dashboard.rules_cijferlijst import CIJFER, UREN_KOP, UREN_UITLEG
from bpv_app.dashboard.rules_cijfers import Per, procent
from bpv_app.kernel.errors import NietGevonden
from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.tekst import Tekst

TOP = 5
"""Companies that are "the largest" of a line."""


class MaatSoort(StrEnum):
    """How a measure is read: placements, a sum, a number of companies, days, or a number with one decimal."""

    AANTAL = "aantal"
    SOM = "som"
    BEDRIJVEN = "bedrijven"
    DAGEN = "dagen"
    GETAL = "getal"


@dataclass(frozen=True, slots=True)
class Maat:
    """A column. `cijfer`: the figure whose rows are behind it; `deel_van`: the measure of which it is also a share."""

    naam: str
    kop: Tekst
    uitleg: Tekst
    soort: MaatSoort = MaatSoort.AANTAL
    cijfer: str = ""
    deel_van: str = ""


def _som(naam: str, nl: str, en: str, uitleg: Tekst, cijfer: str, deel_van: str = "") -> Maat:
    return Maat(naam, Tekst(nl, en), uitleg, MaatSoort.SOM, cijfer, deel_van)


_EIGEN: tuple[Maat, ...] = (
    Maat(
        "dagen_te_laat",
        Tekst("Dagen te laat (mediaan)", "Days late (median)"),
        Tekst(
            "Van de te laat getekende stages: hoeveel dagen na de begindatum de middelste POK getekend was.",
            "Of the placements signed late: how many days after the start the middle agreement was signed.",
        ),
        MaatSoort.DAGEN,
        "te_laat",
    ),
    _som(
        "gehouden",
        "Gesprekken gehouden",
        "Conversations held",
        Tekst(
            "Gehouden gesprekken van begonnen stages, opgeteld.", "Conversations held of started placements, added up."
        ),
        "begonnen",
    ),
    _som(
        "uren_doel",
        "Uren in de POK",
        "Hours agreed",
        Tekst("De uren in de POK van begonnen stages, opgeteld.", "Agreed hours of started placements, added up."),
        "begonnen",
    ),
    Maat("uren_akkoord", UREN_KOP, UREN_UITLEG, MaatSoort.SOM, "begonnen", "uren_doel"),
    Maat(
        "bedrijven",
        Tekst("Leerbedrijven", "Companies"),
        Tekst("Verschillende leerbedrijven met een stage.", "Different companies with a placement."),
        MaatSoort.BEDRIJVEN,
        "geplaatst",
    ),
    Maat(
        "per_bedrijf",
        Tekst("Studenten per bedrijf", "Students per company"),
        Tekst("Stages met plaats, gedeeld door leerbedrijven.", "Placements with a place, divided by companies."),
        MaatSoort.GETAL,
    ),
    Maat(
        "bekende_bedrijven",
        Tekst("Bekende bedrijven", "Known companies"),
        Tekst(
            "Leerbedrijven waar de school in een eerder schooljaar ook een stage had.",
            "Companies where the school had a placement in an earlier school year as well.",
        ),
        MaatSoort.BEDRIJVEN,
        "bij_vaste",
        "bedrijven",
    ),
    _som(
        "grootste",
        f"Bij de {TOP} grootste",
        f"At the {TOP} largest",
        Tekst(
            f"Stages bij de {TOP} leerbedrijven met de meeste stages op deze regel.",
            f"Placements at the {TOP} companies with the most placements of this line.",
        ),
        "geplaatst",
        "geplaatst",
    ),
    _som(
        "alle_gehouden",
        "Gehouden",
        "Held",
        Tekst("Gehouden gesprekken van deze stages, opgeteld.", "Conversations held of these placements, added up."),
        "stages",
    ),
    _som(
        "te_doen",
        "Te doen",
        "To do",
        Tekst(
            "Gesprekken die nog moeten en waarvan de periode niet voorbij is, opgeteld.",
            "Conversations still to be held whose window has not passed, added up.",
        ),
        "stages",
    ),
    _som(
        "over_tijd",
        "Te laat",
        "Overdue",
        Tekst(
            "Gesprekken die nog moeten en waarvan de periode voorbij is, opgeteld.",
            "Conversations still to be held whose window has passed, added up.",
        ),
        "gesprek_te_laat",
    ),
    Maat(
        "per_maand",
        Tekst("Gesprekken per maand", "Conversations per month"),
        Tekst(
            "Gesprekken gehouden in de laatste drie hele kalendermaanden, gedeeld door drie.",
            "Conversations held in the last three whole calendar months, divided by three.",
        ),
        MaatSoort.GETAL,
        "stages",
    ),
    Maat(
        "antwoorden",
        Tekst("Antwoorden", "Answers"),
        Tekst(
            "Antwoorden die meetellen. Een totaal gaat over minstens vijf antwoorden.",
            "Answers that count. A total is about at least five answers.",
        ),
        MaatSoort.SOM,
    ),
    _som("eens", "Ja", "Yes", Tekst("Antwoordde 4 of 5, of ja.", "Answered 4 or 5, or yes."), "", "antwoorden"),
    _som("neutraal", "Gaat wel", "Somewhat", Tekst("Antwoordde 3.", "Answered 3."), "", "antwoorden"),
    _som("oneens", "Nee", "No", Tekst("Antwoordde 1 of 2, of nee.", "Answered 1 or 2, or no."), "", "antwoorden"),
    Maat(
        "gemiddelde",
        Tekst("Gemiddelde (1-5)", "Mean (1-5)"),
        Tekst("Het gemiddelde van een vraag met een schaal van 1 tot 5.", "The mean of a question with a 1-5 scale."),
        MaatSoort.GETAL,
    ),
)
MATEN: dict[str, Maat] = {
    c.naam: Maat(c.naam, c.kop, c.uitleg, MaatSoort.AANTAL, c.naam, c.deel_van) for c in CIJFER.values()
} | {m.naam: m for m in _EIGEN}


@dataclass(frozen=True, slots=True)
class Rapport:
    """A report. `grafiek`: the measures its bars are made of, each with its colour; `pers`: lines it may have.

    `acties`: rights needed beside `RAPPORT_ZIEN`. `vast`: not over a period or groups, only per team.
    """

    naam: str
    titel: Tekst
    vraag: Tekst
    maten: tuple[str, ...]
    grafiek: tuple[tuple[str, str], ...]
    per: Per = Per.TEAM
    pers: tuple[Per, ...] = tuple(Per)
    acties: tuple[Actie, ...] = ()
    vast: bool = False


_ZONDER_BEDRIJF = tuple(p for p in Per if p is not Per.LEERBEDRIJF)
RAPPORTEN: dict[str, Rapport] = {
    r.naam: r
    for r in (
        Rapport(
            "tijdigheid",
            Tekst("Tijdig getekende POK's", "Agreements signed in time"),
            Tekst(
                "Hoeveel stages begonnen met een POK die iedereen op tijd getekend had?",
                "How many placements started with an agreement that everybody had signed in time?",
            ),
            ("begonnen", "op_tijd", "te_laat", "ongetekend", "dagen_te_laat"),
            (("op_tijd", "success"), ("te_laat", "warning"), ("ongetekend", "error")),
        ),
        Rapport(
            "contact",
            Tekst("Contact met de stage", "Contact with the placement"),
            Tekst("Welke stages hebben hun gesprekken gehad?", "Which placements have had their conversations?"),
            (
                "begonnen",
                "gesprek_gehad",
                "zonder_gesprek",
                "gehouden",
                "gesprek_te_laat",
                "afgelopen",
                "drie_gesprekken",
            ),
            (("gesprek_gehad", "success"), ("zonder_gesprek", "warning")),
        ),
        Rapport(
            "uren",
            Tekst("Uren gehaald", "Hours made"),
            Tekst(
                "Hoeveel van de afgesproken uren zijn goedgekeurd, en wie loopt achter?",
                "How many of the agreed hours are approved, and who is behind?",
            ),
            ("begonnen", "uren_doel", "uren_akkoord", "lopend", "uren_op_schema", "uren_achter", "uren_gehaald"),
            (("uren_op_schema", "success"), ("uren_achter", "warning")),
        ),
        Rapport(
            "plaatsing",
            Tekst("Plaatsing per opleiding", "Placement by programme"),
            Tekst("Welke studenten hebben een plaats, en welke niet?", "Which students have a place and which do not?"),
            ("stages", "geplaatst", "zonder_plaats", "binnenkort", "begonnen"),
            (("geplaatst", "success"), ("zonder_plaats", "warning")),
            Per.CREBO,
            _ZONDER_BEDRIJF,
        ),
        Rapport(
            "bedrijven",
            Tekst("Trouw en spreiding van leerbedrijven", "Loyalty and spread of companies"),
            Tekst(
                "Komen bedrijven terug, en hangt het niet aan een paar grote?",
                "Do companies come back, and does it not hang on a few large ones?",
            ),
            (
                "geplaatst",
                "bedrijven",
                "per_bedrijf",
                "grootste",
                "bekende_bedrijven",
                "bij_vaste",
                "bij_nieuw",
                "zonder_erkenning",
            ),
            (("bij_vaste", "success"), ("bij_nieuw", "primary")),
        ),
        Rapport(
            "evaluatie",
            Tekst("Uitkomsten van evaluaties", "Results of evaluations"),
            Tekst(
                "Wat vinden studenten van hun bedrijf, en bedrijven van de school?",
                "What do students think of their company, and companies of the school?",
            ),
            ("antwoorden", "eens", "neutraal", "oneens", "gemiddelde"),
            (("eens", "success"), ("neutraal", "warning"), ("oneens", "error")),
            pers=(Per.TEAM,),
            acties=(Actie.EVALUATIE_ZIEN,),
            vast=True,
        ),
        Rapport(
            "werk",
            Tekst("Werk per begeleider", "Work per supervisor"),
            Tekst(
                "Hoeveel studenten en gesprekken heeft elke begeleider?",
                "How many students and conversations does each supervisor have?",
            ),
            ("stages", "lopend", "alle_gehouden", "te_doen", "over_tijd", "per_maand"),
            (("alle_gehouden", "success"), ("te_doen", "primary"), ("over_tijd", "error")),
            Per.BEGELEIDER,
            (Per.BEGELEIDER, Per.TEAM, Per.CREBO, Per.LEERWEG, Per.KLAS, Per.JAAR),
        ),
    )
}


def rapport_van(naam: str) -> Rapport:
    """The report with this name. Raises NietGevonden: also when it was there once."""
    if naam not in RAPPORTEN:
        raise NietGevonden
    return RAPPORTEN[naam]


@dataclass(frozen=True, slots=True)
class Regel:
    """A line: a value per measure (None: there is none, such as a median of nothing)."""

    sleutel: str
    naam: Tekst
    waarden: dict[str, int | float | None]

    def aandeel(self, maat: str) -> int | None:
        """The measure as a share, whole per cent; None when it is no share, or of nothing."""
        deel, geheel = self.waarden[maat], self.waarden.get(MATEN[maat].deel_van)
        return None if deel is None or geheel is None else procent(int(deel), int(geheel))


def toon_waarde(waarde: float | None, taal: str) -> str:
    """A measure as text: `12`, `2,5`, a dash for none."""
    if waarde is None:
        return "\u2013"
    tekst = str(waarde) if isinstance(waarde, int) else f"{waarde:.1f}"
    return tekst if taal == "en" else tekst.replace(".", ",")
