"""What stands on the paper of a report: the frozen copy that student and company got, in words. Nothing else goes in.

The source is `Gedeeld` alone, so what is for the school alone and the care notes cannot come in: they are not in it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from bpv_app.dossier.rules_momenten import DEELNEMER_LABEL, Deelnemer
from bpv_app.gesprek.rules_verslag import AFSPRAAK_LABEL, AfspraakSoort, Gedeeld, VraagSoort, toon_antwoord
from bpv_app.kernel.clock import toon_datum, toon_moment


@dataclass(frozen=True, slots=True)
class Paar:
    """A label with a text under it; the text may have lines."""

    kop: str
    tekst: str


@dataclass(frozen=True, slots=True)
class VerslagDocument:
    """One shared version, in Dutch as all documents are. `gedeeld_op` is the moment the file says it was made."""

    school: str
    titel: str
    student: str
    feiten: tuple[Paar, ...]
    antwoorden: tuple[Paar, ...]
    afspraken: tuple[Paar, ...]
    reacties: tuple[Paar, ...]
    nummer: int
    gedeeld_op: datetime


def _kop_afspraak(a: dict[str, object]) -> str:
    delen = [
        AFSPRAAK_LABEL[AfspraakSoort(str(a["soort"]))].nl,
        DEELNEMER_LABEL[Deelnemer(str(a["eigenaar"]))].nl.lower(),
    ]
    if voor := str(a["voor"] or ""):
        delen.append(f"vóór {toon_datum(date.fromisoformat(voor))}")
    if a["klaar"]:
        delen.append("gedaan")
    return ", ".join(delen)


def maak_document(
    inhoud: Gedeeld,
    *,
    school: str,
    student: str,
    bedrijf: str,
    nummer: int,
    gedeeld: tuple[datetime, str],
    reacties: Iterable[tuple[str, str, str, datetime]],
) -> VerslagDocument:
    """The document of a copy. `gedeeld`: when and by whom; `reacties`: who, what it is, its words, when."""
    op, door = gedeeld
    feiten = (
        ("Student", student),
        ("Bedrijf", bedrijf),
        ("Gehouden op", toon_datum(date.fromisoformat(inhoud.gehouden_op)) if inhoud.gehouden_op else ""),
        ("Aanwezig", ", ".join(DEELNEMER_LABEL[Deelnemer(a)].nl.lower() for a in inhoud.aanwezig)),
        ("Gedeeld", f"{toon_moment(op)} door {door}"),
        ("Versie", str(nummer)),
    )
    return VerslagDocument(
        school,
        inhoud.moment,
        student,
        tuple(Paar(kop, tekst) for kop, tekst in feiten if tekst),
        tuple(Paar(vraag, toon_antwoord(VraagSoort(soort), a)) for vraag, _, soort, a in inhoud.antwoorden),
        tuple(Paar(_kop_afspraak(a), str(a["tekst"])) for a in inhoud.afspraken),
        tuple(Paar(f"{wie}, {toon_moment(moment)}: {wat.lower()}", tekst) for wie, wat, tekst, moment in reacties),
        nummer,
        op,
    )
