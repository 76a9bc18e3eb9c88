"""Evaluating a placement: who is asked what, reading a question list, checking answers. Values in, values out."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Any

from bpv_app.kernel.errors import DomeinFout, OngeldigeInvoer
from bpv_app.kernel.nummers import schoon_tekst
from bpv_app.kernel.tekst import Tekst

HERINNER_NA = timedelta(days=7)
"""After this the one reminder goes out."""
MAX_VRAGEN = 15
MAX_VRAAG = 200
MAX_ANTWOORD = 2000
SCHAAL = ("1", "2", "3", "4", "5")
SCHAAL_LABEL: dict[str, Tekst] = {
    "1": Tekst("Helemaal niet", "Not at all"),
    "2": Tekst("Niet zo", "Not really"),
    "3": Tekst("Gaat wel", "Somewhat"),
    "4": Tekst("Ja", "Yes"),
    "5": Tekst("Ja, heel erg", "Very much"),
}
JA_NEE_LABEL: dict[str, Tekst] = {"ja": Tekst("Ja", "Yes"), "nee": Tekst("Nee", "No")}


class EvaluatieSoort(StrEnum):
    """Who evaluates."""

    STUDENT = "student"
    BEDRIJF = "bedrijf"


SOORT_LABEL: dict[EvaluatieSoort, Tekst] = {
    EvaluatieSoort.STUDENT: Tekst("Student over het bedrijf", "Student about the company"),
    EvaluatieSoort.BEDRIJF: Tekst("Bedrijf over de student en de school", "Company about the student and the school"),
}


class VraagSoort(StrEnum):
    """How a question is answered. Texts are never counted."""

    SCHAAL = "schaal"
    JA_NEE = "ja_nee"
    TEKST = "tekst"


class Over(StrEnum):
    """What a question is about."""

    BEDRIJF = "bedrijf"
    STUDENT = "student"
    SCHOOL = "school"


OVER_LABEL: dict[Over, Tekst] = {
    Over.BEDRIJF: Tekst("Het bedrijf", "The company"),
    Over.STUDENT: Tekst("De voorbereiding van de student", "How the student was prepared"),
    Over.SCHOOL: Tekst("De school", "The school"),
}
MAG_OVER: dict[EvaluatieSoort, frozenset[Over]] = {
    EvaluatieSoort.STUDENT: frozenset({Over.BEDRIJF, Over.SCHOOL}),
    EvaluatieSoort.BEDRIJF: frozenset({Over.STUDENT, Over.SCHOOL}),
}


class EvaluatieDicht(DomeinFout):
    """It was sent in already."""

    http_status = 409

    def __init__(self) -> None:
        super().__init__(
            "evaluatie_dicht",
            Tekst("Je antwoorden zijn al ingestuurd. Bedankt!", "Your answers were sent in already. Thank you!"),
        )


@dataclass(frozen=True, slots=True)
class Vraag:
    """One question. Its key follows from what it asks: another question is counted apart."""

    over: Over
    soort: VraagSoort
    tekst: Tekst

    @property
    def sleutel(self) -> str:
        bron = f"{self.over.value}|{self.soort.value}|{self.tekst.nl}".encode()
        return "v" + hashlib.sha256(bron).hexdigest()[:12]


def _v(over: Over, soort: VraagSoort, nl: str, en: str) -> Vraag:
    return Vraag(over, soort, Tekst(nl, en))


STANDAARD: dict[EvaluatieSoort, tuple[Vraag, ...]] = {
    EvaluatieSoort.STUDENT: (
        _v(Over.BEDRIJF, VraagSoort.SCHAAL, "Ik voelde me welkom bij dit bedrijf.", "I felt welcome at this company."),
        _v(Over.BEDRIJF, VraagSoort.SCHAAL, "Het werk paste bij mijn opleiding.", "The work suited my programme."),
        _v(
            Over.BEDRIJF,
            VraagSoort.SCHAAL,
            "Mijn praktijkopleider had tijd voor mij.",
            "My workplace supervisor had time for me.",
        ),
        _v(Over.BEDRIJF, VraagSoort.SCHAAL, "Ik voelde me veilig op mijn werk.", "I felt safe at work."),
        _v(Over.BEDRIJF, VraagSoort.SCHAAL, "Ik heb hier veel geleerd.", "I learned a lot here."),
        _v(
            Over.SCHOOL,
            VraagSoort.SCHAAL,
            "De school hielp mij goed tijdens mijn stage.",
            "The school helped me well during my placement.",
        ),
        _v(
            Over.BEDRIJF,
            VraagSoort.JA_NEE,
            "Zou je dit bedrijf aanraden aan een andere student?",
            "Would you recommend this company to another student?",
        ),
        _v(Over.BEDRIJF, VraagSoort.TEKST, "Wat wil je nog vertellen?", "What else do you want to tell us?"),
    ),
    EvaluatieSoort.BEDRIJF: (
        _v(
            Over.STUDENT,
            VraagSoort.SCHAAL,
            "De student was goed voorbereid op het werk.",
            "The student was well prepared for the work.",
        ),
        _v(
            Over.STUDENT,
            VraagSoort.SCHAAL,
            "De student had een goede werkhouding.",
            "The student had a good attitude to work.",
        ),
        _v(Over.SCHOOL, VraagSoort.SCHAAL, "De school was goed te bereiken.", "The school was easy to reach."),
        _v(
            Over.SCHOOL,
            VraagSoort.SCHAAL,
            "Het was duidelijk wat de school van ons vroeg.",
            "It was clear what the school asked of us.",
        ),
        _v(
            Over.SCHOOL,
            VraagSoort.JA_NEE,
            "Wilt u vaker een student van onze school?",
            "Would you like to have a student of our school again?",
        ),
        _v(Over.SCHOOL, VraagSoort.TEKST, "Wat kan de school beter doen?", "What could the school do better?"),
    ),
}
"""The questions a school starts with, in B1 Dutch."""

_REGEL = Tekst(
    "Schrijf per regel: over wie; soort; vraag; Engelse vraag. Bijvoorbeeld: bedrijf; schaal; Ik voelde me welkom.; I "
    "felt welcome.",
    "Write per line: about whom; kind; question; English question. For example: bedrijf; schaal; Ik voelde me welkom.; "
    "I felt welcome.",
)


def lees_vragen(soort: EvaluatieSoort, tekst: str) -> tuple[Vraag, ...]:
    """A question list as typed, one question a line. Raises `OngeldigeInvoer` (field `vragen`) with the line."""
    vragen: list[Vraag] = []
    for nummer, regel in enumerate((r.strip() for r in tekst.splitlines()), 1):
        if not regel:
            continue
        delen = [schoon_tekst(d) for d in regel.split(";")]
        waar = Tekst(f"Regel {nummer}: {_REGEL.nl}", f"Line {nummer}: {_REGEL.en}")
        if len(delen) not in (3, 4) or delen[0] not in set(Over) or delen[1] not in set(VraagSoort):
            raise OngeldigeInvoer({"vragen": waar})
        nl, en = delen[2], delen[3] if len(delen) == 4 and delen[3] else delen[2]
        over = Over(delen[0])
        if over not in MAG_OVER[soort] or not nl or max(len(nl), len(en)) > MAX_VRAAG:
            raise OngeldigeInvoer({"vragen": waar})
        vragen.append(Vraag(over, VraagSoort(delen[1]), Tekst(nl, en)))
    if not 0 < len(vragen) <= MAX_VRAGEN:
        raise OngeldigeInvoer(
            {"vragen": Tekst(f"Stel 1 tot {MAX_VRAGEN} vragen.", f"Ask 1 to {MAX_VRAGEN} questions.")}
        )
    if len({v.sleutel for v in vragen}) != len(vragen):
        raise OngeldigeInvoer({"vragen": Tekst("Een vraag staat er twee keer.", "A question is there twice.")})
    return tuple(vragen)


def toon_vragen(vragen: Sequence[Vraag]) -> str:
    """The text `lees_vragen` reads."""
    return "\n".join(f"{v.over.value}; {v.soort.value}; {v.tekst.nl}; {v.tekst.en}" for v in vragen)


def vragen_als_json(vragen: Sequence[Vraag]) -> list[dict[str, Any]]:
    """A question list as it is stored."""
    return [{"over": v.over.value, "soort": v.soort.value, "nl": v.tekst.nl, "en": v.tekst.en} for v in vragen]


def vragen_uit_json(rijen: Iterable[Mapping[str, Any]]) -> tuple[Vraag, ...]:
    """What `vragen_als_json` wrote."""
    return tuple(Vraag(Over(r["over"]), VraagSoort(r["soort"]), Tekst(r["nl"], r["en"])) for r in rijen)


def lijst_hash(vragen: Sequence[Vraag]) -> str:
    """What is counted together: answers to precisely the same counted questions."""
    bron = "|".join(sorted(v.sleutel for v in vragen if v.soort is not VraagSoort.TEKST))
    return hashlib.sha256(bron.encode()).hexdigest()[:16]


def check_antwoord(vraag: Vraag, antwoord: str) -> str:
    """An answer as stored ("" for none). Raises `OngeldigeInvoer`."""
    if vraag.soort is VraagSoort.TEKST:
        schoon = "".join(c for c in antwoord.replace("\r\n", "\n") if c == "\n" or c.isprintable()).strip()
        if len(schoon) > MAX_ANTWOORD:
            raise OngeldigeInvoer(
                {vraag.sleutel: Tekst(f"Hoogstens {MAX_ANTWOORD} tekens.", f"At most {MAX_ANTWOORD} characters.")}
            )
        return schoon
    if antwoord and antwoord not in opties(vraag.soort):
        raise OngeldigeInvoer({vraag.sleutel: Tekst("Kies een van de antwoorden.", "Choose one of the answers.")})
    return antwoord


def opties(soort: VraagSoort) -> dict[str, Tekst]:
    """The answers of a question that is counted, in order; none for a text."""
    if soort is VraagSoort.SCHAAL:
        return SCHAAL_LABEL
    return JA_NEE_LABEL if soort is VraagSoort.JA_NEE else {}


def check_insturen(vragen: Sequence[Vraag], antwoorden: Mapping[str, str]) -> None:
    """Every counted question has an answer; texts may be left open. Raises `OngeldigeInvoer` naming each."""
    open_ = [v for v in vragen if v.soort is not VraagSoort.TEKST and not antwoorden.get(v.sleutel)]
    if open_:
        een = len(open_) == 1
        raise OngeldigeInvoer(
            {v.sleutel: Tekst("Kies een antwoord.", "Choose an answer.") for v in open_},
            Tekst(
                f"Nog {len(open_)} {'vraag is' if een else 'vragen zijn'} niet beantwoord.",
                f"{len(open_)} {'question is' if een else 'questions are'} not answered yet.",
            ),
        )


@dataclass(frozen=True, slots=True)
class Totaal:
    """A question with how often each answer was given. `gemiddelde` (1-5, hundredths) only for a scale."""

    vraag: Vraag
    aantal: int
    per_antwoord: tuple[tuple[str, int], ...]

    @property
    def gemiddelde(self) -> float | None:
        if self.vraag.soort is not VraagSoort.SCHAAL or not self.aantal:
            return None
        return round(sum(int(a) * n for a, n in self.per_antwoord) / self.aantal, 2)


def tel(formulieren: Iterable[tuple[Sequence[Vraag], Mapping[str, str]]]) -> tuple[Totaal, ...]:
    """Totals per question over forms that were counted in (whole slices only: the caller sees to that)."""
    vragen: dict[str, Vraag] = {}
    tellers: dict[str, Counter[str]] = {}
    for lijst, antwoorden in formulieren:
        for vraag in lijst:
            if vraag.soort is not VraagSoort.TEKST:
                vragen[vraag.sleutel] = vraag
                tellers.setdefault(vraag.sleutel, Counter())[antwoorden.get(vraag.sleutel, "")] += 1
    return tuple(
        Totaal(v, tellers[s].total(), tuple((a, tellers[s][a]) for a in opties(v.soort))) for s, v in vragen.items()
    )
