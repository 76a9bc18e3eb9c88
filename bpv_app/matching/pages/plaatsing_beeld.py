"""What the student's screen of the result shows, already in words: the first line, the place, why it was this one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from bpv_app.kernel.clock import toon_datum
from bpv_app.kernel.tekst import Tekst
from bpv_app.leerbedrijf.rules_invoer import toon_postcode
from bpv_app.matching.queries_mijn_plaatsing import EigenPlaatsing, EigenUitleg, EigenUitslag
from bpv_app.matching.rules import Reden
from bpv_app.matching.rules_uitslag import UITKOMST_LABEL, PlaatsingStatus
from bpv_app.matching.rules_voorstel import PlekGrond
from bpv_app.matching.verklaring import reden_zin, uitleg_zin

_RANG_EN = {1: "first", 2: "second", 3: "third"}


@dataclass
class HogerBeeld:
    """A place higher on the own list, and why it was not given."""

    plaats: str
    zin: str


@dataclass
class VroegerBeeld:
    """A place the student had before in this round, and what happened to it."""

    plaats: str
    zin: str


def keuze_zin(rang: int, grond: PlekGrond | None) -> Tekst:
    """Which choice it was."""
    if grond is PlekGrond.VAST:
        return Tekst("De school heeft deze plaats met jou afgesproken.", "The school agreed this place with you.")
    if rang == 0:
        return Tekst(
            "Deze plaats stond niet op je lijst. Op je lijst was niets vrij; deze past bij je opleiding.",
            "This place was not on your list. Nothing on your list was free; this one fits your programme.",
        )
    en = _RANG_EN.get(rang, f"number {rang}")
    return Tekst(f"Dit was je {rang}e keuze.", f"This was your {en} choice.")


def geen_plaats_zin(reden: Reden | None, getallen: dict[str, Any]) -> Tekst:
    """Why there is no place; without a computed reason, what the school does now."""
    if reden is None:
        return Tekst("De school zoekt een plaats voor je.", "The school is looking for a place for you.")
    return reden_zin(reden, getallen)


def hoger_beelden(uitleg: EigenUitleg, taal: str) -> list[HogerBeeld]:
    """One line per place above, best first."""
    return [HogerBeeld(f"{h.rang}. {h.titel}, {h.bedrijf}", uitleg_zin(h.getallen).in_taal(taal)) for h in uitleg.hoger]


def adres(e: EigenPlaatsing) -> str:
    """`Ambachtsweg 82, 2403 ZJ Alphen aan den Rijn`; empty parts are left out."""
    delen = (f"{e.straat} {e.huisnummer}".strip(), f"{toon_postcode(e.postcode)} {e.woonplaats}".strip())
    return ", ".join(d for d in delen if d)


def vroeger_beeld(e: EigenPlaatsing, taal: str) -> VroegerBeeld:
    """What happened to an earlier place."""
    p = e.plaatsing
    zin = p.vervallen_reden
    if p.bezwaar_uitkomst is not None:
        zin = f"{UITKOMST_LABEL[p.bezwaar_uitkomst].in_taal(taal)} {p.bezwaar_antwoord}"
    return VroegerBeeld(f"{e.titel}, {e.bedrijf} ({toon_datum(p.toegewezen_op.date(), taal)})", zin)


def zin_van(u: EigenUitslag, nu: EigenPlaatsing | None, bezwaar_tot: str, *, mag_bezwaar: bool) -> Tekst:
    """The first line: what you have and what is asked of you. `bezwaar_tot`: the day in both languages, "nl|en"."""
    nl_tot, _, en_tot = bezwaar_tot.partition("|")
    if nu is None:
        return Tekst(
            "Er is nog geen plaats voor jou. De school zoekt verder.",
            "There is no place for you yet. The school keeps looking.",
        )
    basis = Tekst(f"Je gaat naar {nu.bedrijf}.", f"You go to {nu.bedrijf}.")
    status = nu.plaatsing.status
    if status is PlaatsingStatus.BEZWAAR:
        rest = Tekst("Je bezwaar ligt bij de school.", "Your objection is with the school.")
    elif status is PlaatsingStatus.BEVESTIGD:
        rest = Tekst("Je bent akkoord.", "You have agreed.")
    elif status is PlaatsingStatus.IN_DOSSIER:
        rest = Tekst(
            "De school maakt je praktijkovereenkomst (POK).", "The school is making your placement agreement (POK)."
        )
    elif mag_bezwaar:
        vraag = Tekst("Ga je akkoord? ", "Do you agree? ") if u.moet_bevestigen else Tekst("", "")
        rest = Tekst(f"{vraag.nl}Bezwaar maken kan tot en met {nl_tot}.", f"{vraag.en}You can object until {en_tot}.")
    else:
        rest = Tekst("", "")
    return Tekst(f"{basis.nl} {rest.nl}".strip(), f"{basis.en} {rest.en}".strip())
