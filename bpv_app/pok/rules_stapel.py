"""Paper that comes back as a pile: which page belongs to which POK, and which pages a person has to look at.

A page is only given to a POK by its own QR code (number, printed version, copy, page). Whatever is not certain goes to
the worklist: a page in the wrong file is worse than a page that somebody looks at.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum

from bpv_app.kernel.tekst import Tekst
from bpv_app.pok.rules import PokStatus
from bpv_app.pok.rules_qr import QrCode

MAX_PAGINAS = 2000
PER_STAP = 8
"""Pages read in one step: a second or so, after which the progress moves and the work can be stopped."""


class PaginaUitkomst(StrEnum):
    """What became of a page."""

    TOEGEWEZEN = "toegewezen"
    MET_DE_HAND = "met_de_hand"
    LEEG = "leeg"
    WEGGELEGD = "weggelegd"
    GEEN_CODE = "geen_code"
    ONBEKEND = "onbekend"
    OUDE_VERSIE = "oude_versie"
    VERVALLEN = "vervallen"
    TEGENSTRIJDIG = "tegenstrijdig"
    DUBBEL = "dubbel"


TE_DOEN = frozenset(
    {
        PaginaUitkomst.GEEN_CODE,
        PaginaUitkomst.ONBEKEND,
        PaginaUitkomst.OUDE_VERSIE,
        PaginaUitkomst.VERVALLEN,
        PaginaUitkomst.TEGENSTRIJDIG,
        PaginaUitkomst.DUBBEL,
    }
)
"""The worklist."""

UITKOMST_LABEL: dict[PaginaUitkomst, Tekst] = {
    PaginaUitkomst.TOEGEWEZEN: Tekst("Bij de POK gezet", "Put with its agreement"),
    PaginaUitkomst.MET_DE_HAND: Tekst("Met de hand bij de POK gezet", "Put with its agreement by hand"),
    PaginaUitkomst.LEEG: Tekst("Lege bladzijde", "Empty page"),
    PaginaUitkomst.WEGGELEGD: Tekst("Weggelegd", "Put aside"),
    PaginaUitkomst.GEEN_CODE: Tekst("Geen leesbare code", "No code that can be read"),
    PaginaUitkomst.ONBEKEND: Tekst("Onbekende POK", "Unknown agreement"),
    PaginaUitkomst.OUDE_VERSIE: Tekst("Oude versie van het papier", "Old version of the paper"),
    PaginaUitkomst.VERVALLEN: Tekst("POK loopt niet meer", "Agreement no longer runs"),
    PaginaUitkomst.TEGENSTRIJDIG: Tekst("Codes van verschillend papier", "Codes of different papers"),
    PaginaUitkomst.DUBBEL: Tekst("Bladzijde zit er twee keer in", "Page is in it twice"),
}

UITKOMST_UITLEG: dict[PaginaUitkomst, Tekst] = {
    PaginaUitkomst.GEEN_CODE: Tekst(
        "Op deze bladzijde is geen code van ons gevonden. Kijk van welke POK zij is.",
        "No code of ours was found on this page. See which agreement it belongs to.",
    ),
    PaginaUitkomst.ONBEKEND: Tekst(
        "De code hoort bij een POK die hier niet bestaat, of niet van jouw teams is.",
        "The code belongs to an agreement that does not exist here, or is not of your teams.",
    ),
    PaginaUitkomst.OUDE_VERSIE: Tekst(
        "Er is daarna een nieuwe versie afgedrukt. Een handtekening hierop telt niet.",
        "A newer version was printed since. A signature on this one does not count.",
    ),
    PaginaUitkomst.VERVALLEN: Tekst(
        "Deze POK is afgemeld, afgewezen of vervangen. Bewaar het papier erbij of leg het weg.",
        "This agreement was withdrawn, rejected or replaced. Keep the paper with it or put it aside.",
    ),
    PaginaUitkomst.TEGENSTRIJDIG: Tekst(
        "Er staan codes van verschillend papier op. Waarschijnlijk lagen er twee vellen op elkaar.",
        "It carries codes of different papers. Two sheets probably lay on each other.",
    ),
    PaginaUitkomst.DUBBEL: Tekst(
        "Dezelfde bladzijde zat al eerder in deze stapel. De eerste is bij de POK gezet.",
        "The same page came earlier in this pile. The first one was put with the agreement.",
    ),
}

_LOOPT_NIET = frozenset({PokStatus.AFGEMELD, PokStatus.AFGEWEZEN, PokStatus.VERVANGEN})


@dataclass(frozen=True, slots=True)
class PaginaLezing:
    """What was read on page `nr` (from 1) of the pile."""

    nr: int
    codes: tuple[QrCode, ...]
    is_leeg: bool


@dataclass(frozen=True, slots=True)
class PokPapier:
    """What is known of the POK a code names: its status, the version that counts now, and whether that is printed."""

    status: PokStatus
    document_versie: int
    is_afgedrukt: bool


def beoordeel(lezing: PaginaLezing, papier: PokPapier | None, eerder: Collection[QrCode]) -> PaginaUitkomst:
    """What to do with a page. `papier` is of the POK its code names (None: none that this person may see); `eerder`
    are the codes of earlier pages of the pile that were given to their POK."""
    if not lezing.codes:
        return PaginaUitkomst.LEEG if lezing.is_leeg else PaginaUitkomst.GEEN_CODE
    if len(lezing.codes) > 1:
        return PaginaUitkomst.TEGENSTRIJDIG
    (code,) = lezing.codes
    if papier is None or code.versie > papier.document_versie:
        return PaginaUitkomst.ONBEKEND
    if papier.status in _LOOPT_NIET:
        return PaginaUitkomst.VERVALLEN
    if code.versie != papier.document_versie or not papier.is_afgedrukt:
        return PaginaUitkomst.OUDE_VERSIE
    return PaginaUitkomst.DUBBEL if code in eerder else PaginaUitkomst.TOEGEWEZEN


def groepeer(paginas: Iterable[tuple[int, QrCode]]) -> dict[tuple[str, int, str], tuple[int, ...]]:
    """Page numbers of the pile per copy (number, version, copy), in the order of the copy's own pages."""
    per_deel: dict[tuple[str, int, str], list[tuple[int, int]]] = {}
    for nr, code in paginas:
        per_deel.setdefault((code.nummer, code.versie, code.deel), []).append((code.pagina, nr))
    return {sleutel: tuple(nr for _, nr in sorted(deel)) for sleutel, deel in per_deel.items()}


def stapel_zin(paginas: int, toegewezen: int, poks: int, te_doen: int) -> Tekst:
    """What came of a pile, in one sentence."""
    nl = f"{paginas} {'bladzijde' if paginas == 1 else 'bladzijden'} gelezen: {toegewezen} bij "
    nl += "1 POK gezet" if poks == 1 else f"{poks} POK's gezet"
    en = f"{paginas} {'page' if paginas == 1 else 'pages'} read: {toegewezen} put with "
    en += "1 agreement" if poks == 1 else f"{poks} agreements"
    if te_doen:
        return Tekst(f"{nl}, {te_doen} moet iemand bekijken.", f"{en}, {te_doen} need somebody to look.")
    return Tekst(f"{nl}. Er is niets over.", f"{en}. Nothing is left.")
