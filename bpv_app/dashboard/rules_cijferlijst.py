"""The list of figures: what each counts, in one sentence. Screen, rows, reports, file and mail all read this table.

A figure counts placements (dossiers with their last agreement). Its rows are one click away, so it is always the count
of a list. The conditions themselves stand beside the columns they need, in `queries_cijfers.MASKERS`.
"""

from __future__ import annotations

from dataclasses import dataclass

from bpv_app.kernel.tekst import Tekst


@dataclass(frozen=True, slots=True)
class Cijfer:
    """A figure: `kop` heads its column, `uitleg` defines it. `deel_van`: the figure of which it is also a share."""

    naam: str
    kop: Tekst
    uitleg: Tekst
    deel_van: str = ""
    toon: str = ""


CIJFERS: tuple[Cijfer, ...] = (
    Cijfer(
        "stages",
        Tekst("Stages", "Placements"),
        Tekst(
            "Alle dossiers waarvan de stage in deze periode begint, ook als er nog geen plaats is.",
            "All dossiers whose placement starts in this period, also those without a place yet.",
        ),
    ),
    Cijfer(
        "zonder_plaats",
        Tekst("Zonder plaats", "No place"),
        Tekst(
            "Stages zonder leerbedrijf: er is nog geen POK met een bedrijf, of de laatste POK is vervallen.",
            "Placements without a company: no agreement names one yet, or the last agreement lapsed.",
        ),
        "stages",
        "warning",
    ),
    Cijfer(
        "binnenkort",
        Tekst("Begint binnen 14 dagen, niet getekend", "Starts within 14 days, not signed"),
        Tekst(
            "Stages die vandaag of binnen 14 dagen beginnen en waarvan de POK nog niet door iedereen getekend is.",
            "Placements that start today or in the next 14 days and whose agreement is not signed by everybody.",
        ),
        "",
        "warning",
    ),
    Cijfer(
        "begonnen",
        Tekst("Begonnen", "Started"),
        Tekst(
            "Stages waarvan de begindatum bereikt is; wat is afgemeld, afgewezen of vervangen telt niet mee.",
            "Placements whose start date was reached; what was withdrawn, refused or replaced does not count.",
        ),
        "stages",
    ),
    Cijfer(
        "ongetekend",
        Tekst("Begonnen, niet getekend", "Started, not signed"),
        Tekst(
            "Begonnen stages waarvan de POK nog niet door iedereen getekend is.",
            "Started placements whose agreement is not signed by everybody yet.",
        ),
        "begonnen",
        "error",
    ),
    Cijfer(
        "op_tijd",
        Tekst("Op tijd getekend", "Signed in time"),
        Tekst(
            "Begonnen stages waarvan de POK op de begindatum of eerder door iedereen getekend was.",
            "Started placements whose agreement was signed by everybody on or before the start date.",
        ),
        "begonnen",
        "success",
    ),
    Cijfer(
        "te_laat",
        Tekst("Te laat getekend", "Signed late"),
        Tekst(
            "Begonnen stages waarvan de POK pas na de begindatum door iedereen getekend was.",
            "Started placements whose agreement was signed by everybody only after the start date.",
        ),
        "begonnen",
        "warning",
    ),
    Cijfer(
        "krd_geweigerd",
        Tekst("Geweigerd door de KRD", "Refused by the register"),
        Tekst(
            "Stages waarvan de KRD het laatste bericht over de POK weigerde.",
            "Placements of which the register refused the last message about the agreement.",
        ),
        "",
        "error",
    ),
    Cijfer(
        "gesprek_te_laat",
        Tekst("Gesprek te laat", "Conversation overdue"),
        Tekst(
            "Stages met minstens één gesprek waarvan de periode voorbij is en dat niet gehouden is.",
            "Placements with at least one conversation whose window has passed and that was not held.",
        ),
        "",
        "warning",
    ),
    Cijfer(
        "afgelopen",
        Tekst("Afgelopen", "Ended"),
        Tekst(
            "Begonnen stages waarvan de einddatum voorbij is of die zijn afgesloten.",
            "Started placements whose end date has passed or that were closed.",
        ),
        "stages",
    ),
    Cijfer(
        "drie_gesprekken",
        Tekst("Drie gesprekken gehad", "Had three conversations"),
        Tekst(
            "Afgelopen stages met minstens drie gesprekken waar school, student en leerbedrijf bij waren (Stagepact).",
            "Ended placements with at least three conversations of school, student and company together (Stagepact).",
        ),
        "afgelopen",
        "success",
    ),
    Cijfer(
        "niet_afgesloten",
        Tekst("Niet afgesloten", "Not closed"),
        Tekst(
            "Afgelopen stages die nog niet zijn afgesloten.",
            "Ended placements that were not closed yet.",
        ),
        "afgelopen",
        "warning",
    ),
    Cijfer(
        "geplaatst",
        Tekst("Met plaats", "With a place"),
        Tekst(
            "Stages met een leerbedrijf: de laatste POK noemt er een en is niet vervallen.",
            "Placements with a company: the last agreement names one and did not lapse.",
        ),
        "stages",
        "success",
    ),
    Cijfer(
        "lopend",
        Tekst("Loopt nu", "Under way"),
        Tekst(
            "Begonnen stages waarvan de einddatum niet voorbij is en die niet zijn afgesloten.",
            "Started placements whose end date has not passed and that were not closed.",
        ),
        "begonnen",
    ),
    Cijfer(
        "gesprek_gehad",
        Tekst("Gesprek gehad", "Had a conversation"),
        Tekst(
            "Begonnen stages waarvan minstens één gesprek gehouden is.",
            "Started placements of which at least one conversation was held.",
        ),
        "begonnen",
        "success",
    ),
    Cijfer(
        "zonder_gesprek",
        Tekst("Nog geen gesprek", "No conversation yet"),
        Tekst(
            "Begonnen stages waarvan nog geen enkel gesprek gehouden is.",
            "Started placements of which no conversation was held yet.",
        ),
        "begonnen",
        "warning",
    ),
    Cijfer(
        "uren_op_schema",
        Tekst("Uren op schema", "Hours on schedule"),
        Tekst(
            "Stages die nu lopen en niet achterlopen met de goedgekeurde uren.",
            "Placements under way that are not behind with their approved hours.",
        ),
        "lopend",
        "success",
    ),
    Cijfer(
        "uren_achter",
        Tekst("Uren lopen achter", "Hours behind"),
        Tekst(
            "Stages die nu lopen en minder dan 80% goedgekeurde uren hebben van wat er tot vandaag bij hoort. Daarvoor "
            "zijn de uren in de POK gelijk verdeeld over alle dagen van de stage.",
            "Placements under way with less than 80% of the approved hours that belong to the days until today. For "
            "that the agreed hours are spread evenly over all days of the placement.",
        ),
        "lopend",
        "warning",
    ),
    Cijfer(
        "uren_gehaald",
        Tekst("Uren gehaald", "Hours made"),
        Tekst(
            "Afgelopen stages met minstens zoveel goedgekeurde uren als in de POK staan.",
            "Ended placements with at least as many approved hours as were agreed.",
        ),
        "afgelopen",
        "success",
    ),
    Cijfer(
        "bij_vaste",
        Tekst("Bij een bekend bedrijf", "At a known company"),
        Tekst(
            "Stages met plaats bij een leerbedrijf waar de school in een eerder schooljaar ook een stage had.",
            "Placements at a company where the school had a placement in an earlier school year as well.",
        ),
        "geplaatst",
        "success",
    ),
    Cijfer(
        "bij_nieuw",
        Tekst("Bij een nieuw bedrijf", "At a new company"),
        Tekst(
            "Stages met plaats bij een leerbedrijf waar de school niet eerder een stage had.",
            "Placements at a company where the school had no placement in an earlier school year.",
        ),
        "geplaatst",
    ),
    Cijfer(
        "zonder_erkenning",
        Tekst("Bedrijf niet meer erkend", "Company lost accreditation"),
        Tekst(
            "Stages waarvan het leerbedrijf zijn erkenning verloor en waar nog niets aan gedaan is.",
            "Placements whose company lost its accreditation and for which nothing was done yet.",
        ),
        "",
        "error",
    ),
)
CIJFER: dict[str, Cijfer] = {cijfer.naam: cijfer for cijfer in CIJFERS}
KERN = (
    "zonder_plaats",
    "binnenkort",
    "ongetekend",
    "krd_geweigerd",
    "zonder_erkenning",
    "gesprek_te_laat",
    "uren_achter",
    "niet_afgesloten",
)
"""Shown large on top of the screen: what needs somebody today."""

UREN_KOP = Tekst("Uren goedgekeurd", "Hours approved")
UREN_UITLEG = Tekst(
    "Goedgekeurde gewerkte en ingehaalde uren van begonnen stages, als deel van de uren in hun POK.",
    "Approved hours, worked and made up, of started placements, as a share of the hours in their agreements.",
)
