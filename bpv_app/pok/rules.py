"""The life cycle of a POK as ONE table, and the rules around it.

The guard, the buttons on the screen, the diagram in the handbook and the KRD counterpart all come from `OVERGANGEN`.
Sources: the deck's steps 3-8 and "Bijzonderheden"; the student register's status rules (domain.md section 2).
When may a POK be printed? Read the row `Stap.DRUK_AF`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from bpv_app.kernel.actor import Actor
from bpv_app.kernel.errors import DomeinFout, GeenRecht
from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.tekst import Tekst

MAX_UREN = 5120
"""Most hours a POK may hold (KRD)."""


class PokStatus(StrEnum):
    """Our statuses; each has its counterpart in the KRD (`KRD_STATUS`)."""

    CONCEPT = "concept"
    VOLLEDIG = "volledig"
    AFGEDRUKT = "afgedrukt"
    DEFINITIEF = "definitief"
    AFGEROND = "afgerond"
    AFGEMELD = "afgemeld"
    AFGEWEZEN = "afgewezen"
    VERVANGEN = "vervangen"


class KrdStatus(StrEnum):
    """The register's statuses (deck: Volledig, Afgedrukt, Definitief, Beëindigd; KRD: the others)."""

    VOORLOPIG = "voorlopig"
    VOLLEDIG = "volledig"
    AFGEDRUKT = "afgedrukt"
    DEFINITIEF = "definitief"
    BEEINDIGD = "beeindigd"
    AFGEMELD = "afgemeld"
    AFGEWEZEN = "afgewezen"


STATUS_LABEL: dict[PokStatus, Tekst] = {
    PokStatus.CONCEPT: Tekst("Concept", "Draft"),
    PokStatus.VOLLEDIG: Tekst("Volledig", "Complete"),
    PokStatus.AFGEDRUKT: Tekst("Afgedrukt", "Printed"),
    PokStatus.DEFINITIEF: Tekst("Definitief", "Final"),
    PokStatus.AFGEROND: Tekst("Afgerond", "Closed"),
    PokStatus.AFGEMELD: Tekst("Afgemeld", "Withdrawn"),
    PokStatus.AFGEWEZEN: Tekst("Afgewezen", "Rejected"),
    PokStatus.VERVANGEN: Tekst("Vervangen", "Replaced"),
}

STATUS_BETEKENIS: dict[PokStatus, Tekst] = {
    PokStatus.CONCEPT: Tekst("Wordt nog klaargezet.", "Is still being prepared."),
    PokStatus.VOLLEDIG: Tekst(
        "Alles is ingevuld en gecontroleerd; de KRD weet ervan.", "All is filled in and checked; the register knows."
    ),
    PokStatus.AFGEDRUKT: Tekst(
        "Op papier en onderweg; wacht op handtekeningen.", "On paper and on its way; waits for signatures."
    ),
    PokStatus.DEFINITIEF: Tekst("Door alle partijen getekend.", "Signed by all parties."),
    PokStatus.AFGEROND: Tekst("De stage is afgesloten.", "The placement is closed."),
    PokStatus.AFGEMELD: Tekst("De student gaat niet door.", "The student does not go on."),
    PokStatus.AFGEWEZEN: Tekst(
        "School, leerbedrijf of KRD gaat niet akkoord.", "School, company or register does not agree."
    ),
    PokStatus.VERVANGEN: Tekst("Opgevolgd door een nieuwe POK.", "Succeeded by a new agreement."),
}

STATUS_TOON: dict[PokStatus, str] = {
    PokStatus.CONCEPT: "",
    PokStatus.VOLLEDIG: "info",
    PokStatus.AFGEDRUKT: "warning",
    PokStatus.DEFINITIEF: "success",
    PokStatus.AFGEROND: "success",
    PokStatus.AFGEMELD: "",
    PokStatus.AFGEWEZEN: "error",
    PokStatus.VERVANGEN: "",
}

KRD_LABEL: dict[KrdStatus, Tekst] = {
    KrdStatus.VOORLOPIG: Tekst("Voorlopig", "Provisional"),
    KrdStatus.VOLLEDIG: Tekst("Volledig", "Complete"),
    KrdStatus.AFGEDRUKT: Tekst("Afgedrukt", "Printed"),
    KrdStatus.DEFINITIEF: Tekst("Definitief", "Final"),
    KrdStatus.BEEINDIGD: Tekst("Beëindigd", "Ended"),
    KrdStatus.AFGEMELD: Tekst("Afgemeld", "Withdrawn"),
    KrdStatus.AFGEWEZEN: Tekst("Afgewezen", "Rejected"),
}

KRD_STATUS: dict[PokStatus, KrdStatus] = {
    PokStatus.CONCEPT: KrdStatus.VOORLOPIG,
    PokStatus.VOLLEDIG: KrdStatus.VOLLEDIG,
    PokStatus.AFGEDRUKT: KrdStatus.AFGEDRUKT,
    PokStatus.DEFINITIEF: KrdStatus.DEFINITIEF,
    PokStatus.AFGEROND: KrdStatus.BEEINDIGD,
    PokStatus.AFGEMELD: KrdStatus.AFGEMELD,
    PokStatus.AFGEWEZEN: KrdStatus.AFGEWEZEN,
    PokStatus.VERVANGEN: KrdStatus.BEEINDIGD,
}
"""What the KRD should hold for each of our statuses. A POK never told to the KRD has no counterpart there yet."""


class Partij(StrEnum):
    """Who signs (WEB 7.2.8): school, student, company; a guardian too when the student is under 18 at signing."""

    STUDENT = "student"
    VOOGD = "voogd"
    LEERBEDRIJF = "leerbedrijf"
    SCHOOL = "school"


PARTIJ_LABEL: dict[Partij, Tekst] = {
    Partij.STUDENT: Tekst("Student", "Student"),
    Partij.VOOGD: Tekst("Ouder of voogd", "Parent or guardian"),
    Partij.LEERBEDRIJF: Tekst("Leerbedrijf", "Company"),
    Partij.SCHOOL: Tekst("School", "School"),
}


class MutatieSoort(StrEnum):
    """What changes in an agreement; what each makes stands in `rules_mutatie.SOORTEN` (the deck: "POK mutaties")."""

    VERLENGING = "verlenging"
    VERKORTING = "verkorting"
    ANDER_LEERBEDRIJF = "ander_leerbedrijf"
    ANDERE_PRAKTIJKOPLEIDER = "andere_praktijkopleider"
    ANDERE_BEGELEIDER = "andere_begeleider"
    ANDERE_UREN = "andere_uren"
    ANDERE_CREBO = "andere_crebo"
    ANDER_KEUZEDEEL = "ander_keuzedeel"
    ANDERE_LEERWEG = "andere_leerweg"
    VERVANGENDE_PLEK = "vervangende_plek"
    OVERIG = "overig"


MUTATIE_LABEL: dict[MutatieSoort, Tekst] = {
    MutatieSoort.VERLENGING: Tekst("Verlengde stage", "Longer placement"),
    MutatieSoort.VERKORTING: Tekst("Kortere stage", "Shorter placement"),
    MutatieSoort.ANDER_LEERBEDRIJF: Tekst("Ander leerbedrijf", "Other company"),
    MutatieSoort.ANDERE_PRAKTIJKOPLEIDER: Tekst("Andere praktijkopleider", "Other workplace supervisor"),
    MutatieSoort.ANDERE_BEGELEIDER: Tekst("Andere onderwijsbegeleider", "Other school supervisor"),
    MutatieSoort.ANDERE_UREN: Tekst("Andere uren of dagen", "Other hours or days"),
    MutatieSoort.ANDERE_CREBO: Tekst("Andere crebo", "Other crebo"),
    MutatieSoort.ANDER_KEUZEDEEL: Tekst("Ander keuzedeel", "Other optional module"),
    MutatieSoort.ANDERE_LEERWEG: Tekst("Andere leerweg", "Other learning route"),
    MutatieSoort.VERVANGENDE_PLEK: Tekst("Vervangende plek", "Replacement place"),
    MutatieSoort.OVERIG: Tekst("Overige mutatie", "Other change"),
}


class EindReden(StrEnum):
    """Why a placement ended. Anything but `VOLTOOID` before the agreed end date is an early end."""

    VOLTOOID = "voltooid"
    GEDIPLOMEERD = "gediplomeerd"
    GESTOPT_STUDENT = "gestopt_student"
    GESTOPT_BEDRIJF = "gestopt_bedrijf"
    GESTOPT_SCHOOL = "gestopt_school"
    ANDERS = "anders"


EIND_LABEL: dict[EindReden, Tekst] = {
    EindReden.VOLTOOID: Tekst("Voltooid", "Completed"),
    EindReden.GEDIPLOMEERD: Tekst("Gediplomeerd", "Graduated"),
    EindReden.GESTOPT_STUDENT: Tekst("Gestopt door de student", "Stopped by the student"),
    EindReden.GESTOPT_BEDRIJF: Tekst("Gestopt door het leerbedrijf", "Stopped by the company"),
    EindReden.GESTOPT_SCHOOL: Tekst("Gestopt door de school", "Stopped by the school"),
    EindReden.ANDERS: Tekst("Anders", "Other"),
}


class Stap(StrEnum):
    """The verbs of the life cycle."""

    MAAK_VOLLEDIG = "maak_volledig"
    DRUK_AF = "druk_af"
    MAAK_DEFINITIEF = "maak_definitief"
    SLUIT_AF = "sluit_af"
    MELD_AF = "meld_af"
    WIJS_AF = "wijs_af"
    ZET_TERUG_NAAR_VOLLEDIG = "zet_terug_naar_volledig"
    ZET_TERUG_NAAR_CONCEPT = "zet_terug_naar_concept"
    VERVANG = "vervang"


class Effect(StrEnum):
    """What a transition does besides changing the status and writing history."""

    KRD_BERICHT = "krd_bericht"
    ERKENNING_CONTROLEREN = "erkenning_controleren"
    DOCUMENT_MAKEN = "document_maken"
    DOCUMENT_VERVALT = "document_vervalt"


class Voorwaarde(StrEnum):
    """An extra condition of a transition, besides status, right and required fields."""

    KRD_WEIGERDE_NIET = "krd_weigerde_niet"
    ALLES_GETEKEND = "alles_getekend"


VOORWAARDE_LABEL: dict[Voorwaarde, Tekst] = {
    Voorwaarde.KRD_WEIGERDE_NIET: Tekst(
        "De KRD heeft de laatste gegevens geweigerd. Herstel dat eerst en stuur opnieuw.",
        "The register refused the latest data. Correct that first and send again.",
    ),
    Voorwaarde.ALLES_GETEKEND: Tekst("Nog niet alle partijen hebben getekend.", "Not all parties have signed yet."),
}


@dataclass(frozen=True, slots=True)
class Overgang:
    """One row of the life cycle.

    `keuze` False: nobody picks it, it follows from something else (printing, the last signature, a mutation).
    `vereist`: fields that must be filled. `mits`: an extra condition. `reden`: a reason must be given.
    `vraag`: the consequence, asked first.
    """

    stap: Stap
    van: frozenset[PokStatus]
    naar: PokStatus
    actie: Actie
    label: Tekst
    vraag: Tekst
    vereist: tuple[str, ...] = ()
    mits: Voorwaarde | None = None
    reden: bool = False
    keuze: bool = True
    effecten: frozenset[Effect] = frozenset({Effect.KRD_BERICHT})


_VOLLEDIG_VEREIST = (
    "begin_op",
    "eind_op",
    "uren_totaal",
    "afsluitdatum",
    "leerbedrijf_id",
    "sbb_id",
    "praktijkopleider_id",
    "onderwijsbegeleider_id",
    "uren_per_week",
    "dagen_per_week",
)

OVERGANGEN: dict[Stap, Overgang] = {
    o.stap: o
    for o in (
        Overgang(
            Stap.MAAK_VOLLEDIG,
            frozenset({PokStatus.CONCEPT}),
            PokStatus.VOLLEDIG,
            Actie.POK_VERSTUREN,
            Tekst("Verstuur naar KRD", "Send to register"),
            Tekst(
                "De gegevens gaan naar de KRD. Daarna kan studentenzaken de POK afdrukken.",
                "The data go to the register. Then the student administration can print the agreement.",
            ),
            vereist=_VOLLEDIG_VEREIST,
            effecten=frozenset({Effect.ERKENNING_CONTROLEREN, Effect.KRD_BERICHT}),
        ),
        Overgang(
            Stap.DRUK_AF,
            frozenset({PokStatus.VOLLEDIG}),
            PokStatus.AFGEDRUKT,
            Actie.POK_AFDRUKKEN,
            Tekst("Afdrukken", "Print"),
            Tekst(
                "Na het afdrukken liggen leerbedrijf, data, crebo en uren vast.",
                "After printing, company, dates, crebo and hours are locked.",
            ),
            vereist=_VOLLEDIG_VEREIST,
            mits=Voorwaarde.KRD_WEIGERDE_NIET,
            effecten=frozenset({Effect.ERKENNING_CONTROLEREN, Effect.DOCUMENT_MAKEN, Effect.KRD_BERICHT}),
        ),
        Overgang(
            Stap.MAAK_DEFINITIEF,
            frozenset({PokStatus.AFGEDRUKT}),
            PokStatus.DEFINITIEF,
            Actie.POK_ONDERTEKENING_REGISTREREN,
            Tekst("Definitief", "Final"),
            Tekst("Volgt vanzelf uit de laatste handtekening.", "Follows from the last signature."),
            mits=Voorwaarde.ALLES_GETEKEND,
            keuze=False,
            effecten=frozenset({Effect.ERKENNING_CONTROLEREN, Effect.KRD_BERICHT}),
        ),
        Overgang(
            Stap.SLUIT_AF,
            frozenset({PokStatus.DEFINITIEF}),
            PokStatus.AFGEROND,
            Actie.POK_AFSLUITEN,
            Tekst("Stage afsluiten", "Close placement"),
            Tekst(
                "De stage wordt afgesloten; in de KRD wordt de POK beëindigd.",
                "The placement is closed; in the register the agreement ends.",
            ),
            vereist=("werkelijk_eind_op", "eind_reden", "gerealiseerde_uren"),
        ),
        Overgang(
            Stap.MELD_AF,
            frozenset({PokStatus.CONCEPT, PokStatus.VOLLEDIG, PokStatus.AFGEDRUKT}),
            PokStatus.AFGEMELD,
            Actie.POK_AFMELDEN,
            Tekst("Student afmelden", "Withdraw student"),
            Tekst(
                "De POK vervalt omdat de student niet doorgaat.",
                "The agreement lapses because the student does not go on.",
            ),
            reden=True,
        ),
        Overgang(
            Stap.WIJS_AF,
            frozenset({PokStatus.CONCEPT, PokStatus.VOLLEDIG, PokStatus.AFGEDRUKT}),
            PokStatus.AFGEWEZEN,
            Actie.POK_AFMELDEN,
            Tekst("Afwijzen", "Reject"),
            Tekst(
                "De POK vervalt omdat school, leerbedrijf of KRD niet akkoord gaat.",
                "The agreement lapses because school, company or register does not agree.",
            ),
            reden=True,
        ),
        Overgang(
            Stap.ZET_TERUG_NAAR_VOLLEDIG,
            frozenset({PokStatus.AFGEDRUKT, PokStatus.DEFINITIEF}),
            PokStatus.VOLLEDIG,
            Actie.POK_TERUGZETTEN,
            Tekst("Terug naar volledig", "Back to complete"),
            Tekst(
                "De afgedrukte versie en haar handtekeningen vervallen.",
                "The printed version and its signatures become void.",
            ),
            reden=True,
            effecten=frozenset({Effect.DOCUMENT_VERVALT, Effect.KRD_BERICHT}),
        ),
        Overgang(
            Stap.ZET_TERUG_NAAR_CONCEPT,
            frozenset({PokStatus.VOLLEDIG, PokStatus.AFGEDRUKT, PokStatus.DEFINITIEF}),
            PokStatus.CONCEPT,
            Actie.POK_TERUGZETTEN,
            Tekst("Terug naar concept", "Back to draft"),
            Tekst(
                "De afgedrukte versie en haar handtekeningen vervallen; de coördinator kan alles weer wijzigen.",
                "The printed version and its signatures become void; the coordinator can change everything again.",
            ),
            reden=True,
            effecten=frozenset({Effect.DOCUMENT_VERVALT, Effect.KRD_BERICHT}),
        ),
        Overgang(
            Stap.VERVANG,
            frozenset({PokStatus.VOLLEDIG, PokStatus.AFGEDRUKT, PokStatus.DEFINITIEF}),
            PokStatus.VERVANGEN,
            Actie.POK_MUTEREN,
            Tekst("Mutatie", "Amendment"),
            Tekst(
                "De oude POK eindigt de dag vóór het nieuwe begin; er komt een nieuwe POK.",
                "The old agreement ends the day before the new begin; a new agreement is made.",
            ),
            reden=True,
            keuze=False,
        ),
    )
}

LOPEND = frozenset({PokStatus.CONCEPT, PokStatus.VOLLEDIG, PokStatus.AFGEDRUKT, PokStatus.DEFINITIEF})
"""Statuses in which a POK still counts as the current one of its chain."""

VERGRENDELD_VANAF_AFDRUK = ("leerbedrijf_id", "begin_op", "eind_op", "afsluitdatum", "crebo", "uren_totaal")
"""Fields that may not change once printed (KRD)."""

VELD_LABEL: dict[str, Tekst] = {
    "begin_op": Tekst("Begindatum", "Start date"),
    "eind_op": Tekst("Verwachte einddatum", "Expected end date"),
    "uren_totaal": Tekst("Totaal aantal uren (SBU)", "Total hours"),
    "afsluitdatum": Tekst("Afsluitdatum", "Date of agreement"),
    "leerbedrijf_id": Tekst("Leerbedrijf", "Company"),
    "sbb_id": Tekst("Leerbedrijf-ID van het leerbedrijf", "Company's SBB ID"),
    "leerweg": Tekst("Leerweg", "Learning route"),
    "locatie_id": Tekst("Locatie", "Location"),
    "praktijkopleider_id": Tekst("Praktijkopleider", "Workplace supervisor"),
    "onderwijsbegeleider_id": Tekst("Onderwijsbegeleider", "School supervisor"),
    "uren_per_week": Tekst("Uren per week", "Hours per week"),
    "dagen_per_week": Tekst("Dagen per week", "Days per week"),
    "crebo": Tekst("Crebo", "Crebo"),
    "keuzedeel": Tekst("Keuzedeel", "Optional module"),
    "werkelijk_eind_op": Tekst("Werkelijke einddatum", "Real end date"),
    "eind_reden": Tekst("Reden van beëindiging", "Reason for ending"),
    "gerealiseerde_uren": Tekst("Gerealiseerde uren", "Realised hours"),
    "reden": Tekst("Reden", "Reason"),
}


class StapMagNiet(DomeinFout):
    """The status does not allow this step."""

    http_status = 409

    def __init__(self, stap: Stap, status: PokStatus) -> None:
        overgang = OVERGANGEN[stap]
        super().__init__(
            "stap_mag_niet",
            Tekst(
                f"“{overgang.label.nl}” kan niet: de POK is {STATUS_LABEL[status].nl.lower()}.",
                f"“{overgang.label.en}” is not possible: the agreement is {STATUS_LABEL[status].en.lower()}.",
            ),
        )


class Onvolledig(DomeinFout):
    """Fields are missing; all of them are listed at once."""

    def __init__(self, ontbreekt: Iterable[str]) -> None:
        namen = tuple(ontbreekt)
        super().__init__(
            "onvolledig",
            Tekst(
                "Nog niet ingevuld: " + ", ".join(VELD_LABEL[n].nl for n in namen) + ".",
                "Not filled in yet: " + ", ".join(VELD_LABEL[n].en for n in namen) + ".",
            ),
            {n: Tekst("Vul dit in.", "Fill this in.") for n in namen},
        )


class VoorwaardeOntbreekt(DomeinFout):
    """The extra condition of the step does not hold."""

    http_status = 409

    def __init__(self, voorwaarde: Voorwaarde) -> None:
        super().__init__(voorwaarde.value, VOORWAARDE_LABEL[voorwaarde])


@dataclass(frozen=True, slots=True)
class PokGegevens:
    """The values the rules look at. Hours in hours, days per week in days; dates inclusive."""

    status: PokStatus
    begin_op: date | None = None
    eind_op: date | None = None
    afsluitdatum: date | None = None
    uren_totaal: int | None = None
    uren_per_week: Decimal | None = None
    dagen_per_week: Decimal | None = None
    leerbedrijf_id: int | None = None
    sbb_id: str | None = None
    locatie_id: int | None = None
    praktijkopleider_id: int | None = None
    onderwijsbegeleider_id: int | None = None
    crebo: str = ""
    werkelijk_eind_op: date | None = None
    eind_reden: str = ""
    gerealiseerde_uren: Decimal | None = None
    krd_weigerde: bool = False
    alles_getekend: bool = False

    def voldoet(self, voorwaarde: Voorwaarde | None) -> bool:
        """Whether the extra condition of a transition holds."""
        if voorwaarde is Voorwaarde.KRD_WEIGERDE_NIET:
            return not self.krd_weigerde
        if voorwaarde is Voorwaarde.ALLES_GETEKEND:
            return self.alles_getekend
        return True


def ontbrekend(gegevens: PokGegevens, stap: Stap) -> tuple[str, ...]:
    """Names of the required fields of `stap` that are empty, in the table's order."""
    return tuple(naam for naam in OVERGANGEN[stap].vereist if getattr(gegevens, naam) in (None, ""))


def mag_stap(actor: Actor, status: PokStatus, stap: Stap) -> bool:
    """Whether this actor may take this step from this status (object scope is checked in the fetch)."""
    overgang = OVERGANGEN[stap]
    return status in overgang.van and actor.mag(overgang.actie)


def stappen_voor(actor: Actor, status: PokStatus) -> tuple[Overgang, ...]:
    """The steps a screen offers: those a person picks, allowed now, for these roles."""
    return tuple(o for o in OVERGANGEN.values() if o.keuze and mag_stap(actor, status, o.stap))


def check_stap(actor: Actor, gegevens: PokGegevens, stap: Stap, reden: str = "") -> Overgang:
    """Guard of every transition; returns the table's row.

    Raises GeenRecht, StapMagNiet, Onvolledig or VoorwaardeOntbreekt, in this order.
    """
    overgang = OVERGANGEN[stap]
    if not actor.mag(overgang.actie):
        raise GeenRecht
    if gegevens.status not in overgang.van:
        raise StapMagNiet(stap, gegevens.status)
    ontbreekt = ontbrekend(gegevens, stap)
    if ontbreekt:
        raise Onvolledig(ontbreekt)
    if overgang.reden and not reden.strip():
        raise Onvolledig(("reden",))
    if overgang.mits and not gegevens.voldoet(overgang.mits):
        raise VoorwaardeOntbreekt(overgang.mits)
    return overgang


def partijen_bij_tekenen(ondertekenaars: Iterable[str], is_minderjarig: bool) -> tuple[Partij, ...]:
    """Who must sign: the set-up's parties, and the guardian exactly when the student is under 18 (BW 1:234)."""
    partijen = [Partij(p) for p in ondertekenaars if p != Partij.VOOGD]
    if is_minderjarig:
        partijen.insert(partijen.index(Partij.STUDENT) + 1 if Partij.STUDENT in partijen else 0, Partij.VOOGD)
    return tuple(partijen)


def is_minderjarig(geboortedatum: date | None, op: date) -> bool:
    """Under 18 on day `op`. Someone born on 29 February comes of age on 1 March in a year without that day.

    An unknown birth date counts as of age: the school's own register knows better than a guess.
    """
    if geboortedatum is None:
        return False
    return (op.year - geboortedatum.year - ((op.month, op.day) < (geboortedatum.month, geboortedatum.day))) < 18


def is_alles_getekend(partijen: Iterable[Partij], getekend: Iterable[Partij]) -> bool:
    """Whether every required party signed: then the POK *is* definitief, nobody picks it."""
    nodig = set(partijen)
    return bool(nodig) and nodig <= set(getekend)


def wacht_stap(status: PokStatus | None, *, is_compleet: bool = False, heeft_handtekening: bool = False) -> int:
    """The step of the deck (1-8) that waits; 9 when all is done. No POK yet, or a lapsed one: step 3 (find a place).

    `is_compleet`: a concept with every field that sending needs waits for step 4.
    `heeft_handtekening`: the paper is coming back, so registering (step 7) waits instead of signing (step 6).
    """
    if status is PokStatus.CONCEPT:
        return 4 if is_compleet else 3
    if status is PokStatus.AFGEDRUKT:
        return 7 if heeft_handtekening else 6
    return {PokStatus.VOLLEDIG: 5, PokStatus.DEFINITIEF: 8, PokStatus.AFGEROND: 9}.get(status or PokStatus.CONCEPT, 3)
