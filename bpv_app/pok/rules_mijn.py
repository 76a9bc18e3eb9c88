"""What a student or a praktijkopleider is told about their own agreement: what to do now, what came after what."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bpv_app.kernel.clock import toon_datum
from bpv_app.kernel.rechten import Rol
from bpv_app.kernel.tekst import Tekst
from bpv_app.pok.rules import MutatieSoort, PokStatus

LOOPT = frozenset({PokStatus.VOLLEDIG, PokStatus.AFGEDRUKT, PokStatus.DEFINITIEF})
"""The agreement is being made or holds now."""


_NIET_GETEKEND = frozenset({PokStatus.CONCEPT, PokStatus.VOLLEDIG, PokStatus.AFGEDRUKT})


def is_begonnen_ongetekend(status: PokStatus, begin_op: date | None, vandaag: date) -> bool:
    """Whether the placement runs although not everybody signed: what the school's list `begint=begonnen` shows."""
    return status in _NIET_GETEKEND and begin_op is not None and begin_op <= vandaag


def wat_nu(status: PokStatus, rol: Rol, begin_op: date | None, *, heeft_getekend: bool, met_voogd: bool) -> Tekst:
    """What is asked of this person now. `heeft_getekend`: the own party did; `met_voogd`: a guardian still has to."""
    begin, begin_en = toon_datum(begin_op), toon_datum(begin_op, "en")
    match status:
        case PokStatus.VOLLEDIG:
            return Tekst(
                "De school drukt de overeenkomst af en stuurt hem per post. Je hoeft nu niets te doen.",
                "The school prints the agreement and sends it by post. You need not do anything now.",
            )
        case PokStatus.AFGEDRUKT if rol is Rol.STUDENT and not heeft_getekend:
            ook = Tekst("ook je ouder of voogd en ", "your parent or guardian and ") if met_voogd else Tekst("", "")
            return Tekst(
                f"De overeenkomst ligt bij jou. Teken alle exemplaren, laat {ook.nl}je bedrijf tekenen en stuur ze "
                f"terug in de antwoordenvelop. Doe dit vóór {begin}.",
                f"You have the agreement. Sign all copies, have {ook.en}your company sign them and send them back in "
                f"the return envelope. Do this before {begin_en}.",
            )
        case PokStatus.AFGEDRUKT if rol is Rol.PRAKTIJKOPLEIDER and not heeft_getekend:
            return Tekst(
                f"De student komt met de overeenkomst. Teken alle exemplaren vóór {begin}.",
                f"The student will bring the agreement. Sign all copies before {begin_en}.",
            )
        case PokStatus.AFGEDRUKT:
            return Tekst(
                "Jouw handtekening is er. Nog niet iedereen heeft getekend.",
                "Your signature is there. Not everybody has signed yet.",
            )
        case PokStatus.DEFINITIEF:
            return Tekst(
                "Alles is getekend. De stage kan beginnen, of is al begonnen.",
                "Everything is signed. The placement can start, or has started.",
            )
        case PokStatus.AFGEROND:
            return Tekst("Deze stage is afgesloten.", "This placement is closed.")
        case PokStatus.VERVANGEN:
            return Tekst(
                "Er verandert iets. De school maakt een nieuwe overeenkomst. Je hoeft nu niets te doen.",
                "Something changes. The school is making a new agreement. You need not do anything now.",
            )
        case _:
            return Tekst("Je hoeft nu niets te doen.", "You need not do anything now.")


@dataclass(frozen=True, slots=True)
class Schakel:
    """One agreement of a chain; `mutatie` is why it came (None for the first)."""

    nummer: str
    bedrijf: str
    begin_op: date | None
    eind_op: date | None
    mutatie: MutatieSoort | None


_WAAROM: dict[MutatieSoort | None, Tekst] = {
    None: Tekst("een nieuwe overeenkomst", "a new agreement"),
    MutatieSoort.VERLENGING: Tekst("je stage duurt langer", "your placement is longer"),
    MutatieSoort.ANDER_LEERBEDRIJF: Tekst("een ander bedrijf", "another company"),
    MutatieSoort.VERKORTING: Tekst("je stage duurt korter", "your placement is shorter"),
    MutatieSoort.ANDERE_UREN: Tekst("andere uren of dagen", "other hours or days"),
    MutatieSoort.ANDERE_CREBO: Tekst("een andere opleiding", "another programme"),
    MutatieSoort.ANDER_KEUZEDEEL: Tekst("een ander keuzedeel", "another optional module"),
    MutatieSoort.ANDERE_LEERWEG: Tekst("een andere leerweg", "another learning route"),
    MutatieSoort.VERVANGENDE_PLEK: Tekst("een vervangende plek", "a replacement place"),
    MutatieSoort.ANDERE_PRAKTIJKOPLEIDER: Tekst("een andere praktijkopleider", "another workplace supervisor"),
    MutatieSoort.ANDERE_BEGELEIDER: Tekst("een andere onderwijsbegeleider", "another school supervisor"),
    MutatieSoort.OVERIG: Tekst("er veranderde iets in de afspraken", "something in the agreement changed"),
}


def vertel_keten(schakels: Sequence[Schakel]) -> tuple[Tekst, ...]:
    """Old → new in sentences; nothing when the agreement was never amended."""
    if len(schakels) < 2:
        return ()
    eerst, *daarna = schakels
    return (
        Tekst(
            f"Eerst: {eerst.bedrijf}, van {toon_datum(eerst.begin_op)} tot en met {toon_datum(eerst.eind_op)} "
            f"(POK {eerst.nummer}).",
            f"First: {eerst.bedrijf}, from {toon_datum(eerst.begin_op, 'en')} up to and including "
            f"{toon_datum(eerst.eind_op, 'en')} (agreement {eerst.nummer}).",
        ),
        *(
            Tekst(
                f"Vanaf {toon_datum(s.begin_op)}: {_WAAROM[s.mutatie].nl}. {s.bedrijf}, tot en met "
                f"{toon_datum(s.eind_op)} (POK {s.nummer}).",
                f"From {toon_datum(s.begin_op, 'en')}: {_WAAROM[s.mutatie].en}. {s.bedrijf}, up to and including "
                f"{toon_datum(s.eind_op, 'en')} (agreement {s.nummer}).",
            )
            for s in daarna
        ),
    )
