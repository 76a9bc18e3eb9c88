"""What the board shows, in the person's language: plain values for the browser."""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import urlencode

from bpv_app.kernel.clock import toon_moment
from bpv_app.kernel.tekst import Tekst
from bpv_app.matching.queries_bord import Bord, BordPlaats, Stapje
from bpv_app.matching.queries_kaart import Kaart
from bpv_app.matching.rules_voorstel import STAP_LABEL, VoorstelStatus
from bpv_app.matching.verklaring import reden_zin


@dataclass
class KaartBeeld:
    """A student. `merken`: why here, in a word or two."""

    id: int
    naam: str
    onder: str
    merk: str
    toon: str
    veranderd: str
    reden: str = ""


@dataclass
class PlaatsBeeld:
    """A place on the board."""

    id: int
    titel: str
    bedrijf: str
    bezet: str
    toon: str
    kaarten: list[KaartBeeld] = field(default_factory=list)


@dataclass
class StapjeBeeld:
    tekst: str
    reden: str


def merk(kaart: Kaart) -> tuple[Tekst, str]:
    """What a card says about its place: the choice it is, and who put it there."""
    if kaart.plaats_id is None:
        return Tekst("Geen plaats", "No place"), "warning"
    if kaart.vast_id:
        return Tekst("Vast", "Locked"), "info"
    keuze = (
        Tekst(f"{kaart.rang}e keuze", f"choice {kaart.rang}") if kaart.rang else Tekst("Niet op lijst", "Not listed")
    )
    if kaart.is_gepind:
        return Tekst(f"{keuze.nl} · met de hand", f"{keuze.en} · by hand"), "info"
    return keuze, "success" if kaart.rang == 1 else "" if kaart.rang else "warning"


def kaart_beeld(kaart: Kaart, taal: str, namen: dict[int, str]) -> KaartBeeld:
    """A card. `namen`: titles of places, for where the student was before."""
    tekst, toon = merk(kaart)
    was = ""
    if kaart.is_veranderd:
        was = namen.get(kaart.vorige or 0, "") or ("no place" if taal == "en" else "geen plaats")
        was = f"was: {was}"
    return KaartBeeld(
        id=kaart.deelnemer_id,
        naam=kaart.naam,
        onder=" · ".join(d for d in (kaart.klas, f"lot {kaart.lot}") if d),
        merk=tekst.in_taal(taal),
        toon=toon,
        veranderd=was,
        reden=reden_zin(kaart.reden, kaart.getallen).in_taal(taal) if kaart.plaats_id is None else "",
    )


def plaats_beeld(plaats: BordPlaats, taal: str, namen: dict[int, str]) -> PlaatsBeeld:
    """A place with its cards."""
    n = len(plaats.kaarten)
    bezet = Tekst(f"{n} van {plaats.plekken} plekken", f"{n} of {plaats.plekken} slots")
    if plaats.is_weg:
        bezet = Tekst("Ingetrokken", "Withdrawn")
    toon = "error" if plaats.is_weg or n > plaats.plekken else "success" if n == plaats.plekken else ""
    return PlaatsBeeld(
        id=plaats.id,
        titel=plaats.titel,
        bedrijf=", ".join(d for d in (plaats.bedrijf, plaats.woonplaats) if d),
        bezet=bezet.in_taal(taal),
        toon=toon,
        kaarten=[kaart_beeld(k, taal, namen) for k in plaats.kaarten],
    )


def zoek(bord: Bord, tekst: str, *, veranderd: bool, vrij: bool) -> list[BordPlaats]:
    """The places that have the text in their name or among their students, and what else was asked for."""
    naald = tekst.strip().casefold()

    def past(plaats: BordPlaats) -> bool:
        hooi = [plaats.titel, plaats.bedrijf, plaats.woonplaats, *(f"{k.naam} {k.klas}" for k in plaats.kaarten)]
        return (
            (not naald or any(naald in h.casefold() for h in hooi))
            and (not veranderd or any(k.is_veranderd for k in plaats.kaarten))
            and (not vrij or plaats.vrij > 0)
        )

    return [p for p in bord.plaatsen if past(p)]


def eerste_zin(bord: Bord) -> Tekst:
    """How many have a place, how many not, and how many the first choice."""
    alle, zonder = len(bord.kaarten), len(bord.zonder)
    eerste = sum(k.rang == 1 for k in bord.kaarten)
    return Tekst(
        f"{alle - zonder} van de {alle} studenten hebben een plaats, {eerste} kregen de eerste keuze. "
        + ("Iedereen is geplaatst." if not zonder else f"{zonder} nog zonder plaats."),
        f"{alle - zonder} of {alle} students have a place, {eerste} got the first choice. "
        + ("Everybody is placed." if not zonder else f"{zonder} without a place."),
    )


def zet_zin(bord: Bord, deelnemer_id: int) -> Tekst:
    """Where a moved student is now."""
    kaart = next((k for k in bord.kaarten if k.deelnemer_id == deelnemer_id), None)
    if kaart is None:
        return Tekst("Verplaatst.", "Moved.")
    plaats = next((p for p in bord.plaatsen if p.id == kaart.plaats_id), None)
    if plaats is None:
        return Tekst(f"{kaart.naam} heeft nu geen plaats.", f"{kaart.naam} has no place now.")
    naar = ", ".join((plaats.titel, plaats.bedrijf))
    return Tekst(f"{kaart.naam} is verplaatst naar {naar}.", f"{kaart.naam} was moved to {naar}.")


def stap_beeld(stap: Stapje, taal: str) -> StapjeBeeld:
    """A line of the history."""
    aantal = "" if not stap.aantal else f" ({stap.aantal})"
    return StapjeBeeld(
        f"{toon_moment(stap.op, taal)} · {STAP_LABEL[stap.soort].in_taal(taal)}{aantal} · {stap.door}", stap.reden
    )


def als_query(vraag: dict[str, str]) -> str:
    """The filter as the end of an address."""
    return f"?{urlencode(vraag)}" if vraag else ""


def is_concept(bord: Bord) -> bool:
    """Whether the proposal may still change."""
    return bord.kop.status is VoorstelStatus.CONCEPT
