"""A company for which another one signs: the holding signs "namens" the company, and chains do not exist."""

from __future__ import annotations

from bpv_app.kernel.errors import DomeinFout, OngeldigeInvoer
from bpv_app.kernel.tekst import Tekst

KIES_TEKENAAR = Tekst(
    "Kies wie er tekent. Staat die er niet bij? Zet bij dat bedrijf ‘Mag tekenen’ aan.",
    "Choose who signs. Not in the list? Tick ‘May sign’ at that company.",
)


class KetenTekenen(DomeinFout):
    """One company signs for another, never through a third and never for itself."""

    http_status = 409

    def __init__(self, tekst: Tekst) -> None:
        super().__init__("keten_tekenen", tekst)


def check_tekent_via(
    bedrijf_id: int, naam: str, via_id: int, via_naam: str, *, via_van_via: str, tekent_voor: int, mag_tekenen: bool
) -> None:
    """Whether `via` may sign for the company.

    `via_van_via`: who signs for that one (empty: itself); `tekent_voor`: for how many this company signs;
    `mag_tekenen`: the person chosen works at `via` and may sign. Raises KetenTekenen or OngeldigeInvoer.
    """
    if bedrijf_id == via_id:
        raise KetenTekenen(
            Tekst(
                f"{naam} tekent al voor zichzelf. Kies een ander bedrijf, of laat het leeg.",
                f"{naam} signs for itself already. Choose another company, or leave it empty.",
            )
        )
    if via_van_via:
        raise KetenTekenen(
            Tekst(
                f"Voor {via_naam} tekent {via_van_via}. Kies {via_van_via}.",
                f"{via_van_via} signs for {via_naam}. Choose {via_van_via}.",
            )
        )
    if tekent_voor:
        aantal = "1 ander bedrijf" if tekent_voor == 1 else f"{tekent_voor} andere bedrijven"
        others = "1 other company" if tekent_voor == 1 else f"{tekent_voor} other companies"
        raise KetenTekenen(
            Tekst(
                f"{naam} tekent zelf voor {aantal}. Wijzig eerst wie daarvoor tekent.",
                f"{naam} itself signs for {others}. First change who signs for those.",
            )
        )
    if not mag_tekenen:
        raise OngeldigeInvoer({"tekenaar_id": KIES_TEKENAAR})


def keten_na_samenvoegen(naam: str, via: str) -> KetenTekenen:
    """The company that stays would sign for others, and another one for it."""
    return KetenTekenen(
        Tekst(
            f"{naam} zou tekenen voor andere bedrijven, en {via} voor {naam}. Wijzig eerst wie er tekent.",
            f"{naam} would sign for other companies, and {via} for {naam}. First change who signs.",
        )
    )
