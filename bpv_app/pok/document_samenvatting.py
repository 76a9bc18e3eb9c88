"""The page in front: what the agreement says, in plain Dutch (level B1), for somebody who has to sign it."""

from __future__ import annotations

from bpv_app.pok.document_blad import ACCENT, MM, Blad, Stijl
from bpv_app.pok.document_lettertype import Letters
from bpv_app.pok.document_opmaak import BREED, KLEIN, KOP, LINKS, ONDERTITEL, RECHTS, TITEL, VOET
from bpv_app.pok.document_rules import PokDocument, datum, getal

_GOOT = 10.0
_KOLOM = (BREED - _GOOT) / 2
_TEKST = Stijl(10.5, 14.6)
_PUNT = 4.2

Blok = tuple[str, tuple[str, ...]]


def maak_samenvatting(letters: Letters, document: PokDocument) -> Blad:
    """Draw the page: two columns of questions with short answers."""
    links, rechts = _blokken(document)
    for stijl, regels in ((_TEKST, 4), (_TEKST.kleiner(10), 4), (_TEKST.kleiner(9.5), 3), (_TEKST.kleiner(9), 2)):
        blad = Blad(letters)
        onder = max(
            _kolom(blad, LINKS, links, stijl, regels),
            _kolom(blad, LINKS + _KOLOM + _GOOT, rechts, stijl, regels),
        )
        if onder <= VOET - 19:
            break
    blad.tekst(LINKS, 33, "Wat staat er in je praktijkovereenkomst?", TITEL)
    uitleg = "Een samenvatting in gewone taal. Lees ook de overeenkomst zelf voordat je tekent."
    blad.tekst(LINKS, 39.5, uitleg, ONDERTITEL)
    blad.vlak(LINKS, 43.5, BREED, 0.35)
    blad.lijn(LINKS, VOET - 15, RECHTS, VOET - 15, pt=0.3)
    blad.alinea(
        LINKS,
        VOET - 10,
        BREED,
        "Deze samenvatting hoort niet bij de overeenkomst. Staat hier iets anders dan in het bpv-blad of in de "
        "Algemene Voorwaarden, dan geldt wat daar staat.",
        KLEIN,
        regels=2,
    )
    return blad


def _kolom(blad: Blad, x: float, blokken: tuple[Blok, ...], stijl: Stijl, regels: int) -> float:
    """Draw blocks below each other; return the lowest baseline."""
    y = 54.0
    for titel, punten in blokken:
        blad.tekst(x, y, titel, KOP)
        y += 5.6
        for punt in punten:
            blad.tekst(x, y, "•", Stijl(stijl.pt, stijl.regel, kleur=ACCENT))
            y, _ = blad.alinea(x + _PUNT, y, _KOLOM - _PUNT, punt, stijl, regels=regels)
            y += 1.0
        y += 4.6
    return y - 4.6 - stijl.regel / MM


def _zin(naam: str) -> str:
    """End a sentence with a name: no second full stop after "B.V."."""
    kort = naam.strip()[:300]
    return kort if kort.endswith(".") else f"{kort}."


def _wie(naam: str, rol: str) -> str:
    return f"{naam} ({rol})" if naam.strip() else rol


def _blokken(d: PokDocument) -> tuple[tuple[Blok, ...], tuple[Blok, ...]]:
    """What the page says, left and right."""
    dagen = "dag" if d.dagen_per_week == 1 else "dagen"
    werk = "Je leert en werkt" if d.is_bbl else "Je loopt stage"
    begeleider = d.onderwijsbegeleider
    wettelijk = "je ouder of voogd (je bent nog geen 18), " if d.student.is_minderjarig else ""
    links: tuple[Blok, ...] = (
        (
            "Waar en wanneer?",
            (
                f"{werk} bij {_zin(d.leerbedrijf.naam)}",
                f"Van {datum(d.begin_op)} tot en met {datum(d.eind_op)}.",
                f"{getal(d.uren_per_week)} uur per week, {getal(d.dagen_per_week)} {dagen} per week.",
                f"In totaal {getal(d.uren_totaal)} uur. Je houdt je uren zelf bij. Je praktijkopleider keurt ze goed.",
            ),
        ),
        (
            "Wie helpt je?",
            (
                f"Bij het bedrijf: {_wie(d.praktijkopleider.naam, 'je praktijkopleider')}.",
                f"Van school: {_wie(begeleider.naam, 'je onderwijsbegeleider')}.",
                "Jullie praten ten minste drie keer samen: aan het begin, halverwege en aan het eind.",
            ),
        ),
        (
            "Wat leer je, en wie beoordeelt dat?",
            (
                f"Het hoort bij je opleiding {_zin(d.opleiding.naam)}",
                "Het bedrijf geeft je werk waar je van leert.",
                "Het bedrijf zegt hoe je het doet. De school beslist of je het hebt gehaald.",
            ),
        ),
        (
            "Wie tekent?",
            (
                f"Jij, {wettelijk}het bedrijf en de school. Iedereen krijgt een eigen exemplaar.",
                "Verandert er iets? Dan krijg je een nieuw blad. Niet mee eens? Zeg het binnen tien werkdagen.",
            ),
        ),
    )
    rechts: tuple[Blok, ...] = (
        (
            "Wat spreek je af?",
            (
                "Je komt op tijd en doet je best.",
                "Ben je ziek? Dan meld je je af bij het bedrijf en bij school.",
                "Je houdt je aan de regels van het bedrijf en vertelt geen geheimen door.",
            ),
        ),
        (
            "Waar heb je recht op?",
            (
                "Een veilige plek, goede uitleg en tijd van je praktijkopleider.",
                "Word je gepest, gediscrimineerd of lastiggevallen? Dan mag je weggaan. Vertel het meteen op school.",
                "Maak je per ongeluk iets stuk? Dan hoef je dat meestal niet te betalen.",
            ),
        ),
        (
            "Wat als het niet goed gaat?",
            (
                "Praat eerst met je praktijkopleider. Lukt dat niet, bel of mail dan je begeleider van school.",
                "Stoppen kan, maar niet zomaar: eerst praten jij, het bedrijf en de school.",
                "Kan het bedrijf je niet meer begeleiden? Dan zoekt de school met je een andere plek.",
            ),
        ),
    )
    return links, rechts
