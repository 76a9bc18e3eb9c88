"""A proposal (voorstel): an answer of the engine to a round, which a coordinator may change and compute again."""

from __future__ import annotations

from enum import StrEnum

from bpv_app.kernel.errors import DomeinFout
from bpv_app.kernel.tekst import Tekst

MAX_VOORSTELLEN = 20
"""Proposals per round: enough to compare, few enough to read."""


class VoorstelStatus(StrEnum):
    """Life of a proposal: made, then published, or lapsed (by hand, or because another one was published)."""

    CONCEPT = "concept"
    GEPUBLICEERD = "gepubliceerd"
    VERVALLEN = "vervallen"


VOORSTEL_LABEL: dict[VoorstelStatus, Tekst] = {
    VoorstelStatus.CONCEPT: Tekst("Voorstel", "Proposal"),
    VoorstelStatus.GEPUBLICEERD: Tekst("Gepubliceerd", "Published"),
    VoorstelStatus.VERVALLEN: Tekst("Vervallen", "Lapsed"),
}
VOORSTEL_TOON: dict[VoorstelStatus, str] = {
    VoorstelStatus.CONCEPT: "info",
    VoorstelStatus.GEPUBLICEERD: "success",
    VoorstelStatus.VERVALLEN: "",
}


class PlekGrond(StrEnum):
    """Why a student has the place: the engine's three grounds, and the coordinator's hand."""

    LIJST = "lijst"
    BUITEN_LIJST = "buiten_lijst"
    VAST = "vast"
    HAND = "hand"


GROND_LABEL: dict[PlekGrond, Tekst] = {
    PlekGrond.LIJST: Tekst("Van de lijst", "From the list"),
    PlekGrond.BUITEN_LIJST: Tekst("Niet op de lijst", "Not on the list"),
    PlekGrond.VAST: Tekst("Vaste afspraak", "Locked"),
    PlekGrond.HAND: Tekst("Met de hand", "By hand"),
}


class BordStap(StrEnum):
    """What happened to a proposal."""

    GEREKEND = "gerekend"
    VERPLAATST = "verplaatst"
    LOSGELATEN = "losgelaten"
    ONGEDAAN = "ongedaan"
    GEPUBLICEERD = "gepubliceerd"
    VERVALLEN = "vervallen"


STAP_LABEL: dict[BordStap, Tekst] = {
    BordStap.GEREKEND: Tekst("Gerekend", "Computed"),
    BordStap.VERPLAATST: Tekst("Met de hand verplaatst", "Moved by hand"),
    BordStap.LOSGELATEN: Tekst("Losgelaten", "Let go"),
    BordStap.ONGEDAAN: Tekst("Ongedaan gemaakt", "Undone"),
    BordStap.GEPUBLICEERD: Tekst("Gepubliceerd", "Published"),
    BordStap.VERVALLEN: Tekst("Vervallen", "Lapsed"),
}


class Waarschuwing(StrEnum):
    """Soft rules: said, not refused."""

    NIET_OP_LIJST = "niet_op_lijst"
    LAGER = "lager"
    MINDER_GEPLAATST = "minder_geplaatst"
    BETER_LOT = "beter_lot"
    HOGER_GERANGSCHIKT = "hoger_gerangschikt"


WAARSCHUWING_TEKST: dict[Waarschuwing, Tekst] = {
    Waarschuwing.NIET_OP_LIJST: Tekst(
        "Deze plaats staat niet op de lijst van de student.", "This place is not on the student's list."
    ),
    Waarschuwing.LAGER: Tekst(
        "De student staat nu op een plaats die lager op de lijst staat.",
        "The student now has a place that is lower on the list.",
    ),
    Waarschuwing.MINDER_GEPLAATST: Tekst(
        "De student heeft nu geen plaats, en had er een.", "The student has no place now, and had one."
    ),
    Waarschuwing.BETER_LOT: Tekst(
        "Een student met een beter lot wilde deze plaats liever dan de eigen.",
        "A student with a better lot wanted this place more than the own one.",
    ),
    Waarschuwing.HOGER_GERANGSCHIKT: Tekst(
        "Een student die het bedrijf hoger zette, wilde deze plaats liever dan de eigen.",
        "A student whom the company ranked higher wanted this place more than the own one.",
    ),
}


class VoorstelMagNiet(DomeinFout):
    """The proposal, or its round, is past the status in which this can be done."""

    http_status = 409

    def __init__(self, tekst: Tekst) -> None:
        super().__init__("voorstel_mag_niet", tekst)


class CollegaEerder(DomeinFout):
    """The board is not what this person saw: somebody changed it first. Nothing of the second was saved."""

    http_status = 409

    def __init__(self, door: str, soort: BordStap) -> None:
        label = STAP_LABEL[soort]
        super().__init__(
            "verouderd",
            Tekst(
                f"{door} was eerder ({label.nl.lower()}). Jouw wijziging is niet opgeslagen. Hieronder staat het bord "
                "van nu: kijk of je wijziging nog nodig is.",
                f"{door} was first ({label.en.lower()}). Your change was not saved. Below is the board as it is now: "
                "see whether your change is still needed.",
            ),
        )


VOORSTEL_STAAT = Tekst(
    "Dit voorstel is gepubliceerd of vervallen. Maak een nieuw voorstel.",
    "This proposal was published or has lapsed. Make a new one.",
)
RONDE_NIET_GESLOTEN = Tekst(
    "Een voorstel maken kan als de ronde gesloten is: dan staan de lijsten en de loten vast.",
    "A proposal can be made once the round is closed: then lists and lots are final.",
)
TE_VEEL_VOORSTELLEN = Tekst(
    "Deze ronde heeft al {n} voorstellen. Laat er eerst een vervallen.",
    "This round has {n} proposals already. Let one lapse first.",
)


LOCK_INGETROKKEN = Tekst(
    "Er ligt een vaste afspraak op {n} ingetrokken plaats(en). Haal die afspraak eerst weg.",
    "Somebody is locked to {n} withdrawn place(s). Remove that lock first.",
)


class ZetMagNiet(DomeinFout):
    """A hard rule forbids the move; the sentence says which."""

    http_status = 409

    def __init__(self, tekst: Tekst) -> None:
        super().__init__("zet_mag_niet", tekst)


PAST_NIET = Tekst("Dit kan niet: deze plaats past niet. {regel}", "Not possible: this place does not fit. {regel}")
IS_INGETROKKEN = Tekst("Dit kan niet: deze plaats is ingetrokken.", "Not possible: this place was withdrawn.")
IS_VOL = Tekst(
    "Dit kan niet: alle {plekken} plekken van deze plaats zijn vergeven. Verplaats eerst iemand anders.",
    "Not possible: all {plekken} slots of this place are taken. Move somebody else first.",
)
IS_VASTGEZET = Tekst(
    "Dit kan niet: deze student heeft een vaste afspraak. Haal die eerst weg.",
    "Not possible: this student is locked. Remove the lock first.",
)
HANGT_VAST = Tekst(
    "Dit kan niet: deze student heeft een open bezwaar of staat al in een dossier, en houdt deze plaats.",
    "Not possible: this student has an open objection or is in a dossier already, and keeps this place.",
)
IS_UITGESLOTEN = Tekst(
    "Dit kan niet: deze plaats is voor deze student uitgesloten.",
    "Not possible: this place is blocked for this student.",
)
IS_NIET_PASSEND = Tekst(
    "Dit kan niet: je was het met het bedrijf eens dat deze student hier niet past. Beslis daar eerst anders over.",
    "Not possible: you agreed with the company that this student does not suit this place. Decide otherwise first.",
)
NIETS_ONGEDAAN = Tekst("Er is niets om ongedaan te maken.", "There is nothing to undo.")
