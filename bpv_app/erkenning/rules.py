"""A withdrawal (intrekking): an agreement or place that lost the accreditation it depended on. Values in, values out.

WEB 7.2.10 asks for accreditation on the day of signing, and the law makes the school arrange a replacement place when a
company falls away (domain.md section 4). So what has not begun stops at printing or signing (`pok` asks the register
there), and what runs goes on and gets a line on the worklist with a proposal.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bpv_app.kernel.clock import toon_datum
from bpv_app.kernel.errors import DomeinFout, OngeldigeInvoer
from bpv_app.kernel.tekst import Tekst

AANVRAAG_DAGEN = 30
"""Days before the begin in which asking for an accreditation again can still be answered in time; our own choice."""
UITLOOP_DAGEN = 14
"""With at most so many days to go, ending a placement is less harm than a new company; our own choice."""
MAX_REDEN = 1000


class IntrekkingStatus(StrEnum):
    """Where a withdrawal stands. Only `OPEN` is work."""

    OPEN = "open"
    HERSTELD = "hersteld"
    VOORBIJ = "voorbij"
    GESLOTEN = "gesloten"


STATUS_LABEL: dict[IntrekkingStatus, Tekst] = {
    IntrekkingStatus.OPEN: Tekst("Open", "Open"),
    IntrekkingStatus.HERSTELD: Tekst("Weer erkend", "Accredited again"),
    IntrekkingStatus.VOORBIJ: Tekst("Niet meer nodig", "Not needed any more"),
    IntrekkingStatus.GESLOTEN: Tekst("Afgehandeld", "Dealt with"),
}
STATUS_BETEKENIS: dict[IntrekkingStatus, Tekst] = {
    IntrekkingStatus.OPEN: Tekst("Iemand moet hier iets doen.", "Somebody has to do something here."),
    IntrekkingStatus.HERSTELD: Tekst(
        "Het register zegt dat het bedrijf weer erkend is.", "The register says that the company is accredited again."
    ),
    IntrekkingStatus.VOORBIJ: Tekst(
        "De POK of plaats loopt niet meer, of staat nu bij een ander bedrijf.",
        "The agreement or place does not run any more, or is at another company now.",
    ),
    IntrekkingStatus.GESLOTEN: Tekst(
        "Iemand van de school sloot dit, met een reden.", "Somebody at the school closed this, with a reason."
    ),
}
STATUS_TOON: dict[IntrekkingStatus, str] = {
    IntrekkingStatus.OPEN: "error",
    IntrekkingStatus.HERSTELD: "success",
    IntrekkingStatus.VOORBIJ: "",
    IntrekkingStatus.GESLOTEN: "info",
}


class Waarover(StrEnum):
    """What lost its accreditation."""

    POK = "pok"
    PLAATS = "plaats"


WAAROVER_LABEL: dict[Waarover, Tekst] = {
    Waarover.POK: Tekst("POK", "Agreement"),
    Waarover.PLAATS: Tekst("Stageplaats", "Place"),
}


class Voorstel(StrEnum):
    """What the app proposes to do; a person decides."""

    VERVANGENDE_PLEK = "vervangende_plek"
    OPNIEUW_AANVRAGEN = "opnieuw_aanvragen"
    BEGIN_UITSTELLEN = "begin_uitstellen"
    KEUZEDEEL = "keuzedeel"
    BEEINDIGEN = "beeindigen"
    PLAATS_INTREKKEN = "plaats_intrekken"


VOORSTEL_LABEL: dict[Voorstel, Tekst] = {
    Voorstel.VERVANGENDE_PLEK: Tekst("Zoek een vervangende plek", "Find a replacement place"),
    Voorstel.OPNIEUW_AANVRAGEN: Tekst("Vraag de erkenning opnieuw aan", "Ask for the accreditation again"),
    Voorstel.BEGIN_UITSTELLEN: Tekst("Stel het begin uit", "Begin later"),
    Voorstel.KEUZEDEEL: Tekst("Kijk of het om een keuzedeel gaat", "See whether it is for an optional module"),
    Voorstel.BEEINDIGEN: Tekst("Beëindig de stage", "End the placement"),
    Voorstel.PLAATS_INTREKKEN: Tekst("Trek de plaats in", "Withdraw the place"),
}
VOORSTEL_UITLEG: dict[Voorstel, Tekst] = {
    Voorstel.VERVANGENDE_PLEK: Tekst(
        "De school zorgt voor een vervangende plek als een leerbedrijf wegvalt.",
        "The school arranges a replacement place when a company falls away.",
    ),
    Voorstel.OPNIEUW_AANVRAGEN: Tekst(
        "Er is nog tijd voor het begin. Vraag het leerbedrijf de erkenning bij SBB opnieuw aan te vragen.",
        "There is still time before it begins. Ask the company to apply to SBB again.",
    ),
    Voorstel.BEGIN_UITSTELLEN: Tekst(
        "Het leerbedrijf is later weer erkend. Laat de stage dan pas beginnen.",
        "The company is accredited again later. Let the placement begin then.",
    ),
    Voorstel.KEUZEDEEL: Tekst(
        "Het leerbedrijf heeft nog een andere erkenning. Voor BPV voor alleen een keuzedeel is die genoeg.",
        "The company still has another accreditation. For a placement for an optional module only, that is enough.",
    ),
    Voorstel.BEEINDIGEN: Tekst(
        "De stage is bijna klaar. Rond haar af, of zoek voor de laatste dagen een andere plek.",
        "The placement is nearly over. Close it, or find another place for the last days.",
    ),
    Voorstel.PLAATS_INTREKKEN: Tekst(
        "Studenten kunnen deze plaats niet meer kiezen. Trek haar in, of vraag de erkenning opnieuw aan.",
        "Students cannot choose this place any more. Withdraw it, or ask for the accreditation again.",
    ),
}


@dataclass(frozen=True, slots=True)
class Feiten:
    """What a proposal looks at. `is_begonnen`: signed, and the first day is there.

    `weer_vanaf`: the first later day on which the register says accredited; `andere_erkenning`: the company is
    accredited for something else on the day that counts.
    """

    waarover: Waarover
    begin_op: date | None
    eind_op: date | None
    is_begonnen: bool
    andere_erkenning: bool = False
    weer_vanaf: date | None = None


def peildag(begin_op: date | None, vandaag: date) -> date:
    """The day that counts: the first day, or today when that lies behind us (as when an agreement is made ready)."""
    return max(begin_op or vandaag, vandaag)


def stel_voor(feiten: Feiten, vandaag: date) -> Voorstel:
    """The first that fits, from what costs the student least; `PLAATS_INTREKKEN` for every place."""
    if feiten.waarover is Waarover.PLAATS:
        return Voorstel.PLAATS_INTREKKEN
    past_later = feiten.weer_vanaf is not None and (feiten.eind_op is None or feiten.weer_vanaf <= feiten.eind_op)
    if past_later and not feiten.is_begonnen:
        return Voorstel.BEGIN_UITSTELLEN
    if feiten.andere_erkenning:
        return Voorstel.KEUZEDEEL
    if not feiten.is_begonnen and feiten.begin_op and (feiten.begin_op - vandaag).days >= AANVRAAG_DAGEN:
        return Voorstel.OPNIEUW_AANVRAGEN
    if feiten.is_begonnen and feiten.eind_op and (feiten.eind_op - vandaag).days <= UITLOOP_DAGEN:
        return Voorstel.BEEINDIGEN
    return Voorstel.VERVANGENDE_PLEK


class IntrekkingGesloten(DomeinFout):
    """It was closed already, by a person or because its reason is gone."""

    http_status = 409

    def __init__(self, status: IntrekkingStatus) -> None:
        label = STATUS_LABEL[status]
        super().__init__(
            "intrekking_gesloten",
            Tekst(
                f"Hier hoeft niets meer te gebeuren: {label.nl.lower()}.",
                f"Nothing has to be done here any more: {label.en.lower()}.",
            ),
        )


def check_reden(reden: str) -> str:
    """What a person says when closing: something, and not a book. Raises `OngeldigeInvoer`."""
    schoon = reden.strip()
    if not schoon:
        raise OngeldigeInvoer(
            {
                "reden": Tekst(
                    "Schrijf op wat je hebt gedaan of waarom het zo kan.", "Write what you did, or why it can."
                )
            }
        )
    if len(schoon) > MAX_REDEN:
        raise OngeldigeInvoer(
            {
                "reden": Tekst(
                    f"Schrijf hoogstens {MAX_REDEN} tekens; dit zijn er {len(schoon)}.",
                    f"Write at most {MAX_REDEN} characters; these are {len(schoon)}.",
                )
            }
        )
    return schoon


def waarschuwing(is_begonnen: bool) -> Tekst:
    """What the banner says that it means."""
    if is_begonnen:
        return Tekst(
            "De stage loopt en mag doorgaan. De school moet wel iets regelen.",
            "The placement runs and may go on. The school does have to arrange something.",
        )
    return Tekst(
        "Deze POK kan niet worden afgedrukt of definitief worden tot dit is opgelost.",
        "This agreement cannot be printed or become final until this is solved.",
    )


def vat_samen(open_: int, niet_begonnen: int) -> Tekst:
    """The first line of the worklist."""
    if not open_:
        return Tekst("Geen POK of plaats verloor haar erkenning.", "No agreement or place lost its accreditation.")
    een = open_ == 1
    return Tekst(
        f"{open_} {'POK of plaats verloor' if een else 'POK’s en plaatsen verloren'} de erkenning; "
        f"{niet_begonnen} {'is' if niet_begonnen == 1 else 'zijn'} nog niet begonnen.",
        f"{open_} {'agreement or place' if een else 'agreements and places'} lost the accreditation; "
        f"{niet_begonnen} {'has' if niet_begonnen == 1 else 'have'} not begun yet.",
    )


def mailregel(nummer: str, student: str, bedrijf: str, begin_op: date | None, voorstel: Voorstel) -> Tekst:
    """One line of the mail: which agreement, from when, what to do."""
    nl, en = VOORSTEL_LABEL[voorstel].nl, VOORSTEL_LABEL[voorstel].en
    wie = f"{nummer} {student}, {bedrijf}".strip()
    if begin_op is None:
        return Tekst(f"{wie}. {nl}.", f"{wie}. {en}.")
    return Tekst(f"{wie}, vanaf {toon_datum(begin_op)}. {nl}.", f"{wie}, from {toon_datum(begin_op, 'en')}. {en}.")
