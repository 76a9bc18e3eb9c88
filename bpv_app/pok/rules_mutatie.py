"""Amendments: which kinds there are and what each makes, as one table, and when an amendment is none.

Sources: the deck ("POK mutaties" make a new POK), domain.md section 2 (another company is always a new POK; a longer
placement or agreed changes may be a new version of the bpv-blad, with ten working days to object), WEB 7.2.8.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from bpv_app.kernel.clock import toon_datum
from bpv_app.kernel.errors import DomeinFout, OngeldigeInvoer
from bpv_app.kernel.tekst import Tekst
from bpv_app.pok.rules import MUTATIE_LABEL, MutatieSoort, Partij, PokStatus
from bpv_app.pok.rules_voortraject import VOORTRAJECT_VELDEN, Voortraject

VUL_IN = Tekst("Vul dit in.", "Fill this in.")


class Gevolg(StrEnum):
    """What an amendment makes."""

    NIEUWE_POK = "nieuwe_pok"
    BPVBLAD = "bpvblad"
    VASTGELEGD = "vastgelegd"


GEVOLG_LABEL: dict[Gevolg, Tekst] = {
    Gevolg.NIEUWE_POK: Tekst("Nieuwe POK", "New agreement"),
    Gevolg.BPVBLAD: Tekst("Nieuw bpv-blad", "New bpv-blad"),
    Gevolg.VASTGELEGD: Tekst("Alleen vastleggen", "Only recorded"),
}
GEVOLG_UITLEG: dict[Gevolg, Tekst] = {
    Gevolg.NIEUWE_POK: Tekst(
        "De oude POK eindigt de dag vóór de ingang. Alle partijen tekenen de nieuwe.",
        "The old agreement ends the day before the new one starts. All parties sign the new one.",
    ),
    Gevolg.BPVBLAD: Tekst(
        "De POK krijgt een nieuw bpv-blad. Niemand tekent opnieuw; de partijen kunnen 10 werkdagen bezwaar maken.",
        "The same agreement gets a new bpv-blad. Nobody signs again; the parties have 10 working days to object.",
    ),
    Gevolg.VASTGELEGD: Tekst(
        "De POK blijft gelden. De wijziging staat in de geschiedenis en gaat naar de KRD.",
        "The agreement stays valid. The change is kept in the history and sent to the register.",
    ),
}


@dataclass(frozen=True, slots=True)
class SoortRegel:
    """One kind of amendment.

    `velden`: what it may change. `gevolgen`: what it can make, the first is proposed. A new bpv-blad exists only for
    an agreement that was signed; before that there is no blad to replace. `verzoek`: only when the student asks for it,
    which is recorded (WEB 7.2.8).
    """

    soort: MutatieSoort
    uitleg: Tekst
    velden: tuple[str, ...]
    gevolgen: tuple[Gevolg, ...]
    verzoek: bool = False


_UREN = ("uren_totaal", "uren_per_week", "dagen_per_week")
_BEDRIJF = ("leerbedrijf_id", "locatie_id", "praktijkopleider_id")
_BLAD_OF_POK = (Gevolg.BPVBLAD, Gevolg.NIEUWE_POK)
SOORTEN: dict[MutatieSoort, SoortRegel] = {
    r.soort: r
    for r in (
        SoortRegel(
            MutatieSoort.VERLENGING,
            Tekst("De stage loopt langer door bij hetzelfde leerbedrijf.", "It goes on longer at the same company."),
            ("eind_op", *_UREN),
            _BLAD_OF_POK,
        ),
        SoortRegel(
            MutatieSoort.VERKORTING,
            Tekst("De stage is eerder klaar dan afgesproken.", "It is over earlier than was agreed."),
            ("eind_op", *_UREN),
            _BLAD_OF_POK,
        ),
        SoortRegel(
            MutatieSoort.ANDER_LEERBEDRIJF,
            Tekst("De student gaat verder bij een ander bedrijf.", "The student goes on at another company."),
            (*_BEDRIJF, "eind_op", *_UREN),
            (Gevolg.NIEUWE_POK,),
        ),
        SoortRegel(
            MutatieSoort.ANDERE_PRAKTIJKOPLEIDER,
            Tekst("Iemand anders begeleidt in hetzelfde bedrijf.", "Somebody else supervises in the same company."),
            ("praktijkopleider_id", "locatie_id"),
            (Gevolg.VASTGELEGD,),
        ),
        SoortRegel(
            MutatieSoort.ANDERE_BEGELEIDER,
            Tekst("Iemand anders begeleidt vanuit de school.", "Somebody else supervises from the school."),
            ("onderwijsbegeleider_id",),
            (Gevolg.VASTGELEGD,),
        ),
        SoortRegel(
            MutatieSoort.ANDERE_UREN,
            Tekst("Meer of minder uren, of andere dagen per week.", "More or fewer hours, or other days per week."),
            _UREN,
            _BLAD_OF_POK,
        ),
        SoortRegel(
            MutatieSoort.ANDERE_CREBO,
            Tekst(
                "De student doet een andere kwalificatie. De crebo komt uit de verbintenis in de KRD.",
                "The student does another qualification. The crebo comes from the enrolment in the register.",
            ),
            ("crebo", *_UREN),
            (Gevolg.NIEUWE_POK,),
            verzoek=True,
        ),
        SoortRegel(
            MutatieSoort.ANDER_KEUZEDEEL,
            Tekst("De student leert een ander keuzedeel.", "The student learns another optional module."),
            ("keuzedeel",),
            _BLAD_OF_POK,
            verzoek=True,
        ),
        SoortRegel(
            MutatieSoort.ANDERE_LEERWEG,
            Tekst(
                "De student gaat van BOL naar BBL of andersom. De leerweg komt uit de verbintenis in de KRD.",
                "The student moves between BOL and BBL. The route comes from the enrolment in the register.",
            ),
            ("leerweg", "eind_op", *_UREN),
            (Gevolg.NIEUWE_POK,),
        ),
        SoortRegel(
            MutatieSoort.OVERIG,
            Tekst("Iets anders op de POK verandert.", "Something else in the agreement changes."),
            ("praktijkopleider_id", "locatie_id", "eind_op", *_UREN),
            (Gevolg.NIEUWE_POK,),
        ),
    )
}
"""Every kind the screen offers. `VERVANGENDE_PLEK` is none of them: it follows an early end."""

MUTEERBAAR = frozenset({PokStatus.VOLLEDIG, PokStatus.AFGEDRUKT, PokStatus.DEFINITIEF})


def gevolgen_voor(soort: MutatieSoort, status: PokStatus) -> tuple[Gevolg, ...]:
    """What this kind can make of an agreement with this status, the proposal first; nothing when it may not change."""
    if soort not in SOORTEN or status not in MUTEERBAAR:
        return ()
    return tuple(
        g for g in SOORTEN[soort].gevolgen if g is not Gevolg.BPVBLAD or status is PokStatus.DEFINITIEF
    )  # fmt: skip


def tekenaars(gevolg: Gevolg, partijen: tuple[Partij, ...]) -> tuple[Partij, ...]:
    """Who must sign (again)."""
    return partijen if gevolg is Gevolg.NIEUWE_POK else ()


def krd_hoort(gevolg: Gevolg, status: PokStatus) -> tuple[Tekst, ...]:
    """What the register is told, in the order of the messages."""
    if gevolg is Gevolg.NIEUWE_POK:
        return (
            Tekst("De oude POK is beëindigd.", "The old agreement has ended."),
            Tekst("De nieuwe POK is volledig.", "The new agreement is complete."),
        )
    if status is PokStatus.VOLLEDIG:
        return (Tekst("De gegevens van deze POK, opnieuw volledig.", "The data of this agreement, complete again."),)
    return (Tekst("De gewijzigde gegevens van deze POK.", "The changed data of this agreement."),)


class GevolgMagNiet(DomeinFout):
    """This kind of amendment does not make that."""

    http_status = 409

    def __init__(self, soort: MutatieSoort, gevolg: Gevolg) -> None:
        super().__init__(
            "gevolg_mag_niet",
            Tekst(
                f"“{MUTATIE_LABEL[soort].nl}” kan nu niet als “{GEVOLG_LABEL[gevolg].nl.lower()}”.",
                f"“{MUTATIE_LABEL[soort].en}” is not possible as “{GEVOLG_LABEL[gevolg].en.lower()}” now.",
            ),
        )


def check_gevolg(soort: MutatieSoort, gevolg: Gevolg, status: PokStatus) -> None:
    """Raises GevolgMagNiet."""
    if gevolg not in gevolgen_voor(soort, status):
        raise GevolgMagNiet(soort, gevolg)


def check_verzoek(soort: MutatieSoort, op_verzoek: bool) -> None:
    """A crebo or a keuzedeel changes only when the student asks. Raises OngeldigeInvoer."""
    if soort in SOORTEN and SOORTEN[soort].verzoek and not op_verzoek:
        raise OngeldigeInvoer({"op_verzoek": VERZOEK_NODIG}, VERZOEK_NODIG)


VERZOEK_NODIG = Tekst(
    "Dit kan alleen als de student erom vraagt. Vink dat aan.",
    "This is only possible when the student asks for it. Tick that.",
)


def laatste_dag_oud(ingang: date) -> date:
    """The old POK ends the day before the new begin."""
    return ingang - timedelta(days=1)


def beperk(soort: MutatieSoort, oud: Voortraject, nieuw: Voortraject) -> Voortraject:
    """Only what this kind may change is taken from the form; the rest stays as it was agreed."""
    velden = SOORTEN[soort].velden
    return replace(oud, **{v: getattr(nieuw, v) for v in VOORTRAJECT_VELDEN if v in velden})


def soort_van(velden: Collection[str]) -> MutatieSoort:
    """The kind of a change that was made in the dossier after printing, by the fields that changed."""
    for soort in (MutatieSoort.ANDERE_BEGELEIDER, MutatieSoort.ANDERE_PRAKTIJKOPLEIDER, MutatieSoort.ANDERE_UREN):
        if velden and set(velden) <= set(SOORTEN[soort].velden):
            return soort
    return MutatieSoort.OVERIG


def verschil(oud: Mapping[str, Any], nieuw: Mapping[str, Any]) -> tuple[str, ...]:
    """Names of the fields that differ, in the order of `nieuw`."""
    return tuple(v for v in nieuw if oud.get(v) != nieuw[v])


def _check_eind(soort: MutatieSoort, oud: Voortraject, nieuw: Voortraject, fouten: dict[str, Tekst]) -> None:
    if soort in (MutatieSoort.VERLENGING, MutatieSoort.VERKORTING) and nieuw.leerbedrijf_id != oud.leerbedrijf_id:
        fouten["leerbedrijf_id"] = Tekst(
            "Een verlenging of verkorting is bij hetzelfde leerbedrijf.",
            "A longer or shorter placement is with the same company.",
        )
    if oud.eind_op is None:
        return
    nl, en = toon_datum(oud.eind_op), toon_datum(oud.eind_op, "en")
    if soort is MutatieSoort.VERLENGING and (nieuw.eind_op is None or nieuw.eind_op <= oud.eind_op):
        fouten.setdefault(
            "eind_op", Tekst(f"Een verlenging eindigt na {nl}.", f"A longer placement ends after {en}.")
        )  # fmt: skip
    if soort is MutatieSoort.VERKORTING and (nieuw.eind_op is None or nieuw.eind_op >= oud.eind_op):
        fouten.setdefault(
            "eind_op", Tekst(f"Een verkorting eindigt vóór {nl}.", f"A shorter placement ends before {en}.")
        )  # fmt: skip


def check_mutatie(soort: MutatieSoort, oud: Voortraject, ingang: date | None, nieuw: Voortraject) -> None:
    """Refuse an amendment that makes a new POK and is none: every wrong field at once.

    The new POK starts on or after the old begin and follows without a gap. A longer placement ends later with the same
    company, a shorter one earlier; another company is another company; another change changes something. Crebo and
    learning route are the enrolment's: the service looks at those.
    """
    fouten: dict[str, Tekst] = {}
    if ingang is None:
        fouten["ingang"] = VUL_IN
    elif oud.begin_op and ingang < oud.begin_op:
        fouten["ingang"] = Tekst(
            f"De huidige POK begint op {toon_datum(oud.begin_op)}; eerder kan niet.",
            f"The current agreement starts on {toon_datum(oud.begin_op, 'en')}; it cannot be earlier.",
        )
    elif oud.eind_op and ingang > oud.eind_op + timedelta(days=1):
        fouten["ingang"] = Tekst(
            f"De huidige POK loopt tot en met {toon_datum(oud.eind_op)}; de nieuwe sluit daarop aan.",
            f"The current agreement runs until {toon_datum(oud.eind_op, 'en')}; the new one follows at once.",
        )
    if nieuw.eind_op and ingang and nieuw.eind_op < ingang:
        fouten["eind_op"] = Tekst("De einddatum ligt vóór de ingang.", "The end date lies before the start.")
    anders = [v for v in VOORTRAJECT_VELDEN if v != "begin_op" and getattr(oud, v) != getattr(nieuw, v)]
    _check_eind(soort, oud, nieuw, fouten)
    if soort is MutatieSoort.ANDER_LEERBEDRIJF:
        if nieuw.leerbedrijf_id is None or nieuw.leerbedrijf_id == oud.leerbedrijf_id:
            fouten["leerbedrijf_id"] = Tekst("Kies het nieuwe leerbedrijf.", "Choose the new company.")
    elif soort in _MOET_ANDERS and not anders and ingang == oud.begin_op:
        fouten["soort"] = NIETS
    if fouten:
        raise OngeldigeInvoer(fouten)


_MOET_ANDERS = (MutatieSoort.OVERIG, MutatieSoort.ANDERE_UREN, MutatieSoort.ANDER_KEUZEDEEL)
NIETS = Tekst("Er verandert niets.", "Nothing changes.")


def check_bpvblad(soort: MutatieSoort, oud: Voortraject, nieuw: Voortraject, ingang: date | None) -> None:
    """Refuse a new version of the bpv-blad that is none, or that is another agreement: every wrong field at once.

    `ingang`: from when the change holds; within the placement, as it will be.
    """
    fouten: dict[str, Tekst] = {}
    _check_eind(soort, oud, nieuw, fouten)
    if nieuw.leerbedrijf_id != oud.leerbedrijf_id:
        fouten["leerbedrijf_id"] = Tekst(
            "Een ander leerbedrijf is altijd een nieuwe POK.", "Another company is always a new agreement."
        )
    if nieuw.begin_op and nieuw.eind_op and nieuw.eind_op < nieuw.begin_op:
        fouten["eind_op"] = Tekst("De einddatum ligt vóór de begindatum.", "The end date lies before the start date.")
    if ingang is None:
        fouten["ingang"] = VUL_IN
    elif (oud.begin_op and ingang < oud.begin_op) or (nieuw.eind_op and ingang > nieuw.eind_op + timedelta(days=1)):
        fouten["ingang"] = Tekst("De ingang ligt niet in de stage.", "That day lies outside the placement.")
    if oud == nieuw:
        fouten.setdefault("soort", NIETS)
    if fouten:
        raise OngeldigeInvoer(fouten)


def nieuwe_gegevens(nieuw: Voortraject, ingang: date, vandaag: date) -> Voortraject:
    """The voortraject of the new POK: from `ingang`, agreed today."""
    return replace(nieuw, begin_op=ingang, afsluitdatum=nieuw.afsluitdatum or vandaag)
