"""How far a student is: done, target to date, still to go, and what that means in one sentence. Whole minutes.

Source: domain.md section 5: missed hours are made up in the same year. The rest is our own decision, said at each
field.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from bpv_app.kernel.tekst import Tekst
from bpv_app.uren.rules import Soort
from bpv_app.uren.rules_plan import KWARTIER, Afspraak, Kalender, doel_tot, doel_totaal
from bpv_app.uren.rules_tellen import Telling
from bpv_app.uren.rules_tonen import dagen_tekst, uren_tekst
from bpv_app.uren.rules_tonen import toon_uren as toon_uren


class Fase(StrEnum):
    """Where today lies in a placement."""

    NIET_BEGONNEN = "niet_begonnen"
    BEZIG = "bezig"
    AFGELOPEN = "afgelopen"


@dataclass(frozen=True, slots=True)
class Saldo:
    """The state of a chain of agreements on a day; every number is minutes.

    `gedaan`, `goedgekeurd`: counted, and of that approved, up to and including today. `doel`: what should be done by
    now. `te_gaan`: what is left of `totaal`. `achter`: target less done, negative when ahead. `gemist`: sick and on
    leave up to today. `in_te_halen`: what of the missed time is not made up yet, never more than `achter`.
    """

    gedaan: int
    goedgekeurd: int
    doel: int
    te_gaan: int
    achter: int
    gemist: int
    in_te_halen: int
    totaal: int
    fase: Fase


def bereken_saldo(telling: Telling, afspraken: Sequence[Afspraak], kalender: Kalender, vandaag: date) -> Saldo:
    """The state on `vandaag`. What was written ahead of time is not done yet.

    Today's target grows along with what is written today, up to today's plan: nobody is behind for a day that is not
    over, and a common day's work puts nobody ahead. The target is a share, so it is rounded down to quarter hours.
    """
    tot_nu = [g for g in telling.regels if g.regel.datum <= vandaag]
    gedaan = sum(g.telt for g in tot_nu)
    totaal = sum(doel_totaal(a, kalender) for a in afspraken)
    gisteren = sum(doel_tot(a, kalender, vandaag - timedelta(days=1)) for a in afspraken)
    plan_vandaag = sum(doel_tot(a, kalender, vandaag) for a in afspraken) - gisteren
    doel = gisteren + min(plan_vandaag, sum(g.telt for g in tot_nu if g.regel.datum == vandaag))
    doel -= doel % KWARTIER if doel < totaal else 0
    gemist = sum(g.regel.minuten for g in tot_nu if g.regel.soort in (Soort.ZIEK, Soort.VERLOF))
    ingehaald = sum(g.telt for g in tot_nu if g.regel.soort is Soort.INHALEN)
    achter = doel - gedaan
    return Saldo(
        gedaan=gedaan,
        goedgekeurd=sum(g.akkoord_telt for g in tot_nu),
        doel=doel,
        te_gaan=max(0, totaal - gedaan),
        achter=achter,
        gemist=gemist,
        in_te_halen=max(0, min(gemist - ingehaald, achter)),
        totaal=totaal,
        fase=_fase(afspraken, vandaag),
    )


def _fase(afspraken: Sequence[Afspraak], vandaag: date) -> Fase:
    lopend = [a for a in afspraken if a.begin <= a.eind]
    if not lopend or vandaag < min(a.begin for a in lopend):
        return Fase.NIET_BEGONNEN
    return Fase.AFGELOPEN if vandaag > max(a.eind for a in lopend) else Fase.BEZIG


def _in_dagen(minuten: int, minuten_per_dag: int) -> Tekst:
    """`: 1 dag`, `: ongeveer 1,5 dag`, rounded to half days; nothing for less than a quarter of a day."""
    halve = (4 * minuten + minuten_per_dag) // (2 * minuten_per_dag) if minuten_per_dag else 0
    if not halve:
        return Tekst("", "")
    dagen, precies = dagen_tekst(halve), 2 * minuten == halve * minuten_per_dag
    return Tekst(f": {'' if precies else 'ongeveer '}{dagen.nl}", f": {'' if precies else 'about '}{dagen.en}")


def zin(saldo: Saldo, minuten_per_dag: int) -> Tekst:
    """What the balance means, in one B1 sentence. `minuten_per_dag`: a usual working day; 0: unknown."""
    if saldo.fase is Fase.NIET_BEGONNEN:
        return Tekst("Je stage is nog niet begonnen.", "Your placement has not started yet.")
    if saldo.totaal and not saldo.te_gaan:
        return Tekst("Je hebt alle uren gehaald.", "You have done all your hours.")
    if saldo.fase is Fase.AFGELOPEN and saldo.te_gaan:
        over = uren_tekst(saldo.te_gaan)
        return Tekst(
            f"Je stage is voorbij en je mist nog {over.nl}.", f"Your placement is over and you are {over.en} short."
        )
    if saldo.achter > 0:
        uren, dagen = uren_tekst(saldo.achter), _in_dagen(saldo.achter, minuten_per_dag)
        return Tekst(f"Je loopt {uren.nl} achter{dagen.nl}.", f"You are {uren.en} behind{dagen.en}.")
    if saldo.achter < 0:
        uren = uren_tekst(-saldo.achter)
        return Tekst(f"Je hebt {uren.nl} voorsprong.", f"You are {uren.en} ahead.")
    return Tekst("Je loopt precies op schema.", "You are exactly on schedule.")
