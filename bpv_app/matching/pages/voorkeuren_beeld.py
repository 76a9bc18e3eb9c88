"""What the student's screen of choices shows, already in words."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from bpv_app.kernel.clock import toon_datum, toon_moment
from bpv_app.kernel.tekst import Tekst
from bpv_app.ligging.rules import toon_km
from bpv_app.matching.queries_keuzeplaatsen import PlaatsRij
from bpv_app.matching.queries_voorkeur import Bewijs, Deelname, LijstStand, MijnVerzoek
from bpv_app.matching.rules_afspraak import VERZOEK_LABEL, VERZOEK_TOON, VerzoekStatus
from bpv_app.matching.rules_loting import VOLGORDE, VOORRANG_LABEL, Voorrang
from bpv_app.matching.rules_ronde import RondeStatus
from bpv_app.matching.rules_voorkeur import sluit_tekst

_DAGEN_NL = ("ma", "di", "wo", "do", "vr", "za", "zo")
_DAGEN_EN = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


@dataclass
class PlaatsBeeld:
    """A place as a card. `reden` is what the student wrote with it."""

    id: str
    titel: str
    plek: str
    feiten: str
    taken: str
    eerste: str
    is_weg: bool
    bedrijf_leest: bool
    nr: int = 0
    reden: str = ""


@dataclass
class BewijsBeeld:
    """A receipt in words."""

    op: str = ""
    code: str = ""
    hash: str = ""
    regels: list[str] = field(default_factory=list)


@dataclass
class VerzoekBeeld:
    """A request of one's own."""

    id: str
    bedrijf: str
    status: str
    toon: str
    op: str
    antwoord: str
    mag_intrekken: bool


def _dagen(rij: PlaatsRij, taal: str) -> str:
    namen = _DAGEN_EN if taal == "en" else _DAGEN_NL
    if rij.dagen:
        return " ".join(namen[d] for d in sorted(rij.dagen) if 0 <= d < 7)
    if rij.dagen_per_week:
        return f"{rij.dagen_per_week} days a week" if taal == "en" else f"{rij.dagen_per_week} dagen per week"
    return ""


def _vergoeding(centen: int | None, taal: str) -> str:
    if not centen:
        return ""
    euro = (
        f"€ {centen // 100}"
        if centen % 100 == 0
        else f"€ {centen / 100:.2f}".replace(".", "," if taal != "en" else ".")
    )
    return f"{euro} a month" if taal == "en" else f"{euro} per maand"


def plaats_beeld(rij: PlaatsRij, taal: str, *, toont_eerste: bool, nr: int = 0, reden: str = "") -> PlaatsBeeld:
    """A card; distance as the crow flies, and only when it is known."""
    plekken = (
        f"{rij.plekken} {'slot' if rij.plekken == 1 else 'slots'}"
        if taal == "en"
        else f"{rij.plekken} {'plek' if rij.plekken == 1 else 'plekken'}"
    )
    eerste = ""
    if toont_eerste:
        eerste = f"Chosen first: {rij.eerste} ×" if taal == "en" else f"Op 1 gezet: {rij.eerste} ×"
    return PlaatsBeeld(
        str(rij.id),
        rij.titel,
        " · ".join(x for x in (rij.bedrijf, rij.woonplaats, toon_km(rij.km, taal)) if x),
        " · ".join(x for x in (plekken, _dagen(rij, taal), _vergoeding(rij.vergoeding, taal)) if x),
        rij.taken,
        eerste,
        rij.is_weg,
        rij.bedrijf_leest,
        nr,
        reden,
    )


def bewijs_beeld(bewijs: Bewijs | None, taal: str) -> BewijsBeeld:
    """The newest receipt; empty without one."""
    if bewijs is None:
        return BewijsBeeld()
    regels = [f"{r['rang']}. {r['titel']}, {r['bedrijf']}" for r in bewijs.regels]
    return BewijsBeeld(toon_moment(bewijs.op, taal), bewijs.code, bewijs.zaad_hash, regels)


def verzoek_beeld(v: MijnVerzoek, taal: str) -> VerzoekBeeld:
    return VerzoekBeeld(
        str(v.id),
        f"{v.bedrijf}, {v.woonplaats}",
        VERZOEK_LABEL[v.status].in_taal(taal),
        VERZOEK_TOON[v.status],
        toon_datum(v.gevraagd_op.date(), taal),
        v.antwoord,
        v.status is VerzoekStatus.GEVRAAGD,
    )


def zin_van(deel: Deelname, stand: LijstStand, vast: str, nu: datetime, *, is_open: bool) -> Tekst:
    """The first line: what to do now, and until when."""
    if vast:
        return Tekst(
            f"De school heeft een plaats voor je vastgelegd: {vast}.", f"The school has fixed a place for you: {vast}."
        )
    if deel.status is RondeStatus.OPEN and nu < deel.opent_op:
        return Tekst(
            f"Je kunt kiezen vanaf {toon_moment(deel.opent_op)}.",
            f"You can choose from {toon_moment(deel.opent_op, 'en')}.",
        )
    if not is_open:
        if stand.ingestuurd_op:
            return Tekst(
                f"De ronde is gesloten. Je lijst van {toon_moment(stand.ingestuurd_op)} telt.",
                f"The round is closed. Your list of {toon_moment(stand.ingestuurd_op, 'en')} counts.",
            )
        return Tekst(
            "De ronde is gesloten. Je hebt geen lijst ingestuurd.", "The round is closed. You did not send in a list."
        )
    tot = sluit_tekst(deel.sluit_op, nu)
    if stand.ingestuurd_op and not stand.is_gewijzigd:
        return Tekst(f"Je lijst is ingestuurd. {tot.nl}", f"Your list is sent in. {tot.en}")
    if stand.is_gewijzigd:
        return Tekst(
            f"Je hebt je lijst veranderd. Stuur hem opnieuw in, anders telt de oude. {tot.nl}",
            f"You changed your list. Send it in again, or the old one counts. {tot.en}",
        )
    return Tekst(f"Je lijst is nog niet ingestuurd. {tot.nl}", f"Your list is not sent in yet. {tot.en}")


def loting_zinnen(deel: Deelname, groepen: dict[Voorrang, int], taal: str) -> list[str]:
    """How the lottery goes in this round, and what is known of one's own lot: counts, never names."""
    zinnen = []
    if deel.rangschikken_tot:
        tot = toon_moment(deel.rangschikken_tot, taal)
        zinnen.append(
            f"Some companies put their candidates in order, until {tot}, without names. At those places that order "
            "comes before your lot number."
            if taal == "en"
            else f"Sommige bedrijven zetten hun kandidaten op volgorde, tot {tot} en zonder namen. Bij die "
            f"plaatsen gaat "
            "die volgorde vóór je lotnummer."
        )
    for groep in VOLGORDE[:-1]:
        if n := groepen.get(groep, 0):
            label = VOORRANG_LABEL[groep].in_taal(taal).lower()
            zinnen.append(
                f"{n} {'student goes' if n == 1 else 'students go'} first: {label}."
                if taal == "en"
                else f"{n} {'student gaat' if n == 1 else 'studenten gaan'} voor: {label}."
            )
    if deel.voorrang is not Voorrang.GEWOON:
        zinnen.append("You are one of them." if taal == "en" else "Jij hoort daarbij.")
    if deel.lot:
        totaal = sum(groepen.values())
        zinnen.append(
            f"Your lot number is {deel.lot} of {totaal}."
            if taal == "en"
            else f"Je lotnummer is {deel.lot} van {totaal}."
        )
    return zinnen
