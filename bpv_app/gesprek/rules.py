"""The life of a conversation moment as ONE table: which step, from which status, by whom, on what conditions.

The guard, the buttons on the screen and the page in the documentation come from `OVERGANGEN`. A moment
(contactmoment) is one conversation that is to be held during a placement: at the start, midway, at the end (Stagepact:
at least three in which student, company and school meet), and whatever the team or the begeleider adds.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from bpv_app.dossier.rules_momenten import ALLE_DEELNEMERS as ALLE_DEELNEMERS
from bpv_app.dossier.rules_momenten import DEELNEMER_LABEL as DEELNEMER_LABEL
from bpv_app.dossier.rules_momenten import VORM_LABEL as VORM_LABEL
from bpv_app.dossier.rules_momenten import Deelnemer as Deelnemer
from bpv_app.dossier.rules_momenten import Vorm as Vorm
from bpv_app.kernel.errors import DomeinFout
from bpv_app.kernel.tekst import Tekst

MAX_REDEN = 1000
MAX_NAAM = 100
MAX_PLAATS = 300
MIN_DUUR = 10
MAX_DUUR = 480
STANDAARD_DUUR = 45
"""Minutes."""


class MomentSoort(StrEnum):
    """Where in the placement a moment comes; `EXTRA` was added by hand."""

    START = "start"
    MIDDEN = "midden"
    EIND = "eind"
    EXTRA = "extra"


SOORT_LABEL: dict[MomentSoort, Tekst] = {
    MomentSoort.START: Tekst("Start", "Start"),
    MomentSoort.MIDDEN: Tekst("Tussen", "Midway"),
    MomentSoort.EIND: Tekst("Eind", "End"),
    MomentSoort.EXTRA: Tekst("Extra", "Extra"),
}


class MomentStatus(StrEnum):
    """Where a moment stands."""

    TE_PLANNEN = "te_plannen"
    GEPLAND = "gepland"
    GEHOUDEN = "gehouden"
    VERVALLEN = "vervallen"


STATUS_LABEL: dict[MomentStatus, Tekst] = {
    MomentStatus.TE_PLANNEN: Tekst("Te plannen", "To be planned"),
    MomentStatus.GEPLAND: Tekst("Gepland", "Planned"),
    MomentStatus.GEHOUDEN: Tekst("Gehouden", "Held"),
    MomentStatus.VERVALLEN: Tekst("Vervallen", "Lapsed"),
}
STATUS_BETEKENIS: dict[MomentStatus, Tekst] = {
    MomentStatus.TE_PLANNEN: Tekst("Er is nog geen afspraak.", "There is no appointment yet."),
    MomentStatus.GEPLAND: Tekst(
        "Er is een afspraak; wie erbij hoort is uitgenodigd.", "There is an appointment; who takes part is invited."
    ),
    MomentStatus.GEHOUDEN: Tekst("Het gesprek is geweest; wie erbij was staat vast.", "Held; who was there is kept."),
    MomentStatus.VERVALLEN: Tekst("Dit gesprek komt er niet; de reden staat erbij.", "It will not be held, and why."),
}
STATUS_TOON: dict[MomentStatus, str] = {
    MomentStatus.TE_PLANNEN: "",
    MomentStatus.GEPLAND: "info",
    MomentStatus.GEHOUDEN: "success",
    MomentStatus.VERVALLEN: "",
}


class MomentStap(StrEnum):
    """A step in the life of a moment."""

    TOEVOEGEN = "toevoegen"
    PLANNEN = "plannen"
    VERZETTEN = "verzetten"
    AFZEGGEN = "afzeggen"
    NIET_GEHOUDEN = "niet_gehouden"
    HOUDEN = "houden"
    VERBETEREN = "verbeteren"
    LATEN_VERVALLEN = "laten_vervallen"
    HEROPENEN = "heropenen"


STAP_LABEL: dict[MomentStap, Tekst] = {
    MomentStap.TOEVOEGEN: Tekst("Gesprek toevoegen", "Add a conversation"),
    MomentStap.PLANNEN: Tekst("Afspraak maken", "Make an appointment"),
    MomentStap.VERZETTEN: Tekst("Afspraak verzetten", "Move the appointment"),
    MomentStap.AFZEGGEN: Tekst("Afspraak afzeggen", "Cancel the appointment"),
    MomentStap.NIET_GEHOUDEN: Tekst("Is niet doorgegaan", "Did not take place"),
    MomentStap.HOUDEN: Tekst("Is gehouden", "Was held"),
    MomentStap.VERBETEREN: Tekst("Verbeteren", "Correct"),
    MomentStap.LATEN_VERVALLEN: Tekst("Laten vervallen", "Let it lapse"),
    MomentStap.HEROPENEN: Tekst("Toch weer plannen", "Plan it after all"),
}


class Voorwaarde(StrEnum):
    """What has to be true besides the status."""

    DOSSIER_OPEN = "dossier_open"
    AFSPRAAK_LATER = "afspraak_later"
    AFSPRAAK_VOORBIJ = "afspraak_voorbij"
    NIET_IN_TOEKOMST = "niet_in_toekomst"
    IEMAND_AANWEZIG = "iemand_aanwezig"
    REDEN = "reden"


VOORWAARDE_TEKST: dict[Voorwaarde, Tekst] = {
    Voorwaarde.DOSSIER_OPEN: Tekst("het dossier is niet afgesloten", "the dossier is not closed"),
    Voorwaarde.AFSPRAAK_LATER: Tekst("de afspraak ligt in de toekomst", "the appointment lies in the future"),
    Voorwaarde.AFSPRAAK_VOORBIJ: Tekst("het tijdstip van de afspraak is voorbij", "the time of the appointment passed"),
    Voorwaarde.NIET_IN_TOEKOMST: Tekst(
        "de dag van het gesprek ligt niet in de toekomst", "the day of the conversation does not lie in the future"
    ),
    Voorwaarde.IEMAND_AANWEZIG: Tekst(
        "de school was erbij, met de student of de praktijkopleider",
        "the school was there, with the student or the workplace supervisor",
    ),
    Voorwaarde.REDEN: Tekst("er is een reden", "there is a reason"),
}


class Wie(StrEnum):
    """Who takes a step."""

    BEGELEIDER = "begeleider"
    COORDINATOR = "coordinator"
    APP = "app"


_SCHOOL = frozenset({Wie.BEGELEIDER, Wie.COORDINATOR})


@dataclass(frozen=True, slots=True)
class Overgang:
    """One step: from which statuses to which, who takes it, and what has to be true."""

    van: frozenset[MomentStatus]
    naar: MomentStatus
    wie: frozenset[Wie]
    voorwaarden: tuple[Voorwaarde, ...]
    gevolg: Tekst


_S = MomentStatus
_V = Voorwaarde
OVERGANGEN: dict[MomentStap, Overgang] = {
    MomentStap.TOEVOEGEN: Overgang(
        frozenset(),
        _S.TE_PLANNEN,
        _SCHOOL | {Wie.APP},
        (_V.DOSSIER_OPEN,),
        Tekst(
            "De app maakt de momenten van de dossierinrichting; de school voegt er zelf toe.",
            "The app makes the set-up's moments; the school adds its own.",
        ),
    ),
    MomentStap.PLANNEN: Overgang(
        frozenset({_S.TE_PLANNEN}),
        _S.GEPLAND,
        _SCHOOL | {Wie.APP},
        (_V.DOSSIER_OPEN, _V.AFSPRAAK_LATER),
        Tekst(
            "Wie erbij hoort krijgt een uitnodiging. De app plant als student en bedrijf dezelfde datum kozen.",
            "Who takes part is invited. The app plans when student and company chose the same date.",
        ),
    ),
    MomentStap.VERZETTEN: Overgang(
        frozenset({_S.GEPLAND}),
        _S.GEPLAND,
        _SCHOOL,
        (_V.DOSSIER_OPEN, _V.AFSPRAAK_LATER),
        Tekst("Iedereen krijgt dezelfde uitnodiging opnieuw.", "Everyone gets the same invitation anew."),
    ),
    MomentStap.AFZEGGEN: Overgang(
        frozenset({_S.GEPLAND}),
        _S.TE_PLANNEN,
        _SCHOOL,
        (_V.DOSSIER_OPEN, _V.AFSPRAAK_LATER, _V.REDEN),
        Tekst("Wie was uitgenodigd krijgt een afzegging.", "Who was invited gets a cancellation."),
    ),
    MomentStap.NIET_GEHOUDEN: Overgang(
        frozenset({_S.GEPLAND}),
        _S.TE_PLANNEN,
        _SCHOOL,
        (_V.DOSSIER_OPEN, _V.AFSPRAAK_VOORBIJ, _V.REDEN),
        Tekst("Het gesprek komt weer op de lijst.", "The conversation is on the list again."),
    ),
    MomentStap.HOUDEN: Overgang(
        frozenset({_S.TE_PLANNEN, _S.GEPLAND}),
        _S.GEHOUDEN,
        _SCHOOL,
        (_V.DOSSIER_OPEN, _V.NIET_IN_TOEKOMST, _V.IEMAND_AANWEZIG),
        Tekst("Het gesprek telt mee.", "The conversation counts."),
    ),
    MomentStap.VERBETEREN: Overgang(
        frozenset({_S.GEHOUDEN}),
        _S.GEHOUDEN,
        _SCHOOL,
        (_V.DOSSIER_OPEN, _V.NIET_IN_TOEKOMST, _V.IEMAND_AANWEZIG),
        Tekst("De geschiedenis zegt wat er eerst stond.", "The history says what stood there before."),
    ),
    MomentStap.LATEN_VERVALLEN: Overgang(
        frozenset({_S.TE_PLANNEN, _S.GEPLAND}),
        _S.VERVALLEN,
        _SCHOOL,
        (_V.DOSSIER_OPEN, _V.REDEN),
        Tekst("Een afspraak die nog komt wordt afgezegd.", "An appointment that is still to come is cancelled."),
    ),
    MomentStap.HEROPENEN: Overgang(
        frozenset({_S.GEHOUDEN, _S.VERVALLEN}),
        _S.TE_PLANNEN,
        _SCHOOL,
        (_V.DOSSIER_OPEN, _V.REDEN),
        Tekst("Het gesprek komt weer op de lijst.", "The conversation is on the list again."),
    ),
}


class MomentStapMagNiet(DomeinFout):
    """This step does not fit the moment, or not this person; `tekst` says why."""

    http_status = 409

    def __init__(self, tekst: Tekst) -> None:
        super().__init__("moment_stap_mag_niet", tekst)


def check_stap(
    stap: MomentStap, status: MomentStatus | None, wie: Collection[Wie], waar: Collection[Voorwaarde]
) -> MomentStatus:
    """The status after the step. `status` None is a new moment; `waar` are the conditions that hold.

    Raises `MomentStapMagNiet` with the first reason against: who, then the status, then every condition that fails.
    """
    overgang = OVERGANGEN[stap]
    if not overgang.wie & set(wie):
        raise MomentStapMagNiet(
            Tekst("Dit mag je niet bij dit gesprek.", "You may not do this with this conversation.")
        )
    if (status is None) != (not overgang.van) or (status is not None and status not in overgang.van):
        nu = STATUS_LABEL[status] if status else Tekst("nieuw", "new")
        wat = STAP_LABEL[stap]
        raise MomentStapMagNiet(
            Tekst(
                f"{wat.nl}: dat kan niet, want dit gesprek staat op “{nu.nl.lower()}”.",
                f"{wat.en}: not possible, for this conversation is “{nu.en.lower()}”.",
            )
        )
    mist = [VOORWAARDE_TEKST[v] for v in overgang.voorwaarden if v not in waar]
    if mist:
        wat = STAP_LABEL[stap]
        raise MomentStapMagNiet(
            Tekst(
                f"{wat.nl} kan alleen als {' en '.join(m.nl for m in mist)}.",
                f"{wat.en}: only when {' and '.join(m.en for m in mist)}.",
            )
        )
    return overgang.naar


def mogelijke_stappen(
    status: MomentStatus, wie: Collection[Wie], waar: Collection[Voorwaarde]
) -> tuple[MomentStap, ...]:
    """The buttons of the screen: steps whose status and person fit, and whose conditions of fact hold.

    What a person still fills in (a reason, a date, who was there) is no reason to hide a button.
    """
    invulbaar = {_V.REDEN, _V.NIET_IN_TOEKOMST, _V.IEMAND_AANWEZIG}
    return tuple(
        stap
        for stap, o in OVERGANGEN.items()
        if status in o.van
        and o.wie & set(wie)
        and all(
            v in waar or v in invulbaar or (v is _V.AFSPRAAK_LATER and stap is not MomentStap.AFZEGGEN)
            for v in o.voorwaarden
        )
    )


def is_gezamenlijk(aanwezig: Collection[str]) -> bool:
    """Whether all three parties were there (Stagepact: a *joint* contact moment)."""
    return set(Deelnemer) <= set(aanwezig)


def is_aanwezig_genoeg(aanwezig: Collection[str]) -> bool:
    """Whether this was a conversation of the school with student or company at all."""
    return Deelnemer.ONDERWIJSBEGELEIDER in aanwezig and bool(
        {Deelnemer.STUDENT, Deelnemer.PRAKTIJKOPLEIDER} & set(aanwezig)
    )
