"""What an agreement says in plain language (level B1): the page in front of the print, and the screen "Mijn POK"."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from bpv_app.kernel.tekst import Tekst
from bpv_app.pok.rules_tonen import datum, getal

UITLEG = Tekst(
    "Een samenvatting in gewone taal. Lees ook de overeenkomst zelf voordat je tekent.",
    "A summary in plain language. Also read the agreement itself before you sign.",
)
VOORBEHOUD = Tekst(
    "Deze samenvatting hoort niet bij de overeenkomst. Staat hier iets anders dan in het bpv-blad of in de "
    "Algemene Voorwaarden, dan geldt wat daar staat.",
    "This summary is no part of the agreement. If it differs from the data sheet or the general terms, those count.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Afspraken:
    """What was agreed. Hours in clock hours; a name that is empty or a number that is None is not known (yet)."""

    bedrijf: str
    opleiding: str
    praktijkopleider: str
    onderwijsbegeleider: str
    begin_op: date | None
    eind_op: date | None
    uren_totaal: Decimal | int | None
    uren_per_week: Decimal | None
    dagen_per_week: Decimal | None
    is_bbl: bool
    is_minderjarig: bool


@dataclass(frozen=True, slots=True)
class Blok:
    """A question with short answers. `is_kern`: what somebody looks up most."""

    titel: Tekst
    punten: tuple[Tekst, ...]
    is_kern: bool = False


def _zin(naam: str) -> str:
    """End a sentence with a name: no second full stop after "B.V."."""
    kort = naam.strip()[:300]
    return kort if kort.endswith(".") else f"{kort}."


def _wie(naam: str, rol: str) -> str:
    return f"{naam} ({rol})" if naam.strip() else rol


def vat_samen(a: Afspraken) -> tuple[tuple[Blok, ...], tuple[Blok, ...]]:
    """The summary in two columns: what this agreement says, and what holds for every placement."""
    return (_waar_en_wanneer(a), _wie_helpt(a), _wat_leer_je(a), _wie_tekent(a)), _ALTIJD


def _waar_en_wanneer(a: Afspraken) -> Blok:
    punten = [
        Tekst(
            f"{'Je leert en werkt' if a.is_bbl else 'Je loopt stage'} bij {_zin(a.bedrijf)}",
            f"You {'learn and work' if a.is_bbl else 'do your placement'} at {_zin(a.bedrijf)}",
        )
    ]
    if a.begin_op and a.eind_op:
        punten.append(
            Tekst(
                f"Van {datum(a.begin_op)} tot en met {datum(a.eind_op)}.",
                f"From {datum(a.begin_op, 'en')} up to and including {datum(a.eind_op, 'en')}.",
            )
        )
    if a.uren_per_week is not None and a.dagen_per_week is not None:
        week, dagen = a.uren_per_week, a.dagen_per_week
        punten.append(
            Tekst(
                f"{getal(week)} uur per week, {getal(dagen)} {'dag' if dagen == 1 else 'dagen'} per week.",
                f"{getal(week, 'en')} hours a week, {getal(dagen, 'en')} {'day' if dagen == 1 else 'days'} a week.",
            )
        )
    if a.uren_totaal is not None:
        punten.append(
            Tekst(
                f"In totaal {getal(a.uren_totaal)} uur. Je houdt je uren zelf bij. Je praktijkopleider keurt ze goed.",
                f"{getal(a.uren_totaal, 'en')} hours in total. You keep your hours yourself. Your workplace "
                "supervisor approves them.",
            )
        )
    return Blok(Tekst("Waar en wanneer?", "Where and when?"), tuple(punten), is_kern=True)


def _wie_helpt(a: Afspraken) -> Blok:
    return Blok(
        Tekst("Wie helpt je?", "Who helps you?"),
        (
            Tekst(
                f"Bij het bedrijf: {_wie(a.praktijkopleider, 'je praktijkopleider')}.",
                f"At the company: {_wie(a.praktijkopleider, 'your workplace supervisor')}.",
            ),
            Tekst(
                f"Van school: {_wie(a.onderwijsbegeleider, 'je onderwijsbegeleider')}.",
                f"From school: {_wie(a.onderwijsbegeleider, 'your school supervisor')}.",
            ),
            Tekst(
                "Jullie praten ten minste drie keer samen: aan het begin, halverwege en aan het eind.",
                "You talk together at least three times: at the start, halfway and at the end.",
            ),
        ),
        is_kern=True,
    )


def _wat_leer_je(a: Afspraken) -> Blok:
    return Blok(
        Tekst("Wat leer je, en wie beoordeelt dat?", "What do you learn, and who assesses it?"),
        (
            Tekst(
                f"Het hoort bij je opleiding {_zin(a.opleiding)}", f"It is part of your programme {_zin(a.opleiding)}"
            ),
            Tekst("Het bedrijf geeft je werk waar je van leert.", "The company gives you work you learn from."),
            Tekst(
                "Het bedrijf zegt hoe je het doet. De school beslist of je het hebt gehaald.",
                "The company says how you are doing. The school decides whether you passed.",
            ),
        ),
    )


def _wie_tekent(a: Afspraken) -> Blok:
    voogd = Tekst("je ouder of voogd (je bent nog geen 18), ", "your parent or guardian (you are not 18 yet), ")
    ook = voogd if a.is_minderjarig else Tekst("", "")
    return Blok(
        Tekst("Wie tekent?", "Who signs?"),
        (
            Tekst(
                f"Jij, {ook.nl}het bedrijf en de school. Iedereen krijgt een eigen exemplaar.",
                f"You, {ook.en}the company and the school. Everybody gets a copy.",
            ),
            Tekst(
                "Verandert er iets? Dan krijg je een nieuw blad. Niet mee eens? Zeg het binnen tien werkdagen.",
                "Does something change? Then you get a new sheet. Do you not agree? Say so within ten working days.",
            ),
        ),
    )


_ALTIJD: tuple[Blok, ...] = (
    Blok(
        Tekst("Wat spreek je af?", "What do you agree to?"),
        (
            Tekst("Je komt op tijd en doet je best.", "You come on time and do your best."),
            Tekst(
                "Ben je ziek? Dan meld je je af bij het bedrijf en bij school.",
                "Are you ill? Then you tell the company and the school.",
            ),
            Tekst(
                "Je houdt je aan de regels van het bedrijf en vertelt geen geheimen door.",
                "You keep to the company's rules and do not pass on secrets.",
            ),
        ),
    ),
    Blok(
        Tekst("Waar heb je recht op?", "What are you entitled to?"),
        (
            Tekst(
                "Een veilige plek, goede uitleg en tijd van je praktijkopleider.",
                "A safe place, good explanation and time of your workplace supervisor.",
            ),
            Tekst(
                "Word je gepest, gediscrimineerd of lastiggevallen? Dan mag je weggaan. Vertel het meteen op school.",
                "Are you bullied, discriminated against or harassed? Then you may leave. Tell the school at once.",
            ),
            Tekst(
                "Maak je per ongeluk iets stuk? Dan hoef je dat meestal niet te betalen.",
                "Do you break something by accident? Then you usually need not pay for it.",
            ),
        ),
    ),
    Blok(
        Tekst("Wat als het niet goed gaat?", "What if it does not go well?"),
        (
            Tekst(
                "Praat eerst met je praktijkopleider. Lukt dat niet, bel of mail dan je begeleider van school.",
                "Talk to your workplace supervisor first. If that does not work, call or mail your school supervisor.",
            ),
            Tekst(
                "Stoppen kan, maar niet zomaar: eerst praten jij, het bedrijf en de school.",
                "You can stop, but not just like that: first you, the company and the school talk.",
            ),
            Tekst(
                "Kan het bedrijf je niet meer begeleiden? Dan zoekt de school met je een andere plek.",
                "Can the company not guide you any more? Then the school looks for another place with you.",
            ),
        ),
        is_kern=True,
    ),
)
