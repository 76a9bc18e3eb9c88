"""A company's own order (rangorde) of the candidates for one of its places: what it is, moving, and what may be in it.

Optional, in rounds that say so. A company orders on the learning wish a student wrote for this place, never on the
person: it sees no name, photo, sex, birth date or origin (Stagepact MBO 2023-2027, against discrimination). Values in,
values out.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from bpv_app.kernel.clock import toon_moment
from bpv_app.kernel.errors import DomeinFout, OngeldigeInvoer
from bpv_app.kernel.tekst import Tekst
from bpv_app.matching.rules_ronde import RondeStatus
from bpv_app.matching.rules_voorkeur import Zet

MIN_UITLEG = 10
MAX_UITLEG = 500
HERINNER_DAGEN = (2, 1)
"""Days before the end on which who sent in nothing is reminded."""
_LETTERS = str.maketrans("0123456789abcdef", "bcdfghjklmnpqrst")


class PastNietGrond(StrEnum):
    """What "not suitable" may be about: there is no third."""

    LEERWENS = "leerwens"
    TAAK = "taak"


GROND_LABEL: dict[PastNietGrond, Tekst] = {
    PastNietGrond.LEERWENS: Tekst(
        "Wat de student wil leren, kan hier niet", "What the student wants to learn is not possible here"
    ),
    PastNietGrond.TAAK: Tekst(
        "Een taak van deze plaats past niet bij wat de student schrijft",
        "A task of this place does not fit what the student writes",
    ),
}


_IN_GEGEVENS = Tekst(
    "Je coördinator is het daarmee eens. Wat het bedrijf schreef, staat in je gegevens: „Download al mijn gegevens“.",
    "Your coordinator agrees. What the company wrote is in your data: “Download all my data”.",
)
PAST_NIET_UITLEG: dict[PastNietGrond, Tekst] = {
    PastNietGrond.LEERWENS: Tekst(
        f"Volgens het bedrijf kun je daar niet leren wat jij wilt leren. {_IN_GEGEVENS.nl}",
        f"The company says you cannot learn there what you want to learn. {_IN_GEGEVENS.en}",
    ),
    PastNietGrond.TAAK: Tekst(
        f"Volgens het bedrijf past een taak van die plaats niet bij wat jij schreef. {_IN_GEGEVENS.nl}",
        f"The company says a task of that place does not fit what you wrote. {_IN_GEGEVENS.en}",
    ),
}
"""What a student reads about a place for which the coordinator agreed that it is not suitable."""


class Besluit(StrEnum):
    """What the coordinator decided about "not suitable"."""

    AKKOORD = "akkoord"
    TELT_NIET = "telt_niet"


BESLUIT_LABEL: dict[Besluit, Tekst] = {
    Besluit.AKKOORD: Tekst("Akkoord: komt daar niet", "Agreed: does not go there"),
    Besluit.TELT_NIET: Tekst("Telt niet: komt achteraan", "Does not count: goes last"),
}


@dataclass(frozen=True, slots=True)
class PastNiet:
    """A candidate the company does not find suitable, and why."""

    nummer: int
    grond: PastNietGrond
    uitleg: str


@dataclass(frozen=True, slots=True)
class Volgorde:
    """An order as it stands: numbers of candidates, best first, and those that are not suitable."""

    nummers: tuple[int, ...] = ()
    past_niet: tuple[PastNiet, ...] = ()

    @property
    def alle(self) -> tuple[int, ...]:
        return (*self.nummers, *(p.nummer for p in self.past_niet))


def verplaats(volgorde: Volgorde, nummer: int, zet: Zet) -> Volgorde:
    """The order after one move; who is not in it, or has nowhere to go, changes nothing."""
    nummers = list(volgorde.nummers)
    if nummer not in nummers or zet is Zet.WEG:
        return volgorde
    plek = nummers.index(nummer)
    nummers.pop(plek)
    nieuw = {Zet.OMHOOG: max(plek - 1, 0), Zet.OMLAAG: plek + 1, Zet.EERSTE: 0, Zet.LAATSTE: len(nummers)}[zet]
    nummers.insert(nieuw, nummer)
    return replace(volgorde, nummers=tuple(nummers))


def zet_op_volgorde(volgorde: Volgorde, gewenst: Sequence[int]) -> Volgorde:
    """The candidates in this order; who is not named stays behind in the old order, unknown numbers are left out."""
    eerst = [n for n in dict.fromkeys(gewenst) if n in volgorde.nummers]
    return replace(volgorde, nummers=(*eerst, *(n for n in volgorde.nummers if n not in eerst)))


def vind_niet_passend(volgorde: Volgorde, nummer: int, grond: PastNietGrond, uitleg: str) -> Volgorde:
    """The order in which this candidate is not suitable, with the reason. Raises `OngeldigeInvoer`."""
    schoon = check_uitleg(uitleg)
    if nummer not in volgorde.alle:
        return volgorde
    anders = tuple(p for p in volgorde.past_niet if p.nummer != nummer)
    nummers = tuple(n for n in volgorde.nummers if n != nummer)
    return Volgorde(nummers, (*anders, PastNiet(nummer, grond, schoon)))


def vind_passend(volgorde: Volgorde, nummer: int) -> Volgorde:
    """The order in which this candidate is suitable again, at the end."""
    if not any(p.nummer == nummer for p in volgorde.past_niet):
        return volgorde
    over = tuple(p for p in volgorde.past_niet if p.nummer != nummer)
    return Volgorde((*volgorde.nummers, nummer), over)


_PERSOON = re.compile(
    r"\b(jongens?|meisjes?|mannen|vrouwen|vrouwelijke?|mannelijke?|geslacht|sekse|zwanger\w*|hoofddoek\w*|"
    r"(?:het|hun|zijn|haar) geloof|religie\w*|religious|religion|moslim\w*|muslim\w*|christen\w*|christian|"
    r"joods?e?|jewish|allochtoon\w*|"
    r"buitenlander\w*|foreigner\w*|huidskleur|afkomst|herkomst|nationaliteit|nationality|handicap\w*|autis\w*|"
    r"adhd|homo|homoseksu\w*|lesbi\w*|transgender\w*|gender|boys?|girls?|male|female|leeftijd|te jong|te oud|too young|"
    r"too old|"
    r"hijab|pregnan\w*|skin|ethnic\w*)\b",
    re.IGNORECASE,
)
PERSOON = Tekst(
    "Dit lijkt over de persoon te gaan („{woord}”). Schrijf alleen over de leerwens of een taak van deze plaats.",
    "This seems to be about the person (“{woord}”). Write about the learning wish or a task of this place only.",
)


def check_uitleg(uitleg: str) -> str:
    """The tidied reason. Raises `OngeldigeInvoer`: too short, too long, or plainly about the person.

    Words cannot prove a good reason, so a coordinator reads each and decides; this only catches the plain cases.
    """
    schoon = uitleg.replace("\x00", "").strip()
    if not MIN_UITLEG <= len(schoon) <= MAX_UITLEG:
        raise OngeldigeInvoer(
            {
                "uitleg": Tekst(
                    f"Leg het uit in {MIN_UITLEG} tot {MAX_UITLEG} tekens. De coördinator van school leest dit.",
                    f"Explain in {MIN_UITLEG} to {MAX_UITLEG} characters. The school's coordinator reads this.",
                )
            }
        )
    if gevonden := _PERSOON.search(schoon):
        raise OngeldigeInvoer({"uitleg": PERSOON.vul(woord=gevonden[0])})
    return schoon


def check_volgorde(volgorde: Volgorde, kandidaten: Collection[int]) -> Volgorde:
    """The order itself when it holds every candidate once. Raises `OngeldigeInvoer`."""
    if sorted(volgorde.alle) != sorted(kandidaten):
        fout = Tekst("Elke kandidaat staat er precies één keer in.", "Every candidate is in it exactly once.")
        raise OngeldigeInvoer({"volgorde": fout}, fout)
    return volgorde


def rangen_van(volgorde: Volgorde) -> dict[int, int]:
    """Candidate → rank, 1 = best; who is not suitable has none."""
    return {nummer: rang for rang, nummer in enumerate(volgorde.nummers, 1)}


def rang_van(rang: int | None, gerangschikt: int, *, is_ingestuurd: bool) -> int:
    """The rank that counts: all 1 where the company sent in nothing (the lot decides); last of all who was not found
    suitable as long as the coordinator does not agree (again by lot among these)."""
    if not is_ingestuurd:
        return 1
    return rang or gerangschikt + 1


def neutrale_volgorde(zaad: str, plaats_id: int, deelnemers: Collection[int]) -> tuple[int, ...]:
    """The participants in an order that says nothing about them: number 1 is the first. By SHA-256, repeatable."""
    return tuple(sorted(deelnemers, key=lambda d: hashlib.sha256(f"{zaad}:rangorde:{plaats_id}:{d}".encode()).digest()))


_ADRES = re.compile(r"\S+@\S+|(?<!\w)(?:\+\d{1,3}|00\d{2}|0)(?:[\s.\-]?\d){8,10}(?!\d)")
WEG = "[…]"


def maskeer(tekst: str, namen: Collection[str]) -> str:
    """The student's text without own names, e-mail addresses and phone numbers: a learning wish needs none."""
    uit = _ADRES.sub(WEG, tekst)
    delen = {deel for naam in namen for deel in re.split(r"[\s,]+", naam) if len(deel) >= 3}
    for deel in sorted(delen, key=len, reverse=True):
        uit = re.sub(rf"(?<!\w){re.escape(deel)}(?!\w)", WEG, uit, flags=re.IGNORECASE)
    return uit


class RangordeDicht(DomeinFout):
    """Companies can order until the round says; after that what was sent in counts."""

    http_status = 409

    def __init__(self) -> None:
        super().__init__(
            "rangorde_dicht",
            Tekst(
                "De volgorde kan niet meer veranderen. Wat je hebt ingestuurd telt.",
                "The order cannot change any more. What you sent in counts.",
            ),
        )


class RangordeNogOpen(DomeinFout):
    """The coordinator wants what is only possible once the companies are done."""

    http_status = 409

    def __init__(self, tot: datetime) -> None:
        super().__init__(
            "rangorde_nog_open",
            Tekst(
                f"Bedrijven zetten hun kandidaten nog op volgorde, tot {toon_moment(tot)}. Wacht daarop, of sluit het "
                "eerder op de pagina van de ronde.",
                f"Companies are still ordering their candidates, until {toon_moment(tot, 'en')}. Wait, or close it "
                "early on the round's page.",
            ),
        )


@dataclass(frozen=True, slots=True)
class RangschikTijd:
    """When companies may order: from the closing of the lists until `tot`, or until it was closed by hand."""

    status: RondeStatus
    rangschikt: bool
    tot: datetime | None
    gesloten_op: datetime | None

    def is_open(self, nu: datetime) -> bool:
        """Whether an order can be written now: the last moment counts at once."""
        return (
            self.rangschikt
            and self.status is RondeStatus.GESLOTEN
            and self.gesloten_op is None
            and self.tot is not None
            and nu < self.tot
        )

    def check_open(self, nu: datetime) -> None:
        """Raises `RangordeDicht`."""
        if not self.is_open(nu):
            raise RangordeDicht

    def check_klaar(self, nu: datetime) -> None:
        """Raises `RangordeNogOpen` while companies can still change something."""
        if self.is_open(nu) and self.tot is not None:
            raise RangordeNogOpen(self.tot)


def bewijs_code(rangorde_id: int, op: datetime, volgorde: Volgorde) -> str:
    """The code on the receipt: 16 letters of SHA-256 over which place, when and what. Letters only, as of a list."""
    inhoud = json.dumps(
        [rangorde_id, op.isoformat(), volgorde.nummers, [[p.nummer, p.grond, p.uitleg] for p in volgorde.past_niet]],
        ensure_ascii=False,
    )
    return hashlib.sha256(inhoud.encode()).hexdigest()[:16].translate(_LETTERS)


def in_woorden(volgorde: Volgorde) -> str:
    """`1. kandidaat 4, 2. kandidaat 1; past niet: 3`."""
    rij = ", ".join(f"{rang}. kandidaat {n}" for rang, n in enumerate(volgorde.nummers, 1)) or "–"
    niet = ", ".join(str(p.nummer) for p in volgorde.past_niet)
    return f"{rij}; past niet: {niet}" if niet else rij


def te_herinneren(gesloten_op: datetime | None, tot: datetime | None, nu: datetime) -> int | None:
    """Which reminder is due (days before the end), None when none is. None comes before the question."""
    if gesloten_op is None or tot is None or not gesloten_op <= nu < tot:
        return None
    begonnen = [d for d in HERINNER_DAGEN if gesloten_op < tot - timedelta(days=d) <= nu]
    return min(begonnen) if begonnen else None


def herinner_sleutel(ronde_id: int, contact_id: int, wat: str = "") -> str:
    """The reason of the mail; sending in withdraws all that begin with it."""
    return f"rangorde-herinnering:{ronde_id}:{contact_id}:{wat}"
