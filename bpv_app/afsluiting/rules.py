"""What has to be there before a placement is closed (step 8), who may let it pass without, and how it is said.

The points and who may override them are data: the guard, the buttons and the page in the documentation come from
`ONTHEFFING_DOOR`. Sources: WEB 7.2.8 (the school assesses), the Stagepact (three joint conversations), domain.md
section 5 (hours). Who may override what is our own decision: what the student may lose by it asks the coordinator.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum

from bpv_app.kernel.errors import DomeinFout, OngeldigeInvoer
from bpv_app.kernel.rechten import Rol
from bpv_app.kernel.tekst import Tekst
from bpv_app.uren.rules_tonen import toon_uren, uren_tekst

MAX_REDEN = 300


class Punt(StrEnum):
    """What is looked at, in the order of the page."""

    UREN = "uren"
    WEKEN = "weken"
    GESPREKKEN = "gesprekken"
    BEOORDELING = "beoordeling"
    DOCUMENTEN = "documenten"
    INLEVEREN = "inleveren"


PUNT_LABEL: dict[Punt, Tekst] = {
    Punt.UREN: Tekst("Uren gehaald", "Hours done"),
    Punt.WEKEN: Tekst("Weken goedgekeurd", "Weeks approved"),
    Punt.GESPREKKEN: Tekst("Gesprekken gehouden", "Conversations held"),
    Punt.BEOORDELING: Tekst("Beoordeling vastgesteld", "Assessment decided"),
    Punt.DOCUMENTEN: Tekst("Documenten binnen", "Documents received"),
    Punt.INLEVEREN: Tekst("Spullen ingeleverd", "Keys and cards handed in"),
}
_BEIDE = frozenset({Rol.ONDERWIJSBEGELEIDER, Rol.COORDINATOR})
ONTHEFFING_DOOR: dict[Punt, frozenset[Rol]] = {
    Punt.UREN: frozenset({Rol.COORDINATOR}),
    Punt.WEKEN: _BEIDE,
    Punt.GESPREKKEN: _BEIDE,
    Punt.BEOORDELING: frozenset({Rol.COORDINATOR}),
    Punt.DOCUMENTEN: _BEIDE,
    Punt.INLEVEREN: _BEIDE,
}
BIJ_EERDER_EINDE = frozenset({Punt.WEKEN, Punt.DOCUMENTEN, Punt.INLEVEREN})
"""What a placement that ends early still needs: it has no full hours, no end talk and no final assessment by its
nature, and why it ends early is asked for."""


class PuntStaat(StrEnum):
    """How a point stands."""

    KLAAR = "klaar"
    MIST = "mist"
    ONTHEVEN = "ontheven"
    NIET_NODIG = "niet_nodig"


STAAT_LABEL: dict[PuntStaat, Tekst] = {
    PuntStaat.KLAAR: Tekst("In orde", "Done"),
    PuntStaat.MIST: Tekst("Ontbreekt", "Missing"),
    PuntStaat.ONTHEVEN: Tekst("Mag ontbreken", "May be missing"),
    PuntStaat.NIET_NODIG: Tekst("Niet nodig", "Not needed"),
}
STAAT_TOON: dict[PuntStaat, str] = {
    PuntStaat.KLAAR: "success",
    PuntStaat.MIST: "error",
    PuntStaat.ONTHEVEN: "warning",
    PuntStaat.NIET_NODIG: "",
}


@dataclass(frozen=True, slots=True)
class Feiten:
    """What is known of a placement. Hours in minutes; weeks that were written and not approved."""

    goedgekeurd: int
    doel: int
    open_weken: int
    gesprekken_gepland: int
    gesprekken_gehouden: int
    is_beoordeeld: bool
    documenten: tuple[str, ...] = ()
    documenten_klaar: tuple[str, ...] = ()
    in_te_leveren: tuple[str, ...] = ()
    ingeleverd: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PuntStand:
    """A point with what is known of it, in words."""

    punt: Punt
    staat: PuntStaat
    uitleg: Tekst


def _missend(nodig: Sequence[str], er_is: Collection[str]) -> list[str]:
    return [naam for naam in nodig if naam not in er_is]


def _lijst(nodig: Sequence[str], er_is: Collection[str]) -> tuple[bool, Tekst]:
    if not nodig:
        return True, Tekst("Er is niets gevraagd.", "Nothing is asked for.")
    if mist := _missend(nodig, er_is):
        namen = ", ".join(mist)
        return False, Tekst(f"Nog niet: {namen}.", f"Not yet: {namen}.")
    return True, Tekst("Alles is er.", "All is there.")


def _meet(punt: Punt, f: Feiten) -> tuple[bool, Tekst]:
    """Whether the point is in order, and what it says."""
    match punt:
        case Punt.UREN:
            nl, en = uren_tekst(f.doel).nl, uren_tekst(f.doel).en
            zin = Tekst(
                f"{toon_uren(f.goedgekeurd)} van {nl} goedgekeurd.",
                f"{toon_uren(f.goedgekeurd, 'en')} of {en} approved.",
            )
            return f.goedgekeurd >= f.doel, zin
        case Punt.WEKEN:
            n = f.open_weken
            if not n:
                return True, Tekst(
                    "Alle geschreven weken zijn goedgekeurd.", "All weeks that were written are approved."
                )
            return False, Tekst(
                f"{n} {'week is' if n == 1 else 'weken zijn'} nog niet goedgekeurd.",
                f"{n} {'week is' if n == 1 else 'weeks are'} not approved yet.",
            )
        case Punt.GESPREKKEN:
            zin = Tekst(
                f"{f.gesprekken_gehouden} van {f.gesprekken_gepland} gesprekken gehouden.",
                f"{f.gesprekken_gehouden} of {f.gesprekken_gepland} conversations held.",
            )
            return f.gesprekken_gehouden >= f.gesprekken_gepland, zin
        case Punt.BEOORDELING:
            if f.is_beoordeeld:
                return True, Tekst("De school heeft het oordeel vastgesteld.", "The school has decided.")
            return False, Tekst("De school heeft nog geen oordeel vastgesteld.", "The school has not decided yet.")
        case Punt.DOCUMENTEN:
            return _lijst(f.documenten, f.documenten_klaar)
        case Punt.INLEVEREN:
            return _lijst(f.in_te_leveren, f.ingeleverd)


def bepaal(feiten: Feiten, ontheven: Collection[Punt], *, is_vroeg: bool) -> tuple[PuntStand, ...]:
    """Every point with its state. `is_vroeg`: the placement ends before the agreed day."""
    uit = []
    for punt in Punt:
        goed, uitleg = _meet(punt, feiten)
        if goed:
            staat = PuntStaat.KLAAR
        elif is_vroeg and punt not in BIJ_EERDER_EINDE:
            staat = PuntStaat.NIET_NODIG
        else:
            staat = PuntStaat.ONTHEVEN if punt in ontheven else PuntStaat.MIST
        uit.append(PuntStand(punt, staat, uitleg))
    return tuple(uit)


def mag_ontheffen(punt: Punt, rollen: Collection[Rol]) -> bool:
    """Whether somebody with these roles may let the placement be closed without this."""
    return bool(ONTHEFFING_DOOR[punt] & set(rollen))


def check_reden(reden: str) -> str:
    """The reason of an override. Raises `OngeldigeInvoer`."""
    schoon = " ".join(reden.split())
    if not schoon:
        raise OngeldigeInvoer({"reden": Tekst("Schrijf op waarom dit mag ontbreken.", "Write down why.")})
    if len(schoon) > MAX_REDEN:
        raise OngeldigeInvoer({"reden": Tekst(f"Hoogstens {MAX_REDEN} tekens.", f"At most {MAX_REDEN} characters.")})
    return schoon


class NietNodig(DomeinFout):
    """There is nothing to override: it is in order, or it was overridden already."""

    http_status = 409

    def __init__(self) -> None:
        super().__init__(
            "ontheffing_niet_nodig", Tekst("Dit punt is al geregeld.", "This point has been dealt with already.")
        )


class NogNietKlaar(DomeinFout):
    """Points that are missing; all of them are named at once."""

    http_status = 409

    def __init__(self, mist: Sequence[PuntStand]) -> None:
        super().__init__(
            "afsluiten_nog_niet_klaar",
            Tekst(
                "Afsluiten kan nog niet. " + " ".join(f"{PUNT_LABEL[p.punt].nl}: {p.uitleg.nl}" for p in mist),
                "Closing is not possible yet. " + " ".join(f"{PUNT_LABEL[p.punt].en}: {p.uitleg.en}" for p in mist),
            ),
        )


def check_klaar(punten: Sequence[PuntStand]) -> None:
    """Raises `NogNietKlaar` when a point is missing."""
    if mist := [p for p in punten if p.staat is PuntStaat.MIST]:
        raise NogNietKlaar(mist)


def vat_samen(punten: Sequence[PuntStand]) -> Tekst:
    """The first line: how many points are missing, or that it can be closed."""
    n = sum(p.staat is PuntStaat.MIST for p in punten)
    if not n:
        return Tekst("Alles is geregeld. Je kunt de stage afsluiten.", "All is there. You can close the placement.")
    return Tekst(
        f"Er {'ontbreekt nog 1 ding' if n == 1 else f'ontbreken nog {n} dingen'} voordat de stage dicht kan.",
        f"{n} {'thing is' if n == 1 else 'things are'} missing before the placement can be closed.",
    )
