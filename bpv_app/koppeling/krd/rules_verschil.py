"""What a person can do about a difference: take over what the register has, where our life cycle allows it. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from bpv_app.kernel.tekst import Tekst
from bpv_app.pok.rules import OVERGANGEN, KrdStatus, PokStatus, Stap

OVER_TE_NEMEN: dict[KrdStatus, Stap] = {
    KrdStatus.VOORLOPIG: Stap.ZET_TERUG_NAAR_CONCEPT,
    KrdStatus.VOLLEDIG: Stap.ZET_TERUG_NAAR_VOLLEDIG,
    KrdStatus.AFGEMELD: Stap.MELD_AF,
    KrdStatus.AFGEWEZEN: Stap.WIJS_AF,
}
"""Which of our steps leads to what the register has. The others need something the register cannot give us: printing
makes the paper, signatures make it final, closing asks real hours."""


@dataclass(frozen=True, slots=True)
class Voorstel:
    """The proposed action; `stap` None: nothing can be taken over with one click."""

    tekst: Tekst
    stap: Stap | None = None


STUUR = Tekst(
    "Verstuur opnieuw: dan krijgt de KRD alle stappen die zij mist.",
    "Send again: the register then gets every step it misses.",
)
_AFDRUKKEN = Tekst(
    "In de KRD is de POK afgedrukt. Druk haar hier af, of verstuur onze status opnieuw.",
    "The register has it as printed. Print it here, or send our status again.",
)
_TEKENEN = Tekst(
    "In de KRD is de POK definitief. Registreer hier de handtekeningen, of verstuur onze status opnieuw.",
    "The register has it as final. Register the signatures here, or send our status again.",
)
_AFSLUITEN = Tekst(
    "In de KRD is de POK beëindigd. Sluit hier de stage af met de echte einddatum en uren, of overleg met de KRD.",
    "The register has it as ended. Close the placement here with the real end and hours, or consult the register.",
)
_OVERLEG = Tekst(
    "Overleg met de beheerder van de KRD: vanuit die status neemt de KRD onze status niet meer aan.",
    "Consult the register's administrator: from that status it no longer accepts ours.",
)
_OP_SLOT_IN_KRD = frozenset({KrdStatus.BEEINDIGD, KrdStatus.AFGEMELD, KrdStatus.AFGEWEZEN})


def voorstel(status: PokStatus, krd_status: KrdStatus | None) -> Voorstel:
    """What to do when we have `status` and the register has `krd_status` (None: it does not know the POK)."""
    if krd_status is None:
        return Voorstel(STUUR)
    stap = OVER_TE_NEMEN.get(krd_status)
    if stap is not None and status in OVERGANGEN[stap].van:
        label = OVERGANGEN[stap].label
        return Voorstel(
            Tekst(
                f"Neem over (“{label.nl}”, met een reden), of verstuur onze status opnieuw.",
                f"Take over (“{label.en}”, with a reason), or send our status again.",
            ),
            stap,
        )
    if krd_status is KrdStatus.AFGEDRUKT and status is PokStatus.VOLLEDIG:
        return Voorstel(_AFDRUKKEN)
    if krd_status is KrdStatus.DEFINITIEF and status is PokStatus.AFGEDRUKT:
        return Voorstel(_TEKENEN)
    if krd_status is KrdStatus.BEEINDIGD and status is PokStatus.DEFINITIEF:
        return Voorstel(_AFSLUITEN)
    return Voorstel(_OVERLEG if krd_status in _OP_SLOT_IN_KRD else STUUR)


VELD_VAN_CODE: dict[str, str] = {
    "BEGIN_VOOR_VERBINTENIS": "begin_op",
    "EIND_NA_VERBINTENIS": "eind_op",
    "EIND_VOOR_BEGIN": "eind_op",
    "BEDRIJF_ONBEKEND": "leerbedrijf_id",
    "BEDRIJF_NIET_ACTIEF": "leerbedrijf_id",
    "DAGEN_PER_WEEK": "dagen_per_week",
    "UREN_PER_WEEK": "uren_per_week",
    "UREN_TOTAAL": "uren_totaal",
    "VERPLICHT_VELD": "begin_op",
}
"""The field of the dossier's form in which a refusal is mended."""


def herstel_href(code: str, pok_id: int, dossier_id: int, status: PokStatus) -> str:
    """Straight to the field to mend while it may be changed; otherwise to the POK, where it can be put back."""
    veld = VELD_VAN_CODE.get(code)
    if veld and status in (PokStatus.CONCEPT, PokStatus.VOLLEDIG):
        return f"/dossiers/{dossier_id}?veld={veld}"
    return f"/poks/{pok_id}"
