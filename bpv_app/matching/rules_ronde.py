"""The life of a round as ONE table: which step, from which status, by whom, on what conditions.

The guard, the buttons on the screen and the page in the documentation come from `OVERGANGEN`. A round (ronde) is one
time of choosing: students put places in order, the round closes, the matching runs, the result is published.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from bpv_app.kernel.clock import toon_moment
from bpv_app.kernel.errors import DomeinFout, OngeldigeInvoer
from bpv_app.kernel.tekst import Tekst

MAX_REDEN = 1000


class RondeStatus(StrEnum):
    """Where a round stands."""

    CONCEPT = "concept"
    OPEN = "open"
    GESLOTEN = "gesloten"
    GEPUBLICEERD = "gepubliceerd"
    AFGEROND = "afgerond"


STATUS_LABEL: dict[RondeStatus, Tekst] = {
    RondeStatus.CONCEPT: Tekst("Concept", "Draft"),
    RondeStatus.OPEN: Tekst("Open", "Open"),
    RondeStatus.GESLOTEN: Tekst("Gesloten", "Closed"),
    RondeStatus.GEPUBLICEERD: Tekst("Gepubliceerd", "Published"),
    RondeStatus.AFGEROND: Tekst("Afgerond", "Finished"),
}
STATUS_BETEKENIS: dict[RondeStatus, Tekst] = {
    RondeStatus.CONCEPT: Tekst(
        "Wordt nog ingericht; studenten zien de ronde niet.", "Is being set up; students do not see it."
    ),
    RondeStatus.OPEN: Tekst(
        "Wie welke plaats mag kiezen ligt vast. Studenten maken hun lijst, vanaf de opening tot de sluiting.",
        "Who may choose which place is fixed. Students make their lists, from the opening until the closing moment.",
    ),
    RondeStatus.GESLOTEN: Tekst(
        "Lijsten kunnen niet meer veranderen. De loting is bekend en na te rekenen.",
        "Lists cannot change any more. The lottery is known and can be checked.",
    ),
    RondeStatus.GEPUBLICEERD: Tekst(
        "Studenten zien hun plaats en kunnen bezwaar maken.", "Students see their place and can object."
    ),
    RondeStatus.AFGEROND: Tekst("De plaatsing staat vast.", "The placement is final."),
}
STATUS_TOON: dict[RondeStatus, str] = {
    RondeStatus.CONCEPT: "",
    RondeStatus.OPEN: "success",
    RondeStatus.GESLOTEN: "info",
    RondeStatus.GEPUBLICEERD: "success",
    RondeStatus.AFGEROND: "",
}


class RondeStap(StrEnum):
    """A step in the life of a round."""

    OPENEN = "openen"
    SLUITEN = "sluiten"
    PUBLICEREN = "publiceren"
    AFRONDEN = "afronden"


STAP_LABEL: dict[RondeStap, Tekst] = {
    RondeStap.OPENEN: Tekst("Ronde openen", "Open the round"),
    RondeStap.SLUITEN: Tekst("Ronde sluiten", "Close the round"),
    RondeStap.PUBLICEREN: Tekst("Uitslag publiceren", "Publish the result"),
    RondeStap.AFRONDEN: Tekst("Ronde afronden", "Finish the round"),
}


class Wie(StrEnum):
    """Who takes a step: a coordinator whose teams take part, or the app itself when the time has come."""

    COORDINATOR = "coordinator"
    APP = "app"


class Voorwaarde(StrEnum):
    """What has to be true besides the status."""

    HEEFT_STUDENTEN = "heeft_studenten"
    HEEFT_PLAATSEN = "heeft_plaatsen"
    SLUIT_LATER = "sluit_later"
    TIJD_VOORBIJ = "tijd_voorbij"
    REDEN_ALS_VROEG = "reden_als_vroeg"
    HEEFT_UITSLAG = "heeft_uitslag"
    BEZWAAR_VOORBIJ = "bezwaar_voorbij"


VOORWAARDE_TEKST: dict[Voorwaarde, Tekst] = {
    Voorwaarde.HEEFT_STUDENTEN: Tekst("er doet minstens één student mee", "at least one student takes part"),
    Voorwaarde.HEEFT_PLAATSEN: Tekst(
        "er is minstens één aangeboden plaats die past", "at least one offered place fits"
    ),
    Voorwaarde.SLUIT_LATER: Tekst("de sluiting ligt in de toekomst", "the closing moment lies in the future"),
    Voorwaarde.TIJD_VOORBIJ: Tekst(
        "de app sluit pas als de sluiting voorbij is", "the app closes only after the closing moment"
    ),
    Voorwaarde.REDEN_ALS_VROEG: Tekst(
        "eerder sluiten dan aangekondigd kan alleen met een reden",
        "closing earlier than announced needs a reason",
    ),
    Voorwaarde.HEEFT_UITSLAG: Tekst("er is een vastgestelde uitslag", "there is an adopted result"),
    Voorwaarde.BEZWAAR_VOORBIJ: Tekst("de bezwaartermijn is voorbij", "the time to object is over"),
}


@dataclass(frozen=True, slots=True)
class Overgang:
    """One row of the table. `gevolg` is what the person who does it should know."""

    van: frozenset[RondeStatus]
    naar: RondeStatus
    wie: frozenset[Wie]
    voorwaarden: tuple[Voorwaarde, ...]
    gevolg: Tekst


OVERGANGEN: dict[RondeStap, Overgang] = {
    RondeStap.OPENEN: Overgang(
        frozenset({RondeStatus.CONCEPT}),
        RondeStatus.OPEN,
        frozenset({Wie.COORDINATOR}),
        (Voorwaarde.HEEFT_STUDENTEN, Voorwaarde.HEEFT_PLAATSEN, Voorwaarde.SLUIT_LATER),
        Tekst(
            "Vanaf nu ligt vast wie meedoet en welke plaatsen passen. Dat kan niet terug.",
            "From now on it is fixed who takes part and which places fit. This cannot be undone.",
        ),
    ),
    RondeStap.SLUITEN: Overgang(
        frozenset({RondeStatus.OPEN}),
        RondeStatus.GESLOTEN,
        frozenset({Wie.COORDINATOR, Wie.APP}),
        (Voorwaarde.TIJD_VOORBIJ, Voorwaarde.REDEN_ALS_VROEG),
        Tekst(
            "Lijsten kunnen niet meer veranderen en de lotnummers worden bekend. Dat kan niet terug.",
            "Lists cannot change any more and the lot numbers become known. This cannot be undone.",
        ),
    ),
    RondeStap.PUBLICEREN: Overgang(
        frozenset({RondeStatus.GESLOTEN}),
        RondeStatus.GEPUBLICEERD,
        frozenset({Wie.COORDINATOR}),
        (Voorwaarde.HEEFT_UITSLAG,),
        Tekst("Elke student ziet de eigen plaats.", "Every student sees the own place."),
    ),
    RondeStap.AFRONDEN: Overgang(
        frozenset({RondeStatus.GEPUBLICEERD}),
        RondeStatus.AFGEROND,
        frozenset({Wie.COORDINATOR, Wie.APP}),
        (Voorwaarde.BEZWAAR_VOORBIJ,),
        Tekst("De plaatsing staat vast.", "The placement is final."),
    ),
}

MAG_WIJZIGEN: dict[RondeStatus, frozenset[str]] = {
    RondeStatus.CONCEPT: frozenset(
        {
            "naam", "van", "tot", "opent_op", "sluit_op", "publiceert_op", "min_keuzes", "max_keuzes", "modus", "doel",
            "bezwaardagen", "moet_bevestigen", "toont_eerste", "max_km", "toelichting", "groepen",
            "bedrijven_rangschikken", "rangschikken_tot",
        }
    ),
    RondeStatus.OPEN: frozenset({"sluit_op", "publiceert_op", "rangschikken_tot", "toelichting"}),
    RondeStatus.GESLOTEN: frozenset({"publiceert_op"}),
    RondeStatus.GEPUBLICEERD: frozenset(),
    RondeStatus.AFGEROND: frozenset(),
}  # fmt: skip
"""What of a round may still change: what students were promised at the opening stands."""


@dataclass(frozen=True, slots=True)
class RondeStand:
    """What the guard looks at. `bezwaar_tot` is the last day to object, None before publication."""

    status: RondeStatus
    nu: datetime
    sluit_op: datetime
    studenten: int = 0
    plaatsen: int = 0
    heeft_uitslag: bool = False
    bezwaar_tot: date | None = None
    vandaag: date | None = None


class RondeStapMagNiet(DomeinFout):
    """The round is in a status from which this step does not lead, or it is not this person's to take."""

    http_status = 409

    def __init__(self, status: RondeStatus) -> None:
        label = STATUS_LABEL[status]
        super().__init__(
            "ronde_stap_mag_niet",
            Tekst(
                f"Dit kan nu niet met deze ronde. Status: {label.nl.lower()}.",
                f"This cannot be done with this round now. Status: {label.en.lower()}.",
            ),
        )


class RondeNietKlaar(DomeinFout):
    """Conditions that are not met; all of them are named at once."""

    http_status = 409

    def __init__(self, ontbreekt: Collection[Voorwaarde]) -> None:
        nl = "; ".join(VOORWAARDE_TEKST[v].nl for v in ontbreekt)
        en = "; ".join(VOORWAARDE_TEKST[v].en for v in ontbreekt)
        super().__init__("ronde_niet_klaar", Tekst(f"Dit kan nog niet. Nodig: {nl}.", f"Not yet. Needed: {en}."))


class RondeDicht(DomeinFout):
    """A list can be written only while the round is open: after the opening and before the closing moment."""

    http_status = 409

    def __init__(self, opent_op: datetime | None = None) -> None:
        tekst = (
            Tekst(
                f"Je kunt kiezen vanaf {toon_moment(opent_op)}.", f"You can choose from {toon_moment(opent_op, 'en')}."
            )
            if opent_op
            else Tekst(
                "De ronde is gesloten. Je lijst kan niet meer veranderen; wat je hebt ingestuurd telt.",
                "The round is closed. Your list cannot change any more; what you sent in counts.",
            )
        )
        super().__init__("ronde_dicht", tekst)


def _ontbreekt(voorwaarde: Voorwaarde, stand: RondeStand, wie: Wie) -> bool:
    match voorwaarde:
        case Voorwaarde.HEEFT_STUDENTEN:
            return stand.studenten < 1
        case Voorwaarde.HEEFT_PLAATSEN:
            return stand.plaatsen < 1
        case Voorwaarde.SLUIT_LATER:
            return stand.sluit_op <= stand.nu
        case Voorwaarde.TIJD_VOORBIJ:
            return wie is Wie.APP and stand.nu < stand.sluit_op
        case Voorwaarde.HEEFT_UITSLAG:
            return not stand.heeft_uitslag
        case Voorwaarde.BEZWAAR_VOORBIJ:
            return stand.bezwaar_tot is None or stand.vandaag is None or stand.vandaag <= stand.bezwaar_tot
        case Voorwaarde.REDEN_ALS_VROEG:
            return False  # asked for at its field, by `check_stap`


def mag_stap(stap: RondeStap, status: RondeStatus, wie: Wie) -> bool:
    """Whether the table has this step from `status` for `wie`, conditions aside."""
    rij = OVERGANGEN[stap]
    return status in rij.van and wie in rij.wie


def ontbrekende_voorwaarden(stap: RondeStap, stand: RondeStand, wie: Wie) -> tuple[Voorwaarde, ...]:
    """The conditions of a step that are not met."""
    return tuple(v for v in OVERGANGEN[stap].voorwaarden if _ontbreekt(v, stand, wie))


def check_stap(stap: RondeStap, stand: RondeStand, wie: Wie, reden: str = "") -> Overgang:
    """The row of the table.

    Raises `RondeStapMagNiet`, `RondeNietKlaar` with everything that is missing, or `OngeldigeInvoer` when closing
    earlier than announced has no reason.
    """
    if not mag_stap(stap, stand.status, wie):
        raise RondeStapMagNiet(stand.status)
    if ontbreekt := ontbrekende_voorwaarden(stap, stand, wie):
        raise RondeNietKlaar(ontbreekt)
    if Voorwaarde.REDEN_ALS_VROEG in OVERGANGEN[stap].voorwaarden and stand.nu < stand.sluit_op and not reden.strip():
        raise OngeldigeInvoer({"reden": Tekst("Schrijf kort waarom je eerder sluit.", "Say why you close early.")})
    if len(reden) > MAX_REDEN:
        raise OngeldigeInvoer({"reden": Tekst(f"Hoogstens {MAX_REDEN} tekens.", f"At most {MAX_REDEN} characters.")})
    return OVERGANGEN[stap]


def is_schrijfbaar(status: RondeStatus, opent_op: datetime, sluit_op: datetime, nu: datetime) -> bool:
    """Whether lists can be written at this moment: the closing moment counts at once, not when the status follows."""
    return status is RondeStatus.OPEN and opent_op <= nu < sluit_op


def check_schrijfbaar(status: RondeStatus, opent_op: datetime, sluit_op: datetime, nu: datetime) -> None:
    """Raises `RondeDicht`, which says from when, or that it is over."""
    if not is_schrijfbaar(status, opent_op, sluit_op, nu):
        raise RondeDicht(opent_op if status is RondeStatus.OPEN and nu < opent_op else None)
