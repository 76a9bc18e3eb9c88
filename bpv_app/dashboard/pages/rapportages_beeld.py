"""The figures of /rapportages as the browser shows them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from bpv_app.dashboard.queries_cijfers import Overzicht
from bpv_app.dashboard.rules_cijfers import (
    CIJFER,
    CIJFERS,
    KERN,
    UREN_KOP,
    UREN_UITLEG,
    Groep,
    Keuze,
    Maand,
    Trap,
    toen,
)
from bpv_app.dashboard.rules_keuze import rijen_adres
from bpv_app.kernel.clock import toon_maand
from bpv_app.kernel.tekst import Tekst
from bpv_app.pok.queries_dossiers import STAP_LABEL

GEEN = Tekst("(geen)", "(none)")
TABEL = (
    "stages",
    "zonder_plaats",
    "begonnen",
    "ongetekend",
    "op_tijd",
    "te_laat",
    "gesprek_te_laat",
    "drie_gesprekken",
)
"""Columns of the table on the screen; the file has every figure."""


@dataclass
class KernBeeld:
    """A figure that needs somebody, large, with its definition and what it was."""

    aantal: int
    kop: str
    uitleg: str
    href: str
    toon: str
    eerder: str


@dataclass
class VergelijkBeeld:
    """A figure now, a week ago, a year ago; the changes as text ("+3")."""

    kop: str
    nu: int
    week: str
    jaar: str
    href: str


@dataclass
class TrapBeeld:
    label: str
    aantal: int
    breedte: str
    dagen: str
    href: str


@dataclass
class MaandBeeld:
    label: str
    op_tijd: int
    te_laat: int
    ongetekend: int
    totaal: int
    breed_op_tijd: str
    breed_te_laat: str
    breed_ongetekend: str


@dataclass
class KopBeeld:
    naam: str
    kop: str
    uitleg: str


@dataclass
class VakBeeld:
    """A cell: the count leads to its rows; `aandeel` is the same as a share."""

    kop: str
    aantal: str
    aandeel: str
    href: str


@dataclass
class GroepBeeld:
    naam: str
    vakken: list[VakBeeld] = field(default_factory=list)


def _procent(deel: int | None) -> str:
    return "" if deel is None else f"{deel}%"


def koppen(taal: str) -> list[KopBeeld]:
    """The columns with their definitions."""
    uit = [KopBeeld(n, CIJFER[n].kop.in_taal(taal), CIJFER[n].uitleg.in_taal(taal)) for n in TABEL]
    return [*uit, KopBeeld("uren", UREN_KOP.in_taal(taal), UREN_UITLEG.in_taal(taal))]


def alle_uitleg(taal: str) -> list[KopBeeld]:
    """Every figure with its one sentence."""
    uit = [KopBeeld(c.naam, c.kop.in_taal(taal), c.uitleg.in_taal(taal)) for c in CIJFERS]
    return [*uit, KopBeeld("uren", UREN_KOP.in_taal(taal), UREN_UITLEG.in_taal(taal))]


def kern_beelden(o: Overzicht, taal: str) -> list[KernBeeld]:
    """What needs somebody, the worst first; zeros last."""
    uit = []
    for naam in KERN:
        cijfer, aantal = CIJFER[naam], o.totaal.aantallen[naam]
        uit.append(
            KernBeeld(
                aantal,
                cijfer.kop.in_taal(taal),
                cijfer.uitleg.in_taal(taal),
                rijen_adres(o.keuze, naam),
                cijfer.toon if aantal else "",
                _eerder(o, naam, taal),
            )
        )
    return uit


def _eerder(o: Overzicht, naam: str, taal: str) -> str:
    v = o.vergelijkingen.get(naam)
    if v is None:
        return ""
    verschil = toen(v.nu, v.week)
    delen = [Tekst(f"vorige week {v.week} ({verschil})", f"last week {v.week} ({verschil})")]
    if v.jaar is not None:
        delen.append(Tekst(f"vorig jaar {v.jaar}", f"last year {v.jaar}"))
    return " · ".join(d.in_taal(taal) for d in delen)


def vergelijk_beelden(o: Overzicht, taal: str) -> list[VergelijkBeeld]:
    """What can be told of an earlier day."""
    uit = []
    for naam, v in o.vergelijkingen.items():
        jaar = "" if v.jaar is None else f"{v.jaar} ({toen(v.nu, v.jaar)})"
        kop, week = CIJFER[naam].kop.in_taal(taal), f"{v.week} ({toen(v.nu, v.week)})"
        uit.append(VergelijkBeeld(kop, v.nu, week, jaar or "\u2013", rijen_adres(o.keuze, naam) if v.nu else ""))
    return uit


def trap_beelden(trappen: Sequence[Trap], keuze: Keuze, taal: str) -> list[TrapBeeld]:
    """The funnel; the longest bar is full."""
    meeste = max((t.aantal for t in trappen), default=0) or 1
    return [
        TrapBeeld(
            STAP_LABEL[t.stap].in_taal(taal),
            t.aantal,
            f"{t.aantal * 100 / meeste:.1f}%",
            _dagen(t.dagen, taal) if t.aantal else "",
            rijen_adres(keuze, stap=t.stap),
        )
        for t in trappen
    ]


def _dagen(dagen: int | None, taal: str) -> str:
    if dagen is None:
        return ""
    if dagen == 1:
        return Tekst("1 dag", "1 day").in_taal(taal)
    return Tekst(f"{dagen} dagen", f"{dagen} days").in_taal(taal)


def maand_beelden(maanden: Sequence[Maand], taal: str) -> list[MaandBeeld]:
    """Per month a bar as long as the month is busy, in three parts."""
    meeste = max((m.totaal for m in maanden), default=0) or 1

    def breed(deel: int) -> str:
        return f"{deel * 100 / meeste:.2f}%"

    return [
        MaandBeeld(
            toon_maand(m.maand, taal),
            m.op_tijd,
            m.te_laat,
            m.ongetekend,
            m.totaal,
            breed(m.op_tijd),
            breed(m.te_laat),
            breed(m.ongetekend),
        )
        for m in maanden
    ]


def groep_beeld(g: Groep, keuze: Keuze, taal: str, *, naam: str = "", is_totaal: bool = False) -> GroepBeeld:
    """A line of the table."""
    groep = None if is_totaal else g.sleutel
    vakken = [
        VakBeeld(
            CIJFER[n].kop.in_taal(taal),
            str(g.aantallen[n]),
            _procent(g.aandeel(n)),
            rijen_adres(keuze, n, groep) if g.aantallen[n] else "",
        )
        for n in TABEL
    ]
    uren = VakBeeld(
        UREN_KOP.in_taal(taal),
        _procent(g.uren_aandeel) or "–",
        f"{g.uren_akkoord} / {g.uren_doel}",
        rijen_adres(keuze, "begonnen", groep) if g.uren_doel else "",
    )
    return GroepBeeld(naam or g.naam or GEEN.in_taal(taal), [*vakken, uren])


def eerste_zin(o: Overzicht) -> Tekst:
    """The answer in words: how many placements, and what is worst."""
    t = o.totaal.aantallen
    if not t["stages"]:
        return Tekst("In deze keuze zijn geen stages.", "There are no placements in this choice.")
    nl, en = f"{t['stages']} stages", f"{t['stages']} placements"
    if t["stages"] == 1:
        nl, en = "1 stage", "1 placement"
    if t["ongetekend"]:
        nl += f", waarvan {t['ongetekend']} begonnen zonder getekende POK"
        en += f", of which {t['ongetekend']} started without a signed agreement"
    elif t["begonnen"]:
        nl += "; alles wat begonnen is, is getekend"
        en += "; all that started is signed"
    if t["zonder_plaats"]:
        nl += f"; {t['zonder_plaats']} zonder plaats"
        en += f"; {t['zonder_plaats']} without a place"
    return Tekst(nl + ".", en + ".")
