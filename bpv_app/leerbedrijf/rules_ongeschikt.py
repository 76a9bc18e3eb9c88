"""Not suitable: where a school places nobody for now, with why. A warning when placing, and out of every matching.

It is an opinion of the school, not of the register: `rules.beoordeel_erkenning` says what may, this says what
the school wants. Whoever places all the same gives a reason, which is kept.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from bpv_app.kernel.clock import toon_datum
from bpv_app.kernel.errors import DomeinFout, OngeldigeInvoer
from bpv_app.kernel.nummers import schoon_tekst, zonder_bsn
from bpv_app.kernel.tekst import Tekst
from bpv_app.leerbedrijf.rules_invoer import OngeldigNummer, lees_crebo

MAX_REDEN = 1000


@dataclass(frozen=True, slots=True)
class OngeschiktInvoer:
    """As filled in; empty or None: whichever. `van` None: from today."""

    reden: str
    locatie_id: int | None = None
    crebo: str = ""
    team_id: int | None = None
    van: date | None = None
    tot: date | None = None


@dataclass(frozen=True, slots=True)
class Ongeschiktheid:
    """One judgement as the rules need it; days are inclusive."""

    id: int
    leerbedrijf_id: int
    locatie_id: int | None
    crebo: str
    team_id: int | None
    reden: str
    van: date
    tot: date | None = None

    def geldt_op(self, dag: date) -> bool:
        return self.van <= dag and (self.tot is None or dag <= self.tot)

    def is_voor(self, locatie_id: int | None, crebo: str | None, team_id: int | None) -> bool:
        """Whether it is about this placement: this location (or all), this crebo (or all), this team (or all)."""
        return (
            self.locatie_id in (None, locatie_id)
            and self.crebo in ("", crebo or "")
            and self.team_id in (None, team_id)
        )


def geldend(
    lijst: Iterable[Ongeschiktheid], dag: date, locatie_id: int | None, crebo: str | None, team_id: int | None
) -> tuple[Ongeschiktheid, ...]:
    """What stands against a placement that begins on `dag`."""
    return tuple(o for o in lijst if o.geldt_op(dag) and o.is_voor(locatie_id, crebo, team_id))


def omschrijf(o: Ongeschiktheid, bedrijf: str) -> Tekst:
    """The warning, for the school's eyes only: the reason is in it."""
    tot_nl = f", tot en met {toon_datum(o.tot)}" if o.tot else ""
    tot_en = f", until {toon_datum(o.tot, 'en')}" if o.tot else ""
    return Tekst(f"{bedrijf}{tot_nl}: {o.reden}", f"{bedrijf}{tot_en}: {o.reden}")


def check_ongeschikt(invoer: OngeschiktInvoer, vandaag: date) -> OngeschiktInvoer:
    """As stored. Raises OngeldigeInvoer with every wrong field."""
    fouten: dict[str, Tekst] = {}
    reden = zonder_bsn(schoon_tekst(invoer.reden))
    if not reden or len(reden) > MAX_REDEN:
        fouten["reden"] = (
            Tekst(f"Hoogstens {MAX_REDEN} tekens.", f"At most {MAX_REDEN} characters.")
            if reden
            else Tekst("Schrijf waarom. Alleen de school leest dit.", "Write why. Only the school reads this.")
        )
    crebo = ""
    try:
        crebo = lees_crebo(invoer.crebo)
    except OngeldigNummer as fout:
        fouten["crebo"] = fout.tekst
    van = invoer.van or vandaag
    if invoer.tot and invoer.tot < van:
        fouten["tot"] = Tekst("De laatste dag ligt vóór de eerste.", "The last day lies before the first.")
    if fouten:
        raise OngeldigeInvoer(fouten)
    return OngeschiktInvoer(reden, invoer.locatie_id, crebo, invoer.team_id, van, invoer.tot)


class NietGeschikt(DomeinFout):
    """The school finds this company not suitable; placing all the same takes a yes."""

    http_status = 409

    def __init__(self, waarom: Tekst) -> None:
        super().__init__(
            "niet_geschikt",
            Tekst(
                f"Niet geschikt volgens de school. {waarom.nl} Vink aan dat je het toch wilt, met de reden.",
                f"Not suitable, the school says. {waarom.en} Tick that you want it all the same, with the reason.",
            ),
            {"toch": Tekst("Vink dit aan als het toch mag.", "Tick this if it may be all the same.")},
        )
