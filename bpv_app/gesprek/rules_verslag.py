"""The report of a conversation: its questions, what an answer may be, what is shared and what never is.

A question can be marked "alleen school". `deelbare_vragen` is the one place that takes those out: whatever goes to a
student or a company is made from what it gives (issue 5: "parts marked 'alleen school' are never sent to them").
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from bpv_app.dossier.rules_momenten import Deelnemer
from bpv_app.kernel.clock import lees_datum
from bpv_app.kernel.errors import DomeinFout, OngeldigeInvoer
from bpv_app.kernel.schoon import schone_regel, schone_tekst
from bpv_app.kernel.tekst import Tekst

MAX_VRAAG = 200
MAX_VRAGEN = 12
MAX_KEUZES = 8
MAX_KEUZE = 80
MAX_ANTWOORD = 4000
MAX_AFSPRAAK = 500
MAX_AFSPRAKEN = 40
"""Agreements in one report; a dossier keeps those of all its conversations."""
MAX_REACTIE = 2000
MAX_REACTIES = 200
SCHAAL = ("1", "2", "3", "4", "5")
JA, NEE = "ja", "nee"


class VraagSoort(StrEnum):
    """What kind of answer a question asks for."""

    TEKST = "tekst"
    SCHAAL = "schaal"
    JA_NEE = "ja_nee"
    KEUZE = "keuze"


SOORT_LABEL: dict[VraagSoort, Tekst] = {
    VraagSoort.TEKST: Tekst("Tekst", "Text"),
    VraagSoort.SCHAAL: Tekst("Schaal van 1 tot 5", "Scale from 1 to 5"),
    VraagSoort.JA_NEE: Tekst("Ja of nee", "Yes or no"),
    VraagSoort.KEUZE: Tekst("Keuze uit een lijst", "Choice from a list"),
}
ANTWOORD_LABEL: dict[str, Tekst] = {JA: Tekst("Ja", "Yes"), NEE: Tekst("Nee", "No")}


class VerslagStatus(StrEnum):
    """Whether student and company have (a version of) the report."""

    CONCEPT = "concept"
    GEDEELD = "gedeeld"


STATUS_LABEL: dict[VerslagStatus, Tekst] = {
    VerslagStatus.CONCEPT: Tekst("Nog niet gedeeld", "Not shared yet"),
    VerslagStatus.GEDEELD: Tekst("Gedeeld", "Shared"),
}


class AfspraakSoort(StrEnum):
    """A goal to learn, or something somebody is going to do."""

    DOEL = "doel"
    AFSPRAAK = "afspraak"


AFSPRAAK_LABEL: dict[AfspraakSoort, Tekst] = {
    AfspraakSoort.AFSPRAAK: Tekst("Afspraak", "Agreement"),
    AfspraakSoort.DOEL: Tekst("Leerdoel", "Learning goal"),
}


class ReactieSoort(StrEnum):
    """What student or company says about a shared report."""

    AKKOORD = "akkoord"
    OPMERKING = "opmerking"


REACTIE_LABEL: dict[ReactieSoort, Tekst] = {
    ReactieSoort.AKKOORD: Tekst("Gelezen en akkoord", "Read and agreed"),
    ReactieSoort.OPMERKING: Tekst("Opmerking", "Comment"),
}


@dataclass(frozen=True, slots=True)
class Vraag:
    """A question of a template. `sleutel` stays the same over the versions; `tekst_en` may be empty (then Dutch)."""

    sleutel: str
    soort: VraagSoort
    tekst: str
    keuzes: tuple[str, ...] = ()
    alleen_school: bool = False
    verplicht: bool = False
    tekst_en: str = ""

    def in_taal(self, taal: str) -> str:
        """The question in the reader's language."""
        return Tekst(self.tekst, self.tekst_en or self.tekst).in_taal(taal)

    def als_json(self) -> dict[str, Any]:
        """As it is stored."""
        return {
            "sleutel": self.sleutel,
            "soort": self.soort.value,
            "tekst": self.tekst,
            "keuzes": list(self.keuzes),
            "alleen_school": self.alleen_school,
            "verplicht": self.verplicht,
            "tekst_en": self.tekst_en,
        }


def vraag_van(rij: Mapping[str, Any]) -> Vraag:
    """A stored question."""
    return Vraag(
        str(rij["sleutel"]),
        VraagSoort(rij["soort"]),
        str(rij["tekst"]),
        tuple(str(k) for k in rij["keuzes"]),
        bool(rij["alleen_school"]),
        bool(rij["verplicht"]),
        str(rij["tekst_en"]),
    )


def _leeg(label: str) -> Tekst:
    return Tekst(f"{label}: vul dit eerst in.", f"{label}: fill this in first.")


class VerslagVeranderd(DomeinFout):
    """Somebody else changed the report since it was on this person's screen. `verschillen`: question, theirs, yours."""

    http_status = 409

    def __init__(self, wie: str, verschillen: tuple[tuple[str, str, str], ...]) -> None:
        nl = "; ".join(f"{vraag}: nu '{nu}', bij jou '{jij}'" for vraag, nu, jij in verschillen)
        en = "; ".join(f"{vraag}: now '{nu}', on your screen '{jij}'" for vraag, nu, jij in verschillen)
        super().__init__(
            "verslag_veranderd",
            Tekst(
                f"{wie} heeft dit verslag intussen gewijzigd. Er is niets gedeeld. {nl}. Lees het eerst opnieuw.",
                f"{wie} changed this report in the meantime. Nothing was shared. {en}. Read it again first.",
            ),
        )
        self.verschillen = verschillen


def schoon_antwoord(vraag: Vraag, tekst: str) -> str:
    """An answer as it is stored; empty means not answered. Raises OngeldigeInvoer (field: the question's key)."""
    schoon = schone_tekst(tekst)
    if not schoon:
        return ""
    toegestaan = {VraagSoort.SCHAAL: SCHAAL, VraagSoort.JA_NEE: (JA, NEE), VraagSoort.KEUZE: vraag.keuzes}
    if vraag.soort in toegestaan and schoon not in toegestaan[vraag.soort]:
        raise OngeldigeInvoer({vraag.sleutel: Tekst("Kies een van de antwoorden.", "Choose one of the answers.")})
    if len(schoon) > MAX_ANTWOORD:
        raise OngeldigeInvoer(
            {vraag.sleutel: Tekst(f"Hoogstens {MAX_ANTWOORD} tekens.", f"At most {MAX_ANTWOORD} characters.")}
        )
    return schoon


def toon_antwoord(soort: VraagSoort, antwoord: str, taal: str = "nl") -> str:
    """An answer as people read it: `Ja`, `4 van 5`, or the text itself."""
    if soort is VraagSoort.JA_NEE and antwoord in ANTWOORD_LABEL:
        return ANTWOORD_LABEL[antwoord].in_taal(taal)
    if soort is VraagSoort.SCHAAL and antwoord:
        return Tekst(f"{antwoord} van 5", f"{antwoord} of 5").in_taal(taal)
    return antwoord


def check_compleet(vragen: Sequence[Vraag], antwoorden: Mapping[str, str]) -> None:
    """Before sharing: what is required has an answer, and there is something to share. Raises OngeldigeInvoer."""
    fouten = {v.sleutel: _leeg(v.tekst) for v in vragen if v.verplicht and not antwoorden.get(v.sleutel)}
    if not fouten and not any(antwoorden.get(v.sleutel) for v in deelbare_vragen(vragen)):
        fouten = {v.sleutel: _leeg(v.tekst) for v in deelbare_vragen(vragen)[:1]}
    if fouten:
        raise OngeldigeInvoer(
            fouten,
            Tekst(
                f"Nog niet ingevuld: {'; '.join(v.tekst for v in vragen if v.sleutel in fouten)}",
                f"Not filled in yet: {'; '.join(v.in_taal('en') for v in vragen if v.sleutel in fouten)}",
            ),
        )


def deelbare_vragen(vragen: Sequence[Vraag]) -> list[Vraag]:
    """The questions whose answers may go to student and company."""
    return [v for v in vragen if not v.alleen_school]


@dataclass(frozen=True, slots=True)
class AfspraakInvoer:
    """A goal or agreement: who does it, and before when (None: no date)."""

    soort: AfspraakSoort
    tekst: str
    eigenaar: Deelnemer
    voor: date | None = None


def lees_afspraak(soort: str, tekst: str, eigenaar: str, voor: str) -> AfspraakInvoer:
    """What was typed, read. Raises OngeldigeInvoer with every field that is wrong."""
    fouten: dict[str, Tekst] = {}
    schoon = schone_tekst(tekst)
    if not schoon:
        fouten["afspraak_tekst"] = Tekst("Schrijf op wat jullie afspreken.", "Write down what you agree.")
    elif len(schoon) > MAX_AFSPRAAK:
        fouten["afspraak_tekst"] = Tekst(f"Hoogstens {MAX_AFSPRAAK} tekens.", f"At most {MAX_AFSPRAAK} characters.")
    if soort not in set(AfspraakSoort):
        fouten["afspraak_soort"] = Tekst("Kies doel of afspraak.", "Choose goal or agreement.")
    if eigenaar not in set(Deelnemer):
        fouten["afspraak_wie"] = Tekst("Kies wie dit doet.", "Choose who does this.")
    dag = None
    try:
        dag = lees_datum(voor)
    except ValueError:
        fouten["afspraak_voor"] = Tekst("Dit is geen datum.", "This is not a date.")
    if fouten:
        raise OngeldigeInvoer(fouten)
    return AfspraakInvoer(AfspraakSoort(soort), schoon, Deelnemer(eigenaar), dag)


@dataclass(frozen=True, slots=True)
class AfspraakStand:
    """An agreement as it goes into a shared copy."""

    id: int
    invoer: AfspraakInvoer
    klaar: bool


@dataclass(frozen=True, slots=True)
class Gedeeld:
    """What student and company get of a report: answers as (question nl, question en, kind, answer), agreements."""

    moment: str
    gehouden_op: str
    aanwezig: tuple[str, ...]
    antwoorden: tuple[tuple[str, str, str, str], ...]
    afspraken: tuple[dict[str, Any], ...] = field(default_factory=tuple)

    def als_json(self) -> dict[str, Any]:
        """As the copy is frozen."""
        return {
            "moment": self.moment,
            "gehouden_op": self.gehouden_op,
            "aanwezig": list(self.aanwezig),
            "antwoorden": [
                {"vraag": v, "vraag_en": en, "soort": soort, "antwoord": a} for v, en, soort, a in self.antwoorden
            ],
            "afspraken": [dict(a) for a in self.afspraken],
        }


def gedeeld_van(rij: Mapping[str, Any]) -> Gedeeld:
    """A stored copy."""
    return Gedeeld(
        str(rij["moment"]),
        str(rij["gehouden_op"]),
        tuple(rij["aanwezig"]),
        tuple((a["vraag"], a["vraag_en"], a["soort"], a["antwoord"]) for a in rij["antwoorden"]),
        tuple(rij["afspraken"]),
    )


def maak_gedeeld(
    moment: str,
    gehouden_op: date | None,
    aanwezig: Sequence[str],
    vragen: Sequence[Vraag],
    antwoorden: Mapping[str, str],
    afspraken: Sequence[AfspraakStand],
) -> Gedeeld:
    """The copy for student and company: without what is for the school alone, without the zorgvierkant."""
    return Gedeeld(
        moment,
        gehouden_op.isoformat() if gehouden_op else "",
        tuple(aanwezig),
        tuple(
            (v.tekst, v.tekst_en, v.soort.value, antwoorden[v.sleutel])
            for v in deelbare_vragen(vragen)
            if antwoorden.get(v.sleutel)
        ),
        tuple(
            {
                "id": a.id,
                "soort": a.invoer.soort.value,
                "tekst": a.invoer.tekst,
                "eigenaar": a.invoer.eigenaar.value,
                "voor": a.invoer.voor.isoformat() if a.invoer.voor else "",
                "klaar": a.klaar,
            }
            for a in afspraken
        ),
    )


def vergelijk(eerder: Gedeeld, nu: Gedeeld) -> list[tuple[str, str]]:
    """What changed between two copies, as (kind, what): kind is erbij, weg or veranderd."""
    uit: list[tuple[str, str]] = []
    was = {v: a for v, _, _, a in eerder.antwoorden}
    wordt = {v: a for v, _, _, a in nu.antwoorden}
    for vraag, antwoord in wordt.items():
        if vraag not in was:
            uit.append(("erbij", vraag))
        elif was[vraag] != antwoord:
            uit.append(("veranderd", vraag))
    uit += [("weg", vraag) for vraag in was if vraag not in wordt]
    if (eerder.gehouden_op, eerder.aanwezig) != (nu.gehouden_op, nu.aanwezig):
        uit.append(("veranderd", "Wanneer het was en wie erbij was"))
    oud, nieuw = {a["id"]: a for a in eerder.afspraken}, {a["id"]: a for a in nu.afspraken}
    for sleutel, afspraak in nieuw.items():
        if sleutel not in oud:
            uit.append(("erbij", afspraak["tekst"]))
        elif oud[sleutel] != afspraak:
            uit.append(("veranderd", afspraak["tekst"]))
    return uit + [("weg", a["tekst"]) for sleutel, a in oud.items() if sleutel not in nieuw]


WIJZIGING_LABEL: dict[str, Tekst] = {
    "erbij": Tekst("Nieuw", "New"),
    "weg": Tekst("Weg", "Gone"),
    "veranderd": Tekst("Veranderd", "Changed"),
}


def schone_reactie(soort: str, tekst: str) -> tuple[ReactieSoort, str]:
    """A comment or a confirmation as it is stored. Raises OngeldigeInvoer (`reactie`)."""
    if soort not in set(ReactieSoort):
        raise OngeldigeInvoer({"reactie": Tekst("Kies akkoord of een opmerking.", "Choose agreed or a comment.")})
    schoon = schone_tekst(tekst)
    if ReactieSoort(soort) is ReactieSoort.OPMERKING and not schoon:
        raise OngeldigeInvoer({"reactie": Tekst("Schrijf eerst iets.", "Write something first.")})
    if len(schoon) > MAX_REACTIE:
        raise OngeldigeInvoer(
            {"reactie": Tekst(f"Hoogstens {MAX_REACTIE} tekens.", f"At most {MAX_REACTIE} characters.")}
        )
    return ReactieSoort(soort), schoon


def schone_vraag(tekst: str) -> str:
    """The words of a question as they are stored."""
    return schone_regel(tekst)
