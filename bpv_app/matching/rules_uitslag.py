"""The life of a placement (plaatsing) after the result is published, as ONE table.

A plaatsing is one student's place in a published result. The guard, the buttons and the page in the documentation come
from `OVERGANGEN`. Days to object are calendar days after the day on which this student got this place.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from bpv_app.kernel.errors import DomeinFout, OngeldigeInvoer
from bpv_app.kernel.tekst import Tekst

MAX_TEKST = 1000


class PlaatsingStatus(StrEnum):
    """Where a placement stands."""

    TOEGEWEZEN = "toegewezen"
    BEVESTIGD = "bevestigd"
    BEZWAAR = "bezwaar"
    IN_DOSSIER = "in_dossier"
    VERVALLEN = "vervallen"


STATUS_LABEL: dict[PlaatsingStatus, Tekst] = {
    PlaatsingStatus.TOEGEWEZEN: Tekst("Toegewezen", "Assigned"),
    PlaatsingStatus.BEVESTIGD: Tekst("Akkoord", "Agreed"),
    PlaatsingStatus.BEZWAAR: Tekst("Bezwaar", "Objection"),
    PlaatsingStatus.IN_DOSSIER: Tekst("In dossier", "In dossier"),
    PlaatsingStatus.VERVALLEN: Tekst("Vervallen", "Lapsed"),
}
STATUS_BETEKENIS: dict[PlaatsingStatus, Tekst] = {
    PlaatsingStatus.TOEGEWEZEN: Tekst(
        "De student heeft de plaats gekregen en de plek is gereserveerd.",
        "The student got the place and the slot is reserved.",
    ),
    PlaatsingStatus.BEVESTIGD: Tekst("De student gaat akkoord.", "The student agrees."),
    PlaatsingStatus.BEZWAAR: Tekst(
        "De student maakt bezwaar; de coördinator moet antwoorden.", "The student objects; the coordinator must answer."
    ),
    PlaatsingStatus.IN_DOSSIER: Tekst(
        "De plaats staat in het BPV-dossier en de plek is bezet.",
        "The place is in the placement dossier and the slot is taken.",
    ),
    PlaatsingStatus.VERVALLEN: Tekst(
        "De student heeft deze plaats niet meer; de plek is vrij.",
        "The student does not have this place any more; the slot is free.",
    ),
}
STATUS_TOON: dict[PlaatsingStatus, str] = {
    PlaatsingStatus.TOEGEWEZEN: "info",
    PlaatsingStatus.BEVESTIGD: "success",
    PlaatsingStatus.BEZWAAR: "warning",
    PlaatsingStatus.IN_DOSSIER: "success",
    PlaatsingStatus.VERVALLEN: "",
}
GELDIG = frozenset(PlaatsingStatus) - {PlaatsingStatus.VERVALLEN}
"""A student has at most one of these in a round."""


class BezwaarUitkomst(StrEnum):
    """What the coordinator decided about an objection."""

    GEGROND = "gegrond"
    ONGEGROND = "ongegrond"


UITKOMST_LABEL: dict[BezwaarUitkomst, Tekst] = {
    BezwaarUitkomst.GEGROND: Tekst("Je krijgt gelijk.", "The school agrees with you."),
    BezwaarUitkomst.ONGEGROND: Tekst("Je houdt deze plaats.", "You keep this place."),
}


class PlaatsingStap(StrEnum):
    """A step in the life of a placement."""

    TOEWIJZEN = "toewijzen"
    BEVESTIGEN = "bevestigen"
    BEZWAAR_MAKEN = "bezwaar_maken"
    GEGROND = "gegrond"
    ONGEGROND = "ongegrond"
    LATEN_VERVALLEN = "laten_vervallen"
    HERHALEN = "herhalen"
    IN_DOSSIER_ZETTEN = "in_dossier_zetten"


STAP_LABEL: dict[PlaatsingStap, Tekst] = {
    PlaatsingStap.TOEWIJZEN: Tekst("Toegewezen", "Assigned"),
    PlaatsingStap.BEVESTIGEN: Tekst("Ik ga akkoord", "I agree"),
    PlaatsingStap.BEZWAAR_MAKEN: Tekst("Ik maak bezwaar", "I object"),
    PlaatsingStap.GEGROND: Tekst("Bezwaar is gegrond", "Uphold the objection"),
    PlaatsingStap.ONGEGROND: Tekst("Bezwaar is niet gegrond", "Reject the objection"),
    PlaatsingStap.LATEN_VERVALLEN: Tekst("Plaatsing laten vervallen", "Let the placement lapse"),
    PlaatsingStap.HERHALEN: Tekst("Andere plaats na opnieuw rekenen", "Another place after a re-run"),
    PlaatsingStap.IN_DOSSIER_ZETTEN: Tekst("In dossier zetten", "Put in the dossier"),
}


class Wie(StrEnum):
    """Whose step it is: the student's, a coordinator's of the round, or a part of publishing."""

    STUDENT = "student"
    COORDINATOR = "coordinator"
    PUBLICATIE = "publicatie"


class Voorwaarde(StrEnum):
    """What has to be true besides the status."""

    VRAAGT_AKKOORD = "vraagt_akkoord"
    BINNEN_TERMIJN = "binnen_termijn"
    EERSTE_BEZWAAR = "eerste_bezwaar"
    AKKOORD_OF_TERMIJN_VOORBIJ = "akkoord_of_termijn_voorbij"


VOORWAARDE_TEKST: dict[Voorwaarde, Tekst] = {
    Voorwaarde.VRAAGT_AKKOORD: Tekst(
        "Bij deze ronde hoef je niet akkoord te gaan.", "In this round you do not have to agree."
    ),
    Voorwaarde.BINNEN_TERMIJN: Tekst(
        "De tijd om bezwaar te maken is voorbij.", "The time to object is over."
    ),
    Voorwaarde.EERSTE_BEZWAAR: Tekst(
        "De school heeft al geantwoord op je bezwaar tegen deze plaats.",
        "The school has already answered your objection to this place.",
    ),
    Voorwaarde.AKKOORD_OF_TERMIJN_VOORBIJ: Tekst(
        "De student is nog niet akkoord en kan nog bezwaar maken.",
        "The student has not agreed yet and can still object.",
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Overgang:
    """One row of the table. `met_tekst`: the step needs a text (reason or answer)."""

    van: frozenset[PlaatsingStatus]
    naar: PlaatsingStatus
    wie: frozenset[Wie]
    voorwaarden: tuple[Voorwaarde, ...] = ()
    met_tekst: bool = False
    geeft_vrij: bool = False


_S = PlaatsingStatus
OVERGANGEN: dict[PlaatsingStap, Overgang] = {
    PlaatsingStap.TOEWIJZEN: Overgang(frozenset(), _S.TOEGEWEZEN, frozenset({Wie.PUBLICATIE})),
    PlaatsingStap.BEVESTIGEN: Overgang(
        frozenset({_S.TOEGEWEZEN}), _S.BEVESTIGD, frozenset({Wie.STUDENT}), (Voorwaarde.VRAAGT_AKKOORD,)
    ),
    PlaatsingStap.BEZWAAR_MAKEN: Overgang(
        frozenset({_S.TOEGEWEZEN}),
        _S.BEZWAAR,
        frozenset({Wie.STUDENT}),
        (Voorwaarde.BINNEN_TERMIJN, Voorwaarde.EERSTE_BEZWAAR),
        met_tekst=True,
    ),
    PlaatsingStap.GEGROND: Overgang(
        frozenset({_S.BEZWAAR}), _S.VERVALLEN, frozenset({Wie.COORDINATOR}), met_tekst=True, geeft_vrij=True
    ),
    PlaatsingStap.ONGEGROND: Overgang(
        frozenset({_S.BEZWAAR}), _S.TOEGEWEZEN, frozenset({Wie.COORDINATOR}), met_tekst=True
    ),
    PlaatsingStap.LATEN_VERVALLEN: Overgang(
        frozenset({_S.TOEGEWEZEN, _S.BEVESTIGD, _S.BEZWAAR}),
        _S.VERVALLEN,
        frozenset({Wie.COORDINATOR}),
        met_tekst=True,
        geeft_vrij=True,
    ),
    PlaatsingStap.HERHALEN: Overgang(
        frozenset({_S.TOEGEWEZEN, _S.BEVESTIGD}), _S.VERVALLEN, frozenset({Wie.PUBLICATIE}), geeft_vrij=True
    ),
    PlaatsingStap.IN_DOSSIER_ZETTEN: Overgang(
        frozenset({_S.TOEGEWEZEN, _S.BEVESTIGD}),
        _S.IN_DOSSIER,
        frozenset({Wie.COORDINATOR}),
        (Voorwaarde.AKKOORD_OF_TERMIJN_VOORBIJ,),
    ),
}


@dataclass(frozen=True, slots=True)
class PlaatsingStand:
    """What the guard looks at. `bezwaar_tot` is the last day to object; `is_beantwoord`: an objection was answered."""

    status: PlaatsingStatus
    bezwaar_tot: date
    vandaag: date
    moet_bevestigen: bool = False
    is_beantwoord: bool = False


def bezwaar_tot(toegewezen: date, dagen: int) -> date:
    """The last day to object; 0 days: only on the day itself."""
    return toegewezen + timedelta(days=dagen)


class PlaatsingStapMagNiet(DomeinFout):
    """The placement is in a status from which this step does not lead, or it is not this person's to take."""

    http_status = 409

    def __init__(self, status: PlaatsingStatus) -> None:
        label = STATUS_LABEL[status]
        super().__init__(
            "plaatsing_stap_mag_niet",
            Tekst(
                f"Dit kan nu niet met deze plaatsing. Status: {label.nl.lower()}.",
                f"This cannot be done with this placement now. Status: {label.en.lower()}.",
            ),
        )


class PlaatsingNietKlaar(DomeinFout):
    """Conditions that are not met; all of them are named at once."""

    http_status = 409

    def __init__(self, ontbreekt: Collection[Voorwaarde]) -> None:
        super().__init__(
            "plaatsing_niet_klaar",
            Tekst(
                " ".join(VOORWAARDE_TEKST[v].nl for v in ontbreekt), " ".join(VOORWAARDE_TEKST[v].en for v in ontbreekt)
            ),
        )


def _ontbreekt(voorwaarde: Voorwaarde, stand: PlaatsingStand) -> bool:
    match voorwaarde:
        case Voorwaarde.VRAAGT_AKKOORD:
            return not stand.moet_bevestigen
        case Voorwaarde.BINNEN_TERMIJN:
            return stand.vandaag > stand.bezwaar_tot
        case Voorwaarde.EERSTE_BEZWAAR:
            return stand.is_beantwoord
        case Voorwaarde.AKKOORD_OF_TERMIJN_VOORBIJ:
            return (
                stand.status is not PlaatsingStatus.BEVESTIGD
                and stand.vandaag <= stand.bezwaar_tot
                and not stand.is_beantwoord
            )


def mag_stap(stap: PlaatsingStap, stand: PlaatsingStand, wie: Wie) -> bool:
    """Whether `wie` can take this step now, its text aside."""
    rij = OVERGANGEN[stap]
    return stand.status in rij.van and wie in rij.wie and not any(_ontbreekt(v, stand) for v in rij.voorwaarden)


def check_stap(stap: PlaatsingStap, stand: PlaatsingStand, wie: Wie, tekst: str = "") -> Overgang:
    """The row of the table.

    Raises `PlaatsingStapMagNiet`, `PlaatsingNietKlaar` with everything that is missing, or `OngeldigeInvoer` when the
    text is missing or too long.
    """
    rij = OVERGANGEN[stap]
    if stand.status not in rij.van or wie not in rij.wie:
        raise PlaatsingStapMagNiet(stand.status)
    if ontbreekt := tuple(v for v in rij.voorwaarden if _ontbreekt(v, stand)):
        raise PlaatsingNietKlaar(ontbreekt)
    if rij.met_tekst and not tekst.strip():
        raise OngeldigeInvoer({"reden": Tekst("Schrijf op waarom.", "Write down why.")})
    if len(tekst) > MAX_TEKST:
        raise OngeldigeInvoer({"reden": Tekst(f"Hoogstens {MAX_TEKST} tekens.", f"At most {MAX_TEKST} characters.")})
    return rij
