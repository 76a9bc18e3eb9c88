"""What a team may set about hours, which periods are free, and dated norms: reading forms, nothing else.

Everything typed comes from a browser and is hostile until it is read here. Limits of a day and a week: article 5:7 of
the Working Hours Act (Arbeidstijdenwet): at most 12 hours a shift and 60 hours a week.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import TypeVar

from bpv_app.kernel.clock import lees_datum
from bpv_app.kernel.errors import OngeldigeInvoer
from bpv_app.kernel.nummers import schoon_tekst
from bpv_app.kernel.tekst import Tekst
from bpv_app.student.rules import Leerweg
from bpv_app.uren.rules import Beoordelaar, Regio, VrijSoort
from bpv_app.uren.rules_invoer import OngeldigeUren, lees_uren
from bpv_app.uren.rules_logboek import MAX_VRAAG, MAX_VRAGEN

MAX_UREN_DAG = 12
MAX_UREN_WEEK = 60
MAX_DAGEN_BEOORDELING = 31
MAX_NAAM = 100
MAX_PERIODE = 120
"""Days: longer is a mistake in a year, not a holiday."""
DAGEN: tuple[Tekst, ...] = (
    Tekst("Maandag", "Monday"),
    Tekst("Dinsdag", "Tuesday"),
    Tekst("Woensdag", "Wednesday"),
    Tekst("Donderdag", "Thursday"),
    Tekst("Vrijdag", "Friday"),
    Tekst("Zaterdag", "Saturday"),
    Tekst("Zondag", "Sunday"),
)
BEOORDELAAR_LABEL: dict[Beoordelaar, Tekst] = {
    Beoordelaar.PRAKTIJKOPLEIDER: Tekst("De praktijkopleider", "The workplace supervisor"),
    Beoordelaar.SCHOOL: Tekst("De school", "The school"),
}
REGIO_LABEL: dict[Regio, Tekst] = {
    Regio.NOORD: Tekst("Noord", "North"),
    Regio.MIDDEN: Tekst("Midden", "Central"),
    Regio.ZUID: Tekst("Zuid", "South"),
}
VRIJ_LABEL: dict[VrijSoort, Tekst] = {
    VrijSoort.VAKANTIE: Tekst("Vakantie", "School holiday"),
    VrijSoort.STUDIEDAG: Tekst("Studiedag", "Study day"),
}


class Laat(StrEnum):
    """By whom a week is late: the student did not send it in (again), or it was not judged in time."""

    STUDENT = "student"
    BEDRIJF = "bedrijf"
    SCHOOL = "school"


class Wacht(StrEnum):
    """Who is to judge a week that was sent in."""

    BEDRIJF = "bedrijf"
    SCHOOL = "school"


LAAT_LABEL: dict[Laat, Tekst] = {
    Laat.STUDENT: Tekst("Niet op tijd ingestuurd", "Not sent in in time"),
    Laat.BEDRIJF: Tekst("Bedrijf keurt te laat", "Company late to approve"),
    Laat.SCHOOL: Tekst("School keurt te laat", "School late to approve"),
}
WACHT_LABEL: dict[Wacht, Tekst] = {
    Wacht.BEDRIJF: Tekst("Het bedrijf", "The company"),
    Wacht.SCHOOL: Tekst("De school", "The school"),
}
E = TypeVar("E", bound=StrEnum)

_KIES = Tekst("Kies een van de mogelijkheden.", "Choose one of these.")
_GEEN_DATUM = Tekst("Dit is geen datum.", "This is not a date.")
_VOLGORDE = Tekst("De laatste dag ligt vóór de eerste.", "The last day lies before the first.")
_TE_LANG = Tekst(f"Hoogstens {MAX_PERIODE} dagen.", f"At most {MAX_PERIODE} days.")


@dataclass(frozen=True, slots=True)
class TeamInvoer:
    """How a team works with hours. Days of the week from Monday = 0; `insturen_voor`: last day to send it in."""

    beoordelaar: Beoordelaar
    regio: Regio
    werkdagen: tuple[int, ...]
    insturen_voor: int
    dagen_voor_beoordeling: int
    max_minuten_dag: int
    max_minuten_week: int
    vragen: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PeriodeInvoer:
    """Free days, both included: of a region, of a team, or (neither) of the school."""

    soort: VrijSoort
    naam: str
    van: date
    tot: date
    regio: Regio | None = None
    team_id: int | None = None


@dataclass(frozen=True, slots=True)
class NormInvoer:
    """Hours of BPV from a day on; `jaren` 0: for every length."""

    leerweg: Leerweg
    jaren: int
    vanaf: date
    uren: int
    per_jaar: bool


def schooljaar_van(dag: date) -> int:
    """The year in which the school year of that day began (1 August)."""
    return dag.year if dag.month >= 8 else dag.year - 1


def schooljaar_grenzen(jaar: int) -> tuple[date, date]:
    """First and last day of the school year that begins in `jaar`."""
    return date(jaar, 8, 1), date(jaar + 1, 7, 31)


def schooljaar_tekst(jaar: int) -> str:
    """`2026-2027`."""
    return f"{jaar}-{jaar + 1}"


class _Lezer:
    """Reads a form and gathers what is wrong, per field."""

    def __init__(self, form: Mapping[str, str]) -> None:
        self._form = form
        self.fouten: dict[str, Tekst] = {}

    def tekst(self, veld: str) -> str:
        return schoon_tekst(self._form.get(veld, "")[:400])

    def keuze(self, veld: str, soort: type[E], anders: E) -> E:
        try:
            return soort(self.tekst(veld))
        except ValueError:
            self.fouten[veld] = _KIES
            return anders

    def getal(self, veld: str, van: int, tot: int) -> int:
        tekst = self.tekst(veld)
        if tekst.isascii() and tekst.isdigit() and len(tekst) < 7 and van <= int(tekst) <= tot:
            return int(tekst)
        self.fouten[veld] = Tekst(f"Vul een getal in van {van} tot en met {tot}.", f"A number from {van} to {tot}.")
        return van

    def uren(self, veld: str, hoogstens: int) -> int:
        try:
            minuten = lees_uren(self.tekst(veld), hoogstens=hoogstens)
        except OngeldigeUren:
            minuten = 0
        if minuten < 60:
            self.fouten[veld] = Tekst(
                f"Schrijf uren als 8 of 7,5: minstens 1 en hoogstens {hoogstens}.",
                f"Write hours as 8 or 7.5: at least 1 and at most {hoogstens}.",
            )
        return minuten

    def datum(self, veld: str) -> date:
        try:
            dag = lees_datum(self.tekst(veld))
        except ValueError:
            dag = None
        if dag is None or not 2000 <= dag.year <= 2100:
            self.fouten[veld] = _GEEN_DATUM
            return date(2000, 1, 1)  # any day will do: the error is raised at the end
        return dag

    def klaar(self) -> None:
        if self.fouten:
            raise OngeldigeInvoer(self.fouten)


def lees_team(form: Mapping[str, str]) -> TeamInvoer:
    """Read the form of a team. Raises `OngeldigeInvoer` with every wrong field at once."""
    lezer = _Lezer(form)
    werkdagen = tuple(n for n in range(len(DAGEN)) if form.get(f"werkdag_{n}"))
    if not werkdagen:
        lezer.fouten["werkdag_0"] = Tekst("Kies minstens één dag.", "Choose at least one day.")
    regels = [schoon_tekst(regel) for regel in form.get("vragen", "")[:10_000].splitlines()]
    vragen = tuple(regel for regel in regels if regel)
    if len(vragen) > MAX_VRAGEN or any(len(vraag) > MAX_VRAAG for vraag in vragen):
        lezer.fouten["vragen"] = Tekst(
            f"Hoogstens {MAX_VRAGEN} vragen, elk van hoogstens {MAX_VRAAG} tekens.",
            f"At most {MAX_VRAGEN} questions, each of at most {MAX_VRAAG} characters.",
        )
    invoer = TeamInvoer(
        beoordelaar=lezer.keuze("beoordelaar", Beoordelaar, Beoordelaar.PRAKTIJKOPLEIDER),
        regio=lezer.keuze("regio", Regio, Regio.MIDDEN),
        werkdagen=werkdagen,
        insturen_voor=lezer.getal("insturen_voor", 0, len(DAGEN) - 1),
        dagen_voor_beoordeling=lezer.getal("dagen_voor_beoordeling", 1, MAX_DAGEN_BEOORDELING),
        max_minuten_dag=lezer.uren("max_dag", MAX_UREN_DAG),
        max_minuten_week=lezer.uren("max_week", MAX_UREN_WEEK),
        vragen=vragen,
    )
    if not {"max_dag", "max_week"} & lezer.fouten.keys() and invoer.max_minuten_week < invoer.max_minuten_dag:
        lezer.fouten["max_week"] = Tekst("Een week is minstens één dag.", "A week is at least one day.")
    lezer.klaar()
    return invoer


def lees_voor(tekst: str) -> tuple[Regio | None, int | None] | None:
    """For whom a period holds: `school`, `regio:noord` or `team:12`; None for anything else."""
    soort, _, wie = tekst.partition(":")
    if soort == "school" and not wie:
        return None, None
    if soort == "regio" and wie in set(Regio):
        return Regio(wie), None
    if soort == "team" and wie.isascii() and wie.isdigit() and len(wie) < 16:
        return None, int(wie)
    return None


def schrijf_voor(regio: Regio | None, team_id: int | None) -> str:
    """The inverse of `lees_voor`."""
    return f"team:{team_id}" if team_id is not None else f"regio:{regio.value}" if regio else "school"


def periode_fout(van: date, tot: date) -> Tekst | None:
    """What is wrong with the days of a period."""
    if tot < van:
        return _VOLGORDE
    return _TE_LANG if tot - van >= timedelta(days=MAX_PERIODE) else None


def lees_periode(form: Mapping[str, str]) -> PeriodeInvoer:
    """Read a free period: `soort`, `naam`, `van`, `tot` (empty: one day), `voor`. Raises `OngeldigeInvoer`."""
    lezer = _Lezer(form)
    naam = lezer.tekst("naam")
    if not naam or len(naam) > MAX_NAAM:
        lezer.fouten["naam"] = Tekst(f"Vul een naam in van hoogstens {MAX_NAAM} tekens.", "Fill in a short name.")
    van = lezer.datum("van")
    tot = lezer.datum("tot") if lezer.tekst("tot") else van
    if not {"van", "tot"} & lezer.fouten.keys() and (fout := periode_fout(van, tot)):
        lezer.fouten["tot"] = fout
    voor = lees_voor(lezer.tekst("voor"))
    if voor is None:
        lezer.fouten["voor"] = _KIES
    regio, team_id = voor or (None, None)
    invoer = PeriodeInvoer(lezer.keuze("soort", VrijSoort, VrijSoort.VAKANTIE), naam, van, tot, regio, team_id)
    lezer.klaar()
    return invoer


def lees_norm(form: Mapping[str, str], vandaag: date) -> NormInvoer:
    """Read a norm. One that holds from a day in the past would change what was right then.

    Raises `OngeldigeInvoer`.
    """
    lezer = _Lezer(form)
    vanaf = lezer.datum("vanaf")
    if "vanaf" not in lezer.fouten and vanaf < vandaag:
        lezer.fouten["vanaf"] = Tekst("Kies vandaag of een dag later.", "Choose today or a later day.")
    invoer = NormInvoer(
        leerweg=lezer.keuze("leerweg", Leerweg, Leerweg.BOL),
        jaren=lezer.getal("jaren", 0, 4),
        vanaf=vanaf,
        uren=lezer.getal("uren", 1, 4000),
        per_jaar=bool(form.get("per_jaar")),
    )
    lezer.klaar()
    return invoer
