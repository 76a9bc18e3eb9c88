"""What the KRD simulator checks (domain.md section 2, "What the KRD checks", and section 7). Values in, verdict out.

The register's own table: which event may follow which status, and what is looked at. It shares nothing with
`bpv_app.pok.rules`: the other side has its own idea of the life cycle, and tests hold the two against each other.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from bpv_app.kernel.clock import toon_datum
from bpv_app.koppeling.krd.simulator_bericht import Bedrijf, Gebeurtenis, PokBericht, PokGegevens, Verbintenis

MAX_DAGEN_PER_WEEK = 7
MAX_UREN_PER_WEEK = 168
MAX_UREN_TOTAAL = 5120


class RegisterStatus(StrEnum):
    """The register's statuses, as it writes them."""

    VOORLOPIG = "Voorlopig"
    VOLLEDIG = "Volledig"
    AFGEDRUKT = "Afgedrukt"
    DEFINITIEF = "Definitief"
    BEEINDIGD = "Beëindigd"
    AFGEMELD = "Afgemeld"
    AFGEWEZEN = "Afgewezen"


@dataclass(frozen=True, slots=True)
class Reden:
    """Why something is refused: a stable code and a Dutch sentence."""

    code: str
    tekst: str


@dataclass(frozen=True, slots=True)
class Regels:
    """Settings of the simulator.

    `leert`: an enrolment or company the register was not given is taken from the message, so that the app and the
    simulator need no shared set-up (demo); off: refused as unknown.
    `mutatiestop`: nothing that lies before this day may change, unless `ontheffing_toegestaan` and the message asks it.
    """

    leert: bool = True
    mutatiestop: date | None = None
    ontheffing_toegestaan: bool = False


@dataclass(frozen=True, slots=True)
class Stand:
    """What the register holds of one POK."""

    status: RegisterStatus
    pok: PokGegevens


@dataclass(frozen=True, slots=True)
class Overgang:
    """One event: from which statuses (None: not held yet), to which (None: it stays what it is), what is demanded.

    `reden_vanuit`: statuses from which a reason is demanded. `toetst`: all data are checked against the enrolment.
    `eind`: a real end date is demanded.
    """

    van: frozenset[RegisterStatus | None]
    naar: RegisterStatus | None
    reden_vanuit: frozenset[RegisterStatus] = frozenset()
    toetst: bool = False
    eind: bool = False


_S = RegisterStatus
OVERGANGEN: dict[Gebeurtenis, Overgang] = {
    Gebeurtenis.VOLLEDIG: Overgang(
        frozenset({None, _S.VOORLOPIG, _S.VOLLEDIG, _S.AFGEDRUKT, _S.DEFINITIEF}),
        _S.VOLLEDIG,
        reden_vanuit=frozenset({_S.AFGEDRUKT, _S.DEFINITIEF}),
        toetst=True,
    ),
    Gebeurtenis.VOORLOPIG: Overgang(
        frozenset({_S.VOORLOPIG, _S.VOLLEDIG, _S.AFGEDRUKT, _S.DEFINITIEF}),
        _S.VOORLOPIG,
        reden_vanuit=frozenset({_S.VOLLEDIG, _S.AFGEDRUKT, _S.DEFINITIEF}),
    ),
    Gebeurtenis.AFGEDRUKT: Overgang(frozenset({_S.VOLLEDIG}), _S.AFGEDRUKT, toetst=True),
    Gebeurtenis.DEFINITIEF: Overgang(frozenset({_S.AFGEDRUKT}), _S.DEFINITIEF),
    Gebeurtenis.BEEINDIGD: Overgang(frozenset({_S.DEFINITIEF}), _S.BEEINDIGD, eind=True),
    Gebeurtenis.AFGEMELD: Overgang(
        frozenset({_S.VOORLOPIG, _S.VOLLEDIG, _S.AFGEDRUKT}),
        _S.AFGEMELD,
        reden_vanuit=frozenset({_S.VOORLOPIG, _S.VOLLEDIG, _S.AFGEDRUKT}),
    ),
    Gebeurtenis.AFGEWEZEN: Overgang(
        frozenset({_S.VOORLOPIG, _S.VOLLEDIG, _S.AFGEDRUKT}),
        _S.AFGEWEZEN,
        reden_vanuit=frozenset({_S.VOORLOPIG, _S.VOLLEDIG, _S.AFGEDRUKT}),
    ),
    Gebeurtenis.VERVANGEN: Overgang(
        frozenset({_S.VOLLEDIG, _S.AFGEDRUKT, _S.DEFINITIEF}),
        _S.BEEINDIGD,
        reden_vanuit=frozenset({_S.VOLLEDIG, _S.AFGEDRUKT, _S.DEFINITIEF}),
        eind=True,
    ),
    Gebeurtenis.GEWIJZIGD: Overgang(
        frozenset({_S.AFGEDRUKT, _S.DEFINITIEF}),
        None,
        reden_vanuit=frozenset({_S.AFGEDRUKT, _S.DEFINITIEF}),
        toetst=True,
    ),
}

OP_SLOT = ("leerbedrijf_id", "begin", "gepland_eind", "afsluitdatum", "crebo", "uren_totaal")
"""Fields that may not differ any more from `Afgedrukt` on."""
OP_SLOT_BIJ_WIJZIGING = ("leerbedrijf_id", "begin", "crebo")
"""What an announced change (`gewijzigd`) may not touch either: that is another POK."""

VERPLICHT = (
    "begin",
    "gepland_eind",
    "afsluitdatum",
    "uren_totaal",
    "uren_per_week",
    "dagen_per_week",
    "leerbedrijf_id",
    "crebo",
)
"""Fields a complete POK has."""


def check_volgorde(bericht: PokBericht, laatste: int) -> Reden | None:
    """Strict order per POK: the number after the last one handled (`laatste`, 0 for none), neither more nor less."""
    if bericht.beginstand or bericht.volgorde == laatste + 1:
        return None
    return Reden(
        "VOLGORDE",
        f"Bericht {bericht.volgorde} van POK {bericht.pok_nummer} kan niet: het register verwacht {laatste + 1}.",
    )


def _bereik(waarde: Decimal | None, hoogste: int) -> bool:
    return waarde is None or 0 <= waarde <= hoogste


def _toets_verbintenis(pok: PokGegevens, verbintenis: Verbintenis | None) -> Iterator[Reden]:
    if verbintenis is None:
        yield Reden("VERBINTENIS_ONBEKEND", "Het register kent deze verbintenis niet.")
        return
    einde = verbintenis.werkelijk_eind
    if verbintenis.begin is None or not verbintenis.geldig or (einde and pok.begin and einde < pok.begin):
        yield Reden("VERBINTENIS_ONGELDIG", "De verbintenis is niet geldig op de begindatum van de POK.")
    if verbintenis.begin and pok.begin and pok.begin < verbintenis.begin:
        yield Reden(
            "BEGIN_VOOR_VERBINTENIS",
            f"De POK begint op {toon_datum(pok.begin)}, vóór het begin van de verbintenis "
            f"({toon_datum(verbintenis.begin)}).",
        )
    if verbintenis.gepland_eind and pok.gepland_eind and pok.gepland_eind > verbintenis.gepland_eind:
        yield Reden(
            "EIND_NA_VERBINTENIS",
            f"De POK eindigt op {toon_datum(pok.gepland_eind)}, na het geplande einde van de verbintenis "
            f"({toon_datum(verbintenis.gepland_eind)}).",
        )


def _toets_bedrijf(pok: PokGegevens, bedrijf: Bedrijf | None) -> Iterator[Reden]:
    if not pok.leerbedrijf_id:
        return
    if bedrijf is None:
        yield Reden("BEDRIJF_ONBEKEND", f"Het register kent leerbedrijf {pok.leerbedrijf_id} niet.")
        return
    begin = pok.begin
    te_vroeg = begin and bedrijf.actief_van and begin < bedrijf.actief_van
    te_laat = begin and bedrijf.actief_tot and begin > bedrijf.actief_tot
    if te_vroeg or te_laat:
        yield Reden("BEDRIJF_NIET_ACTIEF", f"Leerbedrijf {pok.leerbedrijf_id} is niet actief op {toon_datum(begin)}.")


def toets_gegevens(pok: PokGegevens, verbintenis: Verbintenis | None, bedrijf: Bedrijf | None) -> Iterator[Reden]:
    """Everything that is wrong with the data of a complete POK, all at once."""
    leeg = [naam for naam in VERPLICHT if getattr(pok, naam) in (None, "")]
    if leeg:
        yield Reden("VERPLICHT_VELD", "Niet ingevuld: " + ", ".join(leeg) + ".")
    yield from _toets_verbintenis(pok, verbintenis)
    yield from _toets_bedrijf(pok, bedrijf)
    if pok.begin and pok.gepland_eind and pok.gepland_eind < pok.begin:
        yield Reden("EIND_VOOR_BEGIN", "De verwachte einddatum ligt vóór de begindatum.")
    if not _bereik(pok.dagen_per_week, MAX_DAGEN_PER_WEEK):
        yield Reden("DAGEN_PER_WEEK", f"Dagen per week moet 0 tot en met {MAX_DAGEN_PER_WEEK} zijn.")
    if not _bereik(pok.uren_per_week, MAX_UREN_PER_WEEK):
        yield Reden("UREN_PER_WEEK", f"Uren per week moet 0 tot en met {MAX_UREN_PER_WEEK} zijn.")
    if not _bereik(pok.uren_totaal, MAX_UREN_TOTAAL):
        yield Reden("UREN_TOTAAL", f"Totaal aantal uren moet 0 tot en met {MAX_UREN_TOTAAL} zijn.")


def _toets_eind(bericht: PokBericht) -> Iterator[Reden]:
    pok = bericht.pok
    if pok.werkelijk_eind is None:
        yield Reden("EIND_ONTBREEKT", "Een einddatum is verplicht om een POK te beëindigen.")
        return
    # A POK that is replaced before it starts ends the day before its own begin.
    vroegste = pok.begin - timedelta(days=bericht.gebeurtenis is Gebeurtenis.VERVANGEN) if pok.begin else None
    if vroegste and pok.werkelijk_eind < vroegste:
        yield Reden("EIND_VOOR_BEGIN", "De werkelijke einddatum ligt vóór de begindatum.")
    vroeg = pok.gepland_eind is not None and pok.werkelijk_eind < pok.gepland_eind
    if vroeg and not (pok.eind_reden or bericht.reden):
        yield Reden("REDEN_ONTBREEKT", "Eerder beëindigen kan alleen met een reden.")
    if not _bereik(pok.gerealiseerde_uren, MAX_UREN_TOTAAL):
        yield Reden("UREN_TOTAAL", f"Gerealiseerde uren moet 0 tot en met {MAX_UREN_TOTAAL} zijn.")


def _toets_op_slot(bericht: PokBericht, stand: Stand | None) -> Iterator[Reden]:
    terug = bericht.gebeurtenis in (Gebeurtenis.VOLLEDIG, Gebeurtenis.VOORLOPIG)
    if stand is None or terug or stand.status not in (RegisterStatus.AFGEDRUKT, RegisterStatus.DEFINITIEF):
        return
    slot = OP_SLOT_BIJ_WIJZIGING if bericht.gebeurtenis is Gebeurtenis.GEWIJZIGD else OP_SLOT
    anders = [naam for naam in slot if getattr(bericht.pok, naam) != getattr(stand.pok, naam)]
    if anders:
        yield Reden("VELD_OP_SLOT", "Na het afdrukken ligt dit vast: " + ", ".join(anders) + ".")


def _toets_mutatiestop(bericht: PokBericht, regels: Regels) -> Iterator[Reden]:
    overgang = OVERGANGEN[bericht.gebeurtenis]
    dag = bericht.pok.werkelijk_eind if overgang.eind else bericht.pok.begin
    if bericht.ontheffing and not bericht.ontheffing_reden:
        yield Reden("REDEN_ONTBREEKT", "Een ontheffing van de mutatiestop kan alleen met een reden.")
    mag = bericht.ontheffing and regels.ontheffing_toegestaan
    if regels.mutatiestop and dag and dag < regels.mutatiestop and not mag:
        stop = toon_datum(regels.mutatiestop)
        yield Reden("MUTATIESTOP", f"Vóór {stop} mag niets meer wijzigen; deze wijziging geldt per {toon_datum(dag)}.")


def beoordeel(
    bericht: PokBericht,
    stand: Stand | None,
    verbintenis: Verbintenis | None,
    bedrijf: Bedrijf | None,
    bezet_door: str | None,
    regels: Regels,
) -> tuple[RegisterStatus | None, tuple[Reden, ...]]:
    """Judge one event against what the register holds: the new status, or every reason to refuse it.

    `bezet_door`: number of another POK that already has this volgnummer within the enrolment.
    """
    overgang = OVERGANGEN[bericht.gebeurtenis]
    held = stand.status if stand else None
    if stand is None and None not in overgang.van:
        return None, (Reden("POK_ONBEKEND", f"Het register kent POK {bericht.pok_nummer} niet."),)
    if held not in overgang.van:
        tekst = f"Een POK die {held} is, kan niet {overgang.naar or bericht.gebeurtenis} worden."
        return None, (Reden("STATUS", tekst),)
    redenen: list[Reden] = []
    if held in overgang.reden_vanuit and not bericht.reden:
        redenen.append(Reden("REDEN_ONTBREEKT", f"Van {held} naar {overgang.naar or held} kan alleen met een reden."))
    if overgang.toetst:
        redenen += toets_gegevens(bericht.pok, verbintenis, bedrijf)
    if bezet_door is not None:
        redenen.append(Reden("VOLGNUMMER_BEZET", f"Volgnummer {bericht.pok.volgnummer} is al van POK {bezet_door}."))
    if overgang.eind:
        redenen += _toets_eind(bericht)
    redenen += _toets_op_slot(bericht, stand)
    redenen += _toets_mutatiestop(bericht, regels)
    return (None, tuple(redenen)) if redenen else (overgang.naar or held, ())
