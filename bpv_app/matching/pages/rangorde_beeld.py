"""What a company's screen of candidates shows, already in words."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from bpv_app.kernel.clock import toon_moment
from bpv_app.kernel.tekst import Tekst
from bpv_app.matching.queries_rangorde import Kandidaat, RangordeBewijsRij, RangordeRij
from bpv_app.matching.rules_plaats_tonen import toon_periode
from bpv_app.matching.rules_rangorde import GROND_LABEL, PastNiet

GEEN_LEERWENS = Tekst("De student schreef hier niets over.", "The student wrote nothing about it.")


@dataclass
class KandidaatBeeld:
    """A candidate as a card; `plek` is the place in the order, 0 for who is not suitable."""

    nummer: str
    naam: str
    opleiding: str
    leerwens: str
    plek: int = 0
    grond: str = ""
    uitleg: str = ""


@dataclass
class BewijsBeeld:
    """A receipt in words."""

    op: str = ""
    code: str = ""
    regels: list[str] = field(default_factory=list)


def kandidaat_naam(nummer: int, taal: str) -> str:
    """`Kandidaat 3`: numbered in an order that says nothing."""
    return f"Candidate {nummer}" if taal == "en" else f"Kandidaat {nummer}"


def kandidaat_beeld(k: Kandidaat, taal: str, *, plek: int = 0, past_niet: PastNiet | None = None) -> KandidaatBeeld:
    """A card: programme, level and route, and the learning wish."""
    niveau = "" if k.niveau is None else (f"level {k.niveau}" if taal == "en" else f"niveau {k.niveau}")
    return KandidaatBeeld(
        str(k.nummer),
        kandidaat_naam(k.nummer, taal),
        " · ".join(x for x in (k.opleiding, niveau, k.leerweg.value.upper() if k.leerweg else "") if x),
        k.leerwens or GEEN_LEERWENS.in_taal(taal),
        plek,
        GROND_LABEL[past_niet.grond].in_taal(taal) if past_niet else "",
        past_niet.uitleg if past_niet else "",
    )


def bewijs_beeld(bewijs: RangordeBewijsRij | None, taal: str) -> BewijsBeeld:
    """The newest receipt; empty without one."""
    if bewijs is None:
        return BewijsBeeld()
    regels = [f"{n}. {kandidaat_naam(k, taal)}" for n, k in enumerate(bewijs.volgorde.nummers, 1)]
    niet = "not suitable" if taal == "en" else "past niet"
    regels += [f"{kandidaat_naam(p.nummer, taal)}: {niet}" for p in bewijs.volgorde.past_niet]
    return BewijsBeeld(f"{toon_moment(bewijs.op, taal)}, {bewijs.door}", bewijs.code, regels)


def feiten(r: RangordeRij, taal: str) -> str:
    """Round, period and slots in one line."""
    plekken = (
        f"{r.plekken} {'slot' if r.plekken == 1 else 'slots'}"
        if taal == "en"
        else f"{r.plekken} {'plek' if r.plekken == 1 else 'plekken'}"
    )
    return " · ".join((r.ronde, toon_periode(r.van, r.tot).in_taal(taal), plekken))


def zin_van(r: RangordeRij | None, nu: datetime) -> Tekst:
    """The first line: what to do now, until when, and what happens when nothing is sent in."""
    if r is None:
        return Tekst(
            "Er zijn nu geen kandidaten om op volgorde te zetten.", "There are no candidates to put in order now."
        )
    if not r.tijd.is_open(nu):
        if r.ingestuurd_op:
            return Tekst(
                f"De tijd is voorbij. Je volgorde van {toon_moment(r.ingestuurd_op)} telt.",
                f"The time is over. Your order of {toon_moment(r.ingestuurd_op, 'en')} counts.",
            )
        return Tekst(
            "De tijd is voorbij. Je stuurde niets in: elke student is goed, en de loting beslist.",
            "The time is over. You sent in nothing: every student is fine, and the lottery decides.",
        )
    tot, until = toon_moment(r.tijd.tot or nu), toon_moment(r.tijd.tot or nu, "en")
    if r.is_gewijzigd:
        return Tekst(
            f"Je hebt de volgorde veranderd. Stuur haar opnieuw in vóór {tot}, anders telt de oude.",
            f"You changed the order. Send it in again before {until}, or the old one counts.",
        )
    if r.ingestuurd_op:
        return Tekst(
            f"Je volgorde is ingestuurd. Veranderen kan tot {tot}.",
            f"Your order is sent in. You can change it until {until}.",
        )
    n = r.kandidaten
    return Tekst(
        f"{n} {'student koos' if n == 1 else 'studenten kozen'} deze plaats. Zet ze op volgorde en stuur "
        f"in vóór {tot}.",
        f"{n} {'student' if n == 1 else 'students'} chose this place. Put them in order and send in before {until}.",
    )
