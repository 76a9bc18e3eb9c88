"""What a letter says about this agreement: the values of its variables, and the text with them filled in."""

from __future__ import annotations

from functools import lru_cache

from bpv_app.pok.document_rules import Exemplaar, PokDocument
from bpv_app.pok.rules_opmaak import Blok, BlokSoort, lees_opmaak
from bpv_app.pok.rules_tonen import datum, getal
from bpv_app.pok.rules_variabelen import BLOKKEN, vul

_lees = lru_cache(maxsize=16)(lees_opmaak)


def vul_brief(d: PokDocument, tekst: str, *, is_aan_voogd: bool) -> tuple[Blok, ...]:
    """The blocks of a letter with everything filled in; an empty line after filling in disappears."""
    waarden = list_waarden(d)
    uit: list[Blok] = []
    for blok in _lees(tekst):
        if blok.tekst == "{stappen}":
            stappen = _stappen_voogd(d) if is_aan_voogd else _stappen(d)
            uit += [Blok(BlokSoort.LID, stap, blok.regel) for stap in stappen]
        elif blok.tekst == "{vraag}":
            uit.append(Blok(BlokSoort.ALINEA, _vraag(d, is_aan_voogd=is_aan_voogd), blok.regel, blok.na_wit))
        elif gevuld := vul(blok.tekst, waarden).strip():
            uit.append(Blok(blok.soort, gevuld, blok.regel, blok.na_wit))
    if d.versie > 1 and tekst.count("{versie}") == 0:
        nieuw = f"Dit is versie {d.versie}. Gebruik eerdere versies niet meer."
        plaats = next((n for n, blok in enumerate(uit) if blok.soort is BlokSoort.KOP), len(uit))
        uit.insert(plaats, Blok(BlokSoort.ALINEA, nieuw, 0, na_wit=True))
    return tuple(uit)


def list_waarden(d: PokDocument) -> dict[str, str]:
    """Every variable but those that are whole paragraphs."""
    begeleider = ", ".join(r for r in (d.onderwijsbegeleider.naam.strip(), *d.onderwijsbegeleider.bereikbaar()) if r)
    return {
        "student": d.student.naam,
        "roepnaam": d.student.roepnaam.strip() or d.student.naam.strip() or "student",
        "voogd": d.student.voogd.strip() or "ouder of voogd",
        "leerbedrijf": d.leerbedrijf.naam,
        "praktijkopleider": d.praktijkopleider.naam,
        "opleiding": d.opleiding.naam,
        "begin": datum(d.begin_op),
        "eind": datum(d.eind_op),
        "uren": getal(d.uren_totaal),
        "uren_per_week": getal(d.uren_per_week),
        "nummer": d.nummer,
        "versie": str(d.versie),
        "aantal": _telwoord(len(d.exemplaren)),
        "stage_of_werk": "ga je leren en werken" if d.is_bbl else "ga je stage lopen",
        "datum": datum(d.brief_op),
        "terug_voor": datum(d.terug_voor) if d.terug_voor else "",
        "begeleider": begeleider,
        "school": d.school.naam,
        "afdeling": d.school.afdeling,
        "ondertekenaar": d.school.ondertekenaar,
        "functie": d.school.functie,
    }


def _vraag(d: PokDocument, *, is_aan_voogd: bool) -> str:
    """Whom to ask, and where the agreement can be found on-line."""
    wie = ", ".join(r for r in (d.onderwijsbegeleider.naam.strip(), *d.onderwijsbegeleider.bereikbaar()) if r)
    je = "de" if is_aan_voogd else "je"
    vraag = f"Vraag het aan {je} onderwijsbegeleider: {wie}." if wie else f"Vraag het aan {d.school.afdeling}."
    if d.school.website.strip() and not is_aan_voogd:
        vraag += f" Je vindt je overeenkomst ook op {d.school.website.strip()}."
    return vraag


def _telwoord(aantal: int) -> str:
    if aantal == 1:
        return "één exemplaar"
    return ("twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen")[aantal - 2] + "voud"


def _alle(d: PokDocument) -> str:
    return "elk exemplaar" if len(d.exemplaren) > 1 else "de overeenkomst"


def _stappen(d: PokDocument) -> list[str]:
    """What the student has to do, in order."""
    alle = _alle(d)
    stappen = [
        "Lees de overeenkomst. Klopt er iets niet? Teken dan niet, maar laat het ons weten.",
        f"Zet je handtekening op het bpv-blad van {alle}.",
        _laat_tekenen(d),
        _stuur_terug(d),
    ]
    return stappen + _verdeel(d)


def _stappen_voogd(d: PokDocument) -> list[str]:
    """What parent and student have to do together, in order."""
    alle, roepnaam = _alle(d), (d.student.roepnaam.strip() or d.student.naam.strip() or "de student")[:80]
    stappen = [
        "Lees de overeenkomst samen. Klopt er iets niet? Teken dan niet, maar laat het ons weten.",
        f"Zet beiden een handtekening op het bpv-blad van {alle}: {roepnaam}, en u als ouder of voogd.",
        _laat_tekenen(d),
        _stuur_terug(d),
    ]
    return stappen + _verdeel(d)


def _laat_tekenen(d: PokDocument) -> str:
    """Who signs for the company, and where that is when it is not where the student works."""
    alle = _alle(d)
    if d.namens is None:
        return f"Laat het leerbedrijf {alle} tekenen."
    adres = d.namens.adres.op_een_regel()
    wie = f" Vraag naar {d.namens.wie[:120]}." if d.namens.wie else ""
    waar = f" Het adres is {adres[:160]}." if adres else ""
    return f"Laat {d.namens.naam[:120]} {alle} tekenen, namens het leerbedrijf.{waar}{wie}"


def _stuur_terug(d: PokDocument) -> str:
    terug = _namen([e for e in d.exemplaren if e.is_terug_naar_school])
    wanneer = f" vóór {datum(d.terug_voor)}" if d.terug_voor else ""
    wat = f"het exemplaar {terug}" if terug else "alle exemplaren"
    is_gratis = d.school.retouradres.straat.strip().lower().startswith("antwoordnummer")
    gratis = " Een postzegel is niet nodig." if is_gratis else ""
    return (
        f"Stuur {wat}{wanneer} terug in de antwoordenvelop, met het retourblad, of lever het in bij "
        f"{d.school.afdeling}.{gratis}"
    )


def _verdeel(d: PokDocument) -> list[str]:
    terug = [e for e in d.exemplaren if e.is_terug_naar_school]
    if not terug or len(terug) == len(d.exemplaren):
        return []
    return ["Verdeel de andere exemplaren. Rechtsboven op elk exemplaar staat voor wie het is."]


def _namen(exemplaren: list[Exemplaar]) -> str:
    """`voor de student, voor het leerbedrijf`."""
    return ", ".join(dict.fromkeys(e.voor.strip()[:60] for e in exemplaren))


assert {"stappen", "vraag"} == BLOKKEN  # each is a branch of vul_brief
